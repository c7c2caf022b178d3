"""The error tree: everything tinyduo raises on purpose derives from `TinyduoError`.

    TinyduoError
    ├── ToolInputError        input that cannot be processed; names the mend (a ValueError too)
    ├── LLMUnavailableError   no language model: not fetched, too slow, prompt too long
    ├── BusyError             too many calls wait already; worth another try in a while
    └── DeadlineError         a call was ended because its time was over

A wrong or missing answer is not an error: the statuses of `tinyduo.trm.puzzles` are results.
`trm/` raises built-in errors; `tools/` translates them. Messages are one line.
"""

from __future__ import annotations


class TinyduoError(Exception):
    """Anything tinyduo raises on purpose; `str(error)` is one line for people."""


class ToolInputError(TinyduoError, ValueError):
    """Input that cannot be processed; goes back to the model, which may try again."""


class LLMUnavailableError(TinyduoError):
    """The language model cannot speak now; the caller goes on without it."""


class BusyError(TinyduoError):
    """Too many calls wait already; worth another try in a while."""


class DeadlineError(TinyduoError):
    """A call was ended because its time was over."""
