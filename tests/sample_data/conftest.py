from dataclasses import replace

import pytest

from sample_data import PLAN, make_firm, write_exports

SMALL = replace(PLAN, teams=8, quarters=3)


@pytest.fixture(scope="session")
def firm():
    return make_firm(7)


@pytest.fixture(scope="session")
def small_firm():
    return make_firm(7, SMALL)


@pytest.fixture(scope="session")
def small_exports(small_firm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    write_exports(small_firm, folder)
    return folder


@pytest.fixture(scope="session")
def exports(firm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("all_exports")
    write_exports(firm, folder)
    return folder
