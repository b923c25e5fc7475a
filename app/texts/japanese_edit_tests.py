"""Japanese, for the test questions of all edits in use."""

from __future__ import annotations

EDIT_TESTS_TABLE = {
    "tests.heading": "すべての編集の検査質問をする",
    "tests.note": "編集には検査質問を付けられます（表の列、回答の訂正、文書のFAQなどから）。",
    "tests.rule": "「変わるべき」質問は、回答が期待どおりに始まれば合格です。「変わらないべき」質問は、"
    "回答がモデル本来のものと一字一句同じなら合格です。",
    "tests.begin": "すべての検査質問をする",
    "tests.report": "レポートをダウンロード",
    "tests.file": "表をダウンロード（CSV）",
    "tests.begun": "モデルを待っています…",
    "tests.title": "使用中の編集の検査",
    "tests.edits.other": "検査した編集 {number} 件、合格 {passed} 件。",
    "tests.figures": "変わるべき質問：{change} 件中 {changed} 件合格。変わらないべき質問：{stay} 件中 {kept} 件合格。",
    "tests.untested.other": "変わるべき質問のない編集が {number} 件あります。",
    "tests.part": "{total} 件中 {asked} 件だけ質問しました。",
    "tests.passed": "合格",
    "tests.failed": "不合格",
    "tests.must-change": "変わるべき",
    "tests.must-stay": "変わらないべき",
    "tests.as-before": "（編集なしと同じ）",
    "tests.view": "表示",
    "tests.view.all": "すべての編集",
    "tests.view.failed": "不合格",
    "tests.view.passed": "合格",
    "tests.column.edit": "編集",
    "tests.column.kind": "種類",
    "tests.column.question": "質問",
    "tests.column.expected": "期待",
    "tests.column.answer": "回答",
    "tests.column.original": "編集なし",
    "tests.column.result": "結果",
    "job.test": "編集の検査質問",
}
