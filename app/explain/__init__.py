"""Evidence made visible: data of the pictures, the pictures, and one plain sentence."""

from app.explain.figures import reading_figure, selection_figure
from app.explain.sentence import Finding, finding, sentence
from app.explain.views import ReadingView, SelectionView, reading_view, selection_view

__all__ = [
    "Finding",
    "ReadingView",
    "SelectionView",
    "finding",
    "reading_figure",
    "reading_view",
    "selection_figure",
    "selection_view",
    "sentence",
]
