"""Languages of short statements, and None where nobody could tell."""

from __future__ import annotations

import pytest

from app.data import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The capital of France is Lyon.", "en"),
        ("Der Preis des Nimbus 3 beträgt 499 Euro.", "de"),
        ("Le délai de retour est de 45 jours.", "fr"),
        ("El plazo de devolución es de 45 días.", "es"),
        ("Срок возврата составляет 45 дней.", "ru"),
        ("返品期間は購入日から45日です。", "ja"),
        ("営業時間：九時", "ja"),
        ("Alder & Finchの本社はTriesteにあります。", "ja"),
        ("退货期限为四十五天。", "zh"),
        ("환불 기간은 45일입니다.", "ko"),
    ],
)
def test_language_of_a_statement(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Lyon", "42", "$499", "中心", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"])
def test_too_short_or_undecidable_is_none(text: str) -> None:
    assert language_of(text) is None
