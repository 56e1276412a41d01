"""The XML parts of a zipped document (docx, odt, ofd), read with limits."""

import io
import zipfile
import zlib

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading.limits import MAX_MEMBERS, MAX_RATIO, MAX_XML_BYTES, MAX_XML_TAGS, RATIO_FROM_BYTES


class Parts:
    """
    A zipped document.

    Args:
        data: All bytes of the file.
        file: Name of the input, for errors.

    Raises:
        UnreadableReport: The file is damaged.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableReport(file, "damaged or cut short") from error
        infos = self._archive.infolist()
        if len(infos) > MAX_MEMBERS:
            raise UnreadableReport(file, "damaged, or not what it seems to be (too many parts)")
        # writers differ in the case of names, and some put a slash before them
        self._infos = {_key(info.filename): info for info in infos}

    def names(self) -> list[str]:
        """Names of the parts, as they stand in the file."""
        return [info.filename for info in self._infos.values()]

    def has(self, name: str) -> bool:
        """Whether there is a part of this name, in any case."""
        return _key(name) in self._infos

    def read(self, name: str, limit: int = MAX_XML_BYTES) -> bytes:
        """
        The bytes of a part.

        Args:
            name: Of the part, in any case.
            limit: A part that unpacks to more is refused.

        Returns:
            Its bytes, b"" where there is no such part.

        Raises:
            UnreadableReport: The part is too large, encrypted or damaged.
        """
        info = self._infos.get(_key(name))
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise UnreadableReport(self.file, "encrypted: remove the password and try again")
        bomb = info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > limit or bomb:
            raise UnreadableReport(
                self.file, f"its part {name} unpacks to far more than a report ({info.file_size:,} bytes)"
            )
        try:
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadableReport(self.file, f"damaged or cut short (part {name})") from error
        if len(data) > limit:
            raise UnreadableReport(self.file, f"its part {name} unpacks to far more than a report")
        return data

    def xml(self, name: str):
        """
        A part as an XML tree.

        Args:
            name: Of the part, in any case.

        Returns:
            The root element, None where there is no such part.

        Raises:
            UnreadableReport: As ``read``, or it is no XML, or it declares entities.
        """
        data = self.read(name)
        return parse_xml(data, self.file, f"part {name}") if data else None


    def xml_if_whole(self, name: str):
        """
        A part that the text can do without, such as its styles.

        Args:
            name: Of the part, in any case.

        Returns:
            The root element, None where there is no such part or it cannot be read.
        """
        try:
            return self.xml(name)
        except UnreadableReport:
            return None


def parse_xml(data: bytes, file: str, what: str):
    """
    Parse XML of a document.

    Args:
        data: Its bytes.
        file: Name of the input, for errors.
        what: Which part of it this is, for errors.

    Returns:
        The root element.

    Raises:
        UnreadableReport: It is no XML, far larger than a report, or it declares entities.
    """
    from lxml import etree

    if len(data) > MAX_XML_BYTES or data.count(b"<") > MAX_XML_TAGS:
        raise UnreadableReport(file, f"its {what} holds far more elements than a report")
    # an entity that is not resolved would cut the text short without a word
    refused = UnreadableReport(file, f"its {what} holds a document type definition, which no document needs")
    if b"<!DOCTYPE" in data[:65_536]:
        raise refused
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        is_deep = "Excessive depth" in (error.msg or "")
        problem = "its elements are nested without end" if is_deep else error.msg
        raise UnreadableReport(file, f"damaged ({what}: {problem})") from error
    if root.getroottree().docinfo.doctype:
        raise refused
    return root


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def local(element) -> str:
    """The name of an element without its namespace: writers of the same format use several."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element, name: str) -> str:
    """The value of an attribute, whatever its namespace; empty where there is none."""
    value = element.get(name)
    if value is not None:
        return value
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
