"""Sizes that hang on values, in whole programs: the same value gives the same size, and nothing is said against one."""

from __future__ import annotations

from shapecoach.hints import examine

HEAD = """
import torch
from jaxtyping import Bool, Float
from torch import Tensor
"""


def shapes(body: str) -> dict[str, tuple[str, ...] | None]:
    """The shapes of a program's names where they were bound last; it must be free of findings."""
    analysis = examine(HEAD + body)
    assert not analysis.findings, analysis.findings
    return {fact.name: fact.dims for fact in analysis.facts if fact.binding}


def test_the_same_mask_keeps_as_many() -> None:
    found = shapes("""
def f(x: Float[Tensor, "b s d"], y: Float[Tensor, "b s e"], mask: Bool[Tensor, "b s"], other: Bool[Tensor, "b s"]):
    first, again, third = x[mask], y[mask], x[other]
    both = torch.cat([first, again], dim=1)
    mixed = first + third
""")
    assert found["first"] == ("n_kept", "d") and found["again"] == ("n_kept", "e")
    assert found["third"] == ("n_kept_2", "d")
    assert found["both"] == ("n_kept", "d+e")
    assert found["mixed"] == ("?", "d")


def test_a_mask_that_was_changed_is_another() -> None:
    found = shapes("""
def f(x: Float[Tensor, "b s d"], mask: Bool[Tensor, "b s"], other: Bool[Tensor, "b s"]):
    before = x[mask]
    mask = mask & other
    after = x[mask]
""")
    assert (found["before"], found["after"]) == (("n_kept", "d"), ("n_kept_2", "d"))


def test_a_mask_that_was_changed_in_place_is_another() -> None:
    found = shapes("""
def f(x: Float[Tensor, "b d"], mask: Bool[Tensor, "b"], other: Bool[Tensor, "b"]):
    first = x[mask]
    mask[0] = True
    second = x[mask]
    mask.logical_and_(other)
    third = x[mask]
""")
    assert [found[name] for name in ("first", "second", "third")] == [
        ("n_kept", "d"),
        ("n_kept_2", "d"),
        ("n_kept_3", "d"),
    ]


def test_what_equal_operations_make_is_not_the_same_value() -> None:
    found = shapes("""
def f(x: Float[Tensor, "s d"], y: Float[Tensor, "s d"]):
    one, two = x[x > 0], x[y > 0]
""")
    assert found["one"] != found["two"]


def test_a_declared_name_is_taken() -> None:
    found = shapes("""
def f(x: Float[Tensor, "s d"], mask: Bool[Tensor, "s"]) -> Float[Tensor, "kept d"]:
    picked: Float[Tensor, "kept d"] = x[mask]
    return picked * 2
""")
    assert found["picked"] == ("kept", "d")


def test_what_is_cut_off_is_never_wrong() -> None:
    found = shapes("""
def f(x: Float[Tensor, "b s d"], pos: Float[Tensor, "n_ctx d"], n: int) -> Float[Tensor, "b n d"]:
    short = x[:, :512]
    rest = x[:, n:]
    sum = short + pos[:512]
    return x[:, :n]
""")
    assert found["short"] == ("b", "min(s,512)", "d")
    assert found["rest"] == ("b", "max(s-n,0)", "d")


def test_numbers_that_the_library_asks_for_are_no_assumption() -> None:
    found = shapes("""
def f(x: Float[Tensor, "n xyz"], y: Float[Tensor, "n xyz"], z: Float[Tensor, "n parts"]):
    normal = torch.linalg.cross(x, y) + x
    number = torch.view_as_complex(z)
""")
    assert found["number"] == ("n",)
