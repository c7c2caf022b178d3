"""Suites: what is asked, and what is true of it."""

from .item import Item, fingerprint
from .table import SUITES, Suite, load_items

__all__ = ["SUITES", "Item", "Suite", "fingerprint", "load_items"]
