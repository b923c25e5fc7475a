"""The page of a whole run: failures first, the numbers of the file for spreadsheets, nothing typed is markup."""

from __future__ import annotations

import csv
import io

from app.explain import Sureness
from app.service.testing import QuestionResult
from app.service.testing_report import run_page
from app.service.testing_table import csv_of
from app.texts import ENGLISH, JAPANESE

SURE = Sureness(0.9, "sure", True)
MET = QuestionResult("Good?", "yes", "no", "a", "Yes.", 0.4567, SURE, "yes", True)
FREE = QuestionResult("Free?", "well", "well", "", "", None, None, "", None)
FAILED = QuestionResult("<b>Bad?</b>", "no", "no", "", "", None, None, "yes", False)


def test_failures_stand_first_and_the_summary_counts() -> None:
    page = run_page([MET, FREE, FAILED], ENGLISH).decode()
    assert page.index("Bad?") < page.index("Free?") < page.index("Good?")
    assert "3 questions: 1 met, 1 failed." in page
    assert "<b>Bad" not in page and "&lt;b&gt;Bad" in page
    assert "src=" not in page and "href=" not in page
    assert "3件" in run_page([MET, FREE, FAILED], JAPANESE).decode()


def test_its_cells_are_those_of_the_file_for_spreadsheets() -> None:
    page = run_page([MET], ENGLISH).decode()
    (_, row) = csv.reader(io.StringIO(csv_of([MET], ENGLISH).decode("utf-8-sig")))
    assert all(f">{cell}</dd>" in page for cell in row[1:] if cell)
    assert "0.457" in row
