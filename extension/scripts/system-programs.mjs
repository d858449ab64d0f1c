/** Programs of the system that the tests need, and how to get them. */

import { findChromium } from "./chromium.mjs";
import { step } from "./progress.mjs";
import { run, tryRun } from "./run.mjs";

/**
 * @typedef {object} SystemProgram
 * @property {string} name
 * @property {() => Promise<boolean>} isThere
 * @property {string[]} packages of Debian and Ubuntu
 */

/** @type {Record<"chromium" | "neovim" | "emacs", SystemProgram>} */
export const PROGRAMS = {
  chromium: { name: "Chromium", isThere: async () => findChromium() !== undefined, packages: ["chromium"] },
  neovim: { name: "Neovim", isThere: () => works("nvim", ["--version"]), packages: ["neovim"] },
  emacs: {
    name: "Emacs with Eglot",
    // Debian keeps Eglot outside of Emacs before 29, in a directory of its own.
    isThere: () => works("emacs", ["--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]),
    packages: ["emacs-nox", "elpa-eglot"],
  },
};

/**
 * @param {string} program
 * @param {string[]} args
 */
async function works(program, args) {
  return tryRun(program, args).then(({ code }) => code === 0, () => false);
}

/**
 * Those of the programs that are not there.
 * @param {SystemProgram[]} programs
 */
export async function missingOf(programs) {
  const there = await Promise.all(programs.map(({ isThere }) => isThere()));
  return programs.filter((_, index) => !there[index]);
}

/**
 * Installs them with apt-get, as root or through sudo.
 * @param {SystemProgram[]} programs
 * @throws {import("./run.mjs").CommandFailed} where that can't be done
 */
export async function installPrograms(programs) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "--non-interactive"];
  const [command = "apt-get", ...first] = [...sudo, "apt-get"];
  const packages = programs.flatMap((program) => program.packages);
  await step(`Installing ${programs.map(({ name }) => name).join(", ")}`, async (onLine) => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run(command, [...first, "update"], { onLine, env });
    await run(command, [...first, "install", "--yes", "--no-install-recommends", ...packages], { onLine, env });
  });
}
