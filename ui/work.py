"""Long work with its progress on the screen: open the made firm, measure."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.frame import told
from ui.readings import workspace

BY = "this machine"  # who acts, until somebody signs in

Progress = Callable[[int, int, str], None]  # steps done, of how many, what is done now


def measure_button(key: str, label: str = "Measure now") -> None:
    """A button that makes the figures of all loaded facts."""
    if st.button(label, icon=":material/play_arrow:", key=f"measure_{key}"):
        with st.status("Measuring", expanded=True) as status, told():
            measure_now(bar(st.progress(0.0, "Reading the facts")))
            status.update(label="Measured", state="complete", expanded=False)
            st.rerun()


def judged_anew() -> bool:
    """Whether job zones or judged numbers differ from those that the figures were made with."""
    from metrics.measure import judged_version  # noqa: PLC0415

    made = workspace().measurement
    return made is not None and made.anchors_version != judged_version(workspace())


def open_made_firm_button() -> None:
    """A button that loads and measures the made firm."""
    if st.button("Open the made firm", icon=":material/play_arrow:", key="open_made_firm"):
        with st.status("Making a firm of 40 teams and two years", expanded=True) as status, told():
            open_made_firm(st.progress(0.02, "Making people, tasks and their exports"))
            status.update(label="The made firm is open", state="complete", expanded=False)
            st.rerun()


def bar(slot: DeltaGenerator, start: float = 0.0, end: float = 1.0) -> Progress:
    """A progress bar, or a stretch of one, that is told steps."""

    def tell(done: int, of: int, words: str) -> None:
        slot.progress(start + (end - start) * min(1.0, done / max(1, of)), words)

    return tell


def measure_now(progress: Progress) -> None:
    """Figures of all loaded facts."""
    from metrics.measure import measure  # noqa: PLC0415 -- the dataflow costs a second to import

    measure(workspace(), progress)


def open_made_firm(slot: DeltaGenerator) -> None:
    """The made firm's exports, loaded as any firm's would be, then measured."""
    from loaders.load import load_paths  # noqa: PLC0415
    from sample_data import make_firm, write_exports  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        paths = write_exports(make_firm(), Path(folder))
        load_paths(workspace(), paths, by=BY, progress=bar(slot, 0.1, 0.6))
    measure_now(bar(slot, 0.6, 1.0))
