"""The suite `business`: hand-written sets of what companies would edit, in English and in Japanese.

Each table is a suite of its own with a pool of its own, all edits of the table; `business` stands for those of one
language. See assets/suites/business/README.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from app.config import ASSETS
from app.data import ProbeKind, Record
from app.data.benchmarks import read_business, read_unrelated
from app.data.benchmarks.business import Language
from app.evaluation.suites.suite import Suite, SuiteData

FOLDER = ASSETS / "suites" / "business"


class BusinessTable(Suite):
    """One table in one language. Needs no folder."""

    table: ClassVar[str]
    language: ClassVar[Language]
    version = "1"
    citation = "This project, assets/suites/business"
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("question",)
    max_new_tokens = 80
    lists_failures = True

    def load(self, folder: Path) -> SuiteData:
        """The table that ships with the program; `folder` is not read."""
        benchmark = read_business(FOLDER, self.table, self.language)
        return SuiteData(benchmark.records, (), {benchmark.file: benchmark.sha256})


class Company(BusinessTable):
    """200 edits on 20 sister products, asked in other words, and 100 questions that none of them covers."""

    table = "company"
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("question", "near-miss")
    own_pool = 200


class TenKinds(BusinessTable):
    """Fifty edits in ten kinds."""

    table = "ten-kinds"
    own_pool = 50


class CustomerQuestions(BusinessTable):
    """Fifty edits that answer a customer: right when no name, number or negation is missing."""

    table = "faq"
    own_pool = 50


class CompanyEnglish(Company):
    name, title, language = "business-company-en", "Business: a company's pool, English", "en"
    beside = ("minilm-gated",)


class CompanyJapanese(Company):
    name, title, language = "business-company-ja", "Business: a company's pool, Japanese", "ja"


class TenKindsEnglish(TenKinds):
    name, title, language = "business-ten-kinds-en", "Business: ten kinds of edits, English", "en"


class TenKindsJapanese(TenKinds):
    name, title, language = "business-ten-kinds-ja", "Business: ten kinds of edits, Japanese", "ja"


class CustomerQuestionsEnglish(CustomerQuestions):
    name, title, language = "business-faq-en", "Business: customers' questions, English", "en"


class CustomerQuestionsJapanese(CustomerQuestions):
    name, title, language = "business-faq-ja", "Business: customers' questions, Japanese", "ja"


class UnrelatedJapanese(BusinessTable):
    """100 Japanese questions of general knowledge beside the company's pool: their answers must stay."""

    name, title, language = "business-unrelated-ja", "Business: unrelated questions, Japanese", "ja"
    table = "company"
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("neighbourhood",)
    max_new_tokens = 20
    own_pool = 200

    def load(self, folder: Path) -> SuiteData:
        """Each question at one of the company's edits; `folder` is not read."""
        benchmark = read_business(FOLDER, self.table, self.language)
        probes, digest = read_unrelated(FOLDER, self.language)
        asked = [(probe,) for probe in probes] + [()] * (len(benchmark.records) - len(probes))
        records = tuple(
            Record(record.edit, record.subject, questions, record.name)
            for record, questions in zip(benchmark.records, asked, strict=True)
        )
        return SuiteData(records, (), {benchmark.file: benchmark.sha256, f"unrelated-{self.language}.jsonl": digest})


TABLES: tuple[BusinessTable, ...] = (
    CompanyEnglish(),
    TenKindsEnglish(),
    CustomerQuestionsEnglish(),
    CompanyJapanese(),
    TenKindsJapanese(),
    CustomerQuestionsJapanese(),
    UnrelatedJapanese(),
)
