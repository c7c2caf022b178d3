"""Tokens to text: whole characters, and nothing after a stop string."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tinyduo.hybrid.llm.decoding import text_pieces


def decode(ids: Sequence[int]) -> str:
    return bytes(ids).decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("text", "stop", "expected"),
    [
        ("plain", (), "plain"),
        ("数独 🎉!", (), "数独 🎉!"),
        ("one. two.", (".",), "one"),
        ("a ENDless END b", ("END ",), "a ENDless "),
        ("almost EN", ("END",), "almost EN"),
        ("x\nUser: y", ("\nUser", "\nHuman"), "x"),
        ("", ("x",), ""),
    ],
)
def test_pieces_join_to_the_reply_up_to_the_stop(
    text: str, stop: Sequence[str], expected: str
) -> None:
    pieces = list(text_pieces(text.encode(), decode, stop))
    assert "".join(pieces) == expected
    assert "" not in pieces
    assert not any("\ufffd" in piece for piece in pieces)


def test_nothing_is_read_after_a_stop_string() -> None:
    tokens = iter(b"abc.def")
    assert "".join(text_pieces(tokens, decode, ["."])) == "abc"
    assert bytes(tokens) == b"def"


def test_half_a_character_at_the_very_end_is_shown_as_broken() -> None:
    assert "".join(text_pieces("数".encode()[:2], decode)) == "\ufffd"
