/**
 * `npm test`: sets up, runs every check, and ends with one summary.
 *
 * `node test.mjs GROUP[,GROUP ...] [ARGUMENT ...]` runs some groups of checks; the arguments go to their programs.
 * On CI nothing is left out: what the system lacks is installed first, or the run fails.
 */

import { CHECKS } from "./checks.mjs";
import { failuresIn } from "./failures.mjs";
import { bold, entry, green, Missing, red, say, seconds, step, yellow } from "./progress.mjs";
import { ensureBuilt, ensurePublished, ensureVsix, setUp } from "./setup.mjs";
import { installPrograms, missingOf } from "./system-programs.mjs";

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {string} mark
 * @property {string} result
 * @property {readonly import("./failures.mjs").Failure[]} failures as far as its program says them
 * @property {number} passed
 * @property {number} failed
 * @property {number} milliseconds
 */

entry(async () => {
  const started = performance.now();
  const [wanted, ...more] = process.argv.slice(2);
  const checks = wanted ? CHECKS.filter(({ group }) => wanted.split(",").includes(group)) : CHECKS;
  if (checks.length === 0) {
    throw new Missing(`a group of checks called “${wanted}”. There are: ${[...new Set(CHECKS.map((check) => check.group))].join(", ")}.`);
  }

  say(bold("Setting up"));
  if (process.env.CI) {
    const missing = await missingOf([...new Set(checks.flatMap(({ needs = [] }) => needs))]);
    if (missing.length) await installPrograms(missing);
  }
  await setUp({ tools: true });
  if (checks.some(({ group }) => ["typescript", "host"].includes(group))) await ensureBuilt();
  if (checks.some(({ group }) => ["typescript", "editor"].includes(group))) await ensureVsix();
  // This installs whole editors, so only what will be used.
  const possible = await Promise.all(checks.map(async ({ group, needs = [] }) => group === "packaged" && (await missingOf(needs)).length === 0));
  if (possible.includes(true)) await ensurePublished();

  say(bold("\nChecking"));
  /** @type {Row[]} */
  const rows = [];
  for (const check of checks) rows.push(await perform(check, more, Boolean(wanted ?? process.env.CI)));
  summarise(rows, performance.now() - started);
});

/**
 * @param {import("./checks.mjs").Check} check
 * @param {string[]} more
 * @param {boolean} show
 * @returns {Promise<Row>}
 */
async function perform({ title, needs = [], run }, more, show) {
  const missing = await missingOf(needs);
  if (missing.length) {
    const how = `apt-get install ${missing.flatMap(({ packages }) => packages).join(" ")}`;
    say(`  ${yellow("–")} ${title}: left out, for want of ${missing.map(({ name }) => name).join(" and ")} (${how})`);
    return { title, mark: yellow("–"), result: "left out", failures: [], passed: 0, failed: 0, milliseconds: 0 };
  }
  const started = performance.now();
  const { passed, failed, output } = await step(title, () => run(more, show), {
    ...(show && { moving: false }),
    failed: (result) => result.failed > 0,
  }).catch((error) => {
    return { passed: 0, failed: 1, output: String(error.output ?? error.stack) };
  });
  if (failed && !show) say(output.trimEnd());
  const result = failed ? `${failed} failed, ${passed} passed` : `${passed} passed`;
  return { title, mark: failed ? red("✗") : green("✓"), result, failures: failed ? failuresIn(output) : [], passed, failed, milliseconds: performance.now() - started };
}

/**
 * @param {Row[]} rows
 * @param {number} milliseconds
 */
function summarise(rows, milliseconds) {
  const sum = (/** @type {"passed" | "failed"} */ key) => rows.reduce((total, row) => total + row[key], 0);
  say(bold(`\nSummary (${seconds(milliseconds)})`));
  for (const row of rows) {
    say(`  ${row.mark} ${row.title.padEnd(24)}${row.result.padEnd(28)}${seconds(row.milliseconds).padStart(8)}`);
    for (const { name, message } of row.failures) {
      say(`      ${red(name)}`);
      if (message) say(message.replaceAll(/^/gm, "        "));
    }
  }
  if (sum("failed")) process.exitCode = 1;
  say(`\n${sum("passed")} passed, ${sum("failed")} failed`);
}
