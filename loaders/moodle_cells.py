"""What both completion reports of Moodle have in common: one course a file, and who is who."""

import re
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.export import Export
from loaders.trainings import first_filled, prefixed
from store.errors import SourceError

# Moodle numbers its users itself; the prefix keeps these numbers apart from the firm's own.
OWN_ID: Final = "login:moodle-"
EMAIL: Final = "Email address"
NUMBER: Final = "ID number"
# After the short name: a stamp of the download, the (1) of a browser, the endings.
REST: Final = r"(?:[-_]\d{8}(?:[-_]\d{4,6})?)?(?: ?\(\d+\))?(?:\.\w+)+$"


def course_of(export: Export, prefix: str) -> str:
    """Short name of the course, which stands in the name of the file only.

    prefix  how Moodle begins the name of the file
    """
    found = re.search(rf"{re.escape(prefix)}(.+?){REST}", export.name)
    if found:
        return found.group(1)
    raise SourceError(
        f"the name of {export.name} does not tell the course, and nothing in the file does",
        f"the name that Moodle gives it, {prefix}SHORTNAME.csv",
        f"Rename the file to {prefix}COURSE.csv with the name of the course, then load it",
    )


def keys(cells: Cells, own: pl.Series | None, name: pl.Series) -> dict[str, pl.Series]:
    """Keys of the people: e-mail, else ID number, else Moodle's own.

    own   Moodle's own key with its prefix; None where the report has no such column, and then the
          name is the last key. Beside such a column a name never stands for a damaged number.
    """
    email, number = cells.text(EMAIL), cells.id(NUMBER)
    if cells.rows.height and email.null_count() + number.null_count() == 2 * cells.rows.height:
        cells.refusals.notes.append(
            f"The report has neither {EMAIL} nor {NUMBER}, so its people meet those of no other"
            " source. In Moodle, set 'Show user identity' (site administration, users,"
            " permissions, user policies) and export it again."
        )
    last = prefixed("name:", name) if own is None else own
    person = first_filled(prefixed("email:", email), prefixed("id:", number), last)
    unknown = pl.Series([None] * len(name), dtype=pl.String)
    account = unknown if own is None else own.str.strip_prefix("login:")
    return {"person_id": person, "email": email, "own": account, "name": name}
