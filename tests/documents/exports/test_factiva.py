import pytest

from classifier.documents.exports import factiva_html, factiva_rtf
from classifier.errors import InputError

from .build import file, rtf, run, split

TEXT = (
    "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.\n\n"
    "They agreed to meet again in May & June."
)

CODED = [
    "HD\tOld hands meet in Oslo", "BY\tBy Anna Smith", "WC\t22 words", "PD\t12 January 2005", "ET\t10:15",
    "SN\tThe Daily Letter", "SC\tLETTER", "ED\tLate Edition", "PG\tA3", "LA\tEnglish", "CY\t(c) 2005 The Daily Letter",
    "LP\t", "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.", "",
    "TD\t", "They agreed to meet again in May & June.", "", "CO\tletnws : Letter News", "RE\tnorw : Norway",
    "AN\tDocument LETTER0020050112E11C0001A", "",
    "HD\tGeheime Gespräche", "WC\t9 Wörter", "PD\t27 Februar 2012", "SN\tDer Bote", "SC\tBOTE", "LA\tDeutsch",
    "LP\t", "Frühere Minister beider Länder trafen sich im März heimlich.", "RE\tDeutschland", "",
    "Dokument BOTE000020120227E82R0000P", "",
    "HD\tA picture only", "WC\t0 words", "PD\t2 March 2012", "SN\tThe Daily Letter", "LA\tEnglish",
    "Document LETTER0020120302E8320000Q", "",
    "Search Summary", "Text\ttrade and talks", "Date\tAll Dates", "Results Found\t3",
]  # fmt: skip

PLAIN = [
    "Old hands meet in Oslo", "By Anna Smith", "22 words", "12 January 2005", "10:15", "The Daily Letter", "LETTER", "A3",
    "English", "(c) 2005 The Daily Letter.", "",
    "Two retired ambassadors met scholars of both sides in free-trade zones on Monday.", "",
    "They agreed to meet again in May & June.", "", "Document LETTER0020050112E11C0001A", "",
    "Geheime Gespräche", "9 Wörter", "27 Februar 2012", "Der Bote", "BOTE", "Deutsch", "© 2012 Der Bote",
    "Frühere Minister beider Länder trafen sich im März heimlich.", "Dokument BOTE000020120227E82R0000P",
    "A picture only", "0 words", "2 March 2012", "The Daily Letter", "LETTER", "English", "(c) 2012",
    "Document LETTER0020120302E8320000Q", "",
    "Search Summary", "Text\ttrade and talks",
]  # fmt: skip


def read_form(form):
    if form.endswith("html"):
        return run(factiva_html.read, file(form))
    return run(factiva_rtf.read, rtf(CODED if form == "coded" else PLAIN))


@pytest.mark.parametrize("form", ["factiva_a.html", "factiva_b.html", "coded", "plain"])
def test_each_form_gives_the_same_articles(form):
    documents, rejects = split(read_form(form))
    first, german = documents[0], next(d for d in documents if d.title == "Geheime Gespräche")
    assert (first.title, first.text, first.date) == ("Old hands meet in Oslo", TEXT, "2005-01-12")
    assert first.id.upper() == "LETTER0020050112E11C0001A"
    assert first.columns["source"] == "The Daily Letter"
    assert first.columns["byline"] == "By Anna Smith"
    assert first.columns["language"] == "English"
    assert first.columns["words_found"] == 21
    assert "A3" in (first.columns["section"], first.columns.get("pages"))
    assert german.text == "Frühere Minister beider Länder trafen sich im März heimlich."
    assert (german.date, german.columns["words_stated"], german.columns["source"]) == ("2012-02-27", 9, "Der Bote")
    assert german.columns["byline"] in ("", "Von Karl Möller")
    assert "'A picture only' has no body" in rejects[0].reason
    assert len(rejects) == 1


def test_all_articles_of_the_display_layout():
    documents, _ = split(run(factiva_html.read, file("factiva_a.html")))
    assert [d.record for d in documents] == [1, 2, 3, 4]
    assert documents[1].title == documents[0].title
    assert documents[1].id == "EVPOST0020050113e11d0002b"
    assert documents[1].columns["words_stated"] == 1204
    french = documents[3]
    assert french.text == "D'anciens ministres se sont réunis à Genève."
    assert (french.date, french.columns["words_stated"], french.columns["language"]) == ("2012-03-01", 1008, "Français")
    assert documents[2].columns["section"] == "Politik; 2"


def test_what_the_codes_add_and_what_is_cut():
    first = run(factiva_html.read, file("factiva_b.html"))[0]
    assert first.columns["credit"] == "Letter News Service"
    assert first.columns["edition"] == "Late Edition"
    assert first.columns["source_code"] == "LETTER"
    assert "Norway" not in str(first)


@pytest.mark.parametrize("name", ["factiva_a.html", "factiva_b.html"])
def test_truncated_html_rejects_the_article_that_breaks_off(name):
    data = file(name)
    *whole, last = run(factiva_html.read, data[: data.index(b"sich im")])
    assert whole[0].text == TEXT
    assert "'Geheime Gespräche' breaks off" in last.reason


@pytest.mark.parametrize("lines", [CODED, PLAIN])
def test_truncated_rtf_rejects_the_article_that_breaks_off(lines):
    data = rtf(lines)
    whole, last = run(factiva_rtf.read, data[: data.index(b"sich im")])
    assert whole.text == TEXT
    assert "'Geheime Gespräche' breaks off" in last.reason


@pytest.mark.parametrize("reader", [factiva_html.read, factiva_rtf.read])
@pytest.mark.parametrize("data", [b"", b"plain words", b"<html><body><p>A page</p></body></html>"])
def test_what_is_none_is_an_error(reader, data):
    with pytest.raises(InputError, match="no article of Factiva"):
        run(reader, data)


def test_nesting_too_deep_is_a_reject_and_the_others_get_through():
    deep = b'<div class="article enArticle">' + b"<div>" * 5000 + b"text"
    reject, first, *_ = run(factiva_html.read, deep + file("factiva_a.html"))
    assert "nested too deeply" in reject.reason
    assert first.text == TEXT
