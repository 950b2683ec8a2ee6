/** Renders a letter as HTML that is readable on a phone, in dark mode, and without images and scripts. */
import { html } from 'ghtml'
import type { Draft } from './draft.ts'

/** Renders a letter as HTML. */
export function htmlOf(draft: Draft): string {
  const {
    language,
    title,
    code,
    before,
    sensors,
    more,
    note,
    after,
    button,
    danger,
    unexpected,
    other,
    footer,
    settings,
  } = draft
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
!${brand}
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
!${below([...paragraphs(footer), settings && html`<p><a href="${settings.url}">${settings.label}</a></p>`])}
</div>
</div>
</body>
</html>
`
}

const paragraphs = (texts: string[]) => texts.map(text => html`<p>${text}</p>`)
const below = (pieces: (string | false | undefined)[]) => pieces.filter(Boolean).join('\n')

/** The logo as text and colours: mail programs show neither SVG nor, at first, images. */
const brand = html`<p class="brand"><span class="mark">S</span> sensor-share</p>`

const style = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 0; background: #f4f3ee; }
.page { padding: 24px 12px; background: #f4f3ee; color: #17211e;
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
.brand, .letter, .footer { max-width: 528px; margin: 0 auto; }
.brand { padding: 0 8px 16px; font-size: 17px; font-weight: 700; letter-spacing: -0.3px; }
.mark { display: inline-block; width: 28px; height: 28px; margin-right: 6px; border-radius: 8px; background: #0a6257; color: #ffffff;
  font-size: 18px; line-height: 28px; text-align: center; border-bottom: 3px solid #ffb74d; box-sizing: border-box; }
.letter { padding: 32px; border-radius: 20px; background: #ffffff; }
h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.25; letter-spacing: -0.4px; }
p { margin: 0 0 16px; }
ul { margin: 0 0 16px; padding: 12px 16px 12px 36px; border-radius: 12px; background: #f4f3ee; }
li { padding: 2px 0; font-weight: 600; }
li.more { list-style: none; font-weight: 400; }
blockquote { margin: 0 0 16px; padding: 12px 16px; border-radius: 12px; border-left: 4px solid #ffb74d; background: #f4f3ee; }
.code { margin: 0 0 16px; padding: 16px; border-radius: 12px; background: #dff0ea; text-align: center;
  font: 600 32px/1.2 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 6px; }
.do { margin: 24px 0; }
.button { display: inline-block; padding: 12px 24px; border-radius: 24px; background: #0a6257; color: #ffffff;
  font-weight: 600; text-decoration: none; }
.danger { background: #b3261e; }
.quiet { margin: 0; font-size: 14px; color: #56605b; }
.quiet a { color: #0a6257; }
.footer { padding: 16px 32px 0; font-size: 13px; color: #56605b; }
.footer p { margin: 0 0 4px; }
.footer a { color: #0a6257; }
@media (prefers-color-scheme: dark) {
  body, .page { background: #0e1513; color: #e8eeeb; }
  .letter { background: #18211e; }
  ul, blockquote { background: #0f1815; }
  .code { background: #1a3730; }
  .quiet, .footer { color: #a5b1ab; }
  .quiet a, .footer a { color: #6fd6c0; }
}
@media (max-width: 420px) {
  .page { padding: 16px 8px; }
  .letter { padding: 24px 20px; }
  .footer { padding: 16px 20px 0; }
}
`
