"""Annotated programs that run, and what running them at sizes that all differ gives."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from types import ModuleType
from typing import Any

import torch

from shapecoach.lessons.catalogue import catalogue
from shapecoach.lessons.judging.inputs import draw
from shapecoach.lessons.judging.material import material

from .eager import DATA, checked_module, registered

PRIMES = (3, 5, 7, 11, 13, 17, 19, 23, 29)
REALS = 0.7
"""What every float parameter is given."""

NAME = re.compile(r"[A-Za-z_]\w*")


class Arguments:
    """Arguments that fit a signature's annotations, random but always the same, each name at a size of its own."""

    def __init__(self, module: ModuleType, sizes: Mapping[str, int]):
        self.module = module
        self.sizes = dict(sizes)
        self.generator = torch.Generator().manual_seed(0)

    def of(self, function: Callable[..., Any]) -> list[Any] | None:
        """The arguments of a call, or None where an annotation is of a kind that can't be drawn."""
        hints = typing.get_type_hints(inspect.unwrap(function), vars(self.module))
        parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
        for parameter in parameters:
            if hints.get(parameter.name) is int:
                self.size(parameter.name)
        drawn = [self.value(parameter, hints.get(parameter.name)) for parameter in parameters]
        return None if any(value is None for value in drawn) else drawn

    def size(self, name: str) -> int:
        if name not in self.sizes:
            self.sizes[name] = next(prime for prime in PRIMES if prime not in self.sizes.values())
        return self.sizes[name]

    def value(self, parameter: inspect.Parameter, kind: Any) -> Any:
        if kind is int:
            return self.size(parameter.name)
        if kind is float:
            return REALS
        if hasattr(kind, "dim_str"):
            return self.tensor(kind)
        if is_dataclass(kind):
            return kind(**{f.name: self.sizes[f.name] for f in fields(kind) if f.name in self.sizes})  # pyright: ignore
        if isinstance(kind, type) and issubclass(kind, torch.nn.Module):
            arguments = self.of(kind.__init__)
            return None if arguments is None else kind(*arguments)
        return None

    def tensor(self, kind: Any) -> torch.Tensor:
        axes = kind.dim_str.replace("{", "").replace("}", "").replace("*shape", "shape_1 shape_2").split()
        for axis in axes:
            for name in NAME.findall(axis):
                self.size(name)
        shape = [eval(axis, {}, self.sizes) for axis in axes]
        if any("float" in dtype for dtype in kind.dtypes):
            return torch.randn(shape, generator=self.generator)
        if any("bool" in dtype for dtype in kind.dtypes):
            return torch.rand(shape, generator=self.generator) < 0.5
        return torch.randint(0, 3, shape, generator=self.generator)


@dataclass(frozen=True)
class Subject:
    """A right program, and a way to run any edited version of one of its functions or modules on the same arguments."""

    name: str
    text: str
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])
    arguments: Sequence[Any] | None = None  # of its last function, where its annotations don't say enough

    def entry_at(self, line: int) -> str | None:
        """The function or class of the program that has this line (from 0)."""
        return next((name for name, lines in self.entries().items() if line in lines), None)

    def entries(self) -> dict[str, range]:
        """The names of the program's functions and classes, with their lines."""
        kinds = (ast.FunctionDef, ast.ClassDef)
        nodes = [node for node in ast.parse(self.text).body if isinstance(node, kinds)]
        return {node.name: range(node.lineno - 1, node.end_lineno or node.lineno) for node in nodes}

    def run(self, entry: str, text: str | None = None) -> list[torch.Tensor] | None:
        """All tensors that an entry of the (edited) program gives; None where it can't be run.  Raises what it does."""
        with registered(checked_module(text or self.text, "subject")) as module:
            called = getattr(module, entry)
            torch.manual_seed(0)
            arguments = Arguments(module, self.sizes)
            if isinstance(called, type):
                if not issubclass(called, torch.nn.Module):
                    return None
                made = arguments.value(inspect.Parameter("made", inspect.Parameter.POSITIONAL_ONLY), called)
                if made is None:
                    return None
                for parameter in made.parameters():
                    torch.nn.init.normal_(parameter)
                given, called = arguments.of(called.forward), made
            else:
                given = arguments.of(called) if self.arguments is None else list(self.arguments)
            return None if given is None else list(tensors(called(*copies(given))))


def copies(arguments: Sequence[Any]) -> list[Any]:
    return [argument.clone() if isinstance(argument, torch.Tensor) else argument for argument in arguments]


def tensors(value: Any) -> typing.Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value.detach()
    elif isinstance(value, tuple | list):
        for part in value:
            yield from tensors(part)


def corpus() -> list[Subject]:
    """The programs of `tests/data/corpus`; a line `# sizes: batch=3 seq=5` says what their names can't."""
    return [of_file(path.stem, path.read_text()) for path in sorted((DATA / "corpus").glob("*.py"))]


def scores() -> list[Subject]:
    sizes = {"batch": 3, "seq": 5, "d_model": 11, "n_heads": 7, "d_head": 2}
    return [Subject(f"scores/{path.stem}", path.read_text(), sizes) for path in sorted((DATA / "scores").glob("*.py"))]


def gpt2() -> list[Subject]:
    sizes = {"batch": 3, "seq": 7, "d_model": 20, "n_heads": 5, "d_head": 4, "d_mlp": 23, "d_vocab": 29, "n_ctx": 17}
    return [Subject("gpt2", (DATA / "gpt2.py").read_text(), {**sizes, "n_layers": 2, "k": 6, "n_new": 2})]


def lessons() -> list[Subject]:
    """The solutions of all lessons, with arguments as their tests draw them."""
    found: list[Subject] = []
    for exercise in catalogue().exercises:
        known = material(exercise)
        arguments = list(draw(known.signature, known.question, {}, "0").arguments.values())
        text = (exercise.source / "solution.py").read_text()
        found.append(Subject(f"lessons/{exercise.name}", text, arguments=arguments))
    return found


def of_file(name: str, text: str) -> Subject:
    header = re.search(r"^# sizes: (.*)$", text, flags=re.MULTILINE)
    pairs = (pair.split("=") for pair in header[1].split()) if header is not None else ()
    return Subject(name, text, {axis: int(size) for axis, size in pairs})


def every_subject() -> list[Subject]:
    return [*corpus(), *scores(), *gpt2(), *lessons()]
