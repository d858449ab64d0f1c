"""Axes that several files share, and another name for them in all of these."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Position
from shapecoach.analysis.source import Source
from shapecoach.analysis.workspace import Overlaid, Workspace
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.reading import read_axes
from shapecoach.axes.renaming import RenameRefusedError, renamed_everywhere
from shapecoach.axes.sharing import Sharing, alone

ROOT = Path("/workspace")
HEAD = "from einops import rearrange\nfrom jaxtyping import Float\nfrom torch import Tensor\n"
Texts = dict[str, str]


def files(texts: Texts, unlisted: tuple[str, ...] = (), is_complete: bool = True) -> Sharing:
    given = {ROOT / name: HEAD + text for name, text in texts.items()}
    nothing = alone("").workspace.files
    listed = frozenset(given) - {ROOT / name for name in unlisted}
    return Sharing(Workspace((ROOT,), Overlaid(given, nothing)), listed, is_complete)


def read(text: str) -> Texts:
    """The files of a text, each behind a line `# file a.py`."""
    parts = text.strip().split("# file ")[1:]
    return {name.strip(): body for name, _, body in (part.partition("\n") for part in parts)}


def place_in(text: str, start: int) -> Position:
    before = HEAD + text[:start]
    return Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


def marked(sharing: Sharing, start: str, position: Position) -> Texts:
    """The files with all places of an axis in brackets."""
    index = sharing.index(ROOT / start)
    found = index.at(position) if index else None
    assert found is not None
    shown: Texts = {}
    for path in sharing.listed:
        lines = (sharing.text(path) or "").split("\n")
        for number in reversed(sharing.places(ROOT / start, found).get(path, ())):
            (line, begin), (_, end) = (sharing.index(path) or AxisIndex()).occurrences[number].range
            lines[line] = f"{lines[line][:begin]}[{lines[line][begin:end]}]{lines[line][end:]}"
        shown[str(path.relative_to(ROOT))] = "\n".join(lines)[len(HEAD) :]
    return shown


@pytest.mark.parametrize(
    "expected",
    [
        # an alias that others import
        """
# file shapes.py
Image = Float[Tensor, "c [h] w"]
Other = Float[Tensor, "k"]
# file model.py
from shapes import Image
def f(x: Image, y: Float[Tensor, "[h]"]): return rearrange(x, "c [h] w -> w [h] c")
def g(y: Float[Tensor, "h"]): ...
# file apart.py
def f(x: Float[Tensor, "h"]): ...
Image = Float[Tensor, "h w"]
""",
        # under another name, through a package, by dots, by a star, in a quoted annotation
        """
# file lib/__init__.py
from .shapes import Image as Picture
# file lib/shapes.py
Image = Float[Tensor, "c [h] w"]
# file one.py
from lib import Picture
def f(x: Picture, y: Float[Tensor, "[h]"]): ...
# file two.py
import lib.shapes
def f(x: lib.shapes.Image, y: "list[Float[Tensor, '[h]']]"): ...
# file three.py
from lib import shapes as s
def f(x: "s.Image | None", y: Float[Tensor, "[h]"]): ...
# file lib/four.py
from .shapes import *
from . import shapes
def f(x: Image, y: Float[Tensor, "[h]"]): ...
def g(x: shapes.Image, y: Float[Tensor, "[h]"]): ...
# file five.py
from lib.four import Image
import lib as l
def f(x: Image, y: Float[Tensor, "[h]"]): ...
def g(x: l.Picture, y: Float[Tensor, "[h]"]): ...
def h(x: l.Image, y: Float[Tensor, "h"]): ...
""",
        # an alias of an alias, and a type alias
        """
# file a.py
from typing import TypeAlias
Image: TypeAlias = Float[Tensor, "c [h] w"]
# file b.py
from a import Image
Images = Float[Image, "batch"]
Pair = tuple[Images, Images]
# file c.py
from b import Pair
def f(x: Pair, y: Float[Tensor, "[h]"]): ...
""",
        # a class: who speaks of it, and who inherits from it
        """
# file a.py
class Batch:
    x: Float[Tensor, "n [d]"]
    def f(self, y: Float[Tensor, "[d]"]): ...
# file b.py
from a import Batch
def f(batch: Batch, y: Float[Tensor, "[d]"]): ...
def g(y: Float[Tensor, "d"]): ...
class Other:
    y: Float[Tensor, "d"]
# file c.py
import a
class Sub(a.Batch):
    y: Float[Tensor, "[d]"]
    def f(self): return rearrange(self.x, "n [d] -> [d] n")
# file d.py
from c import Sub
class Last(Sub):
    def g(self, y: Float[Tensor, "[d] e"]): ...
    def h(self, y: Float[Tensor, "e"]): ...
""",
        # files that import each other, and one that imports itself
        """
# file a.py
from b import Two
One = Float[Tensor, "[n]"]
def f(x: Two, y: One): return rearrange(y, "[n] -> [n] 1")
# file b.py
from a import One
from b import Two
from nowhere import One as Nothing
Two = Float[Tensor, "[n]"]
def f(x: Two, y: One): ...
def g(x: Nothing, y: Float[Tensor, "n"]): ...
""",
        # a function that speaks of two
        """
# file a.py
One = Float[Tensor, "[n]"]
# file b.py
Two = Float[Tensor, "[n]"]
# file c.py
from a import One
from b import Two
def f(x: One, y: Two): ...
""",
        # no more than a function's own
        """
# file a.py
def f(x: Float[Tensor, "[h]"]): ...
# file b.py
from a import f
def g(x: Float[Tensor, "h"]): ...
""",
    ],
)
def test_an_axis_is_found_in_all_files_from_each_of_them(expected: str) -> None:
    wanted = read(expected)
    name = re.search(r"\[(\w)\]", expected)
    assert name is not None
    sharing = files({file: text.replace(name[0], name[1]) for file, text in wanted.items()})
    starts = [(file, text.index(name[0])) for file, text in wanted.items() if name[0] in text]
    for file, at in starts:
        assert marked(sharing, file, place_in(wanted[file], at)) == wanted


SHAPES = """
# file shapes.py
Image = Float[Tensor, "c h w"]
# file model.py
from shapes import Image
def f(x: Image, y: Float[Tensor, "h"]): return rearrange(x, "c (h1 h) w -> w h1 h c", h=2)
"""


def rename(texts: Texts, start: str, old: str, new: str, **more: Any) -> Texts:
    sharing = files(texts, **more)
    edits = renamed_everywhere(sharing, ROOT / start, place_in(texts[start], texts[start].index(old)), new)
    edited = {path: applied(Source(sharing.text(path) or ""), edits.get(path, ())) or "" for path in sharing.listed}
    return {str(path.relative_to(ROOT)): text[len(HEAD) :] for path, text in edited.items()}


@pytest.mark.parametrize("start", ["shapes.py", "model.py"])
def test_renamed_in_all_files_and_back(start: str) -> None:
    texts = read(SHAPES)
    old = 'h w"' if start == "shapes.py" else 'h"]'
    once = rename(texts, start, old, "height")
    assert once["shapes.py"] == 'Image = Float[Tensor, "c height w"]\n'
    assert 'y: Float[Tensor, "height"]' in once["model.py"]
    assert 'rearrange(x, "c (h1 height) w -> w h1 height c", height=2)' in once["model.py"]
    assert rename(once, "shapes.py", "height", "h") == texts


@pytest.mark.parametrize(
    ("further", "new", "reason"),
    [
        ('def g(x: Image, y: Float[Tensor, "d"]): ...', "d", "`d` is another axis already, in line 5 of other.py"),
        ('def g(x: Image, y: Float[Tensor, f"{n} h"]): ...', "d", "`h` in line 5 of other.py is part of an f-string"),
        ('def g(x: Image, y: Float[Tensor, "h d"]): ...', "d", "`d` is another axis already, in line 5 of other.py"),
        (
            'def g(x: Image, y: Float[Tensor, f"{n} h"], z: Float[Tensor, "h"]): ...',
            "d",
            "line 5 of other.py .*f-string",
        ),
        ('Image = Float[Tensor, "h"]\ndef g(x: Image): ...', "d", "both imported and defined in other.py"),
    ],
)
def test_what_another_file_says_may_be_a_reason_against_it(further: str, new: str, reason: str) -> None:
    texts = read(SHAPES) | {"other.py": f"from shapes import Image\n{further}\n"}
    with pytest.raises(RenameRefusedError, match=reason):
        rename(texts, "shapes.py", 'h w"', new)


def test_what_is_outside_of_the_folders_is_not_renamed() -> None:
    with pytest.raises(RenameRefusedError, match=r"stands in shapes\.py too, which is outside"):
        rename(read(SHAPES), "model.py", 'h"]', "height", unlisted=("shapes.py",))


def test_where_there_are_too_many_files_only_a_functions_own_axes_are_renamed() -> None:
    texts = read(SHAPES) | {"own.py": 'def f(x: Float[Tensor, "h"]): ...\n'}
    with pytest.raises(RenameRefusedError, match="too many files to know"):
        rename(texts, "model.py", 'h"]', "height", is_complete=False)
    assert "height" in rename(texts, "own.py", "h", "height", is_complete=False)["own.py"]


def test_what_a_method_has_from_a_class_elsewhere_is_no_name_to_take() -> None:
    texts = read("""
# file a.py
class Base:
    x: Float[Tensor, "n d"]
# file b.py
from a import Base
class Sub(Base):
    def f(self, y: Float[Tensor, "k"]): ...
""")
    with pytest.raises(RenameRefusedError, match="means something else"):
        rename(texts, "b.py", 'k"', "d")


def test_of_many_files_those_are_read_that_may_say_the_axis() -> None:
    texts = {"shapes.py": 'Image = Float[Tensor, "c h w"]\n'}
    for number in range(300):
        use = f'from shapes import Image\ndef f_{number}(x: Image, y: Float[Tensor, "h"]): ...\n'
        texts[f"file_{number}.py"] = "import shapes\nx = 1\n" if number % 30 else use
    sharing, have_been_read = files(texts), list[str]()

    def reader(path: Path, text: str) -> AxisIndex:
        have_been_read.append(path.name)
        return read_axes(text)

    sharing = replace(sharing, reader=reader)
    (found, *_) = [one for one in sharing.read(ROOT / "shapes.py").occurrences if one.name == "h"]
    places = sharing.places(ROOT / "shapes.py", found)
    assert {path.name for path in places} == {"shapes.py"} | {f"file_{number}.py" for number in range(0, 300, 30)}
    assert len(have_been_read) == len(set(have_been_read))
    assert len(have_been_read) <= 11, have_been_read
