"""Documents → the bytes of a review page: one file that needs nothing else, in which text of reports is never markup."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from html import escape
from importlib.resources import files
from urllib.parse import quote

from lawgov_extract import __version__
from lawgov_extract.library import Library
from lawgov_extract.review.reviewed import Reviewed
from lawgov_extract.review.sentences import split_sentences
from lawgov_extract.tables import codebook_rows
from lawgov_extract.writing.cells import digits, well_formed

_DOCUMENT = (
    "file doc_id title issuer region_code report_year document_type document_number written_date published_date figures "
    "coded_figures checks_ok checks_failed status duplicate_of error"
).split()
_FIGURE = (
    "figure_id text domain indicator indicator_zh label dimension value unit bound value_low value_high kind status year "
    "period_start period_end scope part_of compared_with pattern"
).split()
_CHECK = "check_id kind statement expected reported difference tolerance figure_ids".split()
_PLAIN_HEADINGS = ("数字 Figure", "指标 Indicator", "分项 Part", "数值 Value", "状态 Status", "年份 Year", "未通过校验 Failed checks")
_FIELD = re.compile(r"\{\{(\w+)\}\}")
# What would end a script, or a line of one, in any reading of the page.
_UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


class Pages:
    """Makes pages with one template and one codebook."""

    def __init__(self, library: Library) -> None:
        self._texts = {name: _packaged(name) for name in ("template.html", "body_page.html", "body_index.html", "style.css", "script.js")}
        rows = list(codebook_rows(library))
        self._codes = [row[:5] for row in rows]  # code, names, domain, its name
        self._definitions = {row[0]: row[7] for row in rows if row[7]}

    def page(self, reviewed: Sequence[Reviewed], index: str = "") -> bytes:
        """
        The page of some documents.

        Args:
            reviewed: The documents, in their order.
            index: Name of the index that the page links to, empty where there is none.
        """
        documents = [_document(one) for one in reviewed]
        used = {figure["indicator"] for one in reviewed for figure in one.figures} - {None}
        data = {
            "index": index,
            "documents": documents,
            "codes": self._codes,
            "definitions": {code: self._definitions[code] for code in sorted(used & self._definitions.keys())},
        }
        title = "审阅 Review"
        if len(reviewed) == 1:
            title = f"{reviewed[0].document.get('title') or reviewed[0].document['file']} – {title}"
        plain = "\n".join(_plain(one, document) for one, document in zip(reviewed, documents))
        body = _filled(self._texts["body_page.html"], {"plain": plain})
        return self._framed(title, body, data).encode("utf-8")

    def index_head(self) -> bytes:
        """The index down to its rows."""
        return self._index()[0].encode("utf-8")

    def index_row(self, one: Reviewed, page: str) -> bytes:
        """
        The row of a document.

        Args:
            one: The document.
            page: Name of its page, empty where it has none.
        """
        document = one.document
        told = " ".join(filter(None, (document.get("status"), document.get("duplicate_of"), document.get("error"))))
        file = _text(document["file"])
        cells = [
            f'<th scope="row"><a href="{quote(page)}">{file}</a></th>' if page else f'<th scope="row">{file}</th>',
            *(f"<td>{_text(document.get(name))}</td>" for name in ("title", "issuer")),
            *(f'<td class="number">{_text(document.get(name))}</td>' for name in ("report_year", "figures", "coded_figures", "checks_failed")),
            f"<td>{_text(told)}</td>",
            f'<td class="number" data-document="{_text(_store_of(document))}" data-figures="{len(one.figures)}"></td>',
        ]
        return f"<tr>{''.join(cells)}</tr>\n".encode()

    def index_tail(self) -> bytes:
        """The index after its rows."""
        return self._index()[1].encode("utf-8")

    def _index(self) -> list[str]:
        mark = "\0rows\0"  # stands in no template
        body = _filled(self._texts["body_index.html"], {"rows": mark})
        return self._framed("审阅 Review", body, {"documents": []}).split(f"{mark}\n")

    def _framed(self, title: str, body: str, data: Mapping) -> str:
        style, script = self._texts["style.css"], self._texts["script.js"]
        fields = {
            "version": _text(__version__),
            "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
            "title": _text(title),
            "style": style,
            "body": body,
            "data": _json(data),
            "script": script,
        }
        return _filled(self._texts["template.html"], fields)


def _packaged(name: str) -> str:
    return files("lawgov_extract.review").joinpath(name).read_text(encoding="utf-8")


def _filled(template: str, fields: Mapping[str, str]) -> str:
    """The template with its fields; what looks like a field inside a value stays as it is."""
    return _FIELD.sub(lambda field: fields[field[1]], template)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode()}'"


def _json(data: Mapping) -> str:
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return well_formed(written).translate(_UNSAFE)


def _text(cell: object) -> str:
    """A cell as text of HTML, fit for attributes too; control characters, which HTML does not have, become U+FFFD."""
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", well_formed(str(_plain_cell(cell)))))


def _plain_cell(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return digits(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _picked(row: Mapping, names: Sequence[str]) -> dict:
    return {name: _plain_cell(row[name]) for name in names if row.get(name) is not None}


def _store_of(document: Mapping) -> str:
    """What a document's verdicts are kept under."""
    return document["doc_id"] or document["file"] or ""


def _document(one: Reviewed) -> dict:
    sentences = []
    for sentence in split_sentences(one.figures):
        figures = []
        placed = {number for _, numbers in sentence.parts for number in numbers}
        for number in sentence.numbers:
            row = one.figures[number]
            checks = [check for check in (row["checks"] or "").split(";") if check]
            figures.append(_picked(row, _FIGURE) | ({"checks": checks} if checks else {}) | ({} if number in placed else {"unplaced": True}))
        first = sentence.numbers[0]
        parts = [[text, [number - first for number in numbers]] for text, numbers in sentence.parts]
        sentences.append({"section": sentence.section, "parts": parts, "figures": figures})
    checks = [_picked(check, _CHECK) for check in one.failed]
    return _picked(one.document, _DOCUMENT) | {"store": _store_of(one.document), "failed": checks, "sentences": sentences}


def _plain(one: Reviewed, document: Mapping) -> str:
    """The document as a plain table, for a browser without scripts."""
    about = " · ".join(_text(one.document.get(name)) for name in ("file", "issuer", "report_year") if one.document.get(name))
    statements = {check["check_id"]: check["statement"] or check["check_id"] for check in one.failed}
    lines = [f"<h2>{_text(one.document.get('title') or one.document['file'])}</h2>", f"<p>{about}</p>", "<table>"]
    headings = "".join(f'<th scope="col">{heading}</th>' for heading in _PLAIN_HEADINGS)
    lines.append(f"<thead><tr>{headings}</tr></thead>")
    for sentence in document["sentences"]:
        shown = "".join(f"<mark>{_text(text)}</mark>" if numbers else _text(text) for text, numbers in sentence["parts"])
        lines.append(f'<tbody><tr><th scope="rowgroup" colspan="{len(_PLAIN_HEADINGS)}">{shown}</th></tr>')
        for figure in sentence["figures"]:
            value = figure.get("value") or f"{figure.get('value_low', '')}–{figure.get('value_high', '')}"
            cells = [
                figure.get("text"),
                " ".join(filter(None, (figure.get("indicator_zh"), figure.get("indicator")))) or figure.get("label"),
                figure.get("dimension"),
                f"{figure.get('bound', '').removeprefix('exact')} {value} {figure.get('unit', '')}".strip(),
                figure.get("status"),
                figure.get("year"),
                "; ".join(statements.get(check, check) for check in figure.get("checks", ())),
            ]
            lines.append("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>")
        lines.append("</tbody>")
    return "\n".join([*lines, "</table>"])
