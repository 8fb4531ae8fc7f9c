"""What is wrong with a drawn or imported zone, said so that a person knows what to do."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.validation import explain_validity

from server.people.rules.where import FAR_KM, LonLat, in_indonesia, kilometres


class AreaFault(StrEnum):
    """Why an area cannot be a zone."""

    NOT_AN_AREA = "not_an_area"
    CROSSES = "crosses"
    SWAPPED = "swapped"
    FAR = "far"


def area_fault(geojson: dict[str, Any], offices: Iterable[LonLat] = ()) -> AreaFault | None:
    """Return what is wrong with a GeoJSON area ([lon, lat] in degrees), None when it can be a zone.

    `offices` are positions of this government; without any, no place is too far.
    """
    try:
        found = shape(geojson)
        if found.geom_type not in {"Polygon", "MultiPolygon"} or found.is_empty:
            return AreaFault.NOT_AN_AREA
        west, south, east, north = found.bounds
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError, IndexError):
        return AreaFault.NOT_AN_AREA
    if not in_indonesia(west, south, east, north) and in_indonesia(south, west, north, east):
        return AreaFault.SWAPPED
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
        return AreaFault.NOT_AN_AREA
    if not found.is_valid:
        crossing = "Self-intersection" in explain_validity(found)
        return AreaFault.CROSSES if crossing else AreaFault.NOT_AN_AREA
    middle = ((west + east) / 2, (south + north) / 2)
    near = [kilometres(middle, office) for office in offices]
    return AreaFault.FAR if near and min(near) > FAR_KM else None
