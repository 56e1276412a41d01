"""
Write the table of the pattern libraries into patterns/README.md, between its two marks.

    python scripts/pattern_table.py            # write it
    python scripts/pattern_table.py --check    # exit 1 when it is not up to date
"""

import sys
import tomllib
from pathlib import Path

PATTERNS = Path(__file__).parents[1] / "patterns"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
COLUMNS = ("patterns", "examples", "counterexamples", "known_gaps")
HEADINGS = ("Domain", "File", "Indicators", "Patterns", "Examples", "Counterexamples", "Known gaps")


def count_rows(folder: Path) -> list[tuple[str, str, list[int]]]:
    """
    Count what the pattern files hold.

    Args:
        folder: Folder of pattern files; those without indicators are left out.

    Returns:
        For every file its domain, its name, and the numbers of indicators and of each of COLUMNS.
    """
    rows = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        indicators = [entry for entry in data.get("indicator", []) if entry.get("status") != "retired"]
        if indicators:
            numbers = [len(indicators), *(sum(len(entry.get(key, ())) for entry in indicators) for key in COLUMNS)]
            rows.append((f"{data['domain']['zh']} {data['domain']['en']}", path.name, numbers))
    return rows


def table(rows: list[tuple[str, str, list[int]]]) -> str:
    """Give the Markdown table of *rows*, with a line of totals."""
    totals = [sum(column) for column in zip(*(numbers for _, _, numbers in rows), strict=True)]
    lines = [list(HEADINGS), ["---", "---", *["---:"] * len(totals)]]
    lines += [[domain, f"[{name}]({name})", *(f"{n:,}" for n in numbers)] for domain, name, numbers in rows]
    lines.append(["**Together**", "", *(f"**{n:,}**" for n in totals)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def put_table(text: str, made: str) -> str:
    """Give *text* with what stands between the marks replaced by *made*."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


def main() -> int:
    """Write the table, or with ``--check`` only tell whether it is up to date."""
    readme = PATTERNS / "README.md"
    text = readme.read_text(encoding="utf-8")
    wanted = put_table(text, table(count_rows(PATTERNS)))
    if "--check" in sys.argv[1:]:
        if wanted != text:
            print(f"{readme}: the table is not up to date; run python scripts/pattern_table.py", file=sys.stderr)
        return int(wanted != text)
    readme.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
