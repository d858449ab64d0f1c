"""How much of PyTorch's own operator database the probes get right.  The table is written to `.artifacts/op_db.md`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from .op_db import VERDICTS, Case

ASKING = Path(__file__).with_name("op_db.py")
TABLE = Path(__file__).parents[2] / ".artifacts" / "op_db.md"


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every sample's case, found out by one process for each core."""
    share = os.cpu_count() or 1
    commands = [[sys.executable, "-W", "ignore", str(ASKING), str(first), str(share)] for first in range(share)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [process.communicate(timeout=800)[0] for process in running]
    assert [process.returncode for process in running] == [0] * share
    return [Case(*fields) for text in said for fields in json.loads(text)]


@pytest.mark.timeout(900)
def test_probes_agree_with_pytorch_on_its_own_samples(cases: list[Case]) -> None:
    table = render(cases)
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table, encoding="utf-8")
    print(table.partition("\n## ")[0])
    totals = Counter(case.verdict for case in cases)
    asked = sum(totals.values()) - totals["not asked"]
    assert [case for case in cases if case.verdict == "wrong"] == []
    assert totals["exact"] + totals["hangs on data"] >= 0.985 * asked
    assert totals["hangs on data"] < 0.02 * asked
    assert asked > 4000


def render(cases: list[Case]) -> str:
    """The totals, then every operator that is not exact on all its samples, with a reason."""
    totals = Counter(case.verdict for case in cases)
    asked = len(cases) - totals["not asked"]
    lines = [
        "# PyTorch's operator database, asked symbolically",
        "",
        "| verdict | samples | of those asked |",
        "|---|---:|---:|",
    ]
    for verdict, meaning in VERDICTS.items():
        share = "" if verdict == "not asked" else f"{totals[verdict] / asked:.1%}"
        lines.append(f"| {verdict}: {meaning} | {totals[verdict]} | {share} |")
    lines += ["", f"{len({case.operator for case in cases})} operators, {len(cases)} samples."]
    for verdict in ("wrong", "unknown", "exact at its sizes", "hangs on data", "not asked"):
        of_each: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            if case.verdict == verdict:
                of_each[case.operator].append(case.detail)
        lines += ["", f"## {verdict.capitalize()}", "", "| operator | samples | the last of them |", "|---|---:|---|"]
        lines += [f"| `{name}` | {len(found)} | {found[-1].replace('|', '/')} |" for name, found in of_each.items()]
    return "\n".join(lines) + "\n"
