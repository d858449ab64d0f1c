"""What the engine knows of small programs and says of their mistakes is what happens when they run."""

from __future__ import annotations

import pytest

from shapecoach.analysis.model import Severity
from shapecoach.hints import examine

from .cases import Case, cases, names, tried

CASES = [pytest.param(case, id=f"{name}: {title}") for name in names() for title, case in cases(name).items()]


@pytest.mark.parametrize("case", CASES)
def test_shapes_and_findings(case: Case) -> None:
    analysis = examine(case.text)
    told = [(f.range.start.line, f.rule) for f in analysis.findings if f.severity is not Severity.HINT]
    assert told == case.wrong, [f.message for f in analysis.findings]
    known = {fact.range.start.line: fact.dims for fact in analysis.facts if fact.binding}
    assert {line: known.get(line) for line in case.shapes} == case.shapes


@pytest.mark.parametrize("case", CASES)
def test_for_real(case: Case) -> None:
    distinct = [size for value in case.sizes.values() for size in (value if isinstance(value, tuple) else (value,))]
    assert len(set(distinct)) == len(distinct)
    if not case.wrong:
        tried(case)
        return
    with pytest.raises(Exception) as caught:
        tried(case)
    assert not isinstance(caught.value, NameError | ImportError | AttributeError | SyntaxError)


def test_there_are_many() -> None:
    assert len(CASES) >= 120


def test_a_mismatch_between_two_methods_names_both_places() -> None:
    text = cases("classes")["two methods that disagree about one layer"].text
    (finding,) = examine(text).findings
    lines = text.splitlines()
    assert finding.message == "here `d_in` is 32, and in `encode` it is 784"
    assert lines[finding.range.start.line].strip().startswith("return self.layer(code)")
    assert lines[finding.related[0].range.start.line].strip() == "return self.layer(x)"


def test_a_mismatch_between_two_methods_stays_when_one_is_edited() -> None:
    text = cases("classes")["two methods that disagree about one layer"].text
    examine(text)
    moved = text.replace("        return self.layer(x)\n", "        y = x\n\n        return self.layer(y)\n")
    (finding,) = examine(moved).findings
    assert moved.splitlines()[finding.range.start.line].strip().startswith("return self.layer(code)")
