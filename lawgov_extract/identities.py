"""``identities.toml`` to values: the arithmetic that should hold between indicators."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """
    Arithmetic between indicators.

    Attributes:
        numerators: Code of a rate → code of its numerator.
        denominators: Code of a rate → codes it may be divided by; one must hold.
        bounds: (part, whole) codes; a part is never above its whole.
        complete: Sets of breakdown labels that leave nothing out.
        unique: Codes of which a report can tell only one total of a year.
    """

    numerators: Mapping[str, str]
    denominators: Mapping[str, tuple[str, ...]]
    bounds: tuple[tuple[str, str], ...]
    complete: tuple[frozenset[str], ...]
    unique: frozenset[str]


def read_identities(data: Mapping, indicators: Mapping) -> tuple[Identities, list[tuple[str, str]]]:
    """
    Make identities of a parsed ``identities.toml`` and of the numerators and denominators of the codebook.

    Returns:
        The identities, and faults as (place, problem).
    """
    faults: list[tuple[str, str]] = []
    numerators = {code: i.numerator for code, i in indicators.items() if i.measure == "rate" and i.numerator}
    denominators = {code: (i.denominator,) for code, i in indicators.items() if i.measure == "rate" and i.denominator}
    bounds: list[tuple[str, str]] = []

    def known(place: str, *codes: object) -> bool:
        unknown = [code for code in codes if code not in indicators]
        faults.extend((place, f"unknown code {code!r}") for code in unknown)
        return not unknown

    for key in sorted(set(data) - {"schema", "rate", "bound", "complete", "unique"}):
        faults.append((key, "unknown key; expected rate, bound, complete or unique"))
    for number, entry in enumerate(data.get("rate", []), start=1):
        if known(f"rate[{number}]", entry.get("rate"), *entry.get("denominators", [])):
            denominators[entry["rate"]] = tuple(entry["denominators"])
    for number, entry in enumerate(data.get("bound", []), start=1):
        if known(f"bound[{number}]", entry.get("part"), entry.get("whole")):
            bounds.append((entry["part"], entry["whole"]))
    unique = data.get("unique", {}).get("codes", [])
    known("unique", *unique)
    complete = tuple(frozenset(entry.get("dimensions", [])) for entry in data.get("complete", []))
    identities = Identities(
        numerators=numerators, denominators=denominators, bounds=tuple(bounds), complete=complete, unique=frozenset(unique)
    )
    return identities, faults
