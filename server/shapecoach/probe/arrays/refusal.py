"""What NumPy says when it refuses: whether that is about shapes and element types, and not about values."""

from __future__ import annotations

import re

_SPEAKS_OF_SHAPES = re.compile(
    r"broadcast|shape|dimension|aligned|mismatch|square|too many indices|an? (equal )?division|subscript|operand"
    r"|1-d|2-d|1d|2d|length|number of axes|axes don't match|must have the same|larger sample|same size|inhomogeneous"
    r"|array split|window|in axis \d|size not equal|^kth|for axis|repeated axis",
    re.IGNORECASE,
)
_SPEAKS_OF_DTYPES = re.compile(r"not supported for the input types|must be of integer|integer \(or boolean\)")
_SPEAKS_OF_VALUES = re.compile(r"index -?\d+ is out of bounds|zero-size|empty|negative|read-only|object arrays")


def speaks_of_arguments(error: Exception) -> bool:
    """Whether an exception is NumPy's word on shapes and types."""
    text = str(error)
    if _SPEAKS_OF_DTYPES.search(text):
        return True
    if not isinstance(error, ValueError | IndexError) or _SPEAKS_OF_VALUES.search(text):
        return False
    return type(error).__name__ == "AxisError" or bool(_SPEAKS_OF_SHAPES.search(text))
