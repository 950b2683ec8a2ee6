/** The time zone in which a person reads times. */

/** The setting that names a person's time zone. */
export const zoneSetting = 'TIME_ZONE'

/** Returns the time zone that a person's settings name; undefined if they name none, or an unknown one. */
export function chosenZone(settings: Readonly<Record<string, string>> | null | undefined): string | undefined {
  const zone = settings && Object.hasOwn(settings, zoneSetting) ? settings[zoneSetting] : undefined
  if (!zone) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
