"""An HTML page as a reader and a program see it."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """Tags with their attributes, the visible text, and the cells of each table body by its id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.rows: dict[str, list[list[str]]] = {}
        self._body, self._hidden, self._in_cell = "", False, False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tbody":
            self._body = dict(attrs).get("id") or ""
            self.rows[self._body] = []
        elif tag == "tr" and self._body:
            self.rows[self._body].append([])
        elif tag in ("td", "th") and self._body:
            self.rows[self._body][-1].append("")
            self._in_cell = True
        self._hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._body = ""
        self._in_cell = self._in_cell and tag not in ("td", "th")
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.text += data
        if self._in_cell:
            self.rows[self._body][-1][-1] += data
