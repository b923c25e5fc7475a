"""Japanese of what errors tell about the database, archives and audit files.

English as the code has it → Japanese; see `japanese_details_inputs` for the places.
"""

from __future__ import annotations

FILE_DETAILS = {
    # The database
    "That is not the URL of a store.": "保存先の URL ではありません。",
    "A store is {}.": "保存先の形：{0:said}。",
    "sqlite:///FOLDER/FILE or postgresql://USER:PASSWORD@HOST/DATABASE": (
        "sqlite:///フォルダー/ファイル、または postgresql://ユーザー:パスワード@ホスト/データベース"
    ),
    "Correct --store, or the variable INCOMES_STORE.": "--store または環境変数 INCOMES_STORE を直してください。",
    "{} has been in use by others for more than {} seconds.": "{0} が {1} 秒を超えてほかで使用中です。",
    "One change is written at a time.": "変更は一つずつ書き込まれます。",
    "Nothing of this change was written. Try again in a moment.": (
        "この変更は書き込まれていません。少し待ってから、もう一度お試しください。"
    ),
    "{} has been read by others for more than {} seconds.": "{0} が {1} 秒を超えてほかから読み取られています。",
    "What was erased is out of the tables, and still in the file.": (
        "消去した内容は表から除かれましたが、ファイルにはまだ残っています。"
    ),
    "Repeat the command in a moment.": "少し待ってから、もう一度実行してください。",
    "The store {} refused: {}.": "保存先 {0} に書き込めませんでした：{1}。",
    "Nothing was changed. Please report this.": "何も変更されていません。管理者にお知らせください。",
    "Some rows of {} refer to rows that are not there.": "{0} に、存在しない行を参照する行があります。",
    "Nothing was changed. Restore the last good copy, or export from it and import into a new store.": (
        "何も変更されていません。直近の正常なバックアップを復元するか、そこから書き出して新しい保存先に取り込んでくだ"
        "さい。"
    ),
    "The store {} cannot be used: {}.": "保存先 {0} を使えません：{1}。",
    "Check the URL (--store or INCOMES_STORE), the server, the rights of its file, and the space on its disk.": (
        "URL（--store または INCOMES_STORE）、サーバー、ファイルの権限、ディスクの空きをご確認ください。"
    ),
    "There is no store at {} yet.": "{0} にはまだ保存先がありません。",
    "Add an edit, or run `python -m app db upgrade`.": (
        "編集を追加するか、python -m app db upgrade を実行してください。"
    ),
    "The store {} was made by an older version of the workbench.": (
        "保存先 {0} は、古いバージョンのワークベンチで作られています。"
    ),
    "The store {} was made by a newer version of the workbench.": (
        "保存先 {0} は、新しいバージョンのワークベンチで作られています。"
    ),
    "This version works with tables of revision {}; these are of {}.": (
        "このバージョンが扱う表の版は {0} ですが、保存先の版は {1} です。"
    ),
    "Make a copy of it, then run `python -m app db upgrade`.": (
        "バックアップを取ってから、python -m app db upgrade を実行してください。"
    ),
    "Install the newer version of the workbench.": "新しいバージョンのワークベンチをインストールしてください。",
    # Files in general
    "Check the name of the file.": "ファイル名をご確認ください。",
    "Choose another place.": "別の場所を選んでください。",
    "{} cannot be written: {}.": "「{0}」に書き込めません：{1:said}。",
    "No such file or directory": "ファイルまたはフォルダーがありません",
    "Permission denied": "権限がありません",
    "No space left on device": "ディスクの空きがありません",
    "Is a directory": "フォルダーです",
    "Read-only file system": "読み取り専用です",
    # Archives
    "The file is not an archive that can be imported: {}.": "取り込めるファイルではありません：{0:said}。",
    "An archive is a file that `python -m app export` wrote.": (
        "取り込めるのは、python -m app export が作ったファイルです。"
    ),
    "Export it again. Nothing was imported.": "もう一度書き出してください。何も取り込まれていません。",
    "The archive holds {} MB when unpacked.": "展開すると {0} MB になります。",
    "At most {} MB.": "上限は {0} MB です。",
    "Raise INCOMES_MAX_ARCHIVE_MB if you trust the file; nothing was imported.": (
        "信頼できるファイルであれば、INCOMES_MAX_ARCHIVE_MB を大きくしてください。何も取り込まれていません。"
    ),
    "The archive has format {}, written by version {}.": "ファイルの形式は {0} で、バージョン {1} が書き出しています。",
    "This version of the workbench reads formats {}.": "このバージョンのワークベンチが読み込める形式は {0:said} です。",
    "Import it with the version that wrote it, or a newer one.": (
        "書き出したバージョンか、より新しいバージョンで取り込んでください。"
    ),
    "a line has more than {} bytes": "{0} バイトを超える行があります",
    "it has versions of edits that are not in it": "収められていない編集の版があります",
    "it is encrypted, or packed in a way that archives are not": "暗号化されているか、異なる方法で圧縮されています",
    "its members are not those of an archive ({})": "中のファイルが正しくありません（{0}）",
    "its versions are not where they should be": "版の位置が正しくありません",
    "nobody made the gist {}": "ギスト {0} の作成元がありません",
    "the answer {} is in it twice, or nobody made it": "回答 {0} が重複しているか、その作成元がありません",
    "the checksum of {} does not match": "{0} のチェックサムが合いません",
    "the edit {}, or its text, is in it twice": "編集 {0} またはその文が重複しています",
    "the edit {}: {}": "編集 {0}：{1:said}",
    "{} does not call it one": "{0} の形式名が異なります",
    "{} cannot be read": "{0} を読み込めません",
    "{} names other members than there are": "{0} の記載と中のファイルが異なります",
    "{}, gist {}: {}": "{0} のギスト {1}：{2:said}",
    "{}, line {}: {}": "{0} の {1} 行目：{2:said}",
    "{}, line {}: {}: {}": "{0} の {1} 行目：{2}：{3}",
    "its last version is not the edit as it is": "最後の版が現在の編集と異なります",
    "its versions do not follow each other": "版の番号が続いていません",
    "version {}: {}": "第 {0} 版：{1:said}",
    "version {}: the version that acts is not there": "第 {0} 版：有効な版がありません",
    "version {}: the version that acts was not approved": "第 {0} 版：有効な版が承認されていません",
    "its text is not normalised": "文が正規化されていません",
    "its content is not the checksum of its text": "文のチェックサムが合いません",
    "its note has characters that cannot be stored": "メモに保存できない文字があります",
    "its author has characters that cannot be stored": "作成者に保存できない文字があります",
    "who changed it has characters that cannot be stored": "変更者に保存できない文字があります",
    "its tags are not sorted, or not as they are stored": "タグが保存時の形と異なります",
    "its test questions are not as they are stored": "検査質問が保存時の形と異なります",
    "its terms are not as they are stored": "条件が保存時の形と異なります",
    "its reason has characters that cannot be stored": "理由に保存できない文字があります",
    "its state and the version that acts do not fit": "状態と有効な版が合いません",
    "its state and what it restores to do not fit": "状態と復元先が合いません",
    "it has characters that cannot be stored": "保存できない文字があります",
    "the content of an edit is not the checksum of its text": "編集の文のチェックサムが合いません",
    "its checksum does not match": "チェックサムが合いません",
    "it is not the safetensors file of a gist ({})": "ギストの safetensors ファイルではありません（{0}）",
    "it holds {} instead of {}": "{1} ではなく {0} が入っています",
    "the sizes of its tensors do not fit together": "テンソルの大きさが互いに合いません",
    "it holds something else than finite numbers": "有限の数値でないものが入っています",
    # Audit files
    "A line of {} is no head.": "「{0}」に最終記録でない行があります。",
    "{} is neither NUMBER:HASH nor a file that can be read.": (
        "「{0}」は「番号:ハッシュ」でも、読み込めるファイルでもありません。"
    ),
    "A head is NUMBER:HASH, or a line of a file that `python -m app audit head` wrote.": (
        "最終記録は「番号:ハッシュ」か、python -m app audit head が書いたファイルの行です。"
    ),
    "Check the name of the file, or copy the head again.": "ファイル名を確認するか、最終記録をコピーし直してください。",
    "Correct INCOMES_AUDIT_HEADS, or the rights of the file.": (
        "INCOMES_AUDIT_HEADS か、ファイルの権限を直してください。"
    ),
    "Record {} cannot be read: {}.": "監査記録 {0} を読み込めません：{1}。",
    "Run `python -m app audit verify`.": "python -m app audit verify を実行してください。",
    "{} is not a file of audit records: its first line does not say so.": (
        "「{0}」は監査記録のファイルではありません（1行目が異なります）。"
    ),
    "Such a file is written by `python -m app audit export`.": "python -m app audit export が作るファイルです。",
}
"""English → Japanese."""
