/** The time zone in which a person reads times. */

/** The setting that names a person's time zone. */
export const zoneSetting = 'TIME_ZONE'
