"""What the tests of a loader begin with: a file written down, told by its content, and read."""

import json
import shutil

from loaders import detect
from loaders.export import Export


def taken(loader, path, **how):
    """The parcel of a file that this loader, and no other, tells to be its own."""
    export = Export.open(path, **how)
    assert detect(export) is loader
    return loader.read(export)


def taken_text(loader, folder, text, name="export.csv", encoding="utf-8", **how):
    """The parcel of a text, written under a name and in an encoding."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return taken(loader, path, **how)


def as_lines(*records):
    """Records as JSON lines; a text stands as it is."""
    return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in records)


def copied(path, folder, name):
    """A copy of a sample under the name that its source gives it."""
    return shutil.copy(path, folder / name)


def told_of(table, *always):
    """What looks up columns of a fact table, after those that stand in every look."""
    return lambda parcel, *columns: parcel.facts[table].select(*always, *columns).rows()


def training(parcel, *columns):
    """Rows of trainings: the columns asked for, else who finished what when."""
    wanted = columns or ("person_id", "course", "completed_on")
    return parcel.facts["training"].select(wanted).rows()
