"""Who may come in: a bounded number of calls, each with a deadline; and nobody at the end.

Whoever finds no room is told so at once: a client that waits in a long line without knowing is
worse off than one that comes again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ...tools.errors import BusyError, DeadlineError


class Gate:
    """Counts the calls under way.

    Args:
        limit: calls at a time, waiting ones included.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.active = 0
        self.closing = False

    @asynccontextmanager
    async def call(self, what: str, seconds: float) -> AsyncIterator[None]:
        """A call, from its coming in to its end.

        Args:
            what: is done, for the error.
            seconds: it may take altogether.

        Raises:
            BusyError: there is no room, or the service is closing.
            DeadlineError: the call took longer.
        """
        if self.closing:
            raise BusyError("the service is shutting down; try again elsewhere, or later")
        if self.active >= self.limit:
            raise BusyError(f"busy: {self.active} calls are under way; try again in a few seconds")
        self.active += 1
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            raise DeadlineError(
                f"{what} was not done after {seconds:.0f} seconds; try again later, or with a "
                "smaller budget"
            ) from None
        finally:
            self.active -= 1
