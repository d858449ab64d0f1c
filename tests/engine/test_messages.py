"""What is said of typical mistakes, word for word, so that a person reads every change to it.

After a change of wording: `SHAPECOACH_SNAPSHOTS=write pytest tests/engine/test_messages.py`, then read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from shapecoach.analysis.model import Finding, Severity
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine

from .eager import DATA

SNAPSHOT = Path(__file__).parent / "snapshots" / "messages.txt"
IMPORTS = """\
import einops
import torch
import torch.nn as nn
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor

"""


def mistakes() -> dict[str, str]:
    """The mistakes by title; each is the body of a file after the imports."""
    sections = re.split(r"^# ", (DATA / "mistakes.txt").read_text(), flags=re.MULTILINE)[1:]
    return {title: IMPORTS + body.strip() + "\n" for title, body in (section.split("\n", 1) for section in sections)}


MISTAKES = mistakes()


def as_shown(finding: Finding, lines: list[str]) -> str:
    """The line with what is underlined, the message, and the places it relates to."""
    start, end = finding.range.start, finding.range.end
    width = (end.character if end.line == start.line else len(lines[start.line])) - start.character
    shown = [
        f"    {lines[start.line]}",
        "    " + " " * start.character + "~" * max(1, width),
        f"    {finding.severity} [{finding.rule}] {finding.message}",
    ]
    shown += [f"        {lines[r.range.start.line].strip()}  <- {r.message}" for r in finding.related]
    shown += [f"        fix: {fix.title}" for fix in finding.fixes]
    return "\n".join(shown)


def section(title: str) -> str:
    text = MISTAKES[title]
    findings = [finding for finding in examine(text).findings if not is_preference(finding.rule)]
    shown = [as_shown(finding, text.splitlines()) for finding in findings] or ["    (nothing)"]
    return f"# {title}\n" + "\n".join(shown) + "\n"


def recorded() -> dict[str, str]:
    sections = re.split(r"^(?=# )", SNAPSHOT.read_text(), flags=re.MULTILINE)[1:]
    return {text[2:].split("\n", 1)[0]: text.rstrip("\n") + "\n" for text in sections}


if os.environ.get("SHAPECOACH_SNAPSHOTS") == "write":
    SNAPSHOT.parent.mkdir(exist_ok=True)
    SNAPSHOT.write_text("\n".join(map(section, MISTAKES)))


@pytest.mark.parametrize("title", MISTAKES)
def test_what_is_said(title: str) -> None:
    assert section(title) == recorded()[title]


@pytest.mark.parametrize("title", MISTAKES)
def test_something_is_said_once(title: str) -> None:
    loud = [finding for finding in examine(MISTAKES[title]).findings if finding.severity is not Severity.HINT]
    assert len(loud) == 1


def test_every_snapshot_has_its_mistake() -> None:
    assert list(recorded()) == list(MISTAKES)
    assert len(MISTAKES) >= 120


MADE = """
def f(x: Float[Tensor, "n d"], w: Float[Tensor, "k m"], flag: bool):
    {}
    return y @ w
"""


@pytest.mark.parametrize(
    ("body", "pointed_at"),
    [
        ("y = x * 2", ["y = x * 2"]),
        ("y = x * 2\n    y = y + 1", ["y = y + 1"]),
        ("if flag:\n        y = x * 2\n    else:\n        y = x * 3", []),  # either
        ("y = x\n    y.add_(1)", []),  # what doesn't fit may come of the change
    ],
)
def test_what_does_not_fit_is_pointed_at_where_that_is_certain(body: str, pointed_at: list[str]) -> None:
    text = IMPORTS + MADE.format(body)
    (finding,) = examine(text).findings
    lines = [text.splitlines()[place.range.start.line].strip() for place in finding.related]
    assert [line for line in lines if not line.startswith("def")] == pointed_at
