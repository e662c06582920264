"""What the databases call the parts of an article, in the languages of their interfaces.

Keys are the columns of the result; ``_`` before a key marks what is cut (index terms, dates of loading).
"""

from __future__ import annotations

import re

#: Nexis: labels before the text. One spelling serves ``BYLINE:`` and ``Byline:``.
NEXIS_HEAD = {
    "byline": "byline autor autoren von auteur auteurs autor(es) autore door firma",
    "section": "section rubrik ressort rubrique sección seccion sezione sectie",
    "words": "length länge laenge longueur longitud extensión extension lunghezza lengte",
    "title": "headline titel überschrift titre titular titolo kop",
    "highlight": "highlight zusammenfassung encadré encadre destacado",
    "dateline": "dateline ort datumszeile origine lugar",
    "series": "series serie série",
    "edition": "edition ausgabe édition edición edizione editie",
    "body": "body text textkörper texte corps cuerpo corpo",
}
#: Nexis: labels after the text.
NEXIS_TAIL = {
    "language": "language sprache langue idioma lingua taal",
    "publication_type": "publication-type publikationsart type-de-publication tipo-de-publicación",
    "graphic": "graphic grafik graphique gráfico",
    "correction": "correction correction-date korrektur",
    "url": "url",
    "notes": "notes note anmerkungen",
    "_load_date": "load-date update ladedatum date-de-chargement fecha-de-carga fecha-carga",
    "_index": (
        "classification klassifizierung classificación clasificación subject organization company ticker industry person "
        "geographic city state country loaded journal-code zeitungs-code code-du-journal acc-no category type "
        "document-type pub-type issn series-id publisher distribution enhancement facilities column cite region "
        "personen unternehmen branche stichwort stichworte land thema sujet pays société entreprise personne"
    ),
}
#: Nexis Uni: lines that stand alone.
BODY = frozenset(["body", "text", "textkörper", "volltext", "corps", "cuerpo", "corpo", "texte"]) | {
    "corps de l'article"
}
AFTER_BODY = {
    "graphic": frozenset(["graphic", "graphics", "grafik", "graphique", "gráfico"]),
    "_index": frozenset(["classification", "klassifizierung", "clasificación", "classificazione", "classificatie"]),
}
END = frozenset(
    (
        "end of document", "ende des dokuments", "dokumentende", "fin du document", "fin del documento",
        "fine del documento", "einde van document", "einde van het document", "fim do documento",
    )
)  # fmt: skip

PROQUEST = {
    "title": "title; titel; titre; título; article title",
    "byline": "author; authors; autor; autoren; auteur; auteurs; byline; verfasser",
    "source": (
        "publication title; titel der publikation; publikationstitel; titre de la publication; "
        "título de publicación; título de la publicación"
    ),
    "date": (
        "publication date; erscheinungsdatum; publikationsdatum; date de publication; fecha de publicación; "
        "datum der publikation"
    ),
    "year": (
        "publication year; erscheinungsjahr; publikationsjahr; année de publication; año de publicación; "
        "jahr der publikation"
    ),
    "body": "full text; volltext; texte intégral; texte complet; texto completo",
    "abstract": "abstract; zusammenfassung; résumé; resumen",
    "id": (
        "proquest document id; proquest-dokument-id; proquest-dokumenten-id; id de document proquest; "
        "identifiant du document proquest; id del documento de proquest"
    ),
    "language": (
        "language of publication; language; sprache der publikation; langue de la publication; langue; "
        "idioma de publicación; idioma de la publicación; sprache"
    ),
    "section": "section; abschnitt; rubrik; rubrique; sección",
    "words": "word count; words; wortzahl; wörter; nombre de mots; número de palabras",
    "url": (
        "document url; dokument-url; dokumenten-url; url du document; url de document; url del documento; "
        "proquest document link; link zum proquest-dokument"
    ),
    "publication_type": "source type; quellentyp; type de source; tipo de fuente",
    "document_type": "document type; dokumenttyp; dokumententyp; type de document; tipo de documento",
    "place": (
        "place of publication; country of publication; erscheinungsort; ort der publikation; land der publikation; "
        "lieu de publication; pays de publication; lugar de publicación; país de publicación"
    ),
    "pages": "pages; first page; start page; seiten; erste seite; première page; páginas; primera página",
    "_index": (
        "subject; schlagwort; fachgebiet; sujet; matière; materia; location; standort; ort; lieu; lugar; people; person; "
        "personen; personnes; personas; company / organization; company/organization; company; organization; unternehmen/organisation; "
        "unternehmen / organisation; société / organisation; empresa/organización; empresa / organización; "
        "identifier / keyword; identifier/keyword; identifikator/schlüsselwort; identificateur / mot-clé; "
        "identificador / palabra clave; classification; klassifizierung; clasificación; business indexing term; "
        "publisher; verlag; verleger; éditeur; editorial; publication subject; fachgebiet der publikation; "
        "sujet de la publication; materia de la publicación; issn; e-issn; eissn; isbn; volume; band; volumen; issue; "
        "heft; ausgabe; numéro; número; links; copyright; database; datenbank; base de données; base de datos; "
        "last updated; zuletzt aktualisiert; dernière mise à jour; última actualización; accession number; "
        "alternate title; publication info; publication information; editor; ethnicity; ethnicity/race; column; "
        "edition; dateline; print availability; proquest document link; number of pages; document feature; "
        "publication frequency; supplement; special issue; series; correspondence author; credit line; tag; "
        "online publication date; milestone dates; copyright holder; rights; coverage; doi; source; website"
    ),
}


def by_label(table: dict[str, str], separator: str | None = None) -> dict[str, str]:
    """Turn a table round, from label (in small letters) to key; of two keys the first wins.

    Examples
    --------
    >>> by_label({"words": "length länge"})["länge"]
    'words'
    """
    turned: dict[str, str] = {}
    for key, labels in table.items():
        for label in labels.split(separator):
            turned.setdefault(label.strip(), key)
    return turned


_LABEL = re.compile(r"\s*([^\W\d_][^:\n]{0,40}?)\s?:(?:\s+|$)")


def split_label(line: str, known: dict[str, str]) -> tuple[str, str] | None:
    r"""Split a line into the key of its label and its value, or give None where it has no label that is known.

    Examples
    --------
    >>> split_label("Länge:\u00a0808 Wörter", by_label(NEXIS_HEAD))
    ('words', '808 Wörter')
    >>> split_label("He said: no.", by_label(NEXIS_HEAD))
    """
    found = _LABEL.match(line)
    key = known.get(found[1].lower()) if found else None
    return (key, line[found.end() :].strip()) if found and key else None
