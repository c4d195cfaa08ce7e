"""Words that tell what a piece of an address is: an addition, a month, another town."""

from __future__ import annotations

import re

MONTHS = (
    "januar", "jaenner", "februar", "maerz", "april", "mai", "juni", "juli", "august",
    "september", "oktober", "november", "dezember",
)  # fmt: skip

#: what a floor is called after its number; `2. OG` is no house number 2
_FLOOR = (
    r"(?:og|ug|eg|dg|zg|obergescho(?:ss|ß)|gescho(?:ss|ß)|untergescho(?:ss|ß)|etage|stock(?:werk)?"
    r"|stck|stiege|hof|hinterhof|hinterhaus|aufgang|eingang|tür|tuer|ebene|whg|wohnung|zimmer"
    r"|reihe|klingel)"
)
_PLAIN_FLOOR = r"(?:hochparterre|parterre|souterrain|keller|erdgescho(?:ss|ß)|dachgescho(?:ss|ß))"
_BUILDING = (
    r"(?:hinter|vorder|seiten|quer|garten|neben|rück|rueck)"
    r"(?:haus|gebäude|gebaeude|flügel|fluegel|eingang)"
)
_ROOM = (
    r"(?:haus|gebäude|gebaeude|geb|bau|block|raum|zi|zimmer|wohnung|whg|app|appartement|apartment"
    r"|tor|halle|box|saal|büro|buero|apt|top|hs)"
)
_LETTER_OR_NUMBER = r"(?:\s*(?:nr\.?\s*)?[a-z]?\d*[a-z]?\b)?"

#: additions behind a house number, matched as they are typed
ADDITION = re.compile(
    rf"""(?<![^\W\d_]) (?:
        (?<!\d) \d{{1,2}} \s* \.? \s* {_FLOOR}\b\.?
      | (?:{_FLOOR}|{_PLAIN_FLOOR}) \b\.? {_LETTER_OR_NUMBER}
      | {_BUILDING}\b
      | (?:hh|vh|sf|gh|qg|hths)\b\.?
      | {_ROOM} \b\.? \s* (?:nr\.?\s*)? (?:\d{{1,4}}\s*[a-z]?|[a-z])\b (?!\.)
      | (?:links|rechts|mitte|li|re)\b\.?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
#: who lives there: all up to the comma belongs to it
CARE_OF = re.compile(
    r"(?<!\w)(?:c\s?/\s?o\b|z\.?\s?hd\.?(?!\w)|zu\s+händen\b|zu\s+haenden\b|per\s+adresse\b|p\.\s?adr\.)[^,]*",
    re.IGNORECASE,
)
#: only after a house number, because streets begin so too (`Bei der Kirche`)
AT_SOMEONE = re.compile(
    r"(?<=\d)\s*[a-z]?\s+(?P<addition>(?:bei|b\.|im\s+hause?|in\s+der|im|beim)\s+[^,]*)",
    re.IGNORECASE,
)
COUNTRIES = {"deutschland", "germany", "d", "de", "brd", "sachsen", "freistaat sachsen", "saxony"}
#: a piece that begins so names a part of the town
PART_OF_TOWN = re.compile(
    r"^(?:ot|ortsteil|o\.t\.|stadtteil|stt\.?|gemarkung|ortschaft|stadtbezirk)(?:\s+|\.\s*|:\s*)(?=\w)",
    re.IGNORECASE,
)
#: what may lead to a house number
NUMBER_WORDS = re.compile(
    r"[\s,]*(?:\b(?:hausnummer|hausnr|hnr|hs\.?-?nr|nummer|nr|no)\b\.?|#|№)\s*:?\s*$", re.IGNORECASE
)
_OTHER_TOWNS = """
    berlin hamburg muenchen koeln frankfurt stuttgart duesseldorf leipzig dortmund essen
    bremen hannover nuernberg duisburg bochum wuppertal bielefeld bonn muenster mannheim
    karlsruhe augsburg wiesbaden moenchengladbach gelsenkirchen aachen braunschweig chemnitz
    kiel halle magdeburg freiburg krefeld mainz luebeck erfurt oberhausen rostock kassel hagen
    potsdam saarbruecken hamm ludwigshafen oldenburg osnabrueck leverkusen darmstadt
    heidelberg solingen regensburg herne paderborn ingolstadt offenbach fuerth wuerzburg ulm
    heilbronn pforzheim wolfsburg bottrop goettingen reutlingen koblenz erlangen bremerhaven
    remscheid bergischgladbach recklinghausen trier jena salzgitter moers siegen gera
    hildesheim cottbus guetersloh kaiserslautern witten hanau schwerin esslingen ludwigsburg
    giessen iserlohn dueren tuebingen flensburg zwickau lueneburg villingenschwenningen
    ratingen konstanz minden worms velbert norderstedt marburg neumuenster delmenhorst bamberg
    plauen dessau bayreuth rheine viersen gladbeck troisdorf wilhelmshaven detmold arnsberg
    landshut castroprauxel luenen brandenburg bocholt aschaffenburg celle kempten fulda aalen
    dinslaken lippstadt herford ruesselsheim kerpen neuwied weimar gotha eisenach suhl
    nordhausen stralsund greifswald wismar neubrandenburg eberswalde oranienburg falkensee
    frankfurtoder wittenberg halberstadt stendal goerlitz bautzen hoyerswerda freiberg freital
    pirna radebeul meissen riesa coswig radeberg heidenau doebeln grossenhain kamenz zittau
    loebau mittweida limbachoberfrohna glauchau werdau crimmitschau reichenbach auerbach
    annabergbuchholz aue schwarzenberg stollberg oelsnitz marienberg zschopau floeha borna
    grimma wurzen markkleeberg delitzsch eilenburg torgau oschatz markranstaedt schkeuditz
    taucha weisswasser niesky bischofswerda pulsnitz grossroehrsdorf ottendorfokrilla
    moritzburg weinboehla dippoldiswalde altenberg sebnitz neustadtinsachsen stolpen
    badschandau koenigstein dohna kreischa bannewitz tharandt wilsdruff klipphausen nossen
    lommatzsch wien salzburg graz linz innsbruck zuerich basel bern prag breslau teplice decin
    usti
"""
#: towns that are surely another place when they stand where the town stands and the register does
#: not know them: the large ones of Germany and those of Saxony
OTHER_TOWNS = frozenset(_OTHER_TOWNS.split())
