"""The roster of the city as the short SIASN export that offices really have."""

from server.demo.records import City

SIASN_COLUMNS = (
    "NIP BARU",
    "NAMA",
    "STATUS ASN",
    "GOL AKHIR NAMA",
    "JENIS JABATAN NAMA",
    "JABATAN NAMA",
    "UNOR 2",
    "UNOR 1",
)
_STATUS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_part_time": "PPPK PARUH WAKTU"}


def to_siasn_rows(city: City) -> list[tuple[str, ...]]:
    """Return one row of text per ASN in the order of `SIASN_COLUMNS`; SIASN knows no non-ASN."""
    opds = {opd.id: opd.name for opd in city.opds}
    return [
        (
            who.nip or "",
            who.full_name,
            _STATUS[who.kind],
            who.golongan or "",
            who.job_type,
            who.job,
            who.unit or opds[who.opd_id],
            opds[who.opd_id],
        )
        for who in city.employees
        if who.kind in _STATUS
    ]
