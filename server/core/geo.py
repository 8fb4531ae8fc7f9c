"""Geometry on both databases: metres on the ellipsoid, points and areas as GeoJSON."""

from typing import Any

from geoalchemy2 import Geometry, WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely.errors import ShapelyError
from shapely.geometry import Point, Polygon, mapping, shape
from sqlalchemy import Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

SRID = 4326


class metres_between(FunctionElement[float]):  # noqa: N801 - reads as the SQL function it is
    """The distance of two WGS 84 geometries in metres on the ellipsoid."""

    type = Float()
    inherit_cache = True
    name = "metres_between"

    def __init__(self, one: Any, other: Any) -> None:
        super().__init__(_bound(one), _bound(other))


def _bound(geometry: Any) -> Any:
    """Give a plain geometry value the type that both dialects bind it by."""
    return literal(geometry, point_column()) if isinstance(geometry, WKBElement) else geometry


@compiles(metres_between, "postgresql")
def _metres_postgresql(element: metres_between, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = element.clauses
    first, second = compiler.process(a, **kw), compiler.process(b, **kw)
    return f"ST_Distance(({first})::geography, ({second})::geography)"


@compiles(metres_between, "sqlite")
def _metres_sqlite(element: metres_between, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = element.clauses
    first, second = compiler.process(a, **kw), compiler.process(b, **kw)
    return f"ST_Distance({first}, {second}, 1)"


def point_column() -> Geometry:
    """Return the column type of a position."""
    return Geometry("POINT", srid=SRID, spatial_index=False)


def area_column() -> Geometry:
    """Return the column type of a zone's outline."""
    return Geometry("MULTIPOLYGON", srid=SRID, spatial_index=False)


def point(lon: float, lat: float) -> WKBElement:
    """Make a stored position from longitude and latitude in degrees."""
    return from_shape(Point(lon, lat), srid=SRID)


def lon_lat(element: WKBElement | None) -> list[float] | None:
    """Read a stored position as GeoJSON coordinates, [lon, lat] in degrees."""
    if element is None:
        return None
    found = to_shape(element)
    return [found.x, found.y] if isinstance(found, Point) else None


def area(geojson: dict[str, Any]) -> WKBElement:
    """Make a stored outline from a GeoJSON Polygon or MultiPolygon; raises ValueError otherwise."""
    try:
        found = shape(geojson)
    except (ShapelyError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("not a GeoJSON geometry") from error
    if isinstance(found, Polygon):
        found = shape({"type": "MultiPolygon", "coordinates": [mapping(found)["coordinates"]]})
    west, south, east, north = found.bounds if not found.is_empty else (0, 0, 0, 0)
    inside_world = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004
    if (
        found.geom_type != "MultiPolygon"
        or not found.is_valid
        or found.is_empty
        or not inside_world
    ):
        raise ValueError("not a valid area in degrees")
    return from_shape(found, srid=SRID)


def geojson(element: WKBElement) -> dict[str, Any]:
    """Read a stored geometry as GeoJSON."""
    return dict(mapping(to_shape(element)))
