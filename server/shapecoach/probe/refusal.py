"""What the library says when it refuses: whether that is about the arguments, and in whose words."""

from __future__ import annotations

import re

from shapecoach.probe.arrays import refusal as refusal_of_numpy
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Framework

_SAYS_NOTHING = re.compile(
    r"\bmeta\b|not implemented|unsupported|allocat|out of memory|too large|overflow|FakeTensor|internal assert|cuda"
    r"|device|autograd|(?<!can )requires?[_ ]grad|storage|tensor layout"
    r"|\w+ expects (?:to return a \[|std\b|lambda\b|p\b|sigma\b)",  # of numbers that nobody knows
    re.IGNORECASE,
)
_SPEAKS_OF_DTYPES = re.compile(
    r"same dtype|same type|scalar type|for dtype|input dtype|not implemented for '(Long|Int|Short|Char|Byte|Bool)'"
)
_OF_TYPES = ("type", "indices", "integral", "floating", "complex")
_OF_TYPES_ALONE = re.compile(r"\b(?:bool|long\b|cast\b)")  # not "broadcast", which most refusals speak of
_LAX_ON_META = re.compile(r"Dimension out of range|out of bounds for dim")


def speaks_of_arguments(error: Exception, question: Question) -> bool:
    """Whether an exception is the library's word on shapes and types, and not on the way we asked."""
    if is_about_a_pattern(error) or (isinstance(error, AssertionError) and str(error)):
        return True
    if question.framework is Framework.NUMPY:
        return refusal_of_numpy.speaks_of_arguments(error)
    if not isinstance(error, RuntimeError | ValueError | IndexError):
        return False
    if _SPEAKS_OF_DTYPES.search(str(error)):
        return True
    return not isinstance(error, NotImplementedError) and not _SAYS_NOTHING.search(str(error))


def speaks_of_dtypes(error: Exception) -> bool:
    """Whether it may be about element types."""
    text = str(error).lower()
    return any(word in text for word in _OF_TYPES) or bool(_OF_TYPES_ALONE.search(text))


def is_missed_on_meta(error: Exception) -> bool:
    """Whether only the real kernel looks: at element types and axis numbers."""
    return bool(_SPEAKS_OF_DTYPES.search(str(error)) or _LAX_ON_META.search(str(error)))


def is_about_the_rank(error: Exception) -> bool:
    """Whether it is about how many axes there are, which the library looks at before it looks at their sizes."""
    return bool(_OF_RANKS.search(str(error))) or type(error).__name__ == "AxisError"


_OF_RANKS = re.compile(
    r"Dimension out of range|only supported on matrices|too many indices for tensor|\dD tensors expected"
    r"|must be (?:a )?(?:\dD\b|matrix)|Expected \d-D argument|only supports at least \dD"
)


_SIDE_BY_SIDE = re.compile(r"(?<=\d)x(?=\d)")  # "mat1 and mat2 shapes cannot be multiplied (3x5 and 7x11)"


def is_about_a_pattern(error: Exception) -> bool:
    return type(error).__name__ == "EinopsError"


def in_axis_names(error: Exception, question: Question) -> str:
    """The library's message with the first witness' sizes turned back into axis names."""
    if any(size < 10 for size in question.witnesses[0].sizes.values()):
        return ""  # it couldn't be told which of its numbers are sizes
    names = _names_of_sizes(question)
    text = str(error).strip()
    if not is_about_a_pattern(error):
        text = next(iter(text.splitlines()), "")
        text = _SIDE_BY_SIDE.sub(" x ", text)
    return re.sub(r"\b\d{2,}\b", lambda match: names.get(match.group(), match.group()), text)


def numbers_in(error: Exception, question: Question, witness: Witness | None = None) -> tuple[int, ...]:
    """The numbers above 1 in the library's message that are none of the sizes it was given: what it asks for, maybe."""
    sizes = set((witness or question.witnesses[0]).sizes.values())
    said = _SIDE_BY_SIDE.sub(" x ", str(error))
    numbers = dict.fromkeys(int(text) for text in re.findall(r"\b\d{1,4}\b", said))
    return tuple(number for number in numbers if number > 1 and number not in sizes)


def _names_of_sizes(question: Question) -> dict[str, str]:
    """The spelling of every size that PyTorch may mention: axes, ints, and products of a tensor's leading axes."""
    sizes = question.witnesses[0].sizes
    literals = {dim.constant for dim in (*question.ints, *question.axes)}
    dims = [*question.ints, *question.axes]
    for tensor in question.tensors:
        leading = Dim.of(1)
        for dim in tensor.shape.plain_dims() if tensor.shape is not None else ():
            leading = leading * dim
            dims.append(leading)
    names: dict[str, str] = {}
    for dim in dims:
        number = dim.evaluate(sizes)
        if dim.constant is None and number not in literals:
            names.setdefault(str(number), str(dim))
    return names
