"""Techniques are sound on every board, and each is found where it is the easiest there is."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinyduo.trm.puzzles.sudoku import (
    Answers,
    Layout,
    Sudoku,
    Symmetry,
    Technique,
    chain_against,
    chain_to_cell,
    chain_to_next_digit,
    rule_on,
    solve_by_logic,
)
from tinyduo.trm.puzzles.sudoku.logic.lines import fish
from tinyduo.trm.puzzles.sudoku.logic.links import colourings, xy_wings
from tinyduo.trm.puzzles.sudoku.logic.state import State
from tinyduo.trm.puzzles.sudoku.logic.subsets import hidden, naked
from tinyduo.trm.puzzles.sudoku.logic.walk import all_steps

BOXES = ((2, 2), (2, 3), (3, 2), (3, 3))


@cache
def minimal(box, seed):
    """A puzzle with one answer in which no given could be spared, and the answer."""
    rng = random.Random(seed)
    layout = Layout(*box)
    size, rows, cols = layout.size, layout.box_rows, layout.box_cols
    starts = [cols * (row % rows) + row // rows for row in range(size)]
    full = tuple(tuple((start + col) % size + 1 for col in range(size)) for start in starts)
    answer = Symmetry.random(layout, rng).apply(full) if rows == cols else full
    grid = [list(row) for row in answer]
    for cell in rng.sample(range(size**2), size**2):
        row, col = divmod(cell, size)
        grid[row][col] = 0
        if rule_on(Sudoku(tuple(map(tuple, grid)), layout)).answers is not Answers.ONE:
            grid[row][col] = answer[row][col]
    return Sudoku(tuple(map(tuple, grid)), layout), answer


puzzles = st.tuples(st.sampled_from(BOXES), st.integers(0, 5)).map(lambda each: minimal(*each))


def is_true(step, answer):
    placed = step.cell is None or answer[step.cell[0]][step.cell[1]] == step.digit
    return placed and all(answer[row][col] != digit for (row, col), digit in step.removed)


@given(puzzles, st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_no_step_of_any_technique_is_ever_false(one, seed):
    """Whatever was ruled out before, in any order: every step that holds is true."""
    puzzle, answer = one
    rng, state = random.Random(seed), State(puzzle.layout, puzzle.givens)
    for _ in range(4):
        found = list(all_steps(state))
        assert all(is_true(step, answer) for step in found)
        for step in rng.sample(found, min(len(found), 6)):
            state.take(step)


@given(puzzles)
@settings(max_examples=10, deadline=None)
def test_a_step_removes_or_places_something_new_and_says_why(one):
    puzzle, _ = one
    state = State(puzzle.layout, puzzle.givens)
    for step in all_steps(state):
        assert (step.cell is None) == bool(step.removed)
        assert step.reason
        assert step.cells
        assert step.place
        assert all(state.options[state.number(cell)] >> digit & 1 for cell, digit in step.removed)
        assert step.technique.places_digits == (step.cell is not None)


@given(puzzles, st.data())
@settings(max_examples=25, deadline=None)
def test_a_chain_holds_step_by_step_and_has_no_spare_step(one, data):
    puzzle, answer = one
    blanks = [(r, c) for r, row in enumerate(puzzle.givens) for c, d in enumerate(row) if not d]
    cell = data.draw(st.sampled_from(blanks))
    chain = chain_to_cell(puzzle, cell)
    if not chain:
        return
    assert (chain[-1].cell, chain[-1].digit) == (cell, answer[cell[0]][cell[1]])
    assert_holds(puzzle, chain)


def assert_holds(puzzle, chain):
    """Each step has what it needs after those before it, and none can be left out."""
    givens = State(puzzle.layout, puzzle.givens)
    assert holds(chain, givens)
    for step in chain[:-1]:
        shorter = [each for each in chain if each is not step]
        assert not holds(shorter, State(puzzle.layout, puzzle.givens))


def holds(chain, state):
    for step in chain:
        for cell, digit in step.needs:
            filled = state.digits[state.number(cell)] != 0
            if not filled and (digit == 0 or digit in options(state, cell)):
                return False
        state.take(step)
    return True


def cells(puzzle):
    return [(row, col) for row in range(puzzle.size) for col in range(puzzle.size)]


def options(state, cell):
    return [d for d in range(1, state.size + 1) if state.options[state.number(cell)] >> d & 1]


@given(puzzles, st.data())
@settings(max_examples=15, deadline=None)
def test_a_chain_against_a_digit_is_never_for_the_right_one(one, data):
    puzzle, answer = one
    blanks = [cell for cell in cells(puzzle) if not puzzle.givens[cell[0]][cell[1]]]
    cell = data.draw(st.sampled_from(blanks))
    right = answer[cell[0]][cell[1]]
    assert chain_against(puzzle, cell, right) == ()
    chain = chain_against(puzzle, cell, right % puzzle.size + 1)
    assert all(is_true(step, answer) for step in chain)


def test_a_person_who_came_further_gets_a_shorter_chain(golden):
    one = golden("easy")[0]
    chains = (chain_to_cell(one.puzzle, cell) for cell in cells(one.puzzle))
    chain = next(chain for chain in chains if len(chain) > 3)
    filled = [list(row) for row in one.puzzle.givens]
    for step in chain[:-1]:
        if step.cell:
            filled[step.cell[0]][step.cell[1]] = step.digit
    assert chain[-1].cell is not None
    shorter = chain_to_cell(one.puzzle, chain[-1].cell, tuple(map(tuple, filled)))
    assert len(shorter) < len(chain)


def test_the_next_digit_comes_by_the_easiest_techniques(golden):
    chain = chain_to_next_digit(golden("easy")[0].puzzle)
    assert len(chain) == 1
    assert chain[0].technique.rank <= Technique.NAKED_SINGLE.rank


def test_harder_boards_use_harder_techniques_and_16x16_is_quick(golden):
    used = set()
    for level in ("hard", "extreme"):
        for one in golden(level):
            used |= {step.technique for step in solve_by_logic(one.puzzle)[0]}
    assert {Technique.POINTING, Technique.CLAIMING, Technique.NAKED_PAIR, Technique.XY_WING} <= used
    assert Technique.COLOURING in used
    for one in golden(box="4x4"):
        path, grid = solve_by_logic(one.puzzle)
        assert grid == one.answer
        assert all(is_true(step, one.answer) for step in path)


def state_with(options, size=9):
    """A blank board where some cells have few candidates left."""
    layout = Layout.of_size(size)
    state = State(layout, ((0,) * size,) * size)
    for cell, digits in options.items():
        state.options[state.number(cell)] = sum(1 << digit for digit in digits)
    return state


def without(state, digit, cells):
    for cell in cells:
        state.options[state.number(cell)] &= ~(1 << digit)


def test_an_x_wing_names_rows_columns_and_corners():
    state = state_with({})
    for row in (1, 6):
        without(state, 5, [(row, col) for col in range(9) if col not in (2, 7)])
    step = next(fish(state, 2))
    assert step.technique is Technique.X_WING
    assert step.cells == ((1, 2), (1, 7), (6, 2), (6, 7))
    assert step.reason == (
        "in rows 2 and 7 the 5 can only be in columns 3 and 8 (r2c3, r2c8, r7c3 and r7c8), "
        "so no other cell of columns 3 and 8 can hold it"
    )
    assert len(step.removed) == 14
    assert {col for (_, col), _ in step.removed} == {2, 7}


def test_a_swordfish_may_lack_corners():
    state = state_with({})
    for row, cols in ((0, (0, 4)), (3, (4, 8)), (7, (0, 8))):
        without(state, 1, [(row, col) for col in range(9) if col not in cols])
    step = next(fish(state, 3))
    assert step.technique is Technique.SWORDFISH
    assert len(step.cells) == 6
    assert {row for (row, _), _ in step.removed}.isdisjoint({0, 3, 7})


def test_an_xy_wing_clears_what_sees_both_ends():
    state = state_with({(0, 0): (1, 2), (0, 5): (1, 3), (2, 1): (2, 3)})
    (step,) = xy_wings(state)
    assert step.cells == ((0, 0), (0, 5), (2, 1))
    assert {cell for cell, _ in step.removed} == {(0, 1), (0, 2), (2, 3), (2, 4), (2, 5)}
    assert {digit for _, digit in step.removed} == {3}


def test_colouring_clears_what_sees_both_ends_of_a_chain():
    state = state_with({})
    without(state, 4, [(0, col) for col in range(9) if col not in (0, 8)])
    without(state, 4, [(row, 8) for row in range(9) if row not in (0, 4)])
    without(state, 4, [(4, col) for col in range(9) if col not in (8, 2)])
    step = next(step for step in colourings(state) if step.cells[-1] == (4, 2))
    assert step.cells == ((0, 0), (0, 8), (4, 8), (4, 2))
    assert [cell for cell, _ in step.removed] == [(1, 2), (2, 2), (3, 0), (5, 0)]
    assert "r1c1 or r5c3 holds it" in step.reason


@pytest.mark.parametrize("count", [2, 3, 4])
def test_naked_and_hidden_subsets(count):
    digits = tuple(range(1, count + 1))
    state = state_with({(0, col): digits for col in range(count)})
    step = next(step for step in naked(state, count) if step.place == "row 1")
    assert step.technique.value == f"naked {['pair', 'triple', 'quad'][count - 2]}"
    assert ((0, 8), 1) in step.removed
    state = state_with({})
    for digit in digits:
        without(state, digit, [(0, col) for col in range(count, 9)])
    step = next(step for step in hidden(state, count) if step.place == "row 1")
    assert step.technique.value == f"hidden {['pair', 'triple', 'quad'][count - 2]}"
    assert {cell for cell, _ in step.removed} == {(0, col) for col in range(count)}
