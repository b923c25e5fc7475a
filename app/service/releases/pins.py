"""What a release pins, beside what is open here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.errors import PinsError
from app.store import Difference, Pins, Release
from app.store.release_records import PINNED_LATER, differences

if TYPE_CHECKING:
    from app.model import EditableModel, Policy

OF_THE_MODEL = ("backbone_fingerprint", "adapter", "adapter_weights", "precision", "memory", "slots", *PINNED_LATER)
"""Pins that must be those of the model that is open. Policy and longest answer are taken from the release; program and
libraries are recorded, and told where they differ."""


def pins_of(model: EditableModel, policy: Policy, longest_answer: int | None = None) -> Pins:
    """All that answers of this model depend on besides the edits."""
    from app import __version__
    from app.evaluation.provenance import provenance
    from app.service.shared_store import maker_of

    maker, origin = maker_of(model), provenance(model)
    return Pins(
        backbone=maker.backbone,
        backbone_fingerprint=maker.backbone_fingerprint,
        adapter=maker.adapter,
        adapter_weights=origin["adapter_weights_sha256"],
        precision=maker.precision,
        memory=maker.memory,
        slots=maker.slots,
        policy=policy.describe(),
        longest_answer=longest_answer or model.settings.max_new_tokens,
        program=__version__,
        libraries={"python": origin["python"], **origin["libraries"]},
        tokenizer=model.backbone.tokenizer_sha256,
        config=model.backbone.config_sha256,
        adapter_card=None if model.adapter is None else model.adapter.card.computing_sha256,
    )


def policy_of(pins: Pins) -> Policy:
    """The policy that a release names. Raises PolicyError where this version of the program does not know it."""
    return policy_from(dict(pins.policy))


def policy_from(described: dict[str, object]) -> Policy:
    """The policy that was described so. Raises PolicyError where this version of the program does not know it."""
    from app.errors import PolicyError
    from app.model import Policy

    try:
        return Policy(**described)  # type: ignore[arg-type]  # Policy checks what it is given
    except TypeError as error:
        raise PolicyError(
            f"The policy {described.get('name')!r} has a setting that is not known here.",
            f"Known: {', '.join(Policy.__dataclass_fields__)}.",
            "It was recorded by another version of the workbench: use that.",
        ) from error


def differences_here(release: Release, model: EditableModel) -> tuple[Difference, ...]:
    """What the release pins, and what is open here, where that differs."""
    here = pins_of(model, policy_of(release.pins), release.pins.longest_answer)
    unpinned: dict[str, Any] = {name: None for name in PINNED_LATER if getattr(release.pins, name) is None}
    return differences(release.pins, replace(here, **unpinned))


def require_pins(release: Release, model: EditableModel) -> None:
    """Refuse a model that is not the one that the release names.

    Raises:
        PinsError: naming each difference.
    """
    found = [one for one in differences_here(release, model) if one.what in OF_THE_MODEL]
    if not found:
        return
    told = "; ".join(f"{one.what.replace('_', ' ')}: {_short(one.first)}, here {_short(one.second)}" for one in found)
    flags = f"--backbone {release.pins.backbone} --precision {release.pins.precision} --memory {release.pins.memory}"
    raise PinsError(
        f"The release “{release.name}” was made for another model than is open here. {told}.",
        "A release is answered only by what it names.",
        f"Start with what it names ({flags}, adapter {release.pins.adapter or 'none'}), or make another release.",
    )


def _short(value: object) -> str:
    text = "none" if value is None else str(value)
    return f"{text[:12]}…" if len(text) == 64 else text
