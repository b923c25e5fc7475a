"""The list of edits and the preview of a table as HTML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.data import Columns, Edit, Probe
from app.data.readers.delimited import read_csv
from app.model.fidelity import compare
from app.service.columns import OpenTable
from app.service.listing import PAGE, Listing, Query, listed
from app.service.work import Change, Work
from app.texts import ENGLISH
from app.ui import edits_html
from app.ui.edits_list_html import edit_list
from tests.service.fake_model import FakeModel

EVIL = '<img src=x onerror=alert(1)>"'


def listing(work: Work, query: Query | None = None, change: Change | None = None) -> Listing:
    return listed(work, query or Query(), lambda _: None, change)


def shown(found: Listing, opened: str = "", *, tells: bool = False) -> str:
    return edit_list(found, opened, tells, ENGLISH)


def test_what_people_typed_is_text_in_the_list_its_form_and_the_preview() -> None:
    edit = Edit.of(EVIL, "en", note=EVIL, tags=[EVIL], probes=(Probe("efficacy", EVIL, EVIL),))
    found = listing(Work((edit,)))
    checked = replace(found, edits=tuple(replace(one, fidelity=compare(EVIL, EVIL)) for one in found.edits))
    table = read_csv(f'edit,note\n"{EVIL.replace(chr(34), chr(34) * 2)}",x\n'.encode())
    opened = OpenTable(EVIL, replace(table, sheet=EVIL, other_sheets=(EVIL,)), Columns(text=0))
    for html in (
        shown(found),
        shown(found, edit.id),
        shown(checked, edit.id),
        edits_html.preview(opened, opened.columns, ENGLISH),
    ):
        assert "<img" not in html
        assert "&lt;img" in html


def test_the_list_is_paged_and_says_what_waits() -> None:
    edits = tuple(Edit.of(f"Fact number {number}.", "en") for number in range(60))
    ready = [edit.text for number, edit in enumerate(edits) if number != 25]
    work = Work(edits).with_gists(FakeModel().compress(ready))
    html = shown(listing(work, Query(first=PAGE)))
    assert html.count("<li>") == PAGE
    assert "26–50 of 60" in html
    assert html.count(">waiting<") == 1
    assert 'data-value="0"' in html
    assert 'data-value="50"' in html
    assert "Prepare what waits" in html


def test_no_edits_and_none_found_are_different_things() -> None:
    work = Work((Edit.of("One is one."),))
    assert "No edits yet" in shown(listing(Work()))
    html = shown(listing(work, Query("two")))
    assert "No edit fits" in html
    assert "0 of 1" in html


@pytest.mark.parametrize(
    ("reconstruction", "mark", "said"),
    [
        ("The fee is 45 euros.", "kept", "Every number"),
        ("The fee is 12 euros.", "partly kept", "Missing: “45”"),
        ("Nothing of it", "lost", "Missing: “45”"),
    ],
)
def test_what_a_gist_holds_is_a_mark_and_in_the_form_the_whole_of_it(reconstruction: str, mark: str, said: str) -> None:
    edit = Edit.of("The fee is 45 euros.", "en")
    work = Work((edit,)).with_gists(FakeModel().compress([edit.text]))
    found = listed(work, Query(), lambda _: compare(edit.text, reconstruction), None)
    closed, opened = shown(found), shown(found, edit.id)
    assert f">{mark}<" in closed
    assert reconstruction not in closed.replace(edit.text, "")
    assert f"Repeated from it alone: “{reconstruction}”" in opened
    assert said in opened


def test_a_change_that_can_be_taken_back_is_named() -> None:
    work = Work((Edit.of("One is one."),))
    assert "Undo" not in shown(listing(work)).replace("“Undo”", "")
    assert ">Undo: 1 edit removed<" in shown(listing(work, change=Change("remove", 1)))
    assert ">Undo: all 1,200 edits removed<" in shown(listing(work, change=Change("clear", 1200)))
    assert ">Undo: text changed<" in shown(listing(work, change=Change("text", 1)))


def test_checking_is_offered_only_where_there_is_something_to_check() -> None:
    waiting = Work((Edit.of("One is one."),))
    ready = waiting.with_gists(FakeModel().compress(["One is one."]))
    assert "Check how well" in shown(listing(ready), tells=True)
    assert "Check how well" not in shown(listing(ready))
    assert "Check how well" not in shown(listing(waiting), tells=True)
    checked = listed(ready, Query(), lambda _: compare("One is one.", "One is one."), None)
    assert "Check how well" not in shown(checked, tells=True)


def test_shared_edits_cannot_be_removed_at_once() -> None:
    html = shown(replace(listing(Work((Edit.of("One is one."),))), shared=True))
    assert "Shared edits" in html
    assert "Remove all" not in html


def test_the_preview_shows_which_columns_are_used() -> None:
    table = read_csv(b"product,attribute,value\nKettle,price,45\nLamp,colour,silver\n")
    by_template = edits_html.preview(
        OpenTable("a.csv", table, Columns()), Columns(template="{Product}: {value}"), ENGLISH
    )
    assert by_template.count('class="used"') == 6
    by_column = edits_html.preview(OpenTable("a.csv", table, Columns()), Columns(text=2), ENGLISH)
    assert by_column.count('class="used"') == 3
    assert "2 rows, 3 columns." in by_column
