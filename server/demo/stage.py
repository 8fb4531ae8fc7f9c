"""What both replayed operations need: choosing people, standing them at a place, team sheets."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.demo.dice import Dice, ident
from server.demo.plan import DeskStep, PlannedFinding, PlannedPhoto, PlannedTeam, PlannedVisit
from server.demo.records import City, CityEmployee, CityPlace

# coordinators as the published report names them; it is silent on team 3, that one is ours
COORDINATORS = {
    1: ("sekda", "Sekretaris Daerah", ("koordinator1",)),
    2: ("koordinator2", "Staf Ahli Wali Kota Bidang Kemasyarakatan dan SDA", ()),
    3: ("koordinator3", "Asisten Administrasi Umum", ()),
    4: ("koordinator4", "Asisten Perekonomian dan Pembangunan", ()),
    5: ("koordinator5", "Inspektur", ()),
}
ANSWERS = ("name", "date", "time", "place", "purpose")
CONFIRMED = "Foto, tempat dan data pegawai cocok."


def document(observed: str, *, no: tuple[str, ...] = (), **known: object) -> dict[str, Any]:
    """Return a document check in wire words; `no` names the questions answered with no."""
    shown = observed in {"matches", "mismatch"}
    row: dict[str, Any] = {
        "observed": observed,
        "kind": None,
        "number": None,
        "dated": None,
        "signer": None,
        "valid_from": None,
        "valid_to": None,
        "place": None,
        "purpose": None,
        "permit_id": None,
        "qr_text": None,
        "answers": {word: (word not in no) if shown else None for word in ANSWERS},
    }
    return row | known


def typed(
    kind: str, basis: str = "claimed", name: str | None = None, **known: object
) -> dict[str, Any]:
    """Return the identity of somebody who is not in the roster."""
    row: dict[str, Any] = {
        "basis": basis,
        "shown": "none",
        "employee_id": None,
        "nip": None,
        "name": name,
        "opd_id": None,
        "opd_text": None,
        "job": None,
        "kind": kind,
    }
    return row | known


def _signature(given: str | None, conduct: str) -> dict[str, Any]:
    state = given or ("signed" if conduct == "cooperative" else "not_asked")
    # paper stays with the team: no photo of a signature in the demo
    witness = "Anggota Satpol PP" if state == "refused" else None
    return {"state": state, "photo_id": None, "witness": witness}


class Stage:
    """One operation being written: numbers findings, never takes a person twice by accident."""

    def __init__(self, city: City, key: str, starts_at: datetime) -> None:
        self.city = city
        self.key = key
        self.starts_at = starts_at
        self.findings: list[PlannedFinding] = []
        self._dice = Dice(f"stage/{city.seed}/{key}")
        self._taken: set[UUID] = {user.employee_id for user in city.users}
        self._places = {
            place.key: (zone.team, place) for zone in city.zones for place in zone.places
        }

    def moment(self, minutes: int) -> datetime:
        """Return the time `minutes` after the start."""
        return self.starts_at + timedelta(minutes=minutes)

    def person(
        self, short: str, kind: str, job: str = "", *, superior: bool = True
    ) -> CityEmployee:
        """Return the first person of an OPD that fits and is not yet in the story."""
        opd = self.city.opd(short)
        # the two operations look from both ends, so that nobody is in both by accident
        people = self.city.employees
        for who in people if self.key == "published" else reversed(people):
            if (
                who.opd_id == opd.id
                and who.kind == kind
                and who.job.startswith(job)
                and who.job_type != "Struktural"
                and (who.superior_id is not None) == superior
                and who.id not in self._taken
            ):
                self._taken.add(who.id)
                return who
        raise KeyError(short, kind, job)

    def known(self, who: CityEmployee, shown: str = "id_card") -> dict[str, Any]:
        """Return the identity of somebody picked from the roster."""
        return {
            "basis": "known",
            "shown": shown,
            "employee_id": str(who.id),
            "nip": who.nip,
            "name": who.full_name,
            "opd_id": str(who.opd_id),
            "opd_text": None,
            "job": who.job,
            "kind": who.kind,
        }

    def find(
        self,
        minutes: int,
        place_key: str,
        identity: Mapping[str, Any],
        papers: Mapping[str, Any],
        desk: tuple[DeskStep, ...],
        *,
        activity: str,
        statement: str | None = None,
        note: str | None = None,
        conduct: str = "cooperative",
        signature: str | None = None,
    ) -> PlannedFinding:
        """Write one finding at a place (its zone tells the team) and return it."""
        team, place = self._places[place_key]
        key = f"{self.key}-{len(self.findings) + 1:02d}"
        finding = PlannedFinding(
            id=ident(self.city.seed, "finding", key, self.starts_at.date()),
            key=key,
            team=team,
            officer=f"petugas{team}",
            captured_at=self.moment(minutes),
            place=place.name,
            lon=round(place.lon + self._dice.offset(0.0003), 6),
            lat=round(place.lat + self._dice.offset(0.0003), 6),
            accuracy_m=round(6 + self._dice.below(120) / 10, 1),
            identity=dict(identity),
            conduct=conduct,
            activity=activity,
            statement=statement,
            note=note,
            document=dict(papers),
            signature=_signature(signature, conduct),
            photos=self._photos((key, self._sex(identity)), place, conduct, papers["observed"]),
            photos_skipped=None,
            desk=desk,
        )
        self.findings.append(finding)
        return finding

    def _sex(self, identity: Mapping[str, Any]) -> str:
        for who in self.city.employees:
            if str(who.id) == identity["employee_id"]:
                return who.sex
        return "m"  # the people who are typed in bear men's names

    def _photos(
        self, shot: tuple[str, str], place: CityPlace, conduct: str, observed: str
    ) -> tuple[PlannedPhoto, ...]:
        kinds = ["scene"] if conduct == "left" else ["person"]
        if observed in {"matches", "mismatch"}:
            kinds.append("letter")
        (key, sex), day = shot, self.starts_at.date()
        return tuple(
            PlannedPhoto(
                id=ident(self.city.seed, "photo", key, kind, day),
                kind=kind,
                scene=place.scene,
                place=place.name,
                label=key,
                sex=sex,
            )
            for kind in kinds
        )

    def teams(self, closed: Mapping[int, int]) -> tuple[PlannedTeam, ...]:
        """Return the five teams; `closed` maps a team to the minute it closed its report."""
        rows = []
        for zone in self.city.zones:
            user, title, deputies = COORDINATORS[zone.team]
            minutes = closed.get(zone.team)
            rows.append(
                PlannedTeam(
                    id=ident(self.city.seed, "team", self.key, self.starts_at.date(), zone.team),
                    number=zone.team,
                    coordinator=user,
                    coordinator_title=title,
                    deputies=deputies,
                    officers=(f"petugas{zone.team}",),
                    zone=zone,
                    closed_at=None if minutes is None else self.moment(minutes),
                )
            )
        return tuple(rows)

    def visits(self, minutes: Mapping[str, int]) -> tuple[PlannedVisit, ...]:
        """Return visits from place key to minute; nihil where no finding names the place."""
        found = {finding.place for finding in self.findings}
        rows = []
        for key, minute in minutes.items():
            team, place = self._places[key]
            rows.append(
                PlannedVisit(
                    id=ident(self.city.seed, "visit", self.key, self.starts_at.date(), key),
                    team=team,
                    officer=f"petugas{team}",
                    at=self.moment(minute),
                    place_key=key,
                    place=place.name,
                    lon=round(place.lon + self._dice.offset(0.0002), 6),
                    lat=round(place.lat + self._dice.offset(0.0002), 6),
                    accuracy_m=round(6 + self._dice.below(80) / 10, 1),
                    nihil=place.name not in found,
                )
            )
        return tuple(rows)
