"""What a service is told when it starts; whatever would be unsafe or senseless is refused here."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...tools.catalogue import ToolWeights
from ...tools.errors import ToolInputError
from ...tools.running import MAX_SECONDS
from ...tools.solving import DEFAULT_BUDGET_S, MAX_BUDGET_S

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAX_WORKERS = 8  # started unasked: each holds 0.4 GB
MIN_TOKEN = 16  # characters: a shorter one can be guessed


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service runs.

    Raises:
        ToolInputError: for a host that others can reach without a token, and for numbers out of
            range.
    """

    host: str = LOOPBACK[0]  # address to listen on
    port: int = 8000  # 0: any that is free
    token: str | None = field(default=None, repr=False)  # bearer token; None: nobody is asked
    allowed_hosts: tuple[str, ...] = ()  # further names in Host headers; "*": all
    llm: str | BaseChatModel | None = "embedded"  # as for `Hybrid`
    llm_seconds: float | None = None  # that it may take of a message; None: the hybrid's own
    workers: int = 0  # processes that compute; 0: threads of this one
    queue: int = 128  # calls under way, waiting ones included; one more is told "busy"
    budget_s: float = DEFAULT_BUDGET_S  # seconds a puzzle in a message may take
    max_seconds: float = MAX_SECONDS  # what a call's own budget is cut down to
    grace_s: float = 10.0  # seconds beyond its budget before a call is ended
    seed: int = 0  # of the solver
    weights: ToolWeights = field(default_factory=ToolWeights)
    max_body: int = 256 * 1024  # bytes of a request
    body_s: float = 10.0  # seconds in which a request's body must have come

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK and self.token is None:
            raise ToolInputError(
                f"--host {self.host}: others could reach the service there, so it needs a token; "
                "set TINYDUO_TOKEN or give --token-file"
            )
        if self.token is not None and not _is_token(self.token):
            raise ToolInputError(
                f"the token: expected {MIN_TOKEN} or more printable ASCII characters without "
                f"spaces, got {len(self.token)} characters"
            )
        if not 0 <= self.port < 2**16:
            raise ToolInputError(f"--port: expected 0 to 65535, got {self.port}")
        if self.queue < 1:
            raise ToolInputError(f"--queue: expected 1 or more calls, got {self.queue}")
        if self.workers < 0:
            raise ToolInputError(f"--workers: expected 0 or more processes, got {self.workers}")
        for name, seconds in (("--budget", self.budget_s), ("--max-seconds", self.max_seconds)):
            if not 0 < seconds <= MAX_BUDGET_S:
                raise ToolInputError(
                    f"{name}: expected more than 0 and at most {MAX_BUDGET_S:.0f} seconds, "
                    f"got {seconds}"
                )

    @property
    def names(self) -> frozenset[str]:
        """The names that may stand in a Host header, without the port."""
        own = () if self.host in ("0.0.0.0", "::") else (self.host,)
        return frozenset(
            name.lower().strip("[]") for name in (*LOOPBACK, *own, *self.allowed_hosts)
        )


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_token(token: str) -> bool:
    return len(token) >= MIN_TOKEN and all("!" <= character <= "~" for character in token)
