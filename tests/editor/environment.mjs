/** Python environments as somebody has them who has not yet installed Shape Coach. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT, venvProgram } from "../../extension/scripts/paths.mjs";
import { run } from "../../extension/scripts/run.mjs";

/**
 * Lets an environment see PyTorch and what it needs, of the project's own environment, and nothing else from there: links
 * in a folder of their own.  Installing PyTorch anew takes a minute and a gigabyte.
 */
const LINK_TORCH = `
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

links, site_packages = Path(sys.argv[1]), Path(sys.argv[2])
links.mkdir()
wanted, linked = ["torch"], set()
while wanted:
    name = wanted.pop()
    if name in linked:
        continue
    linked.add(name)
    found = distribution(name)
    needs = [Requirement(line) for line in found.requires or []]
    wanted += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    for entry in {file.parts[0] for file in found.files or []} - {"..", "__pycache__"}:
        if not (links / entry).exists():
            (links / entry).symlink_to(found.locate_file(entry))
(site_packages / "torch.pth").write_text(f"{links}\\n", encoding="utf-8")
`;

/**
 * Makes one, of the Python that the project's own is of.
 * @param {string} folder
 * @param {{withTorch: boolean}} has otherwise it has pip alone
 */
export async function makeEnvironment(folder, { withTorch }) {
  await run(venvProgram("python"), ["-m", "venv", folder]);
  if (!withTorch) return;
  const script = "import sysconfig; print(sysconfig.get_path('purelib'))";
  const sitePackages = (await run(join(folder, "bin", "python"), ["-c", script])).trim();
  await run(venvProgram("python"), ["-c", LINK_TORCH, join(folder, "torch-only"), sitePackages]);
}

/**
 * What has pip, under another home, install the versions of the project from where it does so otherwise, and what it
 * has downloaded before.
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function pipSettings() {
  const config = join(process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "pip", "pip.conf");
  return {
    PIP_CONSTRAINT: join(ROOT, "server", "constraints.txt"),
    PIP_CACHE_DIR: (await run(venvProgram("python"), ["-m", "pip", "cache", "dir"])).trim(),
    ...(existsSync(config) && !process.env.PIP_CONFIG_FILE && { PIP_CONFIG_FILE: config }),
  };
}
