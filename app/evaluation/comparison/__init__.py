"""Results of evaluations beside each other: read, judged in a sentence, drawn, priced, and put into one page."""

from __future__ import annotations

from app.evaluation.comparison.data import Comparison, Entry, comparisons_of, read_results
from app.evaluation.comparison.verdict import Verdict, verdict_of

__all__ = ["Comparison", "Entry", "Verdict", "comparisons_of", "read_results", "verdict_of"]
