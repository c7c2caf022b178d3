"""Words: digits, blanks, rows and columns as people say them, language by language.

Digits are looked up in one language only (Danish "to" is 2, English "to" is nothing); the
rest is told apart well enough to share. Accents are dropped before looking up.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

_DIGITS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen",
    "de": "eins/ein/eine zwei/zwo drei vier funf/fuenf sechs sieben acht neun zehn elf zwolf "
    "dreizehn vierzehn funfzehn sechzehn",
    "es": "uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciseis",
    "fr": "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize",
    "it": "uno/un/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici",
    "pt": "um/uma dois/duas tres quatro cinco seis/meia sete oito nove dez onze doze treze "
    "quatorze quinze dezesseis",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien",
    "pl": "jeden/jedynka dwa/dwojka trzy/trojka cztery/czworka piec/piatka szesc/szostka "
    "siedem/siodemka osiem/osemka dziewiec/dziewiatka",
    "sv": "ett/en tva tre fyra fem sex sju atta nio",
    "da": "en/et to tre fire fem seks syv otte ni",
    "no": "en/ett to tre fire fem seks sju/syv atte ni",
    "fi": "yksi kaksi kolme nelja viisi kuusi seitseman kahdeksan yhdeksan",
    "cs": "jedna/jeden dva tri ctyri pet sest sedm osm devet",
    "ro": "unu/o doi trei patru cinci sase sapte opt noua",
    "hu": "egy ketto/ket harom negy ot hat het nyolc kilenc",
    "tr": "bir iki uc dort bes alti yedi sekiz dokuz",
    "id": "satu dua tiga empat lima enam tujuh delapan sembilan",
    "ru": "один/единица два/двойка три/тройка четыре/четверка пять/пятерка шесть/шестерка "
    "семь/семерка восемь/восьмерка девять/девятка",
    "el": "ενα δυο τρια τεσσερα πεντε εξι επτα οκτω εννεα",
    "hi": "एक दो तीन चार पांच छह सात आठ नौ",
    "ko": "일 이 삼 사 오 육 칠 팔 구",
}
_BLANK = (
    "oh blank empty nothing unknown space gap hole dot zero nil none open free missing void "
    "null nought naught underscore dash skip x"
    " leer leeres leerfeld nichts null frei punkt lucke vacio vacia nada cero hueco punto "
    "vide rien blanc zero trou point"
    " vuoto vuota niente nulla vazio vazia branco ponto leeg niks nul puste pusty pusta nic "
    "tom tomt blankt tyhja prazdne prazdna"
    " gol goala ures bos kosong пусто пустая пустой пустое ноль прочерк κενο खाली शून्य 빈칸 "
    "공백 영 空白 空 なし"
)
_BLANKS = (
    "blanks empties spaces gaps holes dots zeros zeroes unknowns nothings underscores dashes skips"
    " leere leeren leerfelder nullen punkte lucken vacios vacias ceros huecos puntos vides "
    "blancs zeros trous points"
    " vuoti vuote zeri vazios vazias zeros brancos pontos lege nullen pustych puste zera "
    "tomma tomme prazdnych пустых пустые нуля нулей"
)
_ROWS = (
    "row rows line zeile reihe fila linea renglon ligne rangee rang riga linha fileira rij "
    "regel wiersz rzad rad raekke rekke rivi radek"
    " rand sor satir baris строка ряд γραμμη पंक्ति 행 줄 行 段"
)
_COLS = (
    "column col columns cols spalte columna colonne colonna coluna kolom kolumna kolumn "
    "kolonne колонка столбец 列"
)
_GLUE = (
    "is are a an the and then comma box it has reads "
    "goes with contains holds followed by next"
    " ist sind und dann komma es son y luego coma est sont et puis virgule"
    " e poi virgola entao virgula en dan i potem przecinek och sedan og så и затем number digit "
    "zahl ziffer numero chiffre so"
)
_CELLS = (
    "cell cells square squares field fields feld felder zelle zellen kastchen casilla "
    "casillas celda celdas case cases casella caselle casa casas celula celulas vak vakken vakje "
    "vakjes pole pola pol rutor ruta felter felt клетка клетки клеток"
)
_NEXT = (
    "next new another following first second third fourth fifth sixth seventh eighth ninth "
    "tenth last top bottom final middle"
    " nachste nachster neue erste zweite dritte vierte funfte sechste siebte achte neunte "
    "letzte oberste"
    " siguiente nueva proxima primera segunda tercera cuarta quinta sexta septima octava "
    "novena ultima otra"
    " suivante prochaine nouvelle premiere deuxieme seconde troisieme quatrieme cinquieme "
    "sixieme septieme huitieme neuvieme derniere"
    " prossima successiva nuova prima terza quarta sesta settima ottava nona primeira "
    "terceira setima oitava nova outra"
    " volgende nieuwe eerste tweede derde vierde vijfde zesde zevende achtste negende laatste"
    " nastepny nastepna nowy pierwszy drugi trzeci czwarty piaty szosty siodmy osmy "
    "dziewiaty nasta ny neste naeste"
    " следующая следующий новая первая вторая третья четвертая пятая шестая седьмая восьмая "
    "девятая 次 下"
)
_REST = (
    "rest remaining remainder others everything all whole alle alles ganze todo todos toda "
    "todas resto tout toute tous tutto tutta tutti reste wszystkie все весь остальные"
)


def plain_word(word: str) -> str:
    """A word in small letters, without accents.

    >>> plain_word("Vacío")
    'vacio'
    """
    apart = unicodedata.normalize("NFD", word.lower())
    bare = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return bare.replace("ł", "l").replace("ø", "o").replace("ı", "i")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split()) | {plain_word(word) for word in words.split()}


DIGITS = {
    code: {
        plain_word(form): value
        for value, forms in enumerate(words.split(), start=1)
        for form in forms.split("/")
    }
    for code, words in _DIGITS.items()
}
BLANK = _set(_BLANK)  # one blank
BLANKS = _set(_BLANKS)  # after a number, so many; alone, one
ROW = _set(_ROWS)
COLUMN = _set(_COLS)
GLUE = _set(_GLUE)
CELLS = _set(_CELLS)  # after "three empty", they make it three blanks
NEXT = _set(_NEXT)
REST = _set(_REST)


def digits_of(words: Iterable[str]) -> tuple[str, dict[str, int]]:
    """The language whose digit words are commonest, and those words with their values."""
    counts = Counter(words)
    best = max(DIGITS, key=lambda code: len(found := _found(code, counts)) * 100 + sum(found))
    return best, DIGITS[best]


def _found(code: str, counts: Counter[str]) -> list[int]:
    return [counts[word] for word in DIGITS[code] if word in counts]
