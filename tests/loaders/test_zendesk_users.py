"""Zendesk users: agents tie their number to their address, customers stay out."""

import json
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.zendesk_users import zendesk_users

SAMPLE = Path(__file__).parent / "samples" / "zendesk_users.json"
AGENT = {"id": 7, "role": "agent", "email": "eve@example.com", "restricted_agent": False}


@pytest.fixture(scope="module")
def sample():
    return zendesk_users.read(Export.open(SAMPLE))


def test_an_agent_is_their_number_their_address_and_their_name(sample):
    people = sample.facts["person"].select("person_id", "email", "logins", "name")
    assert people.rows() == [
        ("login:zendesk-101", "ana.ruiz@example.com", ["zendesk-101"], "Ana Ruiz"),
        ("login:zendesk-102", "cy.day@example.com", ["zendesk-102"], "Cy Day"),
    ]


def test_customers_stay_out_and_an_account_that_is_nobodys_is_refused(sample):
    assert sample.notes == ("1 users are customers; they are left out.",)
    assert sample.refused.rows() == [(3, "id", "a number of an account was expected")]
    assert (sample.rows_read, sample.cut) == (4, "")


def test_a_page_that_names_a_next_one_is_cut(tmp_path):
    path = tmp_path / "users.json"
    path.write_text(json.dumps({"users": [AGENT], "next_page": "https://x"}), encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is zendesk_users
    assert "names a next page" in zendesk_users.read(export).cut


def test_users_of_another_system_are_not_taken(tmp_path):
    path = tmp_path / "users.json"
    path.write_text(json.dumps({"users": [{"id": 7, "email": "a@b.c"}]}), encoding="utf-8")
    assert detect(Export.open(path)) is None
