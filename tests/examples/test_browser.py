"""The page in examples/browser, in Chromium: it solves, verifies, and says what is wrong.

Needs Chromium, the extra `onnx`, playwright, and once the npm registry.
"""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tinyduo.trm import load_weights
from tinyduo.trm.export import save_page_parts
from tinyduo.trm.puzzles.sudoku import from_line, to_line, verify

PAGE = Path(__file__).parents[2] / "examples" / "browser"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
PATIENCE = 60_000  # milliseconds; a busy machine is slow

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.skipif(not find_spec("playwright"), reason="needs playwright: extra test"),
    pytest.mark.skipif(not find_spec("onnxscript"), reason="needs the extra onnx"),
]


@dataclass
class Visit:
    """The page, and what it did that it should not."""

    page: Any
    host: str
    troubles: list[str] = field(default_factory=list)

    def solve(self, text: str) -> str:
        """Paste, press Solve, and wait for the verdict."""
        self.page.fill("#line", text)
        self.page.click("#solve")
        ended = "#verdict[data-state=verified], #verdict[data-state=error]"
        self.page.wait_for_selector(ended, timeout=PATIENCE)
        return self.page.inner_text("#verdict")

    def digits(self) -> str:
        """The board in one line."""
        cells = self.page.locator(".cell")
        return "".join(cells.evaluate_all("cells => cells.map(cell => cell.value || '.')"))


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a copy of the page is served, with its parts."""
    folder = tmp_path_factory.mktemp("browser") / "page"
    shutil.copytree(PAGE, folder, ignore=shutil.ignore_patterns("model", "ort", ".*"))
    try:
        save_page_parts(load_weights("sudoku"), folder)
    except ValueError as error:
        if "cannot download" not in str(error):
            raise
        pytest.skip(f"needs the npm registry: {error}")
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        # No sandbox: tests may run as root, where Chromium refuses one.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    """The page on a phone's width, ready; afterwards: no error, no other host, no overflow."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    found = Visit(page, address)
    page.on("console", lambda message: found.troubles.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: found.troubles.append(f"error: {error}"))
    page.on("requestfailed", lambda request: found.troubles.append(f"failed: {request.url}"))
    context.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:"))
            or found.troubles.append(f"another host: {request.url}")
        ),
    )
    page.goto(address)
    page.wait_for_selector("#solve:enabled", timeout=PATIENCE)
    yield found
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert found.troubles == []
    context.close()


def test_a_pasted_puzzle_of_every_size_is_solved_and_verified(visit, golden):
    for box in ("2x2", "2x3", "3x3", "4x4"):
        item = golden("easy" if box == "3x3" else "any", box)[0]
        assert visit.solve(to_line(item.puzzle.givens)).startswith("Verified")
        assert visit.digits() == to_line(item.answer)


def test_hard_puzzles_are_solved_too_and_every_step_can_be_seen(visit, golden):
    items = golden("extreme")[3:6]
    for item in items:
        rows = ["".join(map(str, row)) for row in item.puzzle.givens]
        told = visit.solve("\n".join(rows))
        assert told.startswith("Verified"), told
        assert visit.digits() == to_line(item.answer)
    visit.page.locator("#frame").fill("0")
    assert visit.page.inner_text("#told").startswith("1 of ")
    first = from_line(visit.digits()).givens
    assert not verify(items[-1].puzzle, first).verified


def test_a_puzzle_can_be_typed_into_the_board(visit):
    page = visit.page
    page.select_option("#size", "4")
    for row, column, digit in ((1, 4, "4"), (2, 4, "3"), (3, 1, "1"), (4, 1, "4")):
        page.get_by_label(f"row {row}, column {column}").fill(digit)
    assert page.input_value("#line") == "...4...31...4..."
    page.get_by_label("row 1, column 1").fill("7")
    assert page.inner_text("#verdict") == "This board has 1 to 4."
    page.click("#solve")
    page.wait_for_selector("#verdict[data-state=verified]", timeout=PATIENCE)
    assert visit.digits() == "3124241313424231"
    page.get_by_label("row 1, column 1").fill("3")  # a given more; the answer is gone
    assert visit.digits() == "3..4...31...4..."


def test_what_cannot_be_solved_is_told_with_its_place(visit):
    for text, told in (
        ("", "There is no puzzle yet: paste one, or type into the board."),
        ("." * 80, "The puzzle has 80 cells, expected 16, 36, 81 or 256."),
        ("1234\n34\n....\n....", "Row 2 has 2 cells, expected 4."),
        ("12\n34", "The puzzle has 2 rows, expected 4, 6, 9 or 16."),
        ("...7" + "." * 12, "r1c4 is “7”, expected 1 to 4, or . or 0 for a blank."),
        ("4.4" + "." * 78, "No answer exists: row 1 has 4 more than once: r1c1 and r1c3."),
    ):
        assert visit.solve(text) == told
    assert visit.page.locator(".cell.wrong").count() == 2


def test_a_board_that_cannot_have_one_answer_is_told_at_once(visit, golden):
    """On an empty board the model thought for a minute, and then said it was not solved."""
    givens = list(to_line(golden("extreme")[3].puzzle.givens))
    for kept in (0, 16):  # of the digits
        places = [cell for cell, digit in enumerate(givens) if digit != "."]
        few = [digit if cell in places[:kept] else "." for cell, digit in enumerate(givens)]
        told = visit.solve("".join(few))
        assert "several answers, or none" in told or (not kept and "is empty" in told)
    for text, told in (
        ("." * 256, "The board is empty, so it has very many answers: put a puzzle on it."),
        ("12" + "." * 34, "Neither 3 nor 4 is given"),
        ("1.2.3" + "." * 11, "With 3 givens this board has several answers, or none"),
    ):
        assert visit.solve(text).startswith(told)
    assert visit.page.locator("#stop").is_hidden()


def test_the_rules_of_the_page_are_those_of_the_verifier(visit, golden):
    """Wrong answers of every sort: a blank, two cells swapped, the givens changed."""
    judge = """async ([puzzle, answers]) => {
        const { verified } = await import("./sudoku.js");
        return answers.map((answer) => verified(puzzle, answer));
    }"""
    for box in ("2x2", "2x3", "3x3", "4x4"):
        item = golden("easy" if box == "3x3" else "any", box)[0]
        size = item.puzzle.size
        puzzle = {"size": size, "givens": list(chain.from_iterable(item.puzzle.givens))}
        right = list(chain.from_iterable(item.answer))
        blank = [*right[:-1], 0]
        swapped = [right[1], right[0], *right[2:]]
        relabelled = [digit % size + 1 for digit in right]
        answers = [right, blank, swapped, relabelled]
        assert visit.page.evaluate(judge, [puzzle, answers]) == [True, False, False, False]
