/** Texts of the account pages, in German. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const numberDe = new Intl.NumberFormat('de').format

export const de: Words = {
  title: 'Konto',
  intro: email => `Du bist angemeldet als ${email}.`,
  back: 'Zurück zu deinem Konto',
  operates: 'Du betreibst diesen Server.',
  gateways: 'Seine Gateways ansehen',

  ended: 'Diese Sitzung ist beendet. Wer sie benutzt hat, muss sich neu anmelden.',
  endedBefore: 'Diese Sitzung war schon beendet.',
  othersEnded: count =>
    count === 0
      ? 'Es gab keine anderen Sitzungen.'
      : `${counts.de(count, '# andere Sitzung', '# andere Sitzungen')} beendet. Dieser Browser bleibt angemeldet.`,

  asking: 'Einladungen',
  askFirst: 'Frag mich zuerst',
  askFirstHelp: 'Neue Freigaben warten unter Einladungen, bis du sie annimmst.',
  alwaysAsked: 'Bei diesem Dienst warten alle Freigaben unter Einladungen, bis du sie annimmst.',
  save: 'Speichern',
  asks: 'Ab jetzt warten neue Freigaben, bis du sie annimmst.',
  asksNot: 'Ab jetzt erscheinen neue Freigaben sofort in deiner Liste.',

  mutes: 'Stummgeschaltete Personen',
  mutesIntro: 'Du bekommst keine E-Mails über das, was sie teilen. Zugriff hast du weiterhin.',
  mutedSince: 'stumm seit',
  moreMutes: 'Mehr anzeigen',
  unmute: 'Stummschaltung aufheben',
  unmuted: sender => `${sender} ist nicht mehr stumm. Du bekommst wieder E-Mails über Freigaben von dort.`,
  notMuted: sender => `${sender} ist nicht stummgeschaltet.`,

  plan: 'Dein Tarif',
  planIs: name => `Du hast den Tarif ${name}.`,
  until: 'Er endet am',
  thenBasic: 'dann hast du Basic.',
  claims: 'Deine Sensoren',
  shares: 'Freigaben',
  used: (count, most) => `${numberDe(count)} von ${numberDe(most)}`,
  perSensor: most =>
    most === 0
      ? 'Dieser Tarif enthält kein Teilen.'
      : `Jeder Sensor lässt sich mit ${counts.de(most, '# Person', '# Personen')} teilen.`,
  history: (days, minutes) =>
    `Du und alle mit Zugriff sehen ${counts.de(days, '# Tag', '# Tage')} zurück, ${minutes === 1 ? 'Minute für Minute' : `eine Messung in ${minutes} Minuten`}.`,
  code: 'Tarif-Code',
  codeHelp: 'Wenn du einen bekommen hast, wie ABCD-EFGH.',
  useCode: 'Code einlösen',
  noCode: 'Gib zuerst den Code ein.',
  codeUsed: name => `Du hast jetzt den Tarif ${name}.`,

  newKey: 'Dein neuer Zugriffsschlüssel',
  newKeyIntro: 'Kopiere das Geheimnis jetzt dorthin, wo das Programm es liest. Es wird nicht noch einmal gezeigt.',
  keyId: 'ID des Schlüssels',
  secret: 'Geheimnis',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  keyDone: 'Fertig, ich habe es gespeichert',
  revokeTitle: 'Diesen Schlüssel widerrufen?',
  revokeIntro: 'Programme, die ihn benutzen, gehen sofort nicht mehr. Das lässt sich nicht rückgängig machen.',
  doRevoke: 'Widerrufen',
  keepKey: 'Abbrechen',
  revoked: 'Der Schlüssel ist widerrufen. Programme, die ihn benutzen, haben keinen Zugriff mehr.',
  keyGone: 'Dieser Schlüssel war schon widerrufen.',

  data: 'Deine Daten',
  dataIntro:
    'Alles, was über dich gespeichert ist, in einer JSON-Datei: Konto, Sensoren, Freigaben, Verlauf und E-Mails. Messwerte gibt es über die API. Bis zu fünf Downloads am Tag.',
  download: 'Meine Daten herunterladen',

  remove: 'Konto löschen',
  removeIntro: 'Das löscht auch deine Sensoren, Freigaben und Sitzungen.',
  removeOpen: 'Mein Konto löschen …',
  removeTitle: 'Dein Konto löschen?',
  removeWhat: [
    'Deine Sensoren werden aus deinem Konto entfernt, und niemand hat mehr Zugriff auf ihre Messwerte.',
    'Personen, mit denen du teilst, verlieren sofort den Zugriff und bekommen eine E-Mail.',
    'Du verlierst den Zugriff auf das, was andere mit dir teilen.',
    'Deine Sitzungen und Zugriffsschlüssel enden, und deine Adresse wird gelöscht.',
  ],
  removeHow: 'Noch wird nichts gelöscht: Wir senden dir eine E-Mail mit einem Link, dort bestätigst du.',
  removeType: 'Deine E-Mail-Adresse',
  removeSend: 'E-Mail anfordern',
  keepAccount: 'Mein Konto behalten',
  sentTitle: 'Sieh in deine E-Mails',
  sent: email =>
    `Wir senden eine E-Mail an ${email}. Ihr Link gilt einen Tag. Nichts wird gelöscht, bis du ihn öffnest und bestätigst.`,
}
