"""The examples of the page: messages to click. All puzzles are our own."""

from __future__ import annotations

EASY = """\
Could you solve this one for me?

3 . 4 | . . . | . . 9
9 . . | . . . | . . 3
. . 2 | . . 3 | 8 . .
------+-------+------
. . 6 | . . . | 7 . .
. . 7 | . 1 5 | . 4 .
. . . | . 3 . | . . .
------+-------+------
. . 8 | 5 . . | . . .
7 . . | 4 . 6 | . 5 .
. 4 . | . 8 . | 1 9 ."""
HARD = """\
This one beat me, please solve it:
.1.8.....2...51....9...7..3...3..59...81.........4...794...2........915.7........"""
MAZE = """\
Find a shortest way from S to G, please:

#####################
#S  #       #       #
### # ##### # ### # #
#   #     #   # # # #
# ####### ##### # # #
# #     #       #   #
# # ### ####### ### #
# #   #     #   #   #
# ### ##### # ##### #
#     #       #    G#
#####################"""
ARC = """\
What is the output of the test?
{"train": [
 {"input": [[1,0,0],[0,2,0],[0,0,0]], "output": [[0,0,1],[0,2,0],[0,0,0]]},
 {"input": [[3,3,0],[0,0,0],[4,0,0]], "output": [[0,3,3],[0,0,0],[0,0,4]]},
 {"input": [[0,5,0],[6,0,0],[6,6,0]], "output": [[0,5,0],[0,0,6],[0,6,6]]}],
 "test": [{"input": [[7,0,0],[7,8,0],[0,0,0]]}]}"""
NONE = """\
Why can nobody solve this?

4 . 4 .
. . . 3
1 . . .
. 2 . ."""

EXAMPLES = (
    ("Sudoku", EASY),
    ("Hard Sudoku", HARD),
    ("Maze", MAZE),
    ("ARC task", ARC),
    ("No answer", NONE),
)
SIZES = (4, 6, 9, 16)  # of empty boards
