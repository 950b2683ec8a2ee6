/** Texts of the invitation pages. */

import type { ShareView } from '../../sharing/read/shown.ts'
import { counts } from '../language/counts.ts'
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => counts.en(count, '# sensor', '# sensors')

const en = {
  title: 'Invitations',
  toMe: 'For you',
  noneToMe: 'No pending invitations.',
  from: (owner: string, count: number) => `${owner} shares ${sensors(count)} with you`,
  wrote: (owner: string) => `${owner} wrote:`,
  accept: 'Accept',
  acceptAll: (count: number) => `Accept all ${count}`,
  decline: 'Decline',
  declineAll: (count: number) => `Decline all ${count}`,
  meaning:
    'Accept to get access. If you decline, the owner is told and cannot share with you again for 30 days. If you do nothing, nothing happens.',
  accepted: (count: number) =>
    `You accepted ${sensors(count)}. ${counts.en(count, 'It is', 'They are')} in your list of sensors now.`,
  declined: (count: number) => `You declined ${sensors(count)}. The owner is told.`,
  gone: 'That is no longer shared with you.',
  declineTitle: 'Decline?',
  declineIntro: (owner: string, count: number) =>
    `${owner} is told that you declined ${counts.en(count, 'it', 'them')}, and cannot share anything with you for 30 days.`,
  keep: 'Cancel',
  more: 'Show more',

  fromMe: 'From you',
  noneFromMe: 'No pending replies.',
  since: 'since',
  letters: {
    queued: 'The email will be sent in a moment.',
    held: 'The email is waiting because many were sent just now. It will be sent later.',
    sent: 'The email was sent.',
    delivered: 'The email has arrived.',
    bounced: 'The email could not be delivered: check the address.',
    suppressed: 'This address gets no emails from us: tell them yourself.',
    muted: 'They have muted you and get no emails about what you share: tell them yourself.',
  } satisfies Record<NonNullable<ShareView['letter']>, string>,
  resend: 'Send again',
  resent: (guest: string) => `The email to ${guest} will be sent again.`,
  tooSoon: (minutes: number) =>
    `That email was sent less than an hour ago. You can send it again in ${counts.en(minutes, 'a minute', '# minutes')}.`,
  cancel: 'Remove access',
  cancelTitle: 'Remove access?',
  cancelIntro: (guest: string) => `${guest} has not accepted yet. The invitation stops working, and no email is sent.`,
  cancelled: (guest: string) => `Removed the access of ${guest}. The invitation no longer works.`,
  notYours: 'You no longer share that with them.',
}

const sensorsFi = (count: number) => counts.fi(count, '# anturi', '# anturia')

const fi: Words = {
  title: 'Kutsut',
  toMe: 'Sinulle',
  noneToMe: 'Ei odottavia kutsuja.',
  from: (owner, count) => `${owner} jakaa kanssasi ${counts.fi(count, '# anturin', '# anturia')}`,
  wrote: owner => `${owner} kirjoitti:`,
  accept: 'Hyväksy',
  acceptAll: count => `Hyväksy kaikki ${count}`,
  decline: 'Hylkää',
  declineAll: count => `Hylkää kaikki ${count}`,
  meaning:
    'Kun hyväksyt, saat käyttöoikeuden. Jos hylkäät, siitä kerrotaan omistajalle, eikä hän voi jakaa kanssasi 30 päivään. Jos et tee mitään, mitään ei tapahdu.',
  accepted: count =>
    `Hyväksyit: ${sensorsFi(count)}. ${counts.fi(count, 'Se on nyt antureissasi.', 'Ne ovat nyt antureissasi.')}`,
  declined: count => `Hylkäsit: ${sensorsFi(count)}. Omistajalle kerrotaan siitä.`,
  gone: 'Sitä ei enää jaeta kanssasi.',
  declineTitle: 'Hylätäänkö?',
  declineIntro: owner => `Hylkäämisestä kerrotaan: ${owner}. Hän ei voi jakaa kanssasi mitään 30 päivään.`,
  keep: 'Peruuta',
  more: 'Näytä lisää',

  fromMe: 'Sinulta',
  noneFromMe: 'Ei odottavia vastauksia.',
  since: 'alkaen',
  letters: {
    queued: 'Sähköposti lähetetään hetken kuluttua.',
    held: 'Sähköposti odottaa, koska niitä lähetettiin juuri monta. Se lähetetään myöhemmin.',
    sent: 'Sähköposti on lähetetty.',
    delivered: 'Sähköposti on perillä.',
    bounced: 'Sähköpostia ei voitu toimittaa: tarkista osoite.',
    suppressed: 'Tämä osoite ei saa meiltä sähköpostia: kerro hänelle itse.',
    muted: 'Hän on mykistänyt sinut eikä saa sähköpostia jaoistasi: kerro hänelle itse.',
  },
  resend: 'Lähetä uudelleen',
  resent: guest => `Sähköposti lähetetään uudelleen: ${guest}.`,
  tooSoon: minutes =>
    `Sähköposti lähetettiin alle tunti sitten. Voit lähettää sen uudelleen ${counts.fi(minutes, 'minuutin', '# minuutin')} kuluttua.`,
  cancel: 'Poista käyttöoikeus',
  cancelTitle: 'Poistetaanko käyttöoikeus?',
  cancelIntro: guest => `${guest} ei ole vielä hyväksynyt. Kutsu lakkaa toimimasta, eikä sähköpostia lähetetä.`,
  cancelled: guest => `Käyttöoikeus poistettu: ${guest}. Kutsu ei enää toimi.`,
  notYours: 'Et enää jaa sitä hänen kanssaan.',
}

const sensorsDe = (count: number) => counts.de(count, '# Sensor', '# Sensoren')

const de: Words = {
  title: 'Einladungen',
  toMe: 'Für dich',
  noneToMe: 'Keine offenen Einladungen.',
  from: (owner, count) => `${owner} teilt ${sensorsDe(count)} mit dir`,
  wrote: owner => `${owner} schreibt:`,
  accept: 'Annehmen',
  acceptAll: count => `Alle ${count} annehmen`,
  decline: 'Ablehnen',
  declineAll: count => `Alle ${count} ablehnen`,
  meaning:
    'Nimm an, um Zugriff zu bekommen. Wenn du ablehnst, erfährt es der Besitzer und kann 30 Tage lang nichts mit dir teilen. Wenn du nichts tust, passiert nichts.',
  accepted: count =>
    counts.de(
      count,
      'Du hast # Sensor angenommen. Er ist jetzt in deiner Liste.',
      'Du hast # Sensoren angenommen. Sie sind jetzt in deiner Liste.',
    ),
  declined: count => `Du hast ${sensorsDe(count)} abgelehnt. Der Besitzer erfährt es.`,
  gone: 'Das ist nicht mehr mit dir geteilt.',
  declineTitle: 'Ablehnen?',
  declineIntro: owner => `${owner} erfährt, dass du abgelehnt hast, und kann 30 Tage lang nichts mit dir teilen.`,
  keep: 'Abbrechen',
  more: 'Mehr anzeigen',

  fromMe: 'Von dir',
  noneFromMe: 'Keine offenen Antworten.',
  since: 'seit',
  letters: {
    queued: 'Die E-Mail wird gleich gesendet.',
    held: 'Die E-Mail wartet, weil gerade viele gesendet wurden. Sie wird später gesendet.',
    sent: 'Die E-Mail wurde gesendet.',
    delivered: 'Die E-Mail ist angekommen.',
    bounced: 'Die E-Mail war nicht zustellbar: Prüfe die Adresse.',
    suppressed: 'Diese Adresse bekommt keine E-Mails von uns: Sag es der Person selbst.',
    muted: 'Du bist dort stummgeschaltet, und deine Freigaben lösen keine E-Mails aus: Sag es der Person selbst.',
  },
  resend: 'Noch einmal senden',
  resent: guest => `Die E-Mail an ${guest} wird noch einmal gesendet.`,
  tooSoon: minutes =>
    `Diese E-Mail wurde vor weniger als einer Stunde gesendet. Du kannst sie in ${counts.de(minutes, 'einer Minute', '# Minuten')} noch einmal senden.`,
  cancel: 'Zugriff entfernen',
  cancelTitle: 'Zugriff entfernen?',
  cancelIntro: guest =>
    `${guest} hat noch nicht angenommen. Die Einladung gilt nicht mehr, und es wird keine E-Mail gesendet.`,
  cancelled: guest => `Zugriff von ${guest} entfernt. Die Einladung gilt nicht mehr.`,
  notYours: 'Das teilst du nicht mehr mit dieser Person.',
}

const sensorsSv = (count: number) => counts.sv(count, '# sensor', '# sensorer')

const sv: Words = {
  title: 'Inbjudningar',
  toMe: 'Till dig',
  noneToMe: 'Inga väntande inbjudningar.',
  from: (owner, count) => `${owner} delar ${sensorsSv(count)} med dig`,
  wrote: owner => `${owner} skrev:`,
  accept: 'Tacka ja',
  acceptAll: count => `Tacka ja till alla ${count}`,
  decline: 'Avböj',
  declineAll: count => `Avböj alla ${count}`,
  meaning:
    'Tacka ja för att få åtkomst. Om du avböjer får ägaren veta det och kan inte dela med dig på 30 dagar. Om du inte gör något händer inget.',
  accepted: count =>
    counts.sv(
      count,
      'Du tackade ja till # sensor. Den finns nu bland dina sensorer.',
      'Du tackade ja till # sensorer. De finns nu bland dina sensorer.',
    ),
  declined: count => `Du avböjde ${sensorsSv(count)}. Ägaren får veta det.`,
  gone: 'Det delas inte längre med dig.',
  declineTitle: 'Avböja?',
  declineIntro: owner => `${owner} får veta att du avböjde och kan inte dela något med dig på 30 dagar.`,
  keep: 'Avbryt',
  more: 'Visa fler',

  fromMe: 'Från dig',
  noneFromMe: 'Inga väntande svar.',
  since: 'sedan',
  letters: {
    queued: 'Mejlet skickas om ett ögonblick.',
    held: 'Mejlet väntar eftersom många just har skickats. Det skickas senare.',
    sent: 'Mejlet är skickat.',
    delivered: 'Mejlet har kommit fram.',
    bounced: 'Mejlet gick inte att leverera: kontrollera adressen.',
    suppressed: 'Den här adressen får inga mejl från oss: berätta själv.',
    muted: 'Personen har tystat dig och får inga mejl om det du delar: berätta själv.',
  },
  resend: 'Skicka igen',
  resent: guest => `Mejlet till ${guest} skickas igen.`,
  tooSoon: minutes =>
    `Mejlet skickades för mindre än en timme sedan. Du kan skicka det igen om ${counts.sv(minutes, 'en minut', '# minuter')}.`,
  cancel: 'Ta bort åtkomst',
  cancelTitle: 'Ta bort åtkomst?',
  cancelIntro: guest => `${guest} har inte tackat ja än. Inbjudan slutar gälla, och inget mejl skickas.`,
  cancelled: guest => `Tog bort åtkomsten för ${guest}. Inbjudan gäller inte längre.`,
  notYours: 'Du delar inte längre det med personen.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
