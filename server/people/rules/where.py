"""Whether a position can be one of this government: in Indonesia, and not on another island. Pure."""

from math import cos, hypot, radians

INDONESIA = (94.0, -11.5, 141.5, 6.5)  # west, south, east, north in degrees
FAR_KM = 150.0  # from every office: another island, or the centre of the world
_KM_PER_DEGREE = 111.32
LonLat = tuple[float, float]


def in_indonesia(west: float, south: float, east: float, north: float) -> bool:
    """Whether a box in degrees lies in Indonesia; of a point west is east and south is north."""
    return (
        INDONESIA[0] <= west
        and INDONESIA[1] <= south
        and east <= INDONESIA[2]
        and north <= INDONESIA[3]
    )


def kilometres(one: LonLat, other: LonLat) -> float:
    """Return a distance good enough to tell islands apart."""
    wide = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(wide, one[1] - other[1]) * _KM_PER_DEGREE
