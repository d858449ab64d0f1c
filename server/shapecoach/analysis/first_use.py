"""What to analyse first, while nobody waits."""

FIRST_USE = """\
import torch
from einops import rearrange
a, b = torch.zeros(2, 3), torch.zeros(4, 5)
works = a @ a.T, rearrange(a, "x y -> y x"), torch.nn.Linear(3, 2)(a)
fails = a @ b, a + b, rearrange(a, "x -> x")
"""
"""PyTorch imports parts of itself when something first works, and others when something first fails."""
