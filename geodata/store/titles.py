"""What each table is called for a person who opens the snapshot in QGIS: German, one sentence."""

from __future__ import annotations

#: table -> (title, what is in it)
TITLES: dict[str, tuple[str, str]] = {
    "districts": ("Stadtteile", "Grenzen der statistischen Stadtteile"),
    "boroughs": ("Stadtbezirke", "Grenzen der Stadtbezirke, aus den Stadtteilen zusammengefügt"),
    "orientation_lines": ("Orientierungslinien", "Flüsse zur Orientierung auf der Karte"),
    "organisations": ("Organisationen", "Vereine, Stiftungen und andere Träger von Engagement"),
    "places": ("Orte", "Orte, an denen Engagement stattfindet"),
    "opportunities": ("Angebote", "Möglichkeiten, sich zu engagieren"),
    "contact_points": ("Anlaufstellen", "Stellen, die zum Engagement beraten"),
    "funded_projects": ("Geförderte Projekte", "Projekte mit öffentlicher Förderung"),
    "benefit_partners": ("Partner des Ehrenamtspasses", "Wo der Ehrenamtspass etwas bringt"),
    "events": ("Veranstaltungen", "Termine rund ums Engagement"),
    "facilities": ("Einrichtungen", "Orte aus Ebenen der Stadt, etwa Bibliotheken und Treffs"),
    "stops": ("Haltestellen", "Haltestellen von Bus und Bahn"),
    "osm_places": ("Orte aus OpenStreetMap", "Vereine und Treffpunkte, Sammlung für sich (ODbL)"),
    "figures": (
        "Zahlen der Stadt",
        "Veröffentlichte Zahlen, je mit eigener Einheit und eigenem Tag",
    ),
    "indicators": ("Indikatoren", "Was die Indikatoren bedeuten"),
    "indicator_values": ("Indikatorwerte", "Lange Tabelle aller Werte mit Status"),
    "indicator_classes": ("Klassengrenzen", "Klassen der Indikatoren für Flächenkarten"),
    "coverage": ("Versorgung", "Bedarf, Angebot und Lücke je Gebiet, mit den Grundgewichten"),
    "residents_grid": ("Einwohnerraster", "Angenommene Wohnorte auf einem Raster"),
    "themes": ("Themen", "Themen der Angebote mit ihren Gruppen"),
    "audiences": ("Zielgruppen", "Menschen, an die sich Angebote richten"),
    "sources": ("Quellen", "Woher die Daten kommen, mit Lizenz und Prüfsumme"),
    "issues": ("Hinweise", "Was beim Einlesen auffiel"),
    "snapshot_info": ("Datenstand", "Kennung, Stichtag und Fassung dieses Datenstands"),
}
