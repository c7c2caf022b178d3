"""What is said of a maze is true for its status and for what was asked."""

import pytest

from tinyduo.hybrid.claims import check
from tinyduo.hybrid.maze.facts import facts_of
from tinyduo.hybrid.maze.kind import claims_of
from tinyduo.hybrid.maze.region import open_cells, parting_walls, reachable, reached_before
from tinyduo.tools.reading import Ask
from tinyduo.trm.puzzles import Maze, Status
from tinyduo.trm.puzzles.maze import distance
from tinyduo.trm.puzzles.maze.label import label

PARTED = Maze(("S #   ", "  # # ", "  # #G"))
WALLED = Maze(("S#  ", "##  ", "   G"))


def words(maze, result, ask=Ask.SOLVE, attempt=None):
    return " ".join(facts_of(maze, result, ask, attempt))


def test_a_solved_maze_gets_length_judge_effort_and_way(small, result_of):
    said = words(small, result_of(small))
    assert said.startswith("Solved and verified: a shortest path through this 5x9 maze takes 12")
    assert "breadth-first search, which only judges, finds the same length" in said
    assert "7 tries; the last one took 2 steps" in said
    assert said.endswith("The way: right 2, down 2, right 2, up 2, right 2, down 2.")


def test_a_long_way_is_told_in_part(winding, result_of):
    assert "turns 2" in words(winding, result_of(winding))
    explained = words(winding, result_of(winding), Ask.EXPLAIN)
    assert "more runs lead to the goal" in explained
    assert len(explained) < 800


def test_an_explanation_says_why_no_path_is_shorter(small, result_of):
    said = words(small, result_of(small), Ask.EXPLAIN)
    assert "In fewer than 12 moves one can come to 14 cells from the start" in said
    assert "The walls make it longer than the straight way by 4." in said
    assert said.endswith("right 2 to r2c8, down 2 to r4c8, the goal. The path has 5 turns.")
    straight = Maze(("S  G", "    "))
    said = words(straight, result_of(straight), Ask.EXPLAIN)
    assert "Even without walls no path could be shorter." in said
    assert said.endswith("The path has no turn.")


def test_cells_are_reached_in_rings(small):
    path = label(small)
    assert path is not None
    for moves in range(len(path)):
        assert path[moves] in reached_before(small, moves + 1)
        assert path[moves] not in reached_before(small, moves)


def test_counts_are_the_judges_number(small, result_of):
    assert "takes 12 moves (13 cells" in words(small, result_of(small), Ask.COUNT)
    unsolved = result_of(small, Status.UNSOLVED, answer=((1, 1), (2, 1)))
    said = words(small, unsolved, Ask.COUNT)
    assert said == (
        "A shortest path takes 12 moves by breadth-first search, but the network did not find one."
    )


def test_a_check_without_a_path_does_not_tell_the_way(small, result_of):
    """It was answered with the whole way."""
    said = words(small, result_of(small), Ask.CHECK)
    assert said.startswith("I see no path of yours")
    assert "The way" not in said


def test_a_hint_keeps_the_way_to_itself(small, result_of):
    said = words(small, result_of(small), Ask.HINT)
    assert said == ("From the start at r2c2 go right, 2 moves, to r2c4. (r2c4 is row 2, column 4.)")


def test_without_a_path_it_is_told_where_it_ends_and_what_parts(result_of):
    said = words(PARTED, result_of(PARTED, Status.CONTRADICTION))
    assert "no path from the start at r1c1 to the goal at r3c6" in said
    assert "one comes to 6 of the 13 open cells; the one nearest to the goal is r3c2" in said
    assert "Opening the wall at r1c3 or r2c3 or r3c3 would make a path." in said
    walled = words(WALLED, result_of(WALLED, Status.CONTRADICTION))
    assert "The start is walled in on every side." in walled


def test_opening_a_parting_wall_makes_a_path():
    for row, col in parting_walls(PARTED):
        rows = [list(line) for line in PARTED.rows]
        rows[row][col] = " "
        assert distance(Maze(tuple(map("".join, rows)))) is not None


def test_regions_part_the_open_cells():
    ours, theirs = (reachable(PARTED, cell) for cell in (PARTED.start, PARTED.goal))
    assert not ours & theirs
    assert len(ours | theirs) == open_cells(PARTED)


@pytest.mark.parametrize("ask", list(Ask))
def test_unsolved_is_never_called_solved_or_verified(small, result_of, ask):
    unsolved = result_of(small, Status.UNSOLVED, answer=((1, 1), (2, 1), (3, 1)))
    said = words(small, unsolved, ask).lower().replace("not solved", "")
    assert "solved" not in said
    assert "verified" not in said.replace("no verified", "")


def test_a_check_judges_the_attempt_and_not_the_answer(small, result_of):
    attempt = ((1, 1), (2, 1), (3, 1))
    said = words(small, result_of(small), Ask.CHECK, attempt)
    assert "move 1, from r2c2 to r3c2," in said
    assert "right 2" not in said


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("The shortest path takes 12 moves.", True),
        ("It is solved and verified!", True),
        ("It starts at r2c2.", True),
        ("The shortest path takes 14 moves.", False),
        ("It goes through r3c2.", False),
        ("There are several paths.", False),
        ("It is the only path.", False),
        ("Just go left all the time.", False),
        ("First go right 2, down 2.", True),
        ("First go right 2, down 3.", False),
        ("First go down 2, then right 2.", True),
        ("First go up 2.", False),
        ("Es braucht 12 Züge.", True),
        ("Es braucht 11 Züge.", False),
        ("The start is at r4c8.", False),
        ("No path leads to the goal.", False),
        ("This 9x9 maze is fun.", False),
        ("This 5x9 maze is fun.", True),
    ],
)
def test_a_model_may_claim_what_the_facts_bear_out(small, result_of, sentence, kept):
    result = result_of(small)
    claims = claims_of(small, result, Ask.SOLVE, facts_of(small, result, Ask.SOLVE))
    assert check(sentence, claims) == ((sentence, []) if kept else ("", [sentence]))


@pytest.mark.parametrize(
    "sentence", ["The maze is solved.", "The shortest path is short.", "It leads to the goal."]
)
def test_nothing_is_claimed_of_a_maze_without_a_path(result_of, sentence):
    result = result_of(PARTED, Status.CONTRADICTION)
    claims = claims_of(PARTED, result, Ask.SOLVE, facts_of(PARTED, result, Ask.SOLVE))
    assert check(sentence, claims)[0] == ""
    assert check("There is no path.", claims)[0]
