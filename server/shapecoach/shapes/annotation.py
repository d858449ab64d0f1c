"""Reading a jaxtyping string, token by token, each with its place.

What is legal is jaxtyping's decision: its own parser reads every string first.  Ours only adds what it does not keep:
where each token stands, and which names an expression such as `{n}+1` or `h*d` is made of.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import jaxtyping


class TokenKind(StrEnum):
    NAME = "name"  # batch, *batch, #batch
    FIXED = "fixed"  # 3, rows=3
    ANONYMOUS = "anonymous"  # _, ..., _name
    EXPRESSION = "expression"  # 2*d, {n}+1


@dataclass(frozen=True, slots=True)
class Token:
    """One axis of an annotation.  `start` and `end` are offsets into the string."""

    kind: TokenKind
    text: str
    start: int
    end: int
    name: str = ""
    size: int = 0
    variadic: bool = False
    broadcastable: bool = False
    expression: ast.expr | None = None


class AnnotationError(Exception):
    """A string that jaxtyping refuses.  `start` and `end` are the offending part's offsets."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Token, ...]:
    """The tokens of a jaxtyping string.  Raises AnnotationError where jaxtyping would raise."""
    try:
        jaxtyping.Shaped[Any, text]  # pyright: ignore[reportUnusedExpression]  # its parser runs on subscription
    except Exception as error:  # whatever jaxtyping's parser raises is its way of refusing the string
        raise _located(str(error), text) from error
    return tuple(_token(match.group(), match.start(), text) for match in re.finditer(r"\S+", text))


def _located(message: str, text: str) -> AnnotationError:
    """jaxtyping says what is wrong but not where: find the first token that it also refuses on its own."""
    for match in re.finditer(r"\S+", text):
        try:
            jaxtyping.Shaped[Any, match.group()]  # pyright: ignore[reportUnusedExpression]
        except Exception:  # as above
            return AnnotationError(_plain(message, text), match.start(), match.end())
    runs = [match for match in re.finditer(r"\S+", text) if match.group().startswith(("*", "#*", "..."))]
    if "variadic" in message and len(runs) > 1:
        return AnnotationError(_plain(message, text), runs[1].start(), runs[1].end())
    return AnnotationError(_plain(message, text), 0, len(text))


def _plain(message: str, text: str) -> str:
    """jaxtyping's reason in the words of somebody who is new to it."""
    if "," in text:
        return f'axes are separated by spaces, not commas: "{" ".join(text.replace(",", " ").split())}"'
    if "variadic" in message and "once" in message:
        return "only one axis may stand for a run of axes (`*name` or `...`)"
    return message.strip().rstrip(".").replace("\n", " ")


_NAME = re.compile(r"[A-Za-z_]\w*")


def _why_unreadable(token: str, shape: str) -> str:
    """What was meant by a token of a shape that can't be read, where that is plain."""
    if re.fullmatch(r"[-+*/%]+", token):
        together = re.sub(r"\s+([-+*/%]+)\s+", r"\1", shape)
        return f'axes are separated by spaces, so an expression has none in it: "{together}"'
    factors = re.fullmatch(r"(\d+)([A-Za-z_]\w*)", token)
    if factors:
        return f"`{token}` is no name; a product is written `{factors[1]}*{factors[2]}`"
    return f"`{token}` is neither a name, a number nor an expression"


def _token(text: str, start: int, shape: str) -> Token:
    end = start + len(text)
    rest, variadic, broadcastable = text, False, False
    while rest[:1] in ("*", "#", "?") and len(rest) > 1:
        variadic |= rest[0] == "*"
        broadcastable |= rest[0] == "#"
        rest = rest[1:]
    label, equals, value = rest.partition("=")
    if equals and _NAME.fullmatch(label):
        rest = value
    if text == "...":
        return Token(TokenKind.ANONYMOUS, text, start, end, variadic=True)
    if rest.startswith("_") and _NAME.fullmatch(rest):
        return Token(TokenKind.ANONYMOUS, text, start, end, variadic=variadic)
    if rest.isdecimal():
        name = label if equals else ""
        return Token(TokenKind.FIXED, text, start, end, name, int(rest), broadcastable=broadcastable)
    if _NAME.fullmatch(rest):
        return Token(TokenKind.NAME, text, start, end, rest, variadic=variadic, broadcastable=broadcastable)
    try:
        # An f-string's braces name the function's own values: {n} is the parameter n, {self.d} an attribute.
        tree = ast.parse(re.sub(r"\{([^{}]*)\}", r"_value[\1]", rest), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise AnnotationError(_why_unreadable(text, shape), start, end) from error
    return Token(TokenKind.EXPRESSION, text, start, end, expression=tree, broadcastable=broadcastable)
