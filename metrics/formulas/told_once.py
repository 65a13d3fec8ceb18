"""Use of AI that several sources tell of, added up as if each use were told once."""

from collections.abc import Sequence
from typing import Any, Final

import narwhals as nw

# One use stands in each of these once, whoever tells of it.
USE: Final = ("person_id", "usage_day", "tool")
# Sources split a day of use in ways of their own: by part of the product, by model, by mode.
SPLITS: Final = ("feature", "model", "mode")


def told_once(
    ai_usage: nw.LazyFrame[Any], about: Sequence[str], measures: Sequence[str]
) -> nw.LazyFrame[Any]:
    """Sums of measures of `ai_usage`: one row per `about`.

    ai_usage  person_id, usage_day, tool, feature, model, mode, task_id, and the measures, without
              nulls
    about     what the sums are of: person_id, task_id ...

    Counts: a vendor's report, its bill and the logs of its tool tell the same day of use with
    different splits. Rows of one person, day and tool that are split alike add up; of several ways
    to split, the one that tells most counts, for each measure by itself. Of two accounts of a
    person that tell the very same, the larger number. Tools and days add up.
    """
    split = [f"by_{name}" for name in SPLITS]
    flags = {f"by_{name}": nw.col(name).is_null() for name in SPLITS}
    use = list(dict.fromkeys([*about, *USE]))
    rows = ai_usage.group_by(*USE, *SPLITS, "task_id").agg(nw.col(*measures).max())
    alike = rows.with_columns(**flags).group_by(*use, *split)
    most = alike.agg(nw.col(*measures).sum()).group_by(use).agg(nw.col(*measures).max())
    return most.group_by(list(about)).agg(nw.col(*measures).sum())
