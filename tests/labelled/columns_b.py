"""A hold-out set of labelled columns, written apart from the detector: small messy tables of many countries."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from tests.labelled.cases import LabelledColumn

Maker = Callable[[int], Any]

# Culture: given names and family names; "_" stands for a blank inside a name.
_NAMES: dict[str, tuple[str, str]] = {
    "us": (
        "James Mary Robert Linda Tyler Ashley Marcus Denise Wade Brittany Curtis Monique Hunter Savannah Earl Peggy",
        "Whitfield Carver Dobbs Hollis Tatum Lockhart Bridges Mosley Pruitt Vance Stroud Kearns Langley Boone Mills",
    ),
    "uk": (
        "Oliver Amelia Nigel Gemma Alistair Philippa Rhys Bethan Callum Isla Graham Maureen Duncan Poppy Clive",
        "Ashworth Pemberton Hargreaves Tuck Bickerstaff Llewellyn Drummond MacLeod Fairclough Crouch Penrose",
    ),
    "ie": (
        "Aoife Niamh Cillian Saoirse Declan Oisín Gráinne Padraig Siobhán Fergus",
        "O'Sullivan Byrne Ní_Bhriain McGrath O'Dowd Kavanagh Mulcahy Fitzgerald Ó_Sé Geraghty",
    ),
    "de": (
        "Jürgen Heike Torsten Ute Matthias Anneliese Jörg Sabine Lukas Friederike Kai-Uwe Gudrun Bernd Käthe",
        "Müller Schäfer von_der_Heide Krüger Weiß Obermaier Lindqvist-Braun Pfeiffer Zöllner Hansen Grätz Vogt",
    ),
    "fr": (
        "Thérèse Benoît Camille Jean-Luc Maëlys Étienne Solène Gaëtan Noémie Thibault Marie-Claude Loïc",
        "Lefèvre Dubois de_La_Fontaine Girard Roussel Gauthier Le_Goff Bonnet Chevallier Marchand Péron Delacroix",
    ),
    "it": (
        "Giuseppe Chiara Lorenzo Ilaria Salvatore Fiorella Niccolò Concetta Tommaso Ginevra",
        "Esposito De_Luca Marchetti Bianchi Lo_Presti D'Angelo Ferraro Zanetti Pellegrini Grassi",
    ),
    "es": (
        "Íñigo Begoña Joaquín Rocío Álvaro Inmaculada Xavier Montserrat Nuria Gonzalo María_José Ximena",
        "Gutiérrez Peña Ibáñez de_la_Cruz Zubizarreta Ferrer Núñez Castaño Lozano Ochoa Villalobos Quispe",
    ),
    "pt": (
        "João Conceição Thiago Luiza Caio Benedita Vinícius Marlene Otávio Tainá Afonso Inês",
        "Conceição_Lima da_Silva Nascimento Teixeira Magalhães Cardoso Figueiredo Araújo dos_Santos Brandão Sá Queiroz",
    ),
    "nl": (
        "Joost Marieke Sjoerd Femke Bram Anouk Wouter Liesbeth Daan Hendrika",
        "van_den_Berg Bakker de_Vries Hoekstra Jansen van_'t_Hof Mulder Dijkstra ter_Horst Smit",
    ),
    "pl": (
        "Łukasz Agnieszka Zbigniew Małgorzata Krzysztof Bożena Wojciech Jadwiga Paweł Żaneta",
        "Wiśniewski Kowalczyk Zając Dąbrowska Szczepański Wójcik Grabowska Mróz Brzęczyszczykiewicz Pawlak",
    ),
    "cz": ("Ondřej Zdeňka Jiří Markéta Vojtěch Růžena Přemysl", "Dvořák Němcová Procházka Šťastný Horáková Beneš Kříž"),
    "hu": ("Zoltán Ágnes Bálint Erzsébet Gergő Tünde Csaba", "Szabó Nagy Kovács Tóth Horváth Kőszegi Fekete"),
    "ro": ("Mihai Ioana Răzvan Ștefania Gheorghe Crina Dragoș", "Popescu Ionescu Țurcanu Munteanu Stoica Dinu Lupu"),
    "sc": (
        "Göran Åsa Håkon Solveig Bjørn Mette Søren Ingrid Linnea Ragnhild Einar Guðrún",
        "Lindström Åkesson Haugen Sørensen Bergqvist Nygård Kjær Öberg Solberg Þórsdóttir Holmgren Dahl",
    ),
    "fi": ("Väinö Päivi Juhani Aino Markku Tuulikki Eero", "Mäkinen Virtanen Hämäläinen Koskela Järvinen Laakso Niemi"),
    "ru": (
        "Алексей Светлана Дмитрий Ольга Николай Екатерина Вадим Зинаида Тимур Лариса",
        "Смирнов Кузнецова Гаврилов Воробьёва Зайцев Орлова Щербаков Лебедева Исаев Крылова",
    ),
    "ua": ("Тарас Оксана Богдан Ірина Юрій Соломія Андрій", "Шевчук Бондаренко Ткачук Їжакевич Коваль Мельник Гнатюк"),
    "bg": (
        "Димитър Росица Стоян Цветелина Борислав Ваня Пламен",
        "Петров Иванова Стоянов Желязкова Колев Тодорова Ангелов",
    ),
    "gr": (
        "Γιώργος Ελένη Κωνσταντίνος Βασιλική Νίκος Δέσποινα",
        "Παπαδόπουλος Νικολάου Οικονόμου Αντωνίου Βλάχος Ζαφειρίου",
    ),
    "tr": (
        "Çağlar Ayşegül Mehmet Şebnem Oğuz Gülşen İbrahim Emine",
        "Yılmaz Öztürk Çelik Kaya Şahin Güneş Aydın Koçyiğit",
    ),
    "ar": (
        "Yusuf Layla Omar Fatima Khalid Amina Tariq Noor",
        "Al-Masri Haddad El_Amrani bin_Rashid Khoury Benali Saleh Nasser",
    ),
    "aa": ("محمد فاطمة خالد نورة عبدالله مريم سعيد هند", "العتيبي الحربي الشمري القحطاني المصري حداد النجار الخطيب"),
    "he": ("יעל אורי נועה איתן רבקה דניאל שירה", "כהן לוי מזרחי פרידמן ביטון אברהמי שפירא"),
    "ir": ("Shirin Behrouz Parisa Kaveh Mahnaz Dariush", "Hosseini Rahimi Tehrani Farahani Moradi Karimi"),
    "in": (
        "Aarav Priya Venkatesh Lakshmi Gurpreet Ananya Rajesh Kavita Suresh Meenakshi Harsh Deepika",
        "Iyer Chatterjee Patel Reddy Subramaniam Kaur Deshpande Nair Banerjee Gill Choudhury Kulkarni",
    ),
    "hi": ("अमित सुनीता राजेश प्रिया विकास अनीता", "शर्मा वर्मा गुप्ता यादव मिश्रा चौहान"),
    "pk": ("Bilal Ayesha Usman Hira Zeeshan Rukhsana", "Qureshi Siddiqui Malik Chaudhry Bhutta Ansari"),
    "cn": ("伟 芳 秀英 建国 志强 丽娜 浩然 雨桐 海燕 子轩", "王 李 张 刘 陈 杨 欧阳 赵 周 徐"),
    "py": ("Wei Xiaoming Lihua Jing Guoqiang Meiling", "Zhang Huang Zhao Ouyang Lin Xu"),
    "jp": ("太郎 美咲 健一 陽子 翔太 結衣 隆 千尋", "佐藤 鈴木 高橋 渡辺 長谷川 小林 井上 松本"),
    "ja": ("Kenji Haruka Takumi Sachiko Daichi Yui", "Tanaka Yamamoto Nakagawa Fujimoto Ishikawa Ōta"),
    "kr": ("민준 서연 지훈 하은 영수 미경 현우 수빈", "김 이 박 최 정 강 조 윤"),
    "ko": ("Min-jun Seo-yeon Ji-hoon Ha-eun Sung-min", "Kim Park Choi Jeong Kang"),
    "vn": ("Thị_Hương Văn_Hùng Minh_Tuấn Ngọc_Ánh Quốc_Bảo", "Nguyễn Trần Lê Phạm Võ Đặng"),
    "th": ("สมชาย วิภา ณัฐพล กมลวรรณ ประเสริฐ สุดา", "ใจดี ศรีสุข วงศ์สวัสดิ์ บุญมี แสงทอง พิทักษ์"),
    "ph": ("Maricel Rodrigo Jomar Analyn Crisanto", "Dela_Cruz Macaraeg Bautista Dimaculangan Salonga"),
    "id": ("Budi Siti Agus Dewi Wahyu Putri", "Santoso Wulandari Nugroho Siregar Hidayat Simanjuntak"),
    "ng": ("Chinedu Ngozi Adebayo Folake Emeka Yetunde Ibrahim", "Okafor Adeyemi Nwosu Ogunleye Balogun Eze Abubakar"),
    "gh": ("Kwame Akosua Kofi Abena Yaw", "Mensah Boateng Owusu Asante Agyeman"),
    "ke": ("Wanjiru Otieno Achieng Kipchumba Makena", "Kamau Odhiambo Mutua Cheruiyot Njoroge"),
    "et": ("Abebe Tigist Haile Selamawit Dawit", "Tesfaye Bekele Gebremariam Wolde Alemu"),
    "hr": ("Zvonimir Ljiljana Dražen Snežana Goran", "Horvat Đorđević Jovanović Marušić Kovačić"),
    "lt": ("Žydrūnas Rasa Jānis Ilze Kristjan", "Kazlauskas Petraitienė Bērziņš Ozoliņa Tamm"),
    "am": ("Armen Anahit Giorgi Nino Levan", "Sargsyan Petrosyan Beridze Kapanadze Hakobyan"),
    "mi": ("Tāne Aroha Keoni Leilani Sione", "Ngata Parata Kahananui Kealoha Taufa"),
}

# Country: line patterns, streets, "postal code:place" pairs, and how a full address is put together.
_GEO: dict[str, tuple[str, str, str, str]] = {
    "us": (
        "{n} {s}|{n} {s}|{n} {s} Apt {m}|{n} {s}, Unit {m}B|PO Box {n}|{n} {s} #{m}|{n} {s}",
        (
            "Maple Ave|N Lincoln St|Old Mill Rd|W 47th St|Sunset Blvd|County Road 12|Peachtree Ln|SE Division St"
            "|Elm Ct|Martin Luther King Jr Dr|Highland Park Way|Cypress Creek Pkwy|2nd Avenue NW|Rte 9W"
            "|Quail Hollow Cir"
        ),
        (
            "02139:Cambridge, MA|10025:New York, NY|60614:Chicago, IL|94110:San Francisco, CA|78704:Austin, TX"
            "|07030:Hoboken, NJ|33139:Miami Beach, FL|98103:Seattle, WA|04101:Portland, ME|30307:Atlanta, GA"
            "|85004:Phoenix, AZ|48104:Ann Arbor, MI|00907:San Juan, PR|06511:New Haven, CT|80205:Denver, CO"
            "|55408:Minneapolis, MN|70117:New Orleans, LA|99501:Anchorage, AK"
        ),
        "{st}, {c} {z}",
    ),
    "uk": (
        "{n} {s}|{n} {s}|Flat {m}, {n} {s}|{m}A {s}|Rose Cottage, {s}",
        (
            "Church Lane|Victoria Road|The Crescent|King's Parade|Station Approach|Mill Hill|Old Kent Road"
            "|Albert Terrace"
        ),
        (
            "SW1A 2AB:London|M14 5RL:Manchester|EH8 9YL:Edinburgh|CF10 3AT:Cardiff|LS6 2QU:Leeds|BT7 1NN:Belfast"
            "|OX4 1JE:Oxford|B29 6BD:Birmingham|W2 1PP:London|G12 8QQ:Glasgow|YO10 5DD:York|TR1 2HE:Truro"
        ),
        "{st}, {c}, {z}",
    ),
    "de": (
        "{s} {m}|{s} {n}a|{s} {m}-{n}|{s} {n}|Postfach {n}0 {m}2",
        (
            "Hauptstr.|Goethestraße|Am Alten Markt|Bahnhofstrasse|Lindenweg|Schillerplatz|Unter den Eichen"
            "|Kirchgasse|Münchner Str."
        ),
        (
            "10115:Berlin|01067:Dresden|80331:München|50667:Köln|20095:Hamburg|04109:Leipzig|70173:Stuttgart"
            "|99084:Erfurt|06108:Halle"
        ),
        "{st}, {z} {c}",
    ),
    "fr": (
        "{n} {s}|{n} bis {s}|{m}, {s}|BP {n}|Résidence Les Pins, {n} {s}",
        (
            "rue de la République|avenue Jean Jaurès|boulevard Victor Hugo|place du Marché|chemin des Vignes"
            "|impasse des Lilas"
        ),
        (
            "75011:Paris|69003:Lyon|13006:Marseille|06000:Nice|33000:Bordeaux|59800:Lille|01000:Bourg-en-Bresse"
            "|67000:Strasbourg"
        ),
        "{st}, {z} {c}",
    ),
    "it": (
        "{s}, {n}|{s} {n}/A|{s} n. {m}",
        "Via Roma|Corso Garibaldi|Piazza Dante|Via XX Settembre|Viale della Libertà|Vicolo Stretto",
        "00184:Roma RM|20121:Milano MI|80138:Napoli NA|50122:Firenze FI|07100:Sassari SS|09124:Cagliari CA",
        "{st}, {z} {c}",
    ),
    "es": (
        "{s}, {n}|{s} {n}, {m}º B|{s} nº {n}",
        "C/ Mayor|Calle de Alcalá|Avda. de la Constitución|Paseo del Prado|Plaza de España|Carrer de Balmes",
        "28014:Madrid|08008:Barcelona|41001:Sevilla|46002:Valencia|03001:Alicante|01001:Vitoria-Gasteiz|48009:Bilbao",
        "{st}, {z} {c}",
    ),
    "br": (
        "{s}, {n}|{s}, {n} - Apto {m}|{s} nº {n}",
        "Rua das Flores|Av. Paulista|Travessa São Jorge|Rua XV de Novembro|Alameda Santos|Rua Sete de Setembro",
        (
            "01310-100:São Paulo/SP|20040-020:Rio de Janeiro/RJ|30130-010:Belo Horizonte/MG|80020-310:Curitiba/PR"
            "|40020-000:Salvador/BA"
        ),
        "{st}, {c}, CEP {z}",
    ),
    "mx": (
        "{s} {n}|{s} No. {n} Int. {m}|{s} #{n}",
        "Av. Insurgentes Sur|Calle Hidalgo|Blvd. Díaz Ordaz|Calz. de Tlalpan|Privada Juárez",
        "06700:Ciudad de México|44100:Guadalajara, Jal.|64000:Monterrey, N.L.|72000:Puebla, Pue.|97000:Mérida, Yuc.",
        "{st}, {z} {c}",
    ),
    "nl": (
        "{s} {n}|{s} {n}-{m}|{s} {m} hs|Postbus {n}",
        "Keizersgracht|Dorpsstraat|Laan van Meerdervoort|Kerkweg|Prins Hendrikkade|Oude Delft",
        "1015 CJ:Amsterdam|3011 GD:Rotterdam|2517 AN:Den Haag|3512 JE:Utrecht|9711 LM:Groningen|6211 CR:Maastricht",
        "{st}, {z} {c}",
    ),
    "pl": (
        "ul. {s} {n}|ul. {s} {n}/{m}|al. {s} {n} m. {m}|os. {s} {m}",
        "Kościuszki|Mickiewicza|3 Maja|Długa|Jana Pawła II|Piłsudskiego",
        "00-950:Warszawa|31-042:Kraków|50-101:Wrocław|80-831:Gdańsk|61-001:Poznań|02-797:Warszawa",
        "{st}, {z} {c}",
    ),
    "se": (
        "{s} {n}|{s} {n} B|{s} {m}, lgh 110{m}|Box {n}",
        "Storgatan|Drottninggatan|Kungsvägen|Björkallén|Norra Ringvägen",
        "114 55:Stockholm|411 03:Göteborg|211 22:Malmö|753 20:Uppsala|903 26:Umeå",
        "{st}, {z} {c}",
    ),
    "ru": (
        "ул. {s}, д. {n}, кв. {m}|пр-т {s}, {n}|пер. {s}, д. {m}",
        "Ленина|Гагарина|Советская|Мира|Садовая|Пушкина",
        "101000:г. Москва|190000:г. Санкт-Петербург|630099:г. Новосибирск|620014:г. Екатеринбург|420111:г. Казань",
        "{z}, {c}, {st}",
    ),
    "gr": (
        "{s} {n}|Οδός {s} {m}",
        "Ερμού|Πατησίων|Λεωφ. Κηφισίας|Αγίου Δημητρίου",
        "105 63:Αθήνα|546 24:Θεσσαλονίκη",
        "{st}, {z} {c}",
    ),
    "cn": (
        "{s}{n}号|{s}{n}号{m}单元{n}室",
        "北京市朝阳区建国路|上海市浦东新区世纪大道|广东省广州市天河区体育西路|四川省成都市武侯区人民南路|杭州市西湖区文三路",
        "100022:|200120:|510620:|610041:|310012:",
        "{c}{st}",
    ),
    "jp": (
        "{s}{m}-{m}-{n}|{s}{m}丁目{n}番地|{s}{m}-{n} ハイツ{n}号",
        "東京都千代田区丸の内|東京都渋谷区神宮前|大阪府大阪市北区梅田|京都府京都市中京区河原町通|名古屋市中区栄",
        "100-0005:|150-0001:|530-0001:|604-8001:|460-0008:",
        "〒{z} {c}{st}",
    ),
    "kr": (
        "{s} {n}|{s} {n}, {m}0{m}호",
        "서울특별시 강남구 테헤란로|서울 마포구 월드컵로|부산광역시 해운대구 센텀중앙로|대전광역시 중구 중앙로",
        "06236:|03925:|48058:",
        "{st}",
    ),
    "in": (
        "{n}, {s}|Flat {n}, {s}|H.No. {n}-{m}, {s}|Plot {n}, {s}",
        "MG Road|Sector 14|2nd Cross, Indiranagar|Lal Bahadur Nagar|Gandhi Chowk|Anna Salai",
        "560038:Bengaluru|110001:New Delhi|400050:Mumbai|600002:Chennai|700016:Kolkata|122001:Gurugram",
        "{st}, {c} - {z}",
    ),
    "au": (
        "{n} {s}|{m}/{n} {s}|Unit {m}, {n} {s}|GPO Box {n}|Lot {m} {s}",
        "Lygon St|Bondi Rd|Anzac Parade|Queen Street|Smithfield Hwy|The Esplanade",
        (
            "3053:CARLTON VIC|2026:BONDI NSW|0820:LARRAKEYAH NT|4000:BRISBANE QLD|0800:DARWIN NT|6000:PERTH WA"
            "|7000:HOBART TAS"
        ),
        "{st}, {c} {z}",
    ),
    "ca": (
        "{n} {s}|{m}-{n} {s}|{n} {s}, Suite {m}0{m}",
        "Rue Sherbrooke Ouest|King Street W|Bloor St E|Jasper Ave NW|Granville St|Chemin Sainte-Foy",
        (
            "H3A 1B9:Montréal QC|M5H 1A1:Toronto ON|T5J 1S6:Edmonton AB|V6Z 1L3:Vancouver BC|G1S 4A9:Québec QC"
            "|B3H 4R2:Halifax NS"
        ),
        "{st}, {c} {z}",
    ),
    "vn": (
        "{n} {s}|Số {n}, ngõ {m}, {s}",
        "Nguyễn Huệ|Lê Lợi|Trần Hưng Đạo|Hai Bà Trưng",
        "700000:TP. Hồ Chí Minh|100000:Hà Nội",
        "{st}, {c}",
    ),
    "tr": (
        "{s} No:{n} D:{m}|{s} No: {n}/{m}",
        "Atatürk Cad.|İstiklal Caddesi|Cumhuriyet Mah. Gül Sok.|Bağdat Cad.",
        "34433:İstanbul|06420:Ankara|35210:İzmir|01010:Adana",
        "{st}, {z} {c}",
    ),
}

_MAILS = "gmail.com|gmail.com|yahoo.com|outlook.com|hotmail.com|icloud.com|proton.me|example.org"
_FOLD = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "þ": "th"}
)
_NICKS = [
    "bluefox",
    "nightowl",
    "kestrel",
    "pixelmaus",
    "gamerdude",
    "tea_leaf",
    "rocketman",
    "sunny",
    "mrbean",
    "coderkat",
    "zorro",
    "lunaris",
    "wanderer",
    "skipper",
    "moonpie",
    "dr_no",
    "catlady",
    "ironduke",
    "papaya",
    "sk8er",
]
_FIRMS = (
    "Northwind Traders|Acme Corp.|Brightwater Logistics GmbH|Johnson & Sons Ltd|Banco do Sul S.A.|Kaya İnşaat A.Ş."
    "|Oak & Pine LLC"
    "|Ernst Weber KG|Société Lemaire SARL|Marks Brothers Inc|Tata Polymers Pvt Ltd|Nordlys AS"
    "|株式会社ミドリ|Parker Hydraulics"
    "|Smith & Wollensky Group|Mitchell Foods plc|Jackson Laboratory|Delta Freight|Harris Tweed Mills|Cohen Steel"
    "|ООО Ромашка"
)
_CITIES = (
    "Springfield|Houston|San José|Lyon|Köln|Kraków|Malmö|Santiago|St. Louis|Victoria|Austin|Charlotte|Jackson|Florence"
    "|Sydney|Orlando|Paris|Lincoln|Madison|Regina|Bergen|Valencia|Reading|Bath|Split|Nancy|Salvador|Alexandria"
)


def _luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        double = int(digit) * (2 - place % 2)
        total += double - 9 if double > 9 else double
    return body + str(-total % 10)


def _weigh(digits: str, *weights: int) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _digits(r: random.Random, n: int, first: str = "0123456789") -> str:
    return r.choice(first) + "".join(r.choice("0123456789") for _ in range(n - 1))


def _ymd(r: random.Random, fmt: str = "%y%m%d", lo: int = 1940, hi: int = 1999) -> str:
    return (date(lo, 1, 1) + timedelta(days=r.randrange((hi - lo + 1) * 365))).strftime(fmt)


def _card(r: random.Random) -> str:
    lead, size = r.choice(
        (("4", 16), ("4", 16), ("51", 16), ("54", 16), ("2720", 16), ("37", 15), ("6011", 16), ("3530", 16), ("36", 14))
    )
    return _luhn(lead + _digits(r, size - 1 - len(lead)))


def _card_four(r: random.Random, between: str = " ") -> str:
    card = _card(r)
    if len(card) == 16:
        return between.join(card[i : i + 4] for i in (0, 4, 8, 12))
    return between.join((card[:4], card[4:10], card[10:]))


def _ssn(r: random.Random, fmt: str = "{}-{}-{}") -> str:
    area = r.choice([n for n in range(1, 900) if n != 666])
    return fmt.format(f"{area:03d}", f"{r.randrange(1, 100):02d}", f"{r.randrange(1, 10000):04d}")


def _iban(r: random.Random, country: str) -> str:
    form = {
        "DE": "#" * 18, "GB": "NWBK" + "#" * 14, "FR": "#" * 23, "ES": "#" * 20, "NL": "ABNA" + "#" * 10,
        "IT": "X" + "#" * 22,
        "PL": "#" * 24, "AT": "#" * 16, "BE": "#" * 12, "SE": "#" * 20, "CH": "#" * 17,
    }[country]  # fmt: skip
    body = "".join(r.choice("0123456789") if c == "#" else c for c in form)
    number = "".join(str(int(c, 36)) for c in body + country + "00")
    return f"{country}{98 - int(number) % 97:02d}{body}"


def _iban_spaced(r: random.Random, country: str) -> str:
    plain = _iban(r, country)
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def _dni(r: random.Random) -> str:
    if r.random() < 0.12:  # an NIE
        body = _digits(r, 7)
        return "X" + body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]
    body = _digits(r, 8, "1234567")
    return body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]


def _nir(r: random.Random, spaced: bool = False) -> str:
    parts = (
        r.choice("12"),
        _ymd(r, "%y"),
        f"{r.randrange(1, 13):02d}",
        f"{r.randrange(1, 90):02d}",
        _digits(r, 3),
        _digits(r, 3),
    )
    key = f"{97 - int(''.join(parts)) % 97:02d}"
    return " ".join((*parts, key)) if spaced else "".join((*parts, key))


def _pesel(r: random.Random) -> str:
    body = _ymd(r) + _digits(r, 4)
    return body + str(-_weigh(body, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10)


def _cpf(r: random.Random, plain: bool = False) -> str:
    body = _digits(r, 9)
    for top in (10, 11):
        rest = _weigh(body, *range(top, 1, -1)) * 10 % 11
        body += str(rest % 10)
    return body if plain else f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"


def _aadhaar(r: random.Random, between: str = " ") -> str:
    def d(a: int, b: int) -> int:
        if a < 5:
            return (a + b) % 5 if b < 5 else (a + b - 5) % 5 + 5
        return (a - b) % 5 + 5 if b < 5 else (a - b) % 5

    step = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    body, check = _digits(r, 11, "23456789"), 0
    for place, digit in enumerate(reversed(body), 1):
        moved = int(digit)
        for _ in range(place % 8):
            moved = step[moved]
        check = d(check, moved)
    full = body + str((0, 4, 3, 2, 1, 5, 6, 7, 8, 9)[check])
    return between.join((full[:4], full[4:8], full[8:]))


def _nino(r: random.Random, spaced: bool = False) -> str:
    lead = r.choice(("AB", "CE", "JG", "JN", "KC", "NP", "PW", "SH", "TA", "WM", "YZ"))
    body = _digits(r, 6)
    return (
        " ".join((lead, body[:2], body[2:4], body[4:], r.choice("ABCD"))) if spaced else lead + body + r.choice("ABCD")
    )


def _nhs(r: random.Random, between: str = " ") -> str:
    while True:
        body = _digits(r, 9, "4567")
        check = 11 - _weigh(body, *range(10, 1, -1)) % 11
        if check != 10:
            full = body + str(check % 11)
            return between.join((full[:3], full[3:6], full[6:]))


def _personnummer(r: random.Random) -> str:
    day = _ymd(r, "%Y%m%d", 1935, 1999)
    full = _luhn(day[2:] + _digits(r, 3))
    return r.choice((f"{full[:6]}-{full[6:]}", f"{full[:6]}-{full[6:]}", f"{day}-{full[6:]}", day + full[6:]))


def _vin(r: random.Random) -> str:
    signs = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
    worth = dict(zip(signs, [*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True))
    body = r.choice(("WVW", "1HG", "JTD", "WBA", "VF1", "5YJ", "ZFA", "2T1")) + "".join(
        r.choice(signs) for _ in range(7)
    )
    body = f"{body[:8]}0{body[9]}{r.choice('ABCDEFGH')}{_digits(r, 6)}"
    check = (
        sum(worth[c] * w for c, w in zip(body, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    )
    return body[:8] + "0123456789X"[check] + body[9:]


def _imei(r: random.Random) -> str:
    return _luhn(r.choice(("35", "86", "01")) + _digits(r, 12))


def _steuer_id(r: random.Random) -> str:
    nine = r.sample("0123456789", 9)
    while True:
        ten = [*nine, r.choice(nine)]
        r.shuffle(ten)
        if ten[0] != "0":
            break
    product = 10
    for digit in ten:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return "".join(ten) + str((11 - product) % 10)


def _codice_fiscale(r: random.Random) -> str:
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    names = r.choice(("RSS", "BNC", "FRR", "SPS", "MRC", "DLC")) + r.choice(("MRA", "GPP", "CHR", "LNZ", "SVT", "NCL"))
    day = r.randrange(1, 29) + r.choice((0, 40))
    body = (
        f"{names}{_ymd(r, '%y')}{r.choice('ABCDEHLMPRST')}{day:02d}{r.choice(('H501', 'F205', 'F839', 'L219', 'D612'))}"
    )
    total = 0
    for place, sign in enumerate(body):
        worth = int(sign) if sign.isdigit() else ord(sign) - 65
        total += odd[worth] if place % 2 == 0 else worth
    return body + chr(65 + total % 26)


def _bsn(r: random.Random) -> str:
    while True:
        body = _digits(r, 8, "123456789")
        check = _weigh(body, 9, 8, 7, 6, 5, 4, 3, 2) % 11
        if check != 10:
            return body + str(check)


def _cnp(r: random.Random) -> str:
    body = r.choice("12") + _ymd(r) + f"{r.randrange(1, 47):02d}" + _digits(r, 3)
    check = _weigh(body, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
    return body + str(1 if check == 10 else check)


def _tckn(r: random.Random) -> str:
    body = _digits(r, 9, "123456789")
    d = [int(c) for c in body]
    body += str((sum(d[::2]) * 7 - sum(d[1::2])) % 10)
    return body + str(sum(int(c) for c in body) % 10)


def _cn_id(r: random.Random) -> str:
    body = r.choice(("110105", "310115", "440106", "510107", "330106")) + _ymd(r, "%Y%m%d", 1955, 2002) + _digits(r, 3)
    return body + "10X98765432"[_weigh(body, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11]


def _hetu(r: random.Random) -> str:
    body = _ymd(r, "%d%m%y"), f"{r.randrange(2, 900):03d}"
    return f"{body[0]}-{body[1]}" + "0123456789ABCDEFHJKLMNPRSTUVWXY"[int("".join(body)) % 31]


def _tfn(r: random.Random) -> str:
    while True:
        body = _digits(r, 9, "123456789")
        if _weigh(body, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0:
            return f"{body[:3]} {body[3:6]} {body[6:]}"


def _sin(r: random.Random) -> str:
    full = _luhn(_digits(r, 8, "1234567"))
    return f"{full[:3]}-{full[3:6]}-{full[6:]}"


def _za_id(r: random.Random) -> str:
    return _luhn(_ymd(r) + _digits(r, 4) + "08")


def _curp(r: random.Random) -> str:
    lead = r.choice(("GUPA", "LOVR", "PEMJ", "OICX", "VIFN", "CAQI"))
    body = (
        lead
        + _ymd(r)
        + r.choice("HM")
        + r.choice(("DF", "JC", "NL", "PL", "YN"))
        + r.choice(("TRL", "ZNC", "RXS"))
        + "0"
    )
    total = sum("0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ".index(c) * (18 - i) for i, c in enumerate(body))
    return body + str(-total % 10)


def _be_nr(r: random.Random) -> str:
    day, serial = _ymd(r), f"{r.randrange(1, 998):03d}"
    return f"{day[:2]}.{day[2:4]}.{day[4:]}-{serial}.{97 - int(day + serial) % 97:02d}"


def _rut(r: random.Random) -> str:
    body = str(r.randrange(5_000_000, 25_000_000))
    check = 11 - _weigh(body[::-1], 2, 3, 4, 5, 6, 7, 2, 3) % 11
    return f"{int(body):,}".replace(",", ".") + "-" + {11: "0", 10: "K"}.get(check, str(check))


def _rrn(r: random.Random) -> str:
    body = _ymd(r) + r.choice("12") + _digits(r, 5)
    return f"{body[:6]}-{body[6:]}{(11 - _weigh(body, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11) % 10}"


def _nric(r: random.Random) -> str:
    body = _digits(r, 7)
    return "S" + body + "JZIHGFEDCBA"[_weigh(body, 2, 7, 6, 5, 4, 3, 2) % 11]


def _afm(r: random.Random) -> str:
    body = _digits(r, 8)
    return body + str(_weigh(body, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10)


def _thai_id(r: random.Random) -> str:
    body = _digits(r, 12, "123458")
    full = body + str((11 - _weigh(body, *range(13, 1, -1)) % 11) % 10)
    return f"{full[0]}-{full[1:5]}-{full[5:10]}-{full[10:12]}-{full[12]}"


def _inn(r: random.Random) -> str:
    body = _digits(r, 10, "3456789")
    body += str(_weigh(body, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10)
    return body + str(_weigh(body, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10)


def _fnr(r: random.Random) -> str:
    while True:
        body = _ymd(r, "%d%m%y") + f"{r.randrange(500):03d}"
        one = -_weigh(body, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11
        two = -_weigh(body + str(one % 10), 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11
        if one < 10 and two < 10:
            return f"{body}{one}{two}"


def _isbn(r: random.Random) -> str:
    body = "978" + _digits(r, 9)
    return body + str(-_weigh(body, *(1, 3) * 6) % 10)


def _ean(r: random.Random) -> str:
    body = r.choice(("40", "50", "30", "871", "00", "73")) + _digits(r, 10)
    body = body[:12]
    return body + str(-_weigh(body, *(1, 3) * 6) % 10)


def _uuid(r: random.Random) -> str:
    plain = f"{r.getrandbits(128):032x}"
    return f"{plain[:8]}-{plain[8:12]}-4{plain[13:16]}-{r.choice('89ab')}{plain[17:20]}-{plain[20:]}"


def _ip4(r: random.Random) -> str:
    first = r.choice((24, 31, 46, 62, 73, 81, 91, 103, 151, 177, 188, 203))
    return f"{first}.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}"


def _ip6(r: random.Random) -> str:
    net = r.choice(("2a02:8108", "2001:db8", "2600:1700", "2804:14c", "2409:4072"))
    return f"{net}:{r.getrandbits(16):x}:{r.getrandbits(16):x}" + r.choice(
        (f"::{r.randrange(1, 4096):x}", "".join(f":{r.getrandbits(16):x}" for _ in range(4)))
    )


def _host_ip(r: random.Random) -> str:
    return f"10.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}"


def _mac(r: random.Random) -> str:
    return ":".join(f"{r.getrandbits(8):02X}" for _ in range(6))


def _stripe(r: random.Random, lead: str, size: int = 18) -> str:
    return lead + "".join(r.choice("ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789") for _ in range(size))


class _Table:
    """Row makers over one seeded generator; a row's name, mail and login belong to one person."""

    def __init__(self, name: str, rows: int) -> None:
        self.name = name
        self.rows = rows
        self.r = random.Random(f"hold-out b: {name}")
        self.people: list[tuple[str, str]] = []
        self.out: list[LabelledColumn] = []

    def of(self, cultures: str) -> None:
        for _ in range(self.rows):
            given, family = (self.r.choice(names.split()) for names in _NAMES[self.r.choice(cultures.split())])
            self.people.append((given.replace("_", " "), family.replace("_", " ")))

    def add(
        self, kind: str, column: str, make: Maker, gaps: float = 0.0, gap: str = "~", stray: float = 0.0,
        wrong: str = "", n: int = 0, trap: bool = False,
    ) -> None:  # fmt: skip
        values = [make(i) for i in range(n or self.rows)]
        for i, value in enumerate(values):
            if self.r.random() < gaps:
                token = self.r.choice(gap.split("|"))
                values[i] = None if token == "~" else token
            elif isinstance(value, str) and self.r.random() < stray:
                values[i] = self.r.choice((" {}", "{} ", "  {}", "{}\t", " {} ")).format(value)
        for token in wrong.split("|") if wrong else ():
            values[self.r.randrange(len(values))] = token
        self.out.append(LabelledColumn(self.name, column, kind, tuple(values), trap))

    def none(self, column: str, make: Maker, gaps: float = 0.0, gap: str = "~", n: int = 0) -> None:
        self.add("NONE", column, make, gaps, gap, n=n)

    def trap(self, column: str, make: Maker, gaps: float = 0.0, gap: str = "~", stray: float = 0.0, n: int = 0) -> None:
        self.add("NONE", column, make, gaps, gap, stray, n=n, trap=True)

    def any(self, pool: str) -> Maker:
        return lambda i: self.r.choice(pool.split("|"))

    def mix(self, *pools: str, sep: str = " ") -> Maker:
        return lambda i: sep.join(self.r.choice(p.split("|")) for p in pools)

    def seq(self, form: str, start: int, step: int = 1) -> Maker:
        return lambda i: form.format(start + i * step)

    def count(self, start: int, step: int = 1) -> Maker:
        return lambda i: start + i * step

    def num(self, lo: int, hi: int) -> Maker:
        return lambda i: self.r.randrange(lo, hi)

    def real(self, lo: float, hi: float, places: int = 2) -> Maker:
        return lambda i: round(self.r.uniform(lo, hi), places)

    def fill(self, patterns: str) -> Maker:
        """``#`` 0-9, ``%`` 1-9, ``@`` 2-9, ``?`` A-Z, ``*`` lower hex, ``^`` upper hex, ``!`` a-z or 0-9,
        ``¤`` an area code of the US."""
        signs: dict[str, str | list[str]] = {
            "#": "0123456789", "%": "123456789", "@": "23456789", "?": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "*": "0123456789abcdef",
            "^": "0123456789ABCDEF", "!": "abcdefghijklmnopqrstuvwxyz0123456789",
            "¤": ["212", "415", "312", "617", "206", "512", "303", "404", "713", "305", "503", "614", "808"],
        }  # fmt: skip
        return lambda i: "".join(self.r.choice(signs.get(c, c)) for c in self.r.choice(patterns.split("|")))

    def id(self, make: Callable[..., str], *args: Any) -> Maker:
        return lambda i: make(self.r, *args)

    def to(self, cast: Callable[[Any], Any], make: Maker) -> Maker:
        return lambda i: cast(make(i))

    def either(self, *makers: Maker) -> Maker:
        return lambda i: self.r.choice(makers)(i)

    def day(self, forms: str, lo: int, hi: int) -> Maker:
        return lambda i: _ymd(self.r, self.r.choice(forms.split("|")), lo, hi)

    def stamp(self, form: str, lo: int, hi: int) -> Maker:
        def make(i: int) -> str:
            at = datetime(lo, 1, 1, tzinfo=UTC) + timedelta(seconds=self.r.random() * (hi - lo + 1) * 31_536_000)
            return at.strftime(form)

        return make

    def name_as(self, forms: str) -> Maker:
        def make(i: int) -> str:
            given, family = self.people[i % len(self.people)]
            middle = self.r.choice("ABCDEFGJKLMPRST")
            return self.r.choice(forms.split("|")).format(
                g=given,
                f=family,
                G=given.upper(),
                F=family.upper(),
                i=given[0],
                m=middle,
                l=given.lower(),
                k=family.lower(),
            )

        return make

    def _ascii(self, text: str) -> str:
        folded = unicodedata.normalize("NFKD", text.translate(_FOLD)).encode("ascii", "ignore").decode()
        return "".join(c for c in folded.lower() if c.isalnum())

    def login(self, forms: str = "{i}{f}|{g}.{f}|{n}{d}|{g}{d}") -> Maker:
        def make(i: int) -> str:
            given, family = (self._ascii(p) for p in self.people[i % len(self.people)]) if self.people else ("", "")
            nick = self.r.choice(_NICKS)
            given, family = given or nick, family or self.r.choice(_NICKS)
            form = self.r.choice(forms.split("|"))
            return form.format(
                g=given, f=family, i=given[0], n=nick, d=self.r.randrange(1, 100), G=given.upper(), F=family.upper()
            )

        return make

    def mail(self, domains: str = _MAILS, forms: str = "{g}.{f}|{i}{f}|{f}_{g}|{n}{d}|{g}{d}|{g}.{f}") -> Maker:
        login = self.login(forms)
        return lambda i: f"{login(i)}@{self.r.choice(domains.split('|'))}"

    def street(self, country: str) -> Maker:
        patterns, streets, _, _ = _GEO[country]

        def make(i: int) -> str:
            return self.r.choice(patterns.split("|")).format(
                s=self.r.choice(streets.split("|")),
                n=self.r.randrange(10, 2900 if country == "us" else 190),
                m=self.r.randrange(1, 10),
            )

        return make

    def zip(self, country: str) -> Maker:
        return lambda i: self.r.choice(_GEO[country][2].split("|")).split(":")[0]

    def city(self, country: str) -> Maker:
        return lambda i: self.r.choice(_GEO[country][2].split("|")).split(":")[1]

    def addr(self, country: str, form: str = "") -> Maker:
        street = self.street(country)

        def make(i: int) -> str:
            code, place = self.r.choice(_GEO[country][2].split("|")).split(":")
            return (form or _GEO[country][3]).format(st=street(i), z=code, c=place)

        return make


_TABLES: list[tuple[str, int, Callable[[_Table], None]]] = []


def _table(name: str, rows: int) -> Callable[[Callable[[_Table], None]], Callable[[_Table], None]]:
    def note(build: Callable[[_Table], None]) -> Callable[[_Table], None]:
        _TABLES.append((name, rows, build))
        return build

    return note


# --- ERP systems ---


@_table("sap_kna1_extract", 60)
def _kna1(t: _Table) -> None:
    t.of("de de de tr pl")
    t.add("USER_ID", "KUNNR", t.seq("{:010d}", 10023401, 13))
    t.none("LAND1", t.any("DE|DE|DE|AT|CH"))
    t.add("PERSON_NAME", "NAME1", t.name_as("{f}, {g}|{g} {f}|Frau {g} {f}|Herr {f}|{F} {G}"), gaps=0.03, stray=0.05)
    t.add("POSTAL_ADDRESS", "STRAS", t.street("de"), gaps=0.06, gap="|~")
    t.add("ZIP_CODE", "PSTLZ", t.zip("de"), gaps=0.04, gap="")
    t.trap("ORT01", t.city("de"))
    t.add(
        "PHONE",
        "TELF1",
        t.fill("030/######|089 %######|+49 711 %######|0221-######|0351 / %### ###"),
        gaps=0.2,
        gap="|~|-",
    )
    t.trap("KTOKD", t.any("DEBI|0001|CPD|KUNA"))
    t.trap("ERDAT", t.day("%Y%m%d", 2004, 2023))
    t.add("USER_ID", "ERNAM", t.any("MUELLERH|BATCHUSR|KOWALSKIA|SCHMITTP|YILMAZO|VOGTS"))


@_table("PA0002_2023.xlsx", 45)
def _pa0002(t: _Table) -> None:
    t.of("de fr pl in us")
    t.add("USER_ID", "PERNR", t.seq("{:08d}", 1204, 3))
    t.add("PERSON_NAME", "NACHN", t.name_as("{f}"))
    t.add("PERSON_NAME", "VORNA", t.name_as("{g}"), stray=0.1)
    t.add("DATE_OF_BIRTH", "GBDAT", t.day("%Y%m%d", 1956, 2003))
    t.trap("GBORT", t.city("de"))
    t.trap("BEGDA", t.day("%Y%m%d", 1998, 2022))
    t.trap("ENDDA", t.any("99991231|99991231|99991231|20231231|20220630"))
    t.add("OTHER_ID", "STEUERID", t.id(_steuer_id), gaps=0.1, gap="|~")
    t.trap("PERSG", t.any("1|1|1|9|U"))


@_table("sap_mara", 80)
def _mara(t: _Table) -> None:
    t.trap("MATNR", t.seq("{:018d}", 4100238817, 11))
    t.trap(
        "MAKTX", t.mix("Schraube|Mutter|Dichtung|Flansch|Welle|Lager", "M8x40|DN50|6204-2RS|V2A|Typ B", "verz.|St|blau")
    )
    t.trap("EAN11", t.id(_ean), gaps=0.2)
    t.trap("ERSDA", t.day("%Y%m%d", 2001, 2022))
    t.trap("MFRPN", t.fill("##-####-##|%########|?##.###.##"))


@_table("as400_CUSMST", 90)
def _cusmst(t: _Table) -> None:
    t.of("us us us es vn")
    t.add("USER_ID", "CUSNO", t.count(30117, 4))
    t.add("PERSON_NAME", "CUSNM", t.name_as("{F} {G} {m}|{F} {G}|{F},{G}"), stray=0.3)
    t.add("POSTAL_ADDRESS", "CADD1", t.to(str.upper, t.street("us")))
    t.trap("CCITY", t.to(lambda v: v.split(",")[0].upper(), t.city("us")))
    t.add("ZIP_CODE", "CZIP", t.to(int, t.zip("us")), gaps=0.05, gap="0")
    t.add("PHONE", "CPHN", t.to(int, t.fill("¤@######")), gaps=0.08)
    t.trap("CRTDT", t.to(int, t.day("1%y%m%d", 2001, 2012)))
    t.trap("SLSRGN", t.num(10000, 99999))
    t.none("CRLIM", t.real(0, 50000))


@_table("dbo.NAV$Customer", 40)
def _nav(t: _Table) -> None:
    t.of("sc sc fi uk")
    t.add("USER_ID", "No_", t.seq("C{:05d}", 10010, 10))
    t.add("PERSON_NAME", "Name", t.name_as("{g} {f}|{g} {m}. {f}"))
    t.add("POSTAL_ADDRESS", "Address", t.street("se"), gaps=0.1, gap="")
    t.add("ZIP_CODE", "Post Code", t.zip("se"))
    t.add("PHONE", "Phone No_", t.fill("08-### ## ##|+46 70 ### ## ##|073#######"), gaps=0.1, gap="")
    t.trap("Customer Posting Group", t.any("INRIKES|EU|EXPORT|PRIVAT"))
    t.trap("Last Date Modified", t.stamp("%Y-%m-%d 00:00:00.000", 2015, 2022))
    t.trap("Name Series", t.any("CUST|CUST|DEB-01"))
    t.trap("timestamp", t.fill("0x00000000^^^^^^^^"))


@_table("odoo_res_partner", 35)
def _odoo(t: _Table) -> None:
    t.of("fr it es")
    t.add("PERSON_NAME", "display_name", t.name_as("{g} {f}|{f} {g}|Mme {g} {f}"))
    t.add("EMAIL", "email_normalized", t.mail())
    t.add("POSTAL_ADDRESS", "contact_address_complete", t.addr("fr"), wrong="-")
    t.add("PHONE", "phone_sanitized", t.fill("+336########|+334########"), gaps=0.15)
    t.trap("email_bounce_count", t.num(0, 4))
    t.trap("lang", t.any("fr_FR|it_IT|es_ES|en_US"))
    t.trap("tz", t.any("Europe/Paris|Europe/Rome|Europe/Madrid"))
    t.trap("company_name", t.any(_FIRMS), gaps=0.2)
    t.trap("write_date", t.stamp("%Y-%m-%d %H:%M:%S.%f", 2020, 2023))


@_table("jde_F0101", 30)
def _jde(t: _Table) -> None:
    t.of("us ko py ja")
    t.add("USER_ID", "ABAN8_EMPLOYEE", t.count(600210, 7))
    t.add("PERSON_NAME", "ABALPH", t.name_as("{f}, {g}|{f}, {g} {m}."))
    t.trap("ABUPMJ", t.num(105001, 123365))
    t.trap("ABMCU", t.fill("       ###|      ####"))
    t.add("SSN", "ABTAX_SSN", t.id(_ssn, "{}{}{}"), gaps=0.1, gap=" |")


# --- SaaS exports ---


@_table("google_contacts.csv", 70)
def _google(t: _Table) -> None:
    t.of("us uk de in jp ar kr")
    t.add("PERSON_NAME", "Name", t.name_as("{g} {f}|{g} {f}|{g}|{f}, {g}|Dr. {g} {f}"), gaps=0.05, gap="")
    t.trap("E-Mail 1 - Type", t.any("* Work|* Home|* |Obsolete"))
    mail = t.mail()
    t.add("EMAIL", "E-Mail 1 - Value", t.either(mail, mail, lambda i: f"{mail(i)} ::: {mail(i + 1)}"), gaps=0.2, gap="")
    t.trap("Phone 1 - Type", t.any("Mobile|Work|Home|Main"), gaps=0.1, gap="")
    phone = t.fill("+1 ¤-@##-####|(¤) @##-####|+49 17# #######|01## ### ####|020 7### ####|+91 9#### #####")
    t.add("PHONE", "Phone 1 - Value", t.either(phone, phone, lambda i: f"{phone(i)} ::: {phone(i)}"), gaps=0.25, gap="")
    t.add(
        "POSTAL_ADDRESS",
        "Address 1 - Formatted",
        t.either(t.addr("us", "{st}\n{c} {z}"), t.addr("de", "{st}\n{z} {c}")),
    )
    t.add(
        "DATE_OF_BIRTH",
        "Birthday",
        t.either(t.day("%Y-%m-%d", 1950, 2005), t.day(" --%m-%d", 1990, 1990)),
        gaps=0.5,
        gap="",
    )
    t.trap("Group Membership", t.any("* myContacts|Friends ::: * myContacts|Family ::: * myContacts|* starred"))
    t.trap("Organization 1 - Name", t.any(_FIRMS), gaps=0.4, gap="")


@_table("shopify_orders_export", 110)
def _shopify(t: _Table) -> None:
    t.of("us us uk ie in")
    t.trap("Name", t.seq("#{}", 1001))
    t.add("EMAIL", "Email", t.mail(), gaps=0.05, gap="")
    t.trap("Financial Status", t.any("paid|paid|refunded|pending"))
    t.trap("Created at", t.stamp("%Y-%m-%d %H:%M:%S -0500", 2021, 2022))
    t.trap("Lineitem name", t.mix("Ceramic|Oak|Linen|Brass", "Mug|Tray|Apron|Lamp", "- Large|- Small|- Olive"))
    t.trap("Lineitem sku", t.fill("???-####-?|CM-#####"))
    t.add("PERSON_NAME", "Billing Name", t.name_as("{g} {f}|{g} {f}|{l} {k}|{G} {F}"))
    t.add("POSTAL_ADDRESS", "Billing Street", t.street("us"), stray=0.05)
    t.add("ZIP_CODE", "Billing Zip", t.to(lambda v: "'" + v, t.zip("us")))
    t.trap("Billing City", t.to(lambda v: v.split(",")[0], t.city("us")))
    t.add("PHONE", "Shipping Phone", t.fill("'+1¤@######|¤-@##-####|(¤) @##-####"), gaps=0.3, gap="")
    t.trap("Payment Reference", t.fill("c%############.1"))
    t.trap("Discount Code", t.any("||SPRING10|WELCOME|VIP-JACK|EMMA20"))


@_table("stripe_charges.csv", 95)
def _stripes(t: _Table) -> None:
    t.of("us uk fr nl")
    t.trap("id", t.id(_stripe, "ch_3"))
    t.trap("Created (UTC)", t.stamp("%Y-%m-%d %H:%M", 2022, 2023))
    t.none("Amount", t.real(3, 900))
    t.add("USER_ID", "Customer ID", t.id(_stripe, "cus_"))
    t.add("EMAIL", "Customer Email", t.mail(), gaps=0.1, gap="|null")
    t.trap("card_brand", t.any("Visa|MasterCard|American Express|Discover"))
    t.trap("Card Exp Year", t.num(2023, 2031))
    t.trap("Card Fingerprint", t.fill("!!!!!!!!!!!!!!!!"))
    t.add("ZIP_CODE", "Card Address Zip", t.either(t.zip("us"), t.zip("us"), t.zip("uk")), gaps=0.15, gap="")
    t.trap("Card Tokenization Method", t.any("|apple_pay|google_pay"))
    t.trap("Statement Descriptor", t.any("OAKHOUSE.COM|OAKHOUSE* RENEWAL|SP OAKHOUSE"))


@_table("sf_Contact", 55)
def _salesforce(t: _Table) -> None:
    t.of("us uk in ng ke ph")
    t.add("USER_ID", "ContactId", t.id(_stripe, "0035g00000", 8))
    t.trap("RecordTypeId", t.any("0125g000000Dk2QAAS|0125g000000Dk2VAAS|0125g000000Pq9LAAS"))
    t.add("POSTAL_ADDRESS", "MailingStreet", t.either(t.street("us"), t.street("uk")), gaps=0.2)
    t.add("ZIP_CODE", "MailingPostalCode", t.either(t.zip("us"), t.zip("uk"), t.fill("#####-####")), gaps=0.2)
    t.add(
        "PHONE", "MobilePhone", t.fill("+234 80# ### ####|+1 (¤) @##-####|+44 7### ######|+63 917 ### ####"), gaps=0.3
    )
    t.add("DATE_OF_BIRTH", "Birthdate", t.day("%Y-%m-%d", 1948, 2002), gaps=0.6)
    t.trap("HasOptedOutOfEmail", t.any("True|False|False"))
    t.trap("EmailBouncedDate", t.stamp("%Y-%m-%dT%H:%M:%S.000+0000", 2019, 2023), gaps=0.7)
    t.trap("DoNotCall", lambda i: i % 5 == 0)
    t.trap("LeadSource", t.any("Web|Phone Inquiry|Partner Referral|Purchased List|Other"))
    t.add("USER_ID", "OwnerUsername", t.any("a.bright@oakcrm|jfoster@oakcrm|sales.ops@oakcrm|m.nair@oakcrm"), n=30)


@_table("hubspot-marketing-2022", 65)
def _hubspot(t: _Table) -> None:
    t.trap("mail_opened", t.any("0|1|1|0|0"))
    t.trap(
        "email_subject",
        t.mix("Your|Our|The", "weekly deals|new lookbook|warehouse sale|May update", "is here|inside|ends tonight"),
    )
    t.trap("email_status", t.any("delivered|bounced|deferred|dropped|opened"))
    t.trap("phone_optin", t.any("Y|N|N|unknown"))
    t.trap("address_count", t.num(0, 5))
    t.trap("first_name_length", t.num(2, 12))
    t.trap("last_email_sent_at", t.stamp("%d/%m/%Y %H:%M", 2022, 2022), gaps=0.2, gap="|never")
    t.trap("utm_campaign", t.any("black_friday|spring-22|retarget_cart|brand_jackson|email-nurture-3"))
    t.trap("birthday_coupon_sent", t.any("yes|no"))
    t.trap("persona", t.any("Budget Betty|Marketing Mary|Startup Sam|Enterprise Ed"))


@_table("zendesk_tickets.jsonl", 50)
def _zendesk(t: _Table) -> None:
    t.of("us pt fr de")
    t.trap("ticket_id", t.count(88211, 1))
    mail = t.mail()
    t.add("EMAIL", "requester", lambda i: {"email": mail(i), "channel": "web"})
    t.trap(
        "subject",
        t.mix(
            "Cannot|Unable to|How do I",
            "reset password|export report|change plan|pair device",
            "?|(urgent)|since update",
        ),
    )
    labels = ["billing", "login", "bug", "vip", "phone_support", "ios", "email_change", "refund"]
    t.trap("tags", lambda i: t.r.sample(labels, 3))
    t.trap("satisfaction", lambda i: {"score": t.r.choice(("good", "bad", "unoffered"))})
    t.trap("updated_at", t.stamp("%Y-%m-%dT%H:%M:%SZ", 2022, 2023))
    t.trap(
        "custom_fields", lambda i: [{"id": 3600 + t.r.randrange(9), "value": t.r.choice(("tier_2", None, "ios", "eu"))}]
    )


@_table("qualtrics_survey_1", 75)
def _qualtrics(t: _Table) -> None:
    t.of("us us py in ir")
    t.trap("StartDate", t.stamp("%Y-%m-%d %H:%M:%S", 2021, 2021))
    t.trap("ResponseId", t.id(_stripe, "R_"))
    t.add("IP_ADDRESS", "IPAddress", t.id(_ip4), gaps=0.1, gap="|*******")
    t.add("PERSON_NAME", "RecipientLastName", t.name_as("{f}"), gaps=0.3, gap="")
    t.add("EMAIL", "RecipientEmail", t.mail("uni.edu|student.uni.edu|gmail.com"), gaps=0.3, gap="")
    t.trap("Duration (in seconds)", t.num(61, 3900))
    t.trap("Q3_name_of_programme", t.any("Applied Physics|Nursing|Business Administration|Fine Arts|Marketing"))
    t.trap(
        "Q7_comments",
        t.mix(
            "The lectures were|Parking was|I found the food",
            "great|too crowded|fine|hard to follow",
            "this year.|overall.|!",
        ),
    )
    t.trap("DistributionChannel", t.any("email|anonymous|gl"))


@_table("slack_users.json", 40)
def _slack(t: _Table) -> None:
    t.of("us de et am hr")
    t.add("USER_ID", "id", t.fill("U0^^^^^^^^|W0^^^^^^^^"))
    t.add("USER_ID", "name", t.login("{g}.{f}|{i}{f}|{n}|{g}"))
    real = t.name_as("{g} {f}|{g} {f} (she/her)|{g}")
    t.add("PERSON_NAME", "real_name", real)
    mail = t.mail("corp.io|corp.io|contractor.net")
    t.add("EMAIL", "profile", lambda i: json.dumps({"email": mail(i), "status_emoji": ""}))
    t.trap("tz_label", t.any("Pacific Daylight Time|Central European Time|East Africa Time"))
    t.trap("team_id", t.fill("T0^^^^^^^^"))
    t.trap("color", t.fill("******"))


@_table("jira_export", 85)
def _jira(t: _Table) -> None:
    t.of("us in ua pl")
    t.trap("Issue key", t.seq("PAY-{}", 1872))
    t.add("USER_ID", "Reporter", t.login("{g}.{f}|{i}{f}|x_{f}"))
    t.trap("Fix Version/s", t.fill("%.#.#|%.#.##.#|2021.%"), gaps=0.3, gap="")
    t.trap(
        "Summary",
        t.mix("Fix|Investigate|Add", "phone mask|e-mail template|SSN hint|card form", "on mobile|in admin|for EU"),
    )
    t.trap("Created", t.stamp("%d/%b/%y %I:%M %p", 2020, 2023))
    t.trap("Component/s", t.any("checkout|User Profile|Address Book|Name Service|Mailer"))
    t.trap("Story Points", t.any("1|2|3|5|8|13"))
    t.trap("Environment", t.any("prod|staging|qa-2|iOS 16.4.1|Chrome 112.0.5615.49"), gaps=0.4, gap="")


@_table("github_commits", 100)
def _github(t: _Table) -> None:
    t.of("us de jp ja ru in cz")
    t.trap("sha", t.fill("****************************************"))
    t.add("PERSON_NAME", "author_name", t.name_as("{g} {f}|{g} {f}|{g}|{l} {k}"))
    mail = t.mail("users.noreply.github.com|gmail.com|posteo.de|redhat.example")
    t.add("EMAIL", "author_email", t.either(mail, lambda i: f"{t.r.randrange(10**5, 10**8)}+{mail(i)}"))
    t.add("USER_ID", "committer_login", t.login("{n}{d}|{i}{f}|{g}-{f}"))
    t.trap("repo", t.any("apache/kafka|numpy/numpy|acme/user-service|acme/address-parser|nodejs/node"))
    t.trap("message", t.mix("fix:|feat:|chore:", "bump lodash to|pin phone lib at|update", "4.17.21|2.0.0-rc.1|v1.12"))
    t.trap("branch", t.any("main|release/2.4.1|feature/user-email|hotfix/ssn-mask|dependabot/npm"))
    t.trap("committed_date", t.stamp("%a %b %d %H:%M:%S %Y +0200", 2018, 2023))


# --- logs and telemetry ---


@_table("access_log_parsed", 180)
def _apache(t: _Table) -> None:
    t.add("IP_ADDRESS", "remote_host", t.either(t.id(_ip4), t.id(_ip4), t.id(_ip6)))
    t.trap("time", t.stamp("[%d/%b/%Y:%H:%M:%S +0000]", 2023, 2023))
    t.trap(
        "request",
        t.mix(
            "GET|POST|HEAD",
            "/index.html|/user/profile|/mail/inbox?page=2|/cart/add?sku=88213|/v1.4.2.0/app.js",
            "HTTP/1.1|HTTP/2",
        ),
    )
    t.none("status", t.any("200|200|304|404|500"))
    t.none("bytes", t.num(120, 99999))
    t.trap("referer", t.any("-|https://www.google.com/|https://shop.example/mens/shirts?size=M|https://t.co/Ab3xYz"))
    t.trap("user_agent", t.any(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/114.0.5735.199 Safari/537.36|curl/7.88.1"
        "|Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) Version/16.5 Mobile/15E148|Googlebot/2.1"
    ))  # fmt: skip


@_table("nginx_ecs", 120)
def _nginx(t: _Table) -> None:
    t.add("IP_ADDRESS", "client.ip", t.id(_ip4))
    t.add("IP_ADDRESS", "source.address", t.to(lambda v: f"{v}:{t.r.randrange(1025, 65535)}", t.id(_ip4)))
    t.trap("http.request.id", t.fill("********************************"))
    t.trap("geoip.location", lambda i: {"lat": round(t.r.uniform(-60, 70), 4), "lon": round(t.r.uniform(-180, 180), 4)})
    t.trap("geoip.city_name", t.any(_CITIES), gaps=0.2)
    t.trap("@timestamp", t.stamp("%Y-%m-%dT%H:%M:%S.%fZ", 2023, 2023))
    t.none("event.duration", t.real(0.001, 3.2, 3))
    t.trap("url.path", t.any("/api/v2/users|/login|/static/img/rose.png|/addresses/new|/phones/pixel-7"))


@_table("auth_events", 130)
def _auth(t: _Table) -> None:
    t.add("USER_ID", "user_id", t.id(_uuid))
    t.trap("session_id", t.id(_uuid))
    t.trap("device_id", t.fill("****************|dev-********"))
    t.add("IP_ADDRESS", "ip", t.id(_ip6), gaps=0.05, gap="unknown|~")
    t.trap("ip_class", t.any("residential|hosting|mobile|A|B"))
    t.trap("ip_reputation_score", t.real(0, 1, 4))
    t.trap("phone_verified", t.any("true|false"))
    t.trap("email_domain_type", t.any("free|corporate|disposable"))
    t.trap("user_role", t.any("admin|viewer|editor|billing_owner|guest"))
    t.trap("ssn_last_check", t.stamp("%Y-%m-%d", 2021, 2023), gaps=0.3)
    t.trap("password_changed_at", t.num(1_600_000_000, 1_690_000_000))
    t.trap("mfa_type", t.any("totp|sms|email|webauthn|none"))


@_table("vpn_sessions", 48)
def _vpn(t: _Table) -> None:
    t.of("us uk sc")
    t.add("USER_ID", "login", t.login("{i}{f}|CORP\\{i}{f}|{f}{d}"))
    t.add("IP_ADDRESS", "assigned", t.to(lambda v: v + "/32", t.id(_host_ip)))
    t.add("IP_ADDRESS", "peer", t.either(t.id(_ip4), t.to(lambda v: f"[{v}]:51820", t.id(_ip6))))
    t.trap("client_version", t.fill("%.##.#.####|4.#.%.##"))
    t.trap("mac", t.id(_mac))
    t.trap("bytes_in", t.num(10_000, 9_999_999_999))
    t.trap("endpoint_name", t.fill("LAPTOP-^^^^^^^|DESKTOP-^^^^^^^|mbp-##"))


@_table("mail_gateway", 66)
def _gateway(t: _Table) -> None:
    t.of("us de ro nl")
    mail = t.mail("acme.com|kunde.de|partner.nl|gmail.com")
    t.add("EMAIL", "env_from", lambda i: f"<{mail(i)}>", wrong="<>|<>")
    t.add("EMAIL", "rcpts", lambda i: [mail(i), mail(i + 3)] if i % 3 else [mail(i)])
    t.trap("message_size", t.num(1000, 99999))
    t.trap("queue_id", t.fill("4^^^^^^^^^^|^^^^^^^^^^"))
    t.trap("verdict", t.any("clean|spam|phish|virus|bulk-mail"))
    t.trap("dkim_selector", t.any("s1|google|k1|mail2023|selector1"))
    t.add("IP_ADDRESS", "relay", t.to(lambda v: f"mta{t.r.randrange(9)}.out.example[{v}]", t.id(_ip4)))


@_table("iot_readings", 160)
def _iot(t: _Table) -> None:
    t.trap("device_eui", t.fill("70B3D5^^^^^^^^^^"))
    t.trap("mac_addr", t.to(lambda v: v.replace(":", "-"), t.id(_mac)))
    t.trap("fw", t.fill("%.#.##.%|1.#.#.###"))
    t.trap("lat", t.real(47.2, 48.1, 6))
    t.trap("lon", t.real(7.1, 9.2, 6))
    t.trap("epoch", t.num(1_650_000_000, 1_690_000_000))
    t.none("temp_c", t.real(-12, 38, 1), gaps=0.05)
    t.add("IP_ADDRESS", "gw", t.id(_host_ip))
    t.trap("person_count", t.num(0, 60))


@_table("software_inventory", 58)
def _inventory(t: _Table) -> None:
    t.trap(
        "product",
        t.any("Adobe Acrobat|Mozilla Thunderbird|Apache Tomcat|SQL Server 2019|Visual Studio Code|Jenkins|Ada Toolkit"),
    )
    t.trap("version", t.fill("%#.#.####.#|%.%#.#.##|%##.#.####.##|10.0.#####.####"))
    t.trap("license_key", t.fill("^^^^^-^^^^^-^^^^^-^^^^^-^^^^^"))
    t.trap(
        "publisher",
        t.any(
            "Adobe Inc.|Mozilla|Oracle|JetBrains s.r.o.|Python Software Foundation"
            "|Microsoft Corporation|The Document Foundation"
        ),
    )
    t.trap("install_date", t.day("%Y%m%d|%m/%d/%Y", 2016, 2023))
    t.trap("host_name", t.fill("srv-db-##|WS####|NYC-PRN-#"))
    t.trap("bios_serial", t.fill("?#?##?#|5CG#######|VMware-56 4d ** **"))
    t.trap("user_count", t.num(1, 400))


@_table("telecom_cdr", 150)
def _cdr(t: _Table) -> None:
    t.add("PHONE", "msisdn_a", t.fill("49171#######|9198########|23480########"))
    t.add("PHONE", "b_number", t.to(int, t.fill("4930######|49151########|49172#######")))
    t.add("OTHER_ID", "imei", t.id(_imei), gaps=0.05)
    t.trap("cell_id", t.fill("262-01-####-#####"))
    t.trap("call_start", t.stamp("%Y%m%d%H%M%S", 2023, 2023))
    t.none("duration_s", t.num(1, 4000))
    t.trap("phone_model", t.any("Galaxy A54|iPhone 13|Pixel 7a|Redmi Note 12|Nokia 3310"))
    t.trap("trunk_group", t.num(10000, 99999))


@_table("web_events", 105)
def _web(t: _Table) -> None:
    t.of("us it pt")
    mail = t.mail()
    t.add("EMAIL", "landing_query", lambda i: urlencode({"email": mail(i), "src": "nl"}))
    t.trap("page_url", t.any(
        "https://shop.example/p/88231?color=red&size=10|https://shop.example/search?q=name+tags"
"|https://shop.example/help/phone"
        "|https://blog.example/2021/03/04/mailing-lists"
    ))  # fmt: skip
    t.trap("event_id", t.id(_uuid))
    t.trap("ts_ms", t.num(1_670_000_000_000, 1_690_000_000_000))
    t.trap(
        "payload",
        lambda i: json.dumps({"cart": t.r.randrange(9), "sku": f"A{t.r.randrange(10**5)}", "currency": "EUR"}),
    )
    t.trap("experiment", lambda i: {"name": t.r.choice(("blue_button", "short_form")), "arm": t.r.choice("AB")})
    t.trap("screen", t.any("1920x1080|390x844|1366x768"))
    t.trap("click_ref", lambda i: "gclid=" + _stripe(t.r, "Cj0"))


# --- people, country by country ---


@_table("rh_salaries.csv", 52)
def _salaries(t: _Table) -> None:
    t.of("fr fr fr pt ar")
    t.add("USER_ID", "matricule", t.fill("M%####"))
    t.add("PERSON_NAME", "nom", t.name_as("{F}|{F}|{f}"))
    t.add("PERSON_NAME", "prénom", t.name_as("{g}"), stray=0.08)
    t.add("DATE_OF_BIRTH", "date_naissance", t.day("%d/%m/%Y", 1958, 2001), gaps=0.03, gap="")
    t.add("OTHER_ID", "num_secu", t.either(t.id(_nir), t.id(_nir, True)), gaps=0.1, gap="|~|en cours")
    t.add("POSTAL_ADDRESS", "adresse", t.street("fr"))
    t.add("ZIP_CODE", "cp", t.to(int, t.zip("fr")))
    t.trap("ville_naissance", t.city("fr"))
    t.trap("date_embauche", t.day("%d/%m/%Y", 1990, 2022))
    t.trap("poste", t.any("Comptable|Chef de rayon|Ingénieur|Aide-soignant|Chauffeur PL"))
    t.none("salaire_brut", t.real(1700, 6200))


@_table("urgencias_2021", 64)
def _urgencias(t: _Table) -> None:
    t.of("es es es ro ar")
    t.add("USER_ID", "nhc", t.num(100234, 989999))
    t.add("PERSON_NAME", "apellidos_nombre", t.name_as("{F}, {G}|{f}, {g}"))
    t.add("OTHER_ID", "dni", t.id(_dni), gaps=0.06, gap="|SIN DOC")
    t.add("DATE_OF_BIRTH", "f_nac", t.day("%d-%m-%Y|%d-%m-%Y|%d/%m/%y", 1930, 1999))
    t.add("PHONE", "tfno", t.fill("6########|91# ## ## ##|6## ### ###|+34 6########"), gaps=0.1)
    t.trap("f_ingreso", t.stamp("%d-%m-%Y %H:%M", 2021, 2021))
    t.trap("servicio", t.any("Traumatología|Pediatría|Cardiología|Santa Ana 3ª planta"))
    t.trap("cama", t.fill("%##-?|U#-##"))
    t.trap(
        "diagnostico",
        t.any("Enf. de Parkinson|Síndrome de Down|Fractura de Colles|Otitis media|Enf. de Crohn|Neumonía"),
    )
    t.trap("triaje", t.any("1|2|3|4|5"))


@_table("cadastro_clientes", 72)
def _cadastro(t: _Table) -> None:
    t.of("pt pt pt ja it")
    t.add("PERSON_NAME", "NM_CLIENTE", t.name_as("{G} {F}|{G} {m} {F}|{g} {f}"))
    t.add("OTHER_ID", "NR_CPF", t.either(t.id(_cpf), t.id(_cpf, True)), gaps=0.04)
    t.add("DATE_OF_BIRTH", "DT_NASC", t.day("%d/%m/%Y", 1945, 2004), wrong="01/01/1900")
    t.add(
        "PHONE",
        "CELULAR",
        t.fill("(11) 9####-####|(21)9########|+55 31 9####-####|1198#######"),
        gaps=0.1,
        gap="|(00) 0000-0000",
    )
    t.add("POSTAL_ADDRESS", "ENDERECO", t.street("br"))
    t.add("ZIP_CODE", "CEP", t.either(t.zip("br"), t.to(lambda v: v.replace("-", ""), t.zip("br"))))
    t.trap("DT_CADASTRO", t.day("%d/%m/%Y", 2012, 2022))
    t.trap("CIDADE_UF", t.city("br"))
    t.trap("NR_PEDIDO", t.num(10**15, 10**16))


@_table("klienci_pl.csv", 56)
def _klienci(t: _Table) -> None:
    t.of("pl pl pl ua lt")
    t.add("PERSON_NAME", "imie", t.name_as("{g}"))
    t.add("PERSON_NAME", "nazwisko", t.name_as("{f}|{F}"))
    t.add("OTHER_ID", "pesel", t.to(int, t.id(_pesel)), gaps=0.1)
    t.add("POSTAL_ADDRESS", "ulica", t.street("pl"))
    t.add("ZIP_CODE", "kod_poczt", t.zip("pl"), gaps=0.1, gap="brak|")
    t.add("PHONE", "nr_tel", t.fill("50# ### ###|+48 60#######|22 ### ## ##|78#-###-###"), stray=0.1)
    t.trap("data_umowy", t.day("%Y-%m-%d|%d.%m.%Y", 2009, 2022))
    t.trap("nr_faktury", t.fill("FV/####/202#|FV-##-####"))
    t.trap("zgoda_email", t.any("TAK|NIE|tak"))
    t.trap("kod_produktu", t.fill("59########%##"))


@_table("medlemmar", 47)
def _medlemmar(t: _Table) -> None:
    t.of("sc sc fi hr ir")
    t.add("USER_ID", "medlemsnr", t.count(40021, 3))
    t.add("OTHER_ID", "personnummer", t.id(_personnummer))
    t.add("PERSON_NAME", "namn", t.name_as("{g} {f}|{f}, {g}|{f} {g}"))
    t.add("POSTAL_ADDRESS", "postadress", t.addr("se"))
    t.add("ZIP_CODE", "postnr", t.to(lambda v: v.replace(" ", ""), t.zip("se")))
    t.add("PHONE", "mobil", t.fill("070-### ## ##|0046 7# ### ## ##|073#######"), gaps=0.2, gap="")
    t.trap("intradesdatum", t.day("%Y%m%d|%Y-%m-%d", 1999, 2022))
    t.trap("medlemstyp", t.any("Senior|Familj|Ungdom|Hedersmedlem"))
    t.none("avgift", t.any("250|400|600"))


@_table("pazienti_asl", 50)
def _pazienti(t: _Table) -> None:
    t.of("it it it ro am")
    t.add("OTHER_ID", "cod_fisc", t.id(_codice_fiscale), wrong="ND")
    t.add("PERSON_NAME", "assistito", t.name_as("{F} {G}|{f} {g}"))
    t.add("POSTAL_ADDRESS", "residenza", t.addr("it"))
    t.add("ZIP_CODE", "cap", t.to(int, t.zip("it")))
    t.add("PHONE", "recapito", t.fill("3## #######|+39 3#########|06 #######|347/#######"), gaps=0.15, gap="|n.d.")
    t.trap("reparto", t.any("Medicina|San Luca|Ostetricia|Chirurgia B"))
    t.trap("data_ricovero", t.day("%d/%m/%Y", 2018, 2022))
    t.trap("cod_esenzione", t.fill("E0#|0##.###|C0%"))
    t.trap("medico_tipo", t.any("MMG|PLS|Specialista"))


@_table("kyc_master", 88)
def _kyc(t: _Table) -> None:
    t.of("in in in pk")
    t.add("PERSON_NAME", "cust_name", t.name_as("{G} {F}|{g} {f}|{f} {g}|Mr. {i} {f}|Smt. {g} {f}"))
    t.add("OTHER_ID", "aadhaar_no", t.either(t.id(_aadhaar), t.id(_aadhaar, "")), gaps=0.08)
    t.add("OTHER_ID", "pan", t.fill("???P?####?"), gaps=0.1, gap="|FORM60")
    t.add("PHONE", "mob", t.to(float, t.fill("9#########|8#########|7#########")), gaps=0.06)
    t.add("POSTAL_ADDRESS", "comm_address", t.addr("in"))
    t.add("ZIP_CODE", "pincode", t.to(int, t.zip("in")))
    t.trap("ifsc", t.fill("HDFC000####|SBIN00#####|ICIC000####"))
    t.trap("utr_no", t.fill("HDFCN5##########|############"))
    t.trap("kyc_status", t.any("VERIFIED|PENDING|PAN MISMATCH|ADDRESS NOT CLEAR"))
    t.trap("id_proof_type", t.any("AADHAAR|PAN|PASSPORT|VOTER ID"))


@_table("orders_cn", 68)
def _orders_cn(t: _Table) -> None:
    t.of("cn")
    t.add("PERSON_NAME", "收货人", t.name_as("{f}{g}|{f}{g}|{f}先生|{f}女士"))
    t.add("PHONE", "手机号", t.fill("13#########|158########|186########"), stray=0.05)
    t.add("OTHER_ID", "身份证号", t.id(_cn_id), gaps=0.3, gap="|无")
    t.add("POSTAL_ADDRESS", "收货地址", t.addr("cn"))
    t.add("ZIP_CODE", "邮编", t.zip("cn"), gaps=0.1, gap="000000|")
    t.trap("订单号", t.fill("20230###########|202306##########"))
    t.trap("商品名称", t.mix("夏季|新款|进口", "连衣裙|牛奶|耳机|茶叶", "包邮|500g|黑色", sep=""))
    t.trap("下单时间", t.stamp("%Y/%m/%d %H:%M", 2022, 2023))
    t.trap("城市", t.any("北京|上海|广州|杭州|成都"))
    t.none("金额", t.real(9.9, 2000))


@_table("会員名簿", 42)
def _meibo(t: _Table) -> None:
    t.of("jp")
    t.add("USER_ID", "会員番号", t.seq("K{:07d}", 20, 3))
    t.add("PERSON_NAME", "氏名", t.name_as("{f} {g}|{f}　{g}|{f}{g}"))
    t.add("PERSON_NAME", "フリガナ", t.mix("サトウ|スズキ|タカハシ|ワタナベ", "タロウ|ミサキ|ケンイチ|ヨウコ|ショウタ"))
    t.add("PHONE", "電話番号", t.fill("03-####-####|090-####-####|080########"), gaps=0.1, gap="なし|")
    t.add("ZIP_CODE", "郵便番号", t.either(t.zip("jp"), t.to(lambda v: "〒" + v, t.zip("jp"))))
    t.add("POSTAL_ADDRESS", "住所", t.addr("jp", "{c}{st}"))
    t.add("DATE_OF_BIRTH", "生年月日", t.day("%Y/%m/%d|%Y年%m月%d日", 1945, 2003))
    t.trap("登録日", t.day("%Y/%m/%d", 2015, 2022))
    t.trap("商品コード", t.fill("49###########"))
    t.trap("店舗名", t.any("渋谷店|梅田店|佐藤書店|名古屋駅前店"))


@_table("회원목록", 33)
def _hoewon(t: _Table) -> None:
    t.of("kr")
    t.add("PERSON_NAME", "이름", t.name_as("{f}{g}"))
    t.add("USER_ID", "아이디", t.login("{n}{d}|{n}"))
    t.add("PHONE", "휴대폰", t.fill("010-####-####|010########"))
    t.add("POSTAL_ADDRESS", "주소", t.addr("kr"))
    t.add("EMAIL", "이메일", t.mail("naver.com|daum.net|gmail.com"), gaps=0.1, gap="")
    t.add("OTHER_ID", "주민등록번호", t.id(_rrn), gaps=0.4)
    t.trap("가입일", t.day("%Y-%m-%d", 2010, 2022))
    t.trap("등급", t.any("골드|실버|브론즈"))


@_table("клиенты_выгрузка", 62)
def _klienty(t: _Table) -> None:
    t.of("ru ru ru bg")
    t.add("PERSON_NAME", "ФИО", t.name_as("{f} {g}|{f} {i}.А.|{g} {f}|{F} {g}"))
    t.add("PHONE", "Телефон", t.fill("+7 (9##) ###-##-##|89#########|8 495 ### ## ##"), gaps=0.1, gap="нет|")
    t.add("POSTAL_ADDRESS", "Адрес", t.addr("ru"))
    t.add("DATE_OF_BIRTH", "Дата рождения", t.day("%d.%m.%Y", 1950, 2002), gaps=0.1, gap="")
    t.add("OTHER_ID", "Паспорт", t.fill("45 ## ######|40## ######"), gaps=0.2)
    t.add("OTHER_ID", "ИНН", t.id(_inn), gaps=0.2)
    t.trap("Город", t.to(lambda v: v[3:], t.city("ru")))
    t.trap("Дата заказа", t.day("%d.%m.%Y", 2019, 2022))
    t.trap("Номенклатура", t.any("Кабель ВВГ 3х2,5|Насос Grundfos|Конфеты «Алёнка»|Чай «Принцесса Нури»|Болт М8"))
    t.trap("Менеджер_группа", t.any("Опт|Розница|VIP"))


@_table("عملاء", 30)
def _omala(t: _Table) -> None:
    t.of("aa")
    arabic = t.to(lambda v: v.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), t.fill("05########"))
    t.add("PERSON_NAME", "الاسم الكامل", t.name_as("{g} {f}|{g} بن {g} {f}"))
    t.add("PHONE", "رقم الجوال", t.either(t.fill("05########|+9665########"), arabic), gaps=0.1)
    t.trap("المدينة", t.any("الرياض|جدة|الدمام|مكة"))
    t.trap("المنتج", t.any("تمر سكري|قهوة عربية|عطر عود|سجادة"))
    t.add("EMAIL", "البريد", t.mail("gmail.com|hotmail.com", "{n}{d}|{n}"))


@_table("mixed_scripts_members", 54)
def _scripts(t: _Table) -> None:
    t.of("gr he th hi vn ru aa kr jp ua bg")
    t.add("PERSON_NAME", "full_name_local", t.name_as("{g} {f}|{f} {g}"))
    t.trap("language", t.any("Ελληνικά|עברית|ไทย|हिन्दी|Tiếng Việt|Русский|العربية"))
    t.trap("month_joined", t.any("Ιανουάριος|มกราคม|जनवरी|Tháng 3|Февраль|مارس|4월"))
    t.add("USER_ID", "member_uuid", t.id(_uuid))
    t.trap("plan_uuid", t.id(_uuid))


@_table("πελάτες", 28)
def _pelates(t: _Table) -> None:
    t.of("gr")
    t.add("PERSON_NAME", "Ονοματεπώνυμο", t.name_as("{f} {g}|{g} {f}"))
    t.add("OTHER_ID", "ΑΦΜ", t.id(_afm))
    t.add("POSTAL_ADDRESS", "Διεύθυνση", t.street("gr"))
    t.add("ZIP_CODE", "ΤΚ", t.zip("gr"))
    t.trap("Περιγραφή είδους", t.any("Φέτα ΠΟΠ|Ελαιόλαδο 5L|Μέλι θυμαρίσιο|Χαλβάς"))


@_table("israel_voters_sample", 36)
def _israel(t: _Table) -> None:
    t.of("he")
    t.add("PERSON_NAME", "שם מלא", t.name_as("{g} {f}|{f} {g}"))
    t.add("OTHER_ID", "תעודת זהות", t.to(_luhn, t.fill("0#######|2#######|3#######")))
    t.add("PHONE", "נייד", t.fill("052-#######|054#######|+972-50-###-####"))
    t.trap("עיר", t.any("תל אביב|חיפה|ירושלים|באר שבע"))
    t.trap("קלפי", t.num(1, 400))


@_table("thai_vn_tr_signup", 44)
def _signup(t: _Table) -> None:
    t.of("th vn tr")
    t.add("PERSON_NAME", "contact_person", t.name_as("{g} {f}|{f} {g}|คุณ {g}"))
    t.add("OTHER_ID", "national_id", t.either(t.id(_thai_id), t.id(_tckn)))
    t.add("POSTAL_ADDRESS", "addr_line", t.either(t.addr("vn"), t.addr("tr")))
    t.add("PHONE", "tel_1", t.fill("08#-###-####|+84 9# ### ## ##|0532 ### ## ##|+90 5## ### ####"), stray=0.1)
    t.trap("campaign_name", t.any("Songkran 66|Tết 2023|Ramazan İndirimi|Yaz Fırsatı"))
    t.trap("signup_week", t.fill("2023-W1#|2023-W2#"))


@_table("huurders.xlsx", 38)
def _huurders(t: _Table) -> None:
    t.of("nl nl nl tr ar")
    t.add("PERSON_NAME", "Huurder", t.name_as("Dhr. {i}. {f}|Mevr. {g} {f}|{i}.{m}. {f}|{g} {f}"))
    t.add("OTHER_ID", "BSN", t.to(int, t.id(_bsn)), gaps=0.1)
    t.add("POSTAL_ADDRESS", "Adres", t.street("nl"))
    t.add("ZIP_CODE", "Postcode", t.either(t.zip("nl"), t.to(lambda v: v.replace(" ", ""), t.zip("nl"))))
    t.add("DATE_OF_BIRTH", "geb.datum", t.day("%d-%m-%Y", 1948, 2000), gaps=0.05)
    t.add("OTHER_ID", "Rekening", t.either(t.id(_iban, "NL"), t.id(_iban_spaced, "NL"), t.id(_iban, "DE")))
    t.trap("Ingangsdatum", t.day("%d-%m-%Y", 2005, 2022))
    t.trap("Complexnaam", t.any("De Linden|Wilhelmina|Residentie Beatrix|Kanaalzicht"))
    t.none("Huurprijs", t.real(450, 1500))


@_table("nhs_referrals", 77)
def _referrals(t: _Table) -> None:
    t.of("uk uk ie pk ng")
    t.add("OTHER_ID", "nhs_number", t.either(t.id(_nhs), t.id(_nhs, "")), gaps=0.05)
    t.add("PERSON_NAME", "surname", t.name_as("{F}|{f}"))
    t.add("PERSON_NAME", "forenames", t.name_as("{g}|{g} {m}"))
    t.add("DATE_OF_BIRTH", "dob", t.day("%d/%m/%Y|%d-%b-%Y|%d/%m/%y", 1932, 1999))
    t.add("ZIP_CODE", "pt_postcode", t.either(t.zip("uk"), t.to(lambda v: v.replace(" ", "").lower(), t.zip("uk"))))
    t.add("OTHER_ID", "ni_no", t.either(t.id(_nino), t.id(_nino, True)), gaps=0.5)
    t.trap("gp_practice_code", t.fill("?#####|Y0####"))
    t.trap("referral_date", t.day("%d/%m/%Y", 2022, 2022))
    t.trap("patient_ward", t.any("Ward 7B|Nightingale|Elizabeth Garrett|Churchill|A&E"))
    t.trap("specialty", t.any("Rheumatology|ENT|Dermatology|General Surgery"))


@_table("companies_house_basic", 82)
def _companies(t: _Table) -> None:
    t.trap("CompanyName", t.any(_FIRMS))
    t.trap(" CompanyNumber", t.fill("0#######|SC######|1#######"))
    t.trap("RegAddress.PostTown", t.to(str.upper, t.city("uk")))
    t.trap("IncorporationDate", t.day("%d/%m/%Y", 1950, 2020))
    t.trap(
        "SICCode.SicText_1",
        t.any("62020 - Information technology consultancy|47910 - Retail sale via mail order houses|99999 - Dormant"),
    )
    t.trap("URI", t.fill("http://business.data.gov.uk/id/company/0#######"))
    t.trap("PreviousName_1.CompanyName", t.any(_FIRMS), gaps=0.7, gap="")


@_table("au_ca_payees", 57)
def _payees(t: _Table) -> None:
    t.of("uk ko sc mi")
    t.add("PERSON_NAME", "Payee", t.name_as("{f} {i}{m}|{f}, {g}|{g} {f}"))
    t.add("OTHER_ID", "TFN / SIN", t.either(t.id(_tfn), t.id(_sin)), gaps=0.1, gap="not provided|")
    t.add("POSTAL_ADDRESS", "mail_to", t.either(t.addr("au"), t.addr("ca")))
    t.add("ZIP_CODE", "PC", t.either(t.zip("au"), t.zip("ca"), t.to(int, t.zip("au"))))
    t.add("PHONE", "mob / cell", t.fill("04## ### ###|03 9### ####|514-###-####|1-416-###-####|+61 4## ### ###"))
    t.trap("BSB", t.fill("06%-###|733-0##"))
    t.trap("Pay Date", t.day("%d/%m/%Y|%d %b %Y", 2022, 2023))
    t.trap("Award Name", t.any("Clerks Private Sector 2020|Nurses Award|Hospitality Industry|Pastoral"))


@_table("national_ids_misc", 90)
def _misc_ids(t: _Table) -> None:
    t.add("OTHER_ID", "id_number_za", t.to(int, t.id(_za_id)))
    t.add("OTHER_ID", "CURP", t.id(_curp), gaps=0.1, gap="|PENDIENTE")
    t.add("OTHER_ID", "registre_national", t.id(_be_nr))
    t.add("OTHER_ID", "rut", t.id(_rut), stray=0.1)
    t.add("OTHER_ID", "henkilotunnus", t.id(_hetu))
    t.add("OTHER_ID", "cnp", t.id(_cnp))
    t.add("OTHER_ID", "fodselsnummer", t.either(t.id(_fnr), t.to(lambda v: f"{v[:6]} {v[6:]}", t.id(_fnr))))
    t.add("OTHER_ID", "NRIC/FIN", t.id(_nric), gaps=0.05)
    t.add("OTHER_ID", "passport_no", t.fill("C0#?##?##|#########|E########|AB#######|5########"), gaps=0.1, gap="N/A|")
    t.trap("id_type", t.any("RUT|CURP|CNP|passport|HETU"))
    t.trap("passport_expiry", t.day("%Y-%m-%d", 2024, 2033))
    t.trap("id_issued_by", t.any("Registro Civil|Home Affairs|Poliisi|SPCLEP Cluj|Préfecture"))


# --- health ---


@_table("hl7_adt_flat", 46)
def _hl7(t: _Table) -> None:
    t.of("us us es ph et")
    t.add("USER_ID", "PID.3", t.to(lambda v: v.replace("~", "^"), t.fill("MRN%######~~~GH~MR")), wrong="UNKNOWN")
    t.add("PERSON_NAME", "PID.5", t.to(lambda v: v.replace(" ", "^"), t.name_as("{F} {G}|{F} {G} {m}")))
    t.add("DATE_OF_BIRTH", "PID.7", t.day("%Y%m%d", 1928, 2015))
    t.add("POSTAL_ADDRESS", "PID.11", t.to(lambda v: v.replace(", ", "^^"), t.addr("us")))
    t.add("PHONE", "PID.13", t.fill("(¤)@##-####|(¤)@##-####~(¤)@##-####"), gaps=0.1, gap='""')
    t.add("SSN", "PID.19", t.id(_ssn), gaps=0.2, gap='""|000-00-0000')
    t.trap("PV1.3", t.to(lambda v: v.replace("~", "^"), t.fill("3W~%##~A|ICU~##~B|ED~H#")))
    t.trap("EVN.2", t.stamp("%Y%m%d%H%M", 2022, 2022))
    t.trap("MSH.10", t.fill("MSG########"))


@_table("icu_events", 140)
def _icu(t: _Table) -> None:
    t.add("USER_ID", "patient_id", t.num(10_000_032, 19_999_987))
    t.trap("itemid", t.num(220045, 228399))
    t.trap("admittime", t.stamp("%Y-%m-%d %H:%M:%S", 2110, 2180))
    t.trap("drug", t.any("Heparin|Insulin Regular|Norepinephrine|Vancomycin|St. John's Wort|Hydrocortisone Na Succ."))
    t.trap("ndc", t.fill("0###1######|63323######|00338######"))
    t.trap("icd9_code", t.any("V3000|4019|25000|E8889|0389|99592"))
    t.trap("first_careunit", t.any("MICU|SICU|CCU|Trauma SICU (TSICU)"))
    t.none("valuenum", t.real(0.1, 300, 1), gaps=0.1)


@_table("pharmacy_fills", 60)
def _pharmacy(t: _Table) -> None:
    t.of("us in ir")
    t.add("PERSON_NAME", "prescriber", t.name_as("Dr. {f}|{f}, {g} MD|{g} {f}, NP|DR {F} {i}"))
    t.add("OTHER_ID", "medicare_mbi", t.fill("%E#9-T#5-MK##|4UH#-EK7-PN##|7X#2-RT8-WD##"))
    t.trap("brand_name", t.any("Tylenol|Lipitor|Ozempic|Ventolin HFA|Eliza Cream|Tamiflu"))
    t.trap("lot_no", t.fill("?#####|L####?|%#####"))
    t.trap("exp_date", t.day("%m/%Y", 2024, 2026))
    t.trap("rx_fill_dt", t.day("%m/%d/%Y", 2022, 2023))
    t.trap("qty_dispensed", t.num(10000, 60000), n=25)
    t.trap("sig_text", t.mix("Take|Apply|Inhale", "1 tab|2 puffs|thin layer", "daily|BID|at bedtime"))


@_table("dental_recalls", 32)
def _dental(t: _Table) -> None:
    t.of("us vn ko gh")
    t.add("PERSON_NAME", "PatNameLF", t.name_as("{f}, {g}|{f}, {g} {m}|{f}, '{l}' {g}"))
    t.add(
        "PHONE",
        "HmPhone",
        t.fill("(¤)@##-####|¤.@##.####|¤@######|¤-@##-#### x%#|(¤) @##-#### ext. %##"),
        gaps=0.1,
        gap="",
    )
    t.add("DATE_OF_BIRTH", "Birthdate", t.day("%m/%d/%Y|%m/%d/%y", 1940, 2015), gaps=0.05, gap="0001-01-01")
    t.trap("DateDue", t.day("%m/%d/%Y", 2023, 2024))
    t.trap("ToothNum", t.num(1, 33))
    t.trap("PatStatus", t.any("Patient|NonPatient|Inactive|Archived"))
    t.trap("PreferRecallMethod", t.any("HmPhone|Email|Mail|TextMessage"))


# --- money ---


@_table("bank_accounts", 70)
def _accounts(t: _Table) -> None:
    t.of("de uk fr pl tr")
    t.add("OTHER_ID", "account", t.either(*(t.id(_iban, c) for c in ("DE", "GB", "FR", "PL", "AT", "BE"))), gaps=0.03)
    t.trap("bic", t.any("DEUTDEFF|COBADEFFXXX|BNPAFRPP|NWBKGB2L|BREXPLPW"))
    t.add("PERSON_NAME", "holder", t.name_as("{F} {G}|{g} {f}|{g} {f} u. {f}|{i} {f}"))
    t.trap("sort_code", t.fill("##-##-##|2#-##-##"))
    t.trap("opened_on", t.day("%Y-%m-%d", 1985, 2022))
    t.trap("account_name_type", t.any("Savings|Girokonto|Joint|Livret A"))
    t.none("balance", t.real(-500, 90000))


@_table("card_transactions", 125)
def _cards(t: _Table) -> None:
    t.add("CREDIT_CARD", "pan", t.either(t.id(_card), t.id(_card_four)), gaps=0.03)
    t.trap(
        "merchant_name",
        t.any("WHOLEFDS #10234|SHELL OIL 5744|Amazon Mktplace|JOHN LEWIS LONDON|Trader Joe's|WENDY'S 0412"),
    )
    t.trap("mcc", t.any("5411|5812|5541|4829|7995"))
    t.trap("auth_code", t.fill("######|?#####"))
    t.trap("rrn", t.fill("3###########"))
    t.trap("terminal_id", t.fill("T00#####|########"))
    t.trap("card_present", t.any("Y|N"))
    t.trap("txn_ts", t.stamp("%Y-%m-%d-%H.%M.%S.000000", 2023, 2023))
    t.trap("exp", t.fill("0%/2#|11/2#|12/2#"))


@_table("legacy_billing_dump", 41)
def _billing(t: _Table) -> None:
    t.of("us us pk")
    t.add("CREDIT_CARD", "CCNUM", t.to(int, t.id(_card)), gaps=0.1, gap="0|~")
    t.add("SSN", "SOCSEC", t.to(int, t.id(_ssn, "{}{}{}")), gaps=0.05)
    t.add("PERSON_NAME", "BILLTO", t.name_as("{F} {G}|{G} {F}|MR {G} {F}|{F} {G} JR"), stray=0.2)
    t.add("POSTAL_ADDRESS", "Billing Address", t.addr("us", "{st} {c} {z}"), gaps=0.05)
    t.trap("INVNO", t.num(100_000_000, 999_999_999))
    t.trap("CCEXP", t.fill("0%2#"))
    t.trap("LASTPMT", t.day("%m%d%Y", 2003, 2009))
    t.trap("STATUS", t.any("OPEN|PAID|COLL"))


@_table("Churn_Modelling", 150)
def _churn(t: _Table) -> None:
    t.of("it uk us py ng fr")
    t.add("USER_ID", "CustomerId", t.num(15_565_701, 15_815_690))
    t.add("PERSON_NAME", "Surname", t.name_as("{f}"))
    t.trap("CreditScore", t.num(350, 851))
    t.trap("Geography", t.any("France|Spain|Germany"))
    t.trap("HasCrCard", t.any("0|1"))
    t.none("EstimatedSalary", t.real(11, 199999))
    t.trap("Card Type", t.any("DIAMOND|GOLD|SILVER|PLATINUM"))


@_table("payroll_us_2020", 63)
def _payroll(t: _Table) -> None:
    t.of("us us es ph in")
    t.add("USER_ID", "emp_no", t.fill("E0####|00####"))
    t.add("PERSON_NAME", "emp_nm", t.name_as("{F},{G} {m}|{F},{G}"))
    t.add("SSN", "ssn", t.to(int, t.id(_ssn, "{}{}{}")))
    t.add("ZIP_CODE", "res_zip", t.to(lambda v: float(v), t.zip("us")), gaps=0.05)
    t.trap("ssn_verified", t.any("Y|N|P"))
    t.trap("hire_dt", t.day("%m/%d/%Y", 1995, 2020))
    t.trap("routing_no", t.any("021000021|011401533|091000019|122105155|026009593"))
    t.trap("job_code", t.num(10000, 99999))
    t.none("net_pay", t.real(800, 5500))
    t.trap("dept_name", t.any("Mail Room|Accounts Payable|Jackson Plant|R&D"))


@_table("1099_recipients", 29)
def _tax(t: _Table) -> None:
    t.of("us ko am lt")
    t.trap("payer_ein", t.fill("%#-#######"))
    t.trap("payer_name", t.any(_FIRMS))
    t.add("SSN", "recipient_tin", t.either(t.id(_ssn), t.id(_ssn, "{} {} {}")), stray=0.1)
    t.add("PERSON_NAME", "rcpt", t.name_as("{g} {m}. {f}|{g} {f}"))
    t.add("POSTAL_ADDRESS", "rcpt_addr", t.street("us"))
    t.add("ZIP_CODE", "rcpt_zip4", t.to(lambda v: f"{v}-{t.r.randrange(1, 9999):04d}", t.zip("us")))
    t.trap("box1_amt", t.num(10000, 99999))


@_table("fec_individual", 115)
def _fec(t: _Table) -> None:
    t.of("us us us ir in")
    t.trap("CMTE_ID", t.fill("C00######"))
    t.add("PERSON_NAME", "NAME", t.name_as("{F}, {G}|{F}, {G} {m}|{F}, {G} MR.|{F}, {G} DR"))
    t.add("ZIP_CODE", "ZIP_CODE", t.to(int, t.either(t.zip("us"), t.fill("606######|100######|941######"))), gaps=0.03)
    t.trap("CITY", t.to(lambda v: v.split(",")[0].upper(), t.city("us")))
    t.trap("EMPLOYER", t.either(t.any("SELF-EMPLOYED|RETIRED|NOT EMPLOYED"), t.to(str.upper, t.any(_FIRMS))))
    t.trap("OCCUPATION", t.any("ATTORNEY|BAKER|RETIRED|SMITH|PORTER|CHEF|CFO"))
    t.trap("TRANSACTION_DT", t.day("%m%d%Y", 2016, 2020))
    t.none("TRANSACTION_AMT", t.num(10, 2900))
    t.trap("TRAN_ID", t.fill("SA11AI.#####|A%#####|VN9######"))
    t.trap("SUB_ID", t.fill("4020###############"))


# --- public records, travel, property ---


@_table("county_voter_file", 97)
def _voters(t: _Table) -> None:
    t.of("us us us es vn et")
    t.add("USER_ID", "voter_reg_num", t.fill("0000########"))
    t.add("PERSON_NAME", "last_name", t.name_as("{F}"), stray=0.2)
    t.add(
        "PERSON_NAME",
        "midl_name",
        t.to(str.upper, t.mix("Lee|Ann|Marie|J|Wayne|Rose|T|Allen|Denise", sep="")),
        gaps=0.2,
        gap=" |",
    )
    t.add(
        "POSTAL_ADDRESS",
        "res_street_address",
        t.to(lambda v: v.upper().replace(" APT", "   APT"), t.street("us")),
        stray=0.2,
    )
    t.add("DATE_OF_BIRTH", "birth_dt", t.day("%m/%d/%Y", 1922, 2004), wrong="01/01/1900|01/01/1800")
    t.trap("registr_dt", t.day("%m/%d/%Y", 1968, 2022))
    t.trap("precinct_desc", t.any("ST PETERS CHURCH|JOHNSON FIRE STN|PRECINCT 04|GRACE LUTHERAN|KING ELEM"))
    t.trap("voter_status_desc", t.any("ACTIVE|INACTIVE|REMOVED|DENIED"))
    t.none("party_cd", t.any("DEM|REP|UNA|LIB"))


@_table("parcel_owners", 59)
def _parcels(t: _Table) -> None:
    t.of("us us es")
    t.trap("PIN", t.fill("##-##-###-###-0000|##############"))
    t.add("PERSON_NAME", "OWNER1", t.name_as("{F} {G} {m}|{F} {G} & MARY|{F} {G}|{F}, {G}"), wrong="CITY OF MESA")
    t.add("POSTAL_ADDRESS", "MAILADD", t.to(str.upper, t.addr("us", "{st} {c} {z}")))
    t.trap("LEGAL_DESC", t.mix("LOT 9|LOT 14|N 60 FT OF", "BLK 3|BLOCK B|TR 7", "JACKSON ADDN|MAPLE HTS|WILSONS SUB"))
    t.trap("SALE_DT", t.to(int, t.day("%Y%m%d", 1985, 2022)))
    t.trap("LAND_VAL", t.num(10000, 99999))
    t.trap("SITUS_CITY", t.any("MESA|GILBERT|CHANDLER"))
    t.none("YR_BUILT", t.num(1905, 2021))


@_table("pax_manifest", 84)
def _pax(t: _Table) -> None:
    t.of("us uk ar py pt")
    t.add("PERSON_NAME", "pax", t.name_as("{F}/{G} MR|{F}/{G} MRS|{F}/{G}{m} MS|{F}/{G}"))
    t.add("OTHER_ID", "doc_no", t.fill("C01X##T##|########%|E#########|FP######"), gaps=0.05)
    t.trap("doc_exp", t.day("%d%b%y", 2024, 2032))
    t.trap("flt", t.fill("LH####|UA###|TK%###"))
    t.trap("tail", t.fill("N###UA|D-AI??|G-EU??"))
    t.add("USER_ID", "ffp", t.fill("TK########|UA%#######|9920########"), gaps=0.4, gap="")
    t.add("DATE_OF_BIRTH", "pax_dob", t.to(str.upper, t.day("%d%b%y", 1941, 2016)))
    t.trap("dep_airport", t.any("JFK|ORD|IST|FRA|JOHN F KENNEDY INTL|CHARLES DE GAULLE"))
    t.trap("seat", t.fill("%?|1#C|2#F"))


@_table("hotel_pms", 43)
def _hotel(t: _Table) -> None:
    t.of("de fr ja ru us")
    t.add("PERSON_NAME", "GuestName", t.name_as("{f}, {g}|{f} {g} Mr.|{g} {f}"), stray=0.1)
    t.trap("RoomName", t.any("Marilyn Suite|Lindenzimmer|Deluxe King|Queen Anne|Twin"))
    t.trap("Arrival", t.day("%d.%m.%y", 2022, 2023))
    t.trap("ConfNo", t.fill("4#######-%|R##########"))
    t.add("POSTAL_ADDRESS", "GuestAddr", t.either(t.addr("de"), t.addr("us"), t.addr("ca")))
    t.trap("Nationality", t.any("German|French|Japanese|American|Swiss"))
    t.trap("MailingAction", t.any("none|welcome letter|email survey"))
    t.none("RateEUR", t.real(60, 410))


@_table("insurance_claims", 51)
def _claims(t: _Table) -> None:
    t.of("us us mi gh")
    t.add("PERSON_NAME", "claimant", t.name_as("{g} {f}|{f}, {g}|Mr {g} {f}|{g} {m} {f} III"))
    t.add("OTHER_ID", "driver_lic", t.fill("?#######|%## ### ###|?###-####-####"), gaps=0.1)
    t.add("OTHER_ID", "vehicle_vin", t.id(_vin), gaps=0.05, gap="|UNK")
    t.trap("loss_date", t.day("%m/%d/%Y|%Y-%m-%d", 2019, 2023))
    t.trap("peril", t.any("Hail|Collision|Windstorm|Theft|Water backup"))
    t.trap(
        "adjuster_note",
        t.mix("Rear bumper|Roof|Left fender", "cracked|dented|replaced", "per photos|under deductible|, est. 1,240"),
    )
    t.trap("body_shop", t.any("Caliber Collision|Joe's Auto Body|Maaco|Gerber Glass"))
    t.none("paid", t.real(0, 40000))


@_table("vehicle_auction", 67)
def _auction(t: _Table) -> None:
    t.add("OTHER_ID", "VIN", t.to(str.lower, t.id(_vin)))
    t.trap("make", t.any("Ford|Mercedes-Benz|Lincoln|Tesla|Ferrari|Bentley|Austin"))
    t.trap("model", t.any("Giulia|Escort|Clio|Zoe|Silverado 1500|Elise|3 Series"))
    t.trap("odometer", t.num(10000, 99999))
    t.trap("color", t.any("Silver|Ruby Red|Midnight Blue|Jasmine White|Olive"))
    t.trap("lot_id", t.count(443_870_112, 3))
    t.none("year", t.num(1998, 2023))
    t.trap("seller", t.any("ford motor credit company llc|kia motors america|the hertz corporation|nissan-infiniti lt"))


@_table("dog_licences", 73)
def _dogs(t: _Table) -> None:
    t.trap(
        "AnimalName",
        t.any(
            "BELLA|MAX|CHARLIE|LUNA|ROCKY|MISS MOLLY|SIR BARKSALOT|COCO|UNKNOWN|ROSIE|JACK|OREO|GINGER"
            "|LOLA|TEDDY|BUDDY|PENNY|ZEUS"
        ),
    )
    t.trap("BreedName", t.any("Jack Russell Terrier|Cavalier King Charles|St. Bernard|Pug|Unknown|Labrador"))
    t.add("ZIP_CODE", "OwnerZip", t.either(t.zip("us"), t.to(int, t.zip("us"))))
    t.trap("LicenseIssuedDate", t.day("%m/%d/%Y", 2014, 2017))
    t.trap("Extract Year", t.any("2016|2017|2018"))


@_table("election_results", 66)
def _election(t: _Table) -> None:
    t.of("us uk in ng tr")
    t.add("PERSON_NAME", "candidate", t.name_as("{f}, {g}|{g} {f}|{g} {m}. {f}"), wrong="WRITE-IN")
    t.trap("party_name", t.any("Labour|Green|CHP|Alliance Party|Jackson Democrats"))
    t.trap("votes", t.num(10000, 99999))
    t.trap("constituency", t.any("Epping Forest|St. Albans|Lagos West|Victoria|Washington 3"))
    t.trap("declared_at", t.stamp("%H:%M %d/%m/%Y", 2019, 2019))


@_table("squad_list", 46)
def _squad(t: _Table) -> None:
    t.of("pt es ng hr de jp ko")
    t.add("PERSON_NAME", "Player", t.name_as("{g} {f}|{i}. {f}|{f}"))
    t.add("DATE_OF_BIRTH", "born", t.day("%d %B %Y|%b %d, %Y", 1987, 2005))
    t.trap("Club", t.any("Benfica|St. Pauli|River Plate|Stanley FC|Santos|Alexandra"))
    t.trap("stadium", t.any("Santiago Bernabéu|Estádio José Alvalade|Max-Morlock-Stadion|St. James' Park|Anfield"))
    t.trap("contract_until", t.day("%b %d, %Y", 2024, 2028))


@_table("donor_dm_list", 34)
def _donors(t: _Table) -> None:
    t.of("uk ie nl de")
    t.add("PERSON_NAME", "Salutation Line", t.name_as("Mr {g} {f}|Mrs {i} {f}|Dr {g} {m} {f}|Ms {f}|Prof. {f}"))
    t.add("POSTAL_ADDRESS", "Add 1", t.street("uk"), wrong="see notes")
    t.add("ZIP_CODE", "Unnamed: 3", t.zip("uk"), gaps=0.05)
    t.trap("Segment", t.any("Lapsed|Major|Legacy Friend|Cash Mailing"))
    t.trap("Last Gift", t.day("%b-%y", 2016, 2022))


@_table("moodle_participants", 61)
def _moodle(t: _Table) -> None:
    t.of("id ph ke uk ir")
    t.add("USER_ID", "Username", t.fill("s%######|u%######"))
    t.add("USER_ID", "student_no", t.num(20_190_001, 20_230_999))
    t.add("EMAIL", "Email address", t.mail("students.uni.ac.ke|campus.ac.id"))
    t.trap("Last access", t.any("never|2 days 3 hours|11 mins 4 secs|1 day"))
    t.trap(
        "Course full name", t.any("Intro to Java|Hamlet and its Readers|Gauss and Number Theory|Organic Chemistry II")
    )
    t.trap("Group", t.any("Tutorial A|Team Curie|Lab 3|Team Darwin"))
    t.trap("Assignment title", t.any("Essay 1: Jane Eyre|Quiz 3|Lab: Ohm's law|Reading Frankenstein"))


@_table("gym_members", 37)
def _gym(t: _Table) -> None:
    t.of("us pt ie sc")
    t.add("USER_ID", "Member ID", t.seq("FIT-{:06d}", 3310, 17))
    t.add("PERSON_NAME", "emergency_contact", t.name_as("{g} {f}|{g} {f} (mum)|{l} {k}"), gaps=0.2, gap="none|")
    t.add("PHONE", "ice_number", t.fill("085 ### ####|086#######|+353 87 ### ####|¤-@##-####|¤@######"), gaps=0.2)
    t.trap("member_type", t.any("off-peak|couple|student|day pass"))
    t.trap("class_name", t.any("Zumba|Pilates|Body Pump|Yoga with Flow"))
    t.trap("locker", t.num(1, 400))
    t.trap("last_visit", t.stamp("%d/%m/%y %H:%M", 2023, 2023))


# --- nested stores ---


@_table("mongo_users", 56)
def _mongo(t: _Table) -> None:
    t.of("us pl in tr sc")
    t.add("USER_ID", "userId", lambda i: {"$oid": f"{t.r.getrandbits(96):024x}"})
    name = t.name_as("{g}|{g} {m}")
    last = t.name_as("{f}")
    t.add("PERSON_NAME", "fullName", lambda i: {"first": name(i), "last": last(i)})
    mail = t.mail()
    t.add(
        "EMAIL",
        "user.contact.mail",
        lambda i: [{"kind": "home", "value": mail(i)}, {"kind": "work", "value": mail(i)}][: 1 + i % 2],
    )
    phone = t.fill("+1¤@######|+4860#######|+9198########")
    t.add("PHONE", "phones", lambda i: [phone(i) for _ in range(i % 3)])
    addr = t.addr("us", "{st}|{c}|{z}")
    keys = ("line1", "city", "zip")
    t.add("POSTAL_ADDRESS", "address", lambda i: dict(zip(keys, addr(i).split("|"), strict=True)), gaps=0.1)
    t.trap(
        "prefs",
        lambda i: {"theme": t.r.choice(("dark", "light")), "email_digest": bool(i % 2), "lang": t.r.choice("ab")},
    )
    t.trap("roles", lambda i: t.r.sample(["user", "admin", "mailer", "phone-agent"], 2))
    t.trap("createdAt", lambda i: {"$date": f"2022-0{t.r.randrange(1, 10)}-1{t.r.randrange(10)}T08:00:00Z"})


@_table("mongo_products", 49)
def _mongo_products(t: _Table) -> None:
    t.trap("_id", lambda i: {"$oid": f"{t.r.getrandbits(96):024x}"})
    t.trap(
        "name",
        t.any(
            "Billy bookcase|Chesterfield sofa|Poäng chair|Adirondack bench|Tiffany lamp"
            "|Eames-style stool|Malm chest|Windsor chair|Oxford desk|Hemnes bed|Murphy bed"
            "|Ottoman Clara|Lack table|Barcelona daybed|Rattan basket L|Henriksdal cover"
        ),
    )
    t.trap("dims", lambda i: [t.r.randrange(10, 220), t.r.randrange(10, 220), t.r.randrange(10, 99)])
    t.trap("barcodes", lambda i: [_ean(t.r) for _ in range(1 + i % 2)])
    t.trap("supplier", lambda i: {"name": t.r.choice(_FIRMS.split("|")), "rating": t.r.randrange(1, 6)})
    t.trap("img", t.fill("https://cdn.shop.example/i/********.jpg|//static.example/p/########_front.png"))
    t.trap("attrs", lambda i: json.dumps({"colour": t.r.choice(("rose", "olive", "sky")), "address_label": False}))


@_table("kafka_payments", 78)
def _payments(t: _Table) -> None:
    t.add("CREDIT_CARD", "instrument", lambda i: json.dumps({"type": "card", "number": _card(t.r)}))
    t.add(
        "OTHER_ID",
        "beneficiary",
        lambda i: {"scheme": "SEPA", "iban": _iban(t.r, t.r.choice(("DE", "NL", "ES", "IT")))},
    )
    t.add("IP_ADDRESS", "ctx", lambda i: {"ip": _ip4(t.r), "tls": True})
    t.trap("idempotency_key", t.id(_uuid))
    t.trap("order_no", t.num(4_000_000_000_000_000, 5_500_000_000_000_000))
    t.trap(
        "risk",
        lambda i: json.dumps({"score": round(t.r.random(), 3), "rules": ["ip_velocity", "bin_mismatch"][: i % 3]}),
    )
    t.trap("partition_offset", t.num(10_000_000, 99_999_999))
    t.trap("currency", t.any("EUR|USD|SEK"))


@_table("cgi_params", 40)
def _cgi(t: _Table) -> None:
    t.of("us uk it")
    phone = t.fill("+39 3## #######|+44 7### ######|+1 (¤) @##-####")
    t.add("PHONE", "qs_callback", lambda i: "tel=" + quote(phone(i)))
    name = t.name_as("{g} {f}")
    t.add("PERSON_NAME", "qs_name", lambda i: urlencode({"customer": name(i)}))
    mail = t.mail()
    t.add("EMAIL", "redirect", lambda i: f"https://app.example/unsubscribe?u={quote(mail(i))}&c={t.r.randrange(999)}")
    addr = t.addr("uk")
    t.add("POSTAL_ADDRESS", "qs_ship", lambda i: urlencode({"deliver_to": addr(i)}))
    t.trap("qs_filter", t.any("brand=ralph&size=m|colour=rose&sort=price|page=2&per=50|q=mail+box|ref=header_name"))


@_table("ldap_dump", 44)
def _ldap(t: _Table) -> None:
    t.of("de cz hu sc")
    t.add("USER_ID", "uid", t.login("{i}{f}|{f}{d}"))
    cn = t.name_as("{g} {f}")
    t.add("PERSON_NAME", "cn", lambda i: [cn(i)])
    mail = t.mail("example.org|firma.cz", "{g}.{f}")
    t.add("EMAIL", "proxyAddresses", lambda i: [f"SMTP:{mail(i)}", f"smtp:{mail(i)}"])
    t.add("PHONE", "telephoneNumber", t.fill("+420 7## ### ###|+49 (0)30 ####-%##|+36 1 ### ####"), gaps=0.2)
    t.trap("objectGUID", t.id(_uuid))
    t.trap("objectClass", lambda i: ["top", "person", "organizationalPerson", "user"])
    t.trap("pwdLastSet", t.num(132_000_000_000_000_000, 133_000_000_000_000_000))
    t.trap("department", t.any("IT|Vertrieb|Personal|Mailroom"))


# --- headless files and misleading names ---


@_table("part-00003.csv", 53)
def _headless(t: _Table) -> None:
    t.of("us uk de pl")
    t.add("EMAIL", "_c0", t.mail(), gaps=0.05)
    t.add("PERSON_NAME", "_c1", t.name_as("{g} {f}"))
    t.trap("_c2", t.stamp("%Y-%m-%dT%H:%M:%S", 2015, 2022))
    t.trap("_c3", t.any(_CITIES))
    t.add("SSN", "_c4", t.id(_ssn))
    t.add("CREDIT_CARD", "_c5", t.id(_card_four, "-"))
    t.trap("_c6", t.fill("%.##.#.%|2.#.##.###"))
    t.trap("_c7", t.id(_uuid))
    t.none("_c8", t.real(0, 1, 5))


@_table("Book1 (2).xlsx", 31)
def _book1(t: _Table) -> None:
    t.of("us in es")
    t.add("PHONE", "Unnamed: 1", t.fill("(¤) @##-####|¤-@##-####|+1 ¤ @## ####"), gaps=0.2)
    t.add("POSTAL_ADDRESS", "Unnamed: 2", t.addr("us"), stray=0.1)
    t.add("PERSON_NAME", "Unnamed: 4", t.name_as("{f}, {g}|{g} {f}"), gaps=0.1)
    t.trap("Unnamed: 5", t.any("Net 30|PO pending|called w/c 3/4|see tab 2|ok"))
    t.trap("Unnamed: 6", t.num(36526, 45290))
    t.trap("Unnamed: 7", t.id(_isbn))


@_table("scraped_dump", 68)
def _scraped(t: _Table) -> None:
    t.of("us fr uk in")
    t.add("EMAIL", "text", t.mail(), stray=0.2, wrong="n/a|[email protected]")
    t.add("PHONE", "val", t.fill("tel:+336########|tel:+447#########|Tel. 01 ## ## ## ##|+91-9#########"))
    t.add("OTHER_ID", "field_7", t.either(t.id(_iban_spaced, "FR"), t.id(_iban, "GB"), t.id(_iban_spaced, "CH")))
    t.add("IP_ADDRESS", "data", t.either(t.id(_ip4), t.id(_ip6)))
    t.trap("value", t.real(1, 90, 1))
    t.trap("content", t.mix("In stock|Ships in|Sold out", "2 days|today|soon", "- free returns|- 4.6/5|"))
    t.trap("link", t.fill("https://shop.example/item/########|/p/!!!!!!!!"))


@_table("misnamed", 57)
def _misnamed(t: _Table) -> None:
    t.of("us pt de")
    t.add("EMAIL", "username", t.mail(), gaps=0.03)
    t.add("EMAIL", "address", t.mail("web.de|gmx.de|gmail.com"))
    t.add("IP_ADDRESS", "host_address", t.id(_ip4))
    t.add("PHONE", "fax_or_other", t.fill("+55 11 9####-####|+49 171 #######|(¤) @##-####"), gaps=0.4)
    t.add("SSN", "id", t.id(_ssn), stray=0.05)
    t.add("PERSON_NAME", "company", t.name_as("{g} {f}|{g} {m}. {f}"))
    t.trap("first_name_display", t.any("true|false"))
    t.trap("phone", t.any("iPhone 12|Galaxy S21|Pixel 6|Moto G|Nokia 105"))
    t.trap("email", t.any("yes|no|opt-out|yes"))
    t.trap("card", t.any("Ace of Spades|Queen of Hearts|Jack of Clubs|Two of Diamonds|Joker"))
    t.trap("ip", t.any("patent|trademark|copyright|trade secret"))
    t.trap("dob_checked", t.day("%Y-%m-%d", 2021, 2022))


@_table("notes_extract", 26)
def _notes(t: _Table) -> None:
    t.of("us ie in pl")
    mail, phone, name = t.mail(), t.fill("(¤) @##-####|+353 86 ### ####"), t.name_as("{g} {f}")
    t.add("EMAIL", "memo", lambda i: t.r.choice(("pls write to {}", "{} - bounced", "alt: {}", "{}")).format(mail(i)))
    t.add(
        "PHONE",
        "remark_2",
        lambda i: t.r.choice(("call {} after 5", "ring {}", "{} (cell)", "no answer {}")).format(phone(i)),
    )
    t.add("PERSON_NAME", "c/o", lambda i: t.r.choice(("c/o {}", "attn {}", "{}", "z.Hd. {}")).format(name(i)), gaps=0.2)
    t.trap("remark_1", t.mix("leave|ring|gate", "at back door|bell twice|code on file", "please|.|if raining"))
    t.trap(
        "remark_3",
        t.mix("Order 4410|Ticket 9981|Batch 20210412", "closed|re-opened|see 10.4.2.1 release", "on Mon|at 14:30"),
    )


@_table("birth_forms", 39)
def _births(t: _Table) -> None:
    t.of("us fi am")
    t.add("DATE_OF_BIRTH", "dob_excel", t.num(14000, 37900))
    t.add(
        "DATE_OF_BIRTH",
        "Date of Birth",
        t.day("%B %d, %Y|%m/%d/%Y|%Y-%m-%dT00:00:00", 1949, 2004),
        gaps=0.1,
        gap="unknown|",
    )
    t.add("DATE_OF_BIRTH", "birth_date_epoch", t.num(-700_000_000, 1_000_000_000))
    t.add(
        "DATE_OF_BIRTH",
        "member.birth",
        lambda i: {"y": 1950 + t.r.randrange(50), "m": 1 + i % 12, "d": 1 + t.r.randrange(28)},
    )
    t.trap("birthplace", t.any(_CITIES))
    t.trap("birth_weight_g", t.num(1800, 4600))
    t.trap("dob_format", t.any("MM/DD/YYYY|YYYY-MM-DD|unknown"))
    t.trap("birth_certificate_seen", t.any("Y|N"))
    t.trap("scan_date", t.day("%B %d, %Y|%m/%d/%Y", 2018, 2022))


@_table("support_contacts_raw", 35)
def _support(t: _Table) -> None:
    t.of("et th kr ro gh")
    t.add("PERSON_NAME", "Customer", t.name_as("{g} {f}|{f} {g}"), stray=0.2)
    t.add("PHONE", "0", t.fill("+251 91 ### ####|+233 24 ### ####|+66 8# ### ####|010-####-####|+40 7## ### ###"))
    t.add("ZIP_CODE", "plz/zip", t.either(t.zip("de"), t.zip("pl"), t.zip("nl"), t.zip("ca")))
    t.add("USER_ID", "twitter", t.to(lambda v: "@" + v, t.login("{n}{d}|{g}_{f}|{n}")), gaps=0.4, gap="")
    t.trap("Customer Segment", t.any("Consumer|Home Office|Corporate"))
    t.trap("hours", t.any("09:00-17:00|24/7|Mo-Fr 8-18"))


@_table("wifi_portal", 47)
def _wifi(t: _Table) -> None:
    t.of("us ja hi")
    t.add("USER_ID", "account_login", t.login("{n}|{n}{d}|guest{d}{n}"))
    t.add("IP_ADDRESS", "lan", t.to(lambda v: v + "/24", t.id(_host_ip)))
    t.add("IP_ADDRESS", "x_forwarded_for", lambda i: ", ".join(_ip4(t.r) for _ in range(1 + i % 3)))
    t.trap("bssid", t.to(str.lower, t.id(_mac)))
    t.trap("ssid", t.any("FRITZ!Box 7590|eduroam|Martin Router King|CoffeeHouse-Guest"))
    t.trap("voucher", t.fill("#####-#####|^^^^-^^^^"))
    t.trap("asn", t.fill("AS####|AS#####"))


# --- things ---


@_table("warehouse_stock", 133)
def _stock(t: _Table) -> None:
    t.trap("part_no", t.fill("%########"))
    t.trap("alt_part_no", t.fill("%##-##-####"))
    t.trap("qty", t.num(10000, 99999))
    t.trap("serial_number", t.fill("SN##########|###############"))
    t.trap("bin_address", t.fill("A-##-##-#|R%.B#.S##"))
    t.trap("hs_code", t.fill("84##.##.##|9403.##"))
    t.trap("barcode", t.to(int, t.id(_ean)))
    t.trap("supplier_name", t.any(_FIRMS))


@_table("parcel_tracking", 76)
def _tracking(t: _Table) -> None:
    t.of("sc lt hr fi de")
    t.trap("tracking_no", t.fill("1Z############%###|00340434############|RR#########DE|JD01############"))
    t.add("PERSON_NAME", "consignee", t.name_as("{g} {f}|{F} {G}|{f} {g}|Fam. {f}"))
    t.add("PHONE", "cons_phone", t.fill("+370 6## #####|+385 91 ### ####|+358 40 ### ####|0049 17# #######"), gaps=0.1)
    t.add("POSTAL_ADDRESS", "cons_addr", t.either(t.addr("se"), t.addr("de"), t.addr("pl")), stray=0.05)
    t.trap("shipped", t.stamp("%d.%m.%Y %H:%M", 2022, 2023))
    t.trap("depot", t.any("Hannover|Vilnius|Jönköping|Victoria Dock"))
    t.trap("weight_g", t.num(10000, 31500))
    t.trap("service_name", t.any("Home Delivery|Mail Plus|Express Saver|Parcel Locker"))
    t.trap("proof", t.any("signed|left with neighbour|parcel locker|photo"))


@_table("vessel_register", 50)
def _vessels(t: _Table) -> None:
    t.trap(
        "vessel_name",
        t.any(
            "Queen Elizabeth|Edith Maersk|Maria Theresa|HMS Nelson|Santa Clara|Anna B.|Ever Given"
            "|Norman Lady|Emma Maersk|Queen Mary 2|MSC Isabella|Sea Spirit|Stena Germanica|USS Cole"
            "|Gudrun Maersk|Charles de Gaulle|Aida Bella|Polar Star|Thomas Jefferson|CMA CGM Jules Verne"
        ),
    )
    t.trap("imo", t.fill("9######"))
    t.trap("mmsi", t.fill("211######|636######"))
    t.trap("call_sign", t.fill("D???#|9V??#"))
    t.trap("container_no", t.fill("MSKU#######|TGHU#######"))
    t.trap("flag", t.any("Liberia|Panama|Marshall Islands|Germany"))
    t.none("dwt", t.num(900, 200000))


@_table("library_catalogue", 92)
def _library(t: _Table) -> None:
    t.of("uk us fr ru jp ng")
    t.trap("isbn", t.id(_isbn), gaps=0.1)
    t.trap("isbn10", t.fill("0-##-######-#|0#########|08#######X"))
    t.trap(
        "title",
        t.any(
            "Jane Eyre|Das Kapital|A Grammar of Old Norse|David Copperfield|Wind Energy Basics|Emma"
            "|Cooking for Two|Oliver Twist|Anna Karenina|Moby-Dick|Soil Mechanics|Rebecca"
            "|Pippi Langstrumpf"
            "|Madame Bovary|Statistics in Plain English|Robinson Crusoe|The Art of Bread"
            "|Harry's Bar Cookbook|Père Goriot"
        ),
    )
    t.add("PERSON_NAME", "author", t.name_as("{f}, {g}|{f}, {g}, 1951-|{f}, {i}. {m}."))
    t.trap("publisher", t.any("John Wiley & Sons|Penguin|Simon & Schuster|Ernst Klett|岩波書店"))
    t.trap("call_no", t.fill("QA76.%# .?## 19##|823.8 ?##"))
    t.trap(
        "subject",
        t.any("Newton's laws|Mailing lists|Names, Personal -- Dictionaries|Telephone -- History|Addresses, essays"),
    )
    t.add("USER_ID", "patron_barcode", t.fill("2127300#######"))
    t.trap("item_barcode", t.fill("3127300#######"))
    t.trap("due", t.day("%d-%m-%y", 2022, 2023))


@_table("movies_meta", 60)
def _movies(t: _Table) -> None:
    t.of("us fr in ko it")
    t.trap("imdb_id", t.fill("tt0######|tt1######"))
    t.trap(
        "original_title",
        t.any(
            "Annie Hall|Rocky II|Erin Brockovich|The Red Door|Jerry Maguire|Amélie|羅生門|Night Train"
            "|Forrest Gump|Billy Elliot|Seven Days|Lola rennt|John Wick|Mary Poppins"
            "|Dark Harbor|Vera Cruz|Donnie Darko|The Long Road|Carrie|Kill Bill: Vol. 1|Thelma & Louise"
        ),
    )
    t.add("PERSON_NAME", "director", t.name_as("{g} {f}|{g} {f}, {g} {f}"))
    t.trap("genres", lambda i: json.dumps([{"id": 18, "name": "Drama"}, {"id": 35, "name": "Comedy"}][: 1 + i % 2]))
    t.trap("release_date", t.day("%Y-%m-%d", 1931, 2017))
    t.trap("character_type", t.any("hero|villain|nameless narrator|dog"))
    t.none("vote_average", t.real(1, 10, 1))


@_table("wine_tasting", 58)
def _wine(t: _Table) -> None:
    t.of("us it fr")
    t.add("PERSON_NAME", "taster_name", t.name_as("{g} {f}"), gaps=0.2)
    t.add("USER_ID", "taster_twitter_handle", t.to(lambda v: "@" + v, t.login("{i}{f}|{g}wine|{n}_{d}")), gaps=0.3)
    t.trap("designation", t.any("Cuvée Alexandre|Réserve|Old Vine|Don Melchor|Estate Bottled|Vigneto Maria"))
    t.trap("winery", t.any("Robert Mondavi Winery|Kendall-Jackson|Château Margaux|Stag's Leap|Louis Martini"))
    t.trap("variety", t.any("Chardonnay|Nero d'Avola|Rosé|Saint Laurent|Müller-Thurgau"))
    t.trap(
        "description",
        t.mix("Ripe|Dusty|Lean", "black cherry|lemon zest|oak", "and tannins.|with a long finish.|, drink 2022-2030."),
    )
    t.none("points", t.num(80, 101))


@_table("gbif_occurrence", 74)
def _gbif(t: _Table) -> None:
    t.of("uk sc pt ke")
    t.trap("gbifID", t.num(1_000_000_000, 4_000_000_000))
    t.trap(
        "scientificName",
        t.any(
            "Parus major Linnaeus, 1758|Larus michahellis|Falco naumanni Fleischer, 1818|Bellis perennis|Ursus arctos"
            "|Lonicera henryi Hemsl.|Salmo trutta|Vanessa atalanta|Grevy's zebra|Rosa 'Madame Hardy'|Quercus robur L."
        ),
    )
    t.trap(
        "vernacularName",
        t.any(
            "Thomson's gazelle|Black-eyed Susan|Robin|Sweet William|Jack snipe|Père David's deer"
            "|Steller's jay|Wall butterfly|Douglas fir|Przewalski's horse"
            "|Oxeye daisy|Cooper's hawk|Grey wagtail|Creeping Jenny|Lady's bedstraw"
        ),
    )
    t.add("PERSON_NAME", "recordedBy", t.name_as("{g} {f}|{i}. {f}|{f}, {i}. {m}.|{g} {f}; {i}. {f}"), gaps=0.1)
    t.trap("eventDate", t.day("%Y-%m-%d|%Y-%m|%Y", 1890, 2020))
    t.trap("decimalLatitude", t.real(-34.9, 71.0, 5))
    t.trap("catalogNumber", t.fill("MZ######|NHMUK 19##.%.##.#|########"))


@_table("museum_objects", 63)
def _museum(t: _Table) -> None:
    t.trap("accession", t.fill("19##.%##.#|%#.##.###"))
    t.trap("object_date", t.any("1789-07-14|ca. 1620|18th century|12 Oct 1492|1066|after 1865|1914-06-28"))
    t.trap(
        "object_title",
        t.any("Portrait of a Lady|Chippendale chair|Victoria Penny|Amphora|Wedgwood vase|Saint Jerome in his Study"),
    )
    t.trap("gallery", t.any("Wing B|Morgan Room|Hall of Mirrors|Sackler-free Wing"))
    t.trap("credit_line", t.any("Purchase, 1951|Rogers Fund, 1907|Anonymous gift|Fletcher Fund, 1925"))
    t.none("height_cm", t.real(2, 300, 1))


@_table("storms", 55)
def _storms(t: _Table) -> None:
    t.trap(
        "storm_name",
        t.any(
            "KATRINA|ANDREW|HUGO|SANDY|IDA|UNNAMED|MARIA|FIONA|IRMA|WILMA|HARVEY|CAMILLE|IVAN|BETSY"
            "|MICHAEL|DENNIS|OPAL|OTTO"
        ),
    )
    t.trap("sid", t.fill("19##2##N1#2##|20##2##N2#3##"))
    t.trap("iso_time", t.stamp("%Y-%m-%d %H:00:00", 1975, 2021))
    t.trap(
        "track", lambda i: [[round(t.r.uniform(10, 30), 1), round(t.r.uniform(-90, -40), 1)] for _ in range(1 + i % 3)]
    )
    t.none("wind", t.any("35|40|65| |120"))


@_table("inspections_food", 69)
def _food(t: _Table) -> None:
    t.trap("CAMIS", t.num(30_000_000, 50_100_000))
    t.trap(
        "DBA",
        t.any(
            "JOE'S PIZZA|MARIA'S KITCHEN|DUNKIN|TONY ROMA'S|LUCKY STAR|PATRICK HENRY PUB|SAL'S DELI"
            "|WENDY'S|KATZ DELICATESSEN|GOLDEN WOK|PAPA JOHN'S|CAFE LUNA|ROSA MEXICANO"
            "|EL REY TACOS|THE SMITH|BABA GANOUSH|AUNTIE ANNE'S|RUBY TUESDAY|DOMINIQUE BAKERY"
        ),
    )
    t.trap("INSPECTION DATE", t.any("01/01/1900|03/14/2022|11/02/2021|07/19/2022|05/23/2023"))
    t.trap("CUISINE", t.any("Ethiopian|Jewish/Kosher|Irish|Thai|Soul Food"))
    t.trap("VIOLATION", t.any("Evidence of mice|Hand wash sink blocked|Cold item held above 41F|No consumer advisory"))
    t.none("SCORE", t.num(0, 60), gaps=0.1)


@_table("menu_items", 45)
def _menu(t: _Table) -> None:
    t.trap(
        "dish_name",
        t.any(
            "Peach Melba|Caesar Salad|Eggs Benedict|Beef Wellington|Pavlova|General Tso|Margherita"
            "|Crêpe Suzette|Bananas Foster|Oysters Rockefeller|Cobb Salad|Pho Bo|Shirley Temple"
            "|Tarte Tatin|Beef Stroganoff|Chicken Kiev|Lamington|Earl Grey Scone|Reuben Sandwich|Bami Goreng"
        ),
    )
    t.trap("beer", t.any("Samuel Adams|Sam Smith's Stout|St. Bernardus|Jever|Paulaner"))
    t.none("price", t.fill("$%.95|1#,50 €"))
    t.trap("allergen_codes", t.any("A,C,G|A|L,M,N|1,2,9"))
    t.trap("placed_at", t.fill("0%:##|1#:5#"))


@_table("paint_fonts_fabrics", 41)
def _paint(t: _Table) -> None:
    t.trap(
        "paint_name",
        t.any(
            "Elizabeth Blue|Hague Grey|Scarlet|Amber|Savage Ground|Skimming Stone|Charlotte's Locks"
            "|Dead Salmon|Stiffkey Blue|Georgia Clay|Sage Whisper|Ivory Lace"
            "|Prussian Blue|Vandyke Brown|Daisy White|Victoria Plum|Hunter Green"
        ),
    )
    t.trap("font_family", t.any("Garamond|Baskerville|Gill Sans|Franklin Gothic|Georgia|Lucida Grande"))
    t.trap("hex", t.to(lambda v: "#" + v, t.fill("^^^^^^")))
    t.trap("brand_name", t.any("Tommy H.|Paul & Joe|Marks & Spencer|Dr. Martens|Jack Wolfskin|Laura Star"))
    t.trap("pantone", t.fill("PMS %##C|1#-####"))


@_table("transit_stops", 80)
def _stops(t: _Table) -> None:
    t.trap("stop_id", t.num(10000, 99999))
    t.trap("stop_name", t.any("Central Station|Hôpital|Airport T2|University (North)|Zoo|Harbour Ferry|Messe Ost"))
    t.trap("stop_lat", t.real(45.0, 60.0, 6))
    t.trap("stop_lon", t.real(-1.0, 15.0, 6))
    t.trap("route_long_name", t.any("Airport - Centre|Night Line 7|Ring East|Stadium Shuttle"))
    t.trap("departure_time", t.fill("0#:##:00|1#:3#:00|25:1#:00"))
    t.trap("zone_id", t.any("A|B|C|1|2"))


@_table("school_directory", 52)
def _schools(t: _Table) -> None:
    t.of("us us es ph")
    t.trap("NCESSCH", t.fill("0############|3###########"))
    t.trap(
        "SCH_NAME",
        t.any(
            "Martin Luther King High|Lincoln Elementary|Rosa Parks Middle|P.S. 112|St. Ann School"
            "|Franklin Academy|Roosevelt Junior High|Cesar Chavez Elem|Maple Grove"
            "|Jefferson Prep|Marie Curie Charter|Valley View|Booker T Washington HS|Oak Hill Primary"
        ),
    )
    t.add("PERSON_NAME", "principal", t.name_as("Mr. {g} {f}|Ms. {f}|{g} {f}|Dr. {g} {m}. {f}"))
    t.trap("mascot_name", t.any("Rockets|Bulldogs|Fighting Irish|Patriots"))
    t.trap("enrollment", t.num(90, 4200))
    t.trap("phone_type", t.any("VoIP|analog|none"))
    t.trap("locale", t.any("City: Large|Suburb|Town: Fringe"))


@_table("backup_files", 62)
def _files(t: _Table) -> None:
    t.trap("zip_archive", t.any("users_2021.zip|addresses.tar.gz|mail_backup_03.zip|photos.7z|names.zip"))
    t.trap("file_name", t.any("README.md|customer_list.xlsx|phone.wav|john_deere_manual.pdf|résumé_template.docx"))
    t.trap("md5", t.fill("********************************"))
    t.trap("sha256", t.fill("*" * 64))
    t.trap(
        "full_path",
        t.any(
            "/home/user/mail/inbox|C:\\Users\\Public\\Documents|/var/log/auth.log.1"
            "|s3://bucket/customers/part-0.parquet"
        ),
    )
    t.trap("mtime", t.real(1_500_000_000, 1_690_000_000, 3))
    t.trap("owner_perm", t.any("rwx|rw-|r--"))
    t.none("size_kb", t.num(10000, 99999))


@_table("chess_games", 64)
def _chess(t: _Table) -> None:
    t.of("us in ru ua")
    t.trap("game_id", t.fill("!!!!!!!!"))
    t.add("USER_ID", "white", t.login("{n}{d}|{n}_{d}|{i}{f}|{n}-{d}"))
    t.trap(
        "opening_name", t.any("Ruy Lopez|King's Gambit|Caro-Kann|Van't Kruijs|Queen's Gambit: Albin|Philidor Defense")
    )
    t.trap("moves", t.mix("e4 e5|d4 d5|c4 Nf6", "Nf3 Nc6|c4 e6", "Bb5 a6|Nc3 Nf6|O-O"))
    t.none("rated", t.any("TRUE|FALSE"))
    t.trap("created_at", t.real(1.4e12, 1.6e12, 0))


@_table("reviews_5core", 94)
def _reviews(t: _Table) -> None:
    t.add("USER_ID", "reviewerID", t.fill("A%^^^^^^^^^^^|A3^^^^^^^^^^"))
    t.trap("asin", t.fill("B00^^^^^^^|B01^^^^^^^"))
    t.trap("summary", t.mix("Great|Not|Love the", "phone|mailbox|name tags|card reader", "!|for the price|- 5 stars"))
    t.trap("unixReviewTime", t.num(1_100_000_000, 1_500_000_000))
    t.trap("reviewTime", t.day("%m %d, %Y", 2005, 2014))
    t.trap("helpful", lambda i: [t.r.randrange(3), t.r.randrange(3, 9)])
    t.none("overall", t.real(1, 5, 0))


@_table("irc_channel_log", 71)
def _irc(t: _Table) -> None:
    t.add("USER_ID", "nick", t.login("{n}|{n}_|{n}{d}|{n}^"))
    t.trap("channel", t.any("#python|#linux-mail|##math|#names"))
    t.trap("msg", t.mix("anyone|lol|hm", "tried 3.11.4.1|seen pkg@1.2.3|know why port 8080 is busy", "?|:)|yet"))
    t.trap("ts", t.fill("[0#:5#:4#]|[1#:3#]"))


@_table("planning_events", 36)
def _events(t: _Table) -> None:
    t.trap(
        "event_name",
        t.any("St. Patrick's Day Parade|Maria Lichtmess|Boston Marathon|Martin Luther King Jr. Day|Oktoberfest"),
    )
    t.trap("weekday", t.any("Monday|mercredi|Samstag|domingo"))
    t.trap("month", t.any("January|April|May|June|August"))
    t.trap("starts", t.day("%A, %d %B %Y", 2022, 2024))
    t.trap("award", t.any("Nobel Prize|Fields Medal|César|Grammy|Oscar"))
    t.none("attendees", t.num(10, 99999))


@_table("genes_and_drugs", 48)
def _genes(t: _Table) -> None:
    t.trap("gene_symbol", t.any("BRCA1|TP53|SHH|PAX6|MARK2|ERIC1"))
    t.trap("disease", t.any("Alzheimer disease|Wilson disease|Marfan syndrome|Huntington disease|Addison disease"))
    t.trap("inn", t.any("metformin|adalimumab|warfarin|losartan|clarithromycin"))
    t.trap("atc", t.fill("?0#??0#"))
    t.trap("cas_no", t.fill("%##-##-#|%####-##-#|%######-##-#"))
    t.trap("doi", t.fill("10.1038/s41586-0##-####-#|10.1016/j.cell.201#.0%.0##"))


@_table("grid_meters", 99)
def _meters(t: _Table) -> None:
    t.trap("meter_serial", t.fill("1ESY116#######|E##?#######"))
    t.trap("mpan_core_checked", t.any("true|false"))
    t.trap("read_at", t.stamp("%d-%b-%Y %H:%M:%S", 2022, 2022))
    t.trap("reading_kwh", t.num(10000, 99999))
    t.trap("tariff_name", t.any("Economy 7|Green Rose|Fixed May 24|Standard Variable"))
    t.trap("postcode_area_count", t.num(1, 30))


@_table("crypto_and_keys", 43)
def _keys(t: _Table) -> None:
    t.trap("tx_hash", t.fill("0x" + "*" * 64))
    t.trap("block", t.num(10_000_000, 17_000_000))
    t.trap("api_key_hint", t.fill("sk_...!!!!|AKIA...????"))
    t.trap("etag", t.fill('"********************************"|W/"**-********"'))
    t.trap("commit", t.fill("*******"))
    t.trap("contract_name", t.any("SafeMoon|Shiba Inu|Uniswap V3|Wrapped Ether"))


@_table("crm_flags", 85)
def _flags(t: _Table) -> None:
    t.trap("customer_type", t.any("B2C|B2B|Reseller|Employee"))
    t.trap("customer_since", t.any("Q1 2018|2016|03/2019|2020-11"))
    t.trap("employee_count", t.num(1, 99999))
    t.trap("has_passport", t.any("1|0"))
    t.trap("name_match_score", t.real(0, 100, 1))
    t.trap("address_quality", t.any("A1|B2|undeliverable|not checked"))
    t.trap("zip_level", t.any("urban|rural|semi"))
    t.trap("user_agent_family", t.any("Chrome|Mobile Safari|Samsung Internet|Edge"))
    t.trap("contact_reason", t.any("complaint|address change|email typo|other"))
    t.none("gender", t.any("f|m|d|F|M|"))
    t.none("age", t.num(18, 95), gaps=0.1)
    t.none("nps", t.num(0, 11))


@_table("poi_de.geojson", 38)
def _poi(t: _Table) -> None:
    t.trap("gml_id", t.fill("DEBKG########|way/#########|node/##########"))
    t.trap(
        "geometry",
        lambda i: {"type": "Point", "coordinates": [round(t.r.uniform(6, 15), 5), round(t.r.uniform(47, 55), 5)]},
    )
    t.trap("bezeichnung", t.any("Spielplatz|Trinkbrunnen|Rathaus|Freibad|Friedhof Nord"))
    t.trap("ags", t.fill("0######0|14######"))
    t.trap("stand", t.day("%d.%m.%Y", 2019, 2023))
    t.trap("wkt", lambda i: f"POINT({t.r.uniform(6, 15):.6f} {t.r.uniform(47, 55):.6f})")


@_table("Cliente_Facturación", 42)
def _factura(t: _Table) -> None:
    t.of("es es it")
    t.add("USER_ID", "cod_cliente", t.seq("{:06d}", 412, 9))
    t.add("PERSON_NAME", "Razón / Nombre", t.name_as("{f} {f}, {g}|{g} {f}|{F} {G}"), wrong="VARIOS")
    t.add("ZIP_CODE", "C.P.", t.either(t.zip("es"), t.to(int, t.zip("es"))), gaps=0.05)
    t.add("POSTAL_ADDRESS", "domicilio", t.either(t.addr("es"), t.addr("mx")))
    t.trap("nº factura", t.fill("F-2021/####|A########"))
    t.trap("provincia", t.any("Álava|Santa Cruz de Tenerife|León|Victoria"))
    t.trap("fecha_vto", t.day("%d/%m/%Y", 2021, 2022))


@_table("school_meals_fr", 27)
def _cantine(t: _Table) -> None:
    t.of("fr vn pt ar")
    t.add("PERSON_NAME", "eleve", t.name_as("{F} {g}|{g} {F}"))
    t.add("EMAIL", "mel_parent", t.mail("orange.fr|free.fr|laposte.net"), gaps=0.15, gap="néant|")
    t.trap("classe", t.any("CE1 Mme|CM2-B|CP Soleil|6e4"))
    t.trap("menu_du_jour", t.any("Parmentier|Blanquette|Charlotte aux fraises|Poire Belle-Hélène"))
    t.trap("nb_repas", t.num(1, 20))


@_table("recruiting_ats", 46)
def _ats(t: _Table) -> None:
    t.of("in us py ng ua")
    t.add("PERSON_NAME", "Applicant", t.name_as("{g} {f}|{g} {m} {f}|{l} {k}|{f} {g}"), stray=0.1)
    t.add("EMAIL", "E-mail (primary)", t.to(str.upper, t.mail()), gaps=0.04, wrong="none@|see CV")
    t.add("PHONE", "Contact #", t.fill("+91 9#### #####|¤.@##.####|+234-80########|+380 (67) ###-##-##|1¤@######"))
    t.trap("Req ID", t.fill("R-00###|REQ2022-####"))
    t.trap("Job Title", t.any("Sales Rep|Nurse Practitioner|Mail Carrier|Name Server Admin|Phone Agent"))
    t.trap("Stage", t.any("Phone Screen|Onsite|Offer|Rejected"))
    t.trap("Source", t.any("Indeed|LinkedIn|Referral - Employee|Email campaign"))
    t.trap("Applied On", t.stamp("%m/%d/%Y %I:%M:%S %p", 2022, 2022))


# --- more of people ---


@_table("fraud_cases", 37)
def _fraud(t: _Table) -> None:
    t.of("us us uk in ng")
    t.add("CREDIT_CARD", "compromised_pan", t.id(_card_four), stray=0.1, wrong="unknown|see attachment")
    t.add("EMAIL", "victim_contact", t.mail(), gaps=0.1, gap="|refused")
    t.add("SSN", "victim_soc", t.either(t.id(_ssn), t.id(_ssn, "{}{}{}")), gaps=0.15)
    t.add("IP_ADDRESS", "src", t.either(t.id(_ip4), t.id(_ip4), t.id(_ip6)), gaps=0.05, gap="tor|~")
    t.add("OTHER_ID", "mule_acct", t.either(t.id(_iban, "GB"), t.id(_iban, "SE"), t.id(_iban_spaced, "ES")))
    t.add("PERSON_NAME", "alias_or_name", t.name_as("{g} {f}|{F} {G}|{g} '{m}' {f}"))
    t.trap("case_no", t.fill("2022-######|F22-#####"))


@_table("tarjetas_y_cartes", 45)
def _tarjetas(t: _Table) -> None:
    t.of("es fr it pt")
    t.add("CREDIT_CARD", "numero_tarjeta", t.id(_card), gaps=0.1, gap="|0")
    t.add("CREDIT_CARD", "n° carte", t.id(_card_four), stray=0.2)
    t.add("PERSON_NAME", "titular", t.name_as("{G} {F}|{F} {G}"))
    t.add("DATE_OF_BIRTH", "fecha_nacimiento", t.day("%Y-%m-%d|%d/%m/%Y", 1944, 2003), gaps=0.1)
    t.add("POSTAL_ADDRESS", "indirizzo_completo", t.either(t.addr("it"), t.addr("fr"), t.addr("es")))
    t.add("ZIP_CODE", "codigo_postal", t.either(t.zip("es"), t.zip("it"), t.zip("fr")), gaps=0.1, gap="s/d|")
    t.add("PHONE", "tel_domicile", t.fill("01 ## ## ## ##|04.##.##.##.##|91# ### ###|+33 (0)5 ## ## ## ##"), gaps=0.1)
    t.trap("tipo_tarjeta", t.any("Visa Débito|Carte Bleue|Mastercard Oro|Prepago"))


@_table("hotel_guarantees", 28)
def _guarantees(t: _Table) -> None:
    t.of("us de ja sc")
    t.add(
        "CREDIT_CARD", "guarantee", lambda i: f"{t.r.choice(('CC', 'CC#', 'card'))} {_card(t.r)}", wrong="cash deposit"
    )
    t.add("CREDIT_CARD", "カード番号", t.id(_card_four, "-"), gaps=0.2, gap="")
    t.add("EMAIL", "メールアドレス", t.mail("docomo.ne.jp|yahoo.co.jp|gmail.com"))
    t.add("PERSON_NAME", "Reisender", t.name_as("Herr {g} {f}|{f}, {g}|Frau Dr. {f}"))
    t.add("DATE_OF_BIRTH", "geb_dat", t.day("%d.%m.%Y|%d.%m.%y", 1939, 2004))
    t.trap("card_guarantee_flag", t.any("J|N"))


@_table("IIS_W3C_extract", 115)
def _iis(t: _Table) -> None:
    t.of("us uk in")
    t.add("IP_ADDRESS", "c-ip", t.to(lambda v: t.r.choice(("", "", "::ffff:")) + v, t.id(_ip4)))
    t.add("IP_ADDRESS", "s-ip", t.any("10.20.1.15|10.20.1.16|10.20.2.15"))
    t.add("USER_ID", "cs-username", t.login("CORP\\{i}{f}|corp\\{f}{i}"), gaps=0.3, gap="-")
    t.trap("cs-uri-stem", t.any("/default.aspx|/Customers/List|/api/mail/send|/css/site.1.0.2.4.css"))
    t.trap("cs-version", t.any("HTTP/1.1|HTTP/2"))


@_table("firewall_netflow", 99)
def _netflow(t: _Table) -> None:
    t.add("IP_ADDRESS", "SrcAddr", t.either(t.id(_host_ip), t.id(_ip4)))
    t.add("IP_ADDRESS", "DstAddr", t.id(_ip4))
    t.add("IP_ADDRESS", "nat", lambda i: {"inside": _host_ip(t.r), "outside": _ip4(t.r)})
    t.trap("DstPort", t.any("443|80|53|22|8443"))
    t.trap("Proto", t.any("tcp|udp|icmp"))
    t.trap("first_switched", t.num(1_670_000_000, 1_680_000_000))


@_table("forum_members", 64)
def _forum(t: _Table) -> None:
    t.of("us ru pl de id")
    t.add("USER_ID", "screen_name", t.login("{n}{d}|{n}|{n}_{d}"))
    t.add("EMAIL", "Почта", t.mail("mail.ru|yandex.ru|gmail.com|wp.pl"), gaps=0.05, gap="")
    t.add("IP_ADDRESS", "registration_ip", t.id(_ip4), wrong="0.0.0.0")
    t.add("IP_ADDRESS", "recent_ips", lambda i: [_ip4(t.r) for _ in range(1 + i % 3)])
    t.add("DATE_OF_BIRTH", "user_birthday", t.day("%d-%m-%Y|%m-%d-%Y", 1965, 2004), gaps=0.4, gap="0-0-0|")
    t.trap("user_rank_title", t.any("Newbie|Sir Postalot|Moderator|Queen Bee"))
    t.trap("post_count", t.num(0, 20000))


@_table("loan_applications", 71)
def _loans(t: _Table) -> None:
    t.of("us us es ph vn")
    t.add("USER_ID", "cust_id", t.to(float, t.num(1_002_000, 1_980_000)))
    t.add("SSN", "applicant", lambda i: {"ssn": _ssn(t.r)})
    t.add("SSN", "co_applicant_ss#", t.id(_ssn, "{} {} {}"), gaps=0.6, gap="|N/A|~")
    t.add("DATE_OF_BIRTH", "D.O.B.", t.day("%m-%d-%Y|%m/%d/%Y|%Y%m%d", 1945, 2002))
    t.add("PERSON_NAME", "mother_maiden_name", t.name_as("{f}|{F}"), gaps=0.1)
    t.add("PHONE", "cell_phone_1", t.to(float, t.fill("¤@######")), gaps=0.1)
    t.add("ZIP_CODE", "zip5", t.to(lambda v: float(v), t.zip("us")), gaps=0.05)
    t.add("POSTAL_ADDRESS", "prior_residence", t.addr("us"), gaps=0.3, gap="same|")
    t.trap("loan_no", t.num(100_000_000, 999_999_999))
    t.trap("employment_length", t.any("10+ years|< 1 year|3 years|n/a"))


@_table("background_checks", 23)
def _background(t: _Table) -> None:
    t.of("us gh et ko")
    addr = t.addr("us")
    t.add("SSN", "socialSecurityNumber", t.id(_ssn), wrong="000-00-0000")
    t.add("SSN", "col_17", t.to(lambda v: f" {v}", t.id(_ssn)))
    t.add("PERSON_NAME", "also_known_as", t.name_as("{g} {f}|{f}, {g}|{l} {k}"), gaps=0.4)
    t.add("POSTAL_ADDRESS", "addr_hist", lambda i: [addr(i) for _ in range(1 + i % 2)])
    t.add("OTHER_ID", "dl_number", t.fill("?#######|?############"), gaps=0.1)
    t.trap("county_searched", t.any("Jackson|Washington|Orange|St. Clair|Lee"))


@_table("club_roster_2019", 22)
def _roster(t: _Table) -> None:
    t.of("nl de fr ie")
    t.add("PERSON_NAME", "Ansprechpartner", t.name_as("{g} {f}|Fr. {f}|Hr. {f}|{i}. {f}"))
    t.add("EMAIL", "mail_perso", t.mail("free.fr|web.de|ziggo.nl|eircom.net"), stray=0.2)
    t.add("PHONE", "Handynummer", t.fill("0171/#######|06-########|087 ### ####|06 ## ## ## ##"), gaps=0.1)
    t.add("ZIP_CODE", "PLZ", t.to(int, t.zip("de")))
    t.add("DATE_OF_BIRTH", "geboortedatum", t.day("%d-%m-%Y", 1940, 2010))
    t.add("POSTAL_ADDRESS", "lieferadresse", t.either(t.addr("de"), t.addr("nl")), wrong="s.o.")
    t.trap("Spielklasse", t.any("Herren I|Senioren|U15|Damen"))


@_table("dsv_guests_eircode", 31)
def _eircode(t: _Table) -> None:
    t.of("ie ie uk lt")
    t.add("ZIP_CODE", "eircode", t.fill("D0% F#P#|A65 F4E#|T12 X#8R|H91 ?E#%"), gaps=0.1)
    t.add("EMAIL", "reply_to", t.mail(), gaps=0.1, gap="-")
    mail = t.mail()
    t.add("EMAIL", "cc_list", lambda i: "; ".join(mail(i + k) for k in range(1 + i % 3)))
    t.add("PHONE", "whatsapp", t.fill("+353 8# ### ####|+44 77## ######|353 85 #######"))
    t.add("PERSON_NAME", "plus_one", t.name_as("{g} {f}|{g}|{f}, {g}"), gaps=0.4, gap="|tbc")
    t.trap("table_name", t.any("Rose|Shannon|Yeats Table|Top table"))


@_table("loyalty_feed", 88)
def _loyalty(t: _Table) -> None:
    t.of("pt uk us ja")
    t.add("USER_ID", "loyalty_member_no", t.fill("6#########"))
    t.add("USER_ID", "customer_key", t.id(_uuid))
    t.add("USER_ID", "subscriber", lambda i: {"login": _NICKS[i % 20] + str(t.r.randrange(99))})
    t.add("EMAIL", "paypal_account", t.mail(), gaps=0.1)
    t.add("DATE_OF_BIRTH", "dtNascimento", t.stamp("%Y-%m-%dT00:00:00Z", 1950, 2002), gaps=0.1)
    t.add("ZIP_CODE", "home_postcode", t.either(t.zip("uk"), t.zip("br"), t.zip("jp")), stray=0.1)
    t.trap("tier", t.any("Silver|Gold|Platinum"))
    t.trap("points_expire", t.day("%Y-%m-%d", 2024, 2025))


@_table("gov_beneficiaries", 49)
def _beneficiaries(t: _Table) -> None:
    t.of("in ke et id th")
    t.add("USER_ID", "beneficiary_id", t.fill("BEN/##/######"))
    t.add("PERSON_NAME", "head_of_household", t.name_as("{g} {f}|{G} {F}|{f} {g}"))
    t.add("PERSON_NAME", "guardian", t.name_as("S/o {g} {f}|D/o {g} {f}|W/o {g}"), gaps=0.2)
    t.add("POSTAL_ADDRESS", "permanentAddress", t.addr("in"), gaps=0.05)
    t.add("PHONE", "contact_no", t.either(t.fill("9#########|8#########"), t.to(int, t.fill("7#########"))), wrong="NA")
    t.add("OTHER_ID", "uid", t.either(t.id(_aadhaar, ""), t.to(int, t.id(_aadhaar, ""))), gaps=0.05)
    t.trap("scheme_name", t.any("PM Awas|Indira Gandhi Pension|Mahatma Gandhi NREGA|Ujjwala"))
    t.trap("village", t.any("Rampur|Kisumu|Lalibela|Krishnanagar"))


def columns() -> list[LabelledColumn]:
    found: list[LabelledColumn] = []
    for name, rows, build in _TABLES:
        table = _Table(name, rows)
        build(table)
        found += table.out
    return found
