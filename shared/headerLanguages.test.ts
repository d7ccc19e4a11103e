import { expect, test } from 'vitest'
import type { ColumnFacts } from './csv/reading.ts'
import { suggestIdentifiers } from './suggestIdentifiers.ts'
import { suggestMapping } from './suggestMapping.ts'

const targets = [
  'first_name', 'last_name', 'company', 'title', 'industry', 'country', '_alias_email', '_alias_phone', '_alias_external_id',
] // prettier-ignore

/** language: headers of first name, last name, company, title, industry, country, email, phone, customer id */
const languages = `
English: First Name, Last Name, Company, Job Title, Industry, Country, Email, Phone, Customer ID
English: Given name, Surname, Organisation, Position, Sector, Country code, E-mail address, Mobile, Customer No.
German: Vorname, Nachname, Firma, Position, Branche, Land, E-Mail, Telefon, Kundennummer
German: Rufname, Familienname, Unternehmen, Titel, Wirtschaftszweig, Staat, E-Mail-Adresse, Mobilnummer, Kunden-ID
French: Prénom, Nom, Société, Fonction, Secteur d'activité, Pays, Courriel, Téléphone, N° client
French: Prénom, Nom de famille, Raison sociale, Intitulé du poste, Secteur, Nom du pays, Adresse e-mail, Téléphone portable, Code client
Spanish: Nombre, Apellidos, Empresa, Cargo, Sector, País, Correo electrónico, Teléfono, ID cliente
Spanish: Nombre de pila, Primer apellido, Razón social, Puesto de trabajo, Industria, Código país, Correo, Móvil, Número de cliente
Italian: Nome, Cognome, Azienda, Ruolo, Settore, Paese, Posta elettronica, Telefono, Codice cliente
Italian: Nome, Cognome, Ragione sociale, Mansione, Settore di attività, Nazione, Indirizzo e-mail, Cellulare, ID cliente
Portuguese: Nome, Sobrenome, Empresa, Cargo, Setor, País, Endereço de e-mail, Telefone, Código do cliente
Portuguese: Primeiro nome, Apelido, Nome da empresa, Função, Ramo de atividade, País, Correio eletrónico, Telemóvel, Número do cliente
Dutch: Voornaam, Achternaam, Bedrijf, Functie, Branche, Land, E-mailadres, Telefoonnummer, Klantnummer
Dutch: Roepnaam, Familienaam, Organisatie, Beroep, Bedrijfstak, Landcode, Mailadres, GSM, Relatienummer
Polish: Imię, Nazwisko, Firma, Stanowisko, Branża, Kraj, Adres e-mail, Telefon, Nr klienta
Polish: Imię, Nazwisko, Nazwa firmy, Zawód, Sektor, Kod kraju, Poczta elektroniczna, Telefon komórkowy, ID klienta
Czech: Jméno, Příjmení, Společnost, Pozice, Odvětví, Země, E-mail, Telefonní číslo, Číslo zákazníka
Czech: Křestní jméno, Příjmení, Název firmy, Funkce, Obor, Kód země, Elektronická pošta, Mobil, ID zákazníka
Swedish: Förnamn, Efternamn, Företag, Befattning, Bransch, Land, E-post, Telefon, Kundnummer
Swedish: Tilltalsnamn, Efternamn, Företagsnamn, Titel, Näringsgren, Landskod, E-postadress, Mobilnummer, Kundnr
Danish: Fornavn, Efternavn, Virksomhed, Stilling, Branche, Land, E-mail, Telefon, Kundenummer
Danish: Fornavn, Efternavn, Firmanavn, Stillingsbetegnelse, Sektor, Landekode, Mailadresse, Tlf., Kunde-ID
Norwegian: Fornavn, Etternavn, Bedrift, Stilling, Bransje, Land, E-post, Telefon, Kundenr
Norwegian: Fornavn, Etternavn, Selskap, Stillingstittel, Bransje, Landkode, E-postadresse, Tlf, Kundenummer
Finnish: Etunimi, Sukunimi, Yritys, Tehtävänimike, Toimiala, Maa, Sähköposti, Puhelin, Asiakasnumero
Finnish: Etunimi, Sukunimi, Yrityksen nimi, Titteli, Toimiala, Maa, Sähköpostiosoite, Matkapuhelin, Asiakastunnus
Hungarian: Keresztnév, Vezetéknév, Cég, Beosztás, Iparág, Ország, E-mail cím, Telefonszám, Ügyfélszám
Hungarian: Utónév, Családnév, Cégnév, Munkakör, Ágazat, Ország, E-mail, Mobilszám, Ügyfélazonosító
Romanian: Prenume, Nume, Companie, Funcție, Industrie, Țară, Adresă de e-mail, Număr de telefon, Cod client
Romanian: Prenume, Nume de familie, Nume firmă, Poziție, Domeniu de activitate, Țara, E-mail, Telefon mobil, Număr client
Turkish: Ad, Soyad, Şirket, Unvan, Sektör, Ülke, E-posta, Telefon, Müşteri No
Turkish: ADI, SOYADI, Şirket Adı, Görev, Endüstri, ÜLKE, E-posta Adresi, Cep Telefonu, Müşteri Numarası
Greek: Όνομα, Επώνυμο, Εταιρεία, Θέση, Κλάδος, Χώρα, Ηλεκτρονικό ταχυδρομείο, Τηλέφωνο, Κωδικός πελάτη
Greek: ΟΝΟΜΑ, ΕΠΙΘΕΤΟ, ΕΠΩΝΥΜΙΑ ΕΤΑΙΡΕΙΑΣ, ΕΠΑΓΓΕΛΜΑ, ΤΟΜΕΑΣ, ΧΩΡΑ, ΔΙΕΥΘΥΝΣΗ EMAIL, ΚΙΝΗΤΟ, ΑΡΙΘΜΟΣ ΠΕΛΑΤΗ
Ukrainian: Ім'я, Прізвище, Компанія, Посада, Галузь, Країна, Електронна пошта, Телефон, Код клієнта
Ukrainian: Ім’я, ПРІЗВИЩЕ, Назва компанії, Професія, Сфера діяльності, Країна, E-mail, Мобільний телефон, Номер клієнта
Russian: Имя, Фамилия, Компания, Должность, Отрасль, Страна, Электронная почта, Телефон, Код клиента
Russian: ИМЯ, ФАМИЛИЯ, Наименование организации, Профессия, Сфера деятельности, Страна, Емейл, Мобильный телефон, Номер клиента
`
const rows = (text: string): [string, string[]][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [language = '', headers = ''] = line.split(': ')
      return [language, headers.split(', ')]
    })

function facts(header: string, index: number, target = 'text'): ColumnFacts {
  return {
    index,
    header,
    kind: target === '_alias_email' ? 'email' : target === '_alias_phone' ? 'phone' : 'text',
    samples: ['a', 'b'],
    rows: 9,
    filled: 9,
    distinct: 9,
    emails: target === '_alias_email' ? 9 : 0,
    phones: target === '_alias_phone' ? 9 : 0,
  }
}

function suggested(columns: ColumnFacts[]): string[] {
  return suggestMapping(columns, []).map(({ target }) => {
    if (target.to === 'profile') return target.field
    return target.to === 'alias' ? `_alias_${target.kind}` : target.to
  })
}

test.each(rows(languages))('%s headers are known: %j', (_, headers) => {
  const columns = headers.map((header, index) => facts(header, index, targets[index]))
  expect(suggested(columns)).toEqual(targets)
  const [best] = suggestIdentifiers(columns)
  expect(best).toMatchObject({ column: 6, kind: 'email' })
})

test.each(
  rows(`
English: Full Name, Name
German: Name, Vor- und Nachname, Vollständiger Name, Ansprechpartner
French: Nom complet, Prénom et nom, Nom Prénom
Spanish: Nombre completo, Nombre y apellidos
Italian: Nominativo, Nome e cognome
Portuguese: Nome completo
Dutch: Naam, Volledige naam, Contactpersoon
Polish: Imię i nazwisko
Czech: Jméno a příjmení, Celé jméno
Swedish: Namn, För- och efternamn
Danish: Navn, Fulde navn
Norwegian: Navn, Fullt navn
Finnish: Nimi, Koko nimi
Hungarian: Név, Teljes név
Romanian: Nume complet, Nume și prenume
Turkish: Ad Soyad, Adı Soyadı, ADI SOYADI
Greek: Ονοματεπώνυμο
Ukrainian: ПІБ, Повне ім'я
Russian: ФИО, Полное имя
`),
)('%s headers of whole names are known: %j', (_, headers) => {
  for (const header of headers) expect(suggested([facts(header, 0)]), header).toEqual(['first_name'])
})

test.each([
  'Ad', 'Ad name', 'Land area', 'Stat', 'Roll No', 'CEP', 'Company size', 'Notes', 'Kommentar', 'Straße', 'PLZ', 'Ort', 'Ville',
  'Adresse', 'Ciudad', 'Fecha', 'Datum', 'Статус', 'Город', 'Πόλη', 'Şehir', 'Miasto', 'Geburtstag', 'Anrede', 'Status',
])('%j is no lead field', (header) => {
  expect(suggested([facts(header, 0)])).toEqual(['skip'])
}) // prettier-ignore

test('forms of address in several words are no job titles', () => {
  const column = { ...facts('Titel', 0), samples: ['Dr.', 'Prof. Dr.', 'Dipl.-Ing.'] }
  expect(suggested([column])).toEqual(['skip'])
})
