"""The state of one walk through a function, a class body or a module."""

from __future__ import annotations

import ast
import operator
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

from shapecoach.analysis.bindings import Bindings
from shapecoach.analysis.context import ModuleContext
from shapecoach.analysis.joining import BUILTINS, common, join_names
from shapecoach.analysis.model import AxisOrigin, Fact, Finding, Fix, Range, Related, Severity
from shapecoach.analysis.reading import NOWHERE, Reading
from shapecoach.analysis.shadowed import unless_misleading
from shapecoach.analysis.source import Source
from shapecoach.analysis.spelling import spelled
from shapecoach.analysis.stars import Star
from shapecoach.analysis.values import (
    Class,
    FunctionNode,
    Guess,
    Imported,
    Instance,
    Library,
    Listing,
    Mapped,
    MaybeNone,
    Value,
)
from shapecoach.probe.arguments import UNKNOWN, Seq, Unknown
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

DEEPEST_CALL = 12
MODULE_LEVEL = "<module>"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a symbol got its name."""

    message: str
    range: Range | None
    path: str | None = None  # of the file, where it is another than the one that is analysed

    def related(self, name: str) -> tuple[Related, ...]:
        """The place as one that a finding about the symbol relates to."""
        return () if self.range is None else (Related(self.range, f"{name}: {self.message}", self.path),)


@lru_cache(maxsize=4096)
def _axis_origins(*named: tuple[str, Origin]) -> tuple[AxisOrigin, ...]:
    """The origins of some axes: one object, since many facts share it."""
    return tuple(AxisOrigin(name, origin.message, origin.range, origin.path) for name, origin in named)


@dataclass(frozen=True, slots=True)
class State:
    """What is known at one point of a walk.  `objects` holds the attributes of the objects that names hold."""

    env: dict[str, Value]
    bindings: Bindings
    alive: bool
    objects: dict[Instance, dict[str, Value]]
    told: frozenset[frozenset[Symbol]]
    numbers: frozenset[Symbol]
    axis_names: dict[str, Dim]
    axis_runs: dict[str, tuple[Axis | Run, ...]]
    spellings: dict[Dim, str]
    stars: tuple[Star, ...]  # of the module, whose names may be more than are known

    def revived(self) -> State:
        """The same, taken as a point that can be reached."""
        return replace(self, alive=True)


@dataclass
class Walk:
    """One walk.  `env`, `bindings` and `alive` are what statements change; nothing is alive after a return or raise."""

    module: ModuleContext
    reading: Reading
    scope: str
    env: dict[str, Value]
    bindings: Bindings = field(default_factory=Bindings)
    alive: bool = True
    cls: Class | None = None
    instance: Instance | None = None
    declared_return: ast.expr | None = None
    returns: list[Value] = field(default_factory=list[Value])
    yields: list[Value] = field(default_factory=list[Value])
    axis_names: dict[str, Dim] = field(default_factory=dict[str, Dim])
    optional_axes: frozenset[str] = frozenset()  # named only by parameters that may be None, and then by nothing
    borrowed: frozenset[str] = frozenset()  # axes of the function around this one that its own signature doesn't name
    axis_runs: dict[str, tuple[Axis | Run, ...]] = field(default_factory=dict[str, tuple[Axis | Run, ...]])
    spellings: dict[Dim, str] = field(default_factory=dict[Dim, str])
    pattern_names: dict[str, Dim] = field(default_factory=dict[str, Dim])  # what a pattern called what, on any way
    origins: dict[Symbol, Origin] = field(default_factory=dict[Symbol, Origin])
    made_at: dict[str, tuple[Value, Range]] = field(default_factory=dict[str, tuple[Value, Range]])  # names, by line
    joined_at: dict[Symbol, Range] = field(default_factory=dict[Symbol, Range])  # where an operation said what it is
    depth: int = 0
    quiet: int = 0  # nothing is recorded
    hushed: int = 0  # shapes are recorded, findings are not
    presumed: set[Symbol] = field(default_factory=set[Symbol])  # sizes of what was only taken for a tensor
    jumps: list[State] = field(default_factory=list[State])  # where the innermost loop was left or begun anew
    function: FunctionNode | None = None  # the function being walked
    stack: tuple[object, ...] = ()
    counted: dict[tuple[Value, ...], tuple[Dim, tuple[Value, ...]]] = field(
        default_factory=dict[tuple[Value, ...], tuple[Dim, tuple[Value, ...]]]
    )  # sizes that hang on values, by those values
    count_places: dict[str, list[tuple[int, int]]] = field(default_factory=dict[str, list[tuple[int, int]]])
    told: frozenset[frozenset[Symbol]] = frozenset()  # the sizes of each assumption that was told on the way here
    numbers: frozenset[Symbol] = frozenset()  # what nobody described, and was used as a number on the way here
    number: int = field(default_factory=count(1).__next__)  # no two walks have the same
    exchanged: list[tuple[Tensor, Value]] = field(default_factory=list[tuple[Tensor, Value]])  # changed in place
    reshaped_any: bool = False  # some tensor, nobody knows which, was given another shape in place
    gives_way: int = 0  # what it shows is shown only where no other walk of the same function gives way less
    decides: bool = False  # what it doesn't know isn't known: its function speaks for itself
    is_call: bool = False  # it walks a function with the arguments of one call
    calls: dict[object, tuple[int, Bindings, Value]] | None = None  # those within it that left no trace (`repeated.py`)
    run_length: int | None = None  # how many axes the runs of its parameters are taken to have

    def __post_init__(self) -> None:
        self.quiet += not self.module.is_told

    @property
    def source(self) -> Source:
        return self.module.source

    @property
    def is_in_module(self) -> bool:
        """Whether it walks a method of an `nn.Module`, which handles tensors and hardly other arrays."""
        return self.cls is not None and self.cls.is_module

    @property
    def qualname(self) -> str:
        """The name of what is walked, as a person would say it; empty at the top level of a module."""
        return "" if self.scope == MODULE_LEVEL else self.scope.removeprefix(self.module.prefix)

    # -- names --------------------------------------------------------------------------------------

    def lookup(self, name: str) -> Value:
        if name in self.module.volatile:
            return UNKNOWN
        value, here = self.env.get(name, NOWHERE), self.module.names.get(name, NOWHERE)
        if value is NOWHERE or (self.module.stars and value is here):
            value = self.reading.bound(self.module, name) if self.module.stars else here
        if value is NOWHERE:
            return Library(f"builtins.{name}") if name in BUILTINS else UNKNOWN
        return self.reading.resolve(value, self.module) if isinstance(value, Imported) else value

    def bind(self, name: str, value: Value, node: ast.AST) -> None:
        """Bind a name, and note the tensors it is bound to."""
        self.env[name] = value
        if isinstance(value, Tensor) and not self.quiet:
            self.made_at[name] = value, self.source.range(node)
        self.note_binding(name, value, node)
        self.name_size(value, name)

    def name_size(self, value: Value, name: str) -> None:
        """Let a size that only a division says (`d_model//n_heads`) go by the name the program gave it (`d_head`)."""
        size = value.dim if isinstance(value, Guess) else value
        if self.quiet or name in self.axis_names or name.startswith("_"):
            return
        if isinstance(size, Dim) and is_divided(size):
            if "//" not in self.shown_dim(size):  # a whole that is only held as so many times its part
                return
            self.spellings.setdefault(size, name)

    def name_origin(self, symbol: Symbol, message: str, place: Range) -> None:
        """Remember where in this module a symbol got its name."""
        self.origins[symbol] = Origin(message, place, self.module.told_path)

    def note_binding(self, name: str, value: Value, node: ast.AST) -> None:
        if isinstance(value, Tensor):
            self.fact(name, value, node, binding=True)
        elif isinstance(value, Unknown) and not self.quiet and (self.decides or name in self.module.recorder.names):
            # The second time round a loop nothing is known of it any more: nor is what was known the first time.
            self.module.recorder.no_fact(name, self.source.range(node), self.gives_way)

    def exchange(self, old: Tensor, new: Value) -> None:
        """Let whatever holds one tensor hold another: it was changed in place."""
        self.exchanged.append((old, new))
        self._replace(old, new)

    def known_better(self, old: Tensor, new: Tensor) -> None:
        """More is known of a tensor now, whoever holds it."""
        self._replace(old, new)

    def since(self, changes: int, value: Value) -> Value:
        """A value that was there before all but so many of the changes in place, which may have met what it is made of.

        What was changed may have been so on one way only, and has no shape here.
        """
        for old, new in self.exchanged[changes:]:
            value = _with(value, old, _on_some_way(old, new))
        return value

    def exchange_as(self, inner: Walk) -> None:
        """Change what was changed in place in a call; where that gave it another shape, on some way or other."""
        for old, new in inner.exchanged:
            self.exchange(old, _on_some_way(old, new))

    def forget(self, held: Value) -> None:
        """A list or dict that something else may have changed: whatever holds it no longer knows what is in it."""
        self._replace(held, UNKNOWN)

    def _replace(self, held: Value, now: Value) -> None:
        for name, value in self.env.items():
            if not isinstance(value, Instance):
                self.env[name] = _with(value, held, now)
            elif value.is_kept and not self.reading.keeps:
                for attribute in (n for n, part in value.attributes.items() if _with(part, held, now) is not part):
                    self.reading.note_change(self.module, value, attribute)
            else:
                changed = {n: _with(part, held, now) for n, part in value.attributes.items()}
                self.reading.effects += any(changed[n] is not part for n, part in value.attributes.items())
                value.attributes = changed

    def changed(self, held: Value, now: Value) -> None:
        """A list that is another now, under each of its names; what else holds it no longer knows what is in it."""
        for name, value in self.env.items():
            if value is held:
                self.env[name] = now
        self.forget(held)

    # -- what is found ------------------------------------------------------------------------------

    def fact(self, name: str, tensor: Tensor, node: ast.AST, *, binding: bool) -> None:
        if self.quiet:
            return
        tensor = self.bindings.resolve(tensor)
        dims = spelled(self, tensor.shape) if tensor.shape is not None else None
        dims = unless_misleading(self, tensor, dims)
        symbols = sorted(tensor.shape.symbols(), key=lambda s: s.sort_key) if tensor.shape else ()
        origins = _axis_origins(*((s.name, self.origins[s]) for s in symbols if s in self.origins))
        place = self.source.range(node)
        fact = Fact(name, place, self.scope, dims, str(tensor.dtype), binding, origins, tensor.framework)
        self.module.recorder.fact(fact, self.number, self.gives_way)

    def spell(self, tensor: Tensor) -> tuple[str, ...] | None:
        if tensor.shape is None:
            return None
        return spelled(self, self.bindings.resolve(tensor).shape)

    def shown(self, value: Value) -> str:
        """A tensor's shape for a message, `(batch, seq)`."""
        dims = self.spell(value) if isinstance(value, Tensor) else None
        if dims is None:
            return "of unknown shape"
        return "(" + ", ".join(dims) + ("," if len(dims) == 1 else "") + ")"

    def shown_dim(self, dim: Dim) -> str:
        return spelled(self, Shape.of(self.bindings.resolve(dim)))[0]

    def finding(self, rule: str, severity: Severity, place: Range, message: str,
                related: tuple[Related, ...] = (), fixes: tuple[Fix, ...] = ()) -> None:  # fmt: skip
        if not self.quiet and not self.hushed:
            self.module.recorder.finding(Finding(rule, severity, place, message, related, fixes))

    def assumption(self, rule: str, place: Range, message: str, symbols: Iterable[Symbol],
                   related: tuple[Related, ...] = ()) -> None:  # fmt: skip
        """Tell that the program works only if these sizes are related, once on each way through it."""
        sizes = frozenset(symbols)
        if self.quiet or self.hushed or sizes in self.told:
            return
        self.told |= {sizes}
        self.finding(rule, Severity.WARNING, place, message, related)

    @contextmanager
    def silently(self) -> Generator[None]:
        """Evaluate without telling anything: for what is evaluated twice, or only to learn from it."""
        self.quiet += 1
        try:
            yield
        finally:
            self.quiet -= 1

    @contextmanager
    def hushing(self, it_is: bool = True) -> Generator[None]:
        """Evaluate without findings, if `it_is` something that may well not happen."""
        self.hushed += it_is
        try:
            yield
        finally:
            self.hushed -= it_is

    # -- branches -----------------------------------------------------------------------------------

    def snapshot(self) -> State:
        objects = {value: dict(value.attributes) for value in self.env.values() if type(value) is Instance}
        known = self.told, self.numbers, dict(self.axis_names), dict(self.axis_runs), dict(self.spellings)
        return State(dict(self.env), self.bindings, self.alive, objects, *known, self.module.stars)

    def restore(self, state: State) -> None:
        kept = dict(state.env)
        self.env.clear()  # in place: a module's names are read through this dictionary by all its functions
        self.env.update(kept)
        self.bindings, self.alive, self.told, self.numbers = state.bindings, state.alive, state.told, state.numbers
        self.axis_names, self.axis_runs = dict(state.axis_names), dict(state.axis_runs)
        self.spellings = dict(state.spellings)
        if self.env is self.module.names:
            self.module.stars = state.stars
        for instance, attributes in state.objects.items():
            instance.attributes = dict(attributes)

    def _without_own_stars(self, states: list[State]) -> list[State]:
        """Points on several ways, of each of which the names are read that stars brought only there."""
        shared = tuple(star for star in states[0].stars if all(star in state.stars for state in states))
        spelled_out: list[State] = []
        for state in states:
            names = state.env
            for star in state.stars:
                if star not in shared:
                    names = self.reading.spelled_out(star, self.module, names)
            spelled_out.append(replace(state, env=names, stars=shared))
        return spelled_out

    def merge(self, states: list[State]) -> None:
        """Go on from several paths at once, keeping what they agree on."""
        living = [state for state in states if state.alive]
        if not living:
            self.alive = False
            return
        if any(state.stars != living[0].stars for state in living):
            living = self._without_own_stars(living)
        merged = living[0]
        for other in living[1:]:
            both = merged.bindings, other.bindings
            objects = {
                one: join_names(merged.objects.get(one, attributes), other.objects.get(one, attributes), *both)
                for one, attributes in {**merged.objects, **other.objects}.items()
            }
            names = join_names(merged.env, other.env, *both)
            known = merged.told | other.told, merged.numbers & other.numbers
            # What an annotation on one way calls an axis, another way may call another one.
            axes = common(merged.axis_names, other.axis_names), common(merged.axis_runs, other.axis_runs)
            spellings = common(merged.spellings, other.spellings)
            merged = State(names, both[0].common(both[1]), True, objects, *known, *axes, spellings, merged.stars)
        self.restore(merged)


def _on_some_way(old: Tensor, new: Value) -> Value:
    """A tensor that was changed in place, or wasn't: where that gave it another shape, it has none that is known."""
    reshaped = not isinstance(new, Tensor) or new.shape != old.shape
    return old.with_shape(None) if reshaped else new


def _with(value: Value, held: Value, now: Value) -> Value:
    """The value with another in place of what is `held`, wherever in it that is."""
    if value is held:
        return now
    match value:
        case Seq(items=items):
            kept = tuple(_with(item, held, now) for item in items)
            return value if all(map(operator.is_, kept, items)) else replace(value, items=kept)
        case Mapped(items=pairs):
            mapped = tuple((key, _with(item, held, now)) for key, item in pairs)
            return value if all(new[1] is old[1] for new, old in zip(mapped, pairs, strict=True)) else Mapped(mapped)
        case Listing(item=item):
            return value if (kept_item := _with(item, held, now)) is item else replace(value, item=kept_item)
        case MaybeNone(value=inner):
            return value if (some := _with(inner, held, now)) is inner else MaybeNone(some)
        case _:
            return value


def is_divided(size: Dim) -> bool:
    """Whether only a division says it, so that it reads better under a name of its own."""
    return "//" in str(size)
