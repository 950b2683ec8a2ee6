/** Texts of a sensor's page, in Finnish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

export const fi: Words = {
  yours: 'Oma',
  sharedBy: 'Kanssasi jakaa',
  publicOf: 'Julkinen. Omistaja:',
  everybody: 'Julkinen näkyvyys',
  isPrivate: 'Yksityinen: vain sinulla ja niillä, joiden kanssa jaat, on käyttöoikeus.',
  isPublic: 'Julkinen: kuka tahansa näkee tämän anturin kirjautumatta.',
  publicShows:
    'Jokainen, jolla on linkki tai anturin radiolla lähettämä tunnus, näkee nimen, kuvan ja mittaukset niin kauas kuin tilauksesi sallii. Kukaan ei näe, missä anturi on, eikä sähköpostiosoitettasi, yhdyskäytävääsi tai niitä, joiden kanssa jaat.',
  publicPage: 'Avaa julkinen sivu',
  open: 'Tee julkiseksi',
  openTitle: name => `Tehdäänkö ${name} julkiseksi?`,
  openText:
    'Mittauksista voi päätellä, milloin joku on kotona. Tee anturi julkiseksi vain, jos sen mittaukset eivät ole salaisia.',
  openEnds: 'Voit tehdä sen taas yksityiseksi milloin tahansa. Sitä ennen kopioidut tiedot jäävät muille.',
  keepPrivate: 'Peruuta',
  close: 'Tee yksityiseksi',
  opened: 'Anturi on nyt julkinen.',
  closed: 'Anturi on nyt yksityinen.',
  rename: 'Nimeä uudelleen',
  share: 'Jaa',
  more: name => `Lisää: ${name}`,
  peopleHave: (count, areMore) =>
    count === 0
      ? 'Vain sinulla on käyttöoikeus'
      : areMore
        ? `Yli ${count} henkilöä`
        : counts.fi(count, '# henkilö', '# henkilöä'),
  giveUp: 'Poista tililtäni',
  now: 'Nyt',
  heard: 'Viimeisin päivitys',
  offline: 'Poissa verkosta',
  battery: 'Paristo',
  batteryLow: 'Paristo vähissä',
  volts: volts => `${volts} V`,
  signal: 'Signaali',
  signals: { strong: 'vahva', fair: 'kohtalainen', weak: 'heikko' },
  nothingYet: 'Ei vielä tietoja.',
  howItComesIn:
    'Mittaukset tulevat Ruuvi Gatewaysta: aseta se lähettämään tähän palveluun ja pidä anturi sen lähellä. Ensimmäiset mittaukset tulevat minuutin sisällä.',
  guestSeesNothing: 'Kanssasi jaetut mittaukset näkyvät täällä heti, kun ne tulevat.',
  unknownFormat: 'Anturi lähettää tietoja muodossa, jota ei voi lukea täällä.',
  history: 'Historia',
  allHistory: 'Näytä koko historia',
  nothingHappened: 'Ei vielä mitään.',
  giveUpTitle: name => `Poistetaanko ${name} tililtäsi?`,
  giveUpText: 'Et enää omista sitä, ja joku muu voi lisätä sen.',
  giveUpShares: people => `${people}, joiden kanssa jaat sen, menettävät käyttöoikeuden ja saavat sähköpostin.`,
  people: (count, areMore) => (areMore ? `Yli ${count} henkilöä` : counts.fi(count, '# henkilö', '# henkilöä')),
  giveUpKeeps: 'Mittaukset säilytetään sinulle siltä varalta, että lisäät anturin uudelleen. Kukaan muu ei näe niitä.',
  deleteData: 'Poista myös mittaukset. Tätä ei voi kumota.',
  keep: 'Peruuta',
  gaveUp: 'Anturi on poistettu tililtäsi.',
}
