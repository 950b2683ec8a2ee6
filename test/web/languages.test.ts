/** The languages of the pages: every text is translated, and all readers get theirs. */
import t from 'tap'
import { languageSetting } from '../../src/people/language.ts'
import { addresses, furnish, pagesOf } from '../browser/furnish.ts'
import { serve } from '../browser/serve.ts'
import { browse, type Filled } from '../support/browse.ts'
import { call } from '../support/calls.ts'
import { openHouse, sign } from '../support/house.ts'
import { pseudo, pseudoLanguage, speakPseudo, unmarkedIn } from '../support/pseudo.ts'

const languages = { fi: 'Anturit', de: 'Sensoren', sv: 'Sensorer', en: 'Sensors' }

t.test('a page is in the language that a person has chosen, or else that of the browser', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const list = async (header?: string) => {
    const { payload, headers } = await house.app.inject({
      url: '/app',
      headers: { cookie: `sensor_share=${olivia.token}`, ...(header && { 'accept-language': header }) },
    })
    return { payload, vary: headers.vary, language: /<html lang="(\w+)"/.exec(payload)?.[1] }
  }
  for (const [language, title] of Object.entries(languages)) {
    const shown = await list(`fr, ${language}-XX;q=0.8, en;q=0.1`)
    t.match(shown, { language, payload: `<h1>${title}</h1>`, vary: 'Accept-Language, Cookie' })
  }
  t.match(await list(), { language: 'en' })
  await house.post('/settings', { name: languageSetting, value: 'de' }, olivia.token)
  t.match(await list('fi'), { language: 'de', payload: '<h1>Sensoren</h1>' })
})

t.test('the choice of a language is a form on the account page, and apps read it', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const browser = browse(house, olivia, { language: 'de' })
  const account = await browser.open('/app/account')
  t.match(account.html, '<option value="fi" lang="fi" >Suomi</option>')
  const saved = await account.submit('Sprache speichern', { language: 'fi' })
  t.match(saved, { status: 200, title: 'Tili', text: /Kieli on tallennettu\./ })
  t.match(await call(house, olivia, 'GET', '/settings'), { data: { settings: { [languageSetting]: 'fi' } } })
  const reset = await saved.submit('Tallenna kieli', { language: '' })
  t.match(
    reset,
    { title: 'Konto', text: /Deine Sprache ist gespeichert\./ },
    'without a choice it is the browser’s again',
  )
  const token = /name="_csrf" value="([^"]+)"/.exec(reset.html)?.[1] ?? ''
  const { statusCode } = await house.app.inject({
    method: 'POST',
    url: '/app/account/language',
    headers: {
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({ _csrf: token, language: '<b>' }).toString(),
  })
  t.equal(statusCode, 303)
  t.match((await browser.open('/app/account')).title, 'Konto', 'what is none is not stored')
})

t.test('texts have the same shape in all languages, and the right quotation marks', async t => {
  const { readdir } = await import('node:fs/promises')
  const web = new URL('../../src/web/', import.meta.url)
  const names = (await readdir(web, { recursive: true })).filter(name => /(^|[/-])words\.ts$/.test(name))
  const leaves = (value: unknown, path: string): [string, unknown][] =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== Intl.ListFormat.prototype
      ? Object.entries(value).flatMap(([name, part]) => leaves(part, `${path}.${name}`))
      : [[path, value]]
  let count = 0
  for (const name of names) {
    const { texts } = await import(new URL(name, web).href)
    const english = leaves(texts.en, name)
    for (const language of ['fi', 'de', 'sv']) {
      const theirs = leaves(texts[language], name)
      t.strictSame(theirs.map(([path]) => path).sort(), english.map(([path]) => path).sort(), `${name} ${language}`)
      for (const [path, text] of theirs) {
        if (typeof text !== 'string') continue
        count++
        const places = (one: string) => (one.match(/\{\w+\}/g) ?? []).sort()
        const source = english.find(([other]) => other === path)?.[1]
        if (typeof source === 'string')
          t.strictSame(places(text), places(source), `${path} ${language}: what is filled in`)
        t.notMatch(text, language === 'de' ? /[”"]/ : /[“„"]/, `${path} ${language}`)
      }
    }
  }
  t.ok(count > 2_000)
})

/** What people, sensors and the world call themselves; times, units and numbers are written by Intl. */
const data = [
  /^(Greenhouse|Sauna by the lake|Boat|Cellar|Raspberry|Router|Door|Shell|Pictures of the yard|Phone|Kopierad token)/,
  /^For the summer\. Water when it gets hot\.$/,
  /^(English|Suomi|Deutsch|Svenska)$/,
  /^(sensor-share|Pro|Basic|UTC|[A-Z]\w+(\/[\w+-]+)+)$/,
  /^v\d/,
  /^(\S+@\S+ )?· sensor-share$/,
  /^[\dA-F]{2}(:[\dA-F]{2})+$/,
  /^,? ?\S+ \d+ \S+ \d{4}$/,
  // Subjects of emails in the mailbox.
  /^\S+@\S+ (wants to share|shares|removed) /,
  /^(\S+@\S+\.\w+[\s,]*)+x?$/,
  /^[-−\d\s.,:]*(°C|%|hPa|V|dBm|ppm|UTC)?$/,
  /^\S+ \d+ \S+ \d{4}( \d\d:\d\d)?( UTC)?$/,
  /^\d+ \S+ \d{4} \d\d:\d\d( UTC)?( – .*)?$/,
  /^(\S+ )?\d+ \S+( \d\d:\d\d)?$/,
]
const isData = (text: string) => data.some(known => known.test(text))

t.test('in the pseudo-language no text of a page is without marks', async t => {
  t.ok((await speakPseudo()) > 30)
  const house = await openHouse(t, { mailbox: 'open' })
  const { links, courier, sent } = await serve(house)
  t.teardown(() => courier.close())
  const { nina } = await furnish(house.db)
  await sent()
  const open = async (who: string, path: string) => {
    const cookie = who === 'nobody' ? '' : `sensor_share=${sign(house.secret, { email: addresses[who as 'olivia'] })}`
    const { payload } = await house.app.inject({
      url: path,
      headers: { cookie, accept: 'text/html', 'accept-language': pseudoLanguage },
    })
    return payload
  }
  const others = [
    ['sign-out-everywhere', 'olivia', '/app/account/everywhere'],
    ['activity', 'olivia', '/app/account/activity'],
    ['delete', 'olivia', '/app/account/delete'],
    ['history-filtered', 'olivia', '/app/history?person=x'],
    ['history-older', 'olivia', '/app/history?before=1'],
    ['wrong-range', 'olivia', '/app/sensors/C6:F1:E7:D3:DA:11?from=x&with=C6:F1:E7:D3:DA:99'],
    ['leave-nothing', 'olivia', '/app/leave'],
    ['mail-missing', 'nobody', '/mailbox/999999'],
    ['deletion-ended', 'nobody', '/verify-delete?token=x'],
    ['invitation-ended', 'nobody', '/app/invitation?token=x'],
  ]
  for (const [name = '', who = '', path = ''] of [...(await pagesOf(house.db, links, nina)), ...others]) {
    const page = await open(who, path)
    t.match(page, '⟦', `${name} is in the pseudo-language`)
    t.strictSame(unmarkedIn(page, isData), [], name)
  }

  // What forms answer: results, notices and refusals.
  const [sauna, device] = ['C6:F1:E7:D3:DA:12', '80:00:00:00:12:34:56:78']
  const olivia = { token: sign(house.secret, { email: addresses.olivia }) }
  const many = Array.from({ length: 12 }, (_, n) => `x${n}@example.com`).join(' ')
  for (const [path, button, filled] of [
    ['/app/claim', 'Add a sensor', { id: 'x' }],
    ['/app/claim', 'Add a sensor', { id: 'D2:A0:4B:19:7C:01', name: 'Boat' }],
    ['/app/claim', 'Add a sensor', { id: 'C6:F1:E7:D3:DA:99', name: '' }],
    [`/app/rename?sensor=${sauna}`, 'Rename', { name: ' ' }],
    [`/app/rename?sensor=${sauna}`, 'Rename', { name: 'Sauna by the lake' }],
    [`/app/share?sensor=${sauna}`, 'Preview', { people: `${many} gary@example.com olivia@example.com x` }],
    [`/app/share?sensor=${sauna}`, 'Preview', { people: `${many} gary@example.com olivia@example.com` }],
    [`/app/share?sensor=${sauna}`, 'Share', { people: `${many} gary@example.com olivia@example.com`, until: 'other' }],
    [`/app/share?sensor=${sauna}&sensor=${device}`, 'Share', { people: `${many} gary@example.com olivia@example.com` }],
    [`/app/sensors/${sauna}/change?guest=x1@example.com`, 'Save', { all: [], channel: [] }],
    [`/app/sensors/${sauna}/change?guest=x1@example.com`, 'Save', { startsAt: 'x' }],
    [`/app/sensors/${sauna}/unshare?guest=x1@example.com`, 'Remove access', {}],
    [`/app/unshare?sensor=${sauna}&sensor=${device}`, 'Remove access', {}],
    [`/app/sensors/${device}/add-service`, 'Add a service', { service: 'x' }],
    ['/app/account', 'Create a key', { name: 'Phone', reach: 'some' }],
    ['/app/account', 'Create a key', { name: 'Phone' }],
    ['/app/account', 'Copy a token', {}],
    ['/app/account', 'Use the code', { code: '' }],
    ['/app/account', 'Use the code', { code: 'x' }],
    ['/app/account', 'Save email settings', {}],
    ['/app/account', 'Save units and time zone', {}],
    ['/app/account', 'End all others', {}],
    ['/app/gateways', 'Create an address', { name: ' ' }],
    ['/app/gateways', 'Create an address', { name: 'Phone' }],
    ['/app/sign-in', 'Send me a code', { email: 'x' }],
    ['/app/sign-in', 'Send me a code', { email: addresses.olivia }],
  ] as const) {
    const browser = browse(house, path === '/app/sign-in' ? undefined : olivia, { language: pseudoLanguage })
    const about = `${path}: ${button} ${JSON.stringify(filled).slice(0, 60)}`
    const form = await browser.open(path)
    const label = String(pseudo(button))
    // The button of sharing says how many sensors.
    const pressed =
      form.buttons.find(one => one === label) ?? form.buttons.find(one => one.startsWith(label.slice(0, 6)))
    const page = await form.submit(pressed ?? label, { ...filled } as Filled)
    t.match(page.html, '⟦', about)
    t.strictSame(unmarkedIn(page.html, isData), [], about)
  }
  t.strictSame(
    unmarkedIn(`<p title="Left">⟦in <b>it</b>⟧ out</p>`, isData),
    ['Left', 'out'],
    'what has no marks is found',
  )
  t.equal(pseudo('{x} added'), '⟦{x} åddéd łøñg⟧')
})
