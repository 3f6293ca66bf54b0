"""Invented children with names spread as in the Netherlands: few common ones, a long tail, and rather less variety.

Of the children born in 2014 one in two hundred got the most common name, and one in two hundred people is called De
Jong (CBS and SVB; Meertens Instituut). Here both are a little more frequent, so chance meetings are not too few.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

ROEPNAMEN = """
    Daan Noah Sem Emma Julia Mila Lucas Sophie Tess Finn Levi Luuk Milan Mees Zoë Anna Saar Evi Bram Liam Thijs
    Jayden Sara Eva Lotte Thomas Lars Fleur Lynn Max Noor Ruben Isa Nina Tim Adam Jesse Sam Stijn Lieke Julian
    Nora Hugo Sanne Roos Benjamin Lisa Gijs Vera Fenna Jens Olivia Tygo Floris Lauren Maud Jasmijn Fien Siem Teun
    Bo Ties Mohamed Guus Elin Sofie Jack Ryan Sven Yara Lena Hidde Nick Iris Esmée Joep Naomi Femke Lina Tijn Aya
    Jan Rosalie Jasper Amy Oscar Pim Isabella Boaz Lily Roan Lize Koen Puck Cas Hanna Quinn Feline David Elise
    Jurre Charlotte Mats Ella Tobias Suus Willem Lara Pepijn Julie Samuel Ivy Rayan Norah Dex Milou Abel Liv Xavi
    Fay Sep Loïs Mick Bobbi Joris Jolie Xavier Philou Thijmen Rosa Luca Merel Owen Amira Dean Elena Kai Kiki Luc
    Maria Vince Sienna Ali Danique Alexander Ilse Kyan Linde Niek Nova Mathijs Jill Lenn Mirthe Aiden Lou Rens
    Elif Jelle Veerle Bas Rosie Robin Mia Simon Jade Senn Romy Dylan Hannah Twan Emily Rick Lisanne Sebastiaan
    Maya Mike Lot Job Selina Nathan Faye Elias Dina Jip Benthe Senna Floor Yusuf Nour Tycho Eline Justin
    Julia-Anne Kevin Amber Bilal Malak Stef Sterre Jorn Marit Niels Nienke Johannes Wout Emilia Jonathan Hafsa
    Chris Marieke Cornelis Anne-Sophie Hendrik Catharina Pieter Elisabeth Jozef Petra Frans Margriet Huub Zeynep
    Sjef Oliwia Lambert Wiktoria Emre Defne Ömer Azra Kacper Zuzanna Antoni Amelia Szymon Maja Mehmet Eda Hamza
    Fatima Ibrahim Imane Younes Salma Ayoub Sofia Anass Inaya Zakaria Jannah Ilyas Meryem Anouar Aaliyah
    Marie-Claire Jean-Luc Anne-Fleur Lou-Anne José Renée André Chloé Noëlle Daniël Gabriël Raphaël Michaël Joël
    Anaïs Maïté Félice Désirée Céline Rutger Diederik Steffan Christiaan Philip Sophia Stephanie Christophe
    Mathilde Judith Ruth Theo Thirza Bart Annabel Annemijn Willemijn Josephine Frederique Valentijn Constantijn
    Laurens Maarten Wouter Jeroen Patrick Dominique Michelle Kimberly Kayleigh Chantal Yannick Cédric Gerard
    Godfried Egbert Lidwien Bernadette
""".split()
GEWOON = """
    Janssen Jansen Smeets Peters Hendriks Jacobs Hermans Willems Wouters Meijer Bakker Visser Smit Schmitz Mulder
    Bos Vos Dekker Brouwer Dijkstra Kuipers Kuijpers Claessens Claassen Vermeulen Vermeer Verhoeven Cremers
    Crombach Erkens Gielen Goossens Habets Heijnen Houben Jaspers Kerckhoffs Knops Konings Lemmens Leenders Meens
    Mertens Moonen Nijsten Offermans Pelzer Quaedvlieg Ramaekers Reinders Schoenmaekers Senden Snijders Souren
    Theunissen Thijssen Vaessen Voncken Weijers Wiertz Xhonneux Zeegers Zuidema Yilmaz Yıldız Öztürk Kaya Demir
    Şahin Çelik Aydın Doğan Kılıç Kowalski Nowak Wiśniewski Wójcik Zieliński Szymański Ahmed Mohamed Hassan Haddad
    Bakkali Amrani Benali Bouazza Aarab Idrissi Nguyen Müller Schröder Krüger Großmann Groß Böhm François Hoenjet
    Hollman Horbach Pluymaekers Franssen Driessen Gulikers Haagmans Huynen Jongen Kockelkoren Lardinois Mommers
    Nievelstein Packbier Rouwette Schreurs Spronken Starmans Thissen Ubachs Vliegen Wetzels Wijnen Zenden
""".split()
MET_VOORVOEGSEL = [
    ("de", "Jong"), ("de", "Vries"), ("van den", "Berg"), ("van", "Dijk"), ("de", "Boer"), ("de", "Groot"),
    ("van der", "Meer"), ("van", "Leeuwen"), ("de", "Wit"), ("van der", "Heijden"), ("van den", "Heuvel"),
    ("van der", "Linden"), ("op den", "Camp"), ("op de", "Weegh"), ("van de", "Weijer"), ("in den", "Bosch"),
    ("in 't", "Veld"), ("van 't", "Hof"), ("ter", "Braak"), ("ten", "Have"), ("den", "Ouden"), ("van", "Kan"),
    ("el", "Idrissi"), ("el", "Khattabi"), ("ait", "Hamou"), ("von den", "Hoff"), ("van der", "Ploeg"),
    ("uit den", "Boogaard"), ("aan de", "Brugh"), ("van", "Wersch"), ("de la", "Haye"), ("dos", "Santos"),
    ("da", "Silva"), ("op het", "Veld"), ("van den", "Bosch"), ("van der", "Wal"), ("de", "Bruijn"), ("van", "Beek"),
]  # fmt: skip
BEGIN = """
    Hooge Groen Zwart Wit Rooi Klein Groot Oude Nieuw Linden Eiken Beuken Wilgen Berken Roozen Bloemen Distel
    Koren Haver Gersten Molen Kerk Kapel Brug Water Zand Steen Heide Veen Duin Berg Dal Noord Zuid Ooster Wester
    Winter Zomer Lente Herten Vogel Valken Arend Raven Duiven Zwane Otter Wolfs Vosse Konings Hertogs Graven
    Bisschop Schaap Ossen
""".split()
EIND = """
    kamp veld berg dal horst beek broek bos brink dijk donk eind gaard haar heuvel hof huis hout laar loo mans
    mond rade rath schot stee stein straat winkel wijk woud zaal zijde
""".split()


@dataclass(frozen=True)
class Kind:
    """A child as a school writes it down."""

    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboren: date


def kinderen(rng: Random, aantal: int) -> list[Kind]:
    """So many children; three in a hundred have their twin among them, five a brother or sister."""
    gemaakt: list[Kind] = []
    while len(gemaakt) < aantal:
        kind = nieuw(rng)
        gemaakt.append(kind)
        lot = rng.random()
        if lot < 0.015:
            gemaakt.append(tweeling(rng, kind))
        elif lot < 0.04:
            gemaakt.append(broer_of_zus(rng, kind))
    return gemaakt[:aantal]


def nieuw(rng: Random) -> Kind:
    """A child of eleven or twelve."""
    tussenvoegsel, achternaam = _achternaam(rng)
    if rng.random() < 0.04:
        ander_voor, ander = _achternaam(rng)
        achternaam = f"{achternaam}-{' '.join(deel for deel in (ander_voor, ander) if deel)}"
    return Kind(_roepnaam(rng), tussenvoegsel, achternaam, date(2013, 8, 1) + timedelta(rng.randrange(500)))


def tweeling(rng: Random, kind: Kind) -> Kind:
    """The same surname and day, another first name."""
    return replace(kind, roepnaam=_andere_roepnaam(rng, kind))


def broer_of_zus(rng: Random, kind: Kind) -> Kind:
    """The same surname, another first name and day."""
    dagen = rng.choice([-1, 1]) * rng.randrange(300, 1200)
    return replace(kind, roepnaam=_andere_roepnaam(rng, kind), geboren=kind.geboren + timedelta(dagen))


def _andere_roepnaam(rng: Random, kind: Kind) -> str:
    return next(naam for _ in range(1000) if (naam := _roepnaam(rng)) != kind.roepnaam)


def _roepnaam(rng: Random) -> str:
    return _staart(rng, ROEPNAMEN, 100)


def _achternaam(rng: Random) -> tuple[str, str]:
    lot = rng.random()
    if lot < 0.25:
        return "", _staart(rng, GEWOON, 20)
    if lot < 0.35:
        return rng.choice(MET_VOORVOEGSEL)
    return rng.choice(("", "", "", "van", "van de")), rng.choice(BEGIN) + rng.choice(EIND)


def _staart(rng: Random, namen: list[str], vlak: int) -> str:
    """The first names of the list more often than the later ones; the higher `vlak`, the less so."""
    return rng.choices(namen, [1 / (plaats + vlak) for plaats in range(len(namen))])[0]
