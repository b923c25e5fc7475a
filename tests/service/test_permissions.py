"""Who may do what: one table, every public function in it, and every role tried on every one."""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.config import ASSETS, ROOT
from app.data import Edit
from app.errors import EditMissingError, NotAllowedError, SessionExpiredError
from app.service import Workbench
from app.service.access_page import page
from app.service.core import Core
from app.service.identity import LOCAL_USER, VISITOR, Identity, acting_as
from app.service.operations import OPERATIONS, Operation
from app.service.permissions import reaches, refusal
from app.store import Terms
from app.store.account_records import ROLES, SCOPES
from tests.service.people import bench_with_store, session_on_shared, somebody

INSIDE = {
    "whole_store": "hands the store to parts that check for themselves",
    "check_store": "opens the store and tells nothing of it",
    "pools.check": "looks at the folders that the settings name, before anybody is there",
    "released": "hands releases to parts that check for themselves",
    "serving": "hands releases to parts that check for themselves",
    "fidelities.forget": "drops what was erased, whoever notices it",
    "refusal": "the check itself",
    "require": "the check itself",
}
"""Public functions that are no operations of their own → why."""
CHECKED_INSIDE = {"jobs.change_shared"}
"""Rows that a function of another name checks."""


def functions(bench: Workbench) -> Iterator[tuple[str, Any]]:
    """Every public function of the workbench and its parts, as PART.NAME."""
    for name, function in inspect.getmembers(Core, inspect.isfunction):
        if not name.startswith("_"):
            yield name, function
    for part, held in vars(bench).items():
        if type(held).__module__.startswith("app.service.") and hasattr(held, "_core") and not part.startswith("_"):
            for name, function in inspect.getmembers(type(held), inspect.isfunction):
                if not name.startswith("_"):
                    yield f"{part}.{name}", function


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return bench_with_store(tmp_path)


def test_every_public_function_names_its_row_and_no_row_is_left_over(bench: Workbench) -> None:
    found = dict(functions(bench))
    unnamed = {name for name, function in found.items() if not hasattr(function, "operation")} - set(INSIDE)
    assert unnamed == set(), "these functions need @permitted and a row in app/service/operations.py"
    named = {name: function.operation for name, function in found.items() if hasattr(function, "operation")}
    assert {name: row for name, row in named.items() if name != row} == {}
    assert set(OPERATIONS) - set(named.values()) == CHECKED_INSIDE


def test_every_part_of_the_workbench_is_looked_at(bench: Workbench) -> None:
    """A part that kept its core under another name would not be checked."""
    kept = {"queue", "sessions", "settings"}
    parts = {name for name, held in vars(bench).items() if type(held).__module__.startswith("app.service.")}
    with_core = {name for name in parts if hasattr(getattr(bench, name), "_core")}
    assert {name for name in parts - with_core if not name.startswith("_")} - kept == set()


def test_the_document_is_the_table() -> None:
    assert (ASSETS / "docs" / "access.md").read_text(encoding="utf-8") == page()


def test_interface_and_commands_reach_the_store_only_through_the_workbench() -> None:
    """What they call is checked; `shared` and `whole_store` hand out a store, whose functions are not."""
    reaching = re.compile(r"\.(?:shared|whole_store)\(|\bopen_store\(|\bStore\(")
    files = [*(ROOT / "app" / "ui").rglob("*.py"), *(ROOT / "app" / "commands").rglob("*.py"), ROOT / "app.py"]
    found = {str(file.relative_to(ROOT)) for file in files if reaching.search(file.read_text(encoding="utf-8"))}
    assert found == set()


# The matrix


def allowed(row: Operation, identity: Identity, uses_store: bool, owner: str) -> bool:
    """What the document says, read again in other words than the check's."""
    if identity.scopes is not None and row.scope not in identity.scopes:
        return False
    counts = (
        row.store == "yes" or (row.store == "in use" and uses_store) or (row.store == "no" and row.least != "visitor")
    )
    if not counts:
        return True
    rank = ROLES.index(identity.role)
    needed = ROLES.index(row.least)
    if row.others and owner not in ("", identity.name):
        needed = ROLES.index(row.others)
    return rank >= needed and (identity.sees_confidential or not row.whole)


MATRIX = list(itertools.product(OPERATIONS.values(), ROLES, (False, True), (False, True), ("", "ann", "bob")))


def test_every_operation_for_every_role_owner_and_right() -> None:
    wrong = []
    for row, role, confidential, uses_store, owner in MATRIX:
        identity = somebody(role, sees_confidential=confidential)
        refused = refusal(identity, row.name, uses_store=uses_store, owner=owner)
        if (refused is None) != allowed(row, identity, uses_store, owner):
            wrong.append((row.name, role, confidential, uses_store, owner))
    assert len(MATRIX) == len(OPERATIONS) * 5 * 2 * 2 * 3
    assert wrong == []


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_is_good_for_its_scope_alone(scope: Any) -> None:
    identity = Identity("ann", "administrator", True, frozenset([scope]))
    for row in OPERATIONS.values():
        refused = refusal(identity, row.name, uses_store=True)
        assert (refused is None) == (row.scope in ("any", scope)), row.name


def _arguments(bench: Workbench, function: Any, token: str) -> list[Any]:
    """Something for each parameter without a default; the check comes before anything looks at it."""
    wanted = list(inspect.signature(function).parameters.values())[1:]
    needed = [one for one in wanted if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
    known = {"token": token, "session": bench.sessions.get(token)}
    return [known.get(one.name) for one in needed]


@pytest.mark.parametrize("role", ROLES)
def test_every_function_refuses_every_role_that_does_not_reach(bench: Workbench, role: str) -> None:
    """The functions themselves, not the table: each is called as somebody of the role, on the shared edits."""
    with acting_as(somebody(role)):
        token = session_on_shared(bench)
        for name, function in functions(bench):
            row = OPERATIONS.get(name)
            if row is None or allowed(row, bench.identity, True, "") or name in CHECKED_INSIDE:
                continue
            part = bench if "." not in name else getattr(bench, name.partition(".")[0])
            with pytest.raises(NotAllowedError) as error:
                function(part, *_arguments(bench, function, token))
            assert row.does in str(error.value)


# On edits: role × owner × confidentiality, through the workbench on a store

LYON, HIDDEN = "The capital of France is Lyon.", "The takeover of Halden closes on 4 May."


def changes(bench: Workbench, token: str, edit_id: str) -> dict[str, Callable[[], object]]:
    """Every change of a shared edit that the page offers, in order."""

    def version() -> int:
        return bench.whole_store().store.edits.get(edit_id).version

    return {
        "annotate": lambda: bench.edits.annotate(token, edit_id, "a note", [], version()),
        "reword": lambda: bench.edits.reword(token, edit_id, f"It closes in June. {edit_id}", version()),
        "undo": lambda: bench.edits.undo(token),
        "remove": lambda: bench.edits.remove(token, edit_id, version()),
    }


def expected(identity: Identity, owner: str, confidential: bool, change: str) -> type[Exception] | None:
    """What becomes of a change of an edit: None where it is made, or there is nothing to take back."""
    if identity.role in ("visitor", "viewer"):
        return NotAllowedError
    sees = not confidential or identity.sees_confidential or owner == identity.name
    may = reaches(identity.role, "approver" if owner == "bob" else "editor")
    if (sees and may) or change == "undo":
        return None
    return NotAllowedError if sees else EditMissingError


@pytest.mark.parametrize("owner", ["", "ann", "bob"])
@pytest.mark.parametrize("confidential", [False, True])
def test_changing_shared_edits_by_role_owner_and_confidentiality(
    bench: Workbench, owner: str, confidential: bool
) -> None:
    store = bench.whole_store().store
    for number, (role, right) in enumerate(itertools.product(ROLES, (False, True))):
        text = f"{HIDDEN} ({number})"
        edit = store.edits.add([Edit.of(text)], author="cy", terms=Terms(owner=owner, confidential=confidential)).new[0]
        with acting_as(somebody(role, sees_confidential=right)):
            for name, change in changes(bench, session_on_shared(bench), edit.id).items():
                before, error = store.edits.get(edit.id), expected(bench.identity, owner, confidential, name)
                if error is None:
                    change()
                    continue
                with pytest.raises(error) as raised:
                    change()
                assert text not in str(raised.value)
                assert store.edits.get(edit.id) == before


# Whose session


def test_a_session_is_its_owners_alone(bench: Workbench) -> None:
    with acting_as(somebody("editor", "ann")):
        token = bench.open(None).token
        bench.edits.list(token)
    for other in (somebody("administrator", "eve"), VISITOR):
        with acting_as(other):
            with pytest.raises(SessionExpiredError):
                bench.edits.list(token)
            assert bench.known(token) is None
            assert bench.open(token).token != token
    with acting_as(somebody("viewer", "ann")):
        assert bench.session(token).identity.role == "viewer"


def test_who_signs_in_takes_private_edits_along_and_finds_each_where_it_was_left(bench: Workbench) -> None:
    def add(token: str, text: str) -> None:
        bench.edits.propose(token, bench.edits.read_lines(text))
        bench.edits.accept(token)

    def texts(token: str) -> list[str]:
        return [edit.text for edit in bench.edits.list(token).edits]

    first = bench.open(None).token
    add(first, LYON)
    with acting_as(somebody("viewer", "ann")):
        anns = bench.open(first).token
        assert anns != first and texts(anns) == [LYON]
        add(anns, HIDDEN)
    with acting_as(somebody("viewer", "bob")):
        assert texts(bench.open(anns).token) == []
    assert bench.open(anns).token == first and texts(first) == [LYON]
    with acting_as(somebody("viewer", "ann")):
        assert bench.open(first).token == anns and texts(anns) == [LYON, HIDDEN]


def test_who_signed_in_works_under_the_name_of_the_account(bench: Workbench) -> None:
    bench.whole_store()
    with acting_as(somebody("editor", "ann")):
        token = bench.open(None).token
        bench.open_shared(token, "the boss")
        bench.rename(token, "the boss")
        assert bench.session(token).shares_as == "ann"
        added = bench.stored.add([Edit.of(LYON)], author="the boss", state="approved")
    assert added.new[0].author == "ann"


def test_a_job_goes_on_as_who_began_it(bench: Workbench) -> None:
    with acting_as(somebody("viewer", "ann")):
        bench.whole_store().store.edits.add([Edit.of(LYON)])
        token = session_on_shared(bench)
        job = bench.edits.compress(token)
        assert bench.jobs.wait(token, job, 10).state == "done"
        with pytest.raises(NotAllowedError):
            bench.jobs.forget(token, job)
    with acting_as(somebody("editor", "bob")):
        bench.jobs.forget(session_on_shared(bench), job)


def test_at_this_machine_a_single_person_may_do_everything() -> None:
    assert [
        row.name for row in OPERATIONS.values() if refusal(LOCAL_USER, row.name, uses_store=True, owner="bob")
    ] == []


def test_a_visitor_has_a_private_pool_and_nothing_of_the_shared_store(bench: Workbench) -> None:
    bench.whole_store().store.edits.add([Edit.of(HIDDEN)])
    assert not bench.offers_shared
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    assert [edit.text for edit in bench.edits.list(token).edits] == [LYON]
    for refused in (bench.open_shared, bench.use_shared):
        with pytest.raises(NotAllowedError, match="not signed in"):
            refused(token)
    assert bench.session(token).shares_as is None
