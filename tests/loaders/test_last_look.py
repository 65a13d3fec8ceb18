"""The last look: what holds for every parcel, whoever made it."""

from datetime import date

import polars as pl
import pytest

from loaders.contract import Parcel, shaped
from loaders.last_look import last_look


def looked(*people):
    rows = pl.DataFrame({"person_id": people}, schema={"person_id": pl.String}).with_columns(
        course=pl.lit("Safety"), completed_on=date(2026, 2, 3)
    )
    return last_look(Parcel({"training": shaped("training", rows)}, len(people)))


@pytest.mark.parametrize(
    "key",
    [
        "email:NA",
        "id: - ",
        "login:\x1f",
        "login:\u200b",
        "id:\n",
        "employee_id:\ufeffnull",
        "name:",
    ],
    ids=repr,
)
def test_a_key_that_holds_nothing_one_can_see_is_nobody(key):
    parcel = looked("email:ana@example.com", key)
    assert parcel.facts["training"]["person_id"].to_list() == ["email:ana@example.com"]
    assert parcel.refused["reason"].len() == 1


@pytest.mark.parametrize(
    "key", ["login:nan", "id:0", "name:N A", "login:_", "id:n\u200da"], ids=repr
)
def test_a_short_key_is_somebody(key):
    assert looked(key).facts["training"]["person_id"].to_list() == [key]
