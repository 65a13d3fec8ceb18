"""Which occupation a job title may be, what somebody decided, and what it means for the firm."""

from datetime import date

import polars as pl
import pytest
from rapidfuzz import fuzz

from loaders.export import Export
from loaders.load import load_paths
from loaders.onet_alternate_titles import onet_alternate_titles
from loaders.onet_occupations import onet_occupations
from store.errors import RequestError
from store.occupation_match import candidates
from store.occupations import (
    accept,
    accept_exact,
    proposals,
    reject,
    review,
    title_zones,
    titles,
    undo,
)
from store.tables import OCCUPATION
from store.titles import key_of

KNOWN = [
    ("15-1252.00", "Software Developers", ["Software Engineer", "Programmer"], 4),
    ("15-1253.00", "Software Quality Assurance Analysts and Testers", ["Programmer", "Tester"], 4),
    ("11-2022.00", "Sales Managers", ["Sales Director"], 4),
    ("41-2031.00", "Retail Salespersons", None, 2),
]


def occupation():
    schema = ("code", "title", "alternate_titles", "job_zone")
    types = [OCCUPATION.schema[name] for name in schema]
    return pl.DataFrame(KNOWN, schema=dict(zip(schema, types, strict=True)), orient="row")


def best(title, known=None):
    found = candidates([key_of(title)], occupation() if known is None else known)
    return found.select("code", "score", "how").row(0) if found.height else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Software Developer", ("15-1252.00", 100, "exact")),
        ("software engineer (m/f)", ("15-1252.00", 100, "alternate")),
        ("Sr. Software Eng.", ("15-1252.00", 100, "similar")),
        ("Manager, Sales", ("11-2022.00", 100, "similar")),
        # 13 letters of 15 and 18 stand in both in one order: 26 / 33
        ("Retail Salesman", ("41-2031.00", 79, "similar")),
        ("Beekeeper", None),
    ],
)
def test_a_title_finds_its_occupation_and_says_how_and_how_alike(title, expected):
    assert best(title) == expected


def test_a_title_of_two_occupations_has_no_lead_and_the_first_by_code_of_equals():
    found = candidates(["programmer"], occupation())
    assert found.select("code", "score", "rank").rows()[:2] == [
        ("15-1252.00", 100, 1),
        ("15-1253.00", 100, 2),
    ]


@pytest.mark.parametrize("title", ["Software Engineer", "Sales Clerk", "Retail Sales Manager"])
def test_the_score_is_the_token_sort_ratio_of_the_best_title(title):
    key = key_of(title)
    found = candidates([key], occupation())
    for row in found.iter_rows(named=True):
        _, own, others, _ = next(one for one in KNOWN if one[0] == row["code"])
        every = [key_of(other) for other in [own, *(others or [])]]
        assert row["score"] == round(max(fuzz.token_sort_ratio(key, other) for other in every))


@pytest.fixture
def firm(workspace, load):
    """Three developers, one of them a bot besides, two sales people, and the four occupations."""
    rows = [
        ("ana", "Software Engineer", "engineering"),
        ("bo", "software engineer", "engineering"),
        ("cy", "Software Developer", "engineering"),
        ("dee", "Retail Salesperson", "sales"),
        ("eli", None, "sales"),
        ("robot", "Software Engineer", "engineering"),
    ]
    load(
        person=[{"person_id": "login:robot", "worker_type": "bot"}],
        membership=[
            {
                "person_id": f"login:{name}",
                "team_id": "A",
                "valid_from": date(2026, 1, 1),
                "job_title": title,
                "job_family": family,
            }
            for name, title, family in rows
        ],
    )
    load(
        occupation=[
            {"taxonomy": "onet", "code": c, "title": t, "alternate_titles": a, "job_zone": z}
            for c, t, a, z in KNOWN
        ]
    )
    return workspace


def reviewed(workspace):
    return review(workspace, proposals(workspace)).rows_by_key("key", named=True, unique=True)


def test_titles_are_counted_by_people_without_bots_and_a_family_stands_in_for_a_title(firm):
    assert titles(firm).rows() == [
        ("software engineer", "Software Engineer", 2),
        ("retail salesperson", "Retail Salesperson", 1),
        ("software developer", "Software Developer", 1),
        ("sale", "sales", 1),
    ]


def test_nothing_acts_before_somebody_accepts_it(firm):
    rows = reviewed(firm)
    assert {key: row["status"] for key, row in rows.items()} == {
        "software engineer": "proposed",
        "software developer": "proposed",
        "retail salesperson": "proposed",
        "sale": "nothing alike",
    }
    assert rows["sale"]["code"] is None
    assert title_zones(firm).is_empty()


def test_the_margin_is_the_lead_over_the_best_other_occupation(firm, load):
    place = {"team_id": "A", "valid_from": date(2026, 1, 1)}
    held = [("fay", "Programmer"), ("gus", "Sales Directors"), ("hal", "Retail Sales Director")]
    load(membership=[place | {"person_id": f"login:{n}", "job_title": t} for n, t in held])
    rows = reviewed(firm)
    assert (rows["programmer"]["score"], rows["programmer"]["margin"]) == (100, 0)
    # all 13 letters of "director sale" stand in "director retail sale" (20)
    assert rows["retail sale director"]["score"] == round(200 * 13 / 33)
    second = round(fuzz.ratio("director retail sale", "retail salesperson"))
    assert rows["retail sale director"]["margin"] == round(200 * 13 / 33) - second


def test_an_accepted_title_has_the_zone_of_its_occupation_in_every_spelling(firm):
    accept(firm, "Software ENGINEER", "15-1252.00", by="ana")
    row = reviewed(firm)["software engineer"]
    assert (row["status"], row["occupation"], row["job_zone"]) == (
        "accepted",
        "Software Developers",
        4,
    )
    assert title_zones(firm).rows() == [("Software Engineer", 4), ("software engineer", 4)]


def test_another_occupation_can_be_chosen_than_the_proposed_one(firm):
    accept(firm, "Software Engineer", "41-2031.00", by="ana", reason="they sell")
    row = reviewed(firm)["software engineer"]
    assert (row["code"], row["job_zone"], row["score"]) == ("41-2031.00", 2, None)
    assert firm.decisions("occupation")["reason"].to_list() == ["they sell"]


def test_a_decision_can_be_taken_back_and_the_record_stays(firm):
    accept(firm, "Software Engineer", "15-1252.00", by="ana")
    reject(firm, "Software Engineer", by="ben")
    assert reviewed(firm)["software engineer"]["status"] == "rejected"
    assert title_zones(firm).is_empty()
    undo(firm, "Software Engineer", by="ben")
    assert reviewed(firm)["software engineer"]["status"] == "proposed"
    assert firm.decisions("occupation")["choice"].to_list() == [
        "15-1252.00",
        "rejected",
        "undone",
    ]


def test_all_exact_titles_are_accepted_at_once_and_no_others(firm):
    reject(firm, "Retail Salesperson", by="ana")
    count = accept_exact(firm, review(firm, proposals(firm)), by="ana")
    assert count == 1
    assert {key: row["status"] for key, row in reviewed(firm).items()} == {
        "software engineer": "proposed",
        "software developer": "accepted",
        "retail salesperson": "rejected",
        "sale": "nothing alike",
    }


@pytest.mark.parametrize(
    ("title", "code", "found"),
    [
        ("Beekeeper", "15-1252.00", "nobody has the job title Beekeeper"),
        ("sales", "99-9999.99", "no occupation with the code 99-9999.99 is loaded"),
    ],
)
def test_titles_and_codes_that_are_not_there_are_refused(firm, title, code, found):
    with pytest.raises(RequestError, match=found):
        accept(firm, title, code, by="ana")
    assert firm.decisions("occupation").is_empty()


@pytest.fixture(scope="module")
def onet(real_data):
    folder = real_data / "onet"
    known = onet_occupations.read(Export.open(folder / "occupation_data.csv.gz"))
    others = onet_alternate_titles.read(Export.open(folder / "alternate_titles.csv.gz"))
    more = others.facts["occupation"].select("code", "alternate_titles")
    return known.facts["occupation"].drop("alternate_titles").join(more, on="code", how="left")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Software Developer", ("15-1252.00", 100, "exact")),
        ("Sr. Software Eng.", ("15-1252.00", 100, "similar")),
        ("Registered Nurse", ("29-1141.00", 100, "exact")),
        ("CEO", ("11-1011.00", 100, "alternate")),
        ("Junior Accountant", ("13-2011.00", 100, "similar")),
        ("Recruiter", ("13-1071.00", 100, "alternate")),
    ],
)
def test_real_titles_find_real_occupations(onet, title, expected):
    assert best(title, onet) == expected


def test_five_thousand_titles_are_matched_against_all_of_onet(onet):
    others = onet["alternate_titles"].drop_nulls().explode()
    keys = [f"{key_of(title)} platform" for title in others.gather_every(12).head(5000)]
    assert len(keys) == 5000 or others.len() < 60_000
    found = candidates(keys, onet)
    assert found["key"].n_unique() > 4500


def test_the_files_of_onet_and_the_titles_of_a_firm_meet(real_data, workspace, load):
    person = {"person_id": "login:ana", "team_id": "A", "valid_from": date(2026, 1, 1)}
    load(membership=[person | {"job_title": "Data Scientist"}])
    files = ("occupation_data", "job_zones", "alternate_titles")
    paths = [real_data / "onet" / f"{name}.csv.gz" for name in files]
    load_paths(workspace, paths, by="test")
    row = reviewed(workspace)["data scientist"]
    assert (row["code"], row["job_zone"], row["how"]) == ("15-2051.00", 4, "exact")
