"""The web chat of `tinyduo web`: one page, a conversation for each browser tab (extra web)."""

from .tab_chat import Shared, TabChat

__all__ = ["Shared", "TabChat"]
