/** Texts of the mailbox. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Mailbox',
  none: 'No emails yet. No mail is set up, so emails are kept here instead of being sent.',
  intro: (count: number) =>
    count === 1
      ? 'No mail is set up, so emails are kept here. There is one.'
      : `No mail is set up, so emails are kept here. These are the newest ${count}.`,
  to: 'to',
  letter: 'The email',
  links: 'Links in it',
  purposes: {
    home: 'Open the service',
    sensors: 'Open what is shared',
    settings: 'Email settings',
    signOut: 'Sign out everywhere',
    signIn: 'Sign in',
    stopCodes: 'Stop these emails for a day',
    deletion: 'Delete the account',
    invitation: 'Accept or decline',
  },
  text: 'As text',
  all: 'All emails',
  noneSuch: 'No such email',
  noneSuchIntro: 'Only the newest 1,000 are kept.',
  locked: 'The mailbox is locked',
  howToOpen:
    'It holds the emails of everybody, with their sign-in codes. It opens with the link that the server printed when it started. The link works once; then your browser may open the mailbox for 30 days, and the first person who signs in there operates the server.',
  newLink: 'You need a new link? Start the server again.',
  app: 'Go to the sensors',
}

/** What every language has. */
export type Words = typeof en

const fi: Words = {
  title: 'Postilaatikko',
  none: 'Ei vielä sähköposteja. Sähköpostin lähetystä ei ole otettu käyttöön, joten viestit jäävät tänne.',
  intro: count =>
    count === 1
      ? 'Sähköpostin lähetystä ei ole otettu käyttöön, joten viestit jäävät tänne. Niitä on yksi.'
      : `Sähköpostin lähetystä ei ole otettu käyttöön, joten viestit jäävät tänne. Tässä ovat uusimmat ${count}.`,
  to: 'vastaanottaja',
  letter: 'Sähköposti',
  links: 'Viestin linkit',
  purposes: {
    home: 'Avaa palvelu',
    sensors: 'Avaa jaetut anturit',
    settings: 'Sähköpostiasetukset',
    signOut: 'Kirjaudu ulos kaikkialta',
    signIn: 'Kirjaudu sisään',
    stopCodes: 'Estä nämä viestit vuorokaudeksi',
    deletion: 'Poista tili',
    invitation: 'Hyväksy tai hylkää',
  },
  text: 'Tekstinä',
  all: 'Kaikki sähköpostit',
  noneSuch: 'Sähköpostia ei löydy',
  noneSuchIntro: 'Vain uusimmat 1 000 säilytetään.',
  locked: 'Postilaatikko on lukittu',
  howToOpen:
    'Se sisältää kaikkien sähköpostit ja niissä olevat kirjautumiskoodit. Se avautuu linkillä, jonka palvelin tulosti käynnistyessään. Linkki toimii kerran; sen jälkeen selaimesi voi avata postilaatikon 30 päivän ajan, ja ensimmäinen siellä sisään kirjautuva ylläpitää palvelinta.',
  newLink: 'Tarvitsetko uuden linkin? Käynnistä palvelin uudelleen.',
  app: 'Siirry antureihin',
}

const de: Words = {
  title: 'Postfach',
  none: 'Noch keine E-Mails. Es ist kein E-Mail-Versand eingerichtet, deshalb bleiben E-Mails hier.',
  intro: count =>
    count === 1
      ? 'Es ist kein E-Mail-Versand eingerichtet, deshalb bleiben E-Mails hier. Es gibt eine.'
      : `Es ist kein E-Mail-Versand eingerichtet, deshalb bleiben E-Mails hier. Das sind die neuesten ${count}.`,
  to: 'an',
  letter: 'Die E-Mail',
  links: 'Links darin',
  purposes: {
    home: 'Den Dienst öffnen',
    sensors: 'Geteiltes öffnen',
    settings: 'E-Mail-Einstellungen',
    signOut: 'Überall abmelden',
    signIn: 'Anmelden',
    stopCodes: 'Diese E-Mails einen Tag lang stoppen',
    deletion: 'Das Konto löschen',
    invitation: 'Annehmen oder ablehnen',
  },
  text: 'Als Text',
  all: 'Alle E-Mails',
  noneSuch: 'Keine solche E-Mail',
  noneSuchIntro: 'Nur die neuesten 1.000 bleiben erhalten.',
  locked: 'Das Postfach ist gesperrt',
  howToOpen:
    'Es enthält die E-Mails aller Personen, mit ihren Anmeldecodes. Es öffnet sich mit dem Link, den der Server beim Start ausgegeben hat. Der Link funktioniert einmal; danach kann dein Browser das Postfach 30 Tage lang öffnen, und wer sich dort zuerst anmeldet, betreibt den Server.',
  newLink: 'Du brauchst einen neuen Link? Starte den Server neu.',
  app: 'Zu den Sensoren',
}

const sv: Words = {
  title: 'Brevlåda',
  none: 'Inga mejl än. Ingen e-post är inställd, så mejlen stannar här i stället för att skickas.',
  intro: count =>
    count === 1
      ? 'Ingen e-post är inställd, så mejlen stannar här. Det finns ett.'
      : `Ingen e-post är inställd, så mejlen stannar här. Det här är de ${count} senaste.`,
  to: 'till',
  letter: 'Mejlet',
  links: 'Länkar i det',
  purposes: {
    home: 'Öppna tjänsten',
    sensors: 'Öppna det som delas',
    settings: 'E-postinställningar',
    signOut: 'Logga ut överallt',
    signIn: 'Logga in',
    stopCodes: 'Stoppa de här mejlen i ett dygn',
    deletion: 'Radera kontot',
    invitation: 'Tacka ja eller avböj',
  },
  text: 'Som text',
  all: 'Alla mejl',
  noneSuch: 'Mejlet finns inte',
  noneSuchIntro: 'Bara de senaste 1 000 sparas.',
  locked: 'Brevlådan är låst',
  howToOpen:
    'Den innehåller allas mejl, med inloggningskoder. Den öppnas med länken som servern skrev ut när den startade. Länken fungerar en gång; sedan kan din webbläsare öppna brevlådan i 30 dagar, och den som först loggar in där sköter servern.',
  newLink: 'Behöver du en ny länk? Starta om servern.',
  app: 'Gå till sensorerna',
}

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
