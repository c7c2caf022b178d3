"""Cells and places in several languages become one notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyduo.hybrid.mentions import Sort, mentions_in
from tinyduo.hybrid.symbols import normalised


@pytest.mark.parametrize(
    "said",
    [
        *("r3c5", "R3C5", "r3 c5", "row 3, column 5", "row 3 column 5", "Row three, column five"),
        *("column 5, row 3", "column 5 of row 3", "the third row, fifth column"),
        *("Zeile 3, Spalte 5", "Z3S5", "3. Zeile, 5. Spalte", "Spalte 5 in Zeile 3"),
        *("fila 3, columna 5", "F3C5", "ligne 3, colonne 5", "L3C5", "riga 3, colonna 5"),
        *("linha 3, coluna 5", "rij 3, kolom 5", "строка 3, столбец 5", "3行5列", "第3行第5列"),
        *("第三行第五列", "5列3行", "３行５列", "3rd row, 5th column", "(3, 5)"),
    ],
)
def test_a_cell_is_a_cell_in_any_language(said):
    assert [each.value for each in mentions_in(f"so {said} is 7")] == ["r3c5", "7"]


@pytest.mark.parametrize(
    ("said", "mentions"),
    [
        ("rows 2, 5 and 7", ["row 2", "row 5", "row 7"]),
        ("three rows", ["3"]),
        ("the second box", ["box 2"]),
        ("Block 4", ["box 4"]),
        ("row 1 has two 5s", ["row 1", "2*5"]),
        ("40 of the 51 blanks", ["40/51"]),
        ("a 9x9 board", ["9x9"]),
        ("probability of 0.61", ["0.61"]),
        ("it is once more due to you", []),
    ],
)
def test_places_and_counts(said, mentions):
    assert [each.value for each in mentions_in(said)] == mentions


def test_counts_know_what_they_count():
    (mention,) = mentions_in("It took twenty-three moves.")
    assert (mention.sort, mention.value, mention.nouns) == (Sort.COUNT, "23", {"move"})
    (mention,) = mentions_in("Es sind 12 Schritte.")
    assert mention.nouns == {"step", "move"}


def test_directions_are_mentions_only_where_they_matter():
    said = "From the start at r2c2 go right, 2 moves, to r2c4."
    values = [each.value for each in mentions_in(said, directions=True)]
    assert values == ["start", "r2c2", "right 2", "r2c4"]
    assert [each.value for each in mentions_in("That is right.", directions=True)] == []


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    mentions_in(normalised(text), directions=True)
