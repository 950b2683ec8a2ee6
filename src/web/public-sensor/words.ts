/** Texts of the page of a public sensor. */
export const words = {
  intro: 'The owner has made this sensor public.',
}
