/** All words of the letters, in German. */
import { pluralIn } from '../../people/language.ts'
import type { Facts, Texts } from './texts.ts'

const plural = pluralIn('de')

/** The texts of letters in German. */
export const german: Texts = {
  locale: 'de-DE',
  at: ', ',
  somebody: 'Jemand',
  quote: text => `„${text}“`,
  what: (count, name) => plural(count, name, `${count} Sensoren`),
  more: count => `und ${count} weitere`,
  noteBy: sender => `${sender} schreibt:`,
  sentTo: recipient => `sensor-share hat diese E-Mail an ${recipient} gesendet.`,
  settings: 'E-Mail-Einstellungen',
  chosen: 'Namen in „Anführungszeichen“ und Nachrichten stammen von anderen Personen, nicht von sensor-share.',

  kinds: {
    code: ({ isStrange }) => ({
      subject: 'Dein Code zum Anmelden',
      title: 'Dein Code zum Anmelden',
      before: [],
      after: ['Gib ihn innerhalb von 15 Minuten dort ein, wo du ihn angefordert hast. Oder melde dich direkt hier an:'],
      button: 'Anmelden',
      ...(isStrange && { other: 'Das war ich nicht: diese E-Mails einen Tag lang stoppen' }),
      unexpected:
        'Du hast keinen Code angefordert? Dann hat jemand deine Adresse eingegeben, vielleicht aus Versehen. Du musst ' +
        'nichts tun: Ohne diese E-Mail kann sich niemand anmelden. Gib den Code nicht weiter; sensor-share fragt nie danach.',
    }),

    invitation: ({ sender, what, count, ...period }) => ({
      subject: `${sender} teilt ${what} mit dir`,
      title: `${sender} teilt ${sensors(count)} mit dir`,
      before: ['Mit sensor-share teilt man, was die eigenen Sensoren messen. Das wird mit dir geteilt:'],
      after: [
        `Nimm an, um zu sehen, was ${measured(count)}: Du musst nichts ausfüllen. Du kannst auch ablehnen oder diese Person stummschalten.`,
        ...sharedDuring(period),
      ],
      button: 'Einladung ansehen',
      unexpected:
        'Du kennst diese Person nicht oder möchtest das nicht? Lehne ab, oder tu nichts: Dann passiert nichts.',
    }),

    shared: ({ sender, what, count, mustAccept, ...period }) =>
      mustAccept
        ? {
            subject: `${sender} möchte ${what} mit dir teilen`,
            title: `${sender} möchte ${sensors(count)} mit dir teilen`,
            before: [],
            after: [
              `Nimm an, um zu sehen, was ${measured(count)}. Du kannst auch ablehnen oder diese Person stummschalten.`,
              ...sharedDuring(period),
            ],
            button: 'Einladung ansehen',
            unexpected:
              'Du kennst diese Person nicht oder möchtest das nicht? Lehne ab, oder tu nichts: Dann passiert nichts.',
          }
        : {
            subject: `${sender} teilt ${what} mit dir`,
            title: `${sender} teilt ${sensors(count)} mit dir`,
            before: [],
            after: [
              `Du siehst ${during(period)}, was ${measured(count)}. ${sender} kann dir den Zugriff jederzeit entziehen, und du kannst die Freigabe jederzeit verlassen.`,
            ],
            button: 'Deine Sensoren öffnen',
            unexpected: 'Du kennst diese Person nicht oder möchtest das nicht?',
            other: 'Ablehnen oder diese Person stummschalten',
          },

    unshared: ({ sender, what, count }) => ({
      subject: `${sender} hat deinen Zugriff auf ${what} entfernt`,
      title: `${sender} hat deinen Zugriff auf ${sensors(count)} entfernt`,
      before: [],
      after: [`Du siehst ${it(count)} nicht mehr. Sonst hat sich nichts geändert.`],
      button: 'Deine Sensoren öffnen',
      unexpected: ask(sender),
    }),

    left: ({ sender, what, count }) => ({
      subject: `${sender} hat ${what} verlassen`,
      title: `${sender} hat ${sensors(count)} verlassen`,
      before: ['Diese Freigabe ist beendet:'],
      after: [
        `${sender} sieht ${it(count)} nicht mehr. Sonst hat sich nichts geändert. Du kannst ${it(count)} jederzeit wieder teilen.`,
      ],
      button: 'Deine Sensoren öffnen',
      unexpected: ask(sender),
    }),

    accepted: ({ sender, what, count }) => ({
      subject: `${sender} hat ${what} angenommen`,
      title: `${sender} hat ${sensors(count)} angenommen`,
      before: [`Dazu hast du ${sender} eingeladen:`],
      after: ['Du kannst den Zugriff jederzeit ändern oder entfernen.'],
      button: 'Deine Sensoren öffnen',
      unexpected: `Fragen? Frag ${sender}: Eine Antwort auf diese E-Mail geht dorthin.`,
    }),

    declined: ({ sender, what, count }) => ({
      subject: `${sender} hat ${what} abgelehnt`,
      title: `${sender} hat ${sensors(count)} abgelehnt`,
      before: ['Diese Freigabe ist beendet:'],
      after: [
        `${sender} sieht ${it(count)} nicht. Sonst hat sich nichts geändert. Du kannst in 30 Tagen wieder mit dieser Person teilen.`,
      ],
      button: 'Deine Sensoren öffnen',
      unexpected: ask(sender),
    }),

    unclaimed: ({ sender, what, count }) => ({
      subject: `${what} ${plural(count, 'wird', 'werden')} nicht mehr mit dir geteilt`,
      title: plural(
        count,
        'Ein Sensor wird nicht mehr mit dir geteilt',
        `${count} Sensoren werden nicht mehr mit dir geteilt`,
      ),
      before: [
        `${sender} hat ${plural(count, 'diesen Sensor', 'diese Sensoren')} aus dem eigenen Konto entfernt, oder jemand anderes hat ${it(count)} übernommen:`,
      ],
      after: [`Deshalb siehst du ${it(count)} nicht mehr. Sonst hat sich nichts geändert.`],
      button: 'Deine Sensoren öffnen',
      unexpected: ask(sender),
    }),

    contested: ({ what, count }) => ({
      subject: `Neuer Besitzer: ${what}`,
      title: plural(
        count,
        'Ein Sensor von dir hat einen neuen Besitzer',
        `${count} Sensoren von dir haben einen neuen Besitzer`,
      ),
      before: [
        `Jemand hat mit dem Geheimnis ${plural(count, 'des Sensors', 'der Sensoren')} nachgewiesen, Folgendes zu haben:`,
      ],
      after: [
        `${plural(count, 'Er ist', 'Sie sind')} nicht mehr in deinem Konto, und Personen, mit denen du geteilt hast, sehen ${it(count)} nicht mehr. ` +
          'Sonst hat sich nichts geändert.',
      ],
      button: 'Deine Sensoren öffnen',
      unexpected:
        `Hast du ${it(count)} verkauft oder weggegeben? Dann ist alles gut. Hast du ${it(count)} noch? ` +
        `Übernimm ${it(count)} mit demselben Geheimnis zurück, und überlege, wer es noch kennt.`,
    }),

    expiring: ({ sender, guest, what, count, expiresAt, toSender, times: { day, instant } }) =>
      toSender
        ? {
            subject: `Du teilst ${what} bis ${day(expiresAt)}`,
            title: plural(count, 'Eine deiner Freigaben endet bald', `${count} deiner Freigaben enden bald`),
            before: [`Bis ${instant(expiresAt)} teilst du mit ${guest}:`],
            after: [`Danach sieht ${guest} ${it(count)} nicht mehr. Du kannst das Enddatum ändern.`],
            button: 'Deine Sensoren öffnen',
            unexpected: 'Soll die Freigabe enden? Dann musst du nichts tun.',
          }
        : {
            subject: `Du siehst ${what} bis ${day(expiresAt)}`,
            title: plural(count, 'Eine Freigabe endet bald', `${count} Freigaben enden bald`),
            before: [`Bis ${instant(expiresAt)} teilt ${sender} mit dir:`],
            after: [`Danach siehst du ${it(count)} nicht mehr. Sonst ändert sich nichts.`],
            button: 'Deine Sensoren öffnen',
            unexpected: `Brauchst du ${it(count)} länger? Frag ${sender}: Eine Antwort auf diese E-Mail geht dorthin.`,
          },

    deletion: () => ({
      subject: 'Dein Konto löschen?',
      title: 'Dein Konto löschen?',
      before: ['Du, oder jemand, der in deinem Konto angemeldet ist, möchte es löschen.'],
      after: [
        'Deine Sensoren und Sitzungen würden gelöscht, und deine Freigaben würden enden. Das lässt sich nicht rückgängig ' +
          'machen. Der Button öffnet eine Seite, die noch einmal fragt, und funktioniert einen Tag lang.',
      ],
      button: 'Weiter zum Löschen',
      unexpected:
        'Das warst du nicht? Dann tu nichts, und nichts wird gelöscht. Prüfe aber deine Sitzungen und beende die, die du ' +
        'nicht kennst: Von einer davon kam die Anfrage.',
    }),

    newSignIn: ({ news: { at, device, network }, times }) => ({
      subject: 'Neue Anmeldung in deinem Konto',
      title: 'Neue Anmeldung in deinem Konto',
      before: [`Gerät: ${device}`, `Netzwerk: ${network}`, `Zeit: ${times.instant(at)}`],
      ...safety,
    }),

    newKey: ({ news: { at, key }, times }) => ({
      subject: 'Neuer Zugriffsschlüssel für dein Konto',
      title: 'Neuer Zugriffsschlüssel für dein Konto',
      before: [
        `In deinem Konto wurde ein Zugriffsschlüssel erstellt: ${times.instant(at)}. Programme können damit deine Sensoren ` +
          'lesen, und mehr, wenn seine Berechtigung das erlaubt.',
        ...(key ? [`Sein Name: „${key}“`] : []),
      ],
      ...safety,
    }),

    newPasskey: ({ news: { at, key }, times }) => ({
      subject: 'Neuer Passkey für dein Konto',
      title: 'Neuer Passkey für dein Konto',
      before: [
        `Zu deinem Konto wurde ein Passkey hinzugefügt: ${times.instant(at)}. Damit kann man sich ohne E-Mail anmelden.`,
        ...(key ? [`Sein Name: „${key}“`] : []),
      ],
      ...safety,
    }),

    newPhone: ({ news: { at, key }, times }) => ({
      subject: 'Neue Adresse für ein weiterleitendes Handy',
      title: 'Neue Adresse für ein weiterleitendes Handy',
      before: [
        `In deinem Konto wurde eine Adresse erstellt: ${times.instant(at)}. Wer sie hat, kann deinen Sensoren Messwerte hinzufügen, sonst nichts.`,
        ...(key ? [`Ihr Name: „${key}“`] : []),
      ],
      ...safety,
    }),
  },
}

const safety = {
  after: ['Warst du das? Dann musst du nichts tun.', 'Warst du das nicht? Dann melde dich überall ab.'],
  button: 'Überall abmelden …',
  unexpected:
    'Der Button öffnet eine Seite, die noch einmal fragt, und funktioniert einen Tag lang. Überall abmelden beendet alle ' +
    'Sitzungen, Zugriffsschlüssel, Passkeys und Tokens deines Kontos, auch deine eigenen. Sichere danach dein Postfach: ' +
    'Wer deine E-Mails liest, kann sich anmelden.',
}

const ask = (sender: string) => `Überrascht dich das? Frag ${sender}: Eine Antwort auf diese E-Mail geht dorthin.`

const sensors = (count: number) => plural(count, 'einen Sensor', `${count} Sensoren`)
const measured = (count: number) => plural(count, 'er misst', 'sie messen')
const it = (count: number) => plural(count, 'ihn', 'sie')

type Period = Pick<Facts, 'from' | 'until' | 'times'>
const during = ({ from, until, times }: Period) =>
  `${from ? `ab ${times.instant(from)}` : 'ab jetzt'}${until ? ` bis ${times.instant(until)}` : ''}`
const sharedDuring = (period: Period) => (period.from || period.until ? [`Die Freigabe gilt ${during(period)}.`] : [])
