"""Lines like `b, s, d = x.shape` that nothing needs after an edit, which takes the last use of what they bind."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from shapecoach.analysis.model import Analysis, Edit, Fact, Position, Range, Severity
from shapecoach.analysis.source import Source
from shapecoach.analysis.tree import nodes
from shapecoach.shapes.tensor import Framework

Function = ast.FunctionDef | ast.AsyncFunctionDef


def unneeded(source: Source, facts: Sequence[Fact], edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """What takes away the lines that read a tensor's shape into names which only the text that `edits` replace used.

    A line stays if any of its names is still read, anywhere in its function; if a comment stands in it; if it is the
    only one of its block.
    """
    replaced = {edit.range: edit.new_text for edit in edits if edit.range.start < edit.range.end}
    tensors = {fact.range for fact in facts if fact.framework is Framework.TORCH}
    return tuple(
        _without(source, line)
        for function in source.tree.body
        for line in _unneeded(source, function, replaced, tensors)
    )


def _unneeded(
    source: Source, top: ast.stmt, replaced: Mapping[Range, str], tensors: set[Range]
) -> Iterator[ast.Assign]:
    for function in nodes(top):
        if not isinstance(function, Function):
            continue
        here = source.range(function)
        inside = {place: text for place, text in replaced.items() if here.start <= place.start <= here.end}
        if not inside:
            continue
        freed, still = _uses(source, function, inside)
        for block in _blocks(function):
            found = [line for line in block if _reads_shape(source, line, tensors) and not _is_in(source, line, inside)]
            for line in found if len(found) < len(block) else ():
                assert isinstance(line, ast.Assign)
                names = _bound(line.targets[0])
                if freed & names and not still & names and _stands_alone(source, line):
                    yield line


def _uses(source: Source, function: Function, replaced: Mapping[Range, str]) -> tuple[set[str], set[str]]:
    """The names that are read in what is replaced, and those that are read, or declared, in what is left."""
    freed: set[str] = set()
    still: set[str] = set()
    for text in replaced.values():
        still |= _names_in(text)
    # In an f-string, Python 3.11 doesn't know the places.
    in_strings = {id(part) for node in nodes(function) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in nodes(function):
        match node:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                (freed if id(node) not in in_strings and _is_in(source, node, replaced) else still).add(name)
                if name in ("locals", "vars", "eval", "exec"):
                    still |= _everything(function)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                still |= {*names}
            case ast.AugAssign(target=ast.Name(id=name)):
                still.add(name)
            case _:
                pass
    return freed, still


def _is_in(source: Source, node: ast.AST, places: Iterable[Range]) -> bool:
    here = source.range(node)
    return any(place.start <= here.start and here.end <= place.end for place in places)


def _names_in(text: str) -> set[str]:
    try:
        tree = ast.parse(f"({text}\n)")
    except SyntaxError:  # no whole expression: whatever looks like a name
        return set(re.findall(r"[A-Za-z_]\w*", text))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _everything(function: Function) -> set[str]:
    return {node.id for node in nodes(function) if isinstance(node, ast.Name)}


def _blocks(function: Function) -> Iterator[list[ast.stmt]]:
    """The statements of a function, block by block, without those of functions and classes in it."""
    waiting: list[ast.AST] = [function]
    while waiting:
        holder = waiting.pop()
        for name in ("body", "orelse", "finalbody"):
            held: object = getattr(holder, name, None)
            block = cast(list[ast.AST], held) if isinstance(held, list) else []
            statements = [each for each in block if isinstance(each, ast.stmt)]
            if statements:
                yield statements
                waiting += [each for each in statements if not isinstance(each, Function | ast.ClassDef)]
        waiting += getattr(holder, "handlers", [])


def _reads_shape(source: Source, line: ast.stmt, tensors: set[Range]) -> bool:
    """`b, s, d = x.shape`, `b, s = x.shape[:2]`, `b = x.size(0)`, of a tensor."""
    match line:
        case ast.Assign(targets=[ast.Name() | ast.Tuple() as target], value=value) if _bound(target):
            pass
        case _:
            return False
    match value:
        case (
            ast.Attribute(value=read, attr="shape")
            | ast.Subscript(
                value=ast.Attribute(value=read, attr="shape"),
                slice=ast.Constant() | ast.UnaryOp(operand=ast.Constant()) | ast.Slice(),
            )
            | ast.Call(
                func=ast.Attribute(value=read, attr="size"),
                args=[] | [ast.Constant()] | [ast.UnaryOp(operand=ast.Constant())],
                keywords=[],
            )
            | ast.Call(func=ast.Name(id="len"), args=[read], keywords=[])
        ):
            return isinstance(read, ast.Name | ast.Attribute) and source.range(read) in tensors
        case _:
            return False


def _bound(target: ast.expr) -> set[str]:
    """The names that a line binds; none where it binds anything else as well."""
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return names if all(isinstance(part, ast.Name) for part in parts) else set()


def _stands_alone(source: Source, line: ast.stmt) -> bool:
    """Whether nothing else stands in its lines, not even a comment."""
    end = line.end_lineno or line.lineno
    written = source.lines[line.lineno - 1 : end]
    before, after = written[0].encode()[: line.col_offset], written[-1].encode()[line.end_col_offset :]
    return not before.strip() and not after.strip() and "#" not in "".join(written)


def _without(source: Source, line: ast.stmt) -> Edit:
    """Its lines taken away, and one of the blank lines that would come together."""
    start, end = line.lineno - 1, line.end_lineno or line.lineno
    above = source.lines[start - 1].strip() if start else ""
    if end < len(source.lines) - 1 and not source.lines[end].strip() and (not above or above.endswith(":")):
        end += 1
    return Edit(Range(Position(start, 0), Position(end, 0)), "")


# -- what is known without them -----------------------------------------------------------------------


def says_as_much(one: Analysis, other: Analysis) -> bool:
    """Whether, by the other analysis, nothing more is found, and no tensor has lost its shape."""
    more = _told(other) - _told(one)
    return not more and all(count <= _known(other)[name] for name, count in _known(one).items())


def _told(analysis: Analysis) -> Counter[str]:
    return Counter(finding.rule for finding in analysis.findings if finding.severity is not Severity.HINT)


def _known(analysis: Analysis) -> Counter[tuple[str, str]]:
    """How often each name is bound to a tensor of known shape."""
    return Counter(
        (fact.scope, fact.name)
        for fact in analysis.facts
        if fact.binding and fact.dims is not None and "?" not in fact.dims
    )
