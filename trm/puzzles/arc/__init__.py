"""ARC: tasks, files, lists, output sizes, scores; grids as tokens, copies, votes. No torch here.

The form of ARC Prize submissions (`prize`) and the measures of grids are imported by their names.
"""

from .answers import Answers, Submission, kaggle_of, read_submission, write_kaggle
from .augmentation import Augmentation
from .notation import from_json, parse, read_file, to_json
from .official_form import Grid, grid_hash, of_tokens, tokens_of
from .scoring import Rate, Score, TaskScore, score, score_task
from .size_rules import SizeGuess, SizeRule, output_sizes, size_rules
from .suites import SUITES, Suite, find_task, fingerprint, load_suite, pick
from .task import ArcItem, ArcTask, Demonstration, as_grid, size_name
from .vote import Candidate, Prediction, ranked, share_solved, submission_of

__all__ = [
    "SUITES",
    "Answers",
    "ArcItem",
    "ArcTask",
    "Augmentation",
    "Candidate",
    "Demonstration",
    "Grid",
    "Prediction",
    "Rate",
    "Score",
    "SizeGuess",
    "SizeRule",
    "Submission",
    "Suite",
    "TaskScore",
    "as_grid",
    "find_task",
    "fingerprint",
    "from_json",
    "grid_hash",
    "kaggle_of",
    "load_suite",
    "of_tokens",
    "output_sizes",
    "parse",
    "pick",
    "ranked",
    "read_file",
    "read_submission",
    "score",
    "score_task",
    "share_solved",
    "size_name",
    "size_rules",
    "submission_of",
    "to_json",
    "tokens_of",
    "write_kaggle",
]
