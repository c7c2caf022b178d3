"""Grammars and JSON schemas: what is written by grammar is always valid."""

from __future__ import annotations

import json
import random
from enum import Enum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from tinyduo.hybrid.llm.constrained import Guide, Vocabulary, json_grammar
from tinyduo.hybrid.llm.grammar import END, can_end, literal, match_prefix, repeat, sequence, step
from tinyduo.tools.errors import ToolInputError


class Colour(Enum):
    RED = "red"
    BLUE = "blüe"


class Place(BaseModel):
    row: int = Field(ge=1, le=16)
    note: str | None = None


class Everything(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["sudoku", "maze"]
    colour: Colour
    count: int
    share: float = Field(ge=0)
    sure: bool = False
    name: str = Field(max_length=8)
    cells: list[list[int]] = Field(min_length=1, max_length=2)
    places: list[Place] = Field(default_factory=list, max_length=2)


def byte_vocabulary(*words: str) -> Vocabulary:
    """A token for each byte 0-255, spelled the SentencePiece way, then some longer ones."""
    spelled = {byte: f"<0x{byte:02X}>" for byte in range(256)}
    return Vocabulary(spelled | {256 + i: word for i, word in enumerate(words)})


def random_text(schema: dict[str, Any], rng: random.Random, tokens: int) -> str:
    """What a model with random wishes writes under a schema's grammar."""
    guide = Guide(json_grammar(schema), byte_vocabulary('": ', "▁tr", "ue", "7, "), [999])
    for _ in range(tokens):
        token = rng.choice(guide.all_allowed())
        if token == 999:
            break
        guide.advance(token)
        if guide.finished:
            break
    return guide.text()


@pytest.mark.parametrize("tokens", [0, 1, 7, 30, 100, 400])
def test_random_writing_is_valid_wherever_it_is_cut_off(tokens: int) -> None:
    rng = random.Random(tokens)
    for _ in range(5):
        Everything.model_validate_json(random_text(Everything.model_json_schema(), rng, tokens))


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, ["0", "-12", "7"], ["07", "1.5", "--1", "a"]),
        ({"type": "integer", "minimum": 1, "maximum": 12}, ["1", "9", "12"], ["0", "13", "-1"]),
        ({"type": "integer", "minimum": 0}, ["0", "123456"], ["-1"]),
        ({"type": "number"}, ["0", "-3.25", "10"], ["3.", ".5", "1e5"]),
        ({"type": "string", "maxLength": 3}, ['""', '"né数"', '"a\\n"'], ['"abcd"', '"\n"', "a"]),
        ({"enum": ["a", "ab", 3, None]}, ['"a"', '"ab"', "3", "null"], ['"b"', "4"]),
        ({"type": ["integer", "null"]}, ["5", "null"], ["true"]),
        ({"type": "array", "items": {"const": 1}, "minItems": 1}, ["[1]", "[1, 1]"], ["[]", "[2]"]),
        ({"type": "array", "items": {"const": 1}, "maxItems": 0}, ["[]"], ["[1]"]),
        (
            {"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}},
            ["{}", '{"a": 1}', '{"b": 2}', '{"a": 1, "b": 2}'],
            ['{"b": 2, "a": 1}', '{"a": 1, }', '{"c": 1}', '{, "b": 2}'],
        ),
    ],
)
def test_a_schema_allows_its_texts_and_no_others(
    schema: dict[str, Any], good: list[str], bad: list[str]
) -> None:
    grammar = json_grammar(schema)
    for text in good:
        after = match_prefix(grammar, text.encode())
        assert after is not None, text
        assert can_end(after), text
    for text in bad:
        after = match_prefix(grammar, text.encode())
        assert after is None or not can_end(after), text


def test_the_vocabulary_walk_finds_what_trying_every_token_finds() -> None:
    words = ['{"', "kind", '": "', "su", "sud", "sudoku", "do", "maze", "▁x", '"}', "é", "tru"]
    vocabulary = byte_vocabulary(*words)
    grammar = json_grammar(Everything.model_json_schema())
    for text in ("", '{"kind": "', '{"kind": "su', '{"kind": "maze", "colour": "bl'):
        state = match_prefix(grammar, text.encode())
        assert state is not None
        tried = [i for i, b in vocabulary.bytes_of.items() if match_prefix(state, b) is not None]
        assert sorted(vocabulary.matching(state)) == sorted(tried)
        assert tried


def test_a_schema_that_refers_to_itself_is_refused() -> None:
    tree = {"type": "object", "properties": {"next": {"$ref": "#"}}}
    with pytest.raises(ToolInputError, match="refers to itself"):
        json_grammar(tree)


def test_many_optional_properties_stay_cheap() -> None:
    names = [f"p{i}" for i in range(40)]
    schema = {"type": "object", "properties": {name: {"type": "boolean"} for name in names}}
    text = json.dumps({name: True for name in names[::3]})
    assert match_prefix(json_grammar(schema), text.encode()) is END


def test_a_repeat_counts() -> None:
    grammar = sequence(repeat(literal("ab"), 1, 2), literal("c"))
    for text, whole in (("abc", True), ("ababc", True), ("c", False), ("abababc", False)):
        assert (match_prefix(grammar, text.encode()) is END) is whole
    assert step(END, 65) is None
