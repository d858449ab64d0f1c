"""Changes of a pattern that may mend a finding: a name replaced by another, or two names exchanged."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from shapecoach.analysis.literals import literal_of
from shapecoach.analysis.model import Edit
from shapecoach.analysis.tree import nodes
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site

_WORD = re.compile(r"\w+")


def pattern_letters(site: Site, node: ast.Call) -> Iterator[Candidate]:
    """One name of the pattern replaced by another that stands in it."""
    for arg in node.args:
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and "->" in arg.value:
            pattern = arg.value
            for new in sorted(_renamings(pattern), key=lambda new: _misnamed(site, node, new)):
                yield _with_pattern(site, arg, new)


def _renamings(pattern: str) -> Iterator[str]:
    """The pattern with one of its names changed, those first that stand in it only once."""
    spaced = " " in pattern.partition("->")[0].strip() or len(re.findall(r"\w+", pattern)) > 4
    name = r"[A-Za-z_]\w*" if spaced else r"[A-Za-z]"
    found = list(re.finditer(name, pattern))
    counts = {match.group(): sum(other.group() == match.group() for other in found) for match in found}
    for match in sorted(found, key=lambda match: (counts[match.group()], match.start())):
        for other in sorted(counts, key=lambda other: (counts[other], other)):
            new = pattern[: match.start()] + other + pattern[match.end() :]
            if other != match.group() and _asks_the_same(pattern, new, name):
                yield new


def _asks_the_same(pattern: str, new: str, name: str) -> bool:
    """Whether a pattern takes no diagonal, and sums over no axis of one operand alone, that the other doesn't.

    `bqq,bqd->bqd` may fit the sizes of `bqk,bqd->bqd`, and is another computation altogether.  With a name in the
    result that no operand has, `bm,mh->bk`, some name of an operand was misspelled there, and isn't to be summed over.
    """
    was, now = ([re.findall(name, part) for part in re.split("->|,", text)] for text in (pattern, new))
    pairs = zip(was, now, strict=True)
    more_repeated = any(len(after) - len(set(after)) > len(before) - len(set(before)) for before, after in pairs)
    misspelled = len(was) > 2 and not set(was[-1]) <= {one for part in was[:-1] for one in part}
    return not more_repeated and _alone(now) <= _alone(was) - misspelled


def _alone(parts: list[list[str]]) -> int:
    """How many names stand in a single part: einsum sums over them before anything else."""
    names = {name for part in parts for name in part}
    return sum(sum(name in part for part in parts) == 1 and name not in parts[-1] for name in names)


def names_crossed(site: Site) -> Iterator[Candidate]:
    """Two names exchanged: within one pair of parentheses, in one operand, or in the whole pattern."""
    for node in nodes(site.node):
        if not isinstance(node, ast.Call):
            continue
        for arg in node.args:
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and "->" in arg.value:
                for new in _rightly_named(site, node, list(_exchanges(arg.value))):
                    yield _with_pattern(site, arg, new)


def _rightly_named(site: Site, node: ast.Call, patterns: Sequence[str]) -> Iterator[str]:
    """Those that call the fewest axes by another's name."""
    counts = [_misnamed(site, node, pattern) for pattern in patterns]
    yield from (pattern for pattern, count in zip(patterns, counts, strict=True) if count == min(counts))


def _misnamed(site: Site, node: ast.Call, pattern: str) -> int:
    """How many axes of the operands a pattern calls otherwise than they are called."""
    operands = [dims for arg in node.args if (dims := site.dims(arg)) is not None]
    sides = [re.findall(r"\([^()]*\)|[^\s()]+", side) for side in pattern.partition("->")[0].split(",")]
    return sum(
        axis != dim and dim.isidentifier() and axis.isidentifier()
        for side, dims in zip(sides, operands, strict=False)
        if len(side) == len(dims)
        for axis, dim in zip(side, dims, strict=True)
    )


def _exchanges(pattern: str) -> Iterator[str]:
    for piece in (r"\([^()]*\)", r"[^,>]+(?=,|->)"):
        for found in re.finditer(piece, pattern):
            names = re.findall(r"[A-Za-z_]\w*", found.group())
            for first, second in sorted(combinations(range(len(names)), 2), key=lambda pair: pair[1] - pair[0]):
                exchanged = _exchanged(found.group(), names[first], names[second])
                yield pattern[: found.start()] + exchanged + pattern[found.end() :]
    for first, second in combinations(dict.fromkeys(re.findall(r"[A-Za-z_]\w*", pattern)), 2):
        yield _exchanged(pattern, first, second)


def _exchanged(text: str, first: str, second: str) -> str:
    return re.sub(r"[A-Za-z_]\w*", lambda m: {first: second, second: first}.get(m.group(), m.group()), text)


def _with_pattern(site: Site, string: ast.Constant, new: str) -> Candidate:
    """The pattern with other names; only these are written anew, where each stands on a line."""
    title = f'the pattern "{new}"'
    literal = literal_of(site.source, string)
    if literal is None:
        return site.change(title, string, quoted(site.text(string), new))
    pairs = zip(_WORD.finditer(literal.value), _WORD.findall(new), strict=True)
    edits = tuple(
        Edit(literal.reach(*old.span()), name) for old, name in pairs if old.group() != name
    )  # fmt: skip
    return Candidate(title, edits)


def quoted(literal: str, value: str) -> str:
    quote = literal[-1]
    return f"{quote}{value}{quote}"
