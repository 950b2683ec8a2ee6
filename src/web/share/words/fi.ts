/** Texts of the sharing pages, in Finnish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const sensors = (count: number) => counts.fi(count, '# anturi', '# anturia')
const toPeople = (count: number) => counts.fi(count, '# henkilön kanssa', '# henkilön kanssa')
const shares = (count: number) => counts.fi(count, '# jako', '# jakoa')
const list = new Intl.ListFormat('fi', { type: 'conjunction' })
const number = new Intl.NumberFormat('fi').format

export const fi: Words = {
  title: 'Jaa',
  titleOf: name => `Jaa ${name}`,
  titleOfMany: count => `Jaa ${sensors(count)}`,
  sensors: 'Anturit',
  chooseSensors: 'Mitkä anturisi?',
  leftOut: 'Jätetty pois:',
  notYours: owner => `sen omistaa ${owner}, ja vain omistaja voi jakaa sen`,
  notThere: 'anturi ei ole tililläsi',
  noSensors: 'Sinulla ei ole vielä omaa anturia. Lisää ensin anturi, niin voit jakaa sen.',
  toSensors: 'Antureihin',

  people: 'Lisää henkilöitä',
  peopleHelp: 'Sähköpostiosoitteet pilkuilla erotettuina',
  before: 'Henkilöt, joiden kanssa jaat',
  others: count => `Näytä ${number(count)} lisää`,
  hasAll: count => (count === 1 ? 'on jo käyttöoikeus' : 'on jo käyttöoikeus näihin kaikkiin'),
  hasSome: (has, count) => `on käyttöoikeus: ${number(has)} / ${number(count)}`,
  noAddress: others =>
    `${others.length === 1 ? 'Tämä ei ole sähköpostiosoite' : 'Nämä eivät ole sähköpostiosoitteita'}: ${others
      .slice(0, 10)
      .map(other => `”${other.slice(0, 100)}”`)
      .join(', ')}${others.length > 10 ? ` ja ${others.length - 10} muuta` : ''}. Korjaa tai poista.`,
  nobody: 'Lisää joku, jonka kanssa jaat.',
  nothing: 'Valitse jaettavat anturit.',
  tooMany: (sensorCount, personCount) =>
    `${sensors(sensorCount)} ${toPeople(personCount)} on ${shares(sensorCount * personCount)}. Enintään ${number(1_000)} kerralla: poista osa ja jaa loput sen jälkeen.`,

  what: 'Mitä he saavat nähdä?',
  everything: 'Kaikki, myös tulevat mittaukset',
  some: 'Vain tämä:',
  ofSensors: 'Mitä anturit mittaavat',
  everyService: 'Kaikki, myös myöhemmin lisättävät palvelut',
  noServices: 'Sillä ei ole vielä palveluja. He saavat koko laitteen, myös myöhemmin lisättävät palvelut.',
  onlyWhole: count =>
    `${counts.fi(count, 'Vielä yksi laite', 'Vielä # laitetta')} jaetaan kokonaan. Jaa vähemmän kerralla, niin voit valita palveluista.`,
  theSensors: 'anturit',
  noChannel: names =>
    names.length === 0
      ? 'Valitse, mitä he saavat nähdä, tai jaa kaikki.'
      : `Valitse, mitä he saavat nähdä, tai jaa kaikki: ${list.format(names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} muuta`] : names)}.`,
  scripting: 'Salli ohjelmat',
  scriptingHelp: 'Heidän ohjelmansa voivat lukea tätä käyttöavaimella. Ilman tätä vain he itse voivat.',
  note: 'Viesti (valinnainen)',
  noteHelp: 'Näkyy sähköpostissa. Enintään 500 merkkiä.',
  noteTooLong: length => `Viesti on liian pitkä: ${number(length)} merkkiä. Enintään 500.`,
  noteUnreadable: 'Poista merkki, joka ei kelpaa.',
  until: 'Päättyy',
  untils: {
    '': 'Ei päättymisaikaa',
    day: 'Vuorokauden kuluttua',
    week: 'Viikon kuluttua',
    month: '30 päivän kuluttua',
    other: 'Aikana, jonka valitsen',
  },
  untilAt: 'Saakka',
  later: 'Aloita myöhemmin (valinnainen)',
  zone: zone => `Aikavyöhyke: ${zone.replaceAll('_', ' ')}`,
  noTime: 'Aika ei kelpaa. Kirjoita se näin: 2026-11-21T14:05.',
  noEnd: 'Valitse aika, jolloin jako päättyy.',
  badEnd: 'Jaon täytyy päättyä tulevaisuudessa ja alkamisensa jälkeen.',

  more: 'Lisää asetuksia',
  kept: 'Tämän kirjoitit aiemmin.',
  discard: 'Hylkää',

  look: 'Esikatselu',
  share: 'Jaa',
  shareOf: count => `Jaa ${sensors(count)}`,
  shareWith: (sensorCount, personCount) => `Jaa ${sensors(sensorCount)} ${toPeople(personCount)}`,
  shareNew: count => `Jaa ${number(count)} uutta`,
  cancel: 'Peruuta',

  script: {
    go: 'Jaa {sensors} {people}',
    sensor: '1 anturi',
    sensors: '{n} anturia',
    person: '1 henkilön kanssa',
    people: '{n} henkilön kanssa',
    nobody: 'Lisää joku, jonka kanssa jaat.',
    nothing: 'Valitse jaettavat anturit.',
    noChannel: 'Valitse, mitä he saavat nähdä.',
    noEnd: 'Valitse aika, jolloin jako päättyy.',
    wrong: 'Korjaa tai poista merkityt: ne eivät ole sähköpostiosoitteita.',
    tooMany: 'Tämä on {n} jakoa. Enintään 1 000 kerralla.',
    nothingNew: 'Ei mitään uutta jaettavaa: lisää joku muu.',
    looking: 'Ladataan esikatselua …',
    add: 'Lisää sähköpostiosoite',
    added: '{x} lisätty.',
    removed: '{x} poistettu.',
    remove: 'Poista {x}',
    bad: 'ei ole sähköpostiosoite',
    all: 'Kaikki',
    progress: '{n} / {m} jaettu.',
    broken: 'Yhteys katkesi. Tähän mennessä jaetut näkyvät alla. Jaa loput painamalla painiketta uudelleen.',
  },

  preview: {
    title: 'Mitä tapahtuu',
    all: (sensorCount, personCount) => `Jaat ${sensors(sensorCount)} ${toPeople(personCount)}.`,
    some: (fresh, old) => `${number(fresh)} uutta, ${number(old)} jo jaettu.`,
    someNot: (fresh, old, refused) =>
      `${number(fresh)} uutta, ${number(old)} jo jaettu, ${number(refused)} ei onnistu.`,
    notAll: (fresh, refused) => `${number(fresh)} uutta, ${number(refused)} ei onnistu.`,
    allOld: 'Heillä kaikilla on jo käyttöoikeus.',
    none: 'Mitään ei jaeta.',
    invited: count =>
      counts.fi(
        count,
        '# henkilöllä ei ole vielä tiliä, ja hän saa kutsun.',
        '# henkilöllä ei ole vielä tiliä, ja he saavat kutsun.',
      ),
    asked: count => counts.fi(count, '# henkilön täytyy ensin hyväksyä.', '# henkilön täytyy ensin hyväksyä.'),
    untold: count =>
      `Esikatselu ei voi kertoa, onko ${counts.fi(count, '# henkilöllä', '# henkilöllä')} tili: se kertoo sen 20 uudesta osoitteesta päivässä.`,
    left: (left, most) => `Tämän jälkeen jäljellä on ${number(left)} / ${shares(most)}.`,
  },

  done: {
    title: (sensorCount, personCount) => `Jaettu: ${sensors(sensorCount)} ${toPeople(personCount)}`,
    titleOfNew: (fresh, old) => `Jaettu: ${number(fresh)} uutta, ${number(old)} jo jaettu`,
    titleOfSome: (shared, pairs) => `Jaettu ${number(shared)} / ${number(pairs)}`,
    titleOfPieces: shared => `Jaettu (${number(shared)})`,
    titleOfNothing: 'Mitään ei jaettu',
    titleOfOld: 'Jo jaettu',
    same: 'Jaa sama muiden kanssa',
    contacts: 'Katso, kenellä on käyttöoikeus',
    back: 'Valmis',
    andMore: count => `ja ${number(count)} muuta`,
    plan: 'Katso tilauksesi',
    takeBack: 'Poista käyttöoikeus',
  },

  groups: {
    shared: 'Jaettu',
    asked: 'Odottaa hyväksyntää',
    invited: 'Kutsuttu',
    alreadyShared: 'Jo jaettu',
    yourself: 'Oma osoitteesi',
    declinedBefore: 'Hylkäsi aiemmin',
    sensorFull: 'Anturin raja täynnä',
    planFull: 'Tilauksen raja täynnä',
    planForbids: 'Ei kuulu tilaukseesi',
    notOwner: 'Ei sinun',
    noSuchChannel: 'Ei enää saatavilla',
  },
  meaning: {
    shared: 'He saavat sähköpostin ja pääsevät anturiin heti tai alkamispäivästä.',
    asked: 'He saavat sähköpostin ja pääsevät anturiin, kun he hyväksyvät.',
    invited: 'He saavat kutsun sähköpostiin ja pääsevät anturiin, kun he luovat tilin sillä osoitteella.',
    alreadyShared: 'Heille mikään ei muutu.',
    yourself: 'Omistat tämän anturin.',
    declinedBefore: 'He hylkäsivät viime kutsusi. Voit kutsua heidät uudelleen 30 päivän kuluttua siitä.',
    notOwner: 'Et enää omista tätä anturia.',
    noSuchChannel: 'Valitsemasi palvelu on sillä välin poistettu. Valitse uudelleen.',
  },
  sensorFull: (plan, most) =>
    `Tilauksessa ${plan} anturin voi jakaa ${toPeople(most)}. Poista jonkun käyttöoikeus tai valitse suurempi tilaus.`,
  planFull: (plan, most) =>
    `Tilaukseen ${plan} kuuluu ${shares(most)}. Poista jonkun käyttöoikeus tai valitse suurempi tilaus.`,
  planForbids: plan => `Tilaukseen ${plan} ei kuulu jakamista. Valitse toinen, niin voit jakaa antureita.`,
  again: 'uudelleen',
}
