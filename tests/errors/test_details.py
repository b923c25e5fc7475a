"""What errors and rows at fault tell has Japanese, whichever way it comes to the page; the English stays as it is."""

from __future__ import annotations

import errno
import os
import pickle
import re
from string import Formatter
from typing import get_args

import pytest

from app.data import Fault, read_lines
from app.data.documents.apart import read_apart
from app.data.names import ROLES as COLUMNS
from app.errors import DownloadError, JobError, UploadError, WorkbenchError
from app.model.policies import Policy
from app.service import JobView
from app.store.account_records import ROLES
from app.store.lifecycle import TRANSITION_NAMES
from app.store.records import InUse, State
from app.texts import ENGLISH, JAPANESE, detail_words, error_words, speaking
from app.texts.details import DETAILS, LONGEST, TABLES, Form, in_japanese
from app.texts.japanese_errors import ERRORS_TABLE
from app.ui import edits_html, jobs_html
from app.ui.pieces import error_notice
from tests.errors.sentences import Sentences, read_sentences

PASSED_ON = {
    "app/data/benchmarks/own.py: error.given",
    "app/data/benchmarks/own.py: error.allowed",
    "app/data/benchmarks/own.py: error.remedy",
    "app/data/documents/apart.py: found['given']",
    "app/data/documents/apart.py: found['allowed']",
    "app/data/documents/apart.py: found['remedy']",
    "app/data/mapping.py: row.fault",
    "app/data/mapping.py: str(error)",
    "app/data/readers/json_lines.py: fault",
    "app/data/upload.py: reason",
    "app/model/policies.py: rule",
}
"""What another error or row has told before, and the keys of a table of checks."""
NAMES = {
    *COLUMNS, *ROLES, *get_args(State), *get_args(InUse), *TRANSITION_NAMES, "send back",
    "File is not a zip file", *map(os.strerror, (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.EROFS)),
}  # fmt: skip
"""Names that values have, and what the system and a library say of a file."""
JAPANESE_LETTERS = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    return read_sentences()


def words_of(sentences: Sentences) -> set[str]:
    """All that is told, and words that stand within; a single one there is a name."""
    inner = {text for texts in sentences.inner.values() for text in texts if " " in text}
    return set(sentences.told) | inner


def test_every_sentence_has_japanese(sentences: Sentences) -> None:
    assert len(sentences.told) > 700
    missing = {text: sentences.told.get(text) for text in words_of(sentences) if not known(text)}
    assert not missing


def known(text: str) -> bool:
    return text in DETAILS or f"{text}." in DETAILS


def test_every_japanese_sentence_is_told_by_something(sentences: Sentences) -> None:
    single = {text for texts in sentences.inner.values() for text in texts}
    told = {text.rstrip(".") for text in words_of(sentences) | single | NAMES}
    assert not {text for text in DETAILS if text.rstrip(".") not in told}


def test_nothing_is_told_that_the_code_does_not_show(sentences: Sentences) -> None:
    assert sentences.unknown == PASSED_ON


def test_words_within_a_sentence_are_told_in_japanese_too(sentences: Sentences) -> None:
    forgotten = []
    for (text, place), inner in sentences.inner.items():
        if any(known(one) for one in inner) and known(text):
            specs = {int(name): spec for _, name, spec, _ in Formatter().parse(japanese_of(text)) if name}
            forgotten += [(text, place)] if specs.get(place) != "said" else []
    assert not forgotten


def japanese_of(text: str) -> str:
    return DETAILS.get(text) or DETAILS[f"{text}."]


def test_no_sentence_has_two_entries() -> None:
    assert len(DETAILS) == sum(map(len, TABLES))


def test_a_sentence_becomes_its_own_japanese_with_every_value() -> None:
    wrong = {}
    for english, japanese in DETAILS.items():
        places = sum(name is not None for _, name, _, _ in Formatter().parse(english))
        values = [f"«{place}»" for place in range(places)]
        said = english.format(*values)
        told = in_japanese(said)
        own = Form.of(english, japanese).told(said) if values else japanese.format()
        if told != own or not all(value in str(told) for value in values):
            wrong[english] = told
    assert not wrong


def test_japanese_is_written_in_japanese() -> None:
    plain = {english: re.sub(r"\{.+?\}", "", japanese) for english, japanese in DETAILS.items()}
    foreign = {english for english, japanese in plain.items() if not JAPANESE_LETTERS.search(japanese)}
    assert not {english for english in foreign if re.search("[a-z]{3} [a-z]{3}", plain[english])}


def test_the_english_of_an_error_is_what_it_was() -> None:
    with pytest.raises(WorkbenchError) as raised:
        Policy("mine", margin=0.0, cap=0)
    error = raised.value
    assert str(error) == (
        "[policy] The policy “mine” has a setting out of range. Cap must be at least 1. "
        "Correct the setting, or choose a named policy."
    )
    assert str(error_words(error, ENGLISH)) == str(error).removeprefix("[policy] ")
    assert str(error_words(error, JAPANESE)) == (
        "選択規則「mine」に範囲外の設定があります。cap は 1 以上です。"
        "設定を直すか、名前のある選択規則を選んでください。"
    )


def test_the_page_tells_an_error_in_japanese_and_what_has_none_in_english_beneath() -> None:
    known_error = UploadError("There is no file a<b.csv.", "", "Choose the file again.")
    with speaking(JAPANESE):
        html = error_notice(known_error)
        other = error_notice(DownloadError("Something that nobody has foreseen.", "", "Check the path."))
    assert "ファイル「a&lt;b.csv」がありません。</strong> ファイルを選び直してください。" in html
    assert "lang=" not in html
    assert ERRORS_TABLE["download"] in other
    assert "場所をご確認ください。" in other
    assert '<span class="original" lang="en">Something that nobody has foreseen.</span>' in other
    assert "<strong>There is no file a&lt;b.csv.</strong> Choose the file again." in error_notice(known_error)


def test_an_error_that_was_kept_is_told_in_japanese() -> None:
    """A job's error, shown later; one that came through another process or a file."""
    error = JobError("The job failed unexpectedly: list index out of range.", "", "Let it go on.")
    kept = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    view = JobView("id", "compress", "", "failed", 3, 5, None, None, kept)
    assert "処理が予期しない原因で失敗しました：list index out of range。" in jobs_html.jobs([view], JAPANESE)
    assert "The job failed unexpectedly: list index out of range. Let it go on." in jobs_html.jobs([view], ENGLISH)
    with pytest.raises(UploadError) as raised:
        read_apart(".pdf", b"no PDF at all")
    told = error_words(raised.value, JAPANESE)
    assert told.given.startswith("このファイルは壊れているか、PDF ではありません")
    assert not told.english


def test_what_somebody_typed_cannot_make_it_long_and_stays_as_it_is() -> None:
    hostile = "Edit 1. " * LONGEST
    assert detail_words(hostile, JAPANESE) == hostile
    assert detail_words("There is no edit '{0:said} a. b' in the store.", JAPANESE) == (
        "ID「{0:said} a. b」の編集は保存先にありません。"
    )


def test_rows_at_fault_are_told_in_japanese() -> None:
    faults = read_lines("A fact.\n\x07\nA fact.").faults
    assert [fault.reason for fault in faults] == ["control character U+0007", "the same text as row 1"]
    html = edits_html.faults(faults, JAPANESE)
    assert "制御文字 U+0007 が含まれています" in html
    assert "1 行目と同じ文です" in html
    both = "Edit 3 has 700 tokens (“It is. So…”). At most 256 tokens, about 192 English words."
    assert edits_html.faults([Fault(3, "It is.", both)], ENGLISH).count(both) == 1
    assert detail_words(both, JAPANESE) == (
        "3 番目の編集は 700 トークンあります（「It is. So…」）。上限は 256 トークン（英語で約 192 語）です。"
    )


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("You may not add edits.", "編集を追加する権限がありません。"),
        (
            "It takes the role approver on an edit of bob; yours is editor.",
            "必要なのは bob が担当する編集での承認者の役割です（現在の役割は編集者）。",
        ),
        (
            "To approve takes edits that are in review.",
            "承認ができるのは、承認待ちの編集です。",
        ),
        (
            "To retire takes edits that are a draft or approved.",
            "廃止ができるのは、下書き、承認済みの編集です。",
        ),
        ("no text, in column “Text”", "「Text」の列：文がありません"),
        (
            "The release “May” is not promoted: efficacy 3 of 5 (60.0%) is below 90.0%; "
            "no test question asks for a change.",
            "リリース「May」は切り替えられません："
            "意図どおりの変化が 5 件中 3 件（60.0%） で、基準の 90.0% を下回っています、"
            "意図どおりの変化を確かめる検査質問がありません。",
        ),
        ("There is no edit 'abc' in the store.", "ID「abc」の編集は保存先にありません。"),
        ("“2026-02-30” does not exist, in column “until”", "「until」の列：「2026-02-30」という日時は存在しません"),
    ],
)
def test_words_within_words(english: str, japanese: str) -> None:
    assert detail_words(english, JAPANESE) == japanese
    assert detail_words(english, ENGLISH) == english
