"""The library's reasons for refusing, in words for somebody who is learning: by the text that it refuses with."""

from __future__ import annotations

import re
from collections.abc import Sequence

_D = r"(\d+)[- ]?D"
_TABLE: Sequence[tuple[str, str]] = (
    (
        r"Dimension out of range \(expected to be in range of \[-\d+, (\d+)\], but got (-?\d+)\)",
        "there is no axis {2}: axes count from 0 to {1}, or from -1 backwards",
    ),
    (
        r"Sizes of tensors must match except in dimension (\d+)\. "
        r"Expected (?:size )?(.+?)(?: in dimension \d+)? but got (?:size )?(.+) for tensor number",
        "they are joined along axis {1}, so all other axes must agree, and {2} meets {3}",
    ),
    (
        rf"Number of dimensions of tensors must match\.\s+Expected {_D} tensors, but got {_D}",
        "all must have the same number of axes, and these have {1} and {2}",
    ),
    (
        r"Tensors must have same number of dimensions: got (\d+) and (\d+)",
        "all must have the same number of axes, and these have {1} and {2}",
    ),
    (r"shape '\[(.*)\]' is invalid for input of size (.+)", "({1}) doesn't hold {2} elements"),
    (
        r"Expected input batch_size \((.+)\) to match target batch_size \((.+)\)",
        "there are {1} predictions and {2} targets",
    ),
    (r"Expected target size \[(.*)\], got \[(.*)\]", "the targets should be ({1}) and are ({2})"),
    (r"batch[12] must be a 3D tensor", "it takes stacks of matrices, with 3 axes each"),
    (r"^(?:a|b|self|mat1|mat2) must be (?:a )?(?:2D|matrix)", "it takes matrices, with 2 axes each"),
    (r"1D tensors expected|Expected 1-D argument|vector \+ matrix", "it takes vectors, with 1 axis each"),
    (
        r"running_mean should contain (\d+) elements not (\d+)",
        "it is built for {2} channels, and axis 1 has {1}",
    ),
    (
        r"number of dimensions in the tensor input does not match .*input\.dim\(\) = (\d+) .* len\(dims\) = (\d+)",
        "it names {2} axes, and there are {1}",
    ),
    (r"duplicate dims are not allowed|[Rr]epeated dim", "one axis is named twice"),
    (
        r"Index tensor must have the same number of dimensions as (?:input|self) tensor",
        "the index must have as many axes as the tensor",
    ),
    (r"Invalid channel dimensions", "axis 1 must hold the channels that it is built for"),
    (rf"Expected {_D} \(unbatched\) or {_D} \(batched\) input", "it takes {1} axes, or {2} with a batch"),
    (r"can't divide axis of length (\S+) in chunks of (\S+)", "an axis of {1} can't be cut into pieces of {2}"),
    (r'contains duplicate dimension "(\w+)"', "`{1}` stands twice on one side"),
    (
        r"Unknown reduction (\w+)\. Expect one of \((.*)\)",
        "`{1}` is no reduction: take one of {2}",
    ),
    (r"Shape mismatch, (\S+) != (\S+)", "the axis has {1}, and the lengths that are given make {2}"),
    (r"Axis (\w+) is not used in transform", "`{1}` is given, and the pattern has none"),
    (r"expected >=(\d+) dims\. Received (\d+)-dim", "the pattern needs at least {1} axes, and there are {2}"),
    (r"Ellipsis found in right side", "`...` is only right of the arrow"),
    (r"Ellipsis inside parenthesis", "`...` can't be in parentheses left of the arrow"),
    (r"Axis composition is one-level", "a parenthesis can't stand in another"),
    (r"Unknown character (.+)", "{1} can't be in a pattern"),
    (r"tensors used as indices must be", "an index holds whole numbers, or bools as a mask"),
    (r"must have the same dtype|expected .* the same dtype", "both must have the same element type"),
    (r"number of sizes provided .* must be greater or equal", "it needs a size for every axis"),
    (r"Please reduce input or add|only batches of spatial targets", "the target has too many or too few axes"),
    # NumPy's own
    (
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {1}: they count from 0, and the number of axes is {2}",
    ),
    (r"arrays used as indices must be", "an index holds whole numbers, or bools as a mask"),
    (r"^ufunc .* not supported for the input types", "it isn't defined for them"),
    (
        r"must match exactly, but along dimension (\d+), the array at index \d+ has size (.+) and the array at index "
        r"\d+ has size (.+)",
        "all axes but the joined one must agree, and along axis {1} {2} meets {3}",
    ),
    (
        r"must have same number of dimensions, but the array at index \d+ has (\d+) dimension\(s\) and the array at "
        r"index \d+ has (\d+)",
        "all must have the same number of axes, and these have {1} and {2}",
    ),
    (r"cannot reshape array of size (.+) into shape \((.*)\)", "({2}) doesn't hold {1} elements"),
    (r"does not result in an equal division", "the axis can't be cut into pieces of equal size"),
    (r"operands could not be broadcast together with shapes (.*)", "their shapes don't line up: {1}"),
    (r"not aligned: (.+) \(dim \d+\) != (.+) \(dim \d+\)", "{1} is summed against {2}"),
    (r"select an axis to squeeze out", "only an axis of size 1 can be squeezed out"),
    (r"Last 2 dimensions of the array must be square", "it takes square matrices"),
    (r"axes don't match array", "it names another number of axes than there are"),
)  # fmt: skip

_INTERNAL = re.compile(r"torch\.Size|Tensor number|\(\)|\b(?:self|mat1|mat2|tensor [ab]|arg\w*|sparse_\w+)\b|::|==")


def in_words(reason: str) -> str:
    """The reason said anew where it is known; "" where it speaks of the library's inside; otherwise as it is."""
    text = re.sub(r"^(?:einsum|\w+)\(\): ", "", reason.strip()).rstrip(".")
    for pattern, words in _TABLE:
        found = re.search(pattern, text)
        if found is not None:
            return words.format(found[0], *(group.replace("'", "`") for group in found.groups()))
    text = re.sub(r"Input tensor shape: .*", "", text).strip().rstrip(".")
    return "" if _INTERNAL.search(text) else text
