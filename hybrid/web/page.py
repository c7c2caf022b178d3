"""The page: what is on it, and what happens when something is pressed (gradio 6).

Text of people and models reaches the browser as text: escaped here, or set as text by the
scripts beside this file. Gradio is imported when a page is built: it is an extra.
"""

from __future__ import annotations

import asyncio
import html
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...tools.errors import TinyduoError
from . import view
from .live import Stopped
from .puzzles import EXAMPLES, SIZES
from .tab_chat import Shared, TabChat

if TYPE_CHECKING:
    import gradio as gr

    from .live import Run

_HERE = Path(__file__).parent
_LOOKS = 0.1  # seconds between looks at a turn under way
_LEAVE = 2.0  # seconds after Stop in which a turn should end by itself
INTRODUCTION = (
    "A language model reads and talks, a tiny recursive model solves, and code alone says "
    "“verified”. Paste a Sudoku, a maze or an ARC task with your question."
)
_BROKEN = "Something went wrong here, and the request was dropped. Try it again."


def css() -> str:
    """The page's style sheet."""
    return (_HERE / "page.css").read_text("utf-8")


def build_page(shared: Shared) -> gr.Blocks:
    """The page, each browser tab with a chat of its own.

    Args:
        shared: what all tabs share.
    """
    import gradio as gr

    with gr.Blocks(title="tinyduo", analytics_enabled=False) as page:
        chat = gr.State(TabChat(shared), delete_callback=TabChat.stop)
        gr.HTML(f"<h1>tinyduo</h1><p>{html.escape(INTRODUCTION)}</p>")
        with gr.Row():
            with gr.Column(min_width=320):
                message = gr.Textbox(
                    label="Your message, with the puzzle",
                    placeholder="Paste a puzzle in any notation, and say what you want.",
                    lines=5,
                    max_lines=14,
                    elem_id="message",
                    buttons=[],
                )
                with gr.Row(elem_classes="small"):
                    examples = [_small(name) for name, _ in EXAMPLES]
                with gr.Row(elem_classes="small"):
                    sizes = [_small(f"Empty {size}x{size}") for size in SIZES]
                with gr.Row(elem_id="actions"):
                    solve = gr.Button("Solve", variant="primary", size="md", elem_id="solve")
                    hint = gr.Button("Hint", size="md", elem_id="hint")
                    check = gr.Button("Check my entries", size="md", elem_id="check")
                    new = gr.Button("New puzzle", size="md", elem_id="new")
                    stop = gr.Button("Stop", size="md", elem_id="stop", interactive=False)
                note = gr.HTML(_note(""), elem_id="note")
                board = _scripted("board", view.EMPTY)
            with gr.Column(min_width=320):
                outcome = gr.HTML(_outcome(("", "")), elem_id="outcome")
                with gr.Accordion("How the network thinks", open=True):
                    steps = _scripted("steps", {"state": "idle", "line": "Nothing solved yet."})
                gr.HTML("<h2>Conversation</h2>")
                talk = _scripted("talk", [])
                say = gr.Textbox(
                    label="Say something",
                    placeholder="hint, why is r3c5 a 7?, r1c1 = 5, help",
                    elem_id="say",
                    submit_btn="Send",
                    max_lines=8,
                )

        everything = [board, steps, outcome, note, talk, stop]

        def shown(chat: TabChat) -> dict[Any, Any]:
            """All that the chat has to show."""
            return {
                board: chat.board,
                steps: chat.steps,
                outcome: _outcome(chat.outcome),
                note: _note(chat.note),
                talk: chat.history,
                stop: gr.update(interactive=False),
            }

        async def turn(
            what: str, chat: TabChat, value: Any, text: str, said: str = ""
        ) -> AsyncIterator[dict[Any, Any]]:
            """One request, and what there is to see meanwhile."""
            try:
                if text != chat.text:  # pasted a moment ago: the board is still to follow
                    chat.read(text)
                    value = None
                run = chat.start(what, value, said)
            except TinyduoError as error:
                yield {note: _note(str(error))}
                return
            wrong: str | None = "Stopped."
            try:
                yield {talk: chat.history, stop: gr.update(interactive=True), note: _note("")}
                async for seen in _watched(run):
                    words = " ".join(run.pieces) if run.shows else ""
                    now: dict[Any, Any] = {steps: _seen(run, chat)} if seen else {}
                    if words:
                        said_so_far = {"role": "assistant", "content": view.plain(words)}
                        now[talk] = [*chat.history, said_so_far]
                    yield now
                wrong = _trouble(run)
            finally:
                run.stopping.set()
                chat.end(run, wrong)
            yield shown(chat)

        def asks(what: str) -> Callable[..., AsyncIterator[dict[Any, Any]]]:
            async def asked(chat: TabChat, value: Any, text: str) -> AsyncIterator[dict[Any, Any]]:
                async for now in turn(what, chat, value, text):
                    yield now

            return asked

        async def said(
            chat: TabChat, value: Any, text: str, words: str
        ) -> AsyncIterator[dict[Any, Any]]:
            if not words.strip():
                yield {note: _note("Say something first, such as: hint.")}
                return
            yield {say: ""}
            async for now in turn("say", chat, value, text, words):
                yield now

        async def walked(chat: TabChat, value: Any, text: str) -> AsyncIterator[dict[Any, Any]]:
            words = value.get("move") if isinstance(value, dict) else None
            if words in ("up", "down", "left", "right"):
                async for now in turn("say", chat, value, text, words):
                    yield now

        def read(chat: TabChat, text: str) -> dict[Any, Any]:
            chat.stop()
            chat.read(text)
            return shown(chat)

        def reread(chat: TabChat, text: str) -> dict[Any, Any]:
            # Examples and "New puzzle" change the message too, and are read already.
            return {note: gr.skip()} if text == chat.text else read(chat, text)

        def edited(chat: TabChat, value: Any) -> tuple[Any, ...]:
            try:
                told = chat.look_at(value)
            except TinyduoError as error:
                told = str(error)
            line = "The board was changed; Solve answers it as it stands."
            return {"state": "idle", "line": line}, _outcome(("", "")), _note(told)

        def anew(chat: TabChat) -> dict[Any, Any]:
            chat.forget()
            return shown(chat) | {message: ""}

        def example(text: str) -> Callable[[TabChat], dict[Any, Any]]:
            return lambda chat: read(chat, text) | {message: text}

        def empty(size: int) -> Callable[[TabChat], dict[Any, Any]]:
            def laid(chat: TabChat) -> dict[Any, Any]:
                chat.stop()
                chat.lay_out(size)
                return shown(chat) | {message: ""}

            return laid

        hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        quick: dict[str, Any] = {**hidden, "queue": False}
        latest: dict[str, Any] = {**quick, "trigger_mode": "always_last"}
        long: dict[str, Any] = {**hidden, "concurrency_limit": None}
        inputs = [chat, board, message]
        message.change(reread, [chat, message], everything, **latest)
        board.edit(edited, [chat, board], [steps, outcome, note], **latest)
        for button, what in ((solve, "solve"), (hint, "hint"), (check, "check")):
            button.click(asks(what), inputs, everything, **long)
        say.submit(said, [*inputs, say], [*everything, say], **long)
        board.move(walked, inputs, everything, **long)
        stop.click(TabChat.stop, chat, None, **quick)
        new.click(anew, chat, [*everything, message], **quick)
        for button, (_, text) in zip(examples, EXAMPLES, strict=True):
            button.click(example(text), chat, [*everything, message], **quick)
        for button, size in zip(sizes, SIZES, strict=True):
            button.click(empty(size), chat, [*everything, message], **quick)
    return page


async def _watched(run: Run) -> AsyncIterator[bool]:
    """Until a turn is over: whether there is something new to see."""
    last: tuple[object, ...] = ()
    asked_to_stop = 0.0
    while not run.done:
        await asyncio.sleep(_LOOKS)
        now = (run.step, run.progress, len(run.pieces), run.waiting)
        if now != last:
            last = now
            yield True
        if run.stopping.is_set():
            asked_to_stop += _LOOKS
            if asked_to_stop > _LEAVE:
                return


def _seen(run: Run, chat: TabChat) -> view.Data:
    """What the steps show of a turn under way."""
    if run.waiting:
        return {"state": "running", "line": "Waiting: another puzzle is being solved."}
    if run.progress is not None:
        return view.learning(run.progress)
    return view.live(run.before, run.step, shows=run.shows, reply=chat.draft)


def _trouble(run: Run) -> str | None:
    """What is said in the place of an answer where a turn came to nothing."""
    if not run.done or isinstance(run.error, Stopped):
        return "Stopped."
    if isinstance(run.error, (TinyduoError, ValueError)):
        return str(run.error)
    return None if run.error is None else _BROKEN


def _small(text: str) -> gr.Button:
    import gradio as gr

    return gr.Button(text, size="sm", min_width=96)


def _scripted(name: str, value: Any) -> Any:
    """A part that a script of ours draws."""
    import gradio as gr

    script = "\n".join((_HERE / f"{file}.js").read_text("utf-8") for file in ("grid", name))
    return gr.HTML(
        value,
        html_template=f'<div class="duo-{name}"></div>',
        js_on_load=script,
        elem_id=name,
        apply_default_css=False,
    )


def _outcome(outcome: tuple[str, str]) -> str:
    status, text = outcome
    if not text:
        return '<p class="duo-outcome" role="status">No verdict yet.</p>'
    status = html.escape(status)
    return f'<p class="duo-outcome" role="status" data-status="{status}">{html.escape(text)}</p>'


def _note(text: str) -> str:
    return f'<p class="duo-note" role="status">{html.escape(view.plain(text))}</p>'
