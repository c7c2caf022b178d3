"""Own entries: what the person filled in, set in brackets among the givens: `7 (3) . . (6)`.

The brackets become blanks, and the same grid with what they hold is the person's attempt. Where the
message says that the brackets are the givens, the plain digits are the attempt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .characters import SKIP, lines_of
from .raw import Raw

_ENTRY = re.compile(r"\(([1-9A-G])\)|\[([1-9A-G])\]|<([1-9A-G])>")
_LINE = re.compile(
    r"[ \t>|,]*(?:(?:[0-9A-G.\-_*?xX]|[(\[<][1-9A-G][)\]>])[ \t|,\x00]*){4,16}[ \t]*"
)
_DOUBT = "took the digits in brackets and the plain ones apart, as givens and your own entries"
_FEWEST = 2  # entries, and lines that have any
_DIGIT = re.compile(r"(?<![\d(\[<])[1-9](?![\d)\]>])")
_GIVEN = re.compile(
    r"\b(?:givens?|clues?|originals?|printed|vorgaben?|vorgegeben\w{0,2}|pistas|indices|donn[ée]es)"
    r"(?: (?:digits?|numbers?|ones|cells))? (?:are |is |stand |ones )?(?:in|with|inside|between|en"
    r"|entre) (?:the )?[(\[<]?(?:round |square |angle )?"
    r"(?:brackets?|parenthes[ie]s|klammern|par[ée]nt[eè]s[ei]s)"
    r"|(?:brackets?|parenthes[ie]s|klammern) (?:are|mark|show|for|sind) (?:the )?(?:givens?|clues?"
    r"|originals?|printed|vorgaben?)",
    re.IGNORECASE,
)


def without_entries(plain: str) -> tuple[str, str] | None:
    """The text with the givens alone, and with all digits plain; both of the same length.

    Returns:
        None where no entries stand in brackets among digits that do not.
    """
    if not _ENTRY.search(plain):
        return None
    hollow, filled, plains = [], [], []
    at = count = lines = 0
    for line in lines_of(plain):
        found = len(_ENTRY.findall(line.text)) if len(line.text) <= 200 else 0
        if not found or not _LINE.fullmatch(line.text):
            if found == 0 and _LINE.fullmatch(line.text[:200]):
                plains.append(line)
            continue
        if not _DIGIT.search(line.text) and not re.search(r"[.\-_*?xX0]", line.text):
            return None  # every cell is boxed
        count, lines = count + found, lines + 1
        end = line.start + len(line.text)
        hollow += [plain[at : line.start], _ENTRY.sub(_blank, line.text)]
        filled += [plain[at : line.start], _ENTRY.sub(_bare, line.text)]
        plains.append(line)
        at = end
    shown = sum(len(_DIGIT.findall(line.text)) for line in plains)
    if count < _FEWEST or lines < _FEWEST or not shown:
        return None
    full = "".join([*filled, plain[at:]])
    if not _GIVEN.search(plain[:4_000]) and not _GIVEN.search(plain[-4_000:]):
        return "".join([*hollow, plain[at:]]), full
    parts, at = [], 0
    for line in plains:
        parts += [plain[at : line.start], _ENTRY.sub(_bare, _DIGIT.sub(".", line.text))]
        at = line.start + len(line.text)
    return "".join([*parts, plain[at:]]), full


def _blank(found: re.Match[str]) -> str:
    return "." + SKIP * (len(found[0]) - 1)


def _bare(found: re.Match[str]) -> str:
    return found[0][1] + SKIP * (len(found[0]) - 1)


def with_attempts(drawn: Sequence[Raw], filled: Sequence[Raw]) -> list[Raw]:
    """Grids of givens, with the same grids filled as attempts."""
    attempts = {raw.span: raw.rows for raw in filled}
    return [
        replace(raw, attempt=rows, doubts=(*raw.doubts, _DOUBT))
        if (rows := attempts.get(raw.span)) and rows != raw.rows
        else raw
        for raw in drawn
    ]
