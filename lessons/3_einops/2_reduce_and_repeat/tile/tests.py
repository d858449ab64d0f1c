"""Pixel (i, j) of the answer must be pixel (i % h, j % w) of the image."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    ranges={"k": range(2, 5)},
    edges=({"k": 1}, {"h": 1}, {"w": 1}, {"c": 1}, {"c": 3, "h": 3, "w": 3, "k": 3}),
    example={"c": 3, "h": 4, "w": 5, "k": 2},
)


def test_each_tile_is_the_image(trial: Trial) -> None:
    x, k = trial.inputs
    height, width = x.shape[1:]
    colours = [
        [[float(colour[i % height, j % width]) for j in range(width * k)] for i in range(height * k)] for colour in x
    ]
    trial.expect(torch.tensor(colours))
