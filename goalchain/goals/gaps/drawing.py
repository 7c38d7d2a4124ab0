"""The trend of the headline as a small drawing: coordinates, of which the template writes the SVG. No query."""

from dataclasses import dataclass

from .reach import Point

WIDTH, HEIGHT = 240.0, 56.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 4.0, 4.0, 6.0, 6.0


@dataclass(frozen=True)
class Drawing:
    """A line from the left to the right, a part of it for each stretch of weeks without a hole; and its last place.

    The height is all of the percent, from none to all of them, so that a small change looks small.
    """

    lines: list[str]
    x: str
    y: str
    top: str
    floor: str
    width: str = f"{WIDTH:g}"
    height: str = f"{HEIGHT:g}"


def drawing_of(points: list[Point]) -> Drawing | None:
    """The drawing of these points, oldest first; None when fewer than two of them tell anything."""
    if sum(point.open.percent is not None for point in points) < 2:
        return None
    step = (WIDTH - _LEFT - _RIGHT) / (len(points) - 1)
    stretches: list[list[str]] = [[]]
    last = ("", "")
    for place, point in enumerate(points):
        percent = point.open.percent
        if percent is None:
            stretches.append([])
            continue
        last = (f"{_LEFT + place * step:.1f}", f"{_height_of(percent):.1f}")
        stretches[-1].append(",".join(last))
    lines = [" ".join(stretch) for stretch in stretches if len(stretch) > 1]
    return Drawing(lines, *last, f"{_height_of(100):.1f}", f"{_height_of(0):.1f}")


def _height_of(percent: int) -> float:
    return HEIGHT - _BOTTOM - percent / 100 * (HEIGHT - _TOP - _BOTTOM)
