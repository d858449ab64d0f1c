"""A config is made, looked at, changed and looked at again; and sizes that don't divide are tried."""

from typing import Any

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.rejection import NotStarted, Rejected


def looked_at(cfg: Any) -> dict[str, Any]:
    """What `d_head` is at first, and after each field has been changed."""
    try:
        first = cfg.d_head
    except NotImplementedError:
        raise Rejected("`__post_init__` is written; `d_head` still raises NotImplementedError.") from None
    if callable(first):
        raise Rejected(
            "`cfg.d_head` is a method: without brackets it isn't a number. Put `@property` in the line above `def"
            " d_head`, and it is read like a field.",
            mistake="M62",
        )
    d_model = cfg.d_model
    cfg.n_heads = 1
    second = cfg.d_head
    cfg.d_model = 5 * d_model
    return {"at first": first, "after n_heads = 1": second, f"then after d_model = {cfg.d_model}": cfg.d_head}


question = Question(
    sizes={"d_model": "n_heads * d_head"},
    edges=({"n_heads": 1}, {"d_head": 1}, {"n_heads": 1, "d_head": 1}, {"n_heads": 4, "d_head": 4}),
    example={"n_heads": 12, "d_head": 64},
    seen=looked_at,
)


def test_a_head_has_its_share(trial: Trial) -> None:
    d_model, _ = trial.inputs
    wanted = {"at first": trial.sizes["d_head"], "after n_heads = 1": d_model}
    trial.expect(wanted | {f"then after d_model = {5 * d_model}": 5 * d_model})


def test_what_does_not_come_out_even_is_refused(trial: Trial) -> None:
    d_model, n_heads = trial.inputs
    for size in (size for size in (d_model + 1, *range(1, d_model)) if size % n_heads):
        tried = f"`Config({size}, {n_heads})`"
        try:
            trial.function(size, n_heads)
        except ValueError:
            continue
        except NotImplementedError as error:
            raise NotStarted from error
        except AssertionError:
            told = (
                f"{tried} fails by an `assert`. Those are for what you believe to be true, and are left out when Python"
                " runs with -O. What a caller may get wrong is refused with `raise ValueError(...)`."
            )
            raise Rejected(told, mistake="M62") from None
        except Exception as error:
            told = f"{tried} raises {type(error).__name__}; it should raise ValueError."
            raise Rejected(told, mistake="M62") from None
        told = (
            f"{tried} is made without complaint, though {n_heads} doesn't divide {size}. Raise ValueError in"
            " `__post_init__`, which runs when a config is made."
        )
        raise Rejected(told, mistake="M62")
