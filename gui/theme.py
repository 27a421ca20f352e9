"""Colours: one frozen theme that the palette, the style sheet and every pen read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colour tokens as "#RRGGBB"; `curves` are the six places of the palette."""

    name: str
    window: str
    panel: str
    base: str
    raised: str
    hover: str
    border: str
    field: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    selection: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    ok: str
    ok_soft: str
    grid: str
    zero_line: str
    axis: str
    no_value: str
    curves: tuple[str, str, str, str, str, str]

    @property
    def dark(self) -> bool:
        """True for light ink on dark ground."""
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    window="#E9ECF0", panel="#F6F7F9", base="#FFFFFF", raised="#FFFFFF", hover="#DFE3E9",
    border="#D3D8DF", field="#858E9B", text="#1A1E25", muted="#565E6B", faint="#8A93A0",
    accent="#4B45C2", on_accent="#FFFFFF", selection="#E8E6FA",
    error="#B3261E", error_soft="#FCEAE8", warning="#855400", warning_soft="#FBF0D9",
    ok="#17734A", ok_soft="#E1F3E9", grid="#E6E9ED", zero_line="#A3ABB6", axis="#4A515C",
    no_value="#C9CED6",
    curves=("#0064A8", "#D55E00", "#149E78", "#805500", "#A23B78", "#459BCB"),
)  # fmt: skip

DARK = Theme(
    name="dark",
    window="#1B1E24", panel="#21252C", base="#16181D", raised="#2A2F38", hover="#323843",
    border="#363C46", field="#737C8A", text="#E3E6EB", muted="#A3ABB7", faint="#747D8B",
    accent="#A9A4FF", on_accent="#16181D", selection="#34325C",
    error="#FF8F85", error_soft="#45272A", warning="#EFC15E", warning_soft="#3F3520",
    ok="#6CD0A0", ok_soft="#1F3B30", grid="#262A32", zero_line="#5B6472", axis="#AEB5C0",
    no_value="#3A404A",
    curves=("#5AB4EA", "#F27F3D", "#2FD3A4", "#F3D457", "#CF86AE", "#5D86E6"),
)  # fmt: skip

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
