/** All words of the letters, in Finnish. */
import { pluralIn } from '../../people/language.ts'
import type { Facts, Texts } from './texts.ts'

const plural = pluralIn('fi')

/** The texts of letters in Finnish. */
export const finnish: Texts = {
  locale: 'fi-FI',
  at: ' klo ',
  somebody: 'Joku',
  quote: text => `”${text}”`,
  what: (count, name) => plural(count, name, `${count} anturia`),
  more: count => `ja ${count} muuta`,
  noteBy: sender => `${sender} kirjoitti:`,
  sentTo: recipient => `sensor-share lähetti tämän viestin osoitteeseen ${recipient}.`,
  settings: 'Sähköpostiasetukset',
  chosen: 'Nimet ”lainausmerkeissä” ja viestit ovat käyttäjien kirjoittamia, eivät sensor-sharen.',

  kinds: {
    code: ({ isStrange }) => ({
      subject: 'Kirjautumiskoodisi',
      title: 'Kirjautumiskoodisi',
      before: [],
      after: ['Kirjoita koodi 15 minuutin kuluessa sinne, missä pyysit sitä. Tai kirjaudu sisään suoraan tästä:'],
      button: 'Kirjaudu sisään',
      ...(isStrange && { other: 'En pyytänyt tätä: estä nämä viestit vuorokaudeksi' }),
      unexpected:
        'Etkö pyytänyt koodia? Joku on antanut osoitteesi, ehkä vahingossa. Sinun ei tarvitse tehdä mitään: kukaan ei ' +
        'voi kirjautua ilman tätä viestiä. Älä anna koodia kenellekään. sensor-share ei koskaan kysy sitä.',
    }),

    invitation: ({ sender, what, count, ...period }) => ({
      subject: `${sender} jakaa kanssasi: ${what}`,
      title: `${sender} jakaa kanssasi ${sensors(count)}`,
      before: ['sensor-sharella voi jakaa, mitä omat anturit mittaavat. Sinulle on jaettu:'],
      after: [
        `Hyväksy, niin näet ${measured(count)}: mitään ei tarvitse täyttää. Voit myös hylätä jaon tai mykistää lähettäjän.`,
        ...sharedDuring(period),
      ],
      button: 'Näytä kutsu',
      unexpected: 'Etkö tunne lähettäjää tai halua tätä? Hylkää kutsu, tai älä tee mitään: silloin mitään ei tapahdu.',
    }),

    shared: ({ sender, what, count, mustAccept, ...period }) =>
      mustAccept
        ? {
            subject: `${sender} haluaa jakaa kanssasi: ${what}`,
            title: `${sender} haluaa jakaa kanssasi ${sensors(count)}`,
            before: [],
            after: [
              `Hyväksy, niin näet ${measured(count)}. Voit myös hylätä jaon tai mykistää lähettäjän.`,
              ...sharedDuring(period),
            ],
            button: 'Näytä kutsu',
            unexpected:
              'Etkö tunne lähettäjää tai halua tätä? Hylkää kutsu, tai älä tee mitään: silloin mitään ei tapahdu.',
          }
        : {
            subject: `${sender} jakaa kanssasi: ${what}`,
            title: `${sender} jakaa kanssasi ${sensors(count)}`,
            before: [],
            after: [
              `Näet ${measured(count)} (${during(period)}). ${sender} voi poistaa käyttöoikeutesi milloin tahansa, ja sinä voit poistua jaosta milloin tahansa.`,
            ],
            button: 'Avaa anturisi',
            unexpected: 'Etkö tunne lähettäjää tai halua tätä?',
            other: 'Hylkää jako tai mykistä lähettäjä',
          },

    unshared: ({ sender, what, count }) => ({
      subject: `${sender} poisti käyttöoikeutesi: ${what}`,
      title: `${sender} poisti käyttöoikeutesi ${plural(count, 'anturiin', `${count} anturiin`)}`,
      before: [],
      after: [`Et enää näe ${it(count)}. Mikään muu ei ole muuttunut.`],
      button: 'Avaa anturisi',
      unexpected: ask(sender),
    }),

    left: ({ sender, what, count }) => ({
      subject: `${sender} poistui jaosta: ${what}`,
      title: `${sender} poistui ${plural(count, 'jaosta', `${count} jaosta`)}`,
      before: ['Tämä jako on päättynyt:'],
      after: [
        `${sender} ei enää näe ${it(count)}. Mikään muu ei ole muuttunut. Voit jakaa ${whole(count)} uudelleen milloin tahansa.`,
      ],
      button: 'Avaa anturisi',
      unexpected: ask(sender),
    }),

    accepted: ({ sender, what, count }) => ({
      subject: `${sender} hyväksyi kutsun: ${what}`,
      title: `${sender} hyväksyi kutsusi ${plural(count, 'anturiin', `${count} anturiin`)}`,
      before: ['Jaoit hänen kanssaan:'],
      after: ['Voit muuttaa käyttöoikeutta tai poistaa sen milloin tahansa.'],
      button: 'Avaa anturisi',
      unexpected: `Kysyttävää? Kysy häneltä: vastauksesi tähän viestiin menee osoitteeseen ${sender}.`,
    }),

    declined: ({ sender, what, count }) => ({
      subject: `${sender} hylkäsi kutsun: ${what}`,
      title: `${sender} hylkäsi kutsusi ${plural(count, 'anturiin', `${count} anturiin`)}`,
      before: ['Tämä jako on päättynyt:'],
      after: [
        `${sender} ei näe ${it(count)}. Mikään muu ei ole muuttunut. Voit jakaa hänen kanssaan uudelleen 30 päivän kuluttua.`,
      ],
      button: 'Avaa anturisi',
      unexpected: ask(sender),
    }),

    unclaimed: ({ sender, what, count }) => ({
      subject: `Ei enää jaettu kanssasi: ${what}`,
      title: plural(count, 'Anturia ei enää jaeta kanssasi', `${count} anturia ei enää jaeta kanssasi`),
      before: [
        `${sender} poisti ${plural(count, 'tämän anturin', 'nämä anturit')} tililtään, tai joku muu otti ${whole(count)} haltuunsa:`,
      ],
      after: [`Siksi et enää näe ${it(count)}. Mikään muu ei ole muuttunut.`],
      button: 'Avaa anturisi',
      unexpected: ask(sender),
    }),

    contested: ({ what, count }) => ({
      subject: `Uusi omistaja: ${what}`,
      title: plural(count, 'Anturillasi on uusi omistaja', `${count} anturillasi on uusi omistaja`),
      before: [
        `Joku osoitti ${plural(count, 'anturin salaisuudella', 'antureiden salaisuuksilla')}, että hänellä on hallussaan:`,
      ],
      after: [
        `${plural(count, 'Se ei ole', 'Ne eivät ole')} enää tililläsi, eivätkä ne, joiden kanssa jaoit, enää näe ${it(count)}. ` +
          'Mikään muu ei ole muuttunut.',
      ],
      button: 'Avaa anturisi',
      unexpected:
        `Oletko myynyt ${whole(count)} tai antanut ${whole(count)} pois? Silloin kaikki on kunnossa. ${plural(count, 'Onko se', 'Ovatko ne')} yhä sinulla? ` +
        `Ota ${whole(count)} takaisin samalla salaisuudella, ja mieti, kuka muu tietää sen.`,
    }),

    expiring: ({ sender, guest, what, count, expiresAt, toSender, times: { day, instant } }) =>
      toSender
        ? {
            subject: `Jaat ${day(expiresAt)} asti: ${what}`,
            title: plural(count, 'Yksi jaoistasi päättyy pian', `${count} jakoasi päättyy pian`),
            before: [`Jaat ${instant(expiresAt)} asti (saaja ${guest}):`],
            after: [`Sen jälkeen ${guest} ei enää näe ${it(count)}. Voit muuttaa päättymispäivää.`],
            button: 'Avaa anturisi',
            unexpected: 'Saako jako päättyä? Sinun ei tarvitse tehdä mitään.',
          }
        : {
            subject: `Näet ${day(expiresAt)} asti: ${what}`,
            title: plural(count, 'Jako päättyy pian', `${count} jakoa päättyy pian`),
            before: [`${sender} jakaa kanssasi ${instant(expiresAt)} asti:`],
            after: [`Sen jälkeen et enää näe ${it(count)}. Mikään muu ei muutu.`],
            button: 'Avaa anturisi',
            unexpected: `Tarvitsetko ${it(count)} pidempään? Kysy lähettäjältä: vastauksesi tähän viestiin menee osoitteeseen ${sender}.`,
          },

    deletion: () => ({
      subject: 'Poistetaanko tilisi?',
      title: 'Poistetaanko tilisi?',
      before: ['Sinä, tai joku tilillesi kirjautunut, pyysi poistamaan tilisi.'],
      after: [
        'Anturisi ja istuntosi poistetaan, ja jakosi päättyvät. Poistoa ei voi perua. Painike avaa sivun, joka kysyy vielä ' +
          'kerran, ja toimii vuorokauden.',
      ],
      button: 'Jatka poistamiseen',
      unexpected:
        'Etkö pyytänyt tätä? Älä tee mitään, niin mitään ei poisteta. Tarkista kuitenkin istuntosi ja lopeta ne, joita et ' +
        'tunne: pyyntö tuli yhdestä niistä.',
    }),

    newSignIn: ({ news: { at, device, network }, times }) => ({
      subject: 'Uusi kirjautuminen tilillesi',
      title: 'Uusi kirjautuminen tilillesi',
      before: [`Laite: ${device}`, `Verkko: ${network}`, `Aika: ${times.instant(at)}`],
      ...safety,
    }),

    newKey: ({ news: { at, key }, times }) => ({
      subject: 'Uusi käyttöavain tilillesi',
      title: 'Uusi käyttöavain tilillesi',
      before: [
        `Tilillesi luotiin käyttöavain ${times.instant(at)}. Ohjelmat voivat lukea sillä antureitasi, ja tehdä enemmän, jos ` +
          'avaimen oikeudet sallivat sen.',
        ...(key ? [`Sen nimi: ”${key}”`] : []),
      ],
      ...safety,
    }),

    newPasskey: ({ news: { at, key }, times }) => ({
      subject: 'Uusi pääsyavain tilillesi',
      title: 'Uusi pääsyavain tilillesi',
      before: [
        `Tilillesi lisättiin pääsyavain (passkey) ${times.instant(at)}. Sillä voi kirjautua ilman sähköpostia.`,
        ...(key ? [`Sen nimi: ”${key}”`] : []),
      ],
      ...safety,
    }),

    newPhone: ({ news: { at, key }, times }) => ({
      subject: 'Uusi osoite välittävälle puhelimelle',
      title: 'Uusi osoite välittävälle puhelimelle',
      before: [
        `Tilillesi luotiin osoite ${times.instant(at)}. Sillä voi lisätä mittauksia antureihisi, ei muuta.`,
        ...(key ? [`Sen nimi: ”${key}”`] : []),
      ],
      ...safety,
    }),
  },
}

const safety = {
  after: ['Jos se olit sinä, sinun ei tarvitse tehdä mitään.', 'Jos se et ollut sinä, kirjaudu ulos kaikkialta.'],
  button: 'Kirjaudu ulos kaikkialta …',
  unexpected:
    'Painike avaa sivun, joka kysyy vielä kerran, ja toimii vuorokauden. Uloskirjautuminen kaikkialta lopettaa tilisi ' +
    'kaikki istunnot, käyttöavaimet, pääsyavaimet ja tunnisteet, myös omasi. Suojaa sen jälkeen sähköpostisi: kuka ' +
    'tahansa viestejäsi lukeva voi kirjautua.',
}

const ask = (sender: string) =>
  `Tuliko tämä yllätyksenä? Kysy häneltä: vastauksesi tähän viestiin menee osoitteeseen ${sender}.`

const sensors = (count: number) => plural(count, 'anturin', `${count} anturia`)
const measured = (count: number) => plural(count, 'sen mittaukset', 'niiden mittaukset')
const it = (count: number) => plural(count, 'sitä', 'niitä')
const whole = (count: number) => plural(count, 'sen', 'ne')

type Period = Pick<Facts, 'from' | 'until' | 'times'>
const during = ({ from, until, times }: Period) =>
  `${from ? `${times.instant(from)} alkaen` : 'tästä hetkestä alkaen'}${until ? `, ${times.instant(until)} asti` : ''}`
const sharedDuring = (period: Period) => (period.from || period.until ? [`Jaon kesto: ${during(period)}.`] : [])
