"""Running a program for real and writing down the shape of every name after every binding."""

from __future__ import annotations

import ast
import random
import re
import sys
import traceback
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from functools import lru_cache
from types import FrameType
from typing import Any

import jaxtyping
import torch

from ..eager import CHECK, check_annotations
from .program import USUAL_DATA, Data, Program, arguments
from .recording import BOUND, ENTERED, HELD, LEAVING, LEFT, RETURNED, TAKEN, Recording
from .sizes import COUNTS, SIZES

_FILE = "<program>"
MOST_LINES = 100_000
"""How many lines a program may come to; one that was changed may not end by itself."""


class EndlessError(Exception):
    """A program was stopped that had come to `MOST_LINES` lines."""


@dataclass(frozen=True)
class Binding:
    """The shape that a name had after a binding, and the sizes of the axes that could be named there."""

    function: str
    line: int  # from 0
    name: str
    shape: tuple[int, ...] | None  # None: not a tensor
    dtype: torch.dtype | None
    sizes: dict[str, int]
    ints: dict[str, int]  # those that the object whose method it is was made with, which may have names of its caller's


@dataclass
class Run:
    bindings: list[Binding] = field(default_factory=list)
    error: Exception | None = None
    error_lines: tuple[int, ...] = ()
    """The lines in the program (from 0) where it stopped: of the innermost call first."""
    lines: int = 0
    reached: set[int] = field(default_factory=set)
    """The lines (from 0) that ran."""
    taken: set[tuple[int, int]] = field(default_factory=set)
    """Where the parts of conditional expressions begin (line and character from 0) that were evaluated."""
    called: set[str] = field(default_factory=set)
    """The functions that were entered: by then their annotations were found to hold."""
    ambiguous: bool = False
    """Whether an axis of a method had another size than the int of that name that its object was made with.

    jaxtyping takes them for two sizes; to Shape Coach an axis of a method is the int of its object.
    """


@dataclass
class _Frame:
    """A call that is going on."""

    function: str
    sizes: dict[str, int]
    axes: dict[str, int] = field(default_factory=dict)  # those sizes that annotations name
    owner: Any = None  # what `self` is
    leaving: int | None = None  # the line of the return statement it has come to


def run(program: Program, sizes: Mapping[str, int] = SIZES | COUNTS, data: Data = USUAL_DATA) -> Run:
    """Run the program, at the sizes and with the numbers it was written for if no others are given."""
    done = Run()
    frames = [_Frame("<module>", {})]
    left: list[_Frame] = []
    made_with: dict[int, dict[str, int]] = {}  # the ints that each object was made with
    said: dict[str, set[int]] = {}  # and those that any was, which the results of its methods may speak of

    def say(ints: Mapping[str, int]) -> None:
        for name, size in ints.items():
            said.setdefault(name, set()).add(size)

    def entered(function: str, parameters: dict[str, tuple[Any, str]], line: int) -> None:
        done.called.add(function)
        frame = _Frame(function, dict(frames[-1].sizes), owner=frames[-1].owner)
        for name, (argument, axes) in parameters.items():
            if isinstance(argument, torch.Tensor):
                frame.axes |= _named(axes, tuple(argument.shape))
            elif name == "self":
                frame.owner = argument
        if function == "__init__":
            given = {name: argument for name, (argument, _) in parameters.items() if type(argument) is int}
            made_with[id(frame.owner)] = {**made_with.get(id(frame.owner), {}), **given, **_configured(parameters)}
            say(made_with[id(frame.owner)])
        frame.sizes |= frame.axes
        ints = made_with.get(id(frame.owner), {}) | _sizes_of(frame.owner)
        done.ambiguous |= any(ints.get(name, size) != size for name, size in frame.axes.items())
        done.ambiguous |= 1 in ints.values()  # broadcast where a size with a name is taken to be one of its own
        frames.append(frame)
        for name, (argument, _) in parameters.items():
            if argument is not None:  # what is said of a parameter holds where it isn't None
                bound(name, argument, line)

    def bound(name: str, bound_to: Any, line: int, axes: str | None = None) -> Any:
        frame = frames[-1]
        is_tensor = isinstance(bound_to, torch.Tensor)
        if type(bound_to) is int and name not in frame.axes:  # a size may go by the name of an int
            frame.sizes = {**frame.sizes, name: bound_to}
        elif is_tensor and axes:
            frame.sizes = frame.sizes | _named(axes, tuple(bound_to.shape))
        say(_sizes_of(frame.owner))
        alone = {name: size for name, (size, *others) in said.items() if not others}
        sizes = alone | made_with.get(id(frame.owner), {}) | _sizes_of(frame.owner) | frame.sizes
        shape, dtype = (tuple(bound_to.shape), bound_to.dtype) if is_tensor else (None, None)
        ints = made_with.get(id(frame.owner), {})
        done.bindings.append(Binding(frame.function, line, name, shape, dtype, sizes, ints))
        return bound_to

    def taken(line: int, character: int, value: Any) -> Any:
        done.taken.add((line, character))
        return value

    def returned(value: Any, axes: str) -> Any:
        """A result whose annotation gives another number the name of an int that the object was made with."""
        if isinstance(value, torch.Tensor):
            ints = made_with.get(id(frames[-1].owner), {})
            named = _named(axes, tuple(value.shape))
            done.ambiguous |= any(ints.get(name, size) != size for name, size in named.items())
        return value

    def leaving(line: int) -> None:
        frames[-1].leaving = line

    def held(value: Any, annotation: Any) -> None:
        if isinstance(value, torch.Tensor) and not isinstance(value, annotation):
            raise jaxtyping.TypeCheckError(f"{tuple(value.shape)} is not {annotation}")

    names: dict[str, Any] = {
        ENTERED: entered, BOUND: bound, LEFT: lambda: left.append(frames.pop()), LEAVING: leaving, HELD: held,
        TAKEN: taken, RETURNED: returned, CHECK: check_annotations, "__name__": "program",
    }  # fmt: skip
    random.seed(program.seed + data.seed)
    torch.manual_seed(program.seed + data.seed)
    given = arguments(program.parameters, program.seed, sizes, data)

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != _FILE:
            return None
        if event == "line":
            done.reached.add(frame.f_lineno - 1)
            done.lines += 1
            if done.lines > MOST_LINES:
                raise EndlessError
        return traced

    outer = sys.gettrace()
    sys.settrace(traced)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(_recorded(program.text, _FILE), names)
            exec(compile(program.unseen, "<unseen>", "exec"), names)
            function = names["program"]
            own = function.__code__.co_varnames[: function.__code__.co_argcount] if program.unseen else None
            wanted = own or tuple(_parameters(program.text))
            function(**{name: given[name] for name in wanted})
    except Exception as error:  # how the program fails is what is being recorded
        done.error = error
        stack = traceback.extract_tb(error.__traceback__)
        lines = [f.lineno - 1 for f in reversed(stack) if f.filename == _FILE and f.lineno]
        whose = re.search(r"return value of [\w.]*?(\w+)\.\s", str(error))
        if whose is not None:  # its return statement is where it went wrong, though it has been left since
            lines += [f.leaving for f in reversed(left) if f.function == whose[1] and f.leaving is not None][:1]
        done.error_lines = tuple(lines)
        _let_go(error)
    finally:
        sys.settrace(outer)
        names.clear()  # they and what is recorded hold each other, and with them all that was made
    return done


def _let_go(error: BaseException | None) -> None:
    """Keep none of the tensors that a program had made when it failed: its frames hold them, some of gigabytes."""
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


@lru_cache(maxsize=8)  # one program is run at many sizes
def _recorded(text: str, name: str) -> Any:
    return compile(ast.fix_missing_locations(Recording().visit(ast.parse(text))), name, "exec", dont_inherit=True)


def _parameters(text: str) -> list[str]:
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == "program"]
    return [parameter.arg for parameter in functions[0].args.args]


def _named(axes: str | None, shape: tuple[int, ...]) -> dict[str, int]:
    """The size of each axis that an annotation names; a run of axes isn't named."""
    spelled = (axes or "").split()
    for at, axis in enumerate(spelled):
        if axis == "..." or axis.startswith("*"):
            after = len(spelled) - at - 1
            pairs = [*zip(spelled[:at], shape, strict=False)]
            pairs += [*zip(spelled[at + 1 :], shape[len(shape) - after :], strict=False)]
            return {name: size for name, size in pairs if name.isidentifier()}
    return {name: size for name, size in zip(spelled, shape, strict=False) if name.isidentifier()}


def _configured(parameters: dict[str, tuple[Any, str]]) -> dict[str, int]:
    """The ints of the config objects among the arguments."""
    return {
        name: size for held, _ in parameters.values() if is_dataclass(held) for name, size in _sizes_of(held).items()
    }


def _sizes_of(owner: Any, depth: int = 0) -> dict[str, int]:
    """The ints that an object holds, also in an object of its own (`self.cfg`)."""
    found: dict[str, int] = {}
    for name, value in getattr(owner, "__dict__", {}).items():
        if type(value) is int:
            found[name] = value
        elif depth == 0 and not name.startswith("_"):
            found |= _sizes_of(value, 1)
    return found
