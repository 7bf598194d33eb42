"""Labelled columns of about sixty tables, hand-shaped and independent of the dictionaries of the detector."""

from __future__ import annotations

import ipaddress
import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.labelled.cases import LabelledColumn

Make = Callable[[Random], Any]

EM, PH, SS, CC, IP = "EMAIL", "PHONE", "SSN", "CREDIT_CARD", "IP_ADDRESS"
PN, PA, ZC, DB, UI, OI = "PERSON_NAME", "POSTAL_ADDRESS", "ZIP_CODE", "DATE_OF_BIRTH", "USER_ID", "OTHER_ID"
NO, TR = "NONE", "TRAP"  # a TRAP is a NONE which looks like something else

# ---------------------------------------------------------------------------------------------------- word pools

_NAME_POOL = """
en: James Mary Robert Patricia Michael Jennifer William Linda David Susan Charlotte Oliver Harriet Nigel Gemma Tyler
 Brianna Keisha DeShawn Wendy / Smith Johnson Williams Brown Jones Miller Davis Wilson Taylor Clark Thompson Whitaker
 Hargreaves Ashworth Blackwood Pemberton Carver Holloway Washington Jefferson;
ie: Siobhán Aoife Niamh Ciarán Pádraig Oisín Saoirse Fionn / O'Brien O'Connor Murphy Gallagher McCarthy Byrne
 Fitzgerald Ó_Súilleabháin;
sc: Ewan Morag Hamish Catriona Rhys Carys Gareth Bronwen / MacLeod Campbell McDonald Llewellyn Pritchard Evans-Price
 Sinclair Buchanan;
de: Jürgen Hannelore Wolfgang Sabine Thorsten Anke Björn Ute Matthias Käthe Dietmar Liselotte Karl-Heinz / Müller
 Schmidt Schneider Fischer Weber Schäfer Großmann Köhler von_Stein Zimmermann Hoffmann Schulze-Brandt Krause;
fr: Jean-Pierre Élodie Thierry Amélie Guillaume Océane Benoît Françoise Étienne Mathilde Loïc Geneviève / Dubois
 Lefèvre Moreau Girard Rousseau Fournier Chevalier Gauthier Perrin Lemaître de_La_Tour Baudry;
es: Javier Lucía Álvaro Carmen Iñaki Pilar Joaquín Rocío Nuria Gonzalo José_Luis María_José / García_López Fernández
 Muñoz Ibáñez Ortega_Ruiz Castaño Echeverría Navarro Peña Domínguez Vázquez_Gil Montero;
mx: Guadalupe Xóchitl Alejandro Ximena Hugo Yolanda Refugio Itzel Santiago Valentina / Hernández Martínez_Soto Cárdenas
 Zúñiga Villalobos Bustamante Quintero Ochoa Jiménez_Ríos Treviño;
br: João Thiago Beatriz Rafaela Caio Luana Vinícius Jussara Matheus Antônia / da_Silva Souza Oliveira_Santos Pereira
 Carvalho Barbosa Cavalcanti Nogueira do_Nascimento Teixeira;
pt: Duarte Inês Gonçalo Matilde Rui Leonor Tomás Filipa / Figueiredo Marques Ferreira Magalhães Coutinho Brandão
 Sequeira Lourenço;
it: Giuseppe Alessandra Lorenzo Chiara Matteo Giovanna Salvatore Ludovica Riccardo Fiorella / Rossi Bianchi Esposito
 Ricci Marchetti D'Angelo Lombardi Pellegrini De_Luca Colombo;
nl: Sjoerd Marieke Daan Femke Bram Liesbeth Joost Anouk Wouter Saskia / de_Vries van_den_Berg Jansen Bakker Visser
 van_Dijk Hoekstra Dekker ter_Horst Mulder;
se: Anders Ingrid Lars Astrid Göran Åsa Håkan Linnéa Sven Maj-Britt / Johansson Lindqvist Bergström Nyström Åkesson
 Söderberg Holmgren Ekdahl Sjöberg Lundmark;
no: Øyvind Solveig Rasmus Mette Søren Kjersti Torbjørn Birgitte / Hansen Nørgaard Kristoffersen Østby Mikkelsen
 Bjørnstad Dahl Rønning;
fi: Jukka Päivi Mikko Aino Tapio Sanna Väinö Kaisa / Virtanen Korhonen Nieminen Mäkelä Hämäläinen Laaksonen Heikkinen
 Koskela;
is: Guðrún Sigurður Þóra Björgvin / Jónsdóttir Sigurðsson Gunnarsdóttir Einarsson;
pl: Agnieszka Krzysztof Małgorzata Zbigniew Łukasz Grażyna Wojciech Bożena Paweł Zofia / Kowalski Wiśniewska Wójcik
 Kamiński Zielińska Szymański Dąbrowska Kozłowski Jankowska Mazur;
cz: Zdeněk Jiřina Tomáš Markéta Vojtěch Ludmila Ondřej Šárka / Novák Svobodová Dvořák Černý Procházková Kučera
 Horáková Růžička;
hu: László Katalin Zoltán Ágnes Ferenc Erzsébet Gábor Ildikó / Nagy Kovács Tóth Szabó Horváth Kiss Varga Molnár;
ro: Ionuț Mihaela Gheorghe Ancuța Răzvan Ioana Cătălin Doina / Popescu Ionescu Dumitru Stănescu Munteanu Cojocaru
 Ungureanu Rusu;
hr: Dragan Snežana Zoran Jelena Miloš Vesna Hrvoje Marija / Petrović Jovanović Horvat Kovačević Đorđević Babić Marić
 Nikolić;
gr: Giorgos Eleni Dimitris Katerina Nikos Vasiliki Stavros Despina / Papadopoulos Georgiou Nikolaidis Pappas
 Karamanlis Vlachos Economou Makris;
tr: Mehmet Ayşe Mustafa Fatma Çağlar Gülşen Emre Zeynep Ömer Şebnem / Yılmaz Demir Çelik Öztürk Şahin Kaya Aydın Koç
 Arslan Doğan;
ru: Sergey Olga Dmitri Natalya Vladimir Svetlana Alexei Tatiana / Ivanov Kuznetsova Smirnov Popova Volkov Morozova
 Fedorov Lebedeva;
ar: Mohammed Fatima Ahmed Aisha Khalid Layla Yousef Noura Abdulrahman Hanan / Al-Farsi Al-Mutairi Haddad Mansour
 El-Sayed Khoury Bin_Rashid Nasser Hussein Qureshi;
fa: Reza Shirin Behnam Parisa Kourosh Niloufar / Hosseini Tehrani Karimi Ahmadi Rostami Moradi;
il: Avi Tamar Moshe Yael Shlomo Noa / Cohen Levi Mizrahi Peretz Ben-David Friedman;
in: Rajesh Priya Amit Sunita Vikram Deepika Sanjay Anjali Harpreet Lakshmi / Sharma Patel Gupta Iyer Reddy Banerjee
 Singh Chatterjee Nair Deshmukh;
cn: Wei Xiuying Jianguo Meiling Zhiqiang Xiaoyan Haoran Lihua / Wang Li Zhang Liu Chen Yang Zhao Huang;
jp: Hiroshi Yuki Takeshi Sakura Kenji Naoko Daisuke Ayumi / Tanaka Suzuki Watanabe Yamamoto Kobayashi Nakamura Ito
 Kato;
kr: Min-jun Seo-yeon Ji-hoon Ha-eun Sung-min Eun-ji / Kim Park Lee Choi Jung Kang;
vn: Thị_Hương Văn_Nam Minh_Tuấn Ngọc_Lan Quốc_Bảo Thu_Hà / Nguyễn Trần Phạm Hoàng Vũ Đặng;
th: Somchai Siriporn Anong Prasert / Srisawat Chaiyaporn Wongsakul Rattanakosin;
id: Budi Siti Agus Dewi Wahyu Putri / Santoso Wijaya Hidayat Kusuma Pratama Lestari;
ng: Chinedu Ngozi Oluwaseun Adaeze Emeka Folasade / Okafor Adeyemi Nwosu Balogun Eze Ogunleye;
ke: Wanjiru Kipchoge Achieng Mwangi / Kamau Odhiambo Njoroge Mutua;
za: Thabo Nomvula Sipho Lindiwe / Dlamini Nkosi Mokoena van_der_Merwe;
et: Tewodros Selamawit Abebe Hirut / Bekele Tesfaye Haile Gebremariam
"""

_NATIVE_POOL = """
rus: Александр Наталья Сергей Ольга Дмитрий Екатерина Николай Людмила / Иваненко Петренко Соколова Кузнецов Воробьёв
 Лебедева Григорьев Тихонова;
uk: Тарас Оксана Андрій Ганна Богдан Соломія / Шевченко Коваленко Бондаренко Ткачук Мельник Гриценко;
bg: Георги Мария Димитър Елена / Иванов Димитрова Стоянов Николова;
el: Γεώργιος Ελένη Δημήτρης Κατερίνα Νικόλαος Βασιλική / Παπαδόπουλος Γεωργίου Νικολάου Οικονόμου Βλάχος Αντωνίου;
arb: محمد فاطمة أحمد عائشة خالد ليلى يوسف نورة / الحداد المنصوري الخوري السيد العتيبي الهاشمي القحطاني الشمري;
he: משה תמר אברהם יעל שלמה נועה / כהן לוי מזרחי פרץ ביטון פרידמן;
hi: राजेश प्रिया अमित सुनीता विक्रम दीपिका / शर्मा पटेल गुप्ता अय्यर सिंह वर्मा;
tha: สมชาย ศิริพร อนงค์ ประเสริฐ / ศรีสวัสดิ์ ไชยพร วงศ์สกุล รัตนกุล;
ka: გიორგი ნინო დავით თამარ / ბერიძე კაპანაძე გელაშვილი მაისურაძე;
zh: 伟 秀英 建国 美玲 志强 晓燕 浩然 丽华 / 王 李 张 刘 陈 杨 赵 黄;
ja: 浩 由紀 健 さくら 賢治 直子 大輔 歩 / 田中 鈴木 渡辺 山本 小林 中村 伊藤 加藤;
ko: 민준 서연 지훈 하은 성민 은지 / 김 박 이 최 정 강
"""


def _words(names: list[str]) -> list[str]:
    return [name.replace("_", " ") for name in names]


def _parse_names(text: str) -> dict[str, tuple[list[str], list[str]]]:
    pool = {}
    for line in text.split(";"):
        culture, names = line.split(":")
        given, family = names.split("/")
        pool[culture.strip()] = _words(given.split()), _words(family.split())
    return pool


def _split(text: str) -> list[str]:
    return text.split("|")


NAMES = _parse_names(_NAME_POOL)
NATIVE = _parse_names(_NATIVE_POOL)
FAMILY_FIRST = {"zh", "ja", "ko", "hu"}
LATIN = tuple(NAMES)
WEST = ("en", "ie", "sc", "de", "fr", "es", "mx", "it", "nl", "se", "pl", "br", "in", "cn")

STREETS = {
    "us": "Main St|Oak Avenue|Maple Drive|Elm Street|Washington Blvd|Lakeview Terrace|Sunset Boulevard|Cedar Lane|"
    "Old Mill Rd|Peachtree Street NE|W 42nd St|N Clark Street|County Road 12|Martin Luther King Jr Blvd|5th Avenue|"
    "Hickory Hollow Ln|Pine Ridge Court|E Colfax Ave|Riverside Pkwy|Magnolia Way|Mission Street|Chestnut Circle|"
    "Highland Park Dr|Bayshore Blvd|SE Division St",
    "gb": "High Street|Church Lane|Station Road|Victoria Road|The Crescent|Kingsway|Mill Lane|Abbey Close|"
    "Queens Gardens|Albert Terrace|Orchard Grove|St Mary's Road|Princes Avenue|Harbour View|Sheep Street",
    "de": "Hauptstraße|Bahnhofstr.|Goethestraße|Am Stadtpark|Lindenallee|Schillerplatz|Kirchweg|Berliner Straße|"
    "An der Alten Mühle|Gartenstr.|Rosenweg|Friedrich-Ebert-Straße|Mozartgasse|Unter den Eichen|Ringstraße",
    "fr": "rue de la République|avenue Victor Hugo|boulevard Voltaire|place du Marché|chemin des Vignes|rue Pasteur|"
    "allée des Tilleuls|impasse du Moulin|quai de la Loire|rue du Faubourg Saint-Antoine|cours Gambetta|rue Émile Zola",
    "es": "Calle Mayor|Avenida de la Constitución|C/ Alcalá|Plaza de España|Paseo de Gracia|Calle del Sol|Ronda Norte|"
    "Camino Viejo|Carrer de Mallorca|Avda. Andalucía|Calle Real|Travesía San Juan",
    "it": "Via Roma|Corso Garibaldi|Piazza Dante|Viale Europa|Via Giuseppe Verdi|Vicolo Stretto|Via dei Mille|"
    "Largo Augusto|Via XX Settembre|Corso Vittorio Emanuele II",
    "br": "Rua das Flores|Av. Paulista|Rua XV de Novembro|Travessa do Comércio|Alameda Santos|Rua Sete de Setembro|"
    "Avenida Brasil|Rua Augusta|Estrada do Coco|Rua Marechal Deodoro",
    "nl": "Keizersgracht|Dorpsstraat|Kerkweg|Van Goghlaan|Prins Hendrikkade|Molenstraat|Burgemeester de Vlugtlaan|"
    "Oude Singel|Beukenlaan|Stationsplein",
    "pl": "ul. Długa|al. Jerozolimskie|ul. Mickiewicza|os. Słoneczne|ul. Kościuszki|pl. Wolności|ul. Polna|"
    "ul. Piotrkowska|ul. Grunwaldzka|ul. Świętej Anny",
    "tr": "Atatürk Cad.|İstiklal Caddesi|Bağdat Cd.|Cumhuriyet Mah. Gül Sok.|Barbaros Bulvarı|Mithatpaşa Cad.|"
    "Çınar Sokak|Fatih Mah. Lale Sk.",
    "se": "Storgatan|Kungsgatan|Sveavägen|Björkvägen|Drottninggatan|Skolvägen|Norra Hamngatan|Ängsstigen",
    "cz": "Dlouhá|Náměstí Míru|Husova|Masarykova|Na Příkopě|Školní",
    "ru": "ул. Ленина|пр-т Мира|ул. Садовая|Невский проспект|ул. Гагарина|Московское шоссе|пер. Лесной|ул. Пушкина",
    "in": "MG Road|Nehru Nagar|Linking Road|Sector 21|Brigade Road|Park Street|Gandhi Marg|Anna Salai",
}
LINES = {
    "us": "{n} {s}", "gb": "{n} {s}", "de": "{s} {n}", "fr": "{n} {s}", "es": "{s}, {n}", "it": "{s} {n}",
    "br": "{s}, {n}", "nl": "{s} {n}", "pl": "{s} {n}", "tr": "{s} No: {n}", "se": "{s} {n}", "cz": "{s} {n}",
    "ru": "{s}, д. {n}", "in": "{n}, {s}",
}  # fmt: skip
FULLS = {
    "us": "{l}, {c} {z}", "gb": "{l}, {c} {z}", "de": "{l}, {z} {c}", "fr": "{l}, {z} {c}", "es": "{l}, {z} {c}",
    "it": "{l}, {z} {c}", "br": "{l}, {c}, {z}", "nl": "{l}, {z} {c}", "pl": "{l}, {z} {c}", "tr": "{l}, {z} {c}",
    "se": "{l}, {z} {c}", "cz": "{l}, {z} {c}", "ru": "{z}, г. {c}, {l}", "in": "{l}, {c} {z}",
}  # fmt: skip
PLACES = {
    "us": "Boston, MA:021##|Springfield, IL:627##|Austin, TX:787##|Denver, CO:802##|Seattle, WA:981##|Miami, FL:331##|"
    "Newark, NJ:071##|Portland, OR:972##|Savannah, GA:314##|Fargo, ND:581##|Tucson, AZ:857##|Boise, ID:837##|"
    "Hartford, CT:061##|Omaha, NE:681##|Fresno, CA:937##|Ithaca, NY:148##|Duluth, MN:558##|Reno, NV:895##",
    "gb": "Leeds:LS% %AB|London:SW1A %AA|Manchester:M1 #BX|Bristol:BS% %QT|Edinburgh:EH1% %NG|Cardiff:CF1% %DP|"
    "Belfast:BT% %GS|Brighton:BN% %HE|Norwich:NR% %UH|London:N1 %TY|Oxford:OX% %JD|Glasgow:G% %XQ",
    "de": "Berlin:10###|München:80###|Hamburg:20###|Köln:506##|Leipzig:041##|Freiburg im Breisgau:790##|Dresden:01###|"
    "Kassel:341##|Stuttgart:70###|Lübeck:235##|Bad Homburg:61348|Erfurt:990##",
    "fr": "Paris:750%#|Lyon:6900%|Marseille:1300%|Bordeaux:33000|Aix-en-Provence:13100|Nantes:44#00|Lille:59000|"
    "Saint-Étienne:42100|Ajaccio:20000|Strasbourg:67000",
    "es": "Madrid:280##|Barcelona:080##|Sevilla:410##|Bilbao:480##|Las Palmas:350##|Zaragoza:500##|Málaga:290##|"
    "Vitoria-Gasteiz:010##",
    "it": "Roma:001##|Milano:201##|Napoli:801##|Torino:101##|Bologna:401##|Reggio Calabria:891##|Palermo:901##",
    "br": "São Paulo - SP:0%###-###|Rio de Janeiro - RJ:2####-###|Belo Horizonte - MG:30###-###|Recife - PE:50###-###|"
    "Porto Alegre - RS:90###-###|Brasília - DF:70###-###|Manaus - AM:69###-###",
    "nl": "Amsterdam:10%# ??|Utrecht:35%# ??|'s-Hertogenbosch:52%# ??|Groningen:97%# ??|Maastricht:62%# ??",
    "pl": "Warszawa:00-###|Kraków:30-###|Łódź:90-###|Gdańsk:80-###|Wrocław:50-###|Zielona Góra:65-###|Poznań:60-###",
    "tr": "İstanbul:34###|Ankara:06###|İzmir:35###|Bursa:16###|Antalya:07###|Eskişehir:26###",
    "se": "Stockholm:11# ##|Göteborg:41# ##|Malmö:21# ##|Umeå:90# ##|Örebro:70# ##",
    "cz": "Praha 1:110 00|Brno:602 00|Ostrava:702 00|Plzeň:301 00|České Budějovice:370 01",
    "ru": "Москва:1#####|Казань:420###|Новосибирск:630###|Екатеринбург:620###|Самара:443###",
    "in": "Mumbai:4000##|Bengaluru:5600##|New Delhi:1100##|Chennai:6000##|Kolkata:7000##|Pune:4110##",
}
CITIES = [place.split(":")[0].split(",")[0] for country in PLACES.values() for place in country.split("|")] + _split(
    "Tokyo|Osaka|Kyoto|Seoul|Busan|Beijing|Shanghai|Chengdu|Hanoi|Bangkok|Jakarta|Manila|Lagos|Nairobi|Cairo|Accra|"
    "Johannesburg|Casablanca|Tehran|Riyadh|Dubai|Tel Aviv|Athens|Vienna|Graz|Zürich|Geneva|Brussels|Ghent|Lisbon|Porto|"
    "Dublin|Cork|Oslo|Bergen|Helsinki|Tampere|Reykjavík|Budapest|Zagreb|Sofia|Bucharest|Kyiv|Tbilisi|Toronto|Montréal|"
    "Vancouver|Sydney|Melbourne|Perth|Auckland|Lima|Bogotá|Quito|Santiago|Montevideo|Guadalajara|Monterrey"
)

PHONES = {
    "us": "(212) &##-####|415-&##-####|+1 617-&##-####|305.&##.####|1-713-&##-####|+1 (503) &##-####|818 &## ####|"
    "702&######|+1404&######|(206)&##-####",
    "ca": "+1 416-&##-####|(604) &##-####|514-&##-####",
    "gb": "020 7#%# ####|+44 20 8%## ####|077## ######|07%5# ### ###|0161 2## ####|+44 (0)131 55# ####|+447%########",
    "de": "0151 2#######|030 %#######|+49 (0)89 %######|0049 171 %######|089/%#####|+49 160 %#######|0221-%######|"
    "+49 40 %####-##",
    "fr": "06 ## ## ## ##|+33 6 ## ## ## ##|01.42.##.##.##|07########|+33 (0)4 91 ## ## ##|0033 1 4# ## ## ##",
    "es": "6## ### ###|91 %## ## ##|+34 6## ### ###|93%######|+34 95% ## ## ##|0034 61# ### ###",
    "it": "347 %######|+39 02 %#######|06 %#######|+39 33%#######|328/%######",
    "br": "(11) 9%###-####|+55 21 9%###-####|(85) 3&##-####|41 9%#######|+55 (31) 3&##-####",
    "pt": "91# ### ###|+351 96# ### ###|21# ### ###",
    "pl": "60# ### ###|+48 50# ### ###|22 %## ## ##|+48 (12) %## ## ##|79#-###-###",
    "tr": "0532 %## ## ##|+90 5%% %## ## ##|0212 %## ## ##|0(505) %## ## ##",
    "nl": "06-%#######|+31 6 %#######|020-%######|+31 (0)10 %## ## ##",
    "se": "070-%## ## ##|+46 73 %## ## ##|08-%## ### ##|0046 31 %## ## ##",
    "in": "+91 98### #####|9%########|080-2### ####|+91-99########",
    "jp": "03-%###-####|090-%###-####|+81 3-%###-####|06-6###-####",
    "cn": "138 #### ####|+86 139 #### ####|1591%######|010-6###-####",
    "kr": "010-%###-####|+82 10-%###-####|02-%##-####",
    "au": "04## ### ###|+61 2 9### ####|(03) 9### ####",
    "mx": "+52 55 %### ####|(33) 3%## ####|81 8%## ####",
    "ru": "+7 (916) ###-##-##|8 9%# ###-##-##|+7925%######|8(495)%##-##-##",
    "ng": "0803 ### ####|+234 80# ### ####",
    "za": "082 ### ####|+27 11 4## ####",
    "ae": "+971 50 ### ####|04 3## ####",
    "il": "054-%##-####|+972 3-6##-####",
}
DOMAINS = _split(
    "gmail.com|yahoo.com|hotmail.com|outlook.com|web.de|gmx.net|orange.fr|laposte.net|libero.it|uol.com.br|wp.pl|"
    "mail.ru|yandex.ru|qq.com|163.com|naver.com|icloud.com|proton.me|telefonica.es|btinternet.com|comcast.net|aol.com|"
    "example.org|kth.se|uni-jena.de|acme-corp.com|northwind.co.uk|brightwater.io|contoso.com|sapo.pt|seznam.cz|"
    "ziggo.nl|t-online.de|rediffmail.com|city.gov.au|mail.school.edu|posteo.de|terra.com.mx"
)
NICKS = _split(
    "darkwolf|sunny|pixel|mooncat|skater|blitz|coffee_addict|nightowl|frodo|zebra|rocket|lunatic|mystic|turbo|noodle|"
    "happyfeet|cyberpunk|lilypad|thunder|shadowfax|biker|gamer|crazy_duck|redfox|snowball|kiwi|bookworm|tango"
)
COMPANIES = _split(
    "Nordwind Logistik GmbH|Miller & Sons Ltd|Acme Corporation|Contoso Ltd.|Brightwater Capital LLC|Aux Délices SARL|"
    "Grupo Bimbasa S.A. de C.V.|Tanaka Seimitsu K.K.|Öresund Shipping AB|Van Dijk Bouw B.V.|Baker Hughston Inc.|"
    "Johnson Controls|Kowalski i Synowie Sp. z o.o.|Blue Heron Analytics|Smith Barney Partners LLP|Ferrari & Co.|"
    "Stadtwerke Musterstadt|Apollo Health Systems|Charles River Foods|Wm. Morrison Fabrics PLC|Quantum Leap Robotics|"
    "Trattoria da Mario S.r.l.|First Prairie Bank, N.A.|Hudson's Outfitters|Martin Marietta Stone|Rio Mineração S/A|"
    "Yıldız Tekstil A.Ş.|Shenzhen Hengda Electronics Co., Ltd|Patel Brothers Wholesale|Ernst Klein KG|O'Reilly Auto|"
    "Kanzlei Weber & Partner|Ben & Gerry's Ice Cream|Wells Harbor Insurance Group|Estée Laurent Cosmetics"
)
PRODUCTS = _split(
    "Wireless Mouse M310|Stainless Water Bottle 750ml|USB-C Cable 2m|Yoga Mat, purple|LED Desk Lamp|Espresso Beans 1kg|"
    "Garden Hose 25 m|Kids Raincoat 116|Bluetooth Speaker Mini|Notebook A5 dotted|Cordless Drill 18V|Olive Oil 0,5 l|"
    "Running Shoes Gel 42|Phone Case iPhone 13|Mechanical Keyboard TKL|Bath Towel Set|Cat Litter 10kg|Wool Scarf grey|"
    "HDMI Adapter|Ceramic Mug 'Hello'|Air Fryer XL|Board Game Catania|Toothpaste Mint 2x75ml|Frying Pan 28cm"
)
SENTENCES = _split(
    "The package was damaged on arrival and the seal was broken.|Battery drains within two hours after the update.|"
    "Please restock the blue version, it sold out on Monday.|Great value for the price, would buy again.|"
    "The app crashes when I rotate the screen.|Meeting moved to room 4.12, bring the Q3 numbers.|"
    "Delivery took 12 days instead of the promised 3-5.|Checked the valves on 14.03.2023, pressure 2.4 bar, all fine.|"
    "Color is darker than in the picture but still nice.|Refund of 49.90 issued, case closed.|"
    "Upgrade to firmware 10.4.2.1 fixes the reboot loop.|The manual is only available in German.|"
    "Road closed between km 112 and km 118 because of construction.|Stock count differs by 7 units from the system.|"
    "Works as described. Five stars.|Customer asked for a quote of 1200 pieces, delivery in May.|"
    "Room was clean, breakfast could be better.|Replaced filter cartridge no. 4471-B and reset the counter.|"
    "The summer sale starts on June 1 and ends on June 30.|Server restarted twice during the night, cause unknown.|"
    "Sehr gute Qualität, schnelle Lieferung.|La livraison était en retard de trois jours.|"
    "El producto llegó roto y sin instrucciones.|O manual está em inglês e não ajuda muito.|"
    "Bardzo dobra jakość za tę cenę.|Il colore non corrisponde alla foto.|Ürün çok güzel, hızlı kargo.|"
    "Traffic was heavy near the bridge at 17:45.|Soil moisture below 20 percent, start irrigation.|"
    "The class covers chapters 3 to 7 of the text book.|Please note that returns are accepted within 30 days only.|"
    "Invoice 2023-00417 was paid in two instalments of 350 EUR.|Needs more salt.|Cancelled due to bad weather."
)
JUNK = ("N/A", "-", "unknown", "n/a", "NULL", "?", "none", "--")

# ------------------------------------------------------------------------------------------------- general makers


def one(text: str) -> Make:
    choices = text.split("|")
    return lambda r: r.choice(choices)


def pick(*choices: Any) -> Make:
    return lambda r: r.choice(choices)


def mix(*makers: Make) -> Make:
    return lambda r: r.choice(makers)(r)


def chance(share: float, often: Make, otherwise: Make) -> Make:
    return lambda r: (often if r.random() < share else otherwise)(r)


_SHAPES = {
    "#": "0123456789",
    "%": "123456789",
    "&": "23456789",
    "?": "ABCDEFGHJKLMNPRSTUVWXYZ",
    "^": "abcdefghijklmnopqrstuvwxyz",
    "~": "0123456789abcdef",
    "*": "ABCDEFGHJKMNPQRSTVWXYZ23456789",
}


def shape(r: Random, pattern: str) -> str:
    return "".join(r.choice(_SHAPES[c]) if c in _SHAPES else c for c in pattern)


def pat(patterns: str) -> Make:
    """A string shaped by a pattern: # digit, % 1-9, & 2-9, ? upper letter, ^ lower letter, ~ hex, * any of both."""
    choices = patterns.split("|")
    return lambda r: shape(r, r.choice(choices))


def num(low: int, high: int) -> Make:
    return lambda r: r.randint(low, high)


def dec(low: float, high: float, digits: int = 2) -> Make:
    return lambda r: round(r.uniform(low, high), digits)


def seq(start: int, step: int = 1, form: str = "") -> Make:
    at = [start]

    def make(r: Random) -> Any:
        at[0] += r.randint(1, step)
        return form.format(at[0]) if form else at[0]

    return make


def fill(form: str, *makers: Make) -> Make:
    return lambda r: form.format(*(make(r) for make in makers))


def as_int(make: Make) -> Make:
    return lambda r: int("".join(c for c in str(make(r)) if c.isdigit()))


def as_float(make: Make) -> Make:
    return lambda r: float(as_int(make)(r))


def bare(make: Make) -> Make:
    return lambda r: "".join(c for c in str(make(r)) if c.isalnum())


def low(make: Make) -> Make:
    return lambda r: str(make(r)).lower()


def up(make: Make) -> Make:
    return lambda r: str(make(r)).upper()


def anycase(make: Make) -> Make:
    return lambda r: r.choice((str.upper, str.lower, str.title, str))(make(r))


def many(make: Make, least: int, most: int) -> Make:
    return lambda r: [make(r) for _ in range(r.randint(least, most))]


def obj(**makers: Make) -> Make:
    return lambda r: {key.rstrip("_"): make(r) for key, make in makers.items()}


def js(make: Make) -> Make:
    return lambda r: json.dumps(make(r), ensure_ascii=False)


def joined(separator: str, make: Make, least: int, most: int) -> Make:
    return lambda r: separator.join(str(make(r)) for _ in range(r.randint(least, most)))


def moment(r: Random, first: int, last: int) -> datetime:
    days = (date(last, 12, 31) - date(first, 1, 1)).days
    start = datetime(first, 1, 1, tzinfo=UTC)
    return start + timedelta(days=r.randint(0, days), seconds=r.randint(0, 86399), microseconds=r.randint(0, 999999))


def day(first: int, last: int, form: str = "%Y-%m-%d") -> Make:
    forms = form.split("|")
    return lambda r: moment(r, first, last).strftime(r.choice(forms))


def epoch(first: int, last: int, scale: int = 1) -> Make:
    return lambda r: int(moment(r, first, last).timestamp() * scale)


def midnight(first: int, last: int, scale: int = 1) -> Make:
    return lambda r: int(moment(r, first, last).timestamp()) // 86400 * 86400 * scale


def uuid(r: Random) -> str:
    return str(UUID(int=r.getrandbits(128), version=4))


def hexed(length: int) -> Make:
    return pat("~" * length)


city: Make = lambda r: r.choice(CITIES)  # noqa: E731
company: Make = lambda r: r.choice(COMPANIES)  # noqa: E731
product: Make = lambda r: r.choice(PRODUCTS)  # noqa: E731
sentence: Make = lambda r: r.choice(SENTENCES)  # noqa: E731
prose = joined(" ", sentence, 1, 4)
flag = pick(True, False)
digit_flag = pick(0, 1)

# -------------------------------------------------------------------------------------------- makers of personal data


def who(style: str, *cultures: str) -> Make:
    """Names: ``given``, ``family``, ``full``, ``lf`` (Last, First), ``init``, ``mid`` (with initial), ``title``."""

    def make(r: Random) -> str:
        culture = r.choice(cultures or LATIN)
        given, family = (NATIVE if culture in NATIVE else NAMES)[culture]
        g, f = r.choice(given), r.choice(family)
        gap = "" if culture in ("zh", "ko") else " "
        if style == "full" and culture in FAMILY_FIRST:
            return f"{f}{gap}{g}"
        forms = {
            "given": g, "family": f, "full": f"{g} {f}", "lf": f"{f}, {g}", "init": f"{g[0]}. {f}",
            "mid": f"{g} {r.choice('ABCDEFGHJKLMPRSTW')}. {f}", "lfm": f"{f}, {g} {r.choice('ABCDEJKLMR')}.",
            "title": f"{r.choice(('Dr.', 'Mr.', 'Mrs.', 'Ms', 'Prof.'))} {g} {f}", "ff": f"{f} {g}",
            "LF": f"{f.upper()} {g}", "two": f"{g} {r.choice(given)} {f}",
        }  # fmt: skip
        return forms[style]

    return make


def ascii_name(name: str) -> str:
    plain = name.replace("ß", "ss").translate(str.maketrans("ØøŁłıðđ", "OoLlidd"))
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return "".join(c for c in plain if c.isalpha())


def mail(*domains: str) -> Make:
    def make(r: Random) -> str:
        given, family = NAMES[r.choice(LATIN)]
        g, f, n = ascii_name(r.choice(given)), ascii_name(r.choice(family)), r.randint(1, 99)
        forms = (
            f"{g}.{f}", f"{g[0]}{f}", f"{g}_{f}{n}", f"{f}{g[0]}{n:02}", f"{g}{f}", f"{r.choice(NICKS)}{n}", f"{g}-{f}",
            f"{g}.{f}+{r.choice(('news', 'shop', 'x1'))}", f"{f}.{g}", f"{g}{1950 + n % 60}",
        )  # fmt: skip
        return f"{r.choice(forms)}@{r.choice(domains or DOMAINS)}"

    return make


def phone(*countries: str) -> Make:
    pool = [pattern for country in countries or tuple(PHONES) for pattern in PHONES[country].split("|")]
    return lambda r: shape(r, r.choice(pool))


def luhn(digits: str) -> str:
    """The digits and their Luhn check digit."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        n = int(digit) * (2 if at % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return digits + str(-total % 10)


CARDS = {
    "visa": "4532###########|4111###########|4916###########|4024###########", "mc": "51############|5425##########|"
    "54############|2221###########", "amex": "34############|37############", "disc": "6011###########",
    "jcb": "3528###########", "diners": "36###########", "cup": "6222###########",
}  # fmt: skip


def card(style: str = "bare", *brands: str) -> Make:
    """Luhn-valid card numbers: bare, or in groups apart by ``style``."""

    def make(r: Random) -> str:
        brand = r.choice(brands or tuple(CARDS))
        body = shape(r, r.choice(CARDS[brand].split("|")))
        length = {"amex": 14, "diners": 13}.get(brand, 15)
        number = luhn((body + shape(r, "#" * 16))[:length])
        if style == "bare":
            return number
        cuts = (4, 10) if len(number) < 16 else (4, 8, 12)
        parts = [number[a:b] for a, b in zip((0, *cuts), (*cuts, len(number)), strict=True)]
        return style.join(parts)

    return make


def ssn(style: str = "-") -> Make:
    def make(r: Random) -> str:
        area = r.choice([n for n in (r.randint(1, 899) for _ in range(4)) if n != 666])
        return f"{area:03}{style}{r.randint(1, 99):02}{style}{r.randint(1, 9999):04}"

    return make


def ip4(r: Random) -> str:
    first = r.choice((10, 192, 172, 84, 91, 203, 52, 8, 185, 77, 217, 131))
    second = {192: 168, 172: r.randint(16, 31)}.get(first, r.randint(0, 255))
    return f"{first}.{second}.{r.randint(0, 255)}.{r.randint(1, 254)}"


def ip6(r: Random) -> str:
    prefix = r.choice(("20010db8", "2a020908", "2a00c380", "fe800000", "26001700"))
    rest = r.choice((shape(r, "~" * 24), "0" * 20 + shape(r, "~~~~"), shape(r, "~~~~") + "0" * 16 + shape(r, "~~~~")))
    return str(ipaddress.IPv6Address(int(prefix + rest, 16)))


def line(*countries: str) -> Make:
    """A street line."""

    def make(r: Random) -> str:
        country = r.choice(countries or tuple(STREETS))
        n = str(r.randint(1, 1900 if country == "us" else 190))
        if r.random() < 0.2:
            suffix = {"de": "a", "pl": f"/{r.randint(1, 40)}", "fr": " bis", "us": "", "nl": "-II", "gb": "B"}
            n += suffix.get(country, "")
        text = LINES[country].format(n=n, s=r.choice(STREETS[country].split("|")))
        if r.random() < 0.15:
            floor = r.randint(1, 6)
            text += {"us": f" Apt {floor}B", "es": f", {floor}º Izq", "tr": f" D: {floor}"}.get(country, "")
        return text

    return make


def full(*countries: str) -> Make:
    """A whole address on one line."""

    def make(r: Random) -> str:
        country = r.choice(countries or tuple(STREETS))
        town, code = r.choice(PLACES[country].split("|")).split(":")
        return FULLS[country].format(l=line(country)(r), c=town, z=shape(r, code))

    return make


def zips(*countries: str) -> Make:
    def make(r: Random) -> str:
        return shape(r, r.choice(PLACES[r.choice(countries)].split("|")).split(":")[1])

    return make


def town(*countries: str) -> Make:
    def make(r: Random) -> str:
        return r.choice(PLACES[r.choice(countries)].split("|")).split(":")[0].split(",")[0]

    return make


def birth(form: str = "%Y-%m-%d", first: int = 1936, last: int = 2006) -> Make:
    return day(first, last, form)


def handle(r: Random) -> str:
    given, family = NAMES[r.choice(WEST)]
    g, f, n = ascii_name(r.choice(given)), ascii_name(r.choice(family)), r.randint(1, 999)
    return r.choice((f"{g[0]}{f}", f"{r.choice(NICKS)}{n}", f"{g}.{f}", f"{g}_{n}", f"{f}{n}"))


# ------------------------------------------------------------------------------- official numbers with their checks


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _yymmdd(r: Random) -> str:
    return moment(r, 1940, 1999).strftime("%y%m%d")


BBANS = {
    "DE": "370400##########%#", "FR": "20041################%#", "ES": "2100################", "NL": "ABNA0#########",
    "GB": "NWBK60############", "IT": "X05428############00000", "PL": "1090####################", "BE": "539#########",
    "AT": "19043###########", "CH": "00762############", "SE": "500000##############", "TR": "00061#################",
    "PT": "0002#################",
}  # fmt: skip


def iban(style: str = "", *countries: str) -> Make:
    def make(r: Random) -> str:
        country = r.choice(countries or tuple(BBANS))
        bban = shape(r, BBANS[country])
        number = int("".join(str(int(c, 36)) for c in f"{bban}{country}00"))
        whole = f"{country}{98 - number % 97:02}{bban}"
        return style.join(whole[at : at + 4] for at in range(0, len(whole), 4))

    return make


def dni(r: Random) -> str:
    n = r.randint(1_000_000, 79_999_999)
    return f"{n:08}{'TRWAGMYFPDXBNJZSQVHLCKE'[n % 23]}"


def nie(r: Random) -> str:
    at, n = r.randint(0, 2), r.randint(0, 9_999_999)
    return f"{'XYZ'[at]}{n:07}{'TRWAGMYFPDXBNJZSQVHLCKE'[(at * 10_000_000 + n) % 23]}"


def nir(r: Random) -> str:
    body = f"{r.randint(1, 2)}{r.randint(40, 99)}{r.randint(1, 12):02}{r.choice((13, 33, 44, 59, 69, 75, 92))}"
    body += f"{r.randint(1, 400):03}{r.randint(1, 990):03}"
    return f"{body}{97 - int(body) % 97:02}"


def pesel(r: Random) -> str:
    body = _yymmdd(r) + shape(r, "####")
    return body + str(-_weighed(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def cpf(r: Random) -> str:
    body = shape(r, "#########")
    for _ in range(2):
        rest = _weighed(body, tuple(range(len(body) + 1, 1, -1))) * 10 % 11
        body += str(rest % 10)
    return f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"


_D5 = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043",
    "8765932104", "9876543210",
)  # fmt: skip
_P8 = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def aadhaar(r: Random) -> str:
    body = shape(r, "&##########")
    check = 0
    for at, digit in enumerate(reversed(body)):
        check = int(_D5[check][int(_P8[(at + 1) % 8][int(digit)])])
    body += str("0432156789"[check])
    return f"{body[:4]} {body[4:8]} {body[8:]}"


def nhs(r: Random) -> str:
    while True:
        body = shape(r, "%########")
        check = 11 - _weighed(body, tuple(range(10, 1, -1))) % 11
        if check != 10:
            return f"{body[:3]} {body[3:6]} {body[6:]}{check % 11}"


def nino(r: Random) -> str:
    letters = f"{r.choice('ABCEGHJKLMPRSTWXYZ')}{r.choice('ABCEGHJKLMPRSTWXYZ')}"
    letters = "AB" if letters in ("GB", "KN", "NK", "TN", "ZZ") else letters
    return shape(r, f"{letters} ## ## ## {r.choice('ABCD')}")


def personnummer(r: Random) -> str:
    body = luhn(_yymmdd(r) + shape(r, "###"))
    return f"{body[:6]}-{body[6:]}"


def hetu(r: Random) -> str:
    born, serial = moment(r, 1940, 1999).strftime("%d%m%y"), r.randint(2, 899)
    return f"{born}-{serial:03}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(f'{born}{serial:03}') % 31]}"


def bsn(r: Random) -> str:
    while True:
        body = shape(r, "%#######")
        check = _weighed(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return body + str(check)


def steuer_id(r: Random) -> str:
    digits = r.sample("0123456789", 9)
    digits.insert(r.randint(1, 9), digits[r.randint(0, 8)])
    if digits[0] == "0":
        digits.reverse()
    if digits[0] == "0":
        digits[0], digits[2] = digits[2], digits[0]
    product_ = 10
    for digit in digits:
        total = (int(digit) + product_) % 10 or 10
        product_ = total * 2 % 11
    return "".join(digits) + str((11 - product_) % 10)


def tckn(r: Random) -> str:
    body = shape(r, "%########")
    d = [int(c) for c in body]
    body += str((7 * sum(d[0::2]) - sum(d[1::2])) % 10)
    return body + str(sum(int(c) for c in body) % 10)


def sin(r: Random) -> str:
    body = luhn(shape(r, r.choice("12456") + "#######"))
    return f"{body[:3]} {body[3:6]} {body[6:]}"


def rut(r: Random) -> str:
    n = r.randint(5_000_000, 25_000_000)
    check = -_weighed(str(n)[::-1], (2, 3, 4, 5, 6, 7, 2, 3)) % 11
    return f"{n:,}".replace(",", ".") + "-" + "0123456789K"[check]


def resident_id(r: Random) -> str:
    born = moment(r, 1950, 2003).strftime("%Y%m%d")
    body = r.choice(("110101", "310104", "440305", "510107")) + born + shape(r, "###")
    return body + "10X98765432"[_weighed(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11]


_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def codice_fiscale(r: Random) -> str:
    consonants = "BCDFGLMNPRSTVZ"
    body = "".join(r.choice(consonants) for _ in range(6)) + f"{r.randint(40, 99)}{r.choice('ABCDEHLMPRST')}"
    body += f"{r.randint(1, 28) + r.choice((0, 40)):02}{r.choice(('H501', 'F205', 'L219', 'F839', 'A944'))}"
    values = [int(c) if c.isdigit() else ord(c) - 65 for c in body]
    total = sum(_ODD[v] if at % 2 == 0 else v for at, v in enumerate(values))
    return body + chr(65 + total % 26)


def imei(r: Random) -> str:
    return luhn(shape(r, "35#%##########"))


_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))


def vin(r: Random) -> str:
    maker = r.choice(("1HGCM", "WVWZZ", "WBA3A", "JTDKN", "1FTFW", "KMHDU", "3VWFE", "5YJSA"))
    body = maker + shape(r, "#?#0??######")[:12]
    values = [int(c) if c.isdigit() else _VIN_VALUES[c] for c in body]
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    values[8] = 0
    rest = sum(v * w for v, w in zip(values, weights, strict=True)) % 11
    return body[:8] + ("X" if rest == 10 else str(rest)) + body[9:]


# -------------------------------------------------------------------------------------------------- building tables

_NULLS = (0.0, 0.0, 0.0, 0.0, 0.03, 0.08, 0.2, 0.45)
_RARE = (0.0, 0.0, 0.0, 0.0, 0.02, 0.05)


class _Table:
    """Adds columns of one table, and to their values what real tables hold besides."""

    def __init__(self, out: list[LabelledColumn], name: str, rows: int = 0) -> None:
        self.out, self.name, self.rows = out, name, rows

    def __call__(
        self, kind: str, column: str, make: Make, *, rows: int = 0, null: float = -1.0, dirt: float = -1.0,
        wrong: Make | None = None,
    ) -> None:  # fmt: skip
        r = Random(f"{self.name}.{column}")
        null = r.choice(_NULLS) if null < 0 else null
        blank, junk, pad = (r.choice(_RARE) if dirt < 0 else dirt / 3 for _ in range(3))
        values: list[Any] = []
        for _ in range(rows or self.rows or r.randint(60, 200)):
            value = wrong(r) if wrong is not None and r.random() < 0.03 else make(r)
            if isinstance(value, str) and r.random() < blank:
                value = ""
            elif isinstance(value, str) and r.random() < junk:
                value = r.choice(JUNK)
            elif isinstance(value, str) and r.random() < pad:
                value = r.choice((f" {value}", f"{value} ", f"{value}\t", f"  {value} "))
            values.append(None if r.random() < null else value)
        label = NO if kind == TR else kind
        self.out.append(LabelledColumn(self.name, column, label, tuple(values), trap=kind == TR))


def _same(value: Any) -> Make:
    return lambda r: value


# --------------------------------------------------------------------------------------------- the tables: business


def _crm(out: list[LabelledColumn]) -> None:
    t = _Table(out, "crm_contacts")
    t(UI, "ContactId", pat("003Uk00000A?*?#^AAW"), null=0, dirt=0)
    t(NO, "Salutation", one("Mr.|Ms.|Dr.|Mrs.|Mx."), null=0.5)
    t(PN, "FirstName", who("given", "en", "ie", "es", "in"), dirt=0.06)
    t(PN, "LastName", anycase(who("family", "en", "ie", "es", "in")), null=0.02)
    t(EM, "Email", mail(), null=0.15, wrong=one("none@|no email|see notes"))
    t(PH, "Phone", phone("us"), null=0.3, dirt=0.1)
    t(PH, "MobilePhone", phone("us", "gb"), null=0.6)
    t(TR, "PhonePreference", one("Mobile|Home|Do not call|Work"))
    t(PA, "MailingStreet", line("us"), null=0.1)
    t(TR, "MailingCity", town("us"))
    t(NO, "MailingState", one("MA|IL|TX|CO|WA|FL|NJ|OR|GA|NY"))
    t(ZC, "MailingPostalCode", zips("us"), null=0.12)
    t(TR, "AccountName", company)
    t(TR, "HasOptedOutOfEmail", flag)
    t(NO, "LeadSource", one("Web|Trade Show|Partner Referral|Phone Inquiry|Purchased List|Other"))
    t(TR, "CreatedDate", day(2015, 2024, "%Y-%m-%dT%H:%M:%S.000Z"))
    t(NO, "AnnualRevenue", num(10_000, 90_000_000))

    t = _Table(out, "newsletter_signups")
    t(EM, "subscriber", anycase(mail()), null=0, dirt=0.05)
    t(TR, "email_verified", flag)
    t(TR, "email_count", num(0, 212))
    t(TR, "email_domain", one("gmail.com|yahoo.com|outlook.com|web.de|orange.fr|proton.me|icloud.com"))
    t(IP, "signup_ip", mix(ip4, ip4, ip6))
    t(TR, "subscription_tier", one("free|basic|plus|premium|enterprise"))
    t(TR, "email_template", one("welcome_v2|winback_10off|digest_weekly|birthday_card|nps_survey|cart_reminder"))
    t(
        TR,
        "email_subject",
        one("Your May deals are here|Last chance: 20% off|We miss you!|New in: summer shoes|Hello again"),
    )
    t(TR, "birthday_campaign", one("sent|skipped|bounced|queued"))
    t(NO, "open_rate", dec(0, 1, 3))
    t(TR, "unsubscribed_at", day(2020, 2024, "%d/%m/%Y %H:%M"), null=0.6)

    t = _Table(out, "sales_leads")
    t(UI, "leadOwnerLogin", handle, dirt=0)
    t(PN, "contactPerson", mix(who("full", *WEST), who("title", *WEST)), dirt=0.08)
    t(PH, "directDial", fill("{} x{}", phone("us"), num(100, 999)))
    t(PH, "tel1", phone("gb", "us", "de"), null=0.25, dirt=0.08)
    t(PH, "tel2", as_int(phone("us")), null=0.55)
    t(NO, "leadScore", num(0, 100))
    t(NO, "stage", one("new|contacted|qualified|proposal|won|lost"))
    t(TR, "companyName", company)
    t(TR, "industryCode", num(10000, 99999))
    t(TR, "nextCallAt", day(2024, 2025, "%Y-%m-%d %H:%M"))
    t(TR, "callCount", num(0, 40))
    t(TR, "phoneType", one("mobile|landline|voip|fax"))
    t(NO, "probability", dec(0, 1, 2))
    t(TR, "leadUuid", uuid, dirt=0)


def _hr(out: list[LabelledColumn]) -> None:
    t = _Table(out, "hr_employees")
    t(UI, "employee_number", pat("E-#####"), null=0, dirt=0)
    t(UI, "manager_id", pat("E-#####"), null=0.04)
    t(PN, "full_name", who("mid", "en", "sc", "es", "in", "ng"))
    t(PN, "preferred_name", who("given", "en", "sc", "es"), null=0.6)
    t(SS, "ssn", ssn(), null=0.03, wrong=one("XXX-XX-XXXX|pending"))
    t(DB, "dob", birth(), null=0.02)
    t(TR, "hire_date", day(1998, 2024))
    t(TR, "termination_date", day(2019, 2024), null=0.6)
    t(TR, "date_of_birth_verified", flag)
    t(EM, "work_email", mail("acme-corp.com"), null=0)
    t(PA, "home_address", full("us"), null=0.05)
    t(PH, "emergency_contact_phone", phone("us"), null=0.2)
    t(PN, "emergency_contact", who("full", "en", "mx", "vn", "ng"), null=0.2)
    t(TR, "ssn_status", one("verified|pending|mismatch|not required"))
    t(NO, "salary", dec(28000, 240000, 2))
    t(NO, "department", one("Finance|Engineering|Legal|People Ops|Sales|Facilities"))
    t(TR, "job_title", one("Senior Engineer|Head Chef|Dean|Accountant II|Major Account Manager|Page Designer|Baker"))
    t(TR, "office_ext_count", num(1, 4))
    t(NO, "fte", pick(1.0, 0.5, 0.8, 0.75))

    t = _Table(out, "payroll_uk")
    t(UI, "payroll_no", seq(10440, 7), null=0)
    t(OI, "ni_number", nino, null=0.05)
    t(OI, "NINO_RAW", bare(nino), null=0)
    t(PN, "surname", up(who("family", "en", "ie", "sc", "pl")))
    t(PN, "forenames", who("given", "en", "ie", "sc", "pl"))
    t(TR, "tax_code", one("1257L|BR|D0|K475|0T|1100L|S1257L|C1257L"))
    t(TR, "sort_code_bank", one("Barclays|Lloyds|NatWest|HSBC|Monzo|Starling"))
    t(NO, "gross_pay", dec(900, 8200))
    t(TR, "pay_period", one("2023-04|2023-05|2023-06|2023-07|2023-08"))
    t(NO, "pension_pct", pick(3, 5, 8, 5.5))
    t(DB, "birthdate", birth("%d/%m/%Y"))
    t(ZC, "post_code", anycase(zips("gb")), dirt=0.06)


def _shop(out: list[LabelledColumn]) -> None:
    t = _Table(out, "web_orders")
    t(TR, "order_number", pat("70########123###"), null=0, dirt=0)
    t(UI, "customer_id", num(100_000, 999_999), null=0)
    t(TR, "order_id", uuid, null=0, dirt=0)
    t(EM, "ship_email", mail(), null=0.1)
    t(PN, "ship_to_name", who("full", "en", "de", "fr", "cn", "in"))
    t(PA, "ship_addr_ln_1", line("us", "de", "fr", "gb"))
    t(PA, "billing_address", full("us", "de", "fr", "gb"), null=0.4)
    t(ZC, "ship_zip", zips("us", "de", "fr", "gb"))
    t(IP, "ip_address", ip4)
    t(NO, "total", dec(4, 900))
    t(NO, "currency", one("USD|EUR|GBP|SEK"))
    t(TR, "coupon_code", one("MAY10|SUMMER24|ROSE5|WELCOME|FREESHIP|BLACKFRI"))
    t(TR, "tracking_number", pat("1Z999AA1##########|9400110#############|JD0146000##########"))
    t(TR, "card_type", one("VISA|Mastercard|AMEX|Discover"))
    t(TR, "placed_at", day(2022, 2024, "%Y-%m-%d %H:%M:%S"))
    t(NO, "item_count", num(1, 14))
    t(TR, "is_gift", flag)
    t(PH, "dayTimePhone", phone("us", "de", "fr", "gb"), null=0.35, dirt=0.1)
    t(TR, "address_type", one("residential|commercial|pickup point|po_box"))
    t(TR, "address_verified", one("Y|N|U"))

    t = _Table(out, "products")
    t(TR, "product_id", num(100_000_000, 999_999_999), null=0)
    t(TR, "name", product)
    t(TR, "ean13", lambda r: int("40" + shape(r, "###########")))
    t(TR, "sku", pat("#########"), dirt=0)
    t(TR, "upc", pat("0###########"), null=0.1)
    t(TR, "color", one("Violet|Olive|Jade|Ruby|Amber|Hazel|Rose|Coral|Ivory|Sienna|Scarlett red"))
    t(
        TR,
        "model",
        one("Charlotte 3-Seater|Oliver Armchair|Emma Bed|Harry Shelf|Billy Bookcase|Klara Lamp|Ingolf Chair"),
    )
    t(NO, "price", dec(1, 1200))
    t(NO, "weight_kg", dec(0.05, 40, 3))
    t(NO, "description", prose)
    t(
        TR,
        "brand_name",
        one("Calvin Klee|Tommy Hilder|Hugo Bossa|Jack Daniel|Levi's|Dr. Martins|Ben Sherwin|Ted Bakery"),
    )
    t(TR, "release_date", day(2010, 2024))
    t(
        TR,
        "phone_model",
        one(
            "iPhone 13|Galaxy S21|Pixel 7a|Moto G84|Xperia 5 IV|Nokia 3310",
        ),
    )
    t(TR, "ip_rating", one("IP67|IP68|IP54|IPX4|IP20|none"))
    t(NO, "in_stock", num(0, 900))
    t(TR, "zip_file", one("manual_v2.zip|drivers.zip|img_pack_03.zip|README.zip"), null=0.4)
    t(TR, "has_zip_pocket", flag, null=0.3)
    t(NO, "dimensions", fill("{}x{}x{} cm", num(4, 90), num(4, 90), num(2, 60)))

    t = _Table(out, "order_items")
    t(TR, "OrderLineID", seq(55_000_100, 3), null=0)
    t(TR, "ProductKey", uuid, dirt=0)
    t(NO, "Qty", num(1, 12))
    t(NO, "UnitPrice", fill("${}.{}", num(1, 400), one("00|49|95|99")))
    t(NO, "DiscountPct", pick(0, 0, 5, 10, 15.5))
    t(TR, "StoreID", num(1000, 1400))
    t(TR, "BatchNo", pat("##-##-####"))
    t(TR, "SupplierPart", pat("###-####-##|##.###.####"))
    t(NO, "TaxRate", pick(0.19, 0.07, 0.2, 0.0))

    t = _Table(out, "store_feedback")
    t(TR, "review_text", prose, dirt=0.03)
    t(NO, "stars", num(1, 5))
    t(PN, "reviewer", who("init", *WEST), null=0.2)
    t(UI, "user_handle", handle)
    t(TR, "helpful_votes", num(0, 600))
    t(TR, "review_id", pat("R1?*#?*#??*#K"), dirt=0)
    t(TR, "language", one("English|German|Polish|Dutch|Turkish|French"))
    t(TR, "username_length", num(3, 22))
    t(TR, "verified_buyer", one("true|false"))


def _bank(out: list[LabelledColumn]) -> None:
    t = _Table(out, "bank_customers")
    t(UI, "CUST_NO", seq(4_000_120, 90), null=0)
    t(PN, "CUST_NM", up(who("lf", "en", "de", "tr", "it")))
    t(OI, "IBAN", iban(), null=0.05, dirt=0)
    t(DB, "DT_BIRTH", as_int(birth("%Y%m%d")))
    t(OI, "PASSPORT_NO", pat("C01X###^#|##??#####|P########|XR#######"), null=0.3)
    t(PA, "ADDR_LN_1", up(line("us", "gb")))
    t(ZC, "ZIP", as_int(zips("us")), null=0.02)
    t(PH, "TEL_HOME", as_int(phone("us")), null=0.3)
    t(PH, "TEL_MOB", as_float(phone("us")), null=0.4)
    t(SS, "TIN_SSN", as_int(ssn()), null=0.05)
    t(TR, "BRANCH_CD", num(10000, 99999))
    t(TR, "SWIFT_BIC", one("DEUTDEFF|COBADEFFXXX|BNPAFRPP|BARCGB22|INGBNL2A|CHASUS33"))
    t(NO, "RISK_CLASS", one("A|B|C|D"))
    t(NO, "BALANCE", dec(-2000, 250_000))
    t(TR, "CUST_SINCE", day(1990, 2023, "%Y-%m-%d"))
    t(TR, "CUST_SEG", one("RETAIL|AFFLUENT|PRIVATE|SME"))
    t(TR, "NUM_CARDS", num(0, 5))

    t = _Table(out, "card_authorizations")
    t(CC, "pan", card(), null=0, dirt=0)
    t(CC, "CardNumber", card(" "), wrong=one("**** **** **** 1111|declined"))
    t(CC, "acct_no_used", lambda r: int(card("bare", "visa", "mc", "amex")(r)), null=0.1)
    t(TR, "auth_code", pat("######"), dirt=0)
    t(TR, "retrieval_ref", pat("############"), dirt=0)
    t(TR, "terminal_id", pat("T#######"))
    t(TR, "merchant_name", company)
    t(NO, "amount_minor", num(100, 500_000))
    t(TR, "mcc", num(1000, 9999))
    t(TR, "card_network", one("visa|mastercard|amex|unionpay"))
    t(TR, "cardholder_present", digit_flag)
    t(PN, "cardholder", up(who("full", "en", "es", "fr", "tr")))
    t(TR, "auth_ts", epoch(2021, 2024))
    t(TR, "response", one("00|05|51|54|91"))

    t = _Table(out, "bank_transactions")
    t(TR, "txn_id", pat("##########~~~~~~"), dirt=0)
    t(OI, "counterparty_iban", iban(" "), null=0.3)
    t(PN, "payee_name", who("full", "de", "nl", "pl", "tr", "it"), null=0.1)
    t(TR, "booking_text", one("SEPA CREDIT|CARD PAYMENT|STANDING ORDER|ATM WITHDRAWAL|FEE|SALARY MAY"))
    t(TR, "booking_date", day(2022, 2024, "%d.%m.%Y"))
    t(NO, "amount", fill("{},{}", num(-900, 4000), pat("##")))
    t(TR, "iban_country", one("DE|NL|FR|PL|TR"))
    t(TR, "end_to_end_id", pat("NOTPROVIDED|E2E-########-####"))
    t(TR, "value_dt", as_int(day(2022, 2024, "%Y%m%d")))
    t(TR, "purpose", one("Invoice 2023-00417|Rent June|Order 302-5518820|Membership fee|Gift|Deposit flat"))

    t = _Table(out, "ledger_entries")
    t(TR, "invoice_no", pat("4##-00-####"), dirt=0)
    t(TR, "gl_account", pat("######"), dirt=0)
    t(TR, "cost_center", num(10000, 99999))
    t(NO, "debit", dec(0, 90_000), null=0.5)
    t(NO, "credit", dec(0, 90_000), null=0.5)
    t(TR, "vendor", company)
    t(TR, "posting_date", day(2019, 2024, "%Y/%m/%d"))
    t(TR, "document_ref", pat("RE-20##-#####"))
    t(UI, "posted_by", handle)
    t(NO, "fx_rate", dec(0.8, 1.4, 5))
    t(TR, "period_name", one("January|April|May|June|August|Q1|Q2"))
    t(NO, "memo", mix(sentence, one("Accrual|Reversal|Year-end adj.|Rounding")), null=0.4)


def _telecom(out: list[LabelledColumn]) -> None:
    t = _Table(out, "telecom_subscribers")
    t(PH, "MSISDN", as_int(pat("49151########|336########|4860#######")), null=0, dirt=0)
    t(OI, "imei", imei, dirt=0)
    t(OI, "IMEI_INT", as_int(imei), null=0.2)
    t(UI, "subscriberId", pat("SUB########"), null=0)
    t(TR, "tariffName", one("Red S|Magenta M|Free Unlimited|Smart Surf|Young XL|Family Card"))
    t(TR, "cellId", num(10_000, 268_000_000))
    t(TR, "simType", one("nano|eSIM|micro"))
    t(TR, "phone_os_version", pat("1#.%.#|1%.0"))
    t(NO, "dataUsedMb", dec(0, 60_000, 1))
    t(TR, "activatedOn", day(2012, 2024))
    t(TR, "handsetMaker", one("Apple|Samsung|Xiaomi|Nokia|Fairphone"))

    t = _Table(out, "call_detail_records")
    t(PH, "a_party", bare(phone("in", "ae", "gb")), null=0)
    t(PH, "b_party", pat("+4860#######|+9198########|+82102#######"), dirt=0.04)
    t(TR, "call_start", epoch(2022, 2024))
    t(TR, "call_start_ms", epoch(2022, 2024, 1000))
    t(NO, "duration_s", num(0, 5400))
    t(TR, "call_ref", pat("~~~~~~~~-~~~~"))
    t(NO, "trunk", pat("TRK-##"))
    t(NO, "cause_code", num(1, 127))
    t(TR, "tower_lat_lon", fill("{},{}", dec(8, 33, 5), dec(69, 95, 5)))


def _logistics(out: list[LabelledColumn]) -> None:
    t = _Table(out, "shipments")
    t(TR, "shipment-id", pat("SHP-##########"), dirt=0)
    t(TR, "container-no", pat("MSKU#######|HLXU#######|TCLU#######"))
    t(TR, "awb-number", pat("020-########|176-########"), dirt=0)
    t(PN, "consignee-name", who("full", "de", "pl", "cz", "hu", "ro"))
    t(PA, "consignee-street", line("de", "pl", "cz"))
    t(ZC, "consignee-zip", zips("de", "pl", "cz"))
    t(PA, "delivery-address", full("pl", "cz", "de", "nl"), null=0.1)
    t(TR, "dest-city", town("pl", "cz", "de", "nl"))
    t(TR, "hs-code", pat("####.##.####|####.##"))
    t(NO, "gross-weight", dec(0.2, 24_000, 1))
    t(TR, "eta", day(2024, 2025, "%d-%b-%Y"))
    t(NO, "pallet-count", num(1, 33))
    t(TR, "gps", fill("{}, {}", dec(45, 55, 6), dec(6, 24, 6)))
    t(PN, "signed-by", who("init", "de", "pl", "cz", "hu"), null=0.4)
    t(NO, "dock", pat("Gate #|Dock %%|Ramp ?"))

    t = _Table(out, "fleet_drivers")
    t(PN, "DriverName", who("full", "pl", "ro", "tr", "ru", "hr"))
    t(OI, "LicenceNo", pat("MORGA%##%##SM9I?|JONES%##%##AB#C?|SMITH%##%##D99E?"), null=0.1)
    t(OI, "VIN", vin, dirt=0)
    t(UI, "DriverId", pat("DRV####"), null=0)
    t(TR, "LicenceClass", one("B|C|CE|D|C1E"))
    t(TR, "TruckModel", one("Mercedes Actros|MAN TGX|Scania R 450|DAF XF|Volvo FH16|Iveco S-Way"))
    t(TR, "OdometerKm", num(10_000, 99_999))
    t(NO, "FuelLitres", dec(20, 900, 1))
    t(TR, "LicenceExpiry", day(2025, 2033))
    t(TR, "VinDecoderVersion", pat("%.#.#.#"))
    t(PH, "DriverMobile", phone("pl", "tr", "de"), dirt=0.06)


def _health(out: list[LabelledColumn]) -> None:
    t = _Table(out, "patient_admissions")
    t(UI, "patient_no", seq(883_000, 19), null=0)
    t(UI, "mrn", pat("MRN-00######"), null=0)
    t(PN, "pat_name", up(who("lfm", "en", "mx", "vn", "kr")))
    t(DB, "pat_dob", birth("%m/%d/%Y", 1925, 2020))
    t(SS, "pat_ssn", ssn(), null=0.35, dirt=0.08)
    t(PN, "attending", who("title", "en", "in", "il", "ng"))
    t(TR, "admit_dt", day(2020, 2024, "%m/%d/%Y %H:%M"))
    t(TR, "discharge_dt", day(2020, 2024, "%m/%d/%Y %H:%M"), null=0.2)
    t(TR, "icd10", pat("?##.#|?##"))
    t(NO, "ward", one("ICU|Maternity|Cardiology|St. Mary Ward|Oncology B"))
    t(TR, "birth_weight_g", num(1800, 4600), null=0.6)
    t(TR, "birth_type", one("vaginal|caesarean|assisted"), null=0.6)
    t(TR, "patient_class", one("inpatient|outpatient|emergency"))
    t(NO, "length_of_stay", num(0, 40))
    t(PN, "next_of_kin", who("full", "en", "mx", "vn", "kr"), null=0.3)
    t(PH, "nok_phone", phone("us"), null=0.4)
    t(PA, "pat_addr", full("us"))

    t = _Table(out, "nhs_appointments")
    t(OI, "nhs_number", nhs, null=0.02)
    t(OI, "NhsNo", as_int(nhs), null=0)
    t(ZC, "postcode", zips("gb"))
    t(DB, "d_o_b", birth("%d-%b-%Y", 1930, 2019))
    t(TR, "slot_time", day(2024, 2025, "%d %b %Y %H:%M"))
    t(TR, "clinic_name", one("Rose Surgery|St. George's|Victoria Health Centre|The Elms Practice|Queen Alexandra"))
    t(TR, "appointment_ref", pat("####-####-####"))
    t(NO, "attended", one("Y|N|DNA"))
    t(TR, "patient_count", num(0, 60))
    t(NO, "wait_days", num(0, 180))

    t = _Table(out, "pharmacy_drugs")
    t(
        TR,
        "drug_name",
        one("Amoxicillin|Lorazepam|Jardiance|Allegra|Celeste OTC|Yasmin|Diane-35|Benicar|Valeria gel|Marvelon"),
    )
    t(TR, "ndc", pat("#####-####-##|####-####-##"), dirt=0)
    t(TR, "cas_number", pat("%####-##-#|%##-##-#"))
    t(NO, "strength", one("5 mg|10 mg|250mg/5ml|0.5 %|20 mg"))
    t(TR, "pzn", num(1_000_000, 18_999_999))
    t(NO, "schedule", one("II|IV|OTC|Rx"))
    t(TR, "manufacturer", one("Bayer|Eli Lily Labs|Johnson & Jonson|Merck|Dr. Reddi's|Roche|Sanofi|Boehringer"))
    t(TR, "expiry", day(2025, 2029, "%m/%Y"))

    t = _Table(out, "lab_results")
    t(TR, "specimen_id", pat("S##-######"), dirt=0)
    t(UI, "patientId", uuid, dirt=0, null=0)
    t(TR, "loinc", pat("%####-#|%###-#"))
    t(NO, "analyte", one("Glucose|Hemoglobin|Vitamin D|TSH|Ferritin|CRP"))
    t(NO, "result_value", mix(dec(0.1, 300, 1), one("<0.01|>1000|neg")))
    t(NO, "unit", one("mg/dL|mmol/L|ng/mL|%"))
    t(NO, "ref_range", one("70-110|3.5-5.1|0.4-4.0|<5|12-16"))
    t(TR, "drawn_on", day(2021, 2024, "%Y%m%d"))
    t(TR, "device_serial", pat("SN##########"))

    t = _Table(out, "insurance_claims")
    t(TR, "ClaimNumber", pat("CLM-2023-######"), dirt=0)
    t(PN, "InsuredName", who("full", "fr", "nl", "de", "pt"))
    t(DB, "InsuredBirthDate", birth("%d.%m.%Y"))
    t(UI, "InsuredPersonId", num(10_000_000, 99_999_999), null=0)
    t(OI, "VehicleVin", vin, null=0.3, dirt=0)
    t(
        TR,
        "VehicleMakeModel",
        one("Mercedes-Benz C 220|Alfa Romeo Giulia|Renault Zoe|Opel Adam|Toyota Corolla|Skoda Octavia"),
    )
    t(TR, "LossDate", day(2020, 2024, "%d.%m.%Y"))
    t(NO, "ReserveEUR", dec(100, 50_000))
    t(TR, "Cause", one("hail|Hurricane Irma|theft|collision|Storm Sabine|water|fire"))
    t(IP, "ReportedFromIP", mix(ip4, ip6), null=0.3)
    t(EM, "ClaimantMail", mail(), null=0.2)


def _education(out: list[LabelledColumn]) -> None:
    t = _Table(out, "students")
    t(UI, "student_id", pat("s#######"), null=0)
    t(PN, "stu_last", who("family"))
    t(PN, "stu_first", who("given"))
    t(DB, "birth_dt", birth("%Y-%m-%d", 1995, 2010))
    t(EM, "guardian_email", mail(), null=0.25)
    t(PH, "guardian_ph", phone("us", "ca", "mx"), null=0.2, dirt=0.08)
    t(TR, "academic_year_code", num(20101, 20242))
    t(NO, "homeroom", one("4.12|B-201|Gym|Lab 3"))
    t(NO, "gpa", dec(1, 4, 2))
    t(NO, "grade_level", num(1, 12))
    t(TR, "enrolled_on", day(2015, 2024, "%m/%d/%y"))
    t(PA, "home_addr", line("us"), null=0.15)
    t(ZC, "zip5", zips("us"), null=0.1, dirt=0.02)
    t(TR, "birth_country", one("Mexico|USA|Jordan|Georgia|Chad|India"))

    t = _Table(out, "courses")
    t(
        TR,
        "course_name",
        one("Newton's Laws|Intro to Jane Austen|Shakespeare I|Algebra 2|Mozart to Mahler|Bayes Statistics"),
    )
    t(TR, "crn", num(10000, 99999))
    t(TR, "course_code", pat("CS-###|MATH ##%|HIS%##"))
    t(NO, "credits", pick(2, 3, 4, 6))
    t(TR, "term", one("May 2023|Fall 2023|Spring 24|Summer-I"))
    t(TR, "meeting_times", one("MWF 10:00-10:50|TTh 13:30-14:45|Fri 8-12"))
    t(PN, "instructor", mix(who("full"), who("init")), null=0.1)
    t(NO, "capacity", num(10, 300))
    t(TR, "building", one("Rockefeller Hall|Curie Lab|Lincoln Center|Newton Wing|Gates Building"))
    t(TR, "isbn", lambda r: "978-" + shape(r, "%-####-####-#"), null=0.3)


def _travel(out: list[LabelledColumn]) -> None:
    t = _Table(out, "hotel_reservations")
    t(PN, "GuestName", mix(who("full"), who("LF"), who("title")), dirt=0.05)
    t(EM, "GuestEmail", up(mail()), null=0.1)
    t(PH, "GuestPhone", phone(), null=0.2, dirt=0.1)
    t(CC, "GuaranteeCard", card("-", "visa", "mc", "amex"), null=0.4)
    t(OI, "PassportNumber", pat("##??#####|?#######|#########|??#######"), null=0.35)
    t(TR, "ConfirmationNo", pat("##########"), dirt=0)
    t(TR, "CheckIn", day(2023, 2025))
    t(TR, "RoomNo", num(101, 1840))
    t(NO, "Nights", num(1, 21))
    t(TR, "RatePlan", one("BAR|CORP-ACME|AAA|GROUP MAY|SENIOR"))
    t(TR, "HotelName", one("Hotel Victoria|The Georgian|Villa Carlotta|Hotel Adlon Park|King George Inn|Casa Lucia"))
    t(TR, "HotelCity", city)
    t(TR, "PhoneInRoom", flag)
    t(NO, "Comment", mix(sentence, one("late arrival|extra bed|high floor|quiet room")), null=0.5)

    t = _Table(out, "flight_passengers")
    t(
        PN,
        "pax_name",
        lambda r: f"{up(who('family', *WEST))(r)}/{up(who('given', *WEST))(r)} {r.choice(('MR', 'MRS', 'MS'))}",
    )
    t(OI, "doc_no", pat("C01X0#T##|##AA#####|P#######|5########"), null=0.1)
    t(DB, "dob_ddmmmyy", up(birth("%d%b%y")))
    t(TR, "flight_no", pat("LH%##|BA %###|TK##"))
    t(NO, "seat", pat("%%?|%?"))
    t(TR, "std", day(2024, 2025, "%Y-%m-%dT%H:%MZ"))
    t(NO, "origin", one("FRA|JFK|IST|MAD|SIN|AMS"))
    t(TR, "aircraft", one("A320-214|B737-800|E190|DHC-8-400|A350"))
    t(TR, "passport_country", one("DEU|USA|TUR|ESP|SGP"))
    t(TR, "visa_category", one("B1/B2|Schengen C|none|H-1B"))
    t(NO, "bags", num(0, 3))

    t = _Table(out, "airport_reference")
    t(
        TR,
        "airport_name",
        one("John F. Kennedy Intl|Charles de Gaulle|Marco Polo|Indira Gandhi Intl|Ben Gurion|Heathrow"),
    )
    t(TR, "lat", dec(-60, 70, 6))
    t(TR, "lon", dec(-180, 180, 6))
    t(NO, "elevation_ft", num(-10, 9000))
    t(NO, "tz", one("Europe/Paris|America/New_York|Asia/Tokyo|Africa/Cairo"))
    t(TR, "freq_mhz", dec(118, 137, 3))
    t(TR, "opened", day(1925, 2015, "%B %d, %Y"))


def _public(out: list[LabelledColumn]) -> None:
    t = _Table(out, "tax_filings")
    t(SS, "taxpayer_ssn", ssn(), null=0)
    t(SS, "SpouseSSN", ssn(" "), null=0.5)
    t(SS, "dep_ssn_raw", ssn(""), null=0.3, dirt=0.02)
    t(PN, "taxpayer_name", who("mid", "en", "es", "cn", "ng"))
    t(PA, "residence", full("us"))
    t(ZC, "zip_plus4", lambda r: f"{zips('us')(r)}-{shape(r, '####')}")
    t(TR, "form", one("1040|1040-SR|1040-NR|W-2|1099-MISC"))
    t(TR, "tax_year", num(2015, 2023))
    t(NO, "agi", num(0, 400_000))
    t(TR, "received", day(2020, 2024, "%Y-%m-%d"))
    t(TR, "dln", pat("##############"), dirt=0)
    t(NO, "filing_status", one("single|married joint|married separate|head of household"))

    t = _Table(out, "voter_roll")
    t(UI, "voter_id", num(100_000_000, 199_999_999), null=0)
    t(PN, "name_last", up(who("family", "en", "ie", "es")))
    t(PN, "name_first", up(who("given", "en", "ie", "es")))
    t(PN, "name_middle", up(who("given", "en", "ie", "es")), null=0.4)
    t(PA, "res_street", up(line("us")))
    t(ZC, "res_zip", as_int(zips("us")))
    t(DB, "date_of_birth", birth("%m-%d-%Y", 1925, 2005))
    t(TR, "precinct", pat("0#-##|P-###"))
    t(TR, "registered", day(1980, 2023, "%m-%d-%Y"))
    t(NO, "party", one("D|R|I|G|L"))
    t(NO, "status", _same("ACTIVE"))

    t = _Table(out, "demographics_by_region")
    t(TR, "birth_rate", dec(6, 40, 1))
    t(TR, "births", num(800, 90_000))
    t(TR, "county_name", one("Jackson|Madison|Lincoln|Douglas|Marion|Clay|Wayne|Franklin|Orange|Lee"))
    t(TR, "fips", pat("#####"), dirt=0)
    t(NO, "median_age", dec(20, 55, 1))
    t(TR, "households", num(10_000, 99_999))
    t(TR, "first_name_rank", num(1, 1000))
    t(TR, "phone_penetration", dec(0, 1, 3))
    t(NO, "year", num(1990, 2023))
    t(TR, "zip_code_count", num(1, 300))

    t = _Table(out, "street_assets")
    t(TR, "street_type", one("Ave|St|Blvd|Ln|Rd|Ct"))
    t(TR, "street_lighting", one("LED|sodium|none|solar"))
    t(TR, "asset_tag", pat("A##-###-####"))
    t(TR, "bridge_name", one("Washington Bridge|Tappan|Lions Gate|Victoria Bridge|Ponte Vasco"))
    t(NO, "length_m", dec(3, 2400, 1))
    t(TR, "inspected", day(2018, 2024, "%d.%m.%y"))
    t(TR, "parcel", pat("###-##-###-####"))
    t(TR, "tree_species", one("Acer rubrum|Rosa canina|Salix alba|Tilia cordata|Ginkgo biloba"))

    t = _Table(out, "library_loans")
    t(UI, "borrower_no", pat("2100 #### ####"), null=0)
    t(PN, "borrower", who("full", "se", "no", "fi", "is"))
    t(PH, "sms_number", phone("se"), null=0.3)
    t(TR, "barcode", pat("3#############"), dirt=0)
    t(TR, "due", day(2024, 2024, "%Y-%m-%d"))
    t(NO, "renewals", num(0, 3))
    t(NO, "fine", dec(0, 30))

    t = _Table(out, "library_catalog")
    t(
        TR,
        "title",
        one("Emma|Rebecca|Jane Eyre|Anna Karenina|Oliver Twist|Ivanhoe|Carrie|Lolita|Moby-Dick|Candide|Heidi"),
    )
    t(PN, "author", mix(who("lf"), who("full")), dirt=0.03)
    t(TR, "isbn13", pat("978#########%"), dirt=0)
    t(TR, "isbn_10", pat("#-####-####-X|##########"))
    t(TR, "publisher", one("Harper & Brothers|Penguin|Suhrkamp|Gallimard|Simon & Schubert|Bloomsbury|Knopf"))
    t(TR, "shelf", pat("PR####.?##|8##.%%"))
    t(TR, "pub_year", num(1850, 2024))
    t(TR, "language", one("en|sv|de|fi"))
    t(NO, "pages", num(40, 1400))
    t(TR, "subject", one("May Day|Paris (France)|Rose culture|Lincoln era|Gardens|Cats"))


def _technical(out: list[LabelledColumn]) -> None:
    t = _Table(out, "iot_telemetry")
    t(TR, "device_id", pat("dev-~~~~~~~~"), null=0, dirt=0)
    t(TR, "mac_address", pat("~~:~~:~~:~~:~~:~~"), dirt=0)
    t(TR, "ts", epoch(2023, 2024), null=0)
    t(TR, "ts_ms", epoch(2023, 2024, 1000))
    t(TR, "fw_version", pat("10.%.#.#|2.1#.#.%"))
    t(NO, "temperature", dec(-20, 45, 2))
    t(NO, "humidity", dec(0, 100, 1))
    t(NO, "battery_mv", num(2700, 4200))
    t(TR, "sensor_name", one("Kitchen|Hall|Bella-01|Max-temp|Freezer|Attic"))
    t(TR, "payload_hex", hexed(32), dirt=0)
    t(TR, "memory_address", pat("0x~~~~~~~~|0x7ff~~~~~~~~~"))
    t(IP, "gateway", ip4)
    t(NO, "rssi", num(-120, -30))
    t(TR, "reading", as_float(pat("######")))

    t = _Table(out, "web_access_log")
    t(IP, "client_addr", mix(ip4, ip6), null=0)
    t(IP, "x_forwarded_for", joined(", ", ip4, 1, 3), null=0.4)
    t(IP, "upstream", fill("{}:{}", ip4, one("8080|443|9000|3128")))
    t(
        TR,
        "user_agent",
        fill(
            "Mozilla/5.0 ({}) Chrome/{}.0.{}.{} Safari/537.36",
            one("Windows NT 10.0; Win64; x64|X11; Linux x86_64|Macintosh"),
            num(90, 124),
            num(3000, 6400),
            num(1, 200),
        ),
    )
    t(TR, "path", one("/index.html|/api/v2/items|/may-sale|/products/oliver-armchair|/favicon.ico|/help/email"))
    t(
        TR,
        "referer",
        one(
            "https://www.google.com/|https://news.site/a/1234567890|-|https://t.co/AbC12",
        ),
    )
    t(NO, "status", pick(200, 200, 200, 301, 404, 500))
    t(NO, "bytes", num(0, 900_000))
    t(TR, "request_id", uuid, dirt=0)
    t(TR, "session_id", hexed(26), dirt=0)
    t(TR, "time_local", day(2024, 2024, "%d/%b/%Y:%H:%M:%S +0000"))
    t(TR, "host", one("www.shop.example|api.shop.example|cdn3.shop.example"))
    t(UI, "remote_user", handle, null=0.6)

    t = _Table(out, "app_errors")
    t(TR, "level", one("INFO|WARN|ERROR|DEBUG|FATAL"))
    t(TR, "class_name", one("java.lang.NullPointerException|org.acme.mail.EmailSender|PhoneValidator|UserNameMapper"))
    t(
        TR,
        "message",
        fill(
            "{} after {} ms (code {})",
            one("timeout|connection reset|retry|parse error"),
            num(1, 90000),
            num(10000, 99999),
        ),
    )
    t(TR, "stack_hash", hexed(40), dirt=0)
    t(TR, "thread", one("http-nio-8080-exec-7|main|pool-3-thread-12|scheduler"))
    t(TR, "app_version", pat("%.##.#.####|1#.0.%.1"))
    t(TR, "file_name", one("user_email.py|Address.java|john.cfg|main.rs|names.csv|phone_utils.ts"))
    t(NO, "line_no", num(1, 4000))
    t(TR, "sql", one("SELECT name FROM users|UPDATE t SET phone = ?|DELETE FROM email_queue WHERE id < 100|SELECT 1"))
    t(NO, "env", one("prod|staging|dev"))
    t(TR, "instance", pat("i-0~~~~~~~~~~~~~~~~"))

    t = _Table(out, "network_leases")
    t(IP, "ip", ip4, null=0)
    t(IP, "ipv6_prefix", fill("{}/64", ip6), null=0.3)
    t(IP, "cidr", fill("{}/{}", ip4, pick(24, 28, 30, 32)))
    t(TR, "hwaddr", pat("~~-~~-~~-~~-~~-~~|~~~~.~~~~.~~~~"), dirt=0)
    t(TR, "hostname", pat("printer-##|nas%|srv-db-##|kiosk-hall-%"))
    t(TR, "ip_version", pick(4, 6))
    t(TR, "lease_end", epoch(2024, 2024))
    t(NO, "vlan", num(1, 4094))
    t(TR, "asn", pat("AS#####"))
    t(TR, "subnet_mask_bits", pick(8, 16, 24, 30))
    t(TR, "oid", pat("1.3.6.1.4.1.%###.%.#"))

    t = _Table(out, "k8s_pods")
    t(TR, "pod_name", pat("mailer-~~~~~~~~~~-*****|user-service-~~~~~~~~-~~~~~"))
    t(IP, "podIP", pat("10.244.%#.1##|10.42.%.%#"), null=0.05)
    t(TR, "image", one("nginx:1.25.3|registry.local/mail@sha256:ab12|redis:7.2.4-alpine|postgres:16.1"))
    t(TR, "chart_version", pat("1#.%.#|4.10.#.%"))
    t(NO, "restarts", num(0, 30))
    t(NO, "namespace", one("default|kube-system|billing|identity"))
    t(TR, "uid", uuid, dirt=0)
    t(TR, "createdAt", day(2024, 2024, "%Y-%m-%dT%H:%M:%SZ"))
    t(TR, "annotations", js(obj(owner=one("team-payments|team-mail"), checksum=hexed(12), port=num(1000, 9999))))

    t = _Table(out, "git_commits")
    t(TR, "sha", hexed(40), dirt=0, null=0)
    t(PN, "author_name", who("full"))
    t(EM, "author_email", mail(), null=0)
    t(EM, "committer", lambda r: f"<{mail()(r)}>")
    t(
        TR,
        "subject",
        one("Fix email regex|Bump log4j to 2.17.1.0|Add phone input|Merge branch 'rose'|Rename address field|wip"),
    )
    t(TR, "committed", day(2015, 2024, "%a %b %d %H:%M:%S %Y +0200"))
    t(NO, "insertions", num(0, 4000))
    t(TR, "tag", pat("v%.#.#|v10.%.#.%|"))
    t(TR, "package", one("lodash@4.17.21|@types/node@20.1.0|left-pad@1.3.0|react@18.2.0"))

    t = _Table(out, "software_inventory")
    t(TR, "version", pat("10.%.#.%|%#.0.####.1##|12.1.0.%"), dirt=0)
    t(TR, "product", one("Adobe Reader|Oracle Client|Visual Studio|Mercury Driver|SQL Server"))
    t(TR, "license_key", pat("*****-*****-*****-*****"), null=0.2)
    t(TR, "install_date", as_int(day(2018, 2024, "%Y%m%d")))
    t(NO, "size_mb", num(1, 9000))
    t(TR, "guid", lambda r: "{" + uuid(r).upper() + "}", dirt=0)
    t(UI, "installed_by", fill("CORP\\{}", handle))
    t(TR, "registry_path", one("HKLM\\Software\\Users|HKCU\\Mail\\Address|C:\\Program Files\\Rose"))


def _marketing(out: list[LabelledColumn]) -> None:
    t = _Table(out, "ad_impressions")
    t(TR, "impressionId", uuid, dirt=0, null=0)
    t(TR, "campaignName", one("Mother's Day 2024|Spring_Rose_Push|Will it blend|April DE Retarget|Jack Sparrow promo"))
    t(TR, "creativeId", num(1_000_000_000, 9_999_999_999))
    t(IP, "userIp", mix(ip4, ip6), null=0.1)
    t(TR, "bidPrice", dec(0.01, 12, 4))
    t(TR, "deviceMake", one("Apple|Samsung|Huawei|Philips|Lenovo"))
    t(TR, "ipCountry", one("DE|FR|US|BR|JP"))
    t(TR, "landingUrl", fill("https://ad.example/c/{}?src={}", num(1000, 999999), one("mail|fb|may")))
    t(TR, "userCount", num(0, 90_000))
    t(NO, "viewable", digit_flag)
    t(TR, "iabCategory", one("IAB1-2|IAB12|IAB19-6|IAB3"))

    t = _Table(out, "clickstream")
    t(UI, "user_id", uuid, null=0.3, dirt=0)
    t(TR, "event_id", uuid, null=0, dirt=0)
    t(TR, "event_name", one("page_view|email_click|add_to_cart|phone_tap|login|address_saved"))
    t(TR, "event_ts", epoch(2023, 2024, 1000))
    t(TR, "search_query", one("red dress|olive oil|charlotte armchair|iphone 13 case|size 42 boots|may flowers|usb c"))
    t(TR, "page_title", one("Checkout|Your address book|Login|Rose Garden Set|Contact us"))
    t(TR, "utm_source", one("newsletter|google|email|partner_42"))
    t(NO, "scroll_pct", num(0, 100))
    t(NO, "experiment", one("exp_117:B|exp_90:A|none"))
    t(NO, "screen", one("1920x1080|390x844|1366x768|2560x1440"))
    t(TR, "props", js(obj(sku=pat("#########"), price=dec(1, 90), ab=one("A|B"))))
    t(UI, "anonymous_or_login", handle, null=0.5)

    t = _Table(out, "email_campaign_events")
    t(EM, "recipient", low(mail()), null=0)
    t(TR, "recipient_count", num(1, 80_000))
    t(TR, "message_id", fill("<{}.{}@mta-3>", hexed(12), num(1000, 9999)), dirt=0)
    t(TR, "bounce_code", one("5.1.1|4.2.2|5.7.26|2.0.0"))
    t(TR, "mail_server", one("mx1.mail.example|smtp-out-7.mail.example|mx.backup.example"))
    t(TR, "list_name", one("VIP Customers|May Promo|Press|All Users DE|Parents"))
    t(NO, "clicks", num(0, 12))

    t = _Table(out, "survey_raw")
    t(NO, "Q1", one("Strongly agree|Agree|Neutral|Disagree"))
    t(NO, "Q2", num(1, 10))
    t(TR, "Q3", prose, null=0.4)
    t(EM, "Q4", mail(), null=0.4)
    t(ZC, "Q5_zip", as_float(zips("us")), null=0.1)
    t(NO, "Q6", one("18-24|25-34|35-44|45-54|55+"))
    t(TR, "Q7", one("Paris|Florence|Sydney|Austin|Charlotte|Adelaide|Victoria|Lourdes"))
    t(TR, "ResponseId", pat("R_##?*^*^?#*^?*^"), dirt=0)
    t(NO, "Duration", num(20, 4000))
    t(IP, "IPAddress", ip4, null=0)


def _support(out: list[LabelledColumn]) -> None:
    def around(make: Make) -> Make:
        return lambda r: r.choice((
            f"Please answer to {make(r)}, thanks.", f"{sentence(r)} Reach me: {make(r)}", f"contact {make(r)}!!",
            f"Hi, {make(r)} is the best way to get back to me. {sentence(r)}",
        ))  # fmt: skip

    t = _Table(out, "support_tickets")
    t(TR, "ticket_no", seq(1_200_000_311, 40), null=0)
    t(UI, "requester_id", num(360_000_000_000, 369_999_999_999), null=0)
    t(EM, "requester", mail(), null=0.05)
    t(EM, "body", chance(0.85, around(mail()), prose), null=0, dirt=0)
    t(PH, "callback_note", chance(0.8, around(phone("us", "gb", "de")), sentence), null=0.1, dirt=0)
    t(TR, "internal_note", prose, null=0.3)
    t(
        TR,
        "subject",
        one("Refund for order 302-5518820|App crashes on 14.2.1|Where is my parcel?|Wrong address label printed"),
    )
    t(NO, "priority", one("low|normal|high|urgent"))
    t(TR, "channel", one("email|phone|chat|web"))
    t(TR, "first_response_min", num(1, 9000))
    t(UI, "assignee_login", low(handle))
    t(EM, "cc_list", joined("; ", mail(), 1, 3), null=0.4)
    t(NO, "tags", joined(",", one("refund|may|login|email|iphone|bug"), 1, 3))
    t(TR, "satisfaction", one("good|bad|offered|unoffered"))

    t = _Table(out, "chat_sessions")
    t(TR, "chat_uuid", uuid, dirt=0, null=0)
    t(PN, "visitor_name", who("given", "en", "br", "in", "id"), null=0.35, dirt=0.06)
    t(UI, "agent_login", one("jdoe2|mpetrova|kchan88|tbauer|afarsi|lsmith3"))
    t(TR, "bot_name", one("Ava Bot|Max Helper|Ask Lena|Botty"))
    t(NO, "transcript_len", num(2, 400))
    t(TR, "last_message", sentence)
    t(TR, "started", day(2024, 2024, "%I:%M %p %m/%d/%Y"))
    t(IP, "visitor_ip", mix(ip4, fill("{}:{}", ip4, num(20000, 60000))))


def _leisure(out: list[LabelledColumn]) -> None:
    t = _Table(out, "sports_club_members")
    t(UI, "member_no", seq(2210, 4), null=0)
    t(PN, "member_name", who("full", "en", "za", "ke", "et", "ng"))
    t(DB, "birthday", birth("%d %B %Y|%d %b %Y"), null=0.1)
    t(TR, "member_since", day(1995, 2024, "%d %B %Y"))
    t(TR, "team_name", one("St. Johns|Ajax|Olivia United|Red Roses|King's XI|Jaguars"))
    t(NO, "dues", pick(120.0, 80, 200.5))
    t(PH, "cell", phone("za", "ng", "gb"), dirt=0.05)
    t(PA, "street_and_no", line("gb"))
    t(NO, "locker", num(1, 400))
    t(TR, "member_type", one("adult|junior|family|honorary"))
    t(EM, "eMail", mail(), null=0.3, dirt=0.1)

    t = _Table(out, "player_stats")
    t(PN, "player", mix(who("full"), who("init")))
    t(NO, "shirt_no", num(1, 99))
    t(TR, "club", one("Real Madrid|Juventus|Ajax|River Plate|Santos|Everton|St Pauli"))
    t(TR, "stadium", one("Estadio Alfredo D.|Anfield|Giuseppe Park|Wembley|Lincoln Field"))
    t(NO, "goals", num(0, 40))
    t(TR, "match_date", day(2010, 2024, "%d/%m/%Y"))
    t(NO, "score", fill("{}-{}", num(0, 5), num(0, 5)))
    t(NO, "formation", one("4-3-3|4-4-2|3-5-2|4-2-3-1"))

    t = _Table(out, "restaurants")
    t(
        TR,
        "restaurant_name",
        one("Chez Michel|Da Antonio|Wendy's|Old John's Diner|Mama Rosa|Sushi Ken|Bistro Charlotte"),
    )
    t(
        TR,
        "dish",
        one("Caesar Salad|Pizza Margherita|Crepe Suzette|Peach Melba|Eggs Benedict|Beef Wellington|Sloppy Joe"),
    )
    t(NO, "price_eur", fill("{},{} €", num(3, 60), one("00|50|90")))
    t(TR, "opening_hours", one("11:00-22:30|Mo-Fr 9-18|12-14, 18-23"))
    t(TR, "michelin_phone_required", flag)
    t(NO, "table_no", num(1, 60))

    t = _Table(out, "garden_varieties")
    t(
        TR,
        "rose_variety",
        one("Gertrude Jekyll|Graham Thomas|Olivia Rose|Queen Elizabeth|Peace|Lady Emma Hamilton|Falstaff"),
    )
    t(TR, "apple_name", one("Granny Smith|James Grieve|Pink Lady|Jonathan|Elstar|Braeburn|Gala"))
    t(TR, "plant_name", one("Sweet William|Black-eyed Susan|Jacob's ladder|Rosemary|Veronica|Daisy|Ivy"))
    t(NO, "height_cm", num(10, 400))
    t(TR, "bloom_month", one("April|May|June|July|August"))
    t(TR, "hardiness_zone", one("5a|6b|7|8a"))
    t(TR, "catalog_no", num(10000, 99999))

    t = _Table(out, "storm_history")
    t(TR, "storm_name", one("Katrina|Andrew|Sandy|Harvey|Maria|Ida|Hugo|Camille|Michael|Dorian|Irma|Wilma"))
    t(TR, "landfall", day(1950, 2023, "%Y-%m-%d"))
    t(NO, "max_wind_kt", num(65, 165))
    t(TR, "damage_usd", num(1_000_000_000, 9_999_999_999))
    t(NO, "category", num(1, 5))
    t(TR, "track_point", fill("{}N {}W", dec(10, 45, 1), dec(50, 98, 1)))

    t = _Table(out, "museum_objects")
    t(TR, "object_name", one("Portrait of a Lady|Venus|Victoria Vase|David (cast)|Madonna and Child|Sword|Amphora"))
    t(TR, "accession_no", pat("19##.###.##|18##-####"))
    t(TR, "event_date", day(1066, 1945, "%d %B %Y"))
    t(TR, "material", one("oak|jade|amber|ivory|oil on canvas|sterling silver"))
    t(TR, "room", one("Medici Room|Franklin Hall|Room 12|Rose Gallery"))
    t(TR, "image_file", pat("IMG_####.JPG|scan-20######.tif"))

    t = _Table(out, "card_game_log")
    t(TR, "card_suit", one("hearts|spades|clubs|diamonds"))
    t(TR, "card_number", num(2, 10))
    t(TR, "card_face", one("Jack|Queen|King|Ace"))
    t(NO, "bet", num(1, 500))
    t(UI, "player_handle", handle, null=0)
    t(NO, "round_no", num(1, 10_000))


def _energy(out: list[LabelledColumn]) -> None:
    t = _Table(out, "energy_meters")
    t(TR, "METER_SERIAL", pat("1EMH00########"), dirt=0)
    t(UI, "ACCT_HOLDER_ID", pat("AH########"), null=0)
    t(PA, "SUPPLY_ADDRESS", full("gb", "nl"), null=0.02)
    t(ZC, "SUPPLY_PC", zips("gb", "nl"))
    t(TR, "OBIS", one("1-0:1.8.0|1-0:2.8.0|1-1:1.29.0|0-0:96.1.0"))
    t(NO, "READ_KWH", dec(0, 99_999, 1))
    t(TR, "READ_TS", day(2023, 2024, "%Y%m%d%H%M%S"))
    t(TR, "TARIFF", one("DAY|NIGHT|ECO7|GREEN MAY"))
    t(TR, "FEEDER", num(10000, 99999))
    t(NO, "PHASES", pick(1, 3))
    t(OI, "PAYER_IBAN", low(iban("", "GB", "NL")), null=0.2)

    t = _Table(out, "weather_obs")
    t(TR, "station", one("Frankfurt/Main|San Jose|Santa Maria|St. Louis|Georgetown|Port Elizabeth"))
    t(TR, "wmo_id", num(10000, 99999))
    t(NO, "wind_ms", dec(0, 40, 1))
    t(TR, "coords", fill("{}°N {}°E", dec(40, 60, 2), dec(0, 30, 2)))
    t(TR, "obs_time", day(2023, 2024, "%Y-%m-%d %H:%M:%S%z"))
    t(NO, "pressure", dec(960, 1050, 1))
    t(NO, "metar", fill("EDDF {}Z 2{}KT 9999 Q{}", pat("2#1#20"), pat("4010|1012"), num(990, 1030)))


# ------------------------------------------------------------------------------------- the tables: countries


def _european(out: list[LabelledColumn]) -> None:
    t = _Table(out, "kunden")
    t(UI, "kundennummer", num(10_000, 99_999), null=0)
    t(NO, "anrede", one("Herr|Frau|Firma|Divers"))
    t(PN, "vorname", who("given", "de", "tr", "pl"))
    t(PN, "nachname", who("family", "de", "tr", "pl"))
    t(PA, "strasse_hausnr", line("de"), dirt=0.05)
    t(ZC, "plz", as_int(zips("de")), null=0.02)
    t(TR, "ort", town("de"))
    t(PH, "telefon", phone("de"), null=0.3, dirt=0.12)
    t(PH, "handy_nr", as_float(phone("de")), null=0.5)
    t(DB, "geburtsdatum", birth("%d.%m.%Y"), null=0.1)
    t(OI, "steuer_id", steuer_id, null=0.4, dirt=0)
    t(TR, "erstellt_am", day(2010, 2024, "%d.%m.%Y %H:%M"))
    t(TR, "kundengruppe", one("Privat|Gewerbe|Stammkunde|Wiederverkäufer"))
    t(TR, "artikelbezeichnung", one("Schreibtisch Anna|Sofa Otto|Tasse blau|Stuhl Greta|Lampe Karl"))
    t(TR, "bestellnummer", pat("40########0####5"), dirt=0)
    t(EM, "e_mail_adresse", mail("web.de", "gmx.net", "t-online.de", "posteo.de"), null=0.2)
    t(TR, "email_bestaetigt", one("ja|nein"))

    t = _Table(out, "clients_fr")
    t(PN, "prenom", who("given", "fr", "ar", "pt"))
    t(PN, "nom_de_famille", up(who("family", "fr", "ar", "pt")))
    t(EM, "courriel", mail("orange.fr", "laposte.net", "gmail.com"), null=0.15)
    t(PH, "telephone", phone("fr"), dirt=0.1)
    t(PA, "adresse", full("fr"))
    t(ZC, "code_postal", zips("fr"))
    t(OI, "num_secu", nir, null=0.2, dirt=0)
    t(DB, "date_naissance", birth("%d/%m/%Y"))
    t(TR, "date_commande", day(2020, 2024, "%d/%m/%Y"))
    t(TR, "ville", town("fr"))
    t(TR, "nom_produit", one("Lampe Juliette|Fauteuil Marcel|Table basse|Canapé Louis|Tapis Inès"))
    t(TR, "siret", pat("### ### ### #####"), null=0.2)
    t(NO, "montant_ttc", fill("{},{} €", num(1, 900), pat("##")))

    t = _Table(out, "clientes_es")
    t(UI, "idCliente", num(1, 9000), null=0)
    t(PN, "nombre", who("given", "es", "mx"))
    t(PN, "apellidos", lambda r: f"{who('family', 'es')(r)} {who('family', 'mx')(r)}")
    t(OI, "dni", mix(dni, dni, nie), dirt=0.05)
    t(EM, "correo", mail("gmail.com", "telefonica.es", "hotmail.com"), null=0.2)
    t(PH, "movil", phone("es"), dirt=0.05)
    t(PA, "direccion", line("es"))
    t(ZC, "cp", as_int(zips("es")))
    t(DB, "fechaNacimiento", birth("%d-%m-%Y"))
    t(TR, "fechaAlta", day(2012, 2024, "%d-%m-%Y"))
    t(TR, "provincia", one("Madrid|Santa Cruz|Sevilla|Guadalajara|León|Jaén"))
    t(TR, "numPedido", pat("PED-########"))
    t(NO, "importe", dec(1, 3000))

    t = _Table(out, "clientes_br")
    t(PN, "nome_completo", who("full", "br", "pt", "jp"))
    t(OI, "cpf", cpf, null=0.02)
    t(OI, "cpf_num", as_int(cpf), null=0.1)
    t(PH, "telefone", phone("br"), dirt=0.08)
    t(PA, "endereco", line("br"))
    t(ZC, "cep", zips("br"))
    t(DB, "data_nascimento", birth("%d/%m/%Y"), null=0.05)
    t(EM, "email_cliente", mail("uol.com.br", "gmail.com", "hotmail.com"))
    t(TR, "cidade", town("br"))
    t(TR, "nota_fiscal", pat("000.###.###"), dirt=0)
    t(TR, "situacao", one("ativo|inativo|bloqueado"))
    t(NO, "valor", fill("R$ {},{}", num(1, 900), pat("##")))
    t(TR, "codigo_barras", pat("789##########"), dirt=0)

    t = _Table(out, "klienci_pl")
    t(PN, "imie", who("given", "pl"))
    t(PN, "nazwisko", who("family", "pl"))
    t(OI, "pesel", pesel, dirt=0.02)
    t(PH, "nr_telefonu", phone("pl"))
    t(PA, "adres", full("pl"), null=0.1)
    t(ZC, "kod_pocztowy", zips("pl"))
    t(DB, "data_urodzenia", birth())
    t(TR, "data_zamowienia", day(2021, 2024))
    t(TR, "nazwa_firmy", company)
    t(TR, "miasto", town("pl"))
    t(TR, "regon_kod", pat("#########"))
    t(NO, "kwota", fill("{},{} zł", num(1, 900), pat("##")))

    t = _Table(out, "musteriler")
    t(PN, "AdSoyad", who("full", "tr"))
    t(OI, "TCKimlikNo", tckn, dirt=0)
    t(PH, "CepTelefonu", phone("tr"), dirt=0.06)
    t(PA, "Adres", full("tr"))
    t(DB, "DogumTarihi", birth("%d.%m.%Y"))
    t(EM, "EPosta", mail(), null=0.2)
    t(TR, "Sehir", town("tr"))
    t(TR, "SiparisNo", num(100_000_000, 999_999_999))
    t(TR, "UrunAdi", one("Deniz Havlu|Gül Suyu|Kaya Tuzu|Defne Sabunu|Çelik Tencere|Aslan Peluş"))
    t(NO, "Tutar", dec(10, 9000))
    t(TR, "KayitTarihi", day(2019, 2024, "%d.%m.%Y"))

    t = _Table(out, "anagrafica_it")
    t(PN, "cognome_nome", who("ff", "it"))
    t(OI, "codice_fiscale", codice_fiscale, null=0.03)
    t(PA, "indirizzo", line("it"))
    t(ZC, "cap", zips("it"))
    t(DB, "nato_il", birth("%d/%m/%Y"))
    t(TR, "nato_a", town("it"))
    t(PH, "cellulare", phone("it"), null=0.1)
    t(TR, "stato_pratica", one("aperta|chiusa|sospesa"))
    t(TR, "n_protocollo", pat("####/20##"))
    t(NO, "note", one("urgente|da verificare|ok"), null=0.5)

    t = _Table(out, "leden_nl")
    t(PN, "achternaam", who("family", "nl"))
    t(OI, "bsn", bsn, dirt=0)
    t(PA, "adres", full("nl"))
    t(ZC, "postcode", low(zips("nl")))
    t(PH, "telefoonnummer", phone("nl"))
    t(DB, "geboortedatum", birth("%d-%m-%Y"))
    t(UI, "lidnummer", pat("L-#####"), null=0)
    t(NO, "contributie_jaar", num(2010, 2024))
    t(TR, "woonplaats", town("nl"))

    t = _Table(out, "medlemmar_nordic")
    t(PN, "namn", who("full", "se", "no", "fi", "is"))
    t(OI, "personnummer", personnummer, dirt=0.03)
    t(OI, "hetu", hetu, null=0.4)
    t(PA, "gatuadress", line("se"))
    t(ZC, "postnr", zips("se"))
    t(PH, "mobilnr", phone("se"))
    t(TR, "ort", town("se"))
    t(TR, "ordernr", num(1_000_000, 9_999_999))
    t(TR, "produkt", one("Bokhylla Billy|Stol Ingolf|Lampa Astrid|Säng Malm|Soffa Karin"))

    t = _Table(out, "pelates_gr")
    t(PN, "ονοματεπώνυμο", who("full", "el"))
    t(PN, "onoma", who("full", "gr"))
    t(NO, "κατάσταση", one("ενεργός|ανενεργός|σε αναμονή"))
    t(TR, "πόλη", one("Αθήνα|Θεσσαλονίκη|Πάτρα|Ηράκλειο|Λάρισα|Βόλος"))
    t(TR, "προϊόν", one("Ελαιόλαδο 1L|Σαπούνι|Τσάι του βουνού|Μέλι θυμάρι"))
    t(NO, "ποσό", dec(1, 500))

    t = _Table(out, "клиенты")
    t(PN, "фио", lambda r: f"{who('ff', 'rus')(r)} {r.choice(('Иванович', 'Петровна', 'Сергеевич', 'Олеговна'))}")
    t(PN, "имя", who("given", "rus", "uk", "bg"))
    t(PA, "адрес", full("ru"), null=0.05)
    t(PH, "телефон", phone("ru"), dirt=0.08)
    t(DB, "дата_рождения", birth("%d.%m.%Y"))
    t(ZC, "индекс", zips("ru"))
    t(TR, "город", town("ru"))
    t(TR, "дата_заказа", day(2018, 2021, "%d.%m.%Y"))
    t(NO, "статус", one("новый|оплачен|отменён|доставлен"))
    t(TR, "товар", one("Торт «Наполеон»|Кресло «Ольга»|Лампа|Чай «Беседа»|Конфеты «Алёнка»"))
    t(NO, "сумма", num(100, 90_000))


def _world(out: list[LabelledColumn]) -> None:
    t = _Table(out, "顧客")
    t(PN, "氏名", who("full", "ja"))
    t(PN, "kana_name", who("full", "jp"), null=0.1)
    streets = one(
        "東京都渋谷区神南|大阪府大阪市北区梅田|京都府京都市中京区河原町|北海道札幌市中央区大通西|福岡県福岡市博多区中洲"
    )
    t(PA, "住所", fill("{}{}-{}-{}", streets, num(1, 9), num(1, 20), num(1, 30)))
    t(ZC, "郵便番号", pat("1##-####|〒5##-####|06#-####"))
    t(PH, "電話番号", phone("jp"), dirt=0.05)
    t(DB, "生年月日", birth("%Y/%m/%d|%Y年%m月%d日"))
    t(TR, "商品名", one("緑茶 500ml|サクラ石鹸|桃缶|和紙ノート|花子ぬいぐるみ"))
    t(TR, "登録日", day(2018, 2024, "%Y/%m/%d"))
    t(NO, "性別", one("男|女|その他"))
    t(TR, "都道府県", one("東京都|大阪府|山口県|福島県|宮崎県|石川県"))

    t = _Table(out, "cn_users")
    t(UI, "yonghu_id", num(10_000_000, 99_999_999), null=0)
    t(PN, "姓名", who("full", "zh"))
    t(OI, "身份证号", resident_id, dirt=0)
    t(PH, "shouji", phone("cn"), null=0.05)
    streets = one("北京市朝阳区建国路|上海市浦东新区世纪大道|广东省深圳市南山区深南大道|四川省成都市人民南路")
    t(PA, "地址", fill("{}{}号{}室", streets, num(1, 900), num(101, 2404)))
    t(TR, "城市", one("北京|上海|成都|广州|西安|杭州"))
    t(TR, "订单号", pat("2023##############"), dirt=0)
    t(NO, "状态", one("已付款|待发货|已取消"))
    t(CC, "银行卡", card(" ", "cup"), null=0.2)

    t = _Table(out, "kr_members")
    t(PN, "이름", who("full", "ko"))
    t(PH, "휴대폰", phone("kr"), dirt=0.04)
    t(UI, "회원아이디", handle, null=0)
    t(DB, "생년월일", birth("%Y.%m.%d"))
    t(TR, "상품", one("김치 1kg|사과|고구마|하은이 인형|차"))
    t(TR, "가입일", day(2015, 2024, "%Y.%m.%d"))
    t(NO, "등급", one("일반|우수|VIP"))

    t = _Table(out, "arabic_clients")
    t(PN, "الاسم", who("full", "arb"))
    t(PH, "الهاتف", phone("ae"))
    t(TR, "المدينة", one("دبي|الرياض|القاهرة|عمّان|الدوحة|بيروت"))
    t(TR, "المنتج", one("قهوة عربية|تمر|سجادة|عطر الورد"))
    t(NO, "المبلغ", dec(10, 4000))
    t(PN, "name_en", who("full", "ar", "fa"), null=0.2)

    t = _Table(out, "hebrew_thai_mix")
    t(PN, "שם_מלא", who("full", "he"))
    t(PH, "טלפון", phone("il"))
    t(PN, "ชื่อ", who("full", "tha"))
    t(PN, "სახელი", who("full", "ka"))
    t(TR, "עיר", one("תל אביב|חיפה|ירושלים|באר שבע"))
    t(NO, "סטטוס", one("פעיל|סגור|ממתין"))
    t(TR, "สินค้า", one("ข้าวหอมมะลิ|ชา|สบู่|น้ำปลา"))

    t = _Table(out, "kyc_india")
    t(OI, "aadhaar_no", aadhaar, null=0.1)
    t(OI, "AadhaarInt", as_int(aadhaar), null=0)
    t(OI, "pan_card", pat("???P?####?"), null=0.2, dirt=0)
    t(PN, "applicant", mix(who("full", "in"), who("full", "hi")))
    t(PH, "mob_no", phone("in"))
    t(PA, "perm_addr", full("in"))
    t(ZC, "pincode", as_int(zips("in")))
    t(TR, "ifsc", pat("HDFC000####|SBIN00#####"))
    t(TR, "kyc_status", one("VERIFIED|PENDING|REJECTED"))
    t(TR, "national_id_type", one("AADHAAR|PAN|VOTER|PASSPORT"))
    t(TR, "branch_city", town("in"))
    t(NO, "loan_amt", num(10_000, 5_000_000))

    t = _Table(out, "latam_afiliados")
    t(OI, "rut", rut, dirt=0.02)
    t(PN, "NombreAfiliado", who("two", "mx", "es"))
    t(PH, "Celular", phone("mx"), null=0.2)
    t(TR, "FechaAfiliacion", day(2012, 2024, "%d/%m/%Y"))
    t(TR, "Comuna", one("Santiago|Ñuñoa|Valparaíso|San Miguel|Rosario|Mercedes"))
    t(NO, "Plan", one("Oro|Plata|Bronce"))

    t = _Table(out, "canada_benefits")
    t(OI, "sin", sin, null=0.05)
    t(OI, "SIN_NUM", as_int(sin))
    t(PN, "beneficiary", who("full", "fr", "en", "cn", "in"))
    t(ZC, "postal", pat("K1A #B%|H2X %Y#|V6B &E%|M5V#C%"), dirt=0.05)
    t(PH, "contact_no", phone("ca"))
    t(TR, "province", one("ON|QC|BC|AB|NS"))
    t(TR, "sin_validated", flag)
    t(TR, "decision_date", day(2018, 2024))

    t = _Table(out, "asean_riders")
    t(PN, "rider_name", who("full", "vn", "th", "id"), dirt=0.03)
    t(UI, "rider_code", pat("VN-RD-#####"), null=0)
    t(TR, "vehicle", one("Honda Wave|Yamaha Jupiter|Vario 125|Vespa Primavera"))
    t(NO, "trips", num(0, 400))
    t(TR, "pickup_point", one("Chợ Bến Thành|Central World|Grand Indonesia|Sân bay"))
    t(NO, "rating", dec(3, 5, 2))


# --------------------------------------------------------------------- the tables: meaningless and misleading names


def _generic(out: list[LabelledColumn]) -> None:
    t = _Table(out, "legacy_export")
    t(PN, "col_1", who("LF", "en", "de", "it", "pl"))
    t(EM, "col_2", mail(), dirt=0.1)
    t(PH, "col_3", phone("de", "fr", "us"), dirt=0.1)
    t(CC, "col_4", card(" "))
    t(OI, "col_5", iban(" ", "DE", "FR", "NL"))
    t(IP, "col_6", ip4)
    t(PA, "col_7", full("us", "de", "fr"))
    t(SS, "col_8", ssn())
    t(TR, "col_9", fill("{} {}", one("Blue|Grand|Old|North"), one("Harbor|Lodge|Mill|Station")))
    t(TR, "col_10", num(10000, 99999))
    t(TR, "col_11", day(2015, 2024))
    t(TR, "col_12", pat("%.#.##.%#"))
    t(NO, "col_13", dec(0, 1))
    t(TR, "col_14", uuid)
    t(NO, "col_15", one("A|B|C"))
    t(NO, "col_16", _same(None), rows=60)
    t(NO, "col_17", _same(""), rows=40)

    t = _Table(out, "sheet1", rows=35)
    t(PN, "F1", who("full", "en", "fr", "es"), dirt=0.1)
    t(PA, "F2", full("gb", "us"))
    t(EM, "F3", anycase(mail()))
    t(ZC, "F4", lambda r: f"{zips('us')(r)}-{shape(r, '####')}")
    t(TR, "F5", fill("{}.{}.{}", num(1, 28), num(1, 12), num(2019, 2024)))
    t(TR, "F6", fill("Q{} {}", num(1, 4), num(2019, 2024)))
    t(NO, "F7", fill("{} %", num(0, 100)))
    t(TR, "F8", product)
    t(TR, "F9", pat("######-##"))
    t(NO, "F10", one("x|"), dirt=0)

    t = _Table(out, "eav_attributes")
    t(PH, "attribute_3", phone("gb", "se", "nl"))
    t(PN, "attribute_4", who("full", "rus", "uk", "el"))
    t(TR, "attribute_5", company)
    t(OI, "attribute_6", mix(dni, nie))
    t(IP, "attribute_7", ip6)
    t(TR, "attribute_8", hexed(64))
    t(TR, "attribute_9", prose)
    t(NO, "attribute_10", one("red|green|blue|n/a"))
    t(CC, "attribute_11", card("-"), null=0.5)
    t(TR, "attribute_12", city)

    t = _Table(out, "staging_values", rows=20)
    t(EM, "value", mail(), null=0.2)
    t(PN, "value2", who("full", "zh", "ja", "ko"))
    t(PH, "value3", fill("tel:{}", phone("de", "fr")))
    t(TR, "value4", fill("{} EUR", dec(1, 900)))
    t(TR, "value5", fill("{}:{}:{}", num(10, 23), num(10, 59), num(10, 59)))
    t(NO, "value6", flag)
    t(OI, "value7", iban())
    t(TR, "value8", pat("ver 10.%.#.%|build 192.%.#.1"))

    t = _Table(out, "field_dump")
    t(SS, "field7", ssn(), null=0.3)
    t(PN, "field12", who("full"), dirt=0.08)
    t(IP, "field13", mix(ip4, ip6), null=0.5)
    t(PA, "field14", full("br", "es", "it"), null=0.2)
    t(ZC, "field15", zips("gb"))
    t(TR, "field16", midnight(2020, 2024))
    t(TR, "field17", dec(1_000_000, 9_999_999, 1))
    t(NO, "field18", num(0, 9))
    t(TR, "field19", one("true|false|email|phone"))
    t(TR, "field20", pat("ORD-###-##-####"))
    t(EM, "field21", lambda r: f"mailto:{mail()(r)}")
    t(OI, "field22", cpf)
    t(NO, "field23", one("kg|lb|pcs"))

    t = _Table(out, "misnamed_columns")
    t(EM, "notes2", mail(), null=0.5)
    t(CC, "reference", card(" ", "visa", "mc"), null=0.1)
    t(PH, "x", fill("+49 {}", pat("151 2#######|30 %#######")), dirt=0.05)
    t(IP, "host", ip4)
    t(SS, "order_number", ssn())
    t(PN, "product", who("full", "en", "fr", "de"))
    t(PA, "comment", full("us", "gb"), null=0.3)
    t(EM, "phone", mail(), null=0.1)
    t(PH, "email", phone("us"))
    t(OI, "remarks", iban(" "), null=0.4)
    t(IP, "version", mix(ip6, ip4), null=0.1)
    t(TR, "email_address", flag)
    t(TR, "telephone_total", dec(0, 90))
    t(TR, "first_name", num(0, 9))
    t(TR, "address", pat("0x~~~~~~~~"))
    t(TR, "birthdate_ok", one("yes|no"))
    t(
        TR,
        "customer_name",
        one("Acme Corporation|Contoso Ltd.|Nordwind Logistik GmbH|Blue Heron Analytics|Ernst Klein KG"),
    )
    t(CC, "order_ref", lambda r: int(card("bare", "visa", "mc")(r)))

    t = _Table(out, "epoch_people")
    t(DB, "birth_epoch", midnight(1945, 2004))
    t(DB, "dateOfBirthMs", midnight(1945, 2004, 1000))
    t(DB, "dob_excel_serial", num(17_000, 37_000))
    t(DB, "born_on", birth("%b %d, %Y|%Y-%m-%d|%m/%d/%y|%d.%m.%Y"))
    t(DB, "DATE_OF_BIRTH_TS", birth("%Y-%m-%dT00:00:00Z"))
    t(TR, "updated_epoch", epoch(2019, 2024))
    t(TR, "valid_until", day(2025, 2035))
    t(TR, "age", num(18, 90))
    t(TR, "dob_format", one("DD.MM.YYYY|ISO|US"))


def _nested(out: list[LabelledColumn]) -> None:
    t = _Table(out, "event_registrations")
    t(EM, "emails", many(mail(), 1, 3), null=0.1)
    t(PH, "phones", many(obj(type=one("home|work"), number=phone("us", "gb")), 1, 2))
    t(PN, "attendees", many(who("full"), 1, 4))
    t(PN, "guest_json", js(obj(first=who("given"), last=who("family"))))
    t(PA, "address_obj", obj(street=line("us"), city=town("us"), state=one("MA|TX|WA")))
    t(IP, "ip_history", js(many(ip4, 1, 4)))
    t(TR, "tickets", js(many(obj(kind=one("adult|child"), price=dec(5, 90), code=pat("T######")), 1, 3)))
    t(TR, "session_choices", many(one("Keynote|Rust 101|May retrospective|Panel A"), 1, 3))
    t(TR, "metadata", obj(browser=one("Chrome|Firefox"), utm=one("mail|may"), build=pat("1#.0.%.#")))
    t(UI, "participant_ids", many(pat("P-######"), 1, 3))
    t(CC, "payment", obj(number=card("bare", "visa", "mc")), null=0.2)
    t(TR, "position", obj(lat=dec(40, 50, 5), lon=dec(5, 15, 5)))

    t = _Table(out, "document_store")
    t(EM, "contact", js(obj(mail=mail(), lang=one("de|en|fr"))))
    t(EM, "recipients", joined(",", mail(), 1, 4), null=0.2)
    t(PH, "contact_numbers", joined(" / ", phone("de", "nl"), 1, 2), null=0.3)
    t(TR, "config", js(obj(retry=num(1, 9), timeout=num(100, 9000), host=one("db1|db2"), v=pat("10.%.#.%"))))
    t(TR, "geo", js(obj(type=_same("Point"), coordinates=many(dec(1, 60, 5), 2, 2))))
    t(TR, "items", many(obj(sku=pat("########"), qty=num(1, 5)), 1, 3))
    t(TR, "labels", joined("|", one("april|rose|will|jack|olive"), 1, 3))
    t(NO, "matrix", many(num(0, 9), 3, 3))
    t(TR, "checksum", hexed(32), dirt=0)
    t(OI, "identity", js(obj(kind=_same("passport"), number=pat("C01X0#T##|##AA#####"))))
    t(IP, "client", obj(ip=ip4, port=num(20000, 60000)))


def _more_traps(out: list[LabelledColumn]) -> None:
    t = _Table(out, "crypto_transfers")
    t(TR, "contract_address", fill("0x{}", hexed(40)), dirt=0)
    t(TR, "tx_hash", fill("0x{}", hexed(64)), dirt=0)
    t(TR, "wallet_type", one("hot|cold|hardware|exchange"))
    t(TR, "block_height", num(700_000, 850_000))
    t(NO, "amount_wei", num(10**15, 10**18))
    t(TR, "token_name", one("Cardano|Ada|Luna|Jasmy|Basic Token|Augur"))

    t = _Table(out, "vehicle_catalog")
    t(TR, "car_model", one("Clio|Mercedes|Octavia|Giulietta|Zoe|Fabia|Giulia|Silvia|Cedric|Laguna|Elise"))
    t(TR, "maker", one("Ford|Ferrari|Honda|Porsche|Chrysler|Citroën|Bentley"))
    t(NO, "engine_code", pat("CJ?%|M2##.###"))
    t(NO, "horsepower", num(60, 700))
    t(TR, "msrp", num(10_000, 99_999))
    t(TR, "paint", one("Amber|Jade Green|Ruby Red|Silver|Sky Blue"))
    t(NO, "tyre", fill("{}/{} R{}", num(155, 315), num(30, 75), num(14, 21)))

    t = _Table(out, "geo_places")
    t(TR, "place", one("Sydney|Florence|Victoria|Charlotte|Madison|Jackson|Santiago|Lourdes|Adelaide|Georgia|Chelsea"))
    t(TR, "geoname_id", num(1_000_000, 9_999_999))
    t(NO, "population", num(500, 20_000_000))
    t(TR, "mountain", one("Mont Blanc|Mount Elbert|Ben Nevis|Mount Washington|Mt. Rainier|Zugspitze"))
    t(TR, "admin_code", one("US-CA|DE-BY|FR-75|JP-13"))
    t(TR, "dms", fill("{}°{}'{}\"N", num(1, 60), num(1, 59), num(1, 59)))
    t(TR, "geohash", pat("u3~^#~^~"))

    t = _Table(out, "finance_quotes")
    t(TR, "isin", pat("DE000#######|US##########"), dirt=0)
    t(TR, "cusip", pat("#########"), dirt=0)
    t(TR, "issuer", one("Morgan Stanford|JP Morgans|Goldman Sacks|Charles Schwabe|Edward James & Co"))
    t(NO, "close", dec(1, 900))
    t(NO, "volume", num(1000, 99_999_999))
    t(TR, "trade_ts", epoch(2022, 2024, 1_000_000))
    t(NO, "ticker", one("ADA|EVE|ROSE|JACK|MAY|SAP"))
    t(TR, "lei", pat("5299000???????????##"))

    t = _Table(out, "property_listings")
    t(TR, "listing_ref", num(10_000_000, 99_999_999))
    t(
        TR,
        "headline",
        one("Charming villa near park|3 rooms, balcony, 85 m2|Loft on Mill Lane quarter|Victorian terrace, garden"),
    )
    t(NO, "sqm", num(18, 400))
    t(NO, "rooms", pick(1, 2, 2.5, 3, 4))
    t(TR, "listed", day(2022, 2024, "%d %b %Y"))
    t(TR, "price_text", fill("£{},{}", num(100, 900), pat("#00")))
    t(PN, "agent", who("full", "en", "sc"))
    t(PH, "agent_tel", phone("gb"), dirt=0.06)
    t(TR, "energy_class", one("A|B|C|D|E"))

    t = _Table(out, "charity_donations")
    t(PN, "donor", mix(who("title", "en", "sc", "ie"), who("full", "en", "sc", "ie")), null=0.15)
    t(EM, "donor_mail", mail(), null=0.25, dirt=0.08)
    t(UI, "donor_ref", pat("DON#####"), null=0)
    t(PA, "po_box", pat("PO Box %###|P.O. Box ###|Postfach ## ##"))
    t(TR, "appeal", one("Hurricane Maria Relief|Christmas 2023|Rose Appeal|Save the Tigers"))
    t(NO, "amount", fill("{}.00", num(5, 900)))
    t(TR, "given", day(2020, 2024, "%d/%m/%Y"))
    t(TR, "receipt_no", pat("20##/#####"))
    t(CC, "cc_num", card("bare", "visa", "disc", "jcb", "diners"), null=0.3)


def _more_people(out: list[LabelledColumn]) -> None:
    t = _Table(out, "mortgage_applications")
    t(SS, "borrower_ssn", ssn(), dirt=0.1)
    t(SS, "co_borrower_ssn", mix(ssn(), ssn(" "), ssn("")), null=0.6)
    t(SS, "SSN_NUM", as_int(ssn()), null=0)
    t(DB, "borrower_birth_date", birth("%B %d, %Y", 1940, 2003))
    t(UI, "loan_officer_login", handle, null=0)
    t(TR, "loan_number", pat("1000#########"), dirt=0)
    t(TR, "closing_date", day(2022, 2025, "%B %d, %Y"))
    t(NO, "rate", dec(2, 8, 3))
    t(PH, "day_phone", fill("{} ext. {}", phone("us"), num(1, 999)), null=0.2)
    t(PA, "property_owner_mail_addr", lambda r: full("us")(r).replace(", ", "\n", 1))
    t(CC, "appraisal_fee_card", card("-", "visa", "amex", "disc"), null=0.5)

    t = _Table(out, "background_checks")
    t(SS, "SocialSecurityNo", ssn(), null=0.1, wrong=one("000-00-0000|on file"))
    t(SS, "soc_sec_float", as_float(ssn()), null=0.15)
    t(SS, "subject_social", lambda r: f"SSN {ssn()(r)}", dirt=0)
    t(PN, "alias", mix(who("full", *WEST), who("lf", *WEST)), null=0.5)
    t(DB, "DOB", up(birth("%d-%b-%y", 1950, 1999)))
    t(OI, "dl_number", pat("?#######|?###-####-####"), null=0.1)
    t(TR, "check_type", one("SSN trace|criminal|address history|education|phone screen"))
    t(TR, "ordered_on", day(2020, 2024, "%m/%d/%Y"))
    t(NO, "turnaround_h", num(1, 200))
    t(IP, "portal_login_ip", ip4, null=0.05)

    t = _Table(out, "benefit_enrollment")
    t(SS, "subscriber_ssn", ssn(), rows=24)
    t(SS, "dependent_ssns", many(ssn(), 1, 3), null=0.3)
    t(SS, "ssn_json", js(obj(ssn=ssn(), kind=one("self|spouse|child"))))
    t(UI, "member_id", pat("W#########"), null=0)
    t(DB, "subscriber_dob", as_float(birth("%Y%m%d", 1940, 2004)), null=0.1)
    t(DB, "birthDateIso", birth("%Y-%m-%d", 1940, 2015), null=0.5, dirt=0.05)
    t(TR, "plan_code", num(10000, 99999))
    t(TR, "effective", as_int(day(2020, 2025, "%Y%m%d")))
    t(NO, "premium", dec(90, 2100))

    t = _Table(out, "payments_vault")
    t(CC, "cc", card("bare", "visa", "mc"), null=0.3)
    t(CC, "numero_de_carte", card(" ", "visa", "mc"), dirt=0.06)
    t(CC, "kreditkarte", card("-"), null=0.45)
    t(CC, "tarjeta", lambda r: int(card("bare", "visa", "mc", "disc", "jcb")(r)))
    t(CC, "CC_FLOAT", lambda r: float(card("bare", "visa", "mc")(r)), null=0.2)
    t(CC, "amex_only", card(" ", "amex"), rows=18)
    t(CC, "source", js(obj(brand=one("visa|mc"), pan=card("bare", "visa", "mc"))))
    t(TR, "card_fingerprint", pat("fp_~~~~~~~~~~~~~~~~"), dirt=0)
    t(TR, "gift_card_balance", dec(0, 200))
    t(TR, "idempotency_key", uuid, dirt=0)
    t(TR, "payment_ref", pat("8###############"), dirt=0)
    t(PN, "name_on_card", up(who("mid", "en", "fr", "es", "br")))
    t(ZC, "avs_zip", as_int(zips("us")), null=0.1)
    t(NO, "captured", flag)

    t = _Table(out, "vpn_sessions")
    t(IP, "src", mix(ip4, fill("{}:{}", ip4, num(1025, 65000))), null=0)
    t(IP, "dst_ip", ip4, null=0.1)
    t(IP, "RemoteAddr", up(ip6), dirt=0.04)
    t(IP, "peers", many(ip4, 1, 3))
    t(IP, "adresse_ip", ip4, rows=22, dirt=0.1)
    t(IP, "resolver", _same("10.20.0.53"), rows=60)
    t(IP, "mapped6", fill("::ffff:{}", ip4), null=0.3)
    t(IP, "srcip_bracketed", fill("[{}]:443", ip6), null=0)
    t(UI, "login", handle, null=0)
    t(TR, "client_version", pat("5.%.0.#|4.10.%.#"))
    t(TR, "shipping_mode_ip", one("standard|express|intellectual property"))
    t(NO, "bytes_out", num(0, 10**9))
    t(TR, "connected", day(2024, 2024, "%H:%M:%S"))

    t = _Table(out, "app_users")
    t(UI, "username", handle, null=0)
    t(UI, "githubLogin", fill("@{}", handle), null=0.5)
    t(EM, "contact_mail", fill("{}", anycase(mail())), dirt=0.1)
    t(EM, "recovery", mail("gmail.com", "proton.me"), null=0.6)
    t(EM, "sender", _same("no-reply@brightwater.io"), rows=80)
    t(EM, "E-Mail-Adresse", lambda r: f'"{mail()(r)}"', null=0.1)
    t(DB, "geb_datum", birth("%d.%m.%y", 1950, 2005), null=0.3)
    t(DB, "dtNasc", birth("%d/%m/%Y"), null=0.4)
    t(IP, "last_login_ip", mix(ip4, ip6), null=0.2)
    t(PN, "displayName", who("full"), dirt=0.05)
    t(PH, "two_factor_number", pat("+1617&######|+9198########|+82102#######"), null=0.5)
    t(NO, "country", _same("US"))
    t(TR, "theme", one("dark|light|solarized|rose"))
    t(TR, "avatar_file", pat("img_~~~~~~~~.png"))
    t(TR, "last_seen_version", _same("10.4.0.2"), rows=60)
    t(NO, "login_count", num(0, 4000))
    t(TR, "email_frequency", one("daily|weekly|never"))

    t = _Table(out, "alumni_directory")
    t(PN, "maiden_name", who("family"), null=0.6)
    t(PN, "Nom et prénom", who("LF", "fr", "pt", "ar"))
    t(PN, "nombre_apellido", low(who("full", "es", "mx")), dirt=0.05)
    t(EM, "EMAIL_ADDR_1", up(mail()), dirt=0.02)
    t(PH, "phone_mobile", phone("br", "mx", "pt", "es"), null=0.3, dirt=0.1)
    t(PH, "FAX", phone("de", "it"), null=0.6)
    t(PA, "permanent_addr", full("it", "fr", "es"), null=0.1)
    t(PA, "dirección_postal", line("es"), rows=30, dirt=0.06)
    t(ZC, "ZipOrPostal", mix(zips("us"), zips("gb"), zips("br"), pat("K1A #B%")))
    t(ZC, "cap_residenza", as_int(zips("it")), null=0.1)
    t(DB, "fecha_nac", birth("%d/%m/%y", 1950, 1999))
    t(DB, "naissance", birth("%d %m %Y"), rows=40)
    t(UI, "alumni_key", uuid, null=0, dirt=0)
    t(NO, "class_of", num(1970, 2023))
    t(TR, "degree", one("B.A.|M.Sc.|Ph.D.|J.D."))

    t = _Table(out, "visitor_log")
    t(PN, "visitor", mix(who("full"), who("given")), dirt=0.08)
    t(PN, "host_employee", who("lf", *WEST), null=0.1)
    t(OI, "id_doc", mix(dni, pesel, codice_fiscale))
    t(UI, "badge_holder_id", seq(70_100, 3), null=0)
    t(TR, "badge_color", one("Amber|Violet|Olive|Ruby"))
    t(TR, "time_in", day(2024, 2024, "%H:%M"))
    t(TR, "company_visited", company)
    t(PH, "visitor_tel", as_int(phone("es", "pl")), null=0.2)


def _rich_traps(out: list[LabelledColumn]) -> None:
    family, given = who("family", *WEST), who("given", *WEST)
    t = _Table(out, "supplier_directory")
    t(TR, "supplier_name", fill("{} {}", family, one("GmbH|Ltd|Inc.|& Sons LLC|S.A.|AB|Consulting B.V.|Pty Ltd")))
    t(TR, "legal_counsel_firm", fill("{}, {} & {} LLP", family, family, family), dirt=0)
    t(NO, "payment_terms", one("net 30|net 60|2/10 net 30|prepaid"))
    t(TR, "contract_no", pat("##-###-####/20##"))
    t(TR, "sla_version", pat("10.#.%.##"))
    t(NO, "rating", one("A+|A|B|C"))

    t = _Table(out, "furniture_range")
    t(TR, "name", fill("{} {}", given, one("Sofa|Armchair|Floor Lamp|Side Table|Bed 160x200|Rug|Bar Stool")))
    t(TR, "collection", fill("The {} Collection", given))
    t(TR, "fabric", one("Violet velvet|Olive linen|Jasmine white|Ginger cord|Heather grey"))
    t(TR, "assembly_pdf", fill("{}_assembly_{}.pdf", low(given), pat("##")))
    t(TR, "retina_image", fill("{}@2x.png", pat("img-~~~~~~|hero-##")))
    t(NO, "boxes", num(1, 6))

    t = _Table(out, "vessel_positions")
    t(TR, "vessel_name", fill("{} {} {}", one("MV|MS|SS|FV"), given, one("Star|Maersk|Spirit|II|Express")))
    t(TR, "mmsi", pat("2########|3########"), dirt=0)
    t(TR, "imo_number", pat("IMO 9######"))
    t(TR, "position", fill("{} N, {} E", pat("5#° ##.###'"), pat("00#° ##.###'")))
    t(NO, "speed_kn", dec(0, 24, 1))
    t(TR, "port", one("Rotterdam|Port Elizabeth|St. John's|Santa Marta|Hamburg|San Antonio"))

    t = _Table(out, "institutions")
    t(TR, "school_name", fill("{} {}", family, one("High School|Elementary|College|Middle School|Academy")))
    t(TR, "award", fill("{} {}", family, one("Prize|Medal|Fellowship|Memorial Lecture")))
    t(NO, "founded", num(1750, 2010))
    t(TR, "accreditation_id", num(100_000_000, 999_999_999))
    t(NO, "type", one("public|private|charter"))

    t = _Table(out, "build_artifacts")
    t(
        TR,
        "dependency",
        fill("{}@{}", one("express|numpy|mail-parser|phone-lib|rose-tree|@acme/ui"), pat("%.##.#|10.#.%")),
    )
    t(TR, "four_part_version", pat("10.%.#.%|11.#.1##.%|8.0.%#.1##"), dirt=0)
    t(TR, "digest", fill("sha256:{}", hexed(64)), dirt=0)
    t(TR, "path", fill("/srv/{}/20{}/{}.log", one("mail|users|address"), pat("1#/0%"), hexed(8)))
    t(TR, "download_url", fill("https://cdn.build.example/r/{}/{}.zip", pat("10.%.#.%"), hexed(10)))
    t(TR, "build_no", num(1_000_000_000, 1_999_999_999))
    t(NO, "passed", flag)
    changes = fill("{} {}", one("fix|bump|refactor|test"), one("email check|ip parser|names.csv|zip code form"))
    t(TR, "commit_message", fill("{} (#{})", changes, num(100, 9999)))

    t = _Table(out, "production_lots")
    t(TR, "lot_note", fill("Lot {} passed at {} C on {}", pat("##-####"), dec(20, 90, 1), day(2024, 2025, "%d.%m.%Y")))
    t(TR, "serial", pat("SN ###-####-####|LX (##) ####-##"), dirt=0)
    t(TR, "gs1", pat("(01)0############(17)2#0%2#"))
    t(TR, "operator_station", one("Station 12|Cell Rose|Line 4 North|Bay Victor"))
    t(TR, "range_mm", fill("{}-{}-{}", num(100, 400), num(100, 400), num(1000, 4000)))
    t(NO, "yield_pct", dec(80, 100, 2))
    t(TR, "counter", num(1_000_000_000, 9_999_999_999))

    t = _Table(out, "bus_network")
    t(NO, "route_short_name", one("42|M1|N7|X90"))
    t(TR, "stop_lat", dec(50, 54, 6))
    t(TR, "stop_code", num(10000, 99999))
    t(TR, "arrival_time", pat("1#:%0:00|2%:15:00"))
    t(NO, "wheelchair", pick(0, 1, 2))


def _more_regional(out: list[LabelledColumn]) -> None:
    t = _Table(out, "mieter_verzeichnis")
    t(PN, "Mieter", who("lf", "de", "tr", "hr"), null=0, dirt=0.05)
    t(PA, "Anschrift", full("de"), null=0.1)
    t(ZC, "Postleitzahl", zips("de"), rows=28)
    t(PH, "TelPrivat", bare(phone("de")), null=0.3)
    t(DB, "geb_am", birth("%d.%m.%Y"), null=0.5, wrong=one("unbekannt|??.??.1961"))
    t(OI, "Bankverbindung", iban(" ", "DE", "AT", "CH"), null=0.2)
    t(UI, "MieterNr", seq(30_001, 2), null=0)
    t(TR, "Objekt", one("Haus Rosenthal|Objekt 17|Tiefgarage|WE 4.12"))
    t(NO, "Kaltmiete", fill("{},00", num(300, 1900)))

    t = _Table(out, "ride_hailing_trips")
    t(UI, "passengerUuid", uuid, null=0, dirt=0)
    t(UI, "driver_id", num(1_000_000, 9_999_999), null=0)
    t(PN, "driver_display", who("init", "in", "ng", "ke", "id"))
    t(PH, "rider_contact", phone("in", "ng"), null=0.1)
    t(PA, "pickup_address", full("in", "us"), null=0.05)
    t(PA, "dropoff_address", anycase(full("us", "gb")), null=0.05)
    t(IP, "rider_app_ip", mix(ip4, ip6), null=0.2)
    t(NO, "fare", dec(2, 90))
    t(NO, "surge", pick(1.0, 1.2, 1.5, 2.1))

    t = _Table(out, "fichier_adherents")
    t(PN, "NOM_PRENOM", up(who("ff", "fr", "it")), dirt=0.04)
    t(PA, "ADR1", up(line("fr")))
    t(ZC, "CP", as_float(zips("fr")), null=0.1)
    t(PH, "TEL_PORTABLE", as_int(pat("06########|07########")), null=0.2)
    t(EM, "MEL", mail("orange.fr", "laposte.net"), null=0.4, wrong=one("pas de mail|neant"))
    t(DB, "NE_LE", birth("%d/%m/%y", 1945, 2008))
    t(OI, "NIR", fill("{}", nir), null=0.3)
    t(UI, "NUM_ADHERENT", pat("A-####"), null=0)

    t = _Table(out, "clinic_intake_form")
    t(PN, "Patient Name", mix(who("full"), who("lf")), dirt=0.06)
    t(DB, "Date of Birth (MM/DD/YYYY)", birth("%m/%d/%Y", 1930, 2022), wrong=one("see chart|0/0/0000"))
    t(SS, "Social Security #", mix(ssn(), ssn(), ssn("")), null=0.4)
    t(PH, "Best Phone", mix(phone("us"), as_int(phone("us"))), dirt=0.08)
    t(EM, "E-mail (optional)", mail(), null=0.5)
    t(PA, "Street Address", line("us"), dirt=0.04)
    t(ZC, "ZIP Code", mix(zips("us"), as_int(zips("us"))), dirt=0.03)
    t(CC, "Card on file", card(" ", "visa", "mc", "amex", "disc"), null=0.55)
    t(OI, "Driver's License", pat("?#######"), null=0.3)
    t(TR, "Referred By Clinic", one("Mercy Clinic|St. Luke's|Rose Medical Center|Johns Hill Hospital"))

    t = _Table(out, "cadastro_alunos")
    t(PN, "NomeAluno", who("two", "br", "pt"))
    t(PN, "NomeMae", who("full", "br", "pt"), null=0.1)
    t(OI, "CPF_Responsavel", bare(cpf), null=0.1)
    t(PH, "WhatsApp", phone("br"), null=0.2, dirt=0.05)
    t(ZC, "CEP", as_int(zips("br")), null=0.05)
    t(UI, "Matricula", pat("20######"), null=0)
    t(DB, "Nasc", birth("%d.%m.%Y", 1998, 2015))
    t(NO, "Turma", one("1A|2B|3C"))

    t = _Table(out, "genel_basvuru")
    t(PN, "soyad", up(who("family", "tr")))
    t(PN, "ad", who("given", "tr"))
    t(PH, "telefon_no", bare(phone("tr")))
    t(ZC, "posta_kodu", zips("tr"), null=0.2)
    t(DB, "dogum_tarihi", birth("%Y-%m-%d"))
    t(OI, "tckn_int", as_int(tckn), null=0)
    t(IP, "basvuru_ip", ip4)


_DOMAINS = (
    _crm, _hr, _shop, _bank, _telecom, _logistics, _health, _education, _travel, _public, _technical, _marketing,
    _support, _leisure, _energy, _european, _world, _generic, _nested, _more_traps,
    _more_people, _more_regional, _rich_traps,
)  # fmt: skip


def columns() -> list[LabelledColumn]:
    """All labelled columns; the same at every call."""
    out: list[LabelledColumn] = []
    for add in _DOMAINS:
        add(out)
    return out
