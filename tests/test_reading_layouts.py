"""Every sample report in the page layouts that sites of offices use gives the figures of its .txt."""

import re
from collections.abc import Callable
from html import escape

import pytest
from sample_figures import REPORTS, figures, figures_of_text

from lawgov_extract.reading import read_bytes

DECOYS = ("9999件", "8888项", "7777件", "234567")
MENU = """<div class="head"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/1">政务公开</a></li>
<li><a href="/2">本月办件9999件</a></li><li><a href="/3">互动交流</a></li></ul></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/4">法治政府建设</a></div>"""
INFO = """<div class="info"><span>发布时间：2025-02-03 09:15</span><span>浏览次数：<i id="hits">234567</i>次</span>
<span>字体：【<a>大</a> <a>中</a> <a>小</a>】</span><span>分享到：</span></div>"""
RELATED = """<div class="xgxx"><h4>相关信息：</h4><ul><li><a>某县2019年受理9999件情况的报告</a></li>
<li><a>某县2018年办理8888项情况的报告</a></li><li><a>某县2017年办结7777件情况的报告</a></li></ul></div>"""
FOOT = """<p>上一篇：<a>某县2019年受理9999件情况的报告</a></p><p>下一篇：<a>没有了</a></p><div class="footer">
主办单位：某县人民政府　网站标识码：9999990001　某ICP备234567号</div></body></html>"""


def blocks(text: str) -> list[str | list[list[str]]]:
    """Lines of a report; the rows of a table as one list."""
    found: list[str | list[list[str]]] = []
    for line in text.splitlines():
        if "\t" in line or line.startswith("|"):
            cells = line.split("\t") if "\t" in line else [cell.strip() for cell in line.strip("|").split("|")]
            if not found or isinstance(found[-1], str):
                found.append([])
            if not set(line) <= set("|-"):
                found[-1].append(cells)
        elif line.strip():
            found.append(line)
    return found


def table(rows: list[list[str]], cell: str = "<p>{}</p>") -> str:
    filled = ("".join(f"<td>{cell.format(escape(text))}</td>" for text in row) for row in rows)
    return '<table border="1"><tbody>' + "".join(f"<tr>\n{row}</tr>\n" for row in filled) + "</tbody></table>\n"


def body(text: str, line: str = "<p>　　{}</p>\n", shown: Callable[[str], str] = escape) -> str:
    return "".join(line.format(shown(b)) if isinstance(b, str) else table(b) for b in blocks(text))


def page(article: str, label: str = "utf-8", style: str = "") -> str:
    head = f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={label}">'
    return f"{head}<style>{style}</style></head><body>{MENU}{INFO}{article}{RELATED}{FOOT}"


def cut(text: str) -> str:
    """Numbers with spans in them, as they come out of a word processor."""
    text = re.sub(r"(\d)(?=\d)", r'<span lang="EN-US">\1</span><span style="font-family:仿宋_GB2312">', escape(text))
    opened = text.count('<span style="font-family:仿宋_GB2312">')
    return re.sub(r"(GB2312\">)(\d)", r"\1\2</span>", text) if opened else text


def in_layout_table(text: str) -> str:
    side = "<ul>" + "".join(f"<li><a>栏目{n}办件9999件</a></li>" for n in range(5)) + "</ul>"
    frame = "<table width=980 align=center><tr><td width=200 valign=top>{}</td><td><table><tr><td>{}</td></tr></table></td></tr></table>"
    return page(frame.format(side, body(text)))


def with_breaks(text: str) -> str:
    return page(f'<div id="zoom">{body(text, line="　　{}<br>")}</div>')


def with_spans_in_numbers(text: str) -> str:
    return page(f'<div class="TRS_Editor">{body(text, shown=cut)}</div>')


def with_a_hidden_copy_for_paper(text: str) -> str:
    copy = f'<div class="printArea">{body(text)}<p>办结7777件。</p></div>'
    return page(body(text) + copy, style=".printArea { display:none } @media print { .printArea { display:block } }")


def in_a_hidden_textarea(text: str) -> str:
    return page(f'<div id="view"></div><textarea id="src" style="display:none">{escape(body(text))}</textarea>')


def in_a_string_of_a_program(text: str) -> str:
    string = body(text).replace('"', '\\"').replace("\n", "\\n").replace("/", "\\/")
    return page(f'<div id="view"></div><script>document.getElementById("view").innerHTML = "{string}";</script>')


def under_a_wrong_label(text: str) -> bytes:
    return page(body(text), label="utf-8").encode("gb18030")


def utf8_under_a_wrong_label(text: str) -> str:
    return page(body(text), label="gb2312")


def with_a_list_of_other_years_inside_the_article(text: str) -> str:
    return page(f'<div class="article">{body(text)}{RELATED}</div>')


def as_one_line_a_block(text: str) -> str:
    return page("<section>" + body(text, line="<div><font size=4>{}</font></div>") + "</section>")


def pasted_from_a_word_processor(text: str) -> str:
    pasted = "<html xmlns:o='urn:o'><head><style>p.MsoNormal{}</style></head><body lang=ZH-CN>"
    return page(f'<div>{pasted}{body(text, line="<p class=MsoNormal><b>{}<o:p></o:p></b></p>")}</body></html></div>')


LAYOUTS = (
    in_layout_table,
    with_breaks,
    with_spans_in_numbers,
    with_a_hidden_copy_for_paper,
    in_a_hidden_textarea,
    in_a_string_of_a_program,
    under_a_wrong_label,
    utf8_under_a_wrong_label,
    with_a_list_of_other_years_inside_the_article,
    as_one_line_a_block,
    pasted_from_a_word_processor,
)


@pytest.mark.parametrize("report", sorted(REPORTS.glob("*.txt")), ids=lambda report: report.stem)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_layout_changes_no_figure(layout, report):
    source = layout(report.read_text(encoding="utf-8"))
    (document,) = read_bytes(source if isinstance(source, bytes) else source.encode(), "a.html")
    assert not [decoy for decoy in DECOYS if decoy in document.text]
    assert figures(document) == figures_of_text(report.stem)
    rows = [row for block in blocks(report.read_text(encoding="utf-8")) if isinstance(block, list) for row in block]
    assert all("\t".join(row) in document.text.splitlines() for row in rows)
