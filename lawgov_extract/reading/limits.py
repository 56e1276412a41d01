"""How large an input and its parts may be, so that no file can stop the others."""

MAX_BYTES = 64 * 2**20  # an input, and a member of an archive once it is unpacked
MAX_XML_BYTES = 24 * 2**20  # one XML part of a document, unpacked
MAX_XML_TAGS = 2_000_000  # tags of such a part
MAX_RTF_WORDS = 3_000_000  # control words of a rich text
MAX_MHTML_BYTES = 24 * 2**20  # a web archive: its parser holds it several times
MAX_PAGE_CHARACTERS = 24 * 2**20  # a web page; pages with pictures inside reach 10 million
MAX_PAGE_TAGS = 400_000  # tags of a web page
MAX_MEMBERS = 5_000  # files in an archive or a zipped document
MAX_UNPACKED_BYTES = 300 * 2**20  # all members of an archive together
MAX_RATIO = 200  # unpacked to packed size, of a part that is larger than RATIO_FROM_BYTES
RATIO_FROM_BYTES = 10 * 2**20
MAX_ARCHIVE_LEVELS = 2  # an archive in an archive is read, a third one inside it is not


def too_large(max_bytes: int) -> str:
    """The reason that is told for an input above the limit."""
    size = f"{max_bytes / 2**20:.4g} MiB" if max_bytes >= 2**20 else f"{max_bytes:,} bytes"
    return f"larger than the limit of {size} (--max-bytes)"
