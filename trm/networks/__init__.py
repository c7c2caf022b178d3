"""What the recursion repeats."""

from .group import GroupNetwork, GroupNetworkConfig

__all__ = ["GroupNetwork", "GroupNetworkConfig"]
