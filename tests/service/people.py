"""A workbench with a shared store and people of every role, in processes of tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.config import Settings
from app.service import Workbench
from app.service.identity import VISITOR, Identity
from app.store.account_records import ROLES
from tests.service.fake_model import FakeModel


def bench_with_store(url: str | Path, identity: Identity = VISITOR) -> Workbench:
    """A workbench on a model that is none, with a shared store, where nobody has signed in."""
    fake: Any = FakeModel()
    place = url if isinstance(url, str) else f"sqlite:///{url}/store.sqlite"
    return Workbench(Settings(store=place), load=lambda settings, progress: fake, identity=identity)


def somebody(role: str, name: str = "ann", *, sees_confidential: bool = False) -> Identity:
    """Somebody of a role."""
    known = next(one for one in ROLES if one == role)
    return Identity("" if role == "visitor" else name, known, sees_confidential)


def session_on_shared(bench: Workbench) -> str:
    """The token of a session of whoever acts, which works on the shared edits whether that is allowed or not."""
    session = bench.open(None)
    session.shares_as = bench.identity.name
    return session.token
