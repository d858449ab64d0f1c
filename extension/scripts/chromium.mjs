/** A Chromium that reaches this machine's loopback and nothing else. */

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { endsWithUs } from "./lifetime.mjs";
import { Missing } from "./progress.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const MAC = ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The installed browser: `$SHAPECOACH_CHROMIUM`, or the first found; undefined if there is none. */
export function findChromium() {
  const own = process.env.SHAPECOACH_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(own ? [own] : []), ...places, ...MAC].find((path) => existsSync(path));
}

/**
 * Starts it without a window.  Its `close` ends the process and removes its profile.
 * @returns {Promise<import("playwright-core").Browser>}
 * @throws {Missing} when no browser is found
 */
export async function launchChromium() {
  const executablePath = findChromium();
  if (!executablePath) throw new Missing("a Chromium for the tests in VS Code. On Debian or Ubuntu: apt-get install chromium");
  // Imported here: the set-up, which installs playwright-core, runs in the same process before this is called.
  const { chromium } = await import("playwright-core");
  const home = mkdtempSync(join(tmpdir(), "shapecoach-chromium-"));
  const browser = await chromium.launch({
    executablePath,
    // Playwright's own handlers would end this process before the server is stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: { ...definedEnvironment(), HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    args: [
      "--no-sandbox", // it may run as root in a container, and loads nothing but our own pages
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
  const forget = endsWithUs(() => browser.close());
  browser.on("disconnected", () => {
    forget();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return browser;
}

/** @returns {Record<string, string>} */
function definedEnvironment() {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
