"""Key by key; a uniform pattern gives the mean, a pattern with a single 1 in each row copies."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"b": 3, "h": 3, "sq": 3, "sk": 3, "d": 3},
        {"sq": 5, "sk": 5},
        {"sq": 1},
        {"sk": 1},
        {"h": 1},
        {"b": 1},
        {"d": 1},
    ),
    example={"b": 2, "h": 4, "sq": 3, "sk": 6, "d": 5},
    required={"einsum": "Here the point is to say it with one `einsum`: all heads of all texts at once."},
    loops=False,
)


def test_each_key_gives_its_share(trial: Trial) -> None:
    pattern, v = trial.inputs
    wanted = torch.zeros(v.shape[0], pattern.shape[2], *v.shape[2:])
    for query in range(pattern.shape[2]):
        for key in range(pattern.shape[3]):
            wanted[:, query] += pattern[:, :, query, key, None] * v[:, key]
    trial.expect(wanted)


def test_a_query_that_looks_at_all_alike_gets_the_mean(trial: Trial) -> None:
    pattern, v = trial.inputs
    mixed = trial.call(torch.full_like(pattern, 1 / v.shape[1]), v).to(v.dtype)
    means = v.mean(dim=1)
    trial.require(
        all(torch.allclose(mixed[:, query], means, rtol=1e-3, atol=1e-4) for query in range(mixed.shape[1])),
        "A query that takes the same share of every key should get the mean of the values.",
    )


def test_a_query_that_looks_at_one_key_gets_its_value(trial: Trial) -> None:
    pattern, v = trial.inputs
    keys = [(3 * query + 1) % v.shape[1] for query in range(pattern.shape[2])]
    one_hot = torch.zeros_like(pattern)
    for query, key in enumerate(keys):
        one_hot[:, :, query, key] = 1
    copied = trial.call(one_hot, v).to(v.dtype)
    trial.require(
        all(torch.allclose(copied[:, query], v[:, key]) for query, key in enumerate(keys)),
        "A query that looks at one key only should get a copy of that key's value.",
    )
