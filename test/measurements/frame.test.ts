import fc from 'fast-check'
import t from 'tap'
import { isMaskable, maskChannels } from '../../src/measurements/frame.ts'

const channels = ['temperature', 'humidity', 'pressure', 'acceleration', 'pm', 'co2', 'voc', 'nox', 'luminosity']

/** Reads a frame as an app does, by itself: null where the format says "not available". Bytes of no channel are `status`. */
function decode(frame: Buffer): Record<string, unknown> {
  const int16 = (at: number) => (frame.readInt16BE(at) === -0x8000 ? null : frame.readInt16BE(at))
  const uint = (at: number, bytes: number) => {
    const value = frame.readUIntBE(at, bytes)
    return value === 2 ** (8 * bytes) - 1 ? null : value
  }
  const nine = (at: number, bit: number) => {
    const value = frame.readUInt8(at) * 2 + bit
    return value === 511 ? null : value
  }
  const weather = { temperature: int16(1), humidity: uint(3, 2), pressure: uint(5, 2) }
  if (frame[0] === 5) {
    return { ...weather, acceleration: [7, 9, 11].map(int16), status: [frame[0], ...frame.subarray(13)] }
  }
  const flags = frame.readUInt8(frame[0] === 6 ? 16 : 28)
  const rest = { format: frame[0], flags: flags % 64 }
  if (frame[0] === 6) {
    return {
      ...weather,
      pm: uint(7, 2),
      co2: uint(9, 2),
      voc: nine(11, (flags >> 6) % 2),
      nox: nine(12, flags >> 7),
      luminosity: uint(13, 1),
      status: [rest, ...frame.subarray(14, 16), ...frame.subarray(17)],
    }
  }
  return {
    ...weather,
    pm: [7, 9, 11, 13].map(at => uint(at, 2)),
    co2: uint(15, 2),
    voc: nine(17, (flags >> 6) % 2),
    nox: nine(18, flags >> 7),
    luminosity: uint(19, 3),
    status: [rest, ...frame.subarray(22, 28), ...frame.subarray(29)],
  }
}

const isNothing = (value: unknown) => [value].flat().every(part => part === null)

const structure = (type: number, payload: Uint8Array) =>
  Buffer.concat([Buffer.from([payload.length + 1, type]), payload])
const ruuvi = Buffer.from([0x99, 0x04])
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const frames = fc
  .constantFrom([0x05, 24], [0x06, 20], [0xe1, 40])
  .chain(([format, length]) => bytes(Number(length)).map(rest => Buffer.from([Number(format), ...rest.subarray(1)])))
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

t.test('hidden channels decode as not available, and all else is as it was', async t => {
  fc.assert(
    fc.property(advertisements, fc.subarray(channels), fc.boolean(), ({ data, start, end }, seen, lower) => {
      const sent = lower ? data.toString('hex') : data.toString('hex').toUpperCase()
      if (!isMaskable(sent)) return false
      const masked = maskChannels(sent, seen)
      const after = Buffer.from(masked, 'hex')
      const [was, is] = [decode(data.subarray(start, end)), decode(after.subarray(start, end))]
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

t.test('all channels: as it was sent', async t => {
  const [{ data } = { data: Buffer.alloc(0) }] = fc.sample(advertisements, 1)
  t.equal(maskChannels(data.toString('hex'), null), data.toString('hex'))
  t.equal(maskChannels(data.toString('hex'), channels).toLowerCase(), data.toString('hex'))
})

t.test('test vectors', async t => {
  const record = '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'
  t.ok(isMaskable(record))
  t.equal(maskChannels(record, []), '0201061BFF9904058000FFFFFFFF800080008000A076A44E37C207FC16453B')
  t.equal(maskChannels(record, ['temperature']), '0201061BFF9904050EA2FFFFFFFF800080008000A076A44E37C207FC16453B')
  t.equal(
    maskChannels(record, ['humidity', 'acceleration']),
    '0201061BFF99040580004339FFFF0024FFE003ECA076A44E37C207FC16453B',
  )
  t.equal(
    maskChannels(record, ['battery', 'Temperature', '']),
    maskChannels(record, []),
    'an unknown name shows nothing',
  )
  const specified = '1BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'
  t.equal(maskChannels(specified, ['pressure']), '1BFF9904058000FFFFC37C800080008000AC364200CDCBB8334C884F')
  t.equal(
    maskChannels(specified.toLowerCase(), ['pressure']),
    '1bff9904058000FFFFc37c800080008000ac364200cdcbb8334c884f',
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
