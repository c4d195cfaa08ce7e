"""What people call a field in their files: German first, as volunteer platforms and offices write.

Freinet and the tables of volunteer agencies (bagfa) were the model, then English exports. A name
is compared without case and signs; behind a group ("Kontakt / Telefon") its last part counts too.
"""

from __future__ import annotations

#: fields of several collections
COMMON: dict[str, str] = {
    "title": "Titel|Überschrift|Bezeichnung|Name des Angebots|Angebot|Angebotstitel|Tätigkeit|"
    "Titel der Tätigkeit|Engagement|Projekttitel|Projekt|Projektname|Maßnahme|Vorhaben|Headline|"
    "Stellenbezeichnung|Veranstaltung|Veranstaltungstitel|Titel des Angebots|Summary",
    "name": "Name|Bezeichnung|Titel|Einrichtung|Organisation|Verein|Träger|Partner|Anbieter|"
    "Name der Einrichtung|Name der Organisation|Organisationsname|Vereinsname|Institution",
    "description": "Beschreibung|Kurzbeschreibung|Langbeschreibung|Beschreibungstext|Text|Inhalt|"
    "Tätigkeitsbeschreibung|Aufgabenbeschreibung|Aufgaben|Aufgabe|Was ist zu tun|Erläuterung|"
    "Projektbeschreibung|Zweck|Verwendungszweck|Details",
    "themes": "Thema|Themen|Themenfeld|Themenbereich|Bereich|Bereiche|Einsatzbereich|Kategorie|"
    "Einsatzfeld|Tätigkeitsfeld|Tätigkeitsbereich|Tätigkeitsbereiche|Engagementbereich|Rubrik|"
    "Interessengebiet|Kategorien|Handlungsfeld|Category|Topics|Schlagworte",
    "audiences": "Zielgruppe|Zielgruppen|Für wen|Adressaten|Target group",
    "languages": "Sprache|Sprachen|Sprachkenntnisse|Languages",
    "address": "Adresse|Anschrift|Einsatzadresse|Postanschrift|Adresse des Einsatzortes|Standort|"
    "Veranstaltungsadresse|Address|Location",
    "district_id": "Stadtteil|Ortsteil|Stadtteil des Einsatzortes|Stadtgebiet|District",
    "lon": "Längengrad|Länge|Longitude|Lng|X-Koordinate|geo lon|Geografische Länge",
    "lat": "Breitengrad|Breite|Latitude|Y-Koordinate|geo lat|Geografische Breite",
    "wheelchair": "Barrierefrei|Rollstuhlgerecht|Barrierefreiheit|Rollstuhl|Barrierefreier Zugang|"
    "Rollstuhlgeeignet|Accessible",
    "is_private": "Privat|Private Adresse|Adresse nicht veröffentlichen|Adresse geheim",
    "website": "Website|Webseite|Homepage|Internet|Internetseite|Internetadresse|Web|Webadresse|WWW",
    "url": "Link|URL|Link zum Angebot|Angebotslink|Webseite|Website|Internet|Detailseite|Permalink|"
    "Link zur Veranstaltung|Mehr Informationen",
    "public_email": "E-Mail|Email|Mail|E-Mail-Adresse|Mailadresse|Kontakt E-Mail|Kontaktmail|"
    "E-Mail der Organisation|E-Mail der Einrichtung",
    "phone": "Telefon|Tel|Telefonnummer|Rufnummer|Festnetz|Phone|Kontakt Telefon|"
    "Telefon der Organisation|Telefon der Einrichtung",
    "contact_email": "E-Mail|Email|Mail|E-Mail-Adresse|Kontakt E-Mail|Kontaktmail|Ansprechpartner "
    "E-Mail|E-Mail Ansprechpartner|Mail Kontakt|E-Mail Kontakt",
    "contact_phone": "Telefon|Tel|Telefonnummer|Kontakt Telefon|Ansprechpartner Telefon|Rufnummer|"
    "Telefon Ansprechpartner|Festnetz|Telefon Kontakt",
    "opening_hours": "Öffnungszeiten|Sprechzeiten|Öffnungszeit|Geöffnet|Opening hours",
    "updated_at": "Geändert am|Zuletzt geändert|Letzte Änderung|Änderungsdatum|Aktualisiert am|"
    "Stand|Bearbeitet am|Last modified|Updated",
    "organisation_id": "Organisations-ID|Einrichtungs-ID|Träger-ID|Organisation ID|Vereins-ID|"
    "Anbieter-ID|Einrichtungsnummer|Organisationsnummer",
    "place_id": "Orts-ID|Einsatzort-ID|Standort-ID",
    "source_url": "Quelle|Fundstelle|Seite der Quelle",
}
#: collection -> field -> names, where COMMON says nothing or something else
SPECIAL: dict[str, dict[str, str]] = {
    "opportunities": {
        "opportunity_id": "ID|Angebots-ID|Angebotsnummer|Nummer|Nr|Kennung|Angebot ID|Laufende Nummer|"
        "Angebotsnr|Lfd. Nr.|Job-ID",
        "hours_per_week": "Stunden pro Woche|Wochenstunden|Stunden/Woche|Std. pro Woche|Zeitaufwand|"
        "Zeitaufwand pro Woche|Zeitumfang|Stundenumfang|Zeitaufwand (Std./Woche)|Stunden",
        "schedule": "Art des Engagements|Regelmäßigkeit|Häufigkeit|Turnus|Rhythmus|Dauer|Einsatzart|"
        "Engagementform|Zeitliche Form",
        "weekdays": "Wochentage|Wochentag|Tage|Einsatztage",
        "daytimes": "Tageszeit|Tageszeiten|Einsatzzeit|Einsatzzeiten|Uhrzeit",
        "starts_on": "Beginn|Startdatum|Start|Ab|Von|Beginnt am|Datum|Einsatzbeginn|Gültig ab|Termin",
        "ends_on": "Ende|Enddatum|Bis|Endet am|Einsatzende|Gültig bis|Laufzeit bis|Befristet bis",
        "min_age": "Mindestalter|Alter ab|Mindestalter der Freiwilligen|Alter|Ab welchem Alter",
        "requirements": "Anforderungen|Voraussetzungen|Erwartungen|Profil|Kenntnisse|Anforderungsprofil|"
        "Was wird erwartet|Gewünschte Fähigkeiten|Vorkenntnisse",
        "needed": "Gesuchte Personen|Anzahl Freiwillige|Anzahl|Bedarf|Freie Plätze|Plätze|"
        "Benötigte Freiwillige|Anzahl gesuchter Freiwilliger",
        "is_remote": "Online möglich|Online|Remote|Von zu Hause|Digital|Ortsunabhängig|Homeoffice",
        "is_citywide": "Stadtweit|Gesamtes Stadtgebiet|Ganze Stadt",
        "is_for_groups": "Für Gruppen|Gruppen|Gruppengeeignet|Für Unternehmen",
        "is_low_threshold": "Niedrigschwellig|Ohne Vorkenntnisse",
        "certificate": "Nachweis|Zertifikat|Bescheinigung|Engagementnachweis|Tätigkeitsnachweis",
        "counts_towards_pass": "Ehrenamtspass|Zählt für den Ehrenamtspass|Ehrenamtskarte",
        "is_board_position": "Vorstand|Vorstandsamt|Vorstandsarbeit|Leitungsfunktion",
        "is_in_kind_donation": "Sachspende|Sachspenden",
    },
    "organisations": {
        "organisation_id": "ID|Nummer|Nr|Kennung|Organisations-ID|Einrichtungs-ID|Lfd. Nr.|Vereins-ID",
        "kind": "Art|Rechtsform|Organisationsform|Art der Organisation|Typ|Organisationstyp",
        "badges": "Siegel|Auszeichnung|Auszeichnungen",
    },
    "places": {
        "place_id": "ID|Nummer|Nr|Kennung|Orts-ID|Standort-ID",
        "name": "Name|Einsatzort|Ort|Standort|Bezeichnung|Einrichtung|Name des Ortes|Veranstaltungsort",
    },
    "contact_points": {
        "contact_point_id": "ID|Nummer|Nr|Kennung",
        "kind": "Art|Typ|Art der Anlaufstelle",
        "role": "Aufgabe|Angebot|Beschreibung|Wobei hilft sie|Leistung|Leistungen|Beratung",
    },
    "funded_projects": {
        "funded_project_id": "ID|Nummer|Nr|Kennung|Aktenzeichen|Projektnummer|Antragsnummer|Lfd. Nr.",
        "organisation_name": "Empfänger|Zuwendungsempfänger|Antragsteller|Träger|Organisation|Verein|"
        "Projektträger|Fördermittelempfänger|Name des Trägers",
        "programme": "Programm|Förderprogramm|Förderung|Fördertopf|Richtlinie|Förderrichtlinie|Budget",
        "year": "Jahr|Förderjahr|Haushaltsjahr|Bewilligungsjahr",
        "amount_eur": "Betrag|Summe|Fördersumme|Zuwendung|Höhe|Förderbetrag|Bewilligter Betrag|"
        "Bewilligte Summe|Betrag in Euro|Euro|Zuwendungsbetrag",
    },
    "benefit_partners": {
        "benefit_partner_id": "ID|Nummer|Nr|Kennung",
        "category": "Kategorie|Bereich|Rubrik|Art|Branche",
        "benefit": "Vergünstigung|Vorteil|Rabatt|Ermäßigung|Leistung|Angebot|Bonus",
    },
    "events": {
        "event_id": "ID|UID|Nummer|Nr|Kennung|Veranstaltungsnummer|Termin-ID",
        "kind": "Art|Typ|Veranstaltungsart|Format|Kategorie|Categories",
        "starts_at": "Beginn|Start|Startzeit|Datum und Uhrzeit|Von|Anfang|dtstart|Termin|Datum",
        "ends_at": "Ende|Endzeit|Bis|dtend|Schluss",
        "place_name": "Ort|Veranstaltungsort|Location|Treffpunkt|Raum|Ort der Veranstaltung",
    },
    "facilities": {
        "facility_id": "ID|Nummer|Nr|Kennung|OBJECTID",
        "kind": "Art|Typ|Kategorie|Einrichtungsart",
    },
}  # fmt: skip
SPECIAL["stops"] = SPECIAL["osm_places"] = SPECIAL["facilities"]

#: columns that say where the organisation of a row is called something
ORGANISATION_NAMES = (
    "Organisation|Einrichtung|Träger|Verein|Anbieter|Name der Organisation|Name der Einrichtung|"
    "Organisationsname|Einrichtungsname|Name des Trägers|Institution|Veranstalter|Einsatzstelle|"
    "Trägername|Name des Vereins|Projektträger|Organisation Name|Provider|Organisation.name"
)
#: parts of an address that stands in several columns, in the order they are written
ADDRESS_PARTS: dict[str, str] = {
    "street": "Straße|Strasse|Str.|Straße und Hausnummer|Straße, Nr.|Straße/Nr.|Straße Nr.|Street|"
    "Straße des Einsatzortes",
    "number": "Hausnummer|Nr|Haus-Nr|Hausnr|HNr|Nummer|House number",
    "postcode": "PLZ|Postleitzahl|Postcode|ZIP|Plz des Einsatzortes",
    "town": "Ort|Stadt|Wohnort|Gemeinde|City|Ort des Einsatzes|Town",
}


def names_of(collection: str, field: str) -> tuple[str, ...]:
    """What a field is called in files; the field's own name first."""
    special = SPECIAL.get(collection, {}).get(field)
    text = special if special is not None else COMMON.get(field, "")
    return (field, field.replace("_", " "), *(text.split("|") if text else ()))
