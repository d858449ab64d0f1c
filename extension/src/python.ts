/** Chooses a Python that can run Shape Coach, by asking each candidate once what it has. */

import type { Candidate } from "./candidates";
import type { Run } from "./process";

/** A Python of a version that will do, and what is installed in it. */
export interface Python extends Candidate {
  readonly version: string;
  /** The version of the package `shapecoach`, or null where there is none. */
  readonly shapecoach: string | null;
  /** The packages that have to be installed for Shape Coach to run; empty when it can. */
  readonly missing: readonly string[];
  readonly hasPip: boolean;
}

/** A candidate that will not do. */
export interface Rejection extends Candidate {
  readonly reason: string;
}

export interface Choice {
  /** The first that has everything, or else the first in which Shape Coach could be installed. */
  readonly python: Python | undefined;
  readonly rejected: readonly Rejection[];
}

const OLDEST = [3, 11] as const;
const INSPECTION_LIMIT_MS = 20_000;

/** Runs on any Python, however old; prints one line of JSON.  It imports nothing that is heavy or not Python's own. */
const INSPECTION = `
import json, re, sys
report = {"version": list(sys.version_info[:3]), "shapecoach": None, "missing": [], "pip": False}
if sys.version_info >= (${OLDEST.join(", ")}):
    from importlib.metadata import PackageNotFoundError, distribution
    from importlib.util import find_spec

    def installed(name):
        try:
            return distribution(name)
        except PackageNotFoundError:
            return None

    report["pip"] = find_spec("pip") is not None
    package = installed("shapecoach") if find_spec("shapecoach") else None
    if package:
        report["shapecoach"] = package.version
        needed = [re.match(r"[A-Za-z0-9._-]+", line).group() for line in package.requires or [] if ";" not in line]
    else:
        report["missing"] = ["shapecoach"]
        needed = ["torch"]
    report["missing"] += [name for name in needed if not installed(name)]
print(json.dumps(report))
`;

interface Report {
  readonly version: readonly number[];
  readonly shapecoach: string | null;
  readonly missing: readonly string[];
  readonly pip: boolean;
}

/** Asks the candidates in order and stops at the first that has all that Shape Coach needs. */
export async function choosePython(candidates: readonly Candidate[], run: Run): Promise<Choice> {
  const rejected: Rejection[] = [];
  let installable: Python | undefined;
  for (const candidate of candidates) {
    const answer = await inspect(candidate, run);
    if ("reason" in answer) rejected.push(answer);
    else if (answer.missing.length === 0) return { python: answer, rejected };
    else installable ??= answer;
  }
  return { python: installable, rejected };
}

/** One quick call of the candidate: its version, and which of our packages it lacks. */
export async function inspect(candidate: Candidate, run: Run): Promise<Python | Rejection> {
  const outcome = await run(candidate.path, ["-c", INSPECTION], { timeoutMs: INSPECTION_LIMIT_MS });
  const report = parse(outcome.stdout);
  if (outcome.code !== 0 || report === undefined) {
    const said = outcome.stderr.trim().split("\n").at(-1) ?? "";
    return { ...candidate, reason: said === "" ? "it could not be run as a Python" : said };
  }
  const version = report.version.join(".");
  if (isOlder(version, OLDEST.join("."))) {
    return { ...candidate, reason: `it is Python ${version}, and Shape Coach needs ${OLDEST.join(".")} or newer` };
  }
  const { shapecoach, missing, pip } = report;
  return { ...candidate, version, shapecoach, missing, hasPip: pip };
}

function parse(stdout: string): Report | undefined {
  try {
    // A site customisation may print something first; the report is the last line.
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Report;
  } catch {
    return undefined;
  }
}

/** Whether the dotted version `one` comes before `other`. What isn't a number is not older than anything. */
export function isOlder(one: string, other: string): boolean {
  const [mine, theirs] = [one, other].map((version) => version.split(".").map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(mine.length, theirs.length); i++) {
    const difference = (mine[i] ?? 0) - (theirs[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
