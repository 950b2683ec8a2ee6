/** Ruuvi's frames: which channels they carry, and how to hide some of them. */

/** Tells whether channels can be hidden in an advertisement: its format is known, and has codes for "not available". */
export function isMaskable(_data: string): boolean {
  throw new Error('not built yet')
}

/** Hides all channels of an advertisement but those named; null channels: all may be seen. Only for maskable ones. */
export function mask(_data: string, _channels: string[] | null): string {
  throw new Error('not built yet')
}
