"""What a person does with edits: read, propose, accept, compress, list, change, remove, take back, export.

A session works on edits of its own, or on those of the shared store while it uses that; each function does the same
for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from app.data import Edit, Upload, demo_edits, read_lines, read_upload
from app.data.demo import FILES
from app.data.moments import zone_named
from app.data.term_fields import terms_of
from app.data.writing import WRITERS
from app.errors import InputError, ProposalError
from app.service.compressing import COMPRESS, CompressOwn, CompressShared
from app.service.core import Core
from app.service.fidelities import CHECK, Fidelities
from app.service.jobs import Jobs
from app.service.listing import Listing, Query, listed
from app.service.permissions import permitted
from app.service.proposals import Proposal, propose
from app.service.sessions import Session
from app.service.shared_editing import edits_of_store
from app.service.work import Change, Work
from app.store.records import Seen
from app.store.values import sound_note, sound_tags, sound_text

Suffix = Literal[".csv", ".jsonl"]
"""Of a file of edits that can be written."""


class Edits:
    """The edits of sessions; each function names its session by token.

    Every function with a token raises SessionExpiredError where there is no such session, and StoreError where the
    session uses the shared store and that fails.
    """

    def __init__(self, core: Core, jobs: Jobs, fidelities: Fidelities) -> None:
        self._core, self._jobs, self._fidelities = core, jobs, fidelities

    # Reading

    @permitted("edits.read_lines")
    def read_lines(self, text: str) -> Upload:
        """Typed edits, one a line."""
        return read_lines(text)

    @permitted("edits.read_file")
    def read_file(self, path: Path) -> Upload:
        """An uploaded file. Raises UploadError when it cannot be read at all."""
        settings = self._core.settings
        return read_upload(
            path, max_mb=settings.max_upload_mb, max_edits=settings.max_edits, zone=zone_named(settings.time_zone)
        )

    @permitted("edits.demo")
    def demo(self, language: str = "en") -> Upload:
        """The demo edits with their test questions, as if they had been uploaded.

        In that language where there are any and the model answers in it, else in English.
        """
        edits = demo_edits(language if language in FILES and self._answers_in(language) else "en")
        return Upload(edits, (), rows=tuple(range(1, len(edits) + 1)))

    def _answers_in(self, language: str) -> bool:
        """Known of a model that comes with a name; of another one once it is loaded, by its adapter."""
        from app.model.sources import PACKAGED

        packaged, about = PACKAGED.get(self._core.settings.backbone), self._core.about()
        languages = packaged.languages if packaged is not None else () if about is None else about.languages
        return language in languages

    # Adding

    @permitted("edits.propose")
    def propose(self, token: str | None, upload: Upload) -> Proposal:
        """Checks an upload and remembers what is good in it for `accept`. Nothing is added yet."""
        session = self._core.session(token)
        shared = session.shares_as is not None
        there = Work() if shared else session.work
        proposal = propose(upload, there, self._core.model(), self._core.settings.max_edits)
        proposal = replace(proposal, shared=shared)
        session.proposal = proposal
        return proposal

    @permitted("edits.accept")
    def accept(self, token: str | None, *, flagged: bool = True) -> tuple[Edit, ...]:
        """Adds the edits proposed last, with or without those in another language; they wait for `compress`.

        Raises:
            ProposalError: they were proposed before the session changed between its own and the shared edits. The
                proposal is forgotten, and nothing is added.
        """
        session = self._core.session(token)
        proposal, session.proposal = session.proposal, None
        if proposal is None:
            return ()
        shared = session.shares_as is not None
        if proposal.shared != shared:
            raise _made_for_others(proposal)
        edits = proposal.edits if flagged else proposal.without_flagged
        if shared:
            edits_of_store(self._core, session).add(edits)
        elif edits:
            session.change(lambda work: work.with_edits(edits), Change("add", len(edits)))
        return edits

    @permitted("edits.held")
    def held(self, token: str | None) -> tuple[str, ...]:
        """What the last change of shared edits held back: it contradicts what acts, and waits for approval."""
        session = self._core.session(token)
        return () if session.shared_edits is None or session.shares_as is None else session.shared_edits.held

    @permitted("edits.require_fitting")
    def require_fitting(self, token: str | None) -> None:
        """Forgets a proposal that was made for the edits which the session has left since.

        Raises:
            ProposalError: there was one. Nothing is added.
        """
        session = self._core.session(token)
        proposal = session.proposal
        if proposal is not None and proposal.shared != (session.shares_as is not None):
            session.proposal = None
            raise _made_for_others(proposal)

    @permitted("edits.discard")
    def discard(self, token: str | None) -> None:
        """Forgets the proposal; the session's edits stay as they are."""
        self._core.session(token).proposal = None

    @permitted("edits.use_folder")
    def use_folder(self, token: str | None, folder: Path) -> None:
        """From now on the session asks with the pool in a folder, in place of its own edits; it is read as needed.

        Raises:
            PoolError: there is no pool, or another model made it.
        """
        from app.model.pool_file import open_pool

        session, pool = self._core.session(token), open_pool(folder)
        pool.require_made_by(self._core.model().compressor.made_by)
        session.change(lambda _: Work(pool=pool))

    @permitted("edits.compress")
    def compress(self, token: str | None) -> str:
        """Begins the job that compresses what waits, in the shared store where the session uses that.

        Returns the job's id: `jobs.follow`, `jobs.stop` and `jobs.resume` take it. Where such a job is on its way
        already, it is that one: it takes in what was added meanwhile. What is done stays, whether it is stopped or
        fails.
        """
        session = self._core.session(token)
        if session.shares_as is None:
            return self._jobs.start(token, CompressOwn(self._core, session), alone=True)
        shared = self._core.shared()
        task = CompressShared(self._core, shared)
        if shared.holds_confidential:  # everybody sees the shared store's jobs, and how much they do
            return self._jobs.start(token, task, alone=True)
        return self._jobs.start_shared(token, task)

    # Listing

    @permitted("edits.list")
    def list(self, token: str | None, query: Query | None = None) -> Listing:
        """A page of the edits that a query finds."""
        session, query = self._core.session(token), query or Query()
        known = self._fidelities.known
        if session.shares_as is None:
            made_by = "" if session.work.pool is None else session.work.pool.made_by
            return listed(session.work, query, lambda gist_id: known(made_by, gist_id), session.last_change)
        listing = self._of_shared(session, query)
        return replace(listing, fixed=self._core.refusal("edits.reword", token) is not None)

    def _of_shared(self, session: Session, query: Query) -> Listing:
        known, shared, store = self._fidelities.known, edits_of_store(self._core, session), self._core.shared()
        if not self._core.loading.ready:  # which gists there are depends on the model; the list is there before it
            return shared.listed(query, lambda contents: frozenset(one[:16] for one in contents), lambda _: None)
        return shared.listed(query, store.waiting, lambda gist_id: known(store.made_by, gist_id))

    @permitted("edits.export")
    def export(self, token: str | None, suffix: Suffix) -> bytes:
        """All edits with note, tags and test question as a file; CSV begins with a mark that tells its encoding."""
        session = self._core.session(token)
        edits: Iterable[Edit] = session.work.edits
        if session.shares_as is not None:
            edits = edits_of_store(self._core, session).all()
        text = WRITERS[suffix](edits)
        return text.encode("utf-8-sig" if suffix == ".csv" else "utf-8")

    # Changing

    @permitted("edits.reword")
    def reword(self, token: str | None, edit_id: str, text: str, version: int = 0) -> Edit:
        """Puts another text at the place of an edit, as a new edit that waits to be compressed.

        Args:
            version: of the shared store, as it was listed.

        Raises:
            InputError: the text cannot be an edit, is too long, or another edit has it. Nothing is changed.
            EditMissingError: there is no such edit any more.
        """
        session, clean = self._core.session(token), sound_text(text)
        self._core.model().check_edit(clean)
        if session.shares_as is not None:
            edit = Edit.of(clean)
            edits_of_store(self._core, session).reword(Seen(edit_id, version), edit)
            return edit
        old = session.work[edit_id]
        edit = Edit.of(clean, note=old.note, tags=old.tags, probes=old.probes)
        if edit.text != old.text:
            session.change(lambda work: work.with_text(edit_id, edit), Change("text", 1))
        return edit

    @permitted("edits.annotate")
    def annotate(self, token: str | None, edit_id: str, note: str, tags: Iterable[str], version: int = 0) -> int:
        """Gives an edit another note and other tags; it stays compressed.

        Returns:
            The version by which it can be changed further.

        Raises:
            InputError: the note or a tag is too long. Nothing is changed.
            EditMissingError: there is no such edit any more.
        """
        session, clean_note, clean_tags = self._core.session(token), sound_note(note), sound_tags(tags)
        if session.shares_as is not None:
            return edits_of_store(self._core, session).annotate(Seen(edit_id, version), clean_note, clean_tags)
        old = session.work[edit_id]
        if (old.note, old.tags) != (clean_note, clean_tags):
            new = replace(old, note=clean_note, tags=clean_tags)
            session.change(lambda work: work.with_details(edit_id, lambda _: new), Change("details", 1))
        return version

    @permitted("edits.set_terms")
    def set_terms(self, token: str | None, edit_id: str, fields: Mapping[str, str], version: int) -> int:
        """Gives a shared edit the terms that somebody has written, by the names of `TermFields`.

        Returns:
            The version by which it can be changed further.

        Raises:
            MomentError: a date is not one. Nothing is changed.
            InputError: a text is too long, it would end before it begins, or the session works on its own edits.
            EditMissingError: there is no such edit any more.
        """
        session = self._core.session(token)
        terms = terms_of(fields, zone_named(self._core.settings.time_zone))
        if session.shares_as is None:
            raise InputError("Only shared edits have terms.", "", "Choose the shared edits.")
        return edits_of_store(self._core, session).set_terms(Seen(edit_id, version), terms)

    @permitted("edits.remove")
    def remove(self, token: str | None, edit_id: str, version: int = 0) -> None:
        """Removes an edit with its gist; an unknown id changes nothing in a session."""
        session = self._core.session(token)
        if session.shares_as is not None:
            edits_of_store(self._core, session).remove(Seen(edit_id, version))
        elif edit_id in session.work:
            session.change(lambda work: work.without(frozenset([edit_id])), Change("remove", 1))

    @permitted("edits.clear")
    def clear(self, token: str | None) -> Work:
        """Removes every edit of the session. Raises InputError while it uses the shared store."""
        session = self._core.session(token)
        if session.shares_as is not None:
            raise InputError(
                "All shared edits cannot be removed at once.", "", "Remove them one by one, or use your own edits."
            )
        session.jobs.stop(COMPRESS, CHECK)
        session.proposal = None
        return session.change(lambda _: Work(), Change("clear", len(session.work.edits)))

    @permitted("edits.undo")
    def undo(self, token: str | None) -> Change | None:
        """Takes back the last change that this session made; None where there is none."""
        session = self._core.session(token)
        return session.undo() if session.shares_as is None else edits_of_store(self._core, session).undo()


def _made_for_others(proposal: Proposal) -> ProposalError:
    place = "the shared edits" if proposal.shared else "your own edits"
    return ProposalError(
        f"What was found was to be added to {place}, and you have left those: it was discarded.",
        "Nothing was added.",
        "What stands in the text field is still there; upload a file again to add it here.",
    )
