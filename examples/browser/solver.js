// Candidates until one is verified: the plain one first, then passes that suppose as they go.
// The model treats all digits alike, so it cannot guess; a pass does that for it: now and then
// a few uncertain cells are put into the question, with digits drawn from its own answer.

import { clashes, verified } from "./sudoku.js";

const PLAIN_CALLS = 120; // network calls of the plain candidate before others start
const CALLS = 20; // that a supposition stays
const STEPS = 64; // of a pass
const CELLS = 8; // of a supposition
const UNCERTAIN = 20; // cells that suppositions draw from

/** Yields a frame after every step; the last one is verified, or the time is over. */
export async function* solve(recursion, puzzle, { seconds, seed = 1 }) {
  const { size, givens } = puzzle;
  const ends = performance.now() + 1000 * seconds;
  const random = randomNumbers(seed);

  async function* run(candidate, steps) {
    for (let k = 0; k < steps && performance.now() < ends; k++) {
      const step = await recursion.step(size, candidate.question, candidate.state);
      Object.assign(candidate, { state: step.state, probabilities: step.probabilities });
      candidate.steps += 1;
      const right = verified(puzzle, step.digits);
      yield {
        candidate: candidate.number,
        step: candidate.steps,
        digits: step.digits,
        confidence: step.digits.map((digit, n) => step.probabilities[n * size + digit - 1]),
        halt: step.halt,
        clashes: clashes(puzzle, step.digits).length,
        verified: right,
      };
      if (right) return true;
    }
    return false;
  }

  const plain = { number: 1, steps: 0, question: givens, state: recursion.start(size) };
  if (yield* run(plain, recursion.stepsFor(PLAIN_CALLS))) return;
  const mark = recursion.card.supposes ? size : 0; // how the model is told that it is no given
  const stay = recursion.stepsFor(CALLS);
  for (let number = 2; performance.now() < ends; number++) {
    const pass = { ...plain, number, steps: 0 };
    while (pass.steps < STEPS && performance.now() < ends) {
      pass.question = supposed(puzzle, pass.probabilities, { mark, random });
      if (yield* run(pass, stay)) return;
    }
  }
}

/** The givens and a few uncertain blanks, each with a digit drawn by its probability. */
function supposed({ size, givens }, probabilities, { mark, random }) {
  const second = (cell) =>
    [...probabilities.subarray(cell * size, (cell + 1) * size)].sort((a, b) => b - a)[1];
  const blanks = givens.flatMap((given, cell) => (given ? [] : [{ cell, doubt: second(cell) }]));
  const uncertain = blanks.sort((a, b) => b.doubt - a.doubt).slice(0, UNCERTAIN);
  const question = [...givens];
  for (let k = 0; k < CELLS && uncertain.length; k++) {
    const [{ cell }] = uncertain.splice(Math.floor(random() * uncertain.length), 1);
    let left = random();
    let digit = 1;
    while (digit < size && (left -= probabilities[cell * size + digit - 1]) > 0) digit += 1;
    question[cell] = digit + mark;
  }
  return question;
}

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomNumbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
