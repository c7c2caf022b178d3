"""The plain JSON routes, over a real connection."""

import pytest

from tinyduo.tools import adapters
from tinyduo.tools.catalogue import TOOLS
from tinyduo.trm.puzzles import Sudoku
from tinyduo.trm.puzzles.sudoku import from_line, verify

SMALL = "...4 ...3 1... 4..."
ANSWER = [[3, 1, 2, 4], [2, 4, 1, 3], [1, 3, 4, 2], [4, 2, 3, 1]]


def test_a_message_gets_the_record_of_a_message(service):
    reply = service.post("/v1/solve", {"message": f"please solve {SMALL}"})
    assert reply.status == 200
    record = reply.json
    assert (record["kind"], record["status"], record["ask"]) == ("sudoku", "solved", "solve")
    assert record["answer"] == ANSWER
    assert record["verdict"] == {"verified": True, "problems": []}
    assert len(record["puzzles"]) == 1


def test_a_grid_gets_the_record_of_its_tool(service):
    sudoku = service.post("/v1/solve", {"kind": "sudoku", "grid": SMALL}).json
    assert (sudoku["status"], sudoku["answer"]) == ("solved", ANSWER)
    maze = service.post("/v1/solve", {"kind": "maze", "grid": ["S #", "# G"]}).json
    assert (maze["status"], maze["moves"]) == ("solved", 3)


def test_several_puzzles_in_a_message_are_all_answered(service):
    record = service.post("/v1/solve", {"message": f"{SMALL}\n\nand\n\n1... .2.. ..3. ...4"}).json
    assert [puzzle["status"] for puzzle in record["puzzles"]] == ["solved", "multiple"]


@pytest.mark.parametrize(
    ("grid", "status"),
    [("1..1 .... .... ....", "contradiction"), ("12.. .... .... ....", "multiple")],
)
def test_statuses_are_answers_not_errors(service, grid, status):
    reply = service.post("/v1/tools/solve_sudoku", {"grid": grid})
    assert reply.status == 200
    assert reply.json["result"]["status"] == status


def test_the_batch_gives_what_the_solver_alone_gives(service, golden):
    from tinyduo.tools import solve_sudoku

    for found in golden("hard")[:2]:
        grid = [list(row) for row in found.puzzle.givens]
        alone = solve_sudoku(grid)
        served = service.post("/v1/tools/solve_sudoku", {"grid": grid}).json["result"]
        for field in ("status", "answer", "steps", "candidates", "unique"):
            assert served[field] == alone[field]
        answer = tuple(map(tuple, served["answer"]))
        assert verify(Sudoku(found.puzzle.givens, found.puzzle.layout), answer).verified


def test_every_tool_is_listed_with_the_schemas_of_every_surface(service):
    tools = service.ask("GET", "/v1/tools").json["tools"]
    assert [tool["name"] for tool in tools] == list(TOOLS)
    for tool, other in zip(tools, adapters.anthropic_tools(), strict=True):
        assert tool["parameters"] == other["input_schema"]
        assert service.ask("GET", f"/v1/tools/{tool['name']}").json == tool


def test_the_other_tools_answer_too(service):
    hint = service.post("/v1/tools/next_step", {"kind": "sudoku", "grid": SMALL}).json
    assert "only r2c2 can hold 4" in hint["content"]["reason"]
    read = service.post("/v1/tools/read_puzzle", {"text": f"please solve {SMALL}"}).json
    assert read["result"]["puzzles"][0]["kind"] == "sudoku"
    wrong = {"kind": "sudoku", "grid": SMALL, "answer": "1" * 16}
    assert not service.post("/v1/tools/check_answer", wrong).json["result"]["verdict"]["verified"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/v1/solve", {"message": 3}, 400, "message"),
        ("/v1/solve", {"message": "x", "path": "/etc/passwd"}, 400, "path"),
        ("/v1/solve", {"kind": "chess", "grid": "e4"}, 400, "kind"),
        ("/v1/solve", {"kind": ["sudoku"]}, 400, "kind"),
        ("/v1/solve", {"kind": "sudoku", "grid": "53"}, 400, "grid"),
        ("/v1/solve", "[1, 2]", 400, "no JSON object"),
        ("/v1/solve", '{"message": NaN}', 400, "NaN"),
        ("/v1/solve", "[" * 100_000, 400, "nested"),
        ("/v1/solve", b"\xff\xfe{", 400, "no JSON"),
        ("/v1/solve", "", 400, "no JSON"),
        ("/v1/tools/solve_sudoku", {"grid": SMALL, "budget_s": 0}, 400, "budget_s"),
        ("/v1/tools/solve_chess", {}, 404, "solve_sudoku"),
        ("/v1/nothing", {}, 404, "openapi"),
    ],
)
def test_what_cannot_be_processed_is_an_error_that_says_why(service, path, body, status, said):
    reply = service.post(path, body)
    assert reply.status == status
    error = reply.json["error"]
    assert said in error["message"]
    assert error["type"] == "invalid_request_error"
    assert len(error["message"]) < 400


def test_another_type_of_content_is_refused(service):
    """A page of another site can send text/plain to loopback without asking the browser first."""
    body = '{"message": "hello"}'
    assert service.ask("POST", "/v1/solve", body, {"Content-Type": "text/plain"}).status == 415


def test_lone_surrogates_are_refused_or_come_back_as_json(service):
    """JSON may hold what UTF-8 cannot carry; an answer that repeats it must still go out."""
    reply = service.post("/v1/solve", '{"message": "why \\ud800 ' + SMALL + '?"}')
    assert (reply.status, reply.json["error"]["code"]) == (400, "invalid_input")
    asked = '{"kind": "sudoku", "grid": "' + SMALL + '", "answer": ["\\ud800"]}'
    assert service.post("/v1/tools/check_answer", asked).status in (200, 400)
    assert service.post("/v1/solve", '{"kind": "\\ud800"}').status == 400


def test_methods_are_told(service):
    reply = service.ask("DELETE", "/v1/solve")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


def test_health_metrics_and_the_description(service):
    assert service.ask("GET", "/healthz").json == {"status": "ok"}
    assert service.ask("GET", "/readyz").json == {"status": "ready"}
    service.post("/v1/tools/solve_sudoku", {"grid": SMALL})
    service.ask("GET", "/v1/tools/secret-words-of-a-client")
    page = service.ask("GET", "/metrics").text
    assert 'tinyduo_puzzles_total{kind="sudoku",status="solved"}' in page
    assert 'route="/v1/tools/solve_sudoku"' in page
    assert "secret-words" not in page
    assert "tinyduo_batch_rows_bucket" in page
    document = service.ask("GET", "/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert {f"/v1/tools/{name}" for name in TOOLS} <= set(document["paths"])


def test_a_board_of_one_line_is_read_as_everywhere(service, golden):
    found = golden("easy")[0]
    line = "".join(str(digit) for row in found.puzzle.givens for digit in row)
    record = service.post("/v1/solve", {"message": line}).json
    assert record["status"] == "solved"
    assert tuple(map(tuple, record["answer"])) == found.answer
    assert from_line(line).givens == found.puzzle.givens
