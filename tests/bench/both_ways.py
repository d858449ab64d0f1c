"""Run functions before and after a hint was followed: one JSON object a line in, one a line out.

    python tests/bench/both_ways.py < requests > answers

Started by `einops_hints.py`, with an interpreter in which the packages' own imports are installed.  Each request runs
in a forked process, which is ended after four minutes.  What a function takes is made up: tensors of random sizes with
the axes that the engine found, an object of its class made from numbers that its constructor might take.  Most such
calls fail; it is tried until some work, and only those count that came by the line in question.  Where the whole
function can't be run so, the expression alone is, with tensors in the place of what it was of.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import os
import random
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType, ModuleType
from typing import Any

import einops
import torch
from torch import nn

SECONDS = 240
TRYING = 8  # seconds of computing for each of the two ways
MEMORY = 8 * 2**30
WANTED = 2  # runs that both texts have to agree in
POOL = (1, 2, 3, 4, 4, 6, 8, 8, 12, 16, 16, 24, 32)
Request = Mapping[str, Any]


def main() -> None:
    torch.set_num_threads(1)
    for line in sys.stdin:
        request = json.loads(line)
        import_ahead(request)
        print(json.dumps(in_a_process_of_its_own(request)), flush=True)


def import_ahead(request: Request) -> None:
    """Its package, here, so that not every process has to."""
    if request["root"] not in sys.path:
        sys.path.insert(0, request["root"])
        with contextlib.suppress(Exception), contextlib.redirect_stdout(sys.stderr):
            importlib.import_module(request["module"].partition(".")[0])


def in_a_process_of_its_own(request: Request) -> dict[str, object]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        try:
            answer = answered(request)
        except BaseException as error:  # whatever somebody else's code does
            answer = {"how": "not", "why": f"{type(error).__name__}: {error}"[:200]}
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    told = b""
    if select.select([reading], [], [], SECONDS)[0]:
        told = os.read(reading, 2**16)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    return json.loads(told) if told else {"how": "not", "why": "took too long, or died"}


def answered(request: Request) -> dict[str, object]:
    """How both texts were run, and whether they gave the same."""
    try:
        return whole_function(request)
    except Exception as error:  # whatever a package's code may do, or lack: the expression alone is tried then
        why = f"{type(error).__name__}: {error}"[:200]
    try:
        return {**expression_alone(request), "why": why}
    except Exception as error:  # as above: it counts as not run
        return {"how": "not", "why": why, "expression": f"{type(error).__name__}: {error}"[:200]}


class NotRun(Exception):  # noqa: N818 -- it says what is so
    """Nothing that was tried worked."""


# -- the whole function -----------------------------------------------------------------------------


def whole_function(request: Request) -> dict[str, object]:
    package = importlib.import_module(request["module"])
    modules = [read_as(package, request[which], f"<{which}>") for which in ("old", "new")]
    until, agreed, failed = time.process_time() + TRYING, 0, ""
    for seed in range(100_000):
        if time.process_time() > until:
            break
        try:
            old, passed = called(modules[0], request, seed)
        except Exception as error:  # drawn sizes needn't suit it: others are drawn
            failed = f"{type(error).__name__}: {error}"[:160]
            continue
        if not passed:
            continue
        try:
            new, _ = called(modules[1], request, seed)
        except Exception as error:  # where the old one worked
            return {"how": "function", "equal": False, "seed": seed, "raised": f"{type(error).__name__}: {error}"[:200]}
        if not alike(old, new, exactly=False):  # what comes after it may round otherwise in another layout
            return {"how": "function", "equal": False, "seed": seed}
        agreed += 1
        if agreed == WANTED:
            return {"how": "function", "equal": True}
    if agreed:
        return {"how": "function", "equal": True}
    raise NotRun(failed)


def read_as(package: ModuleType, text: str, filename: str) -> ModuleType:
    """The module with another text."""
    module = ModuleType(package.__name__)
    for name in ("__file__", "__package__", "__spec__", "__path__"):
        if hasattr(package, name):
            setattr(module, name, getattr(package, name))
    sys.modules[package.__name__] = module
    try:
        exec(compile(text, filename, "exec", dont_inherit=True), module.__dict__)
    finally:
        sys.modules[package.__name__] = package
    return module


def called(module: ModuleType, request: Request, seed: int) -> tuple[object, bool]:
    """What the function gives, with its inputs as it leaves them; and whether the hint's lines were run."""
    draw = Draw(random.Random(seed))
    torch.manual_seed(seed)
    *owners, name = request["function"]
    held: object = module
    for owner in owners:
        held = getattr(held, owner)
    kept = inspect.getattr_static(held, name)
    function = inspect.unwrap(kept.__func__ if isinstance(kept, staticmethod | classmethod) else kept)
    bound: list[object] = []
    if isinstance(held, type) and not isinstance(kept, staticmethod):
        bound.append(held if isinstance(kept, classmethod) else made(held, draw))
    parameters = list(inspect.signature(function).parameters.values())[len(bound) :]
    given = {
        p.name: argument(p, draw, request["parameters"].get(p.name)) for p in parameters if wanted(p, draw, request)
    }
    lines = range(request["lines"][0], request["lines"][1] + 1)
    with torch.no_grad():
        result, passed = traced(lambda: function(*bound, **given), lines)
    return (result, given), passed


def traced(call: Callable[[], object], lines: range) -> tuple[object, bool]:
    passed = False

    def each_line(frame: FrameType, event: str, _: object) -> Any:
        nonlocal passed
        if event == "line" and frame.f_lineno in lines:
            passed = True
        return each_line

    def each_call(frame: FrameType, event: str, _: object) -> Any:
        return each_line if frame.f_code.co_filename in ("<old>", "<new>") else None

    sys.settrace(each_call)
    try:
        result = call()
        if inspect.isgenerator(result):
            result = list(result)
    finally:
        sys.settrace(None)
    return result, passed


# -- what it is given -------------------------------------------------------------------------------


@dataclass
class Draw:
    """Random sizes, the same for the same name."""

    random: random.Random
    sizes: dict[str, int] = field(default_factory=dict[str, int])

    def size(self, name: str) -> int:
        if name not in self.sizes:
            known = [*self.sizes.values()]
            small = any(word in name.lower() for word in ("head", "group", "batch", "num", "window", "patch"))
            self.sizes[name] = (
                self.random.choice(known)
                if known and self.random.random() < 0.5
                else self.random.choice(POOL[:7] if small else POOL)
            )
        return self.sizes[name]

    def shape(self, dims: Sequence[str]) -> list[int]:
        found: list[int] = []
        for dim in dims:
            if dim.startswith(("*", "...")):
                found += [self.random.choice(POOL[:4]) for _ in range(self.random.randint(0, 2))]
            elif dim == "?":
                found.append(self.random.choice(POOL))
            else:
                names = {name: self.size(name) for name in compile(dim, "", "eval").co_names}
                found.append(int(eval(dim, {"min": min, "max": max}, names)))
        return found

    def tensor(self, dims: Sequence[str], dtype: str) -> torch.Tensor:
        shape = self.shape(dims)
        if dtype.startswith("bool"):
            return torch.rand(shape) > 0.5
        if dtype.startswith(("int", "uint")):
            return torch.randint(0, 3, shape)
        return torch.randn(shape, dtype=torch.complex64 if dtype.startswith("complex") else torch.float32)


def wanted(parameter: inspect.Parameter, draw: Draw, request: Request) -> bool:
    """Whether it is given: always without a default, at times with one, so that other branches are taken."""
    if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
        return False
    often = 0.6 if request.get("parameters", {}).get(parameter.name) else 0.1
    return parameter.default is inspect.Parameter.empty or draw.random.random() < often


def argument(parameter: inspect.Parameter, draw: Draw, known: Request | None = None) -> object:
    """Something that a parameter might take, by what is known of it, its annotation, its default or its name."""
    if known is not None:
        return draw.tensor(known["dims"], known["dtype"])
    default, written = parameter.default, str(parameter.annotation)
    name = parameter.name.lower()
    if isinstance(default, bool) or "bool" in written:
        return draw.random.random() < 0.5
    if isinstance(default, float) or "float" in written or any(word in name for word in ("drop", "rate", "eps")):
        return 0.0 if "drop" in name else 0.1
    if isinstance(default, int) or "int" in written.lower() or parameter.annotation is inspect.Parameter.empty:
        if any(word in written.lower() for word in ("tuple", "sequence", "list")):
            return (draw.size(name), draw.size(name))
        return draw.size(parameter.name)
    if "Tensor" in written:
        return torch.randn([draw.random.choice(POOL) for _ in range(draw.random.randint(1, 4))])
    if default is not inspect.Parameter.empty:
        return default
    raise NotRun(f"nothing for {parameter}")


def made(cls: type, draw: Draw) -> object:
    """An object of a class."""
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    made = cls(**{p.name: argument(p, draw) for p in parameters if wanted(p, draw, {})})
    if isinstance(made, nn.Module):
        for weight in (*made.parameters(), *made.buffers()):
            if weight.is_floating_point():
                nn.init.normal_(weight.data, std=0.3)
        made.eval()
    return made


# -- the expression alone ---------------------------------------------------------------------------


def expression_alone(request: Request) -> dict[str, object]:
    expression = request["expression"]
    if expression is None:
        raise NotRun("no expression")
    codes = [compile(expression[which], which, "eval") for which in ("old", "new")]
    until, agreed, failed = time.process_time() + TRYING, 0, ""
    for seed in range(1_000_000):
        if time.process_time() > until or agreed == WANTED:
            break
        draw = Draw(random.Random(seed))
        space: dict[str, object] = {"torch": torch, "F": nn.functional, "einops": einops, "nn": nn, "np": None}
        space |= {name: getattr(einops, name) for name in ("rearrange", "reduce", "repeat", "einsum")}
        for name, size in expression["ints"].items():
            space[name] = draw.size(size)
        for name, tensor in expression["tensors"].items():
            space[name] = draw.tensor(tensor["dims"], tensor["dtype"])
        try:
            torch.manual_seed(seed)
            old = eval(codes[0], space)
        except Exception as error:  # drawn sizes needn't suit it: others are drawn
            failed = f"{type(error).__name__}: {error}"[:160]
            continue
        if expression["result"] and list(old.shape) != draw.shape(expression["result"]):
            continue  # numbers that can't be these here, and that a -1 made up for
        try:
            new = eval(codes[1], space)
        except Exception as error:  # where the old one worked
            return {
                "how": "expression",
                "equal": False,
                "seed": seed,
                "raised": f"{type(error).__name__}: {error}"[:200],
            }
        if not alike(old, new, request["exactly"]):
            return {"how": "expression", "equal": False, "seed": seed}
        agreed += 1
    if not agreed:
        raise NotRun(failed)
    return {"how": "expression", "equal": True}


# -- comparing --------------------------------------------------------------------------------------


def alike(one: object, other: object, exactly: bool) -> bool:
    """Whether two results are the same, tensors within rounding unless the rewriting only moves elements."""
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        if exactly or not (one.is_floating_point() or one.is_complex()):
            return bool(torch.equal(torch.nan_to_num(one), torch.nan_to_num(other)))
        return torch.allclose(one, other, rtol=1e-3, atol=1e-4, equal_nan=True)
    if type(one).__name__ != type(other).__name__:  # the classes are those of two texts
        return False
    pairs = list(inside(one, other))
    return all(alike(*pair, exactly) for pair in pairs) if pairs else one == other or has_no_equality(one)


def inside(one: object, other: object) -> Iterator[tuple[object, object]]:
    """The parts of two results, side by side."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        yield len(one), len(other)
        yield from ((one[key], other.get(key)) for key in one)
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        yield len(one), len(other)
        yield from zip(one, other, strict=False)
    elif hasattr(one, "__dict__") and not isinstance(one, type | nn.Module) and not callable(one):
        yield vars(one), vars(other)


def has_no_equality(value: object) -> bool:
    return isinstance(value, nn.Module | type) or callable(value) or type(value).__eq__ is object.__eq__


if __name__ == "__main__":
    main()
