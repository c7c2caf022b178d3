// The page: the board, the buttons, and the frames that the worker sends.

import { SIZES, clashes, digitOf, read, symbolOf, tooOpen } from "./sudoku.js";

const SECONDS = 60; // that one puzzle may take
const EXAMPLE = "...8.7.....6.......97.4...1.3..........2..6875....1.2.82.....4.4..5.291......4...";
const find = (id) => document.getElementById(id);
const [line, board, verdict, slider] = ["line", "board", "verdict", "frame"].map(find);
const [solveButton, stopButton, sizeMenu, thinking] = ["solve", "stop", "size", "thinking"].map(find);

let size = 0;
let cells = []; // the board's inputs
let puzzle = null; // being solved, or solved
let frames = [];
let worker = null;
let ready = false; // the model is loaded
let busy = false;

function say(text, state) {
  verdict.textContent = text;
  verdict.dataset.state = state;
}

function makeBoard(wanted) {
  size = wanted;
  sizeMenu.value = String(size);
  const [boxRows, boxCols] = SIZES[size];
  board.style.setProperty("--size", size);
  cells = [...Array(size * size).keys()].map((number) => {
    const [row, col] = [Math.floor(number / size), number % size];
    const cell = document.createElement("input");
    Object.assign(cell, { maxLength: 1, autocomplete: "off", className: "cell" });
    cell.inputMode = size > 9 ? "text" : "numeric";
    cell.setAttribute("aria-label", `row ${row + 1}, column ${col + 1}`);
    if (col % boxCols === 0 && col) cell.classList.add("box-left");
    if (row % boxRows === 0 && row) cell.classList.add("box-top");
    cell.addEventListener("input", () => typed(cell));
    cell.addEventListener("focus", () => cell.select());
    cell.addEventListener("keydown", (event) => move(event, number));
    return cell;
  });
  board.replaceChildren(...cells);
}

function typed(cell) {
  const digit = digitOf(cell.value || ".", size);
  forget();
  cell.value = symbolOf(Math.max(0, digit));
  showCell(cell, digit > 0 ? "given" : "");
  line.value = cells.map((each) => each.value || ".").join("");
  say(digit < 0 ? `This board has 1 to ${symbolOf(size)}.` : "", digit < 0 ? "error" : "idle");
}

function move(event, number) {
  const steps = { ArrowUp: -size, ArrowDown: size, ArrowLeft: -1, ArrowRight: 1 };
  const target = cells[number + steps[event.key]];
  if (!target) return;
  event.preventDefault();
  target.focus();
}

/** Leave the last answer: the board shows the givens alone. */
function forget() {
  if (puzzle) showPuzzle(puzzle);
  else cells.forEach((cell) => cell.classList.remove("wrong"));
  puzzle = null;
  frames = [];
  thinking.hidden = true;
}

function showCell(cell, kind, { sure = 1, changed = false, wrong = false } = {}) {
  cell.dataset.kind = kind;
  cell.style.setProperty("--sure", sure.toFixed(2));
  cell.classList.toggle("changed", changed);
  cell.classList.toggle("wrong", wrong);
}

function showPuzzle(shown) {
  if (shown.size !== size) makeBoard(shown.size);
  cells.forEach((cell, number) => {
    cell.value = symbolOf(shown.givens[number]);
    showCell(cell, shown.givens[number] ? "given" : "");
  });
}

function showFrame(number) {
  const [frame, before] = [frames[number], frames[number - 1]];
  const wrong = new Set(clashes(puzzle, frame.digits).flatMap((clash) => clash.cells));
  cells.forEach((cell, n) => {
    const given = puzzle.givens[n];
    const digit = frame.digits[n];
    cell.value = symbolOf(digit);
    showCell(cell, given ? "given" : "answer", {
      sure: frame.confidence[n],
      changed: Boolean(before) && before.digits[n] !== digit,
      wrong: wrong.has(n) || Boolean(given && given !== digit),
    });
  });
  const another = frame.candidate > 1 ? `, candidate ${frame.candidate}` : "";
  const clashing = `${frame.clashes || "no"} clash${frame.clashes === 1 ? "" : "es"}`;
  find("told").textContent = `${number + 1} of ${frames.length}${another}: ${clashing}`;
  find("halt").value = frame.halt;
  find("sure").textContent = `${Math.round(100 * frame.halt)} %`;
  slider.value = number;
}

function start(event) {
  event.preventDefault();
  if (busy || !ready) return;
  forget();
  let asked;
  try {
    asked = read(line.value);
  } catch (error) {
    return say(error.message, "error");
  }
  showPuzzle(asked);
  const wrong = clashes(asked, asked.givens);
  if (wrong.length) {
    wrong.forEach((clash) => clash.cells.forEach((n) => cells[n].classList.add("wrong")));
    return say(`No answer exists: ${wrong[0].message}.`, "error");
  }
  const open = tooOpen(asked);
  if (open) return say(open, "error");
  puzzle = asked;
  setBusy(true);
  say("Thinking…", "busy");
  worker.postMessage({ puzzle, seconds: SECONDS });
}

function setBusy(now) {
  busy = now;
  solveButton.disabled = busy || !ready;
  stopButton.hidden = !busy;
  const others = [line, sizeMenu, find("example"), find("clear"), ...cells];
  for (const each of others) each.disabled = busy;
}

function receive({ data }) {
  if (data.ready) {
    ready = true;
    find("about").textContent = data.ready.parameters.toLocaleString("en");
    if (verdict.dataset.state === "idle") say("Ready.", "idle");
    setBusy(false);
  } else if (data.frame) {
    frames.push(data.frame);
    slider.max = frames.length - 1;
    thinking.hidden = false;
    showFrame(frames.length - 1);
    if (data.frame.verified) finish(data.milliseconds);
  } else if (data.done && puzzle && !frames.at(-1)?.verified) {
    say(
      `Not solved in ${SECONDS} seconds. The puzzle may have no answer, or several; ` +
        "this page cannot tell.",
      "error",
    );
  } else if (data.failed) {
    say(`The model could not run: ${data.failed}`, "error");
  }
  if (data.done || data.failed) setBusy(false);
}

function finish(milliseconds) {
  const { candidate } = frames.at(-1);
  const steps = `${frames.length} step${frames.length > 1 ? "s" : ""}`;
  const tried = candidate > 1 ? `, ${candidate} candidates` : "";
  const time = `${(milliseconds / 1000).toFixed(2)} s`;
  say(`Verified: every given kept, every rule kept. ${steps}${tried}, ${time}.`, "verified");
}

/** A worker in the middle of a step cannot listen: it is ended, and another one loads. */
function startWorker() {
  worker?.terminate();
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.onmessage = receive;
  worker.onerror = (event) => receive({ data: { failed: event.message || "a file is missing" } });
}

find("form").addEventListener("submit", start);
stopButton.addEventListener("click", () => {
  ready = false;
  startWorker();
  setBusy(false);
  say("Stopped.", "idle");
});
find("example").addEventListener("click", () => {
  forget();
  line.value = EXAMPLE;
  showPuzzle(read(EXAMPLE));
  say("An example: press Solve.", "idle");
});
find("clear").addEventListener("click", () => {
  forget();
  line.value = "";
  makeBoard(size);
  say("", "idle");
});
sizeMenu.addEventListener("change", () => {
  forget();
  line.value = "";
  makeBoard(Number(sizeMenu.value));
});
line.addEventListener("input", () => {
  try {
    const found = read(line.value);
    forget();
    showPuzzle(found);
    say("", "idle");
  } catch {
    // Half a puzzle is no error while it is being typed; Solve says what is missing.
  }
});
slider.addEventListener("input", () => showFrame(Number(slider.value)));

makeBoard(9);
startWorker();
