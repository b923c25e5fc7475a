"""Japanese, for answers given earlier: looked up on the tab *Why*, and explained again."""

from __future__ import annotations

LOGGED_TABLE = {
    "logged.heading": "共有の編集でこれまでに出した回答",
    "logged.own": "タブの上で「共有の編集」を選ぶと、共有の編集でこれまでに出した回答が表示されます。",
    "logged.search": "これまでの回答を検索",
    "logged.search.hint": "質問・回答・読み取った編集に含まれる語、名前、または回答の ID。Enter キーで検索します。",
    "logged.question": "質問（当時と一字一句同じもの）",
    "logged.question.hint": "チェックサムだけが残っている回答に必要です。同じ質問かどうかはチェックサムでわかります。",
    "logged.none": "記録された回答はまだありません。共有の編集で出した回答は、すべてここに並びます。",
    "logged.not-found": "該当する回答の記録はありません。",
    "logged.column.when": "日時",
    "logged.column.who": "質問者",
    "logged.column.question": "質問と回答",
    "logged.column.edits": "読み取った編集",
    "logged.column.do": "説明",
    "logged.checksum": "（チェックサムのみ）",
    "logged.no-edit": "編集なし",
    "logged.open": "説明する",
    "logged.open.hint": "もう一度質問して比べ、根拠を下に表示します",
    "logged.newer": "新しい回答へ",
    "logged.older": "古い回答へ",
    "logged.place": "{total} 件中 {first}〜{last} 件目",
    "logged.same": "もう一度質問したところ、{when}（{who}）の回答と同一でした。",
    "logged.unchecked": "リリースなしで出した回答のため、当時読み取った編集だけで質問し直しました。"
    "別の編集が選ばれるかどうかは確認していません。",
    "logged.differs": "もう一度質問したところ、{when}（{who}）の回答と異なりました：",
    "logged.differs.answer": "回答の {number} 語目：当時「{then}」、今回「{now}」",
    "logged.differs.answer.checksum": "回答がチェックサムと一致しません。",
    "logged.differs.original": "モデル自身の回答の {number} 語目：当時「{then}」、今回「{now}」",
    "logged.differs.original.checksum": "モデル自身の回答がチェックサムと一致しません。",
    "logged.differs.edits": "当時読み取った編集：{then}。今回：{now}",
    "logged.differs.pin": "{what}：当時 {then}、今回 {now}",
    "report.repeats.same": "記録された回答 {answer}（{asked}）を説明するため、もう一度質問しました。結果は同一です。",
    "report.repeats.differs": "記録された回答 {answer}（{asked}）を説明するため、もう一度質問しました。"
    "結果は異なります。",
}
