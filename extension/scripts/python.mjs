/** The virtual environment in `.venv`: made with a Python that is new enough, with this package and its tools in it. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ARTIFACTS, ROOT, VENV, venvProgram } from "./paths.mjs";
import { Missing } from "./progress.mjs";
import { run, tryRun } from "./run.mjs";
import { ensure } from "./stamp.mjs";

const OLDEST = [3, 11];
const NAMES = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.14"];
const CONSTRAINTS = join("server", "constraints.txt");

/**
 * @typedef {object} Python
 * @property {string} path
 * @property {number[]} version
 * @property {boolean} venv whether it can make virtual environments with pip in them
 * @property {{version: string, folder: string} | null} torch what is installed there, and in which folder
 */

const DESCRIBE = `
import json, sys
from importlib import metadata, util
torch = next(({"version": d.version, "folder": str(d.locate_file(""))} for d in metadata.distributions(name="torch")), None)
venv = bool(util.find_spec("venv") and util.find_spec("ensurepip"))
print(json.dumps({"path": sys.executable, "version": sys.version_info[:3], "venv": venv, "torch": torch}))
`;

/** Lets an environment see what is in another folder too, after its own; `--system-site-packages` can't do it for a venv. */
const ADD_PATH = `
import site, sys
from pathlib import Path
Path(site.getsitepackages()[-1], "kept-torch.pth").write_text(sys.argv[1] + "\\n", encoding="utf-8")
`;

/**
 * @param {string} program
 * @returns {Promise<Python | undefined>} undefined where there is no such program, or it is not a Python 3
 */
async function describe(program) {
  const { code, output } = await tryRun(program, ["-c", DESCRIBE]).catch(() => ({ code: 1, output: "" }));
  return code === 0 ? JSON.parse(output.trim().split("\n").at(-1) ?? "") : undefined;
}

/** @param {Python} python */
function isNewEnough({ version: [major = 0, minor = 0] }) {
  return major === OLDEST[0] && minor >= (OLDEST[1] ?? 0);
}

/**
 * The Python to make the environment with: `$SHAPECOACH_PYTHON`, or the first on PATH that will do.
 * @returns {Promise<Python>}
 * @throws {Missing} with the way to get one
 */
async function findPython() {
  const own = process.env.SHAPECOACH_PYTHON;
  /** @type {Python[]} */
  const found = [];
  for (const name of own ? [own] : NAMES) {
    const python = await describe(name);
    if (python && isNewEnough(python) && python.venv) return python;
    if (python) found.push(python);
  }
  const withoutVenv = found.find(isNewEnough);
  if (withoutVenv) {
    const version = withoutVenv.version.slice(0, 2).join(".");
    throw new Missing(`Python's venv module, for ${withoutVenv.path}. On Debian or Ubuntu: apt-get install python${version}-venv`);
  }
  const seen = found.map(({ path, version }) => `${path} is ${version.join(".")}`).join(", ");
  throw new Missing(
    `Python ${OLDEST.join(".")} or newer${seen ? ` (${seen})` : ""}. Install it from python.org or your system's packages, ` +
      "or say where it is with SHAPECOACH_PYTHON=/path/to/python.",
  );
}

/**
 * Makes `.venv` and installs the package there, editable; with `tools`, what the tests and checks need too.
 *
 * The versions are those of server/constraints.txt, except that a torch that is there already stays: one in an existing
 * `.venv`, or with SHAPECOACH_KEEP_TORCH=1 the one of the Python that the environment is made with.
 * @param {{tools: boolean}} options
 */
export async function ensurePython({ tools }) {
  const program = venvProgram("python");
  if (!existsSync(program)) {
    const base = await findPython();
    const keep = process.env.SHAPECOACH_KEEP_TORCH === "1";
    if (keep && !base.torch) throw new Missing(`torch in ${base.path}, which SHAPECOACH_KEEP_TORCH=1 asks to keep.`);
    await ensure({
      name: "venv",
      title: `Python ${base.version.join(".")} environment in .venv`,
      files: [],
      makes: [program],
      work: async () => {
        await run(base.path, ["-m", "venv", VENV]);
        if (keep && base.torch) await run(program, ["-c", ADD_PATH, base.torch.folder]);
      },
    });
  }
  const python = await describe(program);
  if (!python || !isNewEnough(python)) {
    throw new Missing(`a working .venv with Python ${OLDEST.join(".")} or newer; the one here is not. Remove it and try again.`);
  }
  const constraints = writeConstraints(python.torch?.version);
  const inputs = { files: ["pyproject.toml", CONSTRAINTS], values: [python.version.join(".")] };
  await ensure({
    ...inputs,
    name: "package",
    title: `The shapecoach package${python.torch ? `, with the PyTorch ${python.torch.version} that is there` : " and PyTorch"}`,
    makes: [venvProgram("shapecoach")],
    work: async (note) => {
      await ensurePip(program);
      await pip(program, ["-c", constraints, "--editable", "."], note);
    },
  });
  if (!tools) return;
  await ensure({
    ...inputs,
    name: "tools",
    title: "Tools for tests and checks",
    makes: [venvProgram("ruff"), venvProgram("pytest")],
    work: (note) => pip(program, ["-c", constraints, "--group", "dev"], note),
  });
}

/**
 * server/constraints.txt with the torch that is there in the place of its own; gives the path.
 * @param {string} [torch] its version
 */
function writeConstraints(torch) {
  const text = readFileSync(join(ROOT, CONSTRAINTS), "utf8");
  const path = join(ARTIFACTS, "constraints.txt");
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(path, torch ? text.replace(/^torch==.*$/m, `torch==${torch}`) : text);
  return path;
}

/**
 * pip, new enough to know dependency groups; environments that uv made have none at all.
 * @param {string} python
 */
async function ensurePip(python) {
  const { code } = await tryRun(python, ["-m", "pip", "--version"]);
  if (code !== 0) await run(python, ["-m", "ensurepip"]);
  await pip(python, ["-c", CONSTRAINTS, "--upgrade", "pip"], () => undefined);
}

/**
 * @param {string} python
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 */
async function pip(python, args, onLine) {
  await run(python, ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", ...args], { onLine });
}
