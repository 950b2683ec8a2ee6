/** Texts of the sign-in pages. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Sign in',
  intro: 'Enter your email address and we send you a code. If you are new here, this creates your account.',
  email: 'Email address',
  send: 'Send me a code',
  noCodes: 'This server sends no emails, so there are no codes.',
  with: (provider: string) => `Sign in with ${provider}`,
  codeTitle: 'Enter your code',
  sent: (email: string) =>
    `We have sent an email with a code of four characters to ${email}. The code works for 15 minutes.`,
  code: 'Code',
  enter: 'Sign in',
  other: 'Use another address, or send a new code',
  inMailbox:
    'No mail is set up here, so the email is in the mailbox of this server. Its operator opens that with the link that the server printed when it started.',
  mailbox: 'Open the mailbox',
  linkTitle: 'Sign in?',
  noMailTitle: 'Signing in does not work yet',
  noMail: 'This server cannot send emails yet, so it cannot send you a code. Please tell the person who runs it.',
  noMailOperator: 'Do you run it? Set one of these, and start it again:',
  noMailSettings: [
    'To send emails: POSTMARK_TOKEN or SMTP_URL, together with MAIL_FROM and PUBLIC_URL.',
    'For a trial: MAILBOX=on. All emails are then kept at /mailbox, for everybody who can reach this server.',
  ],
  noMailAgain: 'Try again',
  notYou: 'Didn’t request a code? Close this page, and nothing happens.',
  linkEnded: 'This link was already used, or it is older than 15 minutes. Request a new email.',
  stopTitle: 'Stop sign-in emails?',
  stopMeans:
    'For a day we send no code that was requested from a place where you never signed in. Codes that were requested there stop working now. Where you signed in before, nothing changes.',
  stop: 'Stop for a day',
  stoppedTitle: 'Stopped for a day',
  stopped: (email: string) =>
    `Strangers cannot cause sign-in emails to ${email} for a day. If they go on, use the link in the next email.`,
  stopEndedTitle: 'This link has ended',
  stopEnded: 'The code in its email was used, or the email is more than a day old. Use the link in a newer email.',
}

const fi: Words = {
  title: 'Kirjaudu sisään',
  intro: 'Kirjoita sähköpostiosoitteesi, niin lähetämme sinulle koodin. Jos olet uusi täällä, tämä luo sinulle tilin.',
  email: 'Sähköpostiosoite',
  send: 'Lähetä koodi',
  noCodes: 'Tämä palvelin ei lähetä sähköpostia, joten koodeja ei ole.',
  with: provider => `Kirjaudu: ${provider}`,
  codeTitle: 'Kirjoita koodi',
  sent: email => `Lähetimme neljän merkin koodin osoitteeseen ${email}. Koodi toimii 15 minuuttia.`,
  code: 'Koodi',
  enter: 'Kirjaudu sisään',
  other: 'Käytä toista osoitetta tai pyydä uusi koodi',
  inMailbox:
    'Sähköpostia ei ole määritetty, joten viesti on tämän palvelimen postilaatikossa. Ylläpitäjä avaa sen linkillä, jonka palvelin tulosti käynnistyessään.',
  mailbox: 'Avaa postilaatikko',
  linkTitle: 'Kirjaudutaanko sisään?',
  noMailTitle: 'Kirjautuminen ei vielä toimi',
  noMail:
    'Palvelin ei voi vielä lähettää sähköpostia, joten se ei voi lähettää sinulle koodia. Kerro siitä ylläpitäjälle.',
  noMailOperator: 'Ylläpidätkö sitä? Määritä jokin näistä ja käynnistä uudelleen:',
  noMailSettings: [
    'Sähköpostin lähettämiseen: POSTMARK_TOKEN tai SMTP_URL sekä MAIL_FROM ja PUBLIC_URL.',
    'Kokeiluun: MAILBOX=on. Silloin kaikki viestit ovat osoitteessa /mailbox kaikille, jotka pääsevät palvelimelle.',
  ],
  noMailAgain: 'Yritä uudelleen',
  notYou: 'Etkö pyytänyt koodia? Sulje sivu, niin mitään ei tapahdu.',
  linkEnded: 'Linkki on jo käytetty tai yli 15 minuuttia vanha. Pyydä uusi sähköposti.',
  stopTitle: 'Estetäänkö kirjautumisviestit?',
  stopMeans:
    'Emme vuorokauteen lähetä koodeja, joita pyydetään paikasta, jossa et ole koskaan kirjautunut. Sieltä pyydetyt koodit lakkaavat nyt toimimasta. Siellä, missä olet kirjautunut aiemmin, mikään ei muutu.',
  stop: 'Estä vuorokaudeksi',
  stoppedTitle: 'Estetty vuorokaudeksi',
  stopped: email =>
    `Vieraat eivät voi vuorokauteen aiheuttaa kirjautumisviestejä osoitteeseen ${email}. Jos he jatkavat, käytä seuraavan viestin linkkiä.`,
  stopEndedTitle: 'Linkki on vanhentunut',
  stopEnded: 'Viestin koodi on käytetty, tai viesti on yli vuorokauden vanha. Käytä uudemman viestin linkkiä.',
}

const de: Words = {
  title: 'Anmelden',
  intro: 'Gib deine E-Mail-Adresse ein, und wir senden dir einen Code. Wenn du neu bist, entsteht dabei dein Konto.',
  email: 'E-Mail-Adresse',
  send: 'Code senden',
  noCodes: 'Dieser Server sendet keine E-Mails, deshalb gibt es keine Codes.',
  with: provider => `Mit ${provider} anmelden`,
  codeTitle: 'Gib deinen Code ein',
  sent: email =>
    `Wir haben eine E-Mail mit einem Code aus vier Zeichen an ${email} gesendet. Der Code gilt 15 Minuten.`,
  code: 'Code',
  enter: 'Anmelden',
  other: 'Andere Adresse oder neuer Code',
  inMailbox:
    'Hier ist kein Mailversand eingerichtet, deshalb liegt die E-Mail im Postfach dieses Servers. Sein Betreiber öffnet es mit dem Link, den der Server beim Start ausgegeben hat.',
  mailbox: 'Postfach öffnen',
  linkTitle: 'Anmelden?',
  noMailTitle: 'Die Anmeldung geht noch nicht',
  noMail:
    'Dieser Server kann noch keine E-Mails senden, also auch keinen Code. Sag es bitte der Person, die ihn betreibt.',
  noMailOperator: 'Betreibst du ihn? Setze eins davon, und starte ihn neu:',
  noMailSettings: [
    'Um E-Mails zu senden: POSTMARK_TOKEN oder SMTP_URL, zusammen mit MAIL_FROM und PUBLIC_URL.',
    'Zum Ausprobieren: MAILBOX=on. Dann liegen alle E-Mails unter /mailbox, für alle, die diesen Server erreichen.',
  ],
  noMailAgain: 'Noch einmal versuchen',
  notYou: 'Du hast keinen Code angefordert? Schließ diese Seite, und nichts passiert.',
  linkEnded: 'Dieser Link wurde schon benutzt oder ist älter als 15 Minuten. Fordere eine neue E-Mail an.',
  stopTitle: 'Anmelde-E-Mails stoppen?',
  stopMeans:
    'Einen Tag lang senden wir keinen Code, der von einem Ort angefordert wird, an dem du dich nie angemeldet hast. Codes, die dort angefordert wurden, gelten ab jetzt nicht mehr. Wo du dich schon angemeldet hast, ändert sich nichts.',
  stop: 'Einen Tag lang stoppen',
  stoppedTitle: 'Für einen Tag gestoppt',
  stopped: email =>
    `Fremde können einen Tag lang keine Anmelde-E-Mails an ${email} auslösen. Wenn sie weitermachen, nimm den Link in der nächsten E-Mail.`,
  stopEndedTitle: 'Dieser Link gilt nicht mehr',
  stopEnded:
    'Der Code in der E-Mail wurde benutzt, oder sie ist älter als ein Tag. Nimm den Link in einer neueren E-Mail.',
}

const sv: Words = {
  title: 'Logga in',
  intro: 'Ange din e-postadress så skickar vi en kod. Om du är ny här skapas ditt konto.',
  email: 'E-postadress',
  send: 'Skicka en kod',
  noCodes: 'Den här servern skickar inga mejl, så det finns inga koder.',
  with: provider => `Logga in med ${provider}`,
  codeTitle: 'Ange din kod',
  sent: email => `Vi har skickat ett mejl med en kod på fyra tecken till ${email}. Koden gäller i 15 minuter.`,
  code: 'Kod',
  enter: 'Logga in',
  other: 'Använd en annan adress, eller skicka en ny kod',
  inMailbox:
    'E-post är inte inställt här, så mejlet ligger i serverns brevlåda. Den som driver servern öppnar den med länken som servern skrev ut vid starten.',
  mailbox: 'Öppna brevlådan',
  linkTitle: 'Logga in?',
  noMailTitle: 'Det går inte att logga in än',
  noMail: 'Servern kan inte skicka mejl än, så den kan inte skicka någon kod. Säg till den som driver den.',
  noMailOperator: 'Är det du? Ställ in något av det här och starta om:',
  noMailSettings: [
    'För att skicka mejl: POSTMARK_TOKEN eller SMTP_URL, tillsammans med MAIL_FROM och PUBLIC_URL.',
    'För att prova: MAILBOX=on. Då sparas alla mejl på /mailbox, för alla som kan nå servern.',
  ],
  noMailAgain: 'Försök igen',
  notYou: 'Har du inte bett om en kod? Stäng sidan, så händer inget.',
  linkEnded: 'Länken är redan använd, eller äldre än 15 minuter. Be om ett nytt mejl.',
  stopTitle: 'Stoppa inloggningsmejl?',
  stopMeans:
    'Under ett dygn skickar vi ingen kod som begärs från en plats där du aldrig har loggat in. Koder som begärdes där slutar gälla nu. Där du har loggat in tidigare ändras inget.',
  stop: 'Stoppa i ett dygn',
  stoppedTitle: 'Stoppat i ett dygn',
  stopped: email =>
    `Främlingar kan inte orsaka inloggningsmejl till ${email} under ett dygn. Använd länken i nästa mejl om de fortsätter.`,
  stopEndedTitle: 'Länken gäller inte längre',
  stopEnded: 'Koden i mejlet är använd, eller så är mejlet mer än ett dygn gammalt. Använd länken i ett nyare mejl.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
