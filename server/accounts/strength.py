"""Whether a password is too easily guessed: asked wherever a person chooses one, without a network.

zxcvbn (Wheeler, USENIX Security 2016) takes a password apart into what people use: the 30,000 most
used of ten million leaked passwords, words, names, dates, keys side by side, repetition. What only
Indonesians or this government would use stands here beside it.
"""

from server.core.problems import Code, Problem

LEAST_SCORE = 3  # of 4: more than 10^8 guesses, which a throttled door never sees
LOOKED_AT = 72  # what is long is not looked at to its end: it only gets harder to guess
COMMON = tuple(  # a text, so that a word is added without quotes around it
    """
    sandi katasandi kata rahasia bismillah alhamdulillah assalamualaikum allahuakbar insyaallah
    sayang sayangku cinta cintaku kamu aku kita selamanya bahagia cantik ganteng keluarga mama papa
    bunda ayah ibu bapak anak anakku istri suami indonesia merdeka pancasila garuda nusantara
    bhinneka jakarta surabaya bandung semarang malang probolinggo banjarmasin medan makassar
    jawa sumatera kalimantan sulawesi bali papua madura lombok senin selasa rabu kamis jumat sabtu
    minggu januari februari maret april mei juni juli agustus september oktober november desember
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh merah putih hitam biru hijau
    kuning kucing anjing macan harimau elang naga singa bunga mawar melati bintang bulan matahari
    budi siti agus dewi sri eko joko wati ahmad muhammad nur rizky putri putra dian andi rina
    persib persija persebaya arema sepakbola semangat sukses lancar berkah rejeki semoga mudah
    pegawai pns asn pppk honor kantor dinas kota kabupaten pemkot pemkab pemda provinsi kecamatan
    kelurahan bkpsdm bkd sekda sekretaris inspektorat diskominfo kominfo satpol camat lurah walikota
    bupati kepala admin operator petugas koordinator sidak inspeksi temuan disiplin presensi absen
    laptop komputer internet password masuk login contoh coba percobaan panjang pendek baru lama
    """.split()  # noqa: SIM905
)


def refuse_weak(password: str, *about: str) -> None:
    """Raise `weak-password` for one that is soon guessed; `about` are words of its owner (name)."""
    # its lists take a fifth of a second to load
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # noqa: PLC0415

    own = [word for text in about for word in (text, *text.split()) if word]
    found = zxcvbn(password[:LOOKED_AT], user_inputs=[*own, *COMMON], max_length=LOOKED_AT)
    if found["score"] < LEAST_SCORE:
        raise Problem(Code.WEAK_PASSWORD)
