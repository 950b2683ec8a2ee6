/** Texts of relative times. */
export const words = {
  now: 'just now',
  relative: new Intl.RelativeTimeFormat('en', { numeric: 'always' }),
}
