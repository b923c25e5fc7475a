"""Files that nobody should upload and somebody will, made when a test asks for one."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any

from openpyxl import Workbook

GOOD = "The refund period is 45 days."
OTHER = "The support desk opens at 7 am."

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(*rows: list[Any]) -> bytes:
    """A sound workbook of these rows."""
    book = Workbook()
    sheet = book[book.sheetnames[0]]
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part added or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return file.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A workbook whose only sheet is this XML."""
    return with_part(workbook(["edit"]), "xl/worksheets/sheet1.xml", sheet)


def with_sheet_called(name: str, sheet: bytes) -> bytes:
    """The same, with the sheet in a part of this name."""
    content = with_part(workbook(["edit"]), name, sheet)
    for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read(part)
        content = with_part(content, part, text.replace(b"xl/worksheets/sheet1.xml", name.encode()))
    return content


def sheet_of(rows: str, dimension: str = "A1:A1") -> bytes:
    head = f'<?xml version="1.0"?><worksheet {MAIN}><dimension ref="{dimension}"/><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


def inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def archive_that_lies() -> bytes:
    """A workbook whose directory says that a part of 300 MB has 100 bytes."""
    content = bytearray(with_sheet(b" " * (300 * 2**20)))
    place = content.rfind(b"PK\x01\x02")
    while place > 0:
        length = int.from_bytes(content[place + 28 : place + 30], "little")
        if content[place + 46 : place + 46 + length] == b"xl/worksheets/sheet1.xml":
            content[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = content.rfind(b"PK\x01\x02", 0, place)
    return bytes(content)


def many_lines(line: bytes, size: int) -> bytes:
    return line * (size // len(line))


def deep(depth: int) -> str:
    return '{"edit": ' + "[" * depth + "]" * depth + "}"


def with_doctype(doctype: str, cell: str) -> bytes:
    rows = f'<row r="1">{inline("A1", cell)}</row>'
    return f'<?xml version="1.0"?>{doctype}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>'.encode()


def lol_bombs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{entities}]>'
    return with_doctype(doctype, "&l9;")


def outside_entity() -> bytes:
    doctype = '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return with_doctype(doctype, "&secret;")


def formula_without_result() -> bytes:
    return sheet_of(
        f'<row r="1">{inline("A1", "edit")}</row>'
        '<row r="2"><c r="A2"><f>WEBSERVICE("http://localhost/")</f></c></row>'
        f'<row r="3">{inline("A3", GOOD)}</row>'
        '<row r="4"><c r="A4" t="str"><f>A3&amp;""</f><v>The support desk opens at 7 am.</v></c></row>'
        '<row r="5"><c r="A5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )


def with_macros_and_links() -> bytes:
    content = with_part(workbook(["edit"], [GOOD], [OTHER]), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen()")
    link = f"<externalLink {MAIN}><externalBook/></externalLink>".encode()
    return with_part(content, "xl/externalLinks/externalLink1.xml", link)


def json_lines(*values: Any) -> bytes:
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values).encode()


def sparse(path: Path, size: int) -> None:
    """A file of zeros that takes no room on the disk."""
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)


def damaged_deflate() -> bytes:
    content = bytearray(workbook(["edit"], *([f"{GOOD} {number}"] for number in range(200))))
    place = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[place : place + 40] = zlib.crc32(b"x").to_bytes(4, "big") * 10
    return bytes(content)
