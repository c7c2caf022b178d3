"""Talking about a maze: a walk of the person's own, corrections, checks and hints.

The person's walk and the verified path are two different things: a hint tells the next turn of
the verified path, and only from where the person stands.
"""

from __future__ import annotations

from ...tools.reading import Ask, Finding
from ...trm.puzzles import Cell, Maze, Path, cell_name
from ..reply import PuzzleReply
from ..talk import Talk, Turn
from ..wording import count_of
from .board import OWN, MazePicture, path_of, picture_of
from .coach import check_path, next_turn, without_jump
from .facts import facts_of
from .moves import read_correction, read_moves, read_question

_NAMES = {"#": "a wall", " ": "open", "S": "the start", "G": "the goal"}


class MazeTalk(Talk):
    """A maze, what came of it, and the person's walk."""

    invitation = "Say hint, next, solve it, or walk yourself: right 2, down."
    correction = "no, r3c4 is a wall"

    def _remember(self, reply: PuzzleReply) -> None:
        assert isinstance(reply.puzzle, Maze)
        self.maze = reply.puzzle
        drawn = without_jump(self.maze, path_of(reply.attempt))
        self.walk: Path = drawn or (self.maze.start,)  # the person's own
        self._past: list[Path] = []  # `walk` before each change

    def facts(self, ask: Ask) -> list[str]:
        """What the remembered result says to what is asked."""
        return facts_of(self.maze, self.result, ask)

    def answer_picture(self, ask: Ask) -> MazePicture:
        """The picture that answers what is asked."""
        return picture_of(self.reply, ask)

    def picture(
        self,
        *,
        wrong: frozenset[Cell] = frozenset(),
        changed: frozenset[Cell] = frozenset(),
    ) -> MazePicture:
        """The maze with the person's walk."""
        return MazePicture(self.maze, self.walk, wrong=wrong, changed=changed, style=OWN)

    def state(self) -> str:
        """Where the walk is."""
        return f"{self._size()}, {count_of(len(self.walk) - 1, 'move')} walked; {self._place()}."

    def undo(self) -> bool:
        """Take back the last change of the walk."""
        if not self._past:
            return False
        self.walk = self._past.pop()
        return True

    def restart(self) -> bool:
        """Walk back to the start; whether that is elsewhere."""
        if len(self.walk) < 2:
            return False
        self._change((self.maze.start,))
        return True

    def check(self) -> Turn:
        """Whether the walk is right so far."""
        if len(self.walk) < 2:
            self.waits = True
            return Turn("You have not walked yet. Paste the maze with your path, or say moves.")
        found = check_path(self.maze, self.result, self.walk)
        return Turn(found.text, self.picture(wrong=found.wrong))

    def next(self, *, enters: bool) -> Turn:
        """The next turn; walked for the person if so asked."""
        found = next_turn(self.maze, self.result, self.walk)
        if not found.walk or not enters:
            return Turn(found.text, self.picture(wrong=found.wrong))
        self._change((*self.walk, *found.walk))
        return Turn(f"{found.text} {self._end()}", self.picture(changed=frozenset(found.walk)))

    def words(self, text: str) -> Turn | None:
        """Moves, a correction, or a question about a cell."""
        if (corrected := read_correction(text)) is not None:
            return self._correct(*corrected)
        if (cell := read_question(text)) is not None:
            return self._cell(cell)
        moves = read_moves(text)
        return self._walk(moves) if moves else None

    def own(self, finding: Finding, *, checking: bool, bare: bool) -> Turn | None:
        """This maze again with a path drawn in."""
        if finding.puzzle != self.maze or not finding.attempt or not (checking or bare):
            return None
        self._change(without_jump(self.maze, path_of(finding.attempt)))
        return self.command("check")

    def _walk(self, moves: list[Cell]) -> Turn:
        """Make moves until one cannot be made."""
        walk = list(self.walk)
        for number, (down, right) in enumerate(moves, start=1):
            row, col = walk[-1]
            there = (row + down, col + right)
            if there in walk[-2:-1]:  # back to where one came from
                walk.pop()
                continue
            stop = self._why_not(there, walk)
            if stop:
                made = "None of it was walked" if len(moves) > 1 else "You stay where you are"
                return Turn(f"Move {number} {stop}. {made}; {self._place()}.", self.picture())
            walk.append(there)
        new = frozenset(walk[len(self.walk) :])
        self._change(tuple(walk))
        return Turn(
            f"Walked {count_of(len(moves), 'move')}. {self._end()}", self.picture(changed=new)
        )

    def _why_not(self, cell: Cell, walk: list[Cell]) -> str:
        """Why a cell cannot be the next of a walk; empty where it can."""
        if walk[-1] == self.maze.goal:
            return "goes on from the goal"
        if not (0 <= cell[0] < self.maze.height and 0 <= cell[1] < self.maze.width):
            return "leaves the maze"
        if not self.maze.is_open(cell):
            return f"runs into the wall at {cell_name(cell)}"
        return f"crosses your own way at {cell_name(cell)}" if cell in walk else ""

    def _correct(self, cell: Cell, symbol: str) -> Turn:
        """Change what was misread and solve anew; the walk begins again."""
        if not self._fits(cell):
            return self._unfit(cell)
        rows = [list(row) for row in self.maze.rows]
        if symbol in "SG":  # the mark moves
            rows = [[" " if found == symbol else found for found in row] for row in rows]
        rows[cell[0]][cell[1]] = symbol
        try:
            maze = Maze(tuple(map("".join, rows)))
        except ValueError as error:
            return Turn(f"That cannot be: {error}.")
        turn = self.begin_again(maze)
        return Turn(f"Corrected: {cell_name(cell)} is {_NAMES[symbol]}. {turn.text}", turn.picture)

    def _cell(self, cell: Cell) -> Turn:
        if not self._fits(cell):
            return self._unfit(cell)
        return Turn(f"{cell_name(cell)} is {_NAMES[self.maze.rows[cell[0]][cell[1]]]}.")

    def _fits(self, cell: Cell) -> bool:
        return cell[0] < self.maze.height and cell[1] < self.maze.width

    def _unfit(self, cell: Cell) -> Turn:
        return Turn(f"{cell_name(cell)} is not in this maze of {self._size()}.")

    def _end(self) -> str:
        """Where the walk has come to, and what to do there."""
        if self.walk[-1] == self.maze.goal:
            return "You are at the goal; say check."
        return f"{self._place().capitalize()}."

    def _place(self) -> str:
        return f"you are at {cell_name(self.walk[-1])}"

    def _size(self) -> str:
        return f"{count_of(self.maze.height, 'row')} and {count_of(self.maze.width, 'column')}"

    def _change(self, walk: Path) -> None:
        self._past.append(self.walk)
        self.walk = walk
