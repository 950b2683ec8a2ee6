/** What stands around every page: places, who has signed in, the notice, and the files that it loads. */
import t from 'tap'
import { Page } from '../../../src/web/frame/page.ts'
import { staticPath } from '../../../src/web/frame/statics.ts'
import { emptyState } from '../../../src/web/parts/empty.ts'
import { dotsMenu } from '../../../src/web/parts/menu.ts'
import { readerOf } from '../../../src/web/time/view.ts'
import { openHouse } from '../../support/house.ts'

const caller = { id: 1, email: 'olivia@example.com' } as NonNullable<Parameters<Page['write']>[0]['caller']>
const reader = readerOf({ cookies: {}, headers: {} })
const around = { caller, isOperating: false, path: '/app', token: 'x', notice: undefined, waiting: 0, news: '' }

t.test('how many invitations wait stands in the places, for everybody to see and to hear', async t => {
  const page = new Page(reader, 'Sensors', '')
  t.match(page.write({ ...around, waiting: 1 }), />1<\/b><span class="visually-hidden"> 1 is waiting</)
  t.match(page.write({ ...around, waiting: 120 }), />99\+<\/b><span class="visually-hidden"> 120 are waiting</)
  t.match(page.write(around), '<span id="waiting" data-live></span>', 'its place, where it comes live')
})

t.test('a notice floats if it can be undone; any other is a line of the page', async t => {
  const write = (notice: object) =>
    new Page(reader, 'Sensors', '').write({ ...around, notice: { text: 'Done.', ...notice } })
  t.match(write({ undo: 'x' }), /class="notice +toast" role="status"/)
  t.notMatch(write({}), 'toast')
  t.match(write({ isBad: true }), /class="notice bad *" role="alert"/)
})

t.test('a page may begin with a link back, and with who it is about', async t => {
  const page = new Page(reader, 'Gary', '', 200, { above: '<p>back</p>', beside: '<i>G</i>' })
  t.match(page.write(around), /<p>back<\/p>\n<div class="somebody lead"><i>G<\/i><h1>Gary<\/h1><\/div>/)
  t.match(page.html, /<p>back<\/p>\n<div class="somebody lead"><i>G<\/i><h1>Gary<\/h1><\/div>/)
})

t.test('drawings have a size before the stylesheet is there, and nobody reads them aloud', async t => {
  t.match(
    emptyState('contacts', '<p>None.</p>'),
    /<svg [^>]*width="192" height="144"[^>]*aria-hidden="true">.*<p>None/s,
  )
})

t.test('a menu says what it is about', async t => {
  t.match(dotsMenu('More for "Sauna"', '<a>x</a>'), 'aria-label="More for &#34;Sauna&#34;"')
})

t.test('200 the icon and the manifest, which names icons that are there', async t => {
  const { app } = await openHouse(t)
  const get = (name: string) => app.inject({ url: `${staticPath}/${name}` })
  t.match((await get('icon.svg')).headers, { 'content-type': 'image/svg+xml', 'cache-control': /immutable/ })
  const manifest = await get('app.webmanifest')
  t.match(manifest.headers['content-type'], 'application/manifest+json')
  const { icons, start_url } = manifest.json()
  t.equal(start_url, '/app')
  for (const { src } of icons) t.equal((await get(src)).statusCode, 200, src)
  const page = await app.inject({ url: '/app/sign-in' })
  t.match(page.payload, `href="${staticPath}/icon.svg"`)
  t.match(page.payload, `href="${staticPath}/app.webmanifest"`)
  t.match(page.headers['content-security-policy'], "manifest-src 'self'")
})

t.test('the stylesheet stays below 30 KB', async t => {
  const { app } = await openHouse(t)
  const { payload } = await app.inject({ url: `${staticPath}/style.css` })
  t.ok(payload.length < 30 * 1024, `${payload.length}`)
  t.notMatch(payload, '/*')
})
