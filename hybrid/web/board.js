// The board that can be edited: cells by keyboard, mouse or the pad below it.
//
// What is typed changes `props.value`, which the page sends along with the next request; the
// answer shown before goes, for it belonged to another board. Events: "edit", and "move" for
// walking through a maze: `props.value.move` says where to.

const host = element.querySelector(".duo-board");
const DIGITS = "123456789ABCDEFG";
const MOVES = [["↑", "up"], ["↓", "down"], ["←", "left"], ["→", "right"]];
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let mode = "puzzle";
let cursor = null; // [group, panel, row, column]
let told = "";

function panelAt(value, [group, panel]) {
  return value.groups[group]?.panels[panel];
}

function symbolsOf(value) {
  if (value.kind === "sudoku") return DIGITS.slice(0, value.groups[0].panels[0].rows.length);
  return value.kind === "maze" ? "# SG" : "0123456789";
}

function replaced(rows, row, column, symbol) {
  return rows.map((line, at) =>
    at === row ? line.slice(0, column) + symbol + line.slice(column + 1) : line,
  );
}

function put(symbol) {
  const value = JSON.parse(JSON.stringify(props.value));
  const panel = cursor && panelAt(value, cursor);
  if (!panel) return say("Choose a cell first.");
  const [, , row, column] = cursor;
  const was = panel.rows[row][column];
  if (mode === "own" && value.kind === "sudoku") {
    if (was !== ".") {
      return say(`Row ${row + 1}, column ${column + 1} is given; “Correct the puzzle” changes it.`);
    }
    const blank = panel.rows.map((line) => ".".repeat(line.length));
    panel.own = replaced(panel.own ?? blank, row, column, symbol);
  } else {
    if (value.kind === "maze") {
      if ("SG".includes(symbol)) panel.rows = panel.rows.map((line) => line.replace(symbol, " "));
      delete panel.own; // a walk through another maze
    }
    if (value.kind === "sudoku" && panel.own) {
      panel.own = replaced(panel.own, row, column, ".");
    }
    panel.rows = replaced(panel.rows, row, column, symbol);
  }
  value.revealed = false;
  for (const group of value.groups) {
    group.panels = group.panels.filter(
      (each, at) => !(value.kind === "sudoku" && at > 0) && !(value.kind === "arc" && each.fixed),
    );
    for (const each of group.panels) {
      for (const key of ["answer", "wrong", "changed"]) delete each[key];
      if (value.kind === "sudoku") delete each.title;
    }
  }
  told = "";
  props.value = value;
  render();
  focusCursor();
  trigger("edit");
}

function say(text) {
  told = text;
  host.querySelector(".told").textContent = text;
}

function type(key) {
  const value = props.value;
  const symbols = symbolsOf(value);
  if (value.kind === "sudoku") {
    if (["Backspace", "Delete", "0", ".", " "].includes(key)) return put(".");
    if (symbols.includes(key.toUpperCase())) return put(key.toUpperCase());
    if (key.length === 1) say(`This board has 1 to ${symbols[symbols.length - 1]}.`);
    return undefined;
  }
  if (value.kind === "maze") {
    if (mode === "own") return undefined;
    const symbol = ["Backspace", "Delete", "."].includes(key) ? " " : key.toUpperCase();
    if (symbols.includes(symbol)) return put(symbol);
    if (key.length === 1) say("A cell is # for a wall, a space, S for the start or G for the goal.");
    return undefined;
  }
  if (symbols.includes(key)) return put(key);
  if (key.length === 1) say("A cell is a colour from 0 to 9.");
  return undefined;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    const rows = panelAt(props.value, cursor).rows;
    const row = Math.min(rows.length - 1, Math.max(0, cursor[2] + step[0]));
    const column = Math.min(rows[0].length - 1, Math.max(0, cursor[3] + step[1]));
    moveTo([cursor[0], cursor[1], row, column]);
    focusCursor();
  } else if (event.key.length === 1 || ["Backspace", "Delete"].includes(event.key)) {
    event.preventDefault();
    type(event.key);
  }
}

function cellAt([group, panel, row, column]) {
  return host.querySelector(
    `.grid[data-at="${group},${panel}"] [data-row="${row}"][data-column="${column}"]`,
  );
}

function moveTo(place) {
  if (cursor) {
    const old = cellAt(cursor);
    if (old) old.tabIndex = -1;
    old?.classList.remove("cursor");
  }
  cursor = place;
  const cell = cellAt(place);
  if (cell) cell.tabIndex = 0;
  cell?.classList.add("cursor");
}

function focusCursor() {
  cellAt(cursor)?.focus();
}

function pad(value) {
  const keys = make("div", "pad");
  keys.setAttribute("role", "group");
  keys.setAttribute("aria-label", "what to put into the cell");
  const key = (text, label, act, colour) => {
    const button = make("button", "key", text);
    button.type = "button";
    button.setAttribute("aria-label", label);
    if (colour !== undefined) button.dataset.colour = colour;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the cell stays
    button.addEventListener("click", act);
    keys.append(button);
  };
  if (value.kind === "sudoku") {
    for (const digit of symbolsOf(value)) key(digit, digit, () => put(digit));
    key("Erase", "erase", () => put("."));
  } else if (value.kind === "arc") {
    COLOURS.forEach((name, at) => key(String(at), `${at}, ${name}`, () => put(String(at)), at));
  } else if (mode === "own") {
    for (const [arrow, words] of MOVES) {
      key(arrow, `walk ${words}`, () => {
        props.value = { ...JSON.parse(JSON.stringify(props.value)), move: words };
        trigger("move");
      });
    }
  } else {
    for (const symbol of "# SG") {
      const name = WORDS[symbol];
      key(name[0].toUpperCase() + name.slice(1), name, () => put(symbol));
    }
  }
  return keys;
}

function modes(value) {
  const choice = make("div", "modes");
  choice.setAttribute("role", "radiogroup");
  choice.setAttribute("aria-label", "what typing does");
  const own = value.kind === "maze" ? "Walk myself" : "Enter my digits";
  for (const [name, text] of [["puzzle", "Correct the puzzle"], ["own", own]]) {
    const label = make("label");
    const radio = make("input");
    radio.type = "radio";
    radio.name = "duo-mode";
    radio.value = name;
    radio.checked = mode === name;
    radio.addEventListener("change", () => {
      mode = name;
      told = "";
      render();
      host.querySelector(`.modes input[value="${name}"]`)?.focus();
    });
    label.append(radio, make("span", "", text));
    choice.append(label);
  }
  return choice;
}

function render() {
  const value = props.value ?? {};
  const focused = host.contains(document.activeElement) && document.activeElement.dataset.row;
  if (!value.groups?.length) {
    cursor = null;
    host.replaceChildren(
      make("p", "empty", "No board yet: paste a message, or choose an example or an empty board."),
    );
    return;
  }
  const parts = value.groups.map((group, g) => {
    const part = make("section", "group");
    if (group.title) part.append(make("h4", "", group.title));
    const panels = make("div", "panels");
    group.panels.forEach((panel, p) => {
      const first = p === 0 && group.panels.some((each) => each.fixed); // attempts go below it
      const figure = make("div", first ? "panel whole" : "panel");
      const name = [group.title, panel.title].filter(Boolean).join(", ") || `${value.kind} board`;
      if (panel.title) figure.append(make("p", "title", panel.title));
      const grid = drawPanel(value.kind, panel, value.box, name);
      const fixed = panel.fixed || (value.kind === "sudoku" && p > 0);
      if (!fixed) {
        grid.dataset.at = `${g},${p}`;
        grid.addEventListener("keydown", onKey);
        grid.addEventListener("click", (event) => {
          const { row, column } = event.target.dataset;
          if (row === undefined) return;
          moveTo([g, p, Number(row), Number(column)]);
          focusCursor();
        });
      }
      figure.append(grid);
      panels.append(figure);
    });
    part.append(panels);
    return part;
  });
  const status = make("p", "told", told);
  status.setAttribute("role", "status");
  const tools = value.kind === "arc" ? [pad(value)] : [modes(value), pad(value)];
  host.replaceChildren(...parts, ...tools, status);
  const fits = cursor && cellAt(cursor);
  moveTo(fits ? cursor : [0, 0, 0, 0]);
  if (focused) focusCursor();
}

watch("value", () => {
  told = "";
  render();
});
render();
