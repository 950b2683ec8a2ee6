/** Texts about the guests of a sensor and their shares, in German. */
import { counts } from '../../../language/counts.ts'
import type { Words } from './en.ts'

export const de: Words = {
  title: 'Personen',
  nobody: 'Nur du hast Zugriff. Personen, mit denen du diesen Sensor teilst, erscheinen hier.',
  others: count => counts.de(count, '# weitere Person', '# weitere Personen'),
  menu: guest => `Mehr für ${guest}`,
  more: 'Weitere Personen',
  states: { live: 'Hat Zugriff', pending: 'Eingeladen', paused: 'Pausiert', scheduled: 'Beginnt später' },
  waitsFor: 'Noch nicht angenommen.',
  since: 'Geteilt',
  fates: {
    queued: 'Die E-Mail ist unterwegs.',
    held: 'Die E-Mail wartet, weil gerade viele gesendet wurden. Sie wird später gesendet.',
    sent: 'Die E-Mail wurde gesendet.',
    delivered: 'Die E-Mail ist angekommen.',
    bounced: 'Die E-Mail war nicht zustellbar: Prüfe die Adresse.',
    suppressed: 'Diese Adresse bekommt keine E-Mails von uns: Sag es der Person selbst.',
    muted: 'Du bist dort stummgeschaltet, und deine Freigaben lösen keine E-Mails aus: Sag es der Person selbst.',
  },
  noLetter: 'Es wurde keine E-Mail gesendet.',
  change: 'Zugriff ändern',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  resend: 'E-Mail noch einmal senden',
  unshare: 'Zugriff entfernen',
  paused: guest => `Pausiert: ${guest} hat keinen Zugriff, bis du fortsetzt.`,
  resumed: guest => `Fortgesetzt: ${guest} hat wieder Zugriff.`,
  resent: guest => `Die E-Mail an ${guest} wird noch einmal gesendet.`,
  tooSoon: minutes =>
    `Du hast diese E-Mail vor weniger als einer Stunde noch einmal gesendet. Versuch es in ${counts.de(minutes, '# Minute', '# Minuten')} wieder.`,
  changed: guest => `Zugriff von ${guest} geändert.`,
  unchanged: 'Nichts hat sich geändert.',
  unshared: guest => `Zugriff von ${guest} entfernt.`,
  cancelled: guest => `Zugriff von ${guest} entfernt. Die Einladung gilt nicht mehr.`,

  changeTitle: name => `Zugriff auf ${name} ändern`,
  with: 'Geteilt mit',
  what: 'Was die Person sieht',
  alsoLater: 'Alles, auch künftige Messwerte',
  alsoLaterServices: 'Alles, auch später hinzugefügte Dienste',
  allCounts: 'Wenn „Alles“ gewählt ist, zählt die übrige Auswahl nicht.',
  mayScript: 'Programme erlauben',
  scriptingMeans:
    'Die Programme der Person dürfen das mit einem Zugriffsschlüssel lesen. Ohne das kann es nur die Person selbst.',
  note: 'Nachricht (optional)',
  noteTooLong: 'Die Nachricht ist zu lang. Höchstens 500 Zeichen.',
  startsAt: 'Beginn',
  expiresAt: 'Ende',
  timeMeans: zone => `Lass beides leer, um sofort und ohne Ende zu teilen. Zeitzone: ${zone}`,
  noTime: 'Das ist keine gültige Zeit. Schreib sie wie 2026-12-24T18:00, oder lass sie leer.',
  nothingTicked:
    'Wähle, was die Person sehen darf, oder erlaube Programme. Um nicht mehr zu teilen, nimm „Zugriff entfernen“.',
  save: 'Speichern',
  back: 'Zurück',

  unshareTitle: name => `Zugriff auf ${name} entfernen?`,
  unshareText: guest => `${guest} verliert sofort den Zugriff und bekommt eine E-Mail.`,
  unshareSilent: guest => `${guest} hat gerade keinen Zugriff und bekommt eine E-Mail, dass die Freigabe beendet ist.`,
  cancelText: guest =>
    `${guest} hat noch nicht angenommen. Die Einladung gilt nicht mehr, und es wird keine E-Mail gesendet.`,
  keep: 'Abbrechen',

  yours: 'Dein Zugriff',
  terms: 'Du siehst',
  noteOf: 'Nachricht an dich',
  rename: 'Umbenennen',
  yourName: 'Nur du siehst den Namen, den du vergibst.',
  leave: 'Verlassen',
}
