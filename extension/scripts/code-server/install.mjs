/**
 * Installs code-server, VS Code for the browser, with the Node it needs, from npm alone.
 *
 * No install script is run: code-server's own would compile a dozen native modules and download others.  Two modules
 * are built afterwards, the rest come prebuilt.  It goes to the cache folder, under its version, and is shared by
 * `npm start` and the tests of every clone.
 */

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { endsWithUs } from "../lifetime.mjs";
import { cacheFolder } from "../paths.mjs";
import { done, Missing, step } from "../progress.mjs";
import { CommandFailed, npm, run } from "../run.mjs";

/**
 * @typedef {object} Release
 * @property {string} codeServer its version
 * @property {string} node the version of Node that it runs on
 * @property {string[]} [unbuilt] modules that it can't do without and that don't come prebuilt
 */

/**
 * The VS Code that is used where nothing is said: 1.139, which does not start on Node 20.
 * @type {Release}
 */
export const NEWEST = { codeServer: "4.139.1", node: "24.21.0" };

/**
 * VS Code 1.99, the oldest that the tests are made with.
 * @type {Release}
 */
export const OLDEST = { codeServer: "4.99.4", node: "20.20.2", unbuilt: ["argon2"] };

const REBUILD = ["rebuild", "--loglevel=error", "--ignore-scripts=false", "--foreground-scripts"];
const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"];

/**
 * @typedef {object} CodeServer
 * @property {string} node the Node that runs it
 * @property {string} program its JavaScript entry
 */

/**
 * The installed code-server; installs it first where it is missing.
 * @param {Release} [release]
 * @returns {Promise<CodeServer>}
 * @throws {Missing} on a system it can't be had for
 */
export async function installCodeServer(release = NEWEST) {
  const { codeServer, node } = release;
  const title = `VS Code for the browser (code-server ${codeServer})`;
  const home = join(cacheFolder(), `code-server-${codeServer}-node-${node}-${process.arch}`);
  if (existsSync(home)) done(title, "installed before");
  else await step(title, (note) => installInto(release, home, note));
  return { node: join(nodePackage(home), "bin", "node"), program: join(home, "node_modules", "code-server", "out", "node", "entry.js") };
}

/** @param {string} home */
function nodePackage(home) {
  return join(home, "node_modules", `node-linux-${process.arch}`);
}

/**
 * @param {Release} release
 * @param {string} home
 * @param {(line: string) => void} note
 */
async function installInto({ codeServer, node, unbuilt = [] }, home, note) {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    throw new Missing(
      "VS Code's `code` command. The browser VS Code can be installed on Linux (x64, arm64) only; here, install VS Code " +
        "and its command (in VS Code: F1, “Shell Command: Install 'code' command in PATH”), then try again.",
    );
  }
  // Built next to its place and moved there whole, so that a second installer, or an interruption, does no harm.
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const forget = endsWithUs(() => rmSync(draft, { recursive: true, force: true, maxRetries: 5 }));
  try {
    writeFileSync(join(draft, "package.json"), '{"private": true}\n');
    note("downloading code-server and Node");
    await npmInNode(draft, draft, ["install", ...QUIET, `node-linux-${process.arch}@${node}`, `code-server@${codeServer}`]);
    const vscode = join(draft, "node_modules", "code-server", "lib", "vscode");
    for (const folder of [vscode, join(vscode, "extensions")]) {
      note("downloading the parts of VS Code");
      // `npm ci` fails: the shrinkwrap that is published is out of step with its package.json.
      await npmInNode(draft, folder, ["install", ...QUIET, "--omit=dev"]);
    }
    note("building its native modules");
    if (unbuilt.length) await npmInNode(draft, draft, [...REBUILD, "--build-from-source", ...unbuilt]);
    await buildNativeModules(draft, vscode);
    if (existsSync(home)) rmSync(draft, { recursive: true });
    else renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    forget();
  }
}

/**
 * spdlog, or the extension host writes no logs, and native-watchdog, or it outlives a server that was killed.  Both are
 * comforts, so a machine without a compiler goes on without them.
 * @param {string} home
 * @param {string} vscode
 */
async function buildNativeModules(home, vscode) {
  const modules = ["@vscode/spdlog", "@vscode/native-watchdog"];
  try {
    await npmInNode(home, vscode, [...REBUILD, ...modules]);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.warn(`    (no compiler for ${modules.join(" and ")}: VS Code will write fewer logs)`);
  }
}

/**
 * npm under the Node that code-server will run on, so that native modules are built for its ABI and with its headers.
 * @param {string} home
 * @param {string} cwd
 * @param {string[]} args
 */
async function npmInNode(home, cwd, args) {
  const bin = join(nodePackage(home), "bin");
  const [command = "npm", ...first] = npm();
  const installed = existsSync(bin);
  await run(installed && first.length ? join(bin, "node") : command, [...first, ...args], {
    cwd,
    env: { PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, npm_config_nodedir: nodePackage(home), npm_config_cache: process.env.npm_config_cache },
  });
}
