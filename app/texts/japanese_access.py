"""Japanese, for signing in, and for who is signed in."""

from __future__ import annotations

ACCESS_TABLE = {
    "access.title": "サインイン",
    "access.name": "名前",
    "access.password": "パスワード",
    "access.enter": "サインイン",
    "access.leave": "サインアウト",
    "access.me": "{name}・{role}",
    "access.me.hint": "サインイン中です。{confidential}",
    "access.confidential": "機密の編集も表示されます。",
    "access.no-confidential": "機密の編集は、ご自身のものだけが表示されます。",
    "access.visitor": "ゲスト",
    "access.visitor.hint": "サインインしていません。編集はほかの人には見えず、セッションが終わると消えます。",
    "access.role.viewer": "閲覧者",
    "access.role.editor": "編集者",
    "access.role.approver": "承認者",
    "access.role.administrator": "管理者",
    "access.role.visitor": "ゲスト",
    "access.read-only": "ここでは閲覧と質問はできますが、編集の変更はできません。{reason}",
    "access.huggingface": "Hugging Face でサインイン",
    "access.huggingface.stranger": "Hugging Face でサインイン中ですが、この名前のアカウントはここにありません。"
    "編集はほかの人には見えず、セッションが終わると消えます。",
    "access.huggingface.refused": "Hugging Face で許可しなかったため、サインインしていません。"
    "ゲストとして続けられます。",
    "access.huggingface.failed": "Hugging Face との通信がうまくいかず、サインインできませんでした。"
    "もう一度サインインしてください。",
    "access.first": "先にサインインしてください。",
    "access.elsewhere": "別のページから送信されました。このページを開いて、もう一度お試しください。",
    "access.often": "試行回数が多すぎます。1分ほど待ってからお試しください。",
    "access.this-machine": "このページは、このコンピューターからのみ利用できます。",
    "access.too-large": "上限は {bytes:,} バイトです。",
    "access.too-many": "リクエストが多すぎます。少し待ってからお試しください。",
}
