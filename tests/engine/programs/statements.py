"""Every kind of statement, and how often it is written."""

from __future__ import annotations

from . import (
    branches,
    classes,
    closures,
    containers,
    functional,
    functions,
    indexing,
    knowledge,
    loops,
    operations,
    patterns,
    views,
)  # fmt: skip
from .state import State
from .templates import Writer

DEEPEST = 2  # blocks inside blocks

SIMPLE: dict[Writer, float] = {
    operations.unary: 5, operations.pair: 6, operations.product: 6, operations.move: 6, operations.join: 3,
    operations.made: 3, operations.many: 3, operations.in_place: 3, operations.reduction: 5, operations.permutation: 2,
    operations.data_dependent: 0.7,
    functional.functional: 3, functional.gathering: 1.5, functional.algebra: 1,
    indexing.index: 6, indexing.slice_by_size: 2, indexing.index_by_tensor: 1.5,
    views.sizes: 4, views.regroup: 4, views.ungroup: 2, views.split_heads: 2,
    patterns.einsum: 4, patterns.rearrange: 4, patterns.split: 2, patterns.reduce: 2, patterns.repeat: 1.5,
    patterns.pack: 1,
    containers.contained: 3, containers.comprehension: 2, containers.swap: 0.5, containers.collection: 1,
    closures.one_line: 1.5, knowledge.asserted: 1.5, knowledge.annotated: 1.5,
}  # fmt: skip
COMPOUND: dict[Writer, float] = {
    branches.both_ways: 2, branches.one_way: 1, branches.rebound: 1.5, branches.matched: 0.7, branches.guarded: 0.8,
    loops.plain: 1.5, loops.carried: 1.5, loops.gathered: 1.5, loops.counted: 1, loops.accumulated: 0.7,
    loops.windows: 1.5, loops.neighbours: 1,
    closures.inner_function: 1,
}  # fmt: skip
DEFINING: dict[Writer, float] = {functions.function: 2.5, functions.variadic: 1.5, classes.module: 2.5}


def statement(state: State) -> str:
    """A statement of some kind; raises LookupError or ValueError where the kind finds nothing to write about."""
    tables = [(SIMPLE, 80.0)]
    if state.depth < DEEPEST:
        tables.append((COMPOUND, 12.0))
    if "self" in state.names:
        tables.append(({classes.use: 4, classes.method: 1}, 60.0))
    elif state.depth == 0 and not state.others and state.defining:
        tables.append((DEFINING, 12.0))
    table = state.random.choices([table for table, _ in tables], [weight for _, weight in tables])[0]
    return state.random.choices(list(table), list(table.values()))[0](state)
