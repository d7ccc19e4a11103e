/** The five kinds of identifier as one table: label, alias field, header hints, how values are recognised, normalised and checked. */
import { hasUnstorable, trimCell } from './cellText.ts'
import { looksLikeEmail, normalizeEmail } from './email.ts'
import { identifierKinds, type IdentifierKind } from './identifierKind.ts'
import { IDENTIFIER_CHARS } from './limits.ts'
import { looksLikePhone, normalizePhone } from './phone.ts'
import { isPlaceholder } from './placeholder.ts'
import type { RowIssueCode } from './rowError.ts'
import { looksLikeSocial, normalizeSocial } from './social.ts'

/** Outcome of normalising one cell. `value` is canonical: normalising it again gives itself. */
export type NormalizedIdentifier =
  { ok: true; value: string; warning?: RowIssueCode } | { ok: false; code: RowIssueCode } | { ok: 'empty' }

export interface Identifier {
  /** The manual's words. */
  label: string
  description: string
  /** What a script writes for an additional identifier of this kind. */
  aliasField: `_alias_${IdentifierKind}`
  /** Headers that name this kind, as keys of `wordKey`. The first are the surest. */
  headerHints: readonly string[]
  /** A cheap look at a cell, for guessing what a column holds. */
  looksLike(value: string): boolean
  /** `country` (ISO 3166-1 alpha-2) matters for national phone numbers only. */
  normalize(raw: string, country?: string): NormalizedIdentifier
}

export const identifiers: Record<IdentifierKind, Identifier> = {
  email: {
    label: 'Email',
    description: 'Email address (most common)',
    aliasField: '_alias_email',
    headerHints: [
      'email', 'emailaddress', 'mail', 'mailaddress', 'emailid', 'workemail', 'businessemail', 'contactemail', 'primaryemail',
      'emailadresse', 'mailadresse', 'epost', 'epostadresse', 'eposta', 'courriel', 'adresseemail', 'adressemail', 'adresemail',
      'correo', 'correoelectronico', 'indirizzoemail', 'enderecodeemail', 'emailadres', 'sahkoposti', 'email1', 'email1value',
      'epostadress', 'emailcim', 'adresadeemail', 'adresaemail', 'emaildelclient', 'adresseelectronique', 'adressedecourriel',
      'direccioneemail', 'direcciondecorreo', 'direcciondecorreoelectronico', 'correoe', 'postaelettronica',
      'indirizzodipostaelettronica', 'correioeletronico', 'correioeletronicoemail', 'pocztaelektroniczna',
      'adrespocztyelektronicznej', 'elektronickaposta', 'emailovaadresa', 'sahkopostiosoite', 'epostaadresi', 'mailadresi',
      'elektronikposta', 'mejl', 'mejladress', 'mailadres', 'ηλεκτρονικοταχυδρομειο', 'ηλεκτρονικηδιευθυνση',
      'διευθυνσηηλεκτρονικουταχυδρομειου', 'διευθυνσηemail', 'электроннаяпочта', 'адресэлектронноипочты', 'почта', 'имеил',
      'емеил', 'эпочта', 'електроннапошта', 'адресаелектронноіпошти', 'епошта',
    ], // prettier-ignore
    looksLike: looksLikeEmail,
    normalize: (raw) => outcome(raw, normalizeEmail(raw), 'invalid_email'),
  },
  phone: {
    label: 'Phone',
    description: 'Phone number',
    aliasField: '_alias_phone',
    headerHints: [
      'phone', 'phonenumber', 'telephone', 'telephonenumber', 'tel', 'mobile', 'mobilephone', 'mobilenumber', 'cell', 'cellphone',
      'workphone', 'businessphone', 'homephone', 'phoneno', 'phone1', 'phone1value', 'telefon', 'telefonnummer', 'mobil', 'handy',
      'mobiltelefon', 'handynummer', 'rufnummer', 'portable', 'numerodetelephone', 'telefono', 'movil', 'celular', 'cellulare',
      'telefone', 'telemovel', 'telefoon', 'telefoonnummer', 'mobiel', 'puhelin', 'telefonszam', 'whatsapp', 'tlf', 'telefonnr',
      'mobilnummer', 'mobilnr', 'mobiltelefonnummer', 'telephoneportable', 'telephonemobile', 'numerodeportable',
      'numerodetelefono', 'telefonomovil', 'numerodemovil', 'telefonocelular', 'numeroditelefono', 'telefonocellulare',
      'numerodetelefone', 'numerodocelular', 'mobielnummer', 'gsm', 'gsmnummer', 'numertelefonu', 'nrtelefonu',
      'telefonkomorkowy', 'komorka', 'telefonnicislo', 'mobilnitelefon', 'puhelinnumero', 'matkapuhelin', 'mobilszam',
      'numardetelefon', 'telefonmobil', 'telefonnumarası', 'telefonnumarasi', 'telefonno', 'ceptelefonu', 'ceptel', 'τηλεφωνο',
      'κινητο', 'κινητοτηλεφωνο', 'αριθμοςτηλεφωνου', 'телефон', 'номертелефона', 'мобильныителефон', 'мобильныи', 'сотовыи',
      'мобільниителефон', 'мобільнии', 'номертелефону',
    ], // prettier-ignore
    looksLike: looksLikePhone,
    normalize: (raw, country) => (isJunk(raw) ? blocked : normalizePhone(raw, country)),
  },
  cookie: {
    label: 'Cookie ID',
    description: 'Browser cookie identifier',
    aliasField: '_alias_cookie',
    headerHints: [
      'cookieid', 'cookie', 'clientid', 'visitorid', 'browserid', 'anonymousid', 'gaclientid', 'deviceid', 'idcookie',
      'cookiekennung', 'identifiantcookie',
    ], // prettier-ignore
    looksLike: (value) => /^(?:GA1\.\d\.)?\d{6,}\.\d{9,}$|^[0-9a-f]{32}$/i.test(trimCell(value)),
    normalize: (raw) => outcome(raw, opaque(raw), 'invalid_cookie'),
  },
  external_id: {
    label: 'External ID',
    description: "Your system's unique identifier",
    aliasField: '_alias_external_id',
    headerHints: [
      'externalid', 'id', 'customerid', 'customernumber', 'customerno', 'contactid', 'leadid', 'userid', 'recordid', 'crmid',
      'accountid', 'memberid', 'personid', 'clientnumber', 'uuid', 'guid', 'kundennummer', 'kundennr', 'kundenid', 'numeroclient',
      'idclient', 'idcliente', 'numerocliente', 'codicecliente', 'klantnummer', 'klantid', 'kundnr', 'asiakasnumero', 'externeid',
      'externeidentifiant', 'identifiantexterne', 'identifiant', 'numerodeclient', 'codeclient', 'referenceclient', 'idexterno',
      'numerodecliente', 'codigocliente', 'codigodecliente', 'codigodocliente', 'numerodocliente', 'iddocliente', 'idesterno',
      'numerodicliente', 'codiceclienti', 'klantcode', 'relatienummer', 'idklienta', 'numerklienta', 'nrklienta', 'idzakaznika',
      'cislozakaznika', 'zakaznickecislo', 'kundnummer', 'kundid', 'kundenummer', 'kundeid', 'kundenr', 'asiakastunnus',
      'asiakasid', 'ugyfelszam', 'ugyfelazonosito', 'numarclient', 'codclient', 'musterino', 'musteriid', 'musterinumarası',
      'musterinumarasi', 'musterikodu', 'κωδικοςπελατη', 'αριθμοςπελατη', 'кодклиента', 'номерклиента', 'idклиента', 'кодклієнта',
      'номерклієнта', 'idклієнта', 'nclient', 'noclient', 'nocliente', 'ncliente',
    ], // prettier-ignore
    looksLike: (value) => /^(?=[^\s@]*\d)[\w.:#/-]{1,64}$/.test(trimCell(value)),
    normalize: (raw) => outcome(raw, opaque(raw), 'invalid_external_id'),
  },
  social: {
    label: 'Social',
    description: 'Social media handle',
    aliasField: '_alias_social',
    headerHints: [
      'social', 'socialhandle', 'socialmedia', 'socialprofile', 'linkedin', 'linkedinprofile', 'linkedinurl',
      'linkedinprofileurl', 'twitter', 'twitterhandle', 'instagram', 'instagramhandle', 'facebook', 'facebookprofile', 'xing',
      'xingprofil', 'tiktok', 'github', 'mastodon', 'bluesky', 'threads', 'personlinkedinurl', 'profilelinkedin',
      'linkedinprofil', 'sozialemedien', 'reseauxsociaux', 'redessociales', 'redessociais', 'socialemedia',
      'mediaspolecznosciowe', 'socialnisite', 'socialamedier', 'sosialemedier', 'sosyalmedya', 'κοινωνικαδικτυα', 'соцсети',
      'социальныесети', 'соцмережі', 'соціальнімережі',
    ], // prettier-ignore
    looksLike: looksLikeSocial,
    normalize: (raw) => outcome(raw, normalizeSocial(raw), 'invalid_social'),
  },
}

const empty: NormalizedIdentifier = { ok: 'empty' }
const blocked: NormalizedIdentifier = { ok: false, code: 'blocked_identifier' }

/** `value`: canonical, '' where the cell is blank, null where it is not valid. */
function outcome(raw: string, value: string | null, invalid: RowIssueCode): NormalizedIdentifier {
  if (value === '') return empty
  if (isJunk(raw) || (value !== null && isPlaceholder(value))) return blocked
  return value === null ? { ok: false, code: invalid } : { ok: true, value }
}

function isJunk(raw: string): boolean {
  return isPlaceholder(trimCell(raw))
}

/** Cookie and external ids mean nothing to us: trimmed, case kept. */
function opaque(raw: string): string | null {
  const text = trimCell(raw)
  return text.length <= IDENTIFIER_CHARS ? text : null
}

/** The number of a kind in the database: its place in `identifierKinds`, from 1. */
export function kindCode(kind: IdentifierKind): number {
  return identifierKinds.indexOf(kind) + 1
}

const e164 = /^\+[1-9]\d{5,14}$/

/**
 * Whether `value` is what `normalize` could have made: the server's cheap check of what a browser sends. Phones are
 * checked for the shape of E.164 only; a country's own rules were the browser's to check.
 */
export function isCanonical(kind: IdentifierKind, value: string): boolean {
  if (kind === 'phone') return e164.test(value)
  if (hasUnstorable(value)) return false
  const again = identifiers[kind].normalize(value)
  return again.ok === true && again.value === value
}
