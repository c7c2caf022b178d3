// Drawing one grid of a puzzle as cells; shared by the board and the steps. Text is only ever set
// as text, never as markup.

const WORDS = { "#": "wall", " ": "open", S: "start", G: "goal", o: "path", ".": "blank" };
const COLOURS = [
  "black", "blue", "red", "green", "yellow", "grey", "magenta", "orange", "light blue", "maroon",
];

function make(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const has = (cells, row, column) =>
  (cells ?? []).some((cell) => cell[0] === row && cell[1] === column);

// What a cell shows, and whose it is: "given", "own", "answer" or "".
function cellOf(kind, panel, row, column) {
  const given = panel.rows[row][column];
  const own = panel.own?.[row]?.[column] ?? ".";
  const answer = panel.answer?.[row]?.[column] ?? ".";
  if (kind === "arc") return { symbol: given, whose: "given" };
  if (kind === "maze") {
    if (given !== " ") return { symbol: given, whose: "given" };
    if (answer === "o") return { symbol: "o", whose: "answer" };
    return own === "o" ? { symbol: "o", whose: "own" } : { symbol: " ", whose: "" };
  }
  if (given !== ".") return { symbol: given, whose: "given" };
  if (answer !== "." && answer !== own) return { symbol: answer, whose: "answer" };
  return { symbol: own, whose: own === "." ? "" : "own" };
}

function labelOf(kind, panel, row, column, shown) {
  const { symbol, whose } = shown;
  const name =
    kind === "arc" ? COLOURS[symbol] : kind === "maze" ? WORDS[symbol] : WORDS[symbol] ?? symbol;
  const marks = [
    whose === "own" ? "yours" : kind === "sudoku" ? whose : "",
    has(panel.wrong, row, column) ? "wrong" : "",
    has(panel.changed, row, column) ? "changed" : "",
  ].filter(Boolean);
  return [`row ${row + 1}, column ${column + 1}`, name, ...marks].join(", ");
}

function drawCell(kind, panel, box, row, column) {
  const shown = cellOf(kind, panel, row, column);
  const cell = make("div", `cell ${kind} ${shown.whose}`);
  if (kind === "sudoku") {
    cell.textContent = shown.symbol === "." ? "" : shown.symbol;
    if (box && column && column % box[1] === 0) cell.classList.add("box-left");
    if (box && row && row % box[0] === 0) cell.classList.add("box-top");
  } else if (kind === "maze") {
    cell.dataset.symbol = shown.symbol;
    cell.textContent = "SG".includes(shown.symbol) ? shown.symbol : shown.symbol === "o" ? "•" : "";
  } else {
    cell.dataset.colour = shown.symbol;
    cell.textContent = shown.symbol;
  }
  if (has(panel.wrong, row, column)) cell.classList.add("wrong");
  if (has(panel.changed, row, column)) cell.classList.add("changed");
  cell.setAttribute("aria-label", labelOf(kind, panel, row, column, shown));
  return cell;
}

// A panel with numbers at its edges, where they help to find a cell.
function drawPanel(kind, panel, box, name) {
  const columns = panel.rows[0].length;
  const labels = kind !== "arc";
  const every = columns > 16 || panel.rows.length > 16 ? 5 : 1;
  const number = (at) => make("span", "edge", (at + 1) % every === 0 ? String(at + 1) : "");
  const grid = make("div", `grid ${kind}${labels ? " labels" : ""}`);
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-label", name);
  grid.style.setProperty("--columns", columns);
  if (labels) {
    const head = make("div", "line");
    head.setAttribute("aria-hidden", "true");
    head.append(make("span", "edge"), ...Array.from({ length: columns }, (_, at) => number(at)));
    grid.append(head);
  }
  panel.rows.forEach((symbols, row) => {
    const line = make("div", "line");
    line.setAttribute("role", "row");
    if (labels) {
      const edge = number(row);
      edge.setAttribute("aria-hidden", "true");
      line.append(edge);
    }
    for (let column = 0; column < columns; column += 1) {
      const cell = drawCell(kind, panel, box, row, column);
      cell.setAttribute("role", "gridcell");
      cell.dataset.row = row;
      cell.dataset.column = column;
      line.append(cell);
    }
    grid.append(line);
  });
  return grid;
}
