"""The page of the pilot: in both languages, whole in itself, and nothing in it is taken for HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.errors import InputError
from app.explain.pilot_page import pilot_page
from app.store import AliasMove, Figures, GateRun, Limits, PilotMember, PilotView, Pins, Release, Usage
from app.texts.english_pilot import PILOT_TABLE as ENGLISH
from app.texts.japanese_pilot import PILOT_TABLE as JAPANESE

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
PINS = Pins(
    "SmolLM2", "5" * 64, "en", "a" * 64, "float32", "compressed", 4, {"name": "default", "top_k": None}, 64, "0.1.0",
    {"torch": "2.13.0"},
)  # fmt: skip
SPRING = Release(1, "1" * 32, "spring", "", NOW, "Ann", PINS, "f" * 64, 12)
SUMMER = replace(SPRING, number=2, id="2" * 32, name="summer <b>", note="<script>alert(1)</script>")
RUN = GateRun(1, "3" * 32, SUMMER.id, NOW, "Ann", Limits(), Figures(10, 9, 20, 1, 2), (), True)


def move(alias: str, release: Release) -> AliasMove:
    return AliasMove(1, alias, release.id, release.name, NOW, "Ann", "", None, False)


VIEW = PilotView(
    members=(PilotMember("bo", "candidate", NOW, "Ann"),),
    usage=(
        Usage("production", 1200, 30, 800, right=3, wrong=1, seconds=600.0, tokens=24_000),
        Usage("candidate", 4, 1, 3, right=2, unwanted=2, seconds=3.0, tokens=70),
    ),
    aliases={"candidate": move("candidate", SUMMER), "production": move("production", SPRING)},
    releases={SPRING.id: SPRING, SUMMER.id: SUMMER},
    runs={SUMMER.id: RUN},
)


def test_both_languages_have_the_same_sentences() -> None:
    assert {key for key in ENGLISH if not key.endswith(".one")} == {
        key for key in JAPANESE if key.startswith("pilot.") and not key.endswith(".one")
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ("takes the place of “spring”", "9 of 10 (90%)", "1 of 20 (5%)", "1 person is served", "75%", "0.75 each"),
        ),
        ("ja", ("承認申請書", "10 問中 9 問（90%）", "利用者は 1 名", "75%", "1問 0.75")),
    ],
)
def test_what_it_says(language: str, said: tuple[str, ...]) -> None:
    page = pilot_page(VIEW, language, made=NOW)
    assert f'<html lang="{language}">' in page
    for sentence in (*said, "1,200", "24,000", "f" * 64, "2026-11-29 09:30 UTC"):
        assert sentence in page
    assert "<script" not in page and "summer <b>" not in page and "summer &lt;b&gt;" in page
    assert "://" not in page and "src=" not in page and "bo<" not in page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_missing_is_said(language: str) -> None:
    say = {"en": ENGLISH, "ja": JAPANESE}[language]
    empty = pilot_page(PilotView((), (), {}, {}, {}), language, made=NOW)
    assert say["pilot.no-candidate"] in empty and say["pilot.usage.none"] in empty
    first = pilot_page(replace(VIEW, aliases={"candidate": move("candidate", SUMMER)}, runs={}), language, made=NOW)
    assert say["pilot.gate.none"] in first
    unmeasured = replace(RUN, figures=Figures(10, 9, 0, 0, 2, 12), limits=Limits(untested_at_most=0.5))
    page = pilot_page(replace(VIEW, runs={SUMMER.id: unmeasured}), language, made=NOW)
    assert say["pilot.gate.unmeasured"] in page and say["pilot.gate.passed-unmeasured"] in page
    assert f"2 · {say['pilot.gate.at-most'].format(share='50%')}" in page
    done = replace(VIEW, aliases={alias: move(alias, SPRING) for alias in ("candidate", "production")})
    assert say["pilot.request.done"].format(release="spring") in pilot_page(done, language, made=NOW)


def test_another_language_is_refused() -> None:
    with pytest.raises(InputError):
        pilot_page(VIEW, "fr", made=NOW)
