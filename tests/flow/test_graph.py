"""The flow of tensors through functions, as a graph, as Mermaid and as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from tests.flow.known import known_of
from tests.flow.test_steps import ATTENTION

from shapecoach.drawing.flow_picture import draw_flow
from shapecoach.drawing.layers import Box, laid_out
from shapecoach.drawing.themes import THEMES, ThemeKind
from shapecoach.flow.following import Role
from shapecoach.flow.graph import Edge, Flow, flow_of, flows_in, scopes_in
from shapecoach.flow.mermaid import mermaid

SVG = "{http://www.w3.org/2000/svg}"


def flow(text: str, name: str = "f") -> Flow:
    known, _ = known_of(text)
    return next(one for one in flows_in(known) if one.name == name)


def edges(text: str, name: str = "f") -> list[str]:
    found = flow(text, name)
    return [
        f"{found.nodes[edge.source].name or '·'} {edge.operation} {found.nodes[edge.target].name or '·'}"
        for edge in found.edges
    ]


def of_body(*lines: str) -> str:
    signature = 'def f(x: Float[Tensor, "b s d"], y: Float[Tensor, "b s d"], flag: bool, w: Float[Tensor, "d e"]):\n'
    return signature + "".join(f"    {line}\n" for line in lines)


def test_a_function() -> None:
    found = flow(ATTENTION, "Attention.forward")
    assert [(node.name, node.dims, node.role) for node in found.nodes] == [
        ("x", ("batch", "seq", "d_model"), Role.INPUT),
        ("", ("batch", "seq", "3*d_model"), Role.VALUE),
        ("q", ("batch", "seq", "d_model"), Role.VALUE),
        ("k", ("batch", "seq", "d_model"), Role.VALUE),
        ("v", ("batch", "seq", "d_model"), Role.VALUE),
        ("q", ("batch", "n_heads", "seq", "d_model//n_heads"), Role.VALUE),
        ("k", ("batch", "n_heads", "seq", "d_model//n_heads"), Role.VALUE),
        ("", ("batch", "n_heads", "d_model//n_heads", "seq"), Role.VALUE),
        ("scores", ("batch", "n_heads", "seq", "seq"), Role.VALUE),
        ("return", ("batch", "n_heads", "seq", "seq"), Role.RESULT),
    ]
    assert found.edges == (
        Edge(0, 1, "self.qkv"),
        Edge(1, 2, "chunk"),
        Edge(1, 3, "chunk"),
        Edge(1, 4, "chunk"),
        Edge(2, 5, "rearrange"),
        Edge(3, 6, "rearrange"),
        Edge(6, 7, "transpose"),
        Edge(5, 8, "@"),
        Edge(7, 8, "@"),
        Edge(8, 9, "softmax"),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (["z = u = x.exp()", "return u + y"], ["x exp z", "z + return", "y + return"]),  # one tensor, two names
        (["z = x", "return z + y"], ["x + return", "y + return"]),
        (["return (x @ w).relu()"], ["x @ → relu return", "w @ → relu return"]),  # one box where the shape stays
        (["z = x.sum(0)", "return z"], ["x sum z"]),
        (["if flag:", "    x = x * 2", "return x @ w"], ["x * x", "x @ return", "x @ return", "w @ return"]),
        (["if flag:", "    z = x.exp()", "else:", "    z = y.log()", "return z.sum()"],
         ["x exp z", "y log z", "z sum return", "z sum return"]),
        (["if flag:", "    return x.exp()", "return x.log()"], ["x exp return", "x log return"]),
        (["x += y", "return x"], ["x += x", "y += x"]),
        (["parts = [x, y]", "return torch.cat(parts, dim=1)"], ["x cat return", "y cat return"]),
        (["parts = []", "for _ in range(3):", "    parts.append(x)", "return torch.stack(parts)"], ["x stack return"]),
        (["a, b = x.exp(), y", "return a - b"], ["x exp a", "a - return", "y - return"]),
        (["a, b = x.chunk(2, dim=-1)", "return a * b"], ["x chunk a", "x chunk b", "a * return", "b * return"]),
        (["z = torch.zeros(x.shape[0], 3)", "return z + 1"], ["z + return"]),  # it takes x's size, not x
        (["for row in x:", "    z = row.sum(0)", "return z"], ["x for row", "row sum z"]),
        (["with torch.no_grad():", "    z = x.exp()", "return z"], ["x exp z"]),
        (["try:", "    z = x.exp()", "finally:", "    pass", "return z"], ["x exp z"]),
        (["return x.exp(), y.log()"], ["x exp return", "y log return"]),
        (["if (z := x.exp()).any():", "    pass", "return x @ w"], ["x @ return", "w @ return"]),
        (["return x.transpose(1, 2) if flag else y"], ["x transpose ·", "· if return", "y if return"]),
    ],
)  # fmt: skip
def test_statements(body: Sequence[str], expected: Sequence[str]) -> None:
    assert edges(of_body(*body)) == expected


def test_weights_are_inputs_and_each_is_one() -> None:
    text = """\
class Net(nn.Module):
    def __init__(self, d: int):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(d, d))

    def forward(self, x: Float[Tensor, "batch d"]):
        return (x @ self.W) @ self.W
"""
    found = flow(text, "Net.forward")
    assert [(node.name, node.role) for node in found.nodes] == [
        ("x", Role.INPUT), ("self.W", Role.INPUT), ("", Role.VALUE), ("return", Role.RESULT),
    ]  # fmt: skip
    assert [(edge.source, edge.target) for edge in found.edges] == [(0, 2), (1, 2), (2, 3), (1, 3)]


def test_a_module_has_a_flow_of_its_own() -> None:
    assert edges("x = torch.zeros(2, 3)\ny = x.sum(0)\n", "") == ["x sum y"]


def test_every_edge_goes_on() -> None:
    known, _ = known_of(ATTENTION)
    for scope, name in scopes_in(known.tree):
        assert all(edge.source < edge.target for edge in flow_of(scope, name, known).edges)


def test_mermaid_quotes_what_it_could_take_for_its_own() -> None:
    found = flow(of_body("z = x[..., 0] < 3", "return torch.where(z, y.sum(-1), 0.0)"))
    text = mermaid([found])
    assert '|"[..., 0] → #60;"|' in text
    assert mermaid([flow(of_body("return x - y"))]).count('|"#45;"|') == 2
    assert "```" not in text


def test_a_drawing_has_a_box_for_each_tensor_with_its_line() -> None:
    found = flow(ATTENTION, "Attention.forward")
    root = ElementTree.fromstring(draw_flow(found, {"batch": 0}, THEMES[ThemeKind.LIGHT]))
    lines = [int(one.attrib["data-line"]) for one in root.iter(f"{SVG}g") if "data-line" in one.attrib]
    assert lines == [node.place.start.line for node in found.nodes]
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert "batch\N{NO-BREAK SPACE}n_heads\N{NO-BREAK SPACE}seq\N{NO-BREAK SPACE}seq" in texts
    assert texts.count("rearrange") == 2
    assert len(list(root.iter(f"{SVG}path"))) == len(found.edges)


def test_boxes_of_a_layer_stand_apart_and_edges_go_down_past_them() -> None:
    boxes = [Box(60 + 10 * (number % 3), 30) for number in range(11)]
    links = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 5), (4, 7), (0, 7), (5, 7), (6, 7), (7, 8), (2, 9), (9, 10)]
    layout = laid_out(boxes, links, 40)
    for number, (middle, top) in enumerate(layout.boxes):
        assert middle - boxes[number].width / 2 >= -0.01
        assert middle + boxes[number].width / 2 <= layout.width + 0.01
        for other, (its_middle, its_top) in enumerate(layout.boxes[:number]):
            if top == its_top:
                assert abs(middle - its_middle) >= (boxes[number].width + boxes[other].width) / 2 + 20
    for (source, target), points in zip(links, layout.edges, strict=True):
        assert points[0] == pytest.approx((layout.boxes[source][0], layout.boxes[source][1] + 30))
        assert points[-1] == pytest.approx(layout.boxes[target])
        assert [y for _, y in points] == sorted(y for _, y in points)
        for x, y in points[1:-1]:
            assert not any(
                abs(x - middle) < boxes[number].width / 2 and top <= y <= top + 30
                for number, (middle, top) in enumerate(layout.boxes)
            )
    assert layout.boxes[6][1] == layout.boxes[4][1]  # an input stands just above what it goes into


def test_nothing_is_laid_out_as_nothing() -> None:
    assert laid_out([], [], 40).boxes == ()
