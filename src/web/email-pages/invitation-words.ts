/** Texts of the pages behind the link of an email about shares. */
import { pluralIn } from '../../people/language.ts'
import type { Texts } from '../language/texts.ts'

const plural = { en: pluralIn('en'), fi: pluralIn('fi'), de: pluralIn('de'), sv: pluralIn('sv') }

const sensors = (count: number) => plural.en(count, 'a sensor', `${count} sensors`)
const it = (count: number) => plural.en(count, 'it', 'them')

const en = {
  title: (sender: string, count: number) => `${sender} shares ${sensors(count)} with you`,
  wrote: (sender: string) => `${sender} wrote:`,
  isFor: (recipient: string) => `This is for ${recipient}.`,
  isAccepted: 'You have accepted it.',
  see: 'Open your sensors',
  open: (name: string) => `Open ${name}`,
  accept: 'Accept',
  acceptAndOpen: 'Accept and open',
  signsUp: (recipient: string) =>
    `Accepting creates an account for ${recipient} and signs you in on this device. You don’t have to type anything.`,
  signsIn: (recipient: string) => `Next you sign in as ${recipient}.`,
  insteadOf: (reader: string) => `Here you are signed in as ${reader}.`,
  signIn: 'Sign in',
  decline: 'Decline',
  mute: 'Mute this sender',
  meaning: (sender: string) =>
    `If you decline, ${sender} is told and cannot share with you again for 30 days. If you mute them, you get no more emails about what they share.`,
  accepted: (count: number) => `You accepted ${sensors(count)}`,
  notice: (count: number) => `You accepted ${sensors(count)}.`,
  notYet: (count: number) => `You accepted ${sensors(count)}. The owner has not started sharing ${it(count)} yet.`,
  whereToSee: (recipient: string) => `You see it here or in your app when you are signed in as ${recipient}.`,
  howToSee: (recipient: string) => `To see it, sign up with ${recipient}, here or in your app.`,
  otherAccount: (reader: string, recipient: string) =>
    `Here you are signed in as ${reader}. Sign out, and sign in as ${recipient} to see it.`,
  signUp: 'Sign up here',
  declined: (count: number) => `You declined ${sensors(count)}`,
  gone: (sender: string) => `You have no access. ${sender} is told and cannot share with you again for 30 days.`,
  muted: 'Sender muted',
  silence: (sender: string) =>
    `You get no more emails about what ${sender} shares. You still have access to it. You can unmute them under Account.`,
  nothingLeft: 'This share has ended',
  notShared: 'What this email was about is no longer shared with you.',
  ended: 'This link has ended',
  why: 'It is older than 30 days, or incomplete. What is shared with you is in your app, and',
  here: 'here',
}

/** What every language has. */
export type Words = typeof en

const anturin = (count: number) => plural.fi(count, 'anturin', `${count} anturia`)

const fi: Words = {
  title: (sender, count) => `${sender} jakaa kanssasi ${anturin(count)}`,
  wrote: sender => `${sender} kirjoitti:`,
  isFor: recipient => `Tämä on tarkoitettu osoitteelle ${recipient}.`,
  isAccepted: 'Olet hyväksynyt tämän.',
  see: 'Avaa anturisi',
  open: name => `Avaa ${name}`,
  accept: 'Hyväksy',
  acceptAndOpen: 'Hyväksy ja avaa',
  signsUp: recipient =>
    `Hyväksyminen luo tilin osoitteelle ${recipient} ja kirjaa sinut sisään tällä laitteella. Sinun ei tarvitse kirjoittaa mitään.`,
  signsIn: recipient => `Seuraavaksi kirjaudut sisään osoitteella ${recipient}.`,
  insteadOf: reader => `Täällä olet kirjautunut osoitteella ${reader}.`,
  signIn: 'Kirjaudu sisään',
  decline: 'Hylkää',
  mute: 'Mykistä lähettäjä',
  meaning: sender =>
    `Jos hylkäät kutsun, ${sender} saa tiedon eikä voi jakaa kanssasi 30 päivään. Jos mykistät lähettäjän, et saa enää sähköposteja hänen jaoistaan.`,
  accepted: count => `Hyväksyit ${anturin(count)}`,
  notice: count => `Hyväksyit ${anturin(count)}.`,
  notYet: count =>
    `Hyväksyit ${anturin(count)}. Omistaja ei ole vielä aloittanut ${plural.fi(count, 'sen', 'niiden')} jakamista.`,
  whereToSee: recipient => `Näet jaon täällä tai sovelluksessasi, kun olet kirjautunut osoitteella ${recipient}.`,
  howToSee: recipient => `Nähdäksesi jaon luo tili osoitteella ${recipient}, täällä tai sovelluksessasi.`,
  otherAccount: (reader, recipient) =>
    `Täällä olet kirjautunut osoitteella ${reader}. Kirjaudu ulos, ja kirjaudu sisään osoitteella ${recipient}, niin näet jaon.`,
  signUp: 'Luo tili täällä',
  declined: count => `Hylkäsit ${anturin(count)}`,
  gone: sender => `Sinulla ei ole käyttöoikeutta. ${sender} saa tiedon eikä voi jakaa kanssasi 30 päivään.`,
  muted: 'Lähettäjä on mykistetty',
  silence: sender =>
    `Et saa enää sähköposteja siitä, mitä ${sender} jakaa. Käyttöoikeutesi säilyy. Voit poistaa mykistyksen Tili-sivulla.`,
  nothingLeft: 'Tämä jako on päättynyt',
  notShared: 'Sitä, mistä viesti kertoi, ei enää jaeta kanssasi.',
  ended: 'Tämä linkki ei ole enää voimassa',
  why: 'Se on yli 30 päivää vanha tai puutteellinen. Kanssasi jaetut anturit näet sovelluksessasi ja',
  here: 'täällä',
}

const sensoren = (count: number) => plural.de(count, 'einen Sensor', `${count} Sensoren`)

const de: Words = {
  title: (sender, count) => `${sender} teilt ${sensoren(count)} mit dir`,
  wrote: sender => `${sender} schreibt:`,
  isFor: recipient => `Das ist für ${recipient}.`,
  isAccepted: 'Du hast angenommen.',
  see: 'Deine Sensoren öffnen',
  open: name => `${name} öffnen`,
  accept: 'Annehmen',
  acceptAndOpen: 'Annehmen und öffnen',
  signsUp: recipient =>
    `Wenn du annimmst, wird ein Konto für ${recipient} erstellt und du wirst auf diesem Gerät angemeldet. Du musst nichts eintippen.`,
  signsIn: recipient => `Danach meldest du dich als ${recipient} an.`,
  insteadOf: reader => `Hier bist du als ${reader} angemeldet.`,
  signIn: 'Anmelden',
  decline: 'Ablehnen',
  mute: 'Absender stummschalten',
  meaning: sender =>
    `Wenn du ablehnst, erfährt es ${sender} und kann 30 Tage lang nicht wieder mit dir teilen. Wenn du stummschaltest, bekommst du keine E-Mails mehr über das, was diese Person teilt.`,
  accepted: count => `Du hast ${sensoren(count)} angenommen`,
  notice: count => `Du hast ${sensoren(count)} angenommen.`,
  notYet: count =>
    `Du hast ${sensoren(count)} angenommen. Die Freigabe ${plural.de(count, 'des Sensors', 'der Sensoren')} hat noch nicht begonnen.`,
  whereToSee: recipient => `Du siehst es hier oder in deiner App, wenn du als ${recipient} angemeldet bist.`,
  howToSee: recipient => `Um es zu sehen, registriere dich mit ${recipient}, hier oder in deiner App.`,
  otherAccount: (reader, recipient) =>
    `Hier bist du als ${reader} angemeldet. Melde dich ab und als ${recipient} wieder an, um es zu sehen.`,
  signUp: 'Hier registrieren',
  declined: count => `Du hast ${sensoren(count)} abgelehnt`,
  gone: sender => `Du hast keinen Zugriff. ${sender} erfährt es und kann 30 Tage lang nicht wieder mit dir teilen.`,
  muted: 'Absender stummgeschaltet',
  silence: sender =>
    `Du bekommst keine E-Mails mehr über das, was ${sender} teilt. Deinen Zugriff behältst du. Unter Konto kannst du die Stummschaltung aufheben.`,
  nothingLeft: 'Diese Freigabe ist beendet',
  notShared: 'Was in dieser E-Mail stand, wird nicht mehr mit dir geteilt.',
  ended: 'Dieser Link ist abgelaufen',
  why: 'Er ist älter als 30 Tage oder unvollständig. Was mit dir geteilt wird, siehst du in deiner App und',
  here: 'hier',
}

const sensorer = (count: number) => plural.sv(count, 'en sensor', `${count} sensorer`)

const sv: Words = {
  title: (sender, count) => `${sender} delar ${sensorer(count)} med dig`,
  wrote: sender => `${sender} skrev:`,
  isFor: recipient => `Det här är till ${recipient}.`,
  isAccepted: 'Du har tackat ja.',
  see: 'Öppna dina sensorer',
  open: name => `Öppna ${name}`,
  accept: 'Tacka ja',
  acceptAndOpen: 'Tacka ja och öppna',
  signsUp: recipient =>
    `När du tackar ja skapas ett konto för ${recipient} och du loggas in på den här enheten. Du behöver inte skriva något.`,
  signsIn: recipient => `Sedan loggar du in som ${recipient}.`,
  insteadOf: reader => `Här är du inloggad som ${reader}.`,
  signIn: 'Logga in',
  decline: 'Avböj',
  mute: 'Tysta avsändaren',
  meaning: sender =>
    `Om du avböjer får ${sender} veta det och kan inte dela med dig igen på 30 dagar. Om du tystar avsändaren får du inga fler mejl om vad hen delar.`,
  accepted: count => `Du tackade ja till ${sensorer(count)}`,
  notice: count => `Du tackade ja till ${sensorer(count)}.`,
  notYet: count =>
    `Du tackade ja till ${sensorer(count)}. Ägaren har inte börjat dela ${plural.sv(count, 'den', 'dem')} ännu.`,
  whereToSee: recipient => `Du ser det här eller i din app när du är inloggad som ${recipient}.`,
  howToSee: recipient => `Skapa ett konto med ${recipient}, här eller i din app, för att se det.`,
  otherAccount: (reader, recipient) =>
    `Här är du inloggad som ${reader}. Logga ut, och logga in som ${recipient} för att se det.`,
  signUp: 'Skapa konto här',
  declined: count => `Du avböjde ${sensorer(count)}`,
  gone: sender => `Du har ingen åtkomst. ${sender} får veta det och kan inte dela med dig igen på 30 dagar.`,
  muted: 'Avsändaren är tystad',
  silence: sender =>
    `Du får inga fler mejl om vad ${sender} delar. Du har kvar din åtkomst. Du kan sluta tysta avsändaren under Konto.`,
  nothingLeft: 'Den här delningen har upphört',
  notShared: 'Det som mejlet handlade om delas inte längre med dig.',
  ended: 'Länken gäller inte längre',
  why: 'Den är äldre än 30 dagar eller ofullständig. Det som delas med dig finns i din app och',
  here: 'här',
}

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
