"""Each vector by itself, for 0 to 3 axes in front; also with d_in = d_out, where `w` would fit the wrong way round."""

from itertools import product

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"...": 0},
        {"...": 1},
        {"...": 2},
        {"...": 3},
        {"...": 1, "d_in": 3, "d_out": 3},
        {"...": 2, "...[0]": 3, "...[1]": 3, "d_in": 3, "d_out": 3},
        {"...": 2, "...[0]": 1, "d_in": 1},
        {"...": 2, "...[1]": 1, "d_out": 1},
        {"...": 1, "...[0]": 0},
    ),
    example={"...": 2, "...[0]": 2, "...[1]": 3, "d_in": 4, "d_out": 5},
    required={"einsum": "Here the point is to say it with `einsum`, with `...` for the axes in front."},
    loops=False,
)


def test_each_vector_goes_through_the_layer(trial: Trial) -> None:
    x, w = trial.inputs
    wanted = torch.zeros(*x.shape[:-1], len(w))
    for place in product(*map(range, x.shape[:-1])):
        wanted[place] = torch.stack([(x[place] * weights).sum() for weights in w])
    trial.expect(wanted)
