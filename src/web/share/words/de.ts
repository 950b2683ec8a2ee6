/** Texts of the sharing pages, in German. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const sensors = (count: number) => counts.de(count, '# Sensor', '# Sensoren')
const people = (count: number) => counts.de(count, '# Person', '# Personen')
const shares = (count: number) => counts.de(count, '# Freigabe', '# Freigaben')
const list = new Intl.ListFormat('de', { type: 'conjunction' })
const number = new Intl.NumberFormat('de').format

export const de: Words = {
  title: 'Teilen',
  titleOf: name => `${name} teilen`,
  titleOfMany: count => `${sensors(count)} teilen`,
  sensors: 'Sensoren',
  chooseSensors: 'Welche deiner Sensoren?',
  leftOut: 'Ausgelassen:',
  notYours: owner => `gehört ${owner}, und nur der Besitzer kann teilen`,
  notThere: 'dieser Sensor ist nicht in deinem Konto',
  noSensors: 'Du hast noch keinen eigenen Sensor. Füge zuerst einen hinzu, dann kannst du ihn teilen.',
  toSensors: 'Zu deinen Sensoren',

  people: 'Personen hinzufügen',
  peopleHelp: 'E-Mail-Adressen, durch Kommas getrennt',
  before: 'Personen, mit denen du teilst',
  others: count => `${number(count)} weitere anzeigen`,
  hasAll: count => (count === 1 ? 'hat schon Zugriff' : 'hat schon Zugriff auf alle'),
  hasSome: (has, count) => `hat Zugriff auf ${number(has)} von ${number(count)}`,
  noAddress: others =>
    `${others.length === 1 ? 'Das ist keine gültige E-Mail-Adresse' : 'Das sind keine gültigen E-Mail-Adressen'}: ${others
      .slice(0, 10)
      .map(other => `„${other.slice(0, 100)}“`)
      .join(', ')}${others.length > 10 ? ` und ${others.length - 10} weitere` : ''}. Korrigiere oder entferne das.`,
  nobody: 'Füge jemanden hinzu, mit dem du teilst.',
  nothing: 'Wähle die Sensoren, die du teilst.',
  tooMany: (sensorCount, personCount) =>
    `${sensors(sensorCount)} mit ${people(personCount)} sind ${shares(sensorCount * personCount)}. Höchstens ${number(1_000)} auf einmal: Entferne einige, und teile danach mit ihnen.`,

  what: 'Was dürfen sie sehen?',
  everything: 'Alles, auch künftige Messwerte',
  some: 'Nur das:',
  ofSensors: 'Was die Sensoren messen',
  everyService: 'Alles, auch später hinzugefügte Dienste',
  noServices: 'Es hat noch keine Dienste. Du teilst das ganze Gerät, auch später hinzugefügte Dienste.',
  onlyWhole: count =>
    `${counts.de(count, 'Ein weiteres Gerät wird', '# weitere Geräte werden')} als Ganzes geteilt. Um unter den Diensten zu wählen, teile weniger auf einmal.`,
  theSensors: 'die Sensoren',
  noChannel: names =>
    names.length === 0
      ? 'Wähle, was sie sehen dürfen, oder teile alles.'
      : `Wähle, was sie sehen dürfen, oder teile alles: ${list.format(names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} weitere`] : names)}.`,
  scripting: 'Programme erlauben',
  scriptingHelp: 'Ihre Programme dürfen das mit einem Zugriffsschlüssel lesen. Ohne das können es nur sie selbst.',
  note: 'Nachricht (optional)',
  noteHelp: 'Steht in der E-Mail. Bis zu 500 Zeichen.',
  noteTooLong: length => `Die Nachricht ist zu lang: ${number(length)} Zeichen. Höchstens 500.`,
  noteUnreadable: 'Entferne das ungültige Zeichen.',
  until: 'Ende',
  untils: {
    '': 'Kein Ende',
    day: 'In einem Tag',
    week: 'In einer Woche',
    month: 'In 30 Tagen',
    other: 'Zu einer Zeit, die ich wähle',
  },
  untilAt: 'Bis',
  later: 'Später beginnen (optional)',
  zone: zone => `Zeitzone: ${zone.replaceAll('_', ' ')}`,
  noTime: 'Das ist keine gültige Zeit. Schreib sie wie 2026-11-21T14:05.',
  noEnd: 'Wähle, wann es endet.',
  badEnd: 'Das Ende muss in der Zukunft liegen und nach dem Beginn.',

  more: 'Mehr Optionen',
  kept: 'Das hast du vorhin eingegeben.',
  discard: 'Verwerfen',

  look: 'Vorschau',
  share: 'Teilen',
  shareOf: count => `${sensors(count)} teilen`,
  shareWith: (sensorCount, personCount) => `${sensors(sensorCount)} mit ${people(personCount)} teilen`,
  shareNew: count => `${number(count)} neu teilen`,
  cancel: 'Abbrechen',

  script: {
    go: '{sensors} mit {people} teilen',
    sensor: '1 Sensor',
    sensors: '{n} Sensoren',
    person: '1 Person',
    people: '{n} Personen',
    nobody: 'Füge jemanden hinzu, mit dem du teilst.',
    nothing: 'Wähle die Sensoren, die du teilst.',
    noChannel: 'Wähle, was sie sehen dürfen.',
    noEnd: 'Wähle, wann es endet.',
    wrong: 'Korrigiere oder entferne, was markiert ist: Es ist keine gültige E-Mail-Adresse.',
    tooMany: 'Das sind {n} Freigaben. Höchstens 1.000 auf einmal.',
    nothingNew: 'Nichts Neues zu teilen: Füge jemand anderen hinzu.',
    looking: 'Vorschau wird geladen …',
    add: 'E-Mail-Adresse hinzufügen',
    added: '{x} hinzugefügt.',
    removed: '{x} entfernt.',
    remove: '{x} entfernen',
    bad: 'keine gültige E-Mail-Adresse',
    all: 'Alles',
    progress: '{n} von {m} geteilt.',
    broken:
      'Die Verbindung ist abgebrochen. Was bisher geteilt ist, steht unten. Drück noch einmal auf die Taste, um den Rest zu teilen.',
  },

  preview: {
    title: 'Was passieren wird',
    all: (sensorCount, personCount) => `Du teilst ${sensors(sensorCount)} mit ${people(personCount)}.`,
    some: (fresh, old) => `${number(fresh)} neu, ${number(old)} schon geteilt.`,
    someNot: (fresh, old, refused) =>
      `${number(fresh)} neu, ${number(old)} schon geteilt, ${number(refused)} nicht möglich.`,
    notAll: (fresh, refused) => `${number(fresh)} neu, ${number(refused)} nicht möglich.`,
    allOld: 'Alle haben schon Zugriff.',
    none: 'Es wird nichts geteilt.',
    invited: count =>
      counts.de(
        count,
        '# Person hat noch kein Konto und bekommt eine Einladung.',
        '# Personen haben noch kein Konto und bekommen Einladungen.',
      ),
    asked: count => counts.de(count, '# Person muss erst annehmen.', '# Personen müssen erst annehmen.'),
    untold: count =>
      `Die Vorschau kann nicht sagen, ob ${counts.de(count, '# Person ein Konto hat', '# Personen ein Konto haben')}: Das tut sie für 20 neue Adressen am Tag.`,
    left: (left, most) => `Danach sind ${number(left)} von ${shares(most)} übrig.`,
  },

  done: {
    title: (sensorCount, personCount) => `${sensors(sensorCount)} mit ${people(personCount)} geteilt`,
    titleOfNew: (fresh, old) => `Geteilt: ${number(fresh)} neu, ${number(old)} schon geteilt`,
    titleOfSome: (shared, pairs) => `${number(shared)} von ${number(pairs)} geteilt`,
    titleOfPieces: shared => `Geteilt (${number(shared)})`,
    titleOfNothing: 'Nichts wurde geteilt',
    titleOfOld: 'Schon geteilt',
    same: 'Dasselbe mit anderen teilen',
    contacts: 'Sehen, wer Zugriff hat',
    back: 'Fertig',
    andMore: count => `und ${number(count)} weitere`,
    plan: 'Deinen Tarif ansehen',
    takeBack: 'Zugriff entfernen',
  },

  groups: {
    shared: 'Geteilt',
    asked: 'Noch nicht angenommen',
    invited: 'Eingeladen',
    alreadyShared: 'Schon geteilt',
    yourself: 'Deine eigene Adresse',
    declinedBefore: 'Früher abgelehnt',
    sensorFull: 'Grenze des Sensors erreicht',
    planFull: 'Grenze des Tarifs erreicht',
    planForbids: 'Nicht in deinem Tarif',
    notOwner: 'Nicht deiner',
    noSuchChannel: 'Nicht mehr verfügbar',
  },
  meaning: {
    shared: 'Wer hier steht, bekommt eine E-Mail und hat sofort Zugriff, oder ab dem Beginn.',
    asked: 'Wer hier steht, bekommt eine E-Mail und hat nach dem Annehmen Zugriff.',
    invited:
      'Wer hier steht, bekommt eine Einladung per E-Mail und hat nach dem Registrieren mit dieser Adresse Zugriff.',
    alreadyShared: 'Für sie ändert sich nichts.',
    yourself: 'Dieser Sensor gehört dir.',
    declinedBefore: 'Deine letzte Einladung wurde abgelehnt. 30 Tage danach kannst du wieder einladen.',
    notOwner: 'Dieser Sensor gehört dir nicht mehr.',
    noSuchChannel: 'Ein Dienst, den du gewählt hast, wurde inzwischen entfernt. Wähle noch einmal.',
  },
  sensorFull: (plan, most) =>
    `Mit dem Tarif ${plan} lässt sich ein Sensor mit ${people(most)} teilen. Entferne einen Zugriff, oder wähle einen größeren Tarif.`,
  planFull: (plan, most) =>
    `Der Tarif ${plan} erlaubt ${shares(most)}. Entferne einen Zugriff, oder wähle einen größeren Tarif.`,
  planForbids: plan => `Der Tarif ${plan} enthält kein Teilen. Wähle einen anderen, um Sensoren zu teilen.`,
  again: 'wieder ab',
}
