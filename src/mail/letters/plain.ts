/** Renders a letter as plain text. */
import type { Draft } from './draft.ts'

/** Renders a letter as plain text. */
export function plain({
  title,
  code,
  before,
  sensors,
  more,
  note,
  after,
  button,
  unexpected,
  other,
  footer,
  settings,
}: Draft) {
  const blocks = [
    title,
    code && `    ${code}`,
    ...before,
    [...sensors.map(name => `  * ${name}`), more && `  ${more}`],
    note && [note.by, ...note.lines.map(line => `> ${line}`.trimEnd())],
    ...after,
    [`${button.label}:`, button.url],
    unexpected,
    other && [`${other.label}:`, other.url],
    ['--', ...footer, ...(settings ? [`${settings.label}:`, settings.url] : [])],
  ]
  return `${blocks
    .map(block => [block].flat().filter(Boolean).join('\n'))
    .filter(Boolean)
    .join('\n\n')}\n`
}
