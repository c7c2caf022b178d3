"""Summary and report: made from records alone, true to them, safe to open."""

import json
import re
import shutil
from html.parser import HTMLParser
from importlib.util import find_spec

import pytest

from tinyduo.evals.endpoint import Patience
from tinyduo.evals.evaluate import Evaluation, evaluate, write_reports
from tinyduo.evals.report.page import quoted
from tinyduo.evals.runs import read_runs
from tinyduo.hybrid.cli import main

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
HOSTILE = "<script>document.title = 'owned'</script><img src=x onerror=alert(1)> \u202e ANSWER: "


@pytest.fixture(scope="module")
def folder(tmp_path_factory, answering):
    """Runs of Sudokus and of mazes with a model whose replies are hostile and wrong."""
    out = tmp_path_factory.mktemp("runs")
    arms = ("llm", "hybrid", "reader-trm", "trm-oracle", "exact")
    for suite, wrong in (("sudoku-4x4", "1" * 16), ("maze-10", "RRRR")):
        evaluate(
            Evaluation(
                suite,
                out / suite,
                arms,
                answering(HOSTILE + wrong),
                n=4,
                patience=Patience(1),
                price=(1.0, 2.0),
            )
        )
    return out


@pytest.fixture(scope="module")
def report(folder):
    """One report of both."""
    runs = read_runs([folder / "sudoku-4x4", folder / "maze-10"])
    summary = write_reports(runs, folder / "all")
    return summary, folder / "all" / "report.html"


def test_the_summary_counts_what_the_records_say(report, folder):
    summary, _ = report
    assert (summary["schema"], summary["records"], summary["false_verified"]) == (1, 40, 0)
    assert [run["suite"] for run in summary["runs"]] == ["sudoku-4x4", "maze-10"]
    arms = summary["runs"][0]["arms"]
    assert (arms["llm"]["score"]["hits"], arms["hybrid"]["score"]["hits"]) == (0, 4)
    assert arms["llm"]["causes"] == {"llm": 4}
    assert arms["llm"]["usage"]["cost"] == pytest.approx(4 * (10 * 1 + 4 * 2) / 1e6)
    assert arms["hybrid"]["stages"]["read_exact"]["value"] == 1.0
    pairs = {pair["b"]: pair for pair in summary["runs"][0]["pairs"]}
    assert pairs["llm"]["a"] == "hybrid"
    assert (pairs["llm"]["only_a"], pairs["llm"]["p"]) == (4, 0.125)
    card = summary["runs"][0]["card"]
    assert {"sha256", "seed", "llm", "prompts", "weights", "budget"} <= card.keys()
    assert summary["sittings"][0]["versions"]["torch"]
    kept = json.loads((folder / "all" / "summary.json").read_text())
    assert kept["records"] == 40


def test_reports_are_made_again_from_records_alone(report, folder, monkeypatch, capsys):
    _, path = report
    before = path.read_text()
    for name in ("make_arms", "load_items", "resolve_llm"):
        monkeypatch.setattr(f"tinyduo.evals.evaluate.{name}", None)
    folders = [str(folder / "sudoku-4x4"), str(folder / "maze-10")]
    assert main(["eval", "report", *folders, "--out", str(folder / "again")]) == 0
    assert (folder / "again" / "report.html").read_text() == before
    assert "false verified: 0 of 40 records" in capsys.readouterr().out


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "onerror")]


def test_the_page_holds_nothing_from_elsewhere_and_no_script(report):
    _, path = report
    text = path.read_text()
    page = _Page()
    page.feed(text)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert page.links == ["#run-1", "#run-2"]
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert "&lt;script&gt;document.title" in text
    assert "\u202e" not in text
    for part in ("By difficulty", "What went wrong", "Method and limits", "supervision steps"):
        assert part in text
    assert len(text) < 500_000


def test_intervals_of_the_bars_are_those_of_the_summary(report):
    summary, path = report
    hits = summary["runs"][0]["arms"]["hybrid"]["score"]
    low = hits["interval"][0]
    assert re.search(rf"<b>hybrid</b> 100\.0% \({100 * low:.1f}-100\.0\)", path.read_text())


def test_what_others_report_is_quoted_with_its_source_and_marked():
    text = quoted("sudoku-hard")
    assert "<b>not run here</b>" in text
    assert re.search(r"<td>87\.4 %</td>.*2510\.04871", text)
    assert quoted("sudoku-4x4") == ""


def test_the_page_begins_with_one_table_of_all_runs(report):
    """A row a suite, a column an arm, in the order that the arms are told in; links lead on."""
    summary, path = report
    text = path.read_text()
    head, _, rest = text.partition("</table>")
    assert re.findall("<th>([^<]+)", head) == ["suite", *summary["runs"][0]["arms"]]
    rows = re.findall("<tr><td>(.*?)</tr>", head)
    assert len(rows) == 2
    for row, run in zip(rows, summary["runs"], strict=True):
        low, high = (100 * end for end in run["arms"]["hybrid"]["score"]["interval"])
        assert f"100.0% ({low:.1f}\u2011{high:.1f})" in row
        assert "0.0% (0.0\u2011" in row
    assert '<h2 id="run-1">' in rest
    assert '<h2 id="run-2">' in rest


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium")
@pytest.mark.skipif(not find_spec("playwright"), reason="needs playwright: extra test")
@pytest.mark.parametrize("width", [360, 1100])
def test_a_browser_shows_it_without_trouble(report, width):
    """No script runs, no request leaves, nothing is wider than the screen; every part opens."""
    from playwright.sync_api import sync_playwright

    _, path = report
    troubles: list[str] = []
    with sync_playwright() as playwright:
        # No sandbox: tests may run as root, where Chromium refuses one.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 740})
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda r: r.url == path.as_uri() or troubles.append(r.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.title() == "tinyduo eval"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator(".boards svg").count() > 10
        assert page.locator(".charts svg").count() >= 8
        assert page.locator("pre").first.is_visible()
        assert page.pdf()[:4] == b"%PDF"
        browser.close()
    assert troubles == []


def test_the_command_writes_three_files_and_goes_on(tmp_path, capsys):
    command = ["eval", "--suite", "sudoku-4x4", "--n", "3", "--llm", "none", "--out", str(tmp_path)]
    assert main([*command, "--arm", "exact", "--quiet"]) == 0
    assert main([*command, "--arm", "trm-single", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(summary["runs"][0]["arms"]) == ["trm-single", "exact"]
    assert {"records.jsonl", "summary.json", "report.html"} <= {p.name for p in tmp_path.iterdir()}
    assert main([*command, "--seed", "5", "--arm", "exact"]) == 2
    assert "another setting of seed" in capsys.readouterr().err


def test_shards_are_merged_by_the_command(tmp_path, capsys):
    for part in "12":
        assert main(
            ["eval", "--suite", "sudoku-4x4", "--n", "4", "--llm", "none", "--arm", "exact",
             "--shard", f"{part}/2", "--out", str(tmp_path / part)]
        ) == 0  # fmt: skip
    merged = tmp_path / "all"
    assert (
        main(["eval", "merge", str(tmp_path / "1"), str(tmp_path / "2"), "--out", str(merged)]) == 0
    )
    assert len((merged / "records.jsonl").read_text().splitlines()) == 4
    assert main(["eval", "--out", str(merged)]) == 2
    assert "--suite NAME and --out DIR are needed" in capsys.readouterr().err
