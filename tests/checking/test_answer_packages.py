"""Workbooks written in every way that programs write them: each is marked, and what is not touched keeps its bytes."""

from __future__ import annotations

import re

import pytest

from tests.checking.answers import RED, changed_parts, fills, finding, loaded, marked, notes, parts, sheets_of
from tests.intake.packages import MAIN, relations, sheet, shown, strings, workbook, zipped
from tests.intake.packages import parts as small_parts

OUTCOMES = "xl/worksheets/sheet1.xml"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
B2 = '<row r="2"><c r="B2"><v>22</v></c></row>'


def typed(found: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """The parts with a list of what each of them holds, which openpyxl wants to see."""
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    kinds |= {name: "worksheet" for name in found if "worksheets/sheet" in name and "_rels" not in name}
    start = "application/vnd.openxmlformats-"
    types = f'<Default Extension="rels" ContentType="{start}package.relationships+xml"/>' + "".join(
        f'<Override PartName="/{name}" ContentType="{start}officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in kinds.items()
        if name in found
    )
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'
    return {**found, "[Content_Types].xml": types}


def one_sheet(xml: str, **more: str | bytes) -> bytes:
    """A workbook whose only sheet is this XML."""
    return zipped(typed({**small_parts(xml), **more}))


def sheet_after(data: bytes) -> str:
    return parts(data)[OUTCOMES].decode()


WRITINGS = {
    "plain": sheet(B2),
    "with_a_prefix": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>22</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>",
    "without_addresses": sheet("<row/><row><c/><c><v>22</v></c></row>"),
    "with_cells_out_of_order": sheet('<row r="2"><c r="E2"/><c r="B2"><v>22</v></c><c r="A2"/><c r="C2"/></row>'),
    "with_rows_out_of_order": sheet(f'<row r="9"><c r="A9"/></row>{B2}<row r="7"><c r="A7"/><c r="E7"/></row>'),
    "with_a_row_in_two_parts": sheet(f'{B2}<row r="3"/><row r="2"><c r="A2"/><c r="D2"/></row>'),
    "without_rows": sheet(""),
    "with_an_empty_table": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    "with_an_empty_row": sheet('<row r="2" spans="1:3" ht="20"/>'),
    "with_single_quotes": f"<worksheet xmlns='{MAIN}'><sheetData><row r='2'><c t='n' r='B2'><v>22</v></c></row>"
    "</sheetData></worksheet>",
    "with_a_byte_order_mark": "\ufeff" + sheet(B2),
    "with_comments_in_it": sheet("<!-- <c r='B2'/> -->" + B2.replace("<v>", "<!-- x --><v>")),
    "with_spaces_in_tags": sheet('<row  r = "2" ><c\n r = "B2" ><v>22</v></c ></row >'),
    "with_an_inline_text": sheet('<row r="2"><c r="B2" t="inlineStr"><is><t>a &lt; b</t></is></c></row>'),
    "with_a_formula": sheet('<row r="2"><c r="B2"><f>A1&gt;"x"</f><v>22</v></c></row>'),
    "with_an_extension": sheet(B2, after=f'<extLst><ext uri="u"><x:s xmlns:x="u" xmlns="{MAIN}"><row r="9"/></x:s>'
    "</ext></extLst>"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITINGS)
def test_a_sheet_is_marked_however_it_is_written(name: str) -> None:
    before = one_sheet(WRITINGS[name])
    after = marked(before, finding("B2"), finding("D7"), finding("A2"))
    assert fills(loaded(after)["Outcomes"]) == {"B2": RED, "D7": RED, "A2": RED}
    assert set(notes(loaded(after)["Outcomes"])) == {"B2", "D7", "A2"}
    addresses = re.findall(r"""\br\s*=\s*["']([A-Z]+[0-9]+)["']""", re.sub("<!--.*?-->", "", sheet_after(after)))
    assert len(addresses) == len(set(addresses))
    assert [shown(s) for s in sheets_of(after)] == [shown(s) for s in sheets_of(before)]
    untouched = {"_rels/.rels"}
    assert not untouched & changed_parts(before, after)


def test_nothing_but_the_style_of_the_cell_changes_in_its_sheet() -> None:
    rows = '<row r="1" foo="bar"><c r="A1" s="0" t="b"><v>1</v></c></row><row r="2"><c r="B2" t="n"><v>22</v></c></row>'
    after = sheet_after(marked(one_sheet(sheet(rows, after='<pageMargins left="1"/>')), finding("B2")))
    after = re.sub("<legacyDrawing[^>]*/>", "", after)
    assert re.sub(r'(r="B2") s="[0-9]+"', r"\1", after) == sheet(rows, after='<pageMargins left="1"/>')


def test_a_strict_workbook_stays_strict() -> None:
    found = {
        name: text.replace(MAIN, STRICT).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in small_parts(sheet(B2)).items()
        if isinstance(text, str)
    }
    before = zipped(found)
    after = parts(marked(before, finding("B2")))
    new = [name for name in after if name not in parts(before) and name.endswith(".xml")]
    assert len(new) == 3
    assert all(STRICT.encode() in after[name] and MAIN.encode() not in after[name] for name in new)
    assert b"schemas.openxmlformats.org/officeDocument" not in after["xl/_rels/workbook.xml.rels"]
    assert [shown(s) for s in sheets_of(zipped(after))] == [shown(s) for s in sheets_of(before)]


def test_shared_texts_are_left_alone() -> None:
    before = zipped(
        typed(strings(f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>', '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    )
    after = marked(before, finding("A1"))
    assert parts(after)["xl/sharedStrings.xml"] == parts(before)["xl/sharedStrings.xml"]
    assert loaded(after)["Outcomes"]["A1"].value == "x"


STYLES = {
    "without_lists": f'<styleSheet xmlns="{MAIN}"/>',
    "with_empty_lists": f'<styleSheet xmlns="{MAIN}"><fonts count="0"/><fills/><borders/><cellXfs count="0"/>'
    "</styleSheet>",
    "with_a_prefix": f'<x:styleSheet xmlns:x="{MAIN}"><x:fonts count="1"><x:font><x:name val="A"/></x:font></x:fonts>'
    '<x:cellXfs count="1"><x:xf numFmtId="2" fontId="0" fillId="0" borderId="0"/></x:cellXfs>'
    "<x:dxfs count='0'/></x:styleSheet>",
    "that_points_beyond_its_lists": f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="0" fillId="9" '
    'fontId="9"/></cellXfs></styleSheet>',
}


@pytest.mark.parametrize("name", STYLES)
def test_a_styles_part_is_added_to_whatever_it_lacks(name: str) -> None:
    rels = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"))
    more: dict[str, str | bytes] = {"xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": STYLES[name]}
    after = marked(one_sheet(sheet(B2), **more), finding("B2"))
    if name != "that_points_beyond_its_lists":
        assert fills(loaded(after)["Outcomes"]) == {"B2": RED}
    written = parts(after)["xl/styles.xml"]
    order = [tag for tag in (b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs", b"dxfs") if tag in written]
    assert [written.index(tag + b" count") for tag in order] == sorted(written.index(tag + b" count") for tag in order)
    assert written.count(b"<xf ") + written.count(b"<x:xf ") == sum(
        int(n) for n in re.findall(rb'Xfs count="([0-9]+)"', written)
    )


def test_notes_hang_where_the_order_of_a_sheet_wants_them() -> None:
    after = sheet_after(
        marked(one_sheet(sheet(B2, after='<pageMargins left="1"/><picture/><tableParts count="0"/>')), finding("B2"))
    )
    assert after.index("<pageMargins") < after.index("<legacyDrawing") < after.index("<picture")


def test_buttons_and_their_drawing_are_kept_and_notes_are_added_to_it() -> None:
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        '</o:shapelayout><v:shape id="_x0000_s1025" type="#_x0000_t201"><v:textbox><font>Send<br></font></v:textbox>'
        '<x:ClientData ObjectType="Button"><x:Anchor>1, 2, 3, 4</x:Anchor></x:ClientData></v:shape></xml>'
    )
    drawn = sheet(B2, after='<legacyDrawing r:id="rId7"/>').replace(
        "<worksheet ", '<worksheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    )
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("rId7", "vmlDrawing", "../drawings/vmlDrawing1.vml")),
        "xl/drawings/vmlDrawing1.vml": vml,
    }
    after = parts(marked(one_sheet(drawn, **more), finding("B2")))
    drawing = after["xl/drawings/vmlDrawing1.vml"].decode()
    assert vml.removesuffix("</xml>").replace('data="1"', 'data="1,2"') in drawing
    assert 'id="_x0000_s2049"' in drawing and drawing.count("<v:shape ") == 2
    assert after[OUTCOMES].count(b"legacyDrawing") == 1
    assert not [name for name in after if "jpa_notes" in name]


def test_no_two_drawings_use_the_same_numbers_of_shapes() -> None:
    found = small_parts(sheet(B2))
    found["xl/workbook.xml"] = workbook("Outcomes", "Cases")
    rels = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"))
    found["xl/_rels/workbook.xml.rels"] = relations(*rels)
    found["xl/worksheets/sheet2.xml"] = sheet(B2)
    after = parts(marked(zipped(found), finding("B2"), finding("B2", sheet="Cases"), finding("C2", sheet="Cases")))
    drawings = [text.decode() for name, text in after.items() if name.endswith(".vml")]
    numbers = [n for text in drawings for n in re.findall(r'id="_x0000_s([0-9]+)"', text)]
    assert len(drawings) == 2 and len(set(numbers)) == 3
    blocks = [re.findall(r'data="([0-9,]*)"', text) for text in drawings]
    assert blocks[0] != blocks[1]


def test_a_workbook_that_may_hold_macros_and_has_none_comes_back_as_a_plain_one() -> None:
    found = small_parts(sheet(B2))
    found["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    types = parts(marked(zipped(found), finding("B2")))["[Content_Types].xml"].decode()
    assert "macroEnabled" not in types and types.count('"/xl/workbook.xml"') == 1


def test_a_part_is_found_whatever_the_case_of_its_name() -> None:
    found = small_parts(sheet(B2))
    found["XL/Worksheets/Sheet1.XML"] = found.pop(OUTCOMES)
    before = zipped(found)
    after = marked(before, finding("B2"))
    assert set(parts(before)) < set(parts(after))
    assert b's="1"' in parts(after)["XL/Worksheets/Sheet1.XML"]
    assert [shown(s) for s in sheets_of(after)] == [shown(s) for s in sheets_of(before)]
