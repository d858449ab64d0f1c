"""Three loops, and that it is linear in each argument."""

import torch

from shapecoach.lessons.judging import Largest, Question, Trial

question = Question(
    edges=(
        {"b": 3, "i": 3, "j": 3},
        {"b": 2, "i": 3, "j": 3},
        {"b": 1},
        {"i": 1},
        {"j": 1},
        {"i": 0},
    ),
    example={"b": 2, "i": 3, "j": 4},
    required={"einsum": "Here the point is to say it with one `einsum` of three tensors."},
    loops=False,
    largest=Largest(
        at={"b": 2000, "i": 3, "j": 4},
        elements="2*b*i*j",
        because="That is every `x` with every `y`. Only the pairs are wanted: let both have the same name, `b`, and no"
        " table is needed.",
    ),
)


def test_every_product_is_added_up(trial: Trial) -> None:
    x, m, y = (argument.tolist() for argument in trial.inputs)
    totals = [0.0] * len(x)
    for pair in range(len(x)):
        for i in range(len(m)):
            for j in range(len(y[pair])):
                totals[pair] += x[pair][i] * m[i][j] * y[pair][j]
    trial.expect(torch.tensor(totals))


def test_it_is_linear_in_each_argument(trial: Trial) -> None:
    x, m, y = trial.inputs
    other = m.flip(0, 1)
    both = trial.call(x, m + 2 * other, y)
    apart = trial.answer + 2 * trial.call(x, other, y)
    trial.require(
        torch.allclose(both, apart, rtol=1e-3, atol=1e-4),
        "For `m + 2 * other` the answer should be that for `m` plus twice that for `other`: each number of `m` is"
        " multiplied and added, nothing else.",
    )
