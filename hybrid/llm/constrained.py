"""Constrained decoding: a JSON schema becomes a grammar, and the grammar says which tokens fit.

The JSON has one layout, that of `json.dumps`, with properties in the schema's order. It bounds
what a model may write, not whether it is true: a grammar buys valid JSON, not a right answer.
`pattern`, `format` and recursive schemas are not covered; validate the result as usual.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from ...tools.errors import ToolInputError
from .grammar import (
    END,
    Grammar,
    can_end,
    either,
    literal,
    match_prefix,
    one_of,
    repeat,
    sequence,
    shortest,
    step,
)

_MAX_STRING = (
    400  # characters where the schema names no limit: small models do not stop by themselves
)
_MAX_ITEMS = 64  # array items, likewise
_MAX_DEPTH = 16  # levels of a schema; deeper means that it refers to itself
_MAX_SPAN = 1000  # integer ranges up to this wide are listed exactly


def json_grammar(schema: Mapping[str, Any]) -> Grammar:
    """The grammar of a schema's JSON texts.

    Args:
        schema: a JSON schema of objects, arrays, enums, strings, numbers, booleans, nulls.

    Returns:
        A grammar for `Guide`.

    Raises:
        ToolInputError: the schema refers to itself.
    """
    return _value(schema, schema, 0)


def _value(schema: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> Grammar:
    if depth > _MAX_DEPTH:
        raise ToolInputError(
            f"schema: deeper than {_MAX_DEPTH} levels, or it refers to itself; flatten it"
        )
    if isinstance(reference := schema.get("$ref"), str):
        found: Any = root
        for key in filter(None, reference.removeprefix("#").split("/")):
            found = found[key]
        return _value(found, root, depth + 1)
    if "const" in schema:
        return _dumped(schema["const"])
    if "enum" in schema:
        return either(map(_dumped, schema["enum"]))
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return either(_value(option, root, depth + 1) for option in schema[key])
    if len(schema.get("allOf", ())) == 1:  # how pydantic v1 refers to a class
        return _value(schema["allOf"][0], root, depth + 1)
    kind = schema.get("type")
    if isinstance(kind, list):
        return either(_value({**schema, "type": one}, root, depth + 1) for one in kind)
    match kind:
        case "object":
            return _object(schema, root, depth)
        case "array":
            return _array(schema, root, depth)
        case "string":
            low, high = schema.get("minLength", 0), schema.get("maxLength", _MAX_STRING)
            return sequence(literal('"'), repeat(_character(), low, high), literal('"'))
        case "integer":
            return _integer(schema)
        case "number":
            digits = one_of(frozenset(b"0123456789"))
            fraction = sequence(literal("."), repeat(digits, 1, 6))
            return sequence(_integer(_whole_limits(schema)), either([END, fraction]))
        case "boolean":
            return either([literal("true"), literal("false")])
        case "null":
            return literal("null")
    return either(
        _value({"type": name}, root, depth + 1) for name in ("string", "number", "boolean", "null")
    )


def _dumped(value: Any) -> Grammar:
    return literal(json.dumps(value, ensure_ascii=False))


def _object(schema: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> Grammar:
    properties = list(schema.get("properties", {}).items())
    required = set(schema.get("required", ()))

    @cache
    def members(start: int, first: bool) -> Grammar:
        if start == len(properties):
            return END
        name, value = properties[start]
        key = json.dumps(name, ensure_ascii=False)
        member = sequence(
            literal(f"{key}: " if first else f", {key}: "), _value(value, root, depth + 1)
        )
        with_it = sequence(member, members(start + 1, False))
        return with_it if name in required else either([with_it, members(start + 1, first)])

    return sequence(literal("{"), members(0, True), literal("}"))


def _array(schema: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> Grammar:
    low = schema.get("minItems", 0)
    high = max(low, schema.get("maxItems", _MAX_ITEMS))
    item = _value(schema.get("items") or {}, root, depth + 1)
    more = repeat(sequence(literal(", "), item), max(low - 1, 0), high - 1)
    filled = sequence(item, more)
    inside = END if high <= 0 else filled if low > 0 else either([END, filled])
    return sequence(literal("["), inside, literal("]"))


def _whole_limits(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A number's limits as far as its whole part is concerned: only the sign is kept."""
    return {"minimum": 0} if schema.get("minimum", -1) >= 0 else {}


def _integer(schema: Mapping[str, Any]) -> Grammar:
    low, high = schema.get("minimum"), schema.get("maximum")
    low = schema["exclusiveMinimum"] + 1 if "exclusiveMinimum" in schema else low
    high = schema["exclusiveMaximum"] - 1 if "exclusiveMaximum" in schema else high
    if low is not None and high is not None and 0 <= high - low <= _MAX_SPAN:
        return either(literal(str(n)) for n in range(int(low), int(high) + 1))
    digits = one_of(frozenset(b"0123456789"))
    leading = one_of(frozenset(b"123456789"))
    size = 15 if high is None else max(len(str(abs(int(high)))), 1)
    plain = either([literal("0"), sequence(leading, repeat(digits, 0, size - 1))])
    return plain if low is not None and low >= 0 else sequence(either([END, literal("-")]), plain)


@cache
def _character() -> Grammar:
    """One character inside a JSON string: UTF-8 without control characters, or an escape."""

    def span(low: int, high: int) -> Grammar:
        return one_of(frozenset(range(low, high + 1)))

    rest = span(0x80, 0xBF)
    plain = one_of(frozenset(range(0x20, 0x7F)) - frozenset(b'"\\'))
    return either(
        [
            plain,
            sequence(literal("\\"), one_of(frozenset(b'"\\/bfnrt'))),
            sequence(span(0xC2, 0xDF), rest),
            sequence(span(0xE0, 0xE0), span(0xA0, 0xBF), rest),  # no overlong forms
            sequence(span(0xE1, 0xEC), rest, rest),
            sequence(span(0xED, 0xED), span(0x80, 0x9F), rest),  # no surrogates
            sequence(span(0xEE, 0xEF), rest, rest),
            sequence(span(0xF0, 0xF0), span(0x90, 0xBF), rest, rest),
            sequence(span(0xF1, 0xF3), rest, rest, rest),
            sequence(span(0xF4, 0xF4), span(0x80, 0x8F), rest, rest),
        ]
    )


class Vocabulary:
    """The bytes of every token, sorted, so that tokens with a common start lie together."""

    def __init__(self, words: Mapping[int, str]) -> None:
        """Take token spellings as the tokenizer writes them.

        Args:
            words: token id to spelling; byte-level (GPT-2) and SentencePiece forms are known.
        """
        byte_level = any("Ġ" in word for word in words.values())  # how it spells a space
        spell = _byte_level if byte_level else _sentence_piece
        self.bytes_of = {i: spell(word) for i, word in words.items()}
        pairs = sorted((spelled, i) for i, spelled in self.bytes_of.items() if spelled)
        self._words = [spelled for spelled, _ in pairs]
        self._ids = [i for _, i in pairs]

    def matching(self, grammar: Grammar) -> list[int]:
        """All tokens that may come next, in no order of merit."""
        found: list[int] = []
        self._walk(grammar, 0, len(self._words), 0, found)
        return found

    def _walk(self, state: Grammar, start: int, stop: int, depth: int, found: list[int]) -> None:
        """Collect from words[start:stop]; `state` has read their first `depth` bytes."""
        while start < stop and len(self._words[start]) == depth:
            found.append(self._ids[start])
            start += 1
        while start < stop:
            prefix = self._words[start][: depth + 1]
            after = prefix[:-1] + bytes((prefix[-1] + 1,)) if prefix[-1] < 255 else None
            end = stop if after is None else bisect_left(self._words, after, start, stop)
            if (following := step(state, prefix[-1])) is not None:
                self._walk(following, start, end, depth + 1, found)
            start = end


class Guide:
    """Follows one reply through a grammar."""

    def __init__(self, grammar: Grammar, vocabulary: Vocabulary, end_ids: Iterable[int]) -> None:
        self._state = grammar
        self._written = bytearray()
        self._vocabulary = vocabulary
        self._end_ids = frozenset(end_ids)

    @property
    def finished(self) -> bool:
        """True when nothing more may come."""
        return self._state is END

    def among(self, ranked: Sequence[int]) -> list[int]:
        """Those of some tokens that may come next."""
        return [token for token in ranked if self._fits(token)]

    def all_allowed(self) -> list[int]:
        """All tokens that may come next."""
        ends = [token for token in self._end_ids if can_end(self._state)]
        return self._vocabulary.matching(self._state) + ends

    def advance(self, token: int) -> None:
        """Take a token that may come next."""
        spelled = self._vocabulary.bytes_of[token]
        following = match_prefix(self._state, spelled)
        assert following is not None, "the token was not allowed"
        self._state = following
        self._written += spelled

    def text(self) -> str:
        """What was written; where it was cut off, closed in the shortest way."""
        return (bytes(self._written) + shortest(self._state)).decode()

    def _fits(self, token: int) -> bool:
        if token in self._end_ids:
            return can_end(self._state)
        spelled = self._vocabulary.bytes_of.get(token)
        return bool(spelled) and match_prefix(self._state, spelled) is not None


@cache
def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable stand-ins for the 256 bytes."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {chr(byte): byte for byte in shown}
    hidden = (byte for byte in range(256) if byte not in set(shown))
    return table | {chr(0x100 + i): byte for i, byte in enumerate(hidden)}


def _byte_level(word: str) -> bytes:
    table = _byte_alphabet()
    if not all(char in table for char in word):  # an added token, spelled as it is
        return word.encode()
    return bytes(table[char] for char in word)


def _sentence_piece(word: str) -> bytes:
    if len(word) == 6 and word.startswith("<0x") and word.endswith(">"):
        return bytes((int(word[3:5], 16),))
    return word.replace("▁", " ").encode()
