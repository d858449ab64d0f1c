"""Every slice along the new axis must be the table itself."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"batch": 1}, {"s": 1}, {"d": 1}, {"batch": 4, "s": 4, "d": 4}),
    example={"batch": 4, "s": 3, "d": 5},
)


def test_every_text_gets_the_same_table(trial: Trial) -> None:
    pos, batch = trial.inputs
    wanted = torch.zeros(batch, *pos.shape)
    for place in range(batch):
        wanted[place] = pos
    trial.expect(wanted)
