import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { mostPixels, stripPicture } from '../../../src/sensors/picture/strip.ts'
import { jpeg, jpegParts, placedJpeg, placedPng, png, secrets } from '../../support/pictures.ts'

t.test('a PNG keeps what is drawn, and loses where it was taken', async t => {
  const picture = await stripPicture(placedPng())
  t.match(picture, { type: 'image/png' })
  for (const secret of secrets) t.notOk(picture?.content.includes(secret), secret)
  const gamma: [string, Buffer] = ['gAMA', Buffer.from('0000b18f', 'hex')]
  t.same(picture?.content, png({ extra: [gamma] }), 'the rest is the same, byte by byte')
  t.same((await stripPicture(picture?.content ?? Buffer.alloc(0)))?.content, picture?.content, 'twice is as once')
})

t.test('a JPEG keeps what is drawn and which way up it is, and loses where it was taken', async t => {
  const picture = await stripPicture(placedJpeg())
  t.match(picture, { type: 'image/jpeg' })
  for (const secret of [...secrets, 'script', 'JFIF', 'adobe']) t.notOk(picture?.content.includes(secret), secret)
  const { quantization, frame, huffman, scan } = jpegParts()
  const upsideDown = Buffer.from(
    'ffe10022' + '457869660000' + '4d4d002a00000008' + '0001011200030000000100030000' + '00000000',
    'hex',
  )
  t.same(picture?.content, jpeg(upsideDown, quantization, frame, huffman, scan))
  t.same((await stripPicture(picture?.content ?? Buffer.alloc(0)))?.content, picture?.content, 'twice is as once')
})

t.test('what is no picture is refused, whatever it begins with', async t => {
  const { quantization, frame, huffman, scan } = jpegParts()
  const script = Buffer.from('<script>alert(1)</script>')
  const signature = png().subarray(0, 8)
  const damaged = png()
  damaged.writeUInt8(7, 20)
  for (const [name, bytes] of Object.entries({
    nothing: Buffer.alloc(0),
    'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'an SVG': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    'a GIF that is a script': Buffer.from('GIF89a=1;alert(1)//'),
    'a script that begins like a PNG': Buffer.concat([signature, script]),
    'a script that begins like a JPEG': Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), script]),
    'a JPEG that is cut off': placedJpeg().subarray(0, 300),
    'a JPEG without a frame': jpeg(quantization, huffman),
    'a JPEG without a scan': jpeg(quantization, frame, huffman),
    'a JPEG of two frames': jpeg(quantization, frame, frame, huffman, scan),
    'a JPEG with a marker of none': jpeg(quantization, frame, Buffer.from('ffc80002', 'hex'), huffman, scan),
    'a PNG with a wrong checksum': damaged,
    'a PNG with a second header': png({ extra: [['IHDR', png().subarray(16, 29)]] }),
    'a PNG with an unknown needed chunk': png({ extra: [['EVIL', script]] }),
    'a PNG whose data is a script': png({ packed: script }),
    'a PNG with too little data': png({ packed: deflateSync(Buffer.alloc(7)) }),
    'a PNG with something behind its data': png({ packed: Buffer.concat([deflateSync(Buffer.alloc(8)), script]) }),
    'a PNG without an end': png().subarray(0, -12),
  })) {
    t.equal(await stripPicture(bytes), undefined, name)
  }
})

t.test('bombs are refused: too many pixels, too many scans, more data than the picture has', async t => {
  const { quantization, huffman, scan, frame } = jpegParts()
  const large = jpegParts({ width: 65_535, height: 65_535 })
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024))
  t.ok(bomb.length < 100_000)
  for (const [name, bytes] of Object.entries({
    'a PNG of 50,000 × 50,000': png({ width: 50_000, height: 50_000, packed: bomb }),
    'a PNG of 3 × 2 with 64 MiB': png({ packed: bomb }),
    'a PNG of no width': png({ width: 0, packed: bomb }),
    'a JPEG of 65,535 × 65,535': jpeg(quantization, large.frame, huffman, scan),
    'a JPEG of no height': jpeg(quantization, jpegParts({ height: 0 }).frame, huffman, scan),
    'a JPEG of 260,000 empty tables': jpeg(
      quantization,
      frame,
      huffman,
      Buffer.alloc(1_040_000, 'ffdb0002', 'hex'),
      scan,
    ),
    'a PNG of 80,000 empty chunks': png({ extra: Array(80_000).fill(['tEXt', Buffer.alloc(0)]) }),
    'a JPEG of 65 scans': jpeg(quantization, frame, huffman, ...Array(65).fill(scan)),
  })) {
    t.equal(await stripPicture(bytes), undefined, name)
  }
  t.ok(await stripPicture(jpeg(quantization, frame, huffman, ...Array(64).fill(scan))))
  t.ok(await stripPicture(png({ width: 4096, height: mostPixels / 4096 })), 'the largest that is kept')
})

t.test('interlaced PNGs have rows of their own', async t => {
  // Of 3 × 2 pixels four of the seven passes have a row: of 1, 1, 1 and 3 pixels.
  const rows = [1, 1, 1, 3]
  const bytes = rows.reduce((sum, width) => sum + 1 + width, 0)
  t.ok(await stripPicture(png({ interlace: 1, packed: deflateSync(Buffer.alloc(bytes)) })))
  t.notOk(await stripPicture(png({ interlace: 1, packed: deflateSync(Buffer.alloc(bytes + 1)) })))
})

t.test('whatever is changed in a picture, it is refused or loses its metadata', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(placedJpeg(), placedPng()),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      fc.nat(),
      async (picture, changes, cut) => {
        const bytes = Buffer.from(picture)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const end = cut % 3 === 0 ? cut % bytes.length : bytes.length
        const found = await stripPicture(bytes.subarray(0, end))
        if (!found) return
        const again = await stripPicture(found.content)
        t.same(again?.content, found.content)
      },
    ),
    { numRuns: 500 },
  )
  t.pass()
})
