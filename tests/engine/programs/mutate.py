"""One random slip in a program, as people make them."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..mutants import mutants

if TYPE_CHECKING:
    from .program import Program


def broken(program: Program, source: random.Random) -> Program:
    """The program with one slip; the same where there is nothing to get wrong."""
    texts = [mutant.text for mutant in mutants(program.text)] if source.random() < 0.5 else []
    texts += list(_slips(program.text))
    return replace(program, text=source.choice(texts)) if texts else program


def _slips(text: str) -> Iterator[str]:
    """Every number of a `dim` changed, keepdim left out, axis of an annotation renamed or moved, name exchanged."""
    begin = text.index("from torch import Tensor")
    begin = text.index("\n", begin)
    for match in re.finditer(r"\b(dim=|\.sum\(|\.mean\(|unsqueeze\(|squeeze\(|softmax\()(-?\d)", text):
        for other in ("0", "1", "-1", "-2"):
            if other != match[2]:
                yield text[: match.start(2)] + other + text[match.end(2) :]
    for match in re.finditer(r", keepdim=True", text):
        yield text[: match.start()] + text[match.end() :]
    for match in re.finditer(r'\[Tensor, "([^"]*)"\]', text):
        axes = match[1].split()
        changes = [axes[::-1], axes[1:], [*axes, "extra"], [*axes[:-1], "3"]]
        yield from (text[: match.start(1)] + " ".join(new) + text[match.end(1) :] for new in changes if new != axes)
    for match in re.finditer(r"\b(?:t\d+|x|y|z)\b(?!\s*[=:,])", text[begin:]):
        at = begin + match.start()
        for other in sorted(set(re.findall(r"\b(?:t\d+|x|y|z)\b", text[max(text.rfind("def ", 0, at), begin) : at]))):
            changed = text[:at] + other + text[at + len(match[0]) :]
            if other != match[0] and _parses(changed):
                yield changed


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
