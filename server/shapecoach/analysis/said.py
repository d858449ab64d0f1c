"""What an annotation says of shapes, read from its text alone."""

from __future__ import annotations

import ast

_BARE_TENSORS = frozenset({"Tensor", "FloatTensor", "LongTensor", "BoolTensor", "Parameter", "Self"})


def says_shapes(annotation: ast.expr | None) -> bool:
    """Whether an annotation says all that can be known: `Float[Tensor, "b d"]` or `int`, but not a mere `Tensor`."""
    match annotation:
        case None:
            return False
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name not in _BARE_TENSORS
        case ast.Constant(value=str() as text):
            return not any(name in text for name in _BARE_TENSORS) or '"' in text or "'" in text
        case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str())])):
            return True
        case _:
            return all(says_shapes(part) for part in ast.iter_child_nodes(annotation) if isinstance(part, ast.expr))


def says_all(annotation: ast.expr | None) -> bool:
    """Whether a return annotation says all that a caller can know.

    Which int comes out, only the body says, and which axes `...` stands for.
    """
    return says_shapes(annotation) and not any(map(_is_open, ast.walk(annotation or ast.Pass())))


def _is_open(part: ast.AST) -> bool:
    match part:
        case ast.Name(id="int"):
            return True
        case ast.Constant(value=str() as text):
            return "..." in text
        case _:
            return False
