"""Which puzzles training never sees: one in sixteen, told by a checksum of the puzzle itself.

So whoever draws puzzles later, from whatever source, knows which of them are unseen. It is the
puzzle as it stands that is unseen: small boards have few puzzles that are essentially
different, and most held-out ones are turned or relabelled copies of some that were trained on.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from .board import Stream

SHARE = 16  # one in so many is held out


def is_held_out(question: np.ndarray) -> bool:
    """Whether a puzzle, its cells as whole numbers in any integer type, is kept from training."""
    return crc32(np.ascontiguousarray(question, np.int8).tobytes()) % SHARE == 0


@dataclass(frozen=True, slots=True)
class Divided:
    """The part of a stream that training may see, or (`unseen`) the part that it may not."""

    stream: Stream
    unseen: bool = False

    def draw(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """`n` examples of this part: questions and answers."""
        questions: list[np.ndarray] = []
        answers: list[np.ndarray] = []
        while len(questions) < n:
            for question, answer in zip(*self.stream.draw(n - len(questions), rng), strict=True):
                if is_held_out(question) == self.unseen:
                    questions.append(question)
                    answers.append(answer)
        return np.stack(questions), np.stack(answers)
