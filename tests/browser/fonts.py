"""The fonts that the browser tests choose, so that those of the machine decide nothing: one as narrow as Arial Narrow,
and one whose letters are as wide as those of DejaVu Sans and nearly as wide as Verdana's.

Packages bring them. A browser that is started with what `configure` writes knows that one alone, and takes it for
whatever family a page asks for.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Font(NamedTuple):
    """What it is called, and which files of which package it is in."""

    family: str
    package: str
    pattern: str

    def files(self) -> list[Path]:
        spec = find_spec(self.package)
        assert spec, f"{self.package} is not installed"
        return sorted(Path(str(spec.origin)).parent.glob(self.pattern))


FONTS = {
    "wide": Font("Bitstream Vera Sans", "reportlab", "fonts/Vera*.ttf"),
    "narrow": Font("Archivo Narrow", "fontpkg_archivo_narrow", "files/*.ttf"),
}
# For what letters do not decide. It is the first of them, so that each page is visited once with it.
USUAL = "wide"
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/files</dir>
  <cachedir>{folder}/cache</cachedir>
  <match target="pattern">
    <edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>
  </match>
</fontconfig>
"""


def configure(name: str, folder: Path) -> Path:
    """The file for fontconfig, in that folder, by which there is no other font and this one stands for all."""
    font = FONTS[name]
    (folder / "files").mkdir()
    for file in font.files():
        (folder / "files" / file.name).symlink_to(file)
    configuration = folder / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, family=font.family))
    return configuration
