/** Judges a picture by its content, and copies it without metadata. */
import { stripJpeg } from './jpeg.ts'
import { pngSignature, stripPng } from './png.ts'

/** Most bytes of a picture. */
export const mostBytes = 1024 * 1024
/** Most pixels: programs that draw a picture unpack all of them. */
export const mostPixels = 4096 * 4096

/** A picture that can be kept. */
export type CleanPicture = { type: 'image/jpeg' | 'image/png'; content: Buffer }

/**
 * Copies a JPEG or PNG without where, when and by what it was taken, and without anything that is not drawn. Returns
 * undefined if it is neither, is damaged, or has too many pixels.
 */
export async function stripPicture(bytes: Buffer): Promise<CleanPicture | undefined> {
  const isPng = bytes.subarray(0, pngSignature.length).equals(pngSignature)
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8
  const found = isPng ? await stripPng(bytes, mostPixels) : isJpeg ? stripJpeg(bytes) : undefined
  if (!found || found.width === 0 || found.height === 0 || found.width * found.height > mostPixels) return undefined
  return { type: isPng ? 'image/png' : 'image/jpeg', content: found.content }
}
