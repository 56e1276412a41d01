"""Reading: a path → documents. The only room that opens input files."""

from lawgov_extract.reading.encodings import Decoded, decode
from lawgov_extract.reading.inputs import Inputs, Source, find_inputs, natural_key
from lawgov_extract.reading.passed_over import is_own_output
from lawgov_extract.reading.read import read_bytes, read_source

__all__ = [
    "Decoded",
    "Inputs",
    "Source",
    "decode",
    "find_inputs",
    "is_own_output",
    "natural_key",
    "read_bytes",
    "read_source",
]
