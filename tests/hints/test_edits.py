"""What a hint's edits do to the rest of a file, and where there is none."""

from __future__ import annotations

import ast

import pytest

from shapecoach.analysis.model import Finding
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.hints import examine
from shapecoach.lsp.text import edited

SIGNATURE = 'def f(x: Float[Tensor, "batch seq d"], n: int, q: Float[Tensor, "b h s e"]):\n    b, s, d = x.shape\n'
IMPORTS = "from jaxtyping import Float\nfrom torch import Tensor\n"


def hints(text: str) -> list[Finding]:
    return [finding for finding in examine(text).findings if is_preference(finding.rule)]


def followed(text: str) -> str:
    (finding,) = hints(text)
    new = edited(text, finding.fixes[0].edits)
    ast.parse(new)
    return new


def in_function(body: str, imports: str = IMPORTS) -> str:
    return imports + "\n\n" + SIGNATURE + body


@pytest.mark.parametrize(
    ("imports", "after", "name"),
    [
        (
            "import torch\nfrom jaxtyping import Float\nfrom torch import Tensor\n",
            "import torch\nfrom einops import rearrange\nfrom jaxtyping import Float\nfrom torch import Tensor\n",
            "rearrange",
        ),
        (
            "import math\n\nimport torch\nfrom torch import Tensor\n\nfrom jaxtyping import Float\n",
            "import math\n\nimport torch\nfrom einops import rearrange\nfrom torch import Tensor\n\n"
            "from jaxtyping import Float\n",
            "rearrange",
        ),
        ("import einops\n" + IMPORTS, "import einops\n" + IMPORTS, "einops.rearrange"),
        ("import einops as ein\n" + IMPORTS, "import einops as ein\n" + IMPORTS, "ein.rearrange"),
        ("from einops import rearrange as ra\n" + IMPORTS, "from einops import rearrange as ra\n" + IMPORTS, "ra"),
        (
            "from einops import reduce, repeat\n" + IMPORTS,
            "from einops import rearrange, reduce, repeat\n" + IMPORTS,
            "rearrange",
        ),
        ("from einops import pack\n" + IMPORTS, "from einops import pack, rearrange\n" + IMPORTS, "rearrange"),
        ("from einops import (\n    pack,\n)\n" + IMPORTS, None, "rearrange"),
        ("from einops.layers.torch import Rearrange\n" + IMPORTS, None, "rearrange"),
        (
            IMPORTS + "from mine import rearrange\n",
            "import einops\n" + IMPORTS + "from mine import rearrange\n",
            "einops.rearrange",
        ),
        (
            '"""What it is."""\n\nfrom __future__ import annotations\n\n' + IMPORTS,
            '"""What it is."""\n\nfrom __future__ import annotations\n\nfrom einops import rearrange\n' + IMPORTS,
            "rearrange",
        ),
    ],
)  # fmt: skip
def test_the_import(imports: str, after: str | None, name: str) -> None:
    new = followed(in_function("    return x.permute(1, 0, 2)\n", imports))
    assert f'    return {name}(x, "batch seq d -> seq batch d")\n' in new
    if after is not None:
        assert new.startswith(after + "\n\ndef f")


def test_nothing_is_bound_that_the_file_calls_so() -> None:
    text = in_function("    einops = rearrange = 1\n    return x.permute(1, 0, 2)\n")
    assert hints(text) == []


def test_what_is_around_it_stays() -> None:
    body = "    y = (  # turned\n        x.permute(1, 0, 2)  # by hand\n        + 1\n    )\n    return y\n"
    new = followed(in_function(body))
    assert new.endswith(body.replace("x.permute(1, 0, 2)", 'rearrange(x, "batch seq d -> seq batch d")'))


def test_a_comment_in_it_is_worth_more() -> None:
    assert hints(in_function("    return x.permute(  # seq first, since the loop is over it\n        1, 0, 2)\n")) == []


def test_a_chain_over_several_lines() -> None:
    chain = "        q.transpose(1, 2)\n        .contiguous()\n        .view(b, s, -1)\n"
    body = f"    b, h, s, e = q.shape\n    y = (\n{chain}    )\n    return y\n"
    assert '    y = (\n        rearrange(q, "b h s e -> b s (h e)")\n    )\n' in followed(in_function(body))


def test_the_operand_stays_as_it_is_written() -> None:
    body = "    return (\n        x * 2\n        + x\n    ).permute(1, 0, 2)\n"
    new = 'return rearrange(\n        x * 2\n        + x,\n        "batch seq d -> seq batch d",\n    )\n'
    assert followed(in_function(body)).endswith(f"    {new}")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_call_of_several_lines_is_indented_with_its_brackets(newline: str) -> None:
    body = "    y = torch.relu(\n        x,\n    ).permute(1, 0, 2)\n    return y\n"
    lines = [
        "    y = rearrange(",
        "        torch.relu(",
        "            x,",
        "        ),",
        '        "batch seq d -> seq batch d",',
        "    )",
        "    return y",
        "",
    ]
    text = in_function(body, "import torch\n" + IMPORTS).replace("\n", newline)
    assert followed(text).endswith(newline.join(lines))


def test_a_text_of_several_lines_is_not_indented() -> None:
    body = '    return (x * len("""b{}s""")).permute(1, 0, 2)\n'
    assert len(hints(in_function(body.format(" ")))) == 1
    assert hints(in_function(body.format("\n    "))) == []


def test_long_lines_are_broken() -> None:
    body = "    yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy = x.permute(1, 0, 2)\n"
    assert ' = rearrange(\n        x, "batch seq d -> seq batch d"\n    )\n' in followed(in_function(body))


def test_the_files_quotes() -> None:
    text = in_function("    return x.permute(1, 0, 2)\n").replace('"', "'")
    assert "rearrange(x, 'batch seq d -> seq batch d')" in followed(text)


def test_windows_lines_stay() -> None:
    text = in_function("    return x.permute(1, 0, 2)\n").replace("\n", "\r\n")
    new = followed(text)
    assert new.count("\n") == new.count("\r\n") == text.count("\n") + 1


def test_wide_characters_before_it() -> None:
    body = '    y = ("🙂 and é", x.permute(1, 0, 2))\n    return y\n'
    assert '("🙂 and é", rearrange(x, "batch seq d -> seq batch d"))' in followed(in_function(body))


def test_it_is_silenced_on_its_line() -> None:
    body = "    return x.permute(1, 0, 2)  # shapecoach: ignore[prefer-rearrange]\n"
    assert examine(in_function(body)).findings == ()


def test_silencing_nothing_is_told() -> None:
    body = "    return x.sum(1)  # shapecoach: ignore[prefer-reduce]\n"
    (finding,) = examine(in_function(body)).findings
    assert (finding.rule, finding.message) == ("unused-ignore", "nothing to ignore here: prefer-reduce")


@pytest.mark.parametrize(
    "body",
    [
        "    return f'{x.permute(1, 0, 2)}'\n",  # quotes within quotes
        "    return x.permute(*n)\n",
        "    return x.permute(n, 0, 1)\n",
        "    return x.view(n).view(b, s)\n",
        "    return x.view(b, s, next(n), -1)\n",  # which may do anything
        "    return x.reshape(b, n, s, 2).transpose(1, 2)\n",  # elements of s and d in one axis: no pattern says that
        "    return x[0].permute(1, 0, 2)\n",  # wrong, and told as such
        "    return x.sum((0, 1), dtype=int)\n",
    ],
)
def test_no_hint(body: str) -> None:
    assert hints(in_function(body)) == []


def test_what_torchscript_compiles_is_left_alone() -> None:
    text = in_function("    return x.permute(1, 0, 2)\n").replace("def f", "@torch.jit.script\ndef f")
    assert hints("import torch\n" + text) == []


def test_einops_has_no_mean_of_complex_numbers() -> None:
    text = in_function("    return x.mean((1, 2))\n")
    assert len(hints(text)) == 1
    assert hints(text.replace("Float", "Complex")) == []


@pytest.mark.parametrize(
    ("product", "pattern"),
    [
        ("rows * seq", "rows seq d -> (rows seq) d"),
        ("seq * rows", "rows seq d -> (rows seq) d"),
        ("rows * length", "all_rows seq d -> (all_rows seq) d"),  # either may be the one or the other
    ],
)
def test_the_factors_of_a_product_say_what_is_merged(product: str, pattern: str) -> None:
    text = (
        "import torch\nfrom einops import rearrange\n\n\ndef f(cfg, seq: int, d: int):\n"
        "    rows, length = cfg.all_rows, seq\n    x = torch.relu(torch.zeros(cfg.all_rows, seq, d))\n"
        f"    return x.reshape({product}, d)\n"
    )
    assert followed(text).endswith(f'    return rearrange(x, "{pattern}")\n')


def test_another_library_is_left_alone() -> None:
    text = (
        "import numpy as np\nfrom jaxtyping import Float\n\n\n"
        "def f(x: Float[np.ndarray, 'a b c']):\n    return x.transpose(2, 0, 1)\n"
    )
    assert hints(text) == []


@pytest.mark.parametrize(
    ("written", "once", "twice"),
    [
        (
            "(q.permute(0, 2, 1, 3) + 1).transpose(1, 2).flatten(2)",
            'rearrange(q.permute(0, 2, 1, 3) + 1, "b s h e -> b h (s e)")',
            'rearrange(rearrange(q, "b h s e -> b s h e") + 1, "b s h e -> b h (s e)")',
        ),
        (
            "q.permute(0, 2, 1, 3)[0].transpose(0, 1).flatten(1)",
            'rearrange(q.permute(0, 2, 1, 3)[0], "s h e -> h (s e)")',
            'rearrange(rearrange(q, "b h s e -> b s h e")[0], "s h e -> h (s e)")',
        ),
        (
            "torch.stack([q.permute(0, 2, 1, 3), k.permute(0, 2, 1, 3)], dim=-1).flatten(-2)",
            'rearrange([q.permute(0, 2, 1, 3), k.permute(0, 2, 1, 3)], "pair b s h e -> b s h (e pair)")',
            None,
        ),
    ],
)
def test_an_idiom_in_an_idiom_comes_after_it(written: str, once: str, twice: str | None) -> None:
    text = in_function(f"    return {written}\n", f"import torch\nfrom einops import rearrange\n{IMPORTS}")
    text = text.replace("q: Float", 'k: Float[Tensor, "b h s e"], q: Float')
    new = followed(text)
    assert new.endswith(f"    return {once}\n")
    if twice is not None:
        assert followed(new).endswith(f"    return {twice}\n")
