/** Texts of relative times. */
export const time = {
  now: 'just now',
  relative: new Intl.RelativeTimeFormat('en', { numeric: 'always' }),
}
