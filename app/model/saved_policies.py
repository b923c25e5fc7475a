"""Policies that a person tuned and named: one small file each in a folder, so that none can spoil another.

A margin is in logits of one adapter, so a saved policy is for the adapter that it was tuned with and refused for any
other. What it was measured on stands beside its settings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import PolicyError
from app.model.policies import POLICIES, Policy, policy_named

if TYPE_CHECKING:
    from app.model.editable import EditableModel

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ENDING = ".json"
UNSAVED = "unsaved"
"""In place of its checksum: an adapter that lies in no folder, for which no policy can be kept."""


class Share(BaseModel):
    """A share of questions with the ends of its 95 % interval."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    n: int = Field(ge=1)
    """Questions."""


class Figures(BaseModel):
    """What a policy costs and brings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    efficacy: Share
    """Questions that an edit covers and that are answered by it."""
    unwanted: Share
    """Questions that no edit covers and whose answer an edit changed."""


class SavedPolicy(BaseModel):
    """A policy with where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    format: Literal[1] = 1
    policy: Policy
    backbone: str
    backbone_fingerprint: str
    adapter: str | None
    """None: tuned without adapter."""
    adapter_weights: str | None
    """Of the adapter's tensors, see `Adapter.weights_sha256`."""
    memory: str
    slots: int
    """Gist slots kept of an edit; 0 without adapter."""
    suites: dict[str, str]
    """Name → version."""
    records: int
    pool: int
    seed: int
    most_unwanted: float
    """Share of unwanted changes that the person allowed."""
    figures: Figures
    """On the questions that it was chosen on: a little flattering."""
    checked: Figures | None
    """Of the same rule on records that had no part in the choice."""
    commit: str | None

    @property
    def name(self) -> str:
        return self.policy.name

    def fits(self, model: EditableModel) -> bool:
        """Whether it was tuned with this backbone and adapter."""
        return self.adapter_weights != UNSAVED and (self.backbone_fingerprint, self.adapter_weights) == identity_of(
            model
        )


@dataclass(frozen=True)
class Shelf:
    """What a folder of saved policies holds."""

    policies: tuple[SavedPolicy, ...]
    faults: tuple[PolicyError, ...]
    """Of the files that are no policies; the others are not harmed."""


def identity_of(model: EditableModel) -> tuple[str, str | None]:
    """What the logits of a model's selection depend on: backbone and adapter."""
    adapter = model.adapter
    return model.backbone.fingerprint, None if adapter is None else adapter.weights_sha256 or UNSAVED


def policy_for(model: EditableModel, policy: Policy | str | None) -> Policy:
    """A policy by name: a registered one, or one that was saved for this model; a policy is itself.

    Raises:
        PolicyError: no such policy, one that was tuned with another adapter, or a file that is damaged.
    """
    if policy is None or isinstance(policy, Policy) or policy in POLICIES:
        return policy_named(policy)
    folder = model.settings.policies
    saved = _held(folder)
    if policy not in saved:
        known = (*POLICIES, *saved)
        near = get_close_matches(policy, known, n=1)
        raise PolicyError(
            given=f"There is no policy “{policy}”.",
            allowed=f"Policies: {', '.join(known)}.",
            remedy=f"Did you mean “{near[0]}”?" if near else "Choose one of these.",
        )
    found = load_policy(folder, policy)
    if not found.fits(model):
        raise PolicyError(
            given=f"The policy “{policy}” was tuned for {_title(found.backbone, found.adapter)}, and "
            f"{_title(model.backbone.name, None if model.adapter is None else model.adapter.card.name)} answers here.",
            allowed="A margin is in logits of one adapter and means nothing to another.",
            remedy="Choose another policy, or tune one for this model: python -m app tune --save NAME.",
        )
    return found.policy


def shelf_in(folder: Path) -> Shelf:
    """All saved policies by name, and the files at fault; none where there is no folder yet."""
    policies: list[SavedPolicy] = []
    faults: list[PolicyError] = []
    for name in _held(folder):
        try:
            policies.append(load_policy(folder, name))
        except PolicyError as error:
            faults.append(error)
    return Shelf(tuple(policies), tuple(faults))


def load_policy(folder: Path, name: str) -> SavedPolicy:
    """Read one saved policy.

    Raises:
        PolicyError: its file is not one, or another's.
    """
    file = folder / f"{name}{ENDING}"
    try:
        found = SavedPolicy.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise _damaged(file, f"{where}: {first['msg']}") from error
    except PolicyError as error:
        raise _damaged(file, error.allowed.rstrip(".")) from error
    except OSError as error:
        raise _damaged(file, error.strerror or "it cannot be read") from error
    if found.name != name:
        raise _damaged(file, f"it holds the policy “{found.name}”")
    return found


def save_policy(folder: Path, saved: SavedPolicy, *, replace: bool = False) -> Path:
    """Write it, the whole file or none.

    Raises:
        PolicyError: a name that cannot be used or is taken, or a place that cannot be written to.
    """
    check_name(folder, saved.name, replace=replace)
    file = folder / f"{saved.name}{ENDING}"
    partial = file.with_name(f".{file.name}.partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_text(saved.model_dump_json(indent=2) + "\n", encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        raise PolicyError(
            given=f"{file} cannot be written: {error.strerror}.",
            allowed="",
            remedy="Make room, or set INCOMES_POLICIES to another folder.",
        ) from error
    return file


def require_held(folder: Path, name: str) -> None:
    """Raises PolicyError where no policy was saved under that name."""
    held = _held(folder)
    if name not in held:
        near = get_close_matches(name, held, n=1)
        raise PolicyError(
            given=f"No policy “{name}” was saved in {folder}.",
            allowed=f"There are: {', '.join(held)}." if held else "There is none.",
            remedy=f"Did you mean “{near[0]}”?" if near else "`python -m app tune --save NAME` saves one.",
        )


def delete_policy(folder: Path, name: str) -> Path:
    """Delete the file of a saved policy, damaged or not, and return where it was.

    Raises:
        PolicyError: there is none of that name, or it cannot be deleted.
    """
    require_held(folder, name)
    file = folder / f"{name}{ENDING}"
    try:
        file.unlink()
    except OSError as error:
        raise PolicyError(
            given=f"{file} cannot be deleted: {error.strerror}.", allowed="", remedy="Check who owns it."
        ) from error
    return file


def check_name(folder: Path, name: str, *, replace: bool = False) -> None:
    """Find out before any work whether a policy can be saved under a name.

    Raises:
        PolicyError: it cannot be used, belongs to the program, or is taken and not to be replaced.
    """
    if not NAME.fullmatch(name):
        raise PolicyError(
            given=f"A policy cannot be named “{name}”.",
            allowed="Small letters a to z, digits and hyphens, 40 at most, a letter or digit first.",
            remedy="Choose another name.",
        )
    if name in POLICIES:
        raise PolicyError(
            given=f"The policy “{name}” belongs to the program.",
            allowed=f"Taken: {', '.join(POLICIES)}.",
            remedy="Choose another name.",
        )
    if not replace and name in _held(folder):
        raise PolicyError(
            given=f"There is a policy “{name}” already, in {folder}.",
            allowed="",
            remedy="Choose another name, or add --replace.",
        )


def _held(folder: Path) -> Sequence[str]:
    """Names of the files; hidden and unfinished ones are none."""
    if not folder.is_dir():
        return ()
    return sorted(file.stem for file in folder.glob(f"*{ENDING}") if NAME.fullmatch(file.stem))


def _title(backbone: str, adapter: str | None) -> str:
    return f"the adapter “{adapter}” of {backbone}" if adapter is not None else f"{backbone} without adapter"


def _damaged(file: Path, why: str) -> PolicyError:
    return PolicyError(
        given=f"{file} is not a saved policy: {why}.",
        allowed="It is written by `python -m app tune --save NAME`. The other policies are not harmed.",
        remedy="Delete it, or tune and save it again with --replace.",
    )
