"""The code in docs/tools.md runs, and its client snippets start what is there."""

import json
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "tools.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_runs(code, capsys):
    exec(compile(code, str(PAGE), "exec"), {})
    shown = capsys.readouterr().out
    assert "r2c2 can hold 4" in shown or '"status": "solved"' in shown


@pytest.mark.parametrize("snippet", blocks("json"))
def test_the_client_snippets_start_the_server(snippet):
    (servers,) = json.loads(snippet).values()
    assert (servers["tinyduo"]["command"], servers["tinyduo"]["args"]) == ("tinyduo", ["mcp"])


def test_every_file_that_is_linked_is_there():
    links = re.findall(r"\]\((\.\./[^)]+)\)", PAGE.read_text())
    assert len(links) == 5
    assert all((PAGE.parent / link).is_file() for link in links)
