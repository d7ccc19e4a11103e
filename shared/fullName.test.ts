import { expect, test } from 'vitest'
import { joinFullName, splitFullName } from './fullName.ts'
import { numbersFrom } from './random.fixture.ts'

/** name; first name; last name */
const names = `
Jane Doe; Jane; Doe
jane doe; jane; doe
JANE DOE; JANE; DOE
Doe, Jane; Jane; Doe
Doe,; ; Doe
Doe,, Jane; Jane; Doe
Doe, , Jane; Jane; Doe
Doe,,; ; Doe
,, Jane; Jane;
, Doe, Jane; Jane; Doe
Doe, Jane,; Jane; Doe
Jane Doe,, MBA; Jane; Doe, MBA
, Jane; Jane;
Jane; Jane;
John F. Kennedy; John F.; Kennedy
J. R. R. Tolkien; J. R. R.; Tolkien
Anna-Lena Müller-Schmidt; Anna-Lena; Müller-Schmidt
Anna Smith - Jones; Anna; Smith - Jones
Conan O'Brien; Conan; O'Brien
Charles d'Artagnan; Charles; d'Artagnan
Ludwig van Beethoven; Ludwig; van Beethoven
Vivian Van Damme; Vivian; Van Damme
Jan van den Berg; Jan; van den Berg
van den Berg, Jan; Jan; van den Berg
Berg, Jan van den; Jan; van den Berg
Sophie in 't Veld; Sophie; in 't Veld
Van Morrison; Van; Morrison
Vincent van; Vincent; van
de Gaulle; ; de Gaulle
Charles de Gaulle; Charles; de Gaulle
Jean-Marie Le Pen; Jean-Marie; Le Pen
Oscar de la Renta; Oscar; de la Renta
María de la Cruz García; María; de la Cruz García
Juan Carlos de Borbón; Juan Carlos; de Borbón
Santiago Ramón y Cajal; Santiago; Ramón y Cajal
Ana Maria dos Santos Silva; Ana Maria; dos Santos Silva
João Silva Neto; João; Silva Neto
Ana Neto; Ana; Neto
Leonardo da Vinci; Leonardo; da Vinci
Ursula von der Leyen; Ursula; von der Leyen
Karl-Theodor zu Guttenberg; Karl-Theodor; zu Guttenberg
Björn af Kleen; Björn; af Kleen
Ahmed Al Mansouri; Ahmed; Al Mansouri
David ben Gurion; David; ben Gurion
Jill St. John; Jill; St. John
Sammy Davis Jr.; Sammy; Davis Jr.
Sammy Davis, Jr.; Sammy; Davis, Jr.
Davis, Jr., Sammy; Sammy; Davis, Jr.
John Smith III; John; Smith III
Jane Doe, PhD; Jane; Doe, PhD
Jane Doe, MBA, CPA; Jane; Doe, MBA, CPA
Ian Hall MD; Ian; Hall MD
Rahim Md; Rahim; Md
Yo-Yo Ma; Yo-Yo; Ma
Plato PhD; Plato PhD;
Dr. Jane Doe; Dr. Jane; Doe
Prof. Dr. med. Anna Schmidt; Prof. Dr. med. Anna; Schmidt
Prof.Dr. Max Planck; Prof.Dr. Max; Planck
Dr. Doe, Jane; Dr. Jane; Doe
Dr. Smith; Dr.; Smith
Frau Müller; Frau; Müller
Sr. Juan Pérez; Sr. Juan; Pérez
Dr.; Dr.;
DUPONT Jean Pierre; Jean Pierre; DUPONT
Gabriel GARCÍA MÁRQUEZ; Gabriel; GARCÍA MÁRQUEZ
Jean DE LA FONTAINE; Jean; DE LA FONTAINE
JP Morgan; JP; Morgan
Robert (Bob) Smith; Robert (Bob); Smith
Jane Doe (Acme); Jane; Doe (Acme)
山田太郎; 山田太郎;
山田 太郎; 太郎; 山田
김철수; 김철수;
محمد علي; محمد; علي
Νίκος Παπαδόπουλος; Νίκος; Παπαδόπουλος
Лев Николаевич Толстой; Лев Николаевич; Толстой
`
const cases = names
  .trim()
  .split('\n')
  .map((line) => line.split(';').map((part) => part.trim()))

test.each(cases)('%s: %s | %s', (name, first, last) => {
  expect(splitFullName(name ?? '')).toEqual({ first, last })
})

test('outer and repeated spaces make no difference', () => {
  expect(splitFullName('  Jane\u00a0 van\t der  Berg ')).toEqual({ first: 'Jane', last: 'van der Berg' })
  expect(splitFullName('山田　太郎')).toEqual({ first: '太郎', last: '山田' })
  expect(splitFullName(' ')).toEqual({ first: '', last: '' })
})

test('what is no name by its length stays whole', () => {
  const long = 'word '.repeat(100).trim()
  expect(splitFullName(long)).toEqual({ first: long, last: '' })
})

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '').sort() // prettier-ignore

test('no word is lost, and none comes twice', () => {
  for (const [name = ''] of cases) {
    const { first, last } = splitFullName(name)
    expect(words(`${first} ${last}`), name).toEqual(words(name))
  }
  const next = numbersFrom(11)
  const parts = ['Jane', 'DOE', 'van', 'der', 'Dr.', 'Jr.', ',', 'y', '-', '(Bob)', '山田', 'III', 'Neto', 'ben', 'PhD', 'de']
  for (let round = 0; round < 5000; round++) {
    const name = Array.from({ length: 1 + next(6) }, () => parts[next(parts.length)]).join(' ')
    const { first, last } = splitFullName(name)
    expect(words(`${first} ${last}`), name).toEqual(words(name))
    for (const part of [first, last]) expect(part, name).not.toMatch(/^[,\s]|[,\s]$|,\s*,/)
  }
}) // prettier-ignore

test('a name put together again splits the same', () => {
  for (const [, first = '', last = ''] of cases) {
    expect(splitFullName(joinFullName({ first, last }))).toEqual({ first, last })
  }
  expect(joinFullName({ first: 'Jane', last: 'van der Berg' })).toBe('Jane van der Berg')
  expect(joinFullName({ first: 'Gabriel', last: 'García Márquez' })).toBe('García Márquez, Gabriel')
})
