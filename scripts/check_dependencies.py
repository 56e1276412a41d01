"""
Check what the core install pulls in: no wheel above 10 MB besides those of pandas and numpy, none under a copyleft licence.

    python scripts/check_dependencies.py            # exit 1 when one does not hold

The set is resolved from setup.cfg over the distributions that are installed, without extras. The size of a wheel is
that of its files, packed as a wheel packs them.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterable
from configparser import ConfigParser
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SETUP = Path(__file__).parents[1] / "setup.cfg"
MOST_BYTES = 10_000_000
LARGE = {"pandas", "numpy"}
COPYLEFT = re.compile(
    r"\b[AL]?GPL|General Public|\bMPL|Mozilla|\bEPL|Eclipse|\bCDDL|\bEUPL|European Union Public|\bOSL-|\bSSPL"
    r"|CeCILL|\bRPL-|\bQPL|CC-BY-SA|CC BY-SA|Share-?\s?Alike|Sleepycat|copyleft",
    re.IGNORECASE,
)
PERMISSIVE = re.compile(
    r"\bMIT\b|BSD|Apache|\bPSF\b|Python Software Foundation|\bISC\b|Zlib|\bCC0|CNRI-Python|Unlicense|Public Domain|HPND",
    re.IGNORECASE,
)


class Facts(NamedTuple):
    """What is known of a distribution: its name and version, its licence as told, the bytes of its packed files."""

    name: str
    version: str
    licence: str
    size: int


def licence(expression: str | None, field: str | None, classifiers: Iterable[str]) -> str:
    """
    The licence that a distribution tells.

    Args:
        expression: Its ``License-Expression``, which alone counts where there is one.
        field: Its ``License``: a name, or the whole text.
        classifiers: All its classifiers.

    Returns:
        Names of licences, ``AND`` between those that hold together; empty where none is told.
    """
    if expression:
        return expression.strip()
    told = [line.rpartition("::")[2].strip() for line in classifiers if line.startswith("License ::")]
    told = [name for name in told if name != "OSI Approved"]
    name = (field or "").strip().partition("\n")[0]
    if name and name.upper() != "UNKNOWN" and len(name) < 200:
        told.append(name)
    return " AND ".join(told)


def judge(facts: Facts) -> list[str]:
    """
    What is wrong with a distribution.

    Args:
        facts: Of the distribution.

    Returns:
        A line for each fault, none where it may be depended on.
    """
    faults = []
    if facts.size > MOST_BYTES and facts.name not in LARGE:
        faults.append(
            f"{facts.name} {facts.version}: its wheel has {facts.size / 1e6:.1f} MB, more than {MOST_BYTES // 10**6}"
        )
    choices = re.split(r"\s+OR\s+", facts.licence)  # who uses it may choose
    free = [choice for choice in choices if not COPYLEFT.search(choice)]
    if not facts.licence:
        faults.append(f"{facts.name} {facts.version}: tells no licence")
    elif not free:
        faults.append(f"{facts.name} {facts.version}: copyleft licence: {facts.licence}")
    elif not any(PERMISSIVE.search(choice) for choice in free):
        faults.append(f"{facts.name} {facts.version}: licence that is not known to be permissive: {facts.licence}")
    return faults


def resolve(requirements: Iterable[str], find: Callable[[str], Distribution] = distribution) -> list[Distribution]:
    """
    The distributions that requirements pull in here, without extras.

    Args:
        requirements: As in setup.cfg.
        find: Name → installed distribution.

    Returns:
        Each once, in the order of their names.

    Raises:
        PackageNotFoundError: One is not installed.
    """
    found: dict[str, Distribution] = {}
    todo = [(Requirement(line), frozenset({""})) for line in requirements]
    while todo:
        needed, extras = todo.pop()
        if needed.marker and not any(needed.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = canonicalize_name(needed.name)
        if name in found and not needed.extras:
            continue
        found[name] = find(needed.name)
        below = frozenset(needed.extras) or frozenset({""})
        todo += [(Requirement(line), below) for line in found[name].requires or ()]
    return [found[name] for name in sorted(found)]


def packed_size(installed: Distribution) -> int:
    """
    About the bytes of a distribution's wheel.

    Args:
        installed: Distribution with its list of files.

    Returns:
        The sum of its files that were in the wheel, each packed.
    """
    size = 0
    for file in installed.files or ():
        path = Path(file.locate())
        if file.hash is not None and path.is_file():  # what was made by the installation has no hash
            size += len(zlib.compress(path.read_bytes(), 6))
    return size


def facts_of(installed: Distribution) -> Facts:
    """Read the facts of an installed distribution; the size of those that may be large is not taken."""
    about = installed.metadata
    name = canonicalize_name(about["Name"])
    told = licence(about.get("License-Expression"), about.get("License"), about.get_all("Classifier") or [])
    return Facts(name, installed.version, told, 0 if name in LARGE else packed_size(installed))


def main() -> int:
    parser = ConfigParser()
    parser.read(SETUP, encoding="utf-8")
    try:
        found = resolve(parser["options"]["install_requires"].split("\n")[1:])
    except PackageNotFoundError as error:
        print(f"not installed: {error.name}", file=sys.stderr)
        return 1
    everything = [facts_of(installed) for installed in found]
    for facts in everything:
        size = "may be large" if facts.name in LARGE else f"{facts.size / 1e6:.1f} MB"
        print(f"{facts.name} {facts.version}: {size}, {facts.licence}")
    faults = [fault for facts in everything for fault in judge(facts)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
