"""Job titles on the page Data: proposed, never silent, accepted by a person, taken back."""

from datetime import date

import polars as pl
import pytest

from store.occupations import title_zones
from store.tables import STORED
from store.workspace import SourceFile, Workspace

DAY = date(2026, 1, 1)
KNOWN = [
    ("15-1252.00", "Software Developers", ["Software Engineer"], 4),
    ("41-2031.00", "Retail Salespersons", ["Software Salesperson"], 2),
]


def frame(table, rows):
    schema = STORED[table].schema
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


@pytest.fixture
def titled(tmp_path):
    """Six software engineers, one developer and one with a title like no other."""
    names = [f"p{number}" for number in range(6)]
    held = [*((name, "Software Engineer") for name in names), ("q", "Software Developers")]
    place = {"team_id": "A", "valid_from": DAY, "job_family": "engineering"}
    facts = {
        "membership": [
            place | {"person_id": f"id:{name}", "job_title": title}
            for name, title in [*held, ("r", "Beekeeper")]
        ],
        "occupation": [
            {"taxonomy": "onet", "code": c, "title": t, "alternate_titles": a, "job_zone": z}
            for c, t, a, z in KNOWN
        ],
    }
    with Workspace.open(tmp_path) as workspace:
        workspace.load(
            {name: frame(name, rows) for name, rows in facts.items()},
            refused=pl.DataFrame({"row": [], "column": [], "reason": []}),
            rows_read=10,
            notes=[],
            source=SourceFile("all.csv", "0" * 64, 1),
            loader="canonical",
            loader_version=1,
            by="test",
        )
    return tmp_path


def press(at, key):
    return at.button(key=f"occupations_{key}").click().run(timeout=60)


def table(at):
    [found] = [each.value for each in at.dataframe if "Occupation" in each.value.columns]
    return {row["Title"]: row for row in pl.from_pandas(found).to_dicts()}


def zones(folder):
    return dict(title_zones(Workspace.open(folder)).iter_rows())


def test_every_title_is_shown_with_its_score_and_small_groups_are_not_counted(visit, titled, text):
    at = visit("data", titled)
    assert not at.exception
    rows = table(at)
    assert rows["Software Engineer"] | {"Lead": None} == {
        "Title": "Software Engineer",
        "People": "6",
        "Occupation": "Software Developers",
        "Code": "15-1252.00",
        "Score": 100,
        "How": "another title of it",
        "Lead": None,
        "Zone": 4,
        "Status": "proposed",
    }
    assert rows["Beekeeper"]["Status"] == "nothing alike"
    assert rows["Beekeeper"]["People"] == "fewer than 5"
    assert "3 titles: 2 proposed, 1 nothing alike" in text(at)
    assert zones(titled) == {}


def test_one_title_is_accepted_with_another_occupation_and_taken_back(visit, titled, text):
    at = visit("data", titled)
    at.radio(key="occupations_code_software engineer").set_value("41-2031.00").run(timeout=60)
    assert "engineering: job zone 4 → 2; new to the craft for 2 → 1 years" in text(at)
    at = press(at, "accept")
    assert not at.exception
    assert zones(titled) == {"Software Engineer": 2}
    assert table(at)["Software Engineer"]["Status"] == "accepted"
    at = at.selectbox(key="occupations_title").set_value("software engineer").run(timeout=60)
    at = press(at, "undo")
    assert table(at)["Software Engineer"]["Status"] == "proposed"
    assert zones(titled) == {}


def test_a_rejected_title_has_no_effect_and_is_shown_as_such(visit, titled):
    at = press(visit("data", titled), "reject")
    assert table(at)["Software Engineer"]["Status"] == "rejected"
    assert zones(titled) == {}


def test_exact_titles_are_accepted_at_once_and_only_they(visit, titled):
    at = press(visit("data", titled), "exact")
    assert not at.exception
    assert zones(titled) == {"Software Developers": 4}
    assert table(at)["Software Engineer"]["Status"] == "proposed"


def test_without_o_net_the_page_says_which_files_bring_it(visit, sample_store, text):
    shown = text(visit("data", sample_store))
    assert "Load the files Occupation Data, Alternate Titles and Job Zones" in shown
