/** What is kept and logged of an error that a mail server told: short, on one line, and without addresses. */

export function detail(...parts: unknown[]): string {
  const text = parts.filter(Boolean).join(' ').slice(0, 2_000).replace(/\s+/g, ' ')
  return text.replace(/[^\s<>'"(),;:]+@[^\s<>'"(),;:]+/g, '…').slice(0, 300)
}
