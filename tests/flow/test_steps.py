"""The steps to a tensor."""

from __future__ import annotations

from tests.flow.known import bound, known_of

from shapecoach.flow.steps import MOST_STEPS, story_of

ATTENTION = """\
class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)

    def forward(self, x: Float[Tensor, "batch seq d_model"]):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        q = rearrange(q, "b s (h e) -> b h s e", h=self.n_heads)
        k = rearrange(k, "b s (h e) -> b h s e", h=self.n_heads)
        scores = q @ k.transpose(-2, -1)
        return scores.softmax(dim=-1)
"""


def lines(text: str, name: str, which: int = -1) -> list[str]:
    known, fact = bound(text, name, which)
    return [f"{step.text}  # {' '.join(step.dims or ())}" for step in story_of(fact.range, known).steps]


def test_a_name_that_is_bound_anew_has_the_steps_of_what_it_was() -> None:
    assert lines(ATTENTION, "q") == [
        "x  # batch seq d_model",
        "self.qkv(x)  # batch seq 3*d_model",
        "q, k, v = ….chunk(3, dim=-1)  # batch seq d_model",
        'q = rearrange(q, "b s (h e) -> b h s e", h=self.n_heads)  # batch n_heads seq d_model//n_heads',
    ]
    assert lines(ATTENTION, "q", 0)[-1] == "q, k, v = ….chunk(3, dim=-1)  # batch seq d_model"


def test_there_are_few_steps_the_nearest_ones() -> None:
    known, fact = bound(ATTENTION, "scores")
    story = story_of(fact.range, known)
    assert story.is_cut
    assert len(story.steps) == MOST_STEPS
    assert [step.text for step in story.steps][-2:] == ["k.transpose(-2, -1)", "scores = q @ …"]


def test_an_expression_has_steps_as_a_name_has() -> None:
    known, facts = known_of('def f(x: Float[Tensor, "a b"]):\n    return x.sum(0).exp()\n')
    whole = next(fact for fact in facts if fact.name == "x.sum(0).exp()")
    assert [step.text for step in story_of(whole.range, known).steps] == ["x", "x.sum(0)", "….exp()"]


def test_a_parameter_has_no_steps() -> None:
    assert lines(ATTENTION, "x") == []


def test_where_a_name_may_have_several_values_the_steps_begin_with_it() -> None:
    text = """\
def f(x: Float[Tensor, "a b"], flag: bool):
    y = x.sum(0)
    if flag:
        y = y.exp()
    z = y + 1
    for _ in range(3):
        w = z * 2
        z = z + 1
    return z
"""
    assert lines(text, "z", 0) == ["y  # b", "z = y + 1  # b"]
    assert lines(text, "w") == ["z  # b", "w = z * 2  # b"]


def test_a_name_of_an_outer_function_is_where_steps_begin() -> None:
    text = """\
def f(x: Float[Tensor, "a b"]):
    y = x.sum(0)

    def g():
        z = y.exp()
        return z

    return g()
"""
    assert lines(text, "z") == ["y  # b", "z = y.exp()  # b"]
