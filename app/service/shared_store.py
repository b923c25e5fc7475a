"""The shared store together with the model of this process: who opens it asks with the same edits as everyone else.

Gists are kept in the store and found again by text and maker, so that no edit is compressed twice by the same model,
whoever added it and whichever process compressed it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.errors import InputError
from app.service.jobs import JobShelf
from app.store import ActiveEdit, LoggedAnswer, Maker, Store, UsedEdit
from app.store.viewer import Viewer

if TYPE_CHECKING:
    from app.model import Answer, EditableModel, Gist, GistPool

VIEWS_KEPT = 64
"""People whose view of the store is kept ready."""


@dataclass(frozen=True)
class Snapshot:
    """The store's active edits at one moment, as the model reads them."""

    stamp: tuple[int, int]
    pool: GistPool
    """The gists that there are."""
    edits: dict[str, ActiveEdit] = field(repr=False)
    """Id of a gist → the edit."""
    until: datetime | None = None
    """The next moment at which an edit begins or ceases to hold; None: there is none."""

    def is_of(self, stamp: tuple[int, int], moment: datetime) -> bool:
        """Whether it is still right: nothing was changed, and no edit has begun or ceased to hold."""
        return self.stamp == stamp and (self.until is None or moment < self.until)

    @property
    def waiting(self) -> tuple[ActiveEdit, ...]:
        """Edits that have no gist of this model yet."""
        return tuple(edit for gist_id, edit in self.edits.items() if gist_id not in self.pool)

    def versions(self, gist_ids: Iterable[str]) -> dict[str, int]:
        """The version of each of these edits."""
        return {gist_id: self.edits[gist_id].version for gist_id in gist_ids if gist_id in self.edits}


class SharedStore:
    """One store, one model.

    Args:
        store: open; `close` closes it.
        model: gives the model, loading it where it is not.
        forget: forgets whatever this process holds in memory besides, once something was erased from the store.
    """

    def __init__(
        self, store: Store, model: Callable[[], EditableModel], forget: Callable[[], None] = lambda: None
    ) -> None:
        self.store = store
        self._forget = forget
        self._seen = store.audit.head().number
        """The last audit record when erasures were looked for."""
        self._noticing = threading.Lock()
        self._model = model
        self._snapshot: Snapshot | None = None
        self._loading = threading.Lock()
        self._views: OrderedDict[Viewer, SeenStore] = OrderedDict()
        self._pools: dict[frozenset[str], GistPool] = {}
        """Ids of hidden gists → the present snapshot's pool without them: most viewers see the same."""
        self.jobs = JobShelf()

    def seen_by(self, viewer: Viewer) -> SharedStore:
        """The same store, snapshots included, for somebody from whom confidential edits may be hidden."""
        if viewer.sees_confidential:
            return self
        with self._loading:
            found = self._views.pop(viewer, None) or SeenStore(self, viewer)
            self._views[viewer] = found
            while len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
            return found

    @property
    def holds_confidential(self) -> bool:
        """Whether there are confidential edits here that answers of this viewer may use."""
        return self.store.confidential.any_in_use()

    def without(self, base: Snapshot, hidden: frozenset[str]) -> GistPool:
        """The pool of a snapshot without these gists, with what has been computed from it before."""
        if not hidden:
            return base.pool
        with self._loading:
            if base is not self._snapshot:
                return base.pool.without(*hidden)
            if hidden not in self._pools:
                self._pools[hidden] = base.pool.without(*hidden)
            return self._pools[hidden]

    def snapshot(self) -> Snapshot:
        """The active edits with their gists, read from the store only where something has changed there."""
        made_by = self._model().compressor.made_by
        self.notice_erasures()
        with self._loading:
            stamp, known = self.store.edits.stamp(), self._snapshot
            if known is None or known.waiting or not known.is_of(stamp, datetime.now(UTC)):
                self._snapshot = known = self._load(stamp, made_by, known)
                self._pools.clear()
            return known

    def notice_erasures(self) -> None:
        """Where something was erased from the store, by whatever process, this one forgets it too."""
        with self._noticing:
            erased, self._seen = self.store.erasure.since(self._seen)
        if erased:
            with self._loading:
                self._snapshot = None
                self._views.clear()
                self._pools.clear()
            self._forget()

    @property
    def made_by(self) -> str:
        """What makes gists here. Waits for the model where it is not loaded yet."""
        return self._model().compressor.made_by

    def waiting(self, contents: Iterable[str]) -> frozenset[str]:
        """Ids of those gists of these texts that there are not yet; no gist is read for it."""
        return frozenset(content[:16] for content in self.store.gists.lacking(self.made_by, contents))

    def unusable(self) -> tuple[tuple[ActiveEdit, str], ...]:
        """Active edits that this model cannot compress, with the reason."""
        found = ((edit, self.fault_of(edit)) for edit in self.snapshot().waiting)
        return tuple((edit, fault) for edit, fault in found if fault)

    def usable(self) -> tuple[ActiveEdit, ...]:
        """Active edits that wait to be compressed, without those that this model cannot take."""
        return tuple(edit for edit in self.snapshot().waiting if not self.fault_of(edit))

    def compress(self, edits: Sequence[ActiveEdit], stop_asked: Callable[[], bool]) -> None:
        """Compresses these edits and keeps their gists, except where the store has them by now.

        Raises:
            Cancelled: `stop_asked()` said so, and nothing was kept.
            StoreError: the gists cannot be kept.
        """
        from app.store.packing import packed

        model = self._model()
        maker = maker_of(model)
        lacking = self.store.gists.lacking(maker.made_by, (edit.content for edit in edits))
        gists = model.compress([edit.text for edit in edits if edit.content in lacking], stop_asked=stop_asked)
        self.store.gists.put(maker, [packed(gist) for gist in gists], of_edits=True)

    def log(
        self, answer: Answer, snapshot: Snapshot, *, asked_by: str = "", release: str | None = None
    ) -> LoggedAnswer:
        """Keeps an answer that was given with a snapshot: of the edits as they are, or of a release (its id)."""
        selection, reading = answer.evidence.selection, answer.evidence.reading
        used = [
            UsedEdit(
                edit=snapshot.edits[gist_id].id,
                version=snapshot.edits[gist_id].version,
                content=snapshot.edits[gist_id].content,
                text=snapshot.edits[gist_id].text,
                weight=float(weight),
                mass=float(reading.of_edit(gist_id).mean()) if reading is not None and reading.mass.size else None,
            )
            for gist_id, weight in zip(selection.chosen, selection.chosen_weights, strict=True)
        ]
        return self.store.answers.log(
            maker_of(self._model()),
            question=answer.question,
            answer=answer.text,
            original=answer.original,
            policy=answer.policy.describe(),
            zero_weight=selection.zero_weight,
            used=used,
            asked_by=asked_by,
            release=release,
            seconds=sum(answer.timings.get(step, 0.0) for step in ("total", "original")),
            tokens=answer.prompt_tokens + len(answer.token_ids),
        )

    def close(self) -> None:
        """Closes the store's connections."""
        self.store.close()

    def _load(self, stamp: tuple[int, int], made_by: str, known: Snapshot | None) -> Snapshot:
        """A new snapshot. Gists that are in the old one are not read again."""
        from app.model import GistPool

        now = datetime.now(UTC)
        edits = {edit.gist_id: edit for edit in self.store.edits.active(now)}
        held = {} if known is None else {gist.id: gist for gist in known.pool if gist.id in edits}
        held |= self.read(made_by, {edit.content: edit for i, edit in edits.items() if i not in held})
        pool = GistPool(tuple(held[gist_id] for gist_id in edits if gist_id in held), made_by)
        if known is not None and pool.ids == known.pool.ids:
            pool = known.pool  # with what has been computed from it
        return Snapshot(stamp, pool, edits, self.store.edits.next_boundary(now))

    def read(self, made_by: str, wanted: dict[str, ActiveEdit]) -> dict[str, Gist]:
        """Id → gist of those texts that have one. Args: wanted: content of a text → the edit."""
        from app.store.packing import unpacked

        found = self.store.gists.get(made_by, wanted)
        return {stored.content[:16]: unpacked(stored, wanted[stored.content].text) for stored in found}

    def fault_of(self, edit: ActiveEdit) -> str:
        """Why this model cannot compress an edit; empty where it can."""
        try:
            self._model().check_edit(edit.text)
        except InputError as error:
            return " ".join(part for part in (error.given, error.allowed) if part)
        return ""


class SeenStore(SharedStore):
    """The shared store as somebody sees it from whom confidential edits are hidden.

    Gists and jobs are those of the whole store; edits, answers and snapshots are without what is hidden.
    """

    def __init__(self, whole: SharedStore, viewer: Viewer) -> None:
        super().__init__(whole.store.seen_by(viewer), whole._model, whole.notice_erasures)
        self._whole = whole
        self._of: Snapshot | None = None
        self.jobs = whole.jobs

    def snapshot(self) -> Snapshot:
        """The whole store's snapshot without what is hidden; made anew where that one is."""
        base = self._whole.snapshot()
        with self._loading:
            if self._snapshot is None or self._of is not base:
                shown = {edit.gist_id: edit for edit in self.store.edits.active()}
                edits = {gist_id: edit for gist_id, edit in base.edits.items() if gist_id in shown}
                hidden = frozenset(gist_id for gist_id in base.pool.ids if gist_id not in edits)
                pool = self._whole.without(base, hidden)
                self._snapshot, self._of = Snapshot(base.stamp, pool, edits, base.until), base
            return self._snapshot


def maker_of(model: EditableModel) -> Maker:
    """What makes the gists and answers of this model."""
    card = None if model.adapter is None else model.adapter.card
    return Maker(
        made_by=model.compressor.made_by,
        backbone=model.backbone.name,
        backbone_fingerprint=model.backbone.fingerprint,
        adapter=None if card is None else card.name,
        precision=str(model.backbone.precision),
        memory=str(model.memory),
        slots=model.compressor.slots if card is not None and model.memory == "compressed" else None,
    )
