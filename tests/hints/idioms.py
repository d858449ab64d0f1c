"""Idioms as people write them, and what the hint makes of each: the table of the tests.

A row has tensors with their axes, ints, statements that come first, the expression, and the new text; None where the
expression reads well as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Idiom:
    title: str
    written: str
    hint: str | None
    tensors: dict[str, str] = field(default_factory=lambda: {"x": "batch seq d"})
    ints: str = ""
    first: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """A file with the idiom in it, in which einops' functions have names already."""
        annotated = [f'{name}: Float[Tensor, "{axes}"]' for name, axes in self.tensors.items()]
        parameters = ", ".join([*annotated, *(f"{name}: int" for name in self.ints.split())])
        body = "".join(f"    {line}\n" for line in (*self.first, f"return {self.written}"))
        return (
            "import torch\nimport torch.nn.functional as F\nfrom einops import einsum, rearrange, reduce, repeat\n"
            "from jaxtyping import Float\n"
            f"from torch import Tensor\n\n\ndef idiom({parameters}):\n{body}"
        )


HEADS = {"x": "batch seq {n_heads}*{d_head}"}
SPLIT = {"x": "batch n_heads seq d_head"}
IMAGE = {"x": "b c h w"}
PAIR = {"x": "batch seq d", "y": "batch seq d"}
QK = {"q": "batch head query d", "k": "batch head key d"}

MOVES = (
    # -- the classics of attention --
    Idiom(
        "split heads",
        "x.view(b, s, n_heads, d_head).transpose(1, 2)",
        'rearrange(x, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)',
        HEADS, "n_heads d_head", ("b, s, d = x.shape",),
    ),
    Idiom(
        "split heads by permute",
        "x.reshape(b, s, n_heads, -1).permute(0, 2, 1, 3)",
        'rearrange(x, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)',
        HEADS, "n_heads d_head", ("b, s, d = x.shape",),
    ),
    Idiom(
        "merge heads",
        "x.transpose(1, 2).contiguous().view(b, s, -1)",
        'rearrange(x, "batch n_heads seq d_head -> batch seq (n_heads d_head)")',
        SPLIT, "", ("b, h, s, e = x.shape",),
    ),
    Idiom(
        "merge heads by flatten",
        "x.transpose(1, 2).flatten(2)",
        'rearrange(x, "batch n_heads seq d_head -> batch seq (n_heads d_head)")',
        SPLIT,
    ),
    Idiom(
        "queries, keys and values in one",
        "x.reshape(b, s, 3, n_heads, d // n_heads).permute(2, 0, 3, 1, 4)",
        'rearrange(x, "batch seq (qkv n_heads d_head) -> qkv batch n_heads seq d_head", qkv=3, n_heads=n_heads)',
        {"x": "batch seq 3*{d}"}, "n_heads d", ("b, s, _ = x.shape",),
    ),
    Idiom(
        "key heads for every query head",
        "x[:, :, None].expand(b, h, n, s, e).reshape(b, h * n, s, e)",
        'repeat(x, "batch n_heads seq d_head -> batch (n_heads n) seq d_head", n=n)',
        SPLIT, "n", ("b, h, s, e = x.shape",),
    ),
    Idiom(
        "heads into the batch",
        "x.transpose(1, 2).reshape(b * h, s, e)",
        'rearrange(x, "batch seq n_heads d_head -> (batch n_heads) seq d_head")',
        {"x": "batch seq n_heads d_head"}, "", ("b, s, h, e = x.shape",),
    ),
    # -- the classics of images --
    Idiom("an image as tokens", "x.flatten(2).transpose(1, 2)", 'rearrange(x, "b c h w -> b (h w) c")', IMAGE),
    Idiom(
        "tokens as an image",
        "x.transpose(1, 2).reshape(b, c, height, width)",
        'rearrange(x, "batch (height width) c -> batch c height width", height=height)',
        {"x": "batch {height}*{width} c"}, "height width", ("b, n, c = x.shape",),
    ),
    Idiom(
        "patches",
        "x.reshape(b, c, h // p, p, w // p, p).permute(0, 2, 4, 3, 5, 1).reshape(b, (h // p) * (w // p), p * p * c)",
        'rearrange(x, "b c (h p1) (w p2) -> b (h w) (p1 p2 c)", p1=p, p2=p)',
        IMAGE, "p", ("b, c, h, w = x.shape",),
    ),
    Idiom("channels last", "x.permute(0, 2, 3, 1)", 'rearrange(x, "b c h w -> b h w c")', IMAGE),
    Idiom("channels last, by moving one", "x.movedim(1, -1)", 'rearrange(x, "b c h w -> b h w c")', IMAGE),
    Idiom("channels last, of one", "torch.permute(x, (1, 2, 0))", 'rearrange(x, "c h w -> h w c")', {"x": "c h w"}),
    Idiom("global pooling", "x.mean(dim=(2, 3))", 'reduce(x, "b c h w -> b c", "mean")', IMAGE),
    Idiom("global pooling, flattened", "x.flatten(2).mean(-1)", 'reduce(x, "b c h w -> b c", "mean")', IMAGE),
    Idiom("pooling that keeps the axes", "x.amax((-2, -1), keepdim=True)", None, IMAGE),
    Idiom(
        "pooling in blocks",
        "x.reshape(b, c, h // 2, 2, w // 2, 2).mean((3, 5))",
        'reduce(x, "b c (h p1) (w p2) -> b c h w", "mean", p1=2, p2=2)',
        IMAGE, "", ("b, c, h, w = x.shape",),
    ),
    Idiom(
        "frames into the batch",
        "x.reshape(b * t, c, h, w)",
        'rearrange(x, "b t c h w -> (b t) c h w")',
        {"x": "b t c h w"}, "", ("b, t, c, h, w = x.shape",),
    ),
    # -- one step --
    Idiom("permute of three", "x.permute(0, 2, 1)", 'rearrange(x, "batch seq d -> batch d seq")'),
    Idiom("permute, a list", "x.permute([1, 0, 2])", 'rearrange(x, "batch seq d -> seq batch d")'),
    Idiom("transpose in front", "x.transpose(0, 1)", 'rearrange(x, "batch seq d -> seq batch d")'),
    Idiom("swapaxes", "x.swapaxes(0, 2)", 'rearrange(x, "batch seq d -> d seq batch")'),
    Idiom("transpose of the last two", "x.transpose(-2, -1)", None),
    Idiom("transpose of the last two, counted from the left", "x.transpose(1, 2)", None),
    Idiom("mT", "x.mT", None),
    Idiom("T of a matrix", "x.T", None, {"x": "rows cols"}),
    Idiom("t of a matrix", "x.t()", None, {"x": "rows cols"}),
    Idiom("permute of a matrix", "x.permute(1, 0)", None, {"x": "rows cols"}),
    Idiom("flatten from 1 on", "x.flatten(1)", None),
    Idiom("view of rows", "x.view(x.shape[0], -1)", None),
    Idiom("view that drops the shape", "x.reshape(-1)", None),
    Idiom("view of all but the last", "x.reshape(-1, d)", None, first=("d = x.shape[-1]",)),
    Idiom("unsqueeze", "x.unsqueeze(1)", None),
    Idiom("two axes put in", "x[:, None, None]", None),
    Idiom("squeeze", "x.squeeze(1)", None, {"x": "batch 1 d"}),
    Idiom("sum along one axis", "x.sum(-1)", None),
    Idiom("mean along one axis, kept", "x.mean(dim=1, keepdim=True)", None),
    Idiom("sum of everything", "x.sum((0, 1, 2))", None),
    Idiom("a product", "x @ w", None, {"x": "batch d", "w": "d h"}),
    Idiom("contiguous", "x.contiguous()", None),
    Idiom("expand alone", "x[None].expand(4, -1, -1, -1)", None),
    Idiom("there and back", "x.transpose(0, 1).transpose(0, 1)", None),
    Idiom("permute that does nothing", "x.permute(0, 1, 2)", None),
    # -- views --
    Idiom(
        "split the last axis",
        "x.view(b, s, n_heads, -1)",
        'rearrange(x, "batch seq (n_heads d_head) -> batch seq n_heads d_head", n_heads=n_heads)',
        HEADS, "n_heads d_head", ("b, s, d = x.shape",),
    ),
    Idiom(
        "split by a star",
        "x.view(*x.shape[:-1], n_heads, d_head).transpose(-3, -2)",
        'rearrange(x, "... seq (n_heads d_head) -> ... n_heads seq d_head", n_heads=n_heads)',
        {"x": "*batch seq {n_heads}*{d_head}"}, "n_heads d_head",
    ),
    Idiom(
        "merge the first two",
        "x.view(b * s, d)",
        'rearrange(x, "batch seq d -> (batch seq) d")',
        first=("b, s, d = x.shape",),
    ),
    Idiom(
        "unflatten and move",
        "x.unflatten(-1, (n_heads, d_head)).movedim(2, 1)",
        'rearrange(x, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)',
        HEADS, "n_heads d_head",
    ),
    Idiom(
        "an axis put in on the way",
        "x.transpose(1, 2).unsqueeze(1).flatten(2)",
        'rearrange(x, "batch seq d -> batch 1 (d seq)")',
    ),
    Idiom(
        "an axis of one taken out on the way",
        "x.squeeze(1).permute(0, 2, 1)",
        'rearrange(x, "batch 1 seq d -> batch d seq")',
        {"x": "batch 1 seq d"},
    ),
    Idiom(
        "the only item of an axis of one",
        "x.permute(0, 2, 3, 1)[..., 0]",
        'rearrange(x, "batch 1 seq d -> batch seq d")',
        {"x": "batch 1 seq d"},
    ),
    Idiom(
        "shuffle channels",
        "x.view(b, groups, c // groups, h, w).transpose(1, 2).reshape(b, c, h, w)",
        'rearrange(x, "b (groups c) h w -> b (c groups) h w", groups=groups)',
        IMAGE, "groups", ("b, c, h, w = x.shape",),
    ),
    Idiom("an item is picked by PyTorch", "x.transpose(0, 1)[0]", 'rearrange(x, "batch seq d -> seq batch d")'),
    # -- names --
    Idiom(
        "queries and keys in one",
        "qk.reshape(b, s, 2, n_heads, d_head).permute(2, 0, 3, 1, 4)",
        'rearrange(qk, "batch seq (qk n_heads d_head) -> qk batch n_heads seq d_head", qk=2, n_heads=n_heads)',
        {"qk": "batch seq 2*{n_heads}*{d_head}"}, "n_heads d_head", ("b, s, _ = qk.shape",),
    ),
    Idiom(
        "two of what nobody says",
        "x.reshape(b, c, 2, h, w).permute(0, 1, 3, 4, 2)",
        'rearrange(x, "b (c pair) h w -> b c h w pair", c=c)',
        {"x": "b 2*{c} h w"}, "c", ("b, _, h, w = x.shape",),
    ),
    Idiom(
        "a number where there is a C already",
        "x.permute(0, 3, 1, 2)",
        'rearrange(x, "B H C k -> B k H C")',
        {"x": "B H C 3"},
    ),
    Idiom(
        "heads of a known size",
        "x.reshape(b, s, n_heads, -1).permute(0, 2, 1, 3)",
        'rearrange(x, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)',
        {"x": "batch seq {n_heads}*64"}, "n_heads", ("b, s, _ = x.shape",),
    ),
    Idiom(
        "channels without a name",
        "x.flatten(2).transpose(1, 2)",
        'rearrange(x, "B C H W -> B (H W) C")',
        {"x": "B _ H W"},
    ),
    Idiom("two channels, last", "x.permute(2, 0, 1)", 'rearrange(x, "height width c -> c height width")',
          {"x": "height width 2"}),
    Idiom("two coordinates", "x.permute(2, 0, 1)", 'rearrange(x, "rows cols pair -> pair rows cols")',
          {"x": "rows cols 2"}),
    Idiom(
        "twice as many as there are heads",
        "x.reshape(b, s, 2 * n_heads, -1).transpose(1, 2)",
        None,
        {"x": "batch seq 2*{n_heads}*{d_head}"}, "n_heads d_head", ("b, s, _ = x.shape",),
    ),
    Idiom("what only says where it stands", "x.permute(2, 0, 1)", None, {"x": "{shape_0} {shape_1} d"},
          "shape_0 shape_1"),
    Idiom(
        "one axis, cut into many by their names",
        "x.reshape(n, depth, height, width, -1)",
        None,
        {"x": "{n}*{depth}*{height}*{width} d"}, "n depth height width",
    ),
    Idiom(
        "what each head has several of",
        "x.reshape(b, s, n_heads, n_levels * n_points).transpose(1, 2)",
        None,
        {"x": "batch seq {n_heads}*{n_levels}*{n_points}"}, "n_heads n_levels n_points", ("b, s, _ = x.shape",),
    ),
    Idiom("an axis without a name", "x.flatten(2).transpose(1, 2)", None, {"x": "batch _ seq d"}),
    Idiom(
        "lengths that are items",
        "x.view(b, h // size[0], size[0], w // size[1], size[1], c)",
        'rearrange(x, "b (h size_0) (w size_1) c -> b h size_0 w size_1 c", size_0=size[0], size_1=size[1])',
        {"x": "b h w c"}, "p groups", ("size = (p, groups)", "b, h, w, c = x.shape"),
    ),
    Idiom("two axes whose names would be long and alike", "x.permute(1, 2, 0)", None,
          {"x": "pairs {size_0}*{size_1} {size_0}*{size_1}"}, "size_0 size_1"),
    Idiom("one axis, cut where its parts are named", "x.view(h, w)", None, {"x": "{h}*{w}"}, "h w"),
    Idiom("one axis, cut and moved", "x.view(h, w).T", 'rearrange(x, "(h w) -> w h", h=h)', {"x": "{h}*{w}"}, "h w"),
    # -- lists --
    Idiom(
        "interleave two halves",
        "torch.stack((-x, y), dim=-1).flatten(-2)",
        'rearrange([-x, y], "pair batch seq d -> batch seq (d pair)")',
        PAIR,
    ),
    Idiom(
        "interleave whatever is in front",
        "torch.stack([x, y], dim=-1).flatten(-2)",
        'rearrange([x, y], "xy ... d -> ... (d xy)")',
        {"x": "*batch d", "y": "*batch d"},
    ),
    Idiom(
        "three biases in one",
        "torch.stack([b_Q, b_K, b_V], dim=1).reshape(3 * n_heads * d_head)",
        'rearrange([b_Q, b_K, b_V], "qkv n_heads d_head -> (n_heads qkv d_head)")',
        dict.fromkeys(("b_Q", "b_K", "b_V"), "{n_heads} {d_head}"), "n_heads d_head",
    ),
    Idiom(
        "a list, moved",
        "torch.stack([x, y]).permute(1, 2, 0, 3)",
        'rearrange([x, y], "xy batch seq d -> batch seq xy d")',
        PAIR,
    ),
    Idiom(
        "one for each of a loop",
        "torch.stack([x * i for i in range(n)], dim=2).flatten(2)",
        'rearrange([x * i for i in range(n)], "n batch seq d -> batch seq (n d)")',
        ints="n",
    ),
    Idiom(
        "joined, then cut again",
        "torch.cat([x, y], dim=-1).view(b, s, 2, n_heads, d_head).permute(2, 0, 3, 1, 4)",
        'rearrange([x, y], "xy batch seq (n_heads d_head) -> xy batch n_heads seq d_head", n_heads=n_heads)',
        {"x": "batch seq {n_heads}*{d_head}", "y": "batch seq {n_heads}*{d_head}"}, "n_heads d_head",
        ("b, s, _ = x.shape",),
    ),
    Idiom(
        "joined, then moved as one",
        "torch.cat([x, y, x], dim=0)[:d].permute(0, 2, 1)",
        'rearrange(torch.cat([x, y, x], dim=0)[:d], "d seq e -> d e seq")',
        {"x": "d seq e", "y": "d seq e"}, "d",
    ),
    Idiom("joined, so that no name is left for the axis", "torch.cat([x, y], dim=2).permute(0, 2, 1)", None, PAIR),
    Idiom("stack", "torch.stack([x, y], dim=1)", None, PAIR),
    Idiom("cat", "torch.cat([x, y], dim=-1)", None, PAIR),
    Idiom("cat of what is flattened", "torch.cat([x.flatten(1), y.flatten(1)], dim=1)", None, PAIR),
    Idiom("joined and cut into a stack", "torch.cat([x, y], -1).view(b, s, 2, d).permute(2, 0, 1, 3)", None, PAIR,
          first=("b, s, d = x.shape",)),
    Idiom("mean of a few", "torch.stack([x, y]).mean(0)", None, PAIR),
    # -- pooling --
    Idiom(
        "pooled patches as tokens",
        "F.avg_pool2d(x, 2).flatten(2).transpose(1, 2)",
        'reduce(x, "b c (h p1) (w p2) -> b (h w) c", "mean", p1=2, p2=2)',
        {"x": "b c {h}*2 {w}*2"}, "h w",
    ),
    Idiom(
        "the largest of each block, channels last",
        "F.max_pool2d(x, kernel_size=(p, p), stride=p).permute(0, 2, 3, 1)",
        'reduce(x, "b c (h p1) (w p2) -> b h w c", "max", p1=p, p2=p)',
        {"x": "b c {h}*{p} {w}*{p}"}, "h w p",
    ),
    Idiom("blocks that need not fill the image", "F.avg_pool2d(x, 2)[:, :, None]", None, IMAGE),
    Idiom("pooling alone", "F.avg_pool2d(x, 2)", None, {"x": "b c 2*{h} 2*{w}"}, "h w"),
    Idiom("overlapping blocks", "F.max_pool2d(x, 2, 1).flatten(1)", None, {"x": "b c 2*{h} 2*{w}"}, "h w"),
    Idiom(
        "global pooling by a layer's function",
        "F.adaptive_avg_pool2d(x, 1).flatten(1)",
        'reduce(x, "b c h w -> b c", "mean")',
        IMAGE,
    ),
    Idiom(
        "global pooling, its axes viewed away",
        "F.adaptive_max_pool2d(x, (1, 1)).view(x.shape[0], -1)",
        'reduce(x, "b c h w -> b c", "max")',
        IMAGE,
    ),
    Idiom("global pooling alone", "F.adaptive_avg_pool2d(x, 1)", None, IMAGE),
    Idiom("reduced, then moved", "x.mean((2, 3), keepdim=True).permute(0, 2, 3, 1)",
          'reduce(x, "b c h w -> b 1 1 c", "mean")', IMAGE),
    # -- repeats --
    Idiom("a list of the same, which PyTorch copies even if it is of one", "torch.cat([x] * n, dim=1)", None, ints="n"),
    Idiom("a list of the same, by a loop", "torch.cat([x for _ in range(n)], dim=-1)", None, ints="n"),
    Idiom("laid out so often, and at least once", "x.repeat(1, n, 1)", None, ints="n"),
    Idiom("each item so often, moved", "x.repeat_interleave(n, dim=1).transpose(0, 1)", None, ints="n"),
    Idiom("each item so often, along two axes", "x.repeat_interleave(n, dim=1).repeat_interleave(m, dim=2)", None,
          ints="n m"),
    Idiom(
        "each item twice, moved",
        "x.repeat_interleave(2, dim=1).transpose(0, 1)",
        'repeat(x, "batch seq d -> (seq copy) batch d", copy=2)',
    ),
    Idiom(
        "a list of the same, joined and moved",
        "torch.cat([x] * 4, dim=1).transpose(0, 1)",
        'repeat(x, "batch seq d -> (copy seq) batch d", copy=4)',
    ),
    Idiom(
        "each item twice, by a list",
        "torch.stack([x, x], dim=-1).flatten(-2)",
        'repeat(x, "batch seq d -> batch seq (d copy)", copy=2)',
    ),
    Idiom("stack of the same copies in PyTorch alone", "torch.stack([x] * n)", None, ints="n"),
    Idiom("what is made there", "torch.arange(h * w).view(h, w)", None, ints="h w"),
    Idiom("the mean of each sample", "x.mean((1, 2, 3), keepdim=True)", None, IMAGE),
    Idiom("both halves the same", "torch.cat((x, x), dim=-1)", None),
    Idiom(
        "expand an axis put in",
        "x.unsqueeze(1).expand(-1, n, -1, -1).flatten(0, 1)",
        'repeat(x, "batch seq d -> (batch n) seq d", n=n)',
        ints="n",
    ),
    Idiom("lay out twice", "x.repeat(1, 2, 1)", 'repeat(x, "batch seq d -> batch (copy seq) d", copy=2)'),
    Idiom("repeat along a new axis copies in PyTorch alone", "x.unsqueeze(1).repeat(1, 4, 1, 1)", None),
    Idiom("each item twice", "x.repeat_interleave(n, dim=1)", None, ints="n"),
)  # fmt: skip

PRODUCTS = (
    Idiom(
        "scores",
        "q @ k.transpose(-2, -1)",
        'einsum(q, k, "batch head query d, batch head key d -> batch head query key")',
        QK,
    ),
    Idiom(
        "scores by letters",
        'torch.einsum("bhqd,bhkd->bhqk", q, k)',
        'einsum(q, k, "batch head query d, batch head key d -> batch head query key")',
        QK,
    ),
    Idiom(
        "matmul by letters, the result left out",
        'torch.einsum("ij,jk", x, w)',
        'einsum(x, w, "batch d, d h -> batch h")',
        {"x": "batch d", "w": "d h"},
    ),
    Idiom(
        "values by letters with an ellipsis",
        'torch.einsum("...qk,...kd->...qd", p, v)',
        'einsum(p, v, "... query key, ... key d -> ... query d")',
        {"p": "*batch query key", "v": "*batch key d"},
    ),
    Idiom("a transpose by letters", 'torch.einsum("ij->ji", x)', None, {"x": "rows cols"}),
    Idiom("an outer product", 'torch.einsum("i,j->ij", x, y)', None, {"x": "seq", "y": "dim"}),
    Idiom("letters that are the names", 'torch.einsum("bd,dh->bh", x, w)', None, {"x": "b d", "w": "d h"}),
    Idiom("a trace isn't einops'", 'torch.einsum("ii->i", x)', None, {"x": "n n"}),
    Idiom(
        "bmm with a transpose",
        "torch.bmm(q, k.transpose(1, 2))",
        'einsum(q, k, "batch query d, batch key d -> batch query key")',
        {"q": "batch query d", "k": "batch key d"},
    ),
    Idiom(
        "tensordot along two axes",
        "torch.tensordot(x, w, dims=([2, 3], [0, 1]))",
        'einsum(x, w, "batch seq n_heads d_head, n_heads d_head d -> batch seq d")',
        {"x": "batch seq n_heads d_head", "w": "n_heads d_head d"},
    ),
    Idiom(
        "batch axes of one name, of which no operand tells which is which",
        "q @ k.transpose(-2, -1)",
        None,
        {"q": "n n query d", "k": "n n key d"},
    ),
    Idiom(
        "one axis twice, and its letter in its name already",
        'torch.einsum("bhwc,hkc->bhwk", x, y)',
        None,
        {"x": "batch k_h width dim", "y": "k_h k_h dim"},
    ),
    Idiom(
        "queries and keys with axes of one name, which reads well",
        "q @ k.transpose(-2, -1)",
        None,
        {"q": "batch head seq d", "k": "batch head seq d"},
    ),
    Idiom(
        "a query alone against keys",
        "q @ k.transpose(-2, -1)",
        None,
        {"q": "batch head 1 d_head", "k": "batch head key d_head"},
    ),
    Idiom(
        "queries whose other axes are moved, too",
        "q.transpose(1, 2) @ k.permute(0, 2, 3, 1)",
        'einsum(q, k, "batch query head d, batch key head d -> batch head query key")',
        {"q": "batch query head d", "k": "batch key head d"},
    ),
    Idiom(
        "letters with spaces between them, which read well",
        'torch.einsum("b h i d, b h j d -> b h i j", q, k)',
        None,
        {"q": "batch head seq d", "k": "batch head seq d"},
    ),
    Idiom(
        "letters with spaces between them, whose axes all have names",
        'torch.einsum("o f g, F f -> F o g", binding, filler)',
        'einsum(binding, filler, "dim filler_dim role_dim, filler filler_dim -> filler dim role_dim")',
        {"binding": "dim filler_dim role_dim", "filler": "filler filler_dim"},
    ),
    Idiom(
        "one axis twice",
        'torch.einsum("bqd,bkd->bqk", q, k)',
        'einsum(q, k, "batch seq_q d, batch seq_k d -> batch seq_q seq_k")',
        {"q": "batch seq d", "k": "batch seq d"},
    ),
)  # fmt: skip

IDIOMS = (*MOVES, *PRODUCTS)
