/**
 * The first minutes in VS Code, as somebody sees them who sits in front of it: how long until the first shape is shown,
 * from a click to the verdict, and what the extension's activation costs by VS Code's own account.
 */

import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { NEWEST } from "../../extension/scripts/code-server/install.mjs";
import { prepareLessons } from "../../extension/scripts/lessons.mjs";
import { entry, say } from "../../extension/scripts/progress.mjs";
import { startEditor } from "../editor/editor.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } }, strict: false });
const RUNS = Number(values.runs);

const EXERCISE = join("3_einops", "1_rearrange", "split_heads.py");
const WRONG = 'return rearrange(x, "b s (d n_heads) -> b n_heads s d", n_heads=n_heads)';
const RIGHT = 'return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)';
/** What is answered in turn, how the lens then begins, and which figure it counts for. */
const ANSWERS = /** @type {const} */ ([
  [WRONG, "✗", "first"],
  [RIGHT, "Passed", "verdict"],
  [WRONG, "✗", "verdict"],
  [RIGHT, "Passed", "verdict"],
]);

/** What VS Code's list of running extensions says of one. */
const ACTIVATION = /Activation: (\d+)ms/;

/**
 * @param {() => Promise<unknown>} act
 * @returns {Promise<number>} milliseconds
 */
async function timed(act) {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/**
 * Prints a line: the median, its aim, and what it is the median of.
 * @param {string} what
 * @param {number[]} times in milliseconds
 * @param {string} [aim]
 */
function figure(what, times, aim = "") {
  const sorted = [...times].sort((one, other) => one - other);
  const shown = (/** @type {number | undefined} */ time) => `${(time ?? NaN).toFixed(0)} ms`;
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  const median = (Number(middle[0]) + Number(middle[1])) / 2;
  say(`${what.padEnd(58)}${shown(median).padStart(10)}   ${aim}(${shown(sorted[0])} to ${shown(sorted.at(-1))}, ${times.length} runs)`);
}

entry(async () => {
  const editor = await startEditor();
  /** @type {Record<"file" | "shape" | "activation" | "first" | "verdict", number[]>} */
  const times = { file: [], shape: [], activation: [], first: [], verdict: [] };
  try {
    for (let run = 0; run < RUNS; run++) {
      const opened = performance.now();
      const window = await editor.open(editor.workspace, "attention.py");
      times.file.push(performance.now() - opened);
      await window.showsShape("mean", "batch 1");
      times.shape.push(performance.now() - opened);
      await window.command("Developer: Show Running Extensions");
      const row = window.page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: "Shape Coach" });
      await row.filter({ hasText: ACTIVATION }).waitFor();
      times.activation.push(Number(ACTIVATION.exec((await row.textContent()) ?? "")?.[1]));
      await window.page.close();
    }
    for (let run = 0; run < RUNS; run++) {
      const folder = join(editor.workspace, `lessons-${run}`); // what was typed in another would come back
      await prepareLessons(folder);
      const window = await editor.open(folder, EXERCISE);
      await window.page.keyboard.press("Control+b"); // room for the lenses
      const lines = readFileSync(join(folder, EXERCISE), "utf8").split("\n");
      const line = lines.findIndex((text) => text.includes("raise NotImplementedError")) + 1;
      for (const [answer, verdict, kind] of ANSWERS) {
        await window.goTo(line, 5);
        await window.page.keyboard.press("Shift+End");
        await window.page.keyboard.insertText(answer);
        const lens = window.lens("Run");
        await lens.waitFor();
        times[kind].push(await timed(async () => {
          await lens.click();
          await window.lens(verdict).waitFor();
        }));
      }
      await window.page.close();
    }
  } finally {
    await editor.close();
  }
  const { codeServer, node } = NEWEST;
  say(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; code-server ${codeServer} on Node ${node}`);
  figure("Opening a folder: the file is shown", times.file);
  figure("Opening a folder: the file's first shapes are shown", times.shape);
  figure("Click on “Run tests” to verdict, first in a window", times.first);
  figure("Click on “Run tests” to verdict, later", times.verdict);
  figure("Activation of the extension, as VS Code counts it", times.activation, "aim 100 ms ");
});
