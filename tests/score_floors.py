"""
Hold scores against their floors, which only rise.

    python tests/score_floors.py SECTION < scores.json            # exit 1 when a score is below its floor
    python tests/score_floors.py SECTION --raise < scores.json    # lift the floors to the scores

SECTION is a table of tests/data/floors.toml. The scores are a JSON object whose ``total`` holds
percentages by name.
"""

import json
import math
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).parent / "data" / "floors.toml"
NAMES = (
    "mention_f1",
    "span_exact",
    "norm",
    "kind",
    "code_f1",
    "status",
    "year",
    "dimension",
    "part_of_f1",
    "full_row_f1",
)  # fmt: skip


def below(scores: dict[str, float | None], floors: dict[str, float]) -> list[str]:
    """
    Find the scores that fell.

    Args:
        scores: Percentages by name; None where there was nothing to measure.
        floors: The least allowed, by name; every name of NAMES must be there.

    Returns:
        A line for each score below its floor, and for each that has no floor.
    """
    faults = []
    for name in NAMES:
        score, floor = scores.get(name), floors.get(name)
        if floor is None:
            faults.append(f"{name}: no floor in {FLOORS.name}")
        elif score is None or score < floor:
            faults.append(f"{name}: {score} is below its floor {floor}")
    return faults


def raised(scores: dict[str, float | None], floors: dict[str, float]) -> dict[str, float]:
    """The floors lifted to the scores, rounded down to a tenth; none is lowered."""
    return {name: max(floors.get(name, 0.0), math.floor((scores.get(name) or 0.0) * 10) / 10) for name in NAMES}


def main(arguments: list[str]) -> int:
    """Read the scores from standard input; give the exit code."""
    section = arguments[0]
    scores = json.load(sys.stdin)["total"]
    sections = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    floors = sections.get(section, {})
    if "--raise" in arguments:
        sections[section] = floors = raised(scores, floors)
        lines = ["# The least scores that are allowed, in percent. They only rise."]
        for name, values in sections.items():
            lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
        FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in NAMES:
        sys.stdout.write(f"{section}: {name} {scores.get(name)} (floor {floors.get(name)})\n")
    faults = below(scores, floors)
    for fault in faults:
        sys.stdout.write(f"{section}: BELOW: {fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
