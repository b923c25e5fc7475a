"""Suites by name. A new one is one module with a `Suite` and one line here."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.registry import named
from app.evaluation.suites.business import TABLES
from app.evaluation.suites.counterfact import CounterFact, CounterFactValidation
from app.evaluation.suites.dune import DOMAINS
from app.evaluation.suites.held_out import HeldOut
from app.evaluation.suites.held_out_near import HeldOutNear
from app.evaluation.suites.known_facts import KnownFacts
from app.evaluation.suites.mquake import MquakeFourHops, MquakeThreeHops, MquakeTwoHops
from app.evaluation.suites.nq_open import NqOpen
from app.evaluation.suites.own import Own
from app.evaluation.suites.suite import SAMPLES, Filler, Suite, SuiteData
from app.evaluation.suites.zsre import Zsre

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        CounterFact(),
        CounterFactValidation(),
        Zsre(),
        MquakeTwoHops(),
        MquakeThreeHops(),
        MquakeFourHops(),
        NqOpen(),
        KnownFacts(),
        HeldOut(),
        HeldOutNear(),
        *DOMAINS,
        *TABLES,
        Own(),
    )
}

BUNDLES: dict[str, tuple[Suite, ...]] = {"business": TABLES, "dune": DOMAINS}
"""Names for several suites, each in one language."""


def suites_named(names: Sequence[str], language: str) -> list[Suite]:
    """Suites by their names; a bundle stands for its suites of that language.

    Raises:
        UnknownNameError: one that there is not.
    """
    known: dict[str, Sequence[Suite]] = {name: (suite,) for name, suite in SUITES.items()}
    known |= {name: [suite for suite in suites if suite.language == language] for name, suites in BUNDLES.items()}
    found = [suite for name in names for suite in named(known, name, "suite")]
    return list(dict.fromkeys(found))


def suite_named(name: str | Suite) -> Suite:
    """A suite by its name; a suite is itself.

    Raises:
        UnknownNameError: there is none; names the nearest.
    """
    return name if isinstance(name, Suite) else named(SUITES, name, "suite")


__all__ = ["BUNDLES", "SAMPLES", "SUITES", "Filler", "Suite", "SuiteData", "suite_named", "suites_named"]
