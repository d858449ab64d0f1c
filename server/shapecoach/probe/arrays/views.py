"""Which questions only look at an array in another way, so that no element of it is ever touched."""

from __future__ import annotations

from collections.abc import Sequence

from shapecoach.probe.arguments import Seq, Value
from shapecoach.shapes.tensor import Tensor

_VIEWS = frozenset(
    "reshape transpose swapaxes moveaxis rollaxis expand_dims squeeze broadcast_to split array_split hsplit vsplit "
    "dsplit atleast_1d atleast_2d atleast_3d diagonal flip fliplr flipud rot90 T mT matrix_transpose permute_dims "
    "unstack sliding_window_view shape ndim size rearrange getitem".split()
)


def only_looks(path: str, args: Sequence[Value], kwargs: Sequence[tuple[str, Value]]) -> bool:
    """Whether the operation on its first argument, an array, is one that NumPy answers with a view of it.

    An index that is itself an array, or a list, makes it a copy.
    """
    rest = (*args[1:], *(value for _, value in kwargs))
    if path.rpartition(".")[2] not in _VIEWS or not args or not isinstance(args[0], Tensor):
        return False
    if any(name == "copy" for name, _ in kwargs):
        return False
    return path != "operator.getitem" or not any(map(_picks, _parts(rest)))


def _parts(values: Sequence[Value]) -> Sequence[Value]:
    return [part for value in values for part in (value.items if isinstance(value, Seq) else (value,))] + [
        value for value in values if isinstance(value, Seq) and value.is_list
    ]


def _picks(part: Value) -> bool:
    return isinstance(part, Tensor) or (isinstance(part, Seq) and part.is_list)
