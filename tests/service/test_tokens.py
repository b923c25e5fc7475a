"""A token is good for what it is made for, alone, and until it is revoked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.commands.editing import _open_shared
from app.errors import NotAllowedError, TokenError
from tests.service.test_shared_store import LYON, QUESTION, Bench, add, url

__all__ = ["url"]


@pytest.fixture
def made(url: str) -> Iterator[tuple[Bench, Bench, str]]:
    """A workbench on a shared edit, one that works with a token for asking alone, and the token's id."""
    owner = Bench(url)
    add(owner.shared(), LYON)
    owner.people.add("ann", "viewer")
    token, secret = owner.people.make_token("ann", "asks", ["ask"])
    asker = Bench(url, token=secret)
    yield owner, asker, token.id
    for bench in (owner, asker):
        bench.whole_store().close()


def test_a_token_for_asking_alone_can_ask(made: tuple[Bench, Bench, str]) -> None:
    _, asker, _ = made
    opened = _open_shared(asker)
    asked = opened.ask(QUESTION, "ungated")
    assert [edit.text for edit in opened.pool] == [LYON] and len(asked.versions) == 1
    with pytest.raises(NotAllowedError):
        asker.edits.export(opened.token)


def test_a_token_that_is_revoked_stops_at_once(made: tuple[Bench, Bench, str]) -> None:
    owner, asker, token_id = made
    opened = _open_shared(asker)
    owner.people.revoke_token(token_id)
    with pytest.raises(TokenError):
        opened.ask(QUESTION, "ungated")
