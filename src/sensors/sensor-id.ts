/** What counts as the id of a sensor or device. */

/** Tells whether a text is one, in whatever case: six octets (a Ruuvi MAC), or eight. */
export function isSensorId(text: string): boolean {
  return /^([0-9a-f]{2}:){5}([0-9a-f]{2}:[0-9a-f]{2}:)?[0-9a-f]{2}$/i.test(text)
}
