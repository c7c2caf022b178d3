"""A chat model on this machine: a transformers model and its tokenizer, one token at a time.

Engines are shared: every `EmbeddedChatModel` on the same folder and device uses one copy of the
weights. Only the forward pass is locked, never a whole reply, so two threads may take turns and a
slow reader of a stream blocks nobody. torch and transformers are imported on first use.
Not here: messages and tools (prompt.py, embedded.py).
"""

from __future__ import annotations

import copy
import heapq
import inspect
import math
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...tools.errors import LLMUnavailableError
from .constrained import Guide, Vocabulary

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from .adapter import Adapter

_CHUNK = 256  # prompt tokens read between two looks at the clock
_RANKED = 64  # best tokens tried against a grammar before the whole vocabulary is walked


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are picked, and when to stop."""

    max_tokens: int  # at least 1
    temperature: float = 0.0  # 0 picks the likeliest token
    seed: int | None = None  # for a temperature above 0; None draws one
    deadline: float | None = None  # time.monotonic() seconds; None waits for ever


@dataclass(frozen=True, slots=True)
class Likeliest:
    """What `Engine.likeliest` found."""

    option: str
    shares: tuple[float, ...]  # of each token that was a choice, among those allowed there

    @property
    def probability(self) -> float:
        """Of the whole option; those of all options add up to 1."""
        return math.prod(self.shares)


class Engine:
    """A loaded model; make one with `load_engine`."""

    def __init__(self, folder: Path, *, device: str, threads: int | None) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache

        self.name = folder.name
        self._device = torch.device(device)
        self._threads = threads or _default_threads()
        self._lock = threading.Lock()
        self._cache_type = DynamicCache
        with _quiet_transformers():
            self.tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model: Any = AutoModelForCausalLM.from_pretrained(
                folder,
                local_files_only=True,
                use_safetensors=True,  # other formats can run code
                dtype=torch.bfloat16 if self._device.type == "cuda" else torch.float32,
            )
        self._model = model.to(self._device).eval()

    @property
    def context(self) -> int:
        """How many tokens the model reads and writes in one conversation."""
        return int(self._model.config.max_position_embeddings)

    @cached_property
    def end_ids(self) -> frozenset[int]:
        """The tokens that end a reply."""
        ids: set[int] = set()
        for value in (self._model.generation_config.eos_token_id, self.tokenizer.eos_token_id):
            ids.update(value if isinstance(value, list) else [] if value is None else [value])
        return frozenset(ids)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The bytes of every token, for constrained decoding."""
        special = set(self.tokenizer.all_special_ids)
        words = self.tokenizer.convert_ids_to_tokens(range(len(self.tokenizer)))
        return Vocabulary({i: word for i, word in enumerate(words) if i not in special and word})

    def encode(self, text: str) -> list[int]:
        """The tokens of a rendered prompt; special tokens in it count as such."""
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def decode(self, ids: Sequence[int]) -> str:
        """The text of tokens, without special ones."""
        return self.tokenizer.decode(
            list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )

    def generate(
        self, prompt: Sequence[int], sampling: Sampling, guide: Guide | None = None
    ) -> Iterator[int]:
        """Write a reply.

        Args:
            prompt: the rendered prompt's tokens.
            sampling: how to pick tokens, and when to stop.
            guide: what may be written; it is advanced as tokens come.

        Yields:
            The reply's tokens, without the one that ends it.

        Raises:
            LLMUnavailableError: the prompt is too long, or the deadline passed.
        """
        import torch

        self._check_length(len(prompt))
        room = min(sampling.max_tokens, self.context - len(prompt))
        source = torch.Generator()
        if sampling.seed is None:
            source.seed()
        else:
            source.manual_seed(sampling.seed)
        cache = self._new_cache()
        ids = list(prompt)
        for _ in range(room):
            logits = self._read(ids, cache, sampling.deadline)  # (V,)
            token = _pick(logits, sampling.temperature, source, guide)
            if token is None or token in self.end_ids:
                return
            if guide:
                guide.advance(token)
            yield token
            if guide and guide.finished:
                return
            ids = [token]

    def score(
        self, prompt: str, options: Sequence[str], *, deadline: float | None = None
    ) -> list[float]:
        """Judge whole replies: the mean log-probability of each option's tokens.

        Prompt and option are cut into tokens together, so a word is judged as the model itself
        would write it; tokens that all options share at the start say nothing and are left out.
        The end of the reply counts, so "4" and "44" are told apart.

        Args:
            prompt: the rendered prompt.
            options: different replies, at least one.
            deadline: `time.monotonic()` seconds; None waits for ever.

        Returns:
            A number for each option, at most 0, in nats a token.

        Raises:
            LLMUnavailableError: the prompt is too long, or the deadline passed.
        """
        import torch

        end = sorted(self.end_ids)[:1]
        rows = [self.encode(prompt + option) + end for option in options]
        self._check_length(max(map(len, rows)))
        shared = min(_common(rows[0], row) for row in rows)
        shared = min(shared, *(len(row) - 1 for row in rows))  # something is left to judge
        tails = [row[shared:] for row in rows]
        width = max(map(len, tails))
        cache = self._new_cache()
        first = self._read(rows[0][:shared], cache, deadline)  # (V,)
        cache.batch_repeat_interleave(len(rows))
        # Padding comes last, where a causal model's earlier positions cannot see it.
        padded = torch.tensor([tail + [0] * (width - len(tail)) for tail in tails])  # (B, L)
        logits = self._forward(padded, cache, keep=0)  # (B, L, V)
        before = torch.cat([first.expand(len(rows), 1, -1), logits[:, :-1]], dim=1)
        picked = before.log_softmax(-1).gather(2, padded.unsqueeze(-1)).squeeze(-1)  # (B, L)
        return [float(row[: len(tail)].mean()) for row, tail in zip(picked, tails, strict=True)]

    def likeliest(
        self,
        prompt: str,
        options: Sequence[str],
        *,
        adapter: Adapter | None = None,
        deadline: float | None = None,
    ) -> Likeliest:
        """The reply that the model would most probably write, were it to write one of these.

        The probabilities of an option's tokens are multiplied, each among the tokens that some
        option allows there. The best beginning is read on first, so only a few are read at all.

        Args:
            prompt: the rendered prompt.
            options: different replies, at least one, cut into tokens by themselves.
            adapter: low-rank changes to the weights while this is read.
            deadline: `time.monotonic()` seconds; None waits for ever.

        Raises:
            LLMUnavailableError: the prompt is too long, the deadline passed, or the adapter is
                for another model.
        """
        import torch

        end = sorted(self.end_ids)[0]
        rows: dict[tuple[int, ...], str] = {
            (*self.encode(option), end): option for option in options
        }
        ids = self.encode(prompt)
        self._check_length(len(ids) + max(map(len, rows)))
        following = _tree(rows)
        cache = self._new_cache()
        first = self._read(ids, cache, deadline, adapter)
        open_: list[tuple[float, tuple[int, ...], tuple[float, ...]]] = [(0.0, (), ())]
        while True:
            cost, row, shares = heapq.heappop(open_)
            if row in rows:
                return Likeliest(rows[row], shares)
            places = following[row]
            if len(places) == 1:
                heapq.heappush(open_, (cost, (*row, places[0]), shares))
                continue
            logits = first
            if row:
                logits = self._read(row, copy.deepcopy(cache), deadline, adapter)
            told = logits[torch.tensor(places)].log_softmax(0).tolist()
            for place, logp in zip(places, told, strict=True):
                heapq.heappush(open_, (cost - logp, (*row, place), (*shares, math.exp(logp))))

    @cached_property
    def _cache_argument(self) -> str:
        """What `forward` calls its cache: transformers 5.24 renamed it."""
        named = inspect.signature(self._model.forward).parameters
        return "cache" if "cache" in named else "past_key_values"

    def _new_cache(self) -> Any:
        return self._cache_type(config=self._model.config)

    def _check_length(self, tokens: int) -> None:
        if tokens >= self.context:
            raise LLMUnavailableError(
                f"the prompt has {tokens} tokens, {self.name} reads fewer than {self.context}; "
                "shorten the conversation"
            )

    def _check_time(self, deadline: float | None) -> None:
        if deadline is not None and time.monotonic() > deadline:
            raise LLMUnavailableError(f"{self.name} did not reply in time; raise its timeout")

    def _read(
        self,
        ids: Sequence[int],
        cache: Any,
        deadline: float | None,
        adapter: Adapter | None = None,
    ) -> Tensor:
        """Read tokens, at least one, into the cache; the logits after the last, `(V,)`."""
        import torch

        *early, last = (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
        for chunk in early:
            self._check_time(deadline)
            self._forward(torch.tensor([chunk]), cache, keep=1, adapter=adapter)
        self._check_time(deadline)
        return self._forward(torch.tensor([last]), cache, keep=1, adapter=adapter)[0, -1]

    def _forward(
        self, ids: Tensor, cache: Any, *, keep: int, adapter: Adapter | None = None
    ) -> Tensor:
        """One pass; the last `keep` logits (0: all) in float32 on the CPU, `(B, keep, V)`."""
        import torch

        from .adapter import applied

        changed = applied(self._model, adapter) if adapter else nullcontext()
        with self._lock, torch.inference_mode(), _threads(self._threads), changed:
            out = self._model(
                input_ids=ids.to(self._device),
                use_cache=True,
                logits_to_keep=keep,
                **{self._cache_argument: cache},
            )
            return out.logits.float().cpu()


@lru_cache(maxsize=2)
def _load(folder: Path, device: str, threads: int | None) -> Engine:
    return Engine(folder, device=device, threads=threads)


_loading = threading.Lock()


def load_engine(folder: Path, *, device: str | None = None, threads: int | None = None) -> Engine:
    """The engine of a folder, loaded once and shared.

    Args:
        folder: what `save_pretrained` writes: config, safetensors, tokenizer, chat template.
        device: such as `cpu` or `cuda:0`; None takes a CUDA device if there is one.
        threads: CPU threads; None is one on a small machine, else torch's own choice.

    Returns:
        The engine.

    Raises:
        LLMUnavailableError: the folder does not hold a chat model.
    """
    import torch

    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    with _loading:
        try:
            return _load(folder.resolve(), device, threads)
        except (OSError, ValueError, KeyError) as error:
            why = str(error).strip().splitlines() or [type(error).__name__]
            raise LLMUnavailableError(
                f"cannot load a chat model from {folder}: {why[0]}"
            ) from error


def _pick(
    logits: Tensor, temperature: float, source: torch.Generator, guide: Guide | None
) -> int | None:
    """The next token; None where the grammar allows none."""
    import torch

    if guide:
        ranked = logits.topk(min(_RANKED, logits.numel())).indices.tolist()
        allowed = guide.among(ranked) or guide.all_allowed()
        if not allowed:
            return None
        places = torch.tensor(allowed)
        logits = torch.full_like(logits, float("-inf")).scatter(0, places, logits[places])
    if temperature <= 0:
        return int(logits.argmax())
    return int(torch.multinomial((logits / temperature).softmax(-1), 1, generator=source))


def _tree(rows: Mapping[tuple[int, ...], str]) -> dict[tuple[int, ...], list[int]]:
    """The tokens that may follow each beginning of the rows."""
    following: dict[tuple[int, ...], list[int]] = {}
    for row in rows:
        for at, token in enumerate(row):
            known = following.setdefault(row[:at], [])
            if token not in known:
                known.append(token)
    return following


def _common(a: Sequence[int], b: Sequence[int]) -> int:
    """How many tokens two rows share from the start."""
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _default_threads() -> int:
    import torch

    # Measured on two busy cores: 18 tokens/s with one thread, 1.4 to 2.7 with two.
    return 1 if (os.cpu_count() or 1) <= 2 else torch.get_num_threads()


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Set torch's thread count for one pass; the caller's own setting comes back."""
    import torch

    before = torch.get_num_threads()
    if before != count:
        torch.set_num_threads(count)
    try:
        yield
    finally:
        if before != count:
            torch.set_num_threads(before)


@contextmanager
def _quiet_transformers() -> Iterator[None]:
    """No progress bars or advice while loading; the caller's own settings come back."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
