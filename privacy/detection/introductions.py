"""What stands before the name of a person: how sure the words before a place make it that a name follows."""

from __future__ import annotations

import re
from enum import IntEnum

from privacy.detection.lexicon import PEOPLE
from privacy.detection.words import folded

LABELS = frozenset(
    "name holder claimant subject insured applicant signatory attendee signee cardholder booker consignee".split()
)
"""Words for persons in forms, beside those that columns have."""


_PERSONS = PEOPLE | LABELS


class Expected(IntEnum):
    """Whether a name follows: nothing says so, it may, it must."""

    NOTHING = 0
    MAYBE = 1
    SURELY = 2


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(phrase.strip() for line in listed.strip().splitlines() for phrase in line.split("|"))


_SURELY = _phrases("""
name is|name was|name|name's|called me|calls me|signed|signed by|naam is|naam|m'appelle|moi c'est|me llamo|nombre es|mi nombre es|heiße|heisse|heisst|heißt
name ist|mein name ist|mi chiamo|nome é|meu nome é|me chamo|nazywam się|mă numesc|numesc|όνομά μου είναι|ονομάζομαι|με λένε|меня зовут
мене звати|казвам се|jag heter|jeg heter|navn er|mit navn er|mitt navn er|nimeni on|jmenuji se|nama saya|tên tôi là|tôi là|adım|ismim|nevem|ik ben|je suis|soy
sono|jestem|minä olen|this is|here is|spoke to|spoke with|spoken to|talked to|talked with|talk to|chatted with|we hired|i hired|they hired
he married|she married|i married|interviewed|directed by|written by|zuständig|next of kin
kind regards|best regards|warm regards|many regards|regards|best wishes|kind wishes|yours sincerely|yours faithfully|yours truly|sincerely|cordially|mit freundlichen grüßen
mit freundlichen grüssen|viele grüße|viele grüsse|liebe grüße|cordialement|bien à vous|un saludo|saludos|saludos cordiales|atentamente|atenciosamente
cordiali saluti|met vriendelijke groet|met vriendelijke groeten|pozdrawiam|z poważaniem|med vänlig hälsning|med vänliga hälsningar|vennlig hilsen
med vennlig hilsen|venlig hilsen|med venlig hilsen|с уважением
""")
_FORMS = _phrases("""
applicant|guest|tenant|consignee|landlord|patient|passenger|visitor|employee|driver|seller|buyer|contact|kin|joiner|starter|cv|attn|claimant|subject
insured|holder|payee|recipient|sender|name|user|titular|kunde|client|customer|maiden name|last name|first name|surname
""")
"""Behind these a colon, and a name."""
_MAYBE = _phrases("""
named|call|called|contact|dear|hi|hello|by|from|patient|visitor|employee|seller|buyer|landlord|photographer|visit|ask|mother|father
behalf of|estate of|owner|driver|author|nurse|passenger|guest|witness|payee|beneficiary|ben|met|prof|tenant|lawyer|meet|holder|holder is|with|for|attn
customer|client|user|member|manager|agent|to|of|under|and|says|said|against|that|when|is|was|its|it's|i'm|i am|names|я|heter
für|pour|para|von|voor|dla|per|sayın|herr|frau|lieber|liebe|cher|chère|estimado|estimada|gentile|szanowny|szanowna|beste|add|contacted
""")
_WHOSE = frozenset("my his her our their your".split())
_KIN = frozenset(
    "wife husband son daughter brother sister mother father neighbor neighbour boss partner friend colleague landlord doctor cousin uncle aunt".split()
)
TITLES = (
    r"(?:Mrs?|Ms|Mx|Miss|Mister|Dr|Prof|Professor|Sir|Dame|Rev|Herrn?|Frau|Fr|Mme|Mlle|Madame|Monsieur|M|Me|Docteur|Doctor|Sr|Sra|Srta|"
    r"Señor(?:a|ita)?|Dña|Doña|Don|Dott|Dott\.ssa|Sig|Sig\.ra|Signor[ae]?|Pan|Pani|Panu|Hr|Dhr|Mevr|Mw|Mevrouw|Meneer|Ing|Dipl\.-Ing|"
    r"Officer|Sergeant|Sgt|Lt|Captain|Capt|Judge|Senator|Nurse|Detective|Inspector|Senhor(?:a)?|Gospod(?:in|a)|Fru|Г-н|Г-жа|Bay|Bayan)"
)
_TITLE = re.compile(TITLES + r"\.?")
_ENDS = frozenset(phrase.split()[-1] for phrase in _SURELY) | _KIN
_REACH = 40
_MOST_WORDS = 4


def introduces(text: str) -> bool:
    """Whether anything in ``text`` may make it sure that a name follows."""
    return ":" in text or "?" in text or not _ENDS.isdisjoint(text.replace(",", " ").replace("’", "'").lower().split())


def expected(text: str, at: int) -> Expected:
    """What the words before ``at`` say about what begins there."""
    before = text[max(0, at - _REACH) : at].rstrip(' \u00a0\n"“„«(')
    if not before:
        return Expected.NOTHING
    written = before.replace("’", "'").rstrip(":,? ").split()[-_MOST_WORDS:]
    if not written:
        return Expected.NOTHING
    if _TITLE.fullmatch(written[-1]) and before[-1] != ",":
        return Expected.SURELY
    words = [word.strip("().,;!\"'").lower() for word in written]
    phrases = [" ".join(words[-count:]) for count in range(1, len(words) + 1)]
    if not _SURELY.isdisjoint(phrases) or (before[-1] in ":?" and not _FORMS.isdisjoint(phrases)):
        return Expected.SURELY
    if words[-1] in _KIN and len(words) > 1 and words[-2] in _WHOSE:
        return Expected.SURELY
    if before[-1] in ".;!?":
        return Expected.NOTHING
    maybe = not _MAYBE.isdisjoint(phrases) or folded(words[-1]) in _PERSONS
    return Expected.MAYBE if maybe else Expected.NOTHING
