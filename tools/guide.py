"""What a server tells its clients beside the tools: instructions, the rules, example puzzles."""

from __future__ import annotations

from typing import Any

INSTRUCTIONS = (
    "Solves Sudokus (4x4, 6x6, 9x9, 16x16) and mazes with tiny recursive networks whose answers "
    "code verifies, and predicts ARC tasks, which nobody can verify. Pass puzzles exactly as the "
    "person wrote them. Only an answer with status solved is verified; say so, and never call "
    "another one right. For hints use next_step, which gives nothing else away."
)

RULES = {
    "sudoku": """\
# Sudoku

Fill every blank cell so that each row, each column and each box holds every digit once. Boards:
4x4 (boxes of 2x2), 6x6 (boxes of 2 rows x 3 columns, or 3x2 where that is said), 9x9 (3x3) and
16x16 (4x4; digits 1-9 and A-G). Givens stay as they are. Variants with further rules are not
supported.

Statuses: `solved` (the answer is verified, and there is no other), `multiple` (more than one
answer), `contradiction` (no answer; the cells at fault are named), `unsolved` (not in time).
""",
    "maze": """\
# Maze

Go from S to G over open cells, one cell up, down, left or right at a time, in as few moves as
possible. `#` is a wall; the edge of the grid is a border. 2 to 64 cells a side. Cells in JSON are
`[row, column]` from 0, in words (r1c1) from 1.

Statuses: `solved` (the path is verified and none is shorter), `contradiction` (there is no path),
`unsolved` (not in time).
""",
    "arc": """\
# ARC tasks

Demonstrations (pairs of input and output grids of colours 0 to 9, up to 30x30) show a rule; it
is to be applied to the test inputs. Up to two attempts a test input come back, each with a
probability of being right. Nobody can verify them: the best status is `predicted`.
""",
}

# Name: the tool, and arguments that it takes.
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "sudoku-4x4": ("solve_sudoku", {"grid": "...4 ...3 1... 4..."}),
    "sudoku-9x9": (
        "solve_sudoku",
        {
            "grid": [
                "...74...8",
                "7........",
                "..2....9.",
                ".3......4",
                "....635..",
                "1...5.3.9",
                "...83....",
                ".87....2.",
                "..62...1.",
            ]
        },
    ),
    "maze": (
        "solve_maze",
        {
            "grid": [
                "#  #  # #",
                "G     #  ",
                "##       ",
                "#  #  #  ",
                "  #      ",
                " #   # # ",
                "#   ##   ",
                " # #     ",
                " # ###S# ",
            ]
        },
    ),
    "hint": ("next_step", {"kind": "sudoku", "grid": "...4 ...3 1... 4..."}),
    "arc": (
        "solve_arc_task",
        {
            "train": [
                {"input": [[0, 1], [2, 0]], "output": [[1, 0], [0, 2]]},
                {"input": [[3, 0], [0, 4]], "output": [[0, 3], [4, 0]]},
            ],
            "test": [{"input": [[5, 0], [6, 0]]}],
        },
    ),
}
