/**
 * What is published, installed as somebody would have it: the wheel in an environment of its own, and JupyterLab in another.
 *
 * The wheel's dependencies come from its own metadata, in the newest versions that it allows.  Of `.venv` nothing is shared
 * but PyTorch, whose files are linked: it is half a gigabyte, and its own dependencies are installed anew.
 */

import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ARTIFACTS, ROOT, cacheFolder, venvProgram } from "./paths.mjs";
import { done, step } from "./progress.mjs";
import { run } from "./run.mjs";
import { ensure } from "./stamp.mjs";

/** Where the wheel and the sdist are. */
export const PUBLISHED = join(ROOT, "dist");
const ENVIRONMENT = join(ARTIFACTS, "packaged");
/** Where the programs of the wheel's environment are. */
export const PROGRAMS_OF_WHEEL = join(ENVIRONMENT, "bin");

const JUPYTER = { jupyterlab: "4.6.6", "jupyterlab-lsp": "5.3.0" };
/** JupyterLab's environment; it stays in the cache, as the editor that it is. */
export const JUPYTER_HOME = join(cacheFolder(), `jupyterlab-${Object.values(JUPYTER).join("-lsp-")}`);

const SOURCES = ["server", "lessons", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"];

/** Links PyTorch, and the GPU libraries that some builds of it come with, from this environment into another. */
const LINK_TORCH = `
import re, sys, sysconfig
from importlib.metadata import distributions
from pathlib import Path
target = Path(sysconfig.get_path("purelib", vars={"base": sys.argv[1], "platbase": sys.argv[1]}))
for found in distributions():
    if re.match(r"(torch|triton|nvidia.*|cuda.*)$", found.metadata["Name"]):
        for name in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
            if not (target / name).exists():
                (target / name).symlink_to(found.locate_file(name))
`;

/** The wheel and the sdist, in dist/, and nothing else there. */
export async function buildPackages() {
  rmSync(PUBLISHED, { recursive: true, force: true });
  await run(venvProgram("python"), ["-m", "hatchling", "build", "-t", "sdist", "-t", "wheel"]);
}

/** One of the two, by the end of its name. */
export function published(/** @type {".whl" | ".tar.gz"} */ ending) {
  const names = existsSync(PUBLISHED) ? readdirSync(PUBLISHED).filter((name) => name.endsWith(ending)) : [];
  if (names.length !== 1) throw new Error(`One ${ending} should be in ${PUBLISHED}, and there are ${names.length}.`);
  return join(PUBLISHED, names[0] ?? "");
}

/** The wheel and the sdist, and the wheel installed. */
export async function ensurePackages() {
  await ensure({
    name: "packages",
    title: "The wheel, in an environment of its own",
    files: SOURCES,
    makes: [PUBLISHED, join(PROGRAMS_OF_WHEEL, "shapecoach")],
    work: async (note) => {
      await buildPackages();
      await makeEnvironment(ENVIRONMENT);
      await run(venvProgram("python"), ["-c", LINK_TORCH, ENVIRONMENT]);
      await pip(ENVIRONMENT, [published(".whl")], note);
    },
  });
}

/** JupyterLab with its client for language servers. */
export async function ensureJupyter() {
  const title = `JupyterLab ${JUPYTER.jupyterlab}`;
  const complete = join(JUPYTER_HOME, "complete");
  if (existsSync(complete)) return done(title, "installed before");
  await step(title, async (note) => {
    await makeEnvironment(JUPYTER_HOME);
    await pip(JUPYTER_HOME, Object.entries(JUPYTER).map(([name, version]) => `${name}==${version}`), note);
  });
  writeFileSync(complete, "");
}

/** @param {string} folder */
async function makeEnvironment(folder) {
  rmSync(folder, { recursive: true, force: true });
  await run(venvProgram("python"), ["-m", "venv", "--without-pip", folder]);
}

/**
 * @param {string} environment
 * @param {string[]} wanted
 * @param {(line: string) => void} onLine
 */
async function pip(environment, wanted, onLine) {
  const python = join(environment, "bin", "python");
  await run(venvProgram("python"), ["-m", "pip", "--python", python, "install", "--disable-pip-version-check", "--no-input", ...wanted], { onLine });
}
