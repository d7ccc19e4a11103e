import { expect, test } from 'vitest'
import { identifiers } from './identifier.ts'
import { typoOf } from './typo.ts'

const slips = `
  gmial.com gmail.com, gmai.com gmail.com, gmaill.com gmail.com, gamil.com gmail.com, gmail.con gmail.com, gmail.co gmail.com,
  gmail.cm gmail.com, gmail.om gmail.com, gmail.cmo gmail.com, gmail.comm gmail.com, gmail.vom gmail.com, gmailcom gmail.com,
  gmail gmail.com, gmail.de gmail.com, gmial.con gmail.com, googlemial.com googlemail.com, googlemail.co googlemail.com,
  hotmial.com hotmail.com, hotmal.com hotmail.com, homtail.com hotmail.com, hotmail.co.k hotmail.co.uk, hotmailcouk hotmail.co.uk,
  yahooo.com yahoo.com, yaho.com yahoo.com, yahho.co.uk yahoo.co.uk, ahoo.com yahoo.com, yahoo.co.k yahoo.co.uk, yahoo.con yahoo.com,
  outlok.com outlook.com, outllook.com outlook.com, outlook.cm outlook.com, icoud.com icloud.com, iclould.com icloud.com,
  web.dee web.de, web.d web.de, gmx.dee gmx.de, gmx.ed gmx.de, gmx.nte gmx.net, t-onlin.de t-online.de, tonline.de t-online.de,
  t-online.d t-online.de, freent.de freenet.de, orange.f orange.fr, ornage.fr orange.fr, wandoo.fr wanadoo.fr, lapsote.net laposte.net,
  lbiero.it libero.it, virgillio.it virgilio.it, seznma.cz seznam.cz, bluwin.ch bluewin.ch, aol.con aol.com, msn.con msn.com,
  gmai1.com gmail.com, h0tmail.com hotmail.com,
  comcast.ner comcast.net, protonmai.com protonmail.com, yandex.r yandex.ru
`
test.each(slips.split(',').map((pair) => pair.trim().split(' ')))('%s is probably %s', (wrong, right) => {
  expect(typoOf('email', `jane.doe@${wrong}`)).toBe(`jane.doe@${right}`)
})

const real = `
  gmail.com googlemail.com ymail.com mail.com email.com fmail.co.uk qmail.org gail.co.in grail.com cloud.com gmx.at gmx.ch gmx.net
  gmx.com web.de web.dev hotmail.co.uk hotmail.fr yahoo.ca yahoo.co.id yahoo.de yahoo.ne.jp rocketmail.com live.nl live.se life.com
  me.com mac.com acme.com hey.com aon.at wp.pl o2.pl qq.com 163.com sap.com sky.com ibm.com aim.com apple.com siemens.com google.com
  orange.fr grange.fr orange.co libero.it libera.it liberi.it free.fr tree.fr alice.it slice.it planet.nl wahoo.com web.se mail.de
  outlook.de outlook.fr proton.me protonmail.ch fastmail.fm earthling.net example.org acme.co startup.io localhost intranet
  t-online.com telekom.de 1und1.de arcor.de müller.example 例子.广告 xn--bcher-kva.example hotmail.se yahoo.es
  msn.co mail.co live.co me.co telnet.be outlooks.com proto2mail.com hanmail2.net hitmail.com hotmall.com gmail1.com comcash.com laporte.net
  bluefin.com
`
test.each(real.trim().split(/\s+/))('%s is a domain of its own', (domain) => {
  expect(typoOf('email', `jane.doe@${domain}`)).toBeNull()
})

test.each([
  ['mailto:jane@x.de', 'jane@x.de'],
  ['<jane@x.de>', 'jane@x.de'],
  ['"jane@x.de"', 'jane@x.de'],
  ["'jane@x.de'", 'jane@x.de'],
  ['jane@x.de.', 'jane@x.de'],
  ['jane@x.de,', 'jane@x.de'],
  ['.jane@x.de', 'jane@x.de'],
  ['jane.@x.de', 'jane@x.de'],
  ['jane@.x.de', 'jane@x.de'],
  ['jane@x..de', 'jane@x.de'],
  ['jane@x,de', 'jane@x.de'],
  ['jane@www.x.de', 'jane@x.de'],
  ['mailto:jane@gmial,com', 'jane@gmail.com'],
])('%s is a valid address that nobody meant', (value, meant) => {
  expect(identifiers.email.normalize(value)).toEqual({ ok: true, value })
  expect(typoOf('email', value)).toBe(meant)
})

test.each([
  '"jane"@example.com', 'jane@[192.0.2.1]', "o'neill@example.ie", "!#$%&`*+/=?^_{|}~@example.org", 'a@b', 'jürgen@müller.example',
  'jane+gmial.com@example.com', 'jane_doe-x@sub.example.co.uk', '用户@例子.广告',
])('%s is meant as it stands', (value) => {
  expect(typoOf('email', value)).toBeNull()
}) // prettier-ignore

test('what is meant is never a slip itself', () => {
  for (const pair of slips.split(',')) {
    const [, right = ''] = pair.trim().split(' ')
    expect(typoOf('email', `jane@${right}`)).toBeNull()
  }
})

test('only addresses have providers', () => {
  expect(typoOf('social', 'jane@gmial.com')).toBeNull()
  expect(typoOf('external_id', 'jane@gmial.com')).toBeNull()
})
