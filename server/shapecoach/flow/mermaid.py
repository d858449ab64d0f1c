"""A flow as Mermaid text, which GitHub, GitLab and many editors draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shapecoach.flow.following import Role
from shapecoach.flow.graph import Flow, Node

_SHAPES = {Role.INPUT: ("([", "])"), Role.VALUE: ("[", "]"), Role.RESULT: ("[[", "]]")}
_SPECIAL = re.compile(r"""[<>"#&`;\\{}|]|^[-+*]|^\d+(?=\.)""")


def mermaid(flows: Sequence[Flow]) -> str:
    """One diagram; of several flows, each is a part of it with its name above."""
    lines = ["flowchart TD"]
    for number, flow in enumerate(flows):
        if len(flows) == 1:
            lines += [f"    {line}" for line in _lines(flow, "n")]
        else:
            lines.append(f'    subgraph f{number}["{_quoted(flow.name or "module")}"]')
            lines += [f"        {line}" for line in _lines(flow, f"f{number}n")]
            lines.append("    end")
    return "\n".join(lines) + "\n"


def _lines(flow: Flow, prefix: str) -> Iterator[str]:
    for number, node in enumerate(flow.nodes):
        start, end = _SHAPES[node.role]
        yield f'{prefix}{number}{start}"{_said(node)}"{end}'
    for edge in flow.edges:
        yield f'{prefix}{edge.source} -->|"{_quoted(edge.operation)}"| {prefix}{edge.target}'


def _said(node: Node) -> str:
    shape = _quoted(shape_of(node))
    return f"<b>{_quoted(node.name)}</b><br/>{shape}" if node.name else shape


def shape_of(node: Node) -> str:
    """A node's axes as text."""
    if node.dims is None:
        return "?"
    return " ".join(dim.replace(" ", "") for dim in node.dims) or "a number"


def _quoted(text: str) -> str:
    """Text between quotes in Mermaid: what it could take for its own, or for Markdown, is written as numbers."""
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(character)};" for character in found[0]), text)
