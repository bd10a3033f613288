"""Words for the large database: names that nobody has, and questions as companies ask them, each put together of parts."""

from __future__ import annotations

from random import Random

from circo_cli.values.vocabulary import Category

_SYLLABLES = [first + vowel for first in "bdfghjklmnprstvwz" for vowel in ("a", "e", "i", "o", "u", "aa", "oe", "ei")]
_SPREAD = 1_000_003  # a prime, so that neighbours in number are none in the order of names

_TRADE_WORDS = (
    "Bouwsystemen Gevelbouw Sloopwerken Kunststoffen Verpakkingen Textiel Meubelen Verlichting Installaties Interieur "
    "Machinebouw Logistiek Zorgproducten Voedingsmiddelen Recycling Drukwerk Metaalwerken Houtbouw Advies Ontwerp"
)
_TRADES = _TRADE_WORDS.split()
_FIRST_NAME_WORDS = (
    "Aafke Bram Chaima Dirk Elif Femke Gijs Hanneke Ilse Joris Kaoutar Lars Mirthe Niels Olga Pieter Quinten Roos Sjoerd "
    "Tess Usha Vera Wout Xandra Youssef Zoë"
)
_FIRST_NAMES = _FIRST_NAME_WORDS.split()

_THING_WORDS = (
    "bedrijfskleding kantoorstoelen gevelpanelen koffiemachines verlichting matrassen pallets kratten koelkasten tapijttegels "
    "ziekenhuisbedden schoolmeubels fietsen laptops printers warmtepompen liften hijskranen tenten speelgoed kinderwagens "
    "bakstenen dakpannen kozijnen binnendeuren keukens isolatieplaten folie flessen bekers dozen containers brillen rolstoelen "
    "hoortoestellen werkhandschoenen lakens gordijnen banken tafels lampen zonnepanelen accu's pompen kabels buizen vloeren "
    "wanden plafonds straatstenen lantaarnpalen verkeersborden drukinkt lijm verf bioplastic koffiedik groenafval textielvezels "
    "schoenen rugzakken helmen gereedschap heftrucks steigers vrachtwagenbanden maaltijdbakken borden serviesgoed"
)
THINGS = _THING_WORDS.split()
_CONTEXTS = (
    "na de eerste levensduur",
    "als de klant er na twee jaar vanaf wil",
    "zonder dat de prijs stijgt",
    "binnen de huidige vergunning",
    "samen met een sociale werkplaats",
    "in een pilot met drie afnemers",
    "nu de leverancier failliet is",
    "voor een gemeente die over vier jaar opnieuw aanbesteedt",
    "met een statiegeld van enkele euro's",
    "als de grondstof schaars wordt",
    "bij een verhuizing van het kantoor",
    "in een gebouw dat monument is",
    "wanneer de accountant erom vraagt",
    "voor de export naar Duitsland",
    "als twee partijen eigenaar zijn",
    "met onderdelen uit de oude voorraad",
    "onder de nieuwe Europese verordening",
    "zonder eigen werkplaats",
    "terwijl de verkoop per stuk wordt beloond",
    "bij seizoensdrukte",
    "als de kwaliteit wisselt",
    "in een keten met zes schakels",
    "met een huurcontract van tien jaar",
    "voor klanten die liever kopen",
    "zolang er geen keurmerk voor is",
    "als het transport duurder is dan het materiaal",
    "na een brand in het magazijn",
    "met steun van de provincie",
    "wanneer onderdelen niet meer geleverd worden",
    "in een fabriek die dag en nacht draait",
)
_QUESTIONS: tuple[tuple[Category, str], ...] = (
    (Category.FINANCE, "Hoe financieren we {thing} die van ons blijven {context}?"),
    (Category.FINANCE, "Accepteert de bank de restwaarde van {thing} als onderpand {context}?"),
    (Category.FINANCE, "Welke subsidie past bij hergebruik van {thing} {context}?"),
    (Category.REGULATION, "Wanneer zijn afgedankte {thing} geen afval meer {context}?"),
    (Category.REGULATION, "Hebben we een vergunning nodig voor de opslag van {thing} {context}?"),
    (Category.REGULATION, "Wie is aansprakelijk na reparatie van {thing} {context}?"),
    (Category.CHAIN, "Wie kan onze {thing} in de regio inzamelen {context}?"),
    (Category.CHAIN, "Hoe verdelen we de kosten van {thing} over de keten {context}?"),
    (Category.DESIGN, "Hoe maken we {thing} demontabel {context}?"),
    (Category.DESIGN, "Welk materiaal past bij {thing} {context}?"),
    (Category.BUSINESS_MODEL, "Hoe bepalen we een prijs per gebruik voor {thing} {context}?"),
    (Category.BUSINESS_MODEL, "Hoe voorkomen we dat lease van {thing} onze verkoop verdringt {context}?"),
    (Category.CUSTOMER, "Hoe overtuigen we inkopers van opgeknapte {thing} {context}?"),
    (Category.PROCUREMENT, "Hoe tellen circulaire eisen aan {thing} mee in een aanbesteding {context}?"),
    (Category.IMPACT, "Hoe meten we de CO2-winst van {thing} {context}?"),
    (Category.IMPACT, "Welke gegevens vraagt een productpaspoort van {thing} {context}?"),
    (Category.ORGANISATION, "Hoe krijgen we directie en verkoop mee met {thing} {context}?"),
    (Category.METHOD, "Werkt de methode ook voor {thing} {context}?"),
    (Category.CHAIN, "Who can collect our used {thing} in the region, {context}?"),
    (Category.FINANCE, "How do we finance {thing} that stay our property, {context}?"),
    (Category.OTHER, "Wie heeft ervaring met {thing} {context}?"),
)
_ANSWERS = (
    "Begin met een proef van honderd stuks {thing} en leg het eigendom vast in het contract.",
    "Vraag het de omgevingsdienst voordat u {thing} opslaat: een melding is vaak genoeg.",
    "De restwaarde van {thing} blijkt pas na een tweede ronde; reken tot dan met nul.",
    "Spreek met de afnemer af wie {thing} terugbrengt, en beloon het terugbrengen.",
    "Maak de verbindingen van {thing} van buiten bereikbaar en gebruik maar één soort schroef.",
    "Ask the customer to report defects of {thing} early, and share the saving.",
    "Een onafhankelijke keuring van {thing} kost weinig en neemt de twijfel weg.",
)
_INSIGHTS = (
    "Leg bij {thing} het eigendom vast voordat de eerste klant tekent",
    "Retourstroom van {thing}: reken met de helft van wat klanten beloven",
    "Ontwerp {thing} voor de monteur en niet voor de etalage",
    "Een proef met {thing} leert meer dan drie rapporten",
)
_TOPIC_WORDS = (
    "hergebruik reparatie lease statiegeld demontage restwaarde keuring subsidie aansprakelijkheid onderhoud inzameling "
    "materiaalpaspoort aanbesteding verdienmodel retourlogistiek levensduur onderpand afvalstatus recyclaat garantie"
)
TOPICS = _TOPIC_WORDS.split()


def invented(number: int) -> str:
    """Return a word that nobody is called by; to each number up to a million another."""
    rest, word = number * _SPREAD % len(_SYLLABLES) ** 3, ""
    for _ in range(3):
        rest, place = divmod(rest, len(_SYLLABLES))
        word += _SYLLABLES[place]
    return word.capitalize()


def company_name(number: int) -> str:
    """Return the name of a company."""
    return f"{invented(number)} {_TRADES[number // len(_TRADES) % len(_TRADES)]}"


def person_name(number: int) -> str:
    """Return the name of a person."""
    return f"{_FIRST_NAMES[number % len(_FIRST_NAMES)]} {invented(number)}stra"


def question_text(made: Random) -> tuple[Category, str, str]:
    """Return the category and the text of a question, and what it is about: every tenth names an invented product."""
    category, text = made.choice(_QUESTIONS)
    thing = made.choice(THINGS)
    about = f"{thing} van het type {invented(made.randrange(50_000)).lower()}ix" if made.random() < 0.1 else thing
    return category, text.format(thing=about, context=made.choice(_CONTEXTS)), thing


def answer_text(made: Random, thing: str) -> str:
    """Return an answer about `thing`, in one or two sentences."""
    return " ".join(each.format(thing=thing) for each in made.sample(_ANSWERS, made.randint(1, 2)))


def insight_texts(made: Random) -> tuple[str, str]:
    """Return the title and the body of an insight."""
    thing = made.choice(THINGS)
    body = "\n\n".join(" ".join(answer_text(made, each) for each in (thing, made.choice(THINGS))) for _ in range(3))
    return made.choice(_INSIGHTS).format(thing=thing), body
