"""Evidence made visible: data of the pictures, the pictures, one plain sentence, and what it rests on."""

from app.explain.account import Account, account_of
from app.explain.changes import Change, changes_in
from app.explain.claims import Claim, claims_in
from app.explain.figures import reading_figure, selection_figure
from app.explain.marking import marked_parts
from app.explain.sentence import Finding, finding, sentence
from app.explain.support import unsupported
from app.explain.sureness import Sureness
from app.explain.views import ReadingView, SelectionView, in_words, reading_view, selection_view

__all__ = [
    "Account",
    "Change",
    "Claim",
    "Finding",
    "ReadingView",
    "SelectionView",
    "Sureness",
    "account_of",
    "changes_in",
    "claims_in",
    "finding",
    "in_words",
    "marked_parts",
    "reading_figure",
    "reading_view",
    "selection_figure",
    "selection_view",
    "sentence",
    "unsupported",
]
