"""Escapes: characters that mail and pages write as codes, such as `&middot;` and `=5F`.

They become what they stand for, and the text keeps its length: what a code leaves over becomes
marks without width. Only where several stand in a message, and never the signs of markup
themselves (`&lt;`, `&amp;`, `&nbsp;`), which other files look for.
"""

from __future__ import annotations

import html
import re

_BLOT = "\u200b"  # a space without width
_FEWEST = 4
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,10});")
_MARKUP = frozenset("<>&\"'\xa0\u2003\n\r\t")
_QUOTED = re.compile(
    r"Content-Transfer-Encoding: {0,2}quoted-printable|(?:(?:=20|=)\r?\n[^\n]{0,80}){3}", re.I
)
_BYTES = re.compile(r"(?:=[0-9A-F]{2})+|=(\r?\n)")


def unescaped(text: str) -> str:
    """A text with codes as the characters they stand for, of the same length.

    >>> unescaped("&middot;5&middot;3&middot;&middot;").replace("\u200b", "")
    '·5·3··'
    """
    if text.count("&") >= _FEWEST and len(_ENTITY.findall(text)) >= _FEWEST:
        text = _ENTITY.sub(_entity, text)
    if text.count("=") >= _FEWEST and _QUOTED.search(text):
        text = _BYTES.sub(_bytes, text)
    return text


def _entity(found: re.Match[str]) -> str:
    char = html.unescape(found[0])
    if len(char) != 1 or char in _MARKUP or not char.isprintable():
        return found[0]
    return char.ljust(len(found[0]), _BLOT)


def _bytes(found: re.Match[str]) -> str:
    """The characters of a run of bytes; a soft line end joins what it parts."""
    if found[1]:
        return _BLOT * len(found[0])
    raw = bytes.fromhex(found[0].replace("=", ""))
    return raw.decode("utf-8", "replace").ljust(len(found[0]), _BLOT)
