"""What gives away a company or a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.names import KnownName, NameIndex

TEXTILE = KnownName("Jansen Textiel", "company")
LIMITED = KnownName("Zwaan & Zn. B.V.", "company")
SIGNS = KnownName("C++", "company")
COLD = KnownName("'t Höfke", "company")
UNDERSCORE = KnownName("Wash_It", "company")
CHINESE = KnownName("绿色公司", "company")
TOWN = KnownName("Gemeente Utrecht", "municipality")
VILLAGE = KnownName("’s-Graveland", "municipality")
PERSON = KnownName("Zoë de Vries", "person")
SHORT = KnownName("Bo", "person")
EMAIL = KnownName("zoe.de_vries@example.org", "email")
PHONE = KnownName("020 - 555 01 23", "phone")
MOBILE = KnownName("+31 (0)6 5550 1234", "phone")
ABROAD = KnownName("+351 21 555 0123", "phone")
TWO = KnownName("010-5550199 / 06-55501999", "phone")
EXTENSION = KnownName("030 5550144 toestel 12", "phone")
KNOWN = (
    *(TEXTILE, LIMITED, SIGNS, COLD, UNDERSCORE, CHINESE, TOWN, VILLAGE, PERSON, SHORT, EMAIL),
    *(PHONE, MOBILE, ABROAD, TWO, EXTENSION, KnownName(" ", "person")),
)
INDEX = NameIndex(KNOWN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wat vraagt Jansen Textiel ons?", (TEXTILE,)),
        ("JANSEN\n\ttextiel", (TEXTILE,)),
        ("Jansen\u00a0Textiels stoffen", (TEXTILE,)),
        ("Jansen Textiel's stoffen", (TEXTILE,)),
        ("Jansen Textiel’s stoffen", (TEXTILE,)),
        ("(jansen-textiel)", ()),
        ("Jan<b>sen</b> Textiel", (TEXTILE,)),
        ("Jansen<br>Textiel", (TEXTILE,)),
        ("Jan-\n> sen Textiel", (TEXTILE,)),
        ("Zoë. de Vries", (PERSON,)),
        ("mail zoe.de_vries%40example.org", (EMAIL,)),
        ("bel 020·555·01·23 of 020:555:0123", (PHONE,)),
        ("Jansen Textielen", ()),
        ("Verjansen Textiel", ()),
        ("Jansen", ()),
        ("**Jansen** _Textiel_", (TEXTILE,)),
        ("Jan**sen** Tex\u200btiel", (TEXTILE,)),
        ("Jan\u00adsen_Textiel", (TEXTILE,)),
        ("> bij Jansen\n> Textiel", (TEXTILE,)),
        ("[Jansen](https://example.org) Textiel", (TEXTILE,)),
        ("Jansen&nbsp;T&#101;xtiel", (TEXTILE,)),
        ("𝐉𝐚𝐧𝐬𝐞𝐧 Ｔextiel", (TEXTILE,)),
        ("bij zwaan & zn. bv", (LIMITED,)),
        ("Zwaan &amp; Zn. B.V. en", (LIMITED,)),
        ("in C++ en", (SIGNS,)),
        ("in C en", ()),
        ("In ‘t Hofke", (COLD,)),
        ("met Wash_It", (UNDERSCORE,)),
        ("met WashIt", (UNDERSCORE,)),
        ("与绿色公司合作", (CHINESE,)),
        ("in Utrecht", ()),
        ("provincie Utrecht, gemeente Zeist", ()),
        ("de gemeente **Utrecht**s plan", (TOWN,)),
        ("gemeente 's-Graveland", (VILLAGE,)),
        ("Zoë vraagt", ()),
        ("ZOE DE VRIES", (PERSON,)),
        ("Zoe\u0308 de Vries'", (PERSON,)),
        ("Vraag Bo's mening", (SHORT,)),
        ("boter", ()),
        ("Mail mailto:Zoe.de_Vries@Example.org.", (EMAIL,)),
        ("(zoe.de_vries @ example.org)", (EMAIL,)),
        ("zoe.de_vries+circo@example.org.Daarna", (EMAIL,)),
        ("[mail](mailto:zoe.de_vries@example.org)", (EMAIL,)),
        ("anzoe.de_vries@example.org", ()),
        ("zoe.de_vries@example.com", ()),
        ("bel 0205550123", (PHONE,)),
        ("bel (020) 555-0123 nu", (PHONE,)),
        ("sinds 2026 020-5550123", (PHONE,)),
        ("+31 20 555 01 23", (PHONE,)),
        ("0031205550123", (PHONE,)),
        ("+31 (0)20-5550123", (PHONE,)),
        ("nr 102055501234", ()),
        ("06-55501234", (MOBILE,)),
        ("31655501234", (MOBILE,)),
        ("00351 215550123", (ABROAD,)),
        ("06 55 50 19 99 of 010 555 01 99", (TWO,)),
        ("030-5550144", (EXTENSION,)),
        ("kamer 12", ()),
        ("Zoë de Vries van Jansen Textiel, Zoë de Vries", (PERSON, TEXTILE)),
        ("", ()),
    ],
)
def test_what_is_found(text: str, found: tuple[KnownName, ...]) -> None:
    assert INDEX.find(text) == found


def test_common_words_and_repeated_names_count() -> None:
    company, person = KnownName("De", "company"), KnownName("de", "person")
    assert NameIndex([person, company]).find("Wat is de vraag?") == (company, person)


def test_a_hyphen_of_a_name_may_be_a_space_and_an_abbreviation_may_lack_its_stop() -> None:
    smit, sons = KnownName("Jan van der Veer-Smit", "person"), KnownName("Smit & Zn. B.V.", "company")
    index = NameIndex([smit, sons])
    for text in ("Jan van der Veer-Smit", "JAN VAN DER VEER SMIT", "Jan van der Veer‑Smits boek"):
        assert index.find(text) == (smit,)
    for text in ("Smit & Zn. B.V.", "Smit & Zn BV", "Smit &amp; Zn. BV"):
        assert index.find(text) == (sons,)


def test_a_backtick_may_be_an_apostrophe() -> None:
    known = KnownName("O'Neill", "person")
    assert NameIndex([known]).find("O`Neill") == (known,)


def test_an_unknown_kind_is_a_fault() -> None:
    with pytest.raises(ValueError, match="'e-mail' is not a kind of name"):
        NameIndex([KnownName("a@example.org", "e-mail")])


def test_what_is_no_address_or_number_is_found_as_words() -> None:
    words = (KnownName("zoe at example", "email"), KnownName("geen telefoon", "phone"))
    assert NameIndex(words).find("zoe at example heeft geen telefoon") == words


names = st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,12}( [A-Za-zÀ-ÖØ-öø-ÿ]{2,12}){0,3}", fullmatch=True)


@given(
    names,
    st.sampled_from([str.lower, str.upper, str.title, str.swapcase]),
    st.sampled_from(["", "s", "'s", "’s", ".", ", en", " ", "**"]),
    st.sampled_from([" ", "\n", "\u00a0", "  \t"]),
    st.sampled_from(["", "bij ", "(", "**", "\u200b"]),
)
def test_names_are_found_however_written(
    name: str, written: Callable[[str], str], behind: str, space: str, before: str
) -> None:
    known = KnownName(name, "person")
    text = before + written(name).replace(" ", space) + behind
    assert NameIndex([known]).find(text) == (known,)


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    assert isinstance(INDEX.find(text), tuple)


@given(st.text(min_size=1, max_size=30), st.sampled_from(["company", "person", "email", "phone"]))
def test_a_known_text_finds_itself(text: str, kind: str) -> None:
    known = KnownName(text, kind)
    assert NameIndex([known]).find(text) in ((known,), ())


def test_the_right_one_of_many_names_that_begin_alike() -> None:
    index = NameIndex(KnownName(f"Bedrijf {number}", "company") for number in range(20_000))
    assert index.find("bij bedrijf 1, Bedrijf\n19999's en bedrijf 20000") == (
        KnownName("Bedrijf 1", "company"),
        KnownName("Bedrijf 19999", "company"),
    )


@pytest.mark.parametrize(
    "written", ["De Zonnebloem Drukkerij", "de zonnebloem drukkerij's", "De Zonnebloem Drukkerij BV"]
)
def test_a_company_is_named_without_its_legal_form_too(written: str) -> None:
    known = KnownName("De Zonnebloem Drukkerij B.V.", "company")
    assert NameIndex([known]).find(f"Vraag het {written} eens.") == (known,)


def test_of_a_name_of_one_word_the_legal_form_stays_needed() -> None:
    assert NameIndex([KnownName("Circulair B.V.", "company")]).find("Dat is circulair gedacht.") == ()
