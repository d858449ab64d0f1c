"""What a return annotation promises: the shapes that come out, or only that tensors do."""

from __future__ import annotations

from shapecoach.analysis.values import Listing, MaybeNone, Value
from shapecoach.probe.arguments import Seq, Unknown
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import ANY, Tensor


def refined(promised: Value, walked: Value) -> Value:
    """What a signature promises, with the shapes that walking the body found where the signature names none."""
    match promised, walked:
        case Tensor(shape=None), Tensor():
            return Tensor(walked.shape, promised.dtype if walked.dtype == ANY else walked.dtype)
        case (Unknown(), _) | (Dim(), Dim()):  # `-> Self`, `-> dict[str, Any]`, `-> int`
            return walked
        case MaybeNone(value=inner), None:
            return MaybeNone(inner)
        case MaybeNone(value=inner), _:
            return MaybeNone(refined(inner, walked.value if isinstance(walked, MaybeNone) else walked))
        case Seq(items=mine), Seq(items=others) if len(mine) == len(others):
            return Seq(tuple(map(refined, mine, others)), promised.is_list, promised.names)
        case Seq(is_promised=True), Seq():  # it gives more than it says, or less
            return walked
        case Listing(item=item), Seq(items=others):
            return Seq(tuple(refined(item, other) for other in others), walked.is_list)
        case Listing(item=item), Listing():
            return Listing(refined(item, walked.item))
        case _:
            return promised
