/** Texts of the account pages, in Finnish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const numberFi = new Intl.NumberFormat('fi').format

export const fi: Words = {
  title: 'Tili',
  intro: email => `Olet kirjautunut osoitteella ${email}.`,
  back: 'Takaisin tiliin',
  operates: 'Ylläpidät tätä palvelinta.',
  gateways: 'Katso sen yhdyskäytävät',

  ended: 'Istunto on päättynyt. Sen käyttäjän täytyy kirjautua uudelleen.',
  endedBefore: 'Istunto oli jo päättynyt.',
  othersEnded: count =>
    count === 0
      ? 'Muita istuntoja ei ollut.'
      : `Päätetty: ${counts.fi(count, '# muu istunto', '# muuta istuntoa')}. Tämä selain pysyy kirjautuneena.`,

  asking: 'Kutsut',
  askFirst: 'Kysy ensin minulta',
  askFirstHelp: 'Uudet jaot odottavat Kutsut-sivulla, kunnes hyväksyt ne.',
  alwaysAsked: 'Tässä palvelussa kaikki jaot odottavat Kutsut-sivulla, kunnes hyväksyt ne.',
  save: 'Tallenna',
  asks: 'Tästä lähtien uudet jaot odottavat hyväksyntääsi.',
  asksNot: 'Tästä lähtien uudet jaot näkyvät heti antureissasi.',

  mutes: 'Mykistetyt',
  mutesIntro: 'Et saa sähköpostia siitä, mitä he jakavat. Käyttöoikeutesi säilyy.',
  mutedSince: 'mykistetty',
  moreMutes: 'Näytä lisää',
  unmute: 'Poista mykistys',
  unmuted: sender => `Mykistys poistettu: ${sender}. Saat taas sähköpostia hänen jaoistaan.`,
  notMuted: sender => `Ei mykistetty: ${sender}.`,

  plan: 'Tilauksesi',
  planIs: name => `Tilauksesi on ${name}.`,
  until: 'Se päättyy',
  thenBasic: 'sitten sinulla on Basic.',
  claims: 'Omat anturit',
  shares: 'Jaot',
  used: (count, most) => `${numberFi(count)} / ${numberFi(most)}`,
  perSensor: most =>
    most === 0
      ? 'Tilaukseen ei kuulu jakamista.'
      : `Kunkin anturin voi jakaa ${counts.fi(most, '# henkilön kanssa', '# henkilön kanssa')}.`,
  history: (days, minutes) =>
    `Sinä ja ne, joilla on käyttöoikeus, näette ${counts.fi(days, '# päivän', '# päivää')} taaksepäin, ${minutes === 1 ? 'minuutti minuutilta' : `yhden mittauksen ${minutes} minuutissa`}.`,
  code: 'Tilauskoodi',
  codeHelp: 'Jos sait sellaisen, kuten ABCD-EFGH.',
  useCode: 'Käytä koodi',
  noCode: 'Kirjoita ensin koodi.',
  codeUsed: name => `Tilauksesi on nyt ${name}.`,

  newKey: 'Uusi käyttöavaimesi',
  newKeyIntro: 'Kopioi salaisuus nyt ja tallenna se sinne, mistä ohjelma lukee sen. Sitä ei näytetä uudelleen.',
  keyId: 'Avaimen tunnus',
  secret: 'Salaisuus',
  copy: 'Kopioi',
  copied: 'Kopioitu.',
  keyDone: 'Valmis, tallensin sen',
  revokeTitle: 'Poistetaanko avain käytöstä?',
  revokeIntro: 'Ohjelmat, jotka käyttävät sitä, lakkaavat heti toimimasta. Tätä ei voi kumota.',
  doRevoke: 'Poista käytöstä',
  keepKey: 'Peruuta',
  revoked: 'Avain on poistettu käytöstä. Sitä käyttävillä ohjelmilla ei enää ole pääsyä.',
  keyGone: 'Avain oli jo poistettu käytöstä.',

  data: 'Tietosi',
  dataIntro:
    'Kaikki sinusta tallennettu yhdessä JSON-tiedostossa: tili, anturit, jaot, historia ja sähköpostit. Mittaukset saa rajapinnasta. Enintään viisi latausta päivässä.',
  download: 'Lataa tietoni',

  remove: 'Poista tilisi',
  removeIntro: 'Tämä poistaa myös anturisi, jakosi ja istuntosi.',
  removeOpen: 'Poista tilini …',
  removeTitle: 'Poistetaanko tilisi?',
  removeWhat: [
    'Anturisi poistetaan tililtäsi, eikä kukaan enää näe niiden mittauksia.',
    'Ne, joiden kanssa jaat, menettävät heti käyttöoikeuden ja saavat sähköpostin.',
    'Menetät käyttöoikeuden siihen, mitä muut jakavat kanssasi.',
    'Istuntosi ja käyttöavaimesi päättyvät, ja osoitteesi poistetaan.',
  ],
  removeHow: 'Vielä ei poisteta mitään: lähetämme sähköpostin, jonka linkissä vahvistat.',
  removeType: 'Sähköpostiosoitteesi',
  removeSend: 'Lähetä sähköposti',
  keepAccount: 'Pidä tilini',
  sentTitle: 'Katso sähköpostisi',
  sent: email =>
    `Lähetämme sähköpostin osoitteeseen ${email}. Sen linkki toimii vuorokauden. Mitään ei poisteta, ennen kuin avaat sen ja vahvistat.`,
}
