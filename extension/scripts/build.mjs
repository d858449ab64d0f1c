/** Bundles the extension, and its tests, with esbuild: `node build.mjs [--minify]`. */

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { DIST, ROOT } from "./paths.mjs";
import { entry } from "./progress.mjs";

const EXTENSION = join(ROOT, "extension");

/** @type {import("esbuild").BuildOptions} */
const node = { bundle: true, platform: "node", format: "cjs", target: "node20", logLevel: "warning" };

/** The one file VS Code loads: the sources' own, or a small one for publishing. */
export async function buildExtension({ folder = DIST, minify = false } = {}) {
  await build({
    ...node,
    entryPoints: [join(EXTENSION, "src", "extension.ts")],
    outfile: join(folder, "extension.js"),
    external: ["vscode"],
    minify,
    sourcemap: minify ? false : "linked",
  });
}

/** One bundle for each test file: `test/unit/*.test.ts` for Node alone, `test/host` for the extension host, with the index that VS Code calls. */
export async function buildTests() {
  for (const kind of ["unit", "host"]) {
    const folder = join(EXTENSION, "test", kind);
    rmSync(join(DIST, "test", kind), { recursive: true, force: true });
    if (!existsSync(folder)) continue;
    const files = readdirSync(folder).filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
    await build({
      ...node,
      entryPoints: files.map((name) => join(folder, name)),
      outdir: join(DIST, "test", kind),
      external: ["vscode", "mocha"],
      sourcemap: "inline",
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  entry(async () => {
    await buildExtension({ minify: process.argv.includes("--minify") });
    await buildTests();
  });
}
