"""Small projects that say themselves what should be known of them, and are run to see that it is true.

    === shapes.py                       a file; the last one is analysed, and its `main` is run
    def main(x: Float[Tensor, "b s"]):
        y = x.mean(1)       # y: b      y is bound to a tensor of this shape
        z = guess(x)        # z: ?      nothing is claimed of z
        w = x @ x           # ! assumed-equal

A line may have several marks, parted by semicolons.  Findings that aren't marked must not be there.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from shapecoach.analysis.model import Analysis, Severity
from shapecoach.analysis.workspace import Workspace
from shapecoach.hints import examine

HEAD = """\
import torch
import torch.nn as nn
import torch.nn.functional as F
from einops import einsum, rearrange, reduce, repeat
from jaxtyping import Bool, Float, Int
from torch import Tensor
"""
_MARKS = re.compile(r"#\s*((?:\w[\w.]*:|!)\s.*)$")
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23)


@dataclass(frozen=True)
class Marks:
    shapes: dict[tuple[int, str], tuple[str, ...] | None]
    findings: set[tuple[int, str]]


def project(text: str) -> dict[str, str]:
    """The files of a case, each with the usual imports; a text without a heading is the one file `main.py`."""
    parts = re.split(r"^=== (\S+)\n", text.lstrip(), flags=re.MULTILINE)
    files = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"main.py": parts[0]}
    return {name: _with_head(body) for name, body in files.items()}


def _with_head(body: str) -> str:
    return body if "import" in body and "no head" in body else HEAD + body


def write(folder: Path, files: dict[str, str]) -> None:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")


def marks_in(text: str) -> Marks:
    shapes: dict[tuple[int, str], tuple[str, ...] | None] = {}
    findings: set[tuple[int, str]] = set()
    for number, line in enumerate(text.split("\n")):
        found = _MARKS.search(line)
        for mark in found[1].split(";") if found else ():
            name, _, rest = mark.strip().partition(" ")
            if name == "!":
                findings.add((number, rest.strip()))
            else:
                dims = rest.strip()
                shapes[number, name.rstrip(":")] = None if dims == "?" else tuple(dims.split()) if dims != "()" else ()
    return Marks(shapes, findings)


def check(folder: Path, text: str) -> Analysis:
    """Analyse the last file of a project, compare what is said with the marks, and run it where nothing is wrong."""
    files = project(text)
    write(folder, files)
    name, body = list(files.items())[-1]
    analysis = examine(body, str(folder / name), Workspace(roots=(folder,)))
    compare(analysis, marks_in(body))
    if not marks_in(body).findings:
        run(folder / "run", files, name)
    return analysis


def compare(analysis: Analysis, marks: Marks) -> None:
    told = {(f.range.start.line, f.rule) for f in analysis.findings if f.severity is not Severity.HINT}
    assert told == marks.findings, [f"{f.range.start.line}: {f.rule} {f.message}" for f in analysis.findings]
    claimed = {(fact.range.start.line, fact.name): fact.dims for fact in analysis.facts if fact.binding}
    for place, dims in marks.shapes.items():
        claim = claimed.get(place)
        assert claim == dims or (dims is None and claim == ("?",)), f"{place} is {dims}, and this is claimed: {claim}"


def run(folder: Path, files: dict[str, str], name: str) -> None:
    """Run `main` with tensors of the declared shapes, every axis of another size, and compare every marked shape."""
    marks = marks_in(files[name])
    seen: list[tuple[int, str]] = []
    sizes: dict[str, int] = {}

    def saw(line: int, what: str, value: Any, names: dict[str, Any]) -> None:
        seen.append((line, what))
        dims = marks.shapes[line, what]
        if dims is not None:
            by_name = sizes | {n: held for n, held in names.items() if type(held) is int}
            axes = zip(dims, value.shape, strict=True)
            known = [size if dim == "?" else eval(dim, dict(by_name)) for dim, size in axes]
            assert tuple(value.shape) == tuple(known), f"line {line}: {what} is {tuple(value.shape)}, not {dims}"

    write(folder, files | {name: _watched(files[name], marks)})
    module_name = name.removesuffix(".py").removeprefix("src/").replace("/", ".")
    sys.path[:0] = [str(folder), str(folder / "src")]
    vars(builtins)["saw_"] = saw
    try:
        module = importlib.import_module(module_name)
        module.main(**_arguments(files[name], sizes))
    finally:
        del vars(builtins)["saw_"]
        del sys.path[:2]
        tops = {re.split(r"[/.]", path.removeprefix("src/"))[0] for path in files}
        for loaded in [loaded for loaded in sys.modules if loaded.partition(".")[0] in tops]:
            del sys.modules[loaded]
    assert set(marks.shapes) == set(seen), "a marked line was never reached"


def _watched(text: str, marks: Marks) -> str:
    lines = text.split("\n")
    for line, name in marks.shapes:
        code = lines[line]
        watch = f"saw_({line}, {name!r}, {name}, locals())"
        before = _MARKS.sub("", code).rstrip()
        if before.endswith(":"):  # a loop's or a function's first line: what it binds is seen in its body
            lines[line + 1] = re.sub(r"^(\s*)", rf"\1{watch}; ", lines[line + 1], count=1)
        else:
            lines[line] = f"{before}; {watch}" + code[len(before) :]
    return "\n".join(lines)


def _arguments(text: str, sizes: dict[str, int]) -> dict[str, Any]:
    """An argument for each parameter of `main` that has no default; fills `sizes`."""
    main = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == "main")
    required = main.args.args[: len(main.args.args) - len(main.args.defaults)]
    given: dict[str, Any] = {}
    for parameter in required:
        annotation = ast.unparse(parameter.annotation) if parameter.annotation else ""
        tensor = re.search(r"(Float|Int|Bool)\[Tensor, '([^']*)'\]", annotation)
        if tensor is None:
            given[parameter.arg] = sizes.setdefault(parameter.arg, _next(sizes)) if annotation == "int" else None
            continue
        shape = [int(n) if n.isdigit() else sizes.setdefault(n, _next(sizes)) for n in tensor[2].split()]
        made = torch.randn(shape) if tensor[1] == "Float" else torch.randint(0, 2, shape)
        given[parameter.arg] = made.bool() if tensor[1] == "Bool" else made
    return given


def _next(sizes: dict[str, int]) -> int:
    return _PRIMES[len(sizes)]
