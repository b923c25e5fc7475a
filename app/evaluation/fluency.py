"""Fluency of generated text, as CounterFact's authors measure it: how little it repeats itself.

Meng et al. 2022 (arXiv 2202.05262), `n_gram_entropy`: the entropy in bits of the text's word pairs times 2/3 and that
of its word triples times 4/3, averaged. A text that says one thing over and over is near 0; one of 100 words that
repeats nothing is above 6. Figures compare only between texts of about equal length, since short ones have few pairs.

They generate from prompts about the edit's subject; the flat form of the data lacks these, so the edit's own question
is continued here, past the first line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log2

from app.evaluation.cases import Case
from app.evaluation.measured import Measured, measure

TOKENS = 100
"""Length of the texts."""

_WEIGHTS = {2: 2 / 3, 3: 4 / 3}

# The authors cut words with NLTK; this cuts alike but for contractions and abbreviations, without its data files.
_WORDS = re.compile(r"\w+|[^\w\s]")


def fluency_of(cases: Sequence[Case], seed: int) -> dict[str, Measured]:
    """Mean n-gram entropy in bits, of the cases that have a long text."""
    found = [ngram_entropy(case.generation) for case in cases if case.generation is not None]
    return {"ngram_entropy_bits": measure(found, seed=seed)} if found else {}


def ngram_entropy(text: str) -> float:
    """Weighted mean of the entropies of word pairs and triples, in bits; 0 for a text of one word or none."""
    words = _WORDS.findall(text)
    return sum(weight * _entropy(words, n) for n, weight in _WEIGHTS.items()) / len(_WEIGHTS)


def _entropy(words: list[str], n: int) -> float:
    """Of the sequences of `n` neighbouring words, in bits."""
    counts = Counter(zip(*(words[start:] for start in range(n)), strict=False))
    total = counts.total()
    return -sum(count / total * log2(count / total) for count in counts.values())
