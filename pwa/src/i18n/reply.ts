import type { Observed } from '../api/wire'

/** What somebody reads who holds a paper slip: that a note exists, and how to answer. Names stand nowhere. */
export const reply = {
  title: 'Hak jawab',
  ask: {
    title: 'Jawab dengan slip Anda',
    lead: 'Petugas memberi Anda slip kertas dengan kode jawab. Dengan kode itu Anda dapat menjelaskan dan menyusulkan surat.',
    code: 'Kode jawab di slip',
    hint: '15 huruf dan angka, huruf besar atau kecil sama saja.',
    go: 'Buka catatan',
  },
  notes: 'Ada lebih dari satu catatan untuk slip ini. Pilih yang sesuai dengan waktu dan tempat Anda.',
  note: {
    title: 'Catatan untuk slip ini',
    when: 'Waktu',
    where: 'Tempat',
    asked: 'Yang ditanyakan',
    neutral: 'Catatan ini hasil pendataan, belum penilaian. Nama dan foto tidak ditampilkan di sini.',
  },
  asked: {
    matches: 'Surat tugas atau izin. Surat ditunjukkan.',
    mismatch: 'Surat tugas atau izin. Surat ditunjukkan dan masih diperiksa.',
    promised: 'Surat tugas atau izin. Surat akan disusulkan.',
    none: 'Surat tugas atau izin. Surat belum ditunjukkan.',
    refused: 'Surat tugas atau izin. Surat belum ditunjukkan.',
  } satisfies Record<Observed, string>,
  answer: {
    title: 'Penjelasan Anda',
    text: 'Tulis penjelasan',
    hint: 'Alasan kesehatan tidak perlu dirinci. NIK dan nomor telepon tidak perlu ditulis.',
    file: 'Surat, bila ada (boleh kosong)',
    fileHint: 'Satu berkas PDF atau foto JPEG, paling besar 5 MB.',
    tooLarge: 'Berkas lebih dari 5 MB. Foto lagi dengan mutu lebih rendah.',
    send: 'Kirim ke BKPSDM',
    again: 'Tambah penjelasan',
    until: 'Jawaban diterima sampai',
    over: 'Batas menjawab lewat halaman ini sudah berakhir. Sampaikan langsung kepada BKPSDM dan tunjukkan slip Anda.',
  },
  done: {
    title: 'Jawaban sudah diterima',
    /** While the file is on its way, and when it did not arrive: the words are there, the letter is not. */
    textOnly: 'Penjelasan sudah diterima',
    underWay: 'Berkas Anda sedang dikirim. Jangan tutup halaman ini dulu.',
    lead: 'Tulis nomor tanda terima ini di slip Anda. BKPSDM membaca jawaban Anda sebelum menilai.',
    receipt: 'Tanda terima',
    fileLost: 'Penjelasan sudah diterima, tetapi berkasnya belum terkirim. Kirim berkasnya sekali lagi.',
    sendFile: 'Kirim berkas lagi',
  },
  given: 'Jawaban yang sudah diterima',
  withFile: 'dengan berkas',
  here: 'Anda berada di',
  hereHint: 'Pastikan alamat ini sama dengan yang tercetak di slip.',
  privacy: 'Halaman ini tidak mencatat siapa yang membukanya. Penjelasan Anda hanya dibaca petugas yang berwenang.',
} as const
