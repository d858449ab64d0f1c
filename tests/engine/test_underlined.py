"""What is underlined: in patterns and annotations, the part that a finding is about."""

from __future__ import annotations

import pytest

from shapecoach.analysis.model import Finding, Range
from shapecoach.hints import examine

IMPORTS = """\
import einops
import torch
from einops import einsum, rearrange, reduce, repeat
from jaxtyping import Float
from torch import Tensor
"""
FUNCTION = 'def f(x: Float[Tensor, "b s d"], y: Float[Tensor, "b 10"]):\n    return '


def found_in(text: str) -> list[Finding]:
    return [finding for finding in examine(text).findings if not finding.rule.startswith("prefer-")]


def text_at(text: str, place: Range) -> str:
    """The characters of a place, which counts UTF-16 units."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    (first, start), (last, end) = place
    if first == last:
        return lines[first][2 * start : 2 * end].decode("utf-16-le")
    parts = [lines[first][2 * start :], *lines[first + 1 : last], lines[last][: 2 * end]]
    return "\n".join(part.decode("utf-16-le") for part in parts)


def marked(expected: str, rule: str) -> None:
    """The text without the brackets `⟦⟧` must be found fault with just where they are."""
    before, _, rest = expected.partition("⟦")
    wrong, _, after = rest.partition("⟧")
    text = before + wrong + after
    (finding,) = found_in(text)
    assert (finding.rule, text_at(text, finding.range)) == (rule, wrong)
    line = before.count("\n")
    assert finding.range.start == (line, len(before.split("\n")[-1].encode("utf-16-le")) // 2)


@pytest.mark.parametrize(
    "call",
    [
        'rearrange(x, "b s ⟦d⟧ -> b s")',
        'rearrange(x, "b s d -> b s d ⟦e⟧")',
        'rearrange(x, "b s dim -> b s ⟦dimm⟧")',
        'rearrange(x, "⟦b s⟧ -> s b")',
        'rearrange(x, "⟦b (s t)⟧ -> b s t", t=2)',
        'rearrange(x, "b s ⟦(h d)⟧ -> b s h d")',
        'rearrange(y, "b ⟦(h d)⟧ -> b h d", h=4)',
        'rearrange(x, "b s d ⟦-⟧ d s b")',
        'rearrange(x, "b s d -> b ⟦(⟧s d")',
        'rearrange(x, "b s d -> b s⟦)⟧ (d 1)")',
        'rearrange(x, "b ⟦(⟧s d -> b s) d")',
        'rearrange(x, "b s ⟦s⟧ -> b s")',
        'rearrange(x, "b s ⟦1d⟧ -> b s 1d")',
        'rearrange(x, "b s d -> b s d ⟦...⟧")',
        'rearrange(x, "⟦... a b s d⟧ -> ... a b s d")',
        'rearrange(x, "b s d -> d s b", ⟦t=3⟧)',
        'rearrange(y, "b n -> n b", ⟦n=4⟧)',
        'rearrange(y, "b ⟦(h d)⟧ -> b h d", h=2, d=4)',
        'rearrange(x, pattern="b s ⟦d⟧ -> s b")',
        'reduce(x, "b s d -> b s", ⟦"average"⟧)',
        'reduce(x, "b s d -> b s", ⟦reduction="average"⟧)',
        'reduce(x, "b s d -> b ⟦t⟧", "mean")',
        'repeat(x, "b s d -> b s d ⟦copies⟧")',
        'einsum(x, y, "b s d, ⟦b⟧ -> b s")',
        'einsum(x, y, "b s d, b t -> b s ⟦e⟧")',
        'einsum(x, y, "b s d, b t, ⟦t⟧ -> b s")',
        'einsum(⟦"b s d, b t -> b s"⟧, x, y)',
        'torch.einsum("bsd,⟦b⟧->bs", x, y)',
        'torch.einsum("bsd,bt->bs⟦e⟧", x, y)',
        # however the string is written
        'rearrange(x, r"b s ⟦d⟧ -> b s")',
        "rearrange(x, '''\n        b s ⟦d⟧ ->\n        b s''')",
        'rearrange(x, "b s d "\n        "-> b s ⟦e⟧ d")',
        "rearrange(x, \"b s\"  # two\n        R' ⟦d⟧ -> s b')",
        'print("😀", rearrange(x, "b s ⟦d⟧ -> b s"))',
        'rearrange(x, ⟦"""b s d ->\n        b d s"""⟧)',
        # where it can't be placed
        'rearrange(x, ⟦"b s d\\x20-> b s"⟧)',
    ],
)
def test_the_part_of_a_pattern(call: str) -> None:
    marked(IMPORTS + FUNCTION + call + "\n", "einops-pattern")


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("crossed-names", 'rearrange(z, "⟦seq batch⟧ -> batch seq")'),
        ("merge-order", 'rearrange(rearrange(z, "a b -> (a b)"), "⟦(b a)⟧ -> a b", a=z.shape[0])'),
        ("lone-axis", 'einsum(z, w, "b ⟦s⟧, t d -> b d")'),
    ],
)
def test_the_axes_that_a_warning_is_about(rule: str, body: str) -> None:
    head = 'def f(z: Float[Tensor, "batch seq"], w: Float[Tensor, "seq d"]):\n    return '
    marked(IMPORTS + head + body + "\n", rule)


@pytest.mark.parametrize(
    "annotation",
    [
        'Float[Tensor, "b ⟦s,⟧ d"]',
        'Float[Tensor, "*b ⟦*s⟧ d"]',
        'Float[Tensor, "... s ⟦...⟧"]',
        "\"list[Float[Tensor, 'b ⟦(s⟧ d']]\"",
        'Float[Tensor, "b"\n        " ⟦s,⟧ d"]',
        'Float[Tensor, """\n        b ⟦s,⟧\n        d"""]',
        'Float[Tensor, r"b ⟦s,⟧ d"]',
        'Float[Tensor, "b ⟦2*q⟧"]',
        'Float[Tensor, ⟦"b\\x20s, d"⟧]',
        "⟦\"tuple[Float[Tensor, 'b s,'], Float[Tensor, 'b s,']]\"⟧",
    ],
)
def test_the_part_of_an_annotation(annotation: str) -> None:
    marked(f"{IMPORTS}def f(x: {annotation}): ...\n", "annotation-syntax")


@pytest.mark.parametrize(
    ("annotation", "declared"),
    [
        ('Float[Tensor, "b s s"]', "s"),
        ('Float[Tensor, "b s"\n        " 3"]', "3"),
        ('tuple[Float[Tensor, "b s 3"], Float[Tensor, "b s d"]]', None),
        ('Float[Tensor, "b s"]', None),
    ],
)
def test_the_declared_axis_that_is_not_met(annotation: str, declared: str | None) -> None:
    given = "x, x" if annotation.startswith("tuple") else "x"
    text = f'{IMPORTS}def f(x: Float[Tensor, "b s d"]) -> {annotation}:\n    return {given}\n'
    (finding,) = found_in(text)
    assert finding.rule == "return-shape"
    place = next(related.range for related in finding.related if related.message == "declared here")
    assert text_at(text, place) == (declared or annotation)
    if declared:
        assert place.start > finding.range.start or place.start.line < finding.range.start.line


@pytest.mark.parametrize(
    "string",
    ['"""b s d\n    -> b s"""', '("b s d"\n    " -> b s")', '"b s d -> b s"', '"b s d -> b s",\n    '],
)
def test_a_comment_behind_a_call_or_string_of_several_lines_silences_what_is_in_it(string: str) -> None:
    text = f"{IMPORTS}{FUNCTION}rearrange(x, {string})  # shapecoach: ignore[einops-pattern]\n"
    assert found_in(text) == []
    assert [one.rule for one in found_in(text.replace("  # ", "\n# "))] == ["einops-pattern", "unused-ignore"]


def test_a_slip_in_a_long_pattern_is_mended() -> None:
    pattern = '(\n        "batch seq d_model ->"\n        " batch ⟦d_modle⟧ seq")'
    text = f'{IMPORTS}def f(x: Float[Tensor, "batch seq d_model"]):\n    return rearrange(x, {pattern})\n'
    marked(text, "einops-pattern")
    text = text.replace("⟦", "").replace("⟧", "")
    (finding,) = found_in(text)
    edits = [[(text_at(text, one.range), one.new_text) for one in fix.edits] for fix in finding.fixes]
    assert edits == [[("d_modle", "d_model")], [("d_model", "d_modle")]]
