"""Random sequences of everything one can do to edits, compared with a plain dictionary that does the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.data import Edit
from app.data.edit import folded
from app.errors import EditChangedError, EditExistsError, EditMissingError, EditStateError
from app.store import (
    SORTS,
    STATES,
    TRANSITION_NAMES,
    TRANSITIONS,
    Search,
    Seen,
    TransitionName,
    export_archive,
    import_archive,
    open_store,
)
from app.store.tombstones import tombstone
from app.store.values import content_id
from tests.store.conftest import emptied
from tests.store.samples import MAKER, everything, fake_gist

WORDS = ("Lyon", "lyon", "100%", "a_b", "返品", "ÜBER", "ß", "x", "45")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
TAGS = st.lists(st.sampled_from(("a", "B", "ß")), max_size=2)
IN_USE = st.sampled_from(("draft", "in-review", "approved"))


@dataclass(frozen=True)
class Known:
    """An edit as the plain model has it."""

    text: str
    note: str
    tags: tuple[str, ...]
    state: str
    restores_to: str | None
    version: int


class EditsMachine(RuleBasedStateMachine):
    """The store and a dictionary, side by side. Subclasses say which database."""

    @staticmethod
    def make_url(folder: Path) -> str:
        """The URL of an empty store."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(type(self).make_url(Path(self.folder.name)))
        self.known: dict[str, Known] = {}
        self.gists: set[str] = set()
        self.texts: dict[str, set[str]] = {}
        """Id → the texts of all versions."""

    def teardown(self) -> None:
        try:
            self.goes_through_an_archive()
        finally:
            self.store.close()
            self.folder.cleanup()

    @rule(texts=st.lists(TEXTS, max_size=4), tags=TAGS, state=IN_USE, note=TEXTS)
    def add(self, texts: list[str], tags: list[str], state: Any, note: str) -> None:
        in_use = {edit.text for edit in self.known.values() if edit.state != "retired"}
        added = self.store.edits.add([Edit(text, "", None) for text in texts], tags=tags, state=state, note=note)
        assert [edit.text for edit in added.new] == [text for text in dict.fromkeys(texts) if text not in in_use]
        assert {edit.text for edit in added.repeated} == set(texts) & in_use
        for edit in added.new:
            self.known[edit.id] = Known(edit.text, note, tuple(sorted(set(tags))), state, None, 1)

    @rule(data=st.data(), text=st.none() | TEXTS, tags=st.none() | TAGS, state=st.none() | IN_USE, late=st.booleans())
    def change(self, data: st.DataObject, text: str | None, tags: Any, state: Any, late: bool) -> None:
        seen = self.one_seen(data, late)
        given = {"text": text, "tags": None if tags is None else tuple(sorted(set(tags))), "state": state}
        after = self.expected(
            [seen], lambda edit: replace(edit, **{name: value for name, value in given.items() if value is not None})
        )
        if not isinstance(after, type) and self.known[seen.id].state == "retired":
            after = EditMissingError
        self.happens(after, lambda: self.store.edits.change(seen, text=text, tags=tags, state=state))

    @rule(data=st.data(), add=TAGS, remove=TAGS, late=st.booleans())
    def tag(self, data: st.DataObject, add: list[str], remove: list[str], late: bool) -> None:
        seen = self.some_seen(data, late)
        after = self.expected(seen, lambda edit: replace(edit, tags=tuple(sorted({*edit.tags, *add} - set(remove)))))
        self.happens(after, lambda: self.store.edits.tag(seen, add=add, remove=remove))

    @rule(data=st.data(), late=st.booleans())
    def delete(self, data: st.DataObject, late: bool) -> None:
        seen = self.some_seen(data, late)
        after = self.expected(
            seen,
            lambda edit: edit if edit.state == "retired" else replace(edit, state="retired", restores_to=edit.state),
        )
        self.happens(after, lambda: self.store.edits.retire(seen))

    @rule(data=st.data(), late=st.booleans())
    def restore(self, data: st.DataObject, late: bool) -> None:
        seen = self.some_seen(data, late)
        after = self.expected(
            seen,
            lambda edit: replace(edit, state=edit.restores_to, restores_to=None) if edit.restores_to else edit,
            of_erased=False,
        )
        self.happens(after, lambda: self.store.edits.restore(seen))

    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        if not self.known:
            return
        edit_id = data.draw(st.sampled_from([*self.known]))
        text, edit = tombstone(edit_id), self.known[edit_id]
        if edit.text != text:
            others = {one for other, texts in self.texts.items() if other != edit_id for one in texts}
            self.gists -= {content_id(gone) for gone in self.texts[edit_id] - others}
            self.known[edit_id] = Known(text, "", (), "retired", "draft", edit.version + 1)
            self.texts[edit_id] = set()
        self.store.erasure.edits([edit_id], reason="r")
        assert self.store.audit.verify().sound

    @rule(data=st.data(), name=st.sampled_from(TRANSITION_NAMES), late=st.booleans())
    def move(self, data: st.DataObject, name: TransitionName, late: bool) -> None:
        seen, way = self.one_seen(data, late), TRANSITIONS[name]

        def step(edit: Known) -> Known:
            if way.ends is None:
                return replace(edit, state=edit.restores_to or "", restores_to=None)
            return replace(edit, state=way.ends, restores_to=edit.state if way.ends == "retired" else None)

        after = self.expected([seen], step)
        known = self.known.get(seen.id)
        if known is not None and known.version == seen.version and known.state not in way.begins:
            after = EditStateError
        self.happens(after, lambda: self.store.lifecycle.move(name, [seen], reason="because"))

    @rule(texts=st.lists(TEXTS, max_size=3))
    def put_gists(self, texts: list[str]) -> None:
        new = {content_id(text) for text in texts} - self.gists
        assert self.store.gists.put(MAKER, [fake_gist(text) for text in texts]) == len(new)
        self.gists |= new

    @rule(words=TEXTS, tag=st.none() | st.sampled_from("aBß"), sort=st.sampled_from(SORTS), offset=st.integers(0, 3))
    def find(self, words: str, tag: str | None, sort: Any, offset: int) -> None:
        page = self.store.edits.find(Search(words, tag, sort=sort, offset=offset, limit=2))
        matching = {
            edit_id
            for edit_id, edit in self.known.items()
            if edit.state != "retired"
            and (tag is None or tag in edit.tags)
            and all(word in folded(f"{edit.text}\n{edit.note}") for word in folded(words).split())
        }
        assert page.total == len(matching)
        assert len(page.edits) == min(2, max(len(matching) - offset, 0))
        assert {edit.id for edit in page.edits} <= matching
        if sort == "oldest":
            assert [edit.id for edit in page.edits] == [i for i in self.known if i in matching][offset : offset + 2]
        if sort == "text":
            assert [folded(edit.text) for edit in page.edits] == sorted(folded(edit.text) for edit in page.edits)

    @invariant()
    def the_store_holds_what_the_dictionary_holds(self) -> None:
        found = self.store.edits.find(Search(states=STATES, sort="oldest", limit=None)).edits
        assert {
            edit.id: Known(edit.text, edit.note, edit.tags, edit.state, edit.restores_to, edit.version)
            for edit in found
        } == self.known
        for edit in found:
            self.texts.setdefault(edit.id, set()).add(edit.text)
        assert all(edit.content == content_id(edit.text) for edit in found)
        contents = [content_id(text) for text in WORDS]
        lacking = self.store.gists.lacking(MAKER.made_by, contents)
        assert set(contents) - set(lacking) == set(contents) & self.gists

    def goes_through_an_archive(self) -> None:
        """A store made from an archive is the same store, to the last byte."""
        first, second = Path(self.folder.name) / "first.zip", Path(self.folder.name) / "second.zip"
        export_archive(self.store, first, with_gists=False)
        with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/copy.sqlite") as copy:
            import_archive(copy, first, most_bytes=10**8)
            there, here = everything(copy), everything(self.store)
            assert (there["edits"], there["versions"]) == (here["edits"], here["versions"])
            export_archive(copy, second)
        assert first.read_bytes() == second.read_bytes()
        again = import_archive(self.store, first, most_bytes=10**8)
        assert (again.edits, again.same, again.different, again.repeated) == (0, len(self.known), [], [])

    def one_seen(self, data: st.DataObject, late: bool) -> Seen:
        """An edit as somebody saw it, now or a version ago; sometimes one that was never there."""
        edit_id = data.draw(st.sampled_from([*self.known, "0" * 32]))
        version = self.known[edit_id].version if edit_id in self.known else 1
        return Seen(edit_id, version - late)

    def some_seen(self, data: st.DataObject, late: bool) -> list[Seen]:
        seen = [self.one_seen(data, late=False) for _ in range(data.draw(st.integers(0, 3)))]
        return [*seen, self.one_seen(data, late=True)] if late else seen

    def expected(
        self, seen: list[Seen], step: Callable[[Known], Known], *, of_erased: bool = True
    ) -> dict[str, Known] | type[Exception]:
        """The dictionary after the step, or the error that refuses it.

        Args:
            of_erased: whether what was erased can take it.
        """
        wanted = {one.id: one for one in seen}
        for one in wanted.values():
            if one.id not in self.known:
                return EditMissingError
            if self.known[one.id].version != one.version:
                return EditChangedError
            if not of_erased and self.known[one.id].text == tombstone(one.id):
                return EditMissingError
        after = dict(self.known)
        for edit_id in wanted:
            edit = step(self.known[edit_id])
            if edit != self.known[edit_id]:
                after[edit_id] = replace(edit, version=edit.version + 1)
        in_use = [edit.text for edit in after.values() if edit.state != "retired"]
        return after if len(in_use) == len(set(in_use)) else EditExistsError

    def happens(self, after: dict[str, Known] | type[Exception], step: Callable[[], object]) -> None:
        if isinstance(after, dict):
            step()
            self.known = after
        else:
            with pytest.raises(after):
                step()


def test_on_sqlite(sqlite_template: Path) -> None:
    class OnSqlite(EditsMachine):
        @staticmethod
        def make_url(folder: Path) -> str:
            shutil.copy(sqlite_template, folder / "store.sqlite")
            return f"sqlite:///{folder}/store.sqlite"

    run_state_machine_as_test(OnSqlite, settings=settings(max_examples=20, stateful_step_count=25))


def test_on_postgresql(postgres_store: str) -> None:
    class OnPostgresql(EditsMachine):
        @staticmethod
        def make_url(_folder: Path) -> str:
            return emptied(postgres_store)

    run_state_machine_as_test(OnPostgresql, settings=settings(max_examples=12, stateful_step_count=20))
