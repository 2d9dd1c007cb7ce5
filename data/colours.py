"""The colours of a network: ours, or what becomes of them where its sheet declares one of its own (Settings, colour).

Ours are said where they are used. Each keeps its luminance, of which WCAG makes contrast, and takes the hue of the
declared one: what can be read in ours can be read in any.
"""

import colorsys
import re
from functools import lru_cache

SEA = "#0B6477"
"""Ours, on light grounds."""
GROUND = "#F3EDE2"
"""The darkest light ground that it is read on."""
READABLE = 4.5
_STEPS = 20
"""Of halving: finer than the 256 degrees of each part of a colour."""


def as_colour(text: str) -> str | None:
    """A colour as it is typed, such as #7a1f3d or 7A1F3D, as ``#RRGGBB``; None for what is none."""
    found = re.fullmatch(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", text.strip())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return f"#{digits.upper()}"


@lru_cache(maxsize=1024)
def in_colour(ours: str, own: str | None) -> str:
    """What stands in the place of a colour of ours (``#RRGGBB``) where the network's own is ``own``; ours for None.

    The own one itself stands for ``SEA`` where it can be read as that is, else one of its hue that can.
    """
    if own is None:
        return ours
    if ours.upper() == SEA and contrast(own, GROUND) >= READABLE:
        return own
    hue, _, own_saturation = colorsys.rgb_to_hls(*_parts(own))
    saturation = _saturation(ours) * own_saturation / _saturation(SEA)
    wanted, low, high = luminance(ours), 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        is_dark = luminance(_written(hue, middle, saturation)) < wanted
        low, high = (middle, high) if is_dark else (low, middle)
    return min(
        (_written(hue, end, saturation) for end in (low, high)), key=lambda found: abs(luminance(found) - wanted)
    )


def luminance(colour: str) -> float:
    """WCAG's relative luminance of ``#RRGGBB``, 0 to 1."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _saturation(colour: str) -> float:
    return colorsys.rgb_to_hls(*_parts(colour))[2]


def _written(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, min(saturation, 1.0))
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)
