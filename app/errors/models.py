"""Backbones, adapters, pools, policies."""

from __future__ import annotations

from app.errors.base import WorkbenchError


class BackboneError(WorkbenchError):
    code = "backbone"


class UnsupportedFamilyError(BackboneError):
    code = "backbone-family"


class BackboneMissingError(BackboneError):
    code = "backbone-missing"


class DownloadError(BackboneError):
    code = "download"


class TermsNotAcceptedError(BackboneError):
    code = "terms-not-accepted"

    backbone: str = ""
    """Registered name of the backbone whose terms these are."""


class LendingError(BackboneError):
    code = "lending"


class AdapterError(WorkbenchError):
    code = "adapter"


class AdapterMissingError(AdapterError):
    code = "adapter-missing"


class AdapterFormatError(AdapterError):
    code = "adapter-format"


class AdapterMismatchError(AdapterError):
    code = "adapter-mismatch"


class SlotsError(AdapterError):
    code = "slots"


class FidelityError(AdapterError):
    code = "fidelity"


class PoolError(WorkbenchError):
    code = "pool"


class PolicyError(WorkbenchError):
    code = "policy"
