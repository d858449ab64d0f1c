"""Axis names coloured by identity, and whether the colours can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from shapecoach.axes.colours import COLOURS, colours
from shapecoach.axes.reading import read_axes
from shapecoach.lsp.announced import LEGEND
from shapecoach.lsp.features.semantic_tokens import semantic_tokens

IMPORTS = "from einops import rearrange\nfrom jaxtyping import Float\nfrom torch import Tensor\n"
CONTRIBUTED = json.loads((Path(__file__).parents[2] / "package.json").read_text(encoding="utf-8"))["contributes"]
CUSTOMIZATIONS = CONTRIBUTED["configurationDefaults"]["editor.semanticTokenColorCustomizations"]


def test_the_tokens_are_the_names_in_order() -> None:
    text = IMPORTS + 'def f(x: Float[Tensor, "b s"]):\n    return "😀", rearrange(x, "b s -> s b")\n'
    rows = semantic_tokens(read_axes(text)).data
    assert [list(rows[at : at + 5]) for at in range(0, len(rows), 5)] == [
        [3, 24, 1, 0, 1],
        [0, 2, 1, 0, 2],
        [1, 31, 1, 0, 1],
        [0, 2, 1, 0, 2],
        [0, 5, 1, 0, 2],
        [0, 2, 1, 0, 1],
    ]
    assert semantic_tokens(read_axes("x = 1")).data == []


def coloured(text: str) -> Mapping[tuple[str, str], int]:
    index = read_axes(IMPORTS + text)
    pairs = [((one.scope, one.name), colour) for one, colour in zip(index.occurrences, colours(index), strict=True)]
    assert len(set(pairs)) == len(dict(pairs))  # one colour for one name of a function
    return dict(pairs)


def test_a_name_has_one_colour_in_a_class_and_no_other_name_of_the_method_has_it() -> None:
    text = "class A:\n" + "".join(
        f'    def f{number}(self, x: Float[Tensor, "batch a{number} b{number} c{number} d{number}"]): ...\n'
        for number in range(9)
    )
    found = coloured(text)
    assert {colour for (_, name), colour in found.items() if name == "batch"} == {0}
    for number in range(9):
        of_method = [colour for (scope, _), colour in found.items() if scope == f"A.f{number}"]
        assert len(set(of_method)) == len(of_method) == 5


def test_more_names_than_colours() -> None:
    names = " ".join(f"n{number}" for number in range(20))
    found = coloured(f'def f(x: Float[Tensor, "{names}"]): ...')
    assert sorted(found.values()) == sorted(number % COLOURS for number in range(20))


def test_the_extension_knows_the_legend() -> None:
    assert [one["id"] for one in CONTRIBUTED["semanticTokenTypes"]] == LEGEND.token_types
    assert [one["id"] for one in CONTRIBUTED["semanticTokenModifiers"]] == LEGEND.token_modifiers
    selectors = [f"axis.{modifier}" for modifier in LEGEND.token_modifiers]
    rules = [CUSTOMIZATIONS["rules"], *(part["rules"] for part in CUSTOMIZATIONS.values() if "rules" in part)]
    assert all(list(part) == selectors for part in rules)


@pytest.mark.parametrize(
    ("theme", "background", "least"),
    [
        ("", "#ffffff", 3.0),  # any theme that says neither dark nor light
        ("", "#1f1f1f", 3.0),
        ("[*Dark*]", "#1f1f1f", 4.5),
        ("[*Dark*]", "#282a36", 4.5),
        ("[*Light*]", "#ffffff", 4.5),
        ("[*Light*]", "#f3f3f3", 4.5),
        ("[*High Contrast*]", "#000000", 7.0),
        ("[*High Contrast Light*]", "#ffffff", 7.0),
    ],
)
def test_the_colours_can_be_read(theme: str, background: str, least: float) -> None:
    rules = (CUSTOMIZATIONS[theme] if theme else CUSTOMIZATIONS)["rules"]
    assert len(set(rules.values())) == COLOURS
    assert all(contrast(colour, background) >= least for colour in rules.values())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("[0-9A-Fa-f]{2}", colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
