"""
Measure how fast reports are read, in ratios: machines differ, so only what runs side by side compares.

    python tests/benchmarks [REPORTS] [--peer PYTHON | --formats]

REPORTS is a folder of reports (default: examples/reports). Times are processor time, the best of several rounds.
The peer is Microsoft Recognizers-Text, which needs an environment of its own:

    python -m venv peer && peer/bin/pip install recognizers-text-suite 'emoji<2'
    python tests/benchmarks --peer peer/bin/python

With --formats the readers are measured instead, each beside the fastest library that reads its format at all, on the
files of REPORTS (default: the test documents); peers that are not installed are named and left out:

    pip install selectolax docx2txt striprtf && python tests/benchmarks --formats
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import formats  # the module beside this one

from lawgov_extract.folding import fold
from lawgov_extract.library import Library, load_library
from lawgov_extract.metadata import page_furniture
from lawgov_extract.model import Document
from lawgov_extract.pipeline import run_stages
from lawgov_extract.quantities import scan_quantities
from lawgov_extract.reading import find_inputs, read_source
from lawgov_extract.structure import split_sentences
from lawgov_extract.text_tables import find_cells

ROOT = Path(__file__).parents[2]
ROUNDS = 7
MORE_PATTERNS = 2_000


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Least processor seconds of several rounds, after one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def read_texts(folder: str) -> list[str]:
    """The texts of all reports that can be read."""
    sources = find_inputs([folder]).sources
    documents = [document for source in sources for document in read_source(source) if isinstance(document, Document)]
    return [document.text for document in documents if document.text.strip()]


def run_all(texts: Sequence[str], library: Library) -> None:
    for text in texts:
        run_stages(Document(file="-", text=text), library)


def with_more_patterns(count: int) -> Library:
    """The built-in library and *count* patterns that share its words but fit nothing, as a large library would."""
    words = sorted({word for pattern in load_library().patterns for word in pattern.words if len(word) > 1})
    entries = []
    for number in range(0, count, 10):
        patterns = ",\n".join(
            f"  '''{re.escape(words[(number + n) % len(words)])}{{{{filler}}}}第{number + n}号样本{{{{reach}}}}{{{{n}}}}'''" for n in range(10)
        )
        entries.append(
            f'[[indicator]]\ncode = "benchmark.sample_{number}"\nname = {{ zh = "样本", en = "Sample" }}\nmeaning = "A sample."\n'
            f'kind = "count"\nunit = "件"\nstatus = "draft"\npatterns = [\n{patterns}\n]\n'
        )
    with tempfile.TemporaryDirectory() as folder:
        text = 'schema = 1\n[domain]\nid = "benchmark"\nzh = "样本"\nen = "Sample"\n\n' + "\n".join(entries)
        (Path(folder) / "benchmark.toml").write_text(text, encoding="utf-8")
        return load_library(folder)


def find_quantities(texts: Sequence[str], library: Library) -> None:
    """The stages that find numbers with their units: what the peer does, and page furniture, headings and tables besides."""
    for text in texts:
        folded = fold(text)
        sentences = split_sentences(folded)
        furniture = page_furniture(Document(file="-", text=text))
        scan_quantities(folded, text, library.units, furniture, cells=find_cells(folded, sentences))


def lower_bound(texts: Sequence[str], library: Library) -> Callable[[], None]:
    """One compiled expression for a number and its unit, over folded text."""
    number = re.compile(rf"\d[\d,.]*[十百千万亿余多]*(?:{library.units.pattern})")
    folded = [fold(text) for text in texts]

    def scan() -> None:
        for text in folded:
            for _ in number.finditer(text):
                pass

    return scan


def peer_seconds(python: str, texts: Sequence[str]) -> float:
    """Processor seconds that Recognizers-Text takes for number, percentage, currency and dimension on the same texts."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt", delete=False) as file:
        file.write("\f".join(texts))
    try:
        peer = Path(__file__).with_name("peer.py")
        done = subprocess.run([python, str(peer), file.name], capture_output=True, text=True, check=True)
    finally:
        Path(file.name).unlink()
    return float(done.stdout.split()[-1])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    arguments.add_argument("reports", nargs="?", help="a folder of reports")
    arguments.add_argument("--peer", metavar="PYTHON", help="python of an environment with recognizers-text-suite")
    arguments.add_argument("--formats", action="store_true", help="measure the readers, a format each")
    given = arguments.parse_args()
    if given.formats:
        for line in formats.lines(given.reports):
            print(line, flush=True)
        return
    folder = given.reports or str(ROOT / "examples" / "reports")
    texts = read_texts(folder)
    if not texts:
        sys.exit(f"{folder}: no report that can be read")
    characters = sum(map(len, texts))
    library = load_library()
    print(f"{len(texts)} reports, {characters} characters, {len(library.patterns)} patterns")

    ours = best(lambda: run_all(texts, library))
    print(f"text to figures: {characters / ours / 1e6:.2f} million characters a second, {1000 * ours / len(texts):.1f} ms a report")
    bound = best(lower_bound(texts, library))
    print(f"one expression for number and unit: {characters / bound / 1e6:.1f} million characters a second; we take {ours / bound:.0f} times as long")
    more = best(lambda: run_all(texts, large), 3) if (large := with_more_patterns(MORE_PATTERNS)) else 0.0
    print(f"with {MORE_PATTERNS} more patterns: {more / ours:.2f} times as long (bar: less than 3)")
    load = best(load_library, 3)
    print(f"loading the library: {load:.2f} s")
    if given.peer:
        theirs = peer_seconds(given.peer, texts)
        alone = best(lambda: find_quantities(texts, library))
        print(f"Recognizers-Text, numbers with units: {characters / theirs / 1e6:.4f} million characters a second")
        print(f"  our finding of numbers with units alone is {theirs / alone:.0f} times as fast")
        print(f"  our whole way from text to coded figures is {theirs / ours:.0f} times as fast (wanted: 75)")


if __name__ == "__main__":
    main()
