/** Copies a JPEG without its metadata. */

/** A picture without metadata; undefined: it is none, or none that we keep. */
export type Stripped = { width: number; height: number; content: Buffer } | undefined

/** Most scans of a progressive picture. Cameras and programs write about ten; hundreds keep a browser busy for minutes. */
const mostScans = 64

/** Most segments. Pictures have about twenty; a million empty ones would keep the process busy. */
const mostSegments = 1_000

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, app0: 0xe0, exif: 0xe1, adobe: 0xee, comment: 0xfe }
/** Frames that browsers draw: baseline, extended and progressive. */
const frames = new Set([0xc0, 0xc1, 0xc2])
/** Segments that are needed to draw the picture: tables of Huffman codes and of quantization, the restart interval. */
const needed = new Set([0xc4, 0xdb, 0xdd])

/**
 * Keeps only what is needed to draw the picture: frame, tables and scans. Of the metadata it keeps the orientation and how
 * colours are stored. It drops everything after the end.
 */
export function stripJpeg(bytes: Buffer): Stripped {
  const parts: Buffer[] = [Buffer.from([0xff, marker.start])]
  const put = (kind: number, body: Buffer) => parts.push(Buffer.from([0xff, kind]), lengthOf(body), body)
  let size: { width: number; height: number } | undefined
  let scans = 0
  let at = 2
  for (let segments = 0; ; segments++) {
    const segment = segmentAt(bytes, at)
    if (!segment || segments === mostSegments) return undefined
    const { kind, body } = segment
    at = segment.end
    if (kind === marker.end) break
    if (frames.has(kind)) {
      if (size || !isFrame(body)) return undefined
      size = { height: body.readUInt16BE(1), width: body.readUInt16BE(3) }
      put(kind, body)
    } else if (needed.has(kind)) {
      put(kind, body)
    } else if (kind === marker.scan) {
      if (!size || ++scans > mostScans) return undefined
      const end = endOfScan(bytes, at)
      put(kind, body)
      parts.push(bytes.subarray(at, end))
      at = end
    } else if (kind === marker.exif && parts.length === 1) {
      const way = orientationIn(body)
      if (way > 1) put(kind, orientation(way))
    } else if (kind === marker.adobe && body.length >= 12 && body.toString('latin1', 0, 5) === 'Adobe') {
      put(kind, body.subarray(0, 12))
    } else if (!(kind >= marker.app0 && kind <= 0xef) && kind !== marker.comment) {
      return undefined
    }
  }
  if (!size || scans === 0) return undefined
  parts.push(Buffer.from([0xff, marker.end]))
  return { ...size, content: Buffer.concat(parts) }
}

/** Reads the segment at an offset; undefined if none is there, or if it is cut off. */
function segmentAt(bytes: Buffer, at: number): { kind: number; body: Buffer; end: number } | undefined {
  let start = at
  if (bytes[start] !== 0xff) return undefined
  // Any number of 0xff may come before a marker.
  while (bytes[start + 1] === 0xff) start++
  const kind = bytes[start + 1]
  if (kind === undefined) return undefined
  if (kind === marker.end) return { kind, body: Buffer.alloc(0), end: start + 2 }
  if (start + 4 > bytes.length) return undefined
  const end = start + 2 + bytes.readUInt16BE(start + 2)
  if (end < start + 4 || end > bytes.length) return undefined
  return { kind, body: bytes.subarray(start + 4, end), end }
}

/** Finds where the data of a scan ends: at a marker other than a restart. A 0xff of the data is followed by 0. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  for (; at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

/** Eight bits, one to four components, and a header that is as long as it says. */
function isFrame(body: Buffer): boolean {
  const components = body[5] ?? 0
  return body[0] === 8 && [1, 3, 4].includes(components) && body.length === 6 + 3 * components
}

/** Reads from Exif which way up the picture is, 1 to 8; 1 if it doesn't say. */
function orientationIn(body: Buffer): number {
  if (body.length < 14 || body.toString('latin1', 0, 6) !== 'Exif\0\0') return 1
  const tiff = body.subarray(6)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number) => (at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const list = long(4)
  for (let entry = 0; entry < Math.min(short(list), 200); entry++) {
    const at = list + 2 + entry * 12
    if (short(at) === 0x0112) return short(at + 8) <= 8 ? short(at + 8) : 1
  }
  return 1
}

/** Makes an Exif segment that says which way up the picture is, and nothing else. */
function orientation(way: number): Buffer {
  const body = Buffer.from(
    '457869660000' + '4d4d002a00000008' + '0001' + '01120003000000010000' + '0000' + '00000000',
    'hex',
  )
  body.writeUInt16BE(way, 24)
  return body
}

function lengthOf(body: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length + 2)
  return length
}
