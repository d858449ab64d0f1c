"""A syntax tree from text that may be half typed.

Python's parser stops at the first error.  The file is cut into its definitions, the statement that holds an error is
taken out of its piece, keeping its indentation, and the piece is parsed again: one broken line leaves the rest of the
file analysed.  The same pieces make an edit cheap: a piece that stands where it stood before is not parsed again.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_REPAIRS = 12  # in one piece of a file; a piece that takes more is left out whole
MOST_NEW_PIECES = 3  # that are parsed one by one; where more is new, the file is parsed at once
MOST_LINES_REMEMBERED = 20_000
_OPENS_BLOCK = re.compile(r"\s*(async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b")
_LOOP = re.compile(r"\s*for\s+(\w+(?:\s*,\s*\w+)*)\s+in\b")
_SETS = re.compile(r"\s*([A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*)\s*(?::[^=]+)?(?:[-+*/@%&|^]|//|\*\*|<<|>>)?=(?!=)")
_BEGINS_PIECE = re.compile(r"@|(async\s+)?def\b|class\b|import\b|from\b")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some lines of a file, the first of which is line `first` (from 0)."""

    first: int
    lines: tuple[str, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


_Body = Sequence[ast.stmt]


class _Memory:
    """The statements of pieces that were parsed, by place and text; the trees are shared, so nobody may change them."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[_Piece, _Body] = OrderedDict()
        self._lines = 0

    def get(self, piece: _Piece) -> _Body | None:
        if piece in self._bodies:
            self._bodies.move_to_end(piece)
        return self._bodies.get(piece)

    def put(self, piece: _Piece, body: _Body) -> None:
        if piece not in self._bodies:
            self._lines += len(piece.lines)
        self._bodies[piece] = body
        while self._lines > MOST_LINES_REMEMBERED:
            oldest, _ = self._bodies.popitem(last=False)
            self._lines -= len(oldest.lines)


_memory = _Memory()


def parse(text: str) -> tuple[ast.Module, list[str]]:
    """The tree of every statement that can be read, and the lines it was read from.  Never raises."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces = list(_pieces(lines))
    try:
        return _from_memory(pieces) or _whole(lines, pieces), lines
    except SyntaxError:
        pass
    except (ValueError, RecursionError, MemoryError):  # NUL bytes; nesting beyond the parser's depth
        return ast.Module(body=[], type_ignores=[]), lines
    mended = [line for piece in pieces for line in (piece.lines if _memory.get(piece) else _mended(piece.lines))]
    try:
        return _from_memory(again := list(_pieces(mended))) or _whole(mended, again), mended
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[]), mended


def parse_alone(lines: Sequence[str]) -> ast.Module:
    """A tree that is not shared, of lines that `parse` has read."""
    try:
        return _parsed(lines)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])  # as `parse` gives it


def _from_memory(pieces: Sequence[_Piece]) -> ast.Module | None:
    """The tree put together from pieces; None where many are new, or where one of them can't be read alone.

    Raises SyntaxError where one can't be read, whatever follows it.
    """
    new = [piece for piece in pieces if _memory.get(piece) is None]
    if len(new) > MOST_NEW_PIECES:
        return None
    for piece in new:
        try:
            _memory.put(piece, _parsed([""] * piece.first + [*piece.lines]).body)
        except SyntaxError as error:
            if piece is pieces[-1] or _is_within(error, piece):
                raise
            return None
        except (ValueError, RecursionError, MemoryError):
            return None
    # Every piece can be read alone, so none ends within a string or bracket, and together they say the same.
    bodies = (_memory.get(piece) for piece in pieces)
    return ast.Module(body=[statement for body in bodies for statement in body or ()], type_ignores=[])


def _is_within(error: SyntaxError, piece: _Piece) -> bool:
    """Whether the parser gave up before it came to the end of a piece: what follows can't mend that."""
    last = max((number for number, line in enumerate(piece.lines, piece.first + 1) if line.strip()), default=0)
    is_open = "never closed" in (error.msg or "") or "triple-quoted" in (error.msg or "")
    return not is_open and 0 < (error.lineno or 0) < last


def _whole(lines: Sequence[str], pieces: Sequence[_Piece]) -> ast.Module:
    """The tree of all lines; what stands within one piece is remembered.  Raises what ast.parse raises."""
    tree = _parsed(lines)
    left = list(reversed(tree.body))
    spanned = -1  # the last line of the statements so far
    for piece in pieces:
        begins_clean, body = spanned < piece.first, list[ast.stmt]()
        while left and _first_line(left[-1]) <= piece.last:
            body.append(left.pop())
        if body:
            spanned = (body[-1].end_lineno or 1) - 1
        if begins_clean and spanned <= piece.last:
            _memory.put(piece, body)
    return tree


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)]) - 1


def _parsed(lines: Sequence[str]) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a bad escape in the user's string is not for our terminal
        return ast.parse("\n".join(lines))


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    """The file cut where a line at the margin begins a definition or an import, whatever bracket may be open."""
    first = 0
    for number, line in enumerate(lines):
        if number > first and _BEGINS_PIECE.match(line) and not lines[number - 1].startswith("@"):
            yield _Piece(first, tuple(lines[first:number]))
            first = number
    yield _Piece(first, tuple(lines[first:]))


def _mended(piece: Sequence[str]) -> list[str]:
    """The lines of one piece, those that don't parse taken out."""
    lines = list(piece)
    for _ in range(MOST_REPAIRS):
        try:
            _parsed(lines)
            return lines
        except SyntaxError as error:
            if not _take_out(lines, error):
                break
        except (ValueError, RecursionError, MemoryError):
            break
    return [""] * len(piece)


def _take_out(lines: list[str], error: SyntaxError) -> bool:
    """Blank the line an error points at, keeping the block structure.  False where that doesn't help."""
    number = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
    message = error.msg or ""
    if "expected an indented block" in message:
        # The header is fine, its body is missing: give it one, on the line before the next statement.
        header = re.search(r"on line (\d+)", message)
        number = int(header.group(1)) - 1 if header else number
        return _replace(lines, number, _with_body(lines[number]))
    if "unindent" in message or "unexpected indent" in message:
        return _replace(lines, number, "")
    while number > 0 and not lines[number].strip():
        number -= 1
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip())]
    block = _OPENS_BLOCK.match(line)
    if (loop := _LOOP.match(line)) and _has_body(lines, number):
        return _replace(lines, number, f"{indent}for {loop[1]} in ...:")
    if block and block.group(2) in ("def", "class", "if", "for", "while", "with") and _has_body(lines, number):
        return _replace(lines, number, indent + "if True:")
    if block and block.group(2) in ("elif", "else", "except", "finally", "case", "try", "match"):
        return _replace(lines, number, indent + "if True:" if _has_body(lines, number) else indent + "pass")
    return _replace(lines, number, indent + _nothing_known(line) if line.strip() else "")


def _nothing_known(line: str) -> str:
    """What stands for a statement that can't be read: what it sets is something else now, and nobody knows what."""
    targets = _SETS.match(line)
    return " = ".join([*re.findall(r"[^\s,]+", targets[1]), "..."]) if targets else "pass"


def _has_body(lines: list[str], number: int) -> bool:
    indent = len(lines[number]) - len(lines[number].lstrip())
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return len(following) - len(following.lstrip()) > indent


def _with_body(line: str) -> str:
    stripped = line.rstrip()
    return stripped + " pass" if stripped.endswith(":") else ""


def _replace(lines: list[str], number: int, line: str) -> bool:
    if lines[number] == line:
        line = ""
    if lines[number] == line:
        return False
    lines[number] = line
    return True
