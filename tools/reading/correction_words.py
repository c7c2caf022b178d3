"""What corrections are told by: words for mistakes, and the sentences they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass

Span = tuple[int, int]

ROW = (
    r"(?:row|line|zeile|reihe|fila|l[ií]nea|rengl[oó]n|ligne|rang[ée]e|riga|linha|rij|wiersz|r"
    r"|z|l|f)"
)
MISTAKE = re.compile(
    r"\b(?:sorry|sry|oops|whoops|ooops|correction|corrected|erratum|edit(?:ed)?|typo|mistyped?"
    r"|miscopied"
    r"|misread|mistake|my bad|i meant|wrong(?:ly)?|wait|actually|in fact|forgot|forgotten|left out"
    r"|missed|omitted|missing|also given|another given|extra given|changed?|replace|fix(?:ed)?"
    r"|instead of|rather than|update[ds]?|korrektur|korrigier\w{1,3}|tippfehler|vertippt|falsch"
    r"|vergessen|eigentlich|entschuldigung|sondern|statt|fehlt|perd[óo]n|correcci[óo]n"
    r"|me equivoqu[ée]"
    r"|olvid[ée]|en realidad|en vez de|en lugar de|falta|d[ée]sol[ée]|pardon|erreur|faute de frappe"
    r"|en fait|au lieu de|oubli[ée]|manque|scusa\w{0,2}|correzione|errore|dimenticato|in realt[àa]"
    r"|invece di|manca|desculp\w{1,3}|corre[çc][ãa]o|esqueci|na verdade|em vez de)\b"
    r"|\bnot (?:an? )?\d\b|\bnicht (?:eine )?\d\b|^[ \t]*(?:plus|also|and also)\b",
    re.IGNORECASE | re.MULTILINE,
)
SHOULD = re.compile(
    r"\b(?:should|must|ought to|has to|was (?:supposed|meant) to) (?:be|have been|read|say|hold"
    r"|contain)"
    r"|\b(?:sollte|muss|soll)\b|\bdeb(?:e|er[íi]a) ser\b|\b(?:doit|devrait) [êe]tre\b"
    r"|\b(?:deve|dovrebbe) essere\b|\bdev(?:e|eria) ser\b",
    re.IGNORECASE,
)
_ROWS_SPOKEN = (
    "first 1st erste[nr]? primera premi[èe]re prima primeira eerste",
    "second 2nd zweite[nr]? segunda deuxi[èe]me seconda tweede",
    "third 3rd dritte[nr]? tercera troisi[èe]me terza terceira derde",
    "fourth 4th vierte[nr]? cuarta quatri[èe]me quarta vierde",
    "fifth 5th f[üu]nfte[nr]? quinta cinqui[èe]me vijfde",
    "sixth 6th sechste[nr]? sexta sixi[èe]me sesta zesde",
    "seventh 7th siebte[nr]? s[ée]ptima septi[èe]me settima s[ée]tima zevende",
    "eighth 8th achte[nr]? octava huiti[èe]me ottava oitava achtste",
    "ninth 9th neunte[nr]? novena neuvi[èe]me nona negende",
    "tenth 10th zehnte[nr]? d[ée]cima dixi[èe]me tiende",
)
_NAMES = "|".join(
    f"(?P<n{n}>{'|'.join(names.split())})" for n, names in enumerate(_ROWS_SPOKEN, start=1)
)
ROW_NAMED = re.compile(  # "row 3", "the third row", "the last line"
    rf"(?<![a-z])(?:{ROW}[ .#]{{0,2}}(?P<row>\d{{1,2}})(?!\d)"
    rf"|(?:{_NAMES}|(?P<last>last|letzten?|[úu]ltima|derni[èe]re|ultima|laatste))"
    r" (?:row|line|zeile|reihe|fila|l[ií]nea|ligne|riga|linha|rij|regel))\b",
    re.IGNORECASE,
)
SWAPPED = re.compile(
    r"\b(?:lines|rows) (\d{1,2}) and (\d{1,2})\b[^.?!\n]{0,60}\b(?:swap\w*|exchang\w*|switch\w*"
    r"|(?:wrong|reverse) order|other way r?a?round)"
    r"|\b(?:swap(?:ped)?|mixed up|switch(?:ed)?|exchanged?) (?:the )?(?:lines|rows) (\d{1,2})"
    r" and (\d{1,2})\b",
    re.IGNORECASE,
)
CORRECTED = re.compile(
    r"\b(?:corrected|correction|korrigiert\w{0,2}|corregid[oa]|corrig[ée]e?)\b", re.I
)
STOP = re.compile(r"[.!;](?=\s|\Z)|\?|\n")


@dataclass(slots=True)
class Change:
    """Cells that are other than the grid says, and where the message says so."""

    cells: dict[tuple[int, int], int]  # (row, column) from 0 to a digit, 0 for blank
    span: Span
    told: str


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence around a place, its question mark included."""
    before = [found.end() for found in STOP.finditer(text, max(0, start - 200), start)]
    after = STOP.search(text, end)
    return before[-1] if before else max(0, start - 200), after.end() if after else len(text)


def mistake_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """A word for a mistake in the sentence, or in the statement before it."""
    earlier, _ = sentence_around(text, max(0, start - 2), start)
    if "?" in text[earlier:start]:
        earlier = start
    return MISTAKE.search(text, earlier, end)


def number_of(row: re.Match[str], size: int) -> int:
    """The number, from 1, of the row that `ROW_NAMED` found on a board of so many rows."""
    if row["row"]:
        return int(row["row"])
    if row["last"]:
        return size
    return next(n for n in range(1, len(_ROWS_SPOKEN) + 1) if row[f"n{n}"])
