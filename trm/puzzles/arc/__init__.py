"""ARC: grids as tokens, augmented copies of tasks, and the vote over them. No torch here."""

from .augmentation import Augmentation
from .official_form import Grid, grid_hash, of_tokens, tokens_of
from .vote import Candidate, Prediction, ranked, share_solved, submission_of

__all__ = [
    "Augmentation",
    "Candidate",
    "Grid",
    "Prediction",
    "grid_hash",
    "of_tokens",
    "ranked",
    "share_solved",
    "submission_of",
    "tokens_of",
]
