"""One query and one key at a time; with sq and sk different, and equal, where an answer on its side would fit."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"b": 3, "sq": 3, "sk": 3, "h": 3, "d": 3},
        {"sq": 5, "sk": 5},
        {"sq": 1},
        {"sk": 1},
        {"h": 1},
        {"b": 1},
        {"d": 1},
        {"sk": 0},
    ),
    example={"b": 2, "sq": 3, "sk": 6, "h": 4, "d": 5},
    required={"einsum": "Here the point is to say it with one `einsum`: all heads of all texts at once."},
    loops=False,
)


def test_every_query_meets_every_key(trial: Trial) -> None:
    q, k = trial.inputs
    wanted = torch.zeros(q.shape[0], q.shape[2], q.shape[1], k.shape[1])
    for query in range(q.shape[1]):
        for key in range(k.shape[1]):
            wanted[:, :, query, key] = (q[:, query] * k[:, key]).sum(dim=-1)
    trial.expect(wanted)
