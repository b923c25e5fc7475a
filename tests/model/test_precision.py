"""The precision that a backbone is computed in: measured on processors, NF4 on CUDA, or as asked for."""

from __future__ import annotations

import pytest

from app.errors import BackboneError
from app.model import precision
from app.model.precision import Measurement, fastest_cpu_precision, measure_cpu, resolve_precision


def test_measurement_is_made_once() -> None:
    measure_cpu.cache_clear()
    first = measure_cpu()
    assert measure_cpu() is first
    assert fastest_cpu_precision() == first.faster


@pytest.mark.parametrize(
    ("float32", "bfloat16", "faster"),
    [(1.0, 0.4, "bfloat16"), (1.0, 0.95, "float32"), (1.0, 2.0, "float32")],
)
def test_bfloat16_only_where_it_is_clearly_faster(float32: float, bfloat16: float, faster: str) -> None:
    assert Measurement(float32, bfloat16).faster == faster


def test_auto_follows_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "fastest_cpu_precision", lambda: "bfloat16")
    assert resolve_precision("auto", "cpu") == "bfloat16"
    assert resolve_precision("auto", "cuda") == "nf4"
    assert resolve_precision("auto", "cuda:1") == "nf4"


def test_what_is_asked_for_is_taken() -> None:
    assert resolve_precision("float32", "cuda") == "float32"
    assert resolve_precision("bfloat16", "cpu") == "bfloat16"


def test_nf4_on_a_processor_is_refused_with_the_way_out() -> None:
    with pytest.raises(BackboneError, match=r"made for CUDA devices.*Set the precision to auto"):
        resolve_precision("nf4", "cpu")


def test_nf4_is_computed_on_a_processor_that_was_named() -> None:
    assert resolve_precision("nf4", "cpu", named=True) == "nf4"
