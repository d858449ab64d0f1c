"""A syntax tree from text that may be half typed.

Python's parser stops at the first error.  The file is cut into its definitions, the statement that holds an error is
taken out of its piece, keeping its indentation, and the piece is parsed again: one broken line leaves the rest of the
file analysed.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

MOST_REPAIRS = 12  # in one piece of a file; a piece that takes more is left out whole
_OPENS_BLOCK = re.compile(r"\s*(async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b")
_BEGINS_PIECE = re.compile(r"@|(async\s+)?def\b|class\b|import\b|from\b")


def parse(text: str) -> tuple[ast.Module, list[str]]:
    """The tree of every statement that can be read, and the lines it was read from.  Never raises."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        return _parsed(lines), lines
    except SyntaxError:
        pass
    except (ValueError, RecursionError, MemoryError):  # NUL bytes; nesting beyond the parser's depth
        return ast.Module(body=[], type_ignores=[]), lines
    mended = [line for piece in _pieces(lines) for line in _mended(piece)]
    try:
        return _parsed(mended), mended
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[]), mended


def _parsed(lines: list[str]) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a bad escape in the user's string is not for our terminal
        return ast.parse("\n".join(lines))


def _pieces(lines: list[str]) -> Iterator[list[str]]:
    """The file cut where a line at the margin begins a definition or an import, whatever bracket may be open."""
    piece: list[str] = []
    for line in lines:
        if _BEGINS_PIECE.match(line) and piece and not piece[-1].startswith("@"):
            yield piece
            piece = []
        piece.append(line)
    yield piece


def _mended(piece: list[str]) -> list[str]:
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
    if block and block.group(2) in ("def", "class", "if", "for", "while", "with") and _has_body(lines, number):
        return _replace(lines, number, indent + "if True:")
    if block and block.group(2) in ("elif", "else", "except", "finally", "case", "try", "match"):
        return _replace(lines, number, indent + "if True:" if _has_body(lines, number) else indent + "pass")
    return _replace(lines, number, indent + "pass" if line.strip() else "")


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
