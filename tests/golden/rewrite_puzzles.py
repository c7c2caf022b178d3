"""Rewrite sudoku_puzzles.csv: `python tests/golden/rewrite_puzzles.py` (needs numba to be quick).

Puzzles from our own generator, so that tests need not make any.
"""

from pathlib import Path

from tinyduo.trm.puzzles import Layout
from tinyduo.trm.puzzles.sudoku import to_line
from tinyduo.trm.puzzles.sudoku.generate import Difficulty, generate

LAYOUTS = [Layout(2, 2), Layout(2, 3), Layout(3, 2), Layout(4, 4)]


def main() -> None:
    """Write the file."""
    wanted = [(Layout(), difficulty) for difficulty in Difficulty]
    wanted += [(layout, None) for layout in LAYOUTS]
    lines = ["box,difficulty,question,answer"]
    for layout, difficulty in wanted:
        for seed in range(8 if layout.size == 9 else 3):
            puzzle, answer = generate(difficulty, layout=layout, seed=1000 + seed)
            box = f"{layout.box_rows}x{layout.box_cols}"
            lines.append(f"{box},{difficulty or 'any'},{to_line(puzzle.givens)},{to_line(answer)}")
    Path(__file__).with_name("sudoku_puzzles.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
