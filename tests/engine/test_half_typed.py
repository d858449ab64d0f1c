"""Code as it is while it is being typed: never an exception, and what isn't touched keeps its shapes."""

from __future__ import annotations

import ast
import functools
import os
from dataclasses import dataclass

import pytest

from shapecoach.analysis.model import Fact
from shapecoach.hints import examine

from .eager import DATA

TEXT = (DATA / "gpt2.py").read_text()
LINES = TEXT.splitlines(keepends=True)
STEP = int(os.environ.get("SHAPECOACH_STEP", "7"))
"""The file is cut after every so many characters."""

CUT_IN = 8  # tests among which the cuts are divided

DANGLING = {
    "an unclosed bracket": "y = torch.cat([x, (x",
    "an unterminated string": 'y = rearrange(x, "b s d -> ',
    "a function begun": "def half(",
    "a function without a body": "def half(x):",
    "an assignment begun": "x =",
    "a condition begun": "if",
    "a condition without a body": "if x.shape[0] > 3:",
    "a loop begun": "for row in",
    "a dot": "y = x.",
    "a closing bracket too many": "y = x)",
    "an operator": "y = x @",
    "an annotation begun": 'def half(x: Float[Tensor, "batch',
    "a decorator": "@",
    "a class begun": "class Half(nn.Module",
    "an import begun": "from einops import",
    "a keyword begun": "y = x.mean(dim=",
    "a subscript begun": "y = x[:, ",
    "something else entirely": "¿ qué $ ?",
}


@dataclass(frozen=True)
class Lines:
    """Where a function stands (from 0): its `def`, the first line of its body after the docstring, its last line."""

    first: int
    body: int
    last: int


@functools.cache
def functions() -> dict[str, Lines]:
    """Where every function stands, by the scope its facts are under."""
    found: dict[str, Lines] = {}
    tree = ast.parse(TEXT)
    for node in tree.body:
        for item in [node, *(node.body if isinstance(node, ast.ClassDef) else [])]:
            if isinstance(item, ast.FunctionDef):
                scope = f"{node.name}.{item.name}" if isinstance(node, ast.ClassDef) else item.name
                body = item.body[1:] if ast.get_docstring(item) else item.body
                found[scope] = Lines(item.lineno - 1, body[0].lineno - 1, (item.end_lineno or item.lineno) - 1)
    return found


def bindings(text: str) -> dict[str, list[tuple[str, tuple[str, ...] | None]]]:
    """The names bound to tensors in each scope, with their shapes, in order."""
    facts: dict[str, list[Fact]] = {}
    for fact in examine(text, "gpt2.py").facts:
        if fact.binding:
            facts.setdefault(fact.scope, []).append(fact)
    return {scope: [(fact.name, fact.dims) for fact in of_scope] for scope, of_scope in facts.items()}


@functools.cache
def whole() -> dict[str, list[tuple[str, tuple[str, ...] | None]]]:
    return bindings(TEXT)


def users_of(scope: str) -> set[str]:
    """The scopes whose shapes may rightly change with this one: its own, and for an `__init__` its class's."""
    cls, _, method = scope.rpartition(".")
    return {other for other in functions() if cls and method == "__init__" and other.startswith(cls)} | {scope}


def broken_at(line: int, rest: str) -> str:
    """The file with one more line, as far as it is typed, before this one."""
    indent = LINES[line][: len(LINES[line]) - len(LINES[line].lstrip())]
    return "".join([*LINES[:line], f"{indent}{rest}\n", *LINES[line:]])


@pytest.mark.parametrize("part", range(CUT_IN))
def test_cut_anywhere(part: int) -> None:
    for end in range(part * STEP, len(TEXT), CUT_IN * STEP):
        analysis = examine(TEXT[:end], "gpt2.py")
        last = TEXT.count("\n", 0, end)
        assert all(fact.range.end.line <= last for fact in analysis.facts)


def test_a_cut_file_keeps_what_comes_before() -> None:
    for scope, lines in functions().items():
        cut = "".join(LINES[: lines.body + 1])[:-3]
        known = bindings(cut)
        before = {other for other, others in functions().items() if others.last < lines.first} - callers_of(scope)
        assert {other: known.get(other) for other in before} == {other: whole().get(other) for other in before}, scope


def callers_of(scope: str) -> set[str]:
    """The scopes in which a call of this function stands."""
    name = scope.rpartition(".")[2]
    cut = {other: "".join(LINES[lines.body : lines.last + 1]) for other, lines in functions().items()}
    return {other for other, body in cut.items() if f"{name}(" in body}


@pytest.mark.parametrize("what", DANGLING)
def test_a_broken_body_leaves_the_other_functions_as_they_were(what: str) -> None:
    kept, total, lost = 0, 0, []
    for scope, lines in functions().items():
        one = unchanged_elsewhere(scope, (lines.body + lines.last + 1) // 2, what)
        kept, total, lost = kept + one[0], total + one[1], lost + one[2]
    print(f"\n{what}: {kept} of {total} bindings elsewhere unchanged")
    assert kept == total, "\n".join(lost[:8])


@pytest.mark.parametrize("what", DANGLING)
def test_a_broken_signature_leaves_most_of_the_file_as_it_was(what: str) -> None:
    kept, total, lost = 0, 0, []
    for scope, lines in functions().items():
        if lines.body - lines.first > 2:  # a signature of several lines
            one = unchanged_elsewhere(scope, lines.first + 1, what)
            kept, total, lost = kept + one[0], total + one[1], lost + one[2]
    print(f"\n{what}: {kept} of {total} bindings elsewhere unchanged")
    assert kept >= 0.85 * total, "\n".join(lost[:8])


def unchanged_elsewhere(scope: str, line: int, what: str) -> tuple[int, int, list[str]]:
    """Of the bindings of functions that have nothing to do with this one: those unchanged, all, and what changed."""
    kept, total, lost = 0, 0, []
    known = bindings(broken_at(line, DANGLING[what]))
    for other in functions().keys() - users_of(scope) - callers_of(scope):
        wanted = whole().get(other, [])
        total += len(wanted)
        if known.get(other, []) == wanted:
            kept += len(wanted)
        else:
            lost.append(f"{other}, by {scope}: {known.get(other)} instead of {wanted}")
    return kept, total, lost


@pytest.mark.parametrize("what", ["an unclosed bracket", "an unterminated string", "an assignment begun", "a dot"])
def test_the_broken_function_keeps_its_parameters(what: str) -> None:
    for scope, lines in functions().items():
        parameters = [binding for binding in whole().get(scope, []) if not binding[0].startswith("self.")][:1]
        known = bindings(broken_at(lines.last, DANGLING[what])).get(scope, [])
        assert set(parameters) <= set(known), f"{scope}: {known}"


def test_odd_texts() -> None:
    for text in (
        "",
        "\n",
        "\t",
        "(",
        '"""',
        "\\",
        "\x00",
        "def",
        "\ufeff" + TEXT[:400],
        "é = x\n" * 50,
        "(" * 5000,
        "x = " + "-" * 5000,
    ):
        examine(text)


def test_windows_line_ends_and_tabs_change_nothing() -> None:
    assert bindings(TEXT.replace("\n", "\r\n")) == whole()
    assert bindings(TEXT.replace("    ", "\t")) == whole()
