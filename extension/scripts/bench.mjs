/** `npm run bench`: the benchmarks under tests/bench, each an ordinary program, in Python or for Node, that prints its figures. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, venvProgram } from "./paths.mjs";
import { bold, entry, Missing, say } from "./progress.mjs";
import { run } from "./run.mjs";
import { ensureVsix, setUp } from "./setup.mjs";

entry(async () => {
  await setUp({ tools: true });
  await ensureVsix();
  const folder = join(ROOT, "tests", "bench");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^bench_.*\.(py|mjs)$/.test(name)) : [];
  if (names.length === 0) throw new Missing("benchmarks: no bench_* in tests/bench.");
  for (const name of names.sort()) {
    say(bold(`\n${name}`));
    const program = name.endsWith(".py") ? venvProgram("python") : process.execPath;
    await run(program, [join(folder, name), ...process.argv.slice(2)], { show: true });
  }
});
