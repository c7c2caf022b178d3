"""Two witnesses: the reader's characters win, the model gets one repair turn."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from tinyduo.hybrid.listen import LLM_CHARACTERS, listen, shown_to_llm
from tinyduo.hybrid.reply import LLM_UNCONFIRMED, READER
from tinyduo.tools.reading import Ask

MESSAGE = "please solve\n.12.\n3..4\n..4.\n1..3"
ROWS = [".12.", "3..4", "..4.", "1..3"]


def report(**args) -> AIMessage:
    call = {"name": "report_reading", "args": args, "id": "c1", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[call])


def good(**changes) -> AIMessage:
    return report(**{"kind": "sudoku", "ask": "solve", "finding": "p1", "rows": ROWS} | changes)


def test_without_a_model_the_reader_reads():
    heard = listen(MESSAGE, None)
    assert heard.witnesses["llm"] is None
    assert heard.witnesses["reader"]["findings"][0]["kind"] == "sudoku"
    assert heard.grid_source == READER


def test_a_model_that_agrees_is_noted_and_decides_what_is_asked(scripted):
    llm = scripted(good(ask="hint"))
    heard = listen(MESSAGE, llm)
    assert heard.witnesses["llm"]["agrees"] is True
    assert heard.reading.ask is Ask.HINT
    assert len(llm.history) == 1
    assert [tool.__name__ for tool in llm.tools_bound] == ["report_reading"]


def test_a_slip_gets_one_repair_turn_with_the_exact_place(scripted):
    slipped = [".12.", "3..4", "..2.", "1..3"]
    llm = scripted(good(rows=slipped), good())
    heard = listen(MESSAGE, llm)
    complaint = llm.history[1][-1]
    assert isinstance(complaint, ToolMessage)
    assert "row 3 is ..4. in the message, you wrote ..2." in str(complaint.content)
    assert heard.witnesses["llm"]["repaired"] is True
    assert heard.witnesses["llm"]["agrees"] is True


def test_after_the_repair_turn_the_messages_characters_win(scripted):
    slipped = ["4444"] * 4
    heard = listen(MESSAGE, scripted(good(rows=slipped), good(rows=slipped)))
    assert heard.reading.findings == listen(MESSAGE, None).reading.findings
    assert heard.witnesses["llm"]["agrees"] is False
    assert "row 1" in heard.witnesses["llm"]["differs"]


def test_a_model_cannot_talk_a_puzzle_away(scripted):
    none = report(kind="none", ask="chat")
    heard = listen(MESSAGE, scripted(none, none))
    assert heard.reading.findings[0].puzzle is not None


def test_a_model_without_tools_may_answer_in_json(scripted):
    text = (
        '```json\n{"name": "report_reading", "arguments": {"kind": "sudoku", "ask": "count"}}\n```'
    )
    heard = listen(MESSAGE, scripted(text))
    assert heard.reading.ask is Ask.COUNT


def test_a_grid_only_the_model_could_read_is_unconfirmed(scripted):
    prose = "The corners of my little 4x4 hold, clockwise from the top left, a 1, a 4, a 1, a 3."
    rows = ["1..4", "....", "....", "3..1"]
    if listen(prose, None).reading.findings:
        pytest.skip("the reader reads this prose by now")
    heard = listen(prose, scripted(report(kind="sudoku", ask="solve", rows=rows)))
    assert heard.grid_source == LLM_UNCONFIRMED
    assert heard.reading.findings[0].puzzle is not None


@pytest.mark.parametrize("reply", [RuntimeError("no route to host"), "I cannot do that.", ""])
def test_a_model_that_fails_is_done_without(scripted, reply):
    heard = listen(MESSAGE, scripted(reply, reply))
    assert heard.reading.findings[0].puzzle is not None
    assert "error" in heard.witnesses["llm"]


def test_a_model_sees_a_bounded_message_as_data(scripted):
    llm = scripted(good())
    listen("x" * 50_000 + MESSAGE, llm)
    shown = llm.history[0][-1]
    assert isinstance(shown, HumanMessage)
    assert len(str(shown.content)) < LLM_CHARACTERS + 500
    assert str(shown.content).startswith("<message>")


def test_what_is_shown_can_be_encoded():
    shown_to_llm("a\ud800b\0c" * 5000, 600).encode("utf-8")


MAZE = ["#####", "#S  #", "###G#"]


def test_a_maze_is_compared_character_by_character(scripted):
    """Only rows of Sudokus were compared."""
    slipped = ["#####", "#S# #", "###G#"]
    told = {"kind": "maze", "ask": "solve", "finding": "p1"}
    llm = scripted(report(**told, rows=slipped), report(**told, rows=["what?"]))
    heard = listen("this maze please\n" + "\n".join(MAZE), llm)
    assert "row 2 is #S  # in the message, you wrote #S# #" in str(llm.history[1][-1].content)
    assert heard.witnesses["llm"]["differs"] == "rows: expected 3 rows of 5 symbols"
    assert heard.reading.findings[0].puzzle is not None
    assert listen("\n".join(MAZE), scripted(report(**told, rows=MAZE))).witnesses["llm"]["agrees"]


def test_a_maze_only_the_model_could_read_is_unconfirmed(scripted):
    heard = listen("the maze on my wall", scripted(report(kind="maze", ask="solve", rows=MAZE)))
    assert heard.grid_source == LLM_UNCONFIRMED
    assert heard.reading.findings[0].kind == "maze"
