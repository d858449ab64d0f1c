/** `npm start`: sets up, makes a learner's folder, and opens it in VS Code. */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installCodeServer } from "./code-server/install.mjs";
import { freePort, pageAddress, serve } from "./code-server/serve.mjs";
import { prepareLessons } from "./lessons.mjs";
import { ROOT, VSIX, cacheFolder } from "./paths.mjs";
import { bold, dim, entry, Missing, say, step } from "./progress.mjs";
import { run, tryRun } from "./run.mjs";
import { ensureVsix, setUp } from "./setup.mjs";

const USAGE = `npm start -- [options]

  --learn DIR   the learner's folder (or $SHAPECOACH_LEARN; learn/ if not said)
  --browser     VS Code in the browser, even where there is a \`code\` command
  --port N      the port of the browser VS Code
  --no-open     only print the address
  --prepare     only install and make the folder, for whoever opens it later
  --here        in the VS Code window whose terminal this is
  --check       end as soon as the page answers
`;

/** Kept from run to run where it is free: the browser stores the layout by address. */
const PORT = 8723;

entry(async () => {
  const options = readOptions();
  if (options.help) return say(USAGE);
  // npm runs scripts at the root, and says where the user was.
  const learn = resolve(process.env.INIT_CWD ?? ".", options.learn ?? process.env.SHAPECOACH_LEARN ?? join(ROOT, "learn"));

  say(bold("Shape Coach\n"));
  await setUp();
  await ensureVsix();
  const file = await step(`Lessons in ${learn}`, () => prepareLessons(learn));
  if (options.prepare) return say(`\n${file} is the exercise to begin with.`);
  const browser = options.browser || options["no-open"] || options.check || !(await hasCode());
  if (browser) await inBrowser(learn, file, options);
  else await inCode(options.here ? ["--reuse-window"] : [learn], file);
});

/**
 * @typedef {ReturnType<typeof readOptions>} Options
 */

/** @throws {Missing} for an option that there isn't */
function readOptions() {
  try {
    return parseArgs({
      options: {
        learn: { type: "string" },
        port: { type: "string" },
        browser: { type: "boolean", default: false },
        "no-open": { type: "boolean", default: false },
        prepare: { type: "boolean", default: false },
        here: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new Missing(`an option that is known. ${/** @type {Error} */ (error).message}\n\n${USAGE}`);
  }
}

async function hasCode() {
  return tryRun("code", ["--version"]).then(({ code }) => code === 0, () => false);
}

/**
 * Opens the exercise in the user's own VS Code.
 * @param {string[]} where the folder to open, or the window that is there
 * @param {string} file
 */
async function inCode(where, file) {
  await step("Installing the extension in VS Code", () => run("code", ["--install-extension", VSIX, "--force"]));
  await run("code", [...where, "--goto", file]);
  say(`\nVS Code opens ${file}. Write the function, then click “Run tests” above it.`);
}

/**
 * Opens the folder in a browser VS Code, and stays until it is stopped.
 * @param {string} folder
 * @param {string} file
 * @param {Options} options
 */
async function inBrowser(folder, file, options) {
  const codeServer = await installCodeServer();
  const clone = createHash("sha256").update(ROOT).digest("hex").slice(0, 8);
  const data = join(cacheFolder(), "vscode", clone);
  mkdirSync(data, { recursive: true });
  const served = await step("Starting VS Code", async () =>
    serve(codeServer, { data, vsix: VSIX, port: options.port ? Number(options.port) : await freePort(PORT) }),
  );
  const page = pageAddress(served, folder, file);
  const { status } = await fetch(page);
  if (status !== 200) throw new Error(`The page answers with status ${status}: ${page}`);
  say(`\nVS Code is at\n\n  ${bold(page)}\n`);
  if (options.check) return served.stop();
  say(`Write the function, then click “Run tests” above it. ${dim("Ctrl-C ends it.")}`);
  if (!options["no-open"]) openPage(page);
  await served.ended;
}

/**
 * Shows a page in the user's browser, where there is a desktop.
 * @param {string} page
 */
function openPage(page) {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const child = spawn("xdg-open", [page], { stdio: "ignore", detached: true });
  child.on("error", () => undefined); // there is none; the address is printed
  child.unref();
}
