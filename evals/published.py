"""Published results, quoted beside ours. None of them was run here.

Other data, other budgets, other judges: they say where the field stands, not how arms compare.
`suite` is the suite whose table they are shown with; scores are percent, with two attempts a
test input on ARC (public evaluation lists).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One quoted figure."""

    suite: str
    system: str
    score: float  # percent
    data: str  # that it was measured on
    source: str
    date: str  # of the source


_TRM = "Jolicoeur-Martineau, Less is More, arXiv:2510.04871, tables 1, 4 and 5"
_PRIZE = "ARC Prize leaderboard, evaluations.json as kept by codesignist/ai-trend@ac8aefa"
_EXTREME, _MAZE = "Sudoku-Extreme, 422,786 test puzzles", "Maze-Hard 30x30, 1,000 test mazes"
_ARC_1, _ARC_2 = "ARC-AGI-1 public evaluation", "ARC-AGI-2 public evaluation"
_COLUMNS = (
    ("sudoku-hard", _EXTREME),
    ("maze-30-hard", _MAZE),
    ("arc-1", _ARC_1),
    ("arc-2", _ARC_2),
)
_OF_PAPER: tuple[tuple[str, tuple[float, ...]], ...] = (
    # Scores in the order of the columns. LLM rows are the HRM paper's, quoted by the TRM paper.
    ("DeepSeek R1", (0.0, 0.0, 15.8, 1.3)),
    ("Claude 3.7 (8K; ARC 16K)", (0.0, 0.0, 28.6, 0.7)),
    ("o3-mini-high", (0.0, 0.0, 34.5, 3.0)),
    ("direct prediction, 27M", (0.0, 0.0, 21.0, 0.0)),
    ("HRM, 27M", (55.0, 74.5, 40.3, 5.0)),
    ("TRM with attention, 7M", (74.7, 85.3, 44.6, 7.8)),
    ("TRM with MLP, 5M (mazes and ARC: 19M)", (87.4, 0.0, 29.6, 2.4)),
)
_OF_PRIZE: tuple[tuple[str, tuple[float, float]], ...] = (
    ("GPT-4.1", (11.8, 0.0)),
    ("Qwen3-235B-A22B-instruct", (17.0, 0.8)),
    ("DeepSeek R1-0528", (27.0, 0.3)),
    ("Claude Sonnet 4.5, 32k", (73.8, 14.7)),
    ("GPT-5.2 xhigh", (95.0, 59.8)),
    ("TRM (ARC Prize's run)", (44.0, 5.0)),
)
PUBLISHED = (
    *(
        Published(suite, system, score, data, _TRM, "2025-10")
        for system, scores in _OF_PAPER
        for (suite, data), score in zip(_COLUMNS, scores, strict=True)
    ),
    *(
        Published(suite, system, score, data, _PRIZE, "read 2026-11-22")
        for system, scores in _OF_PRIZE
        for (suite, data), score in zip(_COLUMNS[2:], scores, strict=True)
    ),
)


def published_for(suite: str) -> list[Published]:
    """What is quoted beside a suite, the best first."""
    return sorted((row for row in PUBLISHED if row.suite == suite), key=lambda row: -row.score)
