"""Arms: what each asks, and what the record says of it, stage by stage."""

from contextvars import copy_context
from dataclasses import replace
from io import BytesIO
from threading import Thread
from typing import Any
from urllib.error import HTTPError

import pytest
from langchain_core.messages import SystemMessage

from tinyduo.evals.arms import ARMS, ArmSettings, Outcome, make_arms
from tinyduo.evals.arms.exact import exact_result, solution_of
from tinyduo.evals.endpoint import Patience, counted, down, metered, passes, patiently
from tinyduo.evals.prompts import messages_for
from tinyduo.evals.scoring import cause_of, record_of, shortest_cells
from tinyduo.evals.suites import Item
from tinyduo.hybrid.answer import Hybrid
from tinyduo.hybrid.llm import LocalChatModel
from tinyduo.hybrid.llm.clock import Clock
from tinyduo.hybrid.llm.witness import timed
from tinyduo.tools.errors import LLMUnavailableError
from tinyduo.tools.reading import read
from tinyduo.trm.puzzles import Maze, Status, Sudoku
from tinyduo.trm.puzzles.arc import ArcTask, Demonstration
from tinyduo.trm.puzzles.maze.label import label
from tinyduo.trm.puzzles.sudoku import to_line

TASK = ArcTask((Demonstration(((1,),), ((2,),)),), (((3,),), ((4,),)))
ARC = Item("t", "a task", "arc", TASK, (((5,),), ((6,),)), (Status.PREDICTED,))


def told(item):
    return "ANSWER: " + to_line(item.solution)


def record(name, item, llm=None, **settings):
    arm = make_arms([name], ArmSettings(llm=llm, patience=Patience(1), **settings))[0]
    return record_of(item, name, arm.answer([item])[0])


def http_error(code):
    error = LLMUnavailableError(f"the server answered {code}")
    error.__cause__ = HTTPError("http://x", code, "no", {}, BytesIO())  # type: ignore[arg-type]
    return error


@pytest.mark.parametrize("name", ["reader-trm", "trm-oracle", "trm-single", "exact"])
def test_arms_without_a_model_solve_small_sudokus(name, small_items):
    found = record(name, small_items[0])
    assert found["right"]
    assert found["cell_accuracy"] == 1.0
    assert (found["cause"], found["false_verified"], found["usage"]["calls"]) == (None, False, 0)
    assert found["verified"] == (name != "trm-single")
    assert found["read_exact"] == (True if name == "reader-trm" else None)


def test_the_model_alone_is_judged_by_the_verifier(small_items, answering):
    item = small_items[0]
    llm = answering(told(item), "ANSWER: " + "1" * 16, "ANSWER: UNSOLVED", "hm")
    right, wrong, refused, silent = (record("llm", item, llm) for _ in range(4))
    assert right["right"]
    assert not right["verified"]
    assert (wrong["cause"], wrong["parse"], wrong["abstained"]) == ("llm", "strict", False)
    assert 0 < wrong["cell_accuracy"] < 1
    assert (refused["cause"], refused["abstained"]) == ("refused", True)
    assert (silent["cause"], silent["parse"]) == ("llm", "none")
    assert right["usage"] | {"seconds": 0} == {
        "calls": 1, "prompt_tokens": 10, "completion_tokens": 4, "estimated": False, "seconds": 0,
    }  # fmt: skip


def test_thinking_first_is_asked_for_and_read(small_items, answering):
    item = small_items[0]
    system = messages_for(item, "cot")[0]
    assert isinstance(system, SystemMessage)
    assert "step by step" in system.text
    llm = answering(f"Maybe 1111\n2222\n3333\n4444?\n{told(item)}")
    assert record("llm-cot", item, llm)["right"]
    assert llm.asked == [item.text]


def test_the_majority_of_samples_counts(small_items, answering):
    item = small_items[0]
    wrong = "ANSWER: " + "1" * 16
    llm = answering(wrong, told(item), "hm", told(item))
    found = record("llm-k", item, llm, samples=4, seed=7)
    assert found["right"]
    assert (found["confidence"], found["usage"]["calls"]) == (0.5, 4)
    assert [one["seed"] for one in llm.settings] == [7, 8, 9, 10]
    assert all(one["temperature"] > 0 for one in llm.settings)


def test_the_verifier_picks_the_first_right_sample(small_items, answering):
    item = small_items[0]
    llm = answering("ANSWER: " + "1" * 16, told(item))
    found = record("llm-verify", item, llm, samples=8)
    assert (found["right"], found["verified"], found["usage"]["calls"]) == (True, True, 2)
    none = record("llm-verify", item, answering("ANSWER: " + "1" * 16), samples=3)
    assert (none["right"], none["verified"], none["usage"]["calls"]) == (False, False, 3)


def test_arc_tasks_are_asked_by_test_input_and_twice(answering):
    llm = answering("ANSWER: [[9]]", "ANSWER: [[5]]", "ANSWER: [[1]]", "ANSWER: [[2]]")
    found = record("llm", ARC, llm)
    assert (found["score"], found["right"], found["usage"]["calls"]) == (0.5, False, 4)
    assert found["answer"] == [[[[9]], [[5]]], [[[1]], [[2]]]]
    assert all(ask.startswith("This is a puzzle of a contest") for ask in llm.asked)
    assert [ask.endswith("[[3]]") for ask in llm.asked] == [True, True, False, False]
    takes = {arm.name: arm.takes(ARC) for arm in make_arms(list(ARMS), ArmSettings(llm=llm))}
    assert [name for name, able in takes.items() if not able] == [
        "llm-verify", "llm-exact", "trm-single", "exact",
    ]  # fmt: skip


def test_the_hybrid_is_asked_the_message_itself(small_items, answering):
    item = small_items[0]
    llm = answering("no report")
    found = record("hybrid", item, llm)
    assert found["right"]
    assert (found["read_exact"], found["tool_called"], found["solver_exact"]) == (True,) * 3
    assert found["usage"]["calls"] == len(llm.asked) > 0
    assert item.text in llm.asked[0]


def test_the_exact_arm_changes_only_the_solver(small_items, answering, monkeypatch):
    monkeypatch.setattr(Hybrid, "_solve", lambda *_: pytest.fail("the TRM was asked"))
    found = record("llm-exact", small_items[0], answering("no report"))
    assert found["right"]
    assert found["steps"] == 0


def test_a_misread_message_is_a_failure_of_reading(small_items):
    one, other = small_items[:2]
    found = record("reader-trm", replace(one, text=other.text))
    assert (found["cause"], found["read_exact"], found["right"]) == ("read", False, False)
    assert found["false_verified"]  # it verified another puzzle than the person's
    assert found["solver_exact"]
    assert found["read_as"]


def test_items_without_an_answer_are_right_where_that_is_said():
    grid = [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    text = "solve this sudoku\n11..\n....\n....\n...."
    clash = Item("c", text, "sudoku", Sudoku.from_rows(grid), statuses=(Status.CONTRADICTION,))
    chat = Item("n", "Good morning!", "none", None, statuses=(Status.NONE,), ask="chat")
    for item in (clash, chat):
        found = record("reader-trm", item)
        assert found["right"], found
    assert found["ask_right"]
    assert record("exact", clash)["right"]


def test_cells_of_a_maze_count_only_on_shortest_paths(mazes):
    maze = mazes[0].puzzle
    on, length = shortest_cells(maze)
    path = label(maze)
    assert path is not None
    assert set(path) <= on
    assert length == len(path)
    found = record_of(mazes[0], "llm", Outcome(Status.PREDICTED, (*path[:-1], path[-2])))
    assert (found["right"], found["cell_accuracy"] < 1) == (False, True)


def test_exact_answers_are_right_for_every_kind_of_group(small_items, mazes):
    for item in small_items:
        assert solution_of(item.puzzle) == item.solution
    assert exact_result(Maze(("S#", "#G"))).status is Status.CONTRADICTION
    assert exact_result(Sudoku.from_rows([[0] * 4] * 4)).status is Status.MULTIPLE
    assert exact_result(mazes[0].puzzle).status is Status.SOLVED


def test_causes_name_the_first_stage_that_failed(small_items):
    item = small_items[0]
    read_it = Outcome(Status.UNSOLVED, reads=True, kind="sudoku", puzzle=item.puzzle)
    assert cause_of(item, read_it) == "tool"
    assert cause_of(item, replace(read_it, tool_called=True)) == "trm"
    right = replace(read_it, tool_called=True, answer=item.solution)
    assert cause_of(item, right) == "llm"
    assert cause_of(item, replace(read_it, error="no")) == "endpoint"


def test_errors_that_pass_are_tried_again_ever_later(answering, small_items):
    pauses = []
    patience = Patience(4, 1.0, 3.0, pauses.append)
    llm = answering(
        http_error(503), http_error(429), ConnectionError("reset"), told(small_items[0])
    )
    arm = make_arms(["llm"], ArmSettings(llm=llm, patience=patience))[0]
    found = record_of(small_items[0], "llm", arm.answer(small_items[:1])[0])
    assert (found["right"], found["retries"]["endpoint"], pauses) == (True, 3, [1.0, 2.0, 3.0])
    for error, again, shut in (
        (http_error(503), True, True), (http_error(401), False, True), (TimeoutError(), False,
         False), (http_error(400), False, False), (ValueError("odd"), False, False),
    ):  # fmt: skip
        assert (passes(error), down(error)) == (again, shut)
    with pytest.raises(TimeoutError):
        patiently(lambda: (_ for _ in ()).throw(TimeoutError()), patience)
    assert len(pauses) == 3


def test_a_hybrid_whose_model_is_down_is_no_result(answering, small_items):
    found = record("hybrid", small_items[0], answering(http_error(503)))
    assert found["endpoint_down"]
    assert "503" in found["error"]


def test_tokens_are_estimated_where_a_model_tells_none(scripted):
    with metered() as meter:
        scripted("four letter words").invoke("a question of some length")
    assert meter.usage.estimated
    assert (meter.usage.calls, meter.usage.completion_tokens) == (1, 4)
    with metered() as other:
        pass
    assert other.usage.calls == 0


def test_messages_of_arms_and_readers_are_the_same(small_items):
    assert messages_for(small_items[0], "direct")[-1].text == small_items[0].text
    assert read(small_items[0].text).findings


def test_arms_that_need_a_model_say_so():
    with pytest.raises(ValueError, match="needs a language model"):
        make_arms(["llm"], ArmSettings())
    with pytest.raises(ValueError, match="no arm 'magic'"):
        make_arms(["magic"], ArmSettings())
    names = [arm.name for arm in make_arms([], ArmSettings())]
    assert names == ["reader-trm", "trm-oracle", "trm-single", "exact"]


def test_choices_of_a_local_model_are_counted_in_any_thread(monkeypatch):
    chosen = LocalChatModel(model="small")
    monkeypatch.setattr(LocalChatModel, "choose", lambda self, messages, options: options[0])
    llm = counted(chosen)
    assert isinstance(llm, LocalChatModel)
    with metered() as meter:
        run = copy_context().run
        thread = Thread(target=run, args=(llm.choose, "x" * 36, ["ab", "cd"]))
        thread.start()
        thread.join()
    assert (meter.usage.calls, meter.usage.prompt_tokens, meter.usage.estimated) == (1, 10, True)
    assert type(timed(llm, Clock(5))) is type(llm)  # the copy with less time counts too


def test_thinking_first_may_have_more_tokens(small_items, answering):
    settings = ArmSettings(llm=answering("hm"), max_tokens=50, cot_tokens=70)
    arms: list[Any] = make_arms(["llm", "llm-cot"], settings)
    assert [arm.max_tokens for arm in arms] == [50, 70]
