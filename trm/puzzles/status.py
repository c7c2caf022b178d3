"""The status of a request: one enum for Python, JSON, tools and evals."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What came of a request. Its value is what JSON shows."""

    SOLVED = "solved"  # the answer is verified, and no other was found
    PREDICTED = "predicted"  # an answer that nobody verified
    UNSOLVED = "unsolved"  # the best try is attached, not verified
    CONTRADICTION = "contradiction"  # no answer exists; the offending cells are named
    MULTIPLE = "multiple"  # more than one answer; one or two are shown
    MALFORMED = "malformed"  # no whole grid could be read; what is missing is named
    UNSUPPORTED = "unsupported"  # a puzzle we do not do, said plainly
    NONE = "none"  # no puzzle in the message
