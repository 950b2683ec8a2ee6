/** Texts of the first steps. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'First steps',
  done: 'done',
  notYet: 'not done yet',
  hide: 'Hide these steps',
  hidden: 'The first steps are hidden.',

  add: 'Add a sensor',
  addHow: 'You become its owner: you see its readings and decide who else does.',
  added: (name: string) => `${name} is yours.`,
  others:
    'Sensors that others share with you appear by themselves. Invitations that await your answer are under Invitations.',

  gateway: 'Let a gateway bring its readings',
  gatewayNone:
    'A Ruuvi Gateway near the sensor sends the readings here. A phone with Ruuvi Station for Android can do it, too.',
  gatewayWaits: 'A gateway has called and awaits your approval. You need the Device ID on its label.',
  gatewayOpen: 'Set up a gateway or a phone',
  gatewayAllow: 'Allow the gateway',
  gatewayDone: 'Readings arrive.',
  ask: 'If the operator of this server has a gateway near your sensor, you have nothing to do. For your own gateway, copy this address into it, and ask the operator to allow it: they need the Device ID on its label. They can also forward readings with a phone, but only those of their own sensors.',
  dataUrl: 'Address for the data',

  first: 'See the first value',
  firstLater: 'It appears here by itself, as soon as the sensor is added and something brings its readings.',
  firstWaits: (name: string) => `Waiting for ${name}. The value appears by itself, usually within a minute or two.`,
  firstFar: 'Nothing yet? Check that the MAC address is right, and that the sensor is within reach of the gateway.',
  firstDone: (name: string) => `${name} has measured something.`,
  look: 'Look at its readings',

  share: 'Share it',
  shareLater: 'You can share as soon as you have a sensor.',
  shareHow: 'You need only the email address of the other person.',
  shareNow: 'Share',
}

const fi: Words = {
  title: 'Ensimmäiset vaiheet',
  done: 'valmis',
  notYet: 'ei vielä tehty',
  hide: 'Piilota nämä vaiheet',
  hidden: 'Ensimmäiset vaiheet on piilotettu.',

  add: 'Lisää anturi',
  addHow: 'Sinusta tulee sen omistaja: näet mittaukset ja päätät, kuka muu näkee ne.',
  added: name => `${name} on sinun.`,
  others: 'Kanssasi jaetut anturit tulevat näkyviin itsestään. Vastaustasi odottavat kutsut ovat Kutsut-sivulla.',

  gateway: 'Tuo mittaukset yhdyskäytävällä',
  gatewayNone:
    'Anturin lähellä oleva Ruuvi Gateway lähettää mittaukset tänne. Myös Android-puhelin ja Ruuvi Station osaavat sen.',
  gatewayWaits: 'Yhdyskäytävä on ottanut yhteyttä ja odottaa hyväksyntääsi. Tarvitset sen tarrasta Device ID:n.',
  gatewayOpen: 'Ota yhdyskäytävä tai puhelin käyttöön',
  gatewayAllow: 'Salli yhdyskäytävä',
  gatewayDone: 'Mittauksia tulee.',
  ask: 'Jos palvelimen ylläpitäjällä on yhdyskäytävä anturisi lähellä, sinun ei tarvitse tehdä mitään. Jos sinulla on oma yhdyskäytävä, kopioi siihen tämä osoite ja pyydä ylläpitäjää sallimaan se: hän tarvitsee tarrassa olevan Device ID:n. Hän voi myös välittää mittauksia puhelimella, mutta vain omista antureistaan.',
  dataUrl: 'Tietojen osoite',

  first: 'Katso ensimmäinen arvo',
  firstLater: 'Se ilmestyy tähän itsestään, kun anturi on lisätty ja jokin tuo sen mittaukset.',
  firstWaits: name => `Odotetaan: ${name}. Arvo ilmestyy itsestään, yleensä minuutissa tai kahdessa.`,
  firstFar: 'Eikö mitään näy? Tarkista, että MAC-osoite on oikein ja että anturi on yhdyskäytävän kantamalla.',
  firstDone: name => `${name} on mitannut.`,
  look: 'Katso mittaukset',

  share: 'Jaa se',
  shareLater: 'Voit jakaa, kun sinulla on anturi.',
  shareHow: 'Tarvitset vain toisen henkilön sähköpostiosoitteen.',
  shareNow: 'Jaa',
}

const de: Words = {
  title: 'Erste Schritte',
  done: 'erledigt',
  notYet: 'noch nicht erledigt',
  hide: 'Diese Schritte ausblenden',
  hidden: 'Die ersten Schritte sind ausgeblendet.',

  add: 'Sensor hinzufügen',
  addHow: 'Er gehört dann dir: Du siehst seine Messwerte und entscheidest, wer sie noch sieht.',
  added: name => `${name} gehört dir.`,
  others:
    'Sensoren, die andere mit dir teilen, erscheinen von selbst. Einladungen, die auf deine Antwort warten, sind unter Einladungen.',

  gateway: 'Messwerte von einem Gateway holen',
  gatewayNone:
    'Ein Ruuvi Gateway in der Nähe des Sensors sendet die Messwerte hierher. Ein Handy mit Ruuvi Station für Android kann das auch.',
  gatewayWaits:
    'Ein Gateway hat sich gemeldet und wartet auf deine Erlaubnis. Du brauchst die Device ID auf seinem Etikett.',
  gatewayOpen: 'Gateway oder Handy einrichten',
  gatewayAllow: 'Gateway erlauben',
  gatewayDone: 'Messwerte kommen an.',
  ask: 'Wenn der Betreiber dieses Servers ein Gateway in der Nähe deines Sensors hat, musst du nichts tun. Für dein eigenes Gateway kopiere diese Adresse hinein, und bitte den Betreiber, es zu erlauben: Er braucht die Device ID auf dem Etikett. Er kann auch mit einem Handy Messwerte weiterleiten, aber nur die der eigenen Sensoren.',
  dataUrl: 'Adresse für die Daten',

  first: 'Den ersten Wert sehen',
  firstLater: 'Er erscheint hier von selbst, sobald der Sensor hinzugefügt ist und etwas seine Messwerte bringt.',
  firstWaits: name => `Warten auf ${name}. Der Wert erscheint von selbst, meist in ein bis zwei Minuten.`,
  firstFar: 'Noch nichts? Prüfe, ob die MAC-Adresse stimmt und ob der Sensor in Reichweite des Gateways ist.',
  firstDone: name => `${name} hat etwas gemessen.`,
  look: 'Messwerte ansehen',

  share: 'Teilen',
  shareLater: 'Du kannst teilen, sobald du einen Sensor hast.',
  shareHow: 'Du brauchst nur die E-Mail-Adresse der anderen Person.',
  shareNow: 'Teilen',
}

const sv: Words = {
  title: 'Första stegen',
  done: 'klart',
  notYet: 'inte klart än',
  hide: 'Dölj de här stegen',
  hidden: 'De första stegen är dolda.',

  add: 'Lägg till en sensor',
  addHow: 'Du blir ägare: du ser mätvärdena och bestämmer vilka andra som gör det.',
  added: name => `${name} är din.`,
  others:
    'Sensorer som andra delar med dig visas av sig själva. Inbjudningar som väntar på ditt svar finns under Inbjudningar.',

  gateway: 'Låt en gateway hämta mätvärden',
  gatewayNone:
    'En Ruuvi Gateway nära sensorn skickar mätvärdena hit. En telefon med Ruuvi Station för Android kan också göra det.',
  gatewayWaits: 'En gateway har hört av sig och väntar på ditt godkännande. Du behöver Device ID från dess etikett.',
  gatewayOpen: 'Ställ in en gateway eller telefon',
  gatewayAllow: 'Tillåt gatewayen',
  gatewayDone: 'Mätvärden kommer in.',
  ask: 'Om den som driver servern har en gateway nära din sensor behöver du inte göra något. Har du en egen gateway kopierar du den här adressen till den och ber den som driver servern att tillåta den: då behövs Device ID från etiketten. Den som driver servern kan också vidarebefordra mätvärden med en telefon, men bara från egna sensorer.',
  dataUrl: 'Adress för data',

  first: 'Se det första värdet',
  firstLater: 'Det visas här av sig självt så snart sensorn är tillagd och något hämtar dess mätvärden.',
  firstWaits: name => `Väntar på ${name}. Värdet visas av sig självt, oftast inom en minut eller två.`,
  firstFar: 'Inget än? Kontrollera att MAC-adressen stämmer och att sensorn är inom räckhåll för gatewayen.',
  firstDone: name => `${name} har mätt något.`,
  look: 'Visa mätvärdena',

  share: 'Dela den',
  shareLater: 'Du kan dela så snart du har en sensor.',
  shareHow: 'Du behöver bara den andra personens e-postadress.',
  shareNow: 'Dela',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
