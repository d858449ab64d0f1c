"""Reading jaxtyping strings: what is legal is jaxtyping's decision, where each token stands is ours."""

from __future__ import annotations

from typing import Any

import jaxtyping
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecoach.shapes.annotation import AnnotationError, TokenKind, parse

PIECES = [
    "batch",
    "3",
    "rows=4",
    "*b",
    "...",
    "_",
    "#c",
    "a+1",
    "{n}",
    "a*b",
    "",
    " ",
    "2*",
    "*",
    "#*d",
    "_x",
    "?t",
    "a,b",
    "-1",
    "é",
]


def accepted(text: str) -> bool:
    try:
        jaxtyping.Shaped[Any, text]  # pyright: ignore[reportUnusedExpression]
    except Exception:  # however jaxtyping refuses
        return False
    return True


@given(st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join) | st.text("ab*#_=. 1+{}", max_size=8))
def test_whatever_jaxtyping_refuses_is_refused(text: str) -> None:
    try:
        tokens = parse(text)
    except AnnotationError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.message
    else:
        assert accepted(text)
        assert [text[token.start : token.end] for token in tokens] == text.split()


@pytest.mark.parametrize(
    ("text", "kind", "name", "size"),
    [
        ("batch", TokenKind.NAME, "batch", 0),
        ("3", TokenKind.FIXED, "", 3),
        ("rows=4", TokenKind.FIXED, "rows", 4),
        ("_", TokenKind.ANONYMOUS, "", 0),
        ("...", TokenKind.ANONYMOUS, "", 0),
        ("a+1", TokenKind.EXPRESSION, "", 0),
    ],
)
def test_kinds(text: str, kind: TokenKind, name: str, size: int) -> None:
    (token,) = parse(text)
    assert (token.kind, token.name, token.size) == (kind, name, size)


def test_marks() -> None:
    (run, broadcast), (anonymous,) = parse("*batch #seq"), parse("...")
    assert run.variadic and run.name == "batch" and not run.broadcastable
    assert broadcast.broadcastable and broadcast.name == "seq" and not broadcast.variadic
    assert anonymous.variadic


def test_an_error_stands_at_the_token_that_is_wrong() -> None:
    with pytest.raises(AnnotationError) as caught:
        parse("batch seq, d")
    assert "spaces, not commas" in caught.value.message
    with pytest.raises(AnnotationError) as caught:
        parse("*a b *c")
    assert caught.value.message


@pytest.mark.parametrize(
    ("text", "meant"), [("m + 1 d", '"m+1 d"'), ("a * b", '"a*b"'), ("b 3c", "`3*c`"), ("b s-", "neither a name")]
)
def test_what_was_meant_is_said(text: str, meant: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        parse(text)
    assert meant in caught.value.message
