#!/usr/bin/env python3
"""Makes assets/fonts/NotoSansSC-{Regular,Medium}.otf; assets/fonts/README.md says when and how.

Needs Debian's fonts-noto-cjk, fonts-noto-cjk-extra and unicode-data, and fonttools from PyPI.
"""

import bz2
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
TARGET = Path(__file__).resolve().parent.parent / "assets" / "fonts"
SC = 2  # the Simplified Chinese face of the collection

# Besides Han: what labels, units, marks and boxes are made of. The font has most of it.
RANGES = [
    (0x0020, 0x017F),  # Latin, with accents
    (0x02C6, 0x02DD),
    (0x0370, 0x03FF),  # Greek
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),
    (0x2100, 0x218F),  # letterlike, number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x25FF),  # boxes, blocks, geometric shapes
    (0x2600, 0x27BF),
    (0x3000, 0x303F),
    (0x9FA6, 0x9FFF),  # Han added after GBK
    (0xFF00, 0xFFEF),
]

# The glyphs that the screen is known to use; a font without one of them is not written.
MUST = "澄岚网格交办䶮㙍鿍 ●◐◑○▲△◆◇■□✓×←→↑↓·—…÷±≤≥≈°′″℃²³⚠①⑩★☆▶◀∞Aaz09％"


def gbk() -> set[int]:
    """Every character that GBK can write."""
    found = set()
    for code in range(0x80, 0x10000):
        try:
            chr(code).encode("gbk")
            found.add(code)
        except UnicodeEncodeError:
            pass
    return found


def common_table() -> set[int]:
    """The 8,105 characters of 通用规范汉字表 (2013): names of people and places outside GBK."""
    text = bz2.decompress(UNIHAN.read_bytes()).decode()
    return {int(hit, 16) for hit in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", text, re.M)}


def wanted() -> set[int]:
    table = common_table()
    if len(table) != 8105:
        sys.exit(f"Unihan lists {len(table)} characters of the common table, not 8105")
    codes = gbk() | table
    for first, last in RANGES:
        codes.update(range(first, last + 1))
    return codes


def make(weight: str, codes: set[int]) -> None:
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = True
    # No kerning or alternates: digits must keep one width wherever they stand.
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    source = SOURCE / f"NotoSansCJK-{weight}.ttc"
    # recalcTimestamp off: the same source gives the same bytes.
    font = TTFont(source, fontNumber=SC, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    have = font.getBestCmap()
    missing = [char for char in MUST if ord(char) not in have]
    if missing:
        sys.exit(f"{source.name} lacks {''.join(missing)}")
    widths = {font["hmtx"][have[ord(digit)]][0] for digit in "0123456789"}
    if len(widths) != 1:
        sys.exit(f"{source.name}: digits of several widths {widths}")
    out = TARGET / f"NotoSansSC-{weight}.otf"
    font.save(out)
    print(f"{out.name}: {len(have)} characters, {out.stat().st_size} bytes; "
          f"common table lacks {len(common_table() - have.keys())}")


def main() -> None:
    codes = wanted()
    for weight in ("Regular", "Medium"):
        make(weight, codes)


main()
