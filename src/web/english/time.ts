/** The words for how long ago something was. */
export const time = {
  now: 'just now',
  relative: new Intl.RelativeTimeFormat('en', { numeric: 'always' }),
}
