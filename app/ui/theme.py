"""The look: one accent colour, quiet greys, system fonts (nothing is fetched from elsewhere), light and dark."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("style.css")

ACCENT = gr.themes.Color(
    name="accent",
    c50="#eff7fc", c100="#d9ecf7", c200="#b3d8ef", c300="#7dbbe1", c400="#3d98cc", c500="#0072b2",
    c600="#00629a", c700="#004f7d", c800="#053f62", c900="#0a3450", c950="#072235",
)  # fmt: skip
GREY = gr.themes.Color(
    name="grey",
    c50="#f8f9fa", c100="#f1f3f5", c200="#e4e8ec", c300="#ced4da", c400="#9aa5b1", c500="#6b7682",
    c600="#525d68", c700="#3b444d", c800="#232a31", c900="#181d22", c950="#101418",
)  # fmt: skip
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Noto Sans JP", "Hiragino Sans", "sans-serif")
MONO_FONTS = ("ui-monospace", "SFMono-Regular", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """The theme of the workbench, for `launch(theme=…)`."""
    base = gr.themes.Base(
        primary_hue=ACCENT,
        secondary_hue=ACCENT,
        neutral_hue=GREY,
        spacing_size=gr.themes.sizes.spacing_md,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=FONTS,
        font_mono=MONO_FONTS,
    )
    return base.set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        background_fill_primary="white",
        background_fill_primary_dark="*neutral_900",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_padding="0px",
        block_shadow="none",
        block_label_text_color="*neutral_600",
        block_title_text_color="*neutral_700",
        block_title_text_color_dark="*neutral_200",
        block_title_text_weight="500",
        input_background_fill="white",
        input_background_fill_dark="*neutral_950",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        input_border_color="*neutral_300",
        input_border_color_dark="*neutral_700",
        input_border_color_focus="*primary_500",
        input_border_color_focus_dark="*primary_400",
        input_border_width="1px",
        input_radius="*radius_md",
        button_primary_background_fill="*primary_500",
        button_primary_background_fill_hover="*primary_600",
        button_primary_background_fill_dark="*primary_500",
        button_primary_background_fill_hover_dark="*primary_600",
        button_primary_text_color="white",
        button_secondary_background_fill="white",
        button_secondary_background_fill_hover="*neutral_100",
        button_secondary_background_fill_dark="*neutral_800",
        button_secondary_background_fill_hover_dark="*neutral_700",
        button_secondary_border_color="*neutral_300",
        button_secondary_border_color_dark="*neutral_700",
        button_border_width="1px",
        button_border_width_dark="1px",
        button_large_radius="*radius_md",
        button_large_padding="9px 16px",
        button_large_text_size="*text_md",
        button_large_text_weight="500",
    )
