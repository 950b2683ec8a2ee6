/** Finds what stands on labels in what people type, paste or scan: MAC addresses and Device IDs. */
import { octetsIn } from '../frame/form.ts'

const dashes = '\\u2010-\\u2015'
/** Between octets; the same one between all of them. */
const separator = `[\\s:._${dashes}-]?`

/**
 * The source of a pattern for six octets that are no part of something longer, such as the ID on the same label. The
 * script that scans uses it, too.
 */
export const macPattern = `(?<![0-9A-Z]|(?<![0-9A-Z])[0-9A-F]{2}[\\s:._${dashes}-])[0-9A-F]{2}(${separator})(?:[0-9A-F]{2}\\1){4}[0-9A-F]{2}(?!\\1[0-9A-F]{2}(?![0-9A-Z])|[0-9A-Z])`

/** The source of a pattern for eight octets. Before them, a space may follow other octets: those of the MAC address. */
export const deviceIdPattern = `(?<![0-9A-Z]|[0-9A-F]{2}[:._${dashes}-])[0-9A-F]{2}(${separator})(?:[0-9A-F]{2}\\1){6}[0-9A-F]{2}(?!\\1[0-9A-F]{2}(?![0-9A-Z])|[0-9A-Z])`

const finderOf = (pattern: string) => {
  const compiled = new RegExp(pattern, 'i')
  return (text: string): string | undefined => {
    const [found] = compiled.exec(text) ?? []
    return found && octetsIn(found.replaceAll(/[^0-9A-F]/gi, ''))
  }
}

/** Finds the first MAC address in a text, in our spelling. */
export const scannedMac = finderOf(macPattern)

/** Finds the first Device ID in a text, in our spelling. */
export const scannedDeviceId = finderOf(deviceIdPattern)
