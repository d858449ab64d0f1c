/** A real VS Code with the packed extension, in a browser without a window, for the tests in this folder. */

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "../../extension/scripts/chromium.mjs";
import { installCodeServer, NEWEST } from "../../extension/scripts/code-server/install.mjs";
import { pageAddress, serve } from "../../extension/scripts/code-server/serve.mjs";
import { ARTIFACTS, ROOT, VSIX, venvProgram } from "../../extension/scripts/paths.mjs";
import { Watch } from "./watch/watch.mjs";

/** How long to wait for anything at all; a slow machine is no failure. */
export const PATIENCE = 60_000;
/** How long until something that has not come of what was done is tried again. */
export const PAUSE = 5_000;
const HEIGHT = 720;

/** The kinds of theme, each with one of VS Code's own and the class that its pages then have. */
const THEMES = {
  light: { label: "Light Modern", kind: "vs" },
  dark: { label: "Dark Modern", kind: "vs-dark" },
  "high-contrast": { label: "Dark High Contrast", kind: "hc-black" },
};

/**
 * @typedef {keyof typeof THEMES} Theme
 * @typedef {{theme: Theme, width: number}} Look how a window looks
 */

/**
 * All themes, wide and narrow.
 * @type {readonly Look[]}
 */
export const LOOKS = /** @type {const} */ (["light", "dark", "high-contrast"]).flatMap((theme) => [1280, 800].map((width) => ({ theme, width })));

/** The host that VS Code's pages call files of this server by; a service worker answers, and no such host is asked. */
const FILES_HERE = /^vscode-remote\+127-.*\.vscode-resource\.vscode-cdn\.net$/;

/** Where the tests leave their screenshots. */
const SCREENSHOTS = join(ARTIFACTS, "screenshots");

/**
 * @typedef {object} Editor
 * @property {string} home the folder that all of it is in
 * @property {string} workspace a copy of tests/editor/workspace, to write in
 * @property {(folder: string, file: string, shown?: string) => Promise<Window>} open a new window, and wait for what is shown
 * @property {() => string[]} programs every Node and Python process it has started, as they were started
 * @property {(isAllowed?: (asked: import("./watch/watch.mjs").Asked) => boolean) => Promise<void>} close ends everything;
 *     fails if a page, VS Code's server, an extension or a server of one turned to another machine, but for what is allowed
 */

/**
 * @typedef {object} EditorOptions
 * @property {import("../../extension/scripts/code-server/install.mjs").Release} [release] which VS Code
 * @property {boolean} [isFresh] whether it is as somebody has it who knows nothing of Shape Coach: no extension, no setting
 * @property {NodeJS.ProcessEnv} [env] added to its environment
 */

/**
 * Starts it; one for all tests of a file.
 * @param {EditorOptions} [options]
 * @returns {Promise<Editor>}
 */
export async function startEditor({ release = NEWEST, isFresh = false, env = {} } = {}) {
  const home = mkdtempSync(join(tmpdir(), "shapecoach-editor-"));
  const workspace = join(home, "workspace");
  cpSync(join(ROOT, "tests", "editor", "workspace"), workspace, { recursive: true });
  const watch = new Watch(home);
  const served = await serve(await installCodeServer(release), {
    data: join(home, "data"),
    privateHome: true,
    settings: { "git.enabled": false, "editor.fontSize": 15 },
    ...(!isFresh && { vsix: VSIX, machineSettings: { "shapecoach.python": venvProgram("python") } }),
    nodeArgs: watch.nodeArgs,
    env: { ...watch.env, ...env },
  });
  const browser = await launchChromium();
  const permissions = ["clipboard-read", "clipboard-write"];
  const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT }, permissions });
  /** @type {string[]} */
  const outside = [];
  /** @param {string} url */
  const note = (url) => {
    const { hostname, protocol } = new URL(url);
    const isHere = hostname === "127.0.0.1" || FILES_HERE.test(hostname);
    if (["http:", "https:", "ws:", "wss:"].includes(protocol) && !isHere) outside.push(url);
  };
  context.on("request", (request) => note(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => note(socket.url())));
  return {
    home,
    workspace,
    programs: () => watch.programs(),
    async open(folder, file, shown) {
      return Window.open(await context.newPage(), pageAddress(served, folder, join(folder, file)), shown);
    },
    async close(isAllowed = () => false) {
      await browser.close();
      await served.stop();
      assert.match(watch.programs().join("\n"), /--type=extensionHost/, "extensions are watched");
      const asked = watch.outside().filter((one) => !isAllowed(one));
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      assert.deepEqual([...outside, ...asked], [], "nothing leaves this machine");
    },
  };
}

/**
 * Opens the file of the workspace that has a transformer in it, and waits for its shapes.
 * @param {Editor} editor
 */
export async function openTransformer(editor) {
  const window = await editor.open(editor.workspace, "transformer.py");
  await window.page.keyboard.press("Control+b"); // without the side bar, for the pictures
  await window.showsShape("scores", "batch n_heads seq seq");
  return window;
}

/** One VS Code window, in the words of somebody who sits in front of it. */
export class Window {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    page.setDefaultTimeout(PATIENCE);
    this.page = page;
    this.text = page.locator(".editor-instance .view-lines").first();
    this.problems = page.locator(".markers-panel");
    this.hover = page.locator(".monaco-hover:visible");
    this.input = page.locator(".quick-input-box input");
    this.quickFixes = page.locator(".action-widget:not(.action-list-submenu-panel)");
  }

  /**
   * Goes to the address of a VS Code, and waits until it shows a file.
   * @param {import("playwright-core").Page} page
   * @param {string} address
   * @param {string} [shown] what it shows it in, if that is no editor of text
   */
  static async open(page, address, shown) {
    const window = new Window(page);
    await page.goto(address);
    await (shown ? page.locator(shown).first() : window.text).waitFor();
    return window;
  }

  /** @param {"error" | "warning" | "info" | "hint"} severity */
  squiggles(severity) {
    return this.page.locator(`.cdr.squiggly-${severity}`);
  }

  /**
   * Does something until it works: a window that is busy loses a key, or hears it too soon.
   * @param {string} failure what is said when it doesn't
   * @param {() => Promise<unknown>} act
   * @param {{leave?: string}} [options] a key to press before it is tried again
   */
  async insist(failure, act, { leave } = {}) {
    let cause;
    for (const started = performance.now(); performance.now() - started < PATIENCE; ) {
      try {
        return await act();
      } catch (error) {
        cause = error;
        if (leave) await this.page.keyboard.press(leave);
      }
    }
    assert.fail(`${failure}\n${cause}`);
  }

  /**
   * Puts the cursor somewhere; both count from 1, as in the status bar.
   * @param {number} line
   * @param {number} [column]
   */
  async goTo(line, column = 1) {
    await this.insist(`Line ${line} can't be gone to.`, async () => {
      await this.page.keyboard.press("Control+1"); // the first editor, wherever the focus was
      await this.page.keyboard.press("Control+g");
      await this.input.fill(`:${line}:${column}`, { timeout: PAUSE });
      await this.input.press("Enter", { timeout: PAUSE });
      await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: PAUSE });
      await this.page.locator(".statusbar-item", { hasText: `Ln ${line},` }).waitFor({ timeout: PAUSE });
    }, { leave: "Escape" });
  }

  /**
   * Writes over a line, up to its indentation.
   * @param {number} line from 1
   * @param {string} text
   */
  async writeOver(line, text) {
    await this.goTo(line, 5);
    await this.page.keyboard.press("Shift+End");
    await this.page.keyboard.insertText(text);
  }

  /**
   * Opens the hover at a place, as the keyboard does.
   * @param {{line: number, column: number}} place
   */
  async showHover({ line, column }) {
    await this.goTo(line, column);
    await this.insist("No hover is shown.", async () => {
      await this.page.keyboard.press("Control+k");
      await this.page.keyboard.press("Control+i");
      await this.hover.waitFor({ timeout: PAUSE });
    });
  }

  /**
   * Opens the menu of quick fixes until it offers something: one that was opened too soon stays as it is.
   * @param {string} text
   */
  async offers(text) {
    await this.insist(`No quick fix with “${text}”.`, async () => {
      await this.page.keyboard.press("Control+.");
      await this.quickFixes.filter({ hasText: text }).waitFor({ timeout: PAUSE });
    }, { leave: "Escape" });
  }

  /** The inside of the page that an extension shows: a frame in a frame. */
  async webview() {
    const outer = this.page.locator("iframe.webview.ready:visible").last().contentFrame();
    const inner = outer.locator("iframe#active-frame").contentFrame();
    await inner.locator("body").waitFor();
    return inner;
  }

  /**
   * Runs a command of the palette.
   * @param {string} title
   */
  async command(title) {
    await this.pick(["F1"], `>${title}`, title);
  }

  /**
   * Picks something of a list, which is opened until it has it: VS Code knows some commands only after a while.
   * @param {string[]} keys that open the list
   * @param {string} typed
   * @param {string} label
   */
  async pick(keys, typed, label) {
    const found = this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: label });
    await this.insist(`There is no “${label}” to pick.`, async () => {
      for (const key of keys) await this.page.keyboard.press(key);
      await this.input.fill(typed, { timeout: PAUSE });
      await found.waitFor({ timeout: PAUSE });
    }, { leave: "Escape" });
    await this.input.press("Enter");
  }

  /**
   * Answers VS Code's own dialog for files and folders, which forgets what is typed before it lists what is where it is.
   * @param {string} path
   */
  async choose(path) {
    const dialog = this.page.locator(".quick-input-widget");
    await dialog.locator(".quick-input-title:visible").waitFor();
    await dialog.locator(".monaco-list-row").first().waitFor();
    await this.insist(`${path} can't be chosen.`, async () => {
      await this.input.fill(path, { timeout: PAUSE });
      await this.input.press("Enter", { timeout: PAUSE }); // the first may only list what is there
      await dialog.waitFor({ state: "hidden", timeout: PAUSE });
    });
  }

  /**
   * Gives the window another look.
   * @param {Look} look
   */
  async dress({ theme, width }) {
    const { label, kind } = THEMES[theme];
    const dressed = this.page.locator(`.monaco-workbench.${kind}`);
    await this.page.setViewportSize({ width, height: HEIGHT });
    if ((await dressed.count()) === 0) await this.pick(["Control+k", "Control+t"], label, label);
    await dressed.waitFor();
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }

  /**
   * Waits until the editor shows a piece of text, whatever stands between its words.
   * @param {string} text
   */
  async shows(text) {
    const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s");
    await this.text.filter({ hasText: new RegExp(escaped) }).waitFor();
  }

  /**
   * Waits until the editor shows a shape after a name.
   * @param {string} name
   * @param {string} shape
   */
  async showsShape(name, shape) {
    const spaced = shape.replaceAll("*", "\\*").replaceAll(" ", "\\s"); // the editor's own are no ordinary spaces
    await this.text.filter({ hasText: new RegExp(`\\b${name}\\s*\\[${spaced}\\]`) }).waitFor();
  }

  /**
   * The first lens with this text.
   * @param {string} text
   */
  lens(text) {
    return this.page.locator(".codelens-decoration a", { hasText: text }).first();
  }

  /**
   * Leaves a picture among the artifacts.
   * @param {string} name
   */
  async screenshot(name) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}
