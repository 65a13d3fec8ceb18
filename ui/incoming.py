"""Files that a reader has brought: kept in a folder of the session, gone after the load."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st
from streamlit.typing import UploadedFile

from loaders.delivery import deliver
from loaders.load import LoadReport, load_paths
from ui.frame import told
from ui.readings import workspace
from ui.words import counted
from ui.work import BY, bar

ROUND: Final = "incoming_round"  # a new number empties the field of the browser
TOLD: Final = "incoming_told"  # what the last load did, in sentences


def field() -> list[Path]:
    """The field into which files are dropped; answers them as files of this machine."""
    brought = st.file_uploader(
        "Drop exports here",
        accept_multiple_files=True,
        key=f"incoming_{st.session_state.get(ROUND, 0)}",
        help="CSV, XLSX, Parquet, JSON, text, also gzipped or in a ZIP; as they leave the system",
    )
    return kept(brought)


@st.cache_resource(scope="session", on_release=TemporaryDirectory.cleanup, show_spinner=False)
def incoming_folder() -> "TemporaryDirectory[str]":
    """A folder of this session, gone when the reader leaves."""
    return TemporaryDirectory(prefix="atelier-")


def kept(brought: Sequence[UploadedFile]) -> list[Path]:
    """The brought files in the folder of the session; those that were taken back are removed.

    Archives are opened here, so that an unknown file in one can be mapped like any other.
    """
    folder = Path(incoming_folder().name)
    wanted = {folder / each.file_id: each for each in brought}
    for place in folder.iterdir():
        if place not in wanted:
            shutil.rmtree(place)
    for place, each in wanted.items():
        if not place.exists():
            place.mkdir()
            path = place / Path(each.name).name
            path.write_bytes(each.getbuffer())
            items = deliver([path], place)
            if not any(item.path == path for item in items):
                path.unlink()
    if wanted:
        st.session_state.pop(TOLD, None)
    return [path for place in wanted for path in sorted(place.rglob("*")) if path.is_file()]


def load_button(paths: Sequence[Path], reports: Sequence[LoadReport]) -> None:
    """A button that loads what was brought; people come first whatever the order."""
    ready = [report for report in reports if not report.error and report.status != "left out"]
    if not ready:
        st.caption("None of these files can be read yet.")
        return
    label = f"Load {counted(len(ready), 'file')}"
    if st.button(label, icon=":material/upload_file:", key="load_files"):
        with st.status("Loading", expanded=True), told():
            done = load_paths(workspace(), paths, by=BY, progress=bar(st.progress(0.0, "Reading")))
            st.session_state[TOLD] = [outcome(report) for report in done]
            st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
            st.rerun()


def outcome(report: LoadReport) -> str:
    """What a load did, in one line."""
    if report.error is not None:
        return f"**{report.file}** was not loaded: {report.error.found}. {report.error.do}."
    return (
        f"**{report.file}** ({report.source}): {report.status}, {report.added:,} added, "
        f"{report.changed:,} changed, {report.same:,} the same, {report.refused:,} refused"
    )


def last_load() -> None:
    """What the last load did, until the next files are brought."""
    lines = st.session_state.get(TOLD)
    if lines:
        st.success("\n\n".join(lines), title="Loaded", icon=":material/check:")


@st.cache_resource(max_entries=8, show_spinner="Looking at the files, nothing is written …")
def dry_run(key: str, files: tuple[tuple[str, int, int], ...], mappings: str) -> list[LoadReport]:
    """What loading the files would change.

    key       newest state of the workspace
    files     path, bytes and moment of change of every file
    mappings  state of the saved mappings: a new one may read a file that nobody could read before
    """
    return load_paths(workspace(), [path for path, _, _ in files], dry_run=True)


def seen(paths: Sequence[Path]) -> tuple[tuple[str, int, int], ...]:
    """Files with their size and moment of change: what a dry run is kept by."""
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths)


def mapping_state() -> str:
    """Names and moments of change of the saved mappings."""
    folder = workspace().folder / "mappings"
    files = sorted(folder.glob("*.toml")) if folder.exists() else []
    return "|".join(f"{path.name}:{path.stat().st_mtime_ns}" for path in files)
