"""Arms: ways of answering, which share model, items and prompts."""

from .outcome import Arm, Outcome
from .table import ARMS, ArmSettings, make_arms

__all__ = ["ARMS", "Arm", "ArmSettings", "Outcome", "make_arms"]
