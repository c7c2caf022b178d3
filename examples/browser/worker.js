// The worker: it computes, so that the page never freezes. One puzzle in, a frame a step out.

import { Recursion } from "./recursion.js";
import { solve } from "./solver.js";

const loading = Recursion.load();
loading.then(
  ({ card }) => postMessage({ ready: card }),
  (error) => postMessage({ failed: String(error.message ?? error) }),
);

onmessage = async ({ data: { puzzle, seconds } }) => {
  try {
    const recursion = await loading;
    const began = performance.now();
    for await (const frame of solve(recursion, puzzle, { seconds })) {
      postMessage({ frame, milliseconds: performance.now() - began });
    }
    postMessage({ done: true });
  } catch (error) {
    postMessage({ failed: String(error.message ?? error) });
  }
};
