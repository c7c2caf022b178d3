"""`python -m tinyduo.evals.claims`: what a model says of solved puzzles, and what is false.

Each model is given the facts of generated Sudokus and mazes, as in a conversation, and words
them. Its sentences go through the claim checker; what they claim is judged here by other code,
from the answer itself rather than from the facts, so that the checker does not mark its own work.
Only claims in figures and a few plain words are judged; nonsense that claims nothing is not.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from langchain_core.language_models.chat_models import BaseChatModel

from ..hybrid.claims import Checked
from ..hybrid.explain import solved_words
from ..hybrid.kinds import kind_of
from ..hybrid.llm import resolve_llm
from ..hybrid.llm.clock import Clock, Guarded
from ..hybrid.llm.embedded import EmbeddedChatModel
from ..hybrid.llm.mode import may_speak
from ..hybrid.llm.witness import timed
from ..tools.errors import TinyduoError
from ..tools.maze import runs_of
from ..tools.reading import Ask
from ..trm.puzzles import Grid, Maze, Path, Sudoku
from ..trm.result import Budget, Result
from .statistics import rate
from .suites.generated import maze_10, sudoku_4x4, sudoku_easy

ASKS = (Ask.SOLVE, Ask.HINT, Ask.EXPLAIN, Ask.COUNT, Ask.QUESTION)
SECONDS = 120.0  # of a turn at most
# Below this share of sentences kept, or of those with a claim in them, templates are the default.
KEPT = 0.5
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBER = re.compile(
    rf"\b({'|'.join(_NUMBERS)})\b"
    r"(?= (?:\w+ )?(?:moves?|steps?|turns?|givens?|blanks?|clues?|tries)\b)"
)
_ROW_COL = re.compile(r"\brow (\d{1,2}),? (?:and )?col(?:umn)? (\d{1,2})\b")
_CELL = r"r(\d{1,2})c(\d{1,2})\b"
_LINK = (
    r"(?: (?:is|=|be|must|can|only|should|hold|holds|contains?|gets?|with|a|an|the|digit|number))+"
)
_CELL_DIGIT = re.compile(rf"{_CELL}(?:{_LINK}|:| ?=) ?([1-9])\b(?! (?:moves?|steps?|or|and)\b)")
_DIGIT_CELL = re.compile(
    r"(?<!box )(?<!row )(?<!column )\b([1-9])'?s? (?:goes |belongs |is placed |placed )?"
    rf"(?:in|into|at|to) {_CELL}"
)
_SIZE = re.compile(r"\b(\d{1,2}) ?[x×] ?(\d{1,2})\b")
_COUNT = re.compile(
    r"\b(\d{1,3}) (?:\w+ )?(moves?|steps?|tries|givens?|clues?|blanks?|turns?)\b(?! of\b)"
)
_RUN = re.compile(r"\b(up|down|left|right) (?:by |for )?(\d{1,2})\b")
_DENIED = re.compile(r"\b(?:not|no|never|cannot|can't|isn't|n't|without)\b")
_WORDS = (  # a claim, the words that make it
    (
        "none",
        re.compile(
            r"\b(?:no (?:answer|solution|path|way)\b(?! is)|impossible|unsolvable|contradict)"
        ),
    ),
    ("several", re.compile(r"\b(?:several|multiple|many|more than one|two) (?:answers|solutions)")),
    ("one", re.compile(r"\b(?:unique|only one|exactly one|no other (?:answer|solution))\b")),
    ("right", re.compile(r"\b(?:solved|verified|correct|valid)\b")),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a model, and what was made of it."""

    sentence: str
    kept: bool  # by the checker
    claims: int  # that could be judged
    false: tuple[str, ...]  # those that are false, in short


@dataclass(frozen=True, slots=True)
class Turn:
    """What a model said of one puzzle."""

    puzzle: str  # "4x4 sudoku"
    ask: Ask
    said: tuple[Said, ...] = ()
    failure: str | None = None  # why it said no more


def judged(
    sentence: str, puzzle: Sudoku | Maze, result: Result[Any]
) -> tuple[int, tuple[str, ...]]:
    """How many claims a sentence makes, and which are false.

    Args:
        sentence: in English.
        puzzle: a puzzle with one answer, or a maze with a path.
        result: solved.

    >>> from tinyduo.tools.reading import read_sudoku
    >>> from tinyduo.trm.solver import solve
    >>> puzzle = read_sudoku("1..3 3... ...1 .1..")
    >>> judged("This 9x9 puzzle has r1c1 = 1.", puzzle, solve(puzzle))
    (2, ('9x9',))
    """
    said = _ROW_COL.sub(r"r\1c\2", sentence.lower())
    said = _NUMBER.sub(lambda word: str(_NUMBERS.index(word[1])), said)
    checks = [*_words(said, puzzle, result), *_sizes(said, puzzle)]
    answer = result.answer
    assert answer is not None
    checks += _digits(said, answer) if isinstance(puzzle, Sudoku) else _runs(said, answer)
    checks += _counts(said, puzzle, result, answer)
    return len(checks), tuple(claim for claim, true in checks if not true)


def _words(said: str, puzzle: Sudoku | Maze, result: Result[Any]) -> Iterator[tuple[str, bool]]:
    for claim, pattern in _WORDS:
        found = pattern.search(said)
        if not found:
            continue
        denied = bool(_DENIED.search(said[: found.start()][-30:]))
        true = {"none": False, "several": False, "right": True,
                "one": isinstance(puzzle, Sudoku) and result.unique is True}[claim]  # fmt: skip
        yield ("not " * denied + found[0], true != denied)


def _sizes(said: str, puzzle: Sudoku | Maze) -> Iterator[tuple[str, bool]]:
    if isinstance(puzzle, Sudoku):
        layout = puzzle.layout
        right = {(puzzle.size, puzzle.size), (layout.box_rows, layout.box_cols)}
    else:
        right = {(puzzle.height, puzzle.width)}
    for found in _SIZE.finditer(said):
        yield found[0], (int(found[1]), int(found[2])) in right


def _digits(said: str, answer: Grid) -> Iterator[tuple[str, bool]]:
    """Cells and their digits; those that are denied are right where the answer has another."""
    pairs = [(found[0], *map(int, found.groups())) for found in _CELL_DIGIT.finditer(said)]
    for found in _DIGIT_CELL.finditer(said):
        digit, row, col = map(int, found.groups())
        pairs.append((found[0], row, col, digit))
    for claim, row, col, digit in pairs:
        inside = 0 < row <= len(answer) and 0 < col <= len(answer)
        denied = bool(_DENIED.search(claim))
        yield claim, inside and (answer[row - 1][col - 1] == digit) != denied


def _runs(said: str, answer: Path) -> Iterator[tuple[str, bool]]:
    right = set(runs_of(answer))
    for found in _RUN.finditer(said):
        yield found[0], (found[1], int(found[2])) in right


def _counts(
    said: str, puzzle: Sudoku | Maze, result: Result[Any], answer: Grid | Path
) -> Iterator[tuple[str, bool]]:
    if isinstance(puzzle, Sudoku):
        given = puzzle.n_givens
        right = {"given": {given}, "clue": {given}, "blank": {puzzle.size**2 - given},
                 "step": {result.steps}, "trie": {result.candidates}}  # fmt: skip
    else:
        moves = len(answer) - 1
        turns = len(runs_of(cast(Path, answer))) - 1
        right = {"move": {moves}, "step": {moves, result.steps}, "turn": {turns},
                 "trie": {result.candidates}}  # fmt: skip
    for found in _COUNT.finditer(said):
        numbers = right.get(found[2].rstrip("s"))
        if numbers is not None:
            yield found[0], int(found[1]) in numbers


def puzzles_of(n: int, seed: int) -> list[Sudoku | Maze]:
    """Small and large puzzles that can be solved: 4x4, 9x9 and 10x10 mazes in turn."""
    each = -(-n // 3)
    suites = [make(each, seed) for make in (sudoku_4x4, sudoku_easy, maze_10)]
    found = [item.puzzle for items in zip(*suites, strict=True) for item in items]
    return [puzzle for puzzle in found if isinstance(puzzle, Sudoku | Maze)][:n]


def turns(
    llm: BaseChatModel, puzzles: Sequence[Sudoku | Maze], *, seconds: float = SECONDS
) -> Iterator[Turn]:
    """What the model says of each puzzle, one ask after the other.

    Args:
        llm: the model.
        puzzles: with an answer each; one that the network does not solve gives an empty turn.
        seconds: that a turn may take.
    """
    from ..trm.checkpoint import load_weights
    from ..trm.solver import solve

    for number, puzzle in enumerate(puzzles):
        kind, asked = kind_of(puzzle), ASKS[number // 3 % len(ASKS)]
        height = puzzle.size if isinstance(puzzle, Sudoku) else puzzle.height
        name = f"{height}x{height} {kind.name}"
        result = solve(puzzle, budget=Budget(), weights=load_weights(kind.name))
        if result.answer is None or result.verdict is None or not result.verdict.verified:
            yield Turn(name, asked, failure="the network found no answer to speak of")
            continue
        clock, checked = Clock(seconds), list[Checked]()
        # Guarded, so that the embedded model too is asked for words of its own.
        voice = Guarded(inner=timed(llm, clock), clock=clock)
        for _ in solved_words(
            puzzle, result, asked, attempt=None, llm=voice, on_checked=checked.append
        ):
            pass
        said = tuple(
            Said(sentence, kept, *judged(sentence, puzzle, result))
            for each in checked
            for kept, sentences in ((True, each.kept), (False, each.dropped))
            for sentence in sentences
        )
        yield Turn(name, asked, said, clock.failure)


def summary_of(taken: Sequence[Turn], llm: BaseChatModel) -> dict[str, Any]:
    """Rates of false claims before and after the checker, JSON-ready."""
    every = [each for turn in taken for each in turn.said]
    kept = [each for each in every if each.kept]
    claims, left = (sum(each.claims for each in some) for some in (every, kept))
    claiming = sum(each.claims > 0 for each in kept)
    return {
        "turns": len(taken),
        "silent_turns": sum(not turn.said for turn in taken),
        "failures": [turn.failure for turn in taken if turn.failure],
        "sentences_kept": rate(len(kept), len(every)),
        "kept_with_claims": rate(claiming, len(kept)),
        "false_before": rate(sum(len(each.false) for each in every), claims),
        "false_after": rate(sum(len(each.false) for each in kept), left),
        "false_sentences_after": [asdict(each) for each in kept if each.false],
        "speaks_by_default": may_speak(llm) and not isinstance(llm, EmbeddedChatModel),
        "should_speak": bool(kept)
        and len(kept) >= KEPT * len(every)
        and claiming >= KEPT * len(kept),
    }


def table_of(name: str, summary: dict[str, Any]) -> str:
    """A summary as lines for people."""

    def told(key: str) -> str:
        found = summary[key]
        low, high = (f"{100 * end:.0f}" for end in found["interval"])
        share = "-" if found["value"] is None else f"{100 * found['value']:.0f} %"
        return f"{found['hits']} of {found['n']} ({share}, 95 % interval {low} to {high} %)"

    default = "its own words, checked" if summary["speaks_by_default"] else "the template alone"
    wanted = "its own words" if summary["should_speak"] else "the template"
    return "\n".join(
        (
            f"{name}: {summary['turns']} turns, {summary['silent_turns']} without a sentence",
            f"  sentences kept by the checker: {told('sentences_kept')}",
            f"  of them with a claim in them:  {told('kept_with_claims')}",
            f"  false claims before it:        {told('false_before')}",
            f"  false claims after it:         {told('false_after')}",
            f"  what a person sees by default: {default}; by this share: {wanted}",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tinyduo.evals.claims", description=__doc__)
    parser.add_argument("--llm", default="embedded", help="as for tinyduo solve")
    parser.add_argument("--n", type=int, default=20, help="turns (default: 20)")
    parser.add_argument("--seed", type=int, default=0, help="of the puzzles (default: 0)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of a turn at most")
    parser.add_argument("--out", type=pathlib.Path, help="JSON file for summary and sentences")
    options = parser.parse_args(arguments)
    try:
        llm = resolve_llm(options.llm)
        if llm is None or options.n < 1:
            raise ValueError("expected a model that speaks, and --n of at least 1")
        taken: list[Turn] = []
        for turn in turns(llm, puzzles_of(options.n, options.seed), seconds=options.seconds):
            taken.append(turn)
            told = turn.failure or f"{len(turn.said)} sentences"
            print(f"turn {len(taken)} of {options.n}, {turn.puzzle}: {told}", file=sys.stderr)
            summary = {"llm": options.llm, "seed": options.seed} | summary_of(taken, llm)
            if options.out:  # after each turn: a slow model may be stopped
                data = summary | {"said": [asdict(turn) for turn in taken]}
                options.out.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    except (TinyduoError, ValueError, OSError) as error:
        print(f"tinyduo: {error}", file=sys.stderr)
        return 2
    print(table_of(options.llm, summary_of(taken, llm)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
