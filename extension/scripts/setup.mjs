/** Everything that `npm start` and `npm test` need before their own work; quick when nothing has changed. */

import { join } from "node:path";
import { ensureJupyter, ensurePackages } from "./packaged.mjs";
import { DIST, ROOT, VSIX } from "./paths.mjs";
import { ensurePython } from "./python.mjs";
import { Missing } from "./progress.mjs";
import { npm, run } from "./run.mjs";
import { ensure } from "./stamp.mjs";

const OLDEST_NODE = 20;

/** What the .vsix holds, besides the bundle of extension/src. */
const PACKAGED = ["package.json", "package.nls.json", "l10n", "package-lock.json", "extension", "server", "lessons", "pyproject.toml", "README.md", "CHANGELOG.md"];

/**
 * @param {{tools?: boolean}} [options] with `tools`, what the tests and checks need too
 * @throws {Missing} when this Node is too old, or Python is
 */
export async function setUp({ tools = false } = {}) {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    throw new Missing(`Node ${OLDEST_NODE} or newer (this is ${process.version}). Install it from nodejs.org or your system's packages.`);
  }
  await ensurePython({ tools });
  await ensureNodePackages();
}

/** What package.json asks for, in node_modules. */
async function ensureNodePackages() {
  const [command = "npm", ...first] = npm();
  await ensure({
    name: "node-packages",
    title: "Node packages",
    files: ["package.json", "package-lock.json"],
    values: [process.versions.modules],
    makes: [join(ROOT, "node_modules", "esbuild")],
    work: (onLine) => run(command, [...first, "install", "--no-audit", "--no-fund", "--loglevel=error"], { onLine }),
  });
}

/** The extension, as VS Code installs it. */
export async function ensureVsix() {
  await ensure({
    name: "vsix",
    title: "The VS Code extension",
    files: PACKAGED,
    makes: [VSIX],
    work: async () => {
      const { packageVsix } = await import("./package.mjs");
      await packageVsix();
    },
  });
}

/** The extension and its tests, as they run from the sources. */
export async function ensureBuilt() {
  await ensure({
    name: "build",
    title: "The extension and its tests, bundled",
    files: ["package.json", "package.nls.json", "package-lock.json", "extension"],
    makes: [join(DIST, "extension.js"), join(DIST, "server.js"), join(DIST, "test", "host", "index.js")],
    work: async () => {
      const { buildExtension, buildTests } = await import("./build.mjs");
      await buildExtension();
      await buildTests();
    },
  });
}

/** The wheel and the sdist as somebody would have them, and JupyterLab to use them in. */
export async function ensurePublished() {
  await ensurePackages();
  await ensureJupyter();
}
