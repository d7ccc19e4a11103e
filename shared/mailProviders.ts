/**
 * The well-known mail providers, and whether a domain is one of theirs with a slip in it. A table of our own:
 * @zootools/email-spell-checker 1.12.0, the kept fork of mailcheck, takes sap.com for sky.com, ibm.com for aim.com and
 * libero.it for live.it, and costs microseconds per address.
 */

/** Names that mean nothing else, with the endings they have, the commonest first: one letter wrong, and still they are meant. */
const distinctive: Record<string, string> = {
  gmail: 'com',
  googlemail: 'com',
  hotmail:
    'com co.uk fr de it es be nl ch at ca se no dk fi pt gr hu cz sk rs lv lt ee cl jp my ph sg ' +
    'com.ar com.au com.br com.hk com.mx com.tr com.tw com.vn co.id co.il co.in co.jp co.kr co.nz co.th co.za',
  outlook:
    'com de fr es it at be cl cz dk hu ie in jp kr lv my ph pt sa sg sk com.ar com.au com.br com.gr com.tr com.vn co.id co.il co.th co.nz',
  yahoo:
    'com co.uk de fr es it ca at be bg ch cn cz dk ee fi gr hr hu ie in lt lv nl no pl pt ro rs ru se si sk co.id co.il co.in co.jp co.kr ' +
    'co.nz co.th co.za com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ua com.ve com.vn cl ne.jp',
  icloud: 'com',
  protonmail: 'com ch',
  fastmail: 'com fm',
  hushmail: 'com me',
  rocketmail: 'com',
  rediffmail: 'com',
  yandex: 'ru com by kz ua uz com.tr',
  't-online': 'de',
  freenet: 'de',
  wanadoo: 'fr es nl be co.uk',
  laposte: 'net',
  comcast: 'net com',
  sbcglobal: 'net',
  bellsouth: 'net com',
  earthlink: 'net',
  verizon: 'net com',
  btinternet: 'com',
  virginmedia: 'com co.uk',
  blueyonder: 'co.uk',
  ntlworld: 'com',
  bigpond: 'com net.au com.au',
  optusnet: 'com.au',
  tiscali: 'it co.uk fr cz be',
  virgilio: 'it',
  bluewin: 'ch com',
  hispeed: 'ch',
  telenet: 'be',
  seznam: 'cz',
  hanmail: 'net',
  freemail: 'hu com gr',
  citromail: 'hu',
  otenet: 'gr',
}

/** Names that are words or short, and have neighbours of their own: only their endings and swapped or doubled letters tell. */
const ordinary: Record<string, string> = {
  gmx: 'de net at ch com fr es co.uk us li info org eu biz',
  web: 'de',
  aol: 'com de fr it es co.uk com.br com.mx com.au at be nl se',
  msn: 'com',
  live: 'com de fr nl it be ca ch at co.uk com.au com.ar com.mx com.pt cl dk no se ie in jp ru fi co.za com.my com.ph com.sg cn hk',
  me: 'com',
  mac: 'com',
  ymail: 'com',
  mail: 'com ru de ua bg',
  orange: 'fr es pl be net com co.uk ro sk',
  free: 'fr',
  sfr: 'fr',
  neuf: 'fr',
  libero: 'it',
  alice: 'it',
  proton: 'me',
  planet: 'nl',
  ziggo: 'nl',
  home: 'nl se',
  skynet: 'be',
  centrum: 'cz sk',
  interia: 'pl eu com',
  onet: 'pl eu com',
  wp: 'pl',
  inbox: 'com lv ru',
  rambler: 'ru',
  naver: 'com',
  terra: 'com com.br es cl',
  uol: 'com.br',
  sapo: 'pt',
  cox: 'net',
  att: 'net com',
  charter: 'net com',
}

/** Neighbours of the distinctive names that others have. */
const others = new Set([
  'mail', 'cloud', 'gail', 'grail', 'earthling', 'telnet', 'outlooks', 'hitmail', 'hotmall', 'comcash', 'laporte', 'bluefin', 'bluewind',
  'bluewing', 'bluewine', 'freemall',
]) // prettier-ignore
/** Endings that a slip makes of others, and that countries have. */
const twins = new Set(['se', 'es', 'ni', 'in', 'nc', 'cn', 'lc', 'cl', 'au', 'ua', 'co', 'cm', 'om', 'ne'])
/** Gmail has one domain in the whole world; people write their country all the same. */
const notGmail = new Set(['de', 'fr', 'it', 'es', 'nl', 'co.uk', 'com.br', 'com.au', 'com.mx', 'co.in'])

const endings = new Map<string, string[]>()
const known = new Set<string>()
/** Distinctive and longer ordinary names by the letters that a slip of them may begin with. */
const byFirst = new Map<string, string[]>()
const glued = new Map<string, string>()

for (const [name, list] of Object.entries({ ...distinctive, ...ordinary })) {
  endings.set(name, list.split(' '))
  for (const ending of list.split(' ')) {
    known.add(`${name}.${ending}`)
    if (name in distinctive) glued.set((name + ending).replaceAll('.', ''), `${name}.${ending}`)
  }
  if (name.length < 5) continue
  for (const first of new Set(name.slice(0, 2))) byFirst.set(first, [...(byFirst.get(first) ?? []), name])
}

type Slip = 'dropped' | 'doubled' | 'swapped' | 'other'

/** What one slip of the hand makes `wrong` of `right` (Damerau and Levenshtein's distance 1); null where it takes more. */
function slipOf(wrong: string, right: string): Slip | null {
  const more = wrong.length - right.length
  if (more < -1 || more > 1 || wrong === right) return null
  let at = 0
  while (at < wrong.length && wrong.charCodeAt(at) === right.charCodeAt(at)) at++
  if (more === -1) return wrong.slice(at) === right.slice(at + 1) ? 'dropped' : null
  if (more === 1) {
    if (wrong.slice(at + 1) !== right.slice(at)) return null
    return at > 0 && wrong.charAt(at) === right.charAt(at - 1) ? 'doubled' : 'other'
  }
  if (wrong.slice(at + 1) === right.slice(at + 1)) return 'other'
  const swapped = wrong.charAt(at + 1) + wrong.charAt(at) + wrong.slice(at + 2)
  return swapped === right.slice(at) ? 'swapped' : null
}

/** A first letter is seldom wrong, and another one makes another name: ymail, fmail. */
function isNameSlip(wrong: string, name: string): boolean {
  const slip = slipOf(wrong, name)
  if (slip === null || others.has(wrong)) return false
  // gmai1 and h0tmail look alike; with other digits it is another name: hanmail2, proto2mail
  if (/[2-9]/.test(wrong) || (/[01]/.test(wrong) && wrong.length !== name.length)) return false
  if (slip === 'swapped' || slip === 'doubled') return true
  return name in distinctive && (slip === 'dropped' || wrong.charAt(0) === name.charAt(0))
}

function isEndingSlip(wrong: string, ending: string): boolean {
  const slip = slipOf(wrong, ending)
  if (slip === 'other') return ending === 'com' || ending === 'net'
  return slip !== null && !twins.has(wrong)
}

/** The ending that is meant: the first one that is near. */
function meantEnding(name: string, wrong: string): string | null {
  const own = endings.get(name) ?? []
  if (own.includes(wrong)) return wrong
  if (name === 'gmail' && notGmail.has(wrong)) return 'com'
  // gmail.co and yahoo.cm are caught by nobody but swindlers; msn.co and mail.co may be anybody's
  if (own[0] === 'com' && name in distinctive && slipOf(wrong, 'com') !== null) return 'com'
  return own.find((ending) => isEndingSlip(wrong, ending)) ?? null
}

/** The provider's domain that was probably meant by `domain` (lower case), or null: also for what is a known domain itself. */
export function meantDomain(domain: string): string | null {
  if (known.has(domain)) return null
  const dot = domain.indexOf('.')
  if (dot === -1) return bareDomain(domain)
  const written = domain.slice(0, dot)
  const name = endings.has(written)
    ? written
    : byFirst.get(written.charAt(0))?.find((own) => isNameSlip(written, own))
  if (name === undefined) return null
  const ending = meantEnding(name, domain.slice(dot + 1))
  return ending === null ? null : `${name}.${ending}`
}

/** `gmailcom` and `gmail`; other hosts without a dot are inside a company. */
function bareDomain(domain: string): string | null {
  return glued.get(domain) ?? (domain in distinctive && known.has(`${domain}.com`) ? `${domain}.com` : null)
}

/** Whether `domain` (lower case) is a well-known provider's. */
export function isProvider(domain: string): boolean {
  return known.has(domain)
}

/** The known domain that `text` (lower case) ends in; glued to what is before it only where its name is distinctive. */
export function endsInDomain(text: string): string | null {
  let dot = text.lastIndexOf('.')
  for (; dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const before = text.slice(0, dot)
    const ending = text.slice(dot + 1)
    for (const [name, own] of endings) {
      if (!before.endsWith(name) || !own.includes(ending)) continue
      const sign = before.charAt(before.length - name.length - 1)
      if (sign === '') continue
      // acme.com ends in me.com, and my-web.de is a domain
      if (/[^\p{L}\p{N}_-]/u.test(sign) || name in distinctive) return `${name}.${ending}`
    }
  }
  return null
}
