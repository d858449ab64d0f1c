"""torch.nn.functional and further functions of torch that programs use on whole tensors."""

from __future__ import annotations

from .templates import assigned, stated

functional = assigned((
    "F.softmax({a}, dim={d})", "F.scaled_dot_product_attention({a}, {a}, {a})", "F.normalize({a}, dim={d})",
    "F.scaled_dot_product_attention({a}, {b}, {b}, is_causal=True)", "F.mse_loss({a}, {b})",
    "F.mse_loss({a}, {b}, reduction='none')", "F.embedding(torch.zeros({n}, dtype=torch.long), {a})",
    "F.embedding({a}.argmax(-1), torch.randn({last}, 6))", "F.conv1d({a}, torch.randn(4, {a}.shape[1], 3), padding=1)",
    "F.conv1d({a}, torch.randn(4, {a}.shape[-2], 3))", "F.max_pool1d({a}, 2)", "F.avg_pool1d({a}, 3, stride=2)",
    "F.conv2d({a}, torch.randn(2, {a}.shape[1], 3, 3), stride=2)", "F.interpolate({a}, scale_factor=2)",
    "F.pad({a}, (0, 1, 2, 0))", "F.group_norm({a}, 1)", "F.adaptive_avg_pool1d({a}, 4)", "F.leaky_relu({a}, 0.1)",
    "F.cross_entropy({a}, torch.zeros({first}, dtype=torch.long))", "F.one_hot({a}.argmax(-1), {last})",
    "F.glu({a}[..., : 2 * ({last} // 2)], dim=-1)", "F.linear({a}, torch.randn(6, {last}), torch.randn(6))",
    "F.cross_entropy({a}.flatten(0, -2), {a}.argmax(-1).flatten())", "F.silu({a}) * {b}", "F.softplus({a})",
    "F.l1_loss({a}, {a} + 1, reduction='sum')", "F.pairwise_distance({a}, {b})", "F.rms_norm({a}, ({last},))",
    "F.binary_cross_entropy_with_logits({a}, ({a} > 0).float())", "F.layer_norm({a}, [{last}])",
), least_rank=2)  # fmt: skip
gathering = assigned((
    "{a}.gather({d}, {a}.argsort(dim={d}))", "{a}.gather(-1, {a}.argmax(-1, keepdim=True))",
    "torch.take_along_dim({a}, {a}.argsort(dim={d}), dim={d})", "{a}.index_select({d}, torch.tensor([0, 2]))",
    "torch.zeros({n}, {m}).scatter(1, torch.zeros({n}, 2, dtype=torch.long), 1.0)",
    "torch.take({a}, torch.tensor([0]))",
    "{a}.index_add(0, torch.arange({first}), {a})", "torch.bucketize({a}, torch.linspace(0, 1, 5))",
    "{a}[torch.arange({first}), {a}.argmax(-1)]", "{a}.gather(1, {a}.argmax(1).unsqueeze(1)).squeeze(1)",
    "torch.searchsorted({a}.sort(-1).values, {a})", "{a}.scatter_add(0, torch.zeros_like({a}, dtype=torch.long), {a})",
), least_rank=1)  # fmt: skip
algebra = stated((
    "{t} = torch.linalg.norm({a}, dim={d})", "{t} = torch.diag_embed({a})", "{t} = {a}.trace()",
    "{t} = torch.linalg.vector_norm({a}, dim={d}, keepdim=True)", "{t} = torch.addmm({b}, {a}, {a}.T)",
    "{t} = torch.kron({a}[:2], {b}[:3])", "{t} = torch.diag({a})", "{t} = torch.linalg.inv({a} @ {a}.mT)",
    "{t} = {a}.cov()", "{t} = torch.block_diag({a}, {a})", "{t} = torch.cartesian_prod({a}[:3], {a}[:2])",
    "{t} = torch.tril_indices({n}, {n})", "{t} = torch.cross({a}[..., :3], {b}[..., :3], dim=-1)",
    "{t} = torch.diff({a}, dim={d})", "{t} = torch.trapezoid({a}, dim={d})", "{t} = torch.logcumsumexp({a}, {d})",
    "{t} = torch.einsum('...i,...i->...', {a}, {a})", "{t} = torch.vander({a})", "{t} = {a}.histc(10)",
    "{t} = torch.vmap(lambda v: v.sum())({a})", "{t} = torch.vmap(lambda v: v * 2)({a})", "{t} = torch.rot90({a})",
))  # fmt: skip
