"""What every part of the page is put together from; all words are escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ...hybrid.terminal import printable


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    text_from: int = 99,
    links: Sequence[str] = (),
) -> str:
    """A table; `links` are where the first cells of its rows lead to."""
    top = "".join(f"<th>{text(name)}</th>" for name in head)
    lines = []
    for place, row in enumerate(rows):
        cells = [
            f"<td{' class=text' if number >= text_from else ''}>{text(cell)}</td>"
            for number, cell in enumerate(row)
        ]
        if links:
            cells[0] = f'<td><a href="{links[place]}">{text(row[0])}</a></td>'
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table><tr>{top}</tr>{"".join(lines)}</table></div>'


def share(found: Mapping[str, Any] | None) -> str:
    """A rate as a percentage; - where there is none."""
    return "-" if not found or found["value"] is None else f"{found['value']:.1%}"


def text(words: object) -> str:
    """Any words, escaped, without control characters."""
    return escape(printable(str(words)))
