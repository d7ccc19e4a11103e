/** Profile fields: six standard ones and the rules for custom ones. Values are verbatim strings. */
import { hasUnstorable, trimCell } from './cellText.ts'
import { FULL_NAME } from './job.ts'
import { FIELD_NAME_CHARS } from './limits.ts'

export const standardFieldNames = [
  'first_name',
  'last_name',
  'company',
  'title',
  'industry',
  'country',
] as const
export type StandardFieldName = (typeof standardFieldNames)[number]

export interface StandardField {
  label: string
  /** Headers that name the field, as keys of `wordKey`. */
  headerHints: readonly string[]
}

export const standardFields: Record<StandardFieldName, StandardField> = {
  first_name: {
    label: 'First name',
    headerHints: [
      'firstname', 'first', 'fname', 'givenname', 'forename', 'vorname', 'prenom', 'nombre', 'nome', 'voornaam', 'imie',
      'fornamn', 'fornavn', 'etunimi', 'jmeno', 'keresztnev', 'nombredepila', 'primeironome', 'rufname', 'prenomusuel',
      'primernombre', 'roepnaam', 'krestnijmeno', 'kresnijmeno', 'tilltalsnamn', 'utonev', 'prenume', 'adı', 'adi', 'isim',
      'ilkad', 'ονομα', 'имя', 'імя',
    ], // prettier-ignore
  },
  last_name: {
    label: 'Last name',
    headerHints: [
      'lastname', 'last', 'lname', 'surname', 'familyname', 'secondname', 'nachname', 'familienname', 'zuname', 'nomdefamille',
      'nom', 'apellido', 'apellidos', 'cognome', 'sobrenome', 'apelido', 'achternaam', 'nazwisko', 'efternamn', 'efternavn',
      'etternavn', 'sukunimi', 'prijmeni', 'vezeteknev', 'primerapellido', 'ultimonome', 'familienaam', 'csaladnev', 'nume',
      'numedefamilie', 'soyad', 'soyadı', 'soyadi', 'soyisim', 'επωνυμο', 'επιθετο', 'фамилия', 'прізвище',
    ], // prettier-ignore
  },
  company: {
    label: 'Company',
    headerHints: [
      'company', 'companyname', 'organization', 'organisation', 'organizationname', 'organization1name', 'org', 'employer',
      'business', 'businessname', 'account', 'accountname', 'firm', 'firma', 'firmenname', 'unternehmen', 'societe', 'entreprise',
      'empresa', 'compania', 'azienda', 'societa', 'bedrijf', 'bedrijfsnaam', 'foretag', 'virksomhed', 'bedrift', 'yritys',
      'spolecnost', 'ceg', 'organisationsname', 'nomdelentreprise', 'nomentreprise', 'nomdelasociete', 'nomsociete',
      'raisonsociale', 'nombredelaempresa', 'nombreempresa', 'razonsocial', 'nomeazienda', 'ragionesociale', 'nomedaempresa',
      'nomeempresa', 'razaosocial', 'organisatie', 'organisatienaam', 'nazwafirmy', 'przedsiebiorstwo', 'nazevfirmy',
      'nazevspolecnosti', 'foretagsnamn', 'virksomhedsnavn', 'firmanavn', 'bedriftsnavn', 'selskap', 'yrityksennimi', 'cegnev',
      'companie', 'numecompanie', 'numefirma', 'societate', 'sirket', 'sirketadı', 'sirketadi', 'firmaadı', 'firmaadi', 'kurum',
      'εταιρεια', 'επιχειρηση', 'επωνυμια', 'επωνυμιαεταιρειας', 'ονομαεταιρειας', 'компания', 'организация', 'предприятие',
      'фирма', 'названиекомпании', 'наименованиеорганизации', 'компанія', 'організація', 'підприємство', 'назвакомпаніі',
    ], // prettier-ignore
  },
  title: {
    label: 'Title',
    headerHints: [
      'title', 'jobtitle', 'job', 'position', 'role', 'jobrole', 'jobposition', 'occupation', 'organization1title',
      'berufsbezeichnung', 'stellenbezeichnung', 'funktion', 'beruf', 'fonction', 'poste', 'cargo', 'puesto', 'ruolo',
      'qualifica', 'functie', 'functietitel', 'stanowisko', 'befattning', 'stilling', 'tehtavanimike', 'pozice', 'beosztas',
      'positionstitel', 'jobbezeichnung', 'titel', 'jobtitel', 'intituleduposte', 'titreduposte', 'profession', 'puestodetrabajo',
      'profesion', 'posizione', 'mansione', 'posizionelavorativa', 'funcao', 'profissao', 'beroep', 'funkcja', 'zawod',
      'pracovnipozice', 'funkce', 'yrkestitel', 'stillingsbetegnelse', 'stillingstittel', 'tittel', 'yrke', 'ammatti', 'nimike',
      'titteli', 'asema', 'munkakor', 'pozicio', 'foglalkozas', 'pozitie', 'pozitia', 'unvan', 'pozisyon', 'gorev', 'meslek',
      'θεση', 'θεσηεργασιας', 'επαγγελμα', 'должность', 'позиция', 'профессия', 'посада', 'професія',
    ], // prettier-ignore
  },
  industry: {
    label: 'Industry',
    headerHints: [
      'industry', 'sector', 'industrysector', 'businesssector', 'branche', 'industrie', 'secteur', 'secteurdactivite',
      'industria', 'settore', 'setor', 'bransch', 'branza', 'toimiala', 'odvetvi', 'iparag', 'vertical', 'wirtschaftszweig',
      'industriezweig', 'sektor', 'brancheactivite', 'sectordeactividad', 'settoredattivita', 'ramo', 'ramodeatividade',
      'setordeatividade', 'bedrijfstak', 'sektorbranzowy', 'obor', 'bransje', 'naringsgren', 'agazat', 'domeniudeactivitate',
      'endustri', 'κλαδος', 'τομεας', 'τομεαςδραστηριοτητας', 'отрасль', 'индустрия', 'сферадеятельности', 'галузь',
      'сферадіяльності', 'settorediattivita',
    ], // prettier-ignore
  },
  country: {
    label: 'Country',
    headerHints: [
      'country', 'countrycode', 'countryname', 'countryregion', 'nation', 'land', 'staat', 'landercode', 'landerkurzel', 'pays',
      'pais', 'paese', 'nazione', 'kraj', 'maa', 'zeme', 'orszag', 'homecountry', 'businesscountry', 'mailingcountry',
      'billingcountry', 'address1country', 'homecountryregion', 'businesscountryregion', 'landesname', 'landcode', 'landkod',
      'landskod', 'landkode', 'nomdupays', 'codepays', 'codepaysiso', 'nombredelpais', 'codigopais', 'codigodepais',
      'codicepaese', 'codigodopais', 'kodkraju', 'kodzeme', 'tara', 'ulke', 'χωρα', 'страна', 'краіна', 'landekode', 'landekod',
    ], // prettier-ignore
  },
}

/** Whether a name is a standard field, in any case. */
export function isStandardField(name: string): boolean {
  return (standardFieldNames as readonly string[]).includes(name.toLowerCase())
}

/** The name under which a field's values are stored: standard fields may be written in any case. */
export function storedFieldName(name: string): string {
  return isStandardField(name) ? name.toLowerCase() : name
}

/** The value of a field, if any: one may be called `constructor`, which every object seems to have. */
export function valueIn<Value>(
  values: Readonly<Record<string, Value>> | null,
  field: string,
): Value | undefined {
  return values && Object.hasOwn(values, field) ? values[field] : undefined
}

/** A field that an org unit defined: its values are stored under `name` for good, people and scripts may say `label`. */
export interface CustomField {
  name: string
  label: string
  /** Since when nothing new is mapped to it. */
  archived_at: string | null
}

/** Names and labels that have the same key are the same to people. */
export function fieldKey(words: string): string {
  return words.normalize('NFC').toLowerCase()
}

/** The field that is called so: by its name as it stands, else by its name, else by its label in any case. */
export function fieldCalled<Field extends Pick<CustomField, 'name' | 'label'>>(
  words: string,
  fields: readonly Field[],
): Field | undefined {
  const key = fieldKey(words)
  return (
    fields.find(({ name }) => name === words) ??
    fields.find(({ name }) => fieldKey(name) === key) ??
    fields.find(({ label }) => fieldKey(label) === key)
  )
}

/** Those that something new may be mapped to. */
export function unarchived<Field extends Pick<CustomField, 'archived_at'>>(
  fields: readonly Field[],
): Field[] {
  return fields.filter(({ archived_at }) => archived_at === null)
}

/** Why `name` cannot be the name of a custom field at all, or null. */
export function customFieldProblem(name: string): string | null {
  const lower = name.toLowerCase()
  if (name === '') return 'A profile field needs a name.'
  if (name !== trimCell(name)) return `“${name}” begins or ends with white space. Take it off.`
  if (name.length > FIELD_NAME_CHARS) {
    return `The name has ${name.length} characters. Use at most ${FIELD_NAME_CHARS}.`
  }
  if (hasUnstorable(name) || /[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(name)) {
    return 'The name has a line break, tab or control character in it. Take it out.'
  }
  if (lower.startsWith('_alias_'))
    return `“${name}” begins with _alias_, which means additional identifiers. Choose another name.`
  if (lower === FULL_NAME) return `“${name}” means whole names that are split. Choose another name.`
  // a key of that name would set an object's prototype instead of a value
  if (lower.startsWith('__') || lower.startsWith('_import_'))
    return `“${name}” is reserved. Choose another name.`
  return isStandardField(name) ? standardWords(name) : null
}

/** Why `name` cannot become the name or the label of a custom field, or null. `others`: the org unit's other ones. */
export function newFieldProblem(name: string, others: readonly CustomField[]): string | null {
  const key = fieldKey(name)
  // an address cannot end like that
  if (name === '.' || name === '..') return `“${name}” is reserved. Choose another name.`
  if (Object.values(standardFields).some(({ label }) => fieldKey(label) === key)) return standardWords(name)
  const twin = fieldCalled(name, others)
  return customFieldProblem(name) ?? (twin ? takenWords(twin) : null)
}

function standardWords(name: string): string {
  return `“${name}” is a standard field. Map the column to it, or choose another name.`
}

/** What is said to somebody who wants the name of this field for another one. */
export function takenWords({ label, archived_at }: CustomField): string {
  return archived_at === null
    ? `The profile field “${label}” exists (upper and lower case count as the same). Map to that one, or choose another name.`
    : `The profile field “${label}” exists and is archived. Restore it, or choose another name.`
}

/** A name for a new custom field made from a column's header; '' where nothing is left of it. */
export function fieldNameFromHeader(header: string): string {
  const name = trimCell(
    header
      .replace(/[\ud800-\udfff]/gu, '')
      .replace(/[\s\0-\x1f\x7f-\x9f]+/g, ' ')
      .slice(0, 4 * FIELD_NAME_CHARS),
  )
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+/, '')
  return [...name]
    .slice(0, FIELD_NAME_CHARS / 2)
    .join('')
    .replace(/_+$/, '')
}
