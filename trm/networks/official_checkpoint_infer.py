"""What an official checkpoint does not say, read off its shapes.

A checkpoint holds parameters only. Most sizes follow from their shapes. What does not follow
(the numbers of updates, heads, rotary positions) comes from the all_config.yaml beside it;
without one the published recipe of its kind of puzzle is taken, and `Inferred.assumed` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite, isqrt
from typing import Any

from ..puzzles.sudoku.board import BOXES
from .official import OfficialConfig
from .official_blocks import HIDDEN_MULTIPLE, hidden_size
from .official_checkpoint import config_of

KINDS = ("sudoku", "maze", "arc")

Shapes = Mapping[str, tuple[int, ...]]

_VOCABULARY = {6: "maze", 12: "arc"} | {2 + size: "sudoku" for size in BOXES if size != 4}
_GRID = 900  # cells of official mazes and ARC grids
_PREFIX = 16  # published
_LONGEST_PREFIX = 64  # that is believed without being told
_EXPANSIONS = (1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 6.0, 8.0)  # tried where 4 does not fit
_HEAD_WIDTH = 64  # of attention, published
_CYCLES = {"sudoku": (3, 6), "maze": (3, 4), "arc": (3, 4)}  # H and L, published
_LARGEST_COUNT = 1000  # of heads and updates
_DTYPES = ("float32", "bfloat16", "float16")
_MULTIPLES = [HIDDEN_MULTIPLE >> halving for halving in range(9)]  # 256 to 1


@dataclass(slots=True)
class Inferred:
    """What a checkpoint is."""

    puzzles: str  # one of KINDS
    config: OfficialConfig
    latent_updates: int
    answer_updates: int
    assumed: dict[str, Any]  # what rests on the published recipe alone


@dataclass(slots=True)
class _Evidence:
    """Shapes and settings, and what was assumed on the way."""

    shapes: Shapes
    settings: Mapping[str, Any]
    assumed: dict[str, Any] = field(default_factory=dict)

    def shape(self, key: str) -> tuple[int, int]:
        """The shape of a matrix that must be there."""
        if key not in self.shapes:
            raise ValueError(
                f"parameter {key!r} is missing; found {_some(self.shapes)}. Expected those of an "
                "official TRM checkpoint"
            )
        shape = self.shapes[key]
        if len(shape) != 2 or 0 in shape:
            raise ValueError(f"parameter {key!r} has shape {shape}, expected a matrix")
        return shape[0], shape[1]

    def setting(self, name: str, kind: type, default: Any = None, *, shown: str = "") -> Any:
        """A setting; without it the published value, noted as assumed under the name `shown`."""
        value = self.settings.get(name)
        if value is None or (isinstance(value, str) and value.startswith("${")):
            if shown:
                self.assumed[shown] = default
            return default
        number = int if kind is float else kind
        if not isinstance(value, (kind, number)) or (kind is not bool and value is True):
            raise ValueError(f"the settings say {name} is {value!r}, expected {kind.__name__}")
        if isinstance(value, float) and not isfinite(value):
            raise ValueError(f"the settings say {name} is {value!r}, expected a finite number")
        return value

    def count(self, name: str, default: int, *, shown: str = "") -> int:
        """A setting that is a small number from 1."""
        value = self.setting(name, int, default, shown=shown)
        if not 1 <= value <= _LARGEST_COUNT:
            raise ValueError(f"the settings say {name} is {value}, expected 1 to {_LARGEST_COUNT}")
        return value

    def agrees(self, name: str, found: object) -> None:
        """Check a setting against the parameters."""
        said = self.setting(name, type(found), found)
        if said != found:
            raise ValueError(
                f"the settings say {name} is {said!r}, but by the parameters it is {found!r}: "
                "they belong to another checkpoint"
            )


def infer(
    shapes: Shapes,
    settings: Mapping[str, Any],
    *,
    dtype: str,
    puzzles: str | None = None,
    heads: int | None = None,
) -> Inferred:
    """What the shapes of bare keys and the settings, as far as there are any, say.

    Args:
        shapes: of the checkpoint's parameters.
        settings: `arch` of all_config.yaml, and what else it says; empty without one.
        dtype: of the starting states, which have that of the network's computations.
        puzzles: the kind of puzzle, where it is known; see `KINDS`.
        heads: of attention, where they are known.

    Raises:
        ValueError: where they contradict one another, or the parameters are no TRM's.
    """
    evidence = _Evidence(shapes, settings)
    if any(key.startswith("H_level.") for key in shapes):
        raise ValueError("these are parameters of an HRM (two networks), expected those of a TRM")
    vocabulary, width = evidence.shape("embed_tokens.embedding_weight")
    layers = _layers(shapes)
    mixes_tokens = "L_level.layers.0.mlp_t.down_proj.weight" in shapes
    length = None
    if mixes_tokens:
        length = evidence.shape("L_level.layers.0.mlp_t.down_proj.weight")[0]
    elif "embed_pos.embedding_weight" in shapes:
        length = evidence.shape("embed_pos.embedding_weight")[0]
    table = shapes.get("puzzle_emb.weights")
    puzzle_width = evidence.shape("puzzle_emb.weights")[1] if table else 0
    for name, found in (
        ("hidden_size", width),
        ("L_layers", layers),
        ("mlp_t", mixes_tokens),
        ("vocab_size", vocabulary),
        ("puzzle_emb_ndim", puzzle_width),
    ):
        evidence.agrees(name, found)
    kind = _kind(evidence, vocabulary, length=length, said=puzzles)
    prefix = _prefix(evidence, -(-puzzle_width // width)) if puzzle_width else 0
    cells, prefix = _cells(evidence, kind, vocabulary, length=length, prefix=prefix)
    evidence.agrees("seq_len", cells)
    expansion, multiple = _hidden(evidence, width, length if mixes_tokens else None)
    if heads is None:
        guess = max(1, width // _HEAD_WIDTH)
        heads = evidence.count("num_heads", guess, shown="" if mixes_tokens else "heads")
    answer_updates, latent_updates = _CYCLES[kind]
    known = {
        "seq_len": cells,
        "vocab_size": vocabulary,
        "mlp_t": mixes_tokens,
        "pos_encodings": _positions(evidence, mixes_tokens=mixes_tokens),
        "hidden_size": width,
        "L_layers": layers,
        "num_heads": heads,
        "expansion": expansion,
        "puzzle_emb_len": prefix,
        "puzzle_emb_ndim": puzzle_width,
        "num_puzzle_identifiers": 1,
        "forward_dtype": _dtype(evidence, dtype),
    }
    checked = ("rms_norm_eps", "rope_theta", "causal")
    known |= {name: settings[name] for name in checked if name in settings}
    return Inferred(
        puzzles=kind,
        config=config_of(known, hidden_multiple=multiple),
        latent_updates=evidence.count("L_cycles", latent_updates, shown="latent_updates"),
        answer_updates=evidence.count("H_cycles", answer_updates, shown="answer_updates"),
        assumed=evidence.assumed,
    )


def _layers(shapes: Shapes) -> int:
    """How many layers there are, numbered from 0 without a gap."""
    numbers = {key.split(".")[2] for key in shapes if key.startswith("L_level.layers.")}
    if not numbers or numbers != {str(number) for number in range(len(numbers))}:
        found = ", ".join(sorted(numbers)[:8]) or "none"
        raise ValueError(f"expected layers numbered from 0 under L_level.layers, found {found}")
    return len(numbers)


def _kind(evidence: _Evidence, vocabulary: int, *, length: int | None, said: str | None) -> str:
    """The kind of puzzle: as said, else by the name of the data, else by the vocabulary."""
    paths = str(evidence.settings.get("data_paths") or "").lower()
    named = next((kind for kind in KINDS if kind in paths), None)
    if kind := said or named:
        fits = {"maze": vocabulary == 6, "arc": vocabulary == 12}.get(kind, vocabulary - 2 in BOXES)
        if not fits:
            raise ValueError(
                f"a vocabulary of {vocabulary} tokens is not one of {kind} puzzles; expected "
                "6 (maze), 12 (arc), or 6, 8, 11, 18 (Sudokus of 4, 6, 9, 16 rows)"
            )
        return kind
    if vocabulary not in _VOCABULARY:
        raise ValueError(
            f"a vocabulary of {vocabulary} tokens is that of no puzzle known here; expected "
            "6 (maze), 12 (arc), or 6, 8, 11, 18 (Sudokus of 4, 6, 9, 16 rows)"
        )
    if vocabulary == 6 and length is not None and length < _GRID:
        return "sudoku"  # of 4 rows; mazes have as many tokens
    if vocabulary == 6 and length is None:
        evidence.assumed["puzzles"] = "maze"
    return _VOCABULARY[vocabulary]


def _prefix(evidence: _Evidence, needed: int) -> int | None:
    """The prefix that the settings name; None where they do not."""
    prefix = evidence.setting("puzzle_emb_len", int)
    return needed if prefix == 0 else prefix


def _cells(
    evidence: _Evidence, kind: str, vocabulary: int, *, length: int | None, prefix: int | None
) -> tuple[int, int]:
    """Cells and prefix positions, which together are the length, where that is known."""
    usual = (vocabulary - 2) ** 2 if kind == "sudoku" else _GRID
    if length is None:
        if kind != "sudoku" and "seq_len" not in evidence.settings:
            evidence.assumed["cells"] = usual
        cells = usual if kind == "sudoku" else evidence.setting("seq_len", int, usual)
        if prefix is None:
            evidence.assumed["prefix"] = prefix = _PREFIX
        return _square(cells), prefix
    if prefix is None:
        rest = length - usual
        if 0 <= rest <= _LONGEST_PREFIX:
            return usual, rest
        evidence.assumed["prefix"] = prefix = _PREFIX
    cells = length - prefix
    if kind == "sudoku" and cells != usual:
        raise ValueError(
            f"{length} positions less a prefix of {prefix} are {cells} cells, but a Sudoku with "
            f"{vocabulary} tokens has {usual}"
        )
    return _square(cells), prefix


def _square(cells: int) -> int:
    if cells < 1 or isqrt(cells) ** 2 != cells:
        raise ValueError(f"{cells} cells are no square grid; give the settings with --config")
    return cells


def _hidden(evidence: _Evidence, width: int, length: int | None) -> tuple[float, int]:
    """The expansion of the gated units, and what their hidden sizes are rounded up to."""
    wanted = {width: evidence.shape("L_level.layers.0.mlp.down_proj.weight")[1]}
    if length is not None:
        across = evidence.shape("L_level.layers.0.mlp_t.down_proj.weight")[1]
        if wanted.setdefault(length, across) != across:
            wanted = {}
    for expansion, multiple in _expansions(evidence, width, wanted.get(width, 0)):
        if wanted and all(hidden_size(n, expansion, multiple) == h for n, h in wanted.items()):
            return expansion, multiple
    raise ValueError(
        "the hidden sizes of the gated units are those of no expansion factor that is known; give "
        "the settings with --config"
        if evidence.setting("expansion", float) is None
        else "the hidden sizes of the gated units are not those of the settings' expansion"
    )


def _expansions(evidence: _Evidence, width: int, hidden: int) -> Iterator[tuple[float, int]]:
    said = evidence.setting("expansion", float)
    usual = (4.0, 1.5 * hidden / width, *_EXPANSIONS)
    for expansion in usual if said is None else (float(said),):
        yield from ((expansion, multiple) for multiple in _MULTIPLES)


def _positions(evidence: _Evidence, *, mixes_tokens: bool) -> str:
    learned = "embed_pos.embedding_weight" in evidence.shapes
    usual = "learned" if learned else "none" if mixes_tokens else "rope"
    shown = "" if learned or mixes_tokens else "positions"
    said = evidence.setting("pos_encodings", str, usual, shown=shown)
    if learned != (said == "learned"):
        evidence.agrees("pos_encodings", usual)
    if "positions" in evidence.assumed:
        evidence.assumed["positions"] = "rotary"
    return said


def _dtype(evidence: _Evidence, of_states: str) -> str:
    dtype = evidence.setting("forward_dtype", str, of_states)
    if dtype not in _DTYPES:
        raise ValueError(f"the network computes in {dtype}, expected one of {', '.join(_DTYPES)}")
    return dtype


def _some(names: Mapping[str, Any]) -> str:
    found = ", ".join(list(names)[:3])
    return f"{found} and {len(names) - 3} more" if len(names) > 3 else found or "none"
