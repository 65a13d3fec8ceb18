"""Nobody reads a page that they have not been let into."""

MENU = ["Overview", "Team", "Redesigns", "Assignments", "Evidence", "Spend", "Data", "Methods"]


def menu(reader):
    return [
        link.inner_text().split()[-1]
        for link in reader.page.get_by_test_id("stSidebarNavLink").all()
    ]


def test_the_first_visitor_of_a_fresh_server_passes_the_door_and_gets_the_page_they_asked_for(
    made_firm, served, read
):
    reader = read(served(made_firm)).open("team?team=Settlement+Engine")
    assert menu(reader) == MENU
    assert "On this machine only" in reader.text
    assert reader.page.inner_text("h1") == "Settlement Engine"


def test_where_the_door_refuses_a_deep_link_shows_nothing(made_firm, served, read):
    reader = read(served(made_firm, address="127.0.0.2")).open("assignments")
    for _ in range(2):  # the first request of the process, and a later one
        assert "The dashboard is bound to 127.0.0.2" in reader.text
        assert "Expected a loopback address" in reader.text
        assert "Do Start it again without --server.address" in reader.text
        assert reader.page.locator("h1").count() == 0
        assert "Accept" not in reader.text
        reader.open("assignments")
