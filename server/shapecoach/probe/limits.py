"""Questions that are not asked: beyond what anybody writes, their answers would take longer than anybody waits."""

from __future__ import annotations

from shapecoach.probe.arguments import Module, walk
from shapecoach.probe.question import Question
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

MOST_AXES = 32  # of one tensor
MOST_FACTORS = 2000  # of all sizes and other arguments together
LONGEST_PATTERN = 1000  # characters
MOST_LAYERS = 24  # of one module; to find out why it refuses takes running them hundreds of times

MOST_CHOSEN = 4  # at once by `combinations`, of which there are as many as nobody could hold

_LAYERS = {
    "torch.nn.RNN": (2,),
    "torch.nn.LSTM": (2,),
    "torch.nn.GRU": (2,),
    "torch.nn.Transformer": (2, 3),
    "torch.nn.TransformerEncoder": (1,),
    "torch.nn.TransformerDecoder": (1,),
}
"""Where modules take how many layers they have, each of which is built and run."""


def is_too_large(question: Question) -> bool:
    """Whether a question is left unanswered for its size alone."""
    if question.path == "torch.combinations" and any((dim.constant or 0) > MOST_CHOSEN for dim in question.ints):
        return True
    factors = 0
    for part in walk(question.everything):
        match part:
            case str() if len(part) > LONGEST_PATTERN:
                return True
            case Module(path=path) if path in _LAYERS and _has_many_layers(part):
                return True
            case Tensor(shape=Shape() as shape):
                if len(shape.axes) > MOST_AXES:
                    return True
                factors += 1 + sum(dim.weight for dim in shape.plain_dims())
            case Dim():
                factors += 1 + part.weight
            case _:
                factors += 1
        if factors > MOST_FACTORS:
            return True
    return False


def _has_many_layers(module: Module) -> bool:
    numbers = [module.args[place] for place in _LAYERS[module.path] if place < len(module.args)]
    numbers += [value for name, value in module.kwargs if name.endswith("layers")]
    return sum(number.constant or 0 for number in numbers if isinstance(number, Dim)) > MOST_LAYERS
