"""The page on a server of its own, and a headless Chromium to visit it with."""

import shutil
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import pytest

from tinyduo.hybrid.web import Shared, TabChat

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
PATIENCE = 60_000  # milliseconds; a busy machine is slow


@pytest.fixture
def chat() -> TabChat:
    """A tab without a language model."""
    return TabChat(Shared())


@pytest.fixture
def ask(chat: TabChat) -> Callable[..., TabChat]:
    """Do one turn at the chat and wait for its end."""

    def asked(what: str, said: str = "", board: Any = None) -> TabChat:
        run = chat.start(what, chat.board if board is None else board, said)
        while not run.done:
            time.sleep(0.01)
        chat.end(run)
        assert run.error is None
        return chat

    return asked


@dataclass
class Visit:
    """A tab with the page, and what it did that it should not."""

    page: Any
    troubles: list[str] = field(default_factory=list)

    def paste(self, text: str) -> None:
        """Paste a message and wait for its board."""
        self.page.fill("#message textarea", text)
        self.page.wait_for_selector(".duo-board .grid", timeout=PATIENCE)

    def solve(self, status: str = "solved") -> str:
        """Press Solve; the verdict."""
        before = self.page.locator(".duo-talk .assistant").count()
        self.page.click("#solve")
        self.page.locator(".duo-talk .assistant").nth(before).wait_for(timeout=PATIENCE)
        return self.verdict(status)

    def verdict(self, status: str) -> str:
        """The verdict, once it has that status and nothing runs."""
        self.page.wait_for_selector(f'.duo-outcome[data-status="{status}"]', timeout=PATIENCE)
        self.page.wait_for_selector("#stop:disabled", timeout=PATIENCE)
        return self.page.inner_text(".duo-outcome")

    def say(self, text: str) -> str:
        """Say something; the answer."""
        before = self.page.locator(".duo-talk .assistant").count()
        self.page.fill("#say textarea", text)
        self.page.press("#say textarea", "Enter")
        answer = self.page.locator(".duo-talk .assistant").nth(before)
        answer.wait_for(timeout=PATIENCE)
        self.page.wait_for_selector("#stop:disabled", timeout=PATIENCE)
        return answer.inner_text()

    def cell(self, row: int, column: int) -> Any:
        """A cell of the board's first panel, rows and columns from 1."""
        return self.page.locator(
            f'.grid[data-at="0,0"] [data-row="{row - 1}"][data-column="{column - 1}"]'
        )

    def count(self, selector: str) -> int:
        """How many there are."""
        return self.page.locator(selector).count()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served, without a language model."""
    if not find_spec("gradio"):
        pytest.skip("needs gradio: the extra web")
    import uvicorn

    from tinyduo.hybrid.web.server import create_app

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gradio's own
        app = create_app(Shared())
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        # No sandbox: tests may run as root, where Chromium refuses one.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Visit]]:
    """Open the page in a tab; afterwards: no error, no other host asked, nothing too wide."""
    visits: list[Visit] = []

    def open_page(width: int = 1280, scheme: str = "light") -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme
        )
        page = context.new_page()
        found = Visit(page)
        visits.append(found)
        note = found.troubles.append
        page.on("pageerror", lambda error: note(f"error: {error}"))
        page.on("dialog", lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda told: told.type == "error" and note(f"console: {told.text}"))
        page.on("response", lambda answer: answer.status > 399 and note(f"refused: {answer.url}"))
        context.on(
            "request",
            lambda request: (
                request.url.startswith((address, "data:", "blob:"))
                or note(f"another host: {request.url}")
            ),
        )
        page.goto(address)
        page.wait_for_selector(".duo-board .empty", timeout=PATIENCE)
        return found

    yield open_page
    for found in visits:
        assert found.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert found.troubles == []
        found.page.context.close()
