"""An agency's own table of positions beside the sheet corrects the posts that were deduced."""

from tests.snapshots.siasn.flat import ANI, BIDANG

HEADINGS = "position_id,title,unit_id,kind,seats,echelon\n"


def keep_posts(office, *rows):
    return office.keep("positions.csv", HEADINGS + "".join(f"{row}\n" for row in rows))


def test_what_it_fills_goes_before_what_was_deduced_and_the_rest_stays(office):
    post_id = office.load().post()["position_id"]
    loaded = keep_posts(office, f"{post_id},,,,3,").load(whole=True)
    post = loaded.post()
    assert (post["seats"], post["title"], post["tier"]) == (
        *(3, "Analis Kebijakan Ahli Muda"),
        "ahli_muda",
    )
    assert loaded.told("posts_corrected") == ["Your own table of positions: corrected 1, added 0."]
    assert not loaded.told("table_ignored")


def test_a_new_id_is_a_post_more_and_vacancies_may_name_it(office):
    keep_posts(office, f"NEW,Kepala Bidang A,{BIDANG},administrator,1,III.b")
    office.keep("vacancies.csv", "position_id,opened_on\nNEW,2021-01-01\n")
    loaded = office.load(whole=True)
    new = next(row for row in loaded.rows("positions") if row["position_id"] == "NEW")
    assert (new["seats"], new["echelon"]) == (1, "III.b")
    assert loaded.rows("vacancies")[0]["position_id"] == "NEW"
    assert {row["nip"] for row in loaded.rows("employees")} >= {ANI}


def test_a_problem_in_it_is_told_at_its_own_cell(office):
    keep_posts(office, f"NEW,Kepala Bidang A,{BIDANG},ketua,1,")
    (problem,) = office.load(whole=True).result.errors
    assert (problem.place.file, problem.place.row, problem.column) == ("positions", 1, "kind")
    assert "Row 1: kind" in problem.message("en")


def test_an_id_twice_is_refused(office):
    row = f"NEW,Kepala Bidang A,{BIDANG},administrator,1,"
    assert keep_posts(office, row, row).load(whole=True).errors == ["duplicate_key"]
