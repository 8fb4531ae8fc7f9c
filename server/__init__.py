"""Sidak: field inspections, from a phone in the market to the per-OPD summons list."""

import sys
from types import ModuleType

# GeoAlchemy2 imports the SQLAlchemy dialects of every database it knows; SQL Server's and MySQL's
# cost each start a quarter of a second and are none of ours. Empty modules stand in their places.
for _foreign in ("mariadb", "mssql", "mysql"):
    _name = f"geoalchemy2.admin.dialects.{_foreign}"
    sys.modules.setdefault(_name, ModuleType(_name))
