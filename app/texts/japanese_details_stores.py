"""Japanese of what errors tell about the shared edits: their store, its rules, releases, conflicts, archives, audit.

English as the code has it → Japanese; see `japanese_details_inputs` for the places.
"""

from __future__ import annotations

STORE_DETAILS = {
    # Edits
    "There is no edit {!r} in the store.": "ID「{0}」の編集は保存先にありません。",
    "Load the list again.": "一覧を読み込み直してください。",
    "The edit was erased.": "その編集は消去されました。",
    "Nothing of it is left; add it anew if it is wanted.": (
        "内容は残っていません。必要であれば、あらためて追加してください。"
    ),
    "{} has changed the edit “{}” since you loaded it.": "読み込んだ後に、{0:said}が編集「{1}」を変更しました。",
    "Somebody": "名前のない利用者",
    "It is version {} now; you saw version {}.": "現在は第 {0} 版で、表示していたのは第 {1} 版です。",
    "Load it again, and repeat your change if it is still wanted. Nothing was changed.": (
        "読み込み直し、必要であればもう一度変更してください。何も変更されていません。"
    ),
    "Another edit has the text “{}” already.": "「{0}」という文の編集がすでにあります。",
    "A text is in use once.": "同じ文を同時に2件使うことはできません。",
    "A text is there once.": "同じ文は1件だけです。",
    "Change that one, or retire one of the two. Nothing was changed.": (
        "その編集を変更するか、どちらかを廃止してください。何も変更されていません。"
    ),
    "Change that one, or remove one of the two. Nothing was changed.": (
        "その編集を変更するか、どちらかを削除してください。何も変更されていません。"
    ),
    "Several edits have ids that begin with {!r}.": "「{0}」で始まる ID の編集が複数あります。",
    "Give more of the id.": "ID をもう少し長く指定してください。",
    "The edit “{}” is retired.": "編集「{0}」は廃止されています。",
    "Restore it first, then change it.": "先に復元してから変更してください。",
    "This cannot be an edit: {}.": "編集にできません：{0:said}。",
    "Correct the text; nothing was changed.": "文を直してください。何も変更されていません。",
    "The edit would be valid until {}, from {}.": "有効期間が {1} から {0} までになっています。",
    "It must end after it begins.": "有効期限は有効開始日より後でなければなりません。",
    "Correct one of the two; nothing was changed.": "どちらかを直してください。何も変更されていません。",
    "The {} “{}…” has {} characters.": "{0:said}「{1}…」が {2} 文字あります。",
    "name": "名前",
    "tag": "タグ",
    "Shorten it; nothing was changed.": "短くしてください。何も変更されていません。",
    "Others have changed the shared edits while this was compared with them.": (
        "比べている間に、ほかの人が共有の編集を変更しました。"
    ),
    "Try again in a moment.": "少し待ってから、もう一度お試しください。",
    # The life of an edit
    "The edit “{}” is {}.": "編集「{0}」は{1:said}です。",
    "a draft": "下書き",
    "in review": "承認待ち",
    "draft": "下書き",
    "in-review": "承認待ち",
    "approved": "承認済み",
    "retired": "廃止済み",
    "To {} takes edits that are {}.": "{0:said}ができるのは、{1:said}の編集です。",
    "From here one can: {}. Nothing was changed.": "ここからできる操作：{0:said}。何も変更されていません。",
    "submit": "承認申請",
    "approve": "承認",
    "send back": "差し戻し",
    "send-back": "差し戻し",
    "retire": "廃止",
    "restore": "復元",
    "To {} needs a reason.": "{0:said}には理由が必要です。",
    "Say why; nothing was changed.": "理由を入力してください。何も変更されていません。",
    "The edit “{}” cannot come into force like this.": "編集「{0}」は、このままでは有効にできません。",
    "{} (This store has the four-eyes rule.)": "{0:said}（この保存先では、書いた人以外による承認が必要です。）",
    "An edit comes into force when somebody else approves it.": "編集は、ほかの人が承認すると有効になります。",
    "Nobody knows who wrote it.": "書いた人が分かりません。",
    "Whoever approves it must be named.": "承認する人の名前が必要です。",
    "{} wrote it; somebody else has to approve it.": "{0} が書いた編集のため、ほかの人の承認が必要です。",
    "{} Nothing was changed.": "{0:said}何も変更されていません。",
    "Ask somebody else to look at it.": "ほかの人に確認を依頼してください。",
    "Keep it as a draft and submit it.": "下書きとして保存し、承認を申請してください。",
    "Retire it, and add it again under a name.": "廃止して、名前を付けて追加し直してください。",
    "Sign in, or give your name.": "サインインするか、名前を入力してください。",
    # Conflicts
    "It is in conflict with an edit that acts: {}.": "有効な編集と競合しています：{0}。",
    "It is in conflict with an edit that acts, and that you may not see.": "閲覧できない有効な編集と競合しています。",
    "Two of these edits are in conflict: {} and {}.": "このうち2件の編集が競合しています：{0}と{1}。",
    "Two of these edits are in conflict: {}.": "このうち2件の編集が競合しています：{0:said}。",
    "{} and {}": "{0}と{1}",
    "Edits that contradict each other are not approved unseen.": "互いに矛盾する編集は、確認なしには承認できません。",
    "Resolve the conflict first: on this tab, or with `python -m app conflicts`. Nothing was approved.": (
        "先に、このタブか python -m app conflicts で競合を解決してください。何も承認されていません。"
    ),
    "{!r} is no way to resolve a conflict.": "「{0}」という解決方法はありません。",
    "A change of the older edit waits for approval.": "古いほうの編集の変更が承認を待っています。",
    "Approve it, or retire the edit: superseded, now.": (
        "それを承認するか、「今すぐ置き換え」でその編集を廃止してください。"
    ),
    "The older edit ends before that already.": "古いほうの編集は、それより前に期限が切れます。",
    "Choose an earlier moment.": "より早い日時を選んでください。",
    "{!r} names no conflict, or several.": "「{0}」に当たる競合がないか、複数あります。",
    "No reason was given.": "理由がありません。",
    "Say in a sentence why it is resolved so.": "そのように解決する理由を一文で書いてください。",
    "The conflict is resolved already.": "その競合はすでに解決されています。",
    # Releases and aliases
    "There is no release {!r} in the store, and no alias that stands at one.": (
        "「{0}」というリリースも、リリースを指すエイリアスもありません。"
    ),
    "A release is named by its name, its id, or an alias.": "リリースは名前・ID・エイリアスで指定します。",
    "`python -m app release list` shows all.": "python -m app release list で一覧を表示できます。",
    "A release cannot be named {!r}.": "リリースに「{0}」という名前は付けられません。",
    "Any name but an id, {!r} and {!r}, which are aliases.": (
        "ID と、エイリアスである「{0}」「{1}」のほかの名前にします。"
    ),
    "Choose another one, such as a date. Nothing was made.": (
        "日付など、別の名前にしてください。何も作成されていません。"
    ),
    "There is {} named {!r} already.": "「{1}」という名前の{0:said}がすでにあります。",
    "a release": "リリース",
    "an alias": "エイリアス",
    "A release keeps its name for ever.": "リリースの名前は変わりません。",
    "Choose another name. Nothing was made.": "別の名前にしてください。何も作成されていません。",
    "No edit acts at this moment.": "現在有効な編集がありません。",
    "A release holds edits that are approved and valid now.": "リリースには、承認済みで有効期間内の編集が入ります。",
    "Approve some first. Nothing was made.": "先に編集を承認してください。何も作成されていません。",
    "The release “{}” is not promoted: {}.": "リリース「{0}」は切り替えられません：{1:said}。",
    "its test questions have not been asked": "検査質問がまだ実施されていません",
    "no test question asks for a change": "意図どおりの変化を確かめる検査質問がありません",
    "efficacy {} is below {}": "意図どおりの変化が {0:said} で、基準の {1} を下回っています",
    "unwanted change {} is above {}": "意図しない変化が {0:said} で、基準の {1} を上回っています",
    "edits without a test question, {}, are above {}": "検査質問のない編集が {0:said} で、基準の {1} を上回っています",
    "{} of {} ({})": "{1} 件中 {0} 件（{2}）",
    "what share of the edits has no test question was not counted: ask the questions again": (
        "検査質問のない編集の割合が数えられていないため、検査をやり直してください"
    ),
    "A release comes to production once its test questions are answered within the limits.": (
        "検査質問の結果が基準を満たすと、本番に切り替えられます。"
    ),
    "Ask them (Test; python -m app release gate), or override the test (--override) and give a reason. "
    "Nothing was moved.": (
        "「検査」（コマンドでは python -m app release gate）で検査するか、理由を添えて検査の判定を上書き（--override）"
        "してください。何も切り替えられていません。"
    ),
    "To override the test needs a reason.": "検査の判定を上書きするには理由が必要です。",
    "To roll back needs a reason.": "元に戻すには理由が必要です。",
    "Say why; nothing was moved.": "理由を入力してください。何も切り替えられていません。",
    "The alias {!r} has not stood {} before.": "エイリアス「{0}」が以前{1:said}ことはありません。",
    "anywhere": "リリースを指した",
    "there": "そこを指した",
    "It is rolled back to a release where it stood before it came to where it stands, or to one that is named.": (
        "元に戻せるのは、現在より前に指していたリリースか、名前で指定したリリースです。"
    ),
    "Name one of its history, or move it instead. Nothing was moved.": (
        "履歴にあるリリースを指定するか、切り替えを行ってください。何も切り替えられていません。"
    ),
    "{!r} cannot be an alias.": "「{0}」はエイリアスにできません。",
    "It has 1 to 40 small letters, digits and hyphens, begins with a letter, and does not look like an id.": (
        "英小文字・数字・ハイフンで 1〜40 文字、先頭は英小文字で、ID のように見えないものにします。"
    ),
    "Choose another one; nothing was moved.": "別の名前にしてください。何も切り替えられていません。",
    "A release is named {!r}.": "「{0}」という名前のリリースがあります。",
    "An alias has a name of its own.": "エイリアスには、リリースと異なる名前が必要です。",
    "The alias {!r} stands at no release.": "エイリアス「{0}」はリリースを指していません。",
    "Move it to one first; nothing was changed.": "先にリリースに切り替えてください。何も変更されていません。",
    "A member of the pilot has no name.": "試験運用の参加者に名前がありません。",
    "Give one; nothing was changed.": "名前を入力してください。何も変更されていません。",
    "{!r} is no verdict.": "「{0}」という判定はありません。",
    "Verdicts: {}.": "判定：{0:said}。",
    "Choose one.": "選んでください。",
    "`python -m app release pilot` lists some.": "python -m app release pilot で一覧を表示できます。",
    "Releases are made of the shared edits, and this session uses its own.": (
        "リリースは共有の編集から作りますが、ここでは自分の編集を使っています。"
    ),
    "Open the shared edits first.": "先に共有の編集を開いてください。",
    "The release “{}” was made for another model than is open here. {}.": (
        "リリース「{0}」は、使用中のものと異なるモデルで作成されています。{1:said}。"
    ),
    "{}: {}, here {}": "{0}：{1:said}（ここでは {2:said}）",
    "A release is answered only by what it names.": "リリースは、記録された条件でのみ回答できます。",
    "Start with what it names ({}, adapter {}), or make another release.": (
        "記録された条件（{0:said}、アダプター {1:said}）で起動するか、新しいリリースを作成してください。"
    ),
    "--backbone {} --precision {} --memory {}": "--backbone {0} --precision {1} --memory {2}",
    "none": "なし",
    "The policy {!r} has a setting that is not known here.": "選択規則「{0}」に、ここでは扱えない設定があります。",
    "It was recorded by another version of the workbench: use that.": (
        "別のバージョンのワークベンチで記録されています。そのバージョンをお使いください。"
    ),
    # Answers that are kept
    "There is no answer {!r} in the store.": "ID「{0}」の回答は保存先にありません。",
    "Only answers given with shared edits are kept.": "保存されるのは、共有の編集を使った回答だけです。",
    "`ask --json` tells the id of an answer.": "回答の ID は ask --json で分かります。",
    "Nothing of that question and answer is kept any more.": "その質問と回答の内容は、もう残っていません。",
    "It is kept whole or as checksums, until it is erased or its time is over.": (
        "内容は、消去されるか保存期間が過ぎるまで、全文またはチェックサムで保存されます。"
    ),
    "It cannot be asked again.": "もう一度質問することはできません。",
    "That is not the question of this answer.": "この回答の質問ではありません。",
    "The text of that question is not kept.": "その質問の文は保存されていません。",
    "Of this answer checksums are kept; they tell whether a question and an answer are the same.": (
        "この回答はチェックサムだけが保存され、質問と回答が同じかどうかだけを判別できます。"
    ),
    "Give the question exactly as it was asked (--question), or keep answers whole: the rule `answers`.": (
        "質問を当時のまま指定する（--question）か、規則 answers で回答を全文保存にしてください。"
    ),
    "Erasing needs a reason.": "消去には理由が必要です。",
    "It stays in the audit chain, so it should say nothing of what is erased.": (
        "理由は監査記録に残るため、消去する内容を書かないでください。"
    ),
    # Rules
    "There is no rule {!r}.": "「{0}」という規則はありません。",
    "The rule {} cannot be {}.": "規則 {0} を {1} にはできません。",
    "It is {}.": "指定できる値：{0:said}。",
    "true or false": "true、false",
    "shares from 0 to 1: efficacy_at_least, unwanted_at_most and, unless it may be 1, untested_at_most": (
        "0 から 1 の割合で efficacy_at_least、unwanted_at_most、必要なら untested_at_most"
    ),
    "full, hashed or off": "full、hashed、off",
    "a number of days from 1 to 36525, or null for ever": "1 から 36525 の日数、無期限は null",
    "Set it to one of these; nothing was changed.": "この中から指定してください。何も変更されていません。",
    "This store keeps everything for ever.": "この保存先は、すべてを無期限に保存します。",
    "Set the rule first: `python -m app rule set retention-days 365`. Nothing was changed.": (
        "先に規則を設定してください（python -m app rule set retention-days 365）。何も変更されていません。"
    ),
}
"""English → Japanese."""
