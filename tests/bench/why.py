"""Why shapes are unknown: `python tests/bench/why.py FOLDER [--everywhere] [--show CAUSE]`.

Examines every file of a folder and asks of each name that is bound to something unknown where knowledge was lost: at
the first expression whose value is unknown though the values of all its parts are known.  Only functions with a
jaxtyping annotation count, unless told otherwise.  It watches the interpreter from outside: nothing is in the product.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotated import annotated_functions

from shapecoach.analysis import expressions, statements
from shapecoach.analysis.module import analyse
from shapecoach.analysis.values import Function, Guess, Instance, Library, TensorMethod
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Seq, Unknown
from shapecoach.shapes.tensor import Tensor

Lost = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For


@dataclass
class Watched:
    """What one file's analysis went through: the value of each expression, and the cause of each loss."""

    values: dict[ast.expr, Any] = field(default_factory=dict[ast.expr, Any])
    causes: dict[ast.expr, str] = field(default_factory=dict[ast.expr, str])
    names: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    bindings: dict[ast.Name, tuple[Any, str]] = field(default_factory=dict[ast.Name, tuple[Any, str]])


watched = Watched()


def is_lost(value: Any) -> bool:
    """Whether a value is one of which nothing, or no shape, is known."""
    if isinstance(value, Tensor):
        return value.shape is None or any(dim.is_unknown for dim in value.shape.plain_dims())
    return isinstance(value, Unknown | Guess) or (isinstance(value, Seq) and any(map(is_lost, value.items)))


def watch() -> None:
    """Have every evaluation and every assignment note what it gave."""
    for kind, evaluate in list(expressions._EVALUATORS.items()):  # pyright: ignore[reportPrivateUsage]
        expressions._EVALUATORS[kind] = _watching(evaluate)  # pyright: ignore[reportPrivateUsage]
    for kind, execute in list(statements._EXECUTORS.items()):  # pyright: ignore[reportPrivateUsage]
        if issubclass(kind, Lost):
            statements._EXECUTORS[kind] = _noting(execute)  # pyright: ignore[reportPrivateUsage]


def _watching(evaluate: Any) -> Any:
    def wrapped(walk: Walk, node: ast.expr) -> Any:
        value = evaluate(walk, node)
        if not walk.quiet:
            watched.values[node] = value
            if is_lost(value):
                lost = (watched.causes.get(part) for part in _parts(node) if is_lost(watched.values.get(part)))
                watched.causes[node] = next((why for why in lost if why), None) or cause(walk, node, value)
        return value

    return wrapped


def _noting(execute: Any) -> Any:
    def wrapped(walk: Walk, statement: Any) -> None:
        execute(walk, statement)
        if walk.quiet:
            return
        source = statement.iter if isinstance(statement, ast.For) else statement.value
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        why = watched.causes.get(source, f"taking apart {described(watched.values.get(source))}")
        for part in (part for target in targets for part in ast.walk(target)):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id in walk.env:
                watched.names[walk.scope, part.id] = why
                watched.bindings[part] = walk.env[part.id], why

    return wrapped


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            yield part
        elif isinstance(part, ast.keyword):
            yield part.value


def cause(walk: Walk, node: ast.expr, value: Any) -> str:
    """What was asked where knowledge was lost, in a few words."""
    partly = "some sizes of " if isinstance(value, Tensor) and value.shape is not None else ""
    match node:
        case ast.Name(id=name):
            return watched.names.get((walk.scope, name)) or f"name: {_origin(walk, name)}"
        case ast.Attribute(value=owner, attr=name):
            return f"{partly}attribute .{name} of {described(watched.values.get(owner))}"
        case ast.Call(func=function):
            return f"{partly}call of {described(watched.values.get(function))}"
        case _:
            parts = ", ".join(described(watched.values.get(part)) for part in _parts(node))
            return f"{partly}{type(node).__name__} of {parts}"


def _origin(walk: Walk, name: str) -> str:
    if walk.function is not None:
        spec = walk.function.args
        for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
            if parameter.arg == name:
                return f"parameter: {ast.unparse(parameter.annotation)}" if parameter.annotation else "bare parameter"
    for statement in ast.walk(walk.source.tree):
        if isinstance(statement, ast.ImportFrom) and any((a.asname or a.name) == name for a in statement.names):
            return f"imported from {'.' * statement.level}{statement.module or ''}"
        if isinstance(statement, ast.Import) and any((a.asname or a.name) == name for a in statement.names):
            return f"imported {name}"
    return f"{name} is bound elsewhere" if name in walk.env else f"{name} is unbound"


def described(value: Any) -> str:
    match value:
        case Library(path=path):
            return path
        case TensorMethod(tensor=tensor, name=name):
            return f"{'run ' if tensor.shape is not None and tensor.shape.run else ''}Tensor.{name}"
        case Tensor(shape=shape):
            return "Tensor" if shape is None or shape.run is None else "Tensor with a run"
        case Function():
            return f"{'annotated' if value.is_annotated else 'un-annotated'} function"
        case Instance():
            return f"instance of {value.cls.qualname}"
        case _:
            return type(value).__name__


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--everywhere", action="store_true", help="count functions without annotations, too")
    parser.add_argument("--show", help="print the lines of the causes that hold this text")
    parser.add_argument("--most", type=int, default=40)
    options = parser.parse_args()
    watch()
    counted: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted(options.folder.rglob("*.py")) if options.folder.is_dir() else [options.folder]:
        text = path.read_text()
        try:
            functions = annotated_functions(ast.parse(text))
        except SyntaxError:
            continue
        watched.__init__()
        analyse(text, str(path))
        for target, (value, why) in watched.bindings.items():
            if not options.everywhere and not any(target.lineno - 1 in lines for lines in functions):
                continue
            kinds[_known(value)] += 1
            if is_lost(value):
                counted[why] += 1
                line = text.splitlines()[target.lineno - 1].strip()
                places[why].append(f"{path}:{target.lineno}: {target.id}: {line[:150]}")
    print(dict(kinds))
    for why, times in counted.most_common(None if options.show else options.most):
        if options.show is None:
            print(f"{times:6} {why}")
        elif options.show in why:
            print(f"{times:6} {why}", *places[why], sep="\n        ")
    return 0


def _known(value: Any) -> str:
    if isinstance(value, Tensor):
        if value.shape is None:
            return "tensors of unknown shape"
        return "tensors known in part" if is_lost(value) else "tensors"
    return "unknown" if is_lost(value) else "no tensors"


if __name__ == "__main__":
    sys.exit(main())
