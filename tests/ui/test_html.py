"""The pieces of HTML: what people typed is text, numbers and reasons are there."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote_plus

import pytest

from app.data import Edit, Fault, Probe
from app.errors import DownloadError
from app.explain import Sureness, account_of, selection_view
from app.explain.sureness import Called
from app.explain.titles import selection_title
from app.service import About, Asking, JobView, Loading
from app.service.correcting import Draft
from app.service.edit_details import EditDetails
from app.service.identity import VISITOR, Identity
from app.service.job import State
from app.service.proposals import Proposal
from app.service.testing import QuestionResult
from app.texts import ENGLISH, JAPANESE, Texts, policy_words
from app.ui import (
    ask_html,
    ask_many_html,
    correction_html,
    drawer,
    edits_html,
    header,
    jobs_html,
    pieces,
    who,
    why_html,
    why_tables,
)
from tests.explain.answers import answer, changes, selection

EVIL = '<img src=x onerror=alert(1)>"'
TESTED = QuestionResult(EVIL, EVIL, EVIL, EVIL, EVIL, 0.5, Sureness(0.9, "sure", True), EVIL, False)


def test_what_people_typed_is_text_everywhere() -> None:
    edit = Edit.of(EVIL)
    evil = replace(selection(), texts=(EVIL, EVIL, EVIL))
    account = account_of(answer(evil, text=f"{EVIL} <img>"), changes(aaaa=1.0, instead=("bbbb",)))
    proposal = Proposal((edit,), (Fault(1, EVIL, EVIL),), 0, 0, (edit,), ("en",))
    shown = (
        edits_html.proposal(proposal, ENGLISH),
        edits_html.aside(proposal, ENGLISH),
        ask_html.finished(account.answer, True, ENGLISH),
        ask_html.answered(account, True, ENGLISH),
        ask_html.examples([EVIL], False, ENGLISH),
        why_html.summary(account.answer, None, ENGLISH),
        why_html.summary(account.answer, account, ENGLISH),
        why_tables.changes_table(account, ENGLISH),
        why_tables.selection_table(selection_view(evil), ENGLISH),
        why_html.titled("selection", selection_title(account.finding, ENGLISH), ENGLISH),
        drawer.details_html(
            EditDetails("aaaa", EVIL, "session", "en", EVIL, (EVIL,), (Probe("efficacy", EVIL),)), ENGLISH
        ),
        ask_html.answered(replace(account, withheld=True), True, ENGLISH),
        ask_many_html.table([TESTED], ENGLISH),
        correction_html.about(Draft(EVIL, EVIL, EVIL, EVIL), ENGLISH),
        correction_html.tested(edit, [TESTED], ENGLISH),
        pieces.error_notice(DownloadError(EVIL, EVIL, EVIL)),
        header.about_html(About(EVIL, EVIL, EVIL, EVIL, "compressed", ()), ENGLISH),
        header.loading_html(Loading(EVIL, 0.5), ENGLISH),
    )
    for html in shown:
        assert "<img" not in html
        assert "&lt;img" in html


def test_faults_are_listed_with_row_text_and_reason_and_the_rest_is_counted() -> None:
    faults = [Fault(row, "text", "because") for row in range(1, 61)]
    html = edits_html.faults(faults, ENGLISH, unlisted=7)
    assert html.count("<tr>") == 1 + edits_html.FAULTS_SHOWN
    assert "67 rows cannot be used" in html
    assert "and 17 more" in html
    assert edits_html.faults([], ENGLISH) == ""


def compression(state: State, done: int, total: int, before: int | None = None) -> JobView:
    return JobView("id", "compress", "", state, done, total, before, None, None)


def test_the_place_in_the_queue_is_told() -> None:
    assert "2 before you" in jobs_html.jobs([compression("queued", 0, 5, before=2)], ENGLISH)
    assert "you are next" in jobs_html.jobs([compression("queued", 0, 5, before=0)], ENGLISH)
    assert "1 request before you" in ask_html.before_answer(Asking(None, before=1), ENGLISH)


def test_a_job_shows_what_can_be_done_with_it() -> None:
    running = replace(compression("running", 24, 60), seconds_left=7.2)
    shown = jobs_html.jobs([running], ENGLISH)
    assert "24 of 60 · about 8 s left" in shown and 'data-action="stop"' in shown and "resume" not in shown
    assert "about 3 minutes left" in jobs_html.jobs([replace(running, seconds_left=121)], ENGLISH)
    stopped = jobs_html.jobs([compression("stopped", 24, 60)], ENGLISH)
    assert 'data-action="resume"' in stopped and 'data-action="forget"' in stopped and "24 of 60" in stopped
    failed = replace(compression("failed", 24, 60), error=DownloadError(EVIL, "", "Connect."), title=EVIL, kind="ask")
    shown = jobs_html.jobs([failed], ENGLISH)
    assert "Connect." in shown and 'data-action="resume"' in shown and "<img" not in shown


def test_of_the_jobs_that_are_done_the_newest_is_shown() -> None:
    old, new = compression("done", 5, 5), compression("done", 7, 7)
    shown = jobs_html.jobs([new, old], ENGLISH)
    assert "7 of 7" in shown and "5 of 5" not in shown
    assert jobs_html.jobs([replace(new, over_for=8.1), old], ENGLISH) == ""
    failed = replace(compression("failed", 7, 9), over_for=8.1)
    assert "7 of 9" in jobs_html.jobs([failed], ENGLISH)
    assert jobs_html.jobs([], ENGLISH) == ""


def test_the_result_of_a_compression() -> None:
    assert "20 edits added" in edits_html.compressed(compression("done", 20, 20), ENGLISH)
    assert "8 of 20 are ready" in edits_html.compressed(compression("stopped", 8, 20), ENGLISH)
    assert "Nothing new" in edits_html.compressed(compression("done", 0, 0), ENGLISH)


def test_an_answer_shows_both_texts_the_sentence_and_the_edits_used() -> None:
    account = account_of(answer(), changes(aaaa=3.0))
    html = ask_html.answered(account, True, ENGLISH)
    for part in ("Lyon", "Paris", "Setting “Usual”", "was not measured"):
        assert part in html
    assert "%" not in html  # figures stand on the tab Why, each with its name
    assert "without adapter" not in html
    assert "<mark" not in html
    assert "without adapter" in ask_html.answered(account, False, ENGLISH)


def test_an_answer_that_read_no_edit_says_so() -> None:
    html = ask_html.answered(account_of(answer(selection(chosen=()))), True, ENGLISH)
    assert "no edit read" in html
    assert "Edit used" not in html
    assert "<mark" not in html  # all of it is the model's own


def test_what_stands_in_no_edit_is_marked_by_more_than_colour() -> None:
    account = account_of(answer(text="Lyon, in 30 days"), changes(aaaa=3.0))
    for html in (ask_html.answered(account, True, ENGLISH), why_html.summary(account.answer, account, ENGLISH)):
        assert ">30 days<sup>?</sup></mark>" in html
        assert html.count("<mark") == 1
    assert "Stands in no edit that was read: “30 days”." in ask_html.answered(account, True, ENGLISH)


@pytest.mark.parametrize(("called", "tone"), [("sure", "good"), ("fairly sure", "plain"), ("unsure", "warning")])
def test_a_calibrated_sureness_is_a_word_and_a_number(called: Called, tone: str) -> None:
    account = replace(account_of(answer(), changes(aaaa=3.0)), sureness=Sureness(0.81, called, True))
    html = ask_html.answered(account, True, ENGLISH)
    assert f'class="tag {tone}"' in html
    assert f">{called.capitalize()} (81%)<" in html
    assert html.count("%") == 1
    assert "was not measured" not in html


def test_where_no_edit_was_read_the_figure_is_how_sure_it_is_that_none_fits() -> None:
    account = account_of(answer(selection(chosen=())))
    html = ask_html.answered(replace(account, sureness=Sureness(0.81, "fairly sure", False)), True, ENGLISH)
    assert ">Fairly sure (81%) that no edit fits<" in html
    assert html.count("%") == 1


def test_why_names_every_figure() -> None:
    account = replace(account_of(answer(), changes(aaaa=3.0)), sureness=Sureness(0.81, "sure", True))
    html = why_html.figures(account, ENGLISH)
    for name, value in (("How sure", "81% · sure"), ("How near", "60%"), ("What it changed", "20 times as likely")):
        assert f"<dt>{name}</dt><dd><strong>{value}</strong>" in html
    unread = why_html.figures(account_of(answer(selection(chosen=()))), ENGLISH)
    assert "How near" in unread and "What it changed" not in unread


@pytest.mark.parametrize("say", [ENGLISH, JAPANESE])
def test_a_setting_has_one_name(say: Texts) -> None:
    account = account_of(answer(), changes(aaaa=3.0))
    usual = say("rules.default")
    assert usual in ask_html.answered(account, True, say)
    assert ask_html.compared(account, account, True, say).count(usual) == 2
    assert policy_words("mine", say) == "mine" and policy_words("label", say) == "label"


def test_answers_that_took_no_part_are_told() -> None:
    account = replace(account_of(answer(), changes(aaaa=3.0)), not_ready=3)
    assert "3 edits are not in use yet" in ask_html.answered(account, True, ENGLISH)
    assert "3 edits are not in use yet" in ask_html.answered(replace(account, withheld=True), True, ENGLISH)


def test_without_adapter_stands_out() -> None:
    html = header.about_html(About("folder", None, "bfloat16", "cpu", "verbatim", ()), ENGLISH)
    assert 'class="tag warning"' in html
    assert "Without adapter" in html


def test_who_reads_japanese_is_told_that_the_model_does_not_and_what_to_do() -> None:
    english_only = About("folder", "one", "bfloat16", "cpu", "compressed", ("en",))
    told = header.about_html(english_only, JAPANESE)
    assert 'class="notice warning"' in told and "--backbone gemma-3-270m" in told
    assert "gemma" not in header.about_html(english_only, ENGLISH)
    assert "gemma" not in header.about_html(replace(english_only, languages=("en", "ja")), JAPANESE)


def test_the_top_says_in_a_line_what_answers() -> None:
    html = header.about_html(About("folder", "one", "bfloat16", "cpu", "compressed", ("en",)), ENGLISH)
    assert "folder answers here, in English." in html
    assert 'data-action="about"' in html and "bfloat16" not in html


def test_what_was_read_instead_is_named() -> None:
    several = answer(selection(chosen=("aaaa", "bbbb")))
    left_out = (*changes(aaaa=2.5, instead=("bbbb", "cccc")), *changes(bbbb=-0.25))
    html = why_tables.changes_table(account_of(several, left_out), ENGLISH)
    for part in (
        "+2.50",
        "−0.25",
        "<td>The capital of Peru is &lt;b&gt;Lima",
        "<td>no edit</td>",
        "12 times",
        "0.78 times",
    ):
        assert part in html
    assert "only the other edits" in why_tables.changes_table(
        account_of(several, changes(aaaa=1.0, instead=("bbbb",))), ENGLISH
    )


def test_the_way_to_hugging_faces_sign_in_comes_back_to_the_same_page() -> None:
    assert ">Hugging Face でサインイン<" in who.huggingface_html(VISITOR, "", {}, JAPANESE)
    asked = {"question": "Who & why?", "sign-in": "refused"}
    said = who.huggingface_html(VISITOR, "", asked, ENGLISH)
    target = quote_plus("/?question=Who+%26+why%3F")
    assert f'href="login/huggingface?_target_url={target}"' in said
    assert 'role="status">You were not signed in: you refused' in said
    assert "notice" not in who.huggingface_html(VISITOR, "", {"sign-in": EVIL}, ENGLISH)


def test_whom_hugging_face_has_signed_in_is_greeted_and_can_go() -> None:
    stranger = who.huggingface_html(VISITOR, EVIL, {"sign-in": "failed"}, ENGLISH)
    assert "· visitor" in stranger and "There is no account of this name here" in stranger
    known = who.huggingface_html(Identity("ann", "editor"), "Ann", {}, ENGLISH)
    assert "ann · editor" in known
    for out in (stranger, known):
        assert 'action="sign-out"' in out and "<img" not in out and "notice" not in out and "login" not in out


def test_while_the_model_loads_nobody_is_told_that_there_are_no_edits() -> None:
    assert "There are no edits yet" in ask_html.examples([], True, ENGLISH)
    told = ask_html.examples([], True, ENGLISH, loading=True)
    assert "no edits" not in told
    assert "still loading" in told
