/** Starts code-server on a loopback port, sealed off from the user's own VS Code, and ends it with all its children. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { endsWithUs } from "../lifetime.mjs";
import { run } from "../run.mjs";

/** Settings that make a fresh VS Code quiet: no welcome, no telemetry, no chat, nothing that asks the network. */
export const QUIET_SETTINGS = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "extensions.ignoreRecommendations": true,
  "editor.minimap.enabled": false,
  "remote.autoForwardPorts": false, // code-server would offer every port that anything here listens on
};

/**
 * @typedef {object} ServeOptions
 * @property {string} data folder for its data, made if missing; may be used again
 * @property {number} [port] a free one if not said
 * @property {string} [vsix] an extension to install first
 * @property {Record<string, unknown>} [settings] the user's settings, if there are none yet
 * @property {Record<string, unknown>} [machineSettings] those of scope machine, which user settings can't hold
 * @property {boolean} [privateHome] whether HOME and the XDG folders are inside `data` too
 * @property {boolean} [trust] whether workspace trust is on; off if not said
 * @property {NodeJS.ProcessEnv} [env] added to the environment, reaches the extensions
 * @property {string[]} [args] more arguments
 * @property {string[]} [nodeArgs] arguments for Node, which hands them on to the extension host
 */

/**
 * @typedef {object} Served
 * @property {number} port
 * @property {string} address
 * @property {string} log path of the server's log
 * @property {Promise<unknown>} ended when the server has ended
 * @property {() => Promise<void>} stop ends it and its children
 */

/**
 * Starts it and waits until it answers.
 * @param {import("./install.mjs").CodeServer} codeServer
 * @param {ServeOptions} options
 * @returns {Promise<Served>}
 */
export async function serve(codeServer, options) {
  const { data, vsix, settings = {}, machineSettings = {}, privateHome = false, trust = false, args = [], nodeArgs = [] } = options;
  const port = options.port ?? (await freePort());
  const userData = join(data, "user-data");
  const folders = ["--user-data-dir", userData, "--extensions-dir", join(data, "extensions")];
  writeOnce(join(userData, "User", "settings.json"), { ...QUIET_SETTINGS, ...settings });
  writeOnce(join(userData, "Machine", "settings.json"), machineSettings);
  const config = join(data, "config.yaml");
  const password = process.env.PASSWORD ? "password" : "none";
  writeFileSync(config, `bind-addr: 127.0.0.1:${port}\nauth: ${password}\ncert: false\n`);
  const env = { ...sealed(data, privateHome), ...options.env };

  if (vsix) {
    const install = [codeServer.program, ...folders, "--config", config, "--install-extension", vsix, "--force"];
    await run(codeServer.node, install, { env });
  }

  const log = join(data, "server.log");
  const file = openSync(log, "w");
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--disable-proxy"];
  if (!trust) quiet.push("--disable-workspace-trust");
  const child = spawn(codeServer.node, [...nodeArgs, codeServer.program, ...folders, "--config", config, ...quiet, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", file, file],
    detached: true, // its own process group, which `stop` ends whole
  });
  closeSync(file);
  const ended = once(child, "exit");
  const stop = async () => {
    endGroup(child.pid, "SIGTERM");
    const inTime = await Promise.race([ended.then(() => true), pause(5000, false, { ref: false })]);
    if (!inTime) endGroup(child.pid, "SIGKILL");
    await ended;
    forget();
  };
  const forget = endsWithUs(stop);
  const address = `http://127.0.0.1:${port}`;
  const up = await Promise.race([healthy(address), ended.then(() => false)]);
  if (!up) {
    await stop();
    throw new Error(`code-server did not start:\n${readFileSync(log, "utf8")}`);
  }
  return { port, address, log, ended, stop };
}

/**
 * The address of a page that opens a folder, and one file in it.
 * @param {Served} served
 * @param {string} folder
 * @param {string} [file]
 */
export function pageAddress({ address, port }, folder, file) {
  const query = `?folder=${readable(folder)}`;
  if (!file) return `${address}/${query}`;
  return `${address}/${query}&payload=${payload([["openFile", `vscode-remote://127.0.0.1:${port}${file}`]])}`;
}

/**
 * Start-up instructions for VS Code in a page's address.
 * @param {[string, string][]} entries
 */
export function payload(entries) {
  return readable(JSON.stringify(entries));
}

/**
 * Encoded for an address's query, in which slashes and colons may stay.
 * @param {string} text
 */
function readable(text) {
  return encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%3A", ":");
}

/**
 * The environment for code-server: without what a surrounding VS Code left in it, and without an extension gallery.
 * @param {string} data
 * @param {boolean} privateHome
 * @returns {NodeJS.ProcessEnv}
 */
function sealed(data, privateHome) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { EXTENSIONS_GALLERY: "{}" };
  for (const name of Object.keys(process.env)) {
    if (/^(VSCODE|CODE_SERVER|ELECTRON)_/.test(name)) env[name] = undefined;
  }
  const own = privateHome
    ? { HOME: "home", XDG_CONFIG_HOME: "config", XDG_DATA_HOME: "data", XDG_CACHE_HOME: "cache", XDG_RUNTIME_DIR: "run" }
    : {};
  for (const [name, folder] of Object.entries(own)) {
    env[name] = join(data, "home", folder);
    mkdirSync(join(data, "home", folder), { recursive: true, mode: 0o700 });
  }
  return env;
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} settings
 */
function writeOnce(path, settings) {
  mkdirSync(join(path, ".."), { recursive: true });
  try {
    writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, { flag: "wx" });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error; // the user's by now
  }
}

/**
 * A port that is free now.
 * @param {number} [wanted] taken if it is free, so that the browser finds what it stored for this address
 * @returns {Promise<number>}
 */
export async function freePort(wanted = 0) {
  const server = createServer().listen(wanted, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (!wanted) throw error;
    return freePort();
  }
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/**
 * @param {string} address
 * @returns {Promise<boolean>} false when it has not answered in a minute
 */
async function healthy(address) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`${address}/healthz`).catch(() => undefined);
    if (answer?.ok) return true;
    await pause(100);
  }
  return false;
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function endGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error; // gone already
  }
}
