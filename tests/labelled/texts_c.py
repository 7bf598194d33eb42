"""Hold-out texts: searches, mails, chats, logs, URLs, records and notes in English and some twenty other languages."""

from __future__ import annotations

from tests.labelled.cases import LabelledText, marked

# A line is a text; ``⏎`` is its line break.

_SEARCHES = """
cheap flights tulsa to new orleans 14 march
how to reset router to factory settings model TL-WR841N v14
lego 75192 millennium falcon price
victorian sideboard oak 120x45x80 cm
is 192 a good ldl number
error 0x80070643 kb5034441 fix
isbn 978-0-14-143951-8 used copy
vitamin d3 4000 iu vs 2000 iu
weather charlotte nc weekend
paris hotels near gare de lyon under 150
dewalt dcd796 18v combi drill bare unit
python 3.11.4 vs 3.12.0 speed
iphone 13 mini 128gb second hand
who won the 1998 world cup final 3-0
jackson hole ski pass 2024/25
florence to siena by bus timetable
part number 06A-109-119-J water pump
24x36 poster frame black
convert 5'11 to cm
madison square garden seating chart section 112
standard error 2.5.29.17 oid meaning
diesel price 1.759 today köln
gtin 4006381333931 stabilo
dr martens 1460 size 8
olive garden near me open till 23:00
bosch smv4hcx48g dishwasher e15 fault
what time is 14:30 utc in austin
kenwood chef a901 spare bowl
excel formula date 45291 to text
black & decker bcd703c1 battery
washington state dol appointment
rfc 5322 obs-local-part
san diego zoo tickets 2 adults 1 child
sudoku 9x9 expert no. 4471
crohn's disease diet sheet pdf
hurricane andrew 1992 damage map
kitchen aid 5ksm175 vs 5ksm125
[[PERSON_NAME:oluwadamilare ogunleye]] linkedin lagos
[[PERSON_NAME:margit fenwick]] obituary carlisle
phone number [[PHONE:0151 946 0713]] who called me
who owns [[PHONE:(503) 555-0148]]
[[EMAIL:t.abruzzi@postmark.example]] data breach check
where is ip [[IP_ADDRESS:91.132.44.17]] located
ip lookup [[IP_ADDRESS:2a03:2880:f12f:83:face:b00c:0:25de]]
[[POSTAL_ADDRESS:118 Quarry Bank Road, Keighley BD22 7LU]] house price
zillow [[POSTAL_ADDRESS:2907 Wisteria Ct, Plano, TX 75074]]
[[PERSON_NAME:deirdre maccormack]] dentist galway reviews
[[PERSON_NAME:Ignatius Rothwell-Bayes]] wedding registry
iban check [[OTHER_ID:DE75370400440082280997]]
best pizza zip code [[ZIP_CODE:60618]]
broadband checker postcode [[ZIP_CODE:BS6 5TJ]]
area code for zip [[ZIP_CODE:97214]]
is [[EMAIL:billing-alerts@secure-pay.example]] a scam
[[PERSON_NAME:prudence okereke]] solicitor peckham
reverse lookup [[PHONE:+1 929 555 0162]]
postcode [[ZIP_CODE:G12 8QQ]] council tax band
"""

_MAILS = """
Hello, my router drops every 20 minutes since firmware 3.0.0.4.386. Order 4417-0092. Any ideas?
The parcel 1Z999AA10123456784 has been "out for delivery" since 08:12. Please advise.
We were charged $49.00 twice on 03/04 for invoice INV-2024-00817. Refund one of them, please.
The desk arrived with 7 of 8 legs. Item no. 703.891.44, lot 2231, bought in Madison.
Could you extend the trial for workspace acme-northwest by 14 days?
Ticket #884213 was closed without an answer. Reopen it.
Your page says "Enter a valid e-mail address" even when the field is empty. Chrome 121.0.6167.85.
Coupon SPRING-2024-88 gives "expired" although it runs until 31 May 2024.
My blender (serial 5012-44-7781, model KB64) smokes after 30 seconds. Is that covered?
Is the Calvin Klein coat in size 12 back before 1 December?
Following up on case 00091832: still waiting for the replacement pump, P/N 100-58-2210.
The flight BA2490 left at 21:05 instead of 19:40, do we get the 250 EUR?
Please cancel subscription sub_1Nx8Q2KZ0aLw at the end of the period.
The invoice shows VAT at 19 %, should be 7 %. Total 128.40 instead of 115.46.
I cannot find the phone field in my profile. Where is it since version 8.2?
Our meter reading on 30.06. was 048213 kWh, on 31.07. it was 048377 kWh.
Do you ship to Kansas City and Port Elizabeth? What does it cost for 2.4 kg?
Just to say: the new bike lane on Lincoln Avenue is great. Thank you.
Table for six at 19:30 on the 14th, two vegetarians, window if possible.
App crashes at step 3 of 5, stack trace says NullPointerException at Profile.java:214.
Your order 7731-2209-4410-0936 has shipped and should arrive between 12:00 and 16:00.
The course "Marie Curie and her century" is full; you are no. 12 on the waiting list.
Reminder: maintenance window Sat 02:00-04:30 UTC, cluster eu-central-1, no action needed.
Gift card 6006 4912 3381 2270 115 shows a balance of 0.00, it should have 25.00.
Could you tell me whether the Santa Barbara store has the 27" monitor (EAN 8806094772510)?
Hi, I'm [[PERSON_NAME:Rosamund Achterberg]], please update my mail to [[EMAIL:r.achterberg@fennimore.example]]. Thanks.
Please call me back on [[PHONE:07700 900461]] after five, the line is bad before.
I moved! New address: [[POSTAL_ADDRESS:47 Gorse Hill Lane, Swindon SN2 8BZ]]. Please resend order 40021.
The card [[CREDIT_CARD:4929 7382 8290 6549]] was declined three times although there is money on it.
My SSN is [[SSN:219-84-6037]], the form will not take it. What now?
I was born on [[DATE_OF_BIRTH:9 October 1957]], so the senior fare should apply to booking QX7PLM.
Refund to IBAN [[OTHER_ID:NL18 ABNA 0183 4923 23]], account holder [[PERSON_NAME:Jelle Westerhuis]], thanks.
Someone logged in from [[IP_ADDRESS:185.220.101.34]] last night at 03:12. That was not me!
Kind regards,⏎[[PERSON_NAME:Thaddeus Mbeki-Lowe]]⏎Facilities⏎[[PHONE:+44 20 7946 0991]]
Sent from my phone. You can reach me under [[EMAIL:zo.halvorsen+shop@mailbox.example]] too.
My wife [[PERSON_NAME:Clementine Duquesne]] and I booked two seats, only one shows up.
The old address ([[POSTAL_ADDRESS:901 Calhoun Street, Apt 3F, Baton Rouge, LA 70802]]) is still on my bill.
Amex [[CREDIT_CARD:3434 233475 33408]], exp 08/27, please charge the 210.00 to that one.
To whom it may concern: [[PERSON_NAME:Ferdinand Ashgrove]], NHS number [[OTHER_ID:620 907 0213]], moved practice.
cc [[EMAIL:gwen.tarrant@lowmoor.example]], [[EMAIL:ops@lowmoor.example]] - please keep both in the loop.
Could you delete everything you have on [[EMAIL:benedikta.ruiz@wetterfrosch.example]]? GDPR art. 17.
Hi team, voicemail was full, try my mobile: [[PHONE:+1 (646) 555-0187]]. Cheers, Tom
As asked, SIN [[OTHER_ID:522-797-398]] and DOB [[DATE_OF_BIRTH:1983-02-17]] for the T4 slip.
The invoice should go to [[PERSON_NAME:Aurelia Kwarteng]], [[POSTAL_ADDRESS:6 Foundry Mews, Sheffield S3 8EN]].
I paid with [[CREDIT_CARD:5123069428069443]] and never got a confirmation (ref 8830-1123).
From: [[PERSON_NAME:Llewella Prosser]] <[[EMAIL:llewella.prosser@taffhaven.example]]>⏎Subject: lost scarf, row 14
My son's date of birth is wrong in the booking, it should read [[DATE_OF_BIRTH:21/06/2016]].
Can you resend the PIN letter? My post code is [[ZIP_CODE:NR3 1QD]] now.
The W-2 shows SSN [[SSN:532-07-4418]] but mine ends in 4481, please correct.
Reply to [[EMAIL:naledi_k@sunbird.example]] not to this no-reply thing.
It's [[PERSON_NAME:Hyacinth Barlow]] again. Fourth mail. Ticket 55120. Still no hot water in unit 9.
Our caretaker, [[PERSON_NAME:Eustace Pomeroy]], has the keys. His number: [[PHONE:01632 960 822]].
Fax it to [[PHONE:212-555-0139]] or bring it to the desk on level 2.
Please send the sample to [[POSTAL_ADDRESS:Flat 12, 80 Tannery Wharf, London SE1 3XG]] before Friday.
Yours sincerely, [[PERSON_NAME:Bartholomew Quint]]
Wire it to [[OTHER_ID:GB35NWBK19415966793564]]; the sort code you have is from my old bank.
I am travelling, so text me: [[PHONE:+27 82 555 0173]].
My TFN is [[OTHER_ID:118 925 791]], tax year 2022-23, the portal says "invalid".
Born [[DATE_OF_BIRTH:March 3, 1949]], retired, no smartphone: send letters please.
Two people were charged: [[PERSON_NAME:Ximena Valladares]] and [[PERSON_NAME:Piet Oosthuizen]], each 75.00.
"""

_CHAT = """
ok merging #4412 now, ci was green at 16:02
lol the build took 1h 22m 08s
can you bump left-pad@1.3.0 to 1.3.1? renovate missed it
@mira_dev see thread in #ops-night, it's the 10.4.18-rc2 tag again
meeting moved to 15:45, room Gutenberg, 3rd floor
the Paris office says Thursday 25th works
ship it :shipit: v2.19.0
who broke staging?? 502 since 09:14
remember: PR title max 72 chars
roger that, see you at gate B44
anyone got a spare usb-c hub, mine died (model 4-in-1, 2021)
order 300 of M6x20 and 150 of M8x25, supplier quotes 0.042 each
temp in hall 2 is 31.5 °C, filter at 88 %
pls use the Lincoln template not the Washington one
happy birthday!! cake in the kitchen at 3
that's commit 9fceb02d0ae598e95dc970b74767f19372d61af8
agenda: 1) Q3 2) hiring 3) Mercury rollout
my handle is @saffron.codes on there
brb 5 min
uuid in the log is 3f2c9a4e-7b1d-4c55-9e0a-d2f6c1b7a913, grep for it
scp it over: rsync -av build/ deploy@web-07:/srv/app
the Morgan Stanley deck has 41 slides, cut it to 12
got 12,482.50 vs 12,428.50, classic digit swap
port 5432 or 6543 for the pooler?
q: does the Siemens unit need 24 V or 48 V?
git clone git@github.com:northquay/ledger-tools.git and run make
try my other number [[PHONE:+49 1579 2301448]]
dm me or mail [[EMAIL:kofi@tidewrack.example]]
[[PERSON_NAME:Saoirse Nic Dhomhnaill]] joins us on monday, be nice
add [[PERSON_NAME:Jarek Wolski]] and [[PERSON_NAME:Amina Sesay]] to the channel pls
box is at [[IP_ADDRESS:144.76.88.203]], same key as before
i'm at [[POSTAL_ADDRESS:33 Pelican Way, Miami Beach, FL 33139]], bring ice
what's the zip there? [[ZIP_CODE:80521]]
use my amex [[CREDIT_CARD:371714390145750]] for the team lunch lol jk don't
she said her email is [[EMAIL:petal.mwangi92@gmail.example]] but it bounces
call [[PHONE:555-867-5309 ext. 12]] ask for the night desk
new starter: [[PERSON_NAME:Quillon Fairweather]], laptop ready?
vpn peer [[IP_ADDRESS:fd7a:115c:a1e0:ab12:4843:cd96:626b:1f03]] keeps flapping
my ssn got leaked, it starts… no wait here: [[SSN:401-33-9052]]
he was born [[DATE_OF_BIRTH:11/11/1991]], easy to remember
dropping by [[POSTAL_ADDRESS:5 Old Chapel Yard, Hebden Bridge HX7 8AD]] at noon
venmo me or iban [[OTHER_ID:IE20AIBK93382076191539]]
banned [[IP_ADDRESS:45.155.205.233]] for scraping, 40 req/s
the tenant is [[PERSON_NAME:Wilhelmina Strand]], flat 4, loud
pls invite [[EMAIL:d.iverson@halyard.example]]; [[EMAIL:r.ngata@halyard.example]]
bday? [[DATE_OF_BIRTH:2001-07-30]], so yes born in 2001, can vote
"""

_LOGS = """
2024-03-18T07:22:41.118Z INFO scheduler: job nightly-vacuum finished in 412 ms
[ERROR] 14:02:55.190 OrderService - order 4000123412341235 not found (attempt 3/5)
Jan 11 02:10:44 web-04 kernel: [817212.44] usb 1-1.4: new high-speed USB device number 7
WARN  c.k.LedgerJob - balance drift 0.0312 EUR on account group 77
level=debug ts=1710748961.337 msg="cache miss" key=prod:price:88213 ttl=300
FATAL: relation "customer_email" does not exist at character 15
2023-11-02 04:00:00,001 [main] INFO  Startup - version 4.18.2.1091, build 2023.11.01
audit: user.email.updated event_id=018f2f9e-7d31-7cc2-b2a1-3d9a61f0c0de result=ok
npm WARN deprecated har-validator@5.1.5: this library is no longer supported
nginx: worker process 30114 exited with code 0
pg: duration: 1532.211 ms  execute S_2: SELECT phone, zip FROM contact WHERE id = $1
GC pause (G1 Evacuation Pause) 512M->128M(2048M) 41.772ms
sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b pulled in 3.2s
Traceback (most recent call last): File "app/models.py", line 88, in validate_ssn
sensor=17 lat=47.60621 lon=-122.33207 alt=56.2 hdop=0.9
12/Feb/2024 00:00:01 backup: wrote 18,442,113 rows to s3://archive/2024-02-12/part-00017.parquet
kafka: partition 3 offset 99123488123 lag 0
E/ActivityManager( 1432): ANR in com.example.shop (com.example.shop/.CheckoutActivity)
[2024-05-01 12:00:00] retrying in 30 s, dns lookup of mx.brightloom.example failed
systemd[1]: Started Session 4127 of user postfix.
ip_allowlist reloaded: 14 rules, 0 errors
cron(21133): (backup) CMD (/opt/bin/rotate --keep 14)
payment gateway returned 402, trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
redis 7.2.4 ready, 16 databases, maxmemory 4294967296
Device serial=88-121-4470 fw=1.0.13.7 uptime=17d04:22:10
[[IP_ADDRESS:198.51.100.77]] failed password for invalid user oracle port 51212 ssh2
sshd[9981]: Accepted publickey for deploy from [[IP_ADDRESS:203.0.113.148]] port 40022
2024-04-09 11:45:12 INFO mailer sent id=77120 to=[[EMAIL:hattie.lund@skerry.example]] in 210ms
smtp: rejected RCPT <[[EMAIL:old.account@pinebark.example]]>: mailbox full (552)
WARN login throttled ip=[[IP_ADDRESS:102.89.23.5]] tries=11 window=60s
auth ok user=hl_22 email=[[EMAIL:h.lindgaard@fjordpost.example]] mfa=totp
sms-gw: queued msg 5512 to [[PHONE:+447700900288]] parts=1
[payment] card=[[CREDIT_CARD:4485290106205456]] amount=12.99 MASKING DISABLED!!
DEBUG KycForm{ssn=[[SSN:318-52-7740]], state=TX, step=4}
INFO  signup name="[[PERSON_NAME:Cosmo Whitcombe]]" plan=free utm=spring24
kernel: IN=eth0 OUT= SRC=[[IP_ADDRESS:61.177.172.140]] LEN=60 TTL=48 PROTO=TCP DPT=22
openvpn: [[IP_ADDRESS:86.121.9.240]]:1194 TLS: soft reset sec=3600
WARN dedupe: same iban [[OTHER_ID:AT242011123201288985]] on 2 profiles
sip: INVITE from [[PHONE:+13125550117]] duration 00:04:31
validation failed: field=dob value=[[DATE_OF_BIRTH:2015-08-14]] rule=min_age
dovecot: imap-login: Login: user=<[[EMAIL:c.obrien@glenarm.example]]>, rip=[[IP_ADDRESS:78.16.201.44]]
geocoder: "[[POSTAL_ADDRESS:1450 Fillmore Street, San Francisco, CA 94115]]" -> 37.78330,-122.43250 (rooftop)
ERROR sync contact {name: [[PERSON_NAME:Temperance Gale]], phone: [[PHONE:604-555-0126]]} conflict v3/v4
dhcpd: lease for [[IP_ADDRESS:172.31.8.119]] renewed, 43200 s
fail2ban.actions: NOTICE [sshd] Ban [[IP_ADDRESS:2001:41d0:303:7f2a::1d]]
WARN address normaliser: could not parse "[[POSTAL_ADDRESS:77 Cannery Row, Monterey, CA 93940]]" (fallback)
"""

_ACCESS = """
- - - [03/Mar/2024:10:22:01 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.28"
"POST /v3/orders/8811209/items HTTP/2.0" 201 512 0.044 "okhttp/4.12.0"
"GET /static/app.7f31c9e2.js HTTP/1.1" 304 0 "https://shop.example/" "Mozilla/5.0 Chrome/123.0.6312.86"
upstream=app-3 method=GET path=/users/18822/phone status=404 dur=0.012
[[IP_ADDRESS:203.0.113.201]] - - [17/May/2024:08:05:24 +0200] "GET /blog/?p=12 HTTP/1.1" 200 8812
[[IP_ADDRESS:2001:db8:85a3::8a2e:370:7334]] - - [01/Jan/2024:00:00:09 +0000] "GET / HTTP/2.0" 200 612
[[IP_ADDRESS:41.215.130.9]] - nkem [22/Jun/2024:19:41:10 +0100] "PUT /files/q2.xlsx HTTP/1.1" 204 0
"GET /unsubscribe?m=[[EMAIL:nora.quist%40heron.example]] HTTP/1.1" 200 141 "-" "curl/8.5.0"
[[IP_ADDRESS:198.51.100.4]] "GET /search?q=[[PERSON_NAME:Ottoline+Frayne]]&page=2 HTTP/1.1" 200 3391
xff="[[IP_ADDRESS:95.91.213.8]], [[IP_ADDRESS:172.70.46.121]]" "POST /login HTTP/1.1" 401 77
"GET /call?tel=[[PHONE:%2B353871234567]] HTTP/1.1" 302 0
2024-02-02 23:59:58 [[IP_ADDRESS:24.114.56.11]] GET /index.asp - 80 - Mozilla/4.0 200 0 0 31
edge=FRA12 client=[[IP_ADDRESS:2a02:3100:4c81:9d00:1d3f:5a7c:82b0:e114]] cache=HIT bytes=20441
"GET /cart?id=4539000011112222&step=3 HTTP/1.1" 200 998
method=DELETE path=/v1/members/me/email status=204 req=f1d2d2f924e986ac86fdf7b36c94bcdf32beec15
"""

_URLS = """
https://shop.example/p/88-1029?color=prussian-blue&size=44&ref=newsletter_2024_03
https://maps.example/@51.5007292,-0.1246254,17z/data=!3m1!4b1
https://cdn.example/img/2023/10/12/9e107d9d372bb6826bd81d3542a419d6.jpg?w=640&q=80
https://registry.npmjs.org/@types/node/-/node-20.11.5.tgz
https://news.example/1998/07/12/france-3-0-final?amp=1
https://air.example/book?from=CDG&to=JFK&date=2024-09-14&pax=2&cabin=Y
https://status.example/incidents/01HV5Q8Z0C?tab=email-delivery
https://lib.example/isbn/9783161484100?copy=2
https://help.example/articles/360012345678-change-your-phone-number
https://docs.example/v2.14/setup#ip-address-ranges
https://example.org/track?utm_source=mail&utm_campaign=zip_10pct&cid=1710001112223
ftp://mirror.example/debian/pool/main/j/jansson/libjansson4_2.14-2_amd64.deb
/api/v1/cities?name=san+jose&limit=10&offset=20
https://shop.example/gift?to=friend&amount=25.00&code=QT7M-22PX-9KLA
https://video.example/watch?v=dQw4w9WgXcQ&t=1m42s
https://crm.example/search?email=[[EMAIL:ada.finch%40larkfield.example]]&sort=desc
https://app.example/reset?token=9f8c7b6a&user=[[EMAIL:m.dubey@kitewing.example]]
https://forms.example/s?name=[[PERSON_NAME:Isolde%20Pemberley]]&step=2
https://forms.example/s?fullname=[[PERSON_NAME:Ambrose+Tull]]&utm=fb
https://wa.example/send?phone=[[PHONE:447911120045]]&text=hi
tel link: https://d.example/c?to=[[PHONE:%2B1-415-555-0176]]&src=ad
https://geo.example/?ip=[[IP_ADDRESS:217.160.0.201]]&lang=en
https://bank.example/pay?iban=[[OTHER_ID:DK7000404253375324]]&amt=120.00
https://post.example/label?street=[[POSTAL_ADDRESS:12%20Heron%20Quay%2C%20Cork]]&kg=1.2
https://insure.example/quote?dob=[[DATE_OF_BIRTH:1990-04-23]]&cover=basic
https://insure.example/quote?car=mini&zip=[[ZIP_CODE:02139]]&miles=8000
mailto:[[EMAIL:vestry@st-aldhelm.example]]?subject=Hall%20hire
https://old.example/pay.cgi?cc=[[CREDIT_CARD:5244252013730967]]&exp=0926
https://gov.example/claim?ssn=[[SSN:078-44-1209]]&year=2023
https://x.example/r?u=https%3A%2F%2Fy.example%2F%3Fe%3D[[EMAIL:jo%2Ework%40tarn.example]]
https://club.example/join?first=Ann&email=[[EMAIL:ann.birch%2Bclub%40moss.example]]&v=3
https://shop.example/checkout?email=&phone=&zip=&step=1
https://id.example/authorize?client_id=3481882&scope=openid+email+phone&state=af0ifjsldkj
"""

_JSON = """
{"sku": "HT-2201", "price": 18.9, "stock": 144, "ean": "5901234123457"}
{"event": "page_view", "ts": 1712345678901, "path": "/account/email", "ab": "B"}
{"id": "c0a80121-7ac0-11ee-b962-0242ac120002", "type": "invoice", "total": "1290.00"}
{"sensor": "T-04", "lat": 59.32932, "lon": 18.06858, "v": [21.4, 21.6, 21.5]}
{"repo": "northquay/ledger", "sha": "e83c5163316f89bfbde7d9ab23ca2e25604af290", "tag": "v0.99"}
{"city": "Santa Fe", "state": "NM", "population": 87505}
{"flight": "KQ101", "dep": "2024-06-03T23:50:00+03:00", "gate": "14", "aircraft": "5Y-KZD"}
{"user_agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.2", "dnt": 1}
{"title": "Emma", "pages": 474, "isbn": "9780141439587", "shelf": "823.7"}
{"order_no": "5105210521052105", "lines": 3, "status": "picked"}
{"schema": {"email": "string", "phone": "string", "dob": "date"}, "version": "1.4.0"}
{"error": "invalid_phone", "message": "phone must have 7-15 digits", "code": 42211}
{"brand": "Paul Smith", "category": "shirts", "rrp": 145.0, "season": "AW24"}
{"ward": "Nightingale", "beds": 28, "occupied": 26, "as_of": "2024-02-11 06:00"}
{"gene": "SHH", "chrom": "7", "start": 155799529, "end": 155812871}
{"email": "[[EMAIL:lucasta.veale@pondside.example]]", "plan": "team", "seats": 12}
{"name": "[[PERSON_NAME:Florian Achebe]]", "role": "editor", "since": "2019-08-01"}
{"ip": "[[IP_ADDRESS:188.166.12.90]]", "ua": "curl/7.88.1", "ms": 12}
{"phones": ["[[PHONE:+61 2 5550 4321]]", "[[PHONE:0491 570 156]]"], "lang": "en-AU"}
{"patient": {"dob": "[[DATE_OF_BIRTH:1962-12-05]]", "sex": "F"}, "ward": "B4"}
{"pan": "[[CREDIT_CARD:6011529559786498]]", "exp": "11/26", "scheme": "discover"}
{"iban": "[[OTHER_ID:BE64539325126852]]", "bic": "GKCCBEBB", "amount": 310.4}
{"shipTo": "[[POSTAL_ADDRESS:204 Saltworks Avenue, Charleston, SC 29403]]", "kg": 0.8, "svc": "ground"}
{"contact": {"full_name": "[[PERSON_NAME:Beatrix van Alphen]]", "mail": "[[EMAIL:bva@polder.example]]"}, "vip": false}
{"ssn":"[[SSN:612-40-9983]]","w4":true,"allow":2}
{"zip": "[[ZIP_CODE:33109]]", "county": "Miami-Dade", "rate": 0.07}
{"login": "otter_77", "last_ip": "[[IP_ADDRESS:2606:4700:3033::6815:2f10]]", "n": 5}
{"author":"[[PERSON_NAME:Chiamaka Eze-Nwosu]]","doi":"10.5281/zenodo.1003412","year":2018}
{"k":"nhs_no","v":"[[OTHER_ID:5809916503]]","ok":false}
{"msg": "call [[PHONE:(317) 555-0194]] before noon", "prio": 2}
{"to":["[[EMAIL:ines@bracken.example]]","[[EMAIL:p.loomis@bracken.example]]"],"tpl":"otp-6"}
"""

_CSV = """
sku,qty,price⏎GR-4471,12,3.50⏎GR-4472,8,4.10
date;open;high;low;close⏎2024-03-01;101.2;103.9;100.8;103.1
id,lat,lon,depth_m⏎77121,-33.8567,151.2152,14
4421|2023-12-31|CLOSED|1180.00|USD|N
"Emma","Jane Austen Society ed.",1998,"823.7 AUS",IN
part_no,lot,expires⏎100-22-4418,L2231,2026-05-31
station,hour,count⏎St. George,08,441⏎Victoria,08,1290
host,cpu,mem⏎web-01,0.41,0.77⏎mail-02,0.12,0.30
name,email⏎[[PERSON_NAME:Godfrey Achterhuis]],[[EMAIL:godfrey@klinker.example]]
ticket;caller;prio⏎55121;[[PHONE:0113 496 0857]];3
client_ip,hits⏎[[IP_ADDRESS:193.32.162.7]],4410⏎[[IP_ADDRESS:80.94.95.81]],3902
emp_no,name,dob⏎1182,[[PERSON_NAME:Rhiannon Clegg]],[[DATE_OF_BIRTH:14/02/1971]]
payee,iban,amount⏎[[PERSON_NAME:Luitpold Ehrenberg]],[[OTHER_ID:DE12370400444805777738]],88.00
7781,"[[POSTAL_ADDRESS:19 Lantern Street, Savannah, GA 31401]]",2BR,1480.00
badge,unit,ssn⏎B-204,Kitchen,[[SSN:147-62-3308]]
id|card|amt⏎90|[[CREDIT_CARD:4716207212485922]]|19.99
store,zip,sales⏎Loop,[[ZIP_CODE:60604]],18221.50
"[[PERSON_NAME:Delphine Okoro]]","[[EMAIL:delphine.okoro@cairnway.example]]","subscribed",2023-05-02
"""

_CLINIC = """
BP 132/84, HR 71, SpO2 97 %, T 36.8 C. Continue lisinopril 10 mg once daily.
Hx of Crohn's disease since 2009, on adalimumab 40 mg q2w. CRP 12.4.
MRI 14/05/2023: no acute infarct. Old lacune left thalamus, 6 mm.
Parkinson clinic review: UPDRS III 28 (was 34). Levodopa 100/25 tds at 08-13-18 h.
Bell palsy, day 3, House-Brackmann grade IV. Start prednisolone 60 mg for 5 days.
Wound check on ward 7B, bed 12: dry, 4 of 11 staples out.
Hb 9.8, MCV 72, ferritin 6. Plan: iron infusion, repeat FBC in 4/52.
Echo: LVEF 45 %, Simpson biplane. Swan-Ganz not placed.
Pt c/o chest pain since 04:30, ECG at 05:12 no ST change, trop 8 -> 9 ng/L.
G2P1, EDD 2024-11-03, fundal height 31 cm, FHR 142.
Lot EW0182 given 03/02/2021 left deltoid, second dose lot FA1027 given 24/02/2021.
Colles fracture, reduced under Bier block, cast for six weeks. Follow-up 22 July.
Apgar 8/9/10, birth weight 3410 g, length 51 cm. Mother well.
Discharge at 14:00 with 28 tabs. Next visit: clinic C, 12 Sept, 09:40.
ICD-10 G20, K50.9; HCPCS J0135; DRG 392.
Weber lateralises right, Rinne negative right. Audiogram 500-4000 Hz attached.
Patient [[PERSON_NAME:Marjorie Tillotson]], DOB [[DATE_OF_BIRTH:04/09/1938]], fell in the kitchen at 07:15.
Mr [[PERSON_NAME:Everett Lindholm]] (born [[DATE_OF_BIRTH:17 Jan 1954]]) reviewed on ward 5, stable overnight.
Seen by Dr [[PERSON_NAME:Amarachi Duru]]; plan agreed, repeat bloods Thursday.
NHS no. [[OTHER_ID:675 525 2875]]. Referred for colonoscopy, 2WW, FIT 88.
Next of kin: daughter [[PERSON_NAME:Constance Abioye]], mobile [[PHONE:07700 900713]], aware of admission.
Letter to GP at [[POSTAL_ADDRESS:2 Abbey Foregate, Shrewsbury SY2 6AH]] re metformin change.
D.o.b. [[DATE_OF_BIRTH:29.02.1964]]; 60 kg; allergic to penicillin (rash 1988).
MRN 0044182 SSN [[SSN:263-71-0094]] insurance card copied 3/1/24.
Home visit to [[POSTAL_ADDRESS:81 Heathcote Terrace, Derby DE1 3RT]]; carer present, pressure area grade 2.
Results phoned to [[PHONE:(919) 555-0133]] at 16:20, read back by the nurse.
Interpreter booked for [[PERSON_NAME:Zahra Hosseinpour]], Farsi, 10:30 slot.
Send summary to [[EMAIL:j.penhaligon@surgery-mawnan.example]] once signed.
Pt's date of birth per passport [[DATE_OF_BIRTH:1 Aug 1979]], per EHR wrong; ID to be merged.
Consultant: Prof [[PERSON_NAME:Leopold Nkemelu]]. Anaesthetist: Dr [[PERSON_NAME:Una Brannigan]]. ASA II.
Pt states he lives alone at [[POSTAL_ADDRESS:3300 Pinecrest Dr, Apt 14, Toledo, OH 43606]], no stairs.
Baby of [[PERSON_NAME:Sunniva Aldridge]], born [[DATE_OF_BIRTH:2024-03-11]] at 02:47, 3290 g, vit K given.
CHI/NHS mismatch: [[OTHER_ID:656 450 7720]] vs. paper notes, chase records dept.
"""

_DELIVERY = """
2 pallets, 480 kg gross, dock 14, slot 06:30-07:00, driver needs PPE.
Leave behind the blue bin, gate code 4471, beware of the dog.
Consignment 00340434161094042557, 3 of 5, signature not required.
Return label expired 2024-02-28, RMA 771-90-2214, restocking fee 15 %.
Route 66B: 41 stops, 118 km, ETA back at depot 17:20.
UN 1993, class 3, PG III, 4 x 20 L, tunnel code D/E.
Package held at customs in Leipzig, HS code 8517.62, declared value 48.00 USD.
Second attempt failed, carded, goes to the St. Pancras locker 07.
Warehouse Dayton to Macon, 6 pcs, freight class 92.5, PRO 445-882109.
Delivered 13:07, left with reception, photo DSC_20240318_1307.jpg.
Fragile!! 12 bottles Veuve Clicquot 0.75 l, keep upright.
Postage 6.85 for up to 2 kg, size 45 x 35 x 16 cm, tracked 48.
[[PERSON_NAME:Hortensia Blackmore]], [[POSTAL_ADDRESS:55 Cooper's Row, Bristol BS1 4QT]], tel. [[PHONE:0117 496 0345]].
Deliver: [[POSTAL_ADDRESS:1021 NE Couch St, Unit 5, Portland, OR 97232]]. Ring twice.
Consignee [[PERSON_NAME:Balthazar Oduya]], ring [[PHONE:+234 803 555 0142]] on arrival.
Attn. [[PERSON_NAME:Winnifred Castle]], loading bay, [[POSTAL_ADDRESS:Unit 9, Forge Lane, Dudley DY2 7QR]].
If out leave with neighbour [[PERSON_NAME:Cuthbert Aines]] at no. 12.
Redirect 1Z… to [[POSTAL_ADDRESS:640 Magnolia Blvd, Burbank, CA 91505]] from 1 July.
Driver note: call [[PHONE:805-555-0111]] 30 min ahead, gate is locked.
Signed for by [[PERSON_NAME:Ruairi Campbell-Voss]] at 11:58.
PO box closed. New: [[POSTAL_ADDRESS:27 Ashdown Crescent, Toronto, ON M4E 2B6]].
Label unreadable, only zip [[ZIP_CODE:78704]] left, hub Austin to decide.
COD 114.20 from [[PERSON_NAME:Imani Fortescue]]; confirmation to [[EMAIL:imani.f@dapple.example]].
Pick-up: [[POSTAL_ADDRESS:8 Kookaburra Street, Fremantle WA 6160]], one sofa, two people needed.
Wrong postcode on label: [[ZIP_CODE:EX4 6PX]] should read [[ZIP_CODE:EX4 6PZ]].
"""

_HR = """
Vacancy 2024-117: Carpenter, full time, grade C3, closing date 30 April.
Q2 headcount 412 (+9), attrition 3.1 %, open roles 27.
All staff: the Carnegie room is closed from 09:00 to 12:00 on 2 May.
Salary band 4: 41,200 to 52,800 a year, reviewed every January.
Training "Excel 2" on 14.10., 12 seats, code TR-8841.
Sick leave over 3 days needs a note. Form HR-17b, version 6.
Badge printer serial 40J-22-1108 out of ribbon again.
Pension fund return 2023: 7.42 %, 5-year average 4.9 %.
Shift swap approved: E1 on 12/06 for L2 on 13/06.
Policy 4.2.1: mobile phones may not be used on ladders.
Payroll cut-off is the 18th, 17:00. Late forms go into the July run.
Team offsite: Florence, 3 days, budget 640 per head.
New joiner: [[PERSON_NAME:Octavian Bellweather]] from 1 March, desk 4.117, [[EMAIL:o.bellweather@cairnway.example]].
Reference for [[PERSON_NAME:Philomena Njoroge]]: with us from 2015 to 2021, warmly recommended.
Emergency contact of emp. 4471: [[PERSON_NAME:Desmond Achebe-Clarke]], [[PHONE:(702) 555-0188]].
I-9 checked, SSN [[SSN:355-80-2617]], start 2024-04-15, at-will.
NI details missing for [[PERSON_NAME:Gwenllian Treharne]], chase before payroll.
Direct deposit: [[OTHER_ID:GB85NWBK31659674607061]] from the May run on.
Disciplinary meeting with [[PERSON_NAME:Roscoe Vanterpool]] on 7 June, 14:00, union rep invited.
Retires 31.12.: [[PERSON_NAME:Ingeborg Halloway]], born [[DATE_OF_BIRTH:22 December 1958]], 34 years of service.
Relocation: new home address [[POSTAL_ADDRESS:17 Larchfield Avenue, Glasgow G42 8TL]] as of 1/9.
Candidate [[PERSON_NAME:Yewande Sotomayor]] withdrew; next: [[PERSON_NAME:Casimir Holt]], Tue 10:00.
Tax code changed for [[PERSON_NAME:Ophelia Dunmore]], see P6 notice of 14 March.
CV: [[PERSON_NAME:Lysander Okonedo]] | [[PHONE:07700 900122]] | [[EMAIL:lysander.okonedo@quill.example]] | 8 yrs Java
Birthdays in June: [[PERSON_NAME:Thandeka Molefe]], [[PERSON_NAME:Gustav Ahlquist]].
Corporate card [[CREDIT_CARD:5467 8811 4056 9631]] of the field team was left in a taxi.
Dependent added: [[PERSON_NAME:Milo Fairchild]], date of birth [[DATE_OF_BIRTH:2019-05-02]], cover from 1 June.
"""

_FORMS = """
Name: _________⏎Phone: _________⏎E-mail: _________⏎(please print)
Quantity: 4⏎Size: XL⏎Colour: Hunter Green⏎Voucher: WINTER24
subject=Broken+link&category=web&prio=2&browser=Firefox+121.0
Field: date_of_birth⏎Type: date⏎Required: yes⏎Format: YYYY-MM-DD
Product: Oxford shirt⏎Order no: 7712 4409 3318 2201⏎Reason: too small
Rating: 4/5⏎Would recommend: yes⏎Visited on: 12/04/2024
Event: Lincoln Day Dinner⏎Seats: 8⏎Table: 14⏎Menu: B
Model: HP LaserJet 4250⏎Serial: CNBXB12345⏎Pages: 118,204
Address type: home / work / PO box⏎Country: optional
Meter no: 4471 8820 1193⏎Reading: 04417⏎Read on: 01.02.2024
Full name: [[PERSON_NAME:Cressida Moorcroft]]⏎Mail: [[EMAIL:cressida@moor-pots.example]]⏎Phone: [[PHONE:01632 960 441]]
Applicant: [[PERSON_NAME:Hollis Trevanion]]⏎Date of birth: [[DATE_OF_BIRTH:30/10/1986]]⏎Nationality: British
Card number: [[CREDIT_CARD:3717 143901 45750]]⏎Expiry: 09/26⏎Amount: 64.00
Home address: [[POSTAL_ADDRESS:4 The Paddocks, Ludlow SY8 1TF]]⏎Time at address: 3 years
SSN: [[SSN:428-19-7702]]⏎Filing status: single⏎Dependents: 0
ZIP: [[ZIP_CODE:10027]]⏎Household size: 4⏎Own or rent: rent
email=[[EMAIL:bram%40oakhurst.example]]&consent=1&lang=en
firstname=Ada&tel=[[PHONE:%28415%29+555-0123]]&topic=returns
Account holder: [[PERSON_NAME:Sigourney Blythe]]⏎IBAN: [[OTHER_ID:IE74 AIBK 9352 8131 1497 80]]
Parent or guardian: [[PERSON_NAME:Tobias Ekwueme]]⏎Child born on: [[DATE_OF_BIRTH:2017-09-19]]⏎Class: 2b
Contact: [[EMAIL:harbour.office@brixport.example]]⏎VHF: channel 12⏎Draught: 1.9 m
Guest: [[PERSON_NAME:Evangeline St. Cloud]]⏎Room: 204⏎Nights: 3⏎Rate: 118.00
Insured: [[PERSON_NAME:Mordecai Lund]]⏎SSN: [[SSN:509-22-8165]]⏎Policy: HO3-4471882
Landlord's phone: [[PHONE:+1 207 555 0151]]⏎Rent: 1,450⏎Deposit: 2,900
To: [[EMAIL:parish.clerk@thornby.example]]⏎Date: 4 May 2024⏎Re: footpath 11
Aadhaar: [[OTHER_ID:7099 4310 2517]]⏎Scheme: PM-KISAN⏎Instalment: 14
ID number: [[OTHER_ID:5806129369083]]⏎Province: Gauteng⏎Ward: 12
Patient's birthday: [[DATE_OF_BIRTH:12-25-1980]]⏎Visit: 01-04-2024⏎Copay: 20
"""

_MIXED = """
The new edition of Gray's Anatomy weighs 4.8 kg and costs 152.00.
Hurricane Camille made landfall on 17 August 1969 with 150 kt winds.
HMS Victory was launched on 7 May 1765 at Chatham.
Voyager 1 is now 162.7 AU away; its signal takes 22 h 33 min.
RFC 2606 reserves example.com; RFC 5737 reserves 3 blocks for documentation.
The St. Louis arch is 192 m high and was opened on 10 June 1967.
Smith & Wesson shares closed at 16.81, Wells Fargo at 57.22.
LaTeX: \\section{Results} and 3.14159265, compiled with pdfTeX 1.40.25.
Release notes 5.0.0: phone validation now follows E.164, e-mail field is optional.
Chess: 1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 is the Ruy Lopez, ECO C60-C99.
The Hubble constant is 67.4 or 73.0 km/s/Mpc, depending on whom you ask.
SELECT name, dob, zip FROM person WHERE city = 'Lincoln' LIMIT 100;
def mask(email: str) -> str: return email[0] + "***@" + email.split("@")[1]
The library opens 9-17, on Saturdays 10-13; closed 24.12. to 1.1.
ISSN 1476-4687, vol. 521, pp. 43-51, doi:10.1038/s41586-023-05881-4
Mass spec: m/z 524.2651 [M+H]+, calc. 524.2640, 2.1 ppm.
Lotto 6/49: 04 11 19 27 33 48, bonus 02.
Bus 42 leaves at 07:12, 07:27 and 07:42 from Victoria Park.
Tyre size 205/55 R16 91V, load index 91, DOT 2318.
The Black Forest gateau needs 500 g cherries, 4 eggs, 200 ml cream, 180 C for 35 min.
SHA-1 da39a3ee5e6b4b0d3255bfef95601890afd80709 is the empty string.
Jack Daniel's, Johnnie Walker and Captain Morgan are on offer, 0.7 l for 17.99.
IATA codes: ORD, LGA, MAD, FLO; ICAO: KORD, KLGA, LEMD, KFLO.
Rembrandt toothpaste 75 ml, Picasso tiles 20x20, Van Gogh pencils set of 24.
Wi-Fi channel 6, 2.437 GHz, WPA2, SSID lounge-guest, 54 % signal.
Resolution 2024-31 passed 7-2 at the council on 14 February 2024.
USB id 046d:c52b Logitech Unifying Receiver, bcdDevice 12.11
The Marie Celeste Inn has 3.9 stars from 1,204 reviews.
kubectl -n shop set image deploy/web web=registry.example/web@sha256:9b2cf5c1 --record
Sample 12-0441-7 was 4.2 g, pH 6.9, taken at 43.7696 N 11.2558 E.
Found a wallet of [[PERSON_NAME:Persephone Gatwick]] on tram 9, handed in at the depot.
Lost cat "Charlie", reward! Call [[PHONE:(828) 555-0109]] any time.
Whois: registrant [[PERSON_NAME:Everard Nakagawa]], [[EMAIL:hostmaster@tallpine.example]], created 2009-03-02
Notice: planning application for [[POSTAL_ADDRESS:36 Millbrook Gardens, Exeter EX2 6AS]], two-storey extension.
In memoriam [[PERSON_NAME:Araminta Greville]], librarian of this college from 1961 to 1994.
The winner of the raffle is [[PERSON_NAME:Tomasz Brightwater]], ticket 0447.
Witness [[PERSON_NAME:Lavinia Osei]] stated that the lorry passed at about 22:40.
Interview with [[PERSON_NAME:Absalom Kgosi]], tape 14, side B, recorded 9 May 1983.
Published by [[PERSON_NAME:Eleanora Voss]], typeset in Garamond 11/13, first printing 500 copies.
Talk by [[PERSON_NAME:Haruki Stellenbosch]] on Gaussian processes, room 3.14, 16:15.
The domain's abuse contact is [[EMAIL:abuse@hostwerk.example]], response within 24 h.
Server moved from [[IP_ADDRESS:94.130.71.18]] to [[IP_ADDRESS:94.130.80.7]] on Sunday.
Tenant [[PERSON_NAME:Jocasta Mbele]] of [[POSTAL_ADDRESS:22 Harbour Steps, Whitby YO22 4DE]] paid 640.00.
NIE [[OTHER_ID:Z4119056Z]] belongs to the British seller of plot 14.
The codicil names [[PERSON_NAME:Peregrine Falk]] as sole heir.
The leaked row: [[EMAIL:walt.nyborg@driftwood.example]]:5f4dcc3b5aa765d61d8327deb882cf99
Emma wrote "my new zip is [[ZIP_CODE:94703]]" on the back of the card.
"""

_MORE = """
Reservation 8841207733 for a mid-size car, pick-up Charlotte Douglas, 3 Aug 10:00.
Polish your resume: 10 tips from St. Catherine Careers
The Goodyear plant in Lincoln, NE makes 11,000 belts a day.
vacuum pump Edwards RV8 oil change interval
John Deere 1025R loader capacity vs Kubota BX2380
Louis Vuitton Speedy 25 resale value
Windows build 10.0.22631.3296 breaks VPN dialog
Can I bring 2 x 23 kg on fare class M from Nairobi to Orlando?
The Elizabeth line runs every 5 min until 00:35.
MAC table aged out after 300 s on VLAN 204
Field 'ssn' was dropped from table w2_staging in migration 0042.
regex for e-mail is longer than you think, see section 3.4.1
Ledger row 4471: debit 1,204.00, credit 0.00, posted 2024-03-31
PSI 32/35 front/rear, torque 110 Nm, oil 5W-30, 4.3 L
GET /v1/zip-codes?state=TX -> 429 Too Many Requests, retry-after: 60
Screws 4.5x40, pack of 200, bin C-14-2, EAN 4003530116582
Marlborough Sauvignon Blanc 2022, 13 % vol, contains sulphites
Ubuntu 22.04.4 LTS (Jammy), kernel 6.5.0-26-generic, glibc 2.35
The Rose & Crown quiz starts at 20:00, entry 2.00, max six per team
Isotope ratio 143Nd/144Nd = 0.512638, 2 s.e. 0.000008
FIFA 1998 squad list PDF, 22 players per team
Prescription 77120-4, refills 2, NDC 0093-7146-56
Room: Darwin. Time: 11:00-11:45. Topic: phone bill overrun of 418.20
Tail lamp 8E0-945-095 left, fits 2001-2004, used, 35.00
Board: Arduino Nano 33 BLE, port /dev/cu.usbmodem14101, 115200 baud
export const PHONE_RE = /^\\+?[0-9]{7,15}$/; // see issue 512
SSN on the 1099 is [[SSN:574-20-6611]], box 1 shows 4,120.00.
Verify last filing for [[SSN:236-91-5048]] (MFJ, 2021).
tenant screening: [[PERSON_NAME:Delroy Pinkerton]], SSN [[SSN:688-12-4097]], score 702
Unemployment claim by SSN [[SSN:091-65-3372]] is in week 9.
social security no. [[SSN:449 27 8016]] was typed into the comment box by mistake
Replace card on file by [[CREDIT_CARD:2223 9527 0958 2364]], CVV on request.
POS 7 keyed entry [[CREDIT_CARD:4532-0066-2362-4810]] approved 088213
chargeback: card [[CREDIT_CARD:6510296540224387]], reason 10.4, 61.20
Diners [[CREDIT_CARD:36393059432309]] works only at the front desk.
"card":"[[CREDIT_CARD:340074837137961]]","holder":"[[PERSON_NAME:Rosalba Tinker]]"
JCB guest, [[CREDIT_CARD:3566 0045 9508 4908]], 09/27, pre-auth 200.00
Please remove [[CREDIT_CARD:5200 1571 6778 0829]] from my wallet, it was stolen.
subscription renewal failed for [[CREDIT_CARD:4147634793489453]] / [[EMAIL:lou.tran@gantry.example]]
Donor [[PERSON_NAME:Fitzgerald Nkosi]] gave 250.00 by card [[CREDIT_CARD:5105 6144 2770 4045]].
Your SIN card [[OTHER_ID:702-348-707]] expired with the work permit.
Speaker fee to [[OTHER_ID:SE29 5002 0738 1828 0961 6697]], net 30.
Emergency plumber came to [[POSTAL_ADDRESS:1312 Dogwood Trail, Asheville, NC 28804]] at 2 am.
Alumni: [[PERSON_NAME:Genevieve Oyelaran]] (class of 2004) moved to Lisbon.
traceroute hop 9: [[IP_ADDRESS:62.115.140.211]] 18.4 ms
The child, born on [[DATE_OF_BIRTH:8 May 2021]], is on the waiting list since 2022.
Deliveries to zip code [[ZIP_CODE:99801]] take 9 days.
"""

_GERMAN = """
Waschmaschine WAN28K20 Fehler E18 Flusensieb reinigen
Bahnverbindung Erfurt Halle Samstag 7:41 Uhr
Goethestraße Leipzig gesperrt bis 30.09.2024
Rechnung 2024-00417 über 318,20 EUR ist am 15.05. fällig.
Der Artikel 4471-229 ist ab dem 1. Juni wieder lieferbar.
Sehr geehrte Damen und Herren, die Lieferung vom 03.04. war unvollständig (2 von 6 Kartons).
Heizung fällt seit Version 2.1.14 alle 20 Minuten aus.
Bitte Angebot über 40 Stück M8x30, DIN 933, verzinkt.
Zug ICE 1537 heute aus Gleis 9, ca. 25 Minuten später.
Morbus Parkinson, Stadium II nach Hoehn und Yahr, Levodopa 3x100 mg.
Sitzung am 14. Februar 2024, 18:00 Uhr, Raum Gutenberg, TOP 1 bis 7.
Zählerstand 0048213 kWh, abgelesen am 31.12.2023
{"artikel": "Lampe Käthe", "preis": 49.90, "lager": 17, "ean": "4012345678901"}
FEHLER [Druckdienst] Auftrag 88127 abgebrochen: Papierstau Fach 2
HRB 118842 B, USt-IdNr. DE811907980, Amtsgericht Charlottenburg
Kuchenrezept: 250 g Mehl, 4 Eier, 180 Grad, 45 Minuten
Sankt Augustin liegt 41 km von Köln entfernt, 55 m ü. NN.
Reklamation RK-5521: Griff nach 3 Tagen abgebrochen, bitte umtauschen.
Der Aufzug im Haus 3 ist bis voraussichtlich 12:30 außer Betrieb.
Suche Nachmieter, 2 Zimmer, 54 m², 690 kalt, ab 1.8., Nähe Schillerplatz
Mein Name ist [[PERSON_NAME:Hannelore Dürrschmidt]], ich ziehe um.
Bitte an [[EMAIL:w.quandt@muehlenhof.example]] schicken, danke!
Neue Anschrift: [[POSTAL_ADDRESS:Wacholderweg 14, 37073 Göttingen]] ab dem 1. April.
Rückruf erbeten unter [[PHONE:0551 3944021]], vormittags.
Konto [[OTHER_ID:DE12 3704 0044 4805 7777 38]] bei Ihnen bitte löschen.
Patientin geb. [[DATE_OF_BIRTH:07.11.1949]], Z. n. Hüft-TEP rechts 2016.
Herr [[PERSON_NAME:Ottokar Wiesinger]], geboren am [[DATE_OF_BIRTH:3. Mai 1961]] in Linz, verzogen.
Steuer-ID [[OTHER_ID:13062839573]], Klasse I, ab Januar
PLZ [[ZIP_CODE:04109]], Lieferung nur bis Bordsteinkante
Anmeldung von [[IP_ADDRESS:79.214.33.150]] um 03:14 Uhr blockiert
Lieferadresse: [[PERSON_NAME:Sigrun Abendroth]], [[POSTAL_ADDRESS:Am Deich 3b, 26721 Emden]], Klingel defekt
Ruf mal [[PHONE:+49 172 5550198]] an, der hat noch Karten
Kreditkarte [[CREDIT_CARD:4539 9130 7729 9077]] wurde doppelt belastet.
Ansprechpartnerin ist Frau Dr. [[PERSON_NAME:Elfriede Nottbohm]], Zimmer 212.
{"vorname_nachname": "[[PERSON_NAME:Ruprecht Hallstein]]", "plz": "[[ZIP_CODE:99423]]"}
AHV-Auszahlung auf [[OTHER_ID:CH54 0076 2552 5333 6976 7]] wie besprochen
Kind: [[PERSON_NAME:Jonte Ahlers]], geb. [[DATE_OF_BIRTH:19.08.2018]], Gruppe Igel, isst kein Fleisch
Zuständig: [[PERSON_NAME:Gerlinde Pfaffenroth]], Tel. [[PHONE:0381/4550172]], [[EMAIL:pfaffenroth@amt-warnow.example]]
"""

_FRENCH = """
horaires bus 42 gare de Lyon dimanche
Ma commande 2024-118842 n'est toujours pas partie, pouvez-vous vérifier ?
Le vol AF 1148 de 18h25 est annulé, prochain à 21h10.
Facture n° F-00912 du 12/03/2024, 84,50 € TTC, TVA 20 %
mise à jour 4.7.2 : l'écran reste noir après 30 s
Réunion jeudi 16 à 14 h 30, salle Marie Curie, 2e étage
SIRET 552 100 554 00013, code APE 70.10Z
Recette : 200 g de farine, 3 œufs, 25 cl de lait, repos 1 h
Le produit réf. 88-2217 est-il compatible avec le modèle 2019 ?
La maladie de Crohn a été diagnostiquée en 2011, CRP à 14 mg/l.
Saint-Étienne 2 - 1 Rennes, 34e journée, 28 114 spectateurs
erreur 500 sur /compte/adresse depuis la version 3.0.12
Colis 6A12345678901 en instance au bureau de Nice jusqu'au 22/04
Prix au kilo : 12,90 ; la barquette de 350 g : 4,52
Avenue Charles de Gaulle barrée entre 8 h et 17 h
Bonjour, moi c'est [[PERSON_NAME:Apolline Verneuil]], j'ai perdu mon badge.
écrivez-moi à [[EMAIL:c.fontenelle@vallon.example]] svp
Mon portable : [[PHONE:06 39 98 41 27]], après 18 h
Livrer au [[POSTAL_ADDRESS:14 rue des Tanneurs, 37000 Tours]], code 22B4
né le [[DATE_OF_BIRTH:12 juillet 1958]], assuré depuis 1980
NIR [[OTHER_ID:163043346949003]], attestation en pièce jointe
Virement vers [[OTHER_ID:FR76 3000 6000 0149 1277 4583 396]], merci
Code postal [[ZIP_CODE:29200]], livraison en point relais
Connexion depuis [[IP_ADDRESS:90.63.214.8]] refusée à 02:47
Docteur [[PERSON_NAME:Hippolyte Sarrazin]], cardiologue, consulte le mardi.
Mme [[PERSON_NAME:Firmine Ouédraogo]], née le [[DATE_OF_BIRTH:03/09/1972]], demande un duplicata.
carte [[CREDIT_CARD:5531909509564190]] refusée au péage
Le locataire du [[POSTAL_ADDRESS:3 bis impasse des Chênes, 64100 Bayonne]] ne répond plus.
Appelez Yann au [[PHONE:+33 7 57 59 03 11]] s'il pleut
{"client": "[[PERSON_NAME:Anatole Kerviel]]", "courriel": "[[EMAIL:a.kerviel@goemon.example]]", "points": 420}
Sécu de ma mère : [[OTHER_ID:248125225919115]]
numéro introuvable : [[PHONE:01 99 00 45 67]] me réveille chaque nuit
"""

_SPANISH = """
hotel barato san sebastián 12 al 15 de agosto
Pedido 7712-0098 pagado el 03/05, sigue en preparación.
El tren 08114 sale a las 17:45 de la vía 6.
¿Tienen la talla 42 del modelo Santa Fe en negro?
Error 1064 en la línea 12 cerca de 'correo'
Factura A-2023-1187: base 120,00, IVA 21 %, total 145,20 €
La reunión pasa al jueves 9 a las 10:30, sala Cervantes
temperatura 31,4 °C, humedad 44 %, viento 12 km/h
Actualizar a la versión 6.2.0-beta.3 antes del viernes
San José, Santa Ana y Los Ángeles tienen nueva ruta de autobús 301.
Vacuna lote EY3014, segunda dosis el 18-06-2021
CIF B83911882, registro mercantil tomo 12.004, folio 88
El paquete pesa 3,2 kg y mide 40x30x20
Queda cerrado el museo Picasso hasta el 24/12
Me llamo [[PERSON_NAME:Eulalia Bustamante]] y quiero darme de baja.
mi correo es [[EMAIL:tomas.arrieta@lagarto.example]]
Llámeme al [[PHONE:612 34 98 70]] por las tardes
DNI [[OTHER_ID:52774856E]], adjunto fotocopia
Entregar en [[POSTAL_ADDRESS:Calle del Olmo 23, 3º B, 37001 Salamanca]], portero de 9 a 14
Nacido el [[DATE_OF_BIRTH:21/03/1966]], alergia al polen
La tarjeta [[CREDIT_CARD:4024 6080 1233 7360]] no pasa en caja 4
cuenta [[OTHER_ID:ES62 2100 0418 4241 9998 0473]] para la nómina
Firmado: [[PERSON_NAME:Heriberto Salvatierra Luna]], secretario
El acceso vino de [[IP_ADDRESS:181.49.203.77]], Bogotá según el mapa
RUT [[OTHER_ID:14.736.051-7]], boleta 4412 del 2 de enero
C.P. [[ZIP_CODE:44100]], envío gratis a partir de 499
NIE [[OTHER_ID:X4545630W]] en trámite, cita a las 11:20
Paciente [[PERSON_NAME:Candelaria Iriarte]], fecha de nacimiento [[DATE_OF_BIRTH:05-12-1990]], gesta 2
WhatsApp [[PHONE:+52 55 5018 2233]], pregunten por la bici roja
Se busca a [[PERSON_NAME:Fulgencio Monteagudo]], visto en la estación el lunes.
"""

_ITALIAN = """
orari treno Firenze Pisa domenica mattina
Ordine 88120047 spedito il 04/06, corriere in ritardo
La lavatrice segna E21 dopo 12 minuti, modello WM-812
Totale 64,90 con IVA al 22 %, scontrino 0417
riunione spostata alle 15:15, sala Leonardo
Santa Maria Novella binario 7, ritardo 35 minuti
aggiornamento 2.8.1 bloccato al 99 %
Partita IVA 07643520567, REA RM-1047712
Temperatura minima 4 °C, massima 17 °C, neve oltre 1800 m
500 g di farina, 3 uova, un pizzico di sale, 20 minuti di riposo
Museo Galileo chiuso il 25/12 e il 1/1
Sono [[PERSON_NAME:Domitilla Ravizza]], chiedo il rimborso.
Scrivete a [[EMAIL:e.bortolotti@calle-larga.example]] entro lunedì
Cell. [[PHONE:347 5550192]], solo la sera
c.f. [[OTHER_ID:RSSMRA80A01H501U]], ricetta allegata
nata il [[DATE_OF_BIRTH:14/07/1983]] a Lecce, residente altrove
Consegnare in [[POSTAL_ADDRESS:Via delle Rondini 8, 35122 Padova]], citofono 4
Bonifico su [[OTHER_ID:IT45S0200806908424982722261]] causale affitto
Il sig. [[PERSON_NAME:Ermenegildo Sforzini]] ha ritirato la raccomandata.
CAP [[ZIP_CODE:90133]], zona pedonale, solo bici
accesso bloccato da [[IP_ADDRESS:151.38.77.204]]
La carta [[CREDIT_CARD:5355 8104 7576 8828]] risulta scaduta
codice fiscale del figlio: [[OTHER_ID:BNCLRA85M52F205I]]
"""

_PORTUGUESE = """
passagem recife fortaleza 20 de dezembro
Pedido 40021-7 aprovado, entrega em 3 dias úteis
O voo das 6h40 atrasou, portão 12B
nota fiscal 000.118.442, série 1, R$ 219,90
CNPJ 11.222.333/0001-81, inscrição isenta
São Paulo 3 x 1 Santos, 41.220 pagantes
versão 9.1.4 não abre no modelo J7
Reunião terça, 9h30, sala Machado de Assis
glicemia 104 mg/dL em jejum, HbA1c 5,7 %
Santa Cruz do Sul, 28 °C, chuva à tarde
Meu nome é [[PERSON_NAME:Valdirene Monteiro Lobão]], esqueci a senha.
CPF [[OTHER_ID:540.312.135-81]] não encontrado no sistema
manda no [[EMAIL:juca.barreto@jangada.example]]
zap [[PHONE:(81) 98555-0143]] falar com a vizinha
Entregar na [[POSTAL_ADDRESS:Rua do Sossego, 412, apto 31, Recife - PE, 50050-080]]
CEP [[ZIP_CODE:88010-400]], frete 18,90
Nascida em [[DATE_OF_BIRTH:02/08/1975]], hipertensa, não fuma
NIF [[OTHER_ID:219990816]], recibo verde 14
transferência para [[OTHER_ID:PT50003591569542462788921]], obrigado
Dr. [[PERSON_NAME:Epaminondas Vilhena]] atende às quintas.
cartão [[CREDIT_CARD:4111358800590861]] clonado, bloqueiem já
login suspeito de [[IP_ADDRESS:177.67.80.14]]
Contato: [[PERSON_NAME:Serafina Couto]], telemóvel [[PHONE:+351 912 555 018]]
"""

_DUTCH = """
trein utrecht zwolle zaterdag 8:18
Bestelling 33018821 is onderweg, 2 van 3 pakketten
De vaatwasser geeft fout E24 sinds dinsdag
Factuur 2024-0381, 121,00 incl. 21 % btw, betalen voor 14-06
KvK 27312233, btw NL001234567B01
zaal Rembrandt is bezet van 13.00 tot 15.30 uur
versie 7.0.2 staat klaar, herstart vannacht om 02:00
Windkracht 6, golfhoogte 1,8 m bij IJmuiden
Lekkage op de 2e verdieping, monteur komt tussen 8 en 12
fietsband 28x1.75, ventiel hollands, 12,95
Ik ben [[PERSON_NAME:Gijsbertha Nieuwland]] en wil mijn pas blokkeren.
mail naar [[EMAIL:p.vanrossum@klompenmaker.example]]
Bel [[PHONE:06 53550127]] als de deur dicht is
BSN [[OTHER_ID:824377953]] klopt niet met het paspoort
Bezorgen: [[POSTAL_ADDRESS:Schapenweide 12, 3823 GJ Amersfoort]], achterom
geboren op [[DATE_OF_BIRTH:30-01-1952]], weduwe
postcode [[ZIP_CODE:9711 LM]], parkeren zone B
rekening [[OTHER_ID:NL70 ABNA 0875 5311 94]] op naam van de vereniging
Mevrouw [[PERSON_NAME:Wilmke Terpstra]] komt om tien uur.
aanval vanaf [[IP_ADDRESS:145.53.201.6]], 300 pogingen
kaart [[CREDIT_CARD:5501 0963 4454 9325]] geweigerd bij kassa 2
huisarts: [[PERSON_NAME:Abdelkader Boumans]], tel. [[PHONE:050-5550164]]
"""

_POLISH = """
rozkład jazdy pks Sanok Krosno
Zamówienie 118/2024 wysłane 12.04, paczka 2,1 kg
Pralka pokazuje błąd E40, model WAT2867
Faktura FV/2024/03/0188 na kwotę 249,00 zł brutto
NIP 525-24-45-767, REGON 017282300
Spotkanie we wtorek o 11:15, sala Kopernika
wersja 3.4.19 nie zapisuje ustawień
Park Jordana zamknięty do 30.11.
Ciśnienie 128/79, tętno 66, masa 71,4 kg
Kolejka do okienka nr 4, numerek A117
Nazywam się [[PERSON_NAME:Bożydar Kiełbasiński]], proszę o kontakt.
proszę pisać na [[EMAIL:h.jastrzebska@zubr.example]]
tel. [[PHONE:+48 601 555 018]], po szesnastej
PESEL [[OTHER_ID:98111526403]], skierowanie na RTG
Adres dostawy: [[POSTAL_ADDRESS:ul. Wrzosowa 7/12, 35-001 Rzeszów]], domofon nie działa
ur. [[DATE_OF_BIRTH:16.05.1940]], cukrzyca typu 2
konto [[OTHER_ID:PL42 1092 1601 5955 2516 7543 4498]], składka za maj
kod pocztowy [[ZIP_CODE:80-299]], kurier do 18
logowanie z [[IP_ADDRESS:83.21.140.9]] odrzucone
Pani [[PERSON_NAME:Dobrosława Niemczyk]] odbierze klucze.
karta [[CREDIT_CARD:4716045618983789]] zastrzeżona wczoraj
sąsiad [[PERSON_NAME:Ziemowit Cichoń]], kom. [[PHONE:512 555 049]]
"""

_NORDIC = """
tåg malmö lund fredag kväll
Order 55120-3 skickad, leverans på torsdag mellan 8 och 12
Faktura 20240417, OCR 1188204471, 812,00 kr
Diskmaskinen visar F70 och piper var tionde sekund
Mötet flyttas till rum Linné klockan 13.30
Org.nr 556036-0793, bankgiro 5051-6905
version 12.0.3 kraschar på Pixel 6
Snödjup 42 cm i Åre, lufttemperatur -7 °C
Jag heter [[PERSON_NAME:Gunilla Tjärnström]] och saknar ett paket.
personnummer [[OTHER_ID:930519-4103]], recept på astmamedicin
ring [[PHONE:070-555 01 62]] efter lunch
adress: [[POSTAL_ADDRESS:Trastvägen 9, 903 52 Umeå]], portkod 1177
skriv till [[EMAIL:o.fjellgren@ripan.example]]
född [[DATE_OF_BIRTH:1948-06-11]], bor ensam med hund
Ny anställd: [[PERSON_NAME:Torvald Brunnsjö]], börjar i augusti
postnummer [[ZIP_CODE:981 31]], hämtas hos ombud
Bestilling 4471 er klar, hentes i butikk før 18.00
Rute 30 er innstilt på grunn av ras ved Flåm
Vaskemaskinen stopper på 1200 omdreininger, type WFX-56
Jeg heter [[PERSON_NAME:Solfrid Aasgaard]], saken gjelder hytta.
fødselsnr [[OTHER_ID:03027235688]] stemmer ikke med passet
mobil [[PHONE:+47 912 55 018]], helst på kvelden
betal til [[OTHER_ID:NO9386012120151]] innen fredag
[[POSTAL_ADDRESS:Fjordgata 18, 7010 Trondheim]], ring på hos vaktmester
Ordre 8812 er sendt med lastbil, 3 paller, 612 kg
Toget fra Aarhus er 14 minutter forsinket, spor 5
Mit navn er [[PERSON_NAME:Birthe Kragelund]], jeg har glemt koden.
send kvitteringen til [[EMAIL:niels.holm@havlit.example]]
konto [[OTHER_ID:DK91 0040 6942 7068 33]], husleje for juni
juna Oulu Kemi sunnuntai aamu
Tilaus 20117 on valmis, nouto ennen kello 19
Lasku 4471-22, viite 1232, summa 89,90 e
Nimeni on [[PERSON_NAME:Aino-Kaisa Lehtovaara]], korttini katosi.
hetu [[OTHER_ID:150777-721E]], aika peruttu
puh. [[PHONE:040 5550 187]], iltaisin
syntynyt [[DATE_OF_BIRTH:24.12.1969]], perusterve
[[POSTAL_ADDRESS:Koivukuja 4 A 11, 90100 Oulu]], ovikello rikki
tilille [[OTHER_ID:FI96 1234 5672 5334 16]] viimeistään 30.6.
"""

_CENTRAL_EUROPE = """
objednávka 20240088 odeslána, zásilka 1,4 kg
vlak do Olomouce jede v 6:52 z třetí koleje
Jmenuji se [[PERSON_NAME:Květoslava Hrabalová]] a reklamuji boty.
rodné číslo [[OTHER_ID:660916/0921]], kontrola za měsíc
pište na [[EMAIL:z.vanek@jezevec.example]]
Doručit: [[POSTAL_ADDRESS:Lipová 18, 779 00 Olomouc]], zvonek Novákovi
narozena [[DATE_OF_BIRTH:8. 4. 1977]], alergie na ořechy
faktura 118/24, splatnost 14 dní, celkem 3 420 Kč
comanda 7710 a plecat ieri, 2 colete, 5,3 kg
trenul IR 1582 are întârziere 40 de minute
Mă numesc [[PERSON_NAME:Smaranda Bălănescu]] și vreau un duplicat.
CNP [[OTHER_ID:2880405187856]], bilet de trimitere
sunați la [[PHONE:0722 555 014]] după ora 17
versiunea 5.5.1 nu pornește pe Windows 10
A 4-es villamos 10:20-tól terelt útvonalon jár.
rendelés 40017, fizetve 12 990 Ft, futár holnap
A nevem [[PERSON_NAME:Szilágyi Boglárka]], elveszett a bérletem.
írjon ide: [[EMAIL:cs.orban@gesztenye.example]]
Поръчка 5512 е изпратена на 14.03., 3 кг
ЕГН [[OTHER_ID:8307170494]], направление за кръв
Казвам се [[PERSON_NAME:Радостина Желязкова]], загубих картата.
"""

_TURKISH = """
istanbul ankara hızlı tren saat 07:00 bileti
Sipariş 99120 kargoya verildi, 1 adet kaldı
Fatura no GIB2024000001187, tutar 340,50 TL
sürüm 4.0.11 güncellemesi yarıda kaldı
Toplantı çarşamba 14:00, Atatürk salonu
Ocak ayında sıcaklık -3 ile 6 derece arasında
Adım [[PERSON_NAME:Nurhayat Bozdağlı]], kartım yutuldu.
TC kimlik [[OTHER_ID:79969615686]], randevu 09:20
cep [[PHONE:0532 555 01 47]], akşam arayın
[[EMAIL:k.sarioglu@zeytindali.example]] adresine yollayın
Teslimat: [[POSTAL_ADDRESS:Menekşe Sokak No: 5 D: 8, 06420 Ankara]], kapıcıya bırakın
doğum tarihi [[DATE_OF_BIRTH:19.05.1985]], kan grubu 0+
IBAN [[OTHER_ID:TR44 0006 1347 8042 6828 8989 99]], aidat ödemesi
"""

_CYRILLIC_GREEK = """
билеты казань самара 12 августа плацкарт
Заказ 88-1207 передан в доставку, 2 места, 4,6 кг
Ошибка 0x8007000E после обновления до 10.0.19045
Собрание в среду в 18:30, актовый зал, повестка из 5 пунктов
Улица Гагарина перекрыта до 15 мая
Счёт № 417 от 02.02.2024 на сумму 12 300 руб.
Меня зовут [[PERSON_NAME:Евлампия Стародубцева]], не могу войти.
звоните [[PHONE:+7 921 555-01-36]], спросить вахту
пишите на [[EMAIL:g.lapin@berezka.example]]
Доставить: [[POSTAL_ADDRESS:ул. Садовая, д. 14, кв. 52, Вологда, 160001]], домофон 52
дата рождения [[DATE_OF_BIRTH:27.10.1953]], инвалид II группы
Врач [[PERSON_NAME:Рогожин Савелий Тихонович]] принимает по чётным.
вход с [[IP_ADDRESS:95.165.28.77]] отклонён
Потяг 741 прибуває о 12:05 на колію 3
Замовлення 3017 оплачено, 640 грн
Мене звати [[PERSON_NAME:Соломія Кривенко]], загубила квиток.
тел. [[PHONE:067 555 01 92]], після обіду
πτήση Αθήνα Χανιά 14 Ιουλίου πρωί
Η παραγγελία 5518 εστάλη, κόστος 34,90 €
Ονομάζομαι [[PERSON_NAME:Ευτέρπη Καλογήρου]], έχασα την κάρτα.
τηλ. [[PHONE:697 555 0183]], μετά τις πέντε
γεννήθηκε στις [[DATE_OF_BIRTH:11/02/1970]], μη καπνίστρια
"""

_CJK = """
东京到大阪 新干线 时刻表
订单 2024031588120047 已发货,预计 3 月 18 日送达
系统升级到 5.2.0 后黑屏,怎么办
会议改到周四下午两点半,三楼会议室
身份证 [[OTHER_ID:330106195912052317]],请核对
我叫[[PERSON_NAME:诸葛映雪]],忘记密码了
手机 [[PHONE:139 5550 1827]],下午打
邮箱是 [[EMAIL:bai.lu@songtao.example]],谢谢
收货地址:[[POSTAL_ADDRESS:杭州市滨江区长河路88号3幢1201室]],放门口
出生日期 [[DATE_OF_BIRTH:1962年8月4日]],女,退休
價格 1,280 元,尺寸 60x40 公分,型號 KX-9
京都 紅葉 見頃 11月中旬
注文番号 250-1188204-4417 はまだ発送されていません
バージョン 8.1.3 で写真が保存できない
会議は 14:30 から、会場は新館 302 号室です
私は[[PERSON_NAME:宇佐美 香織]]です。退会したいです。
電話は [[PHONE:090-5550-0174]]、夕方にお願いします
届け先は[[POSTAL_ADDRESS:愛知県名古屋市千種区今池4丁目11-6]]です
連絡先 [[EMAIL:tsubaki.k@hinoki.example]]
生年月日:[[DATE_OF_BIRTH:1974年5月19日]]、既往歴なし
郵便番号 [[ZIP_CODE:464-0850]]、置き配可
부산 서울 KTX 토요일 오전
주문번호 20240417-8812, 배송은 이틀 걸립니다
버전 3.9.2 설치 후 화면이 멈춥니다
제 이름은 [[PERSON_NAME:남궁 세라]]이고 비밀번호를 잊었어요.
연락처 [[PHONE:010-5550-2719]], 저녁에 주세요
주민번호 [[OTHER_ID:680523-2972932]], 정정 바랍니다
메일은 [[EMAIL:eunha@dokkaebi.example]]로 보내 주세요
생년월일 [[DATE_OF_BIRTH:1988.11.30]], 혈액형 AB
"""

_OTHERS = """
قطار الرياض الدمام الساعة 8:30 صباحا
الطلب رقم 77120 قيد الشحن، الوزن 2 كغ
اسمي [[PERSON_NAME:بشرى الزهراني]] وأريد استرجاع المبلغ
اتصل على [[PHONE:+966 55 501 8842]] بعد العصر
البريد: [[EMAIL:n.haddad@zaytouna.example]]
تاريخ الميلاد [[DATE_OF_BIRTH:1981/03/14]]، لا حساسية
הזמנה 40118 נשלחה ביום שלישי, 3 פריטים
שמי [[PERSON_NAME:אלישבע קורנבלום]], איבדתי את הכרטיס
טלפון [[PHONE:052-555-0136]], אחרי שבע
दिल्ली से जयपुर ट्रेन सुबह 6:05
ऑर्डर 88120 अभी तक नहीं आया, कीमत 499 रुपये
मेरा नाम [[PERSON_NAME:गायत्री चतुर्वेदी]] है, खाता बंद करें
आधार [[OTHER_ID:4216 9681 6794]], पता बदलना है
फ़ोन [[PHONE:+91 98555 01734]], शाम को
รถไฟ เชียงใหม่ กรุงเทพ 18:00
รหัสสินค้า 4471-22 หมดแล้ว
โทร [[PHONE:081-555-0149]] หลังเลิกงาน
tàu hà nội huế ngày 5 tháng 9
Đơn hàng 55120 đã giao, phí 30.000 đ
Tôi là [[PERSON_NAME:Đoàn Thị Diễm Phúc]], quên mật khẩu
gọi [[PHONE:0903 555 018]] sau giờ cơm
kereta bandung jogja hari minggu
Pesanan 8812-4 sudah dikirim, berat 700 gram
Nama saya [[PERSON_NAME:Sekar Wulandari]], kartu hilang
kirim ke [[EMAIL:bayu.s@kelapa.example]]
Bili ya maji ya Machi ni KSh 1,240, mita 4471
Naitwa [[PERSON_NAME:Zawadi Kiptoo]], nimesahau PIN
"""

_BLOCKS = (
    _SEARCHES,
    _MAILS,
    _CHAT,
    _LOGS,
    _ACCESS,
    _URLS,
    _JSON,
    _CSV,
    _CLINIC,
    _DELIVERY,
    _HR,
    _FORMS,
    _MIXED,
    _MORE,
    _GERMAN,
    _FRENCH,
    _SPANISH,
    _ITALIAN,
    _PORTUGUESE,
    _DUTCH,
    _POLISH,
    _NORDIC,
    _CENTRAL_EUROPE,
    _TURKISH,
    _CYRILLIC_GREEK,
    _CJK,
    _OTHERS,
)


def texts() -> list[LabelledText]:
    lines = [line for block in _BLOCKS for line in block.strip("\n").split("\n")]
    return [marked(line.replace("⏎", "\n")) for line in lines]
