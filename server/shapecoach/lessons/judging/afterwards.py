"""What is asked of an answer whose values are right: the way it went, other devices, the memory it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torch.utils._pytree import tree_leaves, tree_map

from shapecoach.lessons.judging.inputs import Inputs, draw
from shapecoach.lessons.judging.material import Material
from shapecoach.lessons.judging.own_code import own_code
from shapecoach.lessons.judging.recorder import Sizer
from shapecoach.lessons.judging.rejection import Rejected
from shapecoach.lessons.judging.signature import evaluate
from shapecoach.lessons.judging.trial import Answer, called, watched

# einops' functions are made of torch's, so what is recorded doesn't show them; they are looked for in the text.
_EINOPS = {"rearrange", "reduce", "repeat", "pack", "unpack"}


def check_afterwards(about: Material, answer: Answer, inputs: Sequence[Inputs]) -> None:
    """Raises Rejected where a right answer isn't what the exercise asks for, and Raised where it raises."""
    _check_required(about, answer, inputs[:2])
    _check_device(about, answer, inputs[0])
    _check_largest(about, answer)


def _check_required(about: Material, answer: Answer, inputs: Sequence[Inputs]) -> None:
    if not about.question.required:
        return
    made = own_code(answer).calls() & _EINOPS
    for drawn in inputs:
        made |= watched(answer, drawn.copies(), about.question)[1]
    for names, reason in about.question.required.items():
        if made.isdisjoint(names.split()):
            wanted = " or ".join(f"`{name}`" for name in names.split())
            raise Rejected(f"The values are right, but your answer gets them without {wanted}. {reason}", mistake="M09")


def _check_device(about: Material, answer: Answer, inputs: Inputs) -> None:
    """Tries the answer on the meta device: tensors there have a shape and no data, and don't mix with others."""
    if not about.question.any_device:
        return
    right = answer(*inputs.copies().values())
    moved: dict[str, Any] = tree_map(_moved, inputs.copies())
    try:
        result = answer(*moved.values())
    except Exception as error:  # whatever it raises there, it didn't raise where its input was made
        raise _bound_to_the_cpu(
            f"fails: {str(error).splitlines()[0]}" if str(error) else f"raises {error!r}"
        ) from error
    for mine, theirs in zip(tree_leaves(result), tree_leaves(right), strict=False):
        if not isinstance(mine, Tensor) or mine.device.type != "meta":
            raise _bound_to_the_cpu("gives something that isn't on the input's device")
        if (mine.shape, mine.dtype) != (theirs.shape, theirs.dtype):
            raise _bound_to_the_cpu(f"gives another shape or dtype: {tuple(mine.shape)}, {mine.dtype}")


def _moved(value: Any) -> Any:
    return value.to("meta") if isinstance(value, Tensor) else value


def _bound_to_the_cpu(what: str) -> Rejected:
    return Rejected(
        f"On the CPU your answer is right. Where the input lives on another device, it {what}. A tensor that you make"
        " inside has to be made where the input is, as in `torch.arange(n, device=x.device)`.",
        mistake="M14",
    )


def _check_largest(about: Material, answer: Answer) -> None:
    bound = about.question.largest
    if bound is None:
        return
    drawn = draw(about.signature, about.question, bound.at, "large")
    arguments = drawn.copies()  # made before anything is counted
    with Sizer() as sizer:
        called(answer, arguments)
    if sizer.elements > evaluate(bound.elements, drawn.sizes):
        sizes = ", ".join(f"{name}={size}" for name, size in bound.at.items())
        raise Rejected(
            f"The values are right. But with {sizes} your answer makes a tensor of {sizer.elements:,} numbers on its"
            f" way, of shape {sizer.shape}. {bound.because}",
            mistake=bound.mistake,
        )
