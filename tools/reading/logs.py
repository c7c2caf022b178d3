"""Logs: what chats and programs put before every line, a time and who spoke, blotted out.

"12/03/24, 19:04 - Kim: 5 1 6 7 ..." is a row with a head. Where several lines begin with a time
of the same form, what comes before their words becomes marks without width, so that every notation
sees the lines as they were sent. The text keeps its length.
"""

from __future__ import annotations

import re

_BLOT = "\u200b"  # a space without width
_FEWEST = 4  # lines that make a log
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_HEAD = re.compile(
    rf"^[ \t]*(?:\[(?:{_DAY},? ?)?{_CLOCK}\]|{_DAY}(?:,? |T){_CLOCK}(?:Z|[+-]\d\d:?\d\d)?"
    rf"|<?{_CLOCK}>?(?= ?[-–|] | [^\W\d_]))(?: ?[-–|])?[ \t]?"
    r"(?:<?[^\W\d_][\w .'’]{0,30}>?:(?: |(?=\n|\Z)))?",
    re.MULTILINE,
)  # fmt: skip


def without_heads(text: str) -> str:
    """A text without the heads of its lines, where it is a log; of the same length."""
    found = list(_HEAD.finditer(text))
    if len(found) < _FEWEST:
        return text
    parts, at = [], 0
    for head in found:
        parts += [text[at : head.start()], _BLOT * (head.end() - head.start())]
        at = head.end()
    return "".join([*parts, text[at:]])
