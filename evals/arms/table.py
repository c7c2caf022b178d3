"""Arms by name, and `make_arms`, which makes those asked for from one set of settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from langchain_core.language_models.chat_models import BaseChatModel

from ...trm.result import Budget
from ...trm.solving.arc.result import ArcBudget
from ..endpoint import Patience
from .alone import SAMPLES, Alone
from .exact import Exact
from .networks import Oracle, Single
from .outcome import Arm
from .recorded import Recorded
from .turns import Turns


@dataclass(frozen=True, slots=True)
class ArmSettings:
    """What all arms of a run share."""

    llm: BaseChatModel | None = None
    seed: int = 0
    budget: Budget | None = None
    arc_budget: ArcBudget | None = None
    weights: str | None = None
    device: str = "cpu"
    samples: int = SAMPLES
    max_tokens: int | None = None
    cot_tokens: int | None = None  # where a model thinks first; None: as many
    llm_seconds: float | None = None
    patience: Patience = field(default_factory=Patience)
    recorded: Recorded | None = None  # answers to ARC tasks that are there already


@dataclass(frozen=True, slots=True)
class ArmSort:
    """A way of answering, before it is made."""

    title: str  # for people
    needs_llm: bool
    make: Callable[[str, ArmSettings], Arm]


def _alone(style: str, pick: str = "majority", *, many: bool = False) -> Callable[..., Arm]:
    def make(name: str, settings: ArmSettings) -> Arm:
        assert settings.llm is not None
        return Alone(
            name,
            settings.llm,
            style,
            settings.samples if many else 1,
            pick,
            settings.seed,
            (settings.cot_tokens if style == "cot" else None) or settings.max_tokens,
            settings.llm_seconds,
            settings.patience,
        )

    return make


def _turns(solver: str = "trm", *, llm: bool = True) -> Callable[..., Arm]:
    def make(name: str, settings: ArmSettings) -> Arm:
        return Turns(
            name,
            settings.llm if llm else None,
            solver,
            settings.seed,
            settings.budget or Budget(),
            settings.arc_budget,
            settings.weights,
            settings.device,
            settings.llm_seconds,
            settings.patience,
            settings.recorded,
        )

    return make


def _oracle(name: str, settings: ArmSettings) -> Arm:
    return Oracle(
        name,
        settings.seed,
        settings.budget or Budget(),
        settings.arc_budget,
        settings.weights,
        settings.device,
        settings.recorded,
    )


def _single(name: str, settings: ArmSettings) -> Arm:
    return Single(name, settings.seed, weights=settings.weights, device=settings.device)


ARMS = {
    "llm": ArmSort("the LLM alone, directly", True, _alone("direct")),
    "llm-cot": ArmSort("the LLM alone, thinking first", True, _alone("cot")),
    "llm-k": ArmSort("the LLM alone, majority of samples", True, _alone("direct", many=True)),
    "llm-verify": ArmSort(
        "the LLM alone, the verifier picks a sample",
        True,
        _alone("direct", "verifier", many=True),
    ),
    "hybrid": ArmSort("LLM, reader, TRM and verifier", True, _turns()),
    "reader-trm": ArmSort("the hybrid without an LLM", False, _turns(llm=False)),
    "llm-exact": ArmSort("the hybrid with an exact solver for TRM", True, _turns("exact")),
    "trm-oracle": ArmSort("TRM and verifier, told the true grid", False, _oracle),
    "trm-single": ArmSort("one pass of TRM, told the true grid", False, _single),
    "exact": ArmSort("exact solver, told the true grid", False, lambda name, _: Exact(name)),
}


DEFAULTS = ("llm", "hybrid", "reader-trm", "trm-oracle", "trm-single", "exact")


def make_arms(names: Sequence[str], settings: ArmSettings) -> list[Arm]:
    """The arms asked for.

    Args:
        names: of `ARMS`; none: those of `DEFAULTS` that can run with the model that is there.
        settings: what they share.

    Raises:
        ValueError: for a name that there is not, or an arm that needs a model where none is.
    """
    chosen = list(dict.fromkeys(names)) or [
        name for name in DEFAULTS if settings.llm is not None or not ARMS[name].needs_llm
    ]
    for name in chosen:
        if name not in ARMS:
            raise ValueError(f"no arm {name[:40]!r}, expected one of {', '.join(ARMS)}")
        if ARMS[name].needs_llm and settings.llm is None:
            raise ValueError(f"arm {name!r} needs a language model; name one by --llm")
    return [ARMS[name].make(name, settings) for name in chosen]
