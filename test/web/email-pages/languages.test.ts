/** The language of the pages behind emails: that of the recipient, or else that of the browser. */
import t, { type Test } from 'tap'
import { languageSetting } from '../../../src/people/language.ts'
import { zoneSetting } from '../../../src/people/time-zone.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { type House, openHouse, type Person, sign } from '../../support/house.ts'

type Asked = { language?: string; who?: Person; fields?: Record<string, string> }

async function page(house: House, url: string, { language, who, fields }: Asked = {}) {
  const answer = await house.inject({
    url,
    headers: {
      accept: 'text/html',
      ...(language && { 'accept-language': language }),
      ...(who && { cookie: `session=${who.token}` }),
      ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(fields && { method: 'POST', payload: new URLSearchParams(fields).toString() }),
  })
  return {
    status: answer.statusCode,
    language: /<html lang="(.*?)">/.exec(answer.payload)?.[1],
    title: /<h1>(.*?)<\/h1>/s.exec(answer.payload)?.[1],
    html: answer.payload,
  }
}

/** Olivia has shared a sensor with Gary for some days; `token` is that of his letter's link. */
async function furnish(t: Test) {
  const house = await openHouse(t, { mailbox: 'locked' })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sensor = await house.sensor(olivia, 'Sauna')
  await share(house.db, olivia, [{ sensor, guest: gary.email, expiresAt: '2031-01-31T17:30:00.000Z' }])
  const { id } = await house.db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  const choose = (name: string, value: string) => house.post('/settings', { name, value }, gary.token)
  return { house, olivia, gary, token: sign(house.secret, { invitation: id }), choose }
}

t.test('each page in each language of a browser', async t => {
  const { house, gary, token } = await furnish(t)
  const deletion = sign(house.secret, { deletePerson: gary.id })
  for (const [url, titles] of [
    [
      `/invitation?token=${token}`,
      {
        en: 'olivia@example.com shares a sensor with you',
        fi: 'olivia@example.com jakaa kanssasi anturin',
        de: 'olivia@example.com teilt einen Sensor mit dir',
        sv: 'olivia@example.com delar en sensor med dig',
      },
    ],
    [
      '/app/invitation?token=x',
      {
        en: 'This link has ended',
        fi: 'Tämä linkki ei ole enää voimassa',
        de: 'Dieser Link ist abgelaufen',
        sv: 'Länken gäller inte längre',
      },
    ],
    [
      `/verify-delete?token=${deletion}`,
      {
        en: 'Delete your account?',
        fi: 'Poistetaanko tilisi?',
        de: 'Dein Konto löschen?',
        sv: 'Radera ditt konto?',
      },
    ],
    [
      '/mailbox',
      {
        en: 'The mailbox is locked',
        fi: 'Postilaatikko on lukittu',
        de: 'Das Postfach ist gesperrt',
        sv: 'Brevlådan är låst',
      },
    ],
  ] as const) {
    for (const [language, title] of Object.entries(titles))
      t.match(await page(house, url, { language }), { language, title }, `${url.split('?')[0]}, ${language}`)
    t.match(await page(house, url), { language: 'en', title: titles.en })
    t.match(await page(house, url, { language: '"><script>' }), { language: 'en', title: titles.en })
  }
})

t.test('what the recipient has chosen counts before the browser, with their time zone', async t => {
  const { house, olivia, token, choose } = await furnish(t)
  const places = [`/invitation?token=${token}`, `/app/invitation?token=${token}`]
  await choose(languageSetting, 'fi')
  await choose(zoneSetting, 'Asia/Tokyo')
  for (const url of places) {
    const shown = await page(house, url, { language: 'sv' })
    t.match(shown, { language: 'fi', title: 'olivia@example.com jakaa kanssasi anturin' })
    t.match(shown.html, /datetime="2031-01-31T17:30:00.000Z"[^>]*>1\.2\.2031 klo 02\.30</)
  }
  await house.post('/settings', { name: languageSetting, value: 'de' }, olivia.token)
  t.match(await page(house, places[1] ?? '', { language: 'sv', who: olivia }), { language: 'fi' }, 'whoever opens it')
  await choose(languageSetting, '')
  for (const url of places) t.match(await page(house, url, { language: 'sv' }), { language: 'sv' })
})

t.test('the answer is in the same language', async t => {
  const { house, token, choose } = await furnish(t)
  await choose(languageSetting, 'de')
  const answer = (answer: string) => page(house, '/invitation', { language: 'sv', fields: { token, answer } })
  t.match(await answer('mute'), { language: 'de', title: 'Absender stummgeschaltet' })
  t.match(await answer('accept'), { language: 'de', title: 'Du hast einen Sensor angenommen' })
  t.match(await answer('decline'), { language: 'de', title: 'Du hast einen Sensor abgelehnt' })
  t.match(await answer('decline'), { language: 'sv', title: 'Den här delningen har upphört' })
})
