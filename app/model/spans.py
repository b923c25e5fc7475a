"""Spans of an edit: gist tokens that begin as the mean of one hold its words before anything is learnt.

Mean pooling beat learnt compression tokens in arXiv 2510.20797. Here the mean is taken once, of the hidden states at
the input of the first low-rank layer; from there on such a gist token is encoded as any other.
"""

from __future__ import annotations


def spans_of(length: int, count: int) -> list[range]:
    """A text of `length` tokens in `count` spans of nearly equal length, none empty; short texts repeat tokens."""
    firsts = [i * length // count for i in range(count)] if count else []
    ends = [(i + 1) * length // count for i in range(count)] if count else []
    return [range(first, max(end, first + 1)) for first, end in zip(firsts, ends, strict=True)]
