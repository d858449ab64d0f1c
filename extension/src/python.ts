/** Chooses a Python that can run Shape Coach, by asking each candidate once what it has. */

import { join } from "node:path";

import type { Candidate } from "./candidates";
import type { Run } from "./process";

/** A Python of a version that will do, and what is installed in it. */
export interface Python extends Candidate {
  readonly version: string;
  /** The version of the package `shapecoach`, or null where there is none. */
  readonly shapecoach: string | null;
  /** Whether that is older than this extension. */
  readonly isOutdated: boolean;
  /** The packages that have to be installed for Shape Coach to run; empty when it can. */
  readonly missing: readonly string[];
  readonly hasPip: boolean;
}

/** What a Python says about itself; more than its version only if that will do. */
type Report = Omit<Python, keyof Candidate> & { readonly isTooOld: boolean };

/** A candidate that will not do. */
export interface Rejection extends Candidate {
  readonly reason: string;
}

export interface Choice {
  /** The first that has everything, or else the first in which Shape Coach could be installed. */
  readonly python: Python | undefined;
  readonly rejected: readonly Rejection[];
}

const OLDEST = "3.11";
const INSPECTION_LIMIT_MS = 20_000;

/** Asks the candidates in order and stops at the first that has all that the extension at `home` needs. */
export async function choosePython(candidates: readonly Candidate[], home: string, version: string, run: Run): Promise<Choice> {
  const inspection = [join(home, "extension", "python", "inspection.py"), OLDEST, version];
  const rejected: Rejection[] = [];
  let installable: Python | undefined;
  for (const candidate of candidates) {
    const answer = await ask(candidate, inspection, run);
    if ("reason" in answer) rejected.push(answer);
    else if (answer.missing.length === 0) return { python: answer, rejected };
    else installable ??= answer;
  }
  return { python: installable, rejected };
}

async function ask(candidate: Candidate, inspection: readonly string[], run: Run): Promise<Python | Rejection> {
  const outcome = await run(candidate.path, inspection, { signal: AbortSignal.timeout(INSPECTION_LIMIT_MS) });
  const report = parse(outcome.stdout);
  if (outcome.code !== 0 || report === undefined) {
    const said = outcome.stderr.trim().split("\n").at(-1) ?? "";
    return { ...candidate, reason: said === "" ? "it could not be run as a Python" : said };
  }
  if (report.isTooOld) {
    return { ...candidate, reason: `it is Python ${report.version}, and Shape Coach needs ${OLDEST} or newer` };
  }
  return { ...candidate, ...report };
}

function parse(stdout: string): Report | undefined {
  try {
    // A site customisation may print something first; the report is the last line.
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Report;
  } catch {
    return undefined;
  }
}
