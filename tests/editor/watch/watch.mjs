/** Who turned to which address: of all that a VS Code starts, its extensions and their servers too. */

import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const OF_THIS_MACHINE = /^(127\.[\d.]+|::1|localhost|0\.0\.0\.0|::)$/;

/**
 * @typedef {object} Asked
 * @property {string} program the process, as it was started
 * @property {string} host
 */

/**
 * Watches whatever is started with `env`, and what that starts in turn: each Node and each Python.  VS Code gives its
 * extension host no NODE_OPTIONS, but the arguments that its own Node was started with; these must have `nodeArgs`.
 */
export class Watch {
  /** @param {string} folder where it may keep a file */
  constructor(folder) {
    this.file = join(folder, "asked.jsonl");
    this.nodeArgs = ["--require", join(HERE, "connections.cjs")];
    /** @type {NodeJS.ProcessEnv} */
    this.env = { SHAPECOACH_WATCH: this.file, PYTHONPATH: [HERE, process.env.PYTHONPATH ?? []].flat().join(delimiter) };
  }

  /** @returns {{program: string[], host: string | null}[]} */
  #lines() {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  }

  /** Every process that was watched. */
  programs() {
    return this.#lines().flatMap(({ program, host }) => (host === null ? [program.join(" ")] : []));
  }

  /**
   * What wasn't for this machine.
   * @returns {Asked[]}
   */
  outside() {
    return this.#lines().flatMap(({ program, host }) => {
      return host === null || OF_THIS_MACHINE.test(host) ? [] : [{ program: program.join(" "), host }];
    });
  }
}
