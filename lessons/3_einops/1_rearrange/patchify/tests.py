"""Patch j must be the j-th block of the image, sliced out and flattened."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    sizes={"H": "p*rows", "W": "p*cols", "n": "rows*cols", "k": "c*p*p"},
    edges=({"p": 1}, {"rows": 1}, {"cols": 1}, {"b": 1, "c": 1}, {"c": 2, "p": 2, "rows": 2, "cols": 2}),
    example={"b": 2, "c": 3, "p": 4, "rows": 2, "cols": 3},
)


def test_patch_j_is_the_jth_block(trial: Trial) -> None:
    x, p = trial.inputs
    height, width = x.shape[2:]
    corners = [(top, left) for top in range(0, height, p) for left in range(0, width, p)]
    patches = [x[:, :, top : top + p, left : left + p].flatten(1) for top, left in corners]
    trial.expect(torch.stack(patches, dim=1))
