"""What the core install may pull in: how the check judges, and what is installed here."""

import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import check_dependencies as check

sys.path.pop(0)


class Made(Distribution):
    """A distribution that is not there, told by the text of its metadata."""

    def __init__(self, text: str, *, files: dict[str, bytes] | None = None, folder: Path | None = None) -> None:
        self.text = text
        self.made_files = files or {}
        self.folder = folder

    def read_text(self, filename: str) -> str | None:
        if filename == "METADATA":
            return self.text
        if filename == "RECORD":
            return "".join(
                f"{name},{'' if name.endswith('.pyc') else 'sha256=x'},{len(data)}\n"
                for name, data in self.made_files.items()
            )
        return None

    def locate_file(self, path) -> Path:
        return self.folder / path


def facts(licence: str = "MIT", size: int = 1000, name: str = "some"):
    return check.Facts(name, "1.0", licence, size)


@pytest.mark.parametrize(
    "licence",
    ["MIT", "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", "Apache 2.0", "GPL-2.0-only OR MIT", "PSF-2.0",
     "BSD-3-Clause, Apache-2.0, dependency licenses", "MIT License"],
)  # fmt: skip
def test_permissive_licences_pass(licence):
    assert check.judge(facts(licence)) == []


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-or-later", "LGPLv2+", "AGPL-3.0", "MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "EPL-2.0", "MIT AND LGPL-2.1",
     "GNU General Public License v3 (GPLv3)", "GPL-2.0 OR LGPL-2.1", "EUPL-1.2"],
)  # fmt: skip
def test_copyleft_licences_are_told(licence):
    (fault,) = check.judge(facts(licence))
    assert fault == f"some 1.0: copyleft licence: {licence}"


def test_a_licence_that_is_missing_or_not_known_is_told():
    assert check.judge(facts("")) == ["some 1.0: tells no licence"]
    assert "not known" in check.judge(facts("Proprietary"))[0]


def test_large_wheels_are_told_but_those_of_pandas_and_numpy():
    assert check.judge(facts(size=10_000_000)) == []
    assert check.judge(facts(size=12_340_000)) == ["some 1.0: its wheel has 12.3 MB, more than 10"]
    assert check.judge(facts(size=60_000_000, name="pandas")) == []


def test_where_the_licence_is_told():
    classifiers = [
        "Programming Language :: Python",
        "License :: OSI Approved",
        "License :: OSI Approved :: BSD License",
    ]
    assert check.licence("MIT", "GPL", classifiers) == "MIT"
    assert check.licence(None, "BSD", classifiers) == "BSD License AND BSD"
    assert check.licence(None, "UNKNOWN", []) == ""
    assert check.licence(None, "MIT License\n\nPermission is hereby granted", []) == "MIT License"
    # an old package may hide behind its text what its classifier tells
    assert "LGPL" in check.licence(None, "see file", ["License :: OSI Approved :: GNU Lesser (LGPLv3)"])


def test_what_requirements_pull_in(tmp_path):
    packages = {
        "a": "Name: a\nVersion: 1\nRequires-Dist: B-B>=1\nRequires-Dist: x; extra == 'more'\nRequires-Dist: y; python_version < '3'\n",
        "B-B": "Name: b_b\nVersion: 1\nRequires-Dist: a\nRequires-Dist: c[fast]\n",
        "c": "Name: c\nVersion: 1\nRequires-Dist: d; extra == 'fast'\nRequires-Dist: e; extra == 'slow'\n",
        "d": "Name: d\nVersion: 1\n",
    }
    found = check.resolve(["a"], lambda name: Made(packages[name]))
    assert [one.metadata["Name"] for one in found] == ["a", "b_b", "c", "d"]


def test_the_size_is_that_of_the_packed_files(tmp_path):
    files = {"a.py": b"x" * 100_000, "a.pyc": b"y" * 100, "gone.py": b"z"}
    (tmp_path / "a.py").write_bytes(files["a.py"])
    (tmp_path / "a.pyc").write_bytes(bytes(range(256)) * 1000)
    made = Made("Name: A.b\nVersion: 2\nLicense-Expression: MIT\n", files=files, folder=tmp_path)
    facts = check.facts_of(made)
    assert facts[:3] == ("a-b", "2", "MIT")
    assert 0 < facts.size < 1000


def test_what_the_core_pulls_in_here(capsys):
    assert check.main() == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "lxml " in told.out
    assert "pandas " in told.out
