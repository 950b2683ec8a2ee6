/** Texts of the page of a public sensor. */
export const words = {
  intro: 'Its owner shows this sensor to everybody.',
}
