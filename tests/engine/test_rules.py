"""Every rule's page: its wrong example is found, its right one isn't, and both do when run what the page says."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
import torch

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules import RULES
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine

from .eager import checked_module, registered

RAISES = {
    "shape-mismatch",
    "argument-shape",
    "return-shape",
    "annotation-syntax",
    "einops-pattern",
    "dtype-mismatch",
    "assumed-equal",
    "strided-view",
}
"""The rules whose wrong example stops with an exception when all axes differ; the others are about what runs."""

SAME_SHAPE = {
    "lone-axis", "scrambled-reshape", "merge-order", "swapped-operands", "softmax-axis", "single-element", "mixed-axes",
    "lost-keepdim", "short-index",
}  # fmt: skip
"""The rules whose wrong example returns the declared shape with the wrong values."""

SIZES = (3, 5, 7, 11, 13, 17)


def last_function(module: ModuleType) -> Callable[..., Any]:
    return [value for value in vars(module).values() if inspect.isfunction(value) and value.__module__ == "example"][-1]


def call(text: str) -> Any:
    """Call the last function of a page's example with random tensors that fit its annotations, all sizes different."""
    with registered(checked_module(text, "example")) as module:
        function = last_function(module)
        parameters = inspect.signature(function).parameters
        unused = iter(SIZES)
        sizes = {name: next(unused) for name, parameter in parameters.items() if parameter.annotation is int}
        generator = torch.Generator().manual_seed(0)
        arguments = []
        for name, parameter in parameters.items():
            if name in sizes:
                arguments.append(sizes[name])
                continue
            axes = parameter.annotation.dim_str.replace("{", "").replace("}", "").split()
            for axis in axes:
                if axis.isidentifier() and axis not in sizes:
                    sizes[axis] = next(unused)
            numbers = torch.randn([eval(axis, {}, sizes) for axis in axes], generator=generator)
            real = any("float" in kind for kind in parameter.annotation.dtypes)
            arguments.append(numbers if real else numbers.abs().long())
        return function(*arguments)


@pytest.mark.parametrize("name", RULES)
def test_the_wrong_example_gives_this_finding_alone(name: str) -> None:
    findings = examine(RULES[name].wrong).findings
    assert [finding.rule for finding in findings] == [name]
    assert RULES[name].severity in (findings[0].severity, Severity.ERROR)


@pytest.mark.parametrize("name", RULES)
def test_the_right_example_gives_none(name: str) -> None:
    findings = examine(RULES[name].right).findings
    # What another rule would rather see in it is no matter here.
    told = [f for f in findings if f.rule == name or not is_preference(f.rule)]
    assert [(finding.rule, finding.message) for finding in told] == []


@pytest.mark.parametrize("name", RULES)
def test_the_right_example_runs(name: str) -> None:
    call(RULES[name].right)


@pytest.mark.parametrize("name", RULES)
def test_the_wrong_example_does_what_the_page_says(name: str) -> None:
    if name in RAISES:
        with pytest.raises(Exception) as caught:
            call(RULES[name].wrong)
        assert not isinstance(caught.value, NameError | ImportError | AttributeError)
        return
    wrong = call(RULES[name].wrong)
    if is_preference(name):
        torch.testing.assert_close(wrong, call(RULES[name].right))
    if name in SAME_SHAPE:
        right = call(RULES[name].right)
        assert wrong.shape == right.shape and not torch.allclose(wrong, right)


@pytest.mark.parametrize("name", RULES)
def test_the_page_is_complete(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name and name == name.lower() and " " not in name
    assert rule.summary.endswith(".") and len(rule.summary) < 120
    for part in (rule.summary, rule.explanation.strip(), rule.wrong.strip(), rule.right.strip()):
        assert part and part in rule.page


def test_names_differ_by_more_than_a_letter() -> None:
    for one, other in itertools.combinations(RULES, 2):
        assert one not in other


def test_what_hangs_on_how_a_parameter_lies_is_no_more_than_a_hint() -> None:
    lines = (
        "from jaxtyping import Float",
        "from torch import Tensor",
        'def f(x: Float[Tensor, "b h s d"]):',
        "    b, h, s, d = x.shape",
        "    return x.transpose(1, 2).view(b, s, h * d)",
        'def g(x: Float[Tensor, "b h s d"]):',
        "    b, h, s, d = x.shape",
        "    return x.contiguous().transpose(1, 2).view(b, s, h * d)",
    )
    found = [(one.range.start.line, one.severity) for one in examine("\n".join(lines)).findings]
    assert found == [(4, Severity.HINT), (7, Severity.ERROR)]
