"""What of a message a model is shown, and which words stand beside its puzzles."""

from tinyduo.hybrid.listen import shown_to_llm, words_beside
from tinyduo.tools.reading import read

SMALL = "...4\n...3\n1...\n4..."


def test_what_is_shown_can_be_encoded():
    shown_to_llm("a\ud800b\0c" * 5000, 600).encode("utf-8")


def test_of_a_long_message_head_and_tail_are_shown():
    shown = shown_to_llm("head" + "x" * 50_000 + "tail", 600)
    assert shown.startswith("head")
    assert shown.endswith("tail")
    assert len(shown) < 620


def test_the_words_beside_puzzles_are_what_is_left_of_a_message():
    text = f"my sudoku:\n{SMALL}\nwhy is r2c2 a 4?"
    words = words_beside(text, read(text))
    assert "why is r2c2 a 4?" in words
    assert "1..." not in words
    assert words_beside("hello", read("hello")) == "hello"
