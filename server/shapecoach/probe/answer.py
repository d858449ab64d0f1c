"""Answering a question whose axes are all there: it works, works only if, or never does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from shapecoach.probe import special
from shapecoach.probe.arguments import UNKNOWN, Unknown, Value, map_value, tensors_of, walk
from shapecoach.probe.arrays.literals import named, restored
from shapecoach.probe.arrays.special import with_ints
from shapecoach.probe.at_one import broadcasting, holding, is_asked_for
from shapecoach.probe.beside_unknown import is_refused_whatever_it_is
from shapecoach.probe.call import CPU, META, call
from shapecoach.probe.dtypes import are_all_tried, stand_in_the_way, with_other_dtypes, workable
from shapecoach.probe.examples import working_sizes
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.lift import LayoutVariesError
from shapecoach.probe.making import NotProbeableError, VanishingError
from shapecoach.probe.needed import is_needed, known_apart_from_other_ways, said_with
from shapecoach.probe.outcome import Equation, Never, Outcome, Unclear, Works, WorksIf
from shapecoach.probe.question import Question
from shapecoach.probe.refusal import (
    in_axis_names,
    is_about_a_pattern,
    is_about_the_rank,
    numbers_in,
    speaks_of_arguments,
    speaks_of_dtypes,
)
from shapecoach.probe.result import is_right, work_out
from shapecoach.probe.searches import begins
from shapecoach.probe.solve import MOST_EXAMPLES, ImpossibleError, Replacement, solve
from shapecoach.probe.tries import Trials, check_for_real, refusal, runs, runs_for_real, workable_witnesses
from shapecoach.probe.unknown import fresh_dim
from shapecoach.probe.witness import MOST_ORDERS, MOST_SYMBOLS, Witness, Witnesses, few
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import ANY, Framework, Tensor


def answer(question: Question) -> Outcome:
    """What the library says of a question whose axes and bools are certain.  Never raises."""
    if question.framework is Framework.NUMPY:
        question = with_ints(question)
    rule = special.RULES.get(question.path)
    outcome = rule(question, answer) if rule is not None else None
    if outcome is not None:
        return outcome
    with_names = named(question) if question.is_computed else None
    if with_names is not None:
        return restored(answer(with_names.question), with_names.numbers)
    if len(question.symbols) > MOST_SYMBOLS:
        return Unclear()
    if question.is_for_real:
        return _of_a_loop(question)
    try:
        value = work_out(question)
        at_small_sizes = check_for_real(question)
        if at_small_sizes is not None and question.may_be_cut_off_at_an_axis:
            smallest = question.small()
            if not is_right(value, at_small_sizes, smallest):
                value = work_out(question, (smallest, *question.witnesses[:2]))
        return Works(value)
    except (NotProbeableError, LayoutVariesError):
        return Unclear()
    except Exception as error:  # any refusal of the library; which kinds say something is decided by its text
        if special.needs_data(question):
            return _of_real_tensors(question)
        told = isinstance(error, VanishingError) or speaks_of_arguments(error, question)
        return _why_not(question, error) if told else Unclear()


def _of_a_loop(question: Question) -> Outcome:
    """What a module gives that takes its steps one by one on meta: small real tensors are faster."""
    outcome = _of_real_tensors(question)
    if not isinstance(outcome, Unclear):
        return outcome
    try:
        return Works(work_out(question, few(question.symbols), META))
    except Exception:  # as for real tensors
        return Unclear()


def _of_real_tensors(question: Question) -> Outcome:
    """What small tensors with data give, for the few operations that have no meta kernel though they need no data."""

    def works(other: Question) -> bool:
        return all(runs(other, witness, CPU) for witness in few(other.symbols))

    def runs_there(other: Question, witness: Witness) -> bool:
        return runs(other, witness, CPU)

    try:
        return Works(work_out(question, few(question.symbols), CPU))
    except Exception as refused:  # no sizes at all, or the wrong ones
        error = refused
    if not begins():
        return Unclear()
    try:
        replacement = solve(question, works, runs_there, numbers_in(error, question, few(question.symbols)[0]))
        if replacement is None or not is_needed(question, replacement, few(question.symbols), runs_there):
            return Unclear()
        solved = question.substitute(replacement)
        value = work_out(solved, few(solved.symbols), CPU)
    except Exception:  # nothing certain can be said of a refusal that only real tensors meet
        return Unclear()
    return _works_if(value, replacement, in_axis_names(error, question))


def _works_if(value: Value, replacement: Replacement, reason: str) -> WorksIf:
    equations: tuple[Equation, ...] = tuple((Dim.of(symbol), dim) for symbol, dim in replacement.items())
    return WorksIf(value, equations, tuple(replacement.items()), reason)


def _why_not(question: Question, error: Exception) -> Outcome:
    """A refusal at the standard sizes: is it their order, an unknown size, the element types, or the shapes?"""
    if is_about_the_rank(error) and all(dim.constant is not None for dim in question.ints):
        return Never(in_axis_names(error, question))  # which axes there are doesn't hang on their sizes
    if not begins():
        return Unclear()
    if question.path in _PATTERNS and _is_wrong_by_itself(question, error):
        return Never(in_axis_names(error, question), "pattern" if is_about_a_pattern(error) else "shape")
    if question.path in _BROADCASTING and _numbers_clash(question, error):
        return Never(in_axis_names(error, question))
    witnesses = workable_witnesses(question, FEW_ORDERS if is_hasty() else MOST_ORDERS)
    if witnesses is not None:
        return _works_at(question, witnesses)
    if speaks_of_dtypes(error) and not are_all_tried(question):
        outcome = _with_what_it_may_hold(question)
        if outcome is not None:
            return outcome
    if question.has_unknown_sizes:
        return _with_unknown_sizes(question, error)
    if stand_in_the_way(question):
        return _with_other_dtypes(question, error)
    if all(runs(question, witness, CPU) for witness in few(question.symbols)):
        return Unclear()  # a meta kernel that is stricter than the real one
    reason = in_axis_names(error, question)
    trials = Trials(numbers_in(error, question))
    try:
        replacement = solve(question, _can_work, trials.runs, trials.mentioned)
    except ImpossibleError:
        if not trials.prove(question):
            return Unclear()
        return Never(reason, "pattern" if is_about_a_pattern(error) else "shape")
    if replacement is None:
        return Unclear()
    solved = question.substitute(replacement)
    witnesses = workable_witnesses(solved, FEW_ORDERS)
    outcome = _works_at(solved, witnesses) if witnesses is not None else Unclear()
    if witnesses is None or not isinstance(outcome, Works):
        return Unclear()
    if not is_needed(question, replacement, witnesses, runs_for_real):
        return Unclear()
    if ways := broadcasting(question, replacement, witnesses[0]):
        value = holding(question, outcome.value, replacement, ways)
        return Unclear() if isinstance(value, Unknown) else Works(value)
    known = known_apart_from_other_ways(question, replacement, witnesses)
    known = {symbol: dim for symbol, dim in known.items() if is_asked_for(symbol, dim)}
    value = said_with(outcome.value, question, replacement, known)
    return _works_if(value, known, reason) if known else Works(value)


_NUMBER = re.compile(r"(?<!\w)\d")
_PATTERNS = frozenset({"einops.rearrange", "einops.reduce", "einops.repeat", "einops.einsum"})


def _is_wrong_by_itself(question: Question, error: Exception) -> bool:
    """Whether a pattern is refused where every size is 1, lengths too: then its axes are wrong and no size is.

    A number in the pattern itself, `(h 2)`, is a size that can't be made 1.
    """
    if any(isinstance(part, str) and _NUMBER.search(part) for part in walk(question.everything)):
        return False
    at_ones = refusal(question.map_dims(lambda dim: Dim.of(1)), Witness())
    return type(at_ones) is type(error) and not speaks_of_dtypes(error)


_BROADCASTING = frozenset(
    f"operator.{name}" for name in "add sub mul truediv floordiv mod pow lt le gt ge eq ne and_ or_ xor".split()
)


def _numbers_clash(question: Question, error: Exception) -> bool:
    """Whether what broadcasts is refused though every size that isn't a number is 1, which fits any other."""
    if speaks_of_dtypes(error):
        return False
    at_ones = question.map_dims(lambda dim: dim if dim.constant is not None else Dim.of(1))
    return type(refusal(at_ones, Witness())) is type(error)


FEW_ORDERS = 2
"""How many orders of sizes are tried with each set of equalities."""


def _can_work(question: Question) -> bool:
    return workable_witnesses(question, FEW_ORDERS) is not None


def _works_at(question: Question, witnesses: Witnesses) -> Outcome:
    try:
        return Works(work_out(question, witnesses))
    except Exception:  # it works at these witnesses and not near them: nothing certain can be said
        return Unclear()


def _with_other_dtypes(question: Question, error: Exception) -> Outcome:
    """Only element types stand in the way: members of the arguments' classes may get by."""
    chosen = workable(question)
    if chosen is not None:
        try:
            return Works(work_out(question, dtypes=chosen))
        except Exception:  # as above: nothing certain
            return Unclear()
    return Never(in_axis_names(error, question), "dtype") if are_all_tried(question) else Unclear()


def _with_what_it_may_hold(question: Question) -> Outcome | None:
    """What is known where a tensor that may hold anything holds what is asked for: what each that works agrees on.

    None where none works.  While it holds something else, the library says nothing of the sizes, and no sizes help.
    """
    values: list[Value] = []
    for other in with_other_dtypes(question):
        if _is_of_another_type(other):
            continue
        match answer(other):
            case Never():
                pass
            case Works(value=value) if all(_of_any_type(value) == _of_any_type(known) for known in values[:1]):
                values.append(value)
            case _:
                return Unclear()
    if not values:
        return None
    return Works(values[0] if all(value == values[0] for value in values) else _of_any_type(values[0]))


def _is_of_another_type(question: Question) -> bool:
    error = refusal(question, question.witnesses[0])
    return error is not None and speaks_of_dtypes(error)


def _of_any_type(value: Value) -> Value:
    return map_value(value, lambda leaf: leaf.with_dtype(ANY) if isinstance(leaf, Tensor) else leaf)


def _only_so(question: Question, replacement: Replacement, fixed: Replacement) -> bool:
    """Whether it works with unknown sizes of just these numbers, not with others; then they are no accident."""
    return not any(_can_work(question.substitute(other)) for other in _multiplied(replacement, fixed))


def _multiplied(replacement: Replacement, some: Replacement) -> Iterator[Replacement]:
    """The equalities with some of the sizes twice, and three times, as large."""
    return ({**replacement, **{symbol: dim * times for symbol, dim in some.items()}} for times in (2, 3))


def _with_unknown_sizes(question: Question, error: Exception) -> Outcome:
    """It fails at distinct sizes, but an unknown size may be just the one that fits: keep what doesn't hang on it.

    Where it is refused whatever the unknown sizes are, what it asks of the others is told as if these were known.
    """
    trials = Trials(numbers_in(error, question))
    try:
        replacement = solve(question, _can_work, trials.runs, trials.mentioned)
    except ImpossibleError:
        if is_hasty() or not trials.prove(question) or not is_refused_whatever_it_is(question):
            return Unclear()
        return Never(in_axis_names(error, question), "pattern" if is_about_a_pattern(error) else "shape")
    asked = {symbol: dim for symbol, dim in (replacement or {}).items() if symbol.kind is Kind.RIGID}
    if replacement is None or (asked and not _is_asked_anyway(question, asked)):
        return Unclear()
    solved = question.substitute(replacement)
    witnesses = workable_witnesses(solved, FEW_ORDERS)
    outcome = _works_at(solved, witnesses) if witnesses is not None else Unclear()
    if witnesses is None or not isinstance(outcome, Works):
        return Unclear()
    rest = {symbol: dim for symbol, dim in replacement.items() if symbol not in asked}
    fixed = {symbol: dim for symbol, dim in rest.items() if dim.constant is not None}
    if (fixed and not _only_so(question, replacement, fixed)) or _is_one_sum_of_several(question, replacement):
        return Unclear()
    if asked and not is_needed(question.substitute(rest), asked, witnesses, runs_for_real):
        return Unclear()
    touched = set(rest) | {symbol for dim in rest.values() for symbol in dim.symbols()}
    value = _agreed(question, outcome.value, replacement)
    value = _borne_out(question, value)
    if isinstance(value, Unknown):
        return Unclear()

    def forget(leaf: Value) -> Value:
        if isinstance(leaf, Tensor) and leaf.shape is not None:
            axes = (
                Axis(fresh_dim()) if isinstance(axis, Axis) and axis.dim.symbols() & touched else axis
                for axis in leaf.shape.axes
            )
            return leaf.with_shape(Shape(tuple(axes)))
        return UNKNOWN if isinstance(leaf, Dim) and leaf.symbols() & touched else leaf

    value = map_value(value, forget)
    return _works_if(value, asked, in_axis_names(error, question)) if asked else Works(value)


def _is_one_sum_of_several(question: Question, replacement: Replacement) -> bool:
    """Whether unknown sizes are taken to be some number together, 12 of `reshape(-1, 12)`, and twice it works, too."""
    for axis in question.axes:
        total = axis.substitute(replacement).constant
        for symbol in axis.symbols() & replacement.keys() if axis.symbol is None and total else ():
            if _can_work(question.substitute({**replacement, symbol: replacement[symbol] + (total or 0)})):
                return True
    return False


def _is_asked_anyway(question: Question, asked: Replacement) -> bool:
    """Whether equalities of named sizes are asked for whatever the unknown sizes are."""
    named = all(
        part.kind is Kind.RIGID and part in question.symbols for dim in asked.values() for part in dim.symbols()
    )
    return named and not is_hasty() and is_refused_whatever_it_is(question)


def _agreed(question: Question, value: Value, replacement: Replacement) -> Value:
    """What comes out, but for sizes that are others where the unknown sizes are multiples of what was tried."""
    for other in _multiplied(replacement, replacement):
        multiplied = question.substitute(other)
        witnesses = workable_witnesses(multiplied, FEW_ORDERS)
        outcome = _works_at(multiplied, witnesses) if witnesses is not None else Unclear()
        if isinstance(outcome, Works):
            sizes = iter([axis for one in tensors_of(outcome.value) for axis in _axes_of(one)])

            def agree(leaf: Value, sizes: Iterator[Axis | Run | None] = sizes) -> Value:
                if not isinstance(leaf, Tensor) or leaf.shape is None:
                    return leaf
                axes = (axis if axis == next(sizes, None) else Axis(fresh_dim()) for axis in leaf.shape.axes)
                return leaf.with_shape(Shape(tuple(axes)))

            value = map_value(value, agree)
    return value


def _borne_out(question: Question, value: Value) -> Value:
    """What comes out, but for sizes that are others at some of the sizes that work: equality is one way of several.

    Where `p` has to divide an axis, `p` as long as the axis leaves 1 for the other part, and other divisors more.
    Only sizes that are drawn tell: those that come of what was refused are all near one point.  Unknown where even the
    ranks differ.
    """
    for sizes in islice(working_sizes(question, runs_for_real), MOST_EXAMPLES):
        seen = iter(call(question, Witness(sizes)).sizes)

        def is_so(dim: Dim, seen: Iterator[int] = seen, sizes: Mapping[Symbol, int] = sizes) -> bool:
            size = next(seen, None)
            return not dim.symbols() <= sizes.keys() or dim.evaluate(sizes) == size

        def keep(leaf: Value, is_so: Callable[[Dim], bool] = is_so) -> Value:
            if isinstance(leaf, Tensor) and leaf.shape is not None:
                axes = (
                    axis if not isinstance(axis, Axis) or is_so(axis.dim) else Axis(fresh_dim())
                    for axis in leaf.shape.axes
                )
                return leaf.with_shape(Shape(tuple(axes)))
            return UNKNOWN if isinstance(leaf, Dim) and not is_so(leaf) else leaf

        value = map_value(value, keep)
        if next(seen, None) is not None:
            return UNKNOWN
    return value


def _axes_of(tensor: Tensor) -> tuple[Axis | Run, ...]:
    return tensor.shape.axes if tensor.shape is not None else ()
