"""Contrast of the theme, by the formula of WCAG 2.2."""

import tomllib
from pathlib import Path

import pytest

THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())[
    "theme"
]
TEXT, PICTURE = 4.5, 3.0  # smallest ratios of WCAG AA for text and for parts of pictures
# Streamlit draws a caption with 60 % of the text's colour over the ground.
CAPTION = 0.6
MODES = ("light", "dark")
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")


def channels(colour):
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def luminance(parts):
    linear = [c / 255 / 12.92 if c <= 10.3 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(front, ground):
    bright, dark = sorted((luminance(front), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mixed(front, ground, share):
    pairs = zip(channels(front), channels(ground), strict=True)
    return [share * one + (1 - share) * two for one, two in pairs]


def test_black_on_white_has_the_contrast_that_the_standard_states():
    assert contrast(channels("#000000"), channels("#FFFFFF")) == pytest.approx(21.0)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_links_and_captions_can_be_read(mode, ground):
    colours = THEME[mode]
    for name in ("textColor", "linkColor", "grayTextColor"):
        assert contrast(channels(colours[name]), channels(colours[ground])) >= TEXT, name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("place", ["page", "sidebar"])
def test_captions_can_be_read(mode, place):
    colours = THEME[mode]["sidebar"] if place == "sidebar" else THEME[mode]
    ground = colours["backgroundColor"]
    assert contrast(mixed(colours["textColor"], ground, CAPTION), channels(ground)) >= TEXT


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["green", "orange", "blue", "violet", "yellow", "red"])
def test_badges_can_be_read(mode, name):
    colours = THEME[mode]
    text, ground = colours[f"{name}TextColor"], colours[f"{name}BackgroundColor"]
    assert contrast(channels(text), channels(ground)) >= TEXT


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_lines_of_pictures_stand_out_on_both_grounds(mode, ground):
    for colour in THEME["chartCategoricalColors"]:
        assert contrast(channels(colour), channels(THEME[mode][ground])) >= PICTURE, colour


@pytest.mark.parametrize("mode", MODES)
def test_words_in_the_accent_can_be_read(mode):
    colours = THEME[mode]
    assert (
        contrast(channels(colours["primaryColor"]), channels(colours["secondaryBackgroundColor"]))
        >= TEXT
    )


def test_no_button_is_filled_with_the_accent():
    """Streamlit writes white on it; an accent for dark grounds cannot carry white."""
    root = Path(__file__).parents[2]
    files = [*root.glob("pages/*.py"), *root.glob("ui/*.py")]
    assert not [path.name for path in files if 'type="primary"' in path.read_text()]
