"""The one to remember is `h`: nothing failed, and 4 numbers became 16."""


def shapes_after() -> dict[str, tuple[int, ...]]:
    return {
        "a": (3,),  # torch.zeros(3, 4).sum(dim=1)
        "b": (3, 1),  # torch.zeros(3, 4).sum(dim=1, keepdim=True)
        "c": (),  # torch.zeros(3, 4).sum()
        "d": (4,),  # torch.zeros(3, 4)[0]
        "e": (1, 4),  # torch.zeros(3, 4)[0:1]
        "f": (3, 4),  # torch.zeros(3, 4) + torch.zeros(4)
        "g": (3, 4),  # torch.zeros(3, 1) + torch.zeros(4)
        "h": (4, 4),  # torch.zeros(4) - torch.zeros(4, 1)
        "i": (2, 5),  # torch.zeros(2, 3) @ torch.zeros(3, 5)
        "j": (4,),  # torch.zeros(4, 4) @ torch.zeros(4)
    }
