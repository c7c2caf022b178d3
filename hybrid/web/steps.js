// The recursion: the grid after a supervision step, what it changed, and how sure the network
// is that it is done; live, and afterwards with a slider to go through the steps.

const host = element.querySelector(".duo-steps");
let at = 0;

// The first cell that counts as changed is one that differs from the step before.
function changes(frames, place) {
  const before = frames[place - 1]?.rows;
  const now = frames[place].rows;
  const same = before?.length === now.length && before[0].length === now[0].length;
  if (!same) return [];
  return now.flatMap((line, row) =>
    [...line].flatMap((symbol, column) =>
      symbol !== before[row][column] ? [[row, column]] : [],
    ),
  );
}

function asPanel(value, frame, changed) {
  if (value.kind === "maze") {
    const rows = frame.rows.map((line) => line.replaceAll("o", " "));
    const answer = frame.rows.map((line) => line.replaceAll(/[^o]/g, "."));
    return { rows, answer, changed };
  }
  return { rows: value.givens, answer: frame.rows, changed };
}

function meter(name, share) {
  const line = make("p", "meter");
  const bar = make("meter");
  bar.max = 1;
  bar.value = share;
  bar.setAttribute("aria-label", name);
  line.append(make("span", "", name), bar, make("output", "", share.toFixed(2)));
  return line;
}

function drawFrame(value, place) {
  const frame = value.frames[place];
  const changed = changes(value.frames, place);
  const verdict = frame.verified ? "verified" : "not right yet";
  const count = place ? `, ${changed.length} cell${changed.length === 1 ? "" : "s"} changed` : "";
  const grid = drawPanel(value.kind, asPanel(value, frame, changed), value.box, frame.caption);
  grid.setAttribute("role", "img");
  const parts = [make("p", "caption", `${frame.caption}: ${verdict}${count}`)];
  return [...parts, meter("halting probability", frame.halt), grid];
}

function slider(value) {
  const line = make("div", "slider");
  const range = make("input");
  range.type = "range";
  range.min = 0;
  range.max = value.frames.length - 1;
  range.value = at;
  range.setAttribute("aria-label", "step");
  const view = make("div", "view");
  const show = () => {
    at = Number(range.value);
    range.setAttribute("aria-valuetext", value.frames[at].caption);
    view.replaceChildren(...drawFrame(value, at));
  };
  range.addEventListener("input", show);
  show();
  const step = (text, label, by) => {
    const button = make("button", "key", text);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      range.value = Number(range.value) + by;
      show();
    });
    return button;
  };
  line.append(step("‹", "step before", -1), range, step("›", "next step", 1));
  return [line, view];
}

function render() {
  const value = props.value ?? {};
  host.dataset.state = value.state ?? "idle";
  const parts = value.line ? [make("p", "line-told", value.line)] : [];
  if (value.frames?.length && value.state === "done") {
    at = value.frames.length - 1;
    parts.push(...slider(value));
  } else if (value.frames?.length) {
    parts.push(...drawFrame(value, value.frames.length - 1));
  } else if (value.share !== undefined) {
    parts.push(meter("of the budget", value.share));
  } else if (value.halt !== undefined) {
    parts.push(meter("halting probability", value.halt));
  }
  host.replaceChildren(...parts);
}

watch("value", render);
render();
