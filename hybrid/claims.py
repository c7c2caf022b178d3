"""The claim checker: what a language model may say about a puzzle.

A sentence is kept only if each thing it claims is borne out by the facts: cells and their
digits, rows, columns and boxes, counts, lengths, sizes, and the words verified, unique, several
and impossible. What is mentioned together has to stand together in one of the facts, so that a
right number in the wrong place is found too. It errs on the side of dropping: the facts
themselves are always told by the template. Claims without a symbol in them ("you need no
guessing") are not seen, in no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..trm.puzzles import Cell, Grid, Status
from .mentions import Mention, Sort, mentions_in

_SENTENCE = re.compile(r"(?:[^.!?。！？\n]|[.!?](?=[^\s.!?]))+[.!?。！？]*")
_WORD = re.compile(r"[^\W\d_]")
_CELL = re.compile(r"r(\d+)c(\d+)")
_ON_BOARD = ("row ", "column ", "box ")
_NO_PRAISE = re.compile(  # "right" as a direction, and in "how likely it is right"
    r"\bleft to right\b|\bto the right\b|\b(?:is |be |are )?(?:right|correct) with (?:a )?prob\w+"
    r"|\bprobability of being (?:right|correct)\b"
)
_DENIED_RIGHT = re.compile(
    r"\b(?:not|never|isn't|nicht|no est[áa]|n'est pas|non [eè]|niet) (?:yet |been |so |all )?"
    r"(?:solved|verified|valid|correct|right|complete\w*|gelöst|richtig|resuelt\w|résolu\w?|bien)"
    r"|\bun(?:solved|verified)\b"
)
_NOT_UNIQUE = re.compile(r"\b(?:not|isn't|nicht|no es|n'est pas|non [eè]) (?:unique\w*|eindeutig)")
_STATUS_WORDS = {
    "right": re.compile(
        r"\b(?:solved|verified|correct\w*|valid\w*|right|success\w*|complete\w*|shortest|optimal"
        r"|(?:reach|lead)\w* (?:\w+ ){0,3}(?:goal|exit|end)"
        r"|gelöst\w*|verifiziert\w*|geprüft\w*|richtig\w*|korrekt\w*|kürzeste\w*|resuelt\w"
        r"|verificad\w|correct[oa]s?|résolu\w*|vérifi\w*|risolt\w|verificat\w|resolvid\w|opgelost"
        r"|решен\w*|проверен\w*)\b|解け|解決|検証|已解|验证|正确"
    ),
    "unique": re.compile(
        r"\b(?:unique\w*|only (?:one )?(?:answer|solution|path|way|route)|exactly one|single"
        r"|eindeutig\w*|einzige\w*|genau eine\w*|únic\w+|unic[oa]|seule?|no other (?:answer"
        r"|solution)|единствен\w*)\b|唯一|一意"
    ),
    "several": re.compile(
        r"\b(?:several|multiple|more than one|many|two|mehrere|viele|varias|plusieurs|diverse) "
        r"(?:\w+ )?(?:answers|solutions|paths|ways|routes|lösungen|wege|soluciones|soluzioni)\b"
    ),
    "impossible": re.compile(
        r"\b(?:impossible|no (?:possible |valid )?(?:answer|solution|path|way|route)(?! is shorter)"
        r"|unsolvable|unreachable|blocked|contradict\w*|cannot|can't|fail\w*|unmöglich\w*|unlösbar\w*"
        r"|keine lösung|imposible|sin solución|sans solution|impossibile|невозможн\w*)\b|無解|无解"
    ),
    "wrong": re.compile(
        r"\b(?:invalid|incorrect\w*|wrong\w*|mistakes?|errors?|falsch\w*|fehler\w*|incorrect[oa]s?"
        r"|errore?s?|fautes?|erreurs?|sbagliat\w)\b"
    ),
}
_SAYS_RIGHT = re.compile(r"(?<!not )\b(?:right so far|is right|verified|no path is shorter)\b")
_SAYS_WRONG = re.compile(r"not right|wrong|changes what is given|does not fit|has \w+ \w+s:|into a")
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nothing|neither|nor|cannot|nicht|kein\w*|nie|ne|pas|aucun\w*|sin|ning\w+"
    r"|non|nessun\w*|não|nem|niet|geen|не|нет)\b|n't\b|不|没|沒|ない|ません"
)
# What it can do is ours to say: small models promise every kind of puzzle.
_PROMISE = re.compile(r"\b(i can|able|any|every|all kinds|here to|help|assist\w*|solv\w+)\b")
_BOX_WORD = re.compile(r"\b(?:box|block|square|kästen|kästchen|caja|bloque|bloc|bo[îi]te)")
_PLACED = re.compile(
    r"(?:only (r\d+c\d+) can hold (\w)\b)|(?:(r\d+c\d+) (?:can only be|is given as|is|=) (\w)\b"
    r"(?! (?:and|or) ))|(?:(r\d+c\d+) is the last blank cell of [^;]*?, and the (\w) is missing)"
)


@dataclass(frozen=True)
class Claims:
    """What may be claimed about one puzzle."""

    status: Status
    unique: bool | None
    board: tuple[int, int]  # rows and columns
    sizes: frozenset[tuple[int, int]]  # "9x9", "3x3": of the board and its boxes
    shown: Grid | None  # digits that may be named, 0 for those that may not; None: none at all
    facts: tuple[str, ...] = ()  # what the template says
    cells: frozenset[Cell] | None = None  # cells that may be named at all; None: all
    directions: bool = True  # "up", "left" are plain words; in a maze they are claims
    right: bool | None = None  # whether "right" and "verified" may be said; None: by the status

    @cached_property
    def told(self) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
        """The sentences of the facts, and what each mentions."""
        return tuple(
            (sentence, mentions_in(sentence, directions=not self.directions))
            for fact in self.facts
            for sentence in sentences_in(fact)
        )

    @cached_property
    def counts(self) -> dict[str, frozenset[str]]:
        """For each noun, the numbers of it among the facts; sizes are one of the nouns."""
        found: dict[str, set[str]] = {}
        for mention in (mention for _, mentions in self.told for mention in mentions):
            for noun in mention.nouns or (("size",) if mention.sort is Sort.SIZE else ()):
                found.setdefault(noun, set()).add(mention.value)
        return {noun: frozenset(values) for noun, values in found.items()}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked in a text, and what is left of it."""

    kept: tuple[str, ...]  # sentences
    dropped: tuple[str, ...]
    claims_checked: int  # mentions and words like "verified" that were held against the facts

    @property
    def sentences_kept(self) -> float:
        """The share of the sentences that were kept, 0 to 1; 1 where there are none."""
        every = len(self.kept) + len(self.dropped)
        return len(self.kept) / every if every else 1.0

    def __add__(self, other: Checked) -> Checked:
        return Checked(
            self.kept + other.kept,
            self.dropped + other.dropped,
            self.claims_checked + other.claims_checked,
        )


def check(text: str, claims: Claims) -> tuple[str, list[str]]:
    """Keep the sentences of `text` whose every claim is among the facts.

    Returns:
        (the kept sentences as one text, the dropped sentences).
    """
    checked = examine(text, claims)
    return " ".join(checked.kept), list(checked.dropped)


def examine(text: str, claims: Claims) -> Checked:
    """Hold every sentence of `text` against the facts; `check`, with its measures."""
    kept, dropped, count = [], [], 0
    for sentence in sentences_in(text):
        mentions = mentions_in(sentence, directions=not claims.directions)
        said = [word for word, pattern in _STATUS_WORDS.items() if pattern.search(sentence.lower())]
        count += len(mentions) + len(said)
        (kept if _holds(sentence, mentions, claims) else dropped).append(sentence)
    return Checked(tuple(kept), tuple(dropped), count)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text that hold a word.

    >>> sentences_in("It has p 0.61. Yes!  ...")
    ['It has p 0.61.', 'Yes!']
    """
    found = (match.group().strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if _WORD.search(sentence)]


def stated(facts: Iterable[str]) -> dict[Cell, str]:
    """The digits that a text of facts says stand in a cell, as symbols.

    >>> stated(["In box 1 only r2c2 can hold 4.", "r1c1 and r1c2 can only be 8 and 9"])
    {(1, 1): '4'}
    """
    return {
        _cell(found[number]): found[number + 1]
        for fact in facts
        for found in _PLACED.finditer(fact)
        for number in (1, 3, 5)
        if found[number]
    }


def named_cells(text: str) -> frozenset[Cell]:
    """The cells that a text of facts names, from 0.

    >>> sorted(named_cells("r1c2 and r3c4"))
    [(0, 1), (2, 3)]
    """
    mentions = mentions_in(text)
    return frozenset(_cell(each.value) for each in mentions if each.sort is Sort.CELL)


def _holds(sentence: str, mentions: Sequence[Mention], claims: Claims) -> bool:
    said = sentence.lower()
    if claims.status is Status.NONE and _PROMISE.search(said):
        return False
    if any(sentence == fact for fact, _ in claims.told):
        return True
    if not _status_holds(said, claims) or not _cells_allowed(mentions, claims):
        return False
    rest = [each for each in mentions if not _settled(each, claims)]
    if any(each.sort is Sort.SIZE and not _size_holds(each, said, claims) for each in mentions):
        return False
    rest = [each for each in rest if each.sort is not Sort.SIZE or _several(each, claims)]
    if not any(each.sort is Sort.CELL for each in rest):
        rest = [each for each in rest if each.sort is not Sort.END]
    if not rest:
        return True
    pairs = _as_pairs(rest)
    if pairs:
        return not _DENIES.search(said) and all(_digit_holds(*each, claims) for each in pairs)
    for fact, told in claims.told:
        if _borne_out(mentions, said, fact, told) or _borne_out(
            rest, said, fact, [each for each in told if not _settled(each, claims)]
        ):
            return True
    return False


def _cells_allowed(mentions: Sequence[Mention], claims: Claims) -> bool:
    for mention in mentions:
        if mention.sort is not Sort.CELL:
            continue
        cell = _cell(mention.value)
        if not all(0 <= part < side for part, side in zip(cell, claims.board, strict=True)):
            return False
        if claims.cells is not None and cell not in claims.cells:
            return False
    return True


def _settled(mention: Mention, claims: Claims) -> bool:
    """Whether a count is the only one of its noun among the facts, and the same."""
    values = frozenset[str]().union(*(claims.counts.get(n, frozenset()) for n in mention.nouns))
    return mention.sort is Sort.COUNT and values == {mention.value}


def _several(mention: Mention, claims: Claims) -> bool:
    """Whether the facts know sizes besides those of the board and its boxes."""
    known = {f"{rows}x{cols}" for rows, cols in claims.sizes}
    return mention.value in claims.counts.get("size", frozenset()) and not (
        claims.counts["size"] <= known
    )


def _size_holds(mention: Mention, said: str, claims: Claims) -> bool:
    """Whether a size is the board's, its boxes' where boxes are spoken of, or among the facts."""
    rows, cols = map(int, mention.value.split("x"))
    if (rows, cols) not in claims.sizes:
        return False
    board = (rows, cols) == claims.board
    return board or bool(_BOX_WORD.search(said)) or mention.value in claims.counts.get("size", ())


def _as_pairs(mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    """Cells with their digits, where a sentence says nothing else; in either order."""
    sorts = [each.sort for each in mentions]
    for first, second in ((Sort.CELL, Sort.NUMBER), (Sort.NUMBER, Sort.CELL)):
        if sorts == [first, second] * (len(sorts) // 2):
            ones, others = mentions[::2], mentions[1::2]
            both = zip(ones, others, strict=True)
            ordered = ((a, b) if first is Sort.CELL else (b, a) for a, b in both)
            return [(cell.value, digit.value) for cell, digit in ordered]
    return []


def _digit_holds(name: str, symbol: str, claims: Claims) -> bool:
    row, col = _cell(name)
    if claims.shown is None or not symbol.isalnum():
        return False
    digit = int(symbol) if symbol.isdecimal() else ord(symbol.upper()) - ord("A") + 10
    return digit != 0 and claims.shown[row][col] == digit


def _borne_out(mentions: Sequence[Mention], said: str, fact: str, told: Sequence[Mention]) -> bool:
    """Whether a fact mentions the same things together."""
    if not any(each.sort is Sort.SIZE for each in mentions):
        told = [each for each in told if each.sort is not Sort.SIZE]
    if not any(each.sort is Sort.END for each in mentions):
        told = [each for each in told if each.sort is not Sort.END]
    if len(mentions) == 1 and not (
        mentions[0].sort is Sort.CELL or mentions[0].value.startswith(_ON_BOARD)
    ):
        return False  # a number alone says nothing that could be compared
    denied, fact_denies = bool(_DENIES.search(said)), bool(_DENIES.search(fact.lower()))
    if denied and not fact_denies:
        return False
    if fact_denies and not denied and not any(each.sort is Sort.NUMBER for each in mentions):
        return False
    windows = (told[at : at + len(mentions)] for at in range(len(told) - len(mentions) + 1))
    return any(_same(mentions, window) for window in windows)


def _same(mentions: Sequence[Mention], window: Sequence[Mention]) -> bool:
    """Whether mentions are those of a fact: in its order, or in any if no two are of a sort."""
    if all(mine.fits(its) for mine, its in zip(mentions, window, strict=True)):
        return True
    if len({each.sort for each in mentions}) < len(mentions):
        return False
    return all(any(mine.fits(its) for its in window) for mine in mentions)


def _status_holds(said: str, claims: Claims) -> bool:
    text = " ".join(claims.facts).lower()
    status = claims.status
    right = claims.right
    if right is None:
        right = status in (Status.SOLVED, Status.MULTIPLE)
    wrong = status in (Status.CONTRADICTION, Status.UNSOLVED) or bool(_SAYS_WRONG.search(text))
    allowed = {
        "right": right,
        "unique": claims.unique is True,
        "several": status is Status.MULTIPLE,
        "impossible": status is Status.CONTRADICTION,
        "wrong": wrong and not claims.right,
    }
    said = _NO_PRAISE.sub(" ", said)
    if _DENIED_RIGHT.search(said):
        if not allowed["wrong"]:
            return False
        said = _DENIED_RIGHT.sub(" ", said)
    if _NOT_UNIQUE.search(said):
        if not allowed["several"]:
            return False
        said = _NOT_UNIQUE.sub(" ", said)
    return all(allowed[word] or not pattern.search(said) for word, pattern in _STATUS_WORDS.items())


def says_right(facts: Iterable[str]) -> bool:
    """Whether facts about a person's own try call it right.

    >>> says_right(["r1c1 is not right; nothing else is wrong."])
    False
    """
    text = " ".join(facts).lower()
    return bool(_SAYS_RIGHT.search(text)) and not _SAYS_WRONG.search(text)


def _cell(name: str) -> Cell:
    found = _CELL.fullmatch(name)
    assert found is not None
    return int(found[1]) - 1, int(found[2]) - 1
