"""Drawings of operations, as text and as XML."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.flow.test_moves import TABLE, move_of_line

from shapecoach.drawing.move_picture import draw_move, draw_strip
from shapecoach.drawing.svg import escaped
from shapecoach.drawing.themes import PAGE, THEMES, ThemeKind
from shapecoach.flow.moves import Axis, Move, Piece, Strip, strip

SVG = "{http://www.w3.org/2000/svg}"
CONTRIBUTED = json.loads((Path(__file__).parents[2] / "package.json").read_text(encoding="utf-8"))["contributes"]
CUSTOMIZATIONS = CONTRIBUTED["configurationDefaults"]["editor.semanticTokenColorCustomizations"]


def axis(label: str, *keys: str) -> Axis:
    return Axis(label, (Piece(label, keys or (label,)),))


SUM = Move("sum", (Strip("x", (axis("b"), axis("s"))),), Strip("", (axis("b"),)))


def test_a_drawing_to_the_letter() -> None:
    assert (
        draw_move(SUM, {"b": 0, "s": 1}, THEMES[ThemeKind.DARK], "sum <sums> over s").replace("><", ">\n<")
        == """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 66.6 115" width="66.6" height="115" role="img" \
font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, &#x27;DejaVu Sans Mono&#x27;, monospace">
<title>sum &lt;sums&gt; over s</title>
<text x="33.3" y="15" fill="#9A9A9A" font-size="11" text-anchor="middle">x</text>
<path d="M17.7 47.0C17.7 66.0 33.3 66.0 33.3 85.0" fill="none" stroke="#56B4E9" stroke-width="1.6"/>
<path d="M49.0 47.0V68.0" fill="none" stroke="#E69F00" stroke-width="1.6" stroke-dasharray="1.5 3" \
stroke-linecap="round"/>
<rect x="40" y="59" width="18" height="18" rx="9" fill="#E69F00"/>
<text x="49" y="72" fill="#1A1A1A" font-size="11" text-anchor="middle">Σ</text>
<rect x="6" y="23" width="23.3" height="24" rx="5" fill="#56B4E9" fill-opacity="0.14" stroke="#56B4E9" \
stroke-width="1.3"/>
<text x="17.7" y="39" fill="#56B4E9" font-size="12" text-anchor="middle">b</text>
<rect x="37.3" y="23" width="23.3" height="24" rx="5" fill="#E69F00" fill-opacity="0.14" stroke="#E69F00" \
stroke-width="1.3"/>
<text x="49" y="39" fill="#E69F00" font-size="12" text-anchor="middle">s</text>
<rect x="21.7" y="85" width="23.3" height="24" rx="5" fill="#56B4E9" fill-opacity="0.14" stroke="#56B4E9" \
stroke-width="1.3"/>
<text x="33.3" y="101" fill="#56B4E9" font-size="12" text-anchor="middle">b</text>
</svg>"""
    )


@pytest.mark.parametrize("kind", list(ThemeKind))
@pytest.mark.parametrize("expression", [expression for expression, _ in TABLE])
def test_every_drawing_is_xml_that_shows_all_axes_within_its_frame(expression: str, kind: ThemeKind) -> None:
    move = move_of_line(expression)
    assert move is not None
    root = ElementTree.fromstring(draw_move(move, {"batch": 0}, THEMES[kind], expression))
    texts = [one.text for one in root.iter(f"{SVG}text")]
    for one in (*move.operands, move.result):
        assert {piece.label for piece in one.pieces} <= set(texts)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for box in root.iter(f"{SVG}rect"):
        assert float(box.attrib["x"]) >= 0
        assert float(box.attrib["x"]) + float(box.attrib["width"]) <= width
        assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height


def test_a_drawing_holds_nothing_that_a_strict_page_forbids() -> None:
    text = draw_move(SUM, {}, THEMES[ThemeKind.ANY], "t")
    root = ElementTree.fromstring(text)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {"svg", "title", "text", "path", "rect"}
    assert not any(name == "style" or name.startswith("on") for one in root.iter() for name in one.attrib)


def test_names_are_escaped() -> None:
    nasty = "<b>&\"'\x00\ud800]]>"
    root = ElementTree.fromstring(draw_strip(strip("x", (nasty, "a")), {}, THEMES[ThemeKind.LIGHT], nasty))
    shown = next(one.text for one in root.iter(f"{SVG}text"))
    assert shown == "<b>&\"'\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}]]>"
    assert escaped("\x0b") == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("kind", "selector"),
    [
        (ThemeKind.ANY, ""),
        (ThemeKind.LIGHT, "[*Light*]"),
        (ThemeKind.DARK, "[*Dark*]"),
        (ThemeKind.HIGH_CONTRAST, "[*High Contrast*]"),
        (ThemeKind.HIGH_CONTRAST_LIGHT, "[*High Contrast Light*]"),
    ],
)
def test_axes_have_the_colours_that_they_have_in_the_text(kind: ThemeKind, selector: str) -> None:
    rules = (CUSTOMIZATIONS[selector] if selector else CUSTOMIZATIONS)["rules"]
    assert list(THEMES[kind].axes) == list(rules.values())


def test_the_pages_have_the_colours_that_the_extension_contributes() -> None:
    contributed = {colour["id"]: colour["defaults"] for colour in CONTRIBUTED["colors"]}
    kinds = {
        "light": ThemeKind.LIGHT,
        "dark": ThemeKind.DARK,
        "highContrast": ThemeKind.HIGH_CONTRAST,
        "highContrastLight": ThemeKind.HIGH_CONTRAST_LIGHT,
    }
    for number, colour in enumerate(PAGE.axes):
        name = f"shapecoach.axis{number + 1}"
        assert colour.startswith(f"var(--vscode-{name.replace('.', '-')}, #")
        assert contributed[name] == {word: THEMES[kind].axes[number] for word, kind in kinds.items()}
    assert sum(name.startswith("shapecoach.axis") for name in contributed) == len(PAGE.axes)


def test_new_axes_and_those_of_size_1_have_dashes() -> None:
    move = Move("[:, None]", (Strip("x", (axis("a"),)),), Strip("", (axis("a"), axis("1", "new"))))
    root = ElementTree.fromstring(draw_move(move, {}, THEMES[ThemeKind.ANY], ""))
    assert ["stroke-dasharray" in box.attrib for box in root.iter(f"{SVG}rect")] == [False, False, True]
