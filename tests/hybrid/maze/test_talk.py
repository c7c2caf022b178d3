"""A conversation about a maze keeps the person's walk apart from the verified path."""

import pytest

from tinyduo.hybrid import Hybrid
from tinyduo.hybrid.chat import Conversation
from tinyduo.hybrid.maze.board import MazePicture
from tinyduo.trm.puzzles import Maze


@pytest.fixture
def chat(draws, small):
    """A conversation that has begun with a small maze."""
    conversation = Conversation(Hybrid(llm="none"))
    conversation.say("\n".join(small.rows))
    return conversation


def test_a_bare_maze_begins_without_giving_the_path_away(draws, small):
    turn = Conversation(Hybrid(llm="none")).say("\n".join(small.rows))
    assert turn.text.startswith("I have it, and it has an answer.")
    assert isinstance(turn.picture, MazePicture)
    assert turn.picture.path == (small.start,)


def test_a_maze_with_a_wish_gets_what_was_wished(draws, small, way):
    turn = Conversation(Hybrid(llm="none")).say("please solve this maze:\n" + "\n".join(small.rows))
    assert isinstance(turn.picture, MazePicture)
    assert turn.picture.path == way


def test_the_maze_is_solved_once(chat, monkeypatch):
    monkeypatch.setattr(chat.hybrid, "answer", None)
    assert "verified" in chat.say("solve it").text
    assert "12 moves" in chat.say("how many moves are needed?").text
    assert "to r2c4" in chat.say("hint").text
    assert "67 %" in chat.say("is it hard?").text


def test_next_walks_to_the_verified_goal(chat, way):
    for _ in range(6):
        chat.say("next")
    assert chat.talk.walk == way
    assert "Your path is right" in chat.say("check").text
    assert "Taken back" in chat.say("undo").text
    assert chat.talk.walk == way[:-2]


def test_a_hint_walks_nothing_and_draws_no_path(chat, small):
    turn = chat.say("hint")
    assert chat.talk.walk == (small.start,)
    assert turn.picture.path == (small.start,)


def test_a_walk_goes_on_until_a_wall(chat):
    assert "Walked 3 moves. You are at r3c4." in chat.say("right 2, down").text
    assert "Move 2 runs into the wall at r5c4" in chat.say("down 2").text
    assert chat.talk.walk[-1] == (2, 3)
    chat.say("up")  # back where one came from
    assert chat.talk.walk[-1] == (1, 3)
    assert len(chat.talk.walk) == 3
    assert "Right so far" in chat.say("check").text


def test_a_wrong_walk_is_named_without_the_right_way(chat):
    chat.say("down 2")
    turn = chat.say("check")
    assert turn.picture.wrong == {(2, 1)}
    assert "right" not in turn.text
    assert chat.say("hint").text == turn.text


def test_the_maze_with_a_path_drawn_in_is_checked(chat, small):
    assert "Paste the maze" in chat.say("check").text
    rows = list(small.rows)
    rows[2] = "#o# # # #"
    turn = chat.say("\n".join(rows))
    assert "does not fit" in turn.text
    assert chat.reply.puzzle == small
    rows[1], rows[2] = "#Soo#   #", small.rows[2]
    assert "Right so far" in chat.say("check my path\n" + "\n".join(rows)).text


def test_a_misread_cell_is_corrected_and_solved_anew(chat, small):
    assert "no path" in chat.say("no, r3c6 is a wall").text
    assert chat.reply.puzzle.rows[2] == "# # ### #"
    assert "it has an answer" in chat.say("no, r3c6 is open").text
    assert chat.reply.puzzle == small
    chat.say("no, r4c2 is the goal")
    assert chat.reply.puzzle.goal == (3, 1)
    assert "cannot be" in chat.say("no, r4c2 is a wall").text
    assert "not in this maze" in chat.say("no, r9c1 is a wall").text


def test_a_cell_can_be_asked_for(chat):
    assert chat.say("what is r2c5?").text == "r2c5 is a wall."
    assert chat.say("what is r2c2?").text == "r2c2 is the start."
    assert "not in this maze" in chat.say("what is r9c9?").text


def test_a_new_puzzle_of_another_kind_takes_its_place(chat, shipped):
    assert "digits" in chat.say("...4...31...4...").text
    assert "r2c2" in chat.say("hint").text
    assert chat.say("down 2").text.startswith("I did not understand")
    assert not isinstance(chat.reply.puzzle, Maze)


def test_words_that_mean_nothing_here_do_not_reveal_the_path(chat, small):
    for words in ("thanks", "hm", "r1c1", "show", "\ud800\0", ""):
        picture = chat.say(words).picture
        assert picture is None or picture.path == (small.start,)
