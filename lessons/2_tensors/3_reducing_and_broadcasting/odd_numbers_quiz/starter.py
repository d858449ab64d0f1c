"""Numbers that behave oddly.

Is each line true or false? Put True or False in place of each `...`, before you run
any of them. `nan` and `inf` stand for torch.tensor(float("nan")) and
torch.tensor(float("inf")).

- inf is larger than every number. nan, "not a number", is what comes out where no
  number would be right: it is neither larger than, smaller than nor equal to
  anything, and whatever is computed from it is nan as well.
- A float32 has 24 binary digits, a float64 (Python's own float) 53. What doesn't
  fit is rounded.
- An integer of k bits has 2**k values; beyond the largest, it starts again from the
  smallest. uint8 goes from 0 to 255, int64 up to 2**63 - 1.

The twelve lines are either about one of these, or about which function does what.
"""


def float_truths() -> dict[str, bool]:
    return {
        "a": ...,  # nan == nan
        "b": ...,  # inf > nan
        "c": ...,  # (inf - inf).isnan()
        "d": ...,  # torch.tensor([1.0, nan, 3.0]).max() == 3
        "e": ...,  # torch.tensor(1.0) / 0 == inf
        "f": ...,  # torch.tensor(-1.0).sqrt().isnan()
        "g": ...,  # 0.1 + 0.2 == 0.3
        "h": ...,  # torch.tensor(2.0**24) + 1 == 2.0**24
        "i": ...,  # (torch.tensor(6) / 3).dtype == torch.float32
        "j": ...,  # torch.tensor(-7) // 2 == -4
        "k": ...,  # (torch.tensor(200, dtype=torch.uint8) + 100).item() == 300
        "l": ...,  # sum(range(5), -1) == torch.arange(5).sum(-1)
    }
