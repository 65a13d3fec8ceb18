"""A link carries what its sender saw."""


def choose(reader, label, option):
    reader.page.get_by_role("combobox", name=label).fill(option)
    reader.page.keyboard.press("Enter")
    return reader.settle()


def test_filters_stand_in_the_url_and_a_reload_keeps_them(made_url, read):
    reader = read(made_url).open()
    choose(reader, "Part of the firm", "Payments Platform")
    reader.page.get_by_text("Month", exact=True).click()
    reader.settle()
    assert "unit=Payments+Platform" in reader.page.url
    assert "grain=Month" in reader.page.url
    said = reader.page.locator("p", has_text="novices of").first.inner_text()
    assert "Payments Platform" in said
    reader.page.reload()
    reader.settle()
    assert reader.page.locator("p", has_text="novices of").first.inner_text() == said


def test_filters_go_along_from_page_to_page(made_url, read):
    reader = read(made_url).open("?period=2025-Q4")
    reader.page.get_by_test_id("stSidebarNavLink").get_by_text("Team", exact=True).click()
    reader.settle()
    assert "period=2025-Q4" in reader.page.url


def test_a_team_on_the_overview_leads_to_its_page_with_the_same_period(made_url, read):
    reader = read(made_url).open("?period=2025-Q4")
    link = reader.page.get_by_test_id("stPageLink-NavLink").filter(has_text="Engine").first
    name = link.inner_text().strip().splitlines()[-1]
    link.click()
    reader.settle()
    assert reader.page.inner_text("h1") == name
    assert "period=2025-Q4" in reader.page.url


def test_a_definition_is_one_click_away_from_its_figure(made_url, read):
    reader = read(made_url).open()
    reader.page.get_by_role("link", name="What is this?").nth(2).click()
    reader.settle()
    assert reader.page.locator("h2").first.inner_text() == "Connection"


def test_reset_clears_the_url(made_url, read):
    reader = read(made_url).open("?period=2025-Q4&grain=Quarter&unit=Payments+Platform")
    reader.page.get_by_role("button", name="Reset").click()
    reader.settle()
    assert "unit=" not in reader.page.url
    assert "period=" not in reader.page.url
