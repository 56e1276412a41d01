"""``breakdowns.toml`` to values: the kinds of words by which figures are broken down, and what holds for which indicator."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from .required import required_words

NEVER = ("narrows", "noun", "kind")
SEVERAL = ("none", "last")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of words by which figures are broken down; the fields are those of ``patterns/README.md``."""

    name: str
    meaning: str
    regex: str
    several: str = "none"
    always: frozenset[str] = frozenset()
    even_joined: frozenset[str] = frozenset()
    before_lists: bool = False
    quoted: bool = False
    headings: bool = False
    office_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one indicator is broken down; the fields are those of ``patterns/README.md``, kinds and regexes by their source."""

    kinds: tuple[Kind, ...] = ()
    told: bool = False
    near: int = 30
    stock: bool = False
    scheme: bool = False
    service: bool = False
    money: bool = False
    campaign: bool = False
    own_levels: bool = False
    gives_way: bool = False
    in_lists: bool = True
    pairs: bool = True
    noun_is_kind: bool = False
    noun_has: str = ""
    narrows: str = ""
    next_noun: str = ""
    item_noun: str = ""
    rows: str = ""
    field: str = ""
    topic: str = ""
    theme: str = ""
    nearby: str = ""
    follows: tuple[str, ...] = ()
    says_nothing: tuple[str, ...] = ()
    before: Mapping[str, str] | None = None
    sentence_word: Mapping[str, str] | None = None
    shared_subject: Mapping[str, str] | None = None
    after: Mapping[str, str] | None = None


PLAIN = Rule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdowns:
    """
    All of ``breakdowns.toml``.

    Attributes:
        kinds: Name → kind of words.
        rules: Code of an indicator → how it is broken down; codes without a rule of their own have one all the same.
        never: Expression of words that name no part: ``narrows`` and ``noun`` fit whole words of them, ``kind`` a stretch.
        areas: First halves of the codes whose totals are told by kind in rows, sentences later.
        office_names: Word of a field of work → how the names of offices of that field put it.
        fields: Regular expression source of all fields of work.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    office_names: Mapping[str, str] = field(default_factory=dict)
    fields: str = ""

    def of(self, code: str) -> Rule:
        """Give the rule of an indicator; the plain one for no indicator."""
        return self.rules.get(code, PLAIN)


@cache
def compiled(source: str) -> re.Pattern[str]:
    """Compile an expression of the file when it is first needed."""
    return re.compile(source)


class BadField(ValueError):
    """What a field of the file should have held."""


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadField(f"expected true or false, found {value!r}")
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadField(f"expected a number of characters, found {value!r}")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise BadField(f"expected words in quotes, found {value!r}")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise BadField(f"expected a list of words, found {value!r}")
    return tuple(value)


def _regex(value: object) -> str:
    source = "".join(_word(value).split())
    try:
        required_words(source)
    except ValueError as error:
        raise BadField(str(error)) from None
    return source


def _choice(value: object) -> str:
    if value not in SEVERAL:
        raise BadField(f"expected one of {', '.join(SEVERAL)}, found {value!r}")
    return str(value)


def _grouped(value: object) -> str:
    source = _regex(value)
    if source and not re.compile(source).groups:
        raise BadField("expected a group (…) around what names the part")
    return source


def _words(value: object) -> str:
    return "|".join(_regex(word) for word in _strings(value))


def _names(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise BadField(f'expected {{ word = "name" }}, found {value!r}')
    return {word: _regex(name) for word, name in value.items()}


def _table(**readers: Callable[[object], str]) -> Callable[[object], Mapping[str, str]]:
    def read(value: object) -> Mapping[str, str]:
        if not isinstance(value, dict) or set(value) != set(readers):
            raise BadField(f"expected {{ {', '.join(f'{key} = …' for key in readers)} }}, found {value!r}")
        return {key: reader(value[key]) for key, reader in readers.items()}

    return read


_KIND_FIELDS: dict[str, Callable[[object], Any]] = {
    "name": _word, "meaning": _word, "words": _words, "several": _choice, "always": lambda v: frozenset(_strings(v)),
    "even_joined": lambda v: frozenset(_strings(v)), "before_lists": _boolean, "quoted": _boolean, "headings": _boolean,
    "office_names": _names,
}  # fmt: skip
_RULE_FIELDS: dict[str, Callable[[object], Any]] = {
    "kinds": _strings, "near": _number, "noun_has": _regex, "narrows": _grouped, "next_noun": _grouped, "item_noun": _regex,
    "rows": _regex, "field": _word, "topic": _word, "theme": _word, "nearby": _word, "follows": _strings, "says_nothing": _strings,
    "before": _table(noun=_regex, words=_regex), "sentence_word": _table(gap=_regex, words=_regex),
    "shared_subject": _table(gap=_regex, subject=_grouped), "after": _table(code=_word, dimension=_word),
    **dict.fromkeys(
        ("told", "stock", "scheme", "service", "money", "campaign", "own_levels", "gives_way", "in_lists", "pairs", "noun_is_kind"), _boolean
    ),
}  # fmt: skip
_OF_KIND = ("field", "topic", "theme", "nearby")  # fields that name one kind of words
Fault = Callable[[str, str, str, str], None]


class BreakdownFiles:
    """
    The files of all libraries, read one after the other; a later one adds kinds and rules or takes the place of earlier ones.

    Args:
        fault: Told file, entry, field and problem of every fault.
    """

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.never: dict[str, list[str]] = {key: [] for key in NEVER}
        self.kinds: dict[str, Kind] = {}
        self.entries: list[tuple[str, tuple[str, str], dict[str, Any]]] = []  # file, (code or domain, its name), fields

    def read(self, file: str, data: Mapping) -> None:
        """Take in one parsed file."""
        for key in sorted(set(data) - {"schema", "never", "kind", "rule"}):
            self.fault(file, "", key, "unknown key; expected never, kind or rule")
        never = data.get("never", {})
        if not isinstance(never, dict):
            self.fault(file, "", "never", "expected a table [never]")
            never = {}
        for key, words in self._fields(file, "never", never, dict.fromkeys(NEVER, _words)).items():
            self.never[key].append(words)
        here: set[object] = set()
        for entry in self._entries(file, data, "kind"):
            name = entry.get("name")
            if not isinstance(name, str) or not re.fullmatch(r"[a-z_]+", name):
                self.fault(file, "kind", "name", f"expected a name in small letters, found {name!r}")
                continue
            place = f"kind {name}"
            self._once(file, place, "name", name, here)
            given = self._fields(file, place, entry, _KIND_FIELDS)
            missing = [key for key in ("meaning", "words") if key not in entry]
            for key in missing:
                self.fault(file, place, key, "missing; a kind has name, meaning and words")
            if not missing and "words" in given:
                self.kinds[name] = Kind(regex=given.pop("words"), **given)
        for entry in self._entries(file, data, "rule"):
            selected = [(key, entry[key]) for key in ("code", "domain") if key in entry]
            if len(selected) != 1 or not isinstance(selected[0][1], str):
                self.fault(file, "rule", "code", "expected the code of an indicator, or else a domain")
                continue
            self._once(file, selected[0][1], selected[0][0], selected[0], here)
            given = {key: value for key, value in entry.items() if key != selected[0][0]}
            self.entries.append((file, selected[0], self._fields(file, selected[0][1], given, _RULE_FIELDS)))

    def _entries(self, file: str, data: Mapping, key: str) -> Iterator[dict]:
        entries = data.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.fault(file, "", key, f"expected tables [[{key}]]")
            return
        yield from entries

    def _once(self, file: str, place: str, key: str, name: object, here: set[object]) -> None:
        if name in here:
            self.fault(file, place, key, "stands in this file twice")
        here.add(name)

    def _fields(self, file: str, place: str, entry: Mapping, readers: Mapping[str, Callable[[object], Any]]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for key, value in entry.items():
            if key not in readers:
                self.fault(file, place, key, f"unknown key; expected one of {', '.join(sorted(readers))}")
                continue
            try:
                given[key] = readers[key](value)
            except BadField as error:
                self.fault(file, place, key, str(error))
        return given

    def finish(self, indicators: Mapping) -> Breakdowns:
        """
        Make the rule of every indicator.

        Args:
            indicators: Code → indicator, of all libraries.
        """
        domains = {indicator.domain for indicator in indicators.values()}
        own: dict[str, Rule] = {}
        for file, (key, name), given in self.entries:
            if key == "code" and name not in indicators:
                self.fault(file, name, "code", f"unknown code {name!r}")
            elif key == "domain" and name not in domains:
                self.fault(file, name, "domain", f"unknown domain {name!r}; expected one of {', '.join(sorted(domains))}")
            self._references(file, name, given, indicators)
        rules = {selected: given for _, selected, given in self.entries}
        for code, indicator in indicators.items():
            given = {**rules.get(("domain", indicator.domain), {}), **rules.get(("code", code), {})}
            names = (*indicator.dimensions, *given.get("kinds", ()))
            given["kinds"] = tuple(self.kinds[name] for name in names if name in self.kinds)
            given.update((key, self.kinds[given[key]].regex) for key in _OF_KIND if given.get(key) in self.kinds)
            own[code] = replace(PLAIN, **given)
        fields_of_work = self.kinds.get("field")
        never = {key: "|".join(words) for key, words in self.never.items()}
        never = {key: words if key == "kind" else f"(?:{words})*" for key, words in never.items()}
        return Breakdowns(
            kinds=self.kinds, rules=own, never=never, areas=tuple(sorted({code.partition(".")[0] for code, rule in own.items() if rule.rows})),
            office_names=fields_of_work.office_names if fields_of_work else {}, fields=fields_of_work.regex if fields_of_work else "",
        )  # fmt: skip

    def _references(self, file: str, name: str, given: Mapping[str, Any], indicators: Mapping) -> None:
        kinds: Sequence[tuple[str, str]] = [("kinds", kind) for kind in given.get("kinds", ())]
        for key, kind in (*kinds, *((key, given[key]) for key in _OF_KIND if given.get(key))):
            if kind not in self.kinds:
                self.fault(file, name, key, f"unknown kind of words {kind!r}; expected the name of a [[kind]]")
        codes = [("follows", code) for code in given.get("follows", ())]
        for key, code in (*codes, *(("after.code", table["code"]) for table in (given.get("after"),) if table)):
            if code not in indicators:
                self.fault(file, name, key, f"unknown code {code!r}")
