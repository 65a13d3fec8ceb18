"""What the rows of a file tell that the store does not know yet."""

import polars as pl

from store.errors import ContractError
from store.ledger import Changes
from store.tables import STORED, Kind, Table

IS_KNOWN = "\0is_known"  # no column of ours begins so
PLACE = "\0place"
OLD = "\0old"


def check(name: str, frame: pl.DataFrame) -> None:
    """Rows of a loader as `store.tables` wants them, or a ContractError that tells the column."""
    if name not in STORED:
        raise _broken(f"a fact table named {name}", f"one of {', '.join(STORED)}")
    table = STORED[name]
    if frame.schema != pl.Schema(table.schema):
        known = dict(frame.schema)
        wrong = [c for c, kind in table.schema.items() if known.get(c) != kind]
        more = [c for c in known if c not in table.schema]
        named = ", ".join(wrong + more) or "all, in another order"
        raise _broken(
            f"rows of {name} whose columns differ from store.tables: {named}",
            "exactly its columns in their order and types",
        )
    for column in table.columns:
        values = frame[column.name]
        if column.required and values.null_count():
            raise _broken(
                f"{values.null_count()} rows of {name} without {column.name}",
                "a value in every required column; the loader refuses rows without one",
            )
        if column.choices and not values.drop_nulls().is_in(column.choices).all():
            raise _broken(
                f"a value in {name}.{column.name} that is none of its choices",
                f"one of {', '.join(column.choices)}",
            )


def difference(
    table: Table, told: pl.DataFrame, head: pl.LazyFrame
) -> tuple[pl.DataFrame, Changes, int]:
    """The rows to store, how many they are, and how many rows of the file were told twice.

    table  what the key is; a missing part of a key equals a missing part
    told   rows of one file under accounts; of two rows with one key the later one counts
    head   the table as stored

    Counts: a cell that the file leaves empty keeps what was told before. One source must not erase
    what another one knows; that a value no longer holds has to be told by another value. A number
    that is no number counts as empty. Rows stored under a longer key than today's may share one
    key; what is told anew takes the place of all of them.
    """
    key = list(table.key)
    names = [column.name for column in table.columns if not column.personal]
    values = [name for name in names if name not in key]
    told = told.select(names).with_columns(pl.selectors.float().fill_nan(None))
    once = told
    # Rows of as many hashes as rows are all different; to compare their texts takes ten times.
    if told.select(key).hash_rows().n_unique() < told.height:
        once = told.unique(key, keep="last", maintain_order=True)
    if head.select(pl.len()).collect().item() == 0:
        rows = once.with_columns(pl.lit(value=None).alias(IS_KNOWN))
    else:
        # Of years of facts only the rows that the file tells of are held in memory.
        known = head.select(*names, pl.lit(value=True).alias(IS_KNOWN)).join(
            once.lazy().select(key), on=key, how="semi", nulls_equal=True
        )
        differs = (pl.col(c).is_not_null() & pl.col(c).ne_missing(pl.col(c + OLD)) for c in values)
        is_new = pl.col(IS_KNOWN).is_null() | pl.any_horizontal(False, *differs)
        rows = (
            once.with_row_index(PLACE)
            .lazy()
            .join(known, on=key, how="left", nulls_equal=True, suffix=OLD)
            .filter(is_new)
            .select(PLACE, *key, *(pl.coalesce(c, c + OLD) for c in values), IS_KNOWN)
            .collect()
            .unique(PLACE, keep="any")
            .sort(PLACE)  # in the order of the file, whichever core was first
        )
    added = rows[IS_KNOWN].null_count()
    changes = Changes(added, rows.height - added, once.height - rows.height)
    return _timed(table, rows), changes, told.height - once.height


def _timed(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with integer times beside days and moments: engines differ on durations."""
    times = []
    for column in table.columns:
        if column.stem:
            day = pl.col(column.name).dt.epoch("d").cast(pl.Int64)
            times.append(day.alias(f"{column.stem}_day"))
        if column.stem and column.kind is Kind.MOMENT:
            times.append(pl.col(column.name).dt.epoch("s").alias(f"{column.stem}_second"))
    return rows.with_columns(times).select(list(table.stored_schema))


def _broken(found: str, expected: str) -> ContractError:
    return ContractError(f"A loader handed over {found}", expected, "Correct the loader")
