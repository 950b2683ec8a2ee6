/** Texts of the page that signs out everywhere by a link. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Sign out everywhere?',
  what: 'All browsers and apps are signed out, passkeys are removed, and all access keys, tokens and addresses for phones of your account stop working. Sensors and shares stay as they are, and you can sign in again at once with a code by email.',
  signOut: 'Sign out everywhere',
  notYou: 'You know the sign-in, key or passkey that the email is about? Close this page, and nothing happens.',
  done: 'You are signed out everywhere',
  doneWhat:
    'Nobody is signed in to your account any more. If it was somebody else: they had read one of your emails, or they used a device where you were signed in. So change the password of your mailbox, too.',
  again: 'Sign in',
  ended: 'This link has ended',
  why: 'The email is more than a day old. You can sign out everywhere on your account page.',
  account: 'Your account',
}

const fi: Words = {
  title: 'Kirjaudutaanko ulos kaikkialta?',
  what: 'Kaikki selaimet ja sovellukset kirjataan ulos, pääsyavaimet poistetaan, ja tilisi kaikki käyttöavaimet, tunnisteet ja puhelinten osoitteet lakkaavat toimimasta. Anturit ja jaot pysyvät ennallaan, ja voit heti kirjautua uudelleen sähköpostiin tulevalla koodilla.',
  signOut: 'Kirjaudu ulos kaikkialta',
  notYou: 'Tunnetko kirjautumisen tai avaimen, josta sähköposti kertoi? Sulje sivu, niin mitään ei tapahdu.',
  done: 'Olet kirjautunut ulos kaikkialta',
  doneWhat:
    'Kukaan ei ole enää kirjautuneena tiliisi. Jos se oli joku muu, hän oli lukenut sähköpostiasi tai käyttänyt laitetta, jolla olit kirjautuneena. Vaihda siis myös sähköpostisi salasana.',
  again: 'Kirjaudu sisään',
  ended: 'Linkki on vanhentunut',
  why: 'Sähköposti on yli vuorokauden vanha. Voit kirjautua ulos kaikkialta tilisi sivulla.',
  account: 'Tilisi',
}

const de: Words = {
  title: 'Überall abmelden?',
  what: 'Alle Browser und Apps werden abgemeldet, Passkeys werden entfernt, und alle Zugriffsschlüssel, Tokens und Adressen für Handys deines Kontos gelten nicht mehr. Sensoren und Freigaben bleiben, wie sie sind, und du kannst dich sofort wieder anmelden, mit einem Code per E-Mail.',
  signOut: 'Überall abmelden',
  notYou:
    'Du kennst die Anmeldung, den Schlüssel oder den Passkey, um den es in der E-Mail geht? Schließ diese Seite, und nichts passiert.',
  done: 'Du bist überall abgemeldet',
  doneWhat:
    'Niemand ist mehr in deinem Konto angemeldet. Wenn es jemand anderes war: Die Person hatte eine deiner E-Mails gelesen oder ein Gerät benutzt, auf dem du angemeldet warst. Ändere also auch das Passwort deines Postfachs.',
  again: 'Anmelden',
  ended: 'Dieser Link gilt nicht mehr',
  why: 'Die E-Mail ist älter als ein Tag. Du kannst dich auf deiner Kontoseite überall abmelden.',
  account: 'Dein Konto',
}

const sv: Words = {
  title: 'Logga ut överallt?',
  what: 'Alla webbläsare och appar loggas ut, lösennycklar tas bort, och kontots alla åtkomstnycklar, tokens och adresser för telefoner slutar fungera. Sensorer och delningar är kvar som de är, och du kan logga in igen direkt med en kod via mejl.',
  signOut: 'Logga ut överallt',
  notYou: 'Känner du igen inloggningen eller nyckeln som mejlet handlar om? Stäng sidan, så händer inget.',
  done: 'Du är utloggad överallt',
  doneWhat:
    'Ingen är längre inloggad på ditt konto. Om det var någon annan: personen hade läst ett av dina mejl eller använt en enhet där du var inloggad. Byt därför också lösenordet till din e-post.',
  again: 'Logga in',
  ended: 'Länken gäller inte längre',
  why: 'Mejlet är mer än ett dygn gammalt. Du kan logga ut överallt på din kontosida.',
  account: 'Ditt konto',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
