"""Japanese of what errors tell about files, tables, rows, documents, moments and questions.

English as the code has it, places as `{}` (or `{!r}`) → Japanese, places by number. `{0:said}`: what stands there is
words too, and is told in Japanese where it has its own entry.
"""

from __future__ import annotations

INPUT_DETAILS = {
    # One's own work
    "There is no work of your own to keep yet.": "保存できる作業内容がまだありません。",
    "Add an edit or ask a question first.": "先に編集を追加するか、質問してください。",
    "This would add to the shared edits.": "このままでは共有の編集に追加されます。",
    "Choose your own edits, then upload it again.": "「自分の編集」を選んでから、アップロードし直してください。",
    "This is not a file of saved work: {}: {}.": "保存した作業内容のファイルではありません（{0:said}：{1:said}）。",
    "not there": "ありません",
    "not known here": "ここにはない項目です",
    "too long": "長すぎます",
    "not as it is written here": "ここで保存される形と異なります",
    "A file of edits, questions and settings is read as it was downloaded here.": (
        "ここでダウンロードしたままのファイルを読み込めます。"
    ),
    "Download it again, or upload the edits alone as CSV.": (
        "ダウンロードし直すか、編集だけを CSV でアップロードしてください。"
    ),
    # Files
    "There is no file {}.": "ファイル「{0}」がありません。",
    "Choose the file again.": "ファイルを選び直してください。",
    "{} cannot be read: {}.": "「{0}」を読み込めません：{1:said}。",
    "{} has {} MB.": "「{0}」の大きさは {1} MB です。",
    "At most {} MB are read.": "読み込めるのは {0} MB までです。",
    "Split it into parts.": "分割してください。",
    "The file {}.": "このファイルは{0:said}。",
    "is {}, whatever its name says": "、名前にかかわらず{0:said}です",
    "a PDF document": "PDF 文書",
    "a PNG image": "PNG 画像",
    "a JPEG image": "JPEG 画像",
    "a GIF image": "GIF 画像",
    "a gzip archive": "gzip の圧縮ファイル",
    "a 7-Zip archive": "7-Zip の圧縮ファイル",
    "an Excel workbook, Word document or ZIP archive": "Excel ブック・Word 文書・ZIP のいずれか",
    "an old Excel or Word document": "旧形式の Excel または Word の文書",
    "an SQLite database": "SQLite のデータベース",
    "a program": "プログラム",
    "is binary data": "バイナリーデータです",
    "is damaged: byte {} does not fit its encoding ({})": "壊れています（{0} バイト目が文字コード {1} に合いません）",
    "is not text in an encoding that can be told": "文字コードを判別できません",
    "mixes encodings: from byte {} on there is UTF-8 among Windows-1252": (
        "文字コードが混在しています（{0} バイト目から、Windows-1252 の中に UTF-8 があります）"
    ),
    "Text in {} is read.": "{0:said} のテキストを読み込めます。",
    "UTF-8, UTF-16, Windows-1252 or Shift JIS": "UTF-8・UTF-16・Windows-1252・Shift JIS",
    "Save it again as UTF-8.": "UTF-8 で保存し直してください。",
    "{} is of a kind that is not read.": "「{0}」の形式には対応していません。",
    "These are: {}.": "対応する形式：{0:said}。",
    "Check that it was saved.": "内容が保存されているかご確認ください。",
    # Tables
    "Save the table as CSV, in UTF-8.": "表を UTF-8 の CSV で保存してください。",
    "{} holds no edits.": "「{0}」に編集がありません。",
    "One edit a row is read.": "1行を1件の編集として読み込みます。",
    "The workbook is encrypted with a password, or of the kind that Excel wrote before 2007.": (
        "ブックがパスワードで暗号化されているか、Excel 2003 以前の形式です。"
    ),
    "An .xlsx file without a password is read.": "パスワードのない .xlsx ファイルを読み込めます。",
    "Open it in a spreadsheet program and save it again as .xlsx without a password, or as CSV.": (
        "表計算ソフトで開き、パスワードなしの .xlsx または CSV で保存し直してください。"
    ),
    "The workbook is damaged ({}).": "ブックが壊れています（{0:said}）。",
    "A whole .xlsx file is read.": "完全な .xlsx ファイルを読み込めます。",
    "Open it in a spreadsheet program and save it again, or save the table as CSV.": (
        "表計算ソフトで開いて保存し直すか、表を CSV で保存してください。"
    ),
    "Workbooks cannot be read here: defusedxml is missing.": "defusedxml がないため、ここではブックを読み込めません。",
    "Install requirements.txt.": "requirements.txt のパッケージをインストールしてください。",
    "is a ZIP archive, and no workbook": "ZIP の圧縮ファイルで、ブックではありません",
    "is damaged ({})": "壊れています（{0:said}）",
    "is damaged or not whole ({})": "壊れているか、途中までしかありません（{0:said}）",
    "File is not a zip file": "ZIP 形式ではありません",
    "is encrypted": "暗号化されています",
    "holds more than it shows: unpacked it has over {} MB": "見かけより大きく、展開すると {0} MB を超えます",
    "The workbook holds {}.": "ブックが大きすぎます（{0:said}）。",
    "a row that is too long": "長すぎる行があります",
    "more cells than can be read, most of them perhaps empty": "セルが多すぎます。空のセルが大半かもしれません",
    "more than it shows: unpacked it is huge": "見かけより大きく、展開すると巨大になります",
    "At most {} are read.": "読み込めるのは {0:said}までです。",
    "{} MB": "{0} MB ",
    "{} XML tags": "XML タグ {0} 個",
    "{} XML tags a row": "1行あたり XML タグ {0} 個",
    "{} parts": "{0} 個の部品",
    "{} cells": "{0} セル",
    "{} rows": "{0} 行",
    "Delete empty rows, columns and sheets that are not needed, or save the table as CSV.": (
        "不要な空の行・列・シートを削除するか、表を CSV で保存してください。"
    ),
    "Row {} has {} columns.": "{0} 行目に {1} 列あります。",
    "Keep the columns that are needed, or quote text that holds the delimiter.": (
        "必要な列だけを残すか、区切り文字を含む文を引用符で囲んでください。"
    ),
    # Rows at fault
    "{}, in column “{}”": "「{1}」の列：{0:said}",
    "no text": "文がありません",
    "{} characters, more than {}": "{0} 文字あり、上限の {1} 文字を超えています",
    "control character U+{}": "制御文字 U+{0} が含まれています",
    "half a character (surrogate U+{})": "文字の断片（サロゲート U+{0}）が含まれています",
    "mark U+{}, which changes the direction of writing": "書字方向を変える記号 U+{0} が含まれています",
    "the same text as row {}": "{0} 行目と同じ文です",
    "above the limit of {} edits": "上限の {0} 件を超えた編集です",
    "above the limit of {} questions": "上限の {0} 件を超えた質問です",
    "only a number, no statement": "数値だけで、文になっていません",
    "nothing to fill the template with": "ひな形に入れる値がありません",
    "a tag of more than {} characters": "{0} 文字を超えるタグがあります",
    "{} tags, more than {}": "タグが {0} 個あり、上限の {1} 個を超えています",
    "“{}” is no language code such as en or ja": "「{0}」は en や ja のような言語コードではありません",
    "“{}” is neither yes nor no": "「{0}」は「はい」でも「いいえ」でもありません",
    "it would end before it begins": "有効期限が有効開始日より前です",
    "no new value": "新値がありません",
    "no old value, and the text does not hold the new one": "旧値がなく、文に新値も含まれていません",
    "the old value “{}” does not stand in the text": "旧値「{0}」が文にありません",
    "a table of more than {}; not read from here on": "表が {0:said}を超えるため、ここから先は読み込んでいません",
    "more than {} rows; not read from here on": "{0} 行を超えるため、ここから先は読み込んでいません",
    "{} cells, more than {}": "{0} 個のセルがあり、上限の {1} 個を超えています",
    "{} cells where the first row has {}; quote text that holds the delimiter": (
        "1行目は {1} 列ですが、この行には {0} 個のセルがあります。区切り文字を含む文は引用符で囲んでください"
    ),
    "a cell of more than {} characters, or a quotation mark that is never closed": (
        "{0} 文字を超えるセルか、閉じられていない引用符があります"
    ),
    "a quotation mark is opened and never closed": "引用符が閉じられていません",
    'text behind a closing quotation mark; write a quotation mark inside a cell twice ("")': (
        '閉じた引用符の後に文字があります。セルの中の引用符は2つ重ねて（""）書いてください'
    ),
    "too many quotation marks that are never closed; not read from here on": (
        "閉じられていない引用符が多すぎるため、ここから先は読み込んでいません"
    ),
    "the formula's result is an error ({})": "数式の結果がエラーです（{0}）",
    "a formula without a saved result": "数式の結果が保存されていません",
    "not JSON": "JSON ではありません",
    "neither an object nor a string": "オブジェクトでも文字列でもありません",
    "a list or object, not a text": "文字列ではなく、リストまたはオブジェクトです",
    "more than {} different fields": "項目の種類が {0} を超えています",
    "the field “{}” occurs twice": "項目「{0}」が2回あります",
    "{}, which is no number in JSON": "{0} は JSON の数値ではありません",
    # What columns mean
    "No column is chosen for the text of the edits.": "編集の文の列が選ばれていません。",
    "The columns are: {}{}.": "列：{0}{1}。",
    "Choose the column with the sentences (a name such as “edit” is found by itself), or write a template.": (
        "文の入った列を選ぶか（「edit」や「編集」のような列名は自動で見つかります）、ひな形を書いてください。"
    ),
    "The column {} ({}) is not there.": "{0} 列目（{1:said}）がありません。",
    "There are: {}.": "あるもの：{0:said}。",
    "Choose again.": "選び直してください。",
    "The column “{}” is chosen as the {} value, and none as the {} value.": (
        "「{0}」の列が{1:said}に選ばれていますが、{2:said}の列が選ばれていません。"
    ),
    "The edit is the text with the old value replaced by the new one: both are needed.": (
        "編集は文の旧値を新値に置き換えたものになるため、両方が必要です。"
    ),
    "Choose the {} value too, or neither.": "{0:said}の列も選ぶか、どちらも選ばないでください。",
    "old": "旧値",
    "new": "新値",
    "text": "文",
    "note": "メモ",
    "tags": "タグ",
    "language": "言語",
    "question": "検査質問",
    "answer": "期待する回答",
    "owner": "担当",
    "source": "出典",
    "confidential": "機密",
    "valid_from": "有効開始日",
    "valid_until": "有効期限",
    "review_by": "見直し期限",
    "The template has {} characters.": "ひな形が {0} 文字あります。",
    "At most {}.": "上限は {0} 文字です。",
    "Shorten it.": "短くしてください。",
    "The template has a brace “{}” without its other half.": "ひな形に、対にならない波括弧「{0}」があります。",
    "A column stands in braces, as in {{{}}}.": "列名は {{{0}}} のように波括弧で囲みます。",
    "Add the other one, or write {{{{ or }}}} for a brace that is text.": (
        "対になる波括弧を加えるか、文字としての波括弧は {{{{ または }}}} と書いてください。"
    ),
    "The template names no column.": "ひな形に列名がありません。",
    "Put a column's name in braces.": "列名を波括弧で囲んで入れてください。",
    "The template names the column “{}”, which is not there.": "ひな形にある「{0}」という列がありません。",
    "Write {{{}}} if that is meant.": "{{{0}}} のことであれば、そう書いてください。",
    # Questions
    "The file has {} columns and none is named as the question.": (
        "ファイルに {0} 列ありますが、質問の列が分かりません。"
    ),
    "The first row names the columns; questions are under one of: {}, …": (
        "1行目を列名とし、質問の列には次のような名前を付けます：{0} など。"
    ),
    "Name the column of the questions “question”, and that of the expected answers “expected”.": (
        "質問の列を「question」（または「質問」）、期待する回答の列を「expected」（または「期待する回答」）"
        "としてください。"
    ),
    "The file holds no question.": "ファイルに質問がありません。",
    "One question a row is read, with its expected answer beside it if you like.": (
        "1行を1件の質問として読み込みます。横に期待する回答を書くこともできます。"
    ),
    "Check the column's name and that the file was saved.": "列名と、内容が保存されているかをご確認ください。",
    # Documents
    "Save it as .docx without macros, as a PDF with text, or as text.": (
        "マクロのない .docx、文字を含む PDF、またはテキストで保存してください。"
    ),
    "{} holds no text.": "「{0}」に文字がありません。",
    "{} is too long.": "「{0}」は長すぎます。",
    "At most {} characters.": "上限は {0} 文字です。",
    "Split it.": "分割してください。",
    "The file cannot be read with the time and memory that a document may take.": (
        "決められた時間とメモリーの範囲では、この文書を読み込めません。"
    ),
    "{} seconds and {} MB.": "上限は {0} 秒、{1} MB です。",
    "Save it as text, or split it into parts.": "テキストで保存するか、分割してください。",
    "The document is too long.": "文書が長すぎます。",
    "A PDF that holds text is read.": "文字を含む PDF を読み込めます。",
    "has {} pages, more than {}": "{0} ページあり、上限の {1} ページを超えています",
    "holds no text, only pictures, as a scan does": "スキャン画像のように、図だけで文字を含みません",
    "holds too much text on one page": "1ページの文字が多すぎます",
    "is damaged, or no PDF ({})": "壊れているか、PDF ではありません（{0:said}）",
    "is encrypted with a password": "パスワードで暗号化されています",
    "Print it to a new PDF.": "新しい PDF に印刷し直してください。",
    "Recognise its text (OCR) first.": "先に文字認識（OCR）を行ってください。",
    "Save it without a password.": "パスワードなしで保存してください。",
    "A .docx document without a password is read.": "パスワードのない .docx 文書を読み込めます。",
    "declares entities, which no Word document needs": "Word 文書には不要なエンティティ宣言を含みます",
    "is damaged, or no .docx document": "壊れているか、.docx 文書ではありません",
    "is damaged, or no .docx document ({})": "壊れているか、.docx 文書ではありません（{0:said}）",
    "is encrypted with a password, or of the kind that Word wrote before 2007": (
        "パスワードで暗号化されているか、Word 2003 以前の形式です"
    ),
    "Open it in a word processor and save it again as .docx, or save it as text.": (
        "ワープロソフトで開き、.docx またはテキストで保存し直してください。"
    ),
    # Moments
    "“{}” does not exist.": "「{0}」という日時は存在しません。",
    "“{}” is no date.": "「{0}」は日付ではありません。",
    "“{}” is skipped by the clocks.": "「{0}」は時計の切り替えで飛ばされる時刻です。",
    "“{}” stands twice on the clocks.": "「{0}」は時計の切り替えで2回ある時刻です。",
    "A date such as 2026-03-31, or a moment such as 2026-03-31T09:30, in {}, or with an offset (+09:00, Z).": (
        "2026-03-31 のような日付か、2026-03-31T09:30 のような日時（時刻帯は {0}、または +09:00 や Z のように指定）"
        "で書いてください。"
    ),
    "Correct it.": "直してください。",
    "There is no time zone {!r}.": "「{0}」という時刻帯はありません。",
    "A name of the IANA list: Asia/Tokyo, UTC.": "Asia/Tokyo や UTC のような、IANA の一覧にある名前で指定します。",
}
"""English → Japanese."""
