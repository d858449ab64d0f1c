/** What failed in a run of tests, for the summary at the end: of a long log, that is what is kept. */

const MOST_LINES = 8;

/**
 * @typedef {object} Failure
 * @property {string} name
 * @property {string} message why, and where in the test; empty where the name is all that is said
 */

/**
 * Reads what pytest, Node's test runner and our runner in VS Code print.
 * @param {string} output
 * @returns {Failure[]}
 */
export function failuresIn(output) {
  const lines = output.split("\n");
  /** @type {Map<string, string>} */
  const messages = new Map(); // Node says each a second time, at the end
  for (const [at, line] of lines.entries()) {
    const [, indent = "", name] = /^(\s*)(?:FAILED|ERROR|✖|✗) (?!failing tests)(.+)$/.exec(line) ?? [];
    if (name !== undefined) messages.set(name, messageIn(lines.slice(at + 1), `${indent} `));
  }
  return [...messages].map(([name, message]) => ({ name, message }));
}

/**
 * The first lines of a message, and the first place of a test in the stack below it.
 * @param {string[]} lines
 * @param {string} indent that of all its lines
 */
function messageIn(lines, indent) {
  const end = lines.findIndex((line) => line.trim() && !line.startsWith(indent));
  const all = end < 0 ? lines : lines.slice(0, end);
  const isPlace = (/** @type {string} */ line) => /^\s*at /.test(line);
  const stack = all.findIndex(isPlace);
  const why = all.slice(0, stack < 0 ? undefined : stack).slice(0, MOST_LINES);
  const where = all.filter((line) => isPlace(line) && line.includes(".test.")).slice(0, 1);
  return [...why, ...where].join("\n").trimEnd();
}
