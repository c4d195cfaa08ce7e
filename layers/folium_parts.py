"""folium's classes, made to work offline and to compile text as a template only once.

branca renders an element and compiles the result again as a Jinja template before it renders the
page. `Page` takes the rendered text as it is. Nothing here loads anything from a host: scripts and
styles are written into the page, and its Content-Security-Policy allows only those.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping

import folium
from branca.element import Element, Figure
from folium.plugins import MarkerCluster
from folium.template import Template


class Verbatim(Element):
    """Text that is put into the page as it stands, without a template pass."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """The text."""
        return self.text


class _Sheet(Element):
    """Head, body or script of the page: what is already rendered stays as it is."""

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """Add an element; one that branca made from rendered text becomes verbatim."""
        text = getattr(child, "_template_str", None)
        kept = child if text is None else Verbatim(text)
        return super().add_child(kept, name=name or child.get_name(), index=index)


class Page(Figure):
    """An HTML page in German whose parts are compiled once. `title` must be escaped."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="de">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        "<title>{{ this.title }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "</body>\n</html>\n"
    )

    def __init__(self, title: str) -> None:
        super().__init__(title=title)
        self.header, self.html, self.script = _Sheet(), _Sheet(), _Sheet()
        for sheet in (self.header, self.html, self.script):
            sheet._parent = self


class OfflineMap(folium.Map):
    """folium's map without the ten files it loads from five hosts, and without its page styles."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  the type is folium's
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }}, {{ this.options|tojavascript }}
            );
        {% endmacro %}
        """
    )


class OfflineCluster(MarkerCluster):
    """folium's marker cluster without its files from a host."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class Start(folium.MacroElement):
    """The last lines of the script: controls, legend, names. `options` are our own or escaped."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            atlas.start({{ this._parent.get_name() }}, {{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, options: dict[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.options = options


def script_html(source: bytes) -> str:
    """A script written into the page."""
    text = re.sub(r"</(script)", r"<\\/\1", source.decode("utf-8"), flags=re.IGNORECASE)
    text = re.sub(r"//# sourceMappingURL=\S+", "", text)
    return f"<script>{text}</script>"


def style_html(source: bytes, images: Mapping[str, bytes] | None = None) -> str:
    """A style sheet written into the page, its images as data URLs (left out where unknown)."""

    def data_url(match: re.Match[str]) -> str:
        image = (images or {}).get(match[1])
        if image is None:
            return "none"
        return f"url(data:image/png;base64,{base64.b64encode(image).decode()})"

    text = re.sub(r"url\(['\"]?([^)'\"#]+)['\"]?\)", data_url, source.decode("utf-8"))
    return f"<style>{text}</style>"


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)


def number_elements(page: Page) -> None:
    """Replace branca's random ids by running numbers: the same input gives the same file."""
    for number, element in enumerate(_walk(page)):
        element._id = f"{number}"
        for part in ("icon", "marker"):
            if isinstance(inner := getattr(element, part, None), Element):
                inner._id = f"{number}{part}"


def with_policy(page: str) -> str:
    """The page with a Content-Security-Policy that allows exactly its own scripts and no host."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    return page.replace("<title>", meta + "<title>", 1)
