/** What is kept and logged of an error that a mail server told: short, on one line, without addresses, and such that a database takes it. */

export function detail(...parts: unknown[]): string {
  const text = parts.filter(Boolean).join(' ').slice(0, 2_000).replace(/\s+/g, ' ')
  const nameless = text.replaceAll('\0', '').replace(/[^\s<>'"(),;:]+@[^\s<>'"(),;:]+/g, '…')
  // To cut may leave half a character.
  return nameless.slice(0, 300).toWellFormed()
}
