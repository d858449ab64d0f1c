"""`shapecoach flow`."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

FILE = """\
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


class Attention:
    def forward(self, x: Float[Tensor, "batch seq d"], w: Float[Tensor, "d e"]):
        q = rearrange(x @ w, "b s e -> b e s")
        return q.softmax(dim=-1)


def total(x: Float[Tensor, "a b"]):
    return x.sum(0)


def count(n: int) -> int:
    return n + 1
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "net.py").write_text(FILE, encoding="utf-8")
    return "net.py"


def test_one_function_as_mermaid(shapecoach, file: str) -> None:
    done = shapecoach("flow", f"{file}::Attention.forward")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
flowchart TD
    n0(["<b>x</b><br/>batch seq d"])
    n1(["<b>w</b><br/>d e"])
    n2["batch seq e"]
    n3["<b>q</b><br/>batch e seq"]
    n4[["<b>return</b><br/>batch e seq"]]
    n0 -->|"@"| n2
    n1 -->|"@"| n2
    n2 -->|"rearrange"| n3
    n3 -->|"softmax"| n4
"""
    )


def test_all_functions_that_have_tensors(shapecoach, file: str) -> None:
    lines = shapecoach("flow", file).stdout.splitlines()
    assert [line.strip() for line in lines if "subgraph" in line] == [
        'subgraph f0["total"]',
        'subgraph f1["Attention.forward"]',
    ]
    assert lines.count("    end") == 2


def test_a_drawing_is_of_one_function(shapecoach, file: str) -> None:
    root = ElementTree.fromstring(shapecoach("flow", f"{file}::total", "--svg").stdout)
    boxes = [one.attrib["data-line"] for one in root.iter("{http://www.w3.org/2000/svg}g") if "data-line" in one.attrib]
    assert boxes == ["11", "12"]
    done = shapecoach("flow", file, "--svg")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "shapecoach: net.py: a drawing is of one function, one of `total`, `Attention.forward`\n"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("net.py::nothing", "net.py: no `nothing` with tensors in it; there is `total`, `Attention.forward`"),
        ("missing.py", "missing.py: no such file or folder"),
        ("plain.py", "plain.py: no function in it does anything with tensors of known shape"),
    ],
)
def test_what_cannot_be_drawn(shapecoach, file: str, tmp_path: Path, target: str, message: str) -> None:
    (tmp_path / "plain.py").write_text("x = 1\n", encoding="utf-8")
    done = shapecoach("flow", target)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"shapecoach: {message}\n")
