"""The house rules of imports and files, held by walking the code: floors, no circle, few rooms that open files."""

import ast
import subprocess
import sys
from configparser import ConfigParser
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import lawgov_extract

PACKAGE = Path(lawgov_extract.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
# A room may use its own floor and those below; a room that is not named is a stage.
FLOORS = (
    {"errors", "model", "numerals", "folding", "broken_lines", "messages", "__init__"},
    {"units", "required", "filling", "identities", "dimension_words", "library", "structure", "reading", "regions"},
    {"a stage"},
    {"pipeline", "tables", "writing", "review"},
    {"batch", "state", "merging", "trials", "template", "evaluate"},
    {"api"},
    {"cli", "__main__"},
)
# folding and units hold data of the library's floor that every stage reads through them.
OPEN_FILES = {"reading", "library", "regions", "writing", "review", "evaluate", "batch", "state", "cli", "folding", "units"}
OPENERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
HEAVY = ("pandas", "numpy", "openpyxl", "lxml", "pypdfium2", "olefile", "python_calamine", "fsspec", "pyarrow")


def room(module: str) -> str:
    return module.partition(".")[0]


def floor(module: str) -> int:
    return next((number for number, rooms in enumerate(FLOORS) if room(module) in rooms), 2)


def imports(module: str, *, inside_functions: bool = True) -> set[str]:
    """Absolute names of what a module imports, those for type checkers left out."""
    found = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if not inside_functions and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            parts = ["lawgov_extract", *module.split(".")]
            above = parts[: len(parts) - node.level] if node.level else []
            if node.level and module.endswith("__init__"):
                above = parts[: len(parts) - node.level]
            base = ".".join([*above, *([node.module] if node.module else [])])
            found.update(f"{base}.{alias.name}" for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(MODULES[module])
    return found


def our_imports(module: str, *, inside_functions: bool = True) -> set[str]:
    """Modules of ours that a module imports."""
    found = set()
    for name in imports(module, inside_functions=inside_functions):
        parts = name.split(".")
        if parts[0] != "lawgov_extract":
            continue
        for length in range(len(parts), 1, -1):
            below = ".".join(parts[1:length])
            if below in MODULES or f"{below}.__init__" in MODULES:
                found.add(below if below in MODULES else f"{below}.__init__")
                break
    return found - {module}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_looks_up(module):
    """A module imports only from its own floor and those below."""
    above = {other for other in our_imports(module) if floor(other) > floor(module)}
    assert not above


def test_no_circle():
    """Also inside a floor no two modules need each other to load (an archive is read by what reads its members)."""
    TopologicalSorter({module: our_imports(module, inside_functions=False) for module in MODULES}).prepare()


def test_only_cli_knows_click():
    assert {room(module) for module in MODULES if any(name.split(".")[0] == "click" for name in imports(module))} == {"cli"}


@pytest.mark.parametrize("library", ["pandas", "openpyxl", "pyarrow"])
def test_only_tables_and_writing_make_frames_and_workbooks(library):
    users = {room(module) for module in MODULES if any(name.split(".")[0] == library for name in imports(module))}
    assert users <= {"tables", "writing"}


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "reading"])
def test_heavy_libraries_are_imported_where_they_are_needed(module):
    """Inside functions: loading a module costs nothing. The readers themselves are loaded by format."""
    at_once = {name.split(".")[0] for name in imports(module, inside_functions=False)}
    assert not at_once & set(HEAVY)


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) not in OPEN_FILES])
def test_few_rooms_open_files(module):
    calls = [node.func for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    assert not names & OPENERS


@pytest.mark.parametrize("module", MODULES)
def test_no_module_prints(module):
    """Standard output belongs to the commands and to the CSV writer."""
    calls = {ast.unparse(node.func) for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call)}
    assert "print" not in calls


@pytest.mark.parametrize("module", MODULES)
def test_rooms_are_small(module):
    """A module over 500 lines wants a wall."""
    assert len((PACKAGE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize(
    "arguments", [["--help"], ["extract", "--help"], ["--version"]], ids=lambda arguments: " ".join(arguments)
)
def test_help_loads_nothing_heavy(arguments):
    loaded = loaded_by(*arguments)
    assert not loaded & {*HEAVY, "regex", "ahocorasick_rs", "multiprocessing"}
    assert "click" in loaded


@pytest.mark.parametrize("name", ["m.csv", "m.jsonl", "m.sqlite"])
def test_plain_outputs_need_no_frames(tmp_path, name):
    """Workers, and a run that writes one of these, never load pandas, pyarrow or openpyxl."""
    path = tmp_path / "a.txt"
    path.write_text("全年收到行政复议申请20件。", encoding="utf-8")
    assert not loaded_by("extract", str(path), "-o", str(tmp_path / name)) & {"pandas", "numpy", "pyarrow", "openpyxl"}
    assert (tmp_path / name).exists()


def loaded_by(*arguments: str) -> set[str]:
    """Top-level names of the modules that a command loads."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "lawgov_extract", *arguments],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return {
        line.rpartition("|")[2].strip().split(".")[0]
        for line in run.stderr.splitlines()
        if line.startswith("import time:")
    }


def test_the_package_is_light_and_its_names_are_there():
    """Importing the package loads nothing; every public name can be had."""
    code = (
        "import sys, lawgov_extract; print(sorted(name for name in sys.modules if name.startswith('lawgov_extract')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['lawgov_extract']"
    for name in lawgov_extract.__all__:
        assert getattr(lawgov_extract, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = lawgov_extract.nothing


def test_every_package_ships():
    """Each folder of code, and the pattern libraries, stand in setup.cfg."""
    tree = Path(__file__).parents[1]
    parser = ConfigParser()
    parser.read(tree / "setup.cfg", encoding="utf-8")
    packages = set(parser["options"]["packages"].split())
    folders = {path.parent.relative_to(tree) for path in (tree / "lawgov_extract").rglob("__init__.py")}
    assert packages == {"lawgov_extract.patterns", *(".".join(folder.parts) for folder in folders)}
