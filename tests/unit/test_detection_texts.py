"""What stands in texts, cause by cause: names, addresses, numbers that words name, and what is none of these."""

from __future__ import annotations

import pytest

from privacy.detection.spans import redacted, spans
from schemas.kinds import Kind

pytestmark = pytest.mark.unit

NAMES = {
    "a family name of no dictionary behind a usual given name": "ask Daniel Quorvenholt to sign",
    "a title makes sure of any name": "Mevrouw Wilbrecht Oosterzand belt morgen",
    "a signature": "Kind regards,\nThurstan Velloway",
    "a form": "Consignee: Balduin Okwarre",
    "JSON": '{"client": "Anselm Quayleford"}',
    "XML": "<customer>Despina Vlachopoulou</customer>",
    "a nickname between": 'Robert "Bobby" Fennimore has paid',
    "a suffix": "signed by Martin Hollins Jr.",
    "capitals, family name first": "FENNIMORE, ROBERT T has not paid",
    "small letters behind an introduction": "my name is tomasz brightwick",
    "a script without capitals behind a word for a person": "Passenger 佐藤 健一, seat 4",
    "before an address of their own": "Zdenka Orlovarre <zdenka.orlovarre@canary.example>",
    "above a postal address": "Haldor Vixenbrook\n12 Elm Street\nSpringfield, IL 62701",
    "a particle": "the tenant is Ruben de Jong",
}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_full_names_are_found(text: str) -> None:
    assert [span.kind for span in spans(text)].count(Kind.PERSON_NAME) == 1


SINGLES = {
    "My name is Thandiwe": "My name is [PERSON_NAME]",
    "Hi Katarzyna, the lift is out of order.": "Hi [PERSON_NAME], the lift is out of order.",
    "See you then.\nCheers,\nGiulia": "See you then.\nCheers,\n[PERSON_NAME]",
    "a birthday card for my daughter Annika": "a birthday card for my daughter [PERSON_NAME]",
    "Mrs. Fennimore lives upstairs": "Mrs. [PERSON_NAME] lives upstairs",
    "Tomasz said it was open": "[PERSON_NAME] said it was open",
    "Anneliese is late, as he always is when she cooks": "[PERSON_NAME] is late, as he always is when she cooks",
    "with Annika, Tomasz and Giulia": "with [PERSON_NAME], [PERSON_NAME] and [PERSON_NAME]",
    "Annika: on my way\nTomasz: good": "[PERSON_NAME]: on my way\n[PERSON_NAME]: good",
    "Annika Fennimore called. Fennimore will pay.": "[PERSON_NAME] called. [PERSON_NAME] will pay.",
}


@pytest.mark.parametrize(("text", "shown"), SINGLES.items(), ids=SINGLES)
def test_single_names_are_found_where_the_sentence_makes_them_certain(text: str, shown: str) -> None:
    assert redacted(text) == shown


ADDRESSES = [
    "ship it to 305 Main, Fort Cobb, OK 73038 please",
    "217 conniston road, west palm beach, fl 33458",
    "Pfarrgasse 91\n8741 Weissdorf",
    "Síp utca 17.\n2217 Gomba",
    "49 Rue du Niger, Kef Chami, 8080",
    "rr 3 box 273 sullivan il 61951",
    "my address is 5844 Larranaga",
    "8 Wressle Road\nLOWDALE, PL15 5SA",
    "Corellistraat 178\n1077 HB Amsterdam",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses_of_many_countries_are_found_as_a_whole(text: str) -> None:
    (found,) = (span for span in spans(text) if span.kind is Kind.POSTAL_ADDRESS)
    assert text[found.end :] in ("", " please")


DECLARED = {
    "passport number LP5048339": "passport number [OTHER_ID]",
    "driver's license: D245-938-19": "driver's license: [OTHER_ID]",
    "bank account 8721938475 is closed": "bank account [OTHER_ID] is closed",
    "tax id 94-2841935": "tax id [OTHER_ID]",
    "credit card 4716 9876 2234 1561 is lost": "credit card [CREDIT_CARD] is lost",
    "registered +351 21 244 898 809": "registered [PHONE]",
    "and the ZIP code? customer: 98103": "and the ZIP code? customer: [ZIP_CODE]",
}


@pytest.mark.parametrize(("text", "shown"), DECLARED.items(), ids=DECLARED)
def test_numbers_are_what_the_words_before_them_say(text: str, shown: str) -> None:
    assert redacted(text) == shown


BORNE = [
    "Dear Paul Smith, your parcel is here",
    "Please call Paul Smith",
    "a meeting with David Jones",
    "Mr Tom Ford lives here",
]


@pytest.mark.parametrize("text", BORNE)
def test_who_is_called_like_a_brand_is_a_person_where_the_words_before_say_so(text: str) -> None:
    assert [span.kind for span in spans(text)] == [Kind.PERSON_NAME]


NOTHING = [
    "The Marie Curie hall is closed",
    "Calvin Klein shirt, navy, size L",
    "Dr Pepper 24 cans",
    "Wells Fargo and Morgan Stanley lead the table",
    "Salle Victor Hugo, 3e étage",
    "flights from Porto Alegre in May",
    "Parker Hydraulics signed a contract",
    "RFC 5322 and RFC 2606",
    "gift card 4716 9876 2234 1561",
    "part number 741-11-0028 replaces 741-11-0027",
    "passport office, room 12",
    "Hi team, the lift is out of order",
    "Best regards,\nCustomer Service",
    "Julia 1.9 is faster than R here",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_named_after_persons_or_only_looks_like_data_is_not_taken(text: str) -> None:
    assert spans(text) == []


@pytest.mark.timeout(60)
def test_texts_made_to_be_slow_are_not() -> None:
    """A chain of names took minutes, with a pattern that could split anywhere."""
    for text in ("Abc-" * 1000 + "1", "12 Abc St" + "\n" * 4000 + "x", "Abc 12, " * 500, "1 Abc Def " * 400):
        spans(text)
