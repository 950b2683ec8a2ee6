/** Who is calling, as every part of the service knows them. */

/**
 * The person who is calling, the session of their token if it names one, and when the token ends, in seconds, if it does; or
 * the access key that a program signed with.
 */
export type Caller = { id: number; email: string; session?: string; tokenEnds?: number; accessKey?: string }

/** A caller as the database knows them, with the requests a minute that their plan allows. */
export type Identified = Caller & { perMinute: number }

/** Whom a token names. */
export type Identity = { email: string; session: string | null }
