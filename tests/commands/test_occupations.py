"""The command line of job titles: from the files to another status, and only by a decision."""

import json

import pytest
from typer.testing import CliRunner

import cli
from store.errors import RequestError

FILES = {
    # Ana begins in June 2022: 1.58 years in her craft on the first of January 2024.
    "person.csv": "person_id,hire_date\nana,2022-06-01\n",
    "team.csv": "team_id,name\nA,Ants\n",
    "membership.csv": "person_id,team_id,valid_from,job_title,job_family\n"
    "ana,A,2022-06-01,Retail Clerk,sales\n",
    "task.csv": "task_id,opened_at,closed_at\n"
    "T1,2024-01-01T00:00:00Z,2024-01-10T00:00:00Z\n"
    "T2,2024-01-01T00:00:00Z,2024-06-28T00:00:00Z\n",
    "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n"
    "41-2031.00\tRetail Clerks\tSell things.\n41-1011.00\tRetail Managers\tLead others.\n",
    "Job Zones.txt": "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n"
    "41-2031.00\t2\t08/2025\tAnalyst\n41-1011.00\t5\t08/2025\tAnalyst\n",
}


@pytest.fixture
def ask(tmp_path):
    """Ask the command line and take its answer as JSON; errors come up as they are."""

    def told(*arguments):
        words = [*map(str, arguments), "--workspace", str(tmp_path / "w"), "--json"]
        done = CliRunner().invoke(cli.app, words, catch_exceptions=False)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return told


@pytest.fixture
def loaded(ask, tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    ask("load", *(tmp_path / name for name in FILES))
    return ask


def status(ask):
    ask("measure")
    return {row["status"] for row in ask("table", "status") if row["period"] == "2024-01-01"}


def version(ask):
    return {row["anchors_version"] for row in ask("table", "cube")}


def test_a_status_changes_when_an_occupation_is_accepted_and_back_when_it_is_undone(loaded):
    [row] = loaded("occupations", "list")["titles"]
    assert (row["code"], row["score"], row["how"], row["status"]) == (
        "41-2031.00",
        100,
        "exact",
        "proposed",
    )
    assert status(loaded) == {"novice"}  # two years of the default zone 4
    before = version(loaded)
    assert loaded("occupations", "accept", "--exact")["titles"] == 1
    assert status(loaded) == {"intermediate"}  # one year of zone 2
    assert version(loaded) != before
    loaded("occupations", "undo", "retail clerk")
    assert status(loaded) == {"novice"}
    assert version(loaded) == before


def test_the_proposed_one_or_any_other_code_can_be_accepted_and_all_be_rejected(loaded):
    assert loaded("occupations", "accept", "Retail Clerk")["code"] == "41-2031.00"
    loaded("occupations", "accept", "Retail Clerk", "41-1011.00", "--reason", "she leads")
    [row] = loaded("occupations", "list")["titles"]
    assert (row["job_zone"], row["status"]) == (5, "accepted")
    loaded("occupations", "reject", "Retail Clerk")
    [row] = loaded("occupations", "list")["titles"]
    assert row["status"] == "rejected"
    both = loaded("occupations", "list", "--all")["titles"]
    assert [row["code"] for row in both] == ["41-2031.00", "41-1011.00"]


def test_the_taxonomy_is_a_table_like_any_other(loaded):
    rows = loaded("table", "occupation")
    assert [(row["code"], row["job_zone"]) for row in rows] == [
        ("41-2031.00", 2),
        ("41-1011.00", 5),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("accept", "Beekeeper"), "nobody has the job title"),
        (("accept",), "no job title was told"),
        (("accept", "Retail Clerk", "1"), "no occupation with the code 1"),
        (("undo", "Beekeeper"), "nobody has the job title"),
    ],
)
def test_what_is_not_there_is_bad_input(loaded, words, found):
    with pytest.raises(RequestError, match=found):
        loaded("occupations", *words)
