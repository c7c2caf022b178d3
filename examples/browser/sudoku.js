// The rules of Sudoku: reading a puzzle, its groups, and what is wrong with a board.
// The verdict comes from here alone; no model has a say in it.

export const SIZES = { 4: [2, 2], 6: [2, 3], 9: [3, 3], 16: [4, 4] }; // box rows, box columns
const SYMBOLS = "123456789ABCDEFG";
const LEAST = { 4: 4, 9: 17 }; // givens of a puzzle with one answer (9×9: arXiv:1201.0749)
const BLANKS = ".0_*";
const FRAME = /[\s|,;]/g;
const FRAME_LINE = /^[-+=|\s─━═┼╋╬│┃║├┤┬┴┌┐└┘╠╣╦╩╔╗╚╝]*$/;

export const symbolOf = (digit) => (digit ? SYMBOLS[digit - 1] : "");

/** The digit of a character on a board of `size`; 0 for a blank, -1 for anything else. */
export function digitOf(symbol, size) {
  if (BLANKS.includes(symbol)) return 0;
  const digit = SYMBOLS.indexOf(symbol.toUpperCase()) + 1;
  return digit >= 1 && digit <= size ? digit : -1;
}

/**
 * The puzzle of a text: one line of cells, or one line a row, framed or not.
 * Throws an Error whose message says what was expected, what came, and where.
 */
export function read(text) {
  const lines = text.split(/\r?\n/).filter((line) => !FRAME_LINE.test(line));
  const rows = lines.map((line) => [...line.replace(FRAME, "")]);
  const cells = rows.flat();
  if (!cells.length) throw new Error("There is no puzzle yet: paste one, or type into the board.");
  const size = rows.length > 1 ? rows.length : Math.sqrt(cells.length);
  if (!SIZES[size]) {
    throw new Error(
      rows.length > 1
        ? `The puzzle has ${rows.length} rows, expected 4, 6, 9 or 16.`
        : `The puzzle has ${cells.length} cells, expected 16, 36, 81 or 256.`,
    );
  }
  const ragged = rows.length > 1 ? rows.findIndex((row) => row.length !== size) : -1;
  if (ragged >= 0) {
    throw new Error(`Row ${ragged + 1} has ${rows[ragged].length} cells, expected ${size}.`);
  }
  const givens = cells.map((symbol, cell) => {
    const digit = digitOf(symbol, size);
    if (digit >= 0) return digit;
    const last = SYMBOLS[size - 1];
    throw new Error(
      `${nameOf(cell, size)} is “${symbol}”, expected 1 to ${last}, or . or 0 for a blank.`,
    );
  });
  return { size, givens };
}

const nameOf = (cell, size) => `r${Math.floor(cell / size) + 1}c${(cell % size) + 1}`;

/** Rows, columns and boxes of a board, each with its name and cells. */
export function groupsOf(size) {
  const [boxRows, boxCols] = SIZES[size];
  const numbers = [...Array(size).keys()];
  const boxCell = (box, k) => {
    const row = Math.floor(box / (size / boxCols)) * boxRows + Math.floor(k / boxCols);
    return row * size + (box % (size / boxCols)) * boxCols + (k % boxCols);
  };
  return numbers.flatMap((n) => [
    { name: `row ${n + 1}`, cells: numbers.map((k) => n * size + k) },
    { name: `column ${n + 1}`, cells: numbers.map((k) => k * size + n) },
    { name: `box ${n + 1}`, cells: numbers.map((k) => boxCell(n, k)) },
  ]);
}

/** Digits that stand twice in a group: what breaks it, and the cells. Blanks break nothing. */
export function clashes({ size }, digits) {
  return groupsOf(size).flatMap(({ name, cells }) =>
    [...Array(size).keys()].flatMap((n) => {
      const twice = cells.filter((cell) => digits[cell] === n + 1);
      if (twice.length < 2) return [];
      const places = twice.map((cell) => nameOf(cell, size)).join(" and ");
      return [{ cells: twice, message: `${name} has ${symbolOf(n + 1)} more than once: ${places}` }];
    }),
  );
}

/** Why a puzzle cannot have just one answer, as far as its givens tell at a glance; or "". */
export function tooOpen({ size, givens }) {
  const digits = [...Array(size).keys()].map((n) => n + 1);
  const missing = digits.filter((digit) => !givens.includes(digit)).map(symbolOf);
  const count = givens.filter(Boolean).length;
  if (!count) return "The board is empty, so it has very many answers: put a puzzle on it.";
  if (missing.length > 1) {
    const [one, other] = missing;
    return `Neither ${one} nor ${other} is given, and they could change places in any answer: this board has several answers, or none.`;
  }
  if (count < LEAST[size]) {
    return `With ${count} givens this board has several answers, or none: it takes ${LEAST[size]} or more to leave one.`;
  }
  return "";
}

/** Whether digits fill the board, keep every given and break no rule. */
export function verified(puzzle, digits) {
  const kept = puzzle.givens.every((given, cell) => digits[cell] && (!given || digits[cell] === given));
  return kept && digits.length === puzzle.givens.length && !clashes(puzzle, digits).length;
}
