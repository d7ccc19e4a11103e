/**
 * Countries as people write them: ISO 3166-1 alpha-2 code, alpha-3 code, then names: English, German, French, Spanish,
 * Italian, Portuguese, Dutch, Polish, the country's own main language, and short or older forms. A fixed table and not
 * Intl.DisplayNames: browser and server must read the same cell alike. XK is not ISO, but what phone numbering uses.
 */
export const countryNames = `
AD AND Andorra|Andorre|Andora
AE ARE United Arab Emirates|Vereinigte Arabische Emirate|Émirats arabes unis|Emiratos Árabes Unidos|Emirati Arabi Uniti|Emirados Árabes Unidos|Verenigde Arabische Emiraten|Zjednoczone Emiraty Arabskie|الإمارات العربية المتحدة|UAE|Emirates
AF AFG Afghanistan|Afganistán|Afeganistão|افغانستان
AG ATG Antigua & Barbuda|Antigua und Barbuda|Antigua-et-Barbuda|Antigua y Barbuda|Antigua e Barbuda|Antigua en Barbuda|Antigua i Barbuda
AI AIA Anguilla|Anguila
AL ALB Albania|Albanien|Albanie|Shqipëri
AM ARM Armenia|Armenien|Arménie|Հայաստան
AO AGO Angola
AQ ATA Antarctica|Antarktis|Antarctique|Antártida|Antartide|Antarktyda
AR ARG Argentina|Argentinien|Argentine|Argentinië|Argentyna
AS ASM American Samoa|Amerikanisch-Samoa|Samoa américaines|Samoa Americana|Samoa Americane|Amerikaans-Samoa|Samoa Amerykańskie
AT AUT Austria|Österreich|Autriche|Oostenrijk|Republic of Austria
AU AUS Australia|Australien|Australie
AW ABW Aruba
AX ALA Åland Islands|Ålandinseln|Îles Åland|Islas Aland|Isole Åland|Ilhas Aland|Åland|Wyspy Alandzkie
AZ AZE Azerbaijan|Aserbaidschan|Azerbaïdjan|Azerbaiyán|Azerbaigian|Azerbaijão|Azerbeidzjan|Azerbejdżan|Azərbaycan
BA BIH Bosnia & Herzegovina|Bosnien und Herzegowina|Bosnie-Herzégovine|Bosnia y Herzegovina|Bosnia ed Erzegovina|Bósnia e Herzegovina|Bosnië en Herzegovina|Bośnia i Hercegowina|Bosna i Hercegovina|Bosnia
BB BRB Barbados|Barbade
BD BGD Bangladesh|Bangladesch|Bangladés|Bangladesz|বাংলাদেশ
BE BEL Belgium|Belgien|Belgique|Bélgica|Belgio|België|Belgia
BF BFA Burkina Faso|Burquina Faso
BG BGR Bulgaria|Bulgarien|Bulgarie|Bulgarije|Bułgaria|България
BH BHR Bahrain|Bahreïn|Baréin|Bahrajn|البحرين
BI BDI Burundi|Uburundi
BJ BEN Benin
BL BLM St. Barthélemy|Saint-Barthélemy|San Bartolomé|São Bartolomeu
BM BMU Bermuda|Bermudes|Bermudas|Bermudy
BN BRN Brunei|Brunei Darussalam
BO BOL Bolivia|Bolivien|Bolivie|Boliwia|Plurinational State of Bolivia
BQ BES Caribbean Netherlands|Karibische Niederlande|Pays-Bas caribéens|Caribe neerlandés|Caraibi Olandesi|Países Baixos Caribenhos|Caribisch Nederland|Niderlandy Karaibskie
BR BRA Brazil|Brasilien|Brésil|Brasil|Brasile|Brazilië|Brazylia
BS BHS Bahamas|Bahamy|The Bahamas
BT BTN Bhutan|Bhoutan|Bután|Butão|འབྲུག
BV BVT Bouvet Island|Bouvetinsel|Île Bouvet|Isla Bouvet|Isola Bouvet|Ilha Bouvet|Bouveteiland|Wyspa Bouveta|Bouvetøya
BW BWA Botswana|Botsuana
BY BLR Belarus|Biélorussie|Bielorrusia|Bielorussia|Bielorrússia|Białoruś|Беларусь
BZ BLZ Belize|Belice
CA CAN Canada|Kanada
CC CCK Cocos (Keeling) Islands|Kokosinseln|Îles Cocos|Islas Cocos|Isole Cocos (Keeling)|Ilhas Cocos (Keeling)|Cocoseilanden|Wyspy Kokosowe|Kepulauan Cocos (Keeling)|Cocos Islands
CD COD Congo - Kinshasa|Kongo-Kinshasa|República Democrática del Congo|Demokratyczna Republika Konga|DR Congo|DRC|Democratic Republic of the Congo
CF CAF Central African Republic|Zentralafrikanische Republik|République centrafricaine|República Centroafricana|Repubblica Centrafricana|Centraal-Afrikaanse Republiek|Republika Środkowoafrykańska|Ködörösêse tî Bêafrîka
CG COG Congo - Brazzaville|Kongo-Brazzaville|Congo|República do Congo|Kongo|Republic of the Congo
CH CHE Switzerland|Schweiz|Suisse|Suiza|Svizzera|Suíça|Zwitserland|Szwajcaria
CI CIV Côte d'Ivoire|Costa d'Avorio|Costa do Marfim|Ivoorkust|Ivory Coast
CK COK Cook Islands|Cookinseln|Îles Cook|Islas Cook|Isole Cook|Ilhas Cook|Cookeilanden|Wyspy Cooka
CL CHL Chile|Chili|Cile
CM CMR Cameroon|Kamerun|Cameroun|Camerún|Camarões|Kameroen
CN CHN China|Chine|Cina|Chiny|中国|People's Republic of China|PRC|Mainland China
CO COL Colombia|Kolumbien|Colombie|Kolumbia
CR CRI Costa Rica|Kostaryka
CU CUB Cuba|Kuba
CV CPV Cape Verde|Cabo Verde|Cap-Vert|Capo Verde|Kaapverdië|Republika Zielonego Przylądka
CW CUW Curaçao|Curazao
CX CXR Christmas Island|Weihnachtsinsel|Île Christmas|Isla de Navidad|Isola Christmas|Ilha Christmas|Christmaseiland|Wyspa Bożego Narodzenia
CY CYP Cyprus|Zypern|Chypre|Chipre|Cipro|Cypr|Κύπρος
CZ CZE Czechia|Tschechien|Tchéquie|Chequia|Cechia|Tchéquia|Tsjechië|Czechy|Česko|Czech Republic|Tschechische Republik
DE DEU Germany|Deutschland|Allemagne|Alemania|Germania|Alemanha|Duitsland|Niemcy|BRD|Federal Republic of Germany|Bundesrepublik Deutschland
DJ DJI Djibouti|Dschibuti|Yibuti|Gibuti|Djibuti|Dżibuti
DK DNK Denmark|Dänemark|Dinamarca|Danimarca|Denemarken|Dania|Danmark
DM DMA Dominica|Dominique|Dominika
DO DOM Dominican Republic|Dominikanische Republik|République dominicaine|República Dominicana|Repubblica Dominicana|Dominicaanse Republiek|Dominikana
DZ DZA Algeria|Algerien|Algérie|Argelia|Algerije|Algieria|الجزائر
EC ECU Ecuador|Équateur|Equador|Ekwador
EE EST Estonia|Estland|Estonie|Eesti
EG EGY Egypt|Ägypten|Égypte|Egipto|Egitto|Egito|Egipt|مصر
EH ESH Western Sahara|Westsahara|Sahara occidental|Sahara Occidentale|Saara Ocidental|Westelijke Sahara|Sahara Zachodnia|الصحراء الغربية
ER ERI Eritrea|Érythrée|Eritreia|Erytrea|ኤርትራ
ES ESP Spain|Spanien|Espagne|España|Spagna|Espanha|Spanje|Hiszpania
ET ETH Ethiopia|Äthiopien|Éthiopie|Etiopía|ኢትዮጵያ
FI FIN Finland|Finnland|Finlande|Finlandia|Suomi
FJ FJI Fiji|Fidschi|Fidji|Fiyi|Figi|Fidżi
FK FLK Falkland Islands|Falklandinseln|Îles Malouines|Islas Malvinas|Isole Falkland|Ilhas Malvinas|Falklandeilanden|Falklandy
FM FSM Micronesia|Mikronesien|Micronésie|Mikronezja|Federated States of Micronesia
FO FRO Faroe Islands|Färöer|Îles Féroé|Islas Feroe|Isole Fær Øer|Ilhas Faroé|Faeröer|Wyspy Owcze|Føroyar
FR FRA France|Frankreich|Francia|França|Frankrijk|Francja
GA GAB Gabon|Gabun|Gabão
GB GBR United Kingdom|Vereinigtes Königreich|Royaume-Uni|Reino Unido|Regno Unito|Verenigd Koninkrijk|Wielka Brytania|UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|United Kingdom of Great Britain and Northern Ireland
GD GRD Grenada|Grenade|Granada
GE GEO Georgia|Georgien|Géorgie|Gruzja|საქართველო
GF GUF French Guiana|Französisch-Guayana|Guyane française|Guayana Francesa|Guyana Francese|Guiana Francesa|Frans-Guyana|Gujana Francuska
GG GGY Guernsey|Guernesey
GH GHA Ghana|Gana|Gaana
GI GIB Gibraltar|Gibilterra
GL GRL Greenland|Grönland|Groenland|Groenlandia|Grenlandia|Kalaallit Nunaat
GM GMB Gambia|Gambie|The Gambia
GN GIN Guinea|Guinée|Guiné|Gwinea
GP GLP Guadeloupe|Guadalupe|Guadalupa|Gwadelupa
GQ GNQ Equatorial Guinea|Äquatorialguinea|Guinée équatoriale|Guinea Ecuatorial|Guinea Equatoriale|Guiné Equatorial|Equatoriaal-Guinea|Gwinea Równikowa
GR GRC EL|Greece|Griechenland|Grèce|Grecia|Griekenland|Grecja|Ελλάδα
GS SGS South Georgia & South Sandwich Islands|Südgeorgien und die Südlichen Sandwichinseln|Géorgie du Sud-et-les Îles Sandwich du Sud|Islas Georgia del Sur y Sandwich del Sur|Georgia del Sud e Sandwich Australi|Ilhas Geórgia do Sul e Sandwich do Sul|Zuid-Georgia en Zuidelijke Sandwicheilanden|Georgia Południowa i Sandwich Południowy
GT GTM Guatemala|Gwatemala
GU GUM Guam
GW GNB Guinea-Bissau|Guinée-Bissau|Guinea-Bisáu|Guiné-Bissau|Gwinea Bissau
GY GUY Guyana|Guiana|Gujana
HK HKG Hong Kong SAR China|Sonderverwaltungsregion Hongkong|R.A.S. chinoise de Hong Kong|RAE de Hong Kong (China)|RAS di Hong Kong|Hong Kong, RAE da China|Hongkong SAR van China|SRA Hongkong (Chiny)|中国香港特别行政区|Hong Kong|Hong Kong SAR
HM HMD Heard & McDonald Islands|Heard und McDonaldinseln|Îles Heard-et-MacDonald|Islas Heard y McDonald|Isole Heard e McDonald|Ilhas Heard e McDonald|Heard en McDonaldeilanden|Wyspy Heard i McDonalda
HN HND Honduras
HR HRV Croatia|Kroatien|Croatie|Croacia|Croazia|Kroatië|Chorwacja|Hrvatska
HT HTI Haiti
HU HUN Hungary|Ungarn|Hongrie|Hungría|Ungheria|Hongarije|Węgry|Magyarország
ID IDN Indonesia|Indonesien|Indonésie|Indonezja
IE IRL Ireland|Irland|Irlande|Irlanda|Ierland|Irlandia|Republic of Ireland
IL ISR Israel|Israele|Izrael|ישראל
IM IMN Isle of Man|Île de Man|Isla de Man|Isola di Man|Ilha de Man|Wyspa Man
IN IND India|Indien|Inde|Indie|भारत
IO IOT British Indian Ocean Territory|Britisches Territorium im Indischen Ozean|Territoire britannique de l'océan Indien|Territorio Británico del Océano Índico|Territorio Britannico dell'Oceano Indiano|Território Britânico do Oceano Índico|Brits Indische Oceaanterritorium|Brytyjskie Terytorium Oceanu Indyjskiego
IQ IRQ Iraq|Irak|Iraque|العراق
IR IRN Iran|Irã|ایران|Islamic Republic of Iran|Iran, Islamic Republic of
IS ISL Iceland|Island|Islande|Islandia|Islanda|IJsland
IT ITA Italy|Italien|Italie|Italia|Włochy
JE JEY Jersey
JM JAM Jamaica|Jamaika|Jamaïque|Giamaica|Jamajka
JO JOR Jordan|Jordanien|Jordanie|Jordania|Giordania|الأردن
JP JPN Japan|Japon|Giappone|Japão|Japonia|日本
KE KEN Kenya|Kenia|Quênia
KG KGZ Kyrgyzstan|Kirgisistan|Kirghizstan|Kirguistán|Kirghizistan|Quirguistão|Kirgizië|Kirgistan|Кыргызстан
KH KHM Cambodia|Kambodscha|Cambodge|Camboya|Cambogia|Camboja|Cambodja|Kambodża|កម្ពុជា
KI KIR Kiribati|Quiribati
KM COM Comoros|Komoren|Comores|Comoras|Comore|Comoren|Komory|جزر القمر
KN KNA St. Kitts & Nevis|St. Kitts und Nevis|Saint-Christophe-et-Niévès|San Cristóbal y Nieves|Saint Kitts e Nevis|São Cristóvão e Névis|Saint Kitts en Nevis|Saint Kitts i Nevis
KP PRK North Korea|Nordkorea|Corée du Nord|Corea del Norte|Corea del Nord|Coreia do Norte|Noord-Korea|Korea Północna|북한|DPRK
KR KOR South Korea|Südkorea|Corée du Sud|Corea del Sur|Corea del Sud|Coreia do Sul|Zuid-Korea|Korea Południowa|대한민국|Korea|Republic of Korea|Korea, Republic of
KW KWT Kuwait|Koweït|Koeweit|Kuwejt|الكويت
KY CYM Cayman Islands|Kaimaninseln|Îles Caïmans|Islas Caimán|Isole Cayman|Ilhas Cayman|Kaaimaneilanden|Kajmany
KZ KAZ Kazakhstan|Kasachstan|Kazajistán|Kazakistan|Cazaquistão|Kazachstan|Казахстан
LA LAO Laos|ລາວ|Lao People's Democratic Republic
LB LBN Lebanon|Libanon|Liban|Líbano|لبنان
LC LCA St. Lucia|Sainte-Lucie|Santa Lucía|Saint Lucia
LI LIE Liechtenstein
LK LKA Sri Lanka|ශ්‍රී ලංකාව
LR LBR Liberia
LS LSO Lesotho|Lesoto
LT LTU Lithuania|Litauen|Lituanie|Lituania|Litouwen|Litwa|Lietuva
LU LUX Luxembourg|Luxemburg|Luxemburgo|Lussemburgo|Luksemburg
LV LVA Latvia|Lettland|Lettonie|Letonia|Lettonia|Letland|Łotwa|Latvija
LY LBY Libya|Libyen|Libye|Libia|Libië|ليبيا
MA MAR Morocco|Marokko|Maroc|Marruecos|Marocco|Marrocos|Maroko|المغرب
MC MCO Monaco|Monako
MD MDA Moldova|Republik Moldau|Moldavie|Moldavia|Mołdawia|Republica Moldova|Republic of Moldova|Moldova, Republic of
ME MNE Montenegro|Czarnogóra|Црна Гора
MF MAF St. Martin|Saint-Martin|San Martín|São Martinho
MG MDG Madagascar|Madagaskar|Madagasikara
MH MHL Marshall Islands|Marshallinseln|Îles Marshall|Islas Marshall|Isole Marshall|Ilhas Marshall|Marshalleilanden|Wyspy Marshalla
MK MKD North Macedonia|Nordmazedonien|Macédoine du Nord|Macedonia del Norte|Macedonia del Nord|Macedônia do Norte|Noord-Macedonië|Macedonia Północna|Северна Македонија|Macedonia|Republic of North Macedonia
ML MLI Mali
MM MMR Myanmar (Burma)|Myanmar|Myanmar (Birmanie)|Myanmar (Birmania)|Mianmar (Birmânia)|Myanmar (Birma)|Mjanma (Birma)|မြန်မာ|Burma
MN MNG Mongolia|Mongolei|Mongolie|Монгол
MO MAC Macao SAR China|Sonderverwaltungsregion Macau|R.A.S. chinoise de Macao|RAE de Macao (China)|RAS di Macao|Macau, RAE da China|Macau SAR van China|SRA Makau (Chiny)|中国澳门特别行政区|Macao|Macao SAR
MP MNP Northern Mariana Islands|Nördliche Marianen|Îles Mariannes du Nord|Islas Marianas del Norte|Isole Marianne Settentrionali|Ilhas Marianas do Norte|Noordelijke Marianen|Mariany Północne
MQ MTQ Martinique|Martinica|Martynika
MR MRT Mauritania|Mauretanien|Mauritanie|Mauretania|موريتانيا
MS MSR Montserrat
MT MLT Malta|Malte
MU MUS Mauritius|Maurice|Mauricio
MV MDV Maldives|Malediven|Maldivas|Maldive|Maldiven|Malediwy
MW MWI Malawi|Malaui
MX MEX Mexico|Mexiko|Mexique|Messico|Meksyk
MY MYS Malaysia|Malaisie|Malasia|Maleisië|Malezja
MZ MOZ Mozambique|Mosambik|Mozambico|Moçambique|Mozambik
NA NAM Namibia|Namibie
NC NCL New Caledonia|Neukaledonien|Nouvelle-Calédonie|Nueva Caledonia|Nuova Caledonia|Nova Caledônia|Nieuw-Caledonië|Nowa Kaledonia
NE NER Niger|Nijar
NF NFK Norfolk Island|Norfolkinsel|Île Norfolk|Isla Norfolk|Isola Norfolk|Ilha Norfolk|Norfolk
NG NGA Nigeria
NI NIC Nicaragua|Nikaragua
NL NLD Netherlands|Niederlande|Pays-Bas|Países Bajos|Paesi Bassi|Países Baixos|Nederland|Holandia|Holland|The Netherlands
NO NOR Norway|Norwegen|Norvège|Noruega|Norvegia|Noorwegen|Norwegia|Norge
NP NPL Nepal|नेपाल
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand|Neuseeland|Nouvelle-Zélande|Nueva Zelanda|Nuova Zelanda|Nova Zelândia|Nieuw-Zeeland|Nowa Zelandia
OM OMN Oman|Omã|عُمان
PA PAN Panama
PE PER Peru|Pérou
PF PYF French Polynesia|Französisch-Polynesien|Polynésie française|Polinesia Francesa|Polinesia Francese|Frans-Polynesië|Polinezja Francuska
PG PNG Papua New Guinea|Papua-Neuguinea|Papouasie-Nouvelle-Guinée|Papúa Nueva Guinea|Papua Nuova Guinea|Papua-Nova Guiné|Papoea-Nieuw-Guinea|Papua-Nowa Gwinea
PH PHL Philippines|Philippinen|Filipinas|Filippine|Filipijnen|Filipiny|Pilipinas|The Philippines
PK PAK Pakistan|Paquistão|پاکستان
PL POL Poland|Polen|Pologne|Polonia|Polska
PM SPM St. Pierre & Miquelon|St. Pierre und Miquelon|Saint-Pierre-et-Miquelon|San Pedro y Miquelón|Saint-Pierre e Miquelon|São Pedro e Miquelão|Saint-Pierre en Miquelon|Saint-Pierre i Miquelon
PN PCN Pitcairn Islands|Pitcairninseln|Îles Pitcairn|Islas Pitcairn|Isole Pitcairn|Ilhas Pitcairn|Pitcairneilanden|Pitcairn
PR PRI Puerto Rico|Porto Rico|Portoryko
PS PSE Palestinian Territories|Palästinensische Autonomiegebiete|Territoires palestiniens|Territorios Palestinos|Territori Palestinesi|Palestijnse gebieden|Terytoria Palestyńskie|الأراضي الفلسطينية|Palestine|State of Palestine
PT PRT Portugal|Portogallo|Portugalia
PW PLW Palau|Palaos
PY PRY Paraguay|Paraguai|Paragwaj
QA QAT Qatar|Katar|Catar|قطر
RE REU Réunion|La Réunion|Riunione|Reunião
RO ROU Romania|Rumänien|Roumanie|Rumanía|Romênia|Roemenië|Rumunia
RS SRB Serbia|Serbien|Serbie|Sérvia|Servië|Србија
RU RUS Russia|Russland|Russie|Rusia|Rusland|Rosja|Россия|Russian Federation
RW RWA Rwanda|Ruanda|U Rwanda
SA SAU Saudi Arabia|Saudi-Arabien|Arabie saoudite|Arabia Saudí|Arabia Saudita|Saoedi-Arabië|Arabia Saudyjska|المملكة العربية السعودية
SB SLB Solomon Islands|Salomonen|Îles Salomon|Islas Salomón|Isole Salomone|Ilhas Salomão|Salomonseilanden|Wyspy Salomona
SC SYC Seychelles|Seychellen|Seicheles|Seszele
SD SDN Sudan|Soudan|Sudão|Soedan|السودان
SE SWE Sweden|Schweden|Suède|Suecia|Svezia|Zweden|Szwecja|Sverige
SG SGP Singapore|Singapur|Singapour|Singapura
SH SHN St. Helena|Sainte-Hélène|Santa Elena|Sant'Elena|Santa Helena|Sint-Helena|Wyspa Świętej Heleny
SI SVN Slovenia|Slowenien|Slovénie|Eslovenia|Słowenia|Slovenija
SJ SJM Svalbard & Jan Mayen|Spitzbergen und Jan Mayen|Svalbard et Jan Mayen|Svalbard y Jan Mayen|Svalbard e Jan Mayen|Spitsbergen en Jan Mayen|Svalbard i Jan Mayen|Svalbard og Jan Mayen
SK SVK Slovakia|Slowakei|Slovaquie|Eslovaquia|Slovacchia|Slowakije|Słowacja|Slovensko|Slovak Republic
SL SLE Sierra Leone|Sierra Leona|Serra Leoa
SM SMR San Marino|Saint-Marin
SN SEN Senegal|Senegaal
SO SOM Somalia|Somalie|Soomaaliya
SR SUR Suriname|Surinam
SS SSD South Sudan|Südsudan|Soudan du Sud|Sudán del Sur|Sudão do Sul|Zuid-Soedan|Sudan Południowy|جنوب السودان
ST STP São Tomé & Príncipe|São Tomé und Príncipe|Sao Tomé-et-Principe|Santo Tomé y Príncipe|São Tomé e Príncipe|Sao Tomé en Principe|Wyspy Świętego Tomasza i Książęca
SV SLV El Salvador|Salvador|Salwador
SX SXM Sint Maarten|Saint-Martin (partie néerlandaise)
SY SYR Syria|Syrien|Syrie|Siria|سوريا|Syrian Arab Republic
SZ SWZ Eswatini|Esuatini|Essuatíni|Swaziland
TC TCA Turks & Caicos Islands|Turks- und Caicosinseln|Îles Turques-et-Caïques|Islas Turcas y Caicos|Isole Turks e Caicos|Ilhas Turcas e Caicos|Turks- en Caicoseilanden|Turks i Caicos
TD TCD Chad|Tschad|Tchad|Ciad|Chade|Tsjaad|Czad|تشاد
TF ATF French Southern Territories|Französische Süd- und Antarktisgebiete|Terres australes françaises|Territorios Australes Franceses|Terre Australi Francesi|Territórios Franceses do Sul|Franse Gebieden in de zuidelijke Indische Oceaan|Francuskie Terytoria Południowe i Antarktyczne
TG TGO Togo
TH THA Thailand|Thaïlande|Tailandia|Thailandia|Tajlandia|ไทย
TJ TJK Tajikistan|Tadschikistan|Tadjikistan|Tayikistán|Tagikistan|Tadjiquistão|Tadzjikistan|Tadżykistan|Тоҷикистон
TK TKL Tokelau
TL TLS Timor-Leste|Timor oriental|Timor Est|Oost-Timor|Timor Wschodni|East Timor
TM TKM Turkmenistan|Turcomenistão
TN TUN Tunisia|Tunesien|Tunisie|Túnez|Tunesië|Tunezja|تونس
TO TON Tonga
TR TUR Türkiye|Türkei|Turquie|Turquía|Turchia|Turkije|Turcja|Turkey
TT TTO Trinidad & Tobago|Trinidad und Tobago|Trinité-et-Tobago|Trinidad y Tobago|Trinidad e Tobago|Trinidad en Tobago|Trynidad i Tobago
TV TUV Tuvalu
TW TWN Taiwan|Tajwan|台湾|Taiwan, Province of China
TZ TZA Tanzania|Tansania|Tanzanie|United Republic of Tanzania
UA UKR Ukraine|Ucrania|Ucraina|Oekraïne|Ukraina|Україна
UG UGA Uganda|Ouganda|Oeganda
UM UMI U.S. Outlying Islands|Amerikanische Überseeinseln|Îles mineures éloignées des États-Unis|Islas menores alejadas de EE. UU.|Isole Minori Esterne degli Stati Uniti|Ilhas Menores Distantes dos EUA|Kleine afgelegen eilanden van de Verenigde Staten|Dalekie Wyspy Mniejsze Stanów Zjednoczonych
US USA United States|Vereinigte Staaten|États-Unis|Estados Unidos|Stati Uniti|Verenigde Staten|Stany Zjednoczone|United States of America|U.S. of America|America
UY URY Uruguay|Uruguai|Urugwaj
UZ UZB Uzbekistan|Usbekistan|Ouzbékistan|Uzbequistão|Oezbekistan|Oʻzbekiston
VA VAT Vatican City|Vatikanstadt|État de la Cité du Vatican|Ciudad del Vaticano|Città del Vaticano|Cidade do Vaticano|Vaticaanstad|Watykan|Holy See|Vatican
VC VCT St. Vincent & Grenadines|St. Vincent und die Grenadinen|Saint-Vincent-et-les Grenadines|San Vicente y las Granadinas|Saint Vincent e Grenadine|São Vicente e Granadinas|Saint Vincent en de Grenadines|Saint Vincent i Grenadyny
VE VEN Venezuela|Wenezuela|Bolivarian Republic of Venezuela
VG VGB British Virgin Islands|Britische Jungferninseln|Îles Vierges britanniques|Islas Vírgenes Británicas|Isole Vergini Britanniche|Ilhas Virgens Britânicas|Britse Maagdeneilanden|Brytyjskie Wyspy Dziewicze
VI VIR U.S. Virgin Islands|Amerikanische Jungferninseln|Îles Vierges des États-Unis|Islas Vírgenes de EE. UU.|Isole Vergini Americane|Ilhas Virgens Americanas|Amerikaanse Maagdeneilanden|Wyspy Dziewicze Stanów Zjednoczonych
VN VNM Vietnam|Vietnã|Wietnam
VU VUT Vanuatu
WF WLF Wallis & Futuna|Wallis und Futuna|Wallis-et-Futuna|Wallis y Futuna|Wallis e Futuna|Wallis en Futuna|Wallis i Futuna
WS WSM Samoa
YE YEM Yemen|Jemen|Iêmen|اليمن
YT MYT Mayotte|Majotta
ZA ZAF South Africa|Südafrika|Afrique du Sud|Sudáfrica|África do Sul|Zuid-Afrika|Republika Południowej Afryki
ZM ZMB Zambia|Sambia|Zambie
ZW ZWE Zimbabwe|Simbabwe|Zimbabue
XK XKX Kosovo|Kosova|Косово
`
