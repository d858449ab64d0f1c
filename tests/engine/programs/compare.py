"""What the engine says about a program against what happened when it ran."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import chain

import jaxtyping

from shapecoach.analysis.model import Analysis, Fact, Finding, Position, Severity
from shapecoach.analysis.rules import silent
from shapecoach.shapes.dtype import DType

from .lengths import errors_by_length
from .program import OTHER_DATA, Program
from .recording import perhaps_taken
from .run import Binding, EndlessError, Run, run
from .sizes import COUNTS, SIZES, other_sizes

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
    gets_by: int = 0
    gets_by_told: int = 0
    false: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    silent: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.programs} programs, {self.ambiguous} ambiguous: "
            f"{self.claims} bindings, {self.exact / max(1, self.claims):.1%} known exactly, "
            f"{self.unknown / max(1, self.claims):.1%} not at all; {self.raised} raised over shapes, "
            f"{self.told / max(1, self.raised):.1%} told on the failing line; {self.gets_by} that only some sizes "
            f"raise, {self.gets_by_told / max(1, self.gets_by):.1%} told; {len(self.false)} false claims; "
            f"the silent rules: {dict(self.silent.most_common())}"
        )


def compare(program: Program, analysis: Analysis, ran: Run, so_far: Agreement) -> list[Disagreement]:
    """Count what this program shows, and give what was wrong."""
    so_far.programs += 1
    if ran.ambiguous:
        so_far.ambiguous += 1
        return []
    false, untold = _of_shapes(program, analysis, ran, so_far), list[Disagreement]()
    alarms = [finding for finding in analysis.findings if finding.severity is not Severity.HINT]
    so_far.silent.update(finding.rule for finding in alarms if finding.rule in SILENT_RULES)
    loud = [finding for finding in alarms if finding.rule not in SILENT_RULES]
    stopped = set(ran.error_lines)
    refuted = (one for one in loud if _ran_without_failing(program, ran, one.range.start))
    false += [_false(one) for one in refuted if not (_is_so(one, ran) or _is_of_lengths(program, one, ran))]
    if ran.error is not None and about_shapes(ran.error) and stopped:
        told = any(finding.range.start.line in stopped for finding in alarms)
        if gets_by(program, ran):
            so_far.gets_by += 1
            so_far.gets_by_told += told
        else:
            so_far.raised += 1
            so_far.told += told
            if not told:
                untold = [_untold(ran.error, ran.error_lines[0])]
    so_far.false += [one.shown(program) for one in false]
    so_far.untold += [one.shown(program) for one in untold]
    return false + untold


def _ran_without_failing(program: Program, ran: Run, place: Position) -> bool:
    """Whether it is sure that what stands there was evaluated, and did not fail.

    Where an exception is caught, whether there was one isn't recorded.  Where a function is defined, its annotations
    are only looked at when it is called, and those behind the first that doesn't hold not even then.
    """
    if place.line not in ran.reached or place.line in ran.error_lines:
        return False
    for node in ast.walk(ast.parse(program.text)):
        # The pass of a loop in which it would have failed may be one that the run didn't come to.
        if isinstance(node, ast.For | ast.While) and _spans(node.body[0], node.body[-1], place):
            first, last = node.body[0].lineno - 1, (node.body[-1].end_lineno or 0) - 1
            if any(first <= line <= last for line in ran.error_lines):
                return False
        if isinstance(node, ast.Try) and node.handlers and _spans(node.body[0], node.body[-1], place):
            return False
        if isinstance(node, ast.FunctionDef) and node.name not in ran.called and _spans(node, node.body[0], place):
            return False
        for part in perhaps_taken(node):
            if _spans(part, part, place) and (part.lineno - 1, part.col_offset) not in ran.taken:
                return False
    return True


def _spans(first: ast.stmt | ast.expr, last: ast.stmt | ast.expr, place: Position) -> bool:
    begin = (first.lineno - 1, first.col_offset)
    return begin <= (place.line, place.character) < ((last.end_lineno or 0) - 1, last.end_col_offset or 0)


def gets_by(program: Program, ran: Run) -> bool:
    """Whether other sizes or numbers get by where this run failed: then no reader of the text could say that it fails.

    `x.view(n_groups, x.shape[0] // n_groups)` raises at 37 rows and 5 groups and works at 36 and 3; so does an index
    that only the length of another axis makes too large, and what stands behind `if x.sum() > 0`.  A run that stopped
    elsewhere before says nothing.
    """
    line = ran.error_lines[0]
    axes = sorted({axis for named in program.parameters.values() for axis in named})
    others = chain(
        (run(program, sizes) for sizes in other_sizes(axes)), (run(program, data=data) for data in OTHER_DATA)
    )
    return any(line in other.reached and line not in other.error_lines for other in others)


_NEEDS = re.compile(r"(?:works only if|that needs) (.*?)(?:: |$)")


def _is_so(finding: Finding, ran: Run) -> bool:
    """Whether the equality that a warning says is needed holds in this run, which is no argument against it then.

    Nor is one whose axes are all of one size an argument against what is said of their order.
    """
    needed = _NEEDS.search(finding.message)
    above = (binding for binding in ran.bindings if binding.line <= finding.range.start.line)
    before = sorted(above, key=lambda binding: binding.line)  # those of the same function are the nearest
    here = [binding.sizes for binding in before]
    if _NEEDS_A_LENGTH.search(finding.message):
        last = next((binding for binding in reversed(before) if binding.shape is not None), None)
        return last is not None and len({*(last.shape or ())} - {1}) <= 1
    if needed is None or not here:
        return False
    try:
        return all(
            _evaluated(left, here[-1]) == _evaluated(right, here[-1])
            for left, right in (equality.split(" = ") for equality in needed[1].split(" and "))
        )
    except (NameError, SyntaxError, ValueError):
        return False


def _is_of_lengths(program: Program, finding: Finding, ran: Run) -> bool:
    """Whether it says at which length of its run of axes alone a function works, and it fails at the others.

    Where it says of each length where it fails at that, it fails elsewhere at this one.
    """
    line = finding.range.start.line
    if (said := _NEEDS_A_NUMBER.match(finding.message)) is not None:
        errors = errors_by_length(program, line)
        others = [error for length, error in errors.items() if length != _NUMBERS.get(said[1])]
        return bool(others) and all(error is not None and about_shapes(error) for error in others)
    return finding.message.startswith("no number of axes fits") and any(
        node.lineno - 1 <= stopped < (node.end_lineno or 0)
        for node in ast.walk(ast.parse(program.text))
        if isinstance(node, ast.FunctionDef) and node.lineno - 1 <= line < (node.end_lineno or 0)
        for stopped in ran.error_lines
    )


_NEEDS_A_NUMBER = re.compile(r"this works only if `(?:\*\w+|\.\.\.)` is (empty|one axis|\d+ axes)")
_NUMBERS = {"empty": 0, "one axis": 1, "2 axes": 2}
_NEEDS_A_LENGTH = re.compile(r"needs `[*.\w]+` to be")


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
    "out of range in self", "contains no elements", "is not iterable", "keyword", "cannot be NULL", "random_ expects",
)  # fmt: skip


def about_shapes(error: Exception) -> bool:
    """Whether PyTorch, einops or jaxtyping refuses the shapes, rather than the element types or other arguments."""
    if isinstance(error, TypeError):
        return isinstance(error, jaxtyping.TypeCheckError) and "Expected type: NoneType" not in str(error)
    if isinstance(error, AttributeError | NameError | KeyError | AssertionError | NotImplementedError | EndlessError):
        return False
    return not any(word in str(error) for word in _NOT_OF_SHAPES)


def _of_shapes(program: Program, analysis: Analysis, ran: Run, so_far: Agreement) -> list[Disagreement]:
    lines = program.text.splitlines()
    claimed = {(fact.range.start.line, fact.name): fact for fact in analysis.facts if fact.binding}
    found: dict[tuple[int, str], Disagreement] = {}
    counts: dict[str, dict[str, int]] = {}  # by function: each has its own `n_kept`
    strings = " ".join(_strings(program.text))
    promised = _words(strings) | frozenset(strings)  # einsum's names are letters
    patterned = _named_in_patterns(program.text)
    known: dict[
        tuple[int, str], bool | None
    ] = {}  # by place: whether the shape is claimed there exactly; None: not at all
    for binding in ran.bindings:
        place = binding.line, binding.name
        fact = claimed.get(place)
        if binding.shape is None:
            # A list that a loop fills is taken to have an item, as an axis is: the sum of none is the number 0.
            is_sum_of_none = binding.sizes.get(binding.name) == 0 and " = sum(" in lines[binding.line]
            if fact is not None and not is_sum_of_none:
                message = f"{binding.name} is no tensor, claimed {fact.dims}"
                found[place] = Disagreement("no tensor", binding.line, message)
            continue
        if fact is None or fact.dims is None or 0 in binding.shape:  # a named axis is taken to have an element
            known[place] = None
            continue
        if place in known:  # in a loop, or called again: what hangs on values may be another size now
            counts.clear()
        counted = counts.setdefault(binding.function, {})
        for dim, size in zip(fact.dims, binding.shape, strict=False):
            # What a function promises that was called goes by the name in its annotation: the same wherever it stands.
            if dim not in binding.sizes and re.sub(r"_\d+$", "", dim) in promised and "..." not in fact.dims:
                counted.setdefault(dim, size)
        agrees = matches(fact.dims, binding, counted, promised)
        if agrees is False:  # a method without annotations speaks of its caller's axes and of its object's ints
            agrees = matches(fact.dims, replace(binding, sizes={**binding.sizes, **binding.ints}), counted, promised)
        if agrees is False and patterned.get(binding.function, frozenset[str]()).intersection(_words(*fact.dims)):
            agrees = None  # it says what the pattern says, whatever a caller calls so
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


def _named_in_patterns(text: str) -> dict[str, frozenset[str]]:
    """By function, the names that its patterns give to axes which its annotations don't name."""
    found: dict[str, frozenset[str]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            strings = _strings(ast.unparse(ast.Module(node.body, [])))
            annotated = _words(ast.unparse(node.args), *([ast.unparse(node.returns)] if node.returns else []))
            found[node.name] = _words(*(one for one in strings if "->" in one)) - annotated
    return found


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[a-z]\w*", text))


def _strings(text: str) -> list[str]:
    """The strings in a program, the axes of its annotations among them."""
    constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return [value for value in constants if isinstance(value, str)]


def _dtype_fits(fact: Fact, binding: Binding) -> bool:
    return str(binding.dtype).removeprefix("torch.") in DType(fact.dtype).members


def matches(
    dims: tuple[str, ...], binding: Binding, counted: dict[str, int], words: frozenset[str] = frozenset()
) -> bool | None:
    """Whether the shape is the claimed one, and None where the claim leaves something open.

    A size that hangs on values (`n_kept`) must be the same wherever its name stands; `counted` holds those seen so far.
    `words` stand in the program's strings: an axis may go by the name that a pattern gives it.
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
    except NameError as error:  # a name that means nothing here, or a number that the last pass of a loop counted
        return None if error.name in words or any(COUNTED.search(dim) for dim, _ in known) else False
    if wrong:
        return False
    return True if len(known) == len(dims) - (run is not None) else None


__all__ = ["SILENT_RULES", "Agreement", "Disagreement", "about_shapes", "compare", "matches"]
