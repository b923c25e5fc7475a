"""Three people at work, in both languages: a support lead with an approver, a lawyer, and a researcher.

Each step begins where the last one ended, on one store with accounts. `INCOMES_TEST_SHOTS=FOLDER` keeps pictures of the
pages, wide and narrow, light and dark, for a person to look at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.store import open_store
from app.texts import LANGUAGES, Texts, alias_words
from tests.browser.conftest import MODEL_MILLISECONDS, open_tab, running
from tests.evaluation.comparing import growth
from tests.evaluation.made_results import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "five blue herons over water"  # nosec B105  # of accounts that live as long as this test
ROLES = {"lead": "editor", "approver": "approver", "lawyer": "viewer", "researcher": "viewer"}
FIRMS = {"en": "Acme", "ja": "Borealis"}
"""The edits are English in both languages, as the embedded model is; their subjects differ, for the store is one."""
LONG = 120_000


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workbench with accounts, the four-eyes rule, and answers kept whole."""
    folder = tmp_path_factory.mktemp("company")
    url = f"sqlite:///{folder}/store.sqlite"
    with open_store(url) as store:
        for name, role in ROLES.items():
            store.accounts.add(name, role, password=PASSWORD)
        store.rules.set("four-eyes", True)
        store.rules.set("answers", "full")
    with running(folder / "log.txt", "--store", url, "--sign-in", "local") as address:
        yield address


@dataclass(frozen=True)
class Scene:
    """Where the story is told."""

    open_as: Callable[[str], Page]
    """Signs somebody in, in a browser of their own, on the shared edits."""
    say: Texts
    old: str
    new: str
    question: str
    release: str


@pytest.fixture(params=sorted(LANGUAGES))
def scene(request: pytest.FixtureRequest, browser: Browser, company: str) -> Scene:
    say, firm = LANGUAGES[request.param], FIRMS[request.param]

    def open_as(name: str) -> Page:
        context = browser.new_context(locale=request.param, viewport={"width": 1280, "height": 900})
        request.addfinalizer(context.close)
        page = context.new_page()
        page.goto(company)
        page.get_by_label(say("access.name")).fill(name)
        page.get_by_label(say("access.password")).fill(PASSWORD)
        page.get_by_role("button", name=say("access.enter")).click()
        page.locator("#about .tags").wait_for(timeout=MODEL_MILLISECONDS)
        page.locator("#edits-in-use").get_by_label(say("store.shared")).check()
        expect(page.locator("#store-note")).not_to_be_empty()
        return page

    return Scene(
        open_as,
        say,
        old=f"The refund period of {firm} is 30 days.",
        new=f"The refund period of {firm} is 45 days.",
        question=f"How long is the refund period of {firm}?",
        release=f"{firm} spring",
    )


def shots(page: Page, name: str) -> None:
    """Pictures for a person to look at, where a folder for them is named."""
    folder = os.environ.get("INCOMES_TEST_SHOTS")
    if not folder:
        return
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.evaluate(f"document.body.classList.toggle('dark', {str(theme == 'dark').lower()})")
            page.wait_for_timeout(400)
            page.screenshot(path=Path(folder) / f"{name}-{width}-{theme}.png", full_page=True)
    page.evaluate("document.body.classList.remove('dark')")
    page.set_viewport_size({"width": 1280, "height": 900})


def asked(page: Page, scene: Scene) -> None:
    open_tab(page, scene.say("tab.ask"))
    page.locator("#question").locator("textarea, input").fill(scene.question)
    page.locator("#ask").click()
    expect(page.locator("#result .sentence")).to_be_visible(timeout=LONG)


def test_from_two_versions_of_an_faq_to_a_report_and_a_comparison(scene: Scene, tmp_path: Path) -> None:
    lead_submits_what_the_new_faq_says(scene, tmp_path)
    approver_approves_and_releases(scene)
    lead_asks(scene)
    lawyer_explains_the_logged_answer(scene)
    researcher_changes_the_policy_and_compares(scene, tmp_path)


def lead_submits_what_the_new_faq_says(scene: Scene, folder: Path) -> None:
    page, say = scene.open_as("lead"), scene.say
    files = {"old": scene.old, "new": scene.new}
    page.locator("#documents button").first.click()
    for name, text in files.items():
        file = folder / f"faq-{name}.md"
        file.write_text(f"# FAQ\n\n{text}\n\nThe desk answers on weekdays.\n", encoding="utf-8")
        page.locator(f"#document-{name} input[type=file]").set_input_files(file)
        expect(page.locator(f"#document-{name}")).to_contain_text(file.stem)
    page.locator("#document-compare").click()
    proposal = page.locator("#proposals .proposals > li")
    expect(proposal).to_have_count(1)
    expect(proposal.locator("del")).to_have_text("30")
    expect(proposal.locator("ins")).to_have_text("45")
    shots(page, f"{say.language}-lead-proposes")
    page.locator("#proposals").get_by_role("button", name=say("documents.accept")).click()
    expect(page.locator("#documents-notice")).to_contain_text(say("documents.in-review"))
    page.context.close()


def approver_approves_and_releases(scene: Scene) -> None:
    page, say = scene.open_as("approver"), scene.say
    open_tab(page, say("tab.review"))
    card = page.locator(".review-card", has_text=scene.new)
    expect(card).to_contain_text("lead")
    take_over = card.get_by_role("button", name=say("review.take-over"))
    if take_over.count():
        take_over.click()
        expect(take_over).to_have_count(0)
    shots(page, f"{say.language}-approver-reviews")
    card.get_by_role("button", name=say("review.approve"), exact=True).click()
    expect(card).to_have_count(0, timeout=LONG)
    open_tab(page, say("tab.releases"))
    page.locator("#release-name").locator("textarea, input").fill(scene.release)
    page.locator("#make-release").click()
    row = page.locator(".table.releases tr", has_text=scene.release)
    row.get_by_role("button", name=say("releases.test"), exact=True).click()
    expect(row.locator(".tag.good, .tag.bad, .tag.warning").first).to_be_visible(timeout=LONG)
    page.locator("#move-reason").locator("textarea, input").fill("Decision of the board")
    page.locator("#override-gate").get_by_role("checkbox").check()
    production = alias_words("production", say)
    row.get_by_role("button", name=say("releases.to", alias=production)).click()
    expect(page.locator(".alias", has_text=production)).to_contain_text(scene.release)
    shots(page, f"{say.language}-approver-releases")
    page.context.close()


def lead_asks(scene: Scene) -> None:
    page = scene.open_as("lead")
    asked(page, scene)
    expect(page.locator(".answer.edited .answer-text")).to_contain_text("45 days")
    shots(page, f"{scene.say.language}-lead-asks")
    page.context.close()


def lawyer_explains_the_logged_answer(scene: Scene) -> None:
    page, say = scene.open_as("lawyer"), scene.say
    open_tab(page, say("tab.why"))
    page.locator("#logged button").first.click()
    row = page.locator("#logged-list tr", has_text=scene.question)
    expect(row).to_contain_text("lead")
    expect(row).to_contain_text(scene.new)
    row.get_by_role("button").click()
    expect(page.locator("#logged-verdict .good")).to_be_visible(timeout=LONG)
    expect(page.locator("#why-summary")).to_contain_text(scene.question)
    expect(page.locator("#report")).to_be_visible(timeout=LONG)
    shots(page, f"{say.language}-lawyer-explains")
    with page.expect_download() as download:
        page.locator("#report").click()
    html = Path(download.value.path()).read_text(encoding="utf-8")
    assert f'lang="{say.language}"' in html and scene.new in html
    page.context.close()


def researcher_changes_the_policy_and_compares(scene: Scene, folder: Path) -> None:
    page, say = scene.open_as("researcher"), scene.say
    open_tab(page, say("tab.ask"))
    page.get_by_label(say("rules.label")).first.press("Home")
    expect(page.locator("#strictness-meaning")).not_to_be_empty()
    asked(page, scene)
    open_tab(page, say("tab.compare"))
    expect(page.locator("#methods-ours input").first).to_be_checked()
    with page.expect_file_chooser() as chosen:
        page.locator("#compare-load").click()
    chosen.value.set_files(write(folder / "results.jsonl", growth()))
    expect(page.locator("#compare-sentence")).not_to_be_empty()
    expect(page.locator("#curve-plot .legend .traces").first).to_be_visible()
    shots(page, f"{say.language}-researcher-compares")
    page.context.close()
