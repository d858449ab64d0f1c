"""Does a value have the shape that was declared for it?  For arguments, returns and annotated assignments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.values import TensorType
from shapecoach.analysis.walk import Walk
from shapecoach.probe.solve import equate
from shapecoach.shapes.annotation import Token, TokenKind
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

SizeOf = Callable[[Token], Dim | None]


@dataclass
class Names:
    """The axis names of one signature and the sizes they have here.  Runs are kept apart."""

    own: bool = False  # the names of the function being walked, not of one that it calls
    dims: dict[str, Dim] = field(default_factory=dict[str, Dim])
    runs: dict[str, tuple[Axis | Run, ...]] = field(default_factory=dict[str, tuple[Axis | Run, ...]])


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a tensor is not what was declared.  `certain` means that no sizes would make it fit."""

    message: str
    certain: bool
    symbols: tuple[Symbol, ...] = ()


def fit(walk: Walk, declared: TensorType, tensor: Tensor, names: Names, size_of: SizeOf) -> Misfit | None:
    """Match a tensor against a declaration, binding names that are new.

    `size_of(token)` is the size of an expression token, or None.  Open and unknown sizes are joined silently.
    """
    if declared.tokens is None or tensor.shape is None:
        return None
    tensor = walk.bindings.resolve(tensor)
    shape: Shape = tensor.shape  # pyright: ignore[reportAssignmentType]  # not None: checked above
    tokens, axes = declared.tokens, shape.axes
    wanted = " ".join(token.text for token in tokens)
    run_at = next((index for index, token in enumerate(tokens) if token.variadic), None)
    if run_at is None:
        if shape.run is not None:
            return None
        if len(tokens) != len(axes):
            return Misfit(_ranks(walk, wanted, len(tokens), tensor), certain=True)
        pairs = list(zip(tokens, axes, strict=True))
    else:
        after = len(tokens) - run_at - 1
        if shape.run is None and len(axes) < len(tokens) - 1:
            return Misfit(_ranks(walk, wanted, len(tokens) - 1, tensor, "at least "), certain=True)
        if shape.run is not None and not _aligned(axes, run_at, after):
            return None
        middle = axes[run_at : len(axes) - after]
        misfit = _fit_run(walk, tokens[run_at], middle, names)
        if misfit is not None:
            return misfit
        pairs = [
            *zip(tokens[:run_at], axes[:run_at], strict=True),
            *zip(tokens[run_at + 1 :], axes[len(axes) - after :], strict=True),
        ]
    # Names before expressions: `h*d` may be made of names bound further right.
    for token, axis in sorted(pairs, key=lambda pair: pair[0].kind is TokenKind.EXPRESSION):
        if isinstance(axis, Run):
            continue
        misfit = _fit_axis(walk, token, axis, names, size_of, wanted, tensor)
        if misfit is not None:
            return misfit
    return None


def _aligned(axes: tuple[Axis | Run, ...], before: int, after: int) -> bool:
    plain_before = next(index for index, axis in enumerate(axes) if isinstance(axis, Run))
    return plain_before >= before and len(axes) - plain_before - 1 >= after


def _fit_run(walk: Walk, token: Token, axes: tuple[Axis | Run, ...], names: Names) -> Misfit | None:
    if not token.name or token.broadcastable:
        return None
    known = names.runs.setdefault(token.name, axes)
    if [str(axis) for axis in known] == [str(axis) for axis in axes]:
        return None
    if any(isinstance(axis, Run) for axis in (*known, *axes)):
        return None
    if len(known) != len(axes):
        return Misfit(f"`*{token.name}` stands for {len(known)} axes and for {len(axes)} at once", certain=True)
    for first, second in zip(known, axes, strict=True):
        assert isinstance(first, Axis) and isinstance(second, Axis)
        misfit = _equal(walk, f"`*{token.name}`", first.dim, second.dim)
        if misfit is not None:
            return misfit
    return None


def _fit_axis(
    walk: Walk, token: Token, axis: Axis, names: Names, size_of: SizeOf, wanted: str, tensor: Tensor
) -> Misfit | None:
    if token.broadcastable or token.kind is TokenKind.ANONYMOUS:
        return None
    if token.kind is TokenKind.FIXED:
        size: Dim | None = Dim.of(token.size)
    elif token.kind is TokenKind.NAME:
        size = names.dims.get(token.name)
        if size is None:
            names.dims[token.name] = _named(walk, token.name, axis.dim) if names.own else axis.dim
            return None
    else:
        size = size_of(token)
    if size is None:
        return None
    wanted_size, got = walk.bindings.resolve(size), walk.bindings.resolve(axis.dim)
    if names.own and got.is_unknown and got.symbol is not None and not wanted_size.is_unknown:
        # The annotation says what nobody could work out.
        walk.bindings = walk.bindings.join({got.symbol: wanted_size})
        return None
    misfit = _equal(walk, f"`{token.text}`", wanted_size, got)
    if misfit is None:
        return None
    return Misfit(
        f'it should be "{wanted}" and is {walk.shown(tensor)}: {misfit.message}', misfit.certain, misfit.symbols
    )


def _named(walk: Walk, name: str, dim: Dim) -> Dim:
    """A size under a name of its own: an unknown one gets the name, any other keeps what it has."""
    if dim.symbol is None or dim.symbol.kind is not Kind.UNKNOWN:
        return dim
    named = Dim.of(Symbol(name, Kind.RIGID, walk.scope))
    walk.bindings = walk.bindings.join({dim.symbol: named})
    return named


def _equal(walk: Walk, what: str, wanted: Dim, got: Dim) -> Misfit | None:
    if wanted == got:
        return None
    if wanted.is_unknown or got.is_unknown:
        return None
    replacement = equate(wanted, got)
    symbols = tuple(sorted(wanted.symbols() | got.symbols(), key=lambda symbol: symbol.sort_key))
    if replacement is None:
        if (wanted - got).constant is None and not _never_equal(wanted, got):
            return None
        told, meets = walk.shown_dim(wanted), walk.shown_dim(got)
        return Misfit(f"{what} meets {meets}" if told in what else f"{what} is {told} and meets {meets}", True, symbols)
    ((symbol, dim),) = replacement.items()
    if symbol.kind is not Kind.RIGID:
        walk.bindings = walk.bindings.join({symbol: dim})
        return None
    equality = f"{symbol.name} = {walk.shown_dim(dim)}"
    return Misfit(f"that needs {equality}", False, symbols)


def _never_equal(wanted: Dim, got: Dim) -> bool:
    """Whether no sizes of at least 1 make two dims equal, as far as small sizes tell."""
    symbols = sorted((wanted - got).symbols(), key=lambda symbol: symbol.sort_key)
    if len(symbols) > 3 or any(symbol.kind is not Kind.RIGID for symbol in symbols):
        return False
    difference = wanted - got
    signs = [coefficient > 0 for _, coefficient in difference.terms]
    return all(signs) or not any(signs)


def _ranks(walk: Walk, wanted: str, rank: int, tensor: Tensor, at_least: str = "") -> str:
    axes = "axis" if rank == 1 else "axes"
    return f'it should be "{wanted}", {at_least}{rank} {axes}, and is {walk.shown(tensor)}'


def dtype_misfit(declared: TensorType, tensor: Tensor) -> str | None:
    """What is wrong with the element type, or None."""
    if declared.dtype.may_be(tensor.dtype):
        return None
    return f"its elements should be {declared.dtype} and are {tensor.dtype}"


def tell(walk: Walk, rule: str, misfit: Misfit, place: Range, subject: str, related: tuple[Related, ...]) -> None:
    severity = Severity.ERROR if misfit.certain else Severity.WARNING
    walk.finding(rule, severity, place, f"{subject}: {misfit.message}", related)


def own_names(walk: Walk) -> Names:
    """The axis names of the function being walked, as Names that share its dictionary."""
    return Names(own=True, dims=walk.axis_names)
