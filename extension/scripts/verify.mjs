/** `npm run verify`: the author's check of the whole curriculum with all its seeds, which is longer than `npm test`'s. */

import { venvProgram } from "./paths.mjs";
import { entry } from "./progress.mjs";
import { run } from "./run.mjs";
import { setUp } from "./setup.mjs";

entry(async () => {
  await setUp({ tools: true });
  await run(venvProgram("python"), ["-m", "shapecoach", "lessons", "verify", ...process.argv.slice(2)], { show: true });
});
