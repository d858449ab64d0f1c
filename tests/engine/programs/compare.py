"""What the engine says about a program against what happened when it ran."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field

import jaxtyping

from shapecoach.analysis.model import Analysis, Fact, Finding, Severity
from shapecoach.analysis.rules import silent
from shapecoach.shapes.dtype import DType

from .program import Program
from .run import Binding, Run
from .sizes import COUNTS, SIZES

SILENT_RULES = silent.NAMES
"""What these say is about programs that run: a random program does such things without meaning anything by them."""


UNTOLD = "untold"
COUNTED = re.compile(r"n_(kept|nonzero|unique|bins|repeated|classes|part)(_\d+)?")


@dataclass(frozen=True)
class Disagreement:
    """One claim that isn't true, or one failure that nothing was said about.  `kind` is what a shrinker keeps."""

    kind: str
    line: int  # from 0
    message: str

    def shown(self, program: Program) -> str:
        return (
            f"seed {program.seed}: {self.kind} at line {self.line + 1}: {self.message}\n{program.text}{program.unseen}"
        )


@dataclass
class Agreement:
    """What came of comparing programs."""

    programs: int = 0
    ambiguous: int = 0
    claims: int = 0
    exact: int = 0
    unknown: int = 0
    raised: int = 0
    told: int = 0
    false: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    silent: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.programs} programs, {self.ambiguous} ambiguous: "
            f"{self.claims} bindings, {self.exact / max(1, self.claims):.1%} known exactly, "
            f"{self.unknown / max(1, self.claims):.1%} not at all; {self.raised} raised over shapes, "
            f"{self.told / max(1, self.raised):.1%} told on the failing line; {len(self.false)} false claims; "
            f"the silent rules: {dict(self.silent.most_common())}"
        )


def compare(program: Program, analysis: Analysis, ran: Run, so_far: Agreement) -> list[Disagreement]:
    """Count what this program shows, and give what was wrong."""
    so_far.programs += 1
    if ran.ambiguous:
        so_far.ambiguous += 1
        return []
    found = _of_shapes(analysis, ran, so_far)
    alarms = [finding for finding in analysis.findings if finding.severity is not Severity.HINT]
    so_far.silent.update(finding.rule for finding in alarms if finding.rule in SILENT_RULES)
    loud = [finding for finding in alarms if finding.rule not in SILENT_RULES]
    stopped = set(ran.error_lines)
    innocent = ran.reached - stopped - _caught(program)
    found += [_false(one) for one in loud if one.range.start.line in innocent and not _is_so(one, ran)]
    if ran.error is not None and about_shapes(ran.error) and stopped:
        so_far.raised += 1
        told = any(finding.range.start.line in stopped for finding in loud)
        so_far.told += told
        if not told:
            missed = _untold(ran.error, ran.error_lines[0])
            so_far.untold.append(missed.shown(program))
            found.append(missed)
    so_far.false += [one.shown(program) for one in found if not one.kind.startswith(UNTOLD)]
    return found


def _caught(program: Program) -> set[int]:
    """The lines (from 0) on which an exception is caught: whether there was one isn't recorded."""
    tries = [node for node in ast.walk(ast.parse(program.text)) if isinstance(node, ast.Try) and node.handlers]
    return {line - 1 for node in tries for line in range(node.body[0].lineno, (node.body[-1].end_lineno or 0) + 1)}


_NEEDS = re.compile(r"(?:works only if|that needs) (.*?)(?:: |$)")


def _is_so(finding: Finding, ran: Run) -> bool:
    """Whether the equality that a warning says is needed holds in this run, which is no argument against it then."""
    needed = _NEEDS.search(finding.message)
    here = [binding.sizes for binding in ran.bindings if binding.line <= finding.range.start.line]
    if needed is None or not here:
        return False
    try:
        return all(
            _evaluated(left, here[-1]) == _evaluated(right, here[-1])
            for left, right in (equality.split(" = ") for equality in needed[1].split(" and "))
        )
    except (NameError, SyntaxError, ValueError):
        return False


def _evaluated(dim: str, sizes: dict[str, int]) -> int:
    return eval(dim, {"__builtins__": {"min": min, "max": max}}, sizes)


def _untold(error: Exception, line: int) -> Disagreement:
    text = " ".join(str(error).split())
    cause = re.sub(r"[\d,()\[\] ]+", " ", text.partition("Actual value:")[2] or text)[:40]
    return Disagreement(f"{UNTOLD} {type(error).__name__} {cause}", line, text[:300])


def _false(finding: Finding) -> Disagreement:
    return Disagreement(f"false {finding.severity} [{finding.rule}]", finding.range.start.line, finding.message)


_NOT_OF_SHAPES = (
    "bool tensor", "dtype", "Long", "Float", "memory location", "Boolean value of Tensor", "same type", "data type",
    "expected scalar type", "leaf Variable", "inplace", "In-place", "expected type", "view + inplace", "must be tensor",
    "could not be converted", "not implemented for", "can't be cast", "Boolean", "subtraction", "complex", "inference",
    "StopIteration", "not support", "does not support", "index is not", "floating point", "singular", "integer",
    "out of range in self", "contains no elements", "is not iterable", "keyword", "cannot be NULL",
)  # fmt: skip


def about_shapes(error: Exception) -> bool:
    """Whether PyTorch, einops or jaxtyping refuses the shapes, rather than the element types or other arguments."""
    if isinstance(error, TypeError):
        return isinstance(error, jaxtyping.TypeCheckError)
    if isinstance(error, AttributeError | NameError | KeyError | AssertionError | NotImplementedError):
        return False
    return not any(word in str(error) for word in _NOT_OF_SHAPES)


def _of_shapes(analysis: Analysis, ran: Run, so_far: Agreement) -> list[Disagreement]:
    claimed = {(fact.range.start.line, fact.name): fact for fact in analysis.facts if fact.binding}
    found: dict[tuple[int, str], Disagreement] = {}
    counted: dict[str, int] = {}
    known: dict[
        tuple[int, str], bool | None
    ] = {}  # by place: whether the shape is claimed there exactly; None: not at all
    for binding in ran.bindings:
        place = binding.line, binding.name
        fact = claimed.get(place)
        if binding.shape is None:
            if fact is not None:
                message = f"{binding.name} is no tensor, claimed {fact.dims}"
                found[place] = Disagreement("no tensor", binding.line, message)
            continue
        if fact is None or fact.dims is None:
            known[place] = None
            continue
        if place in known:  # in a loop, or called again: what hangs on values may be another size now
            counted.clear()
        agrees = matches(fact.dims, binding, counted)
        known[place] = agrees is True and known.get(place, True)
        if agrees is False:
            message = f"{binding.name} is {binding.shape}, claimed {fact.dims}"
            found[place] = Disagreement("wrong shape", binding.line, message)
        elif not _dtype_fits(fact, binding):
            message = f"{binding.name} is {binding.dtype}, claimed {fact.dtype}"
            found[place] = Disagreement("wrong dtype", binding.line, message)
    so_far.claims += len(known)
    so_far.exact += sum(exact is True for exact in known.values())
    so_far.unknown += sum(exact is None for exact in known.values())
    return list(found.values())


def _dtype_fits(fact: Fact, binding: Binding) -> bool:
    return str(binding.dtype).removeprefix("torch.") in DType(fact.dtype).members


def matches(dims: tuple[str, ...], binding: Binding, counted: dict[str, int]) -> bool | None:
    """Whether the shape is the claimed one, and None where the claim leaves something open.

    A size that hangs on values (`n_kept`) must be the same wherever its name stands; `counted` holds those seen so far.
    """
    assert binding.shape is not None
    run = next((at for at, dim in enumerate(dims) if dim == "..." or dim.startswith("*")), None)
    if run is not None:
        behind = len(dims) - run - 1
        if len(binding.shape) < len(dims) - 1:
            return False
        pairs = [*zip(dims[:run], binding.shape, strict=False)]
        pairs += zip(dims[run + 1 :], binding.shape[len(binding.shape) - behind :], strict=True)
    elif len(dims) != len(binding.shape):
        return False
    else:
        pairs = [*zip(dims, binding.shape, strict=True)]
    known = [(dim, size) for dim, size in pairs if dim != "?"]
    for dim, size in known:
        if COUNTED.fullmatch(dim):
            counted.setdefault(dim, size)
    sizes = {**SIZES, **COUNTS, **binding.sizes, **counted}
    try:
        wrong = any(_evaluated(dim, sizes) != size for dim, size in known)
    except NameError:
        return False  # a name that means nothing here
    if wrong:
        return False
    return True if len(known) == len(dims) - (run is not None) else None


__all__ = ["SILENT_RULES", "Agreement", "Disagreement", "about_shapes", "compare", "matches"]
