// The recursive model: one supervision step at a time, in onnxruntime-web.
// What the step is (T, n, the starting vectors) stands in model/sudoku.json.

import * as ort from "./ort/ort.wasm.bundle.min.mjs";
import { SIZES } from "./sudoku.js";

ort.env.wasm.numThreads = 1; // more need headers that static hosting does not send
ort.env.wasm.wasmPaths = { wasm: new URL("./ort/ort-wasm-simd-threaded.wasm", import.meta.url).href };

export class Recursion {
  constructor(session, card) {
    this.session = session;
    this.card = card;
  }

  static async load() {
    const [card, session] = await Promise.all([
      fetch(new URL("./model/sudoku.json", import.meta.url)).then((found) => found.json()),
      ort.InferenceSession.create(new URL("./model/sudoku.onnx", import.meta.url).href),
    ]);
    return new Recursion(session, card);
  }

  /** Supervision steps that come nearest to so many network calls one after another. */
  stepsFor(calls) {
    return Math.max(1, Math.round(calls / this.card.network_calls));
  }

  /** The state before the first step: the same two vectors for every cell and digit. */
  start(size) {
    const [boxRows, boxCols] = SIZES[size];
    const shape = [1, size / boxRows, boxRows, size / boxCols, boxCols, size, this.card.width];
    const repeated = (vector) => {
      const numbers = new Float32Array(size ** 3 * vector.length);
      for (let k = 0; k < numbers.length; k += vector.length) numbers.set(vector, k);
      return new ort.Tensor("float32", numbers, shape);
    };
    return { y: repeated(this.card.start_y), z: repeated(this.card.start_z) };
  }

  /** One step of cells (0 for blanks) from a state: its answer, and the state after it. */
  async step(size, cells, { y, z }) {
    const question = new ort.Tensor("int64", BigInt64Array.from(cells, BigInt), y.dims.slice(0, 5));
    const found = await this.session.run({ question, y, z });
    const probabilities = softmax(found.logits.data, size);
    const digits = cells.map((_, cell) => likeliest(probabilities, cell, size) + 1);
    return {
      digits,
      probabilities,
      halt: 1 / (1 + Math.exp(-found.halt_logit.data[0])),
      state: { y: found.next_y, z: found.next_z },
    };
  }
}

function softmax(logits, size) {
  const shares = new Float32Array(logits.length);
  for (let first = 0; first < logits.length; first += size) {
    const cell = logits.subarray(first, first + size);
    const top = Math.max(...cell);
    const powers = cell.map((logit) => Math.exp(logit - top));
    const total = powers.reduce((sum, power) => sum + power);
    powers.forEach((power, n) => (shares[first + n] = power / total));
  }
  return shares;
}

function likeliest(probabilities, cell, size) {
  const shares = probabilities.subarray(cell * size, (cell + 1) * size);
  return shares.indexOf(Math.max(...shares));
}
