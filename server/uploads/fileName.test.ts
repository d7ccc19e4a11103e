import { expect, test } from 'vitest'
import { cleanFileName, dispositionFileName } from './fileName.ts'

test.each([
  ['leads.csv', 'leads.csv'],
  ['/home/ada/leads.csv', 'leads.csv'],
  ['C:\\Users\\ada\\leads.csv', 'leads.csv'],
  ['../../etc/passwd', 'passwd'],
  [' Käufer & Co. 名前.csv ', 'Käufer & Co. 名前.csv'],
  ['le\0ads\r\n.csv\x7f', 'leads.csv'],
  ['leads\u202evsc.exe', 'leadsvsc.exe'],
  ['half \ud83d.csv', 'half .csv'],
  ['-', '-'],
  ['', null],
  ['   ', null],
  ['folder/', null],
  ['..', null],
  ['\0\x01', null],
])('%j is called %j', (sent, name) => {
  expect(cleanFileName(sent)).toBe(name)
})

test('a long name is cut to 500 characters, and not inside one', () => {
  expect(cleanFileName('x'.repeat(1000))).toBe('x'.repeat(500))
  expect(cleanFileName(`${'x'.repeat(499)}😀`)).toBe('x'.repeat(499))
})

test.each([
  ['attachment; filename="leads.csv"', 'leads.csv'],
  ['attachment; filename=leads.csv', 'leads.csv'],
  ['ATTACHMENT; FileName = "leads.csv"; size=3', 'leads.csv'],
  ['attachment; filename="a; \\"b\\".csv"', 'a; "b".csv'],
  ['attachment; filename="plain.csv"; filename*=UTF-8\'\'K%C3%A4ufer.csv', 'Käufer.csv'],
  ["attachment; filename*=iso-8859-1'de'K%E4ufer.csv", 'Käufer.csv'],
  ['attachment; filename*=utf-8\'\'%FF.csv; filename="plain.csv"', 'plain.csv'],
  ['attachment; filename*=none\'\'x.csv; filename="plain.csv"', 'plain.csv'],
  [`attachment; filename="${Buffer.from('Käufer.csv').toString('latin1')}"`, 'Käufer.csv'],
  ['attachment; filename="K\xe4ufer.csv"', 'Käufer.csv'],
  ['attachment', null],
  ['filename.csv', null],
  ['', null],
])('the header %j names %j', (header, name) => {
  expect(dispositionFileName(header)).toBe(name)
})
