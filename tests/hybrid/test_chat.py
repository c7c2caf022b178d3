"""A conversation remembers the puzzle and keeps entries apart from givens."""

import pytest
from langchain_core.messages import AIMessage

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.chat import HELP, NO_PUZZLE, Conversation
from tinyduo.hybrid.sudoku.board import Picture
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
    assert isinstance(turn.picture, Picture)
    assert to_line(turn.picture.grid) == SMALL


def test_a_puzzle_with_a_wish_gets_what_was_wished(shipped):
    turn = Conversation(Hybrid(llm="none")).say(f"please solve this: {SMALL}")
    assert isinstance(turn.picture, Picture)
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
    assert talk.talk.filled == answer
    assert "Taken back" in talk.say("undo").text
    assert talk.talk.filled != answer


def test_a_hint_enters_nothing(talk):
    before = talk.talk.filled
    assert "r" in talk.say("give me a hint").text
    assert talk.talk.filled == before


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
    assert to_line(talk.talk.filled) == SMALL


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
    assert talk.talk.filled[cell[0]][cell[1]] == digit
    assert talk.reply.puzzle.givens[cell[0]][cell[1]] == 0


@pytest.mark.parametrize("entry", ["r1c4 = 1", "r9c9 = 1", "r1c1 = 5", "r0c1 = 1"])
def test_an_entry_that_cannot_be_is_refused(talk, entry):
    talk.say(entry)
    assert to_line(talk.talk.filled) == SMALL


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
    assert to_line(talk.talk.filled) == SMALL


def test_where_several_answers_exist_an_entry_is_wrong_only_if_none_has_it(shipped):
    talk = Conversation(Hybrid(llm="none"))
    talk.say("sudoku:\n1 . . ." + "\n. . . ." * 3)
    talk.say("r1c2 = 2")
    assert "Right so far" in talk.say("check").text
    talk.say("r1c3 = 2")
    picture = talk.say("check").picture
    assert isinstance(picture, Picture)
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


@pytest.mark.parametrize(
    "words", ["how many answers are there?", "is it hard?", "explain", "is r1c1 a 3?"]
)
def test_a_question_does_not_draw_the_answer(talk, words):
    """The answer's board came with "how many solutions are there?"."""
    picture = talk.say(words).picture
    assert picture is None or to_line(picture.grid) == SMALL


@pytest.mark.parametrize(
    "words", ["no, r1c4 is a 3", "that's wrong: r1c4 = 3", "R1C4 should be 3", "No, put 3 in r1c4"]
)
def test_a_misread_given_is_corrected_and_solved_anew(talk, words):
    """A correction was not understood, or refused because the cell was given."""
    assert "no answer" in talk.say(words).text
    assert talk.reply.puzzle.givens[0][3] == 3
    talk.say("no, r1c4 is 4")
    assert to_line(talk.reply.puzzle.givens) == SMALL
    assert "Solved and verified" in talk.say("solve it").text


def test_a_correction_keeps_entries_and_the_answer_to_itself(talk):
    talk.say("r1c1 = 3")
    talk.say("no, r1c1 is 2")
    assert talk.talk.filled[0][0] == 2
    assert talk.reply.puzzle.givens[0][0] == 0
    turn = talk.say("no, r1c2 is 1")
    assert talk.reply.puzzle.givens[0][1] == 1
    assert talk.talk.filled[0][:2] == (2, 1)
    assert turn.picture.grid == talk.talk.filled
    talk.say("no, r1c2 is blank")
    assert to_line(talk.reply.puzzle.givens) == SMALL


def test_a_plain_entry_on_a_given_says_how_to_correct_it(talk):
    assert "say: no, r1c4 is 3" in talk.say("r1c4 = 3").text
    assert to_line(talk.talk.filled) == SMALL


def test_one_cell_can_be_asked_for(talk):
    """Such a question got an essay on how hard the puzzle is."""
    assert "r1c1 is 3" in talk.say("what goes in r1c1?").text
    assert talk.say("is r1c1 a 3?").text.startswith("Yes")
    no = talk.say("is r1c1 2?").text
    assert no.startswith("No")
    assert "3" not in no
    assert "given as 4" in talk.say("what is r1c4?").text
    assert "does not fit" in talk.say("what is r9c1?").text


def test_a_pasted_grid_with_more_in_it_is_the_persons_filling(talk):
    """It became a new puzzle, and the entries givens."""
    answer = to_line(talk.reply.answer)
    turn = talk.say(f"{answer[:8]}{SMALL[8:]}")
    assert "Right so far" in turn.text
    assert to_line(talk.reply.puzzle.givens) == SMALL


def test_a_grid_only_the_model_read_is_never_called_verified(scripted, shipped):
    """The remembered result was told as verified before the person had confirmed the grid."""
    call = {"kind": "sudoku", "ask": "solve", "rows": ["0004", "0003", "1000", "4000"]}
    said = AIMessage("", tool_calls=[{"name": "report_reading", "args": call, "id": "1"}])
    talk = Conversation(Hybrid(llm=scripted(said)))
    talk.say("the little puzzle we talked about on the telephone")
    assert talk.reply is not None
    assert talk.reply.grid_source == "llm, unconfirmed"
    for words in ("solve it", "hint", "check", "is it hard?", "what is r1c1?"):
        turn = talk.say(words)
        assert "Compare it with yours" in turn.text
        assert isinstance(turn.picture, Picture)
        assert to_line(turn.picture.grid) == SMALL
    talk.say("yes")
    assert "Solved and verified" in talk.say("solve it").text
