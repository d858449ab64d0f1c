"""Drawing axes as blocks, from the shapes themselves: how a pattern moves numbers, what is stretched, what is added up.

A lesson's `lesson.toml` says what to draw, and `lesson.md` shows the files:

    [pictures.split]                           split.svg
    pattern = "(h d) -> h d"                   or "n -> (n k)", "b s -> b", "i j, j k -> i k", "m 1, n"
    sizes = { h = 2, d = 3 }
    by = "h"                                   the axis that the colours follow

`python -m shapecoach.lessons.axes_drawing` draws them all; a test sees to it that this was done.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from shapecoach.lessons.catalogue import curriculum_root

Sizes = Mapping[str, int]
Place = tuple[int, int]

_CELL = 34
_MARGIN = 14
_LABELS = 26  # beside and above a table, for the names of its axes
_COLOURS = ("#8fb8f0", "#f2b27a", "#9ad1a3", "#e39ac0", "#c3b1f0", "#e8d27a")
_STYLE = """\
.ground { fill: #ffffff } text { font-family: sans-serif; font-size: 12px; fill: #24292f } .axis { font-weight: 600 }
.cell { stroke: #ffffff; stroke-width: 2 } .cell + text { fill: #1b1f24 } .faint { opacity: 0.3 }
@media (prefers-color-scheme: dark) {
.ground { fill: #1f2328 } text { fill: #e6edf3 } .cell { stroke: #1f2328 }
}"""


@dataclass(frozen=True)
class Cell:
    """One number of a tensor.  A faint one isn't there by itself: it is a copy, or not what is being looked at."""

    text: str
    colour: int = 0
    faint: bool = False


@dataclass(frozen=True)
class Block:
    """A tensor of one or two axes as a table.  `down` and `across` name its axes, `down` empty where there is one."""

    title: str
    down: str
    across: str
    cells: Mapping[Place, Cell] = field(default_factory=dict[Place, Cell])

    @property
    def size(self) -> Place:
        """Rows and columns."""
        return max(row for row, _ in self.cells) + 1, max(column for _, column in self.cells) + 1


def draw(pattern: str, sizes: Sizes, by: str = "") -> str:
    """An SVG of what a pattern does.  Raises ValueError where a tensor has more than two axes to draw."""
    left, arrow, right = (part.strip() for part in pattern.partition("->"))
    tensors = [part.strip() for part in left.split(",")]
    if len(tensors) == 1:
        blocks, signs = _moved(left, right, sizes, by), ["→"]
    elif arrow:
        blocks, signs = _contracted(tensors, right, sizes), ["·", "→"]
    else:
        blocks, signs = _stretched(tensors, sizes), ["+", "→"]
    return _svg(blocks, signs, f"{pattern}, {', '.join(f'{name}={size}' for name, size in sizes.items())}")


def pictures(lesson: Path) -> dict[str, str]:
    """The pictures that a lesson's `lesson.toml` asks for: file names, and what is to be in them."""
    about: dict[str, Any] = tomllib.loads((lesson / "lesson.toml").read_text(encoding="utf-8"))
    return {f"{name}.svg": draw(**asked) for name, asked in about.get("pictures", {}).items()}


# -- one axis cut in two, two glued, some added up, some filled with copies --------------------------------------------


def _moved(left: str, right: str, sizes: Sizes, by: str) -> list[Block]:
    """`(h d) -> h d`: the same numbers, before and after."""
    names = list(dict.fromkeys(re.findall(r"[A-Za-z]\w*", f"{left} {right}")))
    before: dict[Place, Cell] = {}
    after: dict[Place, list[str]] = {}
    colours: dict[Place, int] = {}
    for indices in itertools.product(*(range(sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        source, target = _place(left, at, sizes), _place(right, at, sizes)
        number = str(source[0] * _length(_groups(left)[-1], sizes) + source[1])
        before[source] = Cell(number, at.get(by, 0))
        colours[target] = at.get(by, 0)
        if number not in after.setdefault(target, []):
            after[target].append(number)
    moved = {place: Cell("+".join(numbers), colours[place]) for place, numbers in after.items()}
    return [_block("", left, before), _block("", right, moved)]


def _groups(side: str) -> list[list[str]]:
    """`b (h w)` as [["b"], ["h", "w"]]; nothing as one axis without a name."""
    groups = [re.findall(r"[A-Za-z]\w*", part) for part in re.findall(r"\([^)]*\)|[A-Za-z]\w*", side)]
    if len(groups) > 2:
        raise ValueError(f"`{side}` has more than two axes to draw")
    return groups or [[]]


def _place(side: str, at: Mapping[str, int], sizes: Sizes) -> Place:
    """Row and column of one element; a tensor of one axis is one row."""
    places: list[int] = []
    for group in _groups(side):
        place = 0
        for name in group:
            place = place * sizes[name] + at[name]
        places.append(place)
    return (0, places[0]) if len(places) == 1 else (places[0], places[1])


def _length(group: Sequence[str], sizes: Sizes) -> int:
    length = 1
    for name in group:
        length *= sizes[name]
    return length


# -- several tensors ---------------------------------------------------------------------------------------------------


def _contracted(tensors: Sequence[str], result: str, sizes: Sizes) -> list[Block]:
    """`i j, j k -> i k`: what goes into the first number of the result stands out; the summed axis has the colours."""
    kept = result.split()
    blocks: list[Block] = []
    for letter, axes in zip("abc", tensors, strict=False):
        names = axes.split()
        cells: dict[Place, Cell] = {}
        for indices in itertools.product(*(range(sizes[name]) for name in names)):
            at = dict(zip(names, indices, strict=True))
            summed = next((at[name] for name in names if name not in kept), 0)
            cells[_place(axes, at, sizes)] = Cell(letter, summed, any(at.get(name, 0) for name in kept))
        blocks.append(_block(letter, axes, cells))
    length = next((sizes[name] for axes in tensors for name in axes.split() if name not in kept), 1)
    cells = {}
    for indices in itertools.product(*(range(sizes[name]) for name in kept)):
        at = dict(zip(kept, indices, strict=True))
        cells[_place(result, at, sizes)] = Cell("+".join(["ab"] * length) if length < 3 else "Σ ab", -1, any(indices))
    return [*blocks, _block("", result, cells)]


def _stretched(tensors: Sequence[str], sizes: Sizes) -> list[Block]:
    """`m 1, n`: two shapes lined up from the right; copies are faint."""
    shapes = [tensor.split() for tensor in tensors]
    lined = [["1"] * (2 - len(shape)) + shape for shape in shapes]
    names = [next((axis for axis in axes if axis != "1"), "1") for axes in zip(*lined, strict=True)]
    rows, columns = (sizes.get(name, 1) for name in names)
    blocks: list[Block] = []
    every = list(itertools.product(range(rows), range(columns)))
    for letter, shape, tensor in zip("ab", lined, tensors, strict=False):
        cells: dict[Place, Cell] = {}
        for place in every:
            mine = [index if axis != "1" else 0 for axis, index in zip(shape, place, strict=True)]
            cells[place] = Cell(_numbered(letter, mine, shape), _colour(letter), tuple(mine) != place)
        blocks.append(_block(tensor, " ".join(shape), cells))
    together = {place: Cell(" ".join(block.cells[place].text for block in blocks), 2) for place in every}
    return [*blocks, _block(" ".join(names), " ".join(names), together)]


def _numbered(letter: str, place: Sequence[int], shape: Sequence[str]) -> str:
    return letter + "".join(str(index) for index, axis in zip(place, shape, strict=True) if axis != "1")


def _colour(letter: str) -> int:
    return "ab".index(letter)


# -- as SVG ------------------------------------------------------------------------------------------------------------


def _block(title: str, axes: str, cells: Mapping[Place, Cell]) -> Block:
    names = re.findall(r"\([^)]*\)|\w+", axes)
    down, across = names if len(names) == 2 else ("", names[0] if names else "")
    return Block(title, down, across, cells)


def _svg(blocks: Sequence[Block], signs: Sequence[str], title: str) -> str:
    parts: list[str] = []
    left, height = _MARGIN, max(block.size[0] for block in blocks) * _CELL + _LABELS
    for block, sign in itertools.zip_longest(blocks, signs):
        rows, columns = block.size
        top = _MARGIN + (height - rows * _CELL - _LABELS) // 2
        parts += _drawn(block, left, top)
        left += _LABELS + columns * _CELL
        if sign:
            middle = _MARGIN + _LABELS + (height - _LABELS) // 2 + 5
            parts.append(
                f'<text x="{left + 20}" y="{middle}" text-anchor="middle" style="font-size: 18px">{sign}</text>'
            )
            left += 40
    width, height = left + _MARGIN, height + 2 * _MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            ' role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{_STYLE}\n</style>",
            f'<rect class="ground" width="{width}" height="{height}" rx="8"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _drawn(block: Block, left: int, top: int) -> Iterator[str]:
    rows, columns = block.size
    x, y = left + _LABELS, top + _LABELS
    if block.across:
        yield _axis(x + columns * _CELL // 2, y - 8, block.across)
    if block.down:
        yield _axis(left + _LABELS - 8, y + rows * _CELL // 2 + 4, block.down, "end")
    for (row, column), cell in sorted(block.cells.items()):
        colour = _COLOURS[cell.colour % len(_COLOURS)]
        small = f' style="font-size: {9 if len(cell.text) < 6 else 8}px"' if len(cell.text) > 4 else ""
        at_x, at_y = x + column * _CELL, y + row * _CELL
        yield '<g class="faint">' if cell.faint else "<g>"
        yield f'<rect class="cell" x="{at_x}" y="{at_y}" width="{_CELL}" height="{_CELL}" rx="5" fill="{colour}"/>'
        yield (
            f'<text x="{at_x + _CELL // 2}" y="{at_y + _CELL // 2 + 4}" text-anchor="middle"{small}>'
            f"{escape(cell.text)}</text></g>"
        )


def _axis(x: int, y: int, name: str, anchor: str = "middle") -> str:
    return f'<text class="axis" x="{x}" y="{y}" text-anchor="{anchor}">{escape(name)}</text>'


def main() -> None:
    """Draws the pictures of all lessons."""
    for about in sorted(curriculum_root().glob("*/*/lesson.toml")):
        for name, text in pictures(about.parent).items():
            (about.parent / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
