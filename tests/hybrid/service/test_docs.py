"""The code in docs/serving.md runs against a service."""

import re
import shlex
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "serving.md"
ADDRESS = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_runs(service, code, capsys):
    pytest.importorskip("openai", reason="needs the extra agents")
    exec(compile(code.replace(ADDRESS, service.url), str(PAGE), "exec"), {})
    shown = capsys.readouterr().out
    assert "only r2c2 can hold 4" in shown or '"status": "solved"' in shown


def test_what_curl_is_told_is_answered(service):
    (command,) = (block for block in blocks("") if block.startswith("curl"))
    words = shlex.split(command.replace("\\\n", " "))
    path = words[2].removeprefix(ADDRESS)
    reply = service.post(path, words[words.index("-d") + 1])
    assert reply.json["status"] == "solved"


def test_every_file_that_is_linked_is_there():
    links = re.findall(r"\]\(([^)]+)\)", PAGE.read_text())
    assert links
    assert all((PAGE.parent / link).is_file() for link in links)
