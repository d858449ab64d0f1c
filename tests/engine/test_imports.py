"""Names from other files of the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from shapecoach.analysis.workspace import Overlaid, Workspace
from shapecoach.hints import examine

from . import marked

PROJECTS = {
    "a function beside the file": """
=== tools.py
def halves(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    return x.T
=== main.py
from tools import halves
def main(x: Float[Tensor, "b s"]):
    y = halves(x)           # y: s b
""",
    "under another name": """
=== tools.py
def halves(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    return x.T
=== main.py
from tools import halves as flip
def main(x: Float[Tensor, "b s"]):
    y = flip(x)             # y: s b
""",
    "through its module": """
=== tools.py
def halves(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    return x.T
=== main.py
import tools
import tools as t
def main(x: Float[Tensor, "b s"]):
    y = tools.halves(x)     # y: s b
    z = t.halves(y)         # z: b s
""",
    "a function without annotations is walked": """
=== tools.py
def pooled(x, keep=False):
    return x.mean(-1, keepdim=keep)
=== main.py
from tools import pooled
def main(x: Float[Tensor, "b s"]):
    y = pooled(x)               # y: b
    z = pooled(x, keep=True)    # z: b 1
""",
    "a module of a package": """
=== pkg/__init__.py
=== pkg/deep/__init__.py
=== pkg/deep/tools.py
def pooled(x):
    return x.mean(-1)
=== main.py
import pkg.deep.tools
import pkg.deep.tools as t
from pkg.deep import tools
from pkg.deep.tools import pooled
def main(x: Float[Tensor, "b s"]):
    y1 = pkg.deep.tools.pooled(x)   # y1: b
    y2 = t.pooled(x)                # y2: b
    y3 = tools.pooled(x)            # y3: b
    y4 = pooled(x)                  # y4: b
""",
    "relative, of several levels": """
=== pkg/__init__.py
=== pkg/tools.py
def pooled(x):
    return x.mean(-1)
=== pkg/sub/__init__.py
=== pkg/sub/near.py
def flat(x):
    return x.flatten()
=== pkg/sub/main.py
from . import near
from .near import flat
from .. import tools
from ..tools import pooled
def main(x: Float[Tensor, "b s"]):
    y = near.flat(x)        # y: b*s
    z = flat(x)             # z: b*s
    v = tools.pooled(x)     # v: b
    w = pooled(x)           # w: b
""",
    "re-exported by a package": """
=== pkg/__init__.py
from .tools import pooled as pooled
from .tools import *
__all__ = ["pooled", "flat"]
=== pkg/tools.py
__all__ = ["flat"]
def pooled(x):
    return x.mean(-1)
def flat(x):
    return x.flatten()
=== main.py
import pkg
from pkg import *
def main(x: Float[Tensor, "b s"]):
    y = pooled(x)       # y: b
    z = flat(x)         # z: b*s
    w = pkg.flat(x)     # w: b*s
""",
    "everything but what begins with an underscore": """
=== tools.py
def pooled(x):
    return x.mean(-1)
def _secret(x):
    return x.flatten()
=== main.py
from tools import *
def _secret(x):
    return x.T
def main(x: Float[Tensor, "b s"]):
    y = pooled(x)       # y: b
    z = _secret(x)      # z: s b
""",
    "a name that is both a module and what it holds": """
=== pkg/__init__.py
from .pooled import pooled
=== pkg/pooled.py
def pooled(x):
    return x.mean(-1)
=== main.py
from pkg import pooled
def main(x: Float[Tensor, "b s"]):
    y = pooled(x)       # y: b
""",
    "folders without __init__.py": """
=== pkg/deep/tools.py
def pooled(x):
    return x.mean(-1)
=== main.py
import pkg.deep.tools
from pkg.deep import tools
def main(x: Float[Tensor, "b s"]):
    y = tools.pooled(x)             # y: b
    z = pkg.deep.tools.pooled(x)    # z: b
""",
    "a layout with src": """
=== src/pkg/__init__.py
=== src/pkg/tools.py
def pooled(x):
    return x.mean(-1)
=== scripts/main.py
from pkg.tools import pooled
def main(x: Float[Tensor, "b s"]):
    y = pooled(x)       # y: b
""",
    "two modules that import each other": """
=== first.py
import second
def pooled(x):
    return second.flat(x).mean(-1)
=== second.py
import first
def flat(x):
    return x.flatten(1)
def both(x):
    return first.pooled(x)
=== main.py
from second import both
def main(x: Float[Tensor, "b s d"]):
    y = both(x)     # y: b
""",
    "a module that imports the one that is analysed": """
=== pkg/__init__.py
from .main import Scale, main
=== pkg/tools.py
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .main import Scale
def scaled(scale: "Scale", x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    return scale(x)
=== pkg/main.py
from .tools import scaled
class Scale:
    def __call__(self, x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
        return 2 * x
def main(x: Float[Tensor, "b s"]):
    y = scaled(Scale(), x)      # y: b s
""",
    "names that two packages import from each other": """
=== a/__init__.py
from .tools import flat
=== a/tools.py
def flat(x):
    return x.flatten()
=== b/__init__.py
from a import flat
from .more import pooled
=== b/more.py
from a import flat
def pooled(x):
    return flat(x).mean(-1, keepdim=True)
=== main.py
from b import flat, pooled
def main(x: Float[Tensor, "b s"]):
    y = flat(x)         # y: b*s
    z = pooled(x)       # z: 1
""",
    "an import that fails is followed by its replacement": """
=== tools.py
def flat(x):
    return x.flatten()
=== main.py
try:
    from missing_library import flat
except ImportError:
    from tools import flat
try:
    import tools
except ImportError:
    tools = None
def main(x: Float[Tensor, "b s"]):
    y = tools.flat(x)       # y: b*s
""",
    "imported inside a function": """
=== tools.py
def flat(x):
    return x.flatten()
=== main.py
def main(x: Float[Tensor, "b s"]):
    from tools import flat
    y = flat(x)       # y: b*s
""",
    "a class": """
=== attention.py
class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch heads seq d_head"]:
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        return rearrange(q, "b s (h e) -> b h s e", h=self.n_heads)
=== main.py
from attention import Attention
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = Attention(12, 4)
    def forward(self, x: Float[Tensor, "b s 12"]):
        y = self.attention(x)
        return y
def main(x: Float[Tensor, "b s 12"]):
    y = Block()(x)
    z = Attention(12, 4).qkv(x)     # z: b s 36
""",
    "a class without annotations": """
=== layers.py
class Head(nn.Module):
    def __init__(self, width, out=7):
        super().__init__()
        self.linear = nn.Linear(width, out)
    def forward(self, x):
        return self.linear(x).mean(1)
=== main.py
from layers import Head
def main(x: Float[Tensor, "b s 12"]):
    head = Head(12)
    y = head(x)     # y: b 7
""",
    "a base class": """
=== base.py
class Base(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, 2 * width)
    def widened(self, x):
        return self.linear(x)
=== main.py
from base import Base
class Model(Base):
    def __init__(self):
        super().__init__(12)
    def forward(self, x: Float[Tensor, "b 12"]) -> Float[Tensor, "b 24"]:
        return self.widened(x)
def main(x: Float[Tensor, "b 12"]):
    y = Model()(x)     # y: b 24
""",
    "a dataclass": """
=== config.py
from dataclasses import dataclass
WIDTH = 12
@dataclass
class Config:
    d_model: int = WIDTH
    n_heads: int = 4
=== main.py
from config import Config, WIDTH
def main(x: Float[Tensor, "b s"]):
    cfg = Config()
    y = torch.zeros(cfg.d_model, cfg.n_heads)       # y: 12 4
    z = torch.zeros(WIDTH)                          # z: 12
""",
    "annotations and their aliases": """
=== types_.py
Image = Float[Tensor, "h w c"]
Pixels = Float[Tensor, "n 3"]
def flat(image: Image) -> Float[Tensor, "h*w c"]:
    return image.flatten(0, 1)
=== main.py
from types_ import Image, flat
def main(x: Float[Tensor, "h w c"]):
    def inner(image: Image):
        y = image.mean(-1)      # y: h w
        return y
    inner(x)
    z = flat(x)     # z: h*w c
""",
    "a name of a library that another file hands on": """
=== compat.py
from einops import rearrange as shuffle
import torch.nn.functional as F
=== main.py
import compat
from compat import F, shuffle
def main(x: Float[Tensor, "b s"]):
    y = shuffle(x, "b s -> s b")        # y: s b
    z = compat.F.pad(x, (1, 2))         # z: b s+3
""",
    "what a function may change is not known": """
=== state.py
SIZES = [2, 3]
CURRENT = 2
def change():
    global CURRENT
    CURRENT = 5
    SIZES.append(4)
=== main.py
from state import SIZES, change
import state
def main(x: Float[Tensor, "b s"]):
    change()
    n = len(SIZES)
    y = torch.zeros(n, 2)               # y: n 2
    z = torch.zeros(state.CURRENT, 2)   # z: ?
""",
    "what this file assigns in another is not known": """
=== state.py
WIDTH = 2
=== main.py
import state
state.WIDTH = 5
def main(x: Float[Tensor, "b s"]):
    z = torch.zeros(state.WIDTH, 2)   # z: ?
""",
    "two functions of one name keep their sizes apart": """
=== tools.py
def scaled(x, n: int):
    y = x.flatten()[: n + 1]
    return y
=== main.py
import tools
def scaled(x: Float[Tensor, "b s"], n: int):
    y = tools.scaled(x, 2)
    return x[: n]
def main(x: Float[Tensor, "b s"]):
    y = scaled(x, 2)
""",
    "an argument that doesn't fit a function of another file": """
=== tools.py
def scores(q: Float[Tensor, "seq d"], k: Float[Tensor, "seq d"]) -> Float[Tensor, "seq seq"]:
    return q @ k.T
=== main.py
from tools import scores
def main(q: Float[Tensor, "s d"], k: Float[Tensor, "s d 1"]):
    y = scores(q, k)    # ! argument-shape; y: s s
""",
    "an argument that doesn't fit a method of another file": """
=== layers.py
class Mixer(nn.Module):
    def __init__(self, d_model: int):
        super().__init__()
        self.linear = nn.Linear(d_model, d_model)
    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        return self.linear(x)
=== main.py
import layers
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.mixer = layers.Mixer(12)
    def forward(self, x: Float[Tensor, "b 12"]):
        return self.mixer(x)    # ! argument-shape
def main(x: Float[Tensor, "b 12"]):
    return Model()(x)
""",
    "what is wrong in another file is told there only": """
=== tools.py
def wrong(x: Float[Tensor, "n 3"]) -> Float[Tensor, "n"]:
    return x + torch.zeros(4)
z = torch.zeros(2, 3) @ torch.zeros(2, 3)
=== main.py
from tools import wrong
def main(x: Float[Tensor, "b 3"]):
    return wrong(x) + torch.zeros(3, 4) @ torch.zeros(3, 4)   # ! shape-mismatch
""",
}


@pytest.mark.parametrize("name", PROJECTS)
def test_what_is_imported_is_known(tmp_path: Path, name: str) -> None:
    marked.check(tmp_path, PROJECTS[name])


TOOLS = """\
from jaxtyping import Float
from torch import Tensor


def flip(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    y = x.T
    return y
"""
MAIN = """\
from jaxtyping import Float
from torch import Tensor
from tools import flip


def main(x: Float[Tensor, "b s"], v: Float[Tensor, " b"]) -> None:
    y = flip(x)
    z = flip(v)
"""


def shapes(folder: Path, text: str = MAIN, workspace: Workspace | None = None) -> dict[str, tuple[str, ...] | None]:
    """The shapes that are claimed for the names in main.py."""
    return {fact.name: fact.dims for fact in examine(text, str(folder / "main.py"), workspace).facts if fact.binding}


def test_a_finding_points_into_the_other_file(tmp_path: Path) -> None:
    """It is told at the call; what it relates to is where the parameter is declared."""
    (tmp_path / "tools.py").write_text(TOOLS)
    (found,) = examine(MAIN, str(tmp_path / "main.py")).findings
    (related,) = found.related
    assert (found.rule, found.range.start.line) == ("argument-shape", 7)
    assert (related.path, related.range.start.line) == (str(tmp_path / "tools.py"), 4)
    assert "`flip`" in related.message


def test_places_in_the_other_file_move_with_it(tmp_path: Path) -> None:
    (tmp_path / "tools.py").write_text(TOOLS)
    examine(MAIN, str(tmp_path / "main.py"))
    (tmp_path / "tools.py").write_text("# a comment\n" * 3 + TOOLS)
    (found,) = examine(MAIN, str(tmp_path / "main.py")).findings
    assert found.related[0].range.start.line == 7


def test_another_signature_is_seen_at_once(tmp_path: Path) -> None:
    (tmp_path / "tools.py").write_text(TOOLS)
    assert shapes(tmp_path)["y"] == ("s", "b")
    (tmp_path / "tools.py").write_text(TOOLS.replace('"d n"', '"n d 1"'))
    assert shapes(tmp_path)["y"] == ("b", "s", "1")
    (tmp_path / "tools.py").unlink()
    assert shapes(tmp_path)["y"] is None if "y" in shapes(tmp_path) else True
    (tmp_path / "tools.py").write_text(TOOLS)
    assert shapes(tmp_path)["y"] == ("s", "b")


def test_a_change_three_files_away_is_seen(tmp_path: Path) -> None:
    (tmp_path / "far.py").write_text("def far(x):\n    return x.T\n")
    (tmp_path / "middle.py").write_text("import far\n")
    (tmp_path / "tools.py").write_text("from middle import far\ndef flip(x):\n    return far.far(x)\n")
    text = MAIN.replace("    z = flip(v)\n", "")
    assert shapes(tmp_path, text)["y"] == ("s", "b")
    (tmp_path / "far.py").write_text("def far(x):\n    return x[:, :2]\n")
    assert shapes(tmp_path, text)["y"] == ("b", "2")


def test_the_text_in_the_editor_wins(tmp_path: Path) -> None:
    (tmp_path / "tools.py").write_text(TOOLS)
    newer = {tmp_path / "tools.py": TOOLS.replace('"d n"', '"n d 1"')}
    assert shapes(tmp_path, workspace=Workspace(files=Overlaid(newer)))["y"] == ("b", "s", "1")
    assert shapes(tmp_path)["y"] == ("s", "b")


def test_what_an_analysis_hangs_on(tmp_path: Path) -> None:
    """Files that were read, and files that would be read if they were there."""
    (tmp_path / "tools.py").write_text(TOOLS)
    read = {found.path: found.digest for found in examine(MAIN, str(tmp_path / "main.py")).dependencies}
    assert read[str(tmp_path / "tools.py")] is not None
    assert read[str(tmp_path / "tools" / "__init__.py")] is None
    again = {found.path: found.digest for found in examine(MAIN, str(tmp_path / "main.py")).dependencies}
    assert again == read
    (tmp_path / "tools.py").write_text(TOOLS + "\n")
    (changed,) = (
        found.path
        for found in examine(MAIN, str(tmp_path / "main.py")).dependencies
        if read[found.path] != found.digest
    )
    assert changed == str(tmp_path / "tools.py")


@pytest.mark.parametrize("folder", ["site-packages", "node_modules"])
def test_code_of_others_is_left_alone(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "tools.py").write_text(TOOLS)
    assert "y" not in shapes(tmp_path, workspace=Workspace(roots=(tmp_path / folder,)))


def test_a_library_wins_over_a_file_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "einops.py").write_text("def rearrange(x, pattern):\n    return x\n")
    (tmp_path / "random.py").write_text("def shuffle(x):\n    return x\n")
    text = MAIN.replace("from tools import flip", "from einops import rearrange\nfrom random import shuffle")
    text = text.replace("flip(x)", 'rearrange(x, "b s -> s b")').replace("flip(v)", "shuffle(v)")
    found = shapes(tmp_path, text)
    assert found["y"] == ("s", "b")
    assert "z" not in found


def test_nothing_that_is_imported_runs(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (tmp_path / "tools.py").write_text(f"open({str(canary)!r}, 'w').close()\n{TOOLS}")
    assert shapes(tmp_path)["y"] == ("s", "b")
    assert not canary.exists()


BROKEN = {
    "half typed": TOOLS + "\n\ndef more(x: Float[Tensor, \n",
    "no Python": "\0\1\2",
    "imports itself": "from tools import flip\n",
    "imports everything of itself": "from tools import *\nfrom main import *\n",
    "imports from above the root": "from ............................. import flip\n",
    "deeply nested": "x = " + "(" * 5000 + ")" * 5000,
    "a name that is no file's": f"import {'a' * 300}\nfrom .{'b' * 5000} import flip\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_module_costs_only_what_it_would_have_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "tools.py").write_text(BROKEN[name])
    found = shapes(tmp_path, MAIN + "    w = x.T\n")
    assert found["w"] == ("s", "b")
    assert found.get("y") == (("s", "b") if name == "half typed" else None)


def test_long_chains_of_imports_end(tmp_path: Path) -> None:
    """Names handed on by a hundred files, base classes in a hundred files: known or not, without an exception."""
    for number in range(100):
        (tmp_path / f"m{number}.py").write_text(
            f"from m{number + 1} import flip, C{number + 1}\nclass C{number}(C{number + 1}): pass\n"
        )
    (tmp_path / "m100.py").write_text(TOOLS + "\nclass C100: pass\n")
    found = shapes(tmp_path, MAIN.replace("tools import flip", "m0 import flip, C0") + "    w = x.T\n    c = C0()\n")
    assert found["w"] == ("s", "b")


def test_an_edit_in_the_body_of_an_imported_function_walks_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Callers of an annotated function depend on its signature alone."""
    from shapecoach.analysis import module

    walked: list[str] = []
    walk_definition = module.walk_definition

    def noted(outer, function, instance, run_length=None):
        walked.append(function.qualname)
        return walk_definition(outer, function, instance, run_length)

    monkeypatch.setattr(module, "walk_definition", noted)
    (tmp_path / "tools.py").write_text(TOOLS)
    text = MAIN.replace("    z = flip(v)\n", "")
    first = shapes(tmp_path, text)
    assert walked == ["main"]
    (tmp_path / "tools.py").write_text(TOOLS.replace("y = x.T", "y = 1 * x.T"))
    assert shapes(tmp_path, text) == first
    assert walked == ["main"]
    (tmp_path / "tools.py").write_text(TOOLS.replace('"d n"', '"n d 1"'))
    assert shapes(tmp_path, text) != first
    assert walked == ["main", "main"]


def test_objects_are_never_given_to_a_library(tmp_path: Path) -> None:
    """Nor written out to say so: an object leads to everything that its file knows."""
    text = "import torch\n\n\nclass Node:\n    def __init__(self, *parts):\n        self.parts = parts\n\n\n"
    text += "nodes = [Node()]\n" + "".join(f"n{i} = Node(n{i - 1}, n{i - 1})\n" for i in range(1, 60))
    text = text.replace("n0", "nodes") + "x = torch.add(n59, n59)\ny = torch.zeros(2)\n"
    assert shapes(tmp_path, text) == {"y": ("2",)}
