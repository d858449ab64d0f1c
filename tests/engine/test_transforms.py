"""Functions of functions, distributions and einops' layers, in programs that are analysed and run."""

from __future__ import annotations

import torch

from shapecoach.hints import examine

HEAD = """
import torch
from einops.layers.torch import EinMix, Rearrange, Reduce
from jaxtyping import Float
from torch import Tensor, nn
from torch.distributions import (
    Bernoulli, Beta, Categorical, Dirichlet, Independent, MixtureSameFamily, MultivariateNormal, Multinomial, Normal,
    OneHotCategoricalStraightThrough, RelaxedOneHotCategorical, StudentT, kl_divergence,
)
from torch.func import grad, grad_and_value, hessian, jacfwd, jacrev, jvp, vjp, vmap
from torch.utils.checkpoint import checkpoint


def loss(w: Float[Tensor, "d"], x: Float[Tensor, "d"]) -> Float[Tensor, ""]:
    return (w * x).sum()


def wide(x):
    return torch.cat([torch.sin(x), x], dim=-1)


def rows(x):
    return x.sum(0), x * 2


"""
SIZES = {"b": 2, "d": 3, "a": 5, "c": 7, "h": 16, "w": 32, "n": 11, "v": 13}


def agrees(signature: str, body: str) -> dict[str, tuple[str, ...]]:
    """The shapes of a program's tensors, which are those it has when it is run."""
    lines = "\n".join(f"    {line.strip()}" for line in body.strip().splitlines())
    text = f"{HEAD}def main({signature}):\n{lines}\n    return locals()\n"
    analysis = examine(text)
    assert not analysis.findings, analysis.findings
    claimed = {fact.name: fact.dims for fact in analysis.facts if fact.binding and fact.scope == "main"}
    names: dict[str, object] = {}
    exec(compile(text, "example", "exec"), names)
    parameters = {}
    for fact in analysis.facts:
        if fact.scope == "main" and fact.binding and fact.name in signature and f"{fact.name}: Float" in signature:
            assert fact.dims is not None
            parameters[fact.name] = torch.eye(*_sizes(fact.dims)) if fact.dims == ("d", "d") else torch.rand(
                _sizes(fact.dims), requires_grad=True
            )  # fmt: skip
    if "n: int" in signature:
        parameters["n"] = SIZES["n"]
    main = names["main"]
    assert callable(main)
    for name, value in main(**parameters).items():
        if isinstance(value, torch.Tensor):
            dims = claimed.get(name)
            assert dims is not None, name
            assert _sizes(dims) == tuple(value.shape), (name, dims, tuple(value.shape))
    return {name: dims for name, dims in claimed.items() if dims is not None}


def _sizes(dims: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(eval(dim, {}, dict(SIZES)) for dim in dims)


W_AND_XS = 'w: Float[Tensor, "d"], xs: Float[Tensor, "b d"]'


def test_vmap() -> None:
    found = agrees(W_AND_XS, """
        losses = vmap(loss, in_dims=(None, 0))(w, xs)
        turned = vmap(loss, (None, 1))(w, xs.T)
        last = vmap(wide, out_dims=1)(xs)
        sums, twice = vmap(rows)(xs)
        every = torch.vmap(lambda row: row.outer(row))(xs)
        doubled = vmap(lambda row: {"sum": row.sum(), "twice": row * 2})(xs)["twice"]
    """)  # fmt: skip
    assert found["last"] == ("2*d", "b") and found["every"] == ("b", "d", "d")


def test_derivatives() -> None:
    found = agrees(W_AND_XS, """
        slope = grad(loss)(w, xs[0])
        by_both, of_both = grad(loss, argnums=(0, 1))(w, xs[0])
        slope_too, value = grad_and_value(loss)(w, xs[0])
        each = vmap(grad(loss), in_dims=(None, 0))(w, xs)
        first = jacrev(wide)(w)
        second = jacfwd(wide)(w)
        curved = hessian(loss)(w, xs[0])
        out, back = vjp(wide, w)
        (pulled,) = back(out)
        primal, tangent = jvp(wide, (w,), (w,))
        (old,) = torch.autograd.grad(loss(w, xs[0]), w)
        bent = torch.autograd.functional.jacobian(wide, w)
        again = checkpoint(wide, xs, use_reentrant=False)
    """)  # fmt: skip
    assert found["first"] == ("2*d", "d") and found["curved"] == ("d", "d")


def test_distributions() -> None:
    found = agrees('mu: Float[Tensor, "b a"], x: Float[Tensor, "d"], cov: Float[Tensor, "d d"], n: int', """
        normal = Normal(mu, mu.exp())
        drawn = normal.sample((n,))
        logs = normal.log_prob(drawn)
        unsure = normal.entropy()
        middle = normal.mean
        joint = Independent(normal, 1).log_prob(mu)
        categories = Categorical(logits=mu)
        chosen = categories.sample()
        more = categories.sample((n, 2))
        likely = categories.log_prob(chosen)
        gaussian = MultivariateNormal(x, cov)
        cloud = gaussian.rsample((n,))
        density = gaussian.log_prob(cloud)
        apart = kl_divergence(normal, normal)
        coins = Bernoulli(logits=mu).sample()
        shares = Dirichlet(mu).rsample((n,))
        parts = Beta(mu, mu).sample()
        heavy = StudentT(mu).rsample()
        hot = OneHotCategoricalStraightThrough(logits=mu).rsample()
        soft = RelaxedOneHotCategorical(x.new_tensor(0.5), logits=mu).rsample((n,))
        votes = Multinomial(10, logits=mu).sample()
        mixed = MixtureSameFamily(Categorical(logits=mu), normal).log_prob(mu[:, 0])
    """)  # fmt: skip
    assert (
        found["drawn"] == ("n", "b", "a")
        and found["shares"] == ("n", "b", "a")
        and found["cloud"] == ("n", "d")
        and found["likely"] == ("b",)
    )


def test_layers_of_einops() -> None:
    found = agrees('image: Float[Tensor, "b c h w"]', """
        patches = Rearrange("b c (h p1) (w p2) -> b (h w) (p1 p2 c)", p1=8, p2=4)(image)
        pooled = Reduce("b c h w -> b c", "mean")(image)
        flat = nn.Sequential(Rearrange("b c h w -> b (h w) c"), nn.ReLU())(image)
        grey = image.mean(1, keepdim=True)
        mixed = EinMix("b c h w -> b o h w", weight_shape="c o", c=1, o=9)(grey)
    """)  # fmt: skip
    assert found["patches"] == ("b", "(h//8)*(w//4)", "32*c")


def test_a_result_that_is_put_elsewhere() -> None:
    agrees('x: Float[Tensor, "b d"]', """
        out = torch.add(x.detach(), 1, out=torch.empty_like(x))
        filled = nn.init.trunc_normal_(torch.empty(3, 5))
    """)  # fmt: skip


def test_what_does_not_fit_within_a_mapped_function_is_told() -> None:
    text = (
        HEAD
        + """def main(w: Float[Tensor, "a"], xs: Float[Tensor, "b d"]):
    return vmap(loss, in_dims=(None, 0))(w, xs)
"""
    )
    assert [finding.rule for finding in examine(text).findings] != []
