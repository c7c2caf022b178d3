"""Short conversations as people write them: each line and what must (not) be in the answer.

The small Sudoku has one answer, `3124 2413 1342 4231`. A line is (what is said, words that the
answer holds, words that it must not hold).
"""

import pytest

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.chat import Conversation
from tinyduo.hybrid.sudoku.talk import SudokuTalk
from tinyduo.trm.puzzles.sudoku import to_line

SMALL = "...4...31...4..."
OTHER = "1...3..2...1..4."
MAZE = "#########\n#S  #   #\n# # # # #\n# #   #G#\n#########"
TWO = f"1) {SMALL}\n\n2) sudoku 12.............."

DIALOGUES = {
    "greeting, then a puzzle": [
        ("hi there!", "no puzzle", ""),
        (SMALL, "I have it", "3124"),
        ("thanks!", "welcome", ""),
    ],
    "a hint is one step": [
        (SMALL, "I have it", ""),
        ("give me a hint", "only r2c2 can hold 4", "r1c1"),
        ("hint", "only r2c2 can hold 4", "r1c1"),
    ],
    "hints of other strengths": [
        (SMALL, "", ""),
        ("just a small hint", "Look at box 1", "r2c2"),
        ("where should I look?", "Look at box 1", "r2c2"),
        ("a stronger hint please", "r2c2 can hold 4", "r1c1"),
    ],
    "hint in other words": [
        (f"hint? {SMALL}", "only r2c2 can hold 4", "r1c1"),
        ("and what next?", "only r2c2 can hold 4", ""),
        ("I'm stuck", "only r2c2 can hold 4", ""),
    ],
    "a nudge at once": [(f"just a nudge please: {SMALL}", "Look at box 1", "r2c2")],
    "why a digit": [
        (SMALL, "", ""),
        ("why is r2c2 a 4?", "in box 1 only r2c2 can hold 4", "r1c1"),
        ("why r1c1 = 3", "r1c1", ""),
        ("How do you know that row 1, column 1 is three?", "r1c1", ""),
        ("why is r1c1 a 2?", "It is not", "3"),
        ("why is r1c4 a 4?", "given as 4", ""),
        ("why can't r1c1 be 4?", "has its 4", ""),
        ("why not 1 in r1c1?", "has its 1", "is 3"),
        ("why is r9c9 a 1?", "does not fit", ""),
    ],
    "why, after a digit was told": [
        (SMALL, "", ""),
        ("next", "Entered r2c2 = 4", ""),
        ("why?", "in box 1 only r2c2 can hold 4", "r1c1"),
        ("what is r1c1?", "r1c1 is 3", ""),
        ("why is it a 3?", "r1c1", "Named techniques"),
    ],
    "why, in the first message": [
        (f"why is r2c2 a 4?\n{SMALL}", "only r2c2 can hold 4", ""),
    ],
    "why in other languages": [
        (SMALL, "", ""),
        ("Warum ist Zeile 2, Spalte 2 eine 4?", "only r2c2 can hold 4", ""),
        ("¿Por qué fila 2, columna 2 es 4?", "only r2c2 can hold 4", ""),
        ("pourquoi ligne 2, colonne 2 = 4 ?", "only r2c2 can hold 4", ""),
    ],
    "entries in many ways": [
        (SMALL, "", ""),
        ("r1c1 = 3", "Entered: r1c1 is 3", ""),
        ("put a one in row 1 column 2 please", "Entered: r1c2 is 1", ""),
        ("2 goes in r1c3", "Entered: r1c3 is 2", ""),
        ("Zeile 2, Spalte 1 ist 2", "Entered: r2c1 is 2", ""),
        ("show me the board", "4 givens, 4 entered", ""),
        ("check", "Right so far; 8 cells to go", ""),
    ],
    "a wrong entry is named, not mended": [
        (SMALL, "", ""),
        ("r1c1 = 2", "Entered", ""),
        ("check my grid", "r1c1 is not right", "3"),
        ("is r1c1 right?", "Your 2 in r1c1 is not right", "3"),
        ("hint", "r1c1 is not right", ""),
        ("undo", "Taken back", ""),
        ("hint", "only r2c2 can hold 4", ""),
        ("check", "no entries yet", ""),
    ],
    "am I right so far?": [
        (SMALL, "", ""),
        ("r1c1 = 3, r1c2 = 1", "Entered", ""),
        ("am I right so far?", "Right so far", ""),
        ("any mistakes?", "Right so far", ""),
        ("how am I doing", "Right so far", ""),
    ],
    "undo in many ways": [
        (SMALL, "", ""),
        ("r1c1 = 3", "", ""),
        ("r1c2 = 1", "", ""),
        ("oops, undo that", "Taken back", ""),
        ("take it back", "Taken back", ""),
        ("undo", "nothing to take back", ""),
    ],
    "start over, and undo that": [
        (SMALL, "", ""),
        ("r1c1=3; r1c2=1", "Entered", ""),
        ("start over", "All your entries are taken back", ""),
        ("show", "4 givens, 0 entered", ""),
        ("undo", "Taken back", ""),
        ("show", "4 givens, 2 entered", ""),
    ],
    "a misread given": [
        (SMALL, "", ""),
        ("no, r1c4 is a 3", "Corrected: r1c4 is 3", ""),
        ("sorry, I meant r1c4 = 4", "Corrected: r1c4 is 4", ""),
        ("solve it", "Solved and verified", ""),
    ],
    "corrections in other words": [
        (SMALL, "", ""),
        ("I misread r1c4, it's 2", "Corrected: r1c4 is 2", ""),
        ("r1c4 is 4, not 2", "Corrected: r1c4 is 4", ""),
        ("change r1c4 to 1", "Corrected: r1c4 is 1", ""),
        ("nein, Zeile 1 Spalte 4 ist eine 4", "Corrected: r1c4 is 4", ""),
    ],
    "a correction of an own entry stays an entry": [
        (SMALL, "", ""),
        ("r1c1 = 2", "", ""),
        ("no, r1c1 is 3", "Entered: r1c1 is 3", "Corrected"),
        ("check", "Right so far", ""),
    ],
    "another puzzle": [
        (SMALL, "", ""),
        ("another puzzle", "Forgotten", ""),
        ("hint", "no puzzle yet", ""),
        (f"let's do this one: {OTHER}", "", "no puzzle"),
    ],
    "new puzzle, politely": [
        (SMALL, "", ""),
        ("OK, new puzzle please", "Forgotten", ""),
        ("undo", "no puzzle yet", ""),
    ],
    "a second puzzle pasted takes the place of the first": [
        (SMALL, "I have it", ""),
        (OTHER, "I have it", ""),
        ("show", "5 givens", ""),
    ],
    "two puzzles, the second one": [
        (TWO, "There are 2 puzzles", ""),
        ("the second one", "Puzzle 2. 2 givens", ""),
        ("how many solutions?", "more than one answer", ""),
        ("hint for the first one", "Puzzle 1. In box 1 only r2c2 can hold 4", ""),
        ("solve the second puzzle", "Puzzle 2. This 4x4 Sudoku with 2 givens has more than", ""),
        ("puzzle 1", "Puzzle 1. 4 givens", ""),
        ("the other one", "Puzzle 2", ""),
        ("check the first", "Puzzle 1. You have no entries yet", ""),
        ("puzzle 3", "no puzzle 3", ""),
    ],
    "two puzzles keep their entries apart": [
        (TWO, "", ""),
        ("r1c1 = 3", "Entered", ""),
        ("puzzle 2", "0 entered", ""),
        ("puzzle 1", "1 entered", ""),
    ],
    "only one puzzle": [
        (SMALL, "", ""),
        ("the second one", "only one puzzle", ""),
        ("go to puzzle 2", "only one puzzle", ""),
        ("let's start a new one", "Forgotten", ""),
    ],
    "it is the cell spoken of last": [
        (SMALL, "", ""),
        ("I think r1c1 is 2", "Entered: r1c1 is 2", ""),
        ("no wait, it's a 3", "Entered: r1c1 is 3", ""),
        ("what did I enter so far?", "1 entered", ""),
        ("fill in r1c2 with 1", "Entered: r1c2 is 1", "Solved"),
        ("delete that", "Taken back", ""),
        ("show me where I went wrong", "Right so far", ""),
        ("I made a mistake, r1c4 is 2", "Corrected: r1c4 is 2", ""),
        ("oops, I meant 4", "Corrected: r1c4 is 4", ""),
    ],
    "solve, then explain": [
        (f"solve {SMALL}", "Solved and verified", ""),
        ("explain", "Named techniques fill the whole grid, all 12 blanks", ""),
        ("how hard is it?", "An easy 4x4 Sudoku", ""),
        ("is it unique?", "exactly one answer", ""),
    ],
    "one cell": [
        (SMALL, "", ""),
        ("what is r1c1?", "r1c1 is 3", ""),
        ("is r1c2 a 1?", "Yes", ""),
        ("could r1c2 be 3?", "No", " 1"),
        ("and what goes in r1c3?", "r1c3 is 2", ""),
    ],
    "next, next": [
        (SMALL, "", ""),
        ("next", "Entered r2c2 = 4", ""),
        ("next step", "Entered", ""),
        ("undo", "Taken back", ""),
    ],
    "a given cannot be overwritten": [
        (SMALL, "", ""),
        ("r1c4 = 1", "given as 4 and stays so", ""),
        ("clear r1c4", "given as 4 and stays so", ""),
    ],
    "small talk does not lose the puzzle": [
        (SMALL, "", ""),
        ("nice weather today", "did not understand", "3124"),
        ("thanks", "welcome", ""),
        ("show", "4 givens", ""),
    ],
    "a puzzle without an answer": [
        ("sudoku:\n4 4 . .\n. . . .\n. . . .\n. . . .", "no answer", "verified"),
        ("why is r1c3 a 1?", "has no answer", ""),
        ("solve it", "no answer", "verified"),
    ],
    "several answers": [
        ("sudoku 12..............", "more than one answer", ""),
        ("hint", "", "From the verified"),
        ("why is r4c4 a 1?", "nothing I know settles", ""),
        ("r2c3 = 1", "Entered", ""),
        ("check", "Right so far", ""),
    ],
    "help and quit": [
        ("help", "Paste a Sudoku", ""),
        ("bye", "Goodbye", ""),
    ],
}
MAZES = {
    "a maze, step by step": [
        (MAZE, "I have it", "r2c4"),
        ("hint", "go right, 2 moves, to r2c4", "down"),
        ("go right 2", "you are at r2c4", ""),
        ("am I right so far?", "Right so far", ""),
        ("left 1", "", ""),
        ("start over", "All your entries are taken back", ""),
        ("next", "go right, 2 moves", ""),
    ],
    "why is it the shortest": [
        (f"solve\n{MAZE}", "Solved and verified", ""),
        ("why is that the shortest?", "In fewer than 12 moves one can come to", ""),
        ("explain the way", "The path has 5 turns", ""),
        ("how long is the path?", "takes 12 moves", ""),
    ],
    "a maze and a Sudoku": [
        (f"1) maze\n{MAZE}\n\n2) sudoku {SMALL}", "There are 2 puzzles", ""),
        ("hint", "go right", ""),
        ("now the second one", "Puzzle 2. 4 givens", ""),
        ("hint", "r2c2 can hold 4", ""),
        ("back to the first one", "Puzzle 1", ""),
    ],
}


def about_sudoku(conversation):
    """What a conversation knows of the Sudoku it is about."""
    assert isinstance(conversation.talk, SudokuTalk)
    return conversation.talk


def play(lines):
    talk = Conversation(Hybrid(llm="none"))
    for number, (said, holds, lacks) in enumerate(lines, start=1):
        turn = talk.say(said)
        assert holds.lower() in turn.text.lower(), (number, said, turn.text)
        assert not lacks or lacks not in turn.text, (number, said, turn.text)
    return talk


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_dialogue(name, shipped):
    play(DIALOGUES[name])


@pytest.mark.parametrize("name", MAZES)
def test_a_dialogue_about_mazes(name, draws):
    play(MAZES[name])


def test_entries_never_become_givens(shipped):
    talk = play([(SMALL, "", ""), ("r1c1 = 3", "", ""), ("no, r1c2 is 1", "", "")])
    assert to_line(about_sudoku(talk).puzzle.givens) == ".1.4...31...4..."
    assert about_sudoku(talk).filled[0][0] == 3


def test_a_step_that_rules_out_is_a_hint_too_and_the_next_hint_goes_on(shipped, golden):
    """Every step up to the next digit was told at once."""
    one = golden("medium")[1]
    talk = Conversation(Hybrid(llm="none"))
    talk.say(to_line(one.puzzle.givens))
    said = [talk.say("hint").text]
    while "only rules digits out" not in said[-1] and len(said) < 81:
        talk.say("next")
        said.append(talk.say("hint").text)
    before = about_sudoku(talk).filled
    after = talk.say("hint").text
    assert "only rules digits out" in said[-1]
    assert after != said[-1]
    assert about_sudoku(talk).filled == before


def test_where_techniques_end_it_is_said_so(shipped, golden):
    for one in golden("hard"):
        talk = Conversation(Hybrid(llm="none"))
        told = talk.say(f"explain the solution of {to_line(one.puzzle.givens)}").text
        whole = "Named techniques fill the whole grid" in told
        assert whole or "Beyond named techniques: the rest is the network's" in told
        assert "Steps by technique: " in told
        assert "The hardest one used is" in told
