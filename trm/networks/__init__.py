"""What the recursion repeats."""

from .grid import GridNetwork, GridNetworkConfig
from .group import GroupNetwork, GroupNetworkConfig

__all__ = ["GridNetwork", "GridNetworkConfig", "GroupNetwork", "GroupNetworkConfig"]
