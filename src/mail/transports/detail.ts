/**
 * Makes a mail server's error fit for the log and the database: short, on one line, without addresses and characters
 * that Postgres refuses.
 */

/** Joins the parts of an error to one line of at most 300 characters without addresses. */
export function detail(...parts: unknown[]): string {
  const text = parts.filter(Boolean).join(' ').slice(0, 2_000).replace(/\s+/g, ' ')
  const nameless = text.replaceAll('\0', '').replace(/[^\s<>'"(),;:]+@[^\s<>'"(),;:]+/g, '…')
  // The cut may have split a surrogate pair.
  return nameless.slice(0, 300).toWellFormed()
}
