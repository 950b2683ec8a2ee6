/** Copies a PNG without its metadata. */
import { crc32, createInflate } from 'node:zlib'
import type { Stripped } from './jpeg.ts'

/** What every PNG begins with. */
export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/** Chunks that are needed to draw the picture. */
const needed = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
/** Chunks that change its colours, by their exact length. They hold numbers only. */
const colours: Record<string, number> = { gAMA: 4, cHRM: 32, sRGB: 1 }

/** Most chunks. Programs write pictures of this size in some hundred; many empty ones would keep the process busy. */
const mostChunks = 4_000

type Header = { width: number; height: number; bytes: number }

/**
 * Keeps only what is needed to draw the picture; text, Exif, profiles, times, animations and what comes after the end
 * are dropped. Refuses pictures of more than `mostPixels` before anything is unpacked, and data that unpacks to more
 * than the picture has.
 */
export async function stripPng(bytes: Buffer, mostPixels: number): Promise<Stripped> {
  const parts: Buffer[] = [pngSignature]
  const data: Buffer[] = []
  let header: Header | undefined
  let at = pngSignature.length
  let chunks = 0
  for (let type = ''; type !== 'IEND'; chunks++) {
    const chunk = chunkAt(bytes, at)
    if (!chunk || chunks === mostChunks) return undefined
    type = chunk.type
    at += chunk.whole.length
    if ((type === 'IHDR') === (header !== undefined)) return undefined
    header ??= headerIn(chunk.body, mostPixels)
    if (!header) return undefined
    if (type === 'IDAT') data.push(chunk.body)
    if (needed.has(type) || colours[type] === chunk.body.length) parts.push(chunk.whole)
    // Programs must not draw a picture with a needed chunk that they don't know.
    else if (isCritical(type)) return undefined
  }
  if (!header || !(await unpacksTo(data, header.bytes))) return undefined
  return { width: header.width, height: header.height, content: Buffer.concat(parts) }
}

const isCritical = (type: string) => /^[A-Z]/.test(type)

function chunkAt(bytes: Buffer, at: number): { type: string; body: Buffer; whole: Buffer } | undefined {
  if (at + 12 > bytes.length) return undefined
  const length = bytes.readUInt32BE(at)
  const end = at + 12 + length
  const type = bytes.toString('latin1', at + 4, at + 8)
  if (end > bytes.length || !/^[A-Za-z]{4}$/.test(type)) return undefined
  if (bytes.readUInt32BE(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return undefined
  return { type, body: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) }
}

/** Samples of a pixel, by the type of colour. */
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Reads the size, and how many bytes the picture has unpacked; undefined if it is none, or too large. */
function headerIn(body: Buffer, mostPixels: number): Header | undefined {
  if (body.length !== 13) return undefined
  const [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
  const [depth = 0, colour = 0, compression, filter, interlace] = body.subarray(8)
  const ofPixel = samples[colour]
  if (!ofPixel || ![1, 2, 4, 8, 16].includes(depth) || compression !== 0 || filter !== 0) return undefined
  if (width === 0 || height === 0 || width * height > mostPixels || (interlace !== 0 && interlace !== 1))
    return undefined
  const rows = interlace === 0 ? [[width, height] as const] : passes(width, height)
  const bytes = rows.reduce((sum, [w, h]) => sum + (w === 0 ? 0 : h * (1 + Math.ceil((w * ofPixel * depth) / 8))), 0)
  return { width, height, bytes }
}

/** The sizes of the seven pictures of which an interlaced one is made (Adam7). */
function passes(width: number, height: number) {
  const grid = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const
  return grid.map(([x, y, dx, dy]) => [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)] as const)
}

/**
 * Tests whether data unpacks to exactly so many bytes, with nothing after its end. Nothing is kept, and it stops at the
 * first byte too many.
 */
async function unpacksTo(data: Buffer[], bytes: number): Promise<boolean> {
  const inflate = createInflate()
  let count = 0
  try {
    const packed = Buffer.concat(data)
    inflate.end(packed)
    for await (const chunk of inflate) {
      count += chunk.length
      if (count > bytes) return false
    }
    return count === bytes && inflate.bytesWritten === packed.length
  } catch {
    return false
  } finally {
    inflate.destroy()
  }
}
