"""ARC task in, two attempts out, by an official TRM network.

A task that the network was trained on is replayed: each augmented copy is asked by its own
puzzle embedding, and the copies vote. Any other task must be learnt first, for without an
embedding of its own an official network knows nothing of it: new embeddings and all weights are
fine-tuned on the demonstrations. That is work for a GPU; on a CPU it is refused, unless forced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import perf_counter

from ...checkpoint import Weights, load_weights
from ...networks.official import OfficialNetwork
from ...puzzles.arc.official_form import SIDE, VOCABULARY
from ...puzzles.arc.task import ArcTask
from ...puzzles.status import Status
from ...training.arc_finetune import FineTuning, Learning, Tuned, fine_tune
from ..arc.result import ArcBudget, ArcProgress, ArcResult, SelfCheck
from .cost import measured_cost
from .known import Copies, file_of, fresh_copies, known_copies, usual_row
from .views import attempts_of, network_of, predictions

VIEWS = 1001  # of the official vote: the task itself and a thousand augmented copies
_LEARNING_SHARE = 0.7  # of the budget; the rest is for the vote
_SIZE = "as large as the network drew it"
_UNCALIBRATED = (
    "p_correct is not calibrated: it is the share of the votes times the network's mean halting "
    "probability"
)


def solve_arc_official(
    task: ArcTask,
    *,
    name: str | None = None,
    weights: str | Weights,
    budget: ArcBudget | None = None,
    seed: int = 0,
    views: int = VIEWS,
    force: bool = False,
    device: str = "cpu",
    report: Callable[[ArcProgress], None] | None = None,
    recipe: FineTuning | None = None,
) -> ArcResult:
    """Solve an ARC task with weights of an official ARC checkpoint.

    Args:
        task: the task.
        name: its id. If the weights know it they are asked by it; otherwise, and without a
            name, the task is learnt.
        weights: of an official ARC network, by name, path, or loaded.
        budget: limits; `steps` are updates of learning. Where the seconds end earlier, what has
            been learnt and voted by then counts; the first copy is answered in any case.
        seed: of the copies of a new task, and of learning.
        views: copies that vote, the task itself first.
        force: learn a new task on a CPU too.
        device: where to run, if the weights are not loaded yet.
        report: called now and then.
        recipe: how a new task is learnt.

    Returns:
        `predicted`, with what its `p_correct` is worth in `reason`; or `unsupported`, where a new
        task was not learnt, with the reason.

    Raises:
        ValueError: for weights that are not there, or of another network, or whose puzzle
            embeddings cannot be read; for less than one view.
    """
    if views < 1:
        raise ValueError(f"{views} views, expected at least 1")
    file = file_of(weights)
    loaded = weights if isinstance(weights, Weights) else load_weights(weights, device=device)
    _check(loaded)
    run = _Run(task, loaded, budget or ArcBudget(), report)
    known = known_copies(name.lower(), file) if name and file else None
    if known is not None:
        return run.replay(known.first(views))
    blank = loaded.model.state_dict()["network.puzzle_emb.weights"][0].cpu()
    copies = fresh_copies(task, views, usual_row(file, blank), seed)
    stranger = f"weights {loaded.name!r} have no puzzle embedding of " + (
        f"the task {name!r:.60}" if name else "a task without an id"
    )
    if name and file is None:
        stranger += " that could be found (it is looked for beside weights given by name or path)"
    return run.learn(copies, recipe or FineTuning(), seed, force=force, stranger=stranger)


def is_official(weights: Weights) -> bool:
    """Whether weights are of an official ARC network, so that this solver is the one for them."""
    return isinstance(weights.model.network, OfficialNetwork) and weights.puzzles == "arc"


@dataclass(slots=True)
class _Run:
    """One task on its way."""

    task: ArcTask
    weights: Weights
    budget: ArcBudget
    report: Callable[[ArcProgress], None] | None
    began: float = 0.0

    def __post_init__(self) -> None:
        self.began = perf_counter()

    def replay(self, copies: Copies) -> ArcResult:
        """Ask a network that knows the task."""
        return self._voted(copies, None)

    def learn(
        self, copies: Copies, recipe: FineTuning, seed: int, *, force: bool, stranger: str
    ) -> ArcResult:
        """Learn the task, then vote; or say what that would cost."""
        model = self.weights.model
        updates = min(recipe.config.updates, self.budget.steps or recipe.config.updates)
        recipe = recipe.of(updates)
        if next(model.parameters()).device.type == "cpu" and not force:
            cost = measured_cost(model, self.task, copies, recipe)
            return self._result(
                Status.UNSUPPORTED,
                (),
                reason=f"{stranger}, and to learn it on this CPU would take {cost}; use a GPU "
                "(device cuda), fewer views, other weights, or force it",
            )

        def told(learning: Learning) -> None:
            self._tell("learning", learning, _LEARNING_SHARE * learning.updates / updates)

        tuned = fine_tune(
            model,
            self.task.demonstrations,
            copies.augmentations,
            copies.rows,
            recipe=recipe,
            seed=seed,
            ends=self._ends(_LEARNING_SHARE),
            report=told,
        )
        learnt = f"{stranger}; learnt it in {tuned.learning.updates:,} of {updates:,} updates"
        return self._voted(Copies(copies.augmentations, tuned.rows), tuned, note=f"{learnt}. ")

    def _voted(self, copies: Copies, tuned: Tuned | None, note: str = "") -> ArcResult:
        """The result of a vote of the copies."""
        model = tuned.model if tuned else self.weights.model
        learning = tuned.learning if tuned else Learning(0, 0.0, 0.0)
        before = _LEARNING_SHARE if tuned else 0.0

        def told(views: int) -> None:
            self._tell("voting", learning, before + (1 - before) * views / len(copies))

        found = predictions(model, self.task.tests, copies, ends=self._ends(), seen=told)
        ran = len(found[-1])
        votes = f"{ran:,} of {len(copies):,} copies voted" if ran < len(copies) else ""
        return self._result(
            Status.PREDICTED,
            tuple(map(attempts_of, found)),
            check=self._checked(copies, tuned) if tuned else None,
            sizes=(_SIZE,) * len(self.task.tests),
            reason=note + "; ".join(filter(None, [votes, _UNCALIBRATED])),
            steps=learning.updates,
        )

    def _checked(self, copies: Copies, tuned: Tuned) -> SelfCheck:
        """How many demonstrations the task itself gives again. None was held out of learning."""
        pairs = self.task.demonstrations
        inputs = [pair.input for pair in pairs]
        found = predictions(tuned.model, inputs, copies.first(1), ends=self._ends())
        reproduced = sum(one[0].grid == pair.output for one, pair in zip(found, pairs, strict=True))
        return SelfCheck(0, 0, reproduced, len(pairs))

    def _result(
        self,
        status: Status,
        answers: tuple,
        *,
        reason: str,
        check: SelfCheck | None = None,
        sizes: tuple[str, ...] = (),
        steps: int = 0,
    ) -> ArcResult:
        return ArcResult(
            status=status,
            answers=answers,
            check=check,
            sizes=sizes,
            reason=reason,
            steps=steps,
            seconds=perf_counter() - self.began,
            weights=self.weights.name,
        )

    def _ends(self, share: float = 1.0) -> float:
        """When so much of the seconds is used."""
        seconds = self.budget.seconds
        return inf if seconds is None else self.began + share * seconds

    def _tell(self, stage: str, learning: Learning, done: float) -> None:
        """Report how far the run is: by its work or by its time, whatever ends first."""
        if not self.report:
            return
        if self.budget.seconds is not None:
            done = max(done, (perf_counter() - self.began) / self.budget.seconds)
        self.report(
            ArcProgress(stage, learning.updates, min(1.0, done), learning.loss, learning.fitted)
        )


def _check(weights: Weights) -> None:
    """Raise `ValueError` unless the weights are of an official ARC network of the usual sizes."""
    if not is_official(weights):
        raise ValueError(f"weights {weights.name!r} are not of an official ARC network")
    config = network_of(weights.model).config
    if (config.cells, config.vocabulary) != (SIDE * SIDE, VOCABULARY) or not config.puzzle_width:
        raise ValueError(
            f"weights {weights.name!r} are of a network with {config.cells} cells, "
            f"{config.vocabulary} tokens and puzzle embeddings of {config.puzzle_width} numbers; "
            f"expected {SIDE * SIDE}, {VOCABULARY} and some"
        )
