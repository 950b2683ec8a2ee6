/** Texts of a sensor's page, in German. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

export const de: Words = {
  yours: 'Deiner',
  sharedBy: 'Mit dir geteilt von',
  publicOf: 'Öffentlich. Besitzer:',
  everybody: 'Öffentlicher Zugriff',
  isPrivate: 'Privat: Nur du und Personen, mit denen du teilst, haben Zugriff.',
  isPublic: 'Öffentlich: Alle können diesen Sensor ohne Anmeldung sehen.',
  publicShows:
    'Alle mit dem Link oder mit der ID, die der Sensor per Funk sendet, sehen Name, Bild und Messwerte, so weit zurück, wie dein Tarif reicht. Sie sehen nicht, wo er ist, und weder deine E-Mail-Adresse noch dein Gateway oder mit wem du teilst.',
  publicPage: 'Öffentliche Seite ansehen',
  open: 'Öffentlich machen',
  openTitle: name => `${name} öffentlich machen?`,
  openText:
    'Messwerte können verraten, wann jemand zu Hause ist. Mach einen Sensor nur öffentlich, wenn seine Messwerte kein Geheimnis sind.',
  openEnds: 'Du kannst ihn jederzeit wieder privat machen. Was andere bis dahin kopiert haben, behalten sie.',
  keepPrivate: 'Abbrechen',
  close: 'Privat machen',
  opened: 'Dieser Sensor ist jetzt öffentlich.',
  closed: 'Dieser Sensor ist jetzt privat.',
  rename: 'Umbenennen',
  share: 'Teilen',
  more: name => `Mehr für ${name}`,
  peopleHave: (count, areMore) =>
    count === 0
      ? 'Nur du hast Zugriff'
      : areMore
        ? `Mehr als ${count} Personen`
        : counts.de(count, '# Person', '# Personen'),
  giveUp: 'Aus meinem Konto entfernen',
  now: 'Jetzt',
  heard: 'Letzte Aktualisierung',
  offline: 'Offline seit',
  battery: 'Batterie',
  batteryLow: 'Batterie schwach',
  volts: volts => `${volts} V`,
  signal: 'Signal',
  signals: { strong: 'stark', fair: 'mittel', weak: 'schwach' },
  nothingYet: 'Noch keine Daten.',
  howItComesIn:
    'Messwerte kommen von einem Ruuvi Gateway: Lass es an diesen Dienst senden, und leg den Sensor in seine Nähe. Die ersten Messwerte kommen innerhalb einer Minute.',
  guestSeesNothing: 'Messwerte, die mit dir geteilt werden, erscheinen hier, sobald sie kommen.',
  unknownFormat: 'Der Sensor sendet Daten in einem Format, das hier nicht lesbar ist.',
  history: 'Verlauf',
  allHistory: 'Ganzen Verlauf anzeigen',
  nothingHappened: 'Noch nichts.',
  giveUpTitle: name => `${name} aus deinem Konto entfernen?`,
  giveUpText: 'Er gehört dir dann nicht mehr, und jemand anderes kann ihn hinzufügen.',
  giveUpShares: people => `Zugriff verlieren und eine E-Mail bekommen: ${people}.`,
  people: (count, areMore) =>
    areMore
      ? `mehr als ${count} Personen, mit denen du teilst`
      : counts.de(count, 'die Person, mit der du teilst', 'die # Personen, mit denen du teilst'),
  giveUpKeeps:
    'Seine Messwerte bleiben für dich aufgehoben, falls du ihn wieder hinzufügst. Sonst kann sie niemand sehen.',
  deleteData: 'Auch seine Messwerte löschen. Das lässt sich nicht rückgängig machen.',
  keep: 'Abbrechen',
  gaveUp: 'Der Sensor ist aus deinem Konto entfernt.',
}
