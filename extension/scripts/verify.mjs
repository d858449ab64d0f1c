/** `npm run verify`: the author's check of the whole curriculum with all its seeds, which is longer than `npm test`'s. */

import { spawnSync } from "node:child_process";
import { ROOT, venvProgram } from "./paths.mjs";
import { entry } from "./progress.mjs";
import { setUp } from "./setup.mjs";

entry(async () => {
  await setUp({ tools: true });
  // On our own terminal, for its progress bar.
  const command = ["-m", "shapecoach", "lessons", "verify", ...process.argv.slice(2)];
  process.exitCode = spawnSync(venvProgram("python"), command, { cwd: ROOT, stdio: "inherit" }).status ?? 1;
});
