"""`from module import *` in a module that is imported: nothing is read for it that isn't asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from shapecoach.analysis import imports, memory, reading
from shapecoach.analysis.workspace import Workspace
from shapecoach.hints import examine

HEADER = "import torch\nfrom torch import Tensor\nfrom jaxtyping import Float\n"
FLIP = 'def flip(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:\n    return x.T\n'
WIDE = 'def flip(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n 1"]:\n    return x.T[..., None]\n'
MAIN = HEADER + 'import pkg\ndef main(x: Float[Tensor, "b s"]):\n    y = pkg.flip(x)\n'
FLIPPED, WIDENED = ("s", "b"), ("s", "b", "1")


def either(first: str, second: str) -> str:
    return f"import os\nif os.name:\n    {first}\nelse:\n    {second}\n"


FROM_A, FROM_B = "from .a import *\n", "from .b import *\n"
TYPED = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .a import *\nelse:\n    flip = 1\n"
INNER = "def flip(x):\n    def inner():\n        return x.mean(k)\n    k = 1\n    return inner()\n"
PACKAGES: dict[str, tuple[dict[str, str], tuple[str, ...] | None]] = {
    "a star": ({"__init__": FROM_A, "a": FLIP}, FLIPPED),
    "a star of a star": ({"__init__": FROM_A, "a": FROM_B, "b": FLIP}, FLIPPED),
    "the later star": ({"__init__": FROM_A + FROM_B, "a": FLIP, "b": WIDE}, WIDENED),
    "what is bound behind it": ({"__init__": FROM_A + WIDE, "a": FLIP}, WIDENED),
    "what was bound before it": ({"__init__": WIDE + FROM_A, "a": FLIP}, FLIPPED),
    "bound anew from what it brought": ({"__init__": f"{FROM_A}old = flip\n{WIDE}flip = old\n", "a": FLIP}, FLIPPED),
    "what is listed": ({"__init__": FROM_A, "a": '__all__ = ["flip"]\n' + FLIP}, FLIPPED),
    "what is not listed": ({"__init__": WIDE + FROM_A, "a": '__all__ = ["other"]\n' + FLIP}, WIDENED),
    "listed in brackets": ({"__init__": FROM_A, "a": '__all__ = (\n  # all\n  "flip",\n)\n' + FLIP}, FLIPPED),
    "listed bit by bit": ({"__init__": FROM_A, "a": '__all__ = []\n__all__ += ["flip"]\n' + FLIP}, FLIPPED),
    "listed and taken back": ({"__init__": WIDE + FROM_A, "a": f'__all__ = ["flip"]\n{FLIP}__all__ = []\n'}, WIDENED),
    "for type checkers": ({"__init__": TYPED, "a": FLIP}, FLIPPED),
    "on one way of two": ({"__init__": either(FROM_A, FROM_B), "a": FLIP, "b": "c = 1\n"}, FLIPPED),
    "on both ways": ({"__init__": either(FROM_A, FROM_B), "a": FLIP, "b": WIDE}, None),
    "bound on one way behind it": ({"__init__": FROM_A + either("flip = None", "pass"), "a": FLIP}, None),
    "where something may fail": (
        {"__init__": "try:\n    from .a import *\nexcept ImportError:\n    flip = None\n", "a": FLIP},
        FLIPPED,
    ),
    "of each other": ({"__init__": FROM_A, "a": FROM_B + "def flip(x):\n    return x.T\n", "b": FROM_A}, FLIPPED),
    "of nothing that is there": ({"__init__": FROM_A + FLIP}, FLIPPED),
    "only spoken of": ({"__init__": FLIP + FROM_A, "a": '"""See flip, flip() and flip."""\nx = 1  # flip\n'}, FLIPPED),
    "called there": ({"__init__": FLIP + FROM_A, "a": "def f(flip):\n    return flip(1)\n"}, FLIPPED),
    "imported there": ({"__init__": FROM_A, "a": "from .b import (\n    flip,\n)\n", "b": FLIP}, FLIPPED),
    "a name that is used there": (
        {"__init__": FROM_B, "a": "DIM = 0\n", "b": f"{FROM_A}def flip(x):\n    return x.mean(DIM)\n"},
        ("s",),
    ),
    "a name of a function's own": ({"__init__": FROM_B, "a": "k = 0\n", "b": FROM_A + INNER}, None),
}


def write(folder: Path, files: dict[str, str]) -> None:
    (folder / "pkg").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "pkg" / f"{name}.py").write_text(HEADER + text if "Tensor" in text else text)


def shape(folder: Path, text: str = MAIN) -> tuple[str, ...] | None:
    """What is known of `y`; None where nothing is."""
    analysis = examine(text, str(folder / "main.py"), Workspace((folder,)))
    return next((fact.dims for fact in analysis.facts if fact.binding and fact.name == "y"), None)


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the modules whose statements were walked."""
    names: list[str] = []
    walk = reading.Reading._walk

    def noting(self: reading.Reading, path: Path, text: str) -> None:
        names.append(path.stem)
        walk(self, path, text)

    monkeypatch.setattr(reading.Reading, "_walk", noting)
    return names


@pytest.mark.parametrize("name", PACKAGES)
def test_what_a_star_brings(tmp_path: Path, name: str) -> None:
    files, expected = PACKAGES[name]
    write(tmp_path, files)
    assert shape(tmp_path) == expected


@pytest.mark.parametrize("name", PACKAGES)
def test_it_is_what_reading_all_would_bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    files, expected = PACKAGES[name]
    monkeypatch.setattr(imports, "put_off", lambda walk, statement: False)
    write(tmp_path, files)
    assert shape(tmp_path) == expected


def gathering(number: int) -> dict[str, str]:
    """A package whose many modules are gathered by stars, as those of models are."""
    stars = "".join(f"from .m{n} import *\n" for n in range(number))
    modules = {f"m{n}": f'__all__ = ["C{n}"]\nclass C{n}:\n    flip = 1\n' for n in range(number)}
    return {"__init__": f"__version__ = 1\n{FLIP}from .gathered import *\n", "gathered": stars, **modules}


def test_a_name_of_the_package_itself_walks_no_module_of_it(tmp_path: Path, walked: list[str]) -> None:
    write(tmp_path, gathering(40))
    assert shape(tmp_path, MAIN + "    v = pkg.__version__\n") == FLIPPED
    assert walked == ["__init__"]


def test_only_the_modules_that_lead_to_a_name_are_walked(tmp_path: Path, walked: list[str]) -> None:
    write(tmp_path, {**gathering(40), "m7": '__all__ = ["wide"]\n' + WIDE.replace("flip", "wide")})
    text = MAIN.replace("pkg.flip", "pkg.wide")
    assert shape(tmp_path, text) == WIDENED
    assert sorted(walked) == ["__init__", "gathered", "m7"]
    assert shape(tmp_path, text + "    z = 1\n") == WIDENED
    assert len(walked) == 3


def test_a_text_that_was_only_looked_at_counts(tmp_path: Path) -> None:
    write(tmp_path, gathering(5))
    assert shape(tmp_path) == FLIPPED
    looked_at = examine(MAIN, str(tmp_path / "main.py"), Workspace((tmp_path,))).dependencies
    assert str(tmp_path / "pkg" / "m3.py") in {dependency.path for dependency in looked_at}
    write(tmp_path, {"m3": WIDE})
    assert shape(tmp_path) == WIDENED
    write(tmp_path, gathering(5))
    assert shape(tmp_path) == FLIPPED


def test_what_is_remembered_of_a_function_parses_no_text_that_was_only_looked_at(
    tmp_path: Path, walked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_apart: list[str] = []
    around_in = memory._around_in

    def noting(text: str) -> object:
        taken_apart.append(text)
        return around_in(text)

    monkeypatch.setattr(memory, "_around_in", noting)
    write(tmp_path, gathering(40))
    text = MAIN.replace('"b s"]):', '"b s"]) -> None:')
    assert shape(tmp_path, text) == FLIPPED
    assert len(set(taken_apart)) == len(walked) == 1


def test_definitions_that_hang_on_the_same_files_share_what_is_remembered_of_these(tmp_path: Path) -> None:
    write(tmp_path, gathering(40))
    memory.forget_all()
    text = MAIN.replace('"b s"]):', '"b s"]) -> None:')
    more = "".join(f"def f{n}(x: Float[Tensor, 'b s']) -> None:\n    y = pkg.flip(x)\n" for n in range(9))
    shape(tmp_path, text + more)
    shape(tmp_path, text + more.replace("y =", "z ="))
    found = list(memory._found_in._held.values())
    assert len(found) == 19
    assert len({id(one.read) for one in found}) == 1
    assert len(found[0].read) > 40
