"""Backtracking search for making puzzles: is a grid unique, and how many guesses does it take?

Candidates are bit masks, one int32 a cell. Propagation knows naked singles, hidden singles
and locked candidates; the rest is guessed at the cell with fewest candidates. The count of
guesses is our measure of hardness (it ranks puzzles as other backtracking solvers do).

Numba compiles these functions where it is installed; without it they are more than a
thousand times slower (a minimal 9x9 puzzle with its rating: 1.5 ms against 2.5 s). An exact
library was too slow here: thousands of uniqueness checks a second are needed. Nothing that
answers puzzles may import this module (a test holds that): it makes puzzles, and solves none.
"""

from __future__ import annotations

import numpy as np

from ..compiled import njit


@njit
def random_below(state, limit):
    """A pseudo-random integer below `limit`; `state` is int64 `(1,)`, never 0 (MINSTD)."""
    state[0] = state[0] * 48271 % 2147483647
    return int(state[0] >> 4) % limit


@njit
def shuffle(items, state):
    """Shuffle a one-dimensional array in place."""
    for last in range(len(items) - 1, 0, -1):
        other = random_below(state, last + 1)
        items[last], items[other] = items[other], items[last]


@njit
def candidates_of(digits, size):
    """Candidate masks `(L,)` of a flat grid of digits, 0 = blank."""
    masks = np.empty(len(digits), np.int32)
    for cell in range(len(digits)):
        masks[cell] = (1 << size) - 1 if digits[cell] == 0 else 1 << (int(digits[cell]) - 1)
    return masks


@njit
def _mask_of(masks, cells):
    union = 0
    for cell in cells:
        if cell >= 0:
            union |= masks[cell]
    return union


@njit
def _remove(masks, cells, bits):
    """Take `bits` from the cells: 0 nothing changed, 1 changed, -1 a cell ran empty."""
    changed = 0
    for cell in cells:
        if cell >= 0 and masks[cell] & bits:
            masks[cell] &= ~bits
            if masks[cell] == 0:
                return -1
            changed = 1
    return changed


@njit
def _naked_singles(masks, done, peers):
    changed = 0
    for cell in range(len(masks)):
        mask = masks[cell]
        if not done[cell] and mask & (mask - 1) == 0:
            done[cell] = True
            if _remove(masks, peers[cell], mask) < 0:
                return -1
            changed = 1
    return changed


@njit
def _hidden_singles(masks, groups, full):
    changed = 0
    for group in groups:
        once = 0
        twice = 0
        for cell in group:
            twice |= once & masks[cell]
            once |= masks[cell]
        if once != full:
            return -1
        single = once & ~twice
        for cell in group:
            mask = masks[cell] & single
            if mask and mask != masks[cell]:
                if mask & (mask - 1):
                    return -1
                masks[cell] = mask
                changed = 1
    return changed


@njit
def _locked(masks, segments, rest_of_line, rest_of_box):
    changed = 0
    for number in range(len(segments)):
        inside = _mask_of(masks, segments[number])
        in_line = _mask_of(masks, rest_of_line[number])
        in_box = _mask_of(masks, rest_of_box[number])
        pointing = _remove(masks, rest_of_line[number], inside & ~in_box)
        claiming = _remove(masks, rest_of_box[number], inside & ~in_line)
        if pointing < 0 or claiming < 0:
            return -1
        changed |= pointing | claiming
    return changed


@njit
def propagate(masks, done, groups, peers, segments, rest_of_line, rest_of_box, full):
    """Apply the three rules to `masks` until nothing changes; False on a contradiction."""
    while True:
        changed = _naked_singles(masks, done, peers)
        if changed == 0:
            changed = _hidden_singles(masks, groups, full)
        if changed == 0:
            changed = _locked(masks, segments, rest_of_line, rest_of_box)
        if changed < 0:
            return False
        if changed == 0:
            return True


@njit
def _fewest(masks, size):
    """The open cell with fewest candidates, -1 where none is open."""
    best = -1
    best_count = size + 1
    for cell in range(len(masks)):
        mask = masks[cell]
        if mask & (mask - 1):
            count = 0
            while mask:
                mask &= mask - 1
                count += 1
            if count < best_count:
                best, best_count = cell, count
                if count == 2:
                    break
    return best


@njit
def _pick_bit(mask, state):
    """One bit of a mask: at random."""
    count = 0
    rest = mask
    while rest:
        rest &= rest - 1
        count += 1
    skip = random_below(state, count)
    for _ in range(skip):
        mask &= mask - 1
    return mask & -mask


@njit
def search(start, size, tables, limit, max_guesses, state):
    """Find up to `limit` solutions.

    Args:
        start: candidate masks, `(L,)` int32; not changed.
        size: N.
        tables: the layout's `Tables`.
        limit: stop after this many solutions.
        max_guesses: give up beyond this many guesses.
        state: random state, int64 `(1,)`; digits are tried in random order.

    Returns:
        (solutions found, or -1 where it gave up; guesses; the first solution's masks).
    """
    groups, peers, segments, rest_of_line, rest_of_box = tables
    n_cells = len(start)
    full = (1 << size) - 1
    masks = np.empty((n_cells + 1, n_cells), np.int32)
    done = np.zeros((n_cells + 1, n_cells), np.bool_)
    cell_at = np.zeros(n_cells + 1, np.int32)
    left = np.zeros(n_cells + 1, np.int32)
    solution = np.zeros(n_cells, np.int32)
    found = 0
    guesses = 0

    masks[0] = start
    if not propagate(masks[0], done[0], groups, peers, segments, rest_of_line, rest_of_box, full):
        return found, guesses, solution
    cell = _fewest(masks[0], size)
    if cell < 0:
        return 1, guesses, masks[0].copy()
    depth = 0
    cell_at[0], left[0] = cell, masks[0][cell]

    while depth >= 0:
        if left[depth] == 0:
            depth -= 1
            continue
        guesses += 1
        if guesses > max_guesses:
            return -1, guesses, solution
        bit = _pick_bit(left[depth], state)
        left[depth] &= ~bit
        deeper = depth + 1
        masks[deeper] = masks[depth]
        done[deeper] = done[depth]
        masks[deeper][cell_at[depth]] = bit
        if propagate(
            masks[deeper], done[deeper], groups, peers, segments, rest_of_line, rest_of_box, full
        ):
            cell = _fewest(masks[deeper], size)
            if cell < 0:
                found += 1
                if found == 1:
                    solution[:] = masks[deeper]
                if found >= limit:
                    return found, guesses, solution
            else:
                depth = deeper
                cell_at[depth], left[depth] = cell, masks[depth][cell]
    return found, guesses, solution


@njit
def digits_of(masks):
    """Flat digits `(L,)` int8 of solved masks."""
    digits = np.zeros(len(masks), np.int8)
    for cell in range(len(masks)):
        mask = masks[cell]
        while mask:
            mask >>= 1
            digits[cell] += 1
    return digits


@njit
def minimise(digits, solution, order, size, tables, keep, max_guesses, state):
    """Blank cells of `digits` in `order` while the solution stays the only one.

    Stops at `keep` givens. `digits` is changed in place; a removal whose check takes more
    than `max_guesses` is not made.
    """
    givens = 0
    for cell in range(len(digits)):
        if digits[cell]:
            givens += 1
    for cell in order:
        if givens <= keep:
            return
        if digits[cell] == 0:
            continue
        digits[cell] = 0
        masks = candidates_of(digits, size)
        masks[cell] &= ~(1 << (int(solution[cell]) - 1))
        found, _, _ = search(masks, size, tables, 1, max_guesses, state)
        if found == 0:
            givens -= 1
        else:
            digits[cell] = solution[cell]


@njit
def rate(digits, size, tables, runs, max_guesses, state):
    """Mean guesses over `runs` random orders until uniqueness is proved (inf: gave up)."""
    total = 0.0
    masks = candidates_of(digits, size)
    for _ in range(runs):
        found, guesses, _ = search(masks, size, tables, 2, max_guesses, state)
        if found != 1:
            return np.inf
        if guesses == 0:
            return 0.0
        total += guesses
    return total / runs
