"""Mazes as official TRM data hold them: tokens, a path among them.

Characters `# SGo` are tokens 1 to 5; token 0 is padding and stands in no maze. A question has
no `o`; an answer is the maze with `o` on the path between S and G.
"""

from __future__ import annotations

import numpy as np

from .maze import Maze, Path
from .tokens import tokens_of as plain_tokens_of

PADDING = 0  # a token that no cell has
FIRST = 1  # the token of the first symbol
PATH = 5  # the token of a cell on the path
VOCABULARY = 6  # tokens


def tokens_of(maze: Maze, path: Path = ()) -> np.ndarray:
    """The tokens of a maze, or of its answer if a path is given, int32 `(H, W)`.

    >>> tokens_of(Maze(("S#", " G"))).tolist()
    [[3, 1], [2, 4]]
    >>> tokens_of(Maze(("S#", " G")), ((0, 0), (1, 0), (1, 1))).tolist()
    [[3, 1], [5, 4]]
    """
    tokens = plain_tokens_of(maze).astype(np.int32) + FIRST
    for cell in path[1:-1]:
        tokens[cell] = PATH
    return tokens
