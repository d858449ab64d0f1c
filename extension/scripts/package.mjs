/** What is published: the extension's .vsix, and the Python package's wheel and sdist (in dist/). */

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { buildExtension } from "./build.mjs";
import { buildPackages } from "./packaged.mjs";
import { ARTIFACTS, ROOT, VSIX, venvProgram } from "./paths.mjs";
import { entry, say, step } from "./progress.mjs";
import { homeOfRelease, readmeOfExtension } from "./readme.mjs";
import { run } from "./run.mjs";
import { commonVersion } from "./versions.mjs";

const LARGEST = 2 * 1024 * 1024;
const COPIED = [".vscodeignore", "l10n", "CHANGELOG.md", "LICENSE", join("extension", "media"), join("extension", "python")];

/**
 * Packs the extension, with the Python package's wheel inside, which it offers to install where `shapecoach` is missing.
 *
 * What goes in is laid out in a folder of its own first: at the root vsce looks at each file of .venv for 12 seconds.
 * @throws {Error} when it gets too large, which means that something strayed into it
 */
export async function packageVsix() {
  const layout = join(ARTIFACTS, "vsix");
  const dist = join(layout, "extension", "dist");
  rmSync(layout, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const texts = readdirSync(ROOT).filter((name) => /^package\.nls.*\.json$/.test(name));
  for (const path of [...COPIED, ...texts]) cpSync(join(ROOT, path), join(layout, path), { recursive: true });
  const home = homeOfRelease();
  writeFileSync(join(layout, "README.md"), readmeOfExtension(readFileSync(join(ROOT, "README.md"), "utf8"), home));
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  // Without its scripts: vsce would look for the build among what is packed.
  writeFileSync(join(layout, "package.json"), JSON.stringify({ ...manifest, ...(home && { repository: home.repository }), scripts: {}, devDependencies: {} }, null, 2));
  await run(venvProgram("python"), ["-m", "pip", "wheel", "--disable-pip-version-check", "--no-deps", "--wheel-dir", dist, "."]);
  await buildExtension({ folder: dist, minify: true });

  const vsce = join(ROOT, "node_modules", "@vscode", "vsce", "vsce");
  mkdirSync(join(VSIX, ".."), { recursive: true });
  await run(process.execPath, [vsce, "package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", VSIX], { cwd: layout });
  const { size } = statSync(VSIX);
  if (size > LARGEST) throw new Error(`The .vsix has ${size} bytes, more than ${LARGEST}. Look at ${layout}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  entry(async () => {
    const { setUp } = await import("./setup.mjs");
    const version = commonVersion();
    await setUp({ tools: true });
    await step("The extension", packageVsix);
    await step("The Python package", buildPackages);
    say(`\nVersion ${version}: ${relative(ROOT, VSIX)} has ${Math.ceil(statSync(VSIX).size / 1024)} KB; the wheel and the sdist are in dist/.`);
  });
}
