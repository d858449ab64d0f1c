"""Does a value have the shape that was declared for it?  For arguments, returns and annotated assignments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shapecoach.analysis.assumptions import stand_apart
from shapecoach.analysis.declared_types import TensorType, UnionType
from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.one_length import asks_for_ranks, counted
from shapecoach.analysis.walk import Walk
from shapecoach.probe.equations import always_differ, equate, is_multiple, is_quotient
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

    def restore(self, dims: Mapping[str, Dim], runs: Mapping[str, tuple[Axis | Run, ...]]) -> None:
        """Forget what was bound since; in place, since the walk may share the dictionaries."""
        self.dims.clear()
        self.dims.update(dims)
        self.runs.clear()
        self.runs.update(runs)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a tensor is not what was declared.  `certain` means that no sizes would make it fit.

    `token` is the axis of the declaration that it isn't, where it is one that is written there.
    """

    message: str
    certain: bool
    symbols: tuple[Symbol, ...] = ()
    token: Token | None = None


def fit(walk: Walk, declared: TensorType | UnionType, tensor: Tensor, names: Names, size_of: SizeOf) -> Misfit | None:
    """Match a tensor against a declaration, binding names that are new.

    `size_of(token)` is the size of an expression token, or None.  Open and unknown sizes are joined silently.
    """
    if isinstance(declared, UnionType):
        return _fit_any(walk, declared, tensor, names, size_of)
    if declared.tokens is None or tensor.shape is None:
        return None
    tensor = walk.bindings.resolve(tensor)
    shape: Shape = tensor.shape  # pyright: ignore[reportAssignmentType]  # not None: checked above
    said = " ".join(token.text for token in declared.tokens)
    pairs = _paired(walk, declared.tokens, shape, names)
    if isinstance(pairs, _WrongRank):
        return Misfit(f'it should be "{said}"{pairs.wanted} and is {walk.shown(tensor)}{pairs.needs}', not pairs.needs)
    # Names before expressions: `h*d` may be made of names bound further right.
    for wanted, axis in sorted(pairs, key=lambda pair: isinstance(pair[0], Token) and pair[0].expression is not None):
        misfit = (
            _fit_axis(walk, wanted, axis, names, size_of)
            if isinstance(wanted, Token)
            else _equal(walk, "an axis", wanted.dim, axis.dim)
        )
        if misfit is not None:
            message = f'it should be "{said}" and is {walk.shown(tensor)}: {misfit.message}'
            return replace(misfit, message=message, token=wanted if isinstance(wanted, Token) else None)
    return None


def _fit_any(walk: Walk, declared: UnionType, tensor: Tensor, names: Names, size_of: SizeOf) -> Misfit | None:
    """Match against the first side that fits; where none does, that is told of all of them."""
    misfits: list[Misfit] = []
    for side in declared.sides:
        if not isinstance(side, TensorType) or not side.dtype.may_be(tensor.dtype):
            continue
        dims, runs, bindings = dict(names.dims), dict(names.runs), walk.bindings
        misfit = fit(walk, side, tensor, names, size_of)
        if misfit is None:
            return None
        misfits.append(misfit)
        names.restore(dims, runs)
        walk.bindings = bindings
    if len(misfits) < 2:
        return misfits[0] if misfits else None
    said = " or ".join(
        f'"{" ".join(token.text for token in side.tokens or ())}"'
        for side in declared.sides
        if isinstance(side, TensorType)
    )
    certain = all(misfit.certain for misfit in misfits)
    return Misfit(f"it should be {said} and is {walk.shown(tensor)}", certain)


Wanted = Token | Axis
"""What an axis should be: as the declaration says, or as the run in the declaration is known to be."""


@dataclass(frozen=True, slots=True)
class _WrongRank:
    """Why the axes are too many or too few: how many are `wanted`, and what they `need` to be enough, if anything."""

    wanted: str = ""
    needs: str = ""

    @staticmethod
    def unless(rank: int, at_least: str = "") -> _WrongRank:
        if not rank and not at_least:
            return _WrongRank(", one number without an axis,")
        return _WrongRank(f", {at_least}{rank} {'axis' if rank == 1 else 'axes'},")


Pairs = list[tuple[Wanted, Axis]]


def _paired(walk: Walk, tokens: Sequence[Token], shape: Shape, names: Names) -> Pairs | _WrongRank:
    """Which axis stands where which is wanted."""
    axes = shape.axes
    run_at = next((index for index, token in enumerate(tokens) if token.variadic), None)
    wanted: list[Wanted | Run] = [token for token in tokens if not token.variadic]
    if run_at is not None:
        run = tokens[run_at]
        known = names.runs.get(run.name) if run.name and not run.broadcastable else None
        if known is None:
            return _with_free_run(walk, run, run_at, wanted, shape, names)
        wanted[run_at:run_at] = known
    mine, theirs = _run_at(wanted), _run_at(axes)
    if mine is None and theirs is None:
        if len(wanted) != len(axes):
            return _WrongRank.unless(len(wanted))
    elif mine is None or theirs is None:
        return _only_at_one_length(walk, wanted, axes)
    elif wanted[mine] != axes[theirs]:
        return []
    elif len(wanted) != len(axes):
        return _WrongRank()
    elif mine != theirs:
        return _WrongRank(needs=f": that needs `{wanted[mine]}` to be empty")
    return [
        (want, axis)
        for want, axis in zip(wanted, axes, strict=True)
        if not isinstance(want, Run) and isinstance(axis, Axis)
    ]


def _run_at(parts: Sequence[Token | Axis | Run]) -> int | None:
    return next((index for index, part in enumerate(parts) if isinstance(part, Run)), None)


def _with_free_run(
    walk: Walk, run: Token, run_at: int, wanted: Sequence[Wanted | Run], shape: Shape, names: Names
) -> Pairs | _WrongRank:
    """Match a declaration whose run may be any axes, which it is from now on."""
    axes, after = shape.axes, len(wanted) - run_at
    at = _run_at(axes)
    if at is None and len(axes) < len(wanted):
        return _WrongRank.unless(len(wanted), "at least ")
    if at is not None and (at < run_at or len(axes) - at - 1 < after):
        return _over_a_run(walk, run_at, wanted, axes, names)
    end = len(axes) - after
    if run.name and not run.broadcastable:
        names.runs[run.name] = axes[run_at:end]
    pairs = [
        *zip(wanted[:run_at], axes[:run_at], strict=True),
        *zip(wanted[run_at:], axes[end:], strict=True),
    ]
    return [(w, axis) for w, axis in pairs if not isinstance(w, Run) and isinstance(axis, Axis)]


def _over_a_run(
    walk: Walk, run_at: int, wanted: Sequence[Wanted | Run], axes: Sequence[Axis | Run], names: Names
) -> Pairs | _WrongRank:
    """Axes that are wanted where a tensor has a run: one that has a size already needs the run to be empty."""
    at = _run_at(axes) or 0
    run, behind = axes[at], len(axes) - at - 1
    last = len(wanted) - behind
    within = [*wanted[at:run_at], *wanted[run_at:last]]
    sure = any(
        isinstance(token, Token)
        and not token.broadcastable
        and (token.kind is TokenKind.FIXED or (token.kind is TokenKind.NAME and token.name in names.dims))
        for token in within
    )
    if (
        not names.own
        or not sure
        or not isinstance(run, Run)
        or not _is_of_a_parameter(walk, run)
        or asks_for_ranks(walk.function)
    ):
        return []
    return _WrongRank(needs=f": that needs `{run}` to be empty")


def _is_of_a_parameter(walk: Walk, run: Run) -> bool:
    """Whether a parameter of the function that is walked has the run, so that callers choose its length."""
    if run.name or walk.function is None:
        return bool(run.name) and run.scope == walk.scope
    spec = walk.function.args
    given = (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)
    return any(run.scope.startswith(f"{walk.scope}:{parameter.arg}:") for parameter in given)


def _only_at_one_length(walk: Walk, wanted: Sequence[Wanted | Run], axes: Sequence[Axis | Run]) -> Pairs | _WrongRank:
    """One side has a run of axes and the other a fixed number: they agree where the run is just so long."""
    longer, shorter = (wanted, axes) if _run_at(wanted) is not None else (axes, wanted)
    run = next(part for part in longer if isinstance(part, Run))
    length = len(shorter) - (len(longer) - 1)
    if length < 0:
        return _WrongRank()
    if not run.name or run.scope != walk.scope:
        return []  # any axes at all, as in "...", mostly means that nobody cares
    return _WrongRank(needs=f": that needs `{run}` to be {counted(length)}")


def _fit_axis(walk: Walk, token: Token, axis: Axis, names: Names, size_of: SizeOf) -> Misfit | None:
    if token.kind is TokenKind.ANONYMOUS or (token.broadcastable and axis.dim.constant == 1):
        return None
    if token.kind is TokenKind.FIXED:
        size: Dim | None = Dim.of(token.size)
    elif token.kind is TokenKind.NAME:
        size = names.dims.get(token.name)
        if names.own and token.name in walk.optional_axes:
            return None
        if size is None:
            if not (token.broadcastable and axis.dim.is_unknown):
                names.dims[token.name] = _named(walk, token.name, axis.dim) if names.own else axis.dim
            return None
    else:
        size = size_of(token)
    if size is None:
        return None
    wanted_size, got = walk.bindings.resolve(size), walk.bindings.resolve(axis.dim)
    if token.broadcastable and got.is_unknown:
        return None
    if names.own and got.is_unknown and got.symbol is not None and not wanted_size.is_unknown:
        # The annotation says what nobody could work out.
        walk.bindings = walk.bindings.join({got.symbol: wanted_size})
        return None
    return _equal(walk, f"`{token.text}`", wanted_size, got)


def _named(walk: Walk, name: str, dim: Dim) -> Dim:
    """A size under a name of its own: an unknown one gets the name, any other keeps what it has.

    In one call of a function it only goes by that name there: to the caller the name says nothing.
    """
    if dim.symbol is None or dim.symbol.kind is not Kind.UNKNOWN:
        return dim
    if walk.is_call:
        walk.spellings.setdefault(dim, name)
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
        if not always_differ(wanted, got) and not _never_equal(wanted, got):
            if not _are_polynomials_of_names(wanted, got):
                return None
            return Misfit(f"that needs {walk.shown_dim(wanted)} = {walk.shown_dim(got)}", False, symbols)
        told, meets = walk.shown_dim(wanted), walk.shown_dim(got)
        return Misfit(f"{what} meets {meets}" if told in what else f"{what} is {told} and meets {meets}", True, symbols)
    ((symbol, dim),) = replacement.items()
    is_free = is_multiple(symbol, dim) if symbol.kind is Kind.RIGID else not _are_kept_apart(walk, symbol, dim)
    if is_free or (dim.symbol is not None and dim.symbol.name == symbol.name):
        walk.bindings = walk.bindings.join({symbol: dim})
        return None
    equality = f"{symbol.name} = {walk.shown_dim(dim)}"
    return Misfit(f"that needs {equality}", False, symbols)


def _are_kept_apart(walk: Walk, symbol: Symbol, dim: Dim) -> bool:
    """Whether two sizes are two things to the author: ints of one constructor or config, or axes of one tensor."""
    if symbol.kind is not Kind.OPEN or not symbol.scope:
        return False
    if not symbol.is_nameless and stand_apart(walk, symbol, dim):
        return True
    return any(
        size == dim and other.scope == symbol.scope and other.name != symbol.name
        for other, size in walk.bindings.replacements.items()
        if other.kind is Kind.OPEN
    )


def _are_polynomials_of_names(*dims: Dim) -> bool:
    """Whether they are made of named axes without division, so that they are what they are written as."""
    atoms = {atom for dim in dims for monomial, _ in dim.terms for atom, _ in monomial}
    return all(isinstance(atom, Symbol) and atom.kind is Kind.RIGID and not is_quotient(atom) for atom in atoms)


def _never_equal(wanted: Dim, got: Dim) -> bool:
    """Whether no sizes of at least 1 make two dims equal, as far as small sizes tell."""
    symbols = sorted((wanted - got).symbols(), key=lambda symbol: symbol.sort_key)
    if len(symbols) > 3 or any(symbol.kind is not Kind.RIGID for symbol in symbols):
        return False
    difference = wanted - got
    signs = [coefficient > 0 for _, coefficient in difference.terms]
    return all(signs) or not any(signs)


def dtype_misfit(declared: TensorType | UnionType, tensor: Tensor) -> str | None:
    """What is wrong with the element type, or None."""
    sides = declared.sides if isinstance(declared, UnionType) else (declared,)
    kinds = [side.dtype for side in sides if isinstance(side, TensorType)]
    if not kinds or any(kind.may_be(tensor.dtype) for kind in kinds):
        return None
    return f"its elements should be {' or '.join(dict.fromkeys(map(str, kinds)))} and are {tensor.dtype}"


def tell(walk: Walk, rule: str, misfit: Misfit, place: Range, subject: str, related: tuple[Related, ...]) -> None:
    message = f"{subject}: {misfit.message}"
    if misfit.certain:
        walk.finding(rule, Severity.ERROR, place, message, related)
    else:
        walk.assumption(rule, place, message, misfit.symbols, related)


def own_names(walk: Walk) -> Names:
    """The axis names of the function being walked, as Names that share its dictionaries."""
    return Names(own=True, dims=walk.axis_names, runs=walk.axis_runs)
