"""Language: a best guess from the script and from small words.

English where nothing points elsewhere: a grid without a word is no evidence.
"""

from __future__ import annotations

import re
from collections import Counter

_SMALL = {
    "en": "the is this a an of to and in it please can you how what my for me with that are solve "
    "help row",
    "de": "der die das ist ein eine und bitte löse mir ich kann wie was mein mit nicht zu hier den "
    "dieses diese zeile hallo gibt es",
    "es": "el la los las es un una y por favor resuelve este esta me puedes cómo qué mi con de en "
    "fila aquí hola ayuda hay tiene",
    "fr": "le la les est un une et s'il vous plaît te plait résous résoudre ce cette moi peux "
    "comment que mon avec de ligne bonjour voici merci pouvez",
    "it": "il lo la i gli è un una e per favore risolvi questo questa mi puoi come che mio con di "
    "riga ciao ecco",
    "pt": "o a os as é um uma e por favor resolva resolve este esta me você pode como que meu com "
    "de linha olá aqui tem",
    "nl": "de het een is en alsjeblieft los deze dit mij kun je hoe wat mijn met van rij hier "
    "graag op",
    "pl": "jest i proszę rozwiąż to mi czy jak co mój z w wiersz rząd następny pomóż się nie",
    "sv": "är en ett och snälla lös denna den det mig kan du hur vad min med av rad här tack",
    "da": "er en et og venligst løs denne den det mig kan du hvordan hvad min med af række her",
    "tr": "bu bir ve lütfen çöz bana nasıl ne benim ile için satır çözer misin",
}
_WORDS = {
    word: [lang for lang, s in _SMALL.items() if word in s.split()]
    for words in _SMALL.values()
    for word in words.split()
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]{2}")),
    ("ar", re.compile(r"[\u0621-\u064a]{2}")),
    ("hi", re.compile(r"[\u0904-\u0939]{1}")),
    ("el", re.compile(r"[\u03b1-\u03c9]{3}")),
)
_WORD = re.compile(r"[^\W\d_]{1,20}(?:'[^\W\d_]{1,4})?")


def language_of(words: str) -> str:
    """The ISO 639-1 code of the language these words are most likely in.

    >>> language_of("Löse bitte dieses Sudoku")
    'de'
    """
    for code, script in _SCRIPTS:
        if script.search(words):
            return code
    votes = Counter[str]()
    for found in _WORD.finditer(words):
        for code in _WORDS.get(found[0].lower(), ()):
            votes[code] += 1
    if not votes:
        return "en"
    best, most = votes.most_common(1)[0]
    return "en" if votes["en"] == most else best
