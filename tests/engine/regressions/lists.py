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
    "an annotation that nothing checks may say too few items": """
        def three(x: Tensor) -> tuple[Tensor, Tensor]:
            return x, x.T, x

        def sizes(x: Tensor) -> tuple[int, int]:
            return x.shape[0], x.shape[1], 3

        def unknown(x: Tensor) -> tuple[Tensor, Tensor]:
            return what(x)

        def said(x: Float[Tensor, "a b"]) -> tuple[Float[Tensor, "a"], Float[Tensor, "b"]]:
            return x.sum(1), x.sum(0)

        def f(x: Float[Tensor, "a b"], pair: tuple[Tensor, Tensor]):
            p, q, r = three(x)
            t = q * 2  # b a
            h, w, d = sizes(x)
            t = torch.zeros(h, w, d)  # a b 3
            p, q, r = unknown(x)
            p, q, r = pair
            p, q, r = said(x)  # !shape-mismatch
        """,
    "what a loop went through last is no longer than itself, whatever the others are": """
        def f(x: Float[Tensor, "rows n"]):
            products = []
            for part in x.split(2, dim=0):
                part = part @ part.mT
                products.append(part)
            y = sum(products) / (part + 1)
            one: Float[Tensor, "1 1"] = part
            z = y  # ? ?
        """,
    "a list of numbers that is shifted has as many afterwards": """
        def f(words: list[str], place: dict[str, int], table: Float[Tensor, "vocab d"]):
            contexts, tokens = [], []
            for word in words:
                context = other = [0] * 3
                for letter in word:
                    token = place[letter]
                    contexts.append(context)
                    tokens.append(token)
                    context = context[1:] + [token]
            x = torch.tensor(contexts)  # ? 3
            y = torch.tensor(tokens)  # ?
            z = table[x].flatten(1)  # ? 3*d
            pair = both = [1, 2]
            for _ in words:
                pair[0] = pair[1] * 2
            pair.append(3)
            w = torch.zeros(both)  # ? ? 3
        """,
    "sequences that are padded are as long as the longest": """
        def f(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"], several: list[Float[Tensor, "_ d"]]):
            a = nn.utils.rnn.pad_sequence([x, x], batch_first=True)  # 2 n d
            b = nn.utils.rnn.pad_sequence([x, y])  # ? 2 d
            c = nn.utils.rnn.pad_sequence(several)  # ? ? d
            e = nn.utils.rnn.pad_sequence([torch.ones(n, 4) for n in (5, 3, 8)], batch_first=True)  # 3 8 4
        """,
    "of what an annotation says without shapes nobody knows how many there are, nor of parts of it": """
        def four(x: Tensor) -> tuple[torch.FloatTensor, torch.FloatTensor]:
            return (x, x, x, x) if x.sum() > 0 else (x, x, x)

        def f(x: Tensor):
            a, b, c = four(x)[:3]
            a, b, c, d = (*four(x), x)
            a, b, c, d = four(x) + (x,)
            a, b, c = list(four(x))
            a, b, c = [*four(x)]
            a, b = (x, x, x)[:2]
            a, b = [x] * 3
        """,
    "several ellipses of any number of axes say nothing of them": """
        def f(x: Float[Tensor, "*lead n"]):
            y = x[..., ..., :]  # ?
            z = x[..., :]  # *lead n
        """,
}
