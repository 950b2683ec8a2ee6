/** The frame of every page: readable on a phone, in the dark, and without scripts. */
import { html } from 'ghtml'

/** A page as the answer to a request; a handler returns it where the contract offers text/html. */
export class Page {
  readonly html: string
  readonly status: number

  constructor(title: string, body: string, status = 200) {
    this.status = status
    this.html = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · sensor-share</title>
<style>!${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
!${body}
</main>
</body>
</html>
`
  }
}

const style = `
:root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 34rem; margin: 0 auto; padding: 12vh 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; }
button { font: inherit; font-weight: 600; padding: .7rem 1.3rem; border: 0; border-radius: .5rem; cursor: pointer; }
button { background: #2456c4; color: #fff; }
button.danger { background: #b3261e; }
button.quiet { background: #8883; color: inherit; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; }
textarea { box-sizing: border-box; width: 100%; padding: .6rem; font: .9rem/1.4 ui-monospace, monospace; }
button:focus-visible { outline: 3px solid #4c8bf5; outline-offset: 2px; }
`
