"""Pattern files to one validated, immutable library. The only reader of pattern files."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from .dimension_words import BreakdownFiles, Breakdowns
from .errors import LibraryError, PatternFileError
from .filling import FIGURE, Phrase, compile_pattern, fill_pattern
from .folding import fold
from .identities import Identities, read_identities
from .required import required_words
from .units import Units, read_units

MEASURES = ("count", "rate", "amount", "duration", "ratio")
STATUSES = ("stable", "draft", "retired")
_FILE_KEYS = frozenset({"schema", "domain", "topics", "phrase", "indicator"})
_DOMAIN_KEYS = frozenset({"id", "zh", "en", "meaning", "source"})
_PHRASE_KEYS = frozenset({"name", "meaning", "regex", "gap", "examples", "counterexamples"})
_INDICATOR_KEYS = frozenset(
    "code name aliases meaning source status kind unit units parts_of numerator denominator dimensions topic has lacks "
    "yields_to patterns examples counterexamples known_gaps reason".split()
)
_PATTERN_KEYS = frozenset({"match", "topic", "has", "lacks", "units", "dimension"})
_EXAMPLE_KEYS = frozenset("text value low high unit bound dimension status from why".split())
SLOWEST = 1.0  # processor seconds that a pattern which only ``regex`` reads may take on one clause
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True, eq=False)
class Pattern:
    """
    One wording of an indicator.

    Attributes:
        name: ``file:code/number``, as column ``pattern`` shows it.
        code: Code of the indicator.
        source: The pattern as its author wrote it.
        regex: The source with its phrases filled in, for folded text without blanks.
        words: A match holds at least one of these; empty where no word is sure.
        before: Sets of words of which a match holds one each before its figure.
        after: The same behind the figure.
        topic: One of these topics must be the current one; empty: any.
        has: One of these words must stand in the sentence, the one before it, or the headings.
        lacks: None of these words may stand in the clause.
        units: Only figures with these measure words; empty: those of the indicator.
        dimension: Label of the breakdown that this wording states by itself.
        whole_sentence: The pattern crosses the end of a clause.
    """

    name: str
    code: str
    source: str
    regex: str
    words: frozenset[str]
    before: tuple[frozenset[str], ...] = ()
    after: tuple[frozenset[str], ...] = ()
    topic: frozenset[str] = frozenset()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    dimension: str = ""
    whole_sentence: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression, made when it is first needed."""
        return compile_pattern(self.regex)

    def find(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Matches within a stretch of a marked text; what only ``regex`` reads runs against the clock."""
        if isinstance(self.compiled, re.Pattern):
            return self.compiled.finditer(text, start, end)
        return self.compiled.finditer(text, start, end, timeout=SLOWEST)

    def weight_in(self, words: str) -> int:
        """Characters of the words that every match holds, all found in *words* in any order; 0 where one lacks, or one is all."""
        required = (*self.before, *self.after)
        lengths = [max((len(word) for word in choice if word in words), default=0) for choice in required]
        return sum(lengths) if len(lengths) > 1 and all(lengths) else 0

    @cached_property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """Name and number of the groups of the expression but for the figure: its gaps, and ``dimension``."""
        return tuple((name, number) for name, number in self.compiled.groupindex.items() if name != "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of an indicator's author, with the figure that it marks."""

    text: str
    expected: Mapping[str, object] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator of the codebook with its patterns; the fields are those of ``patterns/README.md``."""

    code: str
    zh: str
    en: str
    domain: str
    domain_zh: str
    measure: str
    unit: str
    units: frozenset[str]
    definition: str
    file: str
    status: str = "stable"
    aliases: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    parts_of: str = ""
    source: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    yields_to: frozenset[str] = frozenset()
    patterns: tuple[Pattern, ...] = ()
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()
    known_gaps: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A domain of indicators: one pattern file."""

    id: str
    zh: str
    en: str
    meaning: str
    source: str
    file: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Library:
    """All indicators, topics and measure words; made by ``load_library`` and never changed."""

    indicators: Mapping[str, Indicator]
    domains: tuple[Domain, ...]
    topics: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Phrase]
    units: Units
    identities: Identities
    breakdowns: Breakdowns
    hash: str

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """Every pattern of every indicator that is in use, by code and number."""
        return tuple(
            pattern
            for code in sorted(self.indicators)
            if self.indicators[code].status != "retired"
            for pattern in self.indicators[code].patterns
        )

    def __getstate__(self) -> dict:
        state = self.__dict__.copy()
        state.pop("patterns", None)
        for key in ("indicators", "topics", "phrases"):
            state[key] = dict(state[key])
        return {key: value for key, value in state.items() if not key.startswith("_")}


def built_in_directory() -> Path:
    """Give the folder of the shipped pattern files, of an installed package or of a source tree."""
    package = Path(__file__).parent
    installed = package / "patterns"
    return installed if installed.is_dir() else package.parent / "patterns"


def load_library(*directories: str | Path) -> Library:
    """
    Load the built-in pattern files and those of *directories*.

    Args:
        directories: Folders of ``.toml`` pattern files, or single files. An indicator there is added,
            or takes the place of the built-in one of the same code.

    Raises:
        LibraryError: with every fault of every file at once.
    """
    return _Loader().load([built_in_directory(), *map(Path, directories)])


class _Loader:
    """Collects files and faults; used once."""

    def __init__(self) -> None:
        self.faults: list[PatternFileError] = []
        self.digest = blake2b(digest_size=8)
        self.topics: dict[str, frozenset[str]] = {}
        self.phrases: dict[str, Phrase] = {}
        self.domains: dict[str, Domain] = {}
        self.indicators: dict[str, Indicator] = {}
        self.units: Units | None = None
        self.identities: dict = {}
        self.breakdowns = BreakdownFiles(self.fault)

    def fault(self, file: str, code: str, field_: str, problem: str) -> None:
        self.faults.append(PatternFileError(file, code, field_, problem))

    def load(self, directories: Sequence[Path]) -> Library:
        raw: list[tuple[int, str, dict]] = []
        for layer, directory in enumerate(directories):
            raw += [(layer, name, data) for name, data in self._read(directory, built_in=layer == 0)]
        for _, name, data in raw:
            self._shared_parts(name, data)
        layer_of: dict[str, int] = {}
        for layer, name, data in raw:
            domain = self._domain(name, data)
            for entry in data.get("indicator", []):
                self._indicator(name, domain, entry, layer, layer_of)
        self._cross_references()
        identities, faults = read_identities(self.identities, self.indicators)
        for place, problem in faults:
            self.fault("identities.toml", "", place, problem)
        breakdowns = self.breakdowns.finish(self.indicators)
        if self.faults:
            raise LibraryError(tuple(self.faults))
        return Library(
            indicators=MappingProxyType({code: self.indicators[code] for code in sorted(self.indicators)}),
            domains=tuple(self.domains.values()),
            topics=MappingProxyType(self.topics),
            phrases=MappingProxyType(self.phrases),
            units=self.units,
            identities=identities,
            breakdowns=breakdowns,
            hash=self.digest.hexdigest(),
        )

    def _read(self, directory: Path, *, built_in: bool) -> Iterator[tuple[str, dict]]:
        if directory.is_file():
            paths = [directory]
        elif directory.is_dir():
            paths = sorted(directory.glob("*.toml"))
        else:
            self.fault(str(directory), "", "", "no such file or folder; expected a folder of .toml pattern files")
            return
        if built_in:
            units = directory / "units.toml"
            try:
                self.units = read_units(units)
            except PatternFileError as error:
                raise LibraryError((error,)) from None
            self.digest.update(units.read_bytes())
        if not paths:
            self.fault(str(directory), "", "", "no .toml pattern file in this folder")
        for path in paths:
            if path.name == "units.toml":
                continue
            name = path.name if built_in else str(path)
            try:
                content = path.read_bytes()
                data = tomllib.loads(content.decode("utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                self.fault(name, "", "", f"not a TOML file: {error}")
                continue
            self.digest.update(content)
            if data.get("schema") != 1:
                self.fault(name, "", "schema", f"expected schema = 1, found {data.get('schema')!r}")
            if path.name == "identities.toml":
                self.identities = data
                continue
            if path.name == "breakdowns.toml":
                self.breakdowns.read(name, data)
                continue
            self._unknown(name, "", data, _FILE_KEYS)
            yield name, data

    def _unknown(self, file: str, code: str, table: Mapping, allowed: frozenset[str], field_: str = "") -> None:
        for key in sorted(set(table) - allowed):
            place = f"{field_}.{key}" if field_ else key
            self.fault(file, code, place, f"unknown key; expected one of {', '.join(sorted(allowed))}")

    def _shared_parts(self, file: str, data: dict) -> None:
        for topic, words in data.get("topics", {}).items():
            if not _strings(words):
                self.fault(file, "", f"topics.{topic}", "expected a list of words")
            else:
                self.topics[topic] = self.topics.get(topic, frozenset()) | frozenset(map(fold, words))
        for entry in data.get("phrase", []):
            self._unknown(file, "", entry, _PHRASE_KEYS, "phrase")
            name = entry.get("name", "")
            if not re.fullmatch(r"[a-z_]+", name) or not isinstance(entry.get("regex"), str):
                self.fault(file, "", f"phrase {name}", "expected a name in small letters and a regex")
                continue
            if name in self.phrases or name == "n":
                self.fault(file, "", f"phrase {name}", "this name is taken")
                continue
            regex = entry["regex"].replace(r"\uE000", FIGURE)
            phrase = Phrase(
                name=name, regex=regex, gap=bool(entry.get("gap")), examples=tuple(entry.get("examples", [])),
                counterexamples=tuple(entry.get("counterexamples", [])),
            )  # fmt: skip
            self._phrase_examples(file, phrase)
            self.phrases[name] = phrase

    def _phrase_examples(self, file: str, phrase: Phrase) -> None:
        try:
            required_words(phrase.regex)
        except ValueError as error:
            self.fault(file, "", f"phrase {phrase.name}", str(error))
            return
        compiled = re.compile(phrase.regex)
        for text in phrase.examples:
            if not compiled.fullmatch(text):
                self.fault(file, "", f"phrase {phrase.name}", f"example not matched: {text!r}")
        for text in phrase.counterexamples:
            if compiled.fullmatch(text):
                self.fault(file, "", f"phrase {phrase.name}", f"counterexample matched: {text!r}")

    def _domain(self, file: str, data: dict) -> Domain | None:
        entry = data.get("domain")
        if entry is None:
            return None
        self._unknown(file, "", entry, _DOMAIN_KEYS, "domain")
        if not all(isinstance(entry.get(key), str) for key in ("id", "zh", "en")):
            self.fault(file, "", "domain", "expected id, zh and en")
            return None
        domain = Domain(
            id=entry["id"], zh=entry["zh"], en=entry["en"], meaning=entry.get("meaning", ""),
            source=entry.get("source", ""), file=file,
        )  # fmt: skip
        self.domains.setdefault(domain.id, domain)
        return domain

    def _indicator(self, file: str, domain: Domain | None, entry: dict, layer: int, layer_of: dict[str, int]) -> None:
        code = entry.get("code", "")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            self.fault(file, str(code), "code", "expected two names in small letters, joined by a dot: area.thing")
            return
        if code in self.indicators and layer_of[code] == layer:
            self.fault(file, code, "code", f"this code stands in {self.indicators[code].file} already")
            return
        self._unknown(file, code, entry, _INDICATOR_KEYS)
        name = entry.get("name")
        if not isinstance(name, dict) or not name.get("zh") or not name.get("en"):
            self.fault(file, code, "name", "expected { zh = …, en = … }")
            name = {}
        measure, unit = entry.get("kind"), entry.get("unit")
        if measure not in MEASURES:
            self.fault(file, code, "kind", f"expected one of {', '.join(MEASURES)}, found {measure!r}")
        if unit not in self.units.accepts:
            self.fault(file, code, "unit", f"expected a canonical unit of units.toml, found {unit!r}")
        extra = entry.get("units", [])
        for word in extra:
            if word not in self.units.kinds:
                self.fault(file, code, "units", f"{word!r} is no measure word of units.toml")
        status = entry.get("status", "stable")
        if status not in STATUSES:
            self.fault(file, code, "status", f"expected one of {', '.join(STATUSES)}, found {status!r}")
        if status == "retired" and not entry.get("reason"):
            self.fault(file, code, "reason", "a retired indicator needs a reason")
        replaced = self.indicators.get(code)
        source = entry.get("source", [])
        self.indicators[code] = Indicator(
            code=code, zh=name.get("zh", ""), en=name.get("en", ""), measure=measure or "", unit=unit or "",
            domain=domain.id if domain else replaced.domain if replaced else code.partition(".")[0],
            domain_zh=domain.zh if domain else replaced.domain_zh if replaced else "",
            units=self.units.accepts.get(unit, frozenset()) | frozenset(extra), definition=entry.get("meaning", ""),
            file=file, status=status, aliases=tuple(entry.get("aliases", [])), numerator=entry.get("numerator", ""),
            denominator=entry.get("denominator", ""), parts_of=entry.get("parts_of", ""),
            source=(source,) if isinstance(source, str) else tuple(source), dimensions=tuple(entry.get("dimensions", [])),
            yields_to=frozenset(entry.get("yields_to", [])), patterns=tuple(self._patterns(file, code, entry)),
            examples=self._examples(file, code, entry, "examples"),
            counterexamples=self._examples(file, code, entry, "counterexamples"),
            known_gaps=self._examples(file, code, entry, "known_gaps"),
        )  # fmt: skip
        layer_of[code] = layer
        if not self.indicators[code].definition:
            self.fault(file, code, "meaning", "expected a sentence that says what counts and what does not")
        if status == "stable" and not entry.get("patterns"):
            self.fault(file, code, "patterns", "expected at least one pattern")
        if status == "stable" and not entry.get("examples"):
            self.fault(file, code, "examples", "expected at least one example")

    def _patterns(self, file: str, code: str, entry: dict) -> Iterator[Pattern]:
        for number, given in enumerate(entry.get("patterns", []), start=1):
            place = f"patterns[{number}]"
            table = {"match": given} if isinstance(given, str) else given
            if not isinstance(table, dict) or not isinstance(table.get("match"), str):
                self.fault(file, code, place, "expected a string or a table with match")
                continue
            self._unknown(file, code, table, _PATTERN_KEYS, place)
            topic = _listed(table.get("topic", entry.get("topic", [])))
            for name in topic:
                if name not in self.topics:
                    self.fault(file, code, f"{place}.topic", f"unknown topic {name!r}; expected one of {', '.join(sorted(self.topics))}")
            units = _listed(table.get("units", []))
            for word in units:
                if word not in self.units.kinds:
                    self.fault(file, code, f"{place}.units", f"{word!r} is no measure word of units.toml")
            try:
                filled = fill_pattern(table["match"], self.phrases)
            except ValueError as error:
                self.fault(file, code, place, str(error))
                continue
            yield Pattern(
                name=f"{Path(file).name}:{code}/{number}", code=code, source=table["match"], regex=filled.regex, words=filled.required.words,
                before=filled.required.before, after=filled.required.after, topic=frozenset(topic),
                has=tuple(map(fold, _listed(table.get("has", entry.get("has", []))))),
                lacks=tuple(map(fold, [*_listed(entry.get("lacks", [])), *_listed(table.get("lacks", []))])),
                units=frozenset(units), dimension=table.get("dimension", ""), whole_sentence=filled.whole_sentence,
            )  # fmt: skip

    def _examples(self, file: str, code: str, entry: dict, key: str) -> tuple[Example, ...]:
        examples = []
        for number, given in enumerate(entry.get(key, []), start=1):
            place = f"{key}[{number}]"
            table = {"text": given} if isinstance(given, str) else given
            if not isinstance(table, dict) or not isinstance(table.get("text"), str) or not table["text"].strip():
                self.fault(file, code, place, "expected a table with text")
                continue
            self._unknown(file, code, table, _EXAMPLE_KEYS, place)
            expected = {k: v for k, v in table.items() if k in _EXAMPLE_KEYS - {"text", "from", "why"}}
            if key != "counterexamples" and "value" not in expected and not {"low", "high"} <= set(expected):
                self.fault(file, code, place, "expected a value, or low and high for a range")
            unit = expected.get("unit")
            if unit and unit not in self.units.kinds and unit not in self.units.aliases.values():
                self.fault(file, code, f"{place}.unit", f"{unit!r} is no measure word of units.toml")
            examples.append(Example(text=table["text"], expected=expected, why=table.get("why", "")))
        return tuple(examples)

    def _cross_references(self) -> None:
        for indicator in self.indicators.values():
            for field_ in ("parts_of", "numerator", "denominator"):
                other = getattr(indicator, field_)
                if other and other not in self.indicators:
                    self.fault(indicator.file, indicator.code, field_, f"unknown code {other!r}")
            for other in indicator.yields_to:
                if other not in self.indicators:
                    self.fault(indicator.file, indicator.code, "yields_to", f"unknown code {other!r}")
                elif indicator.code in self.indicators[other].yields_to:
                    self.fault(indicator.file, indicator.code, "yields_to", f"{other} yields to it as well")


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
