"""The sweep of a slider as GIF, APNG or WebP: a picture per value, one shared palette for GIF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from core.files.session import write_whole
from gui.export.picture import ExportError, PictureSettings, picture_image

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.frame import Frame
    from gui.theme import Theme

COLORS = 96


@dataclass(frozen=True, slots=True)
class Sweep:
    """A slider from `low` to `high` in `count` pictures at `fps` a second, and back if `bounce`."""

    name: str
    low: float
    high: float
    count: int = 60
    fps: int = 25
    bounce: bool = False

    @property
    def values(self) -> list[float]:
        """The value of each picture, in order."""
        there = [float(each) for each in np.linspace(self.low, self.high, self.count)]
        return there + there[-2:0:-1] if self.bounce else there


def write_sweep(
    path: str, sweep: Sweep, frame_of: Callable[[float], Frame], settings: PictureSettings,
    theme: Theme, progress: Callable[[int, int], None],
) -> None:  # fmt: skip
    """Draw and write all pictures; the file is there whole or not at all. OSError when refused."""
    values = sweep.values
    drawn: dict[float, Image.Image] = {}
    pictures: list[Image.Image] = []
    for done, value in enumerate(values, start=1):
        if value not in drawn:
            drawn[value] = pillow(picture_image(frame_of(value), settings, theme))
        pictures.append(drawn[value])
        progress(done, len(values))
    kind = path.rsplit(".", 1)[-1].lower()
    write_whole(path, _encoded(pictures, kind, sweep.fps))


def pillow(image: QImage) -> Image.Image:
    """A Qt picture as a Pillow one, with its transparency."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    pixels = rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4).copy()
    return Image.fromarray(pixels)


def _encoded(pictures: list[Image.Image], kind: str, fps: int) -> bytes:
    out = io.BytesIO()
    duration = round(1000 / fps)
    if kind == "gif":
        first, *rest = _with_one_palette(pictures)
        first.save(out, "GIF", save_all=True, append_images=rest, duration=duration, loop=0)
    elif kind == "apng":
        first, *rest = pictures
        first.save(out, "PNG", save_all=True, append_images=rest, duration=duration, loop=0)
    elif kind == "webp":
        first, *rest = pictures
        first.save(out, "WEBP", save_all=True, append_images=rest, duration=duration, loop=0,
                   lossless=True, method=0)  # fmt: skip
    else:
        raise ExportError(f"{kind} is no format of moving pictures.")
    return out.getvalue()


def _with_one_palette(pictures: list[Image.Image]) -> list[Image.Image]:
    """All pictures in the colours of the middle one: GIF has 256, and they must not flicker."""
    plain = [_on_white(picture) for picture in pictures]
    palette = plain[len(plain) // 2].quantize(COLORS, method=Image.Quantize.FASTOCTREE)
    return [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in plain]


def _on_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")
