"""A line like `b, s, d = x.shape` goes when a hint takes the last use of what it binds, and stays otherwise."""

from __future__ import annotations

import ast

import pytest

from shapecoach.analysis.model import Finding
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine
from shapecoach.lsp.text import edited

HEAD = """\
# A file whose lines may be as long as this one, so that what is written anew need not be broken into several.
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch seq {n_heads}*{d_head}"], n_heads: int, d_head: int):
"""
SPLIT = "x.view(b, s, n_heads, d_head).transpose(1, 2)"
SAID = 'rearrange(x, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)'


def hints(text: str) -> list[Finding]:
    return [finding for finding in examine(text).findings if is_preference(finding.rule)]


def followed(body: str, head: str = HEAD) -> str:
    """The function's body after its one hint."""
    text = head + body
    (finding,) = hints(text)
    new = edited(text, finding.fixes[0].edits)
    ast.parse(new)
    assert not hints(new)
    return new.removeprefix(head)


@pytest.mark.parametrize(
    ("first", "left"),
    [
        ("b, s, d = x.shape", ""),
        ("b, s, _ = x.shape", ""),
        ("(b, s) = x.shape[:2]", ""),
        ("b = x.shape[0]\n    s = x.size(1)", ""),
        ("b, s, d = x.size()", ""),
        ("b = len(x)\n    s = x.shape[-2]", ""),
        ("b, s, d = x.shape\n", ""),  # and the blank line behind it
        ("b, s, d = (\n        x.shape\n    )", ""),
        ('"""Split."""\n\n    b, s, d = x.shape\n', '"""Split."""\n\n'),
        ("d_head = d_head + 0\n    b, s, d = x.shape", "d_head = d_head + 0\n"),
    ],
)
def test_it_goes(first: str, left: str) -> None:
    assert followed(f"    {first}\n    return {SPLIT}\n") == (f"    {left}" if left else "") + f"    return {SAID}\n"


@pytest.mark.parametrize(
    "body",
    [
        f"    b, s, d = x.shape\n    assert d == n_heads * d_head\n    return {SPLIT}\n",
        f"    b, s, d = x.shape\n    print(b)\n    return {SPLIT}\n",
        f"    b, s, d = x.shape\n    print(f'{{b}}')\n    return {SPLIT}\n",
        f"    b, s, d = x.shape  # d is n_heads * d_head\n    return {SPLIT}\n",
        f"    b, s, d = x.shape; print()\n    return {SPLIT}\n",
        f"    b, s, d = x.shape\n    y = {SPLIT}\n    return y, locals()\n",
        f"    b, s, d = x.shape\n    def g():\n        return b\n    y = {SPLIT}\n    return y, g\n",
        f"    b, s, d = x.shape\n    b += 0\n    return {SPLIT}\n",
        f"    b, s, *_ = x.shape\n    return {SPLIT}\n",
    ],
)
def test_it_stays(body: str) -> None:
    assert followed(body) == body.replace(SPLIT, SAID)


def test_it_stays_as_the_only_line_of_its_block() -> None:
    body = f"    if n_heads:\n        b, s, d = x.shape\n    else:\n        b, s, d = x.shape\n    return {SPLIT}\n"
    assert followed(body) == body.replace(SPLIT, SAID)


def test_it_stays_while_another_reshape_needs_it() -> None:
    body = f"    b, s, d = x.shape\n    y = {SPLIT}\n    z = {SPLIT.replace('x', '(x + 1)')}\n    return y, z\n"
    first, second = hints(HEAD + body)
    once = edited(HEAD + body, first.fixes[0].edits)
    assert "b, s, d = x.shape" in once and "x.shape" not in edited(once, hints(once)[0].fixes[0].edits)
    assert "b, s, d = x.shape" in edited(HEAD + body, second.fixes[0].edits)


def test_it_stays_where_it_is_what_tells_the_shape() -> None:
    head = HEAD.replace(': Float[Tensor, "batch seq {n_heads}*{d_head}"]', ": Tensor")
    assert hints(head + "    return x.permute(1, 0, 2)\n") == []
    body = "    b, s, d = x.shape\n    y = x + 1\n    return y, x.view(b * s, d)\n"
    assert followed(body, head) == body.replace("x.view(b * s, d)", 'rearrange(x, "b s d -> (b s) d")')


def test_the_title_says_so() -> None:
    (finding,) = hints(f"{HEAD}    b, s, d = x.shape\n    return {SPLIT}\n")
    assert finding.fixes[0].title == f"Rewrite with einops: {SAID}, without `b, s, d = x.shape`"


def test_line_ends_are_kept() -> None:
    text = f"{HEAD}    b, s, d = x.shape\n    return {SPLIT}\n".replace("\n", "\r\n")
    (finding,) = hints(text)
    assert edited(text, finding.fixes[0].edits) == f"{HEAD}    return {SAID}\n".replace("\n", "\r\n")


def test_who_asks_for_no_fix_pays_for_none() -> None:
    text = f"{HEAD}    b, s, d = x.shape\n    return {SPLIT}\n"
    (finding,) = [each for each in examine(text, mend=lambda found: False).findings if is_preference(each.rule)]
    assert len(finding.fixes[0].edits) == 1
