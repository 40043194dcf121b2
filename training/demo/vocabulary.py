"""The words and ladders a made-up Indonesian city is built from."""

from typing import NamedTuple

from snapshots.ladders import EDUCATION_CODES, RANK_CODES

MADE_UP = " (rekaan)"
"""Stands behind every person's name and every title, so that no row passes for a real one."""

CITY = "Kota Contoh Madya (data buatan)"
CENTRE = (-5.2, 111.4)
"""Open water in the Java Sea: no real place is meant."""

SMA, D3, S1, S2 = (EDUCATION_CODES[level] for level in ("sma", "d3", "s1", "s2"))


class Tier(NamedTuple):
    """A rung: its kind and level, its ranks, and what it asks and gives.

    Ranks follow PP 13/2002 (echelons) and the usual ranges of functional rungs; competency levels
    follow PermenPANRB 38/2017 for managerial posts and custom for functional ones; retirement
    follows UU 20/2023 art. 55.
    """

    kind: str
    level: int
    ranks: tuple[int, int]
    competency: int
    job_class: int
    min_education: int
    retires_at: int


def _ranks(low: str, high: str) -> tuple[int, int]:
    return RANK_CODES[low], RANK_CODES[high]


TIERS = {
    "pelaksana": Tier("pelaksana", 0, _ranks("II/a", "III/b"), 1, 6, SMA, 58),
    "terampil": Tier("fungsional", 0, _ranks("II/b", "II/d"), 1, 6, D3, 58),
    "mahir": Tier("fungsional", 0, _ranks("III/a", "III/b"), 2, 7, D3, 58),
    "penyelia": Tier("fungsional", 1, _ranks("III/c", "III/d"), 3, 8, D3, 58),
    "ahli_pertama": Tier("fungsional", 0, _ranks("III/a", "III/b"), 2, 8, S1, 58),
    "ahli_muda": Tier("fungsional", 1, _ranks("III/c", "III/d"), 3, 9, S1, 58),
    "ahli_madya": Tier("fungsional", 2, _ranks("IV/a", "IV/c"), 4, 11, S1, 60),
    "pengawas": Tier("pengawas", 1, _ranks("III/c", "III/d"), 2, 9, D3, 58),
    "administrator": Tier("administrator", 2, _ranks("III/d", "IV/b"), 3, 11, S1, 58),
    "jpt_pratama": Tier("jpt_pratama", 3, _ranks("IV/b", "IV/c"), 4, 14, S1, 60),
}
TIER_NAMES = tuple(TIERS)
KINDS = ("pelaksana", "fungsional", "pengawas", "administrator", "jpt_pratama")
FUNCTIONAL = KINDS.index("fungsional")
LEVELS = 4
ECHELONS = {
    "II.a": _ranks("IV/c", "IV/d"),
    "II.b": _ranks("IV/b", "IV/c"),
    "III.a": _ranks("IV/a", "IV/b"),
    "III.b": _ranks("III/d", "IV/a"),
    "IV.a": _ranks("III/c", "III/d"),
    "IV.b": _ranks("III/b", "III/c"),
}
CLERKS = {
    SMA: ("Pengadministrasi Perkantoran", _ranks("II/a", "III/b")),
    D3: ("Pengolah Data dan Informasi", _ranks("II/c", "III/c")),
    S1: ("Penelaah Teknis Kebijakan", _ranks("III/a", "III/d")),
}
"""Titles and ranks of pelaksana by the education they ask (PermenPANRB 45/2022)."""

MANAGERIAL = (
    "Integritas", "Kerja Sama", "Komunikasi", "Orientasi pada Hasil", "Pelayanan Publik",
    "Pengembangan Diri dan Orang Lain", "Mengelola Perubahan", "Pengambilan Keputusan",
)  # fmt: skip
TECHNICAL = (
    "Perancangan Pembelajaran", "Asesmen Peserta Didik", "Asuhan Klinis", "Kesehatan Masyarakat",
    "Administrasi Perkantoran", "Pengelolaan Keuangan", "Perencanaan dan Analisis Kebijakan",
    "Hukum dan Pengawasan", "Teknologi Informasi dan Data", "Teknik dan Infrastruktur",
    "Pelayanan dan Pemberdayaan Masyarakat", "Ketertiban dan Penanganan Lapangan",
)  # fmt: skip
COMPETENCIES: tuple[tuple[str, str, str], ...] = (
    *((f"M.{i:02d}", name, "managerial") for i, name in enumerate(MANAGERIAL, 1)),
    ("SK.01", "Perekat Bangsa", "sociocultural"),
    *((f"T.{i:02d}", name, "technical") for i, name in enumerate(TECHNICAL, 1)),
)
"""Code, name and kind: the nine of PermenPANRB 38/2017, then the city's technical ones."""
COMMON = len(MANAGERIAL) + 1


class Family(NamedTuple):
    """A job family: its technical competencies, fields of study and functional titles."""

    code: str
    name: str
    technical: tuple[int, ...]
    fields: tuple[str, ...]
    women: float
    expert: str = ""
    skilled: str = ""
    licensed: bool = False


FAMILIES = (
    Family("guru", "Pendidikan", (1, 2),
           ("Pendidikan Guru Sekolah Dasar", "Pendidikan Matematika", "Pendidikan Bahasa Indonesia",
            "Pendidikan IPA"), 0.70, "Guru", licensed=True),
    Family("medis", "Medis", (3, 4), ("Profesi Dokter",), 0.58, "Dokter", licensed=True),
    Family("keperawatan", "Keperawatan", (3, 4), ("Keperawatan",), 0.72, "Perawat",
           "Perawat", licensed=True),
    Family("kebidanan", "Kebidanan", (3, 4), ("Kebidanan",), 1.0, "Bidan", "Bidan", licensed=True),
    Family("gizi", "Gizi dan Kesehatan Lingkungan", (4, 3), ("Gizi", "Kesehatan Lingkungan"),
           0.70, "Nutrisionis", licensed=True),
    Family("administrasi", "Administrasi Umum", (5, 9), ("Administrasi Perkantoran",
           "Administrasi Negara"), 0.45, "Pranata Hubungan Masyarakat"),
    Family("keuangan", "Keuangan", (6, 5), ("Akuntansi", "Manajemen Keuangan"), 0.55,
           "Analis Keuangan"),
    Family("perencanaan", "Perencanaan", (7, 6), ("Ekonomi Pembangunan", "Perencanaan Wilayah"),
           0.45, "Perencana"),
    Family("pengawasan", "Pengawasan", (8, 6), ("Akuntansi", "Hukum"), 0.42, "Auditor"),
    Family("kepegawaian", "Kepegawaian", (7, 5), ("Psikologi", "Administrasi Negara"), 0.50,
           "Analis SDM Aparatur"),
    Family("hukum", "Hukum", (8, 7), ("Hukum",), 0.42, "Analis Hukum"),
    Family("informatika", "Informatika", (9, 7), ("Teknik Informatika", "Sistem Informasi"), 0.35,
           "Pranata Komputer", "Pranata Komputer"),
    Family("kearsipan", "Kearsipan", (5, 9), ("Kearsipan", "Ilmu Perpustakaan"), 0.52,
           "Arsiparis", "Arsiparis"),
    Family("teknik", "Teknik", (10, 7), ("Teknik Sipil", "Arsitektur"), 0.25,
           "Teknik Jalan dan Jembatan", "Teknik Jalan dan Jembatan"),
    Family("perhubungan", "Perhubungan", (10, 12), ("Transportasi Darat", "Teknik Mesin"), 0.20,
           "Penguji Kendaraan Bermotor", "Penguji Kendaraan Bermotor"),
    Family("lingkungan", "Lingkungan Hidup", (10, 11), ("Teknik Lingkungan", "Biologi"), 0.40,
           "Pengendali Dampak Lingkungan"),
    Family("sosial", "Sosial", (11, 7), ("Kesejahteraan Sosial", "Sosiologi"), 0.48,
           "Pekerja Sosial", "Pekerja Sosial"),
    Family("pangan", "Pangan dan Pertanian", (11, 10), ("Agronomi", "Peternakan", "Perikanan"),
           0.40, "Penyuluh Pertanian", "Penyuluh Pertanian"),
    Family("pemerintahan", "Pemerintahan", (11, 12), ("Ilmu Pemerintahan", "Administrasi Negara"),
           0.38, "Analis Kebijakan"),
    Family("ketertiban", "Ketertiban", (12, 8), ("Ilmu Pemerintahan", "Hukum"), 0.15,
           "Polisi Pamong Praja", "Polisi Pamong Praja"),
    Family("perizinan", "Perizinan", (11, 5), ("Administrasi Negara", "Hukum"), 0.45,
           "Penata Perizinan"),
    Family("kependudukan", "Kependudukan", (9, 11), ("Sistem Informasi", "Ilmu Pemerintahan"),
           0.48, "Administrator Data Kependudukan", "Administrator Data Kependudukan"),
    Family("ekonomi", "Perekonomian", (11, 6), ("Ekonomi Pembangunan", "Manajemen"), 0.42,
           "Pengawas Perdagangan"),
)  # fmt: skip
FAMILY = {family.code: number for number, family in enumerate(FAMILIES)}
GENERAL_FIELD = "Umum"
FIELDS = (*dict.fromkeys(field for family in FAMILIES for field in family.fields), GENERAL_FIELD)


class Office(NamedTuple):
    """An agency of the city: its name, the title of its head and the families it works in."""

    name: str
    head: str
    families: tuple[str, ...]


def _dinas(name: str, *families: str) -> Office:
    return Office(name, f"Kepala {name}", families)


OFFICES = (
    Office("Sekretariat Daerah", "Sekretaris Daerah", ("pemerintahan", "hukum", "perencanaan")),
    _dinas("Dinas Pendidikan", "guru", "perencanaan"),
    _dinas("Dinas Kesehatan", "gizi", "perencanaan"),
    Office("Inspektorat", "Inspektur", ("pengawasan",)),
    _dinas("Badan Keuangan Daerah", "keuangan"),
    _dinas("Badan Kepegawaian dan Pengembangan SDM", "kepegawaian", "informatika"),
    _dinas("Dinas Pekerjaan Umum dan Penataan Ruang", "teknik"),
    _dinas("Dinas Perhubungan", "perhubungan", "teknik"),
    _dinas("Dinas Lingkungan Hidup", "lingkungan", "teknik"),
    _dinas("Dinas Kependudukan dan Pencatatan Sipil", "kependudukan", "informatika"),
    _dinas("Dinas Sosial", "sosial"),
    _dinas("Badan Perencanaan Pembangunan Daerah", "perencanaan", "ekonomi"),
    _dinas("Satuan Polisi Pamong Praja", "ketertiban"),
    _dinas("Dinas Komunikasi dan Informatika", "informatika", "administrasi"),
    _dinas("Dinas Penanaman Modal dan Pelayanan Terpadu", "perizinan", "ekonomi"),
    _dinas("Badan Pendapatan Daerah", "keuangan", "informatika"),
    _dinas("Dinas Perumahan dan Permukiman", "teknik", "lingkungan"),
    _dinas("Dinas Pangan dan Pertanian", "pangan"),
    _dinas("Dinas Perdagangan dan Perindustrian", "ekonomi"),
    _dinas("Dinas Tenaga Kerja", "sosial", "ekonomi"),
    _dinas("Dinas Koperasi dan Usaha Kecil", "ekonomi", "keuangan"),
    _dinas("Dinas Pemadam Kebakaran", "ketertiban", "teknik"),
    _dinas("Badan Penanggulangan Bencana Daerah", "ketertiban", "sosial"),
    _dinas("Badan Kesatuan Bangsa dan Politik", "pemerintahan", "ketertiban"),
    _dinas("Dinas Perpustakaan dan Kearsipan", "kearsipan"),
    _dinas("Dinas Pengendalian Penduduk dan KB", "kependudukan", "sosial"),
    _dinas("Dinas Pemberdayaan Perempuan dan Anak", "sosial", "hukum"),
    Office("Sekretariat DPRD", "Sekretaris DPRD", ("hukum", "administrasi")),
    _dinas("Dinas Perikanan", "pangan", "ekonomi"),
    _dinas("Dinas Pariwisata dan Kebudayaan", "administrasi", "ekonomi"),
    _dinas("Dinas Kepemudaan dan Olahraga", "administrasi", "sosial"),
)
DISTRICT = Office("Kecamatan", "Camat", ("pemerintahan", "ketertiban", "sosial"))
MERGED = "Dinas Gabungan Layanan Terpadu"
"""What the last two offices on the city's list become in the planted reorganisation."""

FIRST_SYLLABLES = ("Lo", "Mi", "Ta", "Re", "Zu", "Ka", "Vi", "No", "Pe", "Sa", "Wo", "Je", "Bu")
MIDDLE_SYLLABLES = ("mi", "ve", "ra", "lo", "ku", "ne", "ti", "xa", "bo", "de", "sy", "po", "gu")
LAST_SYLLABLES = ("lan", "rok", "tis", "vem", "dra", "nuk", "pel", "zor", "mit", "kas", "bey")
