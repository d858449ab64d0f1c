"""Many cases found out side by side, and the table of what became of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from .op_db import VERDICTS, Case

FOLDER = Path(__file__).parents[2] / ".artifacts"


def cases_of(module: str, seconds: float) -> list[Case]:
    """The cases that `python -m tests.probe.<module> FIRST STEP` prints, from one process for each core."""
    share = os.cpu_count() or 1
    commands = [
        [sys.executable, "-W", "ignore", "-m", f"tests.probe.{module}", str(first), str(share)]
        for first in range(share)
    ]
    top = Path(__file__).parents[2]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=top) for command in commands]
    said = [process.communicate(timeout=seconds)[0] for process in running]
    assert [process.returncode for process in running] == [0] * share
    return [Case(*fields) for text in said for fields in json.loads(text)]


def tabulate(name: str, title: str, kind: str, cases: Sequence[Case]) -> Counter[str]:
    """Write the table to `.artifacts/<name>.md`, print its head, and count the verdicts."""
    table = _render(title, kind, cases)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.md").write_text(table, encoding="utf-8")
    print(table.partition("\n## ")[0])
    return Counter(case.verdict for case in cases)


def _render(title: str, kind: str, cases: Sequence[Case]) -> str:
    """The totals, then every operator or module that is not exact on all its samples, with a reason."""
    totals = Counter(case.verdict for case in cases)
    asked = len(cases) - totals["not asked"]
    lines = [f"# {title}", "", "| verdict | samples | of those asked |", "|---|---:|---:|"]
    for verdict, meaning in VERDICTS.items():
        share = "" if verdict == "not asked" else f"{totals[verdict] / asked:.1%}"
        lines.append(f"| {verdict}: {meaning} | {totals[verdict]} | {share} |")
    lines += ["", f"{len({case.operator for case in cases})} {kind}s, {len(cases)} samples."]
    for verdict in ("wrong", "unknown", "exact at its sizes", "hangs on data", "not asked"):
        of_each: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            if case.verdict == verdict:
                of_each[case.operator].append(case.detail)
        lines += ["", f"## {verdict.capitalize()}", "", f"| {kind} | samples | the last of them |", "|---|---:|---|"]
        lines += [f"| `{name}` | {len(found)} | {found[-1].replace('|', '/')} |" for name, found in of_each.items()]
    lines += ["", "## Exact", "", f"| {kind} | samples |", "|---|---:|"]
    exact = Counter(case.operator for case in cases if case.verdict == "exact")
    lines += [f"| `{name}` | {count} |" for name, count in exact.items()]
    return "\n".join(lines) + "\n"
