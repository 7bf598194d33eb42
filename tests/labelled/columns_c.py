"""Hold-out columns, as catalogues of a city, hospitals, an airline, a shop, a bank, a help desk, an archive look."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.labelled.cases import LabelledColumn

Make = str | Sequence[Any] | Callable[[Random], Any]

# Word lists: a line is ``key: word; word; ...``, an indented line goes on with the list above it.
# Words may hold what a template may: see _say.
_LISTS = """
us.f: Tabitha; Deshawn; Rosalind; Kermit; Yolanda; Brooks; Imelda; Clyde; Marguerite; Tyrell; Winifred; Quentin
  Latoya; Horace; Bettina; Emory; Shanice; Garrett; Noreen; Alonzo; Priscilla; Wendell; Dolores; Jarvis; Henrietta
  Otis; Camille; Rufus; Trisha; Duane; Gwendolyn; Marvin; Kelsey; Bryant; Lorraine; Dexter; Juanita; Percy; Nolan
us.l: Haverford; Pruitt; Castellano; Whitlock; Dupree; Stallings; McGillicuddy; O'Rourke; Vandermeer; Blankenship
  Ramsdell; Tillery; Espinoza; Bratton; Culpepper; Hightower; Ledbetter; Maldonado; Nesbitt; Okafor; Pennington
  Quarles; Rutledge; Sandoval; Underhill; Villanueva; Weatherby; Yarbrough; Zimmer; Abernathy; Beauchamp; Crenshaw
us.st: Juniper Ridge; Old Mill; Cottonwood; Prospect; Larkspur; Harbor View; Sycamore; Kingfisher; Granite; 14th
  Meadowlark; Chestnut; Pecan Grove; Tamarack; E 53rd; Whispering Pines; Lakeshore; NW Flanders; Alameda
us.town: Dayton, OH 454##; Boulder, CO 803##; Macon, GA 312##; Duluth, MN 558##; Tacoma, WA 984##; Provo, UT 846##
  Nashua, NH 0306#; Camden, NJ 0810#; Biloxi, MS 395##; Laredo, TX 780##; Fresno, CA 937##; Tulsa, OK 741##
us.city: Dayton; Boulder; Macon; Duluth; Tacoma; Provo; Nashua; Camden; Biloxi; Laredo; Fresno; Tulsa; Jackson
  Madison; Houston; Lincoln; Charlotte; Austin; St. Paul; Florence; Orlando; Eugene; San Antonio; Carson City
gb.f: Alistair; Gemma; Nigel; Philippa; Callum; Bronwen; Rhys; Imogen; Hamish; Siobhan; Graham; Tamsin; Duncan; Freya
  Barnaby; Niamh; Gareth; Harriet; Fergus; Beryl; Leighton; Ottilie; Trevor; Maisie
gb.l: Ashworth; Pemberton; Llewellyn; MacAllister; Thistlewood; Bickerstaff; Cholmondeley; Dalrymple; Entwistle
  Fotheringham; Gilchrist; Hargreaves; Kershaw; Lockwood; Postlethwaite; Ravenscroft; Sutcliffe; Trelawney; Wetherall
gb.st: Marlowe; Canal; Hawthorn; Priory; Gasworks; Victoria; Bluebell; Station; Mafeking; Quarry; Beech; Tannery
gb.pc: LS§ §{QT|BN|JH}; M1§ §{XR|PD|WE}; EH# §{LY|BD|NT}; CF1# §{AA|EL|HY}; BT§ §{GH|SS}; NE# §{TW|DU}
  SW1{A|E|V} #{AB|DE}
gb.town: Leeds; Salford; Edinburgh; Cardiff; Belfast; Gateshead; London; Ipswich; Exeter; Hull
de.f: Heinz; Gudrun; Jürgen; Swantje; Dieter; Anneliese; Björn; Mechthild; Uwe; Sieglinde; Torsten; Wiebke; Kai; Özlem
  Ulrike; Rainer; Friederike; Lothar; Käthe; Jens; Birgit; Detlef
de.l: Brinkmann; Schäfer; Oberländer; Grünewald; von Stetten; Kowalczyk; Hüttenrauch; Zöllner; Mayrhofer; Lindemann
  Straßburger; Petersen; Yıldırım; Kettler; Dörflinger; Rosenbusch; Wachsmuth
de.st: Lindenstraße; Am Mühlbach; Goethestr.; Bergweg; Kirchgasse; Hafenstraße; Birkenallee; Schillerplatz; Ostring
de.town: 50667 Köln; 04109 Leipzig; 20459 Hamburg; 80331 München; 01067 Dresden; 70173 Stuttgart; 99084 Erfurt
de.city: Köln; Leipzig; Hamburg; München; Dresden; Stuttgart; Erfurt; Essen; Halle (Saale); Frankfurt am Main; Worms
fr.f: Thibault; Océane; Gaëlle; Marcel; Solène; Jean-Luc; Maëlys; Yannick; Bérénice; Arnaud; Ghislaine; Cédric; Élodie
  Loïc; Manon; Raphaël; Sylvie; Aurélien
fr.l: Lefebvre; Charpentier; de La Tour; Guérin; Boucher; N'Diaye; Le Goff; Rousselot; Vasseur; Pélissier; Benamar
  Chevallier; Marchand; Da Silva; Jolivet; Delorme
fr.st: rue des Lilas; avenue Foch; boulevard Carnot; impasse du Moulin; place Bellecour; chemin des Vignes; quai Sud
fr.town: 69003 Lyon; 13006 Marseille; 31000 Toulouse; 06300 Nice; 35700 Rennes; 59800 Lille; 75011 Paris; 44000 Nantes
fr.city: Lyon; Marseille; Toulouse; Nice; Rennes; Lille; Paris; Nantes; Saint-Étienne; Brest; Saint-Denis
es.f: Begoña; Íñigo; Macarena; Rocío; Gonzalo; Nuria; Iker; Consuelo; Álvaro; Pilar; Jordi; Amparo; Xavier; Inmaculada
es.l: Echevarría; Muñoz; Carballo; Domínguez; Pujol; Navarrete; Ibáñez; Quintana; Rivas; Zubizarreta; Montes; Peñalver
es.town: 28012 Madrid; 08025 Barcelona; 41004 Sevilla; 46001 Valencia; 48009 Bilbao; 15003 A Coruña; 03001 Alicante
it.f: Ludovica; Ettore; Graziella; Salvatore; Nicolò; Fiorenza; Michele; Ornella; Gaetano; Loredana; Corrado; Ilaria
it.l: Bianchetti; D'Amico; Sartori; Lo Presti; Ferrarese; Caruso; Zanetti; Pellegrino; De Rosa; Mancuso; Guerrini
it.town: 00184 Roma; 20121 Milano; 80132 Napoli; 10123 Torino; 50122 Firenze; 07100 Sassari; 40126 Bologna
pl.f: Zbigniew; Grażyna; Łukasz; Małgorzata; Wojciech; Jadwiga; Sławomir; Agnieszka; Bogdan; Żaneta; Przemysław
pl.l: Szczepaniak; Wójcik; Gołąb; Mazurek; Dębska; Kaczor; Brzęczek; Sikora; Ostrowicz; Żak; Pawlak
pl.town: 00-950 Warszawa; 30-001 Kraków; 61-701 Poznań; 80-244 Gdańsk; 50-123 Wrocław
se.f: Göran; Astrid; Åsa; Torbjörn; Linnéa; Sölve; Maj-Britt; Håkan; Ebba; Örjan; Birgitta; Viggo; Ragnhild; Søren
se.l: Lindqvist; Åkesson; Bergström; Hallgren; Sjöberg; Wikander; Øvergaard; Ekdahl; Nyström; Kjellberg; Thorsen
se.town: 114 55 Stockholm; 411 05 Göteborg; 211 20 Malmö; 753 10 Uppsala; 903 26 Umeå
nl.f: Sjoerd; Annemieke; Bram; Femke; Joost; Liesbeth; Maarten; Saskia; Wouter; Fatima; Ruud; Tineke
nl.l: van der Heijden; Dijkstra; de Wit; Hoekstra; Vermeulen; ten Brink; El Amrani; Bakker; Kuipers; Zonneveld
br.f: Thiago; Jussara; Marcelo; Vanderlei; Luciana; Caio; Rosângela; Edson; Tatiane; João Pedro; Iracema; Otávio
br.l: Figueiredo; dos Santos; Albuquerque; Gonçalves; Queiroz; Nascimento; Teixeira; Cavalcanti; Moraes; Assunção
tr.f: Emre; Şule; Gökhan; Nurcan; Barış; Çiğdem; Tuğba; Orhan; İpek; Volkan
tr.l: Karadağ; Öztürk; Şimşek; Çelik; Demirtaş; Aksoy; Güneş; Kılıç; Erdoğdu
in.f: Lakshmi; Rajeev; Sunita; Harpreet; Venkatesh; Ananya; Mohammed; Kavita; Arjun; Shalini; Debashish; Meenakshi
in.l: Iyer; Chatterjee; Bhardwaj; Reddy; Kulkarni; Gill; Nambiar; Qureshi; Deshmukh; Mukherjee; Patel; Venkataraman
af.f: Chidinma; Kwabena; Wanjiru; Thabo; Oluwaseun; Nomvula; Abebe; Fatoumata; Tendai; Makena
af.l: Adeyemi; Mensah; Kamau; Dlamini; Nwachukwu; Tesfaye; Diallo; Moyo; Mutua; van Rooyen
vn.n: Nguyễn Thị Hồng Nhung; Trần Văn Khải; Lê Quốc Bảo; Phạm Ngọc Ánh; Võ Minh Triết; Đặng Thùy Linh; Bùi Xuân Hòa
ru.n: Кузнецова Марина Олеговна; Соболев Артём Игоревич; Гаврилов Пётр Ильич; Мельникова Юлия Сергеевна
  Шестаков Глеб Андреевич; Ахметова Динара Ринатовна; Белозёров Фёдор Львович; Тихонова Раиса Павловна
ru.st: ул. Лесная; пр. Мира; ул. Гагарина; наб. Обводная; ул. Чехова; пер. Банный; ул. Строителей
ru.city: Казань; Самара; Омск; Тверь; Владимир; Пермь; Тула; Екатеринбург; Киров
jp.l: 渡辺; 小林; 長谷川; 森田; 斎藤; 大野; 藤井; 村上; 岡本; 福島
jp.f: 美咲; 健太; 陽菜; 大輔; 由紀子; 翔; 直樹; 千尋; 蓮; 恵
jp.kl: ワタナベ; コバヤシ; ハセガワ; モリタ; サイトウ; オオノ; フジイ; ムラカミ
jp.kf: ミサキ; ケンタ; ヒナ; ダイスケ; ユキコ; ショウ; ナオキ; チヒロ
jp.area: 東京都世田谷区桜丘; 大阪府豊中市上野東; 京都府京都市左京区岡崎; 北海道札幌市北区北七条; 福岡県福岡市中央区薬院
cn.l: 欧阳; 赵; 孙; 周; 郑; 冯; 蒋; 沈; 韩; 许
cn.f: 婷婷; 志强; 雨欣; 建国; 晓明; 丽华; 浩然; 思远; 雪梅; 俊杰
cn.area: 北京市朝阳区建国路; 上海市徐汇区漕溪北路; 广东省深圳市南山区科苑路; 浙江省杭州市西湖区文三路
  四川省成都市锦江区红星路
kr.n: 박지훈; 김서연; 이도현; 최민정; 정하윤; 한승우; 윤미래; 오태식; 서은경; 배준호
ar.n: خالد المنصوري; ليلى الحداد; يوسف بن سالم; هدى الشمري; عمر الفاروقي; سلمى القحطاني; طارق النجار
el.n: Ευάγγελος Παππάς; Δέσποινα Καραγιάννη; Σπύρος Αντωνίου; Φωτεινή Μακρή; Θανάσης Ρήγας; Ιωάννα Βλάχου
he.n: נועה ברקוביץ; אורי שטיינברג; תמר אלבז; יונתן מזרחי; מיכל פרידמן
hi.n: सुनीता शर्मा; राजेश यादव; अंजलि मिश्रा; विक्रम सिंह; पूजा अग्रवाल; मनोज तिवारी
mail: gmail.com; outlook.com; yahoo.com; proton.me; icloud.com; fastmail.com; hotmail.co.uk
corp: brightloom.io; kestrelworks.com; northquay.co.uk; helix-labs.org; pappelbau.de; ateliersud.fr; sunfield.edu
"""


def _read(block: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    key = ""
    for line in block.strip().splitlines():
        words = line
        if not line.startswith(" "):
            key, words = line.split(": ", 1)
        found.setdefault(key, []).extend(word.strip() for word in words.split(";"))
    return {name: tuple(words) for name, words in found.items()}


_WORDS = _read(_LISTS)
_WORD = re.compile(r"<([a-z]{2}\.\w+|mail|corp)(?::([siIu]))?>")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_CLASSES = {
    "#": "0123456789",
    "§": "123456789",
    "¤": "0123456789abcdef",
    "¶": "ABCDEFGHJKLMNPRSTUVWXYZ",
    "µ": "abcdefghijkmnpqrstuvwxyz0123456789",
    "¥": "ABCDEFGHJKLMNPQRSTUVWXYZ23456789",
}
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i", "Đ": "d", "đ": "d"})


def _slug(word: str) -> str:
    flat = unicodedata.normalize("NFKD", word.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z]", "", flat)


def _say(r: Random, template: str) -> str:
    """``<us.f>``: a word of a list (``:s`` as in a login, ``:i`` its initial, ``:I`` in a name, ``:u`` in capitals).

    ``{a|b}`` one of them, ``#`` a digit, ``§`` one but 0, ``¤`` a hex digit, ``¶`` a capital, ``µ`` and ``¥`` either.
    """

    def word(match: re.Match[str]) -> str:
        chosen = r.choice(_WORDS[match[1]])
        return {"s": _slug(chosen), "i": _slug(chosen)[:1], "I": chosen[:1], "u": chosen.upper()}.get(
            match[2] or "", chosen
        )

    said = _WORD.sub(word, template)
    while found := _CHOICE.search(said):
        said = said[: found.start()] + r.choice(found[1].split("|")) + said[found.end() :]
    return "".join(r.choice(_CLASSES[sign]) if sign in _CLASSES else sign for sign in said)


def _any(*templates: str) -> str:
    return "{" + "|".join(templates) + "}"


def _mix(*makes: Make) -> Callable[[Random], Any]:
    return lambda r: _one(r, r.choice(makes))


def _one(r: Random, make: Make) -> Any:
    if isinstance(make, str):
        return _say(r, make)
    return make(r) if callable(make) else r.choice(make)


class _Sheet:
    """A table under way."""

    def __init__(self, out: list[LabelledColumn], table: str, rows: int) -> None:
        self._out, self._table, self._rows = out, table, rows

    def pii(
        self,
        kind: str,
        column: str,
        make: Make,
        gaps: Sequence[Any] = (),
        *,
        share: float = 0.12,
        pad: bool = False,
        cast: Callable[[Any], Any] | None = None,
        trap: bool = False,
    ) -> None:
        """``gaps``: what stands now and then instead; ``pad``: stray whitespace; ``cast``: how a value is kept."""
        r = Random(f"{self._table}/{column}")
        values = list(make)[: self._rows] if isinstance(make, range) else [_one(r, make) for _ in range(self._rows)]
        values = [cast(value) for value in values] if cast else values
        if gaps:
            values = [r.choice(gaps) if r.random() < share else value for value in values]
        if pad:
            values = [r.choice((f" {v}", f"{v} ", f"{v}  ", v, v, v)) if isinstance(v, str) else v for v in values]
        self._out.append(LabelledColumn(self._table, column, kind, tuple(values), trap))

    def no(self, column: str, make: Make, gaps: Sequence[Any] = (), **more: Any) -> None:
        self.pii("NONE", column, make, gaps, **more)

    def trap(self, column: str, make: Make, gaps: Sequence[Any] = (), **more: Any) -> None:
        self.pii("NONE", column, make, gaps, trap=True, **more)


# What stands where there is nothing.
_NIL = (None,)
_BLANK = (None, "", " ")
_ABSENT = ("N/A", "n/a", "unknown", "-", None, "")
_JUNK = ("test", "?", "see notes", "xxx", None)


def _int(low: int, high: int) -> Callable[[Random], int]:
    return lambda r: r.randint(low, high)


def _dec(low: float, high: float, places: int = 2) -> Callable[[Random], float]:
    return lambda r: round(r.uniform(low, high), places)


def _day(first: int, last: int, form: str = "%Y-%m-%d") -> Callable[[Random], str]:
    days = (dt.date(last, 12, 31) - dt.date(first, 1, 1)).days
    return lambda r: (dt.date(first, 1, 1) + dt.timedelta(r.randint(0, days))).strftime(form)


def _time(first: int, last: int, form: str = "%Y-%m-%dT%H:%M:%SZ") -> Callable[[Random], str]:
    start = dt.datetime(first, 1, 1, tzinfo=dt.UTC)
    seconds = (last - first + 1) * 365 * 86_400
    return lambda r: (start + dt.timedelta(seconds=r.randint(0, seconds))).strftime(form)


def _epoch(scale: int = 1) -> Callable[[Random], int]:
    return lambda r: r.randint(1_560_000_000 * scale, 1_719_999_999 * scale)


def _digits(r: Random, count: int) -> str:
    return "".join(r.choice("0123456789") for _ in range(count))


def _uuid(r: Random) -> str:
    return _say(r, "¤¤¤¤¤¤¤¤-¤¤¤¤-4¤¤¤-{8|9|a|b}¤¤¤-¤¤¤¤¤¤¤¤¤¤¤¤")


def _hex(count: int) -> str:
    return "¤" * count


def _luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


_CARDS = (
    ("4539", 16),
    ("4485", 16),
    ("4147", 16),
    ("4024", 16),
    ("5191", 16),
    ("5424", 16),
    ("2221", 16),
    ("2657", 16),
    ("3732", 15),
    ("3411", 15),
    ("6011", 16),
    ("6509", 16),
    ("3566", 16),
    ("3612", 14),
)


def _card(parted: str = "") -> Callable[[Random], str]:
    """``parted``: what stands between the groups."""

    def make(r: Random) -> str:
        start, length = r.choice(_CARDS)
        number = _luhn(start + _digits(r, length - 1 - len(start)))
        if length == 16:
            return parted.join(number[at : at + 4] for at in range(0, 16, 4))
        return parted.join((number[:4], number[4:10], number[10:]))

    return make


def _iban_of(country: str, body: str) -> str:
    number = int("".join(str(int(sign, 36)) for sign in body + country + "00"))
    return f"{country}{98 - number % 97:02d}{body}"


def _iban(*countries: str, parted: bool = False) -> Callable[[Random], str]:
    bodies = {"DE": "37040044##########", "GB": "NWBK60####" + "#" * 8, "NL": "{ABNA|INGB|RABO}0#########",
              "AT": "20111" + "#" * 11, "CH": "00762" + "#" * 12, "SE": "500" + "#" * 17, "DK": "0040" + "#" * 10,
              "IE": "AIBK93" + "#" * 12, "PL": "10901014" + "#" * 16, "BE": ""}  # fmt: skip

    def make(r: Random) -> str:
        country = r.choice(countries)
        body = _say(r, bodies[country])
        if country == "BE":
            first = "539" + _digits(r, 7)
            body = f"{first}{int(first) % 97 or 97:02d}"
        iban = _iban_of(country, body)
        return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if parted else iban

    return make


def _weigh(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _birth6(r: Random, form: str) -> str:
    return _day(1950, 1998, form)(r)


def _dni(r: Random) -> str:
    number = r.randint(10_000_000, 79_999_999)
    return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def _nie(r: Random) -> str:
    which, number = r.randint(0, 2), _digits(r, 7)
    return f"{'XYZ'[which]}{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[int(f'{which}{number}') % 23]}"


def _bsn(r: Random) -> str:
    while True:
        body = r.choice("123456789") + _digits(r, 7)
        check = _weigh(body, range(9, 1, -1)) % 11
        if check < 10:
            return f"{body}{check}"


def _nir(r: Random) -> str:
    body = f"{r.choice('12')}{r.randint(45, 99)}{r.randint(1, 12):02d}{r.randint(1, 95):02d}" + _digits(r, 6)
    return f"{body}{97 - int(body) % 97:02d}"


def _cpf(r: Random) -> str:
    body = _digits(r, 9)
    for start in (10, 11):
        body += str(_weigh(body, range(start, 1, -1)) * 10 % 11 % 10)
    return f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"


def _nhs(r: Random) -> str:
    while True:
        body = r.choice("4567") + _digits(r, 8)
        check = (11 - _weigh(body, range(10, 1, -1)) % 11) % 11
        if check < 10:
            return f"{body[:3]} {body[3:6]} {body[6:]}{check}"


def _pesel(r: Random) -> str:
    body = _birth6(r, "%y%m%d") + _digits(r, 4)
    return f"{body}{-_weigh(body, (1, 3, 7, 9) * 3) % 10}"


def _personnummer(r: Random) -> str:
    number = _luhn(_birth6(r, "%y%m%d") + _digits(r, 3))
    return f"{number[:6]}-{number[6:]}"


def _hetu(r: Random) -> str:
    day, number = _birth6(r, "%d%m%y"), f"{r.randint(2, 899):03d}"
    return f"{day}-{number}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(day + number) % 31]}"


def _tckn(r: Random) -> str:
    digits = [r.randint(1, 9), *(r.randint(0, 9) for _ in range(8))]
    tenth = (sum(digits[0::2]) * 7 - sum(digits[1::2])) % 10
    return "".join(map(str, [*digits, tenth, (sum(digits) + tenth) % 10]))


def _inn(r: Random) -> str:
    body = r.choice(("16", "63", "55", "77")) + _digits(r, 8)
    for weights in ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)):
        body += str(_weigh(body, weights) % 11 % 10)
    return body


def _cn_id(r: Random) -> str:
    body = r.choice(("110105", "310104", "440305", "510104")) + _birth6(r, "%Y%m%d") + _digits(r, 3)
    return body + "10X98765432"[_weigh(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11]


def _steuer(r: Random) -> str:
    digits = r.sample("123456789", 9)
    digits.insert(r.randint(1, 9), digits[r.randint(0, 8)])
    product = 10
    for digit in digits:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return "".join(digits) + str((11 - product) % 10)


def _sin(r: Random) -> str:
    number = _luhn(r.choice("124567") + _digits(r, 7))
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def _rut(r: Random) -> str:
    body = r.randint(5_000_000, 24_000_000)
    check = 11 - _weigh(str(body)[::-1], (2, 3, 4, 5, 6, 7, 2, 3)) % 11
    return f"{body:,}".replace(",", ".") + "-" + {11: "0", 10: "K"}.get(check, str(check))


def _aadhaar(r: Random) -> str:
    body = r.choice("23456789") + _digits(r, 10)
    check = 0
    for place, digit in enumerate(reversed(body), start=1):
        check = _dihedral(check, _turned(int(digit), place % 8))
    number = body + str(check if check > 4 else -check % 5)
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def _dihedral(a: int, b: int) -> int:
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


def _turned(digit: int, times: int) -> int:
    for _ in range(times):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17,
            19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True))  # fmt: skip


def _fiscale(r: Random) -> str:
    body = _say(r, "{BNC|SRT|FRR|CRS|ZNT|GRR|MNC}{LDV|TTR|GZL|SVT|NCL|CRD|LRI}{5|6|7|8|9}#{A|B|C|D|E|H|L|M|P|R|S|T}")
    day = r.randint(1, 28) + r.choice((0, 40))
    body += f"{day:02d}" + r.choice(("H501", "F205", "L219", "A944", "F839", "D612"))
    total = sum(_ODD[s] if at % 2 == 0 else int(s, 36) - (10 if s.isalpha() else 0) for at, s in enumerate(body))
    return body + chr(65 + total % 26)


def _orcid(r: Random) -> str:
    body, total = _say(r, "0000000{1|2|3}#######"), 0
    for digit in body:
        total = (total + int(digit)) * 2
    full = body + "0123456789X"[(12 - total % 11) % 11]
    return "-".join(full[at : at + 4] for at in range(0, 16, 4))


def _vin(r: Random) -> str:
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
                      strict=True))  # fmt: skip
    vin = _say(r, "{1HG|WBA|1FT|5YJ|2T1|3VW|KNA}" + "¶¶#¶#" + "0{A|C|E|G|J|L|N}¶######")
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(values.get(s, int(s) if s.isdigit() else 0) * w for s, w in zip(vin, weights, strict=True)) % 11
    return vin[:8] + ("X" if total == 10 else str(total)) + vin[9:]


def _imei(r: Random) -> str:
    return _luhn(r.choice(("35391805", "86412503", "35857309", "99001234")) + _digits(r, 6))


def _ssn(form: str = "{}-{}-{}") -> Callable[[Random], str]:
    def make(r: Random) -> str:
        area = r.choice([*range(1, 666), *range(667, 773)])
        return form.format(f"{area:03d}", f"{r.randint(1, 99):02d}", f"{r.randint(1, 9999):04d}")

    return make


def _ip4(r: Random) -> str:
    first = r.choice((23, 31, 46, 62, 77, 81, 88, 93, 104, 109, 134, 151, 178, 185, 193, 203, 212, 217))
    return f"{first}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}"


def _ip6(r: Random) -> str:
    network = r.choice(("2a02:8108", "2001:db8", "2600:1700", "2a01:cb1d", "2400:4050"))
    return _say(r, network + ":¤¤¤{|¤}:{:|¤¤¤¤:¤¤¤¤:¤¤¤¤:¤¤¤¤:}¤¤¤{|¤}").replace(":::", "::")


def _ean(r: Random) -> str:
    body = r.choice(("40", "50", "76", "30", "84")) + _digits(r, 10)
    return f"{body}{-_weigh(body, (1, 3) * 6) % 10}"


def _isbn(r: Random) -> str:
    body = "978" + _digits(r, 9)
    return f"{body}{-_weigh(body, (1, 3) * 6) % 10}"


_TEL_US = _any("({312|415|617|206|305|614}) {5|2|4|7|8}{2|3|4|6}#-####", "{503|213|404|713}-{2|3|5|6|8}{3|4|7}#-####",
               "+1 {212|512|720}.{3|4|6}{2|4|8}#.####")  # fmt: skip
_TEL_GB = _any("07{4|5|7|8|9}## ######", "+44 7{4|7|9}## ### ###", "0161 {2|4|7}## ####", "020 {7|8}### ####")
_TEL_DE = _any("+49 {30|40|89|221} §######", "01{51|60|71|76} ########", "0{30|40|89}/§######", "0341-§######")
_TEL_FR = _any("0{6|7} ## ## ## ##", "+33 {6|7} ## ## ## ##", "0{1|2|3|4|5}.##.##.##.##")
_TEL_ES = _any("6## ### ###", "+34 6########", "91 ### ## ##")
_TEL_IT = _any("3{28|33|40|47|92} #######", "+39 3{29|35|48} ### ####", "06 §#######")
_TEL_SE = _any("07{0|2|3|6}-### ## ##", "+46 7{0|3|6} ### ## ##", "08-§## ## ##")
_TEL_JP = _any("0{80|90|70}-§###-####", "03-{3|5|6}###-####", "06-{4|6}###-####")
_TEL_CN = "1{38|39|50|86|77|58}########"
_TEL_IN = _any("+91 {9|8|7}#### #####", "{9|8|7}#########", "0{9|8}####-#####")
_TEL_RU = _any("+7 (9{16|26|17|05}) ###-##-##", "8 9{12|50|87} ### ## ##", "8(843)2##-##-##")
_TEL_BR = _any("({11|21|71|48}) 9####-####", "+55 {31|85} 9#### ####")

_AT_US = "§{|#|##|###} <us.st> {St|Ave|Ln|Blvd|Dr|Ct|Street|Road}{|||, Apt §|, Unit §#|, Suite §00}, <us.town>"
_AT_GB = "{§|§#|Flat §, §#} <gb.st> {Close|Road|Street|Lane|Terrace|Way}, <gb.town> <gb.pc>"
_AT_DE = "<de.st> §{|#|a}, <de.town>"
_AT_FR = "§{|#| bis} <fr.st>, <fr.town>"
_AT_ES = (
    "{C/ Mayor|Calle de la Luna|Avda. Constitución|Paseo del Prado|Plaza Nueva}{, | }§#, {1º B|3º izda|bajo}, <es.town>"
)
_AT_IT = "{Via Garibaldi|Viale Europa|Piazza Dante|Corso Umberto I|Via dei Mille} §#, <it.town>"
_AT_SE = "{Storgatan|Björkvägen|Kungsgatan|Sveavägen|Ringvägen} §{|#|# lgh 1##2}, <se.town>"
_AT_IN = (
    "{Flat §0#, Lotus Towers|No. §#, 4th Cross|H.No. §-#-##}, {MG Road|Banjara Hills|Park Street}, "
    "{Bengaluru 5600##|Hyderabad - 5000##|Kolkata 7000##}"
)
_AT_BR = (
    "{Rua das Acácias|Av. Paulista|Rua XV de Novembro|Rua São José}, §##{| - apto §#}, {São Paulo - SP|Recife - PE}"
)

_MAIL = _any("<us.f:s>.<us.l:s>@<mail>", "<us.f:i><us.l:s>##@<mail>", "<us.f:s>_<us.l:s>@<mail>", "<us.l:s>§#@<mail>")
_WORK = _any("<gb.f:s>.<gb.l:s>@<corp>", "<gb.f:i>.<gb.l:s>@<corp>", "<in.f:s>.<in.l:s>@<corp>", "<af.f:s>@<corp>")
_MAIL_EU = _any("<de.f:s>.<de.l:s>@{gmx.de|web.de|t-online.de}", "<fr.f:s>.<fr.l:s>@{orange.fr|free.fr|laposte.net}",
                "<it.f:s><it.l:s>#@{libero.it|virgilio.it}", "<pl.f:s>.<pl.l:s>@{wp.pl|onet.pl}")  # fmt: skip
_FIRM = (
    "Pruitt & Sons Roofing LLC",
    "Baker McKenzie",
    "Wells Fargo",
    "Goldman Sachs",
    "Ernst & Young",
    "Morgan Stanley",
    "Arthur Andersen",
    "Kettler Maschinenbau GmbH",
    "Dr. Oetker",
    "Rolls-Royce",
    "Johnson & Johnson",
    "John Deere",
    "Ben & Jerry's",
    "Harley-Davidson",
    "Charles Schwab",
    "Taylor Wimpey plc",
    "Tata Consultancy",
    "Ashworth Holdings Ltd",
    "Black & Decker",
    "Levi Strauss",
    "Saint-Gobain",
    "Banco Santander",
    "Mercedes-Benz",
    "H. J. Heinz",
)
_AGENT = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/{119|121|124}.0.####.## Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_§ like Mac OS X) Version/17.§ Mobile/15E148", "curl/8.§.0",
          "Mozilla/5.0 (X11; Linux x86_64; rv:12#.0) Gecko/20100101 Firefox/12#.0", "okhttp/4.12.0")  # fmt: skip


def _agent(r: Random) -> str:
    return _say(r, r.choice(_AGENT))


def _city(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "city.building_permits", 60)
    t.trap("permit_no", "BP-{2019|2021|2022|2023}-#####")
    t.no("permit_type", ("new", "alteration", "demolition", "sign", "NEW"))
    t.pii("PERSON_NAME", "applicant_name", "<us.l>, <us.f>{|| ¶.}", _ABSENT)
    t.trap("contractor_name", _FIRM, _BLANK)
    t.pii("POSTAL_ADDRESS", "site_address", _AT_US, _ABSENT, pad=True)
    t.pii("PHONE", "applicant_phone", _TEL_US, _ABSENT)
    t.trap("issue_date", _day(2015, 2024, "%m/%d/%Y"), _NIL)
    t.no("estimated_cost", _dec(500, 900_000), _NIL)
    t.trap("parcel_apn", "{0|1|2}##-###-##{|-A}")
    t.pii("USER_ID", "inspector_login", "<us.f:i><us.l:s>", _NIL)

    t = _Sheet(out, "city.dog_licences", 80)
    t.trap(
        "dog_name",
        ("Bella", "Charlie", "Max", "Daisy", "Rocky", "Lucy", "Sir Barks", "Mr. Bean", "Zoe", "Oliver", "Ruby"),
    )
    t.trap(
        "breed", ("German Shepherd", "Jack Russell", "King Charles Spaniel", "Boston Terrier", "St. Bernard", "mixed")
    )
    t.pii("PERSON_NAME", "owner", "<us.f> <us.l>", ("Tulsa Animal Shelter", None, "unknown"))
    t.pii("ZIP_CODE", "owner_zip", "{01|02|06|08|3|4}###", _NIL, cast=lambda v: int(v.ljust(5, "7")))
    t.trap("dog_born_on", _day(2008, 2023), _BLANK)
    t.trap("microchip_no", "98514§#########", _NIL)
    t.pii("PHONE", "owner_tel", "{614|317|502}{2|3|5|7}######", _NIL, cast=int)

    t = _Sheet(out, "city.parking_fines", 70)
    t.trap("notice_no", "{4|5}###############")
    t.pii("USER_ID", "officer_badge", "{B|T}####", _NIL)
    t.no("fine_usd", (25, 40, 65, 115, 250, 40.0))
    t.trap("paid_epoch", _epoch(), _NIL)
    t.trap(
        "make_model",
        ("Ford Escort", "Chevrolet Malibu", "Mercedes Benz", "Alfa Romeo Giulia", "Lincoln Town Car", "KIA Rio"),
    )
    t.pii("OTHER_ID", "vehicle_vin", _vin, _JUNK)
    t.pii("EMAIL", "payer_email", _MAIL, _ABSENT)
    t.trap("meter_gps", "39.7####, -104.9####")

    t = _Sheet(out, "city.service_requests_311", 90)
    t.trap("request_uuid", _uuid)
    t.no("category", ("pothole", "graffiti", "streetlight out", "missed bin", "noise"))
    t.no(
        "description",
        (
            "Deep hole by the bus stop",
            "Lamp 4471 flickers since 10/03",
            "Bin not emptied for 2 weeks",
            "Graffiti on the Lincoln statue",
            "Loud music after 11:30 pm",
            "Water leaks near pump 12",
        ),
    )
    t.pii("EMAIL", "reporter_email", _MAIL, ("anonymous", None, "", "not given"), share=0.3)
    t.trap("reporter_type", ("resident", "phone caller", "email", "city staff", "anonymous"))
    t.trap("latitude", _dec(39.5, 39.9, 6), _NIL)
    t.pii("IP_ADDRESS", "submitted_from", _ip4, _NIL)
    t.trap("opened_at", _time(2021, 2023), _NIL)
    t.trap("nearest_crossing", "<us.st> St & <us.st> Ave")
    t.pii(
        "PHONE", "callback", _any(_TEL_US, "{303|720}#######", "{303|720} {2|5}## #### ext. §#"), ("none", "no", None)
    )

    t = _Sheet(out, "city.tree_inventory", 50)
    t.trap("species", ("Quercus robur", "Acer platanoides", "Tilia cordata", "Ginkgo biloba", "Platanus x hispanica"))
    t.trap("common_name", ("Norway maple", "Douglas fir", "Austrian pine", "Judas tree", "Lawson cypress", "Holly"))
    t.trap("planted_on", _day(1931, 2022), _ABSENT)
    t.no("height_m", _dec(1.5, 32, 1), _NIL)
    t.trap("location", lambda r: {"lat": round(r.uniform(52, 53), 5), "lon": round(r.uniform(13, 14), 5)})

    t = _Sheet(out, "standesamt.ehen", 40)
    t.trap("urkunde_nr", "{12|44|207}{#|##}/{1998|2004|2016}")
    t.pii("PERSON_NAME", "ehegatte_1", "<de.f> <de.l>")
    t.pii("PERSON_NAME", "ehegatte_2", "<de.l>, <de.f>{| geb. <de.l>}", _BLANK)
    t.pii("DATE_OF_BIRTH", "geb_1", _day(1940, 1990, "%d.%m.%Y"), ("unbekannt", None))
    t.pii("DATE_OF_BIRTH", "geburtsdatum_2", _day(1940, 1990, "%d.%m.%y"), _NIL)
    t.trap("geburtsort", "<de.city>")
    t.trap("eheschliessung", _day(1965, 2018, "%d.%m.%Y"))
    t.pii("POSTAL_ADDRESS", "wohnanschrift", _AT_DE, ("o. f. W.", None))

    t = _Sheet(out, "ville.entreprises", 55)
    t.trap("siret", lambda r: _luhn("3" + _digits(r, 8) + "0001" if r.random() < 0.8 else "8" + _digits(r, 12)))
    t.trap(
        "raison_sociale",
        (
            "Boulangerie Marchand",
            "SARL Lefebvre et Fils",
            "Ateliers du Sud",
            "Pharmacie Sainte-Anne",
            "Garage Rousselot",
            "Chez Marcel",
            "SAS Kestrel Conseil",
        ),
    )
    t.pii("PERSON_NAME", "dirigeant", "{M. |Mme |}<fr.f> <fr.l:u>", ("NC", None))
    t.pii("ZIP_CODE", "code_postal", "{69003|13006|31000|06300|35700|59800|75011}", _BLANK, pad=True)
    t.trap("commune", "<fr.city>")
    t.trap("date_creation", _day(1955, 2021, "%d/%m/%Y"))
    t.trap("tva_intra", "FR## #########")
    t.pii("PHONE", "telephone", _TEL_FR, ("NC", "", None))

    t = _Sheet(out, "city.bike_counters", 30)
    t.trap(
        "counter_name",
        ("Lincoln Bridge N", "Martin Luther King Blvd", "Charlotte St East", "Victoria Park", "Pont Mirabeau"),
    )
    t.no("hourly_count", _int(0, 640), _NIL)
    t.trap("firmware", "{4|5}.{1|19|20}.0.{#|##}")
    t.trap("last_seen_ms", _epoch(1000))
    t.trap("netmask", ("255.255.255.0", "255.255.254.0", "255.255.255.240", "255.255.0.0"))

    t = _Sheet(out, "city.library_loans", 75)
    t.pii("USER_ID", "patron_barcode", "2{1|2}045#########", _NIL)
    t.trap(
        "title", ("Emma", "Jane Eyre", "David Copperfield", "Oliver Twist", "Anna Karenina", "Rebecca", "Mrs Dalloway")
    )
    t.trap("isbn", _isbn, _NIL, cast=int)
    t.trap("due_date", _day(2024, 2024, "%d %b %Y"))
    t.pii("EMAIL", "patron_contact", _any(_MAIL, _WORK), ("letter", None))

    t = _Sheet(out, "city.poll_workers", 65)
    t.pii("IP_ADDRESS", "signup_host", _ip4, ("paper form", None))
    t.pii("USER_ID", "voter_reg_no", "{10|11|20}#######", _NIL, cast=int)
    t.pii("PERSON_NAME", "full_name", "<us.f:u> {|¶ }<us.l:u>", pad=True)
    t.pii("DATE_OF_BIRTH", "dob", _day(1942, 2004, "%Y%m%d"), _NIL, cast=int)
    t.no("party", ("D", "R", "I", "G", None))
    t.trap("precinct", "{04|11|23}-#{A|B|C}")
    t.pii("PHONE", "mobile", "{216|330|440}-{2|3|7}##-####", ("call wife", None, "00000000"))
    t.pii("POSTAL_ADDRESS", "home", _AT_US, _NIL)
    t.trap("polling_place", ("St. Mary's Parish Hall", "Rosa Parks Center", "Kennedy High School", "Fire Station 12"))

    t = _Sheet(out, "ayuntamiento.plantilla", 45)
    t.pii("USER_ID", "num_empleado", "{A|F}-####", _NIL)
    t.pii("OTHER_ID", "dni", _mix(_dni, _dni, _nie), _BLANK)
    t.pii("PERSON_NAME", "nombre", "<es.f>", pad=True)
    t.pii("PERSON_NAME", "apellidos", "<es.l> <es.l>")
    t.pii("DATE_OF_BIRTH", "fecha_nac", _day(1958, 2001, "%d/%m/%Y"), ("00/00/0000", None))
    t.trap("puesto", ("Jefe de servicio", "Administrativo", "Policía local", "Conserje", "Arquitecta"))
    t.pii("PHONE", "tlf_movil", _TEL_ES, ("no tiene", None))
    t.pii("ZIP_CODE", "cp", "{28012|08025|41004|03001|46001|08003}", _NIL, cast=int)
    t.pii("POSTAL_ADDRESS", "domicilio", _AT_ES, _BLANK)


def _clinic(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "clinic.patients", 120)
    t.pii("USER_ID", "mrn", "00§######", _NIL, cast=int)
    t.pii("PERSON_NAME", "last_nm", "<us.l>", pad=True)
    t.pii("PERSON_NAME", "first_nm", "<us.f>", ("Baby Boy", "Baby Girl", None), share=0.05)
    t.pii("DATE_OF_BIRTH", "birth_dt", _day(1928, 2022), ("1900-01-01", None))
    t.pii("SSN", "ssn", _ssn(), ("000-00-0000", "999-99-9999", None, "REFUSED"))
    t.no("sex", ("M", "F", "U", "f", None))
    t.trap("pcp_practice", ("Haverford Family Medicine", "St. Luke's", "Whitlock & Pruitt Pediatrics", "Mercy Clinic"))
    t.pii("PERSON_NAME", "next_of_kin", "<us.f> <us.l>{|| (wife)| (son)}", ("none", None, "N/A"))
    t.pii("PHONE", "nok_phone", _TEL_US, ("unlisted", None))
    t.pii(
        "SSN", "guarantor_ssn", _mix(_ssn(), _ssn("{} {} {}"), _ssn("{}{}{}")), ("same", None, "000000000"), share=0.3
    )
    t.pii("ZIP_CODE", "zip", "{454|312|0306|558}#", _NIL, cast=lambda v: (v + "0101")[:5])

    t = _Sheet(out, "clinic.admissions", 85)
    t.trap("encounter_no", "30########", cast=int)
    t.pii("USER_ID", "patient_ref", "PAT-000####")
    t.trap("admit_dt", _time(2022, 2023, "%m/%d/%Y %H:%M"))
    t.trap("ward", ("Nightingale", "Mary Seacole", "Elizabeth Garrett", "ICU 2", "Paul Ehrlich Ward", "Maternity"))
    t.trap("diagnosis", ("Parkinson disease", "Crohn's disease", "Alzheimer dementia", "Bell palsy", "Hodgkin lymphoma",
                         "Colles fracture", "Wilson disease", "Addison crisis"))  # fmt: skip
    t.no("los_days", _dec(0.5, 30, 1), _NIL)
    t.pii("PERSON_NAME", "attending", "Dr. <in.f> <in.l>", ("TBD", None))
    t.trap("bed_label", "{3|4|5}{N|S}-{0|1|2}#")

    t = _Sheet(out, "clinic.lab_results", 100)
    t.trap("accession", "{24|23}-{0|1|2|3}##-#####")
    t.trap("loinc", "{2345-7|718-7|2160-0|6690-2|4548-4}")
    t.no("result", _dec(0.1, 240, 1), (None, -1.0))
    t.trap("collected", _time(2023, 2023, "%Y%m%d%H%M%S"))
    t.pii("USER_ID", "performed_by", "<af.f:i><af.l:s>§{|#}", ("SYSTEM", None))
    t.no("comment", ("haemolysed", "repeat in 2 weeks", "", None, "lot 4471 recalled", "see v2.1 protocol"))

    t = _Sheet(out, "clinic.devices", 35)
    t.trap("udi", "(01)008445########(17)2{5|6|7}0#1#(10)¥¥¥##")
    t.trap("model_name", ("Philips IntelliVue MX750", "Siemens Mary 2", "Dräger Evita", "GE Carescape", "Baxter Sigma"))
    t.trap(
        "vendor", ("Becton Dickinson", "Smith & Nephew", "Stryker", "Fisher & Paykel", "Hill-Rom", "Johnson & Johnson")
    )
    t.trap("sw_version", "{10|11}.{0|2}.{1|17}{#|##}.{#|##}")
    t.no("uptime_pct", _dec(90, 100, 3))

    t = _Sheet(out, "nhs.referrals", 95)
    t.pii("OTHER_ID", "nhs_number", _nhs, _ABSENT)
    t.pii("PERSON_NAME", "patient", "<gb.l:u>, <gb.f> ({Mr|Mrs|Ms|Miss})")
    t.pii("DATE_OF_BIRTH", "date_of_birth", _day(1931, 2019, "%d-%b-%Y"))
    t.pii("EMAIL", "referrer", "<gb.f:s>.<gb.l:s>{|#}@nhs.net", ("paper", None), pad=True)
    t.pii("ZIP_CODE", "home_postcode", "<gb.pc>", ("ZZ99 3VZ", None))
    t.no("specialty", ("Cardiology", "ENT", "Rheumatology", "T&O"))
    t.no("rtt_weeks", _int(0, 78), _NIL)
    t.trap("ubrn", "0000 #### ####")
    t.trap("received", _day(2023, 2024, "%d-%b-%Y"))
    t.trap(
        "provider", ("Royal Victoria Infirmary", "Queen Elizabeth Hospital", "St James's", "Addenbrooke's", "Alder Hey")
    )

    t = _Sheet(out, "avis.donatori", 60)
    t.pii("OTHER_ID", "codice_fiscale", _fiscale, _BLANK)
    t.pii("PERSON_NAME", "donatore", "<it.l> <it.f>", pad=True)
    t.pii("DATE_OF_BIRTH", "data_nascita", _day(1955, 2003, "%d/%m/%Y"), _NIL)
    t.pii("PHONE", "cellulare", _TEL_IT, ("non lasciato", None))
    t.no("gruppo", ("A+", "0-", "AB+", "B+", "0+"))
    t.pii("ZIP_CODE", "cap", "{00184|20121|80132|10123|07100|40126}", _NIL)
    t.trap("sacca", "IT-{RM|MI|NA}-{23|24}-######")
    t.trap("comune", ("Roma", "Milano", "San Marino", "Santa Maria Capua Vetere", "Napoli", "Bologna", "Reggio Emilia"))
    t.pii("POSTAL_ADDRESS", "indirizzo", _AT_IT, _BLANK)

    t = _Sheet(out, "trials.visits", 50)
    t.pii("USER_ID", "subject_no", "{101|104|117}-00{0|1|2}#")
    t.trap("site", ("Charité Berlin", "Johns Hopkins", "Karolinska", "Santa Casa", "Mayo Clinic"))
    t.no("arm", ("placebo", "10 mg", "20 mg"))
    t.trap("visit_date", _day(2021, 2023, "%d%b%Y"), ("ND", None))
    t.trap("consent_version", "v{2|3}.{0|1}.{#|1#}")
    t.trap("birth_weight_g", _int(2200, 4400), _NIL)
    t.trap("dob_known", ("Y", "N", "UNK"))
    t.trap("drug_name", ("Lisinopril", "Clarithromycin", "Allegra", "Yasmin", "Valium", "Lantus", "Victoza"))

    t = _Sheet(out, "clinic.staff_rota", 55)
    t.pii("USER_ID", "employee_no", "{7|8}#####", _NIL, cast=float)
    t.pii("EMAIL", "contact", _WORK.replace("<corp>", "mercy-group.org"), _BLANK)
    t.trap("role_name", ("Charge Nurse", "Registrar", "Porter", "Ward Clerk", "Head Pharmacist"))
    t.trap("contract_start", _day(1999, 2023), _NIL)
    t.pii("PERSON_NAME", "covering_for", "<af.f> <af.l>", ("vacancy", "agency", None, ""), share=0.3)

    t = _Sheet(out, "ggz.clienten", 40)
    t.pii("OTHER_ID", "bsn", _bsn, ("999999999", None))
    t.pii("PERSON_NAME", "naam", "{<nl.f>|<nl.f:I>.} <nl.l>", _BLANK)
    t.pii("ZIP_CODE", "postcode", "{1012|3511|5611|9712} {|}{AB|KL|VX|GS}", _BLANK)
    t.pii("PHONE", "mobiel", _any("06-########", "+31 6 ########", "06 ## ## ## ##"), _ABSENT)
    t.pii(
        "POSTAL_ADDRESS",
        "adres",
        "{Kerkstraat|Prinsengracht|Oude Delft|Lange Vorst} §{|#|#-II}, 10{12|17|53} {AB|KL} Amsterdam",
    )
    t.trap("dbc_nummer", "DBC{20|21|22}######")
    t.trap("intakedatum", _day(2020, 2023, "%d-%m-%Y"))


def _airline(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "air.passengers", 110)
    t.trap("pnr", "¥¥¥¥¥¥")
    t.pii("PERSON_NAME", "pax", "{<us.l:u>/<us.f:u>|<gb.l:u>/<gb.f:u>|<in.l:u>/<in.f:u>}{MR|MRS|MS| }", pad=False)
    t.pii("OTHER_ID", "passport_no", _any("{5|6}########", "{C|L}¶#######", "##¶¶#####", "X#######"), _ABSENT)
    t.pii("DATE_OF_BIRTH", "birth", _day(1938, 2020, "%d%b%y"), _NIL, cast=str.upper)
    t.pii("USER_ID", "ffn", "{KQ|BX}-####-####-#", _NIL, share=0.4)
    t.pii("CREDIT_CARD", "fop", _card(), ("CASH", "MISC", None), share=0.2)
    t.trap("ticket_no", "{125|220|057}-##########")
    t.no("nationality", ("GBR", "USA", "IND", "DEU", "NGA"))
    t.pii("EMAIL", "ctce", _any(_MAIL, _MAIL_EU), ("REFUSED", None), cast=str.upper)

    t = _Sheet(out, "air.flights", 70)
    t.trap(
        "airport_name",
        (
            "Charles de Gaulle",
            "John F. Kennedy",
            "Leonardo da Vinci",
            "Benito Juárez",
            "Indira Gandhi",
            "Václav Havel",
            "Jomo Kenyatta",
            "Adolfo Suárez",
            "Franz Josef Strauss",
            "O'Hare",
        ),
    )
    t.trap("std_utc", _time(2024, 2024, "%Y-%m-%d %H:%MZ"))
    t.trap(
        "aircraft_name", ("Amelia Earhart", "Sophie Scholl", "Spirit of Tulsa", "Marie Curie", "Robin", "Vasco da Gama")
    )
    t.trap("pax_count", _int(40, 380), _NIL)
    t.trap("atc_callsign", ("SPEEDBIRD 12", "KESTREL 407", "JERSEY 33", "CACTUS 1549"))

    t = _Sheet(out, "air.loyalty_se", 60)
    t.pii("USER_ID", "medlemsnummer", "9{2|3}#######", _NIL)
    t.pii("PERSON_NAME", "namn", "<se.f> <se.l>", pad=True)
    t.pii("OTHER_ID", "personnummer", _personnummer, ("saknas", None))
    t.pii("POSTAL_ADDRESS", "adress", _AT_SE, _BLANK)
    t.pii("ZIP_CODE", "postnr", "{114 55|411 05|211 20|753 10|903 26|11218}", _NIL)
    t.no("nivå", ("Silver", "Guld", "Bas", None))
    t.pii("PHONE", "mobil", _TEL_SE, _ABSENT)
    t.pii("EMAIL", "e_post", "<se.f:s>.<se.l:s>@{telia.com|live.se|gmail.com}", ("saknas", "", None))
    t.trap("senast_flugen", _day(2019, 2024), _NIL)

    t = _Sheet(out, "air.crew", 45)
    t.pii("USER_ID", "staff_login", "{u|x}<de.l:s>#", _NIL)
    t.pii("PERSON_NAME", "crew_member", "<de.f> <de.l>", _BLANK, cast=str.lower)
    t.trap("licence_expiry", _day(2024, 2029, "%d/%m/%y"))
    t.trap("base_city", ("Frankfurt", "Paris", "Victoria", "Santiago", "Sydney", "Florence"))
    t.pii("PHONE", "emergency", lambda r: {"relation": r.choice(("wife", "father")), "tel": _say(r, _TEL_DE)})
    t.pii("OTHER_ID", "reisepass", "{C|F|G|H}{0|1|2|3}¥¥¥¥¥¥#", _NIL)

    t = _Sheet(out, "air.lounge_wifi", 90)
    t.pii("IP_ADDRESS", "client", _mix(_ip4, _ip4, _ip6), _NIL)
    t.pii("IP_ADDRESS", "lease", lambda r: json.dumps({"addr": _ip4(r), "ttl": r.choice((3600, 86400))}))
    t.trap("user_agent", _agent)
    t.trap("ap_name", "lounge-{nairobi|lhr5|charlotte}-ap{0|1}#")
    t.no("bytes_in", _int(900, 90_000_000), _NIL)
    t.pii("USER_ID", "radius_user", "{ffn|crew}.<gb.l:s>{|##}", ("guest", None))
    t.trap("event_us", _epoch(1_000_000))
    t.trap("os_build", "10.0.{19045|22621|22631}.{3447|2861|1###}")

    t = _Sheet(out, "air.lost_bags", 50)
    t.trap("tag_no", "0{125|220}######")
    t.pii("POSTAL_ADDRESS", "deliver_to", _any(_AT_US, _AT_GB, _AT_DE, _AT_FR), ("hotel, see file", None))
    t.pii("EMAIL", "claimant", _any(_MAIL, _MAIL_EU), ("n/a", ""))
    t.trap("file_ref", "{LHR|CDG|MUC}BX{1|2}####")
    t.trap("bag_brand", ("Samsonite", "Tommy Hilfiger", "Louis Vuitton", "Rimowa", "Pierre Cardin", "Delsey"))
    t.no("weight_kg", _dec(5, 32, 1), ("?", None))


def _shop(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "shop.orders", 150)
    t.trap("order_no", "{4|5|6}###############")
    t.pii("USER_ID", "buyer_id", "{7|8|9}######", _NIL, cast=int)
    t.no("status", ("paid", "shipped", "returned", "PAID"))
    t.trap("placed_at", _time(2023, 2024, "%Y-%m-%d %H:%M:%S.000"))
    t.no("total", _dec(3, 890), _NIL)
    t.pii("POSTAL_ADDRESS", "ship_to", _any(_AT_US, _AT_GB), cast=lambda v: v.replace(", ", "\n"))
    t.pii("PERSON_NAME", "ship_name", _any("<us.f> <us.l>", "<gb.f> <gb.l>", "<vn.n>", "<in.f> <in.l>"), pad=True)
    t.trap(
        "items", lambda r: [_say(r, "{Oxford shirt|Mary Jane shoes|Peter Pan collar|Eton cap} x§") for _ in range(2)]
    )
    t.pii("CREDIT_CARD", "pay", lambda r: {"number": _card(" ")(r), "exp": _say(r, "0§/2{6|7}")}, ("paypal", None))
    t.trap("coupon", "{WELCOME10|ANNA20|BLACKFRIDAY|SAVE##}", _NIL)

    t = _Sheet(out, "shop.products", 80)
    t.trap(
        "title",
        (
            "Stanley Classic Bottle 1.0 L",
            "Victoria Sponge Tin",
            "Moleskine A5",
            "Jack Wolfskin Jacket M",
            "Roberts Radio 3",
            "Anna Dressing Table",
            "Billy bookcase 80x28x202",
            "Le Creuset Pot",
        ),
    )
    t.trap(
        "brand",
        ("Calvin Klein", "Ralph Lauren", "Jack Daniel's", "Hugo Boss", "Dr. Martens", "Paul Smith", "Jo Malone"),
    )
    t.trap("ean", _ean, _NIL, cast=int)
    t.trap("mfr_part_no", "{0|9|7}##-##-####")
    t.trap("release_date", _day(1985, 2024), _BLANK)

    t = _Sheet(out, "shop.sellers", 50)
    t.trap(
        "shop_name", ("Yolanda's Yarn", "Otis & Co Leather", "Kernow Candles", "Brinkmann Papier", "The Quilted Owl")
    )
    t.trap("vat_id", "{DE#########|GB### #### ##|NL#########B01|ATU########}", _BLANK)
    t.pii("EMAIL", "owner_mail", _any(_MAIL, _MAIL_EU), _BLANK)
    t.pii("CREDIT_CARD", "fee_card", _mix(_card("-"), _card(" ")), _ABSENT, pad=True)
    t.pii("OTHER_ID", "payout_iban", _iban("DE", "NL", "GB", "IE", "AT", "BE", parted=True), ("pending", None))
    t.trap("ein", "{12|38|47|81}-#######")
    t.no("rating", _dec(2.5, 5, 1))
    t.trap("member_since", _day(2009, 2024, "%b %Y"))
    t.pii("PHONE", "owner_mobile", _any(_TEL_DE, _TEL_GB, _TEL_FR, _TEL_IT), _ABSENT)

    t = _Sheet(out, "shop.payments", 100)
    t.pii("CREDIT_CARD", "card_number", _card(), ("4000000000000000", None, "PAYPAL"))
    t.trap("bin", "{4539|5191|3732}##", cast=int)
    t.trap("psp_reference", "88{1|2|3}#############")
    t.trap("arn", "74{9|5}####################")
    t.trap("expiry", "{0§|10|11|12}/{25|26|27|28}")
    t.pii("IP_ADDRESS", "payer_ip", _mix(_ip4, _ip6), ("unknown", None))

    t = _Sheet(out, "shop.reviews", 70)
    t.pii("USER_ID", "reviewer", "{<us.f:s>_reads|the<us.l:s>|xx<gb.f:s>##|kitty§##|<br.f:s>.<br.l:s>}", ("[deleted]",))
    t.no("stars", (1, 2, 3, 4, 5, 5.0))
    t.no("headline", ("Works well", "Broke after 3 days", "10/10", "meh", "Would not buy again!!", "Genial"))
    t.trap(
        "product_name",
        ("Elizabeth Arden Cream", "Oscar Mayer Ham", "Bialetti Moka", "Tom Ford Noir", "Uncle Ben's Rice"),
    )
    t.trap("reviewed_on", _day(2018, 2024, "Reviewed on %d %B %Y"))

    t = _Sheet(out, "shop.shipments", 95)
    t.trap(
        "tracking",
        _any("1Z¥¥¥¥¥¥03########", "{00340434}############", "JD0146###########", "9400 1112 #### #### #### ##"),
    )
    t.pii("PHONE", "receiver_phone", "49{151|160|171}#######{|#}", _NIL, cast=int)
    t.pii("ZIP_CODE", "receiver_zip", _any("<gb.pc>", "{5|8}####", "##-##0", "{K|M|V}§¶ §¶§", "{1|3}0##"), _ABSENT)
    t.trap("eta", _time(2024, 2024, "%Y-%m-%dT%H:%M:%S+02:00"))
    t.pii(
        "PERSON_NAME",
        "signed_by",
        _any("<gb.f> <gb.l>", "<gb.f:I>. <gb.l>", "<de.l>"),
        ("left in porch", "neighbour", None),
    )
    t.trap("address_type", ("home", "office", "locker", "PO box"))

    t = _Sheet(out, "shop_jp.会員", 50)
    t.pii("USER_ID", "会員番号", "M0#######", _NIL)
    t.pii("PERSON_NAME", "氏名", "<jp.l>{ |\u3000}<jp.f>")
    t.pii("PERSON_NAME", "フリガナ", "<jp.kl> <jp.kf>", _BLANK)
    t.pii("DATE_OF_BIRTH", "生年月日", "19{6|7|8|9}#年{§|1{0|1|2}}月{§|1#|2{0|1|2|3|4|5|6|7|8}}日", _NIL)
    t.pii("ZIP_CODE", "郵便番号", "{|〒}{154|560|606|060|810}-00##", _BLANK)
    t.pii("POSTAL_ADDRESS", "住所", "<jp.area>§丁目{§|1#}-{§|2#}{| §0§号室}", ("未登録", None))
    t.pii("PHONE", "電話番号", _TEL_JP, ("なし", None))
    t.trap("商品名", ("南部鉄器 急須", "花子さんのジャム 200g", "デスクライト LT-30", "有田焼 茶碗", "太郎せんべい"))
    t.trap("注文日", "202{2|3}年§月1#日")

    t = _Sheet(out, "shop_ru.клиенты", 45)
    t.pii("USER_ID", "клиент_id", "{5|6}#####", cast=int)
    t.pii("PERSON_NAME", "фио", "<ru.n>", ("не указано", None))
    t.pii("PHONE", "телефон", _TEL_RU, ("нет", ""))
    t.pii("POSTAL_ADDRESS", "адрес", "{|{4|6}#####, }г. <ru.city>, <ru.st>, д. §{|#|/#}, кв. §#", _BLANK)
    t.pii("OTHER_ID", "инн", _inn, _NIL)
    t.pii("DATE_OF_BIRTH", "дата_рождения", _day(1951, 2004, "%d.%m.%Y"), _NIL)
    t.trap("товар", ("Чайник «Мария»", "Лампа ЛН-40", "Конфеты «Алёнка» 200 г", "Шоколад «Пётр I»"))
    t.trap("город", "<ru.city>")
    t.trap("заказ", "З-2023/######")

    t = _Sheet(out, "shop.legacy_export", 60)
    t.pii("EMAIL", "c1", _any(_MAIL, _MAIL_EU), _BLANK)
    t.pii("PHONE", "c2", _any("+1 {312|415|617} {2|5}##-####", "+49 {30|89} §#######", "+44 20 7### ####"), _NIL)
    t.pii("CREDIT_CARD", "c3", _card(" "), _NIL)
    t.pii("IP_ADDRESS", "c4", _ip4, _BLANK)
    t.pii("POSTAL_ADDRESS", "c5", _any(_AT_US, _AT_GB), _NIL)
    t.pii("OTHER_ID", "c6", _iban("DE", "NL", "PL", "SE"), _NIL)
    t.pii("PERSON_NAME", "c7", _any("<us.f> <us.l>", "<fr.f> <fr.l>", "<pl.f> <pl.l>"), _NIL)
    t.trap("c8", "{2|3}.{#|1#}.{#|##}{|-rc1|-beta}")
    t.trap("c9", _time(2020, 2023))
    t.trap("c10", _int(10_000_000, 99_999_999))
    t.pii("SSN", "c11", _ssn(), _NIL)


def _bank(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "bank.konten", 75)
    t.pii("OTHER_ID", "iban", _iban("DE", parted=True), _BLANK)
    t.trap("bic", "{COBADEFF|DEUTDEDB|GENODEF1|INGDDEFF}{XXX|###|}")
    t.pii("PERSON_NAME", "inhaber", "{<de.f> <de.l>|<de.l>, <de.f>|Eheleute <de.f> und <de.f> <de.l>}", pad=True)
    t.trap("eröffnet_am", _day(1979, 2023, "%d.%m.%Y"))
    t.trap("blz", "{37040044|50010517|10070000|70150000}", cast=int)
    t.no("saldo_eur", _dec(-900, 45_000))
    t.pii("USER_ID", "kundennr", "00########")
    t.trap("filiale", ("Köln-Deutz", "Sankt Augustin", "Ludwigshafen", "Karlsruhe", "Wilhelmshaven"))
    t.pii("OTHER_ID", "steuer_id", _steuer, ("beantragt", None))

    t = _Sheet(out, "bank.transfers", 90)
    t.trap("end_to_end_id", "{E2E|NOTPROVIDED|RF}{18|45}-#########")
    t.no("amount", _dec(1, 9000), cast=lambda v: f"{v:.2f}".replace(".", ","))
    t.pii("OTHER_ID", "counterparty", _iban("DE", "GB", "NL", "CH", "DK", "IE"), _NIL)
    t.trap("remittance", "{Invoice 2023-####|Rent flat §#|RE ###### vom 0§.03.2024|Order 4###############|Gas Q§}")
    t.trap("value_date", _day(2023, 2024, "%y%m%d"))
    t.pii(
        "PERSON_NAME",
        "beneficiary",
        _any("<gb.f> <gb.l>", "<nl.f> <nl.l>", "<pl.f> <pl.l>"),
        ("Stadtwerke", None),
        share=0.08,
    )
    t.trap("uetr", _uuid)
    t.trap("created_excel", _dec(44_900, 45_500, 4))

    t = _Sheet(out, "bank.card_file", 65)
    t.pii("CREDIT_CARD", "pan", _card("-"), _NIL)
    t.pii("PERSON_NAME", "emboss_line", "<us.f:u> {|¶ }<us.l:u>")
    t.trap("valid_thru", "{01|04|09|12}/2{5|6|7|8}")
    t.trap("last_four", "####", _NIL)
    t.no("pin_tries_left", (0, 1, 2, 3, 3, 3))
    t.pii("DATE_OF_BIRTH", "holder_dob", _day(1944, 2005, "%m-%d-%Y"), ("01-01-1900", None))
    t.trap("issue_date", _day(2020, 2024, "%m-%d-%Y"))

    t = _Sheet(out, "bank.instruments", 40)
    t.trap("isin", "{US|DE|GB}00##¥¥##{#}#")
    t.trap(
        "issuer",
        ("Goldman Sachs", "Wells Fargo", "Morgan Stanley", "Philip Morris", "Eli Lilly", "Deere & Co", "Raymond James"),
    )
    t.trap("lei", "5299¥¥¥¥¥¥¥¥¥¥¥¥¥¥##")
    t.no("coupon_pct", _dec(0, 9, 3), _NIL)
    t.trap("prospectus_email_sent", (0, 1, 1, None))

    t = _Sheet(out, "bank.loan_applicants", 80)
    t.trap("application_id", range(700_012_345, 700_099_999, 31))
    t.pii("PERSON_NAME", "borrower", "<us.f> {|¶. }<us.l>{|||, Jr.| III}", _BLANK)
    t.pii("SSN", "ssn", _ssn("{}{}{}"), _NIL, cast=int)
    t.pii("SSN", "co_borrower_tin", _ssn("{} {} {}"), ("none", None, ""), share=0.35)
    t.pii("DATE_OF_BIRTH", "b_dob", _day(1950, 2001, "%m/%d/%y"))
    t.trap("employer", _FIRM, _ABSENT)
    t.pii("OTHER_ID", "dl_number", _any("{A|D|F|W}#######", "¶###-####-####", "{TX|OH} ########"), _ABSENT)
    t.pii("SSN", "tin_json", lambda r: json.dumps({"type": "SSN", "value": _ssn()(r)}), _NIL)
    t.pii("POSTAL_ADDRESS", "street_1", "§### <us.st> {St|Ave|Dr|Ln}{|| Apt §#}", _NIL)
    t.pii("ZIP_CODE", "mail_zip", "{454|803|312|984|558}##", _NIL, cast=float)
    t.no("credit_score", _int(480, 840), _NIL)
    t.trap("name_on_title", ("sole", "joint", "trust", "LLC"))
    t.trap("closing_date", _day(2023, 2024, "%m/%d/%y"), ("TBD", None))

    t = _Sheet(out, "bank_br.cadastro", 55)
    t.pii("OTHER_ID", "cpf", _mix(_cpf, _cpf, lambda r: re.sub(r"\D", "", _cpf(r))), _BLANK)
    t.no("renda_mensal", _dec(1200, 30_000), _NIL)
    t.trap("cnpj_empregador", "##.###.###/0001-##", _NIL)
    t.pii("PERSON_NAME", "nome_completo", "<br.f> <br.l> <br.l>", pad=True)
    t.pii("DATE_OF_BIRTH", "nascimento", _day(1950, 2003, "%d/%m/%Y"), _NIL)
    t.pii("PHONE", "celular", _TEL_BR, ("não informado", None))
    t.pii("ZIP_CODE", "cep", "{01310|50030|40020|88010}-{0|1|2}##", _BLANK)
    t.pii("POSTAL_ADDRESS", "endereço", _AT_BR, _NIL)
    t.trap("agência", "{0001|1234|3###}-{#|X}")

    t = _Sheet(out, "bank_in.kyc", 70)
    t.pii("OTHER_ID", "aadhaar_no", _aadhaar, ("applied", None))
    t.pii("OTHER_ID", "pan_no", "¶¶¶P¶{1|2|3|4|5|6}###¶", ("FORM60", None))
    t.pii("PERSON_NAME", "customer_name", _any("<in.f> <in.l>", "<hi.n>", "{Shri|Smt.} <in.f> <in.l>"))
    t.pii("PHONE", "mobile_no", _TEL_IN, _NIL)
    t.pii("ZIP_CODE", "pin_code", "{560|400|110|700|600}0##", _NIL, cast=int)
    t.no("risk_grade", ("LOW", "MEDIUM", "HIGH", "low"))
    t.trap("ifsc", "{HDFC|SBIN|ICIC}0######")
    t.trap("employer_gstin", "{29|27|07}¶¶¶CS####¶1Z#")
    t.pii("POSTAL_ADDRESS", "address", _AT_IN)
    t.trap("kyc_status_date", _day(2022, 2024, "%d-%m-%Y"))

    t = _Sheet(out, "bank.atm_journal", 85)
    t.trap("terminal", "ATM0{1|2|3}####")
    t.trap("txn_time", lambda r: r.randint(1_600_000_000_000, 1_700_000_000_000) / 1000)
    t.trap("rrn", "4{0|1|2|3}##########")
    t.trap("card_mask", "XXXX-XXXX-XXXX-####")
    t.no("event", ("dispense", "card retained", "balance", "reversal"))

    t = _Sheet(out, "bank_cn.客户", 40)
    t.pii("OTHER_ID", "身份证号", _cn_id, _BLANK)
    t.pii("PERSON_NAME", "姓名", "<cn.l><cn.f>", pad=True)
    t.pii("PHONE", "手机", _TEL_CN, _NIL, cast=int)
    t.pii("POSTAL_ADDRESS", "联系地址", "<cn.area>§#号{|§#栋§0§室}", ("无", None))
    t.trap("公司名称", ("华兴科技有限公司", "王府井百货", "李宁体育", "张小泉剪刀", "北京同仁堂"))
    t.trap("开户日期", _day(2005, 2023, "%Y/%m/%d"))
    t.pii("USER_ID", "客户号", "100#######")
    t.trap("流水号", "2023{0§|1{0|1|2}}{0§|1#|2{0|1|2|3|4|5|6|7|8}}########")


def _desk(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "desk.tickets", 110)
    t.trap("ticket_no", "{HD-|}{4|5}#####")
    t.no(
        "subject",
        (
            "Cannot log in after update to 4.2.1",
            "Invoice INV-20391 wrong",
            "Export stuck at 98%",
            "Error 0x80070057",
            "How do I change the phone field?",
            "Name field too short",
            "Re: Re: your order 7000123",
        ),
    )
    t.pii("EMAIL", "requester", _any(_WORK, _MAIL), ("via chat", None))
    t.pii("USER_ID", "assignee", "<pl.f:s>.<pl.l:s>", ("unassigned", None))
    t.trap("tags", (["billing", "email"], ["login", "phone"], ["gdpr", "name-change"], [], ["v4.2", "ip-allowlist"]))
    t.no("reply_minutes", _dec(0.2, 4000, 1), _NIL)
    t.pii("EMAIL", "cc", lambda r: [_say(r, _WORK) for _ in range(r.randint(0, 2))] or None)
    t.pii("IP_ADDRESS", "seen_from", lambda r: [_ip4(r) for _ in range(r.randint(1, 3))], _NIL)
    t.trap("channel", ("email", "phone", "chat", "api", "Twitter"))

    t = _Sheet(out, "desk.accounts", 130)
    t.pii("USER_ID", "uid", _uuid)
    t.pii("USER_ID", "username", "{<nl.f:s>|<af.f:s>|<br.l:s>}{_|.|}{<nl.l:s>|##|dev}", ("admin", None), share=0.04)
    t.pii(
        "PERSON_NAME",
        "display_name",
        _any("<nl.f> <nl.l>", "<af.f> <af.l>", "<el.n>", "<kr.n>", "<ar.n>", "<tr.f> <tr.l>"),
    )
    t.pii("IP_ADDRESS", "last_ip", _mix(_ip4, _ip4, _ip6), _BLANK)
    t.trap("tz", ("America/New_York", "Europe/Paris", "Asia/Kolkata", "America/St_Johns", "Africa/Addis_Ababa"))
    t.trap("created_epoch", _epoch(), _NIL, cast=float)
    t.pii("PHONE", "mfa_target", "+{31612|23320|30694|55119|90532}######{|#}", _NIL, share=0.4)
    t.trap("email_verified", (True, True, False))
    t.trap("phone_type", ("mobile", "landline", "voip", None))
    t.trap("email_domain", "<corp>", _BLANK)

    t = _Sheet(out, "desk.web_hits", 140)
    t.pii("IP_ADDRESS", "remote", _mix(_ip4, _ip6), ("-",), share=0.05)
    t.trap("path", "/{help|kb|v2/users|login}/{reset-email|####|phone-setup|name?sort=asc&page=#}")
    t.trap("agent", _agent, ("-",))
    t.no("status", (200, 200, 301, 404, 500))
    t.trap("referer", "https://{www.google.com/|brightloom.io/pricing|news.example/¤¤¤¤¤¤}", ("-", None))
    t.trap("stamp", _time(2024, 2024, "[%d/%b/%Y:%H:%M:%S +0000]"))

    t = _Sheet(out, "desk.deploys", 60)
    t.trap("image", "registry.local/{web|mailer|auth}@sha256:¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤")
    t.trap("package", "{left-pad@1.3.0|@types/node@20.#.#|requests==2.3{0|1|2}.0|user-agent@§.0.##|vue@3.4.##}")
    t.pii("USER_ID", "actor", "{<in.f:s>|<se.f:s>}{-|}{dev|codes|<in.l:s>|hub##}", ("dependabot[bot]",), share=0.06)
    t.trap("version", "{1|2}4.{0|1}#.{#|1#}.{0|1|2}")
    t.trap("host", "{web|db|mail}-0#.{eu-west-1|us-east-2}.internal")
    t.no("seconds", _int(14, 1900))
    t.trap("release_name", ("Focal Fossa", "Jessie", "Buster", "Catalina", "Bionic Beaver", "Victoria"))

    t = _Sheet(out, "desk.audit_log", 100)
    t.pii("USER_ID", "actor_id", "{1|2}####", (0, None), cast=int)
    t.pii("EMAIL", "who", _WORK, ("system", "cron", None))
    t.pii("IP_ADDRESS", "context", lambda r: {"ip": _ip4(r), "tls": True}, _NIL)
    t.trap("action", "{user.email|user.phone|member.name|card}.{updated|viewed|deleted}")
    t.trap("changes", lambda r: json.dumps({"plan": ["free", "pro"], "seats": [r.randint(1, 9), r.randint(10, 90)]}))
    t.trap("ts_ns", _epoch(1_000_000_000))

    t = _Sheet(out, "desk.field_catalogue", 24)
    t.trap(
        "field_name", ("email", "phone_number", "first_name", "ssn", "date_of_birth", "zip", "card_no", "ip_address")
    )
    t.trap("field_label", ("E-mail address", "Phone", "First name", "SSN", "Birthday", "ZIP / Postcode", "Card number"))
    t.trap("input_mask", ("(999) 999-9999", "999-99-9999", "9999 9999 9999 9999", "99/99/9999", "AA99 9AA", "*@*"))
    t.trap("is_pii", ("yes", "no", "maybe"))
    t.trap("owner_team", ("Team Phoenix", "Team Ada", "Growth", "Trust & Safety", "Grace Squad"))
    t.no("null_rate", _dec(0, 1, 3))
    t.trap("regex", (r"^\d{3}-\d{2}-\d{4}$", r"[^@]+@[^@]+", r"^\+?\d{7,15}$", r"^[A-Z]{2}\d{2}", None))

    t = _Sheet(out, "desk.integrations", 30)
    t.trap("webhook_url", "https://hooks.example.com/T¥¥¥¥¥¥/B¥¥¥¥¥¥/µµµµµµµµµµµµ")
    t.trap("scopes", (["user:email", "read:org"], ["contacts.read"], ["phone", "profile"], ["files.write"]))
    t.no("calls_per_day", _int(0, 100_000), _NIL)


def _archive(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "archive.theses", 65)
    t.pii(
        "PERSON_NAME",
        "creator",
        _any("<fr.l>, <fr.f>", "<in.l>, <in.f>", "<cn.l><cn.f>", "<tr.l>, <tr.f>", "<af.l>, <af.f>"),
    )
    t.pii("USER_ID", "orcid", _orcid, _NIL, share=0.3)
    t.trap("doi", "10.{5281|1007|17605}/{zenodo.|s}#######")
    t.trap("date_submitted", _day(1974, 2023), ("[1981?]", None))
    t.pii("PERSON_NAME", "supervisor", "{Prof. |Dr |}<gb.f> <gb.l>", _ABSENT)
    t.trap(
        "institution",
        ("Johns Hopkins University", "King's College", "Carl von Ossietzky Universität", "Brown University"),
    )
    t.trap("keywords", (["Bayes", "Markov chain"], ["Kant", "ethics"], ["Parkinson", "MRI"], ["Hamilton", "graph"]))
    t.pii("EMAIL", "corresponding", _any(_WORK, "<fr.f:s>.<fr.l:s>@univ-{lyon|rennes}.fr"), ("embargoed", None))

    t = _Sheet(out, "archive.specimens", 70)
    t.trap(
        "scientific_name",
        (
            "Parus major Linnaeus, 1758",
            "Rosa canina L.",
            "Darwinia citriodora",
            "Victoria amazonica",
            "Ursus arctos",
            "Magnolia grandiflora",
            "Agathidium bushi",
        ),
    )
    t.trap(
        "vernacular", ("Steller's jay", "Wilson's warbler", "Père David's deer", "Robin", "Daisy", "Grant's gazelle")
    )
    t.trap("event_date", _day(1871, 1969), ("s.d.", None))
    t.pii(
        "PERSON_NAME",
        "recorded_by",
        "{<gb.f:I>.{|<gb.f:I>.} <gb.l>|<se.f> <se.l>}",
        ("anon.", None),
    )
    t.trap(
        "locality", ("Mt. Elgon", "Port Elizabeth", "Isla Isabela", "Lake Victoria, N shore", "San Diego", "Georgetown")
    )
    t.no("sex_stage", ("adult male", "juv.", "female", None))
    t.trap("verbatim_coords", "{0|1|2|3}#°{1|2|4}#'{S|N} {0|1}#°{0|3|5}#'{E|W}")

    t = _Sheet(out, "archive.storms", 30)
    t.trap(
        "storm_name", ("Katrina", "Andrew", "Harvey", "Irma", "Sandy", "Hugo", "Camille", "Mitch", "Ike", "Florence")
    )
    t.trap("first_advisory", _day(1954, 2022))
    t.no("max_wind_kt", _int(35, 160), _NIL)

    t = _Sheet(out, "archive.ship_logs", 45)
    t.trap(
        "vessel",
        ("Queen Mary", "Grace Harwar", "Emma Mærsk", "Prinz Eugen", "Charles W. Morgan", "HMS Beagle", "Lady Nelson"),
    )
    t.pii("PERSON_NAME", "captain", "{Capt. |}<gb.f> <gb.l>", ("illegible", None))
    t.trap("log_date", _day(1839, 1911, "%d %B %Y"))
    t.trap("position", "{1|2|3}#.{#}° S, {0|1}##.#° E")
    t.no(
        "remarks",
        ("Wind SW 6, two reefs", "Spoke the barque Mary Ann", "2 casks of water left", "Fog; lead 14 fathoms"),
    )

    t = _Sheet(out, "archive.survey_2021", 100)
    t.pii("USER_ID", "respondent_id", "R{0|1|2}####")
    t.trap("age", _int(16, 97), (-9, None, 999))
    t.trap("birth_decade", ("1950s", "1960s", "1970s", "1980s", "1990s"))
    t.trap("q12_owns_mobile_phone", (1, 2, 1, 1, -8))
    t.trap("q13_emails_per_day", _int(0, 180), (-9,))
    t.trap("started", _time(2021, 2021, "%d-%b-%y %H.%M.%S"))
    t.trap("q20_first_word", ("freedom", "Victoria", "bread", "hope", "Will", "faith", None))
    t.pii("USER_ID", "interviewer_id", "I-{0|1}##", _NIL)
    t.pii("DATE_OF_BIRTH", "resp_birthdate", _day(1930, 2004), ("9999-99-99", None))

    t = _Sheet(out, "archive.letters", 50)
    t.pii("PERSON_NAME", "von", _any("<de.f> <de.l>", "<fr.f> <fr.l>", "<ru.n>"), ("[unbekannt]", None))
    t.pii("PERSON_NAME", "an", _any("<de.f> <de.l>", "<it.f> <it.l>", "<he.n>"), ("[?]", None))
    t.trap("geschrieben", _day(1848, 1931, "%d.%m.%Y"), ("o. D.", None))
    t.no("umfang", ("2 Bl.", "1 S.", "4 S.; 8°", "3 Bl. m. Umschlag"))
    t.trap("erwähnte_werke", ("Wilhelm Meister", "Maria Stuart", "Nathan der Weise", "Don Carlos", "Faust I", None))

    t = _Sheet(out, "archive.genomes", 40)
    t.trap("gene", ("SHH", "TP53", "BRCA1", "PAX6", "MECP2", "ABL1", "JAK2", "MAX"))
    t.trap("file_md5", _hex(32))
    t.no("coverage", _dec(8, 110, 2), _NIL)

    t = _Sheet(out, "archive.stars", 35)
    t.trap(
        "star_name",
        ("Barnard's Star", "Kapteyn's Star", "Vega", "Luyten's Star", "Teegarden's Star", "Cor Caroli", "Bellatrix"),
    )
    t.trap("ra", "{0|1}#h {1|3|5}#m {0|2|4}#.##s")
    t.trap("julian_day", _dec(2_415_020, 2_460_000, 5))
    t.trap("simbad_oid", "@{1|2|3}######")

    t = _Sheet(out, "archive.oral_history", 30)
    t.pii("PERSON_NAME", "narrator", _any("<af.f> <af.l>", "<vn.n>", "<ar.n>", "<hi.n>"), ("withheld", None))
    t.pii(
        "DATE_OF_BIRTH",
        "born",
        _any("{|c. }19{1|2|3|4}#", *("{3|12|27} {May|June|October} 19{1|2|3}#",) * 3),
        ("unknown", None),
    )
    t.trap("recorded", _day(1978, 1999, "%d %B %Y"))
    t.trap("place", ("Accra", "Huế", "St. Louis", "Alexandria", "Victoria Falls"))
    t.pii(
        "POSTAL_ADDRESS",
        "narrator_address",
        lambda r: dict(zip(("street", "town"), _say(r, _AT_GB).rsplit(", ", 1), strict=True)),
        _NIL,
    )
    t.no("minutes", _int(12, 180))


def _others(out: list[LabelledColumn]) -> None:
    t = _Sheet(out, "hr.onboarding_eu", 60)
    t.pii("OTHER_ID", "national_id", _mix(_pesel, _hetu, _tckn, _nir, _dni), _ABSENT)
    t.pii("OTHER_ID", "ni_number", "{A|B|C|G|H|J|L|S|W}{A|B|C|E|H|K|L|M|P}{ |}##{ }##{ }##{ }{A|B|C|D}", _NIL)
    t.pii("OTHER_ID", "driving_licence_gb", "{PEMBE|LLEWE|MACAL|GILCH|WETHE}{6|7|8|9}0§1##¶¶9¶¶", _ABSENT)
    t.pii("PERSON_NAME", "nazwisko_i_imie", "<pl.l> <pl.f>")
    t.trap("job_title", ("Software Engineer", "Head Baker", "Miller", "Chief Mason", "Shepherd", "Carter"))
    t.pii("POSTAL_ADDRESS", "adres_zamieszkania", "ul. {Lipowa|Długa|Polna|Mickiewicza} §{|#}/§, <pl.town>", _BLANK)
    t.pii("USER_ID", "personel_no", "TR{0|1}####", _NIL)

    t = _Sheet(out, "mobile.handsets", 55)
    t.pii("OTHER_ID", "imei", _imei, _NIL, cast=int)
    t.pii("PHONE", "msisdn", "{4477|4915|3361|2547}########", _NIL)
    t.trap("model", ("Galaxy A52", "iPhone 13 mini", "Pixel 7", "Moto G Stylus", "Nokia 3310"))
    t.trap("build", "{TP1A|SP2A|RQ3A}.2{1|2}0§05.0{0|1}#")
    t.no("battery", _dec(0, 1, 2), _NIL)
    t.trap("carrier_name", ("Virgin Mobile", "Vodafone", "Lebara", "Boost", "Cricket", "Giffgaff"))

    t = _Sheet(out, "events.registrations", 90)
    t.pii("EMAIL", "login", _any(_MAIL, _MAIL_EU), ("sso", None))
    t.pii("IP_ADDRESS", "f_12", _mix(_ip4, _ip6), _NIL)
    t.pii(
        "PERSON_NAME",
        "badge_text",
        _any("<tr.f> <tr.l>", "<gb.f> <gb.l>", "<es.f> <es.l>", "<se.f> <se.l>"),
        ("Guest", None),
    )
    t.pii("PHONE", "field_7", _any(_TEL_GB, _TEL_US, _TEL_SE), ("-", ""))
    t.trap(
        "session_title", ("Ada for beginners", "Meet the Press", "Beyond Moore's Law", "Julia 1.10", "Ask Jeeves redux")
    )
    t.trap("hall", ("Newton", "Marie Curie", "Hall 3.1", "Gutenberg", "Ballroom B"))
    t.pii("PHONE", "contacts", lambda r: [_say(r, _TEL_US) for _ in range(r.randint(1, 2))], _NIL)
    t.pii("EMAIL", "payload", lambda r: json.dumps({"mail": _say(r, _MAIL), "newsletter": r.random() < 0.5}), _BLANK)
    t.trap("ticket_code", "¥¥¥¥-¥¥¥¥-¥¥¥¥-¥¥¥¥")
    t.pii("CREDIT_CARD", "deposit_card", _card(" "), ("cash", None), share=0.4)

    t = _Sheet(out, "hotel.folios", 50)
    t.pii("PERSON_NAME", "guests", lambda r: [{"name": _say(r, "<us.f> <us.l>")} for _ in range(r.randint(1, 2))])
    t.pii("CREDIT_CARD", "guarantee", _card(), _NIL, cast=int)
    t.pii("CREDIT_CARD", "cc_raw", _mix(_card(" "), _card(), _card("-")), ("on file", None, "voucher 8812"))
    t.trap("confirmation", "{9|8}###############", cast=int)
    t.trap("room_name", ("Churchill Suite", "Anne Boleyn", "204", "Garden View", "Oscar Wilde Room"))
    t.trap("arrival", _day(2024, 2024, "%a, %d %b %Y"))
    t.pii("OTHER_ID", "id_document", _mix("{P|C}¥¥¥¥¥¥##", _dni, _bsn), ("shown", None))
    t.no("nights", (1, 2, 3, 7, 1.0))
    t.trap("rate_plan", ("BAR", "Corp Smith", "AAA", "Rack"))

    t = _Sheet(out, "payroll.north_america", 70)
    t.pii("SSN", "social", _mix(_ssn(), _ssn("{}{}{}")), ("applied for", None, "xxx-xx-xxxx"))
    t.pii("SSN", "dependents", lambda r: [{"ssn": _ssn()(r), "share": 0.5}], _NIL, share=0.4)
    t.pii("SSN", "w2_box_a", _ssn("{}-{}-{}"), _BLANK, pad=True)
    t.pii("OTHER_ID", "sin_ca", _sin, _NIL, share=0.3)
    t.pii("ZIP_CODE", "postal", _any("{K|L|M|V}§¶ §¶§", "{454|803|312}##{|-####}"), _BLANK)
    t.trap("pay_run", _time(2023, 2024, "%Y%m%d-%H%M"))
    t.trap("employer_ein", "{04|36|59|94}-#######")
    t.trap("ssn_on_file", ("Y", "N", "pending"))
    t.no("net_pay", _dec(400, 5200))
    t.trap("routing_no", "{021|011|122}######")

    t = _Sheet(out, "uni.students", 80)
    t.pii("USER_ID", "matrikelnr", "{3|4}######", _NIL, cast=int)
    t.pii(
        "PERSON_NAME", "student", _any("<de.f> <de.l>", "<tr.f> <tr.l>", "<vn.n>", "<ar.n>", "<af.f> <af.l>"), pad=True
    )
    t.pii(
        "DATE_OF_BIRTH",
        "bday",
        _mix(_day(1994, 2006, "%d.%m.%Y"), _day(1994, 2006), _day(1994, 2006, "%B %d, %Y")),
        _NIL,
    )
    t.pii("EMAIL", "uni_mail", "<de.l:s>.<de.f:s>{|#}@stud.uni-halle.de", _NIL)
    t.pii("USER_ID", "moodle_login", "{ab|kd|tz|wq}µµ####", _BLANK)
    t.trap(
        "course_name", ("Gauss and his time", "Intro to Java", "Shakespeare I", "Marx reading group", "Statistics 2")
    )
    t.pii("IP_ADDRESS", "vpn_addr", _mix(_ip6, _ip4), ("offline", None))

    t = _Sheet(out, "cl.votantes", 35)
    t.pii("OTHER_ID", "rut", _rut, _BLANK)
    t.pii("PERSON_NAME", "nombre_votante", "<es.l:u> <es.l:u> <es.f:u>")
    t.trap("comuna", ("San Bernardo", "Santa Juana", "Pedro Aguirre Cerda", "Diego de Almagro", "La Florida"))
    t.trap("local_votación", ("Liceo Gabriela Mistral", "Escuela Bernardo O'Higgins", "Colegio San José"))

    t = _Sheet(out, "iot.gateways", 40)
    t.trap("oid", "1.3.6.1.4.1.{9|2636|8072}.{#|##}.{#|##}")
    t.trap("iface_ip_mode", ("static", "dhcp", "ipv6-only", "none"))
    t.trap("mem_address", "0x7ffd¤¤¤¤¤¤¤¤")
    t.trap("unit_serial", "###-##-####{|R}")
    t.trap("boot_ts", _epoch(1000), cast=str)
    t.no("temp_c", _dec(-20, 70, 1), (None, -999.0))


def columns() -> list[LabelledColumn]:
    out: list[LabelledColumn] = []
    for part in (_city, _clinic, _airline, _shop, _bank, _desk, _archive, _others):
        part(out)
    return out
