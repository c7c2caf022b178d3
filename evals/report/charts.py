"""Charts as inline SVG, drawn for the width of a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from .style import COLOURS

_W, _H = 360, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 42, 20, 10, 40


@dataclass(frozen=True, slots=True)
class Line:
    """A series, or a single mark."""

    name: str
    points: Sequence[tuple[float, float]]
    colour: int = 0  # number of a colour
    low_high: tuple[float, float] | None = None  # of a single mark: its interval


def chart(
    lines: Sequence[Line],
    *,
    x: str,
    y: str = "right",
    caption: str = "",
    log: bool = False,
    shares: bool = False,
    top: float = 1.0,
) -> str:
    """A figure of lines, or of marks where a series has one point; "" where there is nothing.

    Args:
        lines: the series; their names stand below the chart.
        x: name of the axis.
        y: name of the other, a share from 0 to 1.
        caption: what one sees.
        log: whether x is logarithmic.
        shares: x goes from 0 to 1, and y = x is drawn.
        top: of the y axis.
    """
    lines = [line for line in lines if line.points]
    if not lines:
        return ""
    xs = [point[0] for line in lines for point in line.points]
    place, ticks = _log_axis(xs) if log else _axis([*xs, 1.0] if shares else xs)
    parts = [_frame(y, top), *(_x_tick(place(tick), _number(tick)) for tick in ticks)]
    parts.append(_text((_LEFT + _W - _RIGHT) / 2, _H - 4, x, "middle"))
    if shares:
        parts.append(
            f'<path d="M{place(0):.1f} {_up(0, top):.1f}L{place(1):.1f} {_up(1, top):.1f}" '
            'stroke="#9aa4b1" stroke-dasharray="4 3"/>'
        )
    parts += [_drawn(line, place, top) for line in lines]
    legend = "".join(
        f'<span style="color:{COLOURS[line.colour % len(COLOURS)]}">&#9632;</span> '
        f"{escape(line.name)} &nbsp; "
        for line in lines
    )
    label = escape(f"{y} by {x}", quote=True)
    return (
        f'<figure><svg viewBox="0 0 {_W} {_H}" role="img" aria-label="{label}" fill="none" '
        f'font-family="inherit" font-size="11">{"".join(parts)}</svg>'
        f"<figcaption>{legend}<br>{escape(caption)}</figcaption></figure>"
    )


def _drawn(line: Line, place: Callable[[float], float], top: float) -> str:
    colour = COLOURS[line.colour % len(COLOURS)]
    spots = [(place(x), _up(y, top)) for x, y in line.points]
    title = f"<title>{escape(line.name)}</title>"
    if len(spots) == 1:
        x, y = spots[0]
        bar = ""
        if line.low_high:
            ends = [_up(end, top) for end in line.low_high]
            bar = f'<path d="M{x:.1f} {ends[0]:.1f}V{ends[1]:.1f}" stroke="{colour}"/>'
        return f'<g>{title}{bar}<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/></g>'
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in spots)
    return (
        f'<g>{title}<path d="M{path}" stroke="{colour}" stroke-width="2"/>'
        f"{dots if len(spots) <= 12 else ''}</g>"
    )


def _frame(y: str, top: float) -> str:
    parts = [_text(_LEFT, 8, y, "start") if y else ""]
    for step in range(5):
        share = top * step / 4
        height = _up(share, top)
        parts.append(f'<path d="M{_LEFT} {height:.1f}H{_W - _RIGHT}" stroke="#e3e7ec"/>')
        parts.append(_text(_LEFT - 4, height + 4, f"{share:.0%}", "end"))
    return "".join(parts)


def _up(share: float, top: float) -> float:
    return _H - _BOTTOM - (_H - _TOP - _BOTTOM - 8) * min(share / top, 1.0)


def _axis(xs: Sequence[float]) -> tuple[Callable[[float], float], list[float]]:
    low, high = min(0.0, *xs), max(xs)
    high = high if high > low else low + 1
    span = _W - _LEFT - _RIGHT
    return lambda v: _LEFT + span * (v - low) / (high - low), [
        low + (high - low) * k / 4 for k in range(5)
    ]


def _log_axis(xs: Sequence[float]) -> tuple[Callable[[float], float], list[float]]:
    least = min((value for value in xs if value > 0), default=1.0)
    low, high = floor(log10(least)), ceil(log10(max(*xs, least * 1.01)))
    span = _W - _LEFT - _RIGHT
    return lambda v: _LEFT + span * (log10(max(v, 10.0**low)) - low) / (high - low), [
        10.0**power for power in range(low, high + 1)
    ]


def _x_tick(place: float, text: str) -> str:
    line = f'<path d="M{place:.1f} {_H - _BOTTOM}v4" stroke="#9aa4b1"/>'
    return line + _text(place, _H - _BOTTOM + 15, text, "middle")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#5b6675">{escape(text)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:g}" if value < 1e4 else f"{value:.0e}".replace("e+0", "e")
