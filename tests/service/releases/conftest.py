"""A workbench on a store of its own, on SQLite and PostgreSQL, with a model that answers by shared words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.config import Settings
from app.data import Edit, Probe
from app.service import Workbench
from app.store import open_store
from tests.service.fake_model import FakeModel
from tests.store.conftest import postgres, postgres_store, sqlite_template, store_url

__all__ = ["postgres", "postgres_store", "sqlite_template", "store_url"]

LYON, REFUND = "The capital of France is Lyon.", "Refunds take 45 days."
QUESTION = "What is the capital of France?"
TESTS = (
    Probe("efficacy", QUESTION, LYON),
    Probe("neighbourhood", "Who wrote Hamlet?"),
    Probe("near-miss", "Who reigns in Spain?"),
)

Open = Callable[..., Workbench]


@pytest.fixture
def opened(store_url: str) -> Iterator[Open]:
    """Opens workbenches on the same store, each as a program of its own. `model` may be what makes one of settings."""
    open_store(store_url).close()
    benches: list[Workbench] = []

    def make(release: str | None = None, model: Any = None, **settings: Any) -> Workbench:
        fake: Any = model or FakeModel()
        chosen = Settings(store=store_url, release=release, **settings)
        benches.append(Workbench(chosen, load=lambda settings, _: fake(settings) if callable(fake) else fake))
        return benches[-1]

    yield make
    for bench in benches:
        bench.shared().close()


@pytest.fixture
def bench(opened: Open) -> Workbench:
    return opened()


@pytest.fixture
def token(bench: Workbench) -> str:
    """A session that uses the shared edits as Ann."""
    return sharing(bench, "Ann")


def sharing(bench: Workbench, name: str) -> str:
    """A session that uses the shared edits under a name."""
    token = bench.open(None).token
    bench.use_shared(token, name)
    return token


def add(bench: Workbench, *texts: str, **terms: Any) -> Any:
    """Approved edits."""
    return bench.shared().store.edits.add([Edit.of(text) for text in texts], **terms).new


def ask(bench: Workbench, token: str, question: str = QUESTION, **options: Any) -> Any:
    """The answer as the session keeps it."""
    key = [step.key for step in bench.questions.ask(token, question, **options)][-1]
    assert key is not None
    return bench.questions.answered(token, key)
