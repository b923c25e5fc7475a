"""Japanese, as a company's staff write it: です・ます, half-width figures with a space before them.

| English | Japanese | English | Japanese |
| --- | --- | --- | --- |
| edit | 編集 | draft, in review | 下書き、承認待ち |
| gist, zero gist | ギスト、ゼロギスト | approve, send back, retire | 承認、差し戻す、廃止 |
| slot, token | スロット、トークン | release, alias | リリース、エイリアス |
| language model, adapter | 言語モデル、アダプター | test question | 検査質問 |
| compressed memory | 圧縮メモリー | wanted change | 意図どおりの変化 |
| verbatim memory | 逐語メモリー | unwanted change | 意図しない変化 |
| selection, reading | 選択、読み取り | conflict | 競合 |
| policy | 選択規則 | owner, source, confidential | 担当、出典、機密 |
| “no edit applies” | 「該当なし」 | pilot | 試験運用 |
| logit, weight, attention | ロジット、重み、注意 | evidence report | 根拠レポート |
| how sure | 確信度 | shared edits | 共有の編集 |

Keys are those of English; where Japanese has one form for all numbers, it is `.other`.
"""

from __future__ import annotations

from types import MappingProxyType

from app.texts.japanese_about import ABOUT_TABLE
from app.texts.japanese_access import ACCESS_TABLE
from app.texts.japanese_ask import ASK_TABLE
from app.texts.japanese_compare import COMPARE_TABLE
from app.texts.japanese_conflicts import CONFLICTS_TABLE
from app.texts.japanese_costs import COSTS_TABLE
from app.texts.japanese_documents import DOCUMENTS_TABLE
from app.texts.japanese_edit_tests import EDIT_TESTS_TABLE
from app.texts.japanese_edits import EDITS_TABLE
from app.texts.japanese_logged import LOGGED_TABLE
from app.texts.japanese_pilot import PILOT_TABLE
from app.texts.japanese_releases import RELEASES_TABLE
from app.texts.japanese_report import REPORT_TABLE
from app.texts.japanese_review import REVIEW_TABLE
from app.texts.japanese_tune import TUNE_TABLE
from app.texts.japanese_why import WHY_TABLE

TABLE = MappingProxyType(
    {
        # Header
        "page.title": "InComeS ワークベンチ",
        "page.promise": "正しい事実を文で入力するだけで、言語モデルの回答を直せます。"
        "どの文が使われたかも、あとから確認できます。",
        "page.language": "言語",
        "page.language.en": "English",
        "page.language.ja": "日本語",
        "about.line": "回答するモデル：{name}、対応言語：{languages}",
        "about.line.plain": "回答するモデル：{name}",
        "about.line.more": "詳しく",
        "about.no-adapter": "アダプターなし",
        "about.no-adapter.hint": "このモデルに合うアダプターがありません。編集は一字一句そのまま読み取り、"
        "文の類似度で探します。"
        "回答の正確さは下がります。",
        "about.memory.compressed.hint": "各編集を一度だけ短い形に圧縮し、"
        "回答時にモデルが読み取ります（研究者の方へ：少数のギストスロットを注意機構で読みます）。",
        "about.memory.verbatim.hint": "編集を一語ずつそのまま保持し、回答時に読み取ります。より正確ですが、"
        "メモリーを多く使います（研究者の方へ：全トークンのキーと値です）。",
        "about.english-only": "このモデルは英語専用です。編集も質問も英語で入力してください。",
        "about.english-only.other": "日本語と英語に対応するモデルを使うには",
        "about.english-only.begin": "次のコマンドで始めます：",
        "about.english-only.command": "python app.py --backbone gemma-3-270m",
        "about.english-only.after": "（238 MB、利用規約への同意が必要です）。",
        "memory.compressed": "圧縮",
        "memory.verbatim": "逐語",
        "loading.start": "モデルを読み込んでいます…",
        "loading.step": "モデルを読み込んでいます：{step}…",
        "loading.again": "もう一度試す",
        # Own or shared edits
        "store.label": "使用する編集",
        "store.own": "自分の編集",
        "store.shared": "共有の編集",
        "store.pool": "プール「{name}」（編集 {number} 件）",
        "store.pool.note": "回答にはプール「{name}」の編集 {number} 件だけが使われ、ここでは変更できません。"
        "自分の編集はそのまま残りますが、回答には使われません。",
        "store.shared.note": "共有の編集は、それを開いた全員に表示されます。変更は全員に反映されます。",
        "store.release.note": "回答にはリリース「{release}」だけが、その設定とともに使われます。"
        "編集の変更は、リリースされると反映されます。",
        "store.stranger": "ここは、このワークベンチにアカウントのある方だけが閲覧できます。",
        "store.name": "お名前",
        "store.name.placeholder": "ゲスト",
        "store.name.hint": "変更や質問に添えて記録されます。確認は行わず、このブラウザーに保存されます。",
        # Tabs
        "tab.edits": "1・編集",
        "tab.ask": "2・質問",
        "tab.why": "3・理由",
        "tab.about": "概要",
        # The queue for the model, and jobs
        "queue.next": "モデルを待っています。次が順番です。",
        "queue.before.other": "モデルを待っています。前に {number} 件あります。",
        "job.compress": "編集を準備",
        "job.ask": "{title} の質問",
        "job.evaluate": "{title} の評価",
        "job.gate": "リリース {title} の検査",
        "job.running": "{name}・{total} 件中 {done} 件",
        "job.left.seconds": "・残り約 {number} 秒",
        "job.left.minutes": "・残り約 {number} 分",
        "job.done": "完了：{total} 件中 {done} 件。",
        "job.stopped": "停止：{total} 件中 {done} 件まで終了。",
        "job.failed": "失敗：{total} 件中 {done} 件まで終了。",
        "job.stop": "停止",
        "job.resume": "続ける",
        "job.forget": "一覧から消す",
        # Between two sentences
        "sentences.between": "",
        # Lists of what is quoted
        "list.between": "、",
        "list.quoted": "「{text}」",
        # Shares
        "percent.almost-none": "1%未満",
        "percent.almost-all": "99%超",
        "percent": "{value}%",
    }
    | ACCESS_TABLE
    | ABOUT_TABLE
    | EDITS_TABLE
    | DOCUMENTS_TABLE
    | EDIT_TESTS_TABLE
    | ASK_TABLE
    | WHY_TABLE
    | COMPARE_TABLE
    | CONFLICTS_TABLE
    | COSTS_TABLE
    | REPORT_TABLE
    | REVIEW_TABLE
    | TUNE_TABLE
    | LOGGED_TABLE
    | PILOT_TABLE
    | RELEASES_TABLE
)
