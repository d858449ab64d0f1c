"""Where the caret is: in which string of which call's arguments.  The text may be half typed, so no tree is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)|(?P<quote>\"\"\"|'''|"|')|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>,)|(?P<newline>\n)"""
)
_PREFIX = re.compile(r"[A-Za-z]{0,2}\Z")
# With a bracket open, no line can begin with one of these: it wasn't closed yet.
_STATEMENT = re.compile(
    r"\s*(?:@|(?:def|class|return|raise|import|assert|with|while|try|pass|break|continue|del|global|nonlocal)\b)"
)
_CALLED = re.compile(r"[A-Za-z_][\w.]*\Z")


@dataclass(slots=True)
class _Open:
    """A bracket that isn't closed."""

    bracket: str
    called: str
    starts: list[int] = field(default_factory=list[int])  # of its arguments


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is around the caret: the innermost open bracket, what stands before it, and the string it is in.

    `arguments` are the texts of the bracket's arguments; the last one ends at the caret.  `typed` is the part of the
    string before the caret, None outside of strings.
    """

    bracket: str
    called: str
    arguments: tuple[str, ...]
    typed: str | None

    @property
    def place(self) -> int:
        """Which argument the caret is in."""
        return len(self.arguments) - 1

    @property
    def keyword(self) -> str:
        """The keyword of that argument; empty if it has none."""
        named = re.match(r"\s*(\w+)\s*=(?!=)", self.arguments[-1])
        return named[1] if named else ""


@lru_cache(maxsize=4)  # what is completed, and how the call is to be written
def cursor_at(text: str, offset: int) -> Cursor | None:
    """The innermost call or subscript around a place; None outside of any, in comments and in f-strings."""
    around = _around(text[:offset])
    if around is None or not around[0]:
        return None
    opened, typed = around
    inner = opened[-1]
    ends = [start - 1 for start in inner.starts[1:]] + [offset]
    arguments = tuple(text[start:end] for start, end in zip(inner.starts, ends, strict=True))
    return Cursor(inner.bracket, inner.called, arguments, typed)


def is_in_statement(text: str, offset: int) -> bool:
    """Whether a place is in the code of a statement, and in no bracket, string or comment of it."""
    return _around(text[:offset]) == ((), None)


# Where a statement at the margin may begin: before most of them nothing is open.
_MARGIN = re.compile(r"^(?=@|(?:async[ \t]+)?def\b|class\b)", re.MULTILINE)


@lru_cache(maxsize=2)
def _around(before: str) -> tuple[tuple[_Open, ...], str | None] | None:
    """The brackets that are open behind a text, and the string so far; None in comments and in f-strings."""
    start = 0
    for cut in _MARGIN.finditer(before):
        if not _is_closed(before[start : cut.start()]):
            break
        start = cut.start()
    return _scanned(before, start)


@lru_cache(maxsize=1024)
def _is_closed(text: str) -> bool:
    return _scanned(text) == ((), None)


def _scanned(before: str, start: int = 0) -> tuple[tuple[_Open, ...], str | None] | None:
    """The same, from a place on before which nothing is open."""
    opened: list[_Open] = []
    at, typed = start, None
    while (token := _TOKEN.search(before, at)) is not None:
        at = token.end()
        if token["comment"] is not None:
            if at == len(before):
                return None
        elif quote := token["quote"]:
            end = _end_of_string(before, at, quote)
            if end is None:
                prefix = _PREFIX.search(before, max(0, token.start() - 2), token.start())
                if prefix is not None and {"f", "b"} & set(prefix.group().lower()):
                    return None
                typed = before[at:]
                break
            at = end
        elif token["open"]:
            called = _CALLED.search(before, max(0, token.start() - 80), token.start())
            opened.append(_Open(token["open"], called.group() if called else "", [at]))
        elif token["close"] and opened:
            opened.pop()
        elif token["comma"] and opened:
            opened[-1].starts.append(at)
        elif token["newline"] and opened and _STATEMENT.match(before, at):
            opened.clear()
    return tuple(opened), typed


def _end_of_string(text: str, at: int, quote: str) -> int | None:
    """Behind the closing quote, or the end of the line where it is missing; None where the text ends within."""
    inside = r"(?:\\.|(?!" + quote + (r").)*" if len(quote) == 3 else r")[^\n\\])*")
    body = re.compile(inside, re.DOTALL).match(text, at)
    end = body.end() if body else at
    if text.startswith(quote, end):
        return end + len(quote)
    return None if end >= len(text) or len(quote) == 3 else end


_DEFINITION = re.compile(r"([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)")


def scope_at(lines: Sequence[str], number: int) -> str:
    """The function or class that a line is in, as facts name it: `Attention.forward`; going by indentation alone."""
    line = lines[number] if number < len(lines) else ""
    indent = len(line) - len(line.lstrip()) if line.strip() else 1_000
    around: list[tuple[str, str]] = []  # innermost first
    first = _DEFINITION.match(line)
    if first:
        around.append((first[2], first[3]))
    for above in reversed(lines[:number]):
        found = _DEFINITION.match(above)
        if found and len(found[1]) < indent:
            around.append((found[2], found[3]))
            indent = len(found[1])
        elif indent == 1_000 and above[:1].isalpha() and not found:
            break  # an empty line behind a statement of the module's
    return _scope_name(around)


def _scope_name(around: Sequence[tuple[str, str]]) -> str:
    scope = ""
    for kind, name in reversed(around):
        scope = name if kind == "class" or not scope else f"{scope}.{name}"
    return scope or "<module>"
