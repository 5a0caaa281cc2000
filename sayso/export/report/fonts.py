"""Where the fonts of printed reports are: Source Serif Pro and Source Sans Pro (SIL OFL 1.1), of the extra "export".

They come as packages of data, so that a report looks the same on every machine and gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro

_SERIF = Path(font_source_serif_pro.__file__).parent / "files"
_SANS = Path(font_source_sans_pro.__file__).parent / "files"
SERIF, SERIF_BOLD, SERIF_ITALIC = (_SERIF / f"SourceSerifPro-{style}.ttf" for style in ("Regular", "Semibold", "It"))
SANS, SANS_BOLD = (_SANS / f"SourceSansPro-{style}.ttf" for style in ("Regular", "Semibold"))
