"""Growth curves on paper: SVG that needs no script, no font and no browser to be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import ceil, floor, log10

from app.evaluation.comparison.lines import Curve, Line
from app.texts import ENGLISH, Texts

WIDTH, PLOT_HEIGHT = 720, 300
LEFT, RIGHT, TOP, AXIS, LEGEND_ROW = 78, 20, 44, 52, 22
DASH_ARRAYS = {"solid": "", "dash": "9 5", "dot": "2 4", "dashdot": "9 4 2 4"}
SHAPES = {
    "circle": '<circle r="4.5"/>',
    "square": '<rect x="-4" y="-4" width="8" height="8"/>',
    "diamond": '<path d="M0-6 6 0 0 6-6 0Z"/>',
    "triangle-up": '<path d="M0-6 6 5-6 5Z"/>',
    "triangle-down": '<path d="M0 6 6-5-6-5Z"/>',
    "x": '<path d="M-4-4 4 4M-4 4 4-4" fill="none" stroke-width="2.5"/>',
    "cross": '<path d="M-5 0H5M0-5V5" fill="none" stroke-width="2.5"/>',
}

Scale = Callable[[float], float]


def drawing(curve: Curve, say: Texts = ENGLISH) -> str:
    """One curve as an SVG element, `WIDTH` pixels wide, on white."""
    height = TOP + PLOT_HEIGHT + AXIS + LEGEND_ROW * len(curve.lines) + 12
    x, y, ticks = _x_scale(curve.pools), *_y_scale(curve)
    unit = f" ({say('compare.percent')})" if curve.share else ""
    parts = [
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="16" font-weight="600">{escape(curve.title + unit)}</text>',
        *(_grid(value, text, y) for value, text in ticks),
        *(_tick(pool, x) for pool in curve.pools),
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{TOP + PLOT_HEIGHT + 42}" text-anchor="middle">'
        f"{escape(say('compare.axis.pool'))}</text>",
        *(_line(line, x, y, curve.share) for line in curve.lines),
        *(_legend(line, place) for place, line in enumerate(curve.lines)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(curve.title)}" font-family="system-ui, sans-serif" font-size="13" '
        f'fill="#232a31">{"".join(parts)}</svg>'
    )


def _x_scale(pools: Sequence[int]) -> Scale:
    low, high = log10(pools[0]), log10(pools[-1])
    width = WIDTH - LEFT - RIGHT - 40
    if low == high:
        return lambda _: LEFT + 20 + width / 2
    return lambda pool: LEFT + 20 + width * (log10(pool) - low) / (high - low)


def _y_scale(curve: Curve) -> tuple[Scale, list[tuple[float, str]]]:
    """Where a value stands, and the values that a line of the grid is drawn for."""
    if curve.share:
        return lambda value: TOP + PLOT_HEIGHT * (1 - value / 100), [(at, f"{at}") for at in range(0, 101, 20)]
    values = [value for line in curve.lines for value in line.values]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    high = max(high, low + 1)
    ticks = [(10.0**power, f"{10.0**power:,.10g}") for power in range(low, high + 1)]
    return lambda value: TOP + PLOT_HEIGHT * (1 - (log10(value) - low) / (high - low)), ticks


def _grid(value: float, text: str, y: Scale) -> str:
    at = y(value)
    return (
        f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#d5dade"/>'
        f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" font-size="12">{text}</text>'
    )


def _tick(pool: int, x: Scale) -> str:
    return f'<text x="{x(pool):.1f}" y="{TOP + PLOT_HEIGHT + 20}" text-anchor="middle" font-size="12">{pool:,}</text>'


def _line(line: Line, x: Scale, y: Scale, share: bool) -> str:
    points = [(x(pool), y(value)) for pool, value in zip(line.pools, line.values, strict=True)]
    path = "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
    dash = DASH_ARRAYS[line.dash]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    marks = "".join(
        f'<g transform="translate({across:.1f} {down:.1f})">{SHAPES[line.marker]}</g>' for across, down in points
    )
    return (
        f'<g fill="{line.colour}" stroke="{line.colour}">{_band(line, x, y) if share else ""}'
        f'<path d="{path}" fill="none" stroke-width="2"{dashed}/>{marks}</g>'
    )


def _band(line: Line, x: Scale, y: Scale) -> str:
    """The interval: an area between several sizes of pool, and a bar at each."""
    ends = [(x(pool), y(low), y(high)) for pool, low, high in zip(line.pools, line.low, line.high, strict=True)]
    bars = "".join(f'<path d="M{across:.1f} {low:.1f}V{high:.1f}"/>' for across, low, high in ends)
    outline = [f"{across:.1f} {high:.1f}" for across, _, high in ends]
    outline += [f"{across:.1f} {low:.1f}" for across, low, _ in reversed(ends)]
    return f'<path d="M{"L".join(outline)}Z" stroke="none" opacity="0.14"/>{bars}'


def _legend(line: Line, place: int) -> str:
    down = TOP + PLOT_HEIGHT + AXIS + LEGEND_ROW * place + 14
    dash = DASH_ARRAYS[line.dash]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<g fill="{line.colour}" stroke="{line.colour}"><path d="M{LEFT} {down - 4}h40" stroke-width="2"{dashed}/>'
        f'<g transform="translate({LEFT + 20} {down - 4})">{SHAPES[line.marker]}</g></g>'
        f'<text x="{LEFT + 52}" y="{down}">{escape(line.title)}</text>'
    )
