/** What a page shows where there is nothing to list: a drawing, a sentence, and what to do. */
import { html } from 'ghtml'

/** Shapes in 192 by 144 units; frame.css has the colours: `soft` behind, `body` of things, `sun` for the one bright part. */
const drawings = {
  /** A sensor that two people see. */
  shared:
    '<ellipse class="soft" cx="96" cy="120" rx="84" ry="15"/><circle class="body" cx="44" cy="66" r="15"/><path class="body" d="M18 118a26 26 0 0 1 52 0z"/><circle class="body" cx="148" cy="66" r="15"/><path class="body" d="M122 118a26 26 0 0 1 52 0z"/><circle class="body" cx="96" cy="38" r="22"/><circle cx="96" cy="38" r="13"/><circle class="sun" cx="96" cy="38" r="5"/><path class="thin" d="M72 48 60 56M120 48l12 8"/>',
  /** A sensor that radiates, and a house that is still dotted. */
  sensors:
    '<ellipse class="soft" cx="96" cy="118" rx="80" ry="16"/><path class="thin" d="M30 116V70l34-28 34 28v46"/><circle class="body" cx="124" cy="86" r="28"/><circle cx="124" cy="86" r="18"/><circle class="sun" cx="124" cy="86" r="6"/><path d="M148 46a36 36 0 0 1 16 16M156 30a54 54 0 0 1 24 24"/>',
  /** A magnifying glass over lines. */
  search:
    '<ellipse class="soft" cx="96" cy="122" rx="76" ry="14"/><rect class="body" x="36" y="24" width="92" height="92" rx="14"/><path class="thin" d="M54 48h56M54 70h40M54 92h30"/><circle class="body" cx="118" cy="78" r="28"/><path d="m139 99 23 23"/><path d="M107 82a12 12 0 0 1 22 0"/><circle class="sun" cx="110" cy="70" r="4"/><circle class="sun" cx="126" cy="70" r="4"/>',
  /** Two people, one of whom is still dotted. */
  contacts:
    '<ellipse class="soft" cx="96" cy="120" rx="80" ry="16"/><circle class="body" cx="70" cy="52" r="20"/><path class="body" d="M34 118a36 36 0 0 1 72 0z"/><circle class="thin" cx="134" cy="62" r="16"/><path class="thin" d="M106 118a28 28 0 0 1 56 0z"/><circle class="sun" cx="102" cy="30" r="8"/><path d="M102 26v8M98 30h8" stroke="#17211e" stroke-width="2"/>',
  /** An open envelope with a dot that flies in. */
  invitations:
    '<ellipse class="soft" cx="96" cy="124" rx="76" ry="12"/><path class="body" d="M40 62 96 26l56 36v54a8 8 0 0 1-8 8H48a8 8 0 0 1-8-8z"/><path d="m40 66 56 36 56-36M40 120l40-28M152 120l-40-28"/><circle class="sun" cx="96" cy="62" r="9"/><path class="thin" d="M96 44V8"/>',
  /** A clock, and a line of days before it. */
  history:
    '<ellipse class="soft" cx="96" cy="122" rx="76" ry="14"/><circle class="body" cx="96" cy="70" r="44"/><path d="M96 42v28l18 12"/><path class="thin" d="M20 70h24M148 70h24"/><circle class="sun" cx="96" cy="26" r="7"/>',
  /** A gateway that listens. */
  gateways:
    '<ellipse class="soft" cx="96" cy="120" rx="80" ry="15"/><rect class="body" x="44" y="80" width="104" height="38" rx="12"/><path d="M66 99h.1M82 99h.1M124 99h8M96 80V56"/><path d="M78 42a26 26 0 0 1 36 0M64 26a46 46 0 0 1 64 0"/><circle class="sun" cx="96" cy="53" r="7"/>',
} as const

/** The name of a drawing. */
export type Drawing = keyof typeof drawings

/** Renders a decorative drawing. It has a size of its own, so that nothing moves before the stylesheet is there. */
export const art = (name: Drawing) =>
  html`<svg class="art" viewBox="0 0 192 144" width="192" height="144" fill="none" aria-hidden="true">!${drawings[name]}</svg>`

/** Renders an empty list; `content` is HTML: a sentence in <p>, and mostly a link or a button. */
export const emptyState = (name: Drawing, content: string) =>
  html`<div class="sheet empty">!${art(name)}!${content}</div>`
