"""The text table and the code that uses it fit together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from app.config import ROOT
from app.explain.report import WORDS
from app.explain.sentence import ELSEWHERE
from app.explain.sureness import Called
from app.service.compressing import COMPRESS
from app.service.edit_testing import TEST
from app.service.evaluating import EVALUATE
from app.service.fidelities import CHECK as FIDELITY
from app.service.releases.gate import GATE
from app.service.testing import ASK
from app.texts import ENGLISH, percent
from app.texts.english import TABLE
from app.texts.japanese import TABLE as JAPANESE_TABLE

CALL = re.compile(r"""say(?:\.count)?\(\s*["']([^"']+)["']|\bkey = "([^"]+)" if [^"]+ else "([^"]+)["]""")
COMPOSED = re.compile(r"""say(?:\.count)?\(\s*f(["'])(.+?)\1""")
"""A key with places in it, such as `say(f"rules.{name}.effect")`: each place is one word of the key."""
MADE = (
    {"language.en", "language.ja", "page.language.en", "page.language.ja"}
    | {f"tab.{name}" for name in ("edits", "ask", "why", "compare", "releases", "about")}
    | set(ELSEWHERE.values())
    | {f"sureness.{called}" for called in get_args(Called)}
    | {f"report.word.{word}{end}" for word in WORDS for end in ("", ".meaning")}
    | {f"job.{kind}" for kind in (COMPRESS, EVALUATE, ASK, FIDELITY, GATE, TEST)}
    | {f"job.{state}" for state in ("done", "stopped", "failed")}
    | {f"about.memory.{memory}.hint" for memory in ("compressed", "verbatim")}
)
"""Keys that the code puts together."""
OF_BOTH = {"page.language.en", "about.english-only.command"}
"""Keys whose sentence is the same in both languages, though it has words."""


def used_keys() -> set[str]:
    found: set[str] = set()
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "app").rglob("*.jinja")]:
        code = path.read_text(encoding="utf-8")
        for match in CALL.finditer(code):
            found |= {key for key in match.groups() if key}
        for match in COMPOSED.finditer(code):
            form = re.sub(r"\\\{.+?\\\}", "[^.]+", re.escape(match[2]))
            found |= {key for key in TABLE if re.fullmatch(f"{form}(\\.one|\\.other)?", key)}
        if path.parent.name == "ui":  # a dictionary from keys to values, a choice between keys
            found |= {key for key in TABLE if f'"{key}"' in code}
    return found | MADE


def test_every_key_used_is_in_the_table() -> None:
    missing = {key for key in used_keys() if key not in TABLE and f"{key}.other" not in TABLE}
    assert not missing


def test_every_key_in_the_table_is_used() -> None:
    used = used_keys()
    assert not {key for key in TABLE if key not in used and key.removesuffix(".one").removesuffix(".other") not in used}


def fits(key: str, table: Mapping[str, str]) -> bool:
    """Whether a key is in a table; a language may have one form for all numbers."""
    return key in table or (key.endswith(".one") and f"{key.removesuffix('.one')}.other" in table)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_japanese_has_every_key_of_english_and_no_other() -> None:
    assert not [key for key in TABLE if not fits(key, JAPANESE_TABLE)]
    assert not [key for key in JAPANESE_TABLE if key not in TABLE]


def test_a_sentence_has_the_same_places_in_both_languages() -> None:
    assert not [key for key in JAPANESE_TABLE if places(JAPANESE_TABLE[key]) != places(TABLE[key])]


def test_japanese_is_written_in_japanese() -> None:
    same = {key for key, sentence in JAPANESE_TABLE.items() if sentence == TABLE[key]}
    assert not {key for key in same if re.search("[A-Za-z]{3}", re.sub(r"\{.+?\}", "", TABLE[key]))} - OF_BOTH


@pytest.mark.parametrize("table", [TABLE, JAPANESE_TABLE])
def test_texts_hold_no_markup(table: Mapping[str, str]) -> None:
    """They come into a page that is built already, where nothing escapes them any more."""
    assert not [key for key, sentence in table.items() if re.search('[<>&"]', sentence) and ".hover." not in key]


def test_no_sentence_stands_in_the_page_itself() -> None:
    for path in sorted(Path(ROOT / "app" / "ui").glob("*.py")):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        assert not re.findall(r'[">][A-Z][a-z]+ [a-z]+ [a-z ]+', code), path.name


def test_numbers_choose_their_form() -> None:
    assert ENGLISH.count("edits.added", 1) == "1 edit added and ready."
    assert ENGLISH.count("edits.added", 1200) == "1,200 edits added and ready."
    with pytest.raises(KeyError):
        ENGLISH("no.such.key")


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0%"), (0.004, "under 1%"), (0.005, "1%"), (0.5, "50%"), (0.996, "over 99%"), (1.0, "100%")],
)
def test_a_share_is_never_rounded_to_none_or_all(share: float, said: str) -> None:
    assert percent(share, ENGLISH) == said
