"""All places are written down in order; place number i must be the i-th of them."""

from itertools import product

import torch
from torch import Generator, Tensor

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def numbers(sizes: Sizes, generator: Generator) -> Tensor:
    """k numbers from the whole range, the last one among them."""
    count = sizes["count"]
    drawn = torch.randint(0, count, (sizes["k"],), generator=generator)
    drawn[-1:] = count - 1
    return drawn


question = Question(
    sizes={"count": "a * b * c"},
    values={"i": numbers, "shape": lambda sizes, _: (sizes["a"], sizes["b"], sizes["c"])},
    edges=({"k": 1}, {"k": 0}, {"a": 1}, {"b": 1}, {"c": 1}, {"k": 20, "a": 3, "b": 3, "c": 3}, {"k": 3}),
    example={"k": 4, "a": 4, "b": 5, "c": 6},
    forbidden={"unravel_index": "Work the three indices out with `//` and `%`: that is the point here."},
)


def test_each_number_is_at_its_place(trial: Trial) -> None:
    i, shape = trial.inputs
    places = list(product(*map(range, shape)))
    trial.expect(torch.tensor([places[number] for number in i.tolist()], dtype=torch.long).reshape(-1, 3))


def test_the_places_lead_back(trial: Trial) -> None:
    i, shape = trial.inputs
    table = torch.arange(shape[0] * shape[1] * shape[2]).reshape(shape)
    back = [int(table[tuple(place)]) for place in trial.answer.tolist()]
    trial.require(back == i.tolist(), "Looked up at your places, a table that counts through should give `i` again.")
