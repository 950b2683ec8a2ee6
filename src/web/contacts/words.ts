/** Texts of the contact pages. */
import { counts } from '../language/counts.ts'
import type { Texts } from '../language/texts.ts'

const sensors = (count: number) => counts.en(count, '# sensor', '# sensors')

const en = {
  title: 'Contacts',
  search: 'Search',
  searchHelp: 'Email address, or a part of it',
  find: 'Find',
  none: 'People you share with appear here.',
  share: 'Share a sensor',
  notFound: (text: string) => `No contact’s address contains “${text}”.`,
  all: 'Show all',
  has: (count: number) => (count === 0 ? 'no access right now' : `has access to ${sensors(count)}`),
  last: 'last shared',
  more: (count: number) => `and ${count} more`,
  since: 'since',
  shareMore: 'Share more',
  endAll: 'Remove access',
  nothingNow: (email: string) => `${email} has no access to your sensors.`,
  back: 'All contacts',
  old: (most: number) => `These are the ${most} people you shared with most recently. Search covers only them.`,

  endTitle: (email: string) => `Remove access of ${email}?`,
  endIntro: (count: number) =>
    counts.en(count, 'They lose access to this sensor at once:', 'They lose access to these # sensors at once:'),
  endTold: 'They get an email about sensors they already had access to. You can share again at any time.',
  end: (count: number) => `Remove access to ${sensors(count)}`,
  keep: 'Cancel',
  ended: (email: string, count: number) =>
    count === 0 ? `${email} no longer had access.` : `Removed the access of ${email} to ${sensors(count)}.`,
}

const sensorsFi = (count: number) => counts.fi(count, '# anturi', '# anturia')

const fi: Words = {
  title: 'Yhteystiedot',
  search: 'Haku',
  searchHelp: 'Sähköpostiosoite tai sen osa',
  find: 'Etsi',
  none: 'Ne, joiden kanssa jaat, näkyvät täällä.',
  share: 'Jaa anturi',
  notFound: text => `Missään osoitteessa ei ole tekstiä ”${text}”.`,
  all: 'Näytä kaikki',
  has: count => (count === 0 ? 'ei juuri nyt käyttöoikeutta' : `käyttöoikeus: ${sensorsFi(count)}`),
  last: 'jaettu viimeksi',
  more: count => counts.fi(count, 'ja # muu', 'ja # muuta'),
  since: 'alkaen',
  shareMore: 'Jaa lisää',
  endAll: 'Poista käyttöoikeus',
  nothingNow: email => `${email} ei pääse mihinkään anturiisi.`,
  back: 'Kaikki yhteystiedot',
  old: most => `Nämä ovat ${most} viimeksi jakamaasi henkilöä. Haku koskee vain heitä.`,

  endTitle: email => `Poistetaanko käyttöoikeus: ${email}?`,
  endIntro: count =>
    counts.fi(count, 'Hän menettää heti pääsyn tähän anturiin:', 'Hän menettää heti pääsyn näihin # anturiin:'),
  endTold: 'Hän saa sähköpostin antureista, joihin hän jo pääsi. Voit jakaa uudelleen milloin tahansa.',
  end: count => `Poista käyttöoikeus (${sensorsFi(count)})`,
  keep: 'Peruuta',
  ended: (email, count) =>
    count === 0 ? `Ei enää käyttöoikeutta: ${email}.` : `Käyttöoikeus poistettu: ${email}, ${sensorsFi(count)}.`,
}

const sensorsDe = (count: number) => counts.de(count, '# Sensor', '# Sensoren')

const de: Words = {
  title: 'Kontakte',
  search: 'Suche',
  searchHelp: 'E-Mail-Adresse oder ein Teil davon',
  find: 'Suchen',
  none: 'Personen, mit denen du teilst, erscheinen hier.',
  share: 'Sensor teilen',
  notFound: text => `Keine Adresse deiner Kontakte enthält „${text}“.`,
  all: 'Alle anzeigen',
  has: count => (count === 0 ? 'gerade kein Zugriff' : `hat Zugriff auf ${sensorsDe(count)}`),
  last: 'zuletzt geteilt',
  more: count => counts.de(count, 'und # weiterer', 'und # weitere'),
  since: 'seit',
  shareMore: 'Mehr teilen',
  endAll: 'Zugriff entfernen',
  nothingNow: email => `${email} hat keinen Zugriff auf deine Sensoren.`,
  back: 'Alle Kontakte',
  old: most => `Das sind die ${most} Personen, mit denen du zuletzt geteilt hast. Die Suche gilt nur für sie.`,

  endTitle: email => `Zugriff von ${email} entfernen?`,
  endIntro: count =>
    counts.de(
      count,
      'Die Person verliert sofort den Zugriff auf diesen Sensor:',
      'Die Person verliert sofort den Zugriff auf diese # Sensoren:',
    ),
  endTold:
    'Sie bekommt eine E-Mail über die Sensoren, auf die sie schon Zugriff hatte. Du kannst jederzeit wieder teilen.',
  end: count => `Zugriff auf ${sensorsDe(count)} entfernen`,
  keep: 'Abbrechen',
  ended: (email, count) =>
    count === 0 ? `${email} hatte keinen Zugriff mehr.` : `Zugriff von ${email} auf ${sensorsDe(count)} entfernt.`,
}

const sensorsSv = (count: number) => counts.sv(count, '# sensor', '# sensorer')

const sv: Words = {
  title: 'Kontakter',
  search: 'Sök',
  searchHelp: 'E-postadress, eller en del av den',
  find: 'Sök',
  none: 'De du delar med visas här.',
  share: 'Dela en sensor',
  notFound: text => `Ingen kontakts adress innehåller ”${text}”.`,
  all: 'Visa alla',
  has: count => (count === 0 ? 'ingen åtkomst just nu' : `har åtkomst till ${sensorsSv(count)}`),
  last: 'delade senast',
  more: count => counts.sv(count, 'och # till', 'och # till'),
  since: 'sedan',
  shareMore: 'Dela mer',
  endAll: 'Ta bort åtkomst',
  nothingNow: email => `${email} har ingen åtkomst till dina sensorer.`,
  back: 'Alla kontakter',
  old: most => `Det här är de ${most} personer du senast delade med. Sökningen gäller bara dem.`,

  endTitle: email => `Ta bort åtkomsten för ${email}?`,
  endIntro: count =>
    counts.sv(
      count,
      'Personen förlorar direkt åtkomsten till den här sensorn:',
      'Personen förlorar direkt åtkomsten till de här # sensorerna:',
    ),
  endTold: 'Personen får ett mejl om sensorer som hen redan hade åtkomst till. Du kan dela igen när du vill.',
  end: count => `Ta bort åtkomst till ${sensorsSv(count)}`,
  keep: 'Avbryt',
  ended: (email, count) =>
    count === 0 ? `${email} hade inte längre åtkomst.` : `Tog bort åtkomsten för ${email} till ${sensorsSv(count)}.`,
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
