"""ARC pairs whose output stands below the input, an arrow line between them."""

from __future__ import annotations

import pytest

from tinyduo.tools.reading import Kind, read


@pytest.mark.parametrize("arrow", ["⬇️", "↓", "->"])
def test_an_arrow_that_points_down_parts_input_and_output(arrow: str) -> None:
    pairs = ["🟥⬛\n⬛⬛\n{0}\n⬛🟥\n⬛⬛", "⬛⬛\n🟦⬛\n{0}\n⬛⬛\n⬛🟦", "⬛🟩\n🟩🟩\n{0}\n❓"]
    text = "what comes out of the last one?\n\n" + "\n\n".join(pairs).format(arrow)
    (finding,) = read(text.replace("{0}", arrow)).findings
    assert finding.kind is Kind.ARC
    assert finding.puzzle is not None
