"""Each row is all zeros but for a one at its own number; nothing ready-made is called."""

import torch

from shapecoach.lessons.judging import Question, Trial

COMPARE = "Make the table by comparing: a column of row numbers, `i[:, None]`, with a row of column numbers, `i`."

question = Question(
    edges=({"n": 1}, {"n": 0}, {"n": 4}),
    example={"n": 3},
    forbidden=dict.fromkeys(
        (
            *("eye", "diag", "diagonal", "diag_embed", "diagflat", "fill_diagonal", "diagonal_scatter"),
            *("tril", "triu", "tril_indices", "triu_indices", "one_hot", "block_diag"),
        ),
        COMPARE,
    ),
    loops=False,
)


def test_row_r_has_its_one_at_r(trial: Trial) -> None:
    (n,) = trial.inputs
    wanted = torch.zeros(n * n)
    wanted[:: n + 1] = 1
    trial.expect(wanted.reshape(n, n))
