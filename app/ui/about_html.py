"""What the tab *About* shows, as HTML: first what everybody wants to know, details folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.texts import Texts, limit_words, name_words
from app.ui.about_backbones_html import languages
from app.ui.about_card_html import failures, figures, folded, recall
from app.ui.pieces import heading, safe, table, tag

if TYPE_CHECKING:
    from app.model.adapter_card import AdapterCard
    from app.service.about import AboutFacts, DataFacts, ModelFacts

PAPER = "https://arxiv.org/abs/2505.22156"


def loading(say: Texts) -> str:
    """While the model is not there yet."""
    return f'<p class="empty">{safe(say("about.loading"))}</p>'


def facts(about: AboutFacts, say: Texts) -> str:
    """The whole page."""
    card = about.model.card
    sections = (
        _answers(about.model, say),
        _without_adapter(say) if card is None else _how_well(card, say),
        "" if card is None else _limits(card, say),
        _data(about.data, say),
        _details(about, say),
    )
    return "".join(f'<section class="about">{section}</section>' for section in sections if section)


def _answers(model: ModelFacts, say: Texts) -> str:
    millions = f"{model.parameters / 1e6:,.0f}"
    licence = say("about.licence", licence=model.licence) if model.licence else say("about.licence.unknown")
    where = say("about.where.cuda") if model.device.startswith("cuda") else say("about.where.cpu")
    first = f"{say('about.backbone', name=name_words(model.title, say), millions=millions)} {where} {licence}"
    second = (
        ""
        if model.card is None
        else say(
            "about.trained",
            name=model.card.name,
            megabytes=f"{model.adapter_bytes / 2**20:.0f}",
            languages=languages(model.card.languages, say),
            hours=""
            if model.card.trained_hours is None
            else say("about.trained.hours", hours=f"{model.card.trained_hours:g}"),
        )
    )
    memory = say(f"about.memory.{model.memory}.hint")
    paper = f'<a href="{PAPER}" target="_blank" rel="noreferrer">{safe(say("about.paper"))}</a>'
    texts = "".join(f"<p>{safe(text)}</p>" for text in (first, second, memory) if text)
    return f"{heading(say('about.answers'))}{texts}<p>{paper}</p>"


def _without_adapter(say: Texts) -> str:
    return f"{heading(say('about.well'))}<p>{safe(say('about.no-adapter.hint'))}</p>"


def _how_well(card: AdapterCard, say: Texts) -> str:
    """Trials first, since everybody understands them; the measured figures folded."""
    right = sum(trial.right for trial in card.trials)
    trials = ""
    if card.trials:
        rows = "".join(
            f'<tr><td dir="auto">{safe(trial.edit)}</td><td dir="auto">{safe(trial.question)}</td>'
            f'<td dir="auto">{safe(trial.expected)}</td><td dir="auto">{safe(trial.answer)}</td>'
            f"<td>{_result(trial.right, say)}</td></tr>"
            for trial in card.trials
        )
        names = ("edit", "question", "expected", "answer", "result")
        head = "".join(f'<th scope="col">{safe(say(f"about.trial.{name}"))}</th>' for name in names)
        inner = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        body = f'<div class="table trials" tabindex="0">{inner}</div>'
        trials = f"<p>{safe(say('about.trials', number=len(card.trials), right=right))}</p>{body}"
    return heading(say("about.well")) + trials + recall(card, say) + figures(card, say)


def _result(right: bool, say: Texts) -> str:
    return tag(say("about.right"), tone="good") if right else tag(say("about.wrong"), tone="bad")


def _limits(card: AdapterCard, say: Texts) -> str:
    limits = (
        _list([limit_words(limit, say) for limit in card.limits])
        if card.limits
        else f"<p>{safe(say('about.limits.unknown'))}</p>"
    )
    return heading(say("about.limits")) + limits + failures(card, say)


def _data(data: DataFacts, say: Texts) -> str:
    hours = f"{data.session_hours:g}"
    shared = say(f"about.data.shared.{data.shared_store}")
    lines = (say("about.data.private", hours=hours), shared, say("about.data.uploads"), say("about.data.nowhere"))
    return heading(say("about.data")) + _list(lines)


def _details(about: AboutFacts, say: Texts) -> str:
    model, card = about.model, about.model.card
    backbone = {
        "about.detail.family": say("about.detail.family.value", family=model.family, layers=model.layers),
        "about.detail.fingerprint": model.fingerprint,
        "about.detail.precision": f"{model.precision} · {_precision(model, say)}",
        "about.detail.device": model.device,
    }
    parts = [folded(say("about.details.backbone"), _facts(backbone, say))]
    if card is not None:
        adapter = {
            "about.detail.made-for": card.backbone_name,
            "about.detail.slots": str(card.slots),
            "about.detail.layers": say("about.detail.layers.value", select=card.select_from, low=card.low_rank_from),
            "about.detail.rank": str(card.rank),
            "about.detail.measured-in": ", ".join(card.precisions_measured) or "–",
            "about.detail.licence": name_words(card.licence, say) or "–",
        }
        if card.trained_pairs is not None:
            adapter["about.detail.pairs"] = f"{card.trained_pairs:,}"
        trained = _trained_on(card, say)
        parts.append(folded(say("about.details.adapter"), _facts(adapter, say) + trained))
    parts.append(
        folded(
            say("about.details.versions"),
            table((say("about.package"), say("about.version")), list(about.versions.items())),
        )
    )
    return heading(say("about.details")) + "".join(parts)


def _trained_on(card: AdapterCard, say: Texts) -> str:
    """Each ingredient with its licence; in words where the card lists none apart."""
    if card.data_sources:
        headings = (say("about.trained-on"), say("about.detail.licence"))
        named = [(name_words(source.name, say), name_words(source.licence, say)) for source in card.data_sources]
        return table(headings, named)
    return f"<h3>{safe(say('about.trained-on'))}</h3>{_list(card.trained_on)}" if card.trained_on else ""


def _precision(model: ModelFacts, say: Texts) -> str:
    """Why this precision."""
    ratio = "" if model.ratio is None else f"{model.ratio:.1f}"
    return say(f"about.precision.{model.precision_reason}", ratio=ratio)


def _facts(pairs: Mapping[str, str], say: Texts) -> str:
    rows = "".join(f"<dt>{safe(say(key))}</dt><dd>{safe(value)}</dd>" for key, value in pairs.items())
    return f'<dl class="facts">{rows}</dl>'


def _list(lines: Sequence[str]) -> str:
    return f'<ul class="plain">{"".join(f"<li>{safe(line)}</li>" for line in lines)}</ul>'
