"""A conversation remembers the puzzle and keeps entries apart from givens."""

import pytest

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.chat import HELP, NO_PUZZLE, Conversation
from tinyduo.trm.puzzles.sudoku import to_line, to_symbol

SMALL = "...4...31...4..."


@pytest.fixture
def talk(shipped):
    """A conversation that has begun with a small puzzle."""
    conversation = Conversation(Hybrid(llm="none"))
    conversation.say(SMALL)
    return conversation


def test_without_a_puzzle_commands_ask_for_one():
    conversation = Conversation(Hybrid(llm="none"))
    for command in ("hint", "solve it", "undo", "show", "check", "next single"):
        assert conversation.say(command).text == NO_PUZZLE
    assert conversation.say("help").text == HELP
    assert conversation.say("quit").ends


def test_a_bare_puzzle_begins_without_giving_the_answer_away(shipped):
    turn = Conversation(Hybrid(llm="none")).say(SMALL)
    assert turn.picture is not None
    assert to_line(turn.picture.grid) == SMALL


def test_a_puzzle_with_a_wish_gets_what_was_wished(shipped):
    turn = Conversation(Hybrid(llm="none")).say(f"please solve this: {SMALL}")
    assert turn.picture is not None
    assert all(map(all, turn.picture.grid))


def test_the_puzzle_is_solved_once(talk, monkeypatch):
    monkeypatch.setattr(talk.hybrid, "answer", None)
    assert "verified" in talk.say("solve it").text
    assert "exactly one answer" in talk.say("how many solutions are there?").text
    assert "Step 1" in talk.say("explain it to me").text
    assert "r2c2" in talk.say("hint").text


def test_next_single_enters_digits_up_to_the_verified_answer(talk):
    for _ in range(12):
        talk.say("next single")
    assert "Complete and verified" in talk.say("check").text
    answer = talk.reply.answer
    assert talk.filled == answer
    assert "Taken back" in talk.say("undo").text
    assert talk.filled != answer


def test_a_hint_enters_nothing(talk):
    before = talk.filled
    assert "r" in talk.say("give me a hint").text
    assert talk.filled == before


def test_a_wrong_entry_is_named_without_the_right_digit(talk):
    right = talk.reply.answer[0][0]
    wrong = right % 4 + 1
    talk.say(f"r1c1 = {wrong}")
    turn = talk.say("check my grid")
    assert turn.picture.wrong == {(0, 0)}
    assert "r1c1 is not right" in turn.text
    assert f"is {to_symbol(right)}" not in turn.text
    assert talk.say("hint").text == turn.text
    talk.say("r1c1 = .")
    assert to_line(talk.filled) == SMALL


@pytest.mark.parametrize(
    ("entry", "cell", "digit"),
    [
        ("r1c1=3", (0, 0), 3),
        ("R1 C2: 1", (0, 1), 1),
        ("put 2 in r1c3", (0, 2), 2),
        ("row 2, column 1 is 2.", (1, 0), 2),
        ("r2c2=4, r1c1=3 and r1c2=1", (1, 1), 4),
    ],
)
def test_entries_may_be_written_in_several_ways(talk, entry, cell, digit):
    assert "Entered" in talk.say(entry).text
    assert talk.filled[cell[0]][cell[1]] == digit
    assert talk.reply.puzzle.givens[cell[0]][cell[1]] == 0


@pytest.mark.parametrize("entry", ["r1c4 = 1", "r9c9 = 1", "r1c1 = 5", "r0c1 = 1"])
def test_an_entry_that_cannot_be_is_refused(talk, entry):
    talk.say(entry)
    assert to_line(talk.filled) == SMALL


def test_a_pasted_grid_is_checked_against_the_puzzle(talk):
    answer = to_line(talk.reply.answer)
    wrong = answer[0] if answer[0] != "1" else "2"
    assert "Complete and verified" in talk.say(f"check my grid: {answer}").text
    turn = talk.say(f"is this right? {'1' if wrong != '1' else '2'}{answer[1:]}")
    assert (0, 0) in turn.picture.wrong
    assert talk.reply.puzzle.n_givens == 4


def test_check_without_entries_waits_for_the_grid(talk):
    assert "Paste your grid" in talk.say("check my grid").text
    answer = to_line(talk.reply.answer)
    assert "Complete and verified" in talk.say(answer).text


def test_a_grid_that_changes_a_given_is_told_so(talk):
    answer = to_line(talk.reply.answer)
    turn = talk.say(f"check my grid: {answer[:3]}1{answer[4:]}")
    assert "changes what is given at r1c4" in turn.text
    assert to_line(talk.filled) == SMALL


def test_where_several_answers_exist_an_entry_is_wrong_only_if_none_has_it(shipped):
    talk = Conversation(Hybrid(llm="none"))
    talk.say("sudoku:\n1 . . ." + "\n. . . ." * 3)
    talk.say("r1c2 = 2")
    assert "Right so far" in talk.say("check").text
    talk.say("r1c3 = 2")
    picture = talk.say("check").picture
    assert picture is not None
    assert picture.wrong == {(0, 1), (0, 2)}


def test_a_contradiction_and_no_puzzle_are_said_at_once(shipped):
    talk = Conversation(Hybrid(llm="none"))
    assert "no answer" in talk.say("sudoku:\n4 4 . ." + "\n. . . ." * 3).text
    assert "no answer" in talk.say("hint").text
    assert talk.say("new").picture is None
    assert talk.say("hint").text == NO_PUZZLE


def test_words_that_mean_nothing_here_do_not_reveal_the_answer(talk):
    for words in ("thanks", "hm", "r1c1", "\ud800\0", ""):
        picture = talk.say(words).picture
        assert picture is None or not all(map(all, picture.grid))
