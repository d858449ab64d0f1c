"""What a hover shows of a tensor: its type, a drawing where the client can show one, the steps to it."""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest
from lsprotocol import types

from shapecoach.analysis.model import Analysis, Fact, Position, Range
from shapecoach.axes.reading import read_axes
from shapecoach.drawing.themes import THEMES, ThemeKind
from shapecoach.lsp.features.drawings import as_image
from shapecoach.lsp.features.hover import hover
from shapecoach.lsp.features.plain_text import as_plain_text
from shapecoach.lsp.settings import read_theme

TEXT = """\
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

def f(x: Float[Tensor, "batch seq d_model"], w: Float[Tensor, "d_model e"]):
    q = rearrange(x @ w, "batch seq (h e) -> batch h seq e", h=4)
"""
LINE = 5
IMAGE = re.compile(r"!\[(.*?)\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)")


def fact(text: str, *dims: str, binding: bool = False) -> Fact:
    start = TEXT.split("\n")[LINE].index(text)
    place = Range(Position(LINE, start), Position(LINE, start + len(text)))
    return Fact(text, place, "f", dims, "float", binding=binding)


ANALYSIS = Analysis(
    facts=(
        fact("q", "batch", "4", "seq", "d_head", binding=True),
        fact('rearrange(x @ w, "batch seq (h e) -> batch h seq e", h=4)', "batch", "4", "seq", "d_head"),
        fact("x", "batch", "seq", "d_model"),
        fact("x @ w", "batch", "seq", "4*d_head"),
        fact("w", "d_model", "4*d_head"),
    )
)


def shown(at: str, theme: ThemeKind | None = None) -> str:
    position = Position(LINE, TEXT.split("\n")[LINE].index(at))
    answer = hover(ANALYSIS, "file:///a.py", position, TEXT, read_axes(TEXT), theme)
    assert answer is not None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value


def drawing(markdown: str) -> tuple[str, ElementTree.Element]:
    found = IMAGE.search(markdown)
    assert found is not None
    return found[1], ElementTree.fromstring(b64decode(found[2]))


def test_the_type_then_what_the_last_step_does_then_the_steps() -> None:
    assert (
        shown("q")
        == """\
```python
q: Float[Tensor, "batch 4 seq d_head"]
```

`rearrange` splits `4*d_head` into `4` and `d_head` and reorders the axes

```python
x                                             # batch seq d_model
w                                             # d_model 4*d_head
x @ w                                         # batch seq 4*d_head
q = rearrange(…, "batch seq (h e) -> batch …  # batch 4 seq d_head
```"""
    )


def test_a_client_that_shows_no_pictures_gets_none() -> None:
    assert "data:" not in shown("q")


def test_the_drawing_has_the_colours_of_the_names_in_the_text() -> None:
    title, root = drawing(shown("q", ThemeKind.LIGHT))
    assert title == "rearrange splits 4\\*d\\_head into 4 and d\\_head and reorders the axes"
    fills = {one.text: one.attrib["fill"] for one in root.iter("{http://www.w3.org/2000/svg}text")}
    palette = THEMES[ThemeKind.LIGHT].axes
    assert (fills["batch"], fills["seq"]) == palette[:2]  # the first two names of the function
    assert fills["d_head"] in palette[2:]
    assert fills["4"] == THEMES[ThemeKind.LIGHT].text


def test_a_product_is_drawn_as_what_is_summed_over() -> None:
    title, root = drawing(shown("@", ThemeKind.DARK))
    assert title == "@ sums over d\\_model"
    assert "Σ" in [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_tensor_that_comes_from_nowhere_is_drawn_by_itself() -> None:
    title, root = drawing(shown("w,", ThemeKind.HIGH_CONTRAST))
    assert title == "d\\_model 4\\*d\\_head"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == 0


def test_a_drawing_that_is_too_large_is_left_out() -> None:
    assert as_image("x" * 100_000, "") == ""


@pytest.mark.parametrize(
    ("options", "theme"),
    [
        ({"pictures": True}, ThemeKind.ANY),
        ({"pictures": "high-contrast"}, ThemeKind.HIGH_CONTRAST),
        ({"pictures": "purple"}, None),
        ({"pictures": 1}, None),
        ({"pictures": ["dark"]}, None),
        (None, None),
    ],
)
def test_the_client_says_whether_it_shows_pictures(options: object, theme: ThemeKind | None) -> None:
    assert read_theme(options) is theme


@pytest.mark.asyncio
async def test_the_theme_is_said_at_the_start_and_when_it_changes(start_editor, server_command) -> None:
    editor = await start_editor(server_command(), options={"pictures": "dark"})
    uri = "file:///a.py"
    editor.open(uri, "x = 1  # find x\n")

    async def colours() -> set[str]:
        place = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, 0))
        answer = await editor.client.text_document_hover_async(place)
        root = drawing(answer.contents.value)[1]
        return {one.attrib["fill"] for one in root.iter("{http://www.w3.org/2000/svg}text")}

    assert await colours() <= set(THEMES[ThemeKind.DARK].axes)
    for kind in ("light", "no such kind"):
        editor.client.protocol.notify("shapecoach/theme", {"kind": kind})
        assert await colours() <= set(THEMES[ThemeKind.LIGHT].axes)


def test_plain_text_has_no_marks_and_no_picture() -> None:
    position = Position(LINE, 4)
    shown = as_plain_text(hover(ANALYSIS, "file:///a.py", position, TEXT, read_axes(TEXT), ThemeKind.DARK))
    assert shown is not None
    assert shown.contents == types.MarkupContent(
        types.MarkupKind.PlainText,
        """\
q: Float[Tensor, "batch 4 seq d_head"]

rearrange splits 4*d_head into 4 and d_head and reorders the axes

x                                             # batch seq d_model
w                                             # d_model 4*d_head
x @ w                                         # batch seq 4*d_head
q = rearrange(…, "batch seq (h e) -> batch …  # batch 4 seq d_head""",
    )
    assert as_plain_text(None) is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("formats", "kind"),
    [
        ([types.MarkupKind.PlainText], types.MarkupKind.PlainText),
        ([types.MarkupKind.PlainText, types.MarkupKind.Markdown], types.MarkupKind.Markdown),
        (None, types.MarkupKind.Markdown),
    ],
)
async def test_a_client_gets_what_it_reads(start_editor, server_command, formats, kind) -> None:
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(hover=types.HoverClientCapabilities(content_format=formats))
    )
    editor = await start_editor(server_command(), capabilities)
    editor.open("file:///a.py", "x = 1  # find x\n")
    place = types.HoverParams(types.TextDocumentIdentifier("file:///a.py"), types.Position(0, 0))
    answer = await editor.client.text_document_hover_async(place)
    assert answer.contents.kind == kind
    assert ("```" in answer.contents.value) is (kind is types.MarkupKind.Markdown)
