"""The tools of the plot: switches of how it is drawn and touched, which belong to no formula."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlotTool:
    """A switch: a plot and the strip that know it have a method `set_<name>`."""

    name: str
    title: str
    shortcut: str
    icon: str
    tip: str
    first: bool = False


TOOLS = (
    PlotTool("grid", "Grid", "Ctrl+G", "grid", "Show or hide the grid.", first=True),
    PlotTool("equal", "Equal scale", "Ctrl+Shift+E", "equal",
             "Make one unit as long down as across: circles are round."),
    PlotTool("snap", "Snap to landmarks", "Ctrl+M", "snap",
             "Let landmarks pull the point; Alt lets it pass.", first=True),
    PlotTool("crosshair", "Crosshair", "Ctrl+R", "crosshair", "Read the curves at the mouse."),
    PlotTool("hover_tangent", "Tangent at the mouse", "Ctrl+Shift+R", "",
             "Draw a faint tangent at the mouse on the nearest curve."),
    PlotTool("pi_ticks", "Ticks in π", "Ctrl+Shift+P", "", "Count x in fractions of π."),
)  # fmt: skip


def use(target: object, name: str, on: bool) -> None:
    """Switch a tool on something that may not know it."""
    setter = getattr(target, f"set_{name}", None)
    if setter is not None:
        setter(on)
