"""Lists of tensors of unlike sizes."""

LISTS = {
    "what a list's items have each of their own is not as many times that of one": """
        def f(x: Float[Tensor, "width seq"]):
            found = []
            for row in x.split(2):  # ? seq
                found.append(row)
            t = torch.cat(found)  # ? seq
            n, m = row.shape
            u = t * 2  # ? seq
            v = torch.stack(found)  # (width+1)//2 n seq
    """,
    "two parts that are alike at some sizes are not so at all": """
        def f(x: Float[Tensor, "width seq"]):
            y = x[::3]  # (width+2)//3 seq
            t = torch.cat([part.flip(0) for part in y.chunk(2)])  # (width+2)//6+(width+5)//6 seq
    """,
    "pairs of half a size may leave a rest": """
        def f(x: Float[Tensor, "rows width"]):
            y = F.max_pool1d(x.mT, 2).mT  # rows//2 width
            for part in y.split(2):  # ? width
                t = part * 2  # ? width
    """,
}
