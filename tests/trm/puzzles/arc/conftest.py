"""A small ARC task of our own: every grid is mirrored left to right."""

import pytest

from tinyduo.trm.puzzles.arc import ArcItem, ArcTask, Demonstration


@pytest.fixture
def item() -> ArcItem:
    """Two demonstrations, two test inputs, their outputs."""
    task = ArcTask(
        (
            Demonstration(((1, 0), (0, 2)), ((0, 1), (2, 0))),
            Demonstration(((3, 0, 0),), ((0, 0, 3),)),
        ),
        (((4, 5),), ((0, 6), (7, 0))),
    )
    return ArcItem("mirror", task, (((5, 4),), ((6, 0), (0, 7))))


@pytest.fixture
def data() -> dict:
    """The same task as JSON data."""
    return {
        "train": [
            {"input": [[1, 0], [0, 2]], "output": [[0, 1], [2, 0]]},
            {"input": [[3, 0, 0]], "output": [[0, 0, 3]]},
        ],
        "test": [
            {"input": [[4, 5]], "output": [[5, 4]]},
            {"input": [[0, 6], [7, 0]], "output": [[6, 0], [0, 7]]},
        ],
    }
