"""What a text claims that can be checked word by word: numbers, amounts, dates, times, codes, names."""

from app.explain.claims.claim import KINDS, Claim, Kind
from app.explain.claims.finding import claims_in

__all__ = ["KINDS", "Claim", "Kind", "claims_in"]
