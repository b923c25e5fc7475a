"""Japanese: its kinds of answers and subjects, and the little grammar that the templates need."""

from __future__ import annotations

from random import Random

from app.training.generator.japanese.answers import ANSWERS
from app.training.generator.japanese.subjects import SUBJECTS, sister
from app.training.generator.lexicon import listed
from app.training.generator.tongue import AnswerSource, Tongue

_ASKED_BY = (
    ("誰", "person, officer, responsible, role"),
    ("どこ", "company, city, country, prefecture, station_name, address, room, department, team, university"),
    ("いくら", "amount, fee"),
    ("いつ", "year_ja, date, day, pay_day, date_span, schedule, schedule_dose"),
    ("何番", "phone_ja, extension, code"),
    ("何人", "people, people_many"),
    ("どのくらい", "duration, period, walk"),
    ("何パーセント", "percent"),
    ("何曜日", "weekday"),
    ("何月", "month"),
    ("何時", "time"),
    ("何歳", "age_ja"),
    ("いくつ", "number"),
)
QUESTION_WORDS = {kind: asked for asked, kinds in _ASKED_BY for kind in listed(kinds)}
"""What asks for a kind of answer; measures ask どのくらい, everything else 何."""
FREQUENCIES = ("頻度", "間隔", "周期")
"""Ends of nouns that ask how often instead of when."""
PLAIN_ENDS = (
    ("ていますか？", "ているか"),
    ("されましたか？", "されたか"),
    ("しましたか？", "したか"),
    ("りましたか？", "ったか"),
    ("びましたか？", "んだか"),
    ("ありますか？", "あるか"),
    ("なりますか？", "なるか"),
    ("かかりますか？", "かかるか"),
    ("入りますか？", "入るか"),
    ("できますか？", "できるか"),
    ("されますか？", "されるか"),
    ("しますか？", "するか"),
    ("使いますか？", "使うか"),
    ("えますか？", "えるか"),
    ("れますか？", "れるか"),
    ("でしたか？", "だったか"),
    ("ですか？", "か"),
    ("でしょうか。", "か"),
)
"""Polite ends of questions and the plain clause that each becomes; other ends are not reported."""


class Japanese(Tongue):
    language = "ja"
    folder = "japanese"

    def __init__(self) -> None:
        self.subjects = SUBJECTS
        self.answers = ANSWERS | {
            "action_step": AnswerSource(lambda random: self.fill(random, random.choice(self._steps)), "sentence"),
            "definition": AnswerSource(
                lambda random: self.fill(random, random.choice(self.rows("definitions"))[0]), "sentence"
            ),
        }

    @property
    def _steps(self) -> tuple[str, ...]:
        return tuple(template for topics, template in self.rows("steps") if "device" in topics)

    def sister(self, random: Random, kind: str, name: str) -> str:
        return sister(random, kind, name)

    def slots(self, noun: str, plural: bool, subject: str, answer_source: str) -> dict[str, str]:
        usual = "どのくらい" if self.answers[answer_source].kind == "quantity" else "何"
        asked = "どのくらい" if noun.endswith(FREQUENCIES) else QUESTION_WORDS.get(answer_source, usual)
        return {"n": noun, "s": subject, "wh": asked}

    def reported(self, template: str) -> str | None:
        return next((template.removesuffix(end) + plain for end, plain in PLAIN_ENDS if template.endswith(end)), None)

    def pronoun(self, template: str, subject_kind: str) -> str | None:
        return template.removeprefix("{s}は") if template.startswith("{s}は") and template.count("{s}") == 1 else None

    def large(self, text: str) -> str:
        return text

    def small(self, text: str) -> str:
        return text

    def you(self, text: str) -> str:
        return text

    def typed(self, random: Random, text: str) -> str:
        """The question mark as people type it: full or half width, or a full stop after か."""
        if not text.endswith("？"):
            return text
        style = random.random()
        if style < 0.15:
            return f"{text[:-1]}?"
        return f"{text[:-1]}。" if style < 0.30 and text.endswith("か？") else text

    def tidy(self, text: str) -> str:
        return text.replace("。。", "。").replace("。、", "、").replace("、、", "、")

    def full_stop(self, text: str) -> str:
        return self.tidy(text if text.endswith(("。", "！", "？")) else f"{text}。")


JAPANESE = Japanese()
