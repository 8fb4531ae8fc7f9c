"""The operation that is still open: one finding for every hard case, and a few ordinary ones."""

from collections.abc import Callable
from datetime import datetime, timedelta

from server.demo.dice import ident
from server.demo.plan import DeskStep, PlannedOperation
from server.demo.records import City, CityEmployee, CityPermit
from server.demo.stage import CONFIRMED, Stage, document, typed
from server.demo.working_days import at, working_day_from

# persons, each in the first bucket of the contract that fits; people = listed + not listed
EXPECTED = {
    "findings": 17,
    "repeat_findings": 1,
    "people": 16,
    "listed": 8,
    "not_listed": {
        "dismissed": 1,
        "unconfirmed": 1,
        "unidentified": 1,
        "not_employee": 0,
        "other_agency": 1,
        "outsourced": 1,
        "off_hours": 0,
        "pending_document": 1,
        "document_accepted": 2,
    },
    "difference": 0,
}

_VISITS = {
    "plaza": 6,
    "graha": 34,
    "swalayan": 8,
    "supermarket": 26,
    "stasiun": 12,
    "terminal": 40,
    "pasar-baru": 10,
    "gotong-royong": 36,
    "utara": 7,
    "barat": 24,
    "timur": 58,
}


def _confirm(minutes: int) -> DeskStep:
    return DeskStep("confirm", minutes, "bkpsdm", CONFIRMED)


def _assess(minutes: int, outcome: str, reason: str, due_at: datetime | None = None) -> DeskStep:
    return DeskStep("assess-document", minutes, "bkpsdm", reason, outcome, due_at)


class _Letters:
    """The duty letters and leave that the people of this story have registered."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.permits: list[CityPermit] = []

    def add(
        self,
        who: CityEmployee,
        form: tuple[str, str],
        hours: tuple[str, str],
        place: str | None,
        purpose: str,
    ) -> CityPermit:
        city, day = self.stage.city, self.stage.starts_at.date()
        opd = next(opd for opd in city.opds if opd.id == who.opd_id)
        dated = working_day_from(day - timedelta(days=1), -1)
        permit = CityPermit(
            id=ident(city.seed, "permit", who.id, day),
            kind=form[0],
            number=f"{form[1]}/{301 + len(self.permits)}/{opd.short}/{dated.year}",
            dated=dated,
            signer_id=opd.head_id,
            employee_ids=(who.id,),
            valid_from=at(day, hours[0]),
            valid_to=at(day, hours[1]),
            place=place,
            purpose=purpose,
            registered_at=at(dated, "15.10"),
        )
        self.permits.append(permit)
        return permit

    def shown(
        self, permit: CityPermit, observed: str, no: tuple[str, ...] = ()
    ) -> dict[str, object]:
        """Return what the team notes of a letter that it was shown."""
        signer = next(who for who in self.stage.city.employees if who.id == permit.signer_id)
        return document(
            observed,
            no=no,
            kind=permit.kind,
            number=permit.number,
            dated=permit.dated.isoformat(),
            signer=signer.full_name,
            valid_from=permit.valid_from.isoformat(),
            valid_to=permit.valid_to.isoformat(),
            place=permit.place,
            purpose=permit.purpose,
            permit_id=str(permit.id),
        )


def _letters_shown(stage: Stage, letters: _Letters) -> None:
    """Show a letter that holds, one for another place, and leave."""
    who = stage.person("Disdikbud", "pns")
    permit = letters.add(
        who, ("surat_tugas", "800.1.11.1"), ("08.00", "12.00"), "Swalayan Contoh",
        "Pengadaan bahan lomba siswa",
    )  # fmt: skip
    stage.find(
        12, "swalayan", stage.known(who), letters.shown(permit, "matches"),
        (_confirm(64), _assess(66, "accepted", "Surat terdaftar; nama, waktu dan tempat sesuai.")),
        activity="Membeli bahan kegiatan", statement="Membeli bahan lomba sesuai surat tugas.",
    )  # fmt: skip
    who = stage.person("Bapperida", "pns")
    permit = letters.add(
        who, ("surat_tugas", "800.1.11.1"), ("08.00", "12.00"), "Kantor Pajak Contoh",
        "Konsultasi pelaporan pajak",
    )  # fmt: skip
    stage.find(
        16, "plaza", stage.known(who), letters.shown(permit, "mismatch", ("place", "purpose")),
        (_confirm(68), _assess(70, "mismatch", "Surat untuk Kantor Pajak, bukan pusat belanja.")),
        activity="Berbelanja", statement="Mampir sebentar sebelum ke Kantor Pajak.",
    )  # fmt: skip
    who = stage.person("Disperpusip", "pns")
    permit = letters.add(
        who, ("cuti_tahunan", "800.1.11.2"), ("00.00", "23.59"), None, "Cuti tahunan"
    )
    stage.find(
        19, "pasar-baru", stage.known(who, "ktp"), letters.shown(permit, "matches"),
        (_confirm(72), _assess(73, "accepted", "Cuti terdaftar sebelum pelaksanaan.")),
        activity="Berbelanja", statement="Sedang cuti tahunan.",
    )  # fmt: skip


def _letters_promised(stage: Stage, due_at: datetime) -> None:
    """Leave one promise running and let one expire."""
    promised = document("promised", kind="surat_tugas")
    stage.find(
        23, "pasar-baru", stage.known(stage.person("DKPPP", "pns")), promised,
        (_confirm(75), _assess(76, "pending", "Surat menyusul melalui kepegawaian OPD.", due_at)),
        activity="Berbicara dengan pedagang", statement="Memantau harga; surat ada di kantor.",
    )  # fmt: skip
    due = at(stage.starts_at.date(), "10.00")
    stage.find(
        13, "utara", stage.known(stage.person("Disnaker", "pns")), promised,
        (_confirm(30), _assess(31, "pending", "Berjanji mengirim surat sebelum pukul 10.00.", due)),
        activity="Duduk di tempat umum", statement="Surat akan dikirim oleh kantor.",
    )  # fmt: skip


def _outsiders(stage: Stage) -> None:
    """Meet another government, nobody known, no employee, staff of a contractor."""
    other = typed(
        "other_agency", name="HARYADI GUNARTO, S.T.", shown="id_card", job="Staf teknik",
        opd_text="Dinas Pekerjaan Umum Provinsi Contoh",
    )  # fmt: skip
    stage.find(
        31, "barat", other, document("none"),
        (DeskStep("refer", 78, "bkpsdm", "Pegawai pemerintah daerah lain; dirujuk."),),
        activity="Makan dan minum", statement="Bertugas di wilayah ini hari ini.",
    )  # fmt: skip
    stage.find(
        44, "gotong-royong", typed("unknown", "unknown"), document("none"),
        (DeskStep("confirm", 80, "bkpsdm", "Berseragam dinas; identitas belum diketahui."),),
        activity="Berbelanja", conduct="refused", signature="refused",
        note="Berseragam khaki, tidak bersedia menyebut nama.",
    )  # fmt: skip
    visitor = typed("not_employee", name="WARSITO GUNADI", shown="ktp", job="Pedagang")
    stage.find(
        39, "graha", visitor, document("none"),
        (DeskStep("dismiss", 82, "bkpsdm", "Bukan pegawai; mengenakan seragam perusahaan."),),
        activity="Berbelanja", statement="Bukan pegawai pemerintah.",
    )  # fmt: skip
    guard = typed(
        "outsourced", name="MISTAR GUNAWI", shown="name_tag", job="Petugas keamanan",
        opd_id=str(stage.city.opd("Setwan").id),
    )  # fmt: skip
    stage.find(
        18, "stasiun", guard, document("none"), (_confirm(84),),
        activity="Makan dan minum", statement="Pegawai penyedia jasa, baru selesai jaga.",
    )  # fmt: skip


def _seen_twice_and_left(stage: Stage) -> None:
    who = stage.person("Dispendukcapil", "pppk")
    stage.find(
        9, "plaza", stage.known(who, "name_tag"), document("none"), (_confirm(86),),
        activity="Berbelanja", statement="Membeli alat tulis.",
    )  # fmt: skip
    stage.find(
        62, "timur", stage.known(who, "name_tag"), document("none"), (_confirm(88),),
        activity="Duduk di tempat umum", statement="Dalam perjalanan kembali ke kantor.",
    )  # fmt: skip
    left = stage.known(stage.person("DinsosPPPA", "pns"), "none")
    stage.find(
        29, "supermarket", left, document("none"), (_confirm(90),),
        activity="Berbelanja", conduct="left",
        note="Dikenali petugas; meninggalkan lokasi sebelum ditanya.",
    )  # fmt: skip


def _ordinary(stage: Stage) -> None:
    def add(
        minutes: int, place: str, who: CityEmployee, words: tuple[str, str], *, known: bool = True
    ) -> None:
        desk = (_confirm(90 + len(stage.findings)),) if known else ()
        shown = "name_tag" if who.kind == "non_asn" else "id_card"
        stage.find(
            minutes, place, stage.known(who, shown), document("none"), desk,
            activity=words[0], statement=words[1],
        )  # fmt: skip

    person: Callable[..., CityEmployee] = stage.person
    add(33, "supermarket", person("Setwan", "pppk_part_time"), ("Berbelanja", "Diminta atasan."))
    # without a known superior there is a line and letter A, but no letter B
    alone = person("Dishub", "pns", superior=False)
    add(37, "supermarket", alone, ("Makan dan minum", "Belum sarapan."))
    add(28, "barat", person("DLH", "non_asn"), ("Makan dan minum", "Sehabis menyapu taman."))
    add(45, "terminal", person("Setda", "pns"), ("Duduk di tempat umum", "Menjemput tamu."))
    # a ward nurse between two shifts: the desk has not decided
    nurse = person("RSUD", "pns", "Perawat")
    add(52, "gotong-royong", nurse, ("Berbelanja", "Lepas dinas malam."), known=False)


def open_operation(city: City, now: datetime) -> PlannedOperation:
    """Return the open operation on `city.open_day`, started at 08.30 WIB.

    `now` (aware) only moves the deadline of the running promise: 16.00 of the day itself, or of
    the next working day once that has passed.
    """
    day = city.open_day
    stage = Stage(city, "open", at(day, "08.30"))
    letters = _Letters(stage)
    due_at = at(day, "16.00")
    while due_at <= now:
        due_at = at(working_day_from(due_at.date() + timedelta(days=1), 1), "16.00")
    _letters_shown(stage, letters)
    _letters_promised(stage, due_at)
    _outsiders(stage)
    _seen_twice_and_left(stage)
    _ordinary(stage)
    stage.findings.sort(key=lambda finding: finding.captured_at)
    return PlannedOperation(
        id=ident(city.seed, "operation", "open", day),
        key="open",
        name=f"Sidak {day:%d-%m-%Y}",
        order_number=f"800.1.11.1/202/BKPSDM/{day.year}",
        order_date=working_day_from(day - timedelta(days=1), -1),
        purpose="Pemantauan disiplin jam kerja di tempat umum",
        day=day,
        starts_at=stage.starts_at,
        ends_at=at(day, "16.00"),
        teams=stage.teams({}),
        visits=stage.visits(_VISITS),
        findings=tuple(stage.findings),
        permits=tuple(letters.permits),
        closing_reason=None,
        expected=EXPECTED,
    )
