"""What a sentence mentions: cells, places, digits, counts, sizes and runs of moves, in order.

A mention is a kind and a value ("r3c5", "row 3", "7", "right 2", "12 move", "9x9"), so that what
a model said and what the facts say can be compared. A number is a count where a known noun stands
beside it, else it is a digit or some other number, which is compared by its place in the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .symbols import normalised

# The first that fits counts: "training steps" are no "steps". Words with several meanings have
# several names: "Schritte" are moves of a path or steps of a network.
_NOUNS = (
    ("training", r"training steps?"),
    ("move", r"moves?|zügen?|züge|coups?|d[ée]placements?|movi(?:miento|mento)s?|moss[ae]|zetten?"),
    ("move", r"ход\w{0,3}|手"),
    ("step", r"(?:network |supervision )?steps?"),
    ("step|move", r"schritten?|schritte|pasos?|pas\b|[ée]tapes?|pass[io]|passos?|stappen?"),
    ("step|move", r"шаг\w{0,3}|[步歩]"),
    ("try", r"tr(?:y|ies)|candidates?|versuchen?|versuche|intentos?|essais?|tentativ[aei]s?"),
    ("given", r"givens?|clues?|given (?:digits?|numbers?|cells?)|vorgaben?|pistas?|indices?"),
    ("blank", r"(?:blank|empty|open|remaining) (?:cells?|squares?|fields?)|blanks?"),
    ("cell", r"cells?|zellen?|celdas?|casillas?|cases?|cell[ae]|c[ée]lulas?|felder"),
    ("turn", r"turns?|corners?|abbiegungen|giros?|virages?|svolt[ae]"),
    ("run", r"runs?"),
    ("answer", r"answers?|solutions?|lösung(?:en)?|soluci[oó]n(?:es)?|soluzion[ei]"),
    ("shown", r"(?:held-out )?(?:demonstrations?|examples?)"),
    ("input", r"test inputs?"),
    ("row", r"rows?|zeilen?|filas?|lignes?|righe|linhas?"),
    ("column", r"columns?|spalten?|columnas?|colonnes?|colonne|colunas?"),
    ("percent", r"%|percent|prozent|por ciento|pour cent"),
    ("last blank", r"last blanks?"),
    *((f"{how} {size}", rf"{how} {size}s?") for how in ("hidden", "naked")
      for size in ("single", "pair", "triple", "quad")),
    ("pointing candidates", r"pointing(?: candidates| pairs?)?"),
    ("claiming candidates", r"claiming(?: candidates)?"),
    ("x-wing", r"x-wings?"), ("xy-wing", r"xy-wings?"), ("swordfish", r"swordfish(?:es)?"),
    ("simple colouring", r"(?:simple )?colou?rings?"), ("jellyfish", r"jellyfish(?:es)?"),
    ("puzzle", r"puzzles?|sudokus?|mazes?"),
)  # fmt: skip
_ADJECTIVE = r"(?:(?!of\b|and\b|or\b|to\b|in\b|x\b)[^\W\d_]{2,12} )?"
_AFTER = tuple((name, re.compile(rf"\s?(?:{noun})(?!\w)", re.IGNORECASE)) for name, noun in _NOUNS)
_AFTER_ADJECTIVE = tuple(
    (name, re.compile(rf"\s{_ADJECTIVE}(?:{noun})(?!\w)", re.IGNORECASE)) for name, noun in _NOUNS
)
_LINK = r"(?:s?:|s? ?=| is| are| of| ist| es| est| [eè])? ?$"
_BEFORE = (
    ("move", re.compile(
        rf"(?:length|distance|länge|longitud|longueur|lunghezza|comprimento|长度|長さ){_LINK}"
        r"|(?:moves|züge|coups|mosse)(?::| ?=) ?$", re.IGNORECASE,
    )),
    *((name, re.compile(rf"\b(?:{noun}){_LINK}", re.IGNORECASE)) for name, noun in _NOUNS
      if name.startswith(("hidden", "naked", "last", "x", "swo", "sim", "jel", "poi", "cla"))),
)  # fmt: skip
_DIRECTIONS = {
    "up": "up upward upwards north hoch oben arriba haut su 上",
    "down": "down downward downwards south runter unten abajo bas giù 下",
    "right": "right east rechts derecha droite destra 右",
    "left": "left west links izquierda gauche sinistra 左",
}
_TOWARDS = {word: name for name, words in _DIRECTIONS.items() for word in words.split()}
_ANY_WAY = "|".join(_TOWARDS)
_ONE = re.compile(r"\bone(?= (?:more |single )?(?:moves?|steps?|turns?|givens?|blanks?|cells?)\b)")
_OF = r"of|out of|von|de|sur|su|van|из"
_UNIT = r"(?:moves?|cells?|steps?|squares?)"
_WALK = rf"""
  | (?P<told>\b(?:{_ANY_WAY})\b,?\s(?:by\s|for\s)?(?P<told_n>\d+)(?:\s{_UNIT}\b)?)
  | (?P<walk>(?P<walk_n>\b\d+)\s(?:{_UNIT}\s)?(?:to\sthe\s)?(?:{_ANY_WAY})\b)
  | (?P<bare>(?<!is\s)(?<!are\s)(?<!all\s)(?<!not\s)\b(?:{_ANY_WAY})\b(?!\s(?:so\sfar|now|away)))
  | (?P<end>\b(?:start|goal|exit|end)\b)
"""
_TOKENS = r"""
    (?P<cell>\br\d+c\d+\b)
  | (?P<place>\b(?:row|column|box|attempt|test|demonstration|step|move|puzzle)\s\d+\b)
  | (?P<size>\b\d{1,2}\s?[x×]\s?\d{1,2}\b)
  | (?P<part>\b(?P<some>\d+)\s(?:OF)(?:\s[^\W\d_]{2,4})?\s(?P<all>\d+)\b)
  | (?P<times>\b(?P<often>\d+)\s(?P<what>[0-9A-G]{1,2})'?s\b)
  | (?P<share>\b\d+[.,]\d+)
  WALK
  | (?P<number>\d+)
  | (?P<letter>(?<!^)\b(?:[B-G]\b|A\b(?!\s\w)|A(?=\s(?:and|or|in|must|is)\b)))
"""


def _scanner(walk: str) -> re.Pattern[str]:
    pattern = _TOKENS.replace("OF", _OF.replace(" ", r"\s")).replace("WALK", walk)
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_SCANNERS = {False: _scanner(""), True: _scanner(_WALK)}


class Sort(StrEnum):
    """What sort of thing is mentioned."""

    CELL = "cell"
    PLACE = "place"  # a row, a column, a box; also "attempt 1", "step 3"
    NUMBER = "number"  # a digit, or a number of nothing that is known
    COUNT = "count"  # a number of something
    SIZE = "size"
    RUN = "run"  # moves in one direction
    END = "end"  # the start or the goal


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that a sentence mentions."""

    sort: Sort
    value: str  # "r3c5", "row 3", "7", "12", "9x9", "right 2", "start"
    nouns: frozenset[str] = frozenset()  # of a count: what is counted, all that it may mean

    def fits(self, fact: Mention) -> bool:
        """Whether a fact's mention bears this one out."""
        if self.sort is not fact.sort:
            return False
        if self.sort is Sort.RUN and self.value.isalpha():  # a direction without its count
            return fact.value.split()[0] == self.value
        if self.sort is Sort.COUNT and not self.nouns & fact.nouns:
            return False
        return self.value == fact.value


def mentions_in(sentence: str, *, directions: bool = False) -> tuple[Mention, ...]:
    """What a sentence mentions, in its order.

    Args:
        sentence: in any language; see `symbols`.
        directions: "right", "up" and the start and the goal are mentions, as in a maze.

    >>> [mention.value for mention in mentions_in("In box 3 only row 3, column 9 can hold 7.")]
    ['box 3', 'r3c9', '7']
    """
    text = _ONE.sub("1", normalised(sentence, pairs=True))
    return tuple(_found(text, directions=directions))


def _found(text: str, *, directions: bool) -> Iterator[Mention]:
    for found in _SCANNERS[directions].finditer(text):
        groups, token = found.groupdict(), found[0].lower()
        if groups["cell"]:
            yield Mention(Sort.CELL, token)
        elif groups["place"]:
            yield Mention(Sort.PLACE, token)
        elif groups["size"]:
            yield Mention(Sort.SIZE, re.sub(r"\s?[x×]\s?", "x", token))
        elif groups["part"]:
            nouns = _noun_of(text, found) or frozenset({"part"})
            yield Mention(Sort.COUNT, f"{groups['some']}/{groups['all']}", nouns)
        elif groups["times"]:
            yield Mention(Sort.NUMBER, f"{groups['often']}*{groups['what'].upper()}")
        elif groups["share"]:
            yield Mention(Sort.NUMBER, token.replace(",", "."))
        elif directions and (groups["told"] or groups["walk"] or groups["bare"]):
            number = groups["told_n"] or groups["walk_n"]
            yield Mention(
                Sort.RUN, f"{_direction(token)} {number}" if number else _direction(token)
            )
        elif directions and groups["end"]:
            yield Mention(Sort.END, {"exit": "goal", "end": "goal"}.get(token, token))
        elif groups["letter"]:
            if found[0].isupper():
                yield Mention(Sort.NUMBER, found[0])
        else:
            nouns = _noun_of(text, found)
            value = str(int(token)) if len(token) < 9 else token[:9]
            yield Mention(Sort.COUNT if nouns else Sort.NUMBER, value, nouns)


def _direction(token: str) -> str:
    """The direction that a run of moves names."""
    return next(_TOWARDS[word] for word in re.findall(r"[^\W\d_]+", token) if word in _TOWARDS)


def _noun_of(text: str, found: re.Match[str]) -> frozenset[str]:
    """What a number counts; nothing where no known noun stands beside it."""
    after, before = text[found.end() : found.end() + 40], text[: found.start()][-40:]
    for table in (_AFTER, _AFTER_ADJECTIVE):
        for names, noun in table:
            if noun.match(after):
                return frozenset(names.split("|"))
    for names, noun in _BEFORE:
        if noun.search(before):
            return frozenset({names})
    return frozenset()
