"""Style: readable contrasts, every icon drawn, settings that stay in their file."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from gui import icons, style
from gui.settings import Settings
from gui.theme import DARK, LIGHT


def luminance(color):
    channels = [part / 255 for part in QColor(color).getRgb()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_lines_can_be_read(theme):
    for ground in (theme.window, theme.panel, theme.base, theme.raised):
        assert contrast(theme.text, ground) >= 4.5
        assert contrast(theme.muted, ground) >= 4.5
    for ink, ground in (
        (theme.error, theme.error_soft), (theme.warning, theme.warning_soft),
        (theme.ok, theme.ok_soft), (theme.accent, theme.selection), (theme.error, theme.panel),
        (theme.on_accent, theme.accent),
    ):  # fmt: skip
        assert contrast(ink, ground) >= 4.5
    assert contrast(theme.field, theme.panel) >= 3
    assert all(contrast(color, theme.base) >= 3 for color in theme.curves)


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_is_drawn_in_the_colour_it_is_given(qapp, name):
    image = icons.pixmap(name, "#4B45C2", 24, 2).toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(inked) > 20
    assert all(abs(color.blue() - 0xC2) < 12 for color in inked)


def test_the_sheet_names_only_tokens_that_exist():
    assert "@" not in style.sheet(DARK).replace("@names are tokens", "")


def test_figures_have_equal_widths(qapp):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(style.ui_font(14))
    widths = {round(metrics.horizontalAdvance(figure), 3) for figure in "0123456789"}
    assert len(widths) == 1


def test_settings_keep_what_they_are_told(tmp_path):
    path = tmp_path / "kept.ini"
    one = Settings(path)
    one.theme, one.motion = "dark", False
    one.set_tool("grid", False)
    session = tmp_path / "a.nabla"
    session.write_text("")
    one.remember(session)
    one.remember(Path("/nowhere/b.nabla"))
    one.write()
    other = Settings(path)
    assert (other.theme, other.motion, other.recent) == ("dark", False, (session,))
    assert [other.tool("grid", True), other.tool("snap", True), other.tool("equal", False)] == [
        False, True, False,
    ]  # fmt: skip


def test_an_unknown_theme_in_the_file_is_the_system_s(tmp_path):
    path = tmp_path / "odd.ini"
    path.write_text("[General]\ntheme=sepia\n")
    assert Settings(path).theme == "system"


def test_a_theme_for_one_run_is_not_kept(tmp_path):
    path = tmp_path / "kept.ini"
    settings = Settings(path)
    settings.use_theme("dark")
    assert settings.theme == "dark"
    settings.write()
    assert Settings(path).theme == "system"
