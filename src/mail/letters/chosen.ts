/**
 * Cleans text that other people wrote (names and notes), so that in a letter it stays one quoted piece without links.
 */

/** Control and invisible characters, except the joiners, which emoji and some scripts need. */
const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const somethingToSee = /(?!\s|\p{M}|\u200C|\u200D|\u115F|\u1160|\u2800|\u3164|\uFFA0)./u
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Writes a text on one line, without control characters, long runs of accents, or quotation marks that could end the
 * quotation. Returns '' if nothing visible is left.
 */
export function clean(text: string): string {
  const line = text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(unseen, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/[“”„‟«»]/g, '"')
    .trim()
  return somethingToSee.test(line) ? line : ''
}

/**
 * Shortens a text to `most` graphemes and about `8 * most` UTF-16 units, because a grapheme can consist of any number
 * of them.
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  let kept = ''
  let count = 0
  for (const { segment } of graphemes.segment(text)) {
    if (++count > most || kept.length + segment.length > 8 * most) return `${kept.trimEnd()}…`
    kept += segment
  }
  return text
}

/** Returns the lines of a note: at most 30, and never two empty ones in a row. */
export function noteLines(note: string): string[] {
  const lines = shorten(note, 1_000)
    .trim()
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map(clean)
    .filter((line, index, lines) => line || lines[index - 1])
  return lines.length > 30 ? [...lines.slice(0, 29), '…'] : lines
}

/** Keeps right-to-left text from reordering the text around it. */
export function isolate(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text
}

/**
 * Breaks everything that mail programs would turn into a link, with zero-width spaces, so that every link in a letter
 * is ours. The text stays readable.
 */
export function unlinked(text: string): string {
  return text
    .replace(/:(?=\/\/)/g, ':\u200B')
    .replace(/(?<=[\p{L}\p{M}\p{N}-])[.\u3002\uFF0E\uFF61](?=\p{L})/gu, '$&\u200B')
    .replace(/@(?=\S)/g, '@\u200B')
    .replace(/(?<=\b(?:mailto|tel|sms|javascript|data)):(?=\S)/gi, ':\u200B')
}
