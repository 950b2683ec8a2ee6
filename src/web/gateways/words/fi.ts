/** Texts of the page about gateways, in Finnish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const sensors = (count: number) => counts.fi(count, '# anturi', '# anturia')

export const fi: Words = {
  title: 'Yhdyskäytävät',
  intro:
    'Yhdyskäytävät vastaanottavat anturiesi mittaukset ja lähettävät ne tänne. Vain sallimasi yhdyskäytävät voivat tehdä niin.',
  open: 'Palvelimen asetus on GATEWAYS=open: mikä tahansa yhdyskäytävä voi lähettää, ja sallimiesi täytyy allekirjoittaa.',

  setUp: 'Ota yhdyskäytävä käyttöön',
  steps: [
    'Avaa Ruuvi Gatewayn asetukset selaimessa ja valitse oma palvelin, kun se kysyy, minne tiedot lähetetään.',
    'Valitse HTTP(S), tietomuodoksi ”raw” tai ”raw and decoded” ja ei tunnistautumista. Kopioi siihen nämä kaksi osoitetta.',
    'Yhdyskäytävä ottaa yhteyttä minuutin sisällä. Lataa tämä sivu uudelleen ja salli se tarrassa olevalla Device ID:llä.',
  ],
  dataUrl: 'Tietojen osoite',
  statusUrl: 'Tilastojen osoite',
  copy: 'Kopioi',
  copied: 'Kopioitu.',
  onlyHere: host =>
    `Muut koneet eivät tavoita osoitetta ${host}. Käynnistä palvelin asetuksella HOST=0.0.0.0 ja avaa tämä sivu osoitteessa, joka koneella on verkossasi.`,

  list: 'Yhteyttä ottaneet yhdyskäytävät',
  reload: 'Päivitä',
  pages: 'Yhdyskäytävien sivut',
  previous: 'Edellinen',
  next: 'Seuraava',
  none: 'Mikään yhdyskäytävä ei ole vielä ottanut yhteyttä.',
  noneHow: 'Yhdyskäytävä näkyy täällä heti, kun se lähettää yllä olevaan osoitteeseen. Sitten voit sallia sen.',

  states: {
    allowed: 'Sallittu',
    waiting: 'Odottaa hyväksyntää',
    refused: 'Torjuttu',
    open: 'Päästetty sisään',
    new: 'Sallittu, ei vielä tietoja',
  },
  stateHelp: {
    refused: 'Se ottaa yhteyttä, mutta sen lähetykset torjutaan. Tarkista sen kello ja tietomuoto (”raw”).',
    open: 'Se pääsee sisään ilman lupaa: asetusten GATEWAY_TOKEN-tunnisteella tai koska GATEWAYS=open.',
    new: 'Se pääsee sisään seuraavalla lähetyksellään.',
  },
  wrongSecret: 'Joku otti yhteyttä väärällä salaisuudella:',
  calledFrom: network => `verkosta ${network}.`,
  wrongSecretHelp:
    'Jos se oli tämä yhdyskäytävä ja Device ID:ssä oli virhe, poista yhdyskäytävä ja salli se uudelleen tarrassa olevalla tunnuksella. Tai käynnistä yhdyskäytävä uudelleen: se voi käyttää avainta, jota tällä palvelimella ei enää ole.',
  calls: 'Yhteydessä alkaen',
  lastSeen: 'Nähty viimeksi',
  allowedSince: 'Sallittu alkaen',
  firmware: 'Laiteohjelmisto',
  heard: 'Vastaanottaa',
  sensors,
  unknown: 'ei vielä tiedossa',
  which: 'Mitkä anturit',
  moreSensors: count => `ja ${sensors(count)} lisää`,

  deviceId: 'Device ID',
  deviceIdHelp: 'Yhdyskäytävän tarrassa, kuten 01:23:45:67:89:AB:CD:EF. Voit liittää, mitä skannasit.',
  allow: 'Salli',
  allowLabel: gateway => `Salli ${gateway}`,
  noDeviceId: 'Device ID ei kelpaa. Siinä on 16 numeroa ja kirjainta A–F, kuten 01:23:45:67:89:AB:CD:EF.',
  isMac: 'Se on MAC-osoite. Device ID on pidempi: 16 numeroa ja kirjainta samassa tarrassa.',
  allowed: gateway => `Sallittu: ${gateway}. Sen mittaukset tulevat seuraavassa lähetyksessä.`,
  allowedBefore: gateway => `Jo sallittu: ${gateway}. Poista se ensin, jos haluat vaihtaa Device ID:n.`,
  gone: gateway => `Ei enää luettelossa: ${gateway}. Se palaa, kun se ottaa taas yhteyttä.`,

  remove: 'Poista …',
  removeLabel: gateway => `Poista ${gateway}`,
  removeTitle: gateway => `Poistetaanko ${gateway}?`,
  removeIntro:
    'Sen lähetykset torjutaan tästä lähtien, ellei GATEWAYS=open tai GATEWAY_TOKEN päästä sitä sisään. Sen lähettämät mittaukset säilyvät. Voit sallia sen uudelleen milloin tahansa tarrassa olevalla Device ID:llä.',
  doRemove: 'Poista',
  keep: 'Peruuta',
  removed: gateway => `Poistettu: ${gateway}.`,

  phones: 'Puhelimet, jotka välittävät',
  phonesIntro:
    'Missä ei ole yhdyskäytävää, Androidin Ruuvi Station voi välittää mittauksia. Luo osoite kullekin puhelimelle ja kopioi se sovelluksen tietojen välityksen asetuksiin. Vain omien anturiesi mittaukset tallennetaan, eikä koskaan puhelimen sijaintia.',
  noPhones: 'Mikään puhelin ei vielä välitä.',
  phoneName: 'Uuden osoitteen nimi',
  phoneNameHelp: 'Esimerkiksi ”Mökin puhelin”.',
  makePhone: 'Luo osoite',
  made: 'luotu',
  used: 'käytetty viimeksi',
  neverUsed: 'ei vielä käytetty',
  newPhone: 'Uusi osoite',
  newPhoneIntro:
    'Kopioi se nyt sovellukseen. Sitä ei näytetä uudelleen. Sen haltija voi lisätä mittauksia antureihisi, ei muuta.',
  phoneUrl: 'Osoite, johon välitetään',
  phoneDone: 'Valmis, kopioin sen',
  revoke: 'Poista käytöstä …',
  revokeLabel: name => `Poista käytöstä: ${name}`,
  revokeTitle: 'Poistetaanko osoite käytöstä?',
  revokeIntro: 'Puhelimen välittämät mittaukset torjutaan tästä lähtien. Jo lähetetyt säilyvät. Tätä ei voi kumota.',
  doRevoke: 'Poista käytöstä',
  revoked: name => `Osoite ”${name}” on poistettu käytöstä.`,
  phoneGone: 'Osoite oli jo poistettu käytöstä.',

  operators: 'Palvelimen ylläpitäjät',
  operatorsIntro: 'He näkevät tämän sivun ja päättävät, mitkä yhdyskäytävät saavat lähettää.',
  bySettings: 'asetuksesta OPERATORS',
  since: 'alkaen',
  dismiss: 'Poista',
  dismissLabel: email => `Poista ${email}`,
  dismissed: email => `Ei enää ylläpitäjä: ${email}.`,
  notOperating: email => `Ei ollut enää ylläpitäjä: ${email}.`,
}
