"""Code as people write it, untidy and right: nothing is said against it, and what is said of its shapes is so.

The files in `tests/data/real_code` run: each has an `example()` that makes tensors and calls what is above it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from shapecoach.analysis.model import Severity
from shapecoach.hints import examine

from .eager import DATA
from .real_code import ran

FILES = sorted((DATA / "real_code").glob("*.py"))
LEAST_KNOWN = 0.3
"""The share of the bindings to tensors whose whole shape is known, over all files."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_false_is_said(path: Path) -> None:
    analysis = examine(path.read_text(), str(path))
    alarms = [finding for finding in analysis.findings if finding.severity is not Severity.HINT]
    assert [(finding.range.start.line + 1, finding.rule, finding.message) for finding in alarms] == []
    assert list(ran(path, analysis).wrong.values()) == []


def test_most_shapes_are_known() -> None:
    tensors = known = 0
    vague: list[str] = []
    for path in FILES:
        found = ran(path, examine(path.read_text(), str(path)))
        tensors += len(found.tensors)
        known += len(found.fully_known)
        vague += [f"{path.stem}:{line + 1}: {name}" for line, name in sorted(found.tensors - found.fully_known)]
    assert known >= LEAST_KNOWN * tensors, f"{known} of {tensors} known; not these:\n" + "\n".join(vague)
