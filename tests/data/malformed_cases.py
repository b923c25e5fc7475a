"""The malformed files, and what must come of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.data.table import MAX_COLUMNS
from tests.data import malformed as make
from tests.data.malformed import GOOD, OTHER


@dataclass(frozen=True)
class Case:
    """A file, and what must come of it: an error that says `refused`, or these edits and reasons."""

    name: str
    content: Callable[[], bytes]
    refused: str = ""
    edits: tuple[str, ...] | None = None
    faults: tuple[tuple[int, str], ...] = ()
    """Row and a part of the reason."""
    heavy: bool = False
    """Memory is measured, in a process of its own."""


def text(value: str) -> Callable[[], bytes]:
    return lambda: value.encode()


HEADER_ONLY_ROWS = '<row r="1">' + make.inline("A1", "edit") + "</row>"

CASES = {
    # Encodings
    "UTF-16 without mark": Case(
        "a.csv", lambda: f"edit\n{GOOD}\n{OTHER}\n".encode("utf-16-le"), edits=(GOOD, OTHER)
    ),
    "UTF-16 without mark, Japanese": Case(
        "a.txt", lambda: "返品期間は45日です。\n営業は9時からです。\n".encode("utf-16-be"),
        edits=("返品期間は45日です。", "営業は9時からです。"),
    ),
    "Shift JIS": Case(
        "a.csv", lambda: "編集,備考\n返品期間は購入日から45日です。,変更\n".encode("cp932"),
        edits=("返品期間は購入日から45日です。",),
    ),
    "Latin-1 among UTF-8": Case(
        "a.csv", lambda: "edit\nDer Käse ist grün.\n".encode() * 3 + "Die Tür ist weiß.\n".encode("latin-1"),
        refused="not text in an encoding that can be told",
    ),
    "UTF-8 among Windows-1252": Case(
        "a.csv", lambda: "edit\nDie Tür ist weiß.\n".encode("cp1252") * 9 + "Der Käse ist grün.\n".encode(),
        refused="mixes encodings",
    ),
    "byte order mark": Case("a.csv", lambda: f"\ufeffedit\n{GOOD}\n".encode(), edits=(GOOD,)),
    "two byte order marks": Case("a.csv", lambda: f"\ufeff\ufeffedit\n{GOOD}\n".encode(), edits=(GOOD,)),
    "UTF-16 cut in the middle": Case(
        "a.csv", lambda: f"edit\n{GOOD}\n".encode("utf-16")[:-1], refused="is damaged"
    ),
    "broken UTF-8 behind its mark": Case("a.txt", lambda: b"\xef\xbb\xbfgood \xff\xfe bad", refused="is damaged"),
    # Nothing in it
    "empty": Case("a.csv", text(""), refused="holds no edits"),
    "empty workbook": Case("a.xlsx", lambda: make.workbook(), refused="holds no edits"),
    "only a header": Case("a.csv", text("edit,note\n"), refused="holds no edits"),
    "only a header in a workbook": Case("a.xlsx", lambda: make.workbook(["edit", "note"]), refused="holds no edits"),
    "white space": Case("a.txt", text(" \n\u3000\n\t\n"), refused="holds no edits"),
    "zero bytes": Case("a.xlsx", text(""), refused="is damaged"),
    # Rows
    "missing columns": Case(
        "a.csv", text(f"id,edit,note\n1\n2,{GOOD}\n3,,x\n"), edits=(GOOD,),
        faults=((2, "no text, in column “edit”"), (4, "no text, in column “edit”")),
    ),
    "ragged rows": Case(
        "a.csv", text(f"edit,note\n{GOOD}\n{OTHER},a,b,c\nThe shop is closed.,x\n"),
        edits=(GOOD, "The shop is closed."), faults=((3, "4 cells where the first row has 2"),),
    ),
    "no column for the text": Case("a.csv", text("id,amount\n1,2\n3,4\n"), refused="“id”, “amount”"),
    "doubled headers": Case("a.csv", text(f"edit,edit\n{GOOD},{OTHER}\n"), edits=(GOOD,)),
    "zero characters": Case(
        "a.csv", text(f"edit\nA NUL \x00 is here.\n{GOOD}\n"), edits=(GOOD,), faults=((2, "control character U+0000"),)
    ),
    "control characters": Case(
        "a.txt", text(f"A bell \x07 rings.\nAn escape \x1b[31m.\n{GOOD}"), edits=(GOOD,),
        faults=((1, "U+0007"), (2, "U+001B")),
    ),
    "writing turned round": Case(
        "a.txt", text(f"It costs \u202e005 euros.\n{GOOD}"), edits=(GOOD,), faults=((1, "direction of writing"),)
    ),
    "quotation mark never closed": Case(
        "a.csv", text(f'edit\n"It is open.\n{GOOD}\n{OTHER}\n'), edits=(GOOD, OTHER), faults=((2, "never closed"),)
    ),
    "quotation marks everywhere": Case(
        "a.csv", lambda: ('edit\n' + '"x\n' * 3000).encode(), edits=(), faults=((2, "quotation mark"),)
    ),
    "line ends of an old Mac": Case("a.csv", text(f"edit\r{GOOD}\r{OTHER}\r"), edits=(GOOD, OTHER)),
    "line ends of three kinds": Case("a.txt", text(f"{GOOD}\r\n{OTHER}\rThe sky is green.\n"),
                                     edits=(GOOD, OTHER, "The sky is green.")),
    "numbers only": Case("a.csv", text(f"edit\n45\n{GOOD}\n"), edits=(GOOD,), faults=((2, "only a number"),)),
    # Nothing is executed
    "formulas as text": Case(
        "a.csv", text("edit\n=CMD|'/C calc'!A0\n@SUM(1+1)\n+cmd|' /C calc'!A0\n"),
        edits=("=CMD|'/C calc'!A0", "@SUM(1+1)", "+cmd|' /C calc'!A0"),
    ),
    "a link as text": Case(
        "a.csv", text('edit\n"=HYPERLINK(""http://localhost/?""&A1,""click"")"\n'),
        edits=('=HYPERLINK("http://localhost/?"&A1,"click")',),
    ),
    "formulas in a workbook": Case(
        "a.xlsx", lambda: make.with_sheet(make.formula_without_result()), edits=(GOOD, OTHER),
        faults=((2, "a formula without a saved result"), (5, "#DIV/0!")),
    ),
    "macros and outside links in a workbook": Case("a.xlsx", make.with_macros_and_links, edits=(GOOD, OTHER)),
    "an entity that names a file": Case(
        "a.xlsx", lambda: make.with_sheet(make.outside_entity()), refused="The workbook is damaged"
    ),
    # Not what the name says
    "a program called .csv": Case("a.csv", lambda: b"MZ\x90\x00" + bytes(range(256)) * 40, refused="a program"),
    "noise called .csv": Case("a.csv", lambda: bytes(range(256)) * 40, refused="The file is"),
    "a workbook called .csv": Case("a.csv", lambda: make.workbook(["edit"], [GOOD]), refused="an Excel workbook"),
    "a text called .xlsx": Case("a.xlsx", text(f"edit\n{GOOD}\n"), refused="damaged or not whole"),
    "a ZIP archive called .xlsx": Case(
        "a.xlsx", lambda: make.with_part(b"PK\x05\x06" + bytes(18), "a.txt", b"x"), refused="no workbook"
    ),
    "an encrypted workbook": Case(
        "a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 100, refused="password"
    ),
    "half a workbook": Case(
        "a.xlsx", lambda: (whole := make.workbook(["edit"], [GOOD]))[: len(whole) // 2], refused="not whole"
    ),
    "a sheet that is called a picture, beside one": Case(
        "a.xlsx", lambda: make.with_part(make.with_sheet_called("xl/media/image1.png", make.sheet_of(
            f'<row r="1">{make.inline("A1", "edit")}</row><row r="2">{make.inline("A2", GOOD)}</row>'
        )), "xl/media/image2.png", b"\x89PNG" + b"<" * 200_000), edits=(GOOD,),
    ),
    "a workbook with a hole": Case("a.xlsx", make.damaged_deflate, refused="damaged"),
    "a workbook that names no sheet": Case(
        "a.xlsx", lambda: make.with_part(make.workbook(["edit"]), "xl/workbook.xml", b"<nothing/>"),
        refused="holds no edits",
    ),
    "a suffix that is not read": Case("a.exe", text(GOOD), refused="of a kind that is not read"),
    "no suffix": Case("edits", text(GOOD), refused="of a kind that is not read"),
    "a name turned round": Case("edits\u202evsc.exe", text(GOOD), refused="of a kind that is not read"),
    # JSON
    "JSON of other shapes": Case(
        "a.jsonl",
        lambda: make.json_lines([GOOD], 5, None, {"edit": {"text": GOOD}}, {"edit": [1, 2]}, {"edit": GOOD}),
        edits=(GOOD,),
        faults=((1, "neither"), (2, "neither"), (3, "neither"), (4, "a list or object"), (5, "a list or object")),
    ),
    "JSON with NaN": Case(
        "a.jsonl", lambda: make.json_lines('{"edit": NaN}', '{"edit": Infinity}', {"edit": GOOD}), edits=(GOOD,),
        faults=((1, "NaN"), (2, "Infinity")),
    ),
    "JSON with a field twice": Case(
        "a.jsonl", lambda: make.json_lines('{"edit": "One is one.", "edit": "Two is two."}', {"edit": GOOD}),
        edits=(GOOD,), faults=((1, "“edit” occurs twice"),),
    ),
    "JSON nested deeply": Case(
        "a.jsonl", lambda: make.json_lines(make.deep(100_000), {"edit": GOOD}), edits=(GOOD,), faults=((1, "not JSON"),)
    ),
    "JSON with half a character": Case(
        "a.jsonl", lambda: make.json_lines('{"edit": "half \\ud800"}', {"edit": GOOD}), edits=(GOOD,),
        faults=((1, "surrogate"),),
    ),
    "JSON with a number of many digits": Case(
        "a.jsonl", lambda: make.json_lines('{"edit": ' + "9" * 10_000 + "}", {"edit": GOOD}), edits=(GOOD,),
        faults=((1, "not JSON"),),
    ),
    # Too much
    "a cell of 10 MB": Case(
        "a.csv", lambda: f'edit\n"{"x" * 10 * 2**20}"\n{GOOD}\n'.encode(), edits=(GOOD,),
        faults=((2, "more than 1,000,000 characters"),), heavy=True,
    ),
    "a line of 5 MB": Case(
        "a.txt", lambda: f'{"word " * 2**20}\n{GOOD}\n'.encode(), edits=(GOOD,), faults=((1, "5,242,879 characters"),),
        heavy=True,
    ),
    "a million columns": Case(
        "a.csv", text("a," * 1_000_000 + "\n"), refused=r"1,000,001 columns.*At most 256", heavy=True
    ),
    "a million cells in a row": Case(
        "a.csv", lambda: f"edit\n{GOOD}\n{'x,' * 1_000_000}\n".encode(), edits=(GOOD,),
        faults=((3, f"1,000,001 cells, more than {MAX_COLUMNS}"),), heavy=True,
    ),
    "ten million rows": Case("a.csv", lambda: make.many_lines(b"a\n", 20 * 2**20), edits=("a",), heavy=True),
    "ten million cells": Case("a.tsv", lambda: make.many_lines(b"ab\tcd\tef\tgh\n", 20 * 2**20),
                              refused="No column is chosen", heavy=True),
    "a million fields": Case(
        "a.jsonl", lambda: make.json_lines({f"f{number}": "x" for number in range(1_000_000)}, {"edit": GOOD}),
        edits=(GOOD,), faults=((1, "more than 256 different fields"),), heavy=True,
    ),
    "a workbook of 300 MB of spaces": Case(
        "a.xlsx", lambda: make.with_sheet(b" " * (300 * 2**20)), refused="unpacked it is huge", heavy=True
    ),
    "a workbook that lies about its size": Case("a.xlsx", make.archive_that_lies, refused="damaged", heavy=True),
    "a workbook that multiplies entities": Case(
        "a.xlsx", lambda: make.with_sheet(make.lol_bombs()), refused="The workbook is damaged", heavy=True
    ),
    "a workbook with 5,000,000 empty rows": Case(
        "a.xlsx", lambda: make.with_sheet(make.sheet_of('<row r="1"/>' * 5_000_000)),
        refused="more cells than can be read", heavy=True,
    ),
    "a workbook with 5,000,000 empty rows in what is called a picture": Case(
        "a.xlsx", lambda: make.with_sheet_called("xl/media/image1.png", make.sheet_of('<row r="1"/>' * 5_000_000)),
        refused="more cells than can be read", heavy=True,
    ),
    "a workbook that only says that it has 5,000,000 rows": Case(
        "a.xlsx", lambda: make.with_sheet(make.sheet_of(
            f'<row r="1">{make.inline("A1", "edit")}</row><row r="2">{make.inline("A2", GOOD)}</row>', "A1:XFD5000000"
        )), edits=(GOOD,), heavy=True,
    ),
    "a workbook with one row far below": Case(
        "a.xlsx", lambda: make.with_sheet(make.sheet_of(
            f'<row r="1">{make.inline("A1", "edit")}</row><row r="1048576">{make.inline("A1048576", GOOD)}</row>'
        )), edits=(GOOD,), heavy=True,
    ),
    "a workbook with one row beyond the last": Case(
        "a.xlsx", lambda: make.with_sheet(make.sheet_of(
            f'<row r="1">{make.inline("A1", "edit")}</row><row r="2">{make.inline("A2", GOOD)}</row>'
            f'<row r="999999999">{make.inline("A999999999", OTHER)}</row>'
        )), edits=(GOOD,), heavy=True,
    ),
    "a workbook with one endless row": Case(
        "a.xlsx", lambda: make.with_sheet(make.sheet_of('<row r="1">' + "<c/>" * 1_500_000 + "</row>")),
        refused="a row that is too long", heavy=True,
    ),
    "a workbook with cells far to the right": Case(
        "a.xlsx", lambda: make.with_sheet(make.sheet_of("".join(
            f'<row r="{row}">{make.inline(f"A{row}", f"Row {row} is here.")}{make.inline(f"XFD{row}", "x")}</row>'
            for row in range(1, 2_000)
        ))), refused="16,384 columns", heavy=True,
    ),
}  # fmt: skip
