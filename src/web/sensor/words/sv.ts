/** Texts of a sensor's page, in Swedish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

export const sv: Words = {
  yours: 'Din',
  sharedBy: 'Delas med dig av',
  publicOf: 'Offentlig. Ägare:',
  everybody: 'Offentlig åtkomst',
  isPrivate: 'Privat: bara du och de du delar med har åtkomst.',
  isPublic: 'Offentlig: alla kan se sensorn utan att logga in.',
  publicShows:
    'Alla som har länken, eller det id som sensorn sänder via radio, ser namn, bild och mätvärden så långt tillbaka som ditt abonnemang räcker. De ser inte var den är, din e-postadress, din gateway eller vilka du delar med.',
  publicPage: 'Visa den offentliga sidan',
  open: 'Gör offentlig',
  openTitle: name => `Göra ${name} offentlig?`,
  openText: 'Mätvärden kan avslöja när någon är hemma. Gör bara en sensor offentlig om dess mätvärden inte är hemliga.',
  openEnds: 'Du kan göra den privat igen när du vill. Det som andra har kopierat dessförinnan har de kvar.',
  keepPrivate: 'Avbryt',
  close: 'Gör privat',
  opened: 'Sensorn är nu offentlig.',
  closed: 'Sensorn är nu privat.',
  rename: 'Byt namn',
  share: 'Dela',
  more: name => `Mer för ${name}`,
  peopleHave: (count, areMore) =>
    count === 0
      ? 'Bara du har åtkomst'
      : areMore
        ? `Fler än ${count} personer`
        : counts.sv(count, '# person', '# personer'),
  giveUp: 'Ta bort från mitt konto',
  now: 'Nu',
  heard: 'Senast uppdaterad',
  offline: 'Offline sedan',
  battery: 'Batteri',
  batteryLow: 'Svagt batteri',
  volts: volts => `${volts} V`,
  signal: 'Signal',
  signals: { strong: 'stark', fair: 'medel', weak: 'svag' },
  nothingYet: 'Inga data än.',
  howItComesIn:
    'Mätvärden kommer från en Ruuvi Gateway: låt den skicka till den här tjänsten och ha sensorn i närheten. De första mätvärdena kommer inom en minut.',
  guestSeesNothing: 'Mätvärden som delas med dig visas här så fort de kommer.',
  unknownFormat: 'Sensorn skickar data i ett format som inte går att läsa här.',
  history: 'Historik',
  allHistory: 'Visa hela historiken',
  nothingHappened: 'Inget än.',
  giveUpTitle: name => `Ta bort ${name} från ditt konto?`,
  giveUpText: 'Du äger den inte längre, och någon annan kan lägga till den.',
  giveUpShares: people => `${people} förlorar åtkomsten och får ett mejl.`,
  people: (count, areMore) =>
    areMore
      ? `Fler än ${count} personer som du delar med`
      : counts.sv(count, 'Personen som du delar med', 'De # personer som du delar med'),
  giveUpKeeps: 'Mätvärdena sparas åt dig om du skulle lägga till den igen. Ingen annan kan se dem.',
  deleteData: 'Radera också mätvärdena. Det går inte att ångra.',
  keep: 'Avbryt',
  gaveUp: 'Sensorn är borttagen från ditt konto.',
}
