"""Ties between accounts, by hand."""

import polars as pl

from store.ties import put_together


def groups(*claims: tuple[str, str, str]) -> tuple[list[list[str]], list[str]]:
    """Accounts that are one person; claims are root, kind, account, in the order of telling."""
    schema = {"root": pl.String, "kind": pl.String, "account": pl.String}
    ties = put_together(pl.DataFrame(claims, schema=schema, orient="row"))
    rows = ties.owned.group_by("group").agg("account")["account"].to_list()
    return sorted(sorted(row) for row in rows), ties.conflicts


def test_rows_that_share_a_key_are_one_person():
    first = [("a", "id", "a"), ("a", "email", "e")]
    second = [("b", "login", "b"), ("b", "email", "e")]
    assert groups(*first, *second, ("c", "id", "c")) == ([["a", "b", "e"], ["c"]], [])


def test_two_employee_numbers_are_never_one_person_however_long_the_chain():
    found, conflicts = groups(
        ("1", "employee_id", "1"), ("1", "email", "e"),
        ("2", "employee_id", "2"), ("2", "login", "l"),
        ("x", "id", "x"), ("x", "email", "e"), ("x", "email", "f"),
        ("y", "id", "y"), ("y", "email", "f"), ("y", "login", "l"),
    )  # fmt: skip
    assert found == [["1", "e", "f", "x"], ["2", "l"], ["y"]]
    assert conflicts == ["y"]


def test_rows_with_an_employee_number_come_first_whenever_they_were_told():
    late = [
        ("1", "employee_id", "1"),
        ("1", "login", "l"),
        ("2", "employee_id", "2"),
        ("2", "email", "e"),
    ]
    loose = [("x", "id", "x"), ("x", "login", "l"), ("x", "email", "e")]
    assert (
        groups(*loose, *late) == groups(*late, *loose) == ([["1", "l"], ["2", "e"], ["x"]], ["x"])
    )
