"""The reader: every puzzle in a message, and what is asked.

Each notation claims its part of the text, the most telling first (codes, lists, tables,
lines, single cells, words); what is claimed is hidden from the next. Linear in the length
of the message, and total: any string gives a `Reading`, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ...trm.puzzles import Status, Sudoku
from .arc import tasks_in
from .ask import ask_of
from .boxes import boxes_in
from .brackets import bracketed, unboxed, unlisted
from .by_digit import by_digit_in
from .characters import lines_of, normalise
from .codes import codes_in
from .context import Context, context_of
from .coordinates import cells_in
from .corrections import corrected
from .dictation import dictated
from .escapes import unescaped
from .finding import Ask, Finding, Kind, Reading
from .further_rules import without_variants
from .grids import grids_in
from .indices import without_indices
from .language import language_of
from .logs import without_heads
from .markup import plain_of, tables_in
from .mazes import is_named, mazes_in
from .order import in_rows
from .own_entries import with_attempts, without_entries
from .pairing import paired, without_answers
from .quoted import quoted_in
from .raw import Raw
from .scripts import latinised
from .settle import settle
from .slips import complaint, slip_of
from .wrappers import unwrapped

LIMIT = 200_000  # characters of a message
_NEAR = 4_000  # characters on either side of the grids whose words count

_AND = re.compile(  # between the last two rows of a sentence
    r"(?<=[\d.\-_*?xX]{9}),? (?:and|und|y|et|e|en) (?=[\d.\-_*?xX]{9}(?!\w))"
)

Span = tuple[int, int]


def read(text: str) -> Reading:
    """Find every puzzle in a message and what is asked of it.

    Args:
        text: any string; beyond `LIMIT` characters nothing is read but that.

    Returns:
        Findings in reading order: whole puzzles, and in plain words what is no whole one.
    """
    if len(text) > LIMIT:
        message = f"the message has {len(text):,} characters; at most {LIMIT:,} are read"
        whole = (0, len(text))
        long = Finding("p1", Kind.SUDOKU, Status.MALFORMED, None, whole, "text", message=message)
        return Reading((long,), Ask.SOLVE, "en")
    text = without_indices(unescaped(without_heads(text)))
    plain = normalise(text)
    context = context_of(_ends(plain))
    findings = tasks_in(text, plain, context, maze=is_named(plain))
    spans = [finding.span for finding in findings]
    rest, shown = _hide(plain, spans), _hide(text, spans)
    if not findings or is_named(rest):  # digits beside an ARC task are no puzzle unless named
        mazes = mazes_in(shown, rest, sudoku=context.sudoku)
        findings = [*findings, *mazes]
        spans += [finding.span for finding in mazes]
    if context.sudoku or not any(finding.kind is Kind.ARC for finding in findings):
        sudokus = _sudokus(_hide(plain, spans), context)
        spans += [finding.span for finding in sudokus]  # before pairing: words stand in between
        sudokus = without_answers([in_rows(f, plain) for f in paired(sudokus)], plain)
        sudokus, more = corrected(sudokus, plain)
        spans += more
        findings = [*findings, *without_variants(sudokus, plain, _ends)]
    findings.sort(key=lambda finding: finding.span)
    words = _words(plain, sorted(spans))
    numbered = tuple(replace(f, id=f"p{n}") for n, f in enumerate(findings, start=1))
    about = context.sudoku or is_named(words)
    ask = ask_of(words, has_grid=bool(findings), about_sudoku=about)
    return Reading(numbered, ask, language_of(words))


def _hide(text: str, spans: Iterable[Span]) -> str:
    """The text with spans blotted out by marks that are no cells."""
    parts = []
    at = 0
    for start, end in sorted(spans):
        parts += [text[at:start], ")" * (end - max(at, start))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _words(text: str, spans: Iterable[Span]) -> str:
    parts = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = max(at, end)
    return _ends("\n".join([*parts, text[at:]]))


def _ends(words: str) -> str:
    """The head and the tail of a long text; what is asked stands in one of them."""
    return words if len(words) <= 2 * _NEAR else f"{words[:_NEAR]}\n{words[-_NEAR:]}"


def _sudokus(plain: str, context: Context) -> list[Finding]:
    plain = unwrapped(plain)
    plain = latinised(plain)
    raws = codes_in(plain) + tables_in(plain) + boxes_in(plain) + quoted_in(plain, context)
    plain = plain_of(_hide(plain, [raw.span for raw in raws]))
    plain, filled = without_entries(plain) or (plain, "")
    plain = _AND.sub(lambda found: ",".ljust(len(found[0])), unboxed(unlisted(plain)))
    listed, claimed = bracketed(plain)
    plain = _hide(plain, claimed)
    raws += listed
    drawn, spare = grids_in(lines_of(plain))
    raws += with_attempts(drawn, grids_in(lines_of(filled))[0]) if filled else drawn
    findings = _settled(raws, context)
    if context.other and any(isinstance(f.puzzle, Sudoku) and f.puzzle.size > 6 for f in findings):
        context = replace(context, other=False)  # beside a Sudoku a price makes no table
        findings = _settled(raws, context)
    slips = [slip for groups in spare if (slip := slip_of(groups, context)) is not None]
    findings += _settled(slips, context)
    if not any(finding.status is None for finding in findings):
        told = by_digit_in(plain, context) or cells_in(plain, context)
        findings = _settled(told, context) or findings
    if not findings:
        findings = _settled(dictated(plain, context), context)
    return sorted(findings, key=lambda finding: finding.span)


def _settled(raws: Iterable[Raw], context: Context) -> list[Finding]:
    findings = []
    for raw in raws:
        meant = complaint(raw, context) if raw.problem == "?" else raw
        finding = settle(meant, context) if meant is not None else None
        if finding is not None:
            findings.append(finding)
    return findings
