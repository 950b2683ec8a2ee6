import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import t from 'tap'
import { channels as all, isMaskable, maskChannels } from '../../src/measurements/frame.ts'
import { broadcast, decodeFrame, everyChannel, formats, lengthOf, mixed, shownTo } from '../support/frames.ts'

const isNothing = (value: unknown) => [value].flat().every(part => part === null)

const structure = (type: number, payload: Uint8Array) =>
  Buffer.concat([Buffer.from([payload.length + 1, type]), payload])
const ruuvi = Buffer.from([0x99, 0x04])
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const frames = fc
  .constantFrom(...formats)
  .chain(format => bytes(lengthOf(format)).map(rest => Buffer.from([Number.parseInt(format, 16), ...rest.subarray(1)])))
const harmless = fc
  .tuple(fc.constantFrom(0x01, 0x02, 0x03, 0x08, 0x09, 0x0a), fc.uint8Array({ maxLength: 20 }))
  .map(([type, payload]) => structure(type, payload))
const advertisements = fc
  .record({ before: fc.array(harmless, { maxLength: 3 }), frame: frames, after: fc.array(harmless, { maxLength: 2 }) })
  .map(({ before, frame, after }) => {
    const head = Buffer.concat(before)
    const data = Buffer.concat([head, structure(0xff, Buffer.concat([ruuvi, frame])), ...after])
    return { data, start: head.length + 4, end: head.length + 4 + frame.length }
  })

t.test('every measurement is a channel', async t => {
  t.strictSame([...all].sort(), [...everyChannel].sort())
})

t.test('hidden channels decode as not available, and what is shown is as it was', async t => {
  fc.assert(
    fc.property(advertisements, fc.subarray(everyChannel), fc.boolean(), ({ data, start, end }, seen, lower) => {
      const sent = lower ? data.toString('hex') : data.toString('hex').toUpperCase()
      if (!isMaskable(sent)) return false
      const masked = maskChannels(sent, seen)
      const after = Buffer.from(masked, 'hex')
      const [was, is] = [decodeFrame(data.subarray(start, end)), decodeFrame(after.subarray(start, end))]
      const frameless = (text: string) => text.slice(0, start * 2) + text.slice(end * 2)
      return (
        masked.length === sent.length &&
        frameless(masked) === frameless(sent) &&
        Object.keys(was).every(name =>
          name === 'status' || seen.includes(name)
            ? JSON.stringify(is[name]) === JSON.stringify(was[name])
            : isNothing(is[name]),
        ) &&
        maskChannels(masked, seen) === masked
      )
    }),
    { numRuns: 3_000 },
  )
  t.pass('for 3,000 advertisements')
})

t.test('no bit of another channel reaches a guest: two frames that differ in nothing else become one', async t => {
  fc.assert(
    fc.property(advertisements, fc.subarray(everyChannel), bytes(40), ({ data, start, end }, seen, noise) => {
      const frame = data.subarray(start, end)
      const shown = shownTo(data.toString('hex', start, start + 1).toUpperCase(), seen)
      const other = Buffer.concat([data.subarray(0, start), mixed(shown, frame, noise), data.subarray(end)])
      const [masked, alike] = [data, other].map(one => maskChannels(one.toString('hex').toUpperCase(), seen))
      const after = Buffer.from(masked ?? '', 'hex').subarray(start, end)
      return masked === alike && mixed(shown, frame, after).equals(after)
    }),
    { numRuns: 3_000 },
  )
  t.pass('for 3,000 pairs')
})

t.test('the same for every set of channels in every format', async t => {
  for (const format of formats) {
    for (let set = 0; set < 2 ** everyChannel.length; set++) {
      const seen = everyChannel.filter((_, n) => set & (1 << n))
      const [frame, other] = [0x55, 0xaa].map(byte => {
        const bytes = Buffer.alloc(lengthOf(format), byte ^ set)
        bytes[0] = Number.parseInt(format, 16)
        return bytes
      }) as [Buffer, Buffer]
      const alike = mixed(shownTo(format, seen), frame, other)
      if (maskChannels(broadcast(frame), seen) !== maskChannels(broadcast(alike), seen)) t.fail(`${format}: ${seen}`)
    }
  }
  t.pass('6,144 of them')
})

t.test('no limit: as it was sent; all channels by name: all but what is reserved', async t => {
  fc.assert(
    fc.property(advertisements, ({ data, start, end }) => {
      const sent = data.toString('hex')
      const named = decodeFrame(Buffer.from(maskChannels(sent, everyChannel), 'hex').subarray(start, end))
      const was = decodeFrame(data.subarray(start, end))
      return maskChannels(sent, null) === sent && JSON.stringify(named) === JSON.stringify(was)
    }),
  )
  t.pass()
})

t.test('the raw signals of gases are shown to who sees both gases', async t => {
  const frame = `2BFF9904E1${'11'.repeat(27)}FF2233445566${'AA'.repeat(6)}`
  for (const seen of [[], ['voc'], ['nox']]) t.match(maskChannels(frame, seen), /F{10}A{12}$/, `seen: ${seen}`)
  t.match(maskChannels(frame, ['voc', 'nox']), /2233445566A{12}$/)
})

t.test('only one place hides what is not shared', async t => {
  const src = new URL('../../src/', import.meta.url)
  const names = (await readdir(src, { recursive: true })).filter(name => name.endsWith('.ts'))
  const texts = await Promise.all(names.map(async name => ({ name, text: await readFile(new URL(name, src), 'utf8') })))
  t.strictSame(
    texts
      .filter(({ text }) => text.includes('maskChannels'))
      .map(({ name }) => name)
      .sort(),
    ['measurements/frame.ts', 'measurements/latest.ts'],
  )
})

t.test('test vectors', async t => {
  const record = '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'
  t.ok(isMaskable(record))
  t.equal(maskChannels(record, []), '0201061BFF9904058000FFFFFFFF800080008000A076FF4E37C207FC16453B')
  t.equal(maskChannels(record, ['temperature']), '0201061BFF9904050EA2FFFFFFFF800080008000A076FF4E37C207FC16453B')
  t.equal(
    maskChannels(record, ['humidity', 'acceleration']),
    '0201061BFF99040580004339FFFF0024FFE003ECA076FF4E37C207FC16453B',
  )
  t.equal(
    maskChannels(record, ['battery', 'Temperature', '']),
    maskChannels(record, []),
    'an unknown name shows nothing',
  )
  const specified = '1BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'
  t.equal(maskChannels(specified, ['pressure']), '1BFF9904058000FFFFC37C800080008000AC36FF00CDCBB8334C884F')
  t.equal(
    maskChannels(specified.toLowerCase(), ['pressure']),
    '1bff9904058000FFFFc37c800080008000ac36FF00cdcbb8334c884f',
    'what is not hidden keeps its case',
  )
})

t.test('what cannot be masked', async t => {
  const five = '1BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'
  for (const [what, data] of [
    ['nothing', ''],
    ['no frame', '020106'],
    ['format 3', '02010611FF990403291A1ECE1EFC18F94202CA0B53'],
    ['format 4', '02010609FF9904040102030405'],
    ['format 8', '0201061BFF99040812FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'],
    ['another maker', '0201061BFF4C000512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'],
    ['a frame that is cut off', `020106${five.slice(0, -2)}`],
    ['a frame that is too short', '020106 05FF99040512'.replace(' ', '')],
    ['a format and nothing else', '020106 04FF990405'.replace(' ', '')],
    ['two frames', five + five],
    ['another maker beside it', `05FF4C000102${five}`],
    ['service data beside it', `${five}0516AABB0102`],
    ['a structure without a type', `${five}00`],
    ['half a structure', `${five}02`],
    ['a structure that is cut off', `${five}0309AA`],
    ['the frame alone', five.slice(8)],
    ['a service that is only listed', '0303AAFE'],
  ] as const) {
    t.notOk(isMaskable(data), what)
  }
  t.throws(() => maskChannels('020106', ['humidity']), /cannot be masked/, 'and is never shown by mistake')
  t.ok(isMaskable(`020106${five}0302AAFE`))
})

t.test('anything can be asked about', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), noise => {
      const data = Buffer.from(noise).toString('hex')
      return !isMaskable(data) || maskChannels(data, []).length === data.length
    }),
    { numRuns: 3_000 },
  )
  t.pass('and is answered')
})
