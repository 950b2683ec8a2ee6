/** Texts of the scripts; all other texts come with the pages. */
export const words = {
  close: 'Close',
  failed: 'That did not work',
  notReached:
    'The service was not reached, so nothing has changed that we know of. Look at your connection, and try again.',
}
