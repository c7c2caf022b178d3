"""Whether a request comes from where it should; the check of the service and of the web page.

A page in a browser can send requests to loopback under a name of its own (DNS rebinding) or with
its own Origin. What is said to it is each guard's own affair.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit


class Foreign(Enum):
    """What is wrong with a request's headers."""

    NO_HOST = auto()  # or several
    HOST = auto()  # not a name of ours
    ORIGIN = auto()  # another page's request


def foreign(scope: Any, names: Collection[str] | None) -> Foreign | None:
    """What makes a request one that is not for us; None where nothing does.

    Args:
        scope: of the request, as ASGI has it.
        names: in lower case, that may stand in its Host header, without the port; None: any.
    """
    hosts = values(scope, b"host")
    if len(hosts) != 1:
        return Foreign.NO_HOST
    if names is not None and _name_of(hosts[0]) not in names:
        return Foreign.HOST
    if any(_authority(origin) != hosts[0].lower() for origin in values(scope, b"origin")):
        return Foreign.ORIGIN
    return None


def values(scope: Any, name: bytes) -> list[str]:
    """What the headers of a name in lower case say."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _name_of(host: str) -> str:
    """The name in a Host header, in lower case, without port and brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _authority(origin: str) -> str | None:
    """The host and port of an origin in lower case; None for what is none, "null" included."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") else None
