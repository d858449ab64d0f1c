/** What this process started ends with it: on Ctrl-C, on SIGTERM, and when the terminal closes. */

import { constants } from "node:os";

/** @type {Set<() => unknown>} */
const endings = new Set();

/**
 * Has `end` called if this process is told to stop; the function it gives takes that back.
 * @param {() => unknown} end
 */
export function endsWithUs(end) {
  endings.add(end);
  return () => void endings.delete(end);
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, async () => {
    // All at once: Node's test runner, in which some of this runs, exits on a signal without waiting for anybody.
    await Promise.allSettled([...endings].map((end) => end()));
    process.exit(128 + constants.signals[signal]);
  });
}
