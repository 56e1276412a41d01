"""Every sample report in every encoding of Chinese reports, whole and with damaged bytes."""

import random
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from sample_figures import figures

from lawgov_extract.reading import decode, read_bytes

REPORTS = sorted((Path(__file__).parents[1] / "examples" / "reports").iterdir())
STEMS = [path.stem for path in REPORTS]
# name for Python → what the program calls it; GBK is read as its superset
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
SCRIPTS = {"simplified": (*ENCODINGS, "gb2312"), "traditional": (*ENCODINGS, "big5", "big5hkscs")}
NAMES = ENCODINGS | {"gb2312": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs"}
CASES = [(stem, script, encoding) for stem in STEMS for script in SCRIPTS for encoding in SCRIPTS[script]]
DAMAGED = 200
RIGHT_SHARE = 0.97


@cache
def source(stem: str, script: str = "simplified") -> str:
    path = next(path for path in REPORTS if path.stem == stem)
    text = path.read_bytes().decode("gb18030" if path.suffix == ".htm" else "utf-8")
    if script == "simplified":
        return text
    pairs = files("lawgov_extract").joinpath("data/traditional.txt").read_text(encoding="utf-8")
    known = {}
    for place in range(0, len(pairs), 2):
        # of several traditional characters the one that the codec of Taiwan and Hong Kong holds
        if pairs[place].encode("big5", "ignore"):
            known.setdefault(ord(pairs[place + 1]), pairs[place])
    return text.translate(known)


def test_there_are_enough_cases():
    assert len(CASES) >= 150


@pytest.mark.parametrize("stem, script, encoding", CASES)
def test_a_sample_report_in_every_encoding(stem, script, encoding):
    data = source(stem, script).encode(encoding, "replace")
    text = data.decode(encoding)
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.encoding == NAMES[encoding]
    assert decoded.replaced_characters == 0
    (document,) = read_bytes(data, "a.txt")
    if document.media_type == "text/plain":
        assert document.text == text


@pytest.mark.parametrize("encoding", SCRIPTS["traditional"])
def test_the_figures_do_not_hang_on_the_encoding(encoding):
    for stem in ("qinghe_county_2023", "yunze_city_2022"):
        for script, encodings in SCRIPTS.items():
            if encoding in encodings:
                text = source(stem, script)
                if text.encode(encoding, "replace").decode(encoding) == text:
                    (document,) = read_bytes(text.encode(encoding), "a.txt")
                    (plain,) = read_bytes(text.encode(), "a.txt")
                    assert figures(document) == figures(plain)
                    assert len(figures(plain)) > 50


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("characters", [14, 40, 150])
def test_the_beginning_of_a_report_is_enough(script, characters):
    for stem in STEMS:
        for encoding in SCRIPTS[script]:
            text = source(stem, script)[:characters].encode(encoding, "replace").decode(encoding)
            assert decode(text.encode(encoding)).text == text, (stem, encoding)


def test_damaged_bytes_cost_a_few_characters_and_no_more():
    """One to five bytes are changed: the encoding stays known, and lines that hold none of them come back."""
    chance = random.Random(20240115)
    wrong = []
    for number in range(DAMAGED):
        stem = STEMS[number % len(STEMS)]
        script = "traditional" if number % 5 == 4 else "simplified"
        encoding = chance.choice(SCRIPTS[script])
        clean = source(stem, script).encode(encoding, "replace")
        data = bytearray(clean)
        first = 4  # a byte-order mark that is damaged is none
        places = [chance.randrange(first, len(data)) for _ in range(chance.randint(1, 5))]
        for place in places:
            data[place] = chance.randrange(256)
        decoded = decode(bytes(data))
        lost = _lines_lost(clean.decode(encoding), decoded.text)
        # a damaged line end costs both of its lines
        if decoded.encoding != NAMES[encoding] or lost > 2 * len(set(places)):
            wrong.append((stem, encoding, decoded.encoding, places, lost))
    assert 1 - len(wrong) / DAMAGED >= RIGHT_SHARE, wrong


def _lines_lost(text: str, found: str) -> int:
    there = set(found.splitlines())
    return sum(line not in there for line in text.splitlines())
