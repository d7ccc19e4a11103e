/** Made-up people, the same at every run. Domains and phone numbers are ones that nobody can have. */

export interface Person {
  firstName: string
  lastName: string
  email: string
  company: string
  title: string
  industry: string
  country: string
  /** '' for some. */
  phone: string
  customerNo: string
}

interface Place {
  country: string
  firstNames: readonly string[]
  lastNames: readonly string[]
  /** `n` of 0 to 999, in a range that is kept free for films and examples. */
  phone: ((n: string) => string) | null
}

const words = (text: string): string[] => text.split(' ')

const places: readonly Place[] = [
  {
    country: 'Germany',
    firstNames: words('Anna Lukas Marie Jonas Sophie Felix Lena Paul Katharina Jürgen Björn Ute'),
    lastNames: words('Müller Schmidt Fischer Weber Wagner Becker Schäfer Koch Bauer Richter Wolf Groß'),
    phone: (n) => `030 23125 ${n}`,
  },
  {
    country: 'United Kingdom',
    firstNames: words('Olivia Harry Amelia George Isla Jack Poppy Oscar Grace Aisha Callum Zara'),
    lastNames: words('Smith Patel Jones Hughes Taylor Khan Evans Walker Wright Green Hall Clarke'),
    phone: (n) => `+44 20 7946 0${n}`,
  },
  {
    country: 'France',
    firstNames: words('Camille Léa Hugo Chloé Louis Manon Théo Inès Gabriel Zoé François Hélène'),
    lastNames: words('Martin Bernard Dubois Petit Durand Leroy Moreau Lefèvre Roux Girard Noël Faure'),
    phone: null,
  },
  {
    country: 'Spain',
    firstNames: words('María Lucía Hugo Martín Sofía Álvaro Carmen Diego Elena Javier Nuria Íñigo'),
    lastNames: words('García López Sánchez Pérez Gómez Díaz Muñoz Romero Navarro Torres Gil Peña'),
    phone: null,
  },
  {
    country: 'Poland',
    firstNames: words('Zofia Jakub Hanna Szymon Maja Filip Łucja Michał Agnieszka Paweł Ewa Łukasz'),
    lastNames: words('Nowak Wiśniewski Wójcik Kamiński Zieliński Woźniak Mazur Krawczyk Król Żak Lis Pawlak'),
    phone: null,
  },
]

const companies = words(
  'Northwind Hexagon Fabrikam Lumen Contora Bluefir Ostara Quillon Meridia Tarnwood Solvex Pinegate Arcadia Veltrix Norvik Candela Ferrum Halcyon Kestrel Orbita',
)
const kinds = ['Labs', 'Logistics', 'Foods', 'Energy', 'Systems', 'Health', 'Studio', 'Trading']
const industries: Record<string, string> = {
  Labs: 'Biotechnology',
  Logistics: 'Transport',
  Foods: 'Food',
  Energy: 'Energy',
  Systems: 'Software',
  Health: 'Healthcare',
  Studio: 'Media',
  Trading: 'Retail',
}
const titles = [
  'CEO',
  'Head of Marketing',
  'Sales Manager',
  'Buyer',
  'Account Executive',
  'IT Manager',
  'Marketing Assistant',
  'CFO',
  'Product Owner',
]

/** Numbers from 0 to 1 that look random and are the same at every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function people(count: number): Person[] {
  const next = random(7)
  const pick = <T>(from: readonly T[], otherwise: T): T => from[Math.floor(next() * from.length)] ?? otherwise
  return Array.from({ length: count }, (_, n) => {
    const place = pick(places, places[0] as Place)
    const firstName = pick(place.firstNames, 'Ada')
    const lastName = pick(place.lastNames, 'Smith')
    const name = pick(companies, 'Northwind')
    const kind = pick(kinds, 'Labs')
    const hasPhone = place.phone !== null && next() < 0.7 && n < 1000
    return {
      firstName,
      lastName,
      email: `${plain(firstName)}.${plain(lastName)}${n}@${plain(name)}-${plain(kind)}.example`,
      company: `${name} ${kind}`,
      title: pick(titles, 'CEO'),
      industry: industries[kind] ?? '',
      country: place.country,
      phone: hasPhone && place.phone ? place.phone(String(n).padStart(3, '0')) : '',
      customerNo: `C-${String(10_000 + n)}`,
    }
  })
}

/** Letters that every address has. */
function plain(name: string): string {
  const letters: Record<string, string> = { ł: 'l', ß: 'ss', ü: 'ue', ö: 'oe', ä: 'ae' }
  return name
    .toLowerCase()
    .replace(/[łßüöä]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
}
