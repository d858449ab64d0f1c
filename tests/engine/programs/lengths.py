"""At which numbers of axes a function of `*lead` axes fails, found out by calling it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from .program import Program
from .run import run
from .sizes import COUNTS, SIZES

LEADS = ((), (3,), (2, 4))
"""The leading axes that a function is called with; none of their sizes is one that a program has."""

_OTHER_SIZES = (11, 13, 17, 19, 23)
_WRITTEN = re.compile(r"(Float|Int|Integer|Bool|Num|Shaped)\[Tensor, '([^']*)'\]")
_TENSORS = {"Int": "torch.zeros({}, dtype=torch.long)", "Integer": "torch.zeros({}, dtype=torch.long)",
            "Bool": "torch.zeros({}, dtype=torch.bool)"}  # fmt: skip


def errors_by_length(program: Program, line: int) -> dict[int, Exception | None]:
    """What the function that a line (from 0) stands in raises at each of `LEADS`, by how many axes that is.

    Nothing where it can't be called by what its annotations say alone.
    """
    errors: dict[int, Exception | None] = {}
    for node in ast.parse(program.text).body:
        if isinstance(node, ast.FunctionDef) and node.lineno - 1 <= line < (node.end_lineno or 0):
            for lead in LEADS:
                if (call := _call(node, lead)) is not None:
                    # With a parameter of the program's: one without would be given all that its text has.
                    unseen = f"def program({next(iter(program.parameters))}):\n    {call}\n"
                    errors[len(lead)] = run(replace(program, unseen=unseen)).error
    return errors


def _call(node: ast.FunctionDef, lead: tuple[int, ...]) -> str | None:
    """A call of the function with tensors as its annotations say, `*lead` being these axes; None if they don't."""
    sizes = dict[str, int]()
    arguments = list[str]()
    for parameter in node.args.args:
        written = _WRITTEN.fullmatch(ast.unparse(parameter.annotation)) if parameter.annotation else None
        if written is None:
            return None
        shape = list[int]()
        for axis in written[2].split():
            if axis == "..." or axis.startswith("*"):
                shape += lead
            elif axis.isidentifier():
                size = {**SIZES, **COUNTS}.get(axis, _OTHER_SIZES[len(sizes) % len(_OTHER_SIZES)])
                shape.append(sizes.setdefault(axis, size))
            elif axis.isdigit():
                shape.append(int(axis))
            else:
                return None
        tensor = _TENSORS.get(written[1], "torch.randn({})").format(tuple(shape))
        arguments.append(f"{parameter.arg}={tensor}")
    return f"{node.name}({', '.join(arguments)})"
