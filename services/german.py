"""Words of German that a search treats apart from all others. Folded (see `services.text`)."""

from __future__ import annotations

#: carry no meaning of their own: "etwas mit Kindern am Abend" asks for children and evening
_STOP = """
    aber als am an auch auf aus bei beim bin bis da das dass dein deine dem den denn der des die
    dies diese dieser dir doch du durch ein eine einem einen einer eines er es etwas euch fuer
    gern gerne habe haben hat hier ich ihm ihn ihr ihre im in ins irgendwas ist ja kann koennte
    man mein meine mich mir mit moechte moechten muss nach nicht noch nur oder ob ohne sehr sein
    seine sich sie sind so soll suche suchen ueber um und uns unser unter vom von vor was welche
    wenn wer werden wie will wir wo wollen wollte zu zum zur
"""
STOP_WORDS = frozenset(_STOP.split())

_GENERAL = """
    angebot angebote ehrenamt ehrenamtlich ehrenamtliche ehrenamtlicher ehrenamtliches engagement
    engagieren freiwillig freiwillige freiwilligenarbeit freiwilliges helfen mithelfen mitmachen
    gutes machen mache mitarbeiten mitwirken sinnvoll sinnvolle sinnvolles tun unterstuetze
    unterstuetzen unterstuetzung
"""
#: what every offer is about: alone they ask for everything, beside others for nothing more
EVERYTHING = frozenset(_GENERAL.split())

#: before these a word is derived, not compounded: `Erfahrung` holds no `Fahrung`
INSEPARABLE = frozenset(
    {"be", "emp", "ent", "er", "ge", "in", "miss", "re", "um", "un", "ver", "zer"}
)

#: ends of derived words in which another one stands by chance: no `Schaf` in `Nachbarschaft`
SUFFIXES = ("schaft",)

#: beginnings of words in which another one stands by chance: `Interesse` holds no `Essen`
INDIVISIBLE = (
    *("adresse", "anlaesse", "aussen", "daheim", "dessen", "dresden", "export", "feuer"),
    *("flugzeug", "formular", "gemein", "geschehen", "gewand", "greis", "gruess", "hundert"),
    *("import", "indessen", "interess", "kapitel", "kennenlern", "klasse", "kolleg", "konzert"),
    *("kreis", "leistung", "material", "minute", "monat", "nachmittag", "national", "presse"),
    *("professor", "projekt", "prozess", "quartier", "sekunde", "standort", "stunde"),
    *("tausend", "transport", "unter", "vergess", "vielleicht", "vormittag", "wissen"),
    *("woche", "zeugnis", "ziel", "zukunft", "zusammen"),
)

#: letters that join the parts of a compound: Einkauf-s-hilfe, Hund-e-spaziergang
JOINTS = ("", "s", "es", "n", "en", "e", "er")

#: what may stand before a verb and leave it what it is: `aufsammeln` is `sammeln`, the longest first
SEPARABLE = (
    *("zusammen", "herunter", "zurueck", "herum", "vorbei", "weiter"),
    *("nach", "durch", "fest", "auf", "aus", "bei", "ein", "her", "hin", "los", "mit", "vor"),
    *("weg", "ab", "an", "um", "zu"),
)

#: what stands before a word that is derived and set behind something: `vorbereiten`, `Zugewanderte`
DERIVED = INSEPARABLE | {first + second for first in SEPARABLE for second in INSEPARABLE}

#: ends of verbs in which a noun stands by chance: `sortieren` holds no `Tier`
CHANCE_ENDS = ("ieren", "ierend", "ierende", "iert", "ierte", "ierung", "ierungen")
