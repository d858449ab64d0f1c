"""The shortest program that still shows what a long one shows: statements are taken out while that lasts."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

from .program import Program


def shrunk(program: Program, shows: Callable[[Program], bool]) -> Program:
    """The program without the statements that it shows the same without, each in turn."""
    at = 0
    while (text := next(itertools.islice(_shorter(program.text), at, None), None)) is not None:
        candidate = replace(program, text=text)
        if shows(candidate):
            program = candidate  # and what came next is now at the same place
        else:
            at += 1
    return program


def _shorter(text: str) -> Iterator[str]:
    """The program with one statement less, or with the body of a compound one in its place."""
    tree = ast.parse(text)
    for parent in ast.walk(tree):
        if isinstance(parent, ast.While):
            continue  # without one of its statements it might never end
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            block = getattr(parent, name, None)
            if not isinstance(block, list):
                continue
            for at in reversed(range(len(block))):
                for put in _instead(block[at]):
                    kept = [*block[:at], *put, *block[at + 1 :]]
                    if not kept and name == "body":
                        kept = [ast.Pass()]
                    setattr(parent, name, kept)
                    shorter = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
                    if _can_be_read(shorter):
                        yield shorter
                setattr(parent, name, block)


def _can_be_read(text: str) -> bool:
    """Not where a `match` is left without a case, or a `try` without a handler."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _instead(statement: ast.AST) -> Iterator[list[ast.stmt]]:
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass):
        return
    if any(isinstance(part, ast.Break) for part in ast.walk(statement)):
        return
    yield []
    for name in ("body", "orelse"):
        inner = getattr(statement, name, None)
        if isinstance(inner, list) and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield list(inner)
