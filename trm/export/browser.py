"""What a static page needs to run the recursion in a browser: `examples/browser` is one.

Into its folder go `model/NAME.onnx`, `model/NAME.json` (the step's card, which browsers cannot
read out of the model) and `ort/` (runtime.py).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..checkpoint import Weights
from .runtime import FILES, runtime_folder
from .step import save_step, step_card


def save_page_parts(
    weights: Weights, folder: Path, *, answer_updates: int | None = None
) -> list[Path]:
    """Write the model and the runtime into a page's folder.

    Args:
        weights: as `step_model`.
        folder: of the page.
        answer_updates: T of the step; None: that of training, so that a page shows more steps
            and may stop sooner than a single pass would.

    Returns:
        The files written.

    Raises:
        ValueError: as `step_model` and `runtime_folder`.
    """
    updates = answer_updates or weights.model.answer_updates
    card = step_card(weights, answer_updates=updates)
    model = folder / "model" / f"{weights.name}.onnx"
    save_step(weights, model, answer_updates=updates)
    told = model.with_suffix(".json")
    told.write_text(json.dumps(card, indent=2) + "\n")
    source, target = runtime_folder(), folder / "ort"
    target.mkdir(exist_ok=True)
    return [model, told, *(Path(shutil.copy(source / name, target / name)) for name in FILES)]
