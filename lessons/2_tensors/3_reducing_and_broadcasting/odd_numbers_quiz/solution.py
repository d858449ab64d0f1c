"""One nan spoils every sum, mean and max that it gets into, and no comparison finds
it: ask `x.isnan().any()`. Equality of floats is a matter of luck: ask
`torch.isclose`. And small integer types wrap around without a word.
"""


def float_truths() -> dict[str, bool]:
    return {
        "a": False,  # nan == nan
        "b": False,  # inf > nan
        "c": True,  # (inf - inf).isnan()
        "d": False,  # torch.tensor([1.0, nan, 3.0]).max() == 3
        "e": True,  # torch.tensor(1.0) / 0 == inf
        "f": True,  # torch.tensor(-1.0).sqrt().isnan()
        "g": False,  # 0.1 + 0.2 == 0.3
        "h": True,  # torch.tensor(2.0**24) + 1 == 2.0**24
        "i": True,  # (torch.tensor(6) / 3).dtype == torch.float32
        "j": True,  # torch.tensor(-7) // 2 == -4
        "k": False,  # (torch.tensor(200, dtype=torch.uint8) + 100).item() == 300
        "l": False,  # sum(range(5), -1) == torch.arange(5).sum(-1)
    }
