/** Texts around the pages, and those that several pages need; the texts of each page are in a file of its own. */
import { counts } from '../language/counts.ts'
import type { Texts } from '../language/texts.ts'

const en = {
  skip: 'Skip to the content',
  places: 'Places',
  sensors: 'Sensors',
  contacts: 'Contacts',
  invitations: 'Invitations',
  history: 'History',
  account: 'Account',
  gateways: 'Gateways',
  me: (email: string) => `Signed in as ${email}`,
  waiting: (count: number) => counts.en(count, '# is waiting', '# are waiting'),
  signOut: 'Sign out',
  undo: 'Undo',
  undoHow: 'You can undo this for 15 seconds, with the button or Ctrl+Z.',
  nothing: 'Page not found',
  broken: 'Something went wrong',
  failed: 'That did not work',
  tooMany: (minutes: number) => `Too many tries. Try again in ${counts.en(minutes, 'a minute', '# minutes')}.`,
  backToSensors: 'Back to your sensors',
  /** For the script of the dialog. */
  dialog: {
    close: 'Close',
    failed: 'That did not work',
    notReached:
      'The service was not reached, so nothing has changed that we know of. Look at your connection, and try again.',
  },
  badName: 'Enter a name of one line, up to 200 characters.',
}

const fi: Words = {
  skip: 'Siirry sisältöön',
  places: 'Sivut',
  sensors: 'Anturit',
  contacts: 'Yhteystiedot',
  invitations: 'Kutsut',
  history: 'Historia',
  account: 'Tili',
  gateways: 'Yhdyskäytävät',
  me: email => `Kirjautunut: ${email}`,
  waiting: count => counts.fi(count, '# odottaa', '# odottaa'),
  signOut: 'Kirjaudu ulos',
  undo: 'Kumoa',
  undoHow: 'Voit kumota tämän 15 sekunnin ajan painikkeella tai näppäimillä Ctrl+Z.',
  nothing: 'Sivua ei löydy',
  broken: 'Jokin meni vikaan',
  failed: 'Se ei onnistunut',
  tooMany: minutes => `Liian monta yritystä. Yritä uudelleen ${counts.fi(minutes, 'minuutin', '# minuutin')} kuluttua.`,
  backToSensors: 'Takaisin antureihin',
  dialog: {
    close: 'Sulje',
    failed: 'Se ei onnistunut',
    notReached:
      'Palveluun ei saatu yhteyttä, joten mikään ei tiettävästi ole muuttunut. Tarkista yhteytesi ja yritä uudelleen.',
  },
  badName: 'Kirjoita yhden rivin nimi, enintään 200 merkkiä.',
}

const de: Words = {
  skip: 'Zum Inhalt springen',
  places: 'Seiten',
  sensors: 'Sensoren',
  contacts: 'Kontakte',
  invitations: 'Einladungen',
  history: 'Verlauf',
  account: 'Konto',
  gateways: 'Gateways',
  me: email => `Angemeldet als ${email}`,
  waiting: count => counts.de(count, '# wartet', '# warten'),
  signOut: 'Abmelden',
  undo: 'Rückgängig',
  undoHow: 'Du kannst das 15 Sekunden lang rückgängig machen, mit der Taste oder mit Strg+Z.',
  nothing: 'Seite nicht gefunden',
  broken: 'Etwas ist schiefgegangen',
  failed: 'Das hat nicht geklappt',
  tooMany: minutes =>
    `Zu viele Versuche. Versuch es in ${counts.de(minutes, 'einer Minute', '# Minuten')} noch einmal.`,
  backToSensors: 'Zurück zu deinen Sensoren',
  dialog: {
    close: 'Schließen',
    failed: 'Das hat nicht geklappt',
    notReached:
      'Der Dienst war nicht erreichbar, also hat sich, soweit wir wissen, nichts geändert. Prüfe deine Verbindung, und versuch es noch einmal.',
  },
  badName: 'Gib einen Namen in einer Zeile ein, mit höchstens 200 Zeichen.',
}

const sv: Words = {
  skip: 'Hoppa till innehållet',
  places: 'Sidor',
  sensors: 'Sensorer',
  contacts: 'Kontakter',
  invitations: 'Inbjudningar',
  history: 'Historik',
  account: 'Konto',
  gateways: 'Gateways',
  me: email => `Inloggad som ${email}`,
  waiting: count => counts.sv(count, '# väntar', '# väntar'),
  signOut: 'Logga ut',
  undo: 'Ångra',
  undoHow: 'Du kan ångra det här i 15 sekunder, med knappen eller Ctrl+Z.',
  nothing: 'Sidan hittades inte',
  broken: 'Något gick fel',
  failed: 'Det gick inte',
  tooMany: minutes => `För många försök. Försök igen om ${counts.sv(minutes, 'en minut', '# minuter')}.`,
  backToSensors: 'Tillbaka till dina sensorer',
  dialog: {
    close: 'Stäng',
    failed: 'Det gick inte',
    notReached: 'Tjänsten gick inte att nå, så inget har ändrats vad vi vet. Kontrollera anslutningen och försök igen.',
  },
  badName: 'Ange ett namn på en rad, högst 200 tecken.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
