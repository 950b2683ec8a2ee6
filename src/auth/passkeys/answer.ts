/** The answers of authenticators: JSON that strangers send, judged by a library. */

/** Loads the library when it is first needed: it takes longer to load than all other packages of sign-in together. */
export const webauthn = () => import('@simplewebauthn/server')

/** Parses an answer and returns what `judge` makes of it; undefined if it is malformed, or `judge` throws. */
export async function readAnswer<Answer, Result>(
  json: string,
  judge: (answer: Answer) => Promise<Result | undefined>,
): Promise<Result | undefined> {
  try {
    return await judge(JSON.parse(json))
  } catch {
    // The library throws an error for whatever is wrong with an answer; which it is, is nobody's business.
    return undefined
  }
}
