"""A hold-out set of labelled texts, written apart from the detector: mails, logs, chats, queries, forms and notes."""

from __future__ import annotations

from tests.labelled.cases import LabelledText, marked

# One text a line; a backslash at the end of a line goes on in the next one, and "⏎" is a line break inside a text.

_SUPPORT = r"""
Hi, I never got the reset link. My address is [[EMAIL:dana.whitlock@fastmail.com]], please resend it. Thanks, Dana
Please update my phone to [[PHONE:(415) 555-0142]] - the old one no longer works.
My name is [[PERSON_NAME:Marcus Oyelaran]] and I ordered the grey sofa (order 88213) three weeks ago.
Can someone call me back on [[PHONE:+44 7700 900417]]? I'm free after 4 pm.
I moved! New address: [[POSTAL_ADDRESS:1428 Maple Hollow Rd, Apt 3, Boise, ID 83702]]. Please ship order #10442 there.
You charged my card [[CREDIT_CARD:4133 7103 2036 5139]] twice on 3 May. I want one of the charges refunded.
Hello, card number [[CREDIT_CARD:5176652061717356]], exp 09/27, was declined at checkout. What now?
The verification form asks for my social. It is [[SSN:620-51-2257]], is that enough?
for identity check: DOB [[DATE_OF_BIRTH:14/02/1983]], postcode [[ZIP_CODE:LS6 2QU]], account ending in 8
Kind regards,⏎[[PERSON_NAME:Philippa Hargreaves]]⏎Claims Dept.⏎[[PHONE:020 7946 0823]]⏎\
[[EMAIL:p.hargreaves@brightinsure.co.uk]]
I am writing on behalf of my mother, [[PERSON_NAME:Rosalind Achebe]], born [[DATE_OF_BIRTH:7 August 1941]].
Please forward this to [[PERSON_NAME:Tobias Engelhardt]] in billing, he knows the case.
Both [[EMAIL:kofi.mensah@tradewind.gh]] and [[EMAIL:abena@tradewind.gh]] should have admin rights.
Could you remove [[EMAIL:old.account77@yahoo.com]] from the newsletter? I use [[EMAIL:new.account77@gmail.com]] now.
Refund to IBAN [[OTHER_ID:DE40 1527 4954 8696 1542 15]] please, account holder [[PERSON_NAME:Anneliese Vogt]].
Agent note: customer [[PERSON_NAME:Wanjiru Odhiambo]] verified by phone [[PHONE:+254 712 345 908]], wants a letter.
my kid used my mastercard [[CREDIT_CARD:5130-7882-4794-9144]] to buy gems!! please cancel
Your courier left the parcel at [[POSTAL_ADDRESS:17 Church Lane, York YO10 5DD]] but I live at number 71.
This is [[PERSON_NAME:Siobhán Kavanagh]] again, still waiting for the engineer.
Contact: [[PERSON_NAME:Venkatesh Iyer]], [[PHONE:+91 98450 12377]], [[EMAIL:v.iyer@lotusprint.in]]
We tried [[PHONE:1-800-555-0199]] and it just rings out. Do you have another hotline?
Return label should say [[POSTAL_ADDRESS:PO Box 1182, Santa Fe, NM 87504]], not the street address.
The warranty is in my husband's name, [[PERSON_NAME:Gonzalo Ibáñez Ruiz]]. Purchase date was 2021-11-26.
My National Insurance number is [[OTHER_ID:SH681601A]], do you need a payslip as well?
NHS No [[OTHER_ID:439 455 6384]], appointment moved to Thursday 10:40, ward 7B.
Driver [[PERSON_NAME:Emeka Balogun]] will arrive with van 12; his mobile is [[PHONE:0803 555 7120]].
Dear Ms [[PERSON_NAME:Amelia Fairclough]], thank you for your letter of 12 June 2023.
Attn: Dr [[PERSON_NAME:Parisa Tehrani]], results for sample 22-0417 attached.
cc [[EMAIL:legal@harlowandpine.com]], bcc [[EMAIL:s.tatum@harlowandpine.com]]
Ring me on [[PHONE:07700 900 331]] or text [[PHONE:07700 900 332]], whichever is easier.
Our office: [[POSTAL_ADDRESS:221 W 47th St, Suite 400, New York, NY 10036]]. Reception opens at 8.
Pls change shipping to [[POSTAL_ADDRESS:44 Lygon St, Carlton VIC 3053]] and leave at front desk
I gave the caller my SSN ([[SSN:186-56-7672]]) before I realised it was a scam.
Ticket from [[EMAIL:jo+support@hexmail.net]]: printer shows error 0x8007045d since update 22H2.
Please call [[PERSON_NAME:Ingrid Solberg]] at [[PHONE:+47 22 85 50 11]] extension desk B.
fax the signed copy to [[PHONE:(303) 555-0177]]. We need it before 5.
Passenger [[PERSON_NAME:Haruka Nakagawa]], seat 22F, asked for a vegetarian meal.
Her email bounced: <[[EMAIL:mette.sorensen@nordlys.dk]]>: 550 5.1.1 user unknown
the account belongs to [[PERSON_NAME:Jomar Dela Cruz]] and was opened with [[EMAIL:jomar.dc@pinoymail.ph]]
Deliver to: [[PERSON_NAME:Caroline Penrose]], [[POSTAL_ADDRESS:Rose Cottage, 3 Mill Hill, Truro TR1 2HE]]
Good morning, my zip code is [[ZIP_CODE:02139]] and I still see the prices for another region.
What is the delivery time to postcode [[ZIP_CODE:EH8 9YL]]?
I typed zip [[ZIP_CODE:60614-1187]] but the form says invalid postal code.
Refund needed. Amex [[CREDIT_CARD:3728-650467-86790]], name on card [[PERSON_NAME:Earl J. Whitfield]].
I'm locked out, username kestrel_88, recovery mail [[EMAIL:kestrel88@proton.me]].
Patient date of birth [[DATE_OF_BIRTH:1967-03-29]]; consent form signed on 2023-04-02.
As agreed with [[PERSON_NAME:Min-jun Park]] on Tuesday, the discount is 12 %.
Landlord: [[PERSON_NAME:Hendrika van den Berg]]. Tenant since 2017. Deposit 1,200.
Reach our DPO at [[EMAIL:privacy@oakhouse.example]] for deletion requests under ref GD-2231.
the plumber is called [[PERSON_NAME:Duncan MacLeod]], number [[PHONE:0131 496 0275]]
"""

_FORMS = r"""
Name: [[PERSON_NAME:Aoife Byrne]]⏎Email: [[EMAIL:aoife.byrne@eircom.net]]⏎Phone: [[PHONE:+353 86 123 4477]]⏎Re: returns
Name: [[PERSON_NAME:Leilani Kahananui]] | Date of Birth: [[DATE_OF_BIRTH:09/17/1990]] | Plan: Gold | Start: 01/01/2024
SSN: [[SSN:386-39-3039]]; Spouse SSN: [[SSN:285-34-7479]]; Filing status: joint; Tax year: 2022
Applicant=[[PERSON_NAME:Tyler Lockhart]];Dob=[[DATE_OF_BIRTH:1988-11-02]];Zip=[[ZIP_CODE:78704]];Income=48200
Billing address: [[POSTAL_ADDRESS:905 Elm Court, Ann Arbor, MI 48104]]. Shipping address: same.
Card: [[CREDIT_CARD:4421 1489 4614 7972]] Exp: 04/26 Amount: $129.00 Auth: 049791
Emergency contact: [[PERSON_NAME:Folake Adeyemi]] (sister) [[PHONE:+234 803 555 0184]]
Passport holder: [[PERSON_NAME:Bjørn Haugen]]⏎Place of issue: Bergen⏎Expires: 14 MAR 2031
Employee: [[PERSON_NAME:Kavita Deshpande]]⏎Grade: B4⏎Dept: Mail Room⏎Born: [[DATE_OF_BIRTH:23-Jan-1979]]
to: [[EMAIL:hr@mitchellfoods.co.uk]]⏎subject: sick note⏎From: [[PERSON_NAME:Rhys Llewellyn]]
Donor: [[PERSON_NAME:Margaret Stroud]], [[POSTAL_ADDRESS:2600 Highland Park Way, Denver, CO 80205]], pledge $50/mo
[Contact] tel=[[PHONE:206-555-0110]] fax=[[PHONE:206-555-0111]] hours=9-5
Vehicle VIN [[OTHER_ID:WBA2ABDHXKA881835]], mileage 48,210, first registered 2016
IMEI [[OTHER_ID:359061363973453]] reported stolen, model Galaxy A54, colour black
Member since 2014. D.O.B.: [[DATE_OF_BIRTH:05.12.1971]]. Allergies: penicillin.
Visitor log 14:05 - [[PERSON_NAME:Dawit Gebremariam]] - company Delta Freight - badge 31 - out 16:20
Sender [[PERSON_NAME:Zeynep Öztürk]], [[POSTAL_ADDRESS:Bağdat Cad. No:112 D:4, 34728 İstanbul]], weight 2.4 kg
Household head: [[PERSON_NAME:Lakshmi Subramaniam]]; Aadhaar [[OTHER_ID:8441 8553 4574]]; ration card type: APL
TFN [[OTHER_ID:476 103 631]] supplied; super fund: Green Rose; salary sacrifice: no
SIN [[OTHER_ID:689-070-704]] / province QC / T4 box 14: 51,220.40
CURP: [[OTHER_ID:PEMJ880923MPLZNC03]]⏎Estado: Puebla⏎Folio: 2023/4471
ID number [[OTHER_ID:9304120130080]] (RSA), branch Rosebank, product Gold Cheque
NRIC [[OTHER_ID:S8128456C]], block 14, queue no. 088
Guest: [[PERSON_NAME:Sachiko Fujimoto]]⏎Room 412⏎Arr 12.04.23 Dep 15.04.23⏎Mail: [[EMAIL:sachiko.f@docomo.ne.jp]]
Claimant [[PERSON_NAME:Curtis Mosley]] / loss date 02/18/2020 / est. 1,240 / call [[PHONE:(512) 555-0163]]
Home: [[POSTAL_ADDRESS:Flat 4, 112 Victoria Road, Leeds, LS6 2QU]]⏎Since: Sept 2019
Date of birth (dd/mm/yyyy): [[DATE_OF_BIRTH:30/06/1955]]⏎Smoker: N⏎BMI: 24.1
Witness 1: [[PERSON_NAME:Alistair Drummond]]; witness 2: [[PERSON_NAME:Gemma Crouch]]; dated 4 March 2022
Postal code: [[ZIP_CODE:H3A 1B9]]⏎Province: Québec⏎Langue: français
ship_zip: [[ZIP_CODE:33139]] ship_state: FL carrier: UPS weight: 1.2
Next of kin [[PERSON_NAME:Tāne Parata]], phone [[PHONE:+64 21 555 083]]
Recipient bank details: IBAN [[OTHER_ID:GB07NWBK53051410501887]], BIC NWBKGB2L, ref INV-20931
ACH form: name [[PERSON_NAME:Peggy Kearns]], SSN [[SSN:490-53-3458]], deposit type: savings
Registered keeper: [[PERSON_NAME:Nigel Ashworth]]. Tax due 01/10/2024. MOT valid.
"""

_LOGS = r"""
2023-06-14T08:21Z WARN auth - failed login for [[EMAIL:r.hollis@acme.com]] from [[IP_ADDRESS:188.40.77.12]] (3 attempts)
[[IP_ADDRESS:91.64.203.8]] - - [14/Jun/2023:10:02:11 +0200] "GET /cart HTTP/1.1" 200 5123
Jun 14 03:11:59 web-2 sshd[2211]: Invalid user oracle from [[IP_ADDRESS:203.0.113.77]] port 51022
INFO session opened client=[[IP_ADDRESS:2a02:8108:3824:5fb4::55b]] proto=h2 dur=0.312
ERROR SmtpSender: could not deliver to [[EMAIL:noreply+bounce@lists.example.org]] (421 4.7.0)
level=info msg="otp sent" to=[[PHONE:+14155550171]] channel=sms latency_ms=212
level=warn msg="card rejected" pan=[[CREDIT_CARD:4280210099072322]] code=51 terminal=T0085753
blocked [[IP_ADDRESS:45.155.205.233]]:443 -> rule 1021 (geo)
DEBUG UserMapper row=Person(name='[[PERSON_NAME:Ioana Munteanu]]', city='Cluj', active=True)
nginx: upstream timed out, client: [[IP_ADDRESS:177.18.44.9]], server: shop.example, request: "POST /pay"
dhcpd: DHCPACK on [[IP_ADDRESS:10.42.7.118]] to 3c:22:fb:10:9a:4e via eth1
postfix/smtp[918]: 4F2A1: to=<[[EMAIL:b.zanetti@studiozeta.it]]>, relay=mx1.zeta.it, delay=1.2, status=sent (250 ok)
AuditLog user=7741 action=EXPORT target="[[EMAIL:all-staff@northwind.org]]" rows=18233
[2023-05-02 17:44:10] payment.retry order=20230502114410 iban=[[OTHER_ID:NL28ABNA0493612977]] attempt=2
X-Forwarded-For: [[IP_ADDRESS:62.178.3.200]], [[IP_ADDRESS:10.0.14.3]]
fail2ban.actions: NOTICE [sshd] Ban [[IP_ADDRESS:61.177.172.160]]
route add [[IP_ADDRESS:192.168.40.0]]/24 via gw0 metric 100
kernel: DROP IN=eth0 SRC=[[IP_ADDRESS:185.220.101.34]] DST=[[IP_ADDRESS:10.8.0.5]] LEN=40 TTL=244
WARN  KycService - mismatch ssn=[[SSN:168-35-4249]] score=0.61 case=F22-78901
mail.log: from=[[EMAIL:cron@backup01.corp.io]] size=18822 nrcpt=1 (queue active)
user lookup failed: cn="[[PERSON_NAME:Jiří Procházka]]" base=ou=people,dc=firma,dc=cz
sip: INVITE from [[PHONE:+4930901820]] to [[PHONE:+4989550122]] cseq 102
TRACE geo.lookup ip=[[IP_ADDRESS:2001:db8:e09f:b71c:254e:64f2:945d:fde]] country=DE asn=AS3320
"POST /api/v1/users?email=[[EMAIL:linnea%40holmgren.se]] HTTP/1.1" 201 88
queue=sms dest=[[PHONE:447700900218]] body_len=61 status=DELIVRD
ERROR at com.acme.Mailer: mailbox full for '[[EMAIL:jan.nowak@poczta.pl]]' in header To
[worker-3] processed row 4421: {'full_name': '[[PERSON_NAME:Crisanto Macaraeg]]', 'score': 0.77}
peer [[IP_ADDRESS:84.115.9.61]] handshake did not complete after 5 seconds, retrying (try 2)
Login OK: uid=5512 ip=[[IP_ADDRESS:103.21.244.15]] ua="Chrome/114.0.5735.199"
SELECT * FROM customers WHERE email = '[[EMAIL:nino.beridze@tbilisi.ge]]' LIMIT 1; -- 0.8 ms
INSERT INTO patients (name, dob) VALUES ('[[PERSON_NAME:Abena Boateng]]', '[[DATE_OF_BIRTH:1974-09-19]]');
CSV line 77: bad phone "[[PHONE:(617) 555-0128]]"; expected E.164
"""

_JSON_URLS = r"""
{"id": 9912, "email": "[[EMAIL:solene.legoff@orange.fr]]", "plan": "pro", "created": "2022-03-04T11:20:00Z"}
{"name": "[[PERSON_NAME:Thibault Chevallier]]", "age": 41, "city": "Nantes", "vip": false}
{"user": {"phone": "[[PHONE:+33 6 12 34 56 78]]", "verified": true}, "app": "2.14.0.3"}
{"event":"checkout","card":"[[CREDIT_CARD:2720439298354171]]","total":59.9,"currency":"EUR"}
{"ip":"[[IP_ADDRESS:151.38.92.14]]","path":"/menu","status":304}
{"patient":{"nhs":"[[OTHER_ID:6345325244]]","dob":"[[DATE_OF_BIRTH:1950-12-25]]"},"ward":"Churchill"}
{"contact": {"mail": "[[EMAIL:g.petrosyan@ararat.am]]", "tel": null}, "lang": "hy"}
{"address":"[[POSTAL_ADDRESS:1198 SE Division St, Portland, OR 97202]]","floor":2,"elevator":true}
{"ssn":"[[SSN:447-36-4258]]","verified_at":"2023-02-10","source":"upload"}
{"sender":"[[EMAIL:tickets@anfield-tours.co.uk]]","to":["[[EMAIL:i.siregar@campus.ac.id]]"],"size":20144}
{"fn": "[[PERSON_NAME:Nguyễn Minh Tuấn]]", "dept": "R&D", "badge": "B-0031"}
{"zip": "[[ZIP_CODE:94110]]", "radius_km": 15, "category": "plumber"}
{"iban": "[[OTHER_ID:ES3443144908059804764761]]", "bic": "CAIXESBB", "mandate": "M-2291"}
{"ts":1686730867,"src":"[[IP_ADDRESS:2409:4072:3401:7d1c:7b74:dc78:24b6:8ff0]]","bytes":18221}
{"vin": "[[OTHER_ID:2T1XF7XV4TH152173]]", "odometer": 48210, "color": "Ruby Red"}
{"lead":{"fullName":"[[PERSON_NAME:Rodrigo Bautista]]","company":"Acme Corp.","phone":"[[PHONE:+63 917 555 0144]]"}}
https://app.example/reset?token=9f8c2&email=[[EMAIL:ada.nwosu%40inbox.ng]]
https://shop.example/track?order=10023&mail=[[EMAIL:bram.dijkstra@ziggo.nl]]&lang=nl
https://crm.example/open?tel=[[PHONE:%2B4915112345678]]&agent=7
GET /search?name=[[PERSON_NAME:Maureen+Pemberton]]&type=contact&page=2
https://maps.example/?q=[[POSTAL_ADDRESS:Keizersgracht+221,+1016+DV+Amsterdam]]
mailto:[[EMAIL:info@weingut-vogt.de]]?subject=Bestellung
https://pay.example/sepa?iban=[[OTHER_ID:AT517421309669874658]]&amount=49.90
tel:[[PHONE:+1-212-555-0136]]
https://stats.example/hit?ip=[[IP_ADDRESS:78.46.91.130]]&v=1.2.0
/unsubscribe?u=[[EMAIL:otavio.queiroz%40uol.com.br]]&list=weekly
https://forms.example/s/81?dob=[[DATE_OF_BIRTH:1992-07-15]]&plan=basic
https://weather.example/forecast?zip=[[ZIP_CODE:80205]]&units=imperial
{"q":"refund","from":{"name":"[[PERSON_NAME:Yetunde Ogunleye]]","email":"[[EMAIL:yetunde.o@lagosmail.ng]]"}}
{"payload":"{\"email\":\"[[EMAIL:csaba.toth@freemail.hu]]\",\"opt_in\":1}","v":3}
utm_source=mail&recipient=[[EMAIL:paweł.zając@wp.pl]]&campaign=spring-22
{"pesel":"[[OTHER_ID:83072356901]]","typ":"umowa","nr":"U/2022/118"}
{"cpf": "[[OTHER_ID:849.179.648-73]]", "pedido": 7780746929257901, "uf": "MG"}
{"nested":[{"phones":["[[PHONE:+380 67 123 45 67]]","[[PHONE:+380 44 555 12 12]]"]}]}
<customer><name>[[PERSON_NAME:Despina Vlachou]]</name><city>Patras</city><vat>none</vat></customer>
<a href="mailto:[[EMAIL:redaktion@hafenblatt.de]]">Schreiben Sie uns</a>
email: [[EMAIL:t.wolde@addis.et]]⏎retries: 3⏎timeout: 30s
id;name;score⏎118;[[PERSON_NAME:Žydrūnas Kazlauskas]];77⏎
"""

_CHATS = r"""
[10:02] mira: can you ping [[PERSON_NAME:Dražen Marušić]] about the keys? [10:03] leo: sure
A: what's your number again? B: [[PHONE:646-555-0155]] A: thx
yo add me, [[EMAIL:sk8er.ivo@gmail.com]]
lol my new cell is [[PHONE:808.555.0102]] dont lose it this time
pizza to [[POSTAL_ADDRESS:350 Peachtree Ln #2, Atlanta, GA 30307]] pls, gate code later
who is [[PERSON_NAME:Selamawit Bekele]]? she keeps sending me calendar invites
bot: Thanks! We'll text you at [[PHONE:+61 412 555 019]] when your table is ready.
hey its [[PERSON_NAME:Savannah Boone]] from the gym, got ur number from the board
send the money to [[OTHER_ID:BE68885320535840]] and put "trip" as reference
my birthday is [[DATE_OF_BIRTH:May 4, 1999]] so i'm old enough lol
mom's SSN is [[SSN:095-17-7184]] delete this after u read it!!
use my visa [[CREDIT_CARD:4054 6183 1478 9310]] and don't go over 200
agent: For security, please confirm your date of birth. customer: [[DATE_OF_BIRTH:12.10.1964]]
agent: And the ZIP code? customer: [[ZIP_CODE:98103]]
meet at [[POSTAL_ADDRESS:Schillerplatz 12, 70173 Stuttgart]] around 7?
can u invite [[EMAIL:wei.ouyang@tsinghua.example]] and [[EMAIL:meiling@tsinghua.example]] to the repo
is this still [[PERSON_NAME:Graham Tuck]]'s desk? there's a parcel
call the vet [[PHONE:01632 960 414]] before six
[[PERSON_NAME:Kwame Owusu]] said yes, [[PERSON_NAME:Yaw Asante]] said maybe
VPN drops whenever I'm on [[IP_ADDRESS:172.16.31.9]], colleague on the other subnet is fine
ask [[PERSON_NAME:Begoña Zubizarreta]], she wrote the parser
"""

_NOTES = r"""
Interview with [[PERSON_NAME:Anahit Sargsyan]], Monday 9:30, room 4. Bring the case study.
Minutes: present [[PERSON_NAME:Clive Bickerstaff]], [[PERSON_NAME:Bethan Rees-Jones]] and [[PERSON_NAME:Usman Qureshi]].
Landline dead since Friday; alt. number [[PHONE:+48 601 234 567]]; engineer booked 14.07.
Met Prof. [[PERSON_NAME:Shirin Farahani]] at the conference; wants a copy of the paper.
The estate of [[PERSON_NAME:Winifred Thistlewood]] includes the cottage and two savings accounts.
Prescriber: Dr. [[PERSON_NAME:Hira Siddiqui]]; amoxicillin 500 mg tid 7 days.
Left voicemail for [[PERSON_NAME:Denise Pruitt]] at [[PHONE:(702) 555-0119]], no reply yet.
Keys for [[POSTAL_ADDRESS:2682 Quail Hollow Cir, Phoenix, AZ 85004]] are with the neighbour.
Pt is a 54 y/o male, DOB [[DATE_OF_BIRTH:03/08/1969]], presents with chest pain x2 days.
Deed 4471: seller [[PERSON_NAME:Hunter Carver]], buyer [[PERSON_NAME:Analyn Salonga]], price 310,000.
Obituary draft: [[PERSON_NAME:Einar Nygård]], born [[DATE_OF_BIRTH:11 November 1932]], boat builder.
W-9 received, SSN [[SSN:263-64-0551]] matches, filed under 2023.
Conference speakers: [[PERSON_NAME:Priya Chatterjee]] (Pune) and [[PERSON_NAME:Zoltán Horváth]] (Szeged).
Author: [[PERSON_NAME:Makena Njoroge]]. Reviewed by committee on 2 Feb.
Subject: Welcome [[PERSON_NAME:Daichi Yamamoto]] to the platform team!
From: [[PERSON_NAME:Ragnhild Dahl]] <[[EMAIL:ragnhild.dahl@fjordbank.no]]>⏎Date: Tue, 6 Jun 2023 09:14:00 +0200
On 3 May, [[PERSON_NAME:Levan Kapanadze]] <[[EMAIL:levan@kapanadze.ge]]> wrote: > see attached
Signed, [[PERSON_NAME:Noor Haddad]], Head of Operations, Delta Freight
Statement of [[PERSON_NAME:Monique Vance]]: I saw the lorry at about 16:45 near the bridge.
Photographer [[PERSON_NAME:Keoni Taufa]]; model release on file; ISO 200, 1/250 s.
Invoice to: [[PERSON_NAME:Fiorella D'Angelo]], [[POSTAL_ADDRESS:Via Roma, 114, 20121 Milano]]. Net 30.
escalated by [[EMAIL:night.shift@hosthub.io]] at 02:14, root cause: disk full on /var
Vendor bank change request came from [[EMAIL:accounts@northw1nd-traders.com]] - looks like phishing!
Phone bill shows 14 calls to [[PHONE:+49 711 685 2204]] in April.
Server room visit: [[PERSON_NAME:Mehmet Çelik]], escorted, 09:10-09:55.
Transfer done: CH52 is the country part; full IBAN [[OTHER_ID:CH52 8733 2997 8342 1028 9]].
Scholarship winner [[PERSON_NAME:Ha-eun Jeong]] starts in September.
Travel: passport of [[PERSON_NAME:Tariq Nasser]] expires in March, renew first.
Mail returned, addressee unknown at [[POSTAL_ADDRESS:88 Bloor St E, Toronto, ON M4W 1A9]].
Round 6: [[POSTAL_ADDRESS:12 Anzac Parade, Kensington NSW 2033]]; [[POSTAL_ADDRESS:5/31 Bondi Rd, Bondi NSW 2026]]
"""

_QUERIES = r"""
[[PERSON_NAME:gudrun holmgren]] uppsala linkedin
who called me from [[PHONE:0161 496 0377]]
reverse lookup [[PHONE:3125550188]]
houses for sale near [[POSTAL_ADDRESS:1650 Cypress Creek Pkwy, Austin, TX 78753]]
[[EMAIL:zorro.lunaris@gmail.com]] data breach check
weather [[ZIP_CODE:10025]] zip
dentist open sunday zip code [[ZIP_CODE:55408]]
is [[IP_ADDRESS:194.26.192.64]] malicious
obituary [[PERSON_NAME:declan mulcahy]] galway 2022
[[PERSON_NAME:Ricardo Villalobos Ochoa]] abogado guadalajara opiniones
whois [[IP_ADDRESS:2804:14c:84d4:4194::234]]
dr [[PERSON_NAME:kamala subramaniam]] cardiologist chennai appointment
vin check [[OTHER_ID:WVW513NY9HG813858]]
directions from airport to [[POSTAL_ADDRESS:Unter den Eichen 87, 12205 Berlin]]
"""

_LANGUAGES = r"""
Guten Tag, mein Name ist [[PERSON_NAME:Friederike Obermaier]], ich warte noch auf meine Rechnung vom 3. Mai.
Bitte überweisen Sie auf [[OTHER_ID:DE84061408237464287824]], Verwendungszweck RE-2023-118.
Meine neue Anschrift lautet [[POSTAL_ADDRESS:Lindenweg 12a, 04109 Leipzig]].
Rückruf erbeten unter [[PHONE:0171 5550148]], am besten nach 18 Uhr.
Geburtsdatum: [[DATE_OF_BIRTH:17.04.1962]], Versicherungsbeginn: 01.01.2020
Die Steuer-ID [[OTHER_ID:64298135028]] steht auf der Lohnabrechnung.
Herr [[PERSON_NAME:Matthias Krüger]] und Frau [[PERSON_NAME:Käthe Zöllner]] haben den Mietvertrag unterschrieben.
PLZ [[ZIP_CODE:01067]], Lieferung Dienstag zwischen 8 und 12 Uhr
Schicken Sie die Unterlagen an [[EMAIL:bewerbung@schlosserei-weiss.at]], Kennziffer 2207.
Bonjour, je m'appelle [[PERSON_NAME:Maëlys Rousselot]] et je n'ai pas reçu mon colis n° 6A04.
Vous pouvez me joindre au [[PHONE:06 39 98 12 47]] ou par mail : [[EMAIL:benoit.peron@laposte.net]].
J'habite [[POSTAL_ADDRESS:14 bis rue de la République, 69003 Lyon]], au deuxième étage.
Numéro de sécurité sociale : [[OTHER_ID:296091658069989]]⏎Caisse : 751
Née le [[DATE_OF_BIRTH:22 mars 1978]], la patiente est suivie depuis 2019.
Virement vers [[OTHER_ID:FR69 5017 0995 5274 6703 0832 817]] effectué ce matin.
Code postal [[ZIP_CODE:33000]], livraison gratuite à partir de 49 €
Le dossier de M. [[PERSON_NAME:Étienne Gauthier]] est complet.
Hola, soy [[PERSON_NAME:Rocío Castaño Lozano]], quería cambiar mi cita del martes.
Mi DNI es [[OTHER_ID:33331478Q]] y el pedido es el 20931.
Llámame al [[PHONE:612 345 078]] cuando salgas.
Enviar a [[POSTAL_ADDRESS:Calle de Alcalá, 142, 3º B, 28009 Madrid]], portería.
Fecha de nacimiento: [[DATE_OF_BIRTH:08/11/1985]]. Fecha de alta: 02/05/2022.
Mi correo es [[EMAIL:inma.ferrer@terra.example]], gracias.
RUT [[OTHER_ID:19.958.573-8]], comuna Ñuñoa, plan hogar
Pague con la tarjeta [[CREDIT_CARD:4994 5350 2002 6550]] antes del viernes.
Buongiorno, sono [[PERSON_NAME:Tommaso Pellegrini]] e vorrei disdire l'abbonamento.
Codice fiscale [[OTHER_ID:SPSLNZ72T53H501E]], pratica 118/2023.
Può scrivere a [[EMAIL:chiara.marchetti@libero.it]] oppure chiamare il [[PHONE:347 555 0182]].
Residente in [[POSTAL_ADDRESS:Corso Garibaldi, 58, 80138 Napoli NA]] dal 2015.
IBAN [[OTHER_ID:IT60X5749336302439342353067]] intestato a [[PERSON_NAME:Ilaria Esposito]]
Olá, o meu nome é [[PERSON_NAME:Inês Figueiredo]] e preciso da segunda via da fatura.
CPF [[OTHER_ID:020.118.316-10]], protocolo 2023-88213, aguardando retorno.
Meu celular é [[PHONE:(11) 98765-0142]], pode mandar mensagem.
Entregar na [[POSTAL_ADDRESS:Rua das Flores, 120 - Apto 31, São Paulo/SP, CEP 01310-100]].
Nascimento: [[DATE_OF_BIRTH:30/01/1970]] - Cadastro: 12/12/2022
Goedemorgen, u spreekt met [[PERSON_NAME:Sjoerd Hoekstra]] over offerte 2231.
Mijn BSN is [[OTHER_ID:178715608]], staat ook op het formulier.
Adres: [[POSTAL_ADDRESS:Oude Delft 88, 2611 CD Delft]]. Bel gerust.
Mail naar [[EMAIL:anouk@bloemenmulder.nl]] of app [[PHONE:06-12345078]].
Geboren op [[DATE_OF_BIRTH:4 juli 1988]] te Maastricht
Dzień dobry, nazywam się [[PERSON_NAME:Małgorzata Dąbrowska]], proszę o korektę faktury FV/118/2023.
Mój PESEL to [[OTHER_ID:61071017168]], a numer umowy 4471.
Proszę dzwonić pod [[PHONE:+48 22 555 01 19]] w godzinach 8-16.
Przesyłkę proszę wysłać na adres [[POSTAL_ADDRESS:ul. Długa 14/3, 31-147 Kraków]].
Kod pocztowy [[ZIP_CODE:80-831]], dostawa jutro
Hej, jag heter [[PERSON_NAME:Åsa Lindström]] och vill säga upp mitt abonnemang.
Personnummer [[OTHER_ID:19891112-4090]], medlem sedan 2011.
Min adress är [[POSTAL_ADDRESS:Drottninggatan 41 B, 411 14 Göteborg]].
Ring [[PHONE:070-123 45 67]] om ni blir sena.
Hei, fødselsnummeret mitt er [[OTHER_ID:08066018785]] og jeg bor i Bergen.
Henkilötunnus [[OTHER_ID:060981-422M]], laskun numero 20931
Kontakt: [[PERSON_NAME:Søren Kjær]], tlf. [[PHONE:+45 32 55 01 47]]
Terveisin [[PERSON_NAME:Päivi Hämäläinen]], puh. [[PHONE:040 555 0163]]
Здравствуйте, меня зовут [[PERSON_NAME:Светлана Воробьёва]], не приходит код подтверждения.
Мой телефон [[PHONE:+7 912 555-01-47]], звоните после обеда.
Адрес доставки: [[POSTAL_ADDRESS:630099, г. Новосибирск, ул. Садовая, д. 48, кв. 5]]
Дата рождения [[DATE_OF_BIRTH:09.05.1974]], дата договора 01.02.2023
ИНН [[OTHER_ID:619150911234]], почта [[EMAIL:zaytsev.v@mail.ru]]
Добрий день, я [[PERSON_NAME:Оксана Бондаренко]], замовлення 10442.
Merhaba, ben [[PERSON_NAME:Ayşegül Koçyiğit]], kargom nerede?
TC kimlik no: [[OTHER_ID:91896239872]], başvuru 2023/77
Adresim [[POSTAL_ADDRESS:Cumhuriyet Mah. Gül Sok. No: 14/3, 06420 Ankara]]
Beni [[PHONE:0532 555 01 47]] numarasından arayın.
お世話になっております。[[PERSON_NAME:長谷川 結衣]]と申します。請求書の件でご連絡しました。
連絡先は[[PHONE:090-5555-0147]]です。
住所:[[POSTAL_ADDRESS:〒150-0001 東京都渋谷区神宮前1-5-12]]
生年月日 [[DATE_OF_BIRTH:1985年3月12日]]、入会日 2020年4月1日
我的手机号是[[PHONE:13812345078]],请尽快回电。
收货地址:[[POSTAL_ADDRESS:上海市浦东新区世纪大道88号3单元1201室]]
身份证号 [[OTHER_ID:310115196103281758]],订单号 202306048103
您好,我的邮箱是 [[EMAIL:linxiaoming@163.example]]
안녕하세요, 제 번호는 [[PHONE:010-5555-0147]]입니다.
주민등록번호 [[OTHER_ID:950515-1694007]], 접수번호 4471
مرحبا، رقم جوالي [[PHONE:0551234078]] وأرجو الاتصال مساء.
البريد الإلكتروني [[EMAIL:noura.q@saudimail.sa]] لإرسال الفاتورة
שלום, שמי [[PERSON_NAME:נועה פרידמן]], ומספר ההזמנה 20931
Καλησπέρα, ονομάζομαι [[PERSON_NAME:Ελένη Οικονόμου]] και περιμένω ακόμη το δέμα.
ΑΦΜ [[OTHER_ID:885142971]], παραστατικό 118
Dobrý den, jmenuji se [[PERSON_NAME:Markéta Šťastná]] a ráda bych zrušila objednávku 4471.
Jó napot, [[PERSON_NAME:Erzsébet Kőszegi]] vagyok, a számla hibás.
Bună ziua, CNP [[OTHER_ID:2580224225433]], contract 118 din 2021
मेरा नाम [[PERSON_NAME:सुनीता मिश्रा]] है, मेरा ऑर्डर अभी तक नहीं आया।
Nomor HP saya [[PHONE:+62 812 5555 0147]], tolong dihubungi sebelum jam 5.
Tôi là [[PERSON_NAME:Trần Ngọc Ánh]], số điện thoại [[PHONE:0912 345 078]].
Địa chỉ: [[POSTAL_ADDRESS:12 Nguyễn Huệ, TP. Hồ Chí Minh]]
สวัสดีค่ะ เบอร์โทร [[PHONE:081-555-0147]] ติดต่อได้หลังห้าโมง
Rijksregisternummer [[OTHER_ID:64.10.30-794.11]], dossier 2023/B/118
"""

_MORE = r"""
Charge my [[CREDIT_CARD:3612 791296 2098]] (Diners) for the flowers, 45.00 EUR, order 8813.
PAN [[CREDIT_CARD:6011718843807943]] found in plain text at line 311 of the dump, please purge.
receipt: VISA [[CREDIT_CARD:4189-6584-5707-2486]] APPROVED 03/05/23 17:44 TOTAL 22.40
I read the number to the waiter twice: [[CREDIT_CARD:5110 2965 7498 9000]], and now there are odd charges.
{"txn":118,"pan":"[[CREDIT_CARD:5168685527362169]]","mcc":5411,"rrn":"382190052609"}
Kartennummer [[CREDIT_CARD:3530 7508 9671 0921]], gültig bis 11/26
carte bancaire [[CREDIT_CARD:5192 5503 2906 4639]] refusée au distributeur hier soir
order 5493559324635692 was paid with [[CREDIT_CARD:36386402076237]]
https://pay.example/legacy?cc=[[CREDIT_CARD:6011160064596667]]&amt=10
card on file [[CREDIT_CARD:4482112823625753]] / backup [[CREDIT_CARD:5196225092690904]] / currency GBP
Background check for [[PERSON_NAME:Hunter Dobbs]], SSN [[SSN:331-87-6655]], county: Jackson
Social Security #: [[SSN:187 65 6144]] (copy of the card attached, page 3)
employee ssn=[[SSN:687892254]] state=WA exempt=N
my social is [[SSN:828-64-1618]], part number 741-11-0028 is the thing I want to return
borrower [[SSN:580-06-9274]] co-borrower [[SSN:582-70-4663]] loan 897206356
the last applicant wrote [[SSN:137-88-3536]] in the phone field
{"taxpayer":{"ssn":"[[SSN:111-97-5164]]","ein":"30-6233853"}}
Found SSN [[SSN:346-76-1341]] in attachment W2_2022.pdf
Upgrade to 10.4.22.1 failed on host [[IP_ADDRESS:10.4.22.18]], rollback done
jump box for the deploy is [[IP_ADDRESS:159.69.140.22]]
please whitelist [[IP_ADDRESS:83.215.47.190]] and [[IP_ADDRESS:83.215.47.191]] for the SFTP drop
last login: Tue Jun 13 22:10:48 2023 from [[IP_ADDRESS:2a02:8108:328f:71da:39dd:9e18:8d9b:b86e]]
{"remote_addr":"[[IP_ADDRESS:::ffff:93.184.44.7]]","tls":"1.3"}
A record of shop.example changed to [[IP_ADDRESS:185.199.108.44]], TTL 300
VLAN 40 gateway is [[IP_ADDRESS:192.168.40.254]], printers start at .20
Kunde [[PERSON_NAME:Torsten Schäfer]], IP [[IP_ADDRESS:46.114.3.210]], Vertrag 4471, Tarif Grün
Write to ([[EMAIL:kontakt@bücherei-köln.de]]) or drop by before noon.
Emails: [[EMAIL:c.ward@stgiles.ac.uk]];[[EMAIL:e.wolde@stgiles.ac.uk]];[[EMAIL:admissions@stgiles.ac.uk]]
Best, [[PERSON_NAME:Oğuz Şahin]] | Sales | Kaya İnşaat A.Ş. | M: [[PHONE:+90 532 555 01 99]]
Invoice 118: [[PERSON_NAME:Crina Țurcanu]], IBAN [[OTHER_ID:PL07340544635332890094752788]], due 31.12.2023
Carer for [[PERSON_NAME:Maureen Crouch]] (DOB [[DATE_OF_BIRTH:1938-02-11]], NHS [[OTHER_ID:744 731 7918]]) rang at 9
"""

_NOTHING_SUPPORT = r"""
Where is my order 4916-2208-7731-0042? It says shipped since Monday.
Your order #10442 of 12/06/2023 has been dispatched. Estimated delivery: 3-5 working days.
The total is $1,299.00 plus $84.44 tax, which is 11 % more than last year.
I can't log in since the update to version 10.4.22.1, please advise.
Invoice INV-2023-004417 for 2,310.50 EUR is overdue by 14 days.
Does the Dyson V11 come with a 2-year warranty in Germany?
Please cancel subscription SUB-99120334 at the end of the billing period.
The coupon SPRING20 is rejected: "code expired on 05/31/2023".
We open Mon-Fri 9:00-17:30, Sat 10:00-14:00, closed on public holidays.
My parcel 1Z8652659233443374 was scanned in Louisville at 03:12 and then nothing.
The Johnson & Johnson plasters arrived damaged, batch 20210412.
Dear customer, thank you for your patience. Your case 00318822 has been closed.
How do I change the phone number in my profile? The button is greyed out.
Why do you need my date of birth to sell me a toaster?
Is it safe to enter my credit card number in the app?
Your e-mail address could not be verified because the link has expired.
The SSN field should be optional for customers outside the US.
Please never send your social security number or card details by e-mail.
I was on hold for 45 minutes and then the line dropped at 16:20.
Part no. 741-11-0028 replaces 741-11-0027 from serial 50022 on.
Article 5901234123457 is out of stock in size 42, colour Midnight Blue.
The manual says torque 12.5 Nm, but page 113 says 15 Nm. Which one is right?
RMA 20931-B approved, ship the unit back within 30 days.
The gift card balance is 25.00, PIN not needed in store.
My flight LH4884 from Munich to Florence was cancelled; rebooking code K7QX2P.
Booking 4471 / 2 adults / 12.04.23-15.04.23 / half board / no pets
Does Madison Square Garden allow backpacks?
Marks & Spencer refused the return because the tag was missing.
Feature request: let me sort the address book by city.
The name field cuts off after 20 characters, please increase it.
Ticket T-118 merged into T-97, see changelog 4.2.0.
Is the Lincoln Navigator 2019 available in Ruby Red?
We could not process the file customers_2021.xlsx (18,233 rows, 4 errors).
Model WH-1000XM4, firmware 2.5.1, serial S01-1234567-K, bought 26.11.2021
Your verification code is 482 913. It expires in 10 minutes.
Do not share this code: 771204. We will never call you.
The St. James' Park ticket office opens two hours before kick-off.
Can the Victoria line replacement bus be taken with a bike?
Our DUNS 60-902-1837 and EIN are printed on the purchase order form.
Meter reading 53635 kWh on 25 May 2022, previous 48210.
"""

_NOTHING_LOGS = r"""
2023-06-14 08:21:07,113 INFO [main] Started application in 4.812 seconds (process running for 5.3)
npm WARN deprecated request@2.88.2: request has been deprecated
+ lodash@4.17.21 added 1 package, and audited 312 packages in 2s
Collecting numpy==1.24.3 ... Successfully installed numpy-1.24.3 pandas-2.0.2
docker pull registry.example/app/web@sha256:13a71719d4bdcdf30a1be2b4ec753d70d16a78da2fe6278aae011bfd02518065
commit a6741f119bad1af955dcb5291411d2e6dc33ec8e (HEAD -> main, tag: v2.14.0)
Chrome/114.0.5735.199 Safari/537.36 Edg/114.0.1823.67
Windows 10.0.19045.3086 build applied, reboot required
kernel: usb 3-2: New USB device found, idVendor=046d, idProduct=c52b, bcdDevice=24.11
java.lang.IllegalStateException: user name must not be null at com.acme.UserService.load(UserService.java:118)
GC pause (G1 Evacuation) 24.118ms, heap 512M->211M(1024M)
trace_id=3e309e2a-7d5c-420c-b89d-f3601ab155e7 span=7be8990aca1e status=ok
req 31dc0559-29f9-4800-b0e1-4a406bfaf3d6 took 88 ms (cache MISS)
link/ether 3c:22:fb:10:9a:4e brd ff:ff:ff:ff:ff:ff
[2023-05-02 17:44:10] cron: backup users_2021.zip 184 MB done in 00:03:12
WARN disk /dev/sda1 91% used, 18.4G of 20G
ETag: "375f99caec7963a196c90566e5b19672" Last-Modified: Tue, 06 Jun 2023 07:28:00 GMT
job 4420817035634846 finished exit=0 elapsed=812s host=srv-db-07
SELECT count(*) FROM addresses WHERE verified = true; -- 48210 rows
ALTER TABLE patients ADD COLUMN phone_verified boolean DEFAULT false;
partition=7 offset=41631221 key=null lag=0
metric user_emails_sent_total{env="prod"} 99120334 1686730867
retrying in 00:00:30 (attempt 3 of 5), last error: timeout after 5000 ms
Traceback (most recent call last): File "mailer.py", line 212, in send_email
assert response.status_code == 200, f"got {response.status_code}"
@media (max-width: 390px) { .phone-icon { display: none } }
@Override public String getName() { return name; }
@RestController @RequestMapping("/api/v1/users") class UserController
import { Avatar } from "@acme/ui-kit@3.2.1"; // pinned
go: downloading golang.org/x/net v0.10.0 h1:X2//UzNDwYmtCLn7To6G58Wr6f5ahEQLkjNzq9Ncis4=
pip install 'requests[socks]>=2.28,<3' --hash=sha256:58cd2187c01e70e6e26505bca751777aa9f2ee0b7f4300988b709f44e013003f
git push origin feature/user-email:main --force-with-lease
OpenSSL 1.1.1n 15 Mar 2022; zlib 1.2.11.1; libpng 1.6.37
Firmware 7.57.0.12 -> 7.57.1.4 ok (crc 0x8007045d)
oid 1.3.6.1.4.1.311.21.8 not found in MIB
snmpwalk .1.3.6.1.2.1.1.3.0 = Timeticks: (158812233) 18 days, 9:08:42.33
color: #cb6c40; background: url(/img/rose@2x.png);
Build 20230614.3 succeeded: 1,204 tests, 0 failures, 18 skipped
pg_dump: dumping contents of table "public.phone_numbers"
robots.txt: Disallow: /user/ Disallow: /mail/
/home/deploy/app/releases/20230614102211/config/database.yml
s3://datalake-prod/customers/dt=2023-06-14/part-00003-c000.snappy.parquet
C:\Program Files\Mail Server\bin\smtpd.exe returned 3221225786
token bucket refilled: 5000 rps, burst 10000
I0614 10:02:11.884213 1 leaderelection.go:248] attempting to acquire lease kube-system/scheduler
TLS handshake: cipher TLS_AES_256_GCM_SHA384, curve X25519, session 9a4e7c11
[ 0.000000] Command line: BOOT_IMAGE=/vmlinuz-5.15.0-73-generic root=UUID=5d8784f2-3c1d-4f5b-87f4-ac838039a983
vehicle_queue depth=31 oldest=00:12:44 consumer=worker-3
AT+CGMR returned SIM7600M22_V1.1 revision LE20B04
0 5 * * 1 /usr/local/bin/send_mailing_list.sh >/dev/null 2>&1
"""

_NOTHING_JSON_URLS = r"""
{"id": "b55aab34-5521-478b-92b5-7e54782b9471", "status": "shipped", "items": 3, "total": 129.9}
{"product": {"name": "Chesterfield sofa", "sku": "A77576", "ean": "7356463827719"}, "stock": 12}
{"lat": 48.137154, "lon": 11.576124, "accuracy": 12.5, "speed": 0}
{"version": "3.11.4.1", "build": 20230614, "commit": "419335b"}
{"phone_verified": true, "email_verified": false, "user_role": "editor"}
{"created_at": "1989-11-09T18:57:00Z", "type": "historic_event", "city": "Berlin"}
{"isbn": "9783393351232", "title": "Soil Mechanics", "pages": 412, "lang": "de"}
{"colors": ["Scarlet", "Amber", "Olive"], "sizes": [36, 38, 40]}
{"order_no": 5493559324635692, "lines": 4, "warehouse": "Hannover"}
{"device": "Pixel 7a", "os": "Android 13", "app": "5.44.0.17", "battery": 0.81}
{"company": "Parker Hydraulics", "founded": 1951, "employees": 61000}
{"ticker": "JNJ", "price": 158.32, "volume": 8412210, "ts": 1686730867}
{"mac": "38:39:BB:65:97:07", "ssid": "eduroam", "rssi": -61}
{"session": "f2eb5fe2528842828ae2", "ttl": 1800, "csrf": "9f8c2d77"}
{"drug": "Ventolin HFA", "ndc": "00173-0682-20", "lot": "L4090Z", "exp": "2025-03"}
{"genre": "drama", "film": "Night Train", "year": 1959, "runtime": "1:39:00"}
{"fields": [{"name": "ssn", "type": "string"}, {"name": "dob", "type": "date"}]}
{"error": {"code": 40012, "message": "email is required"}, "request": "a3f1"}
{"bbox": [7.1, 47.2, 9.2, 48.1], "crs": "EPSG:4326"}
{"wine": "Cuvée Alexandre", "winery": "Kendall-Jackson", "points": 91}
https://shop.example/p/88231?color=red&size=10&utm_campaign=spring-22
https://cdn.example/i/2373dde9.jpg?v=1.0.0.116&w=640
https://github.example/numpy/numpy/releases/tag/v1.24.3
https://maps.example/@48.1371,11.5761,15z
https://www.example.org/2021/03/04/how-to-write-a-mailing-list
https://social.example/@coderkat/110234567890123456
https://docs.example/api/users/{user_id}/emails?limit=50
/search?q=king+size+bed&price=200-400&sort=asc
/api/v2/orders/20230604-8103/items?expand=product
gclid=Cj0KCQjw7aqkBhDPARIsAKGa0oL&fbclid=IwAR2x
urn:isbn:9781441721969
doi:10.1038/s41586-021-03819-2
arn:aws:s3:::customer-addresses-backup/*
data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA
id;product;price⏎118;Windsor chair;149.00⏎119;Oxford desk;399.00
<item><title>Jane Eyre</title><isbn>9782656856484</isbn><price>7.99</price></item>
<img src="/img/father_and_son.jpg" alt="wooden toy">
postgres://db:5432/customers?sslmode=require
key=AIza-redacted&scope=contacts.readonly&state=8841
filename="names.zip"; size=18822; crc32=0x7fa77c1d
"""

_NOTHING_CHATS = r"""
lol did you see the score? 4:3 in the 94th minute!!
@channel deploy at 14:30, freeze until 15:00
@here build 4471 is red again, who broke main?
brb 10 min
meeting moved to Thu 11:15, room Curie
anyone tried the new Tony's Chocolonely? so good
thx! see you at the Oktoberfest
is it pkg@1.2.3 or pkg@1.3.0 that has the bug?
follow us @oakhouse_design for more
@lunaris_77 nice stream yesterday
the wifi is called FRITZ!Box 7590, password is on the fridge
my step count today: 10482
happy new year 2024!!!
we're at 52.5200 N, 13.4050 E, near the big tower
gg wp, 3-0, next map de_dust2
what's the ETA? 20 min, traffic on A7
need milk, eggs, 2x bread, Earl Grey
the password policy says 12 characters min
ok so 5,000 + 2,500 = 7,500 right?
room code is 4471#, then second floor
bot: Reminder - stand-up in 5 minutes
can somebody review PR 1872?
have you got the charger for the Surface?
does the bus 405 still stop at the zoo
that jacket was 89.99 now 44.95 at Jack Wolfskin
train leaves 07:52 from platform 9
who won Best Picture in 1994?
ticket for row 14 seat 22 if anyone wants it
it's 31°C in Austin and I'm melting
version 2.0.0-rc.1 just dropped
"""

_NOTHING_NOTES = r"""
On 14 July 1789 the Bastille was stormed; the keys are on display in the hall.
The Battle of Hastings took place on 14 October 1066.
Recall notice: lots L4090Z to L4120Z of the eye drops, expiry 03/2025.
ISBN 978-3-16-148410-0, hardcover, 412 pages, 2nd edition 2011.
Chapter 4.2.1.3 describes the calibration procedure.
Serves 4. Bake the Peach Melba tart at 180 °C for 35 minutes.
Symptoms of Parkinson's disease include tremor and slow movement.
Q3 revenue rose 4.5 % to 1,204,500 EUR; headcount 412.
Hurricane Katrina made landfall on August 29, 2005 as a category 3 storm.
Agenda: 1. budget 2. parking 3. new coffee machine 4. AOB
The vessel Edith Maersk left Rotterdam with 14,770 TEU on board.
Trial NCT04368728 enrolled 43,448 participants at 152 sites.
Paint the hall in Hague Grey, skirting in Skimming Stone.
The 9-digit part number 210910715 is stamped on the flange.
Temperatures between -12.5 and 38.1, humidity 40-60 %.
Lot 14, block 3, Jackson Addition, 0.21 acres.
Patent US 10,123,456 B2 was granted on November 13, 2018.
Ernst Weber KG and Parker Hydraulics signed a framework contract.
The Cooper's hawk nests from April; Thomson's gazelle does not.
License expires 31.12.2024; renewal costs 1,200 per seat.
The class reads Oliver Twist until week 14, then Madame Bovary.
Moved 412 boxes from bay A-61-00-3 to bay R9.B4.S82.
RFC 5322 defines the syntax of e-mail addresses.
The name of the ward was changed in 2019.
Phone interviews take about 30 minutes, on-site half a day.
Blood type O+, pulse 72, BP 120/80, SpO2 98 %.
Room Curie seats 12, room Darwin seats 30.
Bill of lading MAEU 210910715, container MSKU 250405-4, seal 0088213
Flight UA744 JFK-ORD, boarding 18:35, gate B12.
The church of St. Peter was built between 1220 and 1258.
GDPR article 17 grants a right to erasure; see recital 65.
Exchange rate 1 EUR = 1.0843 USD on 2023-06-15.
Use 3/4" screws, 16 pcs per panel, spacing 12".
Population of Springfield in 2020: 114,394.
The 2019 Château Margaux scored 98 points.
Scale 1:25000, sheet 7934, edition 2016.
To do: rename table customer_address, drop column fax.
Glass-Steagall, Dodd-Frank and Sarbanes-Oxley are covered in unit 3.
Dolce & Gabbana moved its flagship store.
The Dow closed at 34,212.12, down 0.68 %.
MRI protocol: TR 2000 ms, TE 30 ms, 3.0 T, slices 1-64
Two-for-one on Ben & Jerry's until Sunday.
"""

_NOTHING_QUERIES = r"""
king size mattress 180x200
how to validate an email address in python
iphone 13 128gb midnight price
what is a social security number
caesar salad dressing without anchovies
st. bernard puppies
weather houston tomorrow
error 0x8007045d windows 11
best credit card for travel 2023
zip code lookup
download vlc 3.0.18
convert 1686730867 to date
jane eyre summary chapter 12
wooden chess set
samuel adams beer calories
difference between ipv4 and ipv6
santiago to valparaiso bus
louis vuitton bag used
ISO 8601 week number
65 inch tv under 800
toyota yaris 1.33 oil type
paris hotels near gare du nord
phone case pixel 7a
name tags for kids clothing
EN 60335-1:2012 pdf
mercedes benz c class w205 service
14.99 in dollars
address label template word
virginia creeper in pots
numpy 1.24.3 changelog
"""

_NOTHING_LANGUAGES = r"""
Ihre Bestellung 20931 vom 03.05.2023 wurde versendet, Lieferung in 2-3 Werktagen.
Die Rechnung RE-2023-118 über 1.299,00 € ist am 31.12.2023 fällig.
Bitte geben Sie Ihr Geburtsdatum und Ihre Telefonnummer an.
Zug ICE 1012 fährt heute um 14:05 Uhr von Gleis 7.
Das Schillertheater bleibt bis März geschlossen.
Artikelnummer 741-11-0028, Farbe Anthrazit, 12 Stück
Version 7.57.1.4 behebt den Fehler beim Speichern von Adressen.
Die Stadt Florenz liegt am Arno.
Votre commande n° 6A04-118 sera livrée jeudi entre 8h et 12h.
Le menu du jour : poire Belle-Hélène, 12,50 €.
La facture FA2023-0441 du 12/06/2023 reste impayée.
Merci de renseigner votre adresse e-mail et votre code postal.
Le train TGV 6611 part à 17h58, voie K.
Version 4.2.0.18 disponible, redémarrage nécessaire
Su pedido 20931 ha sido enviado el 12/06/2023.
El precio es de 1.299,00 € IVA incluido.
Introduzca su número de tarjeta en la página segura.
Calendario: Santa Clara, 11 de agosto, festivo local.
La versión 10.4.2 corrige el error 40012.
Fecha de caducidad 03/2025, lote L4090Z
La fattura n. 118/2023 scade il 31/12/2023.
Il treno 9612 parte alle 17:30 dal binario 4.
Pizza Margherita e birra, 14,50 euro.
O pedido 88213 foi enviado em 12/06/2023.
Preço: R$ 1.299,00 em até 10x sem juros.
Informe o seu CPF e a data de nascimento no formulário.
De trein naar Den Haag vertrekt om 14:05 van spoor 7.
Factuur 2023-0441, bedrag € 129,90, vervaldatum 31-12-2023
Zamówienie nr 20931/2023 zostało wysłane 12.06.2023.
Cena 1 299,00 zł, dostawa gratis.
Faktura 118 förfaller den 31 december 2023.
Tåget går 14:05 från spår 7.
Ordre 20931 er sendt, forventet levering 3-5 dager.
Tilaus 20931 on toimitettu 12.6.2023.
Заказ № 20931 от 12.06.2023 отправлен, сумма 1 299,00 руб.
Версия 10.4.2.1 доступна для загрузки.
Чай «Принцесса Нури», 100 пакетиков, 249 р.
Замовлення 10442 відправлено, оплата 350 грн.
Siparişiniz 20931 kargoya verildi, tutar 1.299,00 TL.
Ankara bugün 31 derece, parçalı bulutlu.
ご注文番号 20931-4471 の商品を発送しました。
バージョン 10.4.2 を公開しました。
会議は3月12日14時から第2会議室です。
您的订单 202306048103 已发货,预计3天送达。
版本 3.11.4 已发布,请尽快更新。
北京今天晴,最高气温31度。
주문번호 20230604-8103 상품이 발송되었습니다.
서울 오늘 날씨 맑음, 최고 31도
تم شحن الطلب رقم 20931 بتاريخ 12/06/2023
السعر 1299 ريال شامل الضريبة
הזמנה מספר 20931 נשלחה בתאריך 12.06.2023
Η παραγγελία 20931 στάλθηκε στις 12/06/2023.
Objednávka č. 4471 byla odeslána, cena 1 299 Kč.
A 20931 számú rendelés elküldve, végösszeg 12 990 Ft.
Comanda 20931 a fost expediată pe 12.06.2023.
आपका ऑर्डर 20931 भेज दिया गया है, कुल ₹1,299।
Pesanan 20931 sudah dikirim, total Rp1.299.000.
Đơn hàng 20931 đã được gửi, tổng 1.299.000đ.
คำสั่งซื้อ 20931 จัดส่งแล้ว ยอดรวม 1,299 บาท
Bestelling 4471 staat klaar in winkel Maastricht.
"""


def texts() -> list[LabelledText]:
    blocks = (
        _SUPPORT, _FORMS, _LOGS, _JSON_URLS, _CHATS, _NOTES, _QUERIES, _LANGUAGES, _MORE, _NOTHING_SUPPORT,
        _NOTHING_LOGS, _NOTHING_JSON_URLS, _NOTHING_CHATS, _NOTHING_NOTES, _NOTHING_QUERIES, _NOTHING_LANGUAGES,
    )  # fmt: skip
    lines = (line for block in blocks for line in block.replace("\\\n", "").split("\n"))
    return [marked(line.replace("⏎", "\n")) for line in lines if line]
