"""The documentation names every command, option and file, and nothing that is not there."""

import re
import subprocess
import sys
import textwrap
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from lawgov_extract import __version__
from lawgov_extract.cli import extract, lawgov
from lawgov_extract.library import load_library
from lawgov_extract.trials import check_library

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATTERNS = (ROOT / "patterns" / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [path for path in sorted([*ROOT.glob("*.md"), ROOT / "patterns" / "README.md"]) if path.is_file()]
each = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())

# Local names that the documents use for the reader's own files.
READERS_OWN = (
    "reports/",
    "tables/",
    "my_patterns/",
    "metrics.xlsx",
    "report.docx",
    "report.txt",
    ".venv",
    "a.zip!/b.docx",
)


@pytest.mark.parametrize("command", sorted({*lawgov.commands, "extract"}))
def test_every_command_is_documented(command: str):
    """With its purpose in README and, in its help, an example and a text for each option."""
    assert f"`lawgov {command}" in README or f"`{command} " in README
    assert "Example:" in lawgov.commands[command].help
    for option in lawgov.commands[command].params:
        if isinstance(option, click.Option):
            assert option.help, f"{command} {option.opts}"


def test_every_option_is_documented():
    for command in lawgov.commands.values():
        for option in command.params:
            if isinstance(option, click.Option) and command is extract:
                assert all(f"`{name}" in README for name in option.opts), option.opts
            elif isinstance(option, click.Option):
                assert any(name in README for name in option.opts), (command.name, option.opts)


def test_no_option_is_invented():
    known = {name for command in lawgov.commands.values() for option in command.params for name in option.opts}
    for path in DOCUMENTS:
        told = set(
            re.findall(
                r"(?<![\w-])--[a-z][a-z-]+",
                re.sub(r"```sh.*?```|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL),
            )
        )
        assert told - known - {"--help"} == set(), path


@each
def test_every_file_named_is_there(path: Path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target
    for name in re.findall(r"`([\w.-]+/[\w./-]*|[\w-]+\.(?:md|toml|cfg|py|jsonl))`", text):
        if not name.startswith(READERS_OWN):
            assert (ROOT / name).exists() or (path.parent / name).exists(), name


@each
def test_sections_linked_to_are_there(path: Path):
    text = path.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-")
        for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_the_worked_example_passes_its_own_check(tmp_path):
    """The file that patterns/README.md teaches with, as a reader would copy it."""
    block = re.search(r"^ *```toml\n(.*?)^ *```$", PATTERNS, re.MULTILINE | re.DOTALL)
    assert block
    (tmp_path / "village.toml").write_text(textwrap.dedent(block[1]), encoding="utf-8")
    report = check_library([tmp_path], only="village.*")
    assert report.faults == ()
    assert report.summary[0].startswith("1 indicators, 3 patterns, 4 examples, 3 counterexamples")


def test_fields_of_an_indicator_are_all_told():
    from lawgov_extract import library

    keys = library._INDICATOR_KEYS | library._PATTERN_KEYS | library._PHRASE_KEYS | library._DOMAIN_KEYS
    keys |= library._EXAMPLE_KEYS
    told = set(re.findall(r"`(\w+)`", PATTERNS))
    assert keys - told == set()
    for phrase in load_library().phrases.values():
        if phrase.name in ("filler", "wide", "reach", "measures", "and", "comma"):
            assert "{{" + phrase.name + "}}" in PATTERNS


def test_table_of_the_libraries_is_up_to_date():
    """Run ``python scripts/pattern_table.py`` when this fails."""
    script = ROOT / "scripts" / "pattern_table.py"
    run = subprocess.run([sys.executable, str(script), "--check"], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    library = load_library()
    together = re.search(r"\*\*Together\*\* \|  \| \*\*([\d,]+)\*\* \| \*\*([\d,]+)\*\*", PATTERNS)
    assert [int(number.replace(",", "")) for number in together.groups()] == [
        len(library.indicators),
        len(library.patterns),
    ]


def test_versions_agree():
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    assert setup["metadata"]["version"] == "attr: lawgov_extract.__version__"
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[(\d[\d.]*)\]", changes, re.MULTILINE)[1] == __version__
    for name in ("README.md", "README.zh-CN.md"):
        assert __version__ in (ROOT / name).read_text(encoding="utf-8")


def test_numbers_told_of_the_library_are_right():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    library = load_library()
    assert f"{len(library.indicators)} indicators in {len(library.domains)} domains" in changes
    assert len(list((ROOT / "examples" / "reports").iterdir())) == 12
