"""The fonts for browser tests, so that results do not depend on the machine's fonts.

One is as narrow as Arial Narrow. The other is as wide as DejaVu Sans and nearly as wide as Verdana. Both come from
Python packages. A browser started with the file that `configure` writes uses one of them for every family.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Font(NamedTuple):
    """A font's family, and the files and package that have it."""

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
# For tests that do not depend on the width of letters. It comes first, so that each page is visited once with it.
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
    """Write a fontconfig file into the folder that replaces every font by this one."""
    font = FONTS[name]
    (folder / "files").mkdir()
    for file in font.files():
        (folder / "files" / file.name).symlink_to(file)
    configuration = folder / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, family=font.family))
    return configuration
