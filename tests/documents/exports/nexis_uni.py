"""A Nexis Uni export as paragraphs, in English and, for two articles, in the German and French interface."""

from .build import MARK

ID = "https://advance.lexis.com/api/document?collection=news&id=urn:contentItem:{}&context="
LINKS = [ID.format(f"4F2Y-YKH0-TX4X-W3C{n}-00000-00") for n in range(7)]

COVER = [
    MARK + "_GoBack",
    "User Name:\u00a0A. READER",
    "Date and Time:\u00a0Wednesday, December 19, 2018 7:08:00 PM JST",
    "Job Number:\u00a079564983",
    "Documents (7)",
    ("1. Old hands meet in *Oslo*", 0),
    "Client/Matter:\u00a0-None-",
    "Search Terms:\u00a0talks",
    "Search Type:\u00a0Natural Language",
    "Narrowed by:",
    "Content Type",
    "Narrowed by",
    "News",
    "Sources: The Daily Letter",
    ("2. Body", 1),
    "Client/Matter:\u00a0-None-",
    ("3. Body", 2),
    ("4. A lost page", 3),
    ("5. Geheime Gespräche", 4),
    ("6. Rencontre à Genève", 5),
    ("7. No text at all", 6),
]

ARTICLES = [
    [
        MARK + "Bookmark_1",
        ("Old hands meet in *Oslo*", 0),
        "The Daily Letter",
        "January 12, 2005 Wednesday",
        "Late Edition - Final",
        "Copyright 2005 The Daily Letter All Rights Reserved",
        "Section:\u00a0A; Foreign Desk; Pg. 3",
        "Length:\u00a020 words",
        "Byline:\u00a0By Anna Smith",
        "Highlight:\u00a0Retired envoys try again.",
        "Dateline:\u00a0OSLO",
        "Body",
        "Two retired ambassadors met scholars of both sides in free-*trade* zones on Monday.",
        "Body",
        "They agreed to meet again in May.",
        "Graphic",
        "PHOTO: The house of the talks",
        "Classification",
        "Language: ENGLISH",
        "Publication-Type: Newspaper",
        "Subject: DIPLOMACY (90%)",
        "Load-Date:\u00a0January 13, 2005",
        "End of Document",
    ],
    [  # no byline, no length; a headline that is the word
        MARK + "Bookmark_2",
        ("Body", 1),
        "The Evening Post",
        "May 2, 2002, Thursday,, FINAL EDITION",
        "Copyright 2002 The Evening Post",
        "Body",
        "The foreign ministers signed. Note: nothing more is known.",
        MARK + "stray",
        "Load-Date:\u00a0May 3, 2002",
        "End of Document",
    ],
    [  # of the same headline
        MARK + "Bookmark_3",
        ("Body", 2),
        "The Evening Post",
        "Spring 2002",
        "Length:\u00a0900 words",
        "Body",
        "Another text.",
        "End of Document",
    ],
    [
        MARK + "Bookmark_4",
        ("A lost page", 3),
        "The Daily Letter",
        "3 March 2005",
        "We are sorry but there is an error in this document and it is not possible to display it.",
        "End of Document",
    ],
    [
        MARK + "Bookmark_5",
        ("Geheime Gespräche", 4),
        "Der Bote",
        "27. Februar 2012 Montag 9:50 PM GMT+1",
        "Copyright 2012 Der Bote Alle Rechte vorbehalten",
        "Rubrik:\u00a0POLITIK; S. 2",
        "Länge:\u00a09 Wörter",
        "Autor:\u00a0Karl Möller",
        "Textkörper",
        "Frühere Minister beider Länder trafen sich im März heimlich.",
        "Klassifizierung",
        "Sprache: GERMAN; DEUTSCH",
        "Update:\u00a028. Februar 2012",
        "Ende des Dokuments",
    ],
    [
        MARK + "Bookmark_6",
        ("Rencontre à Genève", 5),
        "La Lettre",
        "1er mars 2012 jeudi",
        "Rubrique:\u00a0MONDE",
        "Longueur:\u00a01 008 mots",
        "Auteur:\u00a0Zoé Petit",
        "Body",
        "D'anciens ministres se sont réunis à Genève.",
        "Fin du document",
    ],
    [
        MARK + "Bookmark_7",
        ("No text at all", 6),
        "The Daily Letter",
        "4 March 2005",
        "Length:\u00a00 words",
        "Body",
        "Classification",
        "Language: ENGLISH",
        "End of Document",
    ],
]


def paragraphs(cover=True):
    return [*(COVER if cover else []), "", *(p for article in ARTICLES for p in article)]


def lines():
    """The same as an RTF file has it: no bookmarks, empty lines instead."""
    flat = (p[0] if isinstance(p, tuple) else "" if p.startswith(MARK) else p for p in paragraphs())
    return [line.replace("*", "") for line in flat]
