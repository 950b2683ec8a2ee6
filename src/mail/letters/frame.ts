/** Renders a letter as HTML that is readable on a phone, in dark mode, and without images and scripts. */
import { html } from 'ghtml'
import type { Draft } from './draft.ts'

/** Renders a letter as HTML. */
export function htmlOf(draft: Draft): string {
  const { language, title, code, before, sensors, more, note, after, button, danger, unexpected, other, footer } = draft
  const items = [...sensors.map(name => html`<li>${name}</li>`), more && html`<li class="more">${more}</li>`]
  const lines = note?.lines.map(line => html`<bdi>${line}</bdi>`).join('<br>\n')
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${draft.subject}</title>
<style>!${style}</style>
</head>
<body>
<div class="page">
<div class="letter">
!${below([
    html`<h1>${title}</h1>`,
    code && html`<p class="code">${code}</p>`,
    ...paragraphs(before),
    sensors.length > 0 && html`<ul>!${below(items)}</ul>`,
    note && html`<p>${note.by}</p><blockquote>!${lines ?? ''}</blockquote>`,
    ...paragraphs(after),
    html`<p class="do"><a class="${danger ? 'button danger' : 'button'}" href="${button.url}">${button.label}</a></p>`,
    html`<p class="quiet">${unexpected}!${other ? html` <a href="${other.url}">${other.label}</a>.` : ''}</p>`,
  ])}
</div>
<div class="footer">
!${below(paragraphs(footer))}
</div>
</div>
</body>
</html>
`
}

const paragraphs = (texts: string[]) => texts.map(text => html`<p>${text}</p>`)
const below = (pieces: (string | false | undefined)[]) => pieces.filter(Boolean).join('\n')

const style = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 0; background: #eef1f0; }
.page { padding: 24px 12px; background: #eef1f0; color: #1c2423;
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
.letter, .footer { max-width: 528px; margin: 0 auto; }
.letter { padding: 24px; border-radius: 12px; background: #ffffff; }
h1 { margin: 0 0 16px; font-size: 21px; line-height: 1.3; }
p { margin: 0 0 16px; }
ul { margin: 0 0 16px; padding: 12px 16px 12px 36px; border-radius: 8px; background: #eef1f0; }
li { padding: 2px 0; font-weight: 600; }
li.more { list-style: none; font-weight: 400; }
blockquote { margin: 0 0 16px; padding: 2px 0 2px 14px; border-left: 3px solid #9fb1ad; font-style: italic; }
.code { margin: 0 0 16px; padding: 12px; border-radius: 8px; background: #eef1f0; text-align: center;
  font: 600 32px/1.2 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 6px; }
.do { margin: 24px 0; }
.button { display: inline-block; padding: 12px 22px; border-radius: 8px; background: #0f6b62; color: #ffffff;
  font-weight: 600; text-decoration: none; }
.danger { background: #b3261e; }
.quiet { margin: 0; font-size: 14px; color: #566360; }
.quiet a { color: #0f6b62; }
.footer { padding: 16px 24px 0; font-size: 13px; color: #5d6a67; }
.footer p { margin: 0 0 4px; }
@media (prefers-color-scheme: dark) {
  body, .page { background: #121716; color: #e6ebea; }
  .letter { background: #1d2423; }
  ul, .code { background: #121716; }
  blockquote { border-color: #566360; }
  .quiet, .footer { color: #a5b2af; }
  .quiet a { color: #7fd0c4; }
}
@media (max-width: 420px) {
  .page { padding: 12px 8px; }
  .letter { padding: 20px 16px; }
  .footer { padding: 16px 16px 0; }
}
`
