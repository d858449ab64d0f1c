import * as assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import { describe, it } from "node:test";

import { candidates, type Surroundings } from "../../src/candidates";

/** A user with one workspace and a Python on the PATH; a test changes what it is about. */
function around(changes: Partial<Surroundings> & { files?: string[] }): Surroundings {
  const { files = ["/usr/bin/python3"], ...rest } = changes;
  return {
    setting: "",
    pythonExtension: undefined,
    folders: ["/home/ann/gpt"],
    trusted: true,
    lastUsed: undefined,
    searchPath: "/usr/local/bin:/usr/bin",
    home: "/home/ann",
    paths: posix,
    isFile: (path) => files.includes(path),
    ...rest,
  };
}

const paths = (surroundings: Surroundings) => candidates(surroundings).map((candidate) => candidate.path);

describe("where a Python may be", () => {
  it("is tried from the most particular to the most general", () => {
    const found = candidates(
      around({
        pythonExtension: "/opt/conda/bin/python",
        lastUsed: "/home/ann/torch/bin/python",
        files: [
          "/opt/conda/bin/python",
          "/home/ann/gpt/.venv/bin/python",
          "/usr/bin/python3",
          "/usr/bin/python",
          "/home/ann/torch/bin/python",
        ],
      }),
    );
    assert.deepEqual(found, [
      { path: "/opt/conda/bin/python", source: "the Python extension" },
      { path: "/home/ann/gpt/.venv/bin/python", source: "the workspace's .venv" },
      { path: "/usr/bin/python3", source: "the PATH" },
      { path: "/usr/bin/python", source: "the PATH" },
      { path: "/home/ann/torch/bin/python", source: "the Python used last time" },
    ]);
  });

  it("is nowhere else when the setting names one, even one that doesn't exist", () => {
    assert.deepEqual(candidates(around({ setting: "/opt/python/bin/python", pythonExtension: "/usr/bin/python3" })), [
      { path: "/opt/python/bin/python", source: "the setting shapecoach.python" },
    ]);
  });

  for (const [setting, expected] of [
    ["~/torch/bin/python", "/home/ann/torch/bin/python"],
    ["${workspaceFolder}/env/bin/python", "/home/ann/gpt/env/bin/python"],
    ["./env/bin/python", "/home/ann/gpt/env/bin/python"],
    ["  /usr/bin/python3  ", "/usr/bin/python3"],
    ["python3", "/usr/bin/python3"],
  ] as const) {
    it(`reads the setting ${JSON.stringify(setting)} as ${expected}`, () => {
      assert.deepEqual(paths(around({ setting })), [expected]);
    });
  }

  it("is each path once", () => {
    assert.deepEqual(paths(around({ pythonExtension: "/usr/bin/python3", lastUsed: "/usr/bin/python3" })), [
      "/usr/bin/python3",
    ]);
  });

  it("is the first of its name on the PATH, and never a relative entry of it", () => {
    const files = ["bin/python3", "/usr/local/bin/python3", "/usr/bin/python3"];
    assert.deepEqual(paths(around({ searchPath: "bin::/usr/local/bin:/usr/bin", files })), ["/usr/local/bin/python3"]);
  });

  it("is looked for in every folder of a workspace with several", () => {
    const files = ["/b/.venv/bin/python"];
    assert.deepEqual(paths(around({ folders: ["/a", "/b"], files })), ["/b/.venv/bin/python"]);
  });

  it("on Windows has other names", () => {
    const found = paths(
      around({
        paths: win32,
        folders: ["C:\\gpt"],
        searchPath: "C:\\Python312;tools",
        files: ["C:\\gpt\\.venv\\Scripts\\python.exe", "C:\\Python312\\python.exe"],
      }),
    );
    assert.deepEqual(found, ["C:\\gpt\\.venv\\Scripts\\python.exe", "C:\\Python312\\python.exe"]);
  });
});

describe("in a workspace that isn't trusted", () => {
  const inside = "/home/ann/gpt/.venv/bin/python";
  const outside = "/usr/bin/python3";

  for (const [where, changes] of Object.entries<Partial<Surroundings>>({
    "as its .venv": {},
    "by the setting": { setting: inside },
    "by the setting, relative to the workspace": { setting: "${workspaceFolder}/.venv/bin/python" },
    "by the setting, in a roundabout way": { setting: "/home/ann/other/../gpt/.venv/bin/python" },
    "by the Python extension": { pythonExtension: inside },
    "by the PATH": { searchPath: "/home/ann/gpt/.venv/bin" },
    "as the one used last time": { lastUsed: inside },
  })) {
    it(`nothing inside the workspace is tried, found ${where}`, () => {
      const files = [inside, "/home/ann/gpt/.venv/bin/python3"];
      assert.deepEqual(paths(around({ ...changes, files, trusted: false })), []);
    });
  }

  it("a Python outside of it is", () => {
    assert.deepEqual(paths(around({ trusted: false, files: [inside, outside] })), [outside]);
  });

  it("so is one in a folder whose name merely begins with two dots, or like the workspace's", () => {
    const lastUsed = "/home/ann/gpt-env/bin/python";
    assert.deepEqual(paths(around({ trusted: false, lastUsed, files: [lastUsed] })), [lastUsed]);
    const dotted = "/home/ann/gpt/..env/bin/python";
    assert.deepEqual(paths(around({ trusted: false, lastUsed: dotted, files: [dotted] })), []);
  });
});
