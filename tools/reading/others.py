"""Others: ARC tasks, recognised so that they are never read as Sudokus or mazes.

Recognised only, not read: an ARC task shows inputs and outputs.
"""

from __future__ import annotations

import re

_ARC_JSON = re.compile(
    r"['\"]?(?:train"
    r"|test)['\"]?\s{0,9}[:=]\s{0,9}\[\s{0,20}\{?\s{0,20}['\"(]?\s{0,9}(?:input|output|\[)",
    re.I,
)
_ARC_WORD = re.compile(
    r"\bARC(?:[- ]?AGI)?(?:[- ]?[12])?\b(?=[^\n]{0,40}(?:task|puzzle|problem"
    r"|\b[0-9a-f]{8}\b))|\barc[- ]agi\b|\barc task",
    re.I,
)
_ARC_LABEL = re.compile(
    r"^[\W_]{0,8}(?:(?:train(?:ing)?|test|example|demo(?:nstration)?|pair|beispiel|ejemplo"
    r"|exemple)[^\n]{0,20})?\b(in|input|out|output|eingabe|ausgabe|entrada|salida|entr[ée]e"
    r"|sortie)\b[^\n]{0,16}$",
    re.IGNORECASE | re.MULTILINE,
)
_ARC_NAME = re.compile(r"\b(?:train|test)_?(?:in|out)(?:put)?s?\d?\b", re.IGNORECASE)
_ARC_ARROW = re.compile(r"\] {0,3}[\])] {0,3}(?:->|→|=>|becomes|gives) {0,3}[\[(] {0,3}\[ {0,3}\d")
_LISTS = re.compile(r"\[\s{0,9}\[\s{0,9}\d")
_ARC_SIDE = re.compile(r"\b(in|out)(?:put)?s?\b[ \d]{0,4}[:=]", re.IGNORECASE)
_COLOUR = re.compile(
    r"\b(?:black|blue|red|green|yellow|gr[ae]y|pink|magenta|fuchsia|orange|cyan|azure|teal|maroon"
    r"|brown)\b|[🟥🟦🟩🟨🟧🟪🟫⬛⬜]",
    re.IGNORECASE,
)


def is_arc(text: str) -> bool:
    """Whether a message shows an ARC task, or names one."""
    if _ARC_JSON.search(text) or _ARC_WORD.search(text) or _ARC_ARROW.search(text):
        return True
    if len(set(_ARC_NAME.findall(text))) > 1 and _LISTS.search(text):
        return True
    coloured = len(_COLOUR.findall(text)) >= 8
    sides = {found[1].lower() for found in _ARC_SIDE.finditer(text)}
    labels = {found[1].lower()[0] for found in _ARC_LABEL.finditer(text)}
    if coloured and (len(sides) > 1 or len(labels) > 1):
        return True
    return len(labels) > 1 and any(char.isdecimal() for char in text)
