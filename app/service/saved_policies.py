"""The policies that a person tuned and named, as far as they are for the model that answers here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import PolicyError
from app.service.core import Core
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.model.saved_policies import Figures, SavedPolicy


@dataclass(frozen=True)
class OfferedPolicy:
    """A saved policy with what may be expected of it."""

    saved: SavedPolicy
    expected: Figures
    """On records that had no part in the choice, where that was measured."""
    flattering: bool
    """They are of the questions that it was chosen on."""
    elsewhere: bool
    """They were measured with another memory, or another number of gist slots, than this model has."""

    @property
    def name(self) -> str:
        return self.saved.name


@dataclass(frozen=True)
class Offered:
    """All of them."""

    policies: tuple[OfferedPolicy, ...] = ()
    hidden: int = 0
    """Others: for another model, or damaged."""

    def named(self, name: str) -> OfferedPolicy:
        """Raises: PolicyError: it is not (any longer) there."""
        found = next((one for one in self.policies if one.name == name), None)
        if found is None:
            raise PolicyError(
                f"The setting “{name}” is no longer here.",
                "Saved settings are files in the folder INCOMES_POLICIES.",
                "Choose another one, or the slider.",
            )
        return found


class SavedPolicies:
    """What is offered beside the stops of the slider."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("policies.offered")
    def offered(self) -> Offered:
        """The saved policies of this model by name; none while it is not loaded."""
        if not self._core.loading.ready:
            return Offered()
        from app.model.saved_policies import shelf_in

        model, shelf = self._core.model(), shelf_in(self._core.settings.policies)
        fitting = [saved for saved in shelf.policies if saved.fits(model)]
        own = str(model.memory), model.compressor.slots
        policies = tuple(
            OfferedPolicy(
                saved,
                saved.checked or saved.figures,
                flattering=saved.checked is None,
                elsewhere=(saved.memory, saved.slots) != own,
            )
            for saved in fitting
        )
        return Offered(policies, len(shelf.policies) - len(fitting) + len(shelf.faults))
