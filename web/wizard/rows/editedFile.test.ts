import { expect, test } from 'vitest'
import { editedName } from './editedFile.ts'

test.each([
  ['leads.csv', 'leads-edited.csv'],
  ['leads.2026.TSV', 'leads.2026-edited.csv'],
  ['no ending', 'no ending-edited.csv'],
  ['leads-edited.csv', 'leads-edited.csv'],
  ['.csv', 'leads-edited.csv'],
])('%s is saved as %s', (name, saved) => expect(editedName(name)).toBe(saved))
