"""Texts that nobody would write have a flow and stories, or none, without a slip of ours and in time."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest

from shapecoach.axes.reading import read_axes
from shapecoach.drawing.flow_picture import MOST_BOXES, draw_flow
from shapecoach.drawing.themes import THEMES, ThemeKind
from shapecoach.flow.graph import flows_in
from shapecoach.flow.known import Known
from shapecoach.flow.steps import story_of
from shapecoach.hints import examine

SIGNATURE = 'from jaxtyping import Float\nfrom torch import Tensor\ndef f(x: Float[Tensor, "b d"], k: int):\n    '
PATIENCE = 10.0  # seconds, for what takes a hundredth of it

ODD = {
    "a chain of attributes": f"y = x{'.T' * 60}",
    "a deep sum": f"y = {'(' * 90}x{' + x)' * 90}",
    "a long sum": f"y = x{' + x' * 140}",
    "an expression as deep as Python parses": f"y = {'-' * 900}x",
    "a function of itself": "f = f(x)\n    f = f(f)\n    return f(f)",
    "a broken line": "y = x.sum(0)\n    z = y +\n    return y",
    "a surrogate": "y = x.sum(0)  # \udc1d",
    "other scripts": 'é = x.sum(0); "😀"; z = é + 1\n    return z',
    "names bound in odd ways": "with open(k) as x: pass\n    for x.a, (y, *z) in x: pass\n    del x\n    return x",
    "what is deleted": "y = x + 1\n    del y\n    return y",
    "nothing but a string": '"""x"""',
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_odd_texts(body: str) -> None:
    text = SIGNATURE + body + "\n"
    analysis = examine(text)
    known = Known(text, read_axes(text), analysis)
    started = time.perf_counter()
    for flow in flows_in(known):
        assert all(edge.source < edge.target for edge in flow.edges)
        if len(flow.nodes) <= MOST_BOXES:
            ElementTree.fromstring(draw_flow(flow, {}, THEMES[ThemeKind.ANY]))
    for fact in analysis.facts[:50]:
        story_of(fact.range, known)
    assert time.perf_counter() - started < PATIENCE
