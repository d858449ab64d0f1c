"""Head i must be the i-th block of columns."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    sizes={"e": "n_heads*d"},
    edges=({"n_heads": 1}, {"d": 1}, {"b": 1, "s": 1}, {"s": 4, "n_heads": 4, "d": 4}),
    example={"b": 2, "s": 3, "n_heads": 4, "d": 5},
)


def test_head_i_is_the_ith_block_of_columns(trial: Trial) -> None:
    x, n_heads = trial.inputs
    d = trial.sizes["d"]
    trial.expect(torch.stack([x[:, :, head * d : (head + 1) * d] for head in range(n_heads)], dim=1))


def test_heads_side_by_side_give_x_back(trial: Trial) -> None:
    x, n_heads = trial.inputs
    side_by_side = torch.cat([trial.answer[:, head] for head in range(n_heads)], dim=-1)
    trial.require(torch.equal(side_by_side, x), "Laid side by side again, the heads should give `x` back.")
