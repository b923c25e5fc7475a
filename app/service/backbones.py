"""The backbones that can be chosen by name, what they need, and consent to their terms of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.config import Settings
from app.service.core import Core
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.model.terms import Terms


@dataclass(frozen=True)
class BackboneChoice:
    """A backbone that comes with a name."""

    name: str
    """What `--backbone` and INCOMES_BACKBONE take."""
    title: str
    licence: str
    languages: tuple[str, ...]
    """ISO 639-1 codes of those it answers well in."""
    here: bool
    """On this disk already; else it is fetched when it is chosen."""
    download_mb: int
    disk_mb: int
    """Free space that fetching takes, at its peak."""
    adapter: str | None
    """The shipped adapter made for it; None: edits are read verbatim."""
    terms: Terms | None
    """Terms of use that must be accepted before it is fetched."""
    accepted: bool
    """Whether it may be fetched: there are no such terms, or they were accepted."""


def available_backbones(settings: Settings) -> tuple[BackboneChoice, ...]:
    """Every registered backbone, the embedded one first. Nothing is fetched or loaded."""
    from app.model.fetch import folder_of, is_complete
    from app.model.shelf import shipped_adapters
    from app.model.sources import PACKAGED
    from app.model.terms import are_accepted

    shipped = [card for card in shipped_adapters().values() if card.reader == "joint"]
    adapters = {card.backbone_fingerprint: card.name for card in shipped}
    return tuple(
        BackboneChoice(
            name=model.name,
            title=model.title,
            licence=model.licence,
            languages=model.languages,
            here=is_complete(folder_of(model, settings)),
            download_mb=model.download_mb,
            disk_mb=model.disk_mb,
            adapter=adapters.get(model.sha256),
            terms=model.terms,
            accepted=model.terms is None or are_accepted(model.name, model.terms, settings),
        )
        for model in PACKAGED.values()
    )


class Backbones:
    """Which backbones there are, and the one that answers here."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("backbones.available")
    def available(self) -> tuple[BackboneChoice, ...]:
        """Every registered backbone, the embedded one first."""
        return available_backbones(self._core.settings)

    @permitted("backbones.opened")
    def opened(self) -> str | None:
        """The name of the one that answers here now; None while none is loaded."""
        return self._core.model().backbone.name if self._core.loading.ready else None

    @permitted("backbones.waiting_for_consent")
    def waiting_for_consent(self) -> BackboneChoice | None:
        """The backbone that is to answer here, while it is not fetched because nobody has accepted its terms."""
        chosen = self._core.settings.backbone
        return next((one for one in self.available() if one.name == chosen and not (one.here or one.accepted)), None)

    @permitted("backbones.accept_terms")
    def accept_terms(self, name: str) -> None:
        """Notes that the terms of this backbone are accepted on this machine; `begin_loading` goes on then.

        Raises:
            BackboneMissingError: no registered backbone of that name.
        """
        from app.model.sources import terms_of
        from app.model.terms import note_accepted

        terms = terms_of(name)
        if terms is not None:
            note_accepted(name, terms, self._core.settings)
