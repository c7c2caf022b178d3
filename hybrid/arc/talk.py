"""Talking about an ARC task: its attempts, hints of size and colours, the person's own outputs."""

from __future__ import annotations

from ...tools.reading import Ask, Finding
from ...trm.puzzles.arc import ArcTask, Grid
from ..reply import PuzzleReply
from ..talk import Talk, Turn
from .facts import facts_of
from .picture import ArcPicture, attempts_picture, own_picture, picture_of


class ArcTalk(Talk):
    """A task, what came of it, and the person's own outputs."""

    invitation = "Say solve it, hint, or paste the task with your own output and say check."
    correction = "paste the task again"

    def _remember(self, reply: PuzzleReply) -> None:
        assert isinstance(reply.puzzle, ArcTask)
        assert reply.arc_result is not None
        self.task = reply.puzzle
        self.found = reply.arc_result
        self.own_outputs: tuple[Grid, ...] | None = reply.attempt or None

    def facts(self, ask: Ask) -> list[str]:
        """What the remembered result says to what is asked."""
        return facts_of(self.task, self.found, ask, self.own_outputs)

    def answer_picture(self, ask: Ask) -> ArcPicture:
        """The picture that answers what is asked."""
        return picture_of(self.reply, ask)

    def picture(self) -> ArcPicture:
        """The test inputs with the person's own outputs."""
        if self.own_outputs:
            return own_picture(self.task, self.own_outputs)
        return attempts_picture(self.task, None)

    def state(self) -> str:
        """What the task is."""
        return self.facts(Ask.QUESTION)[0]

    def undo(self) -> bool:
        """Forget the person's own outputs."""
        had = self.own_outputs is not None
        self.own_outputs = None
        return had

    def restart(self) -> bool:
        """The same as `undo`: there is one thing to forget."""
        return self.undo()

    def check(self) -> Turn:
        """What speaks for and against the person's own outputs."""
        if self.own_outputs is None:
            self.waits = True
            return Turn("Paste the task with your own output as the test output.")
        return Turn(" ".join(self.facts(Ask.CHECK)), self.picture())

    def next(self, *, enters: bool) -> Turn:
        """Sizes and colours: there are no single steps to enter."""
        told = " ".join(self.facts(Ask.HINT))
        left = " The attempts are whole: say solve it to see them." if enters else ""
        return Turn(told + left, self.picture())

    def words(self, text: str) -> Turn | None:
        """No entries: an output is pasted whole."""
        return None

    def own(self, finding: Finding, *, checking: bool, bare: bool) -> Turn | None:
        """This task again with outputs of the person's own."""
        if finding.puzzle != self.task or not finding.attempt or not (checking or bare):
            return None
        self.own_outputs = finding.attempt
        return self.command("check")
