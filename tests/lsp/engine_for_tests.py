"""An engine that does what the text says, so that the tests of the server need neither torch nor findings.

# find NAME     a finding and a use of NAME, and its binding where the line begins with `NAME =`, if it is before this
# read PATH     a finding with the text of another file; with `shapes` behind it, a shape that has its length, too
# say           prints, as Python and as C
# die           ends the process
# hang          takes for ever
# die once FILE / # hang once FILE
                the same if FILE is not there yet, which it then is
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from shapecoach.analysis.model import (
    Analysis,
    AxisOrigin,
    Dependency,
    Edit,
    Fact,
    Finding,
    Fix,
    Position,
    Range,
    Related,
    Severity,
)
from shapecoach.analysis.workspace import Workspace
from shapecoach.lsp.text import split_lines, utf16_length

COMMAND = re.compile(r"# (find|read|say|die|raise|hang)(?: (\S+))?(?: (\S+))?\s*$")


FIRST = Range(Position(0, 0), Position(0, 1))


def examine(text: str, path: str, workspace: Workspace, mend: Callable[[Finding], bool]) -> Analysis:
    findings: list[Finding] = []
    facts: list[Fact] = []
    dependencies: list[Dependency] = []
    for number, line in enumerate(split_lines(text)):
        match COMMAND.search(line):
            case None:
                pass
            case command if command[1] == "read":
                other = workspace.files.read(Path(command[2]))
                dependencies.append(Dependency(command[2], other))
                findings.append(Finding("shape-mismatch", Severity.ERROR, FIRST, f"it says {other}"))
                if command[3] == "shapes":
                    facts.append(Fact("x", FIRST, "f", (str(len(other or "")),), "float"))
            case command if command[1] == "find":
                if command[2] not in line[: command.start()]:
                    continue
                finding, fact = found(number, line, command[2])
                findings.append(finding if mend(finding) else replace(finding, fixes=()))
                facts.append(fact)
            case command if command[2] != "once" or first_time(Path(command[3])):
                ACTIONS[command[1]]()
    return Analysis(tuple(findings), tuple(facts), tuple(dependencies))


def found(number: int, line: str, name: str) -> tuple[Finding, Fact]:
    start = utf16_length(line[: line.index(name)])
    place = Range(Position(number, start), Position(number, start + utf16_length(name)))
    finding = Finding(
        rule="shape-mismatch",
        severity=Severity.ERROR,
        range=place,
        message=f"{name} does not fit",
        related=(Related(FIRST, "because of this"),),
        fixes=(
            Fix(f"Rename {name} to y", (Edit(place, "y"),)),
            Fix(f"Rename {name} to z", (Edit(place, "z"),)),
        ),
    )
    fact = Fact(
        name=name,
        range=place,
        scope="f",
        dims=("batch", "n_heads*d_head"),
        dtype="float",
        binding=True,
        origins=(AxisOrigin("batch", "first axis of x", FIRST),),
    )
    return finding, fact


def say() -> None:
    print("said by Python", flush=True)
    os.write(1, b"said by C\n")


def die() -> None:
    os._exit(3)


def fail() -> None:
    raise ValueError("a fault in the engine")


def hang() -> None:
    time.sleep(3600)


def first_time(flag: Path) -> bool:
    try:
        flag.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


ACTIONS = {"say": say, "die": die, "raise": fail, "hang": hang}
