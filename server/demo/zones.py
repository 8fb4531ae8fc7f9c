"""Hand-drawn zones of the five teams with their made-up places, near 7.75° S 113.21° E.

The structure copies the published morning PROB-2018-03 (five teams; three shops, three busy
spots, an unreported zone, three markets, four sides of the square). Names that could point to a
real business are made up; team 3's zone is ours, because the report is silent on it.
"""

from server.demo.dice import ident
from server.demo.records import CityPlace, CityZone, Ring

_Place = tuple[str, str, str, float, float]
_ZONES: tuple[tuple[int, str, Ring, tuple[_Place, ...]], ...] = (
    (
        1,
        "Pertokoan Jalan Raya Contoh",
        (
            (113.2098, -7.7492),
            (113.2127, -7.7484),
            (113.2161, -7.7489),
            (113.2166, -7.7507),
            (113.2143, -7.7519),
            (113.2109, -7.7517),
            (113.2098, -7.7492),
        ),
        (
            ("plaza", "Plaza Contoh", "mall", 113.2115, -7.7501),
            ("graha", "Graha Belanja Contoh", "mall", 113.2134, -7.7499),
            ("toko-serba", "Toko Serba Contoh", "mall", 113.2152, -7.7503),
        ),
    ),
    (
        2,
        "Jalan Perniagaan",
        (
            (113.2032, -7.7524),
            (113.2068, -7.7515),
            (113.2090, -7.7523),
            (113.2094, -7.7549),
            (113.2071, -7.7561),
            (113.2040, -7.7556),
            (113.2032, -7.7524),
        ),
        (
            ("swalayan", "Swalayan Contoh", "mall", 113.2049, -7.7537),
            ("supermarket", "Supermarket Contoh Terang", "mall", 113.2067, -7.7530),
            ("perempatan", "Perempatan Kembang", "cafe", 113.2078, -7.7547),
        ),
    ),
    (
        3,
        "Kawasan Stasiun dan Terminal Lama",
        (
            (113.2109, -7.7418),
            (113.2158, -7.7411),
            (113.2180, -7.7424),
            (113.2171, -7.7445),
            (113.2128, -7.7447),
            (113.2109, -7.7418),
        ),
        (
            ("stasiun", "Kedai Depan Stasiun", "cafe", 113.2137, -7.7425),
            ("terminal", "Terminal Lama", "street", 113.2160, -7.7432),
            ("kedai-kopi", "Kedai Kopi Contoh", "cafe", 113.2145, -7.7438),
        ),
    ),
    (
        4,
        "Kawasan pasar",
        (
            (113.2181, -7.7528),
            (113.2223, -7.7519),
            (113.2252, -7.7533),
            (113.2256, -7.7568),
            (113.2219, -7.7581),
            (113.2184, -7.7566),
            (113.2181, -7.7528),
        ),
        (
            ("gotong-royong", "Pasar Gotong Royong", "market", 113.2201, -7.7541),
            ("pasar-baru", "Pasar Baru", "market", 113.2234, -7.7539),
            ("pasar-ikan", "Pasar Mangun Asri", "market", 113.2222, -7.7566),
        ),
    ),
    (
        5,
        "Alun-alun",
        (
            (113.2113, -7.7531),
            (113.2149, -7.7527),
            (113.2157, -7.7541),
            (113.2155, -7.7563),
            (113.2121, -7.7566),
            (113.2110, -7.7549),
            (113.2113, -7.7531),
        ),
        (
            ("utara", "Alun-alun utara", "square", 113.2134, -7.7535),
            ("selatan", "Alun-alun selatan", "square", 113.2136, -7.7559),
            ("barat", "Alun-alun barat", "cafe", 113.2118, -7.7547),
            ("timur", "Alun-alun timur", "square", 113.2150, -7.7546),
        ),
    ),
)


def make_zones(seed: int) -> tuple[CityZone, ...]:
    """Return the five zones; the ring is closed and in GeoJSON order [lon, lat]."""
    return tuple(
        CityZone(
            ident(seed, "zone", team),
            team,
            name,
            ring,
            tuple(CityPlace(*place) for place in places),
        )
        for team, name, ring, places in _ZONES
    )
