"""Accounts of answers: the model is asked again without each edit read, and everything known is put together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.service.kept_answers import Asked
from app.texts import ASKED, Texts

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.report import Report
    from app.model import EditableModel


def make_account(model: EditableModel, asked: Asked) -> Account:
    """All that is known of an answer, leave-one-out included.

    Raises:
        AdapterFormatError: the calibration beside the adapter is damaged.
    """
    from app.explain.account import account_of
    from app.explain.calibration import calibration_of
    from app.explain.changes import changes_in

    read = asked.pool is not None and bool(asked.answer.evidence.selection.chosen)
    changes = changes_in(model.leave_one_out(asked.answer, asked.pool)) if read and asked.pool is not None else ()
    return account_of(asked.answer, changes, calibration_of(model), withheld=asked.withheld, not_ready=asked.not_ready)


def report_on(model: EditableModel, asked: Asked, account: Account, say: Texts = ASKED) -> Report:
    """The evidence report of an answer, made now."""
    from app.explain.report import make_report

    origin, made = origin_of(model, asked), datetime.now(UTC)
    return make_report(account, origin, asked.versions, given=asked.given, made=made, repeats=asked.repeats, say=say)


def origin_of(model: EditableModel, asked: Asked) -> dict[str, Any]:
    """What someone needs who wants the same answer again: program, libraries, backbone, adapter, precision, memory."""
    from app.evaluation.provenance import provenance

    return {
        **provenance(model),
        "memory": model.memory,
        "gists_made_by": None if asked.pool is None else asked.pool.made_by,
        "edits_in_pool": 0 if asked.pool is None else len(asked.pool),
        "edits_not_ready": asked.not_ready,
        "max_new_tokens": model.settings.max_new_tokens,
    }
