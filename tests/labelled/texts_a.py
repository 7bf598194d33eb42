"""Labelled texts of many kinds and languages: what names or reaches somebody is marked, and the traps are not."""

from __future__ import annotations

import re
from random import Random

from tests.labelled import columns_a as c
from tests.labelled.cases import LabelledText, marked

# In a template, {EMAIL} or {NAME_de} becomes a marked value, and {order} or {price} a plain one.
_PLACE = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")


def _enc(make: c.Make) -> c.Make:
    return lambda r: make(r).replace("@", "%40").replace("+", "%2B").replace(" ", "%20")


MARKED: dict[str, c.Make] = {
    "EMAIL": c.mail(),
    "EMAIL_enc": _enc(c.mail()),
    "EMAIL_up": c.up(c.mail()),
    "EMAIL_sub": c.mail("cs.uni-jena.de", "mail.dept.gov.au", "smtp.corp.brightwater.io", "x1.co"),
    "PHONE_e164": c.pat("+1617&######|+4915112######|+33612######|+9198########|+447912######"),
    "PHONE_enc": c.pat("%2B".replace("%", "\0") + "4915112######"),
    "PHONE_ext": c.pat("(212) &##-#### ext. %##|415-&##-#### x%##"),
    "PHONE_bare": c.pat("617&######|503&######|212&######"),
    "SSN": c.ssn(),
    "SSN_sp": c.ssn(" "),
    "CARD": c.card(" ", "visa", "mc", "disc"),
    "CARD_dash": c.card("-", "visa", "mc"),
    "CARD_bare": c.card("bare", "visa", "mc", "jcb"),
    "CARD_amex": c.card(" ", "amex"),
    "IP4": c.ip4,
    "IP6": c.ip6,
    "ID_iban": c.iban(" ", "DE", "FR", "NL", "GB", "AT"),
    "ID_ibanb": c.iban(),
    "ID_dni": c.dni,
    "ID_nie": c.nie,
    "ID_nir": c.nir,
    "ID_pesel": c.pesel,
    "ID_cpf": c.cpf,
    "ID_aadhaar": c.aadhaar,
    "ID_nhs": c.nhs,
    "ID_bsn": c.bsn,
    "ID_pnr": c.personnummer,
    "ID_cf": c.codice_fiscale,
    "ID_stid": c.steuer_id,
    "ID_sin": c.sin,
    "ID_tckn": c.tckn,
    "ID_hetu": c.hetu,
    "ID_rut": c.rut,
    "DOB_iso": c.birth(),
    "DOB_us": c.birth("%m/%d/%Y"),
    "DOB_de": c.birth("%d.%m.%Y"),
    "DOB_fr": c.birth("%d/%m/%Y"),
    "DOB_long": c.birth("%d %B %Y"),
    "DOB_longus": c.birth("%B %d, %Y"),
    "DOB_dash": c.birth("%d-%m-%Y"),
    "NAME": c.who("full", *c.WEST),
    "NAME_mid": c.who("mid", "en", "ie", "es", "in"),
    "NAME_lf": c.who("lf", *c.WEST),
    "NAME_up": c.up(c.who("full", "en", "es", "fr", "de")),
    "NAME_low": c.low(c.who("full", "en", "ie", "in")),
    "ZIP_us": c.zips("us"),
    "ZIP_tx": c.pat("787##"),
    "ZIP_co": c.pat("802##"),
    "ZIP_ga": c.pat("314##"),
    "ZIP_de": c.zips("de"),
    "ZIP_gb": c.zips("gb"),
    "ZIP_plus": lambda r: f"{c.zips('us')(r)}-{c.shape(r, '####')}",
}
MARKED |= {f"PHONE_{country}": c.phone(country) for country in c.PHONES}
MARKED |= {f"NAME_{culture}": c.who("full", culture) for culture in (*c.NAMES, "rus", "uk", "el", "arb", "hi")}
MARKED |= {f"ADDR_{country}": c.full(country) for country in c.STREETS}
MARKED |= {f"LINE_{country}": c.line(country) for country in c.STREETS}
KINDS = {
    "EMAIL": "EMAIL", "PHONE": "PHONE", "SSN": "SSN", "CARD": "CREDIT_CARD", "IP4": "IP_ADDRESS", "IP6": "IP_ADDRESS",
    "ID": "OTHER_ID", "DOB": "DATE_OF_BIRTH", "NAME": "PERSON_NAME", "ZIP": "ZIP_CODE", "ADDR": "POSTAL_ADDRESS",
    "LINE": "POSTAL_ADDRESS",
}  # fmt: skip

PLAIN: dict[str, c.Make] = {
    "order": c.pat("302-55#####|#######|ORD-######|70########12####|20##-######"),
    "order16": c.pat("70########123###|98##############"),
    "price": c.pat("%#.99|%##.50|1,%##.00|%.49"),
    "euro": c.pat("%#,90|1.%##,00|%##,50"),
    "day": c.day(2015, 2024, "%Y-%m-%d|%d.%m.%Y|%m/%d/%Y|%d %B %Y"),
    "iso": c.day(2018, 2024, "%Y-%m-%d"),
    "stamp": c.day(2022, 2024, "%Y-%m-%d %H:%M:%S"),
    "zulu": c.day(2022, 2024, "%Y-%m-%dT%H:%M:%SZ"),
    "clf": c.day(2023, 2024, "%d/%b/%Y:%H:%M:%S +0000"),
    "time": c.fill("{:02}:{}", c.num(0, 23), c.one("00|05|15|30|45|50")),
    "past": c.day(1400, 1930, "%d %B %Y"),
    "v3": c.pat("%.##.#|1#.0.%|0.%.#"),
    "v4": c.pat("10.%.#.%|%.0.%#.1##|12.1.#.%"),
    "d": c.num(1, 4),
    "isbn": c.pat("978-%-####-####-#|978%#########"),
    "lat": c.dec(-60, 70, 5),
    "lon": c.dec(-170, 170, 5),
    "handle": lambda r: "@" + c.handle(r),
    "pkg": c.pat("lodash@4.17.##|react@18.#.%|numpy@1.2%.#|mail-parser@10.%.#|@types/node@20.%.#"),
    "uuid": c.uuid,
    "sha": c.hexed(40),
    "short": c.hexed(7),
    "md5": c.hexed(32),
    "hex": c.pat("0x~~~~~~~~|0x7ffe~~~~~~~~"),
    "mac": c.pat("~~:~~:~~:~~:~~:~~"),
    "product": c.product,
    "city": c.city,
    "company": c.company,
    "n": c.num(2, 99),
    "nn": c.num(100, 999),
    "nnn": c.num(1000, 99_999),
    "five": c.num(10_000, 99_999),
    "nine": c.pat("#########"),
    "ten": c.pat("%#########"),
    "epoch": c.epoch(2021, 2024),
    "ms": c.epoch(2021, 2024, 1000),
    "ean": c.pat("40###########|590##########"),
    "track": c.pat("1Z999AA1##########|JD0146000##########|RR#########DE"),
    "sku": c.pat("SKU-##-####|###-####-##|AB-%##-%##"),
    "ticket": c.pat("JIRA-####|INC#######|#%####"),
    "month": c.one("April|May|June|August|March"),
    "flower": c.one("Rose|Daisy|Iris|Violet|Heather|Jasmine|Lily"),
    "carbrand": c.one("Mercedes|Giulia|Clio|Octavia|Zoe|Fabia"),
    "brand": c.one("Calvin Klein|Jack Daniel's|Ben & Jerry's|Dr. Martens|Victoria's Secret|Levi Strauss"),
    "storm": c.one("Katrina|Andrew|Sandy|Maria|Ida|Michael|Irma"),
    "loc": c.one("main.py|users.csv|Address.java|mail.ts|phone_utils.go|names.txt"),
    "port": c.num(1024, 65_000),
    "pct": c.dec(0, 99, 1),
    "iata": c.one("FRA|JFK|MAD|IST|AMS"),
    "flight": c.pat("LH%##|BA%###|TK%#"),
    "score": c.pat("%-#|#-%"),
    "range": c.pat("%#0-%#0-####|#00-200-3000"),
}

PERSONAL = """
Mail me at {EMAIL} please.
Hi, my name is {NAME} and I can't log in. My address is {EMAIL}.
You can reach {NAME_en} on {PHONE_us} after {time}.
Please call back {PHONE_us} about order {order}.
Tel. {PHONE_gb}, ask for {NAME_en}
From: {NAME} <{EMAIL}>
To: {EMAIL}, {EMAIL}
Cc: {EMAIL}; subject: Re: invoice {order}
my new number is {PHONE_bare}, the old one is dead
whatsapp me {PHONE_e164} thx
Phone: {PHONE_ext} (weekdays {time}-18:00)
Contact {NAME_sc}: {EMAIL}, {PHONE_gb}.
The customer's SSN is {SSN}, please verify.
SSN: {SSN} DOB: {DOB_us}
Employee {NAME_mid}, social security number {SSN}, starts on {iso}.
he gave his social as {SSN_sp} over the phone
I paid with card {CARD} on {day} and was charged {price} twice.
cc {CARD_dash} exp 09/27
Applicant SSN {SSN}; employer {company}; start {iso}
{stamp} ERROR w2-import: row {nn} rejected, ssn={SSN}
Is {SSN} the right social for {NAME_en}?
ssn {SSN_sp}, zip {ZIP_us}
{"taxpayer":{"ssn":"{SSN}","form":"1040"},"id":"{uuid}"}
My SSN is wrong on the form, it should be {SSN}!
Meine Kreditkarte {CARD} wurde zweimal belastet.
Ma carte {CARD} a été refusée le {day}.
Mi tarjeta {CARD_dash} no funciona desde el {day}.
visa {CARD_bare} cvv hidden, total {price}
{stamp} DEBUG tokenizer: {CARD_bare} -> tok_{md5}
amex {CARD_amex} declined at {company}
from Savannah, GA {ZIP_ga} to Denver, CO {ZIP_co} by truck
Versand nach PLZ {ZIP_de} kostet {euro} Euro.
zip={ZIP_us}&country=US&radius={n}
{"zip": "{ZIP_us}", "store": {n}}
ZIP codes {ZIP_us} and {ZIP_us} are affected by the outage.
Postcode: {ZIP_gb}, delivery slot {time}
ban {IP4} and {IP6} please
Die IP-Adresse {IP4} wurde gesperrt.
L'adresse IP {IP6} est bloquée depuis le {day}.
traceroute to {IP4}, 30 hops max
ping {IP4} -c {d}
Geburtsdatum: {DOB_de}
Fecha de nacimiento: {DOB_fr}
date de naissance {DOB_fr}, dossier {nnn}
Data de nascimento: {DOB_fr}, pedido {order}
birthday {DOB_iso}, signup {zulu}
född {DOB_iso}, medlem sedan {iso}
Card on file: {CARD_amex}, amount ${price}
please refund to {CARD_bare} not the gift card
Login from {IP4} blocked at {stamp}
{IP4} - - [{clf}] "GET /index.html HTTP/1.1" 200 {nnn}
{IP6} - - [{clf}] "POST /api/v2/cart HTTP/2.0" 201 {nn}
{zulu} sshd[{nnn}]: Failed password for root from {IP4} port {port} ssh2
{stamp} WARN rate limit hit by {IP4} ({nn} req/s)
Connection from {IP6} closed, {nnn} bytes sent
nginx: client {IP4}, server: shop.example, request {uuid}
firewall drop src={IP4} dst={IP4} proto=tcp dport={port}
X-Forwarded-For: {IP4}, {IP4}
peer {IP4}:{port} timed out after {n} s
Ship to: {NAME_en}, {ADDR_us}
Please send the replacement to {ADDR_us}. Order {order}.
I moved to {ADDR_us} on {day}.
She lives at {ADDR_gb} with two cats.
Delivery address: {ADDR_gb}
Our new home is {ADDR_gb}, come by in {month}!
The courier left the parcel at {LINE_us} by mistake.
Can you deliver to {LINE_gb} before {time}?
Residence: {ADDR_us}; mailing: {ADDR_us}
{NAME} was born on {DOB_long} in {city}.
Patient {NAME_lf}, DOB {DOB_us}, admitted {iso}.
dob: {DOB_iso}
I was born {DOB_longus}, so I should get the senior discount.
Date of birth {DOB_dash}, joined the club on {day}
Applicant's date of birth: {DOB_us}. Application received {day}.
ZIP {ZIP_us} is not covered by our delivery network.
My zip code is {ZIP_us}, do you ship here?
weather in Austin, TX {ZIP_tx}
plumber near Denver CO {ZIP_co}
Zip+4: {ZIP_plus}
postcode {ZIP_gb}
Ticket {ticket}: {NAME} cannot open the attachment, reply to {EMAIL}.
{NAME_in} ordered {n} units of {product}.
Interview with {NAME_ng} moved to {time}.
Dear Mr. {NAME_en}, your invoice {order} is overdue.
Dr. {NAME_il} will see you on {iso} at {time}.
Signed: {NAME_ie}, {city}, {day}
Meeting notes: {NAME_de} and {NAME_fr} agreed on ${price} per unit.
Author: {NAME} <{EMAIL}> / Date: {stamp} +0200
commit {sha} by {NAME_pl}
Reviewed-by: {NAME_se} <{EMAIL}>
Passenger {NAME_up} checked in for {flight} to {iata}.
linkedin {NAME_low}
{NAME_low} obituary {city}
who is {NAME_low} phone number
contract between {company} and {NAME_es}
RSVP: {NAME_cn}, {NAME_jp}, {NAME_kr}
Winner: {NAME_br} ({city})
The account holder is {NAME_ar}, IBAN {ID_iban}.
Please transfer {price} EUR to {ID_iban} (ref {order}).
pay to {ID_ibanb} by {day}
NHS number {ID_nhs}, GP referral from {day}
Her SIN is {ID_sin} and the claim no. is {nine}.
Aadhaar: {ID_aadhaar}, KYC done on {iso}
Codice fiscale {ID_cf}, pratica n. {nnn}
BSN {ID_bsn} controleren
Finnish ID {ID_hetu} was rejected by the form
GET /reset?email={EMAIL_enc}&token={md5} HTTP/1.1
https://shop.example/unsubscribe?e={EMAIL_enc}&cid={nnn}
https://crm.example/search?q={EMAIL_enc}&page=2
https://app.example/login?next=%2Fhome&user={EMAIL_enc}
https://track.example/o.gif?m={EMAIL_enc}&t={epoch}
https://site.example/callback?phone={PHONE_enc}&src=ad
https://geo.example/lookup?ip={IP4}&lang=en
https://dir.example/p?mail={EMAIL}&v={v3}
Referer: https://mail.example/compose?to={EMAIL_enc}
{"email": "{EMAIL}", "plan": "pro", "seats": {n}}
{"event":"login","ip":"{IP4}","ts":{epoch},"ok":true}
{"name": "{NAME}", "phone": "{PHONE_us}", "order": "{order}"}
{"user": {"mail": "{EMAIL}", "lang": "de"}, "req": "{uuid}"}
{"card_number":"{CARD_bare}","amount":{nn},"currency":"EUR"}
{"ssn": "{SSN}", "dob": "{DOB_iso}", "status": "pending"}
{"to":"{PHONE_e164}","body":"Your code is {five}","sid":"SM{md5}"}
{"ship":{"line":"{ADDR_us}"},"sku":"{sku}"}
{"iban":"{ID_ibanb}","amount":"{price}","ref":"{uuid}"}
{"client":"{IP6}","ua":"Mozilla/5.0","v":"{v4}"}
name={NAME}&email={EMAIL}&newsletter=1
Name: {NAME} | Phone: {PHONE_us} | Email: {EMAIL} | Topic: returns
full_name={NAME_mid};dob={DOB_iso};plan=gold
First contact {iso}; email {EMAIL}; score {n}
"{NAME_lf}","{EMAIL}","{PHONE_us}","{price}"
{NAME};{EMAIL};{iso};active
{stamp} INFO mailer: queued message {uuid} for {EMAIL}
{stamp} ERROR smtp: 550 5.1.1 <{EMAIL}> recipient rejected
{zulu} auth: password reset requested by {EMAIL} from {IP4}
{stamp} DEBUG sms gateway -> {PHONE_e164} status=202
level=info msg="user created" email={EMAIL} version={v4}
payment failed pan={CARD_bare} code={n} trace={short}
INSERT INTO leads (mail, phone) VALUES ('{EMAIL}', '{PHONE_us}');
UPDATE customers SET email = '{EMAIL}' WHERE order_no = '{order}';
SELECT * FROM logins WHERE ip = '{IP4}' AND day > '{iso}'
hey can u send it to {EMAIL} instead? the other one bounced
thx!! my email is {EMAIL_up}
it's {EMAIL_sub}, not the gmail one
write to me ({EMAIL}) or text {PHONE_us}.
<a href="mailto:{EMAIL}">contact</a>
tel:{PHONE_e164}
mailto:{EMAIL}?subject=Order%20{nnn}
BEGIN:VCARD FN:{NAME} TEL:{PHONE_e164} EMAIL:{EMAIL} END:VCARD
{handle} says the refund goes to {EMAIL}, v{v3} is live
Upgrade to {v4} failed on the host {IP4}.
The version {v4} client connected from {IP4}.
Order {order16} was paid with {CARD} on {iso}.
ISBN {isbn}, lent to {NAME} until {day}
Visitor {NAME_nl} of {company}, badge {nn}, in {time}
The tenant {NAME_tr} pays {euro} EUR per month.
Call {NAME_za} ({PHONE_za}) about the {carbrand}.
Australian office line of {NAME_en}: {PHONE_au}
Meet {NAME_vn} at gate {n}, mobile {PHONE_ae}
{NAME_ke} scored in the {n}th minute.
My lawyer {NAME_mid} will contact {company}.
Emergency contact: {NAME_mx}, {PHONE_mx}
Mein Name ist {NAME_de}, bitte rufen Sie mich unter {PHONE_de} an.
Bitte schicken Sie die Rechnung {order} an {EMAIL}.
Lieferung an {ADDR_de}, bitte nicht vor {time} Uhr.
Ich wohne jetzt in der {ADDR_de}.
{NAME_de}, geb. {DOB_de}, Termin am {day}
Patientin geboren am {DOB_de}, Aufnahme {iso}
PLZ {ZIP_de} wird nicht beliefert
Steuer-ID {ID_stid}, Bescheid vom {day}
Überweisung auf {ID_iban} über {euro} Euro
Sehr geehrte Frau {NAME_de}, Ihr Vertrag endet am {day}.
Rückruf erbeten: {PHONE_de} (Frau {NAME_de})
Bonjour, je m'appelle {NAME_fr} et mon courriel est {EMAIL}.
Appelez-moi au {PHONE_fr} avant {time}, merci.
Livraison au {ADDR_fr}, 2e étage.
Né le {DOB_fr} à {city}, dossier {nnn}
N° de sécurité sociale : {ID_nir}
La facture {order} de {NAME_fr} s'élève à {euro} €.
Madame {NAME_fr}, votre colis {track} est arrivé.
Hola, soy {NAME_es}, mi correo es {EMAIL} y mi móvil {PHONE_es}.
El DNI del titular es {ID_dni}, caduca el {day}.
NIE {ID_nie} pendiente de revisión
Enviar a {ADDR_es} antes del viernes.
Nacida el {DOB_fr}, pedido {order}
Llama a {NAME_mx} al {PHONE_mx}.
RUT {ID_rut}, cuota de ${nnn}
Olá, meu CPF é {ID_cpf} e o pedido é {order}.
Fale com {NAME_br} pelo telefone {PHONE_br}.
Entregar em {ADDR_br}, portaria.
Nascido em {DOB_fr}, e-mail {EMAIL}
Il mio codice fiscale è {ID_cf}, grazie.
Spedire a {ADDR_it} entro il {day}.
Sono {NAME_it}, cell. {PHONE_it}
Nata il {DOB_fr} a {city}
Mijn naam is {NAME_nl} en mijn nummer is {PHONE_nl}.
Bezorgen op {ADDR_nl} na {time}.
geb.datum {DOB_dash}, BSN {ID_bsn}
Nazywam się {NAME_pl}, PESEL {ID_pesel}.
Proszę dzwonić: {PHONE_pl}, zamówienie {order}
Adres dostawy: {ADDR_pl}
Urodzony {DOB_de} w mieście {city}
Merhaba, adım {NAME_tr}, e-postam {EMAIL}.
TC kimlik no {ID_tckn}, sipariş {order}
Beni {PHONE_tr} numarasından arayın.
Teslimat adresi: {ADDR_tr}
Hej, jag heter {NAME_se} och mitt personnummer är {ID_pnr}.
Ring mig på {PHONE_se}, helst efter {time}.
Leverans till {ADDR_se} den {day}
Меня зовут {NAME_rus}, мой номер {PHONE_ru}.
Почта: {EMAIL}, заказ {order}
Дата рождения {DOB_de}, пациент {NAME_rus}
Доброго дня, я {NAME_uk}, пишіть на {EMAIL}.
Το όνομά μου είναι {NAME_el} και το email μου {EMAIL}.
اسمي {NAME_arb} وبريدي {EMAIL}
मेरा नाम {NAME_hi} है, फ़ोन {PHONE_in}
電話番号は {PHONE_jp} です。注文 {order}
メールは {EMAIL} までお願いします。
我的邮箱是 {EMAIL}，订单号 {order}
请打电话 {PHONE_cn} 联系我
제 이메일은 {EMAIL} 입니다
연락처 {PHONE_kr}, 주문 {order}
Jmenuji se {NAME_cz}, píšu kvůli objednávce {order}.
Mă numesc {NAME_ro}, adresa de e-mail este {EMAIL}.
"""

TRAPS = """
Order {order} has shipped, tracking {track}.
Your order number is {order16}.
Invoice {order} over ${price} is due on {day}.
We released version {v4} on {iso}.
version {v4} fixes the crash in {loc}
Upgrade from {v4} to {v4} before {day}
Driver {v4} for Windows, size {nn} MB
firmware build {v4} ({short})
npm install {pkg} {pkg}
bump {pkg} to {v3}
pip install mail-parser=={v3} phone-utils=={v3}
Thanks {handle}, the patch works!
cc {handle} {handle} please review
RT {handle}: the new {carbrand} looks great
request_id={uuid} took {nnn} ms
trace {md5} span {short} ok
commit {sha}
sha256 mismatch for {loc}: {md5}
ISBN {isbn}, {nn} pages, {price} USD
The book {isbn} is out of print since {day}.
Coordinates {lat}, {lon}
geo:{lat},{lon}?z=14
Meet at {lat}N {lon}E around {time}
The meeting is at {time} on {day} in room {n}.
Backup finished at {stamp}, {nnn} files, {pct} % free
{stamp} INFO scheduler: job {uuid} done in {nn} ms
{stamp} WARN disk /dev/sda{d} at {pct}% on node web-0{d}
{zulu} kernel: usb {d}-1: new device, address {n}, mac {mac}
Segfault at {hex} ip {hex} sp {hex} error 4
MAC {mac} joined vlan {nn}
root@web-0{d}:~# systemctl restart postfix
ssh deploy@bastion-{n} -p {port}
<img src="/img/logo@2x.png" width={nn}>
Price dropped from ${price} to ${price}, only {n} left
{product} for {euro} EUR, article {sku}
EAN {ean}, shelf {n}
SKU {nine} is out of stock
Part no. {sku} replaces {sku}
Serial {ten}, warranty until {day}
{n} of {nn} tests passed in {nn} s
The population of {city} grew by {pct} percent.
flights {city} to {city} {month}
hotels in {city} near the station
weather {city} {month}
{flight} to {iata} departs {time} from gate {n}
Train {nnn} from {city} to {city} leaves at {time}.
best {product} under {price}
{product} vs {product} review
how to clean {flower} stains from a rug
{flower} and {flower} bloom in {month}
May I return the {product} after {n} days?
Will it rain in {city} this {month}?
Rose prices will rise in {month}, says {company}.
Mark the date: the sale ends on {day}.
Hope this helps, and may the build pass!
Grant access to the {flower} team until {day}.
Bill for {month}: {price} USD
The {brand} store on 5th Avenue opens at {time}.
cheap {brand} near {city}
{brand} raised prices by {pct} %
Hurricane {storm} caused {n} billion dollars of damage.
storm {storm} landfall {day}
The battle took place on {past}.
The bridge was opened on {past} and closed on {day}.
Founded on {past}, {company} now has {nnn} employees.
{company} reported revenue of {nn} million for Q{d}.
Shares of {company} fell {pct} % to {price}.
new office of {company} in {city}
test drive the new {carbrand} in {month}
{carbrand} {d}.0 TDI, {nnn} km, {nnn} EUR
Ticket {ticket} closed, see {ticket}.
Case {nine} escalated to level {n}
Reference {ten} was archived on {iso}
The code is {five}, valid for {n} minutes.
Your verification code: {five}
PIN attempts left: {n}
counter value {ten} at {epoch}
{"event":"view","ts":{ms},"sku":"{sku}","price":{price}}
{"id":"{uuid}","v":"{v4}","ok":true}
{"lat":{lat},"lon":{lon},"acc":{n}}
{"order":"{order16}","items":{n},"currency":"EUR"}
{"level":"warn","msg":"email queue is full","depth":{nnn}}
{"ip_rating":"IP67","phone_model":"Pixel 7a","stock":{n}}
{"birthdays_sent":{nn},"month":"{month}"}
{"sensor":"{mac}","temp":{n}.5,"at":{epoch}}
{"build":{ten},"sha":"{short}","branch":"release/{v3}"}
https://shop.example/p/{nine}?utm_source=mail&utm_campaign={month}
https://cdn.example/{md5}/app-{v3}.js
https://maps.example/@{lat},{lon},14z
https://news.example/{iso}/storm-{n}-{five}
https://video.example/watch?v={short}&t={nn}s
GET /api/v{n}/items/{nine}?page={n} HTTP/1.1 200 {nnn}
POST /users/search?sort=name&limit={n} 200
Bolt M8-{n}, torque {n} Nm, drawing {sku} rev {d}
The {flower} collection by {company} sold {nnn} pieces.
{city} to {city} takes {d} h {n} min by train.
Chart {short}: {carbrand} sales up {pct} % in {month}
Grace period ends {day}, hope is not a plan.
{stamp} ERROR parser: bad version string {v4}
{stamp} INFO rollout {v4} -> {v4} on {n} nodes
{"version":"{v4}","released":"{iso}","size":{nnn}}
{"product":"{product}","color":"Violet","ean":"{ean}"}
{"from":"{city}","to":"{city}","dep":"{zulu}"}
Die Sitzung dauert von {time} bis {time} Uhr.
Le train pour {city} part à {time}, voie {n}.
Le fichier zip fait {nn} Mo.
Seriennummer {ten}, Garantie bis {day}
Numero di serie {ten}, garanzia fino al {day}
Numer partii {sku}, ważny do {day}
O código {five} expira em {n} minutos.
El código es {five} y caduca en {n} minutos.
{handle} {handle} lol same here
@everyone release {v3} is out, changelog in {loc}
Referer: https://www.search.example/?q=zip+file+opener+{n}
page=checkout&step={n}&session={md5}
name=Red+Sofa&color=violet&qty={n}
category=phones;model=iPhone 1{d};price={price}
SELECT name, phone FROM contacts WHERE city = '{city}' LIMIT {n}
DELETE FROM email_log WHERE created < '{iso}'
UPDATE stock SET qty = {n} WHERE sku = '{sku}'
How do I change my email address?
I forgot my password, the reset mail never arrives.
My phone number is not accepted by the form, why?
The ZIP file is corrupt, please upload it again.
unzip data_{n}.zip -d /tmp/{short}
Do I have to give my social security number?
The card was declined, error {nnn}.
Card ending in {nnn} was removed
Paid with **** **** **** {n}11
SSN is masked as XXX-XX-XXXX in the export.
Please fill in name, street, ZIP and date of birth.
Error: column "date_of_birth" does not exist at line {n}
ValueError: invalid email in row {nnn}
java.lang.IllegalArgumentException: phone must not be null ({loc}:{n})
Traceback: {loc}, line {nn}, in parse_address
open {loc} and go to line {nn}
The score was {score} after {n} minutes.
{city} beat {city} {score}
Resize to 1920x{nn} and crop {nn}x{nn}
dimensions {range} mm
torque {n}-{nn} Nm, part {range}
between {n}00-{n}000 units, ask for a quote
call 112 in an emergency
Dial 0 for the reception, 911 for emergencies.
press {n} to repeat, # to finish
Room {nn}, floor {n}, open {time}-18:00
chapter {n}, verse {n}, page {nn}
Section {d}.{n}.{d}.{d} of the standard applies.
see clause 4.2.1.{n} and annex {n}
OID 1.3.6.1.4.1.{nnn}.{n}
subnet mask bits {n}, asn AS{five}
The abbey was built in 1{nn}.
Abbey Road is my favourite album, Penny Lane my favourite song.
Wall Street closed higher, Main Street did not notice.
The main street of {city} is closed for the {month} parade.
Take exit {n} and follow the road for {n}00 m.
Route {n} is icy between km {nn} and km {nn}.
Milk, eggs, olive oil, {n} apples, ginger and basil
recipe: {n}0 g butter, {n} eggs, bake at 180 C for {n} min
Add basil, ginger and rosemary, then wait {n} minutes.
Battery at {pct} %, {n} cycles, model {sku}
The {flower} Hotel in {city} has {nn} rooms.
Chelsea, {city} and Austin are trending destinations.
Phoenix and Savannah are hotter than {city} in {month}.
Python {v3} and Django {v3} are supported; Ruby {v3} is not.
Julia {v3} is faster than R here.
jade, olive and violet are this season's colors
Amber alert light stays on for {n} s
Jack of hearts beats the ten; pay {n} chips
The Oscar goes to a film made in {city}.
Emma sofa, {nn} cm, {euro} EUR, delivery in {n} weeks
Billy bookcase white, article {sku}
Dosage {n} mg, batch {sku}, use before {iso}
Temperature {n}.{n} C, pressure 10{n} hPa at {time}
Flight level {nn}, heading {nn}, squawk {nnn}
epoch {epoch} equals {zulu}
cron: {n} {n} * * 1-5 /usr/bin/backup --keep {n}
docker pull redis:{v3} && docker run -p {port}:6379 redis
java -Xmx{n}g -jar app-{v3}.jar --server.port={port}
terraform 1.{n}.{n}, provider aws {v3}
The invoice number has {n} digits, for example 417-00-{nnn}.
lot {sku} expires {day}
Container MSKU{nine} arrived in {city}.
budget {nnn} USD, spent {nnn} USD, left {nn} USD
Top {n} names for cats are listed on page {n}.
{n} users signed up, {n} unsubscribed, open rate {pct} %
emails sent: {nnn}, bounced: {n}, phones called: {nn}
patients per ward: {n}, birth rate {pct}
The survey has {nn} respondents aged {n} to 90.
Die Bestellung {order} wurde am {day} versandt.
Version {v4} behebt den Fehler in {loc}.
Der Preis sinkt von {euro} auf {euro} Euro.
Öffnungszeiten: Mo-Fr {time} bis 18:00 Uhr, {city}
Der Zug nach {city} fährt um {time} von Gleis {n}.
Artikel {sku}, Menge {n}, Summe {euro} EUR
Im Mai blühen Rosen und Veilchen in {city}.
Wann kommt mein Paket {track}?
La commande {order} sera livrée le {day}.
Le prix passe de {euro} à {euro} euros.
La réunion commence à {time}, salle {n}.
Mettez à jour vers la version {v4}.
El pedido {order} llegará el {day}.
El precio bajó de {euro} a {euro} euros.
La tienda de {city} abre a las {time}.
Actualice a la versión {v4} antes de {month}.
O pedido {order} foi enviado em {day}.
O preço caiu para R$ {euro} na loja de {city}.
A reunião será às {time} na sala {n}.
L'ordine {order} è partito il {day}.
Il treno per {city} parte alle {time} dal binario {n}.
De bestelling {order} is op {day} verzonden.
De winkel in {city} gaat om {time} open.
Zamówienie {order} zostało wysłane {day}.
Cena spadła z {euro} do {euro} zł.
Sipariş {order} {day} tarihinde gönderildi.
{city} hava durumu, saat {time}
Beställningen {order} skickades {day}.
Заказ {order} отправлен {day}.
Цена снизилась с {euro} до {euro} рублей.
Обновите до версии {v4}.
Η παραγγελία {order} εστάλη στις {day}.
الطلب {order} تم شحنه
注文 {order} は {iso} に発送されました。
订单 {order} 已于 {iso} 发货
주문 {order} 이(가) 발송되었습니다
ऑर्डर {order} भेज दिया गया है
Objednávka {order} byla odeslána {day}.
Comanda {order} a fost expediată.
"""


def _fill(template: str, r: Random) -> str:
    def value(match: re.Match[str]) -> str:
        key = match[1]
        if key in MARKED:
            inside = MARKED[key](r).replace("\0", "%")
            return f"[[{KINDS[key.split('_')[0]]}:{inside}]]"
        return str(PLAIN[key](r))

    return _PLACE.sub(value, template)


def _made(templates: str, times: int, r: Random) -> list[str]:
    lines = [line for line in templates.strip().split("\n") if line]
    return [_fill(line, r) for _ in range(times) for line in lines]


def texts() -> list[LabelledText]:
    """All labelled texts, each once; the same at every call."""
    r = Random("texts_a")
    made = _made(PERSONAL, 2, r) + _made(TRAPS, 2, r)
    made += _longer(r)
    return [marked(text) for text in dict.fromkeys(made)]


def _longer(r: Random) -> list[str]:
    """Texts of more sentences: traps and personal data next to each other, and traps alone."""
    personal = [line for line in PERSONAL.strip().split("\n") if line[0].isalpha() and line[-1] in ".!"]
    traps = [line for line in TRAPS.strip().split("\n") if line[0].isalpha() and line[-1] in ".!?"]
    made = []
    for _ in range(45):
        pair = [_fill(r.choice(traps), r), _fill(r.choice(personal), r)]
        r.shuffle(pair)
        made.append(" ".join(pair))
    made += [" ".join(_fill(line, r) for line in r.sample(traps, r.randint(2, 3))) for _ in range(45)]
    return made
