"""Drawing inputs from a signature."""

import pytest
import torch
from jaxtyping import Bool, Float, Int, Shaped
from torch import Tensor

from shapecoach.lessons.judging.inputs import copy_of, draw, free_names, inputs_for
from shapecoach.lessons.judging.question import Question
from shapecoach.lessons.judging.signature import Parameter, Signature, TensorType, evaluate


def split_heads(x: Float[Tensor, "b s e"], n_heads: int) -> Float[Tensor, "b {n_heads} s d"]: ...


def many_kinds(
    a: Int[Tensor, "n"], keep: Bool[Tensor, "n m"], any_: Shaped[Tensor, "m"], names: list[str]
) -> tuple[Float[Tensor, ""], Float[Tensor, "2*n"]]: ...


def linear(x: Float[Tensor, "*batch d_in"], w: Float[Tensor, "d_out d_in"]) -> Float[Tensor, "*batch d_out"]: ...


HEADS = Question(sizes={"e": "n_heads*d"})


def test_a_signature_says_its_axes_and_dtypes() -> None:
    assert Signature.of(split_heads) == Signature(
        (Parameter("x", TensorType(("b", "s", "e"), "float")), Parameter("n_heads", int)),
        (TensorType(("b", "n_heads", "s", "d"), "float"),),
    )
    signature = Signature.of(many_kinds)
    assert [parameter.type for parameter in signature.parameters] == [
        TensorType(("n",), "integer"),
        TensorType(("n", "m"), "bool"),
        TensorType(("m",), ""),
        None,
    ]
    assert signature.results == (TensorType((), "float"), TensorType(("2*n",), "float"))


def test_an_axis_is_evaluated_at_sizes() -> None:
    assert evaluate("rows*h", {"rows": 2, "h": 5}) == 10
    with pytest.raises(NameError):
        evaluate("rows*h", {"rows": 2})


def test_all_sizes_differ_and_fit_the_relations() -> None:
    signature = Signature.of(split_heads)
    for seed in range(100):
        sizes = draw(signature, HEADS, {}, str(seed)).sizes
        assert sizes["e"] == sizes["n_heads"] * sizes["d"]
        assert len(set(sizes.values())) == len(sizes)


def test_arguments_have_the_shapes_drawn() -> None:
    drawn = draw(Signature.of(split_heads), HEADS, {}, "7")
    assert drawn.arguments["x"].shape == tuple(drawn.sizes[axis] for axis in ("b", "s", "e"))
    assert drawn.arguments["n_heads"] == drawn.sizes["n_heads"]


def test_the_same_seed_draws_the_same() -> None:
    signature = Signature.of(split_heads)
    one, two, other = (inputs_for(signature, HEADS, seed) for seed in (5, 5, 6))
    assert [drawn.sizes for drawn in one] == [drawn.sizes for drawn in two]
    assert all(torch.equal(a.arguments["x"], b.arguments["x"]) for a, b in zip(one, two, strict=True))
    assert [drawn.sizes for drawn in one] != [drawn.sizes for drawn in other]


def test_a_run_tries_two_draws_and_the_edges() -> None:
    question = Question(sizes={"e": "n_heads*d"}, edges=({"n_heads": 1}, {"b": 1, "s": 1}))
    first, second, one_head, one_token = inputs_for(Signature.of(split_heads), question, 3)
    assert first.sizes != second.sizes
    assert one_head.sizes["n_heads"] == 1 and one_head.sizes["e"] == one_head.sizes["d"]
    assert one_token.arguments["x"].shape[:2] == (1, 1)


def test_a_range_is_kept_to() -> None:
    question = Question(ranges={"n_heads": range(20, 23)}, sizes={"e": "n_heads*d"})
    drawn = {draw(Signature.of(split_heads), question, {}, str(seed)).sizes["n_heads"] for seed in range(40)}
    assert drawn == {20, 21, 22}


def test_dtypes_follow_the_annotation_and_other_values_the_question() -> None:
    question = Question(values={"names": lambda sizes, generator: ["a"] * sizes["n"]})
    drawn = draw(Signature.of(many_kinds), question, {}, "1")
    assert drawn.arguments["a"].dtype == torch.int64
    assert drawn.arguments["keep"].dtype == torch.bool
    assert len(drawn.arguments["names"]) == drawn.sizes["n"]
    with pytest.raises(ValueError, match="`names`"):
        draw(Signature.of(many_kinds), Question(), {}, "1")


def test_copies_share_nothing() -> None:
    drawn = draw(Signature.of(split_heads), HEADS, {}, "1")
    before = drawn.arguments["x"].clone()
    drawn.copies()["x"].zero_()
    assert torch.equal(drawn.arguments["x"], before)


def test_drawing_leaves_the_global_random_state_alone() -> None:
    before = torch.get_rng_state()
    inputs_for(Signature.of(split_heads), HEADS, 3)
    assert torch.equal(torch.get_rng_state(), before)


def test_names_that_follow_from_others_are_not_free() -> None:
    assert free_names(Signature.of(split_heads), HEADS) == ["b", "s", "n_heads", "d"]


def test_a_run_of_axes_has_any_number_of_them() -> None:
    signature = Signature.of(linear)
    assert free_names(signature, Question()) == ["*batch", "d_in", "d_out"]
    ranks: set[int] = set()
    for seed in range(100):
        drawn = draw(signature, Question(), {}, str(seed))
        x, w = drawn.arguments.values()
        ranks.add(x.ndim)
        batch = [drawn.sizes[f"batch[{place}]"] for place in range(drawn.sizes["*batch"])]
        assert list(x.shape) == [*batch, drawn.sizes["d_in"]]
        assert len({*x.shape, *w.shape}) == x.ndim + 1
    assert ranks == {1, 2, 3, 4}


def test_the_axes_of_a_run_can_be_fixed() -> None:
    signature = Signature.of(linear)
    shape = draw(signature, Question(), {"*batch": 2, "batch[0]": 1, "d_in": 4}, "1").arguments["x"].shape
    assert (shape[0], shape[2], len(shape)) == (1, 4, 3)
    ranges = Question(ranges={"*batch": range(2, 4)})
    assert {draw(signature, ranges, {}, str(seed)).sizes["*batch"] for seed in range(40)} == {2, 3}


def test_the_axes_of_a_run_have_names() -> None:
    type_ = Signature.of(linear).results[0]
    assert type_ is not None
    assert type_.axes == ("*batch", "d_out")
    assert type_.spread({"*batch": 2}) == ("batch[0]", "batch[1]", "d_out")
    assert TensorType(("...", "d"), "float").spread({"...": 1}) == ("...[0]", "d")
    assert type_.spread({"*batch": 0}) == ("d_out",)


def test_a_name_that_only_has_a_range_is_drawn() -> None:
    question = Question(ranges={"count": range(20, 30)}, values={"x": lambda sizes, _: torch.zeros(sizes["count"])})
    drawn = draw(Signature.of(split_heads), question, {}, "1")
    assert drawn.sizes["count"] in range(20, 30)
    assert drawn.arguments["x"].shape == (drawn.sizes["count"],)


def test_a_copy_of_a_view_is_a_view_of_a_copy() -> None:
    table = torch.arange(12.0).reshape(3, 4)
    for view in (table[1], table.T, table[:, ::2], table.expand(5, 3, 4), table[1, 1]):
        copied = copy_of(view)
        assert torch.equal(copied, view)
        assert (copied.stride(), copied.storage_offset()) == (view.stride(), view.storage_offset())
        assert copied.untyped_storage().nbytes() == 48
        assert copied.untyped_storage().data_ptr() != table.untyped_storage().data_ptr()


def plain(
    xs: list[float], ks: list[int], rate: float, flag: bool, gen: torch.Generator, n: int, text: str
) -> list[float]: ...


def test_plain_arguments_are_drawn_and_a_list_has_a_size() -> None:
    question = Question(values={"text": lambda sizes, generator: "ab" * sizes["n"]})
    signature = Signature.of(plain)
    assert free_names(signature, question) == ["xs", "ks", "n"]
    drawn = draw(signature, question, {"ks": 0}, "1")
    xs, ks, rate, flag, gen, n, text = drawn.arguments.values()
    assert (len(xs), len(ks), n, text) == (drawn.sizes["xs"], 0, drawn.sizes["n"], "ab" * n)
    assert all(type(x) is float for x in xs) and type(rate) is float and type(flag) is bool
    assert len({draw(signature, question, {}, str(seed)).arguments["flag"] for seed in range(20)}) == 2
    assert isinstance(gen, torch.Generator)
    one, other = drawn.copies()["gen"], drawn.copies()["gen"]
    assert torch.equal(torch.rand(3, generator=one), torch.rand(3, generator=other))


def one_hot_at(n: int, i: int) -> Float[Tensor, "{n}"]: ...


def test_an_int_that_is_made_is_no_size_of_its_own() -> None:
    question = Question(values={"i": lambda sizes, generator: int(torch.randint(sizes["n"], (), generator=generator))})
    signature = Signature.of(one_hot_at)
    assert free_names(signature, question) == ["n"]
    for seed in range(50):
        drawn = draw(signature, question, {}, str(seed))
        assert drawn.arguments["i"] == drawn.sizes["i"] < drawn.arguments["n"]


def between(x: Float[Tensor, "n"], lo: float, hi: float) -> Float[Tensor, "k"]: ...


def test_arguments_can_be_made_together_and_in_an_edge() -> None:
    question = Question(
        values={"lo hi": lambda sizes, generator: (-1.0, 1.0 * sizes["n"])},
        edges=({"n": 2, "x": lambda sizes, generator: torch.full((sizes["n"],), 7.0)},),
    )
    signature = Signature.of(between)
    first, _, edge = inputs_for(signature, question, 3)
    assert first.arguments["lo"] == -1.0 and first.arguments["hi"] == first.sizes["n"]
    assert edge.arguments["x"].tolist() == [7.0, 7.0]


def test_a_size_that_the_data_decides_is_not_drawn() -> None:
    assert free_names(Signature.of(between), Question()) == ["n"]
    assert "k" not in draw(Signature.of(between), Question(values={"lo hi": lambda *_: (0.0, 1.0)}), {}, "1").sizes
