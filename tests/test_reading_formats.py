"""The same report in every format gives the same text."""

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading import Source, read_bytes, read_source

DATA = Path(__file__).parent / "data" / "reading"
TEXT = (DATA / "report.txt").read_text("utf-8").strip()
OOXML = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "report.docx": OOXML + "wordprocessingml.document",
    "report.doc": "application/msword",
    "report.rtf": "application/rtf",
    "report.odt": "application/vnd.oasis.opendocument.text",
    "report.pdf": "application/pdf",
    "writer.pdf": "application/pdf",
    "owner-password.pdf": "application/pdf",
    "report.ofd": "application/ofd",
}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'


def read(data: bytes, file: str = "a"):
    (found,) = read_bytes(data, file)
    return found


def docx(body: str, numbering: str = "", styles: str = "", notes: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in (("numbering", numbering), ("styles", styles), ("footnotes", notes)):
            if content:
                parts.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*texts: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, texts))}</w:tc>"


def odf(body: str, styles: str = "", kind: str = "text") -> bytes:
    names = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "text", "table", "style", "draw"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        parts.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return out.getvalue()


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_the_same_text_from_each_format(name):
    (document,) = read_source(Source(name, DATA / name))
    assert document.text == TEXT
    assert document.media_type == MEDIA_TYPES[name]
    assert not document.needs_ocr


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_the_content_tells_the_format_and_not_the_name(name):
    for wrong in ("report.txt", "报告.wps", "report.html", "report.pdf", "report"):
        assert read((DATA / name).read_bytes(), wrong).text == TEXT


@pytest.mark.parametrize("name", ["report.docx", "report.doc", "report.rtf", "report.odt"])
def test_a_tracked_change_gives_the_new_number_alone_and_hidden_text_is_out(name):
    text = read((DATA / name).read_bytes()).text
    assert "清理文件90件" in text
    for wrong in ("9095", "9590", "95件", "7777"):
        assert wrong not in text


def test_word_text_boxes_controls_fields_and_split_runs():
    box = f"<w:txbxContent>{p('框中12件')}</w:txbxContent>"
    body = (
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p("控件内20件") + "</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>受理1</w:t></w:r><w:proofErr/><w:r><w:t>2</w:t></w:r><w:smartTag><w:r><w:t>3件</w:t></w:r></w:smartTag>"
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE 99</w:instrText></w:r><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>移走8件</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来8件</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    )
    notes = '<w:footnote w:type="separator">' + p("分隔") + "</w:footnote><w:footnote>" + p("脚注3件") + "</w:footnote>"
    text = read(docx(body, notes=notes)).text
    assert text.split("\n") == ["控件内20件", "受理123件", "框中12件", "上", "下", "移来8件", "前半后半", "脚注3件"]


def test_word_tables_with_merged_and_nested_cells():
    inner = f"<w:tbl><w:tr>{cell('内1')}{cell('内2')}</w:tr></w:tbl>"
    rows = [
        cell("部门", properties='<w:vMerge w:val="restart"/>') + cell("案件", properties='<w:gridSpan w:val="2"/>'),
        cell("旧", properties="<w:vMerge/>") + cell("受理") + cell("审结"),
        cell("县市场监督", "管理局") + cell("3") + f"<w:tc>{p('2')}{inner}{p('')}</w:tc>",
        cell("全行文字") + cell("") + cell(""),
    ]
    struck = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删9')}{cell('删8')}</w:tr>"
    long = f"<w:tr>{cell('甲。', '乙。', '丙。')}</w:tr>"
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + struck + long + "</w:tbl>"
    assert read(docx(body)).text.split("\n") == [
        "部门\t案件",
        "\t受理\t审结",
        "县市场监督管理局\t3\t2",
        "内1\t内2",
        "全行文字",
        "甲。",
        "乙。",
        "丙。",
    ]


def test_word_automatic_numbers_are_written_out():
    def level(number: int, form: str, pattern: str) -> str:
        return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'

    numbering = '<w:abstractNum w:abstractNumId="0">'
    numbering += (
        level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCounting", "(%2)") + level(2, "decimal", "%3.")
    )
    numbering += level(3, "bullet", "l") + "</w:abstractNum>"
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    styles = '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'

    def at(number: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'

    body = (
        p("甲", '<w:pStyle w:val="H1"/>') + p("子", at(1)) + p("丑", at(1)) + p("项", at(2)) + p("点", at(3)) + p("文")
    )
    body += (
        "".join(p("乙", at(0)) for _ in range(10)) + p("寅", at(1)) + p("非", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    lines = read(docx(body, numbering, styles)).text.split("\n")
    assert lines[:7] == ["一、甲", "(一)子", "(二)丑", "1.项", "点", "文", "二、乙"]
    assert lines[-4:] == ["十、乙", "十一、乙", "(一)寅", "非"]


def test_word_documents_in_one_xml_file():
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    old = f'{head}<?mso-application progid="Word.Document"?><w:wordDocument {W}><w:body><wx:sect xmlns:wx="x">{p("受理20件")}'
    old += f"<w:tbl><w:tr>{cell('甲')}{cell('2')}</w:tr></w:tbl></wx:sect></w:body></w:wordDocument>"
    assert read(old.encode(), "a.doc").text == "受理20件\n甲\t2"
    flat = f'{head}<pkg:package xmlns:pkg="p"><pkg:part><pkg:xmlData><w:document {W}><w:body>{p("审结18件")}</w:body></w:document>'
    assert read((flat + "</pkg:xmlData></pkg:part></pkg:package>").encode(), "a.xml").text == "审结18件"
    assert "XML" in read((head + "<rss><item>受理20件</item></rss>").encode(), "a.xml").reason


def test_rich_text_code_pages_and_unicode():
    def rtf(body: str, head: str = r"\ansicpg936") -> str:
        return read(
            ("{\\rtf1\\ansi" + head + r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}}" + body + "}").encode(
                "latin-1"
            )
        ).text

    assert rtf(r"\f0 \'ca\'dc\'c0\'ed20\'bc\'fe\par") == "受理20件"
    assert rtf(r"\f1 \'ca\'dc\'c0\'ed\f0 2{\b 0}\f1\'bc\'fe", r"\ansicpg1252") == "受理20件"
    assert (
        rtf(r"\uc1\u21463?\u29702 ?20\u20214?\line\uc2\u19968\'d2\'bb\u-10179 ??\u-8448 ??") == "受理20件\n一\U0001f700"
    )
    assert rtf(r"a\{b\}\\c\~d\_e\emdash\tab f") == "a{b}\\c d-e— f"
    assert rtf(r"{\*\unknown 9999}{\pict 89504e47}{\info{\title x}}{\header head}b\bin3 {}}c") == "bc"
    assert rtf(r"{\field{\*\fldinst PAGE}{\fldrslt 3}}{\upr{old}{\*\ud new}}") == "3new"


def test_rich_text_rows_boxes_and_deleted_runs():
    body = r"before\par\trowd\intbl a\par b\cell 2{\deleted 9}0\cell\row\intbl c\cell\cell\row\pard{\v hidden}x"
    body += r"{\shp{\*\shpinst{\sp{\sn n}{\sv 1}}{\shptxt box1\par box2\par}}{\shprslt old}}y\par{\deleted gone\par}z{\footnote note}"
    body += r"\par{\field{\*\fldinst FORMTEXT}{\fldrslt whole 55\u13\'0d}}whole {\b 55}"
    document = read((r"{\rtf1 " + body + "}").encode())
    assert document.text.split("\n") == ["before", "a b\t20", "c", "xy", "box1", "box2", "z", "note", "whole 55"]


def test_open_document_lists_notes_and_merged_cells():
    body = (
        "<text:tracked-changes><text:changed-region><text:p>95</text:p></text:changed-region></text:tracked-changes>"
        "<text:h>标题</text:h><text:list><text:list-item><text:p>甲<text:s/>乙<text:line-break/>丙</text:p></text:list-item></text:list>"
        '<text:p>文<text:span text:style-name="T1">隐藏</text:span><text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>注</text:p></text:note-body></text:note>后"
        "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
        "<draw:custom-shape><text:p>形</text:p><text:p>状</text:p></draw:custom-shape></text:p>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>部</text:p><text:p>门</text:p></table:table-cell>"
        "<table:table-cell><text:p>案件</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>受理</text:p></table:table-cell>"
        "<table:table-cell><text:p>审结</text:p></table:table-cell></table:table-row></table:table>"
    )
    styles = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    lines = read(odf(body, styles)).text.split("\n")
    assert lines == ["标题", "甲 乙", "丙", "文后", "注", "框", "形", "状", "部门\t案件", "\t受理\t审结"]


def test_a_workbook_is_read_as_it_shows(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["部门", "件数", "比率", "日期", "比例", "金额"])
    sheet.append(["县市场监督\n管理局", 1204, 0.983, None, 0.1 + 0.2, 1234567.5])
    sheet["C2"].number_format = "0.00%"
    sheet["D2"] = date(2024, 1, 15)
    sheet["F2"].number_format = "#,##0.00"
    sheet["A3"] = "合计"
    sheet.merge_cells("A3:B3")
    sheet["C3"] = "00123"
    book.create_sheet("隐藏").append([9999])
    book["隐藏"].sheet_state = "hidden"
    path = tmp_path / "a.et"
    book.save(path)
    (document,) = read_source(Source("a.et", path))
    assert document.text.split("\n") == [
        "部门\t件数\t比率\t日期\t比例\t金额",
        "县市场监督管理局\t1204\t98.30%\t2024-01-15\t0.3\t1,234,567.50",
        "合计\t\t00123",
    ]
    assert document.media_type == OOXML + "spreadsheetml.sheet"
    book.create_sheet("二").append(["x"])
    book.save(path)
    assert read(path.read_bytes()).text.split("\n")[-2:] == ["二", "x"]


def test_an_old_workbook_and_an_open_document_one():
    old = read((DATA / "table.xls").read_bytes())
    assert old.text.split("\n") == ["部门\t受理(件)\t办结率", "县司法局\t58\t0.983", "县市场监督管理局\t1,204\t8 650"]
    assert old.media_type == "application/vnd.ms-excel"
    row = "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
    row += '<table:table-cell table:number-columns-repeated="16000"/><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>'
    assert read(odf(f'<table:table table:name="s">{row}</table:table>', kind="spreadsheet")).text.strip(
        "\t"
    ).split() == ["甲", "2"]


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_saved_page_in_one_file(transfer, encoding):
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["MIME-Version"] = "1.0"
    message.make_related()
    for html in (
        "<html><p>广告</p></html>",
        "<html><head><title>年报</title></head><p>受理<span>2</span>0件,审结18件。</p></html>",
    ):
        part = EmailMessage()
        part.set_content(html.encode(encoding), "text", "html", cte=transfer)
        message.attach(part)
    document = read(message.as_bytes(), "a.mht")
    assert document.text == "受理20件,审结18件。"
    assert document.media_type == "multipart/related"
    assert document.encoding == encoding
    assert document.properties == {"title": "年报"}


def test_formats_that_cannot_be_read_say_why():
    assert "password" in read((DATA / "password.pdf").read_bytes()).reason
    doc = (DATA / "report.doc").read_bytes()
    start = doc.index(b"\xec\xa5")
    flags = int.from_bytes(doc[start + 10 : start + 12], "little") | 0x0100
    assert "encrypted Word file" in read(doc[: start + 10] + flags.to_bytes(2, "little") + doc[start + 12 :]).reason
    assert "Word 6/95" in read(doc[:start] + b"\xdc\xa5" + doc[start + 2 :]).reason

    def renamed(name: str) -> bytes:
        old = "WordDocument".encode("utf-16-le")
        entry = doc.index(old)
        field = name.encode("utf-16-le").ljust(64, b"\x00") + (2 * len(name) + 2).to_bytes(2, "little")
        return doc[:entry] + field + doc[entry + 66 :]

    assert "encrypted Office file" in read(renamed("EncryptedPackage")).reason
    assert "Works" in read(renamed("MatOST"), "a.wps").reason
    assert "presentation" in read(renamed("PowerPoint Document")).reason
    encrypted = io.BytesIO(odf("<text:p>甲</text:p>"))
    with zipfile.ZipFile(encrypted, "a") as parts:
        parts.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert "encrypted OpenDocument" in read(encrypted.getvalue()).reason
    for value in (read(b"%PDF-1.7 nothing"), read(docx("")[:200])):
        assert isinstance(value, UnreadableReport)
