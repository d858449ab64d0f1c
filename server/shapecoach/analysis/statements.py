"""Statements: how each changes what is known."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from shapecoach.analysis import assignment, checks, classes, functions, imports, match_patterns
from shapecoach.analysis.assignment import any_item, are_alike, assign, items_of
from shapecoach.analysis.containers import is_changeable
from shapecoach.analysis.expressions import evaluate
from shapecoach.analysis.identity import as_a_value_of_its_own
from shapecoach.analysis.joining import is_settled
from shapecoach.analysis.lengths import filled_by, has_an_item, length_of, note_lengths
from shapecoach.analysis.narrowing import asks_of_shapes, truth, when
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import FunctionNode
from shapecoach.analysis.walk import State, Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, symbols_of
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

MOST_UNROLLED = 8
MOST_PASSES = 3


def execute_body(walk: Walk, body: Sequence[ast.stmt]) -> None:
    """Walk statements in order, until none can be reached."""
    for statement in body:
        if not walk.alive:
            return
        execute(walk, statement)


def execute(walk: Walk, statement: ast.stmt) -> None:
    function = _EXECUTORS.get(type(statement))
    if function is None:
        return
    hushed = walk.hushed
    walk.hushed += bool(walk.presumed) and _uses_what_is_presumed(walk, statement)
    function(walk, statement)
    walk.hushed = hushed  # what was taken for a tensor in it hushed the rest of it


def _uses_what_is_presumed(walk: Walk, statement: ast.stmt) -> bool:
    """Whether a statement, or the head of one with a body, speaks of what was only taken for a tensor."""
    heads = [getattr(statement, name, None) for name in ("test", "iter", "subject")]
    parts = [head for head in heads if isinstance(head, ast.expr)] or [statement]
    if isinstance(statement, _HAVE_A_BODY) and parts == [statement]:
        return False
    names = {part.id for whole in parts for part in nodes(whole) if isinstance(part, ast.Name)}
    return any(not walk.presumed.isdisjoint(symbols_of(walk.env[name])) for name in names & walk.env.keys())


_HAVE_A_BODY = (ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


# -- branches and loops -----------------------------------------------------------------------------


def _if(walk: Walk, statement: ast.If) -> None:
    decided = truth(walk, statement.test)
    # Which way this call takes may be just what its tensors' elements are for, `if lengths.max() == 0`.
    by_elements = isinstance(evaluate(walk, statement.test), Tensor) and walk.is_call
    before = walk.snapshot()
    after: list[State] = []
    for body, holds in ((statement.body, True), (statement.orelse, False)):
        walk.restore(before)
        guards = by_elements or (decided is None and asks_of_shapes(walk, statement.test, holds))
        when(walk, statement.test, holds)
        if decided is not None and decided is not holds:
            _walk_unreached(walk, body, is_shown=_is_switch(statement.test) and not walk.is_call)
            continue
        with walk.hushing(guards):
            execute_body(walk, body)
        after.append(walk.snapshot())
    walk.merge(after)


def _is_switch(test: ast.expr) -> bool:
    """Whether a condition is only looked up, `if DEBUG`: the program's author may turn it at any time."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_switch(operand)
        case _:
            return isinstance(test, ast.Name | ast.Attribute)


def _walk_unreached(walk: Walk, body: Sequence[ast.stmt], *, is_shown: bool = False) -> None:
    """Walk what can't be reached, for its own sake only: for its shapes, if these are shown."""
    returns, jumps, yields = list(walk.returns), list(walk.jumps), list(walk.yields)
    with walk.hushing() if is_shown else walk.silently():
        execute_body(walk, body)
    walk.returns, walk.jumps, walk.yields = returns, jumps, yields


def _loop(walk: Walk, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt], begin: Callable[[], None]) -> None:
    """Walk a body until what is known before it no longer changes."""
    outer, walk.jumps = walk.jumps, []
    before = walk.snapshot()
    for _ in range(MOST_PASSES):
        walk.reading.budget.spend(len(walk.env) // 2)  # to compare all names takes as long as the body of a small loop
        before = walk.snapshot()
        begin()
        execute_body(walk, body)
        walk.merge([before, walk.snapshot(), *walk.jumps])
        if all(is_settled(value, walk.env.get(name, UNKNOWN)) for name, value in before.env.items()):
            break
        _widen(walk, before)
    else:
        for name, value in before.env.items():
            if not is_settled(value, walk.env.get(name, UNKNOWN)):
                walk.env[name] = UNKNOWN  # it goes on changing
    walk.jumps = outer
    if not orelse:
        return
    before = walk.snapshot()
    execute_body(walk, orelse)
    if any(isinstance(part, ast.Break) for each in body for part in nodes(each)):  # after which it isn't come to
        walk.merge([before, walk.snapshot()])


def _widen(walk: Walk, before: State) -> None:
    """Take it that a list of numbers that has changed in some places will in all: `context = context[1:] + [token]`."""
    made: dict[int, Seq] = {}  # two names of one list are so afterwards
    for name, now in walk.env.items():
        value = before.env.get(name)
        if now is value or not isinstance(now, Seq) or not isinstance(value, Seq) or len(now.items) != len(value.items):
            continue
        if now.is_list and all(isinstance(item, Dim) for item in now.items):
            made.setdefault(id(now), replace(now, items=tuple(fresh_dim() for _ in now.items)))
            walk.env[name] = made[id(now)]


def _once(walk: Walk, body: Sequence[ast.stmt], begin: Callable[[], None]) -> None:
    """Walk a body for the first time round: what a name was before a loop that is sure to begin it isn't afterwards."""
    outer, walk.jumps = walk.jumps, []
    begin()
    execute_body(walk, body)
    walk.merge([walk.snapshot(), *(jump.revived() for jump in walk.jumps)])
    walk.jumps = outer


def _for(walk: Walk, statement: ast.For | ast.AsyncFor) -> None:
    iterated = evaluate(walk, statement.iter)
    items, times = items_of(iterated), length_of(iterated)
    number = times.constant if times is not None else None
    if items is None and number is not None and 0 < number <= MOST_UNROLLED:
        items = tuple(as_a_value_of_its_own(any_item(iterated)) for _ in range(number))
    if items is not None and len(items) <= MOST_UNROLLED and not _jumps(statement) and are_alike(items):
        changed_before = len(walk.exchanged)
        for item in items:
            assign(walk, statement.target, walk.since(changed_before, item))
            execute_body(walk, statement.body)
            if not walk.alive:
                return
        execute_body(walk, statement.orelse)
        return
    item = any_item(iterated)
    lengths = filled_by(walk, statement, times)

    def begin() -> None:
        assign(walk, statement.target, as_a_value_of_its_own(item))  # each time round it is another

    is_begun = has_an_item(iterated)
    if is_begun:
        _once(walk, statement.body, begin)
    with walk.hushing(is_begun and _leaves(statement)):
        _loop(walk, statement.body, statement.orelse, begin)
    note_lengths(walk, lengths)


def _leaves(statement: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Whether a loop may be left in its first pass, so that none may follow."""
    return any(isinstance(part, ast.Break | ast.Return) for part in nodes(statement))


def _jumps(statement: ast.For | ast.AsyncFor | ast.While) -> bool:
    return any(isinstance(part, ast.Break | ast.Continue) for part in nodes(statement))


def _while(walk: Walk, statement: ast.While) -> None:
    def begin() -> None:
        evaluate(walk, statement.test)
        when(walk, statement.test, True)

    rounds = 0
    while rounds < (1 if _jumps(statement) else MOST_UNROLLED) and walk.alive and truth(walk, statement.test) is True:
        _once(walk, statement.body, begin)
        rounds += 1
    if rounds and not _jumps(statement) and truth(walk, statement.test) is False:
        execute_body(walk, statement.orelse)
        return
    with walk.hushing(rounds > 0 and _leaves(statement)):
        _loop(walk, statement.body, statement.orelse, begin)
    # Asked where the body has changed what it changes: `i < 3` holds the first time only.
    endless = truth(walk, statement.test) is True and not any(isinstance(p, ast.Break) for p in nodes(statement))
    walk.alive = walk.alive and not endless


def _with(walk: Walk, statement: ast.With | ast.AsyncWith) -> None:
    for item in statement.items:
        value = evaluate(walk, item.context_expr)
        if item.optional_vars is not None:
            assign(walk, item.optional_vars, value if isinstance(value, Tensor) else UNKNOWN)
    if not any(_takes_exceptions(item.context_expr) for item in statement.items):
        execute_body(walk, statement.body)
        return
    before = walk.snapshot()
    with walk.hushing():
        execute_body(walk, statement.body)
    walk.merge([before, walk.snapshot()])


def _takes_exceptions(context: ast.expr) -> bool:
    """Whether what stands in this `with` may fail, and in a test has to: `with pytest.raises(ValueError):`."""
    function = context.func if isinstance(context, ast.Call) else None
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    return name in ("raises", "assertRaises", "assertRaisesRegex", "suppress")


def _try(walk: Walk, statement: ast.Try) -> None:
    before = walk.snapshot()
    execute_body(walk, statement.body)
    execute_body(walk, statement.orelse)
    ended = walk.snapshot()
    states = [ended]
    imports_only = all(imports.is_found(walk, part) for part in statement.body)
    for handler in [] if imports_only else statement.handlers:
        # An exception may come from anywhere in the body: only what it didn't touch is known.
        walk.merge([before, ended.revived()])
        if handler.name:
            walk.env[handler.name] = UNKNOWN
        execute_body(walk, handler.body)
        states.append(walk.snapshot())
    walk.merge(states)
    if statement.finalbody:
        alive, walk.alive = walk.alive, True
        execute_body(walk, statement.finalbody)
        walk.alive = walk.alive and alive


def _match(walk: Walk, statement: ast.Match) -> None:
    subject = evaluate(walk, statement.subject)
    before = walk.snapshot()
    states: list[State] = []
    open_still = True  # whether none of the cases so far is sure to be the one
    for case in statement.cases:
        walk.restore(before)
        matched = match_patterns.bind(walk, case.pattern, subject, statement.subject)
        if case.guard is not None:
            evaluate(walk, case.guard)
            when(walk, case.guard, True)
            matched = matched if matched is False else None
        if matched is False or not open_still:
            _walk_unreached(walk, case.body)
            continue
        pinned = match_patterns.pins_down(case.pattern, subject)
        with walk.hushing(matched is None and (pinned or asks_of_shapes(walk, statement.subject))):
            execute_body(walk, case.body)
        states.append(walk.snapshot())
        open_still = matched is None
    walk.merge([*states, before] if open_still else states)


# -- the rest ---------------------------------------------------------------------------------------


def _return(walk: Walk, statement: ast.Return) -> None:
    value = evaluate(walk, statement.value) if statement.value is not None else None
    if statement.value is not None and walk.declared_return is not None:
        checks.returned(walk, statement, value)
    walk.returns.append(walk.bindings.resolve(value))
    walk.alive = False


def _stop(walk: Walk, statement: ast.stmt) -> None:
    for part in ast.iter_child_nodes(statement):
        if isinstance(part, ast.expr):
            evaluate(walk, part)
    walk.alive = False


def _jump(walk: Walk, statement: ast.Break | ast.Continue) -> None:
    walk.jumps.append(walk.snapshot())
    walk.alive = False


def _expression(walk: Walk, statement: ast.Expr) -> None:
    evaluate(walk, statement.value)


def _assert(walk: Walk, statement: ast.Assert) -> None:
    evaluate(walk, statement.test)
    when(walk, statement.test, True)


def _function(walk: Walk, statement: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    made = functions.define(walk, statement)
    walk.env[statement.name] = made
    forget_captured(walk, statement)
    if walk.qualname and walk.depth < 6 and not walk.is_call:  # in a call it may hold what no annotation speaks of
        functions.walk_definition(walk, made, None)


def forget_captured(walk: Walk, function: FunctionNode) -> None:
    """Lists that a function inside this one speaks of: whenever that is called, it may change them.

    One of numbers of which it only takes items (`[stoi[c] for c in text]`) it leaves as it is.
    """
    parts = nodes(function)
    named = [(part, walk.env.get(part.id)) for part in parts if isinstance(part, ast.Name)]
    changeable = [(part, held) for part, held in named if is_changeable(held)]
    if not changeable:
        return
    subscripts = (part for part in parts if isinstance(part, ast.Subscript))
    only_read = {id(part.value) for part in subscripts if isinstance(part.ctx, ast.Load)}
    for part, held in changeable:
        if not (id(part) in only_read and isinstance(getattr(held, "item", None), Dim | Real)):
            walk.forget(held)


def _class(walk: Walk, statement: ast.ClassDef) -> None:
    walk.env[statement.name] = classes.define_class(walk, statement)


def _import(walk: Walk, statement: ast.Import | ast.ImportFrom) -> None:
    if not imports.put_off(walk, statement):
        walk.env.update(imports.bound_by(walk, statement))


def _global(walk: Walk, statement: ast.Global | ast.Nonlocal) -> None:
    for name in statement.names:
        walk.env[name] = UNKNOWN


def _type_alias(walk: Walk, statement: ast.stmt) -> None:
    """`type Image = Float[Tensor, "h w c"]`."""
    name, value = getattr(statement, "name", None), getattr(statement, "value", None)
    if isinstance(name, ast.Name) and isinstance(value, ast.expr):
        walk.env[name.id] = evaluate(walk, value)


_EXECUTORS: dict[type[ast.stmt], Callable[..., None]] = {
    ast.Assign: assignment.assigned,
    ast.AnnAssign: assignment.annotated,
    ast.AugAssign: assignment.augmented,
    ast.Delete: assignment.deleted,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
    ast.Return: _return,
    ast.Raise: _stop,
    ast.Break: _jump,
    ast.Continue: _jump,
    ast.Expr: _expression,
    ast.Assert: _assert,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Global: _global,
    ast.Nonlocal: _global,
}
if sys.version_info >= (3, 12):
    _EXECUTORS[ast.TypeAlias] = _type_alias
