/** Checks ids of sensors and devices. */

/** Checks that a text is an id, in any case: six octets (a Ruuvi MAC) or eight. */
export function isSensorId(text: string): boolean {
  return /^([0-9a-f]{2}:){5}([0-9a-f]{2}:[0-9a-f]{2}:)?[0-9a-f]{2}$/i.test(text)
}
