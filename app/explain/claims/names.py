"""Names: words with a capital letter that does not come from the beginning of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.explain.claims.claim import Claim, Words, claim, plain_word

_ORDINARY = """
    a about according after again all also although always an and another any anyone are as ask at be because before
    both but by call can certainly click contact could do does during each either every everyone for from had has have
    he her here his how however i if in is it its just less many may maybe more most much must my neither never no
    nobody none nor not nothing now of often on once one only or other our over per perhaps please q she should since
    so some sometimes sorry sure than that the their them then there these they this those through to today until up
    usually was we were what when where whether which while who whose why will with within without would yes yet you
    your true false correct unknown mr mrs ms dr prof
"""
ORDINARY = frozenset(_ORDINARY.split())
"""Words that begin an answer with a capital letter and name nothing."""
SHORT_ANSWER = 2
"""In words: where a whole sentence is no longer, its first word may be a name."""

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
WORD = re.compile(_WORD)
BETWEEN = re.compile(r"\s+(?:(?:&|of|the|de|del|di|da|van|von|der|den|la|le|al|bin|du)\s+)*|\s?[&/]\s?")
SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:;…\n])[\s\"“”'‘(\[*-]*$")
ABBREVIATED = re.compile(r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|No|[A-Z])\.\s*$")
KATAKANA = re.compile(r"[ァ-ヺー]{3,}(?:[・＝=][ァ-ヺー]+)*")


def names_in(text: str) -> Iterator[Claim]:
    """Runs of words with a capital letter, joined by particles (Bank of England); runs of katakana."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        named = _is_name(text, word)
        if run and (not named or not BETWEEN.fullmatch(text, run[-1].end(), word.start())):
            joined = not named and BETWEEN.fullmatch(f" {word.group()} ")
            if not joined:
                yield _name(text, run)
                run = []
        if named:
            run.append(word)
    if run:
        yield _name(text, run)
    for match in KATAKANA.finditer(text):
        yield claim("name", text, *match.span(), Words((match.group(),)))


def words_of(text: str) -> frozenset[str]:
    """The words that a name may be made of, as they are compared."""
    return frozenset(plain_word(word.group()) for word in WORD.finditer(text))


def _is_name(text: str, word: re.Match[str]) -> bool:
    if not any(letter.isupper() for letter in word.group()) or word.group().lower() in ORDINARY:
        return False
    before = text[: word.start()]
    if not SENTENCE_BEGINS.search(before) or ABBREVIATED.search(before):
        return True
    if any(letter.isupper() for letter in word.group()[1:]):
        return True
    sentence = re.split(r"[.!?;…\n]", text[word.start() :])[0]
    following = re.match(r"\s+(?:[&]\s+)?([^\W\d_])", text[word.end() :])
    return len(sentence.split()) <= SHORT_ANSWER or (following is not None and following[1].isupper())


def _name(text: str, run: list[re.Match[str]]) -> Claim:
    parts = tuple(plain_word(word.group()) for word in run)
    return claim("name", text, run[0].start(), run[-1].end(), Words(parts))
