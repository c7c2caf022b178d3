"""The curves as SVG, drawn by matplotlib (extra `plots`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart by dashes too, for who sees no colours.
_LINES = (
    ("right_so_far", "right at some step so far", "tab:green", "dashed"),
    ("right", "right at this step", "tab:blue", "solid"),
    ("right_at_halt", "right at the halting signal", "tab:orange", "dashdot"),
    ("lost", "right before, wrong at this step", "tab:red", "dotted"),
)

_STYLES = ("solid", "dashed", "dotted")  # of held-out sets


def plot(found: dict[str, Any], path: Path) -> None:
    """Draw what `curves` found; the same data give the same file.

    Args:
        found: of `tinyduo.evals.bench.curves.curves`.
        path: the SVG.

    Raises:
        ValueError: where matplotlib is not installed.
    """
    with _drawing(path) as figure:
        by_step, by_candidates = figure.subplots(1, 2, sharey=True)
        for key, label, colour, style in _LINES:
            rates = found["by_step"][key]
            by_step.plot(
                range(1, len(rates) + 1), rates, label=label, color=colour, linestyle=style
            )
        _dress(by_step, "supervision steps of one candidate", len(found["by_step"]["right"]))
        by_step.set_ylabel("share of puzzles")
        solved = found["by_candidates"]["solved"]
        by_candidates.step(range(1, len(solved) + 1), solved, where="post", color="tab:blue")
        _dress(by_candidates, "candidates, each answer verified", len(solved))
        figure.legend(loc="outside lower center", ncols=len(_LINES), fontsize="small")
        figure.suptitle(
            f"{found['kind']}, {found['puzzles']}: n = {found['n']}, seed {found['seed']}, "
            f"weights {found['weights']}",
            fontsize="medium",
        )


def plot_learning(runs: Sequence[dict[str, Any]], path: Path, *, clock: str) -> None:
    """Draw learning curves beside each other; the same data give the same file.

    Args:
        runs: of `tinyduo.evals.bench.learning.read_runs`.
        path: the SVG.
        clock: what the seconds are of.

    Raises:
        ValueError: where matplotlib is not installed.
    """
    with _drawing(path) as figure:
        by_seconds, by_puzzles = figure.subplots(1, 2, sharey=True)
        for axes, axis in ((by_seconds, "seconds"), (by_puzzles, "puzzles")):
            for number, run in enumerate(runs):
                for rates, style in zip(run["rates"].items(), cycle(_STYLES)):
                    axes.plot(
                        run[axis],
                        rates[1],
                        label=f"{run['name']}, {rates[0]}" if axes is by_seconds else None,
                        color=f"C{number}",
                        linestyle=style,
                    )
            axes.set_xscale("log")  # most is learned in the first tenth of a run
            axes.set_ylim(-0.02, 1.02)
            axes.grid(alpha=0.3)
        by_seconds.set_xlabel(f"{clock} of training")
        by_seconds.set_ylabel("exact on unseen puzzles")
        by_puzzles.set_xlabel("puzzles drawn")
        figure.legend(loc="outside lower center", ncols=2, fontsize="small")


@contextmanager
def _drawing(path: Path) -> Iterator[Figure]:
    """A figure that is written to `path` at the end."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ValueError("curves need matplotlib; run: pip install 'tinyduo[plots]'") from error
    # Text stays text, and the ids inside do not change from run to run.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tinyduo"}):
        figure = Figure(figsize=(10, 4), layout="constrained")
        yield figure
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None})


def _dress(axes: Axes, label: str, last: int) -> None:
    """Axes from 0 to 1 over doublings up to `last`."""
    axes.set_xscale("log", base=2)
    axes.set_xlim(1, max(last, 2))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel(label)
    axes.grid(alpha=0.3)
