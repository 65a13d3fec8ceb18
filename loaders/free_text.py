"""Columns of text that people wrote: never proposed, and refused at the door."""

import re
from typing import Final

from loaders.export import normalise
from loaders.mapping_toml import Plan
from store.errors import SourceError
from store.tables import TABLES, Kind

# Descriptions, comments and prompts tell on people; no indicator reads them.
FREE_TEXT: Final = re.compile(
    r"(description|comment|prompt|message|body|note|feedback|remark|transcript|answer|conversation"
    r"|content|beschreibung|kommentar)(text|s|e)?$"
)
# What ServiceNow calls the title of a record, and Workday that of a training.
TITLES: Final = ("shortdescription", "learningcontent")
# Personnel systems call the name that belongs to a code its description.
NAME_OF_A_CODE: Final = re.compile(
    r"(jobtitle|jobfunction|department|businessunit|location|workercategory)description$"
)
CAN_HOLD_TEXT: Final = (Kind.TEXT, Kind.LIST, Kind.PERSON)  # "Prompts" may well be a number
LONG: Final = 120  # assumption: titles, names and ids are shorter on average


def is_free_text(name: str) -> bool:
    """Truth that a column of this name holds text that people wrote."""
    plain = normalise(name)
    is_name = plain in TITLES or bool(NAME_OF_A_CODE.search(plain))
    return bool(FREE_TEXT.search(plain)) and not is_name


def refuse_free_text(plan: Plan) -> None:
    """Stop when a mapping reads text that people wrote."""
    for how in plan.fills:
        for name, origin in how.origins.items():
            told = [column for column in origin.columns if is_free_text(column)]
            if told and TABLES[how.table].column(name).kind in CAN_HOLD_TEXT:
                raise SourceError(
                    f"the mapping {plan.name} reads the free text of {', '.join(told)} "
                    f"into {how.table}.{name}",
                    "ids, names, dates, numbers and short words",
                    "Take the column out of the mapping; text that people wrote is never loaded",
                )
