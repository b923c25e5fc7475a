"""A figure as a file."""

from __future__ import annotations

from pathlib import Path

import plotly.graph_objects as go

from app.errors import InputError


def save_picture(figure: go.Figure, file: Path) -> None:
    """Write a picture: HTML that stands alone, or SVG, PNG or PDF.

    Raises:
        InputError: another ending, or a picture without the package that draws it.
    """
    ending = file.suffix.lower()
    if ending == ".html":
        figure.write_html(file, include_plotlyjs=True)
    elif ending in (".svg", ".png", ".pdf"):
        try:
            figure.write_image(file)
        except (ValueError, ImportError, RuntimeError) as error:
            raise InputError(
                given=f"{file.name} could not be drawn ({error}).",
                allowed="SVG, PNG and PDF need the package kaleido and a Chromium browser; HTML needs neither.",
                remedy="Install requirements-dev.txt, or choose a file that ends in .html.",
            ) from error
    else:
        raise InputError(f"A picture cannot end in “{ending}”.", "Allowed: .html, .svg, .png, .pdf.", "Rename it.")
