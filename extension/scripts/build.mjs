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

/**
 * What VS Code loads, and what that loads later: `import("./server.js")` is a `require` of another file, since nine tenths
 * of the code are the language client's, and would be read before VS Code can go on.
 */
export async function buildExtension({ folder = DIST, minify = false } = {}) {
  await build({
    ...node,
    entryPoints: ["extension", "server"].map((name) => join(EXTENSION, "src", `${name}.ts`)),
    outdir: folder,
    external: ["vscode", "./server.js"],
    supported: { "dynamic-import": false },
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
