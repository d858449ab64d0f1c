"""Mistakes: known wrong answers, each with the sentence that names it.

    @mistake("M04")
    def heads_inside(x, n_heads):
        \"\"\"You split `e` as `(d h)`, so ...\"\"\"
        return rearrange(x, "b s (d h) -> b h s d", h=n_heads)

The docstring is the sentence.  A mistake without one is caught and named by the judging kit itself (an answer that
changes its input, or looks at nothing); it is there so that the author's check can see that it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer.  `code` is its kind in the curriculum's table of mistakes."""

    code: str
    name: str
    sentence: str
    answer: Callable[..., Any]


def mistake(code: str) -> Callable[[Callable[..., Any]], Mistake]:
    """Makes a function into a Mistake; its docstring is the sentence for the learner."""

    def make(function: Callable[..., Any]) -> Mistake:
        sentence = " ".join((function.__doc__ or "").split())  # its own: `inspect.getdoc` takes a base class's, too
        return Mistake(code, function.__name__, sentence, function)

    return make
