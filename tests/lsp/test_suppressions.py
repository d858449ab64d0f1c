"""Comments that silence a finding, written and removed by a quick fix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecoach.analysis.model import Finding, Position, Range, Severity
from shapecoach.analysis.rules import RULES
from shapecoach.analysis.source import Source
from shapecoach.analysis.suppressions import applied
from shapecoach.hints import examine
from shapecoach.lsp.features.suppressions import silenced, unsilenced
from shapecoach.lsp.text import edited, split_lines


def found(line: int, end: int | None = None, rule: str = "lone-axis") -> Finding:
    return Finding(rule, Severity.WARNING, Range(Position(line, 0), Position(line if end is None else end, 1)), "")


def silence(text: str, finding: Finding) -> str | None:
    edit = silenced(finding, split_lines(text))
    return None if edit is None else edited(text, [edit])


def clean(text: str, findings: list[Finding]) -> str:
    """The text after what silences nothing was removed."""
    (unused,) = [finding for finding in applied(Source(text), findings) if finding.rule == "unused-ignore"]
    edit = unsilenced(unused, split_lines(text))
    assert edit is not None
    return edited(text, [edit])


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("y = x", "y = x  # shapecoach: ignore[lone-axis]"),
        ("y = '😀'  # noqa", "y = '😀'  # noqa  # shapecoach: ignore[lone-axis]"),
        ("y = x # shapecoach: ignore[merge-order]", "y = x # shapecoach: ignore[merge-order, lone-axis]"),
        ("y = x # shapecoach: ignore[a, b ] why", "y = x # shapecoach: ignore[a, b, lone-axis ] why"),
        ("y = x # shapecoach: ignore[]", "y = x # shapecoach: ignore[lone-axis]"),
        ("\ty = x \t", "\ty = x  # shapecoach: ignore[lone-axis] \t"),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
def test_a_comment_at_the_end_of_the_line(line: str, after: str, end: str) -> None:
    assert silence(line + end, found(0)) == after + end


@pytest.mark.parametrize(
    ("text", "finding", "after"),
    [
        ("y = f(x,\n  z)\n", found(0, 1), "y = f(x,  # shapecoach: ignore[lone-axis]\n  z)\n"),
        ("y = x \\\n  + z\n", found(0, 1), "y = x \\\n  + z  # shapecoach: ignore[lone-axis]\n"),
        ('y = f("""a\nb""")\n', found(0, 1), 'y = f("""a\nb""")  # shapecoach: ignore[lone-axis]\n'),
        ('y = f("""a\nb""")\n', found(0), None),
        ("y = x \\\n  + z\n", found(0), None),
        ('"""\ny = x', found(1), None),
    ],
)
def test_it_stands_where_a_comment_can(text: str, finding: Finding, after: str | None) -> None:
    assert silence(text, finding) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("x  # shapecoach: ignore[lone-axis]\n", "x\n"),
        ("x  # noqa  # shapecoach: ignore[lone-axis]\r\n", "x  # noqa\r\n"),
        ("x  # shapecoach: ignore[lone-axis]  # noqa\n", "x  # noqa\n"),
        ("x  # shapecoach: ignore[lone-axis] since b is 1\n", "x  # since b is 1\n"),
        ("x  # shapecoach: ignore[merge-order, lone-axis]\n", "x  # shapecoach: ignore[merge-order]\n"),
        ("x\n    # shapecoach: ignore[lone-axis]\ny\n", "x\ny\n"),
        ("x\n# shapecoach: ignore[lone-axis]", "x\n"),
    ],
)
def test_what_silences_nothing_is_removed_and_nothing_else(text: str, after: str) -> None:
    assert clean(text, [found(0, rule="merge-order")] if "merge-order" in text else []) == after


@given(
    st.lists(
        st.sampled_from(["x = 1", "\ty = '😀é'", "z = f(", "  1)", "# a", "", "w = 2  # noqa", "v  "]), max_size=6
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_there_and_back_gives_the_same_text(lines: list[str], end: str, data: st.DataObject) -> None:
    text = "".join(line + end for line in [*lines, "q = 1"])
    line = data.draw(st.integers(0, len(lines)))
    if not split_lines(text)[line].strip():
        return  # nothing is ever found on an empty line
    rules = data.draw(st.lists(st.sampled_from(["lone-axis", "merge-order"]), min_size=1, unique=True))
    findings = [found(line, rule=rule) for rule in rules]
    silent = text
    for finding in findings:
        after = silence(silent, finding)
        if after is None:
            return
        silent = after
    assert applied(Source(silent), findings) == []
    assert clean(silent, []) == text


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "unused-ignore"])
def test_what_the_engine_finds_is_silenced_and_nothing_else_is_said(rule: str) -> None:
    text = RULES[rule].wrong
    while told := [finding for finding in examine(text, mend=lambda _: False).findings if finding.rule == rule]:
        after = silence(text, told[0])
        assert after is not None
        assert after != text
        text = after
    assert f"ignore[{rule}]" in text
    assert not [each for each in examine(text, mend=lambda _: False).findings if each.rule == "unused-ignore"]
