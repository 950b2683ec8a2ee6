/** Texts of the pages behind the link of a deletion email. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Delete your account?',
  what: 'Your sensors and sessions are deleted. People you share with lose access and get an email, and you lose access to what is shared with you. This cannot be undone.',
  remove: 'Delete my account',
  notYou: 'Didn’t request this? Close this page, and nothing happens.',
  done: 'Your account is deleted',
  unknown: (email: string) => `${email} is no longer stored here. You can sign up again at any time.`,
  again: 'Sign up again',
  ended: 'This link has ended',
  why: 'It was already used, or it is older than a day. If you still want to delete your account, request a new email in your app, or here.',
  account: 'Your account',
}

/** What every language has. */
export type Words = typeof en

const fi: Words = {
  title: 'Poistetaanko tilisi?',
  what: 'Anturisi ja istuntosi poistetaan. Ne, joiden kanssa jaat, menettävät käyttöoikeutensa ja saavat sähköpostin, ja sinä menetät sen, mitä kanssasi on jaettu. Poistoa ei voi perua.',
  remove: 'Poista tilini',
  notYou: 'Etkö pyytänyt tätä? Sulje tämä sivu, niin mitään ei tapahdu.',
  done: 'Tilisi on poistettu',
  unknown: email => `Osoitetta ${email} ei enää säilytetä täällä. Voit luoda tilin uudelleen milloin tahansa.`,
  again: 'Luo tili uudelleen',
  ended: 'Tämä linkki ei ole enää voimassa',
  why: 'Se on jo käytetty tai yli vuorokauden vanha. Jos haluat yhä poistaa tilisi, pyydä uusi sähköposti sovelluksessasi tai täällä.',
  account: 'Tilisi',
}

const de: Words = {
  title: 'Dein Konto löschen?',
  what: 'Deine Sensoren und Sitzungen werden gelöscht. Personen, mit denen du teilst, verlieren den Zugriff und bekommen eine E-Mail, und du verlierst, was mit dir geteilt wird. Das lässt sich nicht rückgängig machen.',
  remove: 'Mein Konto löschen',
  notYou: 'Das warst du nicht? Schließe diese Seite, dann passiert nichts.',
  done: 'Dein Konto ist gelöscht',
  unknown: email => `${email} ist hier nicht mehr gespeichert. Du kannst dich jederzeit neu registrieren.`,
  again: 'Neu registrieren',
  ended: 'Dieser Link ist abgelaufen',
  why: 'Er wurde schon benutzt oder ist älter als einen Tag. Wenn du dein Konto weiterhin löschen möchtest, fordere in deiner App oder hier eine neue E-Mail an.',
  account: 'Dein Konto',
}

const sv: Words = {
  title: 'Radera ditt konto?',
  what: 'Dina sensorer och sessioner raderas. De du delar med förlorar åtkomsten och får ett mejl, och du förlorar det som delas med dig. Det går inte att ångra.',
  remove: 'Radera mitt konto',
  notYou: 'Har du inte begärt det här? Stäng sidan, så händer ingenting.',
  done: 'Ditt konto är raderat',
  unknown: email => `${email} finns inte längre sparad här. Du kan skapa ett konto igen när som helst.`,
  again: 'Skapa konto igen',
  ended: 'Länken gäller inte längre',
  why: 'Den är redan använd eller äldre än ett dygn. Om du fortfarande vill radera ditt konto kan du begära ett nytt mejl i din app eller här.',
  account: 'Ditt konto',
}

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
