"""The timeline as PNG, for forms that hold no drawings. With Pillow, of the extra "export"."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from sayso.export.report import fonts
from sayso.export.report.drawing import COLORS, Dot, Drawing, Label, Line

SCALE = 3  # pixels a point: 216 a inch, sharp in print
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def to_png(drawing: Drawing) -> bytes:
    """The same drawing gives the same bytes, with the same Pillow."""
    size = (round(drawing.width * SCALE), round(drawing.height * SCALE))
    image = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(image)
    for one in drawing.pieces:
        if isinstance(one, Line):
            _line(pen, one)
        elif isinstance(one, Dot):
            _dot(pen, one)
        else:
            _label(pen, one)
    held = BytesIO()
    image.save(held, format="PNG")
    return held.getvalue()


def _line(pen: ImageDraw.ImageDraw, one: Line) -> None:
    color, width = COLORS[one.tone], max(1, round(one.width * SCALE))
    if not one.dashed:
        pen.line((one.x1 * SCALE, one.y1 * SCALE, one.x2 * SCALE, one.y2 * SCALE), fill=color, width=width)
        return
    at = one.y1  # dashed ones are upright
    while at < one.y2:
        pen.line((one.x1 * SCALE, at * SCALE, one.x1 * SCALE, min(at + 3, one.y2) * SCALE), fill=color, width=width)
        at += 5


def _dot(pen: ImageDraw.ImageDraw, one: Dot) -> None:
    size = one.size * (0.9 if one.shape == "square" else 1.0)
    box = tuple(v * SCALE for v in (one.x - size, one.y - size, one.x + size, one.y + size))
    color = COLORS[one.tone]
    if one.shape == "square":
        pen.rectangle(box, fill=color)
    elif one.shape == "ring":
        pen.ellipse(box, fill="#ffffff", outline=color, width=round(1.2 * SCALE))
    else:
        pen.ellipse(box, fill=color)


def _label(pen: ImageDraw.ImageDraw, one: Label) -> None:
    font = ImageFont.truetype(str(fonts.SANS), round(one.size * SCALE), layout_engine=ImageFont.Layout.BASIC)
    pen.text((one.x * SCALE, one.y * SCALE), one.text, fill=COLORS[one.tone], font=font, anchor=_ANCHORS[one.anchor])
