"""GML as WFS services send it (2.0 with GML 3.2, 1.1 and 1.0 with their older forms).

Members become rows, nested ones with dots, `gml_id` is the member's own id. A service's error, and
an answer that it cut itself, are no data.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element  # types only: defusedxml parses

from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.crsnames import parse_crs_name
from geodata.formats.decoding import shown
from geodata.formats.flatten import Pair
from geodata.formats.gmlshapes import attribute_of, is_geometry, point_of_gml
from geodata.formats.points import BadGeometry
from geodata.formats.table import Position, TableBuilder
from geodata.formats.xmlflat import Naming, child_pairs
from geodata.formats.xmltext import iterate, local_name, namespace, real_text, xml_bytes

_MEMBERS = {"member", "featureMember", "featureMembers"}
_EXCEPTIONS = {"ExceptionReport", "ServiceExceptionReport"}
#: what stands in a member and only holds further members
_ENVELOPES = {"FeatureCollection", "SimpleFeatureCollection", "Tuple"}
_CUT = "truncatedResponse"
_ID = ("{http://www.opengis.net/gml/3.2}id", "{http://www.opengis.net/gml}id", "fid")
_UNKNOWN_CRS = (
    "Das Koordinatensystem der Geometrie ist nicht bekannt; der Eintrag bleibt ohne Punkt."
)
_NO_CRS = "Die Datei sagt nicht, in welchem Koordinatensystem der Punkt steht."


def read_gml(content: bytes, options: ReadOptions) -> TextTable:
    """The members of a feature collection, first one = row 1; `options.layer` chooses their type.

    Raises
    ------
    SourceError
        Not XML, no feature collection, a service's exception, or an answer that was cut.
    """
    reader = _Reader(options.layer.rpartition(":")[2] or options.records.rpartition(":")[2])
    data = xml_bytes(content, options.encoding)
    for element in iterate(data, _is_record, reader.visit, reader.prefixes):
        reader.take(element)
    return reader.finish()


def _is_record(path: tuple[str, ...]) -> bool:
    if path[-1] in _EXCEPTIONS or path[-1] == _CUT:
        return True
    return len(path) > 1 and path[-2] in _MEMBERS and path[-1] not in _ENVELOPES


class _Reader:
    """Members as they come, and what the collection says for all of them."""

    def __init__(self, layer: str) -> None:
        self.prefixes: dict[str, str] = {}
        self._layer = layer
        self._layers: dict[str, None] = {}
        self._table = TableBuilder(has_positions=True)
        self._row = 0
        self._crs = self._dimension = ""

    def visit(self, path: tuple[str, ...], element: Element, /) -> None:
        """Read what stands outside of members."""
        if len(path) == 1:
            if path[0] not in _ENVELOPES:
                raise SourceError(
                    f"Das ist keine Antwort eines WFS, sondern „{shown(path[0], 40)}“."
                )
            self._note_missing_pages(element)
        if path[-1] == "Envelope":
            self._crs = element.get("srsName", self._crs)
            self._dimension = element.get("srsDimension", self._dimension)

    def _note_missing_pages(self, element: Element) -> None:
        matched, returned = element.get("numberMatched", ""), element.get("numberReturned", "")
        if matched.isdecimal() and returned.isdecimal() and int(matched[:12]) > int(returned[:12]):
            reason = f"Der Dienst hat {matched[:12]} Einträge, diese Datei nur {returned[:12]}."
            self._table.fault(0, None, "incomplete", reason, "info")

    def take(self, element: Element | None) -> None:
        """Read one member. Raises SourceError where it is the service's own complaint."""
        name = local_name(element.tag) if element is not None else ""
        if element is not None and name in _EXCEPTIONS:
            said = shown(" ".join(element.itertext()), 500)
            raise SourceError(f"Der Dienst meldet einen Fehler: „{said}“")
        if name == _CUT:
            raise SourceError(
                "Der Dienst hat seine Antwort selbst abgebrochen; sie ist unvollständig."
            )
        self._row += 1
        if element is None:
            self._table.leave_out(self._row, "Der Eintrag hat zu viele Elemente.")
            return
        self._layers.setdefault(name)
        if not self._layer or name == self._layer:
            self._read_member(element)

    def _read_member(self, element: Element) -> None:
        naming = Naming(namespace(element.tag), self.prefixes)
        own = next((element.get(name) for name in _ID if element.get(name)), "")
        pairs: list[Pair] = [("gml_id", own)] if own else []
        geometry, crs = None, self._crs
        try:
            for child in element:
                inner = next((part for part in (child, *child) if is_geometry(part)), None)
                if local_name(child.tag) == "boundedBy":
                    crs = attribute_of(child, "srsName") or crs
                elif inner is None:
                    pairs += child_pairs(child, "", 0, naming)
                elif geometry is None:
                    geometry = inner
        except RecursionError:
            self._table.leave_out(self._row, "Der Eintrag ist zu tief verschachtelt.")
            return
        self._table.add(self._row, pairs, self._position(geometry, crs))

    def _position(self, geometry: Element | None, crs: str) -> Position | None:
        if geometry is None:
            return None
        name = real_text(attribute_of(geometry, "srsName") or crs)
        known = parse_crs_name(name)
        if known is None:
            reason = _UNKNOWN_CRS if name else _NO_CRS
            self._table.fault(self._row, "geometry", "bad_position", reason)
            return None
        try:
            x, y = point_of_gml(geometry, known, self._dimension)
        except BadGeometry as error:
            self._table.fault(self._row, "geometry", "bad_position", str(error))
            return None
        return x, y, known.name

    def finish(self) -> TextTable:
        """The table. Raises SourceError where the chosen layer has no member."""
        if self._layer and self._layers and self._layer not in self._layers:
            there = ", ".join(shown(name, 40) for name in list(self._layers)[:12])
            raise SourceError(
                f"Die Ebene „{shown(self._layer)}“ gibt es nicht. Vorhanden: {there}."
            )
        return self._table.finish()
