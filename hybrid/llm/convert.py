"""Convert a GGUF file into a folder that transformers loads in about a second.

Run as a script in a process of its own (`python convert.py FILE.gguf FOLDER`): the work peaks
at 1.2 GB and draws progress bars, neither of which belongs in the caller's process. Weights are
kept in float32, the type the CPU computes in: such a file is mapped, not copied, on loading
(0.1 s against 2 s from float16). Large models are kept in bfloat16, in half of the room. Imports
nothing of ours.
"""

from __future__ import annotations

import sys
from pathlib import Path

_LARGE = 500_000_000  # bytes of GGUF


def convert(gguf: Path, folder: Path) -> None:
    """Dequantize a GGUF file and save model, tokenizer and chat template.

    Args:
        gguf: the quantized model.
        folder: where the result is written; made if missing.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    model = AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        quantization_config=GgufConfig(dequantize=True),  # else save_pretrained refuses
        dtype=torch.bfloat16 if gguf.stat().st_size > _LARGE else torch.float32,
        local_files_only=True,
    )
    model.save_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(
        gguf.parent, gguf_file=gguf.name, local_files_only=True
    )
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
