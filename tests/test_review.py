"""The review page: what it shows is what the tables hold, at the exact place, and text of reports is never markup."""

import fnmatch
import json
import re
from base64 import b64encode
from configparser import ConfigParser
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from lawgov_extract import __version__, review, tables
from lawgov_extract.cli import lawgov
from lawgov_extract.library import load_library
from lawgov_extract.reading import find_inputs
from lawgov_extract.review import output
from lawgov_extract.review.page import Pages
from lawgov_extract.review.sentences import split_sentences
from lawgov_extract.writing.read_back import read_table

ROOM = Path(review.__file__).parent
EVERY_TABLE = ("all/", "m.sqlite", "m.xlsx")
METRICS_ALONE = ("m.csv", "m.jsonl", "m.parquet", "m.dta")
EVIL = '收到</script><script>alert(1)</script>行政复议申请20件"\'&amp;，{{data}}审结\u202818件]]><!--、维持9件。'
TEXTS = {
    '甲/<b onclick="x">2022.txt': "白鹭县2022年法治政府建设年度报告\n收到行政复议申请100件，其中公安类60件、土地类30件。栽树700棵。",
    "甲/2023.txt": "白鹭县2023年法治政府建设年度报告\n收到行政复议申请120件（上年为90件），同比增长20%。",
    "again.txt": "白鹭县2023年法治政府建设年度报告\n收到行政复议申请120件（上年为90件），同比增长20%。",
    "empty.txt": "",
    "evil.txt": f"<img src=x onerror=alert(1)>县2021年法治政府建设年度报告\n{EVIL}\n",
}


def command(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(lawgov, list(map(str, arguments)))
    assert done.exit_code == code, done.output
    assert isinstance(done.exception, SystemExit | None), done.exception
    return done.stderr


@pytest.fixture(scope="module", autouse=True)
def library():
    """The built-in library, loaded once for all commands."""
    loaded = load_library()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lawgov_extract.library.load_library", lambda *patterns: loaded)
        yield loaded


@pytest.fixture(scope="module")
def runs(tmp_path_factory, library) -> Path:
    """One set of reports in every format, and the review pages of the same runs."""
    top = tmp_path_factory.mktemp("runs")
    for name, text in TEXTS.items():
        (top / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (top / "in" / name).write_text(text, encoding="utf-8")
    for name in (*EVERY_TABLE, *METRICS_ALONE):
        more = ["--review", top / "run.html"] if name == "all/" else ["--review", f"{top}/pages/"] if name == "m.xlsx" else []
        command("extract", top / "in", "-j", 1, "-o", f"{top}/{name}", *more)
    return top


class Read(HTMLParser):
    """The elements of a page, the text in each kind, and its data."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.whole = page.decode("utf-8")
        self.feed(self.whole)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "input"):
            self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open:
            self.texts[self._open[-1]][-1] += data

    def of(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def data(self) -> dict:
        assert self.of("script") == [{"type": "application/json", "id": "data"}, {}]
        return json.loads(self.texts["script"][0])


def rows(path: Path, table: tables.Table) -> list[dict]:
    return [dict(zip(table.headings("en"), row)) for row in read_table(path, table)]


def shown_figures(document: dict) -> list[dict]:
    return [figure for sentence in document["sentences"] for figure in sentence["figures"]]


@pytest.mark.parametrize("name", ["run.html", "pages/index.html"])
def test_a_page_needs_nothing_and_allows_nothing_else(runs, name):
    """One style, one script, both allowed by their hash alone; nothing is fetched."""
    page = Read((runs / name).read_bytes())
    (generator, policy), whole = [meta["content"] for meta in page.of("meta") if "content" in meta][:2], page.whole
    assert generator == f"lawgov_extract {__version__}"
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (page.texts["style"][0], page.texts["script"][1])]
    assert policy == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; base-uri 'none'; form-action 'none'"
    )
    assert whole.index(policy) < whole.index("<style>")
    assert len(page.of("style")) == 1
    assert page.data["documents"] is not None
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on") or name in ("style", "src")]
    assert not page.of("link") + page.of("iframe") + page.of("img")
    assert not re.search(r"https?://|@import|url\(|innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", page.texts["style"][0] + page.texts["script"][1])


def test_text_of_reports_is_never_markup(runs):
    """It comes back from the page letter for letter, and adds no element to it."""
    page = Read((runs / "run.html").read_bytes())
    evil = next(document for document in page.data["documents"] if document["file"] == "evil.txt")
    assert "<img src=x onerror=alert(1)>" in evil["title"]
    said = ["".join(text for text, _ in sentence["parts"]) for sentence in evil["sentences"]]
    assert said == list(dict.fromkeys(row["evidence"] for row in rows(runs / "all", tables.METRICS) if row["file"] == "evil.txt"))
    assert "alert(1)" in "".join(said)
    embedded = page.texts["script"][0]
    assert not re.search("[<>&\u2028\u2029]", embedded)
    assert page.whole.count("</script>") == 2 and page.whole.count("{{data}}") == page.whole.count("</noscript>") * 2
    assert any("</script><script>alert(1)</script>" in text for text in page.texts["th"])
    assert len(page.of("noscript")) == 1


def test_lone_surrogates_and_control_characters_are_harmless(library):
    row = dict.fromkeys(tables.METRICS.headings("en")) | {"file": "a\ud800.txt", "text": "5件", "evidence": "\x00\ud800\u20285件", "start": 3, "end": 5}
    row |= {"figure_id": "d:3-5", "bound": "exact", "doc_id": "d"}
    document = {"file": row["file"], "doc_id": "d"}
    page = Read(Pages(library).page([review.Reviewed(document, [row], [])]))
    (sentence,) = page.data["documents"][0]["sentences"]
    assert sentence["parts"] == [["\x00?\u2028", []], ["5件", [0]]]
    assert "\x00" not in page.whole and "\u2028" not in page.texts["script"][0]


def test_every_figure_stands_at_its_place(runs):
    page = Read((runs / "run.html").read_bytes())
    metrics = rows(runs / "all", tables.METRICS)
    figures = [figure for document in page.data["documents"] for figure in shown_figures(document)]
    assert [figure["figure_id"] for figure in figures] == [row["figure_id"] for row in metrics]
    for document in page.data["documents"]:
        for sentence in document["sentences"]:
            for number, figure in enumerate(sentence["figures"]):
                assert "".join(text for text, numbers in sentence["parts"] if number in numbers) == figure["text"]
    for figure, row in zip(figures, metrics):
        assert (figure.get("indicator"), figure.get("status"), figure.get("year")) == (row["indicator"], row["status"], row["year"])
        assert figure.get("part_of") == row["part_of"] and figure["checks"] if row["checks"] else "checks" not in figure
    assert {figure.get("part_of") for figure in figures} > {None}


def figure(text: str, start: int, evidence: str, section: str = "") -> dict:
    return {"text": text, "start": start, "end": start + len(text), "evidence": evidence, "section": section}


def marked(figures: list[dict]) -> list[list[tuple[str, tuple[int, ...]]]]:
    return [list(sentence.parts) for sentence in split_sentences(figures)]


def test_the_same_number_twice_in_a_sentence():
    said = "收5件，办5件。"
    assert marked([figure("5件", 11, said), figure("5件", 15, said)]) == [[("收", ()), ("5件", (0,)), ("，办", ()), ("5件", (1,)), ("。", ())]]
    # One of them left out, by --only: where the sentence begins is known from what stands before it, or not at all.
    assert marked([figure("5件", 15, said)]) == [[(said, ())]]
    before = figure("9件", 7, "有9件。")
    assert marked([before, figure("5件", 11, said)])[1][1] == ("5件", (0 + 1,))


def test_two_codes_on_one_span_and_spans_that_overlap():
    said = "参学率、合格率均达100%。"
    same = [figure("100%", 9, said), figure("100%", 9, said)]
    assert marked(same) == [[("参学率、合格率均达", ()), ("100%", (0, 1)), ("。", ())]]
    assert marked([figure("3至5件", 1, "有3至5件。"), figure("5件", 3, "有3至5件。")])[0] == [("有", ()), ("3至", (0,)), ("5件", (0, 1)), ("。", ())]


def test_equal_sentences_one_after_another_are_two():
    assert [len(parts) for parts in marked([figure("5件", 1, "收5件。"), figure("5件", 5, "收5件。")])] == [3, 3]


def test_a_sentence_that_was_cut_keeps_its_figures():
    said = "收5件，…[cut]"
    (sentence,) = split_sentences([figure("5件", 1, said), figure("8件", 9, said)])
    assert (sentence.numbers, sentence.parts) == ((0, 1), (("收", ()), ("5件", (0,)), ("，…[cut]", ())))


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_the_page_of_an_output_is_that_of_its_run(runs, tmp_path, name):
    command("review", runs / name, "-o", tmp_path / "p.html")
    assert (tmp_path / "p.html").read_bytes() == (runs / "run.html").read_bytes()
    command("review", runs / name, "-o", f"{tmp_path}/pages/")
    both = [{path.name: path.read_bytes() for path in (folder / "pages").iterdir()} for folder in (tmp_path, runs)]
    assert both[0] == both[1]


def test_outputs_of_metrics_alone_tell_the_same(runs, tmp_path):
    for name in METRICS_ALONE:
        command("review", runs / name, "-o", tmp_path / f"{name}.html")
    first, *others = [(tmp_path / f"{name}.html").read_bytes() for name in METRICS_ALONE]
    assert all(other == first for other in others)
    whole = {document["file"]: document for document in Read((runs / "run.html").read_bytes()).data["documents"]}
    for document in Read(first).data["documents"]:
        assert document["figures"] == whole[document["file"]]["figures"] == len(shown_figures(document))
        assert document["sentences"] == whole[document["file"]]["sentences"]
        assert "title" not in document and document["failed"] == []


@pytest.mark.parametrize("choice", [["--coded"], ["--only", "reconsideration.*"]])
def test_the_page_has_the_rows_of_the_table(runs, tmp_path, choice):
    command("extract", runs / "in", "-o", tmp_path / "m.sqlite", "--review", tmp_path / "p.html", *choice)
    shown = [one["figure_id"] for document in Read((tmp_path / "p.html").read_bytes()).data["documents"] for one in shown_figures(document)]
    assert shown == [row["figure_id"] for row in rows(tmp_path / "m.sqlite", tables.METRICS)]
    assert len(shown) < len(rows(runs / "all", tables.METRICS))
    command("review", tmp_path / "m.sqlite", "-o", tmp_path / "q.html")
    assert (tmp_path / "q.html").read_bytes() == (tmp_path / "p.html").read_bytes()


def test_failed_checks_are_shown_in_words(runs):
    """Those between two reports on the pages of both; what holds is a count."""
    documents = {document["file"]: document for document in Read((runs / "run.html").read_bytes()).data["documents"]}
    failed = {row["check_id"]: row for row in rows(runs / "all", tables.CHECKS) if row["verdict"] == "mismatch"}
    assert failed
    for document in documents.values():
        named = {check for one in shown_figures(document) for check in one.get("checks", ())}
        told = {check["check_id"]: check for check in document["failed"]}
        assert named <= told.keys()
        for check_id, check in told.items():
            assert check["statement"] == failed[check_id]["statement"] and "evidence" not in check
    between = [document["file"] for document in documents.values() if any(check["kind"] == "between_reports" for check in document["failed"])]
    assert len(between) == 2


def test_a_folder_gets_a_page_a_document_and_an_index(runs):
    index = Read((runs / "pages" / "index.html").read_bytes())
    links = [unquote(link["href"]) for link in index.of("a")]
    documents = rows(runs / "all", tables.DOCUMENTS)
    assert sorted(links) == sorted(path.name for path in (runs / "pages").iterdir() if path.name != "index.html")
    assert len(links) == len({row["file"] for row in rows(runs / "all", tables.METRICS)}) < len(documents)
    assert [text for text in index.texts["a"]] == [row["file"] for row in documents if row["status"] == "ok"]
    assert len(index.of("tr")) == 1 + len(documents)
    assert any(row["duplicate_of"] and f"duplicate {row['duplicate_of']}" in index.texts["td"] for row in documents)
    whole = {document["file"]: document for document in Read((runs / "run.html").read_bytes()).data["documents"]}
    for link, name in zip(links, index.texts["a"]):
        page = Read((runs / "pages" / link).read_bytes())
        assert page.data["index"] == "index.html"
        assert page.data["documents"] == [whole[name]]


def test_an_existing_folder_needs_no_slash_and_keeps_what_is_in_it(runs, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    command("review", runs / "m.csv", "-o", tmp_path)
    assert (tmp_path / "index.html").is_file() and (tmp_path / "mine.txt").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_documents_that_are_there_twice_have_two_pages(runs, tmp_path):
    command("extract", runs / "in", "--keep-duplicates", "-o", tmp_path / "m.csv", "--review", f"{tmp_path}/p/")
    links = [unquote(link["href"]) for link in Read((tmp_path / "p" / "index.html").read_bytes()).of("a")]
    assert len(set(links)) == len(links) == len({row["file"] for row in rows(tmp_path / "m.csv", tables.METRICS)})


def test_pages_are_no_reports(runs, tmp_path):
    """A second run over a folder that holds the pages passes them over."""
    command("review", runs / "m.csv", "-o", tmp_path / "one.html")
    command("review", runs / "m.csv", "-o", f"{tmp_path}/pages/")
    found = find_inputs([str(tmp_path)])
    assert (len(found.sources), found.passed_over) == (0, 1 + len(list((tmp_path / "pages").iterdir())))


def test_without_scripts_there_is_a_table(runs):
    page = Read((runs / "run.html").read_bytes())
    metrics = rows(runs / "all", tables.METRICS)
    assert page.texts["mark"] == [row["text"] for row in metrics]
    cells = page.texts["td"]
    for row in metrics:
        assert row["text"] in cells
        assert any(row["indicator"] in cell for cell in cells) if row["indicator"] else row["label"] in cells


@pytest.mark.parametrize("limit", ["MOST_FIGURES", "MOST_DOCUMENTS"])
def test_a_page_that_would_be_too_large_is_refused(runs, tmp_path, monkeypatch, limit):
    """In one line that names the limit; the table of the run is whole all the same."""
    monkeypatch.setattr(output, limit, 2)
    (tmp_path / "p.html").write_text("old")
    told = command("review", runs / "m.sqlite", "-o", tmp_path / "p.html", code=1)
    assert told.startswith(f"error: {tmp_path / 'p.html'}: one page holds at most ") and told.count("\n") == 1
    assert "2" in told and "folder" in told
    command("extract", runs / "in", "-o", f"{tmp_path}/t/", "--review", tmp_path / "p.html", code=1)
    assert (tmp_path / "t" / "metrics.csv").read_bytes() == (runs / "all" / "metrics.csv").read_bytes()
    assert (tmp_path / "p.html").read_text() == "old"
    command("review", runs / "m.sqlite", "-o", f"{tmp_path}/pages/")


@pytest.mark.parametrize(
    ("metrics", "page", "code", "message"),
    [
        ("gone.csv", "p.html", 1, "gone.csv: there is no such file"),
        ("in", "p.html", 1, "expected a folder of tables, with metrics.csv in it"),
        ("in/evil.txt", "p.html", 1, "evil.txt: expected one of .csv"),
        ("m.csv", "p.pdf", 2, "expected .html, or a folder ending in /"),
        ("m.csv", "-", 2, "expected .html, or a folder ending in /"),
        ("m.csv", "gone/p.html", 1, "gone does not exist"),
        ("m.csv", "file/", 1, "is a file; expected a folder"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(runs, tmp_path, metrics, page, code, message):
    (tmp_path / "file").write_text("")
    told = command("review", runs / metrics, "-o", page if page == "-" else f"{tmp_path}/{page}", code=code)
    assert message in told and "Traceback" not in told
    assert code == 2 or told.startswith("error: ") and told.count("\n") == 1
    if metrics == "m.csv" and code == 2:
        assert "--review" in command("extract", runs / "in", "--review", page, code=2)
    assert {path.name for path in tmp_path.iterdir()} == {"file"}


def test_rows_in_another_order_are_refused(runs, tmp_path):
    head, *lines = (runs / "m.csv").read_text("utf-8-sig").rstrip("\n").split("\n")
    (tmp_path / "m.csv").write_text("\n".join([head, *reversed(lines)]) + "\n", encoding="utf-8")
    assert "expected rows in the order they were written in" in command("review", tmp_path / "m.csv", "-o", tmp_path / "p.html", code=1)
    assert not (tmp_path / "p.html").exists()


def test_the_codebook_is_there_to_choose_from(runs, library):
    data = Read((runs / "run.html").read_bytes()).data
    assert [row[0] for row in data["codes"]] == sorted(library.indicators)
    assert ["reconsideration.upheld", library.indicators["reconsideration.upheld"].zh] in [row[:2] for row in data["codes"]]
    used = {one.get("indicator") for document in data["documents"] for one in shown_figures(document)} - {None}
    assert set(data["definitions"]) == used


def test_the_script_finds_its_elements_and_words():
    """Every element it asks for by name stands in a template; every word is told in two languages."""
    script = (ROOM / "script.js").read_text(encoding="utf-8")
    bodies = {name: (ROOM / name).read_text(encoding="utf-8") for name in ("body_page.html", "body_index.html", "template.html")}
    wanted = set(re.findall(r'\bat\("([\w-]+)"\)', script))
    ids = {found for body in bodies.values() for found in re.findall(r'\bid="([\w-]+)"', body)}
    assert wanted - {"only"} <= ids
    words = re.search(r"const WORDS = \{\n(.*?)\n\};", script, re.DOTALL)[1]
    told = dict(re.findall(r'(\w+):\s*\[("(?:[^"\\]|\\.)*",\s*"(?:[^"\\]|\\.)*")\]', words))
    assert len(told) == len(re.findall(r"\w+:\s*\[", words)) > 80
    used = {key for body in bodies.values() for key in re.findall(r'data-t="(\w+)"', body)}
    used |= set(re.findall(r'\b(?:word|fact)\("(\w+)"', script)) | {f"key_{key}" for key in re.findall(r': "(\w+)"', re.search("const KEYS = .*", script)[0])}
    used |= {"exact", "about", "nearly", "over", "below", "at_least", "at_most", "range", "count", "rate", "amount", "duration", "ratio", "change"}
    used |= {"actual", "target", "baseline", "parts_sum", "bound", "repeated", "between_reports"}
    assert used <= told.keys()
    assert "</script" not in script and "<!--" not in script


def test_what_a_page_is_made_of_ships():
    """Each file of the room that is no module is package data."""
    parser = ConfigParser()
    parser.read(Path(__file__).parents[1] / "setup.cfg", encoding="utf-8")
    globs = [glob.strip() for glob in parser["options.package_data"]["lawgov_extract.review"].split(",")]
    others = {path.name for path in ROOM.iterdir() if path.is_file() and path.suffix != ".py"}
    assert {"template.html", "style.css", "script.js"} <= others
    assert all(any(fnmatch.fnmatch(name, glob) for glob in globs) for name in others)
