"""The page in Chromium, on wide and narrow screens. Needs Chromium, playwright, gradio."""

import pytest

from tinyduo.hybrid.web.puzzles import ARC, MAZE

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

SMALL = "Solve this, please:\n...4\n...3\n1...\n4..."
ANSWER = "3124241313424231"


def digits(tab):
    cells = tab.page.locator('.grid[data-at="0,0"] .cell')
    return "".join(cells.evaluate_all("cells => cells.map(cell => cell.textContent || '.')"))


def test_a_pasted_puzzle_is_solved_its_steps_shown_and_a_given_edited(visit):
    tab = visit()
    tab.paste(SMALL)
    assert digits(tab) == "...4...31...4..."
    assert "Read as a 4x4 Sudoku with 4 givens" in tab.page.inner_text("#note")
    assert tab.solve() == "Solved and verified: it is the only answer."
    assert digits(tab) == ANSWER
    assert "Solved and verified" in tab.page.inner_text(".duo-talk")
    assert "halting probability" in tab.page.inner_text(".duo-steps")
    tab.page.locator(".slider input").fill("0")
    assert tab.page.inner_text(".caption").startswith("candidate 1, step 1: ")
    assert "r1c1" in tab.say("why is r1c1 a 3?")
    tab.cell(1, 1).click()
    tab.page.keyboard.type("4")  # a given more, beside the one that is there
    assert digits(tab) == "4..4...31...4..."  # the answer belonged to another board
    assert tab.solve("contradiction") == "Contradiction: no answer exists."
    assert tab.cell(1, 1).get_attribute("class").split()[-1] in ("wrong", "cursor")
    tab.page.keyboard.press("Tab")
    tab.cell(1, 1).click()
    tab.page.keyboard.press("Backspace")
    assert tab.solve().startswith("Solved and verified")
    assert digits(tab) == ANSWER


def test_a_hint_shows_no_answer_and_entries_are_checked_by_keyboard_alone(visit):
    tab = visit(390)
    tab.paste(SMALL)
    tab.page.click("#hint")
    tab.verdict("solved")
    assert "not shown until you ask" in tab.page.inner_text(".duo-outcome")
    assert digits(tab) == "...4...31...4..."
    assert tab.count(".duo-steps .grid") == 0
    tab.page.get_by_label("Enter my digits").check()
    tab.cell(1, 1).focus()
    tab.page.keyboard.type("2")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.type("17")
    assert digits(tab).startswith("21.4")
    assert tab.page.inner_text(".told") == "This board has 1 to 4."
    for key in ("ArrowRight", "ArrowRight", "1"):
        tab.page.keyboard.press(key)
    assert "is given" in tab.page.inner_text(".told")
    tab.page.focus("#check")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector('.cell.wrong[data-row="0"][data-column="0"]')
    assert "r1c1 is not right; nothing else is wrong." in tab.page.inner_text(".duo-talk")
    assert tab.count(".cell.answer") == 0


def test_a_maze_is_drawn_with_its_path(visit):
    tab = visit(390, "dark")
    tab.paste(MAZE)
    tab.page.get_by_label("Walk myself").check()
    tab.page.get_by_role("button", name="walk right").click()
    tab.page.wait_for_selector('.grid[data-at="0,0"] .cell.own[data-row="1"][data-column="2"]')
    assert tab.solve().startswith("Solved and verified")
    assert tab.count('.grid[data-at="0,0"] .cell.answer') == 81  # 82 moves; S and G have letters
    tab.page.get_by_label("Correct the puzzle").check()
    tab.cell(2, 4).click()
    tab.page.get_by_role("button", name="wall", exact=True).click()
    assert tab.count('.grid[data-at="0,0"] .cell.answer') == 0
    tab.solve("contradiction")


def test_arc_attempts_stand_beside_each_other_in_colour(visit, guessing):
    for width in (1280, 390):
        tab = visit(width)
        tab.paste(ARC)
        assert tab.solve("predicted") == "Predicted: an answer that nobody verified."
        titles = tab.page.locator(".panel .title").all_inner_texts()
        assert titles[-2:] == [
            "attempt 1 (predicted, p_correct 0.61), 3x3",
            "attempt 2 (predicted, p_correct 0.08), 3x3",
        ]
        shown = tab.page.locator(".panel").last.locator('.cell[data-colour="8"]').first
        colour = shown.evaluate("cell => getComputedStyle(cell).backgroundColor")
        assert colour == "rgb(127, 219, 255)"
        assert "verified" not in tab.page.inner_text(".duo-talk").replace("nobody verified", "")


def test_markup_is_shown_as_text_and_not_executed(visit):
    tab = visit()
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>{{value}}${alert(3)}"
    tab.page.fill("#message textarea", evil)
    tab.say(evil)
    assert tab.page.locator(".duo-talk .user").text_content() == f"You: {evil}"
    tab.paste(f"{evil}\n{SMALL}\n{evil}")
    tab.solve()
    assert tab.count(".duo-talk img, .duo-talk script, #note img, #outcome img") == 0


def test_tabs_are_apart(visit):
    one, two = visit(), visit()
    one.paste(SMALL)
    one.solve()
    two.page.click("#solve")
    two.page.wait_for_selector(".duo-talk .assistant")
    assert "There is no puzzle yet" in two.page.inner_text(".duo-talk")
    assert two.count(".duo-board .grid") == 0
    assert "Solved" not in two.page.inner_text("body")
    one.say("no, r1c4 is 2")
    assert digits(one)[3] == "2"


def test_a_run_is_watched_and_stopped(visit):
    tab = visit()
    tab.page.get_by_role("button", name="ARC task", exact=True).click()
    tab.page.wait_for_selector(".duo-board .grid.arc")
    tab.page.click("#solve")
    tab.page.get_by_text("of the budget").first.wait_for(timeout=30_000)
    tab.page.click("#stop")
    tab.page.get_by_text("Stopped.").wait_for(timeout=30_000)
    tab.page.wait_for_selector("#stop:disabled")
    assert tab.page.inner_text(".duo-outcome") == "No verdict yet."
    tab.page.click("#new")
    tab.page.wait_for_selector(".duo-board .empty")
    assert tab.page.input_value("#message textarea") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(visit, scheme):
    """WCAG AA: 4.5 to 1 for text, of every sort of cell and of the words around."""
    tab = visit(390, scheme)
    tab.paste(SMALL)
    tab.solve()
    ratios = tab.page.evaluate(CONTRASTS)
    assert len(ratios) > 5
    assert min(ratios.values()) >= 4.5, ratios


CONTRASTS = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (x) => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] === undefined || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const found = {};
  const parts = ".cell.given, .cell.answer, .cell.changed, .caption, .duo-outcome, .edge, " +
    ".duo-talk .message, .duo-note, .key, .modes label, #solve, #hint, h1";
  for (const node of document.querySelectorAll(parts)) {
    if (!node.innerText?.trim()) continue;
    const one = light(parse(getComputedStyle(node).color)), two = light(behind(node));
    found[node.className || node.id || node.tagName] =
      (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  }
  return found;
}"""
