"""What is measured in grids, on grids small enough to see it."""

import pytest

from tinyduo.trm.puzzles.arc import as_grid, measures


def grid(text):
    return as_grid([[int(cell) for cell in row] for row in text.split()])


@pytest.mark.parametrize(
    ("measure", "text", "size"),
    [
        ("size", "000 000", (2, 3)),
        ("transposed", "000 000", (3, 2)),
        ("content", "0000 0120 0000 0020", (3, 2)),
        ("content", "1111 1001 1111", (1, 2)),
        ("content", "44 44", None),
        ("rarest", "0000 0110 0222", (1, 2)),
        ("rarest", "0000 0110 0220", (1, 2)),
        ("rarest", "5", (1, 1)),
        ("largest_figure", "0000000 1200003 0100000 0010000", (3, 3)),
        ("largest_figure", "00 00", None),
        ("smallest_figure", "000000 110030 111000", (1, 1)),
        ("largest_block", "00000 11200 10222 00000", (2, 3)),
        ("largest_block", "0000 1000 0100 0033", (1, 2)),
        ("figures", "00000 12003 00000 00040", (3, 3)),
        ("figures", "00", (0, 0)),
        ("colours", "0012 0030", (3, 3)),
        ("times_colours", "0012 0030", (6, 12)),
        ("without_repeats", "1122 1122 3322", (2, 2)),
        ("without_repeats", "7", (1, 1)),
        ("panel", "00500 01500 55555 00500 00520", (2, 2)),
        ("panels", "00500 01500 55555 00500 00520", (2, 2)),
        ("panels", "01501501 10501510", (1, 3)),
        ("panel", "00500 00500", (2, 2)),
        ("panel", "005000 005000", None),
        ("panel", "0120 0340", None),
        ("panel", "11111 10101 11111 10001 11111", (1, 3)),
    ],
)
def test_measures(measure, text, size):
    found = getattr(measures, measure)(grid(text))
    assert (found[0][2:] if found and isinstance(found[0], tuple) else found) == size


@pytest.mark.parametrize(
    ("place", "text", "boxes"),
    [
        ("content", "0000 0120 0000 0020", ((1, 1, 3, 2),)),
        ("largest_block", "0000 1000 0100 0033", ((3, 2, 1, 2),)),
        ("panel", "00500 01500 55555 00520", None),
        (
            "panel",
            "00500 01500 55555 00520 00500",
            ((0, 0, 2, 2), (0, 3, 2, 2), (3, 0, 2, 2), (3, 3, 2, 2)),
        ),
    ],
)
def test_places(place, text, boxes):
    assert getattr(measures, place)(grid(text)) == boxes


def test_parts_without_lines_between():
    assert measures.parts(grid("0123 4567"), 1, 2) == ((0, 0, 2, 2), (0, 2, 2, 2))


def test_the_box_of_a_colour():
    assert measures.colour_box(3)(grid("0300 0003")) == ((0, 1, 2, 3),)
    assert measures.colour_box(4)(grid("0300 0003")) is None


def test_lines_of_the_background_count_last():
    """Rows of background between figures cut many grids; lines of another colour are meant."""
    assert measures.panels(grid("101 000 888 111 000")) == (2, 1)
    assert measures.panels(grid("101 000 101")) == (2, 2)


def test_a_figure_of_hundreds_of_cells_is_one_figure():
    half = as_grid([[0] * 30] * 16 + [[1] * 30] * 14)
    assert measures.largest_figure(half) == measures.largest_block(half) == ((16, 0, 14, 30),)
    assert measures.figures(half) == (1, 1)
