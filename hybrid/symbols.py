"""Cells, rows, columns and boxes as people of several languages write them, made one notation.

"row 3, column 5", "Zeile 3, Spalte 5", "3行5列", "the third row", "L3C5" all become "r3c5",
"row 3" and so on, and other scripts' digits become ours. Only names and numbers are touched;
what a sentence says with them is not asked here.
"""

from __future__ import annotations

import re
import unicodedata

_ROW = (
    r"rows?|zeilen?|reihen?|filas?|lignes?|rang[ée]es?|rig(?:a|he)|linhas?|rij(?:en)?|rad(?:en)?"
    r"|wiersz\w{0,3}|строк\w{1,3}|ряд\w{0,3}|行"
)
_COLUMN = (
    r"columns?|cols?\.?|spalten?|columnas?|colonnes?|colonn[ae]|colunas?|kolom(?:men)?|kolumn\w{0,3}"
    r"|столб\w{1,5}|колонк\w{1,3}|列"
)
_BOX = (
    r"box(?:es)?|blocks?|squares?|k[äa]st(?:en|chen)|bl[öo]cke?|quadrate?n?|cajas?|bloques?"
    r"|cuadros?|blocs?|bo[îi]tes?|carr[ée]s?|riquadr[oi]|caixas?|blocos?|blok(?:ken)?|kwadrat\w{0,3}"
    r"|блок\w{0,3}|квадрат\w{0,3}|[宫宮]|ブロック"
)
_KINDS = (("row", _ROW), ("column", _COLUMN), ("box", _BOX))
_FEW = r"(?<![\d.])\d{1,2}(?![\d.]*\d)"
# Those that are words of another language too ("once", "due", "sei") are left out.
_WORDS = {
    2: "two zwei dos deux dois duas twee", 3: "three drei tres trois tre três drie",
    4: "four vier cuatro quatre quattro quatro", 5: "five fünf cinco cinq cinque vijf",
    6: "six sechs seis zes", 7: "seven sieben siete sept sette sete zeven",
    8: "eight acht ocho huit otto oito", 9: "nine neun nueve neuf nove negen",
    10: "ten zehn diez dix dieci dez tien", 11: "eleven onze undici", 12: "twelve zwölf doce douze",
    13: "thirteen dreizehn trece treize", 14: "fourteen vierzehn catorce quatorze",
    15: "fifteen fünfzehn quince quinze", 16: "sixteen sechzehn dieciséis seize",
    17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty zwanzig veinte vingt",
    30: "thirty dreißig treinta trente", 40: "forty vierzig cuarenta quarante",
    50: "fifty fünfzig cincuenta cinquante", 60: "sixty sechzig sesenta soixante",
    70: "seventy", 80: "eighty", 90: "ninety",
}  # fmt: skip
_NUMBER = {word: number for number, words in _WORDS.items() for word in words.split()}
_ONE = r"\b(?:one|eins?|uno|une?|um)\b"
_ORDINALS = (
    "first erste[nrs]? primer[ao]? premi[eè]re? prim[ao] eerste",
    "second zweite[nrs]? segund[ao] deuxi[eè]me second[ao] tweede",
    "third dritte[nrs]? tercer[ao]? troisi[eè]me terz[ao] terceir[ao] derde",
    "fourth vierte[nrs]? cuart[ao] quatri[eè]me quart[ao] vierde",
    "fifth fünfte[nrs]? quint[ao] cinqui[eè]me vijfde",
    "sixth sechste[nrs]? sext[ao] sixi[eè]me sest[ao] zesde",
    "seventh siebte[nrs]? s[eé]ptim[ao] septi[eè]me settim[ao] s[eé]tim[ao] zevende",
    "eighth achte[nrs]? octav[ao] huiti[eè]me ottav[ao] oitav[ao] achtste",
    "ninth neunte[nrs]? noven[ao] neuvi[eè]me non[ao] negende",
)
_HAN = "一二三四五六七八九"
_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER)})\b", re.IGNORECASE)
_TENS = re.compile(r"\b([2-9]0)-([2-9])\b")
_AND = r"(?:and|und|y|et|e|en|or|oder|o|ou|и|和|与|と|、)"
_BETWEEN = r"[\s,，、;/·.-]{0,3}(?:(?:and|und|y|et|en|of|in|de la|de|der|della|da|van|の|的|&)\s)?"
_TOKEN = re.compile(rf"\brow (\d{{1,2}}){_BETWEEN}\bcolumn (\d{{1,2}})\b")
_TURNED = re.compile(rf"\bcolumn (\d{{1,2}}){_BETWEEN}\brow (\d{{1,2}})\b")
_SHORT = re.compile(r"\b(?:r|l|z|f)\s?(\d{1,2})[\s,.-]{0,2}(?:c|s|k)\s?(\d{1,2})\b", re.IGNORECASE)
_PAIR = re.compile(r"\((\d{1,2}), ?(\d{1,2})\)")
_ORDINAL_END = r"\s?(?:st|nd|rd|th|\.|º|ª|°|a\.|o\.|e|er|re|[eè]me|de|ste|-я|-й|-м)?"


def _many(word: str) -> re.Pattern[str]:
    """Names in a list: "rows 2, 5 and 7"."""
    return re.compile(
        rf"\b(?:{word})\s+(\d{{1,2}}(?:\s?,\s?\d{{1,2}})*\s?,?\s{_AND}\s\d{{1,2}})\b",
        re.IGNORECASE,
    )


def _ordinal_before(word: str) -> re.Pattern[str]:
    """A number before its noun: "3rd row", "3. Zeile"; it needs a mark, or "3 rows" is one."""
    mark = _ORDINAL_END.removesuffix("?")
    return re.compile(rf"\b(\d{{1,2}}){mark}\s(?:{word})(?=[^\w]|$)", re.IGNORECASE)


_PATTERNS = tuple(
    (
        name,
        _many(word),
        re.compile(rf"第?\s?(\d{{1,2}})\s?(?:{'|'.join(word.split('|')[-1:])})"),
        _ordinal_before(word),
        re.compile(rf"(?<!\w)(?:{word})\s?(?:number |nr\.? |n[º°o]\.? )?(\d{{1,2}})\b", re.I),
    )
    for name, word in _KINDS
)
_NAMED_ORDINALS = tuple(
    (
        str(number),
        re.compile(
            rf"\b(?:{'|'.join(words.split())})\s(?={'|'.join(w for _, w in _KINDS)})", re.IGNORECASE
        ),
    )
    for number, words in enumerate(_ORDINALS, start=1)
)
_ONE_PLACE = re.compile(rf"\b({'|'.join(word for _, word in _KINDS)})\s{_ONE}", re.IGNORECASE)
_HAN_PLACE = re.compile(rf"第?([{_HAN}])(?=[行列宫宮])")


def normalised(text: str, *, pairs: bool = False) -> str:
    """Names of cells and places, and numbers, in one notation.

    Args:
        text: a sentence or more.
        pairs: read "(3, 5)" as a cell, too.

    >>> normalised("Zeile 3, Spalte 5 ist 7"), normalised("第3行第5列是7")
    ('r3c5 ist 7', 'r3c5 是7')
    >>> normalised("rows 2 and 7, the third column, box five")
    'row 2 and row 7, the column 3, box 5'
    """
    text = numerals(text)
    text = _HAN_PLACE.sub(lambda found: f"第{_HAN.index(found[1]) + 1}", text)
    for number, ordinal in _NAMED_ORDINALS:
        text = ordinal.sub(f"{number}. ", text)
    text = _ONE_PLACE.sub(r"\1 1", text)
    for name, many, asian, before, after in _PATTERNS:
        text = many.sub(lambda found, n=name: re.sub(_FEW, rf"{n} \g<0>", found[1]), text)
        text = before.sub(rf"{name} \1", text)
        if not name.startswith("row") or "行" in text:
            text = asian.sub(rf" {name} \1 ", text)
        text = after.sub(rf"{name} \1", text)
    text = _TOKEN.sub(r"r\1c\2", text)
    text = _TURNED.sub(r"r\2c\1", text)
    text = _SHORT.sub(lambda found: f"r{int(found[1])}c{int(found[2])}", text)
    if pairs:
        text = _PAIR.sub(r"r\1c\2", text)
    return re.sub(r" {2,}", " ", text).strip()


def numerals(text: str) -> str:
    """Digits of other scripts and number words above one as digits.

    >>> numerals("twenty-three moves, ７ steps")
    '23 moves, 7 steps'
    """
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(each)) if each.isdecimal() and not each.isascii() else each
            for each in text
        )
    text = _WORD.sub(lambda found: str(_NUMBER[found[0].lower()]), text)
    return _TENS.sub(lambda found: str(int(found[1]) + int(found[2])), text)
