"""What an analysis becomes in LSP's terms; without a server."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types

from shapecoach.analysis.model import (
    Analysis,
    AxisOrigin,
    Edit,
    Fact,
    Finding,
    Fix,
    Position,
    Range,
    Related,
    Severity,
)
from shapecoach.lsp.features.code_actions import code_actions
from shapecoach.lsp.features.diagnostics import diagnostic
from shapecoach.lsp.features.hover import hover
from shapecoach.lsp.features.inlay_hints import inlay_hints
from shapecoach.lsp.features.jaxtyped import jaxtyped
from shapecoach.lsp.settings import Settings, read_settings
from shapecoach.lsp.text import split_lines

URI = "file:///a.py"
EVERYWHERE = Range(Position(0, 0), Position(99, 0))


def span(line: int, start: int, end: int) -> Range:
    return Range(Position(line, start), Position(line, end))


def fact(name: str, place: Range, dims: tuple[str, ...] | None, dtype: str = "float", **more: Any) -> Fact:
    return Fact(name=name, range=place, scope="f", dims=dims, dtype=dtype, **more)


def finding(place: Range, **more: Any) -> Finding:
    return Finding(rule="shape-mismatch", severity=Severity.WARNING, range=place, message="no fit", **more)


def test_a_diagnostic_says_rule_severity_places_and_page() -> None:
    related = Related(span(0, 1, 2), "from here")
    made = diagnostic(finding(span(3, 4, 9), related=(related,)), URI, lambda rule: f"file:///pages/{rule}.md")
    assert made == types.Diagnostic(
        range=types.Range(types.Position(3, 4), types.Position(3, 9)),
        message="no fit",
        severity=types.DiagnosticSeverity.Warning,
        source="shapecoach",
        code="shape-mismatch",
        code_description=types.CodeDescription("file:///pages/shape-mismatch.md"),
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(URI, types.Range(types.Position(0, 1), types.Position(0, 2))), "from here"
            )
        ],
    )


def test_a_rule_without_a_page_has_no_link() -> None:
    assert diagnostic(finding(span(0, 0, 1)), URI, lambda _: None).code_description is None


def test_a_hint_follows_the_name_that_was_bound() -> None:
    (hint,) = inlay_hints([fact("q", span(1, 4, 5), ("batch", "h*e"), "float32")], [], EVERYWHERE)
    assert (hint.position, hint.label, hint.padding_left) == (types.Position(1, 5), "[batch h*e]", True)
    assert hint.tooltip == types.MarkupContent(types.MarkupKind.Markdown, '`Float32[Tensor, "batch h*e"]`')


def test_hints_are_given_for_bindings_of_known_shape_in_the_window() -> None:
    facts = (
        fact("use", span(0, 0, 3), ("a",), binding=False),
        fact("unknown", span(1, 0, 3), None),
        fact("scalar", span(2, 0, 3), ()),
        fact("outside", span(9, 0, 3), ("a",)),
    )
    hints = inlay_hints(facts, [], Range(Position(0, 0), Position(5, 0)))
    assert [(hint.position.line, hint.label) for hint in hints] == [(2, "[]")]


@pytest.mark.parametrize(
    ("line", "hints"),
    [
        ('def f(😀x: Float[Tensor, "a b"]): ...', 0),
        ("def f(😀x: jaxtyping.Float[t.Tensor, 'a b']): ...", 0),
        ("def f(😀x: Tensor): ...", 1),
        ("for  (😀x ) in m: ...", 1),
    ],
)
def test_no_hint_repeats_the_annotation_beside_it(line: str, hints: int) -> None:
    analysis = Analysis(facts=(fact("x", span(0, 8, 9), ("a", "b")),))
    assert len(inlay_hints(analysis.facts, split_lines(line), EVERYWHERE)) == hints


def test_hover_says_shape_dtype_and_where_each_axis_came_from() -> None:
    origins = (AxisOrigin("batch", "first axis of `x`", span(11, 0, 1)), AxisOrigin("2", "a number"))
    facts = (
        fact("", span(0, 0, 20), ("a",), binding=False),
        fact("q", span(0, 4, 5), ("batch", "2"), "int64", origins=origins),
    )
    shown = hover(Analysis(facts=facts), URI, Position(0, 5))
    assert shown is not None
    assert shown.range == types.Range(types.Position(0, 4), types.Position(0, 5))
    assert isinstance(shown.contents, types.MarkupContent)
    assert shown.contents.value == (
        '```python\nq: Int64[Tensor, "batch 2"]\n```\n\n'
        f"- `batch`: first axis of `x` ([line 12]({URI}#L12))\n"
        "- `2`: a number"
    )


def test_hover_shows_the_innermost_value_and_nothing_where_nothing_is_known() -> None:
    facts = (fact("outer", span(0, 0, 20), ("a",)), fact("inner", span(0, 4, 9), None, "any"))
    analysis = Analysis(facts=facts)
    inner = hover(analysis, URI, Position(0, 6))
    assert inner is not None
    assert isinstance(inner.contents, types.MarkupContent)
    assert inner.contents.value == "```python\ninner: Shaped[Tensor, ...]  # shape unknown\n```"
    assert hover(analysis, URI, Position(7, 0)) is None


@pytest.mark.parametrize(
    ("dtype", "written"),
    [("float", "Float"), ("int64", "Int64"), ("uint8", "UInt8"), ("any", "Shaped"), ("bfloat16", "BFloat16")],
)
def test_dtypes_have_jaxtypings_names(dtype: str, written: str) -> None:
    assert jaxtyped(fact("x", span(0, 0, 1), ("a", "b + 1"), dtype)) == f'{written}[Tensor, "a b+1"]'


def test_actions_are_the_fixes_of_what_the_caret_touches_best_first() -> None:
    fixes = tuple(Fix(title, (Edit(span(1, 0, 1), title),)) for title in ("transpose", "keepdim"))
    findings = (finding(span(1, 0, 5), fixes=fixes), finding(span(2, 0, 5), fixes=fixes))
    published = [diagnostic(each, URI, lambda _: None) for each in findings]
    lines = ["\n", "x + y\n", "x + y\n"]
    first, second, silence, explanation = code_actions(zip(findings, published, strict=True), lines, URI, span(1, 5, 5))
    assert (first.title, first.is_preferred, first.diagnostics) == ("transpose", True, [published[0]])
    assert (second.title, second.is_preferred) == ("keepdim", None)
    assert first.edit == types.WorkspaceEdit(
        changes={URI: [types.TextEdit(types.Range(types.Position(1, 0), types.Position(1, 1)), "transpose")]}
    )
    assert silence.title == "Ignore shape-mismatch on this line"
    assert explanation.command is not None
    assert explanation.command.arguments == ["shape-mismatch"]


@pytest.mark.parametrize("nonsense", [None, 3, [], {"inlayHints": True}, {"ignore": "x"}, {"ignore": [3]}])
def test_settings_of_the_wrong_kind_are_the_defaults(nonsense: object) -> None:
    assert read_settings(nonsense) == Settings()


def test_settings() -> None:
    chosen = {"inlayHints": {"enabled": False}, "codeLens": {"enabled": False}, "ignore": ["lone-axis"]}
    assert read_settings(chosen) == Settings(inlay_hints=False, code_lenses=False, ignore=frozenset({"lone-axis"}))
