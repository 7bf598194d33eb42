"""Words of column names in many languages, folded: what they name, and what they say of it."""

from __future__ import annotations

from schemas.kinds import Kind


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split(",") if phrase.strip())


PEOPLE = _set("""
    user users customer customers cust client clients member members patient patients employee employees emp empl staff
    person persons people student students pupil subscriber passenger guest visitor driver buyer cardholder holder
    policyholder insured applicant candidate borrower tenant donor respondent participant citizen resident voter
    taxpayer contact player rider agent teacher doctor physician nurse provider owner author prospect recipient
    sender payer payee beneficiary cardmember accountholder account acct manager supervisor signatory reviewer assignee
    attendee instructor lecturer professor learner beneficiary spouse partner parent guardian child kin sponsor
    stu pax payroll badge officer patron nominee medlem medlems landlord buyer yonghu adherent consumer shopper individual human worker operator caller reporter requester submitter approver creator editor
    athlete runner cyclist coach referee inmate defendant plaintiff witness victim lawyer attorney judge heir nominee
    pensioner veteran claimant dependent dependant caregiver caretaker landlord lessee lessor renter host actor artist
    director singer composer writer scientist researcher scholar alumni alumnus seller salesperson rep
    kunde kunden mitarbeiter mitarbeiterin benutzer nutzer patient patienten mitglied mitglieder versicherter person
    ansprechpartner schuler student studenten besteller empfanger absender inhaber kontoinhaber kaufer mieter
    cliente clientes usuario usuarios empleado empleados socio socios paciente pacientes alumno alumnos titular
    trabajador persona abonado huesped asegurado contacto
    utilisateur utilisateurs client employe employes salarie salaries adherent abonne assure patient eleve etudiant
    titulaire personne beneficiaire contribuable locataire
    utente utenti dipendente dipendenti cliente clienti socio paziente pazienti studente persona assistito
    usuario funcionario funcionarios colaborador cliente paciente aluno associado pessoa titular segurado
    klient klienci pracownik uzytkownik pacjent osoba czlonek uczen student
    gebruiker klant klanten medewerker werknemer patient lid leden persoon leerling
    anvandare kund kunder anstalld medlem patient elev bruker kunde ansatt medarbejder bruger pasient
    kayttaja asiakas tyontekija jasen potilas henkilo
    kullanici musteri personel calisan hasta uye ogrenci kisi abone
    uzivatel zakaznik zamestnanec pacient osoba clen felhasznalo ugyfel dolgozo tag beteg
    utilizator angajat client pacient pengguna pelanggan karyawan pasien anggota
    kunnr pernr lifnr
    пользователь клиент сотрудник пациент студент 用户 客户 会员 员工 患者 顧客 会員 社員 利用者 고객 회원 사용자
""")
"""Nouns for persons. ``account`` stands for its holder."""

KEYS = _set("""
    id ids key no nr num number nbr code uuid guid uid ref reference identifier pk fk numero num numer nummer kennung
    kennzeichen matricule matricula nro nº n° identificador identifiant identificativo identyfikator tunnus numara
    kod kodu cislo szam azonosito sira hash token ids idx index kunnr pernr codigo codice numeri 番号 编号 번호 号
    номер ид
""")

NAMES = _set("""
    name names nm nom nome nombre naam namn navn nimi isim adi ad imie jmeno nev nume nama bezeichnung fullname
    имя 名 名前 姓名 이름
""")

ATTRIBUTES = _set("""
    verified verification valid validated validity confirmed confirmation flag flags count counts cnt total type types
    kind status state model brand rating ratings length len size rate score category class classification segment
    segmentation level tier format version domain opened sent clicked clicks preference preferences pref optin opt
    consent enabled disabled allowed blocked required available active deleted exists present missing match matches
    matched quality source channel updated modified changed created check checked since until expiry expires expiration
    percentage percent pct ratio share avg average mean median sum min max stddev weight height gender sex age role
    roles group groups tags tag bounced bounce unsubscribed subscribed delivered label labels color colour language lang
    locale currency country region city town ward place timezone tz plan priority rank order frequency duration year
    month day hour age balance amount value points visits logins attempts errors retries limit quota usage capacity
    density population growth index mask masked regex pattern template hint placeholder required visibility policy
    reason comment comments note notes description desc text title subject body carrier os manufacturer vendor
    activity satisfaction feedback lifetime ltv churn cohort cohorts tenure department dept position job occupation
    typ art anzahl menge typen estado tipo cantidad statut nombre_de stato quantita situacao quantidade rodzaj tur
    durum sayisi geschlecht sexo sexe sesso plec cinsiyet staat
""") - {"order", "text", "title", "subject", "index", "place", "host"}
"""A name that ends in one of these asks how, how many, of what kind or whether."""

THINGS = _set("""
    product products prod item items order orders session sessions device devices store stores shop warehouse sku
    article artikel category campaign ad ads adset creative invoice invoices bill receipt transaction transactions txn
    trx trans payment payments shipment shipments shipping_order parcel tracking package batch lot serial part parts
    asset assets event events message messages msg thread ticket tickets case cases request requests req job jobs task
    tasks project projects page pages url link file files filename image images img photo video videos track song album
    playlist movie film book books course courses class lesson room rooms hotel hotels flight flights route routes trip
    trips station stations stop stops line lines vehicle_model car cars bus train ship vessel aircraft port airport
    company companies firm organisation organization org corp business vendor supplier merchant brand brands
    manufacturer maker department dept division branch team teams league club school university college hospital clinic
    city town village state country region county province district area zone location site place planet river lake
    mountain park street_light sensor sensors meter meters machine node nodes server servers host hostname service
    services app application software process thread pod container cluster database db schema table column field row
    record query index plan plans feature features role group groups channel subscription order_line offer coupon
    voucher promo promotion discount sample samples test tests experiment study drug drugs medication medicine disease
    diagnosis procedure species animal breed dog cat pet plant flower tree crop recipe dish food drink wine beer menu
    restaurant color colour colors colours font icon theme language currency metric report dashboard alert rule policy
    policies contract contracts claim claims claim_no loan loans stock stocks symbol fund bond index exchange market
    currency token_type correlation trace span request build release commit repo repository branch issue bug version
    module function method library licence_type storm hurricane ride cabinet rack slot bin shelf pallet container truck
    journey itinerary seat gate terminal wagon locomotive engine component material document doc folder archive zip
    attachment form survey question answer quiz exam grade subject topic chapter section paragraph cell tower antenna
    firmware model category genre label collection exhibit artwork museum event_type game match round season stadium
    tournament position job occupation industry sector cost profit account_type reservation booking appointment visit
    encounter admission ward bed unit bestellung produkt artikel rechnung auftrag lager geschaft stadt ort firma
    filiale abteilung material werk lieferung sendung pedido producto articulo factura tienda ciudad empresa almacen
    commande produit article facture magasin ville societe entreprise ordine prodotto articolo fattura negozio citta
    azienda encomenda produto fatura loja cidade fornecedor zamowienie produkt faktura sklep miasto firma siparis urun
    fatura magaza sehir sirket bestelling factuur winkel stad bedrijf matnr vbeln werks bukrs
    bot variety object title issuer vehicle merchant partner_org network subnet vlan interface router switch printer camera phone_model gadget display screen
    browser platform os cookie visit pageview impression click keyword search cart basket wishlist
""")
"""Nouns for what is no person: keys and names of these tell nobody."""

GENERIC = _set("""
    col column columns field fields value values val attribute attr data x y z a b c d e f unnamed var variable v
    text string str c col f1 input output info misc other extra param parameter content key entry element item feld
    wert spalte campo valor dato colonne champ valeur kolumna wartosc alan deger sutun note notes remark remarks comment
    comments reference ref result raw custom udf spare
""")

SINGLES: dict[Kind, frozenset[str]] = {
    Kind.EMAIL: _set("email emails mail mails mailbox correo courriel eposta epost emailaddress sahkoposti adresemail "
                     "emailadresse emailadres mailadresse smtp почта 邮箱 邮件 メール 이메일"),
    Kind.PHONE: _set("phone phones tel telephone telephones mobile cell cellphone fax telefon telefono telefone "
                     "telefoon handy movil celular gsm msisdn whatsapp telf tlf tlfn puhelin komorka rufnummer telnr "
                     "telno handynummer mobilnummer telefonnummer mobil mobilni cep ceptel landline teleph telefonszam "
                     "matkapuhelin telefonnr hp nohp shouji dianhua mob phn tfno tlfno cphn 手机号 手机号码 联系电话 电话号码 携帯電話 الجوال هاتف الهاتف جوال τηλεφωνο τηλ телефон 电话 手机 電話 携帯 전화 휴대폰"),
    Kind.SSN: _set("ssn socsec ssnum ssnumber"),
    Kind.CREDIT_CARD: _set("creditcard ccnum ccn ccno ccnumber pan cardnumber cardno kreditkarte kreditkartennummer "
                           "kartennummer cardnum tarjeta"),
    Kind.IP_ADDRESS: _set("ip ips ipaddr ipaddress ipv4 ipv6 ipadresse clientip remoteip sourceip userip"),
    Kind.PERSON_NAME: _set("firstname lastname surname forename givenname familyname middlename fname lname mname "
                           "fullname vorna nachn フリガナ ふりがな ονομα επωνυμο vorname nachname familienname zuname rufname apellido apellidos prenom prenoms "
                           "cognome sobrenome apelido imie nazwisko soyad soyadi soyisim isim fornavn etternavn "
                           "efternavn fornamn efternamn jmeno prijmeni meno priezvisko keresztnev vezeteknev voornaam "
                           "achternaam tussenvoegsel prenume etunimi sukunimi maidenname nickname patronymic "
                           "firstnm lastnm fnm lnm primernombre vname nname geburtsname имя фамилия отчество фио "
                           "姓名 氏名 名前 姓 名字 성명 이름 성함 الاسم ชื่อ שם नाम xingming"),
    Kind.POSTAL_ADDRESS: _set("address addresses addr addr1 addr2 street strasse str stras adresse anschrift direccion "
                              "domicilio endereco indirizzo adres ulica rue calle via utca cim διευθυνση العنوان 送货地址 adresa osoite adress "
                              "gatuadress strada alamat jalan logradouro morada straat straatnaam streetaddress "
                              "addressline strassenname hausnummer wohnadresse lieferadresse rechnungsadresse voie "
                              "адрес улица 地址 住所 주소"),
    Kind.ZIP_CODE: _set("zip zipcode zip4 zip5 postal postcode postcodes plz postleitzahl cep pstlz pincode postnummer "
                        "psc postnr postinumero iranyitoszam eircode codpostal codigopostal codepostal zipcd postalcode "
                        "cap cp pcode poczt τκ индекс 邮编 郵便番号 우편번호"),
    Kind.DATE_OF_BIRTH: _set("dob birth nato nata nasc naiss geburt birthdate birthday born bday bdate geburtsdatum geburtstag geb gebdat "
                             "naissance nacimiento nascimento nascita urodzenia dogum geboortedatum geboorte "
                             "fodelsedatum fodselsdato fodt fodelsedag fodelsedato narozeni narodenia syntymaaika "
                             "szuletesi szuletes nasterii nastere gbdat datenaissance fechanacimiento birthdt "
                             "рождения 生日 出生日期 生年月日 생년월일 dateofbirth"),
    Kind.USER_ID: _set("username userid uid login loginname logon userlogin screenname handle samaccountname "
                       "benutzername kullaniciadi gebruikersnaam identifiant kunnr pernr kundennummer kundennr "
                       "mitarbeiternummer personalnummer personalnr patientennummer mitgliedsnummer memberid custid "
                       "customerid clientid empid employeeid patientid studentid mrn matricola matrikelnummer "
                       "customerno cusno nick nhc ffp ernam patronid twitter instagram medlemsnr 아이디 会員番号 会员号 用户名 工号 学号 customernumber custno memberno empno nickname_id owneruid puid gaid userkey"),
    Kind.OTHER_ID: _set("passport passportno iban nino dni nif nie nir cpf rut curp rfc aadhaar aadhar adhaar pesel "
                        "bsn personnummer fodselsnummer personnr cpr cprnr hetu oib egn cnp emso jmbg tckn tckimlik "
                        "kimlik nhs medicare vin imei iccid imsi tin codicefiscale reisepass reisepassnummer pasaporte "
                        "passeport passaporto passaporte ausweis ausweisnummer personalausweis steuerid "
                        "sozialversicherungsnummer svnr rodnecislo henkilotunnus licenseplate numberplate plate "
                        "kennzeichen nummernschild matricula_coche cedula ssin nrn fin nric cuil cuit rg snils inn "
                        "sin tfn nric ahv rijksregisternummer rijksregister αφμ αμκα 주민번호 паспорт снилс инн 身份证 身份证号 护照 マイナンバー 주민등록번호 여권"),
}  # fmt: skip
"""Words that name a kind by themselves."""

PHRASES: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.EMAIL: _phrases("e mail,e mails,correo electronico,adresse electronique,posta elettronica,e posta,e post,"
                         "electronic mail,contact mail"),
    Kind.PHONE: _phrases("contact no,contact number,call back number,numero de telephone,no hp,mobile no,"
                         "emergency contact number,sms number,ph no,ph number,phone no,kontakt nr"),
    Kind.SSN: _phrases("social security,social sec,soc sec,ss no,ss num,ss number,ss nbr,tax payer ssn"),
    Kind.CREDIT_CARD: _phrases("card number,card no,card num,card nbr,cc num,cc no,cc number,credit card,debit card,"
                               "card pan,numero tarjeta,numero de tarjeta,numero carte,carte bancaire,numero cartao,"
                               "cartao credito,karten nummer,karten nr,carta credito,nr karty,payment card"),
    Kind.IP_ADDRESS: _phrases("remote addr,remote address,client addr,x forwarded for,forwarded for,peer addr,src addr,"
                              "dst addr,source address,network address"),
    Kind.PERSON_NAME: _phrases("first name,last name,given name,family name,middle name,maiden name,full name,first nm,"
                               "last nm,full nm,primer nombre,segundo nombre,nom de famille,nom famille,display name,"
                               "emergency contact,next of kin,signed by,prepared by,approved by,primer apellido,"
                               "segundo apellido,account holder,card holder,sur name,fore name,middle initial,"
                               "legal name,preferred name,birth name,contact person,sales rep,created by,owner name,"
                               "name on card,nome completo,nombre completo,nom complet,imie i nazwisko,ad soyad,"
                               "adi soyadi,nome e cognome,name first,name last,nom prenom,bill to name,ship to name"),
    Kind.POSTAL_ADDRESS: _phrases("address line,addr ln,addr line,street name,mailing address,home address,po box,"
                                  "postal address,residential address,line 1,line 2,billing address,shipping address,"
                                  "adr 1,adr 2,address 1,address 2,street 1,addr 1,addr 2"),
    Kind.ZIP_CODE: _phrases("zip code,postal code,post code,pin code,codigo postal,code postal,kod pocztowy,"
                            "posta kodu,kod poczt,postal cd,zip cd,post cd,postnr,codice postale,post nummer,cod postal,post nr,"
                            "c p,zip postal,kode pos"),
    Kind.DATE_OF_BIRTH: _phrases("birth date,date of birth,date birth,birth dt,dt birth,geburts datum,"
                                 "date de naissance,fecha de nacimiento,fecha nac,data de nascimento,dt nasc,"
                                 "data nascimento,data di nascita,data urodzenia,dogum tarihi,d o b,data nasc,fec nac,"
                                 "geb datum,geb dat,tgl lahir,tanggal lahir,date naiss,birth day,fecha nacimiento,"
                                 "data nascita,datum narozeni,nato il,f nac,fec nacimiento,ne le,nee le,fecha nac,geb am"),
    Kind.USER_ID: _phrases("user name,user id,login name,login id,screen name,user handle,account name,account id,"
                           "account no,account number,account key,nom utilisateur,nom d utilisateur,nome utente,"
                           "nombre usuario,nombre de usuario,kullanici adi,nazwa uzytkownika,created by id,owner id,"
                           "author id,assignee id,medical record number,loyalty card no,loyalty number,loyalty id,"
                           "frequent flyer,membership number,membership no,membership id,staff no,person id,"
                           "badge id,badge no,badge number,identity id"),
    Kind.OTHER_ID: _phrases("national insurance,ni number,ni no,national id,national identity,identity card,id card,"
                            "driver licence,driver license,driver lic,drivers lic,registre national,תעודת זהות,numer dowodu,drivers license,drivers licence,driving licence,"
                            "driving license,dl no,dl number,license no,licence no,license number,licence number,"
                            "license plate,licence plate,tax id,tax number,tax no,steuer id,steuer nr,steuer nummer,"
                            "codice fiscale,bank account,tc kimlik,tc no,t c kimlik no,numero ss,numero secu,"
                            "securite sociale,seguridad social,identification number,id number,passport no,"
                            "passport number,rodne cislo,medicare no,nhs number,nhs no,sozialversicherungs nummer,"
                            "vehicle identification,chassis no,numero documento,documento identidad,govt id,"
                            "government id,insurance number,health card,social insurance,plate number,plate no,"
                            "reg no,no ktp,nomor ktp"),
}  # fmt: skip
"""Words that name a kind together, in this order."""

CONTRARY: dict[Kind, frozenset[str]] = {
    Kind.PHONE: _set("model brand os carrier_type app screen case manufacturer extension_length battery id tower site"),
    Kind.POSTAL_ADDRESS: _set(
        "ip mac memory web url wallet bitcoin eth network host hex bus offset virtual "
        "physical_memory contract crypto remote client src source dst peer"
    ),
    Kind.ZIP_CODE: _set("file files archive path archive_size folder"),
    Kind.DATE_OF_BIRTH: _set(
        "rate place weight country city order control number certificate registered count town type cohort"
    ),
    Kind.PERSON_NAME: _set("file host domain column table field display_type event hash"),
    Kind.CREDIT_CARD: _set("type brand expiry exp month year cvv network issuer bin country sim suit gift"),
    Kind.IP_ADDRESS: _set("rating class protection core block patent"),
    Kind.EMAIL: _set("subject template body campaign server provider domain client"),
    Kind.OTHER_ID: _set("type status country expiry issued issuer class category state vehicle_model"),
    Kind.SSN: _set("status type"),
}
"""Beside these a word of the kind means something else."""
