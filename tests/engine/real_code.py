"""Running a file for real and holding every claim about it against the tensors that its names are bound to."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import torch

from shapecoach.analysis.model import Analysis, Fact

from .eager import registered

Place = tuple[int, str]
"""A line, from 0, and the name that is bound there."""


@dataclass
class Agreement:
    """What came of comparing a file's claims with its tensors: the places of each kind, and what contradicts."""

    tensors: set[Place] = field(default_factory=set[Place])
    fully_known: set[Place] = field(default_factory=set[Place])
    wrong: dict[Place, str] = field(default_factory=dict[Place, str])
    """What contradicts a claim; one about a function without annotations holds for the calls that could be followed,
    so it is wrong only if it fits no call."""
    right: set[Place] = field(default_factory=set[Place])


def ran(path: Path, analysis: Analysis) -> Agreement:
    """Call the file's `example()` and compare each name it binds to a tensor, in whatever function, with its fact."""
    text = path.read_text()
    module = ModuleType(path.stem)
    found = Agreement()
    facts = {(fact.range.start.line, fact.name): fact for fact in analysis.facts if fact.binding}
    with registered(module):
        exec(compile(text, str(path), "exec", dont_inherit=True), module.__dict__)
        tree = ast.parse(text)
        watcher = _Watcher(str(path), _statements(tree), _parameters(tree), facts, found)
        torch.manual_seed(0)
        before = sys.gettrace()
        sys.settrace(watcher.enter)
        try:
            module.example()
        finally:
            sys.settrace(before)
    open_ended = _lines_without_annotations(tree)
    for place in found.right:
        if place[0] in open_ended:
            found.wrong.pop(place, None)
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _parameters(tree: ast.Module) -> dict[tuple[str, int], tuple[Place, ...]]:
    """For every function, by its name and first line, the places of its parameters."""
    return {
        (node.name, min([node.lineno, *(each.lineno for each in node.decorator_list)])): tuple(
            (argument.lineno - 1, argument.arg) for argument in _arguments(node)
        )
        for node in _functions(tree)
    }


def _lines_without_annotations(tree: ast.Module) -> set[int]:
    """The lines of functions whose signature says no shape."""
    found: set[int] = set()
    for node in _functions(tree):
        annotations = [argument.annotation for argument in _arguments(node) if argument.annotation is not None]
        if not any(isinstance(part, ast.Subscript) for annotation in annotations for part in ast.walk(annotation)):
            found.update(range(node.lineno - 1, node.end_lineno or node.lineno))
    return found


def _statements(tree: ast.Module) -> dict[int, tuple[Place, ...]]:
    """For every line (from 1) of a statement that binds names, the places of those names."""
    lines: dict[int, tuple[Place, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = tuple(place for target in targets for place in _bound(target))
            last = node.body[0].lineno - 1 if isinstance(node, ast.For) else node.end_lineno or node.lineno
            lines |= dict.fromkeys(range(node.lineno, last + 1), names)
    return lines


def _bound(target: ast.expr) -> Iterator[Place]:
    for part in ast.walk(target):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.lineno - 1, part.id


@dataclass
class _Watcher:
    """Follows the file's own functions as they run, and looks at what a statement bound once it is left."""

    file: str
    statements: dict[int, tuple[Place, ...]]
    parameters: dict[tuple[str, int], tuple[Place, ...]]
    facts: dict[Place, Fact]
    found: Agreement
    sizes: dict[FrameType, dict[str, int]] = field(default_factory=dict[FrameType, dict[str, int]])
    pending: dict[FrameType, tuple[Place, ...]] = field(default_factory=dict[FrameType, tuple[Place, ...]])

    def enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != self.file or frame.f_code.co_name.startswith("<"):
            return None
        self.sizes[frame] = dict(_ints_of(frame.f_locals.get("self")))
        for place in self.parameters.get((frame.f_code.co_name, frame.f_code.co_firstlineno), ()):
            self.compare(frame, place, self.sizes[frame])
        return self.step

    def step(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event in ("line", "return"):
            now = self.statements.get(frame.f_lineno, ())
            before = self.pending.get(frame, ())
            if before and (event == "return" or now is not before):
                for place in before:
                    # A size that has no name here goes by one that means something else the next time round.
                    self.compare(frame, place, dict(self.sizes[frame]))
            self.pending[frame] = now
        if event == "return":
            self.sizes.pop(frame, None), self.pending.pop(frame, None)
        return self.step

    def compare(self, frame: FrameType, place: Place, sizes: dict[str, int]) -> None:
        """Hold a name's fact against its tensor; axis names that are new take the size they have, into `sizes`."""
        value = frame.f_locals.get(place[1])
        if not isinstance(value, torch.Tensor):
            return
        self.found.tensors.add(place)
        fact = self.facts.get(place)
        if fact is None or fact.dims is None:
            return
        ints = {name: bound for name, bound in frame.f_locals.items() if type(bound) is int}
        if _fits(fact.dims, tuple(value.shape), {**ints, **sizes}, sizes):
            self.found.right.add(place)
        else:
            line, name = place
            told = f"line {line + 1}: {name} is {tuple(value.shape)}, claimed {fact.dims} at {sizes}"
            self.found.wrong.setdefault(place, told)
        if "?" not in fact.dims:
            self.found.fully_known.add(place)


def _ints_of(owner: Any) -> Iterator[tuple[str, int]]:
    for name, value in vars(owner).items() if hasattr(owner, "__dict__") else ():
        if type(value) is int:
            yield name, value


def _fits(dims: tuple[str, ...], shape: tuple[int, ...], sizes: dict[str, int], named: dict[str, int]) -> bool:
    """Whether a shape is what is claimed; a name that is met for the first time takes the size it has."""
    run = next((at for at, dim in enumerate(dims) if dim == "..." or dim.startswith("*")), None)
    if run is not None:
        after = len(dims) - run - 1
        if len(shape) < len(dims) - 1:
            return False
        dims, shape = dims[:run] + dims[run + 1 :], shape[:run] + shape[len(shape) - after :]
    if len(dims) != len(shape):
        return False
    for dim, size in zip(dims, shape, strict=True):
        if dim.isidentifier() and dim not in sizes:
            sizes[dim] = named[dim] = size
    for dim, size in zip(dims, shape, strict=True):
        try:
            if dim != "?" and eval(dim, {"__builtins__": {"min": min, "max": max}}, sizes) != size:
                return False
        except (NameError, SyntaxError):  # made of something that has no name here
            continue
    return True
