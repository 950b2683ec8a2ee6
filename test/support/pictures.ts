/** Pictures for tests, made byte by byte, with and without what they must lose. */
import { crc32, deflateSync } from 'node:zlib'

/** Words that only metadata contains. */
export const secrets = ['GPSLatitude', 'Helsinki', '60 deg 10']

const chunk = (type: string, body: Buffer) => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** An Exif block with a place: of format TIFF, in the order of bytes of Motorola, upside down (3). */
const exif = Buffer.concat([
  Buffer.from('4d4d002a00000008', 'hex'),
  Buffer.from('0002' + '011200030000000100030000' + '882500040000000100000026' + '00000000', 'hex'),
  Buffer.from('GPSLatitude 60 deg 10 Helsinki'),
])

export type PngOptions = {
  width?: number
  height?: number
  /** What is packed; otherwise as much as the picture has. */
  packed?: Buffer
  /** Chunks before the data, and bytes after the end. */
  extra?: [string, Buffer][]
  after?: Buffer
  interlace?: 0 | 1
}

/** A grey PNG. */
export function png({ width = 3, height = 2, packed, extra = [], after, interlace = 0 }: PngOptions = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, interlace], 8)
  const data = packed ?? deflateSync(Buffer.alloc((width + 1) * height, 0))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...extra.map(([type, body]) => chunk(type, body)),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
    after ?? Buffer.alloc(0),
  ])
}

/** A PNG that says where and by what it was taken, in every way that there is. */
export const placedPng = () =>
  png({
    extra: [
      ['eXIf', exif],
      ['tEXt', Buffer.from('Location\0Helsinki')],
      ['iTXt', Buffer.from('XML:com.adobe.xmp\0\0\0\0\0<x GPSLatitude="60 deg 10"/>')],
      ['iCCP', Buffer.from('Helsinki\0\0x')],
      ['gAMA', Buffer.from('0000b18f', 'hex')],
    ],
    after: Buffer.from('GPSLatitude after the end'),
  })

const segment = (kind: number, body: Buffer) => {
  const head = Buffer.from([0xff, kind, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** The parts of a grey JPEG that are needed to draw it; the data of its scan has a restart and a 0xff in it. */
export function jpegParts({ width = 8, height = 8 } = {}) {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  return {
    quantization: segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    frame: segment(0xc0, frame),
    huffman: segment(0xc4, Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(15), Buffer.from([0])])),
    scan: Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from('2bff00ffd07f', 'hex')]),
  }
}

const [start, end] = [Buffer.from('ffd8', 'hex'), Buffer.from('ffd9', 'hex')]

/** A grey JPEG of some parts. */
export const jpeg = (...parts: Buffer[]) => Buffer.concat([start, ...parts, end])

/** A JPEG that says where it was taken, in every way that there is, and that it is upside down. */
export function placedJpeg(): Buffer {
  const { quantization, frame, huffman, scan } = jpegParts()
  return Buffer.concat([
    jpeg(
      segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])),
      segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x GPSLatitude="60 deg 10"/>')),
      segment(0xed, Buffer.from('Photoshop 3.0\0Helsinki')),
      segment(0xfe, Buffer.from('taken in Helsinki <script>alert(1)</script>')),
      quantization,
      frame,
      huffman,
      scan,
    ),
    Buffer.from('GPSLatitude after the end'),
  ])
}
