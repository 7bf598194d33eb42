"""Names of persons that stand for something else: brands, works, figures of fiction, streets and halls.

A list of what is known far and wide, and words before and behind a name that make it the name of a thing. Persons of
history are listed as well: nobody alive is told by them, and most texts that name them mean a hall or a course.
"""

from __future__ import annotations

import re

from privacy.detection.introductions import Expected

_LISTED = """
calvin klein|tommy hilfiger|ralph lauren|hugo boss|kate spade|ted baker|karl lagerfeld
yves saint laurent|saint laurent|yves rocher|louis vuitton|christian dior|christian louboutin|jimmy choo|stella mccartney
tom tailor|jack wolfskin|helly hansen|eddie bauer|jack & jones|marco polo|max mara
massimo dutti|pierre cardin|giorgio armani|emporio armani|roberto cavalli|salvatore ferragamo|miu miu|vera bradley
tory burch|elizabeth arden|estee lauder|charlotte tilbury|bobbi brown|jo malone|paco rabanne|jean paul gaultier
thierry mugler|helena rubinstein|laura mercier|daniel wellington|patek philippe|philip stein|levi strauss|harry winston
johnnie walker|johnny walker|jack daniel|jack daniels|jim beam|captain morgan|jose cuervo|don julio|george dickel
dr pepper|dr oetker|dr martens|dr scholl|dr hauschka|mr coffee|mr clean|mrs dash|mr kipling|mr muscle|mr bean|mrs doubtfire|miss saigon
aunt jemima|uncle ben|uncle bens|betty crocker|sara lee|ben & jerry|earl grey|lady grey|caesar salad|bloody mary
morgan stanley|wells fargo|goldman sachs|jp morgan|morgan chase|merrill lynch
philip morris|ernst young|arthur andersen|baker tilly|marks spencer|neiman marcus
aston martin|alfa romeo|austin healey|land rover|mercedes benz|harley davidson|rolls royce|john deere|massey ferguson
baker mckenzie|clifford chance|allen overy|norton rose|jones day|kirkland ellis|booz allen|price waterhouse
martin marietta|pratt whitney|black decker|smith wesson|robert bosch|hewlett packard|bowers wilkins|bang olufsen|arduino nano
victoria secret|victorias secret|louis philippe|allen solly|van heusen|tim hortons|papa johns|papa john|carl jr|wendys|trader joe
peter pan|harry potter|sherlock holmes|oliver twist|jane eyre|anna karenina|emma bovary|madame bovary
huckleberry finn|robinson crusoe|dorian gray|jean valjean|don quixote|don giovanni|don juan|king lear
romeo juliet|peter rabbit|mickey mouse|donald duck|bart simpson|lara croft|indiana jones|luke skywalker|darth vader
mary poppins|forrest gump|jack sparrow|nancy drew|hercule poirot|captain hook|captain nemo
bob marley|jimi hendrix|lady gaga|ed sheeran|elton john|david bowie|john lennon|elvis presley
marie curie|albert einstein|isaac newton|charles darwin|max planck|alan turing|nikola tesla|galileo galilei
rosa parks|martin luther|martin luther king|abraham lincoln|george washington|thomas jefferson|nelson mandela|mahatma gandhi
winston churchill|napoleon bonaparte|julius caesar|marcus aurelius|queen victoria|jeanne darc|joan of arc|anne frank|sophie scholl
charles de gaulle|victor hugo|jules verne|jean moulin|jean jaures|jules ferry|louis pasteur|marcel proust|simone veil|marie antoinette
vittorio emanuele|giuseppe garibaldi|giuseppe verdi|carlo felice|dante alighieri|marco polo|simon bolivar|jose de san martin|diego de almagro|pedro de valdivia|hernan cortes|francisco pizarro|vasco da gama|benito juarez|antonio jose de sucre|miguel de cervantes|reina sofia
konrad adenauer|willy brandt|karl marx|friedrich schiller|robert koch|alexander von humboldt|rosa luxemburg|clara zetkin
john f kennedy|ronald reagan|benjamin franklin|vincent van gogh|van gogh|claude monet|leonardo da vinci|johann sebastian bach
william shakespeare|jane austen|charles dickens|mark twain|oscar wilde|virginia woolf|agatha christie|ernest hemingway|franz kafka
jan pawel|fryderyk chopin|adam mickiewicz|juliusz slowacki|mikolaj kopernik|jozef pilsudski|ho chi minh|mustafa kemal
rio de janeiro|mar del plata|chi minh|united arab|sao tome|porto alegre|saint lucia|sierra leone|sri lanka|santa fe|santa cruz|santa clara|santa maria|santa barbara|san jose|san marino|saint germain|buenos aires|costa rica|el paso
charlotte douglas|christopher street|madison square|jackson hole|king charles|queen anne|queen elizabeth|prince edward
python java|ruby rails|ruby red|merry christmas|good morning|good friday|hunter green|forest green|royal blue|navy blue|rose gold
"""
_BORNE = """
paul smith|david jones|lee cooper|dick smith|edward jones|raymond james|evan williams|jack jones|ben sherman
fred perry|tom ford|laura ashley|tom collins|mary jane|mary kay|charles schwab|peter england|grant thornton
peter parker|bruce wayne|clark kent|tony stark|james bond|taylor swift|michael jackson|david copperfield|tom sawyer
michael kors|marc jacobs|elizabeth bennet
"""
"""What many living persons are called as well: a thing only where nothing says that a person follows."""


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for line in listed.strip().splitlines() for name in line.split("|"))


_SHARED = _names(_BORNE)
_KNOWN = _names(_LISTED) | _SHARED
_LONGEST = max(name.count(" ") for name in _KNOWN) + 1

_BEFORE = re.compile(
    r"(?:\bno\.?|#|street|avenue|university|hotel|hospital|museum|airport|lake|mount|mt\.?|saint|st\.|port|fort|san|santa|"
    r"new|old|visit|city of|church of|university of|hurricane|storm|typhoon|vessel|ship|hms|uss|film|movie|novel|book|brand|model|room|hall|"
    r"salle|lyc[ée]e|coll[èe]ge|[ée]cole|rue|avenue|boulevard|place|pont|stade|h[ôo]pital|gare|m[ée]tro|sala|teatro|ponte|piazza|via|viale|"
    r"corso|museo|plaza|calle|avenida|instituto|colegio|escuela|liceo|cl[íi]nica|iglesia|parroquia|bas[íi]lica|catedral|residentie|residencia|r[ée]sidence|villa|piazzale|gymnasium|grundschule|realschule|klinikum|basisschool|szko[łl]a|parque|pra[çc]a|saal|raum|schule|park|szpital im\.|im\.|ul\.|zaal|plein)\s(?:['\"„«“]\s?)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[ ,]{1,2}(?:street|st\b|avenue|ave|road|rd\b|blvd|boulevard|lane|drive|square|park|bridge|airport|station|university|college|"
    r"school|hospital|hotel|museum|inc\b|ltd|llc|plc|gmbh|corp|co\b|company|companies|foundation|institute|stadium|theat|shoes|jeans|shirt|sofa|"
    r"lamp|album|movie|film|novel|edition|prize|award|cup\b|model|center|centre|building|library|church|cathedral|sauce|perfume|brand|"
    r"store|outlet|watch|hall\b|house\b|memorial|medal|trophy|tower|terminal|line\b|sa\b|ag\b|kg\b|s\.?r\.?l|s\.?p\.?a|bv\b|oy\b|ab\b|group|holding|a\.ş|inn\b|version of|&)",
    re.IGNORECASE,
)


def is_listed(words: list[str]) -> bool:
    """Whether ``words`` (folded, without dots) begin with or are a name that stands for something else."""
    return any(" ".join(words[:count]) in _KNOWN for count in range(2, _LONGEST + 1)) or " ".join(words) in _KNOWN


def is_named_after(words: list[str], before: Expected) -> bool:
    """Whether ``words`` are listed, and what stands before them does not say that a person is meant."""
    sure = Expected.MAYBE if " ".join(words) in _SHARED else Expected.SURELY
    return is_listed(words) and before < sure


def is_of_a_thing(text: str, start: int, end: int) -> bool:
    """Whether the words beside a name say that a thing bears it."""
    return bool(_BEFORE.search(text[max(0, start - 24) : start]) or _AFTER.search(text[end : end + 16]))
