"""Library operations: asking the probe, and telling the user what it said."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shapecoach.analysis import counts, element_counts, messages, one_length
from shapecoach.analysis.asked_sizes import of_asked_sizes, with_asked_sizes
from shapecoach.analysis.assumptions import is_assumed
from shapecoach.analysis.elementwise import with_broadcast_sizes
from shapecoach.analysis.factors import with_factors
from shapecoach.analysis.frameworks import TYPES
from shapecoach.analysis.identity import as_a_value_of_its_own
from shapecoach.analysis.labels import with_labels
from shapecoach.analysis.layers import refused_axis
from shapecoach.analysis.likeness import with_likeness
from shapecoach.analysis.of_lists import operate_on_lists
from shapecoach.analysis.parts import may_be_more, parts, with_length
from shapecoach.analysis.pattern_results import result_of_pattern
from shapecoach.analysis.places import with_places
from shapecoach.analysis.rules import scrambled_reshape, silent, strided_view
from shapecoach.analysis.strides import strided, with_strides
from shapecoach.analysis.told_by_patterns import TELLING, told_by_pattern
from shapecoach.analysis.used_as_numbers import note_numbers
from shapecoach.analysis.values import (
    BoundMethod,
    Class,
    Function,
    Guess,
    Instance,
    Library,
    Listing,
    Mapped,
    MaybeNone,
    Partial,
    Value,
)
from shapecoach.analysis.walk import Walk
from shapecoach.probe import Never, Unclear, Works, WorksAtOneLength, WorksIf, probe
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, Sizes, Unknown, dims_of, map_value, symbols_of, tensors_of
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.probe.equations import always_differ
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind
from shapecoach.shapes.tensor import ANY, Tensor

_CARRY_NO_SHAPE = frozenset(
    "device generator requires_grad pin_memory non_blocking memory_format layout out_device copy out".split()
)


_DROPPING = frozenset(
    f"torch.nn.functional.{name}" for name in "dropout dropout1d dropout2d dropout3d alpha_dropout".split()
)

STEPS_OF_A_REFUSAL = 50  # to say what doesn't fit; the calls that it takes to find that out are counted apart
_STEPS: dict[type, int] = {Works: 20, Unclear: 50}


@dataclass(frozen=True, slots=True)
class Operation:
    """One use of a library operation.  `operands` are the nodes its tensors came from, as far as they are known."""

    path: str
    args: tuple[Value, ...]
    kwargs: tuple[tuple[str, Value], ...]
    node: ast.expr
    operands: tuple[ast.expr, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


def operate(walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr,
            operands: Sequence[ast.expr] = ()) -> Value:  # fmt: skip
    """The value of a library operation; what can't work, or works by accident, is told on the way."""
    if path in TELLING:
        asked = told_by_pattern(walk, Operation(path, tuple(args), tuple(kwargs.items()), node, tuple(operands)))
        args = asked.args
    if path in _DROPPING:  # with which probability says nothing of shapes
        args, kwargs = args[:1], {}
    if _may_be_a_tensor(path, args) or _may_be_a_shape(path, args, kwargs):
        return UNKNOWN
    note_numbers(walk, path, args, kwargs)
    if any(isinstance(arg, Listing) for arg in args):
        return operate_on_lists(walk, path, args, kwargs, node)
    plain_args = tuple(_plain(arg) for arg in args)
    of_einops = path.startswith("einops.")  # whose keywords are lengths, whatever they are called
    kept = {name: value for name, value in kwargs.items() if of_einops or name not in _CARRY_NO_SHAPE}
    plain_kwargs = {name: _plain(value) for name, value in kept.items()}
    unknown_dtype = isinstance(plain_kwargs.get("dtype"), Unknown)
    if unknown_dtype:
        del plain_kwargs["dtype"]
    plain_args = with_likeness(path, walk.bindings.resolve(plain_args), plain_kwargs)
    plain_kwargs = {name: walk.bindings.resolve(value) for name, value in plain_kwargs.items()}
    operation = Operation(path, plain_args, tuple(plain_kwargs.items()), node, tuple(operands))
    if any(_is_unknown(part) for part in parts_of((operation.args, operation.kwargs))):
        _check_pattern(walk, operation)
        return of_asked_sizes(path, operation.args)
    value = _ask(walk, operation, args)
    value = counts.settled(walk, path, args, kwargs, node, as_a_value_of_its_own(value))
    if (unknown_dtype or _is_filled_with_any_number(operation)) and isinstance(value, Tensor):
        return value.with_dtype(ANY)
    if "memory_format" in kwargs and isinstance(value, Tensor):  # which says nothing of shapes, but of this
        return value.with_strides(None)
    return value


def _is_filled_with_any_number(operation: Operation) -> bool:
    """Whether the element type is that of a number that is taken for an int and may be a fraction (`self.mean`)."""
    kwargs = dict(operation.kwargs)
    if operation.path not in _TAKE_THEIR_TYPE or "dtype" in kwargs:
        return False
    place, name = _TAKE_THEIR_TYPE[operation.path]
    number = operation.args[place] if place < len(operation.args) else kwargs.get(name)
    return isinstance(number, Dim) and number.constant is None


_TAKE_THEIR_TYPE = {
    "torch.full": (1, "fill_value"),
    "numpy.full": (1, "fill_value"),
    "torch.arange": (2, "step"),
    "numpy.arange": (2, "step"),
}
"""By place and by name, the argument from which these take the element type."""


def _is_unknown(part: Value) -> bool:
    """Nothing follows from what is unknown, nor from an empty list, which others may yet have filled."""
    if isinstance(part, Seq) and part.is_list and not part.items:
        return True
    return isinstance(part, Unknown) or (isinstance(part, Tensor) and part.shape is None)


def _check_pattern(walk: Walk, operation: Operation) -> None:
    """A pattern that fits no tensor at all is wrong even where nothing is known of the tensor."""
    if operation.path in messages.EINOPS and not walk.quiet:
        why = messages.pattern_fault(walk, operation.path, operation.args, dict(operation.kwargs), operation.operands)
        if why is not None:
            messages.bad_pattern(walk, operation, why)


def _ask(walk: Walk, operation: Operation, given: Sequence[Value]) -> Value:
    outcome = probe(operation.path, operation.args, dict(operation.kwargs))
    walk.reading.budget.spend(_STEPS.get(type(outcome), STEPS_OF_A_REFUSAL))
    guessed = any(isinstance(part, Guess) for part in parts_of(tuple(given)))
    match outcome:
        case Works() if may_be_more(operation.name, operation.args, dict(operation.kwargs)):
            return parts(operation.name, operation.args, dict(operation.kwargs))
        case Works(value=value):
            silent.check(walk, operation, value)
            value = with_length(operation.name, operation.args, dict(operation.kwargs), value)
            lying = strided(operation.path, operation.args, dict(operation.kwargs), given)
            if lying is not None and not scrambled_reshape.is_found(walk, operation, value):
                strided_view.tell(walk, operation, lying)
            return _finished(operation, given, value)
        case WorksIf():
            assumed = [(s, d) for s, d in outcome.replacements if is_assumed(walk, operation, s, d)]
            if assumed and guessed:
                return UNKNOWN
            if assumed:
                messages.assumed_equal(walk, operation, assumed)
                return _told(outcome)
            walk.bindings = walk.bindings.join(dict(outcome.replacements))
            for symbol, _ in outcome.replacements:
                walk.joined_at.setdefault(symbol, walk.source.range(operation.node))
            silent.check(walk, operation, outcome.value)
            return walk.bindings.resolve(_finished(operation, given, outcome.value))
        case Never() if not guessed and not _hangs_on_an_int(operation) and not _lacks_a_tensor(operation):
            messages.never(walk, operation, outcome)
            return UNKNOWN
        case WorksAtOneLength(value=value) if not guessed:
            one_length.told(walk, operation.node, outcome.run, outcome.length, messages.operands(walk, operation))
            return value
        case _ if not guessed and element_counts.told(walk, operation):
            return UNKNOWN
        case _ if isinstance(asked := of_asked_sizes(operation.path, operation.args), Tensor):
            return asked
        case _ if guessed:
            return _as_fraction(walk, operation)
        case _ if operation.path.startswith("einops."):
            return result_of_pattern(operation.path, operation.args, dict(operation.kwargs))
        case _:
            given = operation.name, operation.args, dict(operation.kwargs)
            return with_length(*given, parts(*given))


def _told(outcome: WorksIf) -> Value:
    """The value after a warning: what hangs on the assumption is forgotten, so that one mistake is told once."""
    doubtful = {s.name for symbol, dim in outcome.replacements for s in (symbol, *dim.symbols())}

    def hangs_on_it(dim: Dim) -> bool:
        return any(symbol.name in doubtful for symbol in dim.symbols())

    def forget(leaf: Value) -> Value:
        if isinstance(leaf, Tensor) and leaf.shape is not None:
            axes = tuple(
                Axis(fresh_dim()) if isinstance(axis, Axis) and hangs_on_it(axis.dim) else axis
                for axis in leaf.shape.axes
            )
            return leaf.with_shape(Shape(axes))
        return UNKNOWN if isinstance(leaf, Dim) and hangs_on_it(leaf) else leaf

    return map_value(outcome.value, forget)


def _as_fraction(walk: Walk, operation: Operation) -> Value:
    """What was guessed to be a size may be a probability (`nn.Dropout(cfg.p)`)."""

    def change(leaf: Value) -> Value:
        return Real() if isinstance(leaf, Dim) and leaf.constant is None else leaf

    outcome = probe(operation.path, map_value(operation.args, change), dict(map_value(operation.kwargs, change)))
    return outcome.value if isinstance(outcome, Works) else UNKNOWN


def _hangs_on_an_int(operation: Operation) -> bool:
    """Whether an int of unknown size and unknown use is among the arguments: too little to call anything impossible.

    The lengths that einops takes are sizes and nothing else, and so is what a layer takes, or a tensor has as an axis.
    """
    refused = refused_axis(operation)
    if operation.path.startswith("einops.") or (refused is not None and always_differ(*refused[:2])):
        return False
    everything = operation.args, operation.kwargs
    ints = {symbol for dim in dims_of(everything) for symbol in dim.symbols() if symbol.kind is not Kind.RIGID}
    return bool(ints - symbols_of(tuple(tensors_of(everything))))


_TAKES_SIZES = frozenset(
    "view reshape expand repeat unflatten zeros ones full empty rand randn randint arange eye linspace split chunk "
    "topk tril triu one_hot broadcast_to tile repeat_interleave narrow roll unfold rearrange reduce __call__ "
    "identity indices array_split".split()
)

_TAKES_A_SHAPE = frozenset("view reshape expand repeat zeros ones full empty rand randn tile broadcast_to".split())


def _may_be_a_tensor(path: str, args: Sequence[Value]) -> bool:
    """Whether something nobody described stands where a tensor could: then its shape is anybody's guess."""
    takes_sizes = path.rpartition(".")[2] in _TAKES_SIZES and path != "numpy.random.randint"
    return not takes_sizes and any(isinstance(part, Guess) for part in parts_of(tuple(args)))


def _may_be_a_shape(path: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> bool:
    """Whether something nobody described, and that was computed of nothing, stands where a whole shape could."""
    whole = [kwargs[name] for name in ("shape", "size") if name in kwargs]
    if path.rpartition(".")[2] in _TAKES_A_SHAPE:
        is_alone = sum(not isinstance(arg, Tensor) for arg in args) == 1
        whole += args if is_alone else args[:1] if path.startswith("numpy.") else ()
    return any(isinstance(value, Guess) and not _is_computed(value) for value in whole)


def _is_computed(guess: Guess) -> bool:
    """Whether something was computed of what an object holds: then that is no shape."""
    return not guess.is_passed and guess.dim.symbol is None


def _lacks_a_tensor(operation: Operation) -> bool:
    """Whether something else stands where a tensor is meant: this path isn't taken, or it's no matter of shapes."""
    if not tensors_of((operation.args, operation.kwargs)):
        return True
    return operation.path != "operator.getitem" and None in operation.args


_INSERTS = frozenset({"unsqueeze", "rearrange", "repeat", "view", "reshape", "unflatten", "expand_dims", "atleast_2d"})
_PICKS = frozenset({"gather", "take_along_dim", "take_along_axis"})
"""What these give is shaped as their index, but nobody inserted an axis into what was picked."""


def _with_marks(operation: Operation, value: Value) -> Value:
    """Mark the axes of size 1 that the operation was asked for."""
    if not isinstance(value, Tensor) or value.shape is None:
        return value
    if operation.name in _PICKS:
        return value.with_shape(value.shape.with_marks(inserted=False))
    return value.with_shape(value.shape.with_marks()) if operation.name in _INSERTS else value


def _finished(operation: Operation, given: Sequence[Value], value: Value) -> Value:
    """The result with what only the interpreter keeps: merged factors in order, inserted axes, names from patterns."""
    path, args, kwargs = operation.path, operation.args, dict(operation.kwargs)
    asked = with_broadcast_sizes(operation.name, args, with_asked_sizes(path, args, value))
    marked = _with_marks(operation, with_factors(path, args, kwargs, asked))
    labelled = with_labels(path, args, operation.operands, marked)
    return with_places(path, args, kwargs, with_strides(path, args, kwargs, given, labelled))


def _plain(value: Value) -> Value:
    """A value in the probes' vocabulary."""
    match value:
        case Guess():
            return value.dim
        case MaybeNone(value=inner):
            return _plain(inner)
        case Tensor():
            return replace(value, strides=None, below=None) if value.strides or value.below else value
        case Seq(items=items):
            return Seq(tuple(_plain(item) for item in items), value.is_list, value.names)
        case Sizes(parts=parts):
            return Sizes(tuple(_plain(part) for part in parts))
        case Listing() | Mapped() | Instance() | Class() | Function() | BoundMethod() | Partial():
            return UNKNOWN
        case Library(path=path) if path in TYPES:
            return TYPES[path]
        case tuple():
            return tuple(_plain(item) for item in value)  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value
