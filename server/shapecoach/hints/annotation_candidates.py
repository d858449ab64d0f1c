"""Changes of annotations: as jaxtyping reads them, or as the shape is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from shapecoach.analysis.model import Edit, Finding
from shapecoach.analysis.source import Source
from shapecoach.analysis.tree import nodes
from shapecoach.hints.pattern_candidates import quoted
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site


def respelled(source: Source, finding: Finding) -> Iterator[Candidate]:
    """Commas between axes become spaces; an expression loses its blanks, a name its hyphens."""
    for node in source.nodes_around(finding.range.start.line):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.lineno - 1 == finding.range.start.line
        ):
            place = source.range(node)
            if place.start <= finding.range.start and finding.range.end <= place.end:
                for new in (
                    " ".join(node.value.replace(",", " ").split()),
                    re.sub(r"\s*([-+*/])\s*", r"\1", node.value),
                    re.sub(r"[()\[\]]", "", node.value),
                    re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", "_", node.value),
                ):
                    if new != node.value:
                        yield Candidate(f'write "{new}"', (Edit(place, quoted(source.segment(node), new)),))


def declared_as_is(site: Site) -> Iterator[Candidate]:
    """The annotation that what is returned, or bound, is measured against, with the shape that it has."""
    dims, shape = site.dims(site.node), declared(site)
    if dims is not None and shape is not None and not any("?" in dim or "#" in dim for dim in dims):
        text = " ".join(dims)
        edit = Edit(site.source.range(shape), quoted(site.text(shape), text))
        yield Candidate(f'declare it "{text}"', (edit,), chosen=True)


def declared(site: Site) -> ast.Constant | None:
    """The string that declares the shape of what an expression is returned or bound as."""
    annotation: ast.expr | None = None
    for node in site.source.nodes_around(site.node.lineno - 1):  # the innermost function comes last
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            surrounds = node.lineno <= site.node.lineno <= (node.end_lineno or node.lineno)
            if surrounds and node.returns is not None and _returns(node, site.node):
                annotation = node.returns
        elif isinstance(node, ast.AnnAssign) and node.value is site.node:
            annotation = node.annotation
    match annotation:
        case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str()) as shape])):
            return shape
        case _:
            return None


def _returns(function: ast.FunctionDef | ast.AsyncFunctionDef, node: ast.expr) -> bool:
    return any(isinstance(part, ast.Return) and part.value is node for part in nodes(function))
