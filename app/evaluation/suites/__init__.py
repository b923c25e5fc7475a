"""Suites by name. A new one is one module with a `Suite` and one line here."""

from __future__ import annotations

from app.evaluation.registry import named
from app.evaluation.suites.counterfact import CounterFact, CounterFactValidation
from app.evaluation.suites.held_out import HeldOut
from app.evaluation.suites.held_out_near import HeldOutNear
from app.evaluation.suites.suite import Filler, Suite, SuiteData
from app.evaluation.suites.zsre import Zsre

SUITES: dict[str, Suite] = {
    suite.name: suite for suite in (CounterFact(), CounterFactValidation(), Zsre(), HeldOut(), HeldOutNear())
}


def suite_named(name: str) -> Suite:
    """A suite by its name.

    Raises:
        UnknownNameError: there is none; names the nearest.
    """
    return named(SUITES, name, "suite")


__all__ = ["SUITES", "Filler", "Suite", "SuiteData", "suite_named"]
