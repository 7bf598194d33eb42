"""The kinds of personal data that fields declare and detection tells apart, with level and least treatment of each."""

from __future__ import annotations

from enum import StrEnum

from schemas.levels import Level


class Kind(StrEnum):
    """What a value is. A column has one, the primary one."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"
    SSN = "SSN"
    """of the United States"""
    CREDIT_CARD = "CREDIT_CARD"
    IP_ADDRESS = "IP_ADDRESS"
    PERSON_NAME = "PERSON_NAME"
    POSTAL_ADDRESS = "POSTAL_ADDRESS"
    """with street and house, or a post box; a town alone is none"""
    ZIP_CODE = "ZIP_CODE"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    USER_ID = "USER_ID"
    """the key of a person"""
    OTHER_ID = "OTHER_ID"
    """what a state, a bank or a maker gave one person: IBAN, passport, national numbers, vehicles, handsets"""
    NONE = "NONE"

    @property
    def level(self) -> Level:
        return _LEVEL[self]

    @property
    def treatment(self) -> str:
        """The least that is to be done before the ANONYMIZED zone, in the words of ``privacy.treatments``."""
        return _TREATMENT[self]


_LEVEL = {
    Kind.EMAIL: Level.SECRET,
    Kind.PHONE: Level.SECRET,
    Kind.SSN: Level.SECRET,
    Kind.CREDIT_CARD: Level.SECRET,
    Kind.IP_ADDRESS: Level.IDENTIFYING,
    Kind.PERSON_NAME: Level.SECRET,
    Kind.POSTAL_ADDRESS: Level.SECRET,
    Kind.ZIP_CODE: Level.IDENTIFYING,
    Kind.DATE_OF_BIRTH: Level.IDENTIFYING,
    Kind.USER_ID: Level.IDENTIFYING,
    Kind.OTHER_ID: Level.SECRET,
    Kind.NONE: Level.PERSONAL,
}

_TREATMENT = {
    Kind.EMAIL: "keyed hash",
    Kind.PHONE: "suppress",
    Kind.SSN: "suppress",
    Kind.CREDIT_CARD: "suppress",
    Kind.IP_ADDRESS: "mask to the network",
    Kind.PERSON_NAME: "suppress",
    Kind.POSTAL_ADDRESS: "suppress",
    Kind.ZIP_CODE: "generalise to three digits",
    Kind.DATE_OF_BIRTH: "generalise to bands",
    Kind.USER_ID: "pseudonym",
    Kind.OTHER_ID: "suppress",
    Kind.NONE: "keep",
}
