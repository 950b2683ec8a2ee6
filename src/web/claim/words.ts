/** Texts of the page to add a sensor. */
import type { Texts } from '../language/texts.ts'

const en = {
  claim: 'Add a sensor',
  name: 'Name',
  nothing: 'Add your first sensor',
  nothingYet:
    'Add it here or in the Ruuvi app. Sensors that others share with you appear by themselves; invitations that await your answer are under Invitations.',
  claimIntro: 'You become its owner: you see its readings and decide who else does.',
  id: 'MAC address',
  idHint: 'Printed on the back of the sensor, like C6:F1:E7:D3:DA:11. You can paste what you scanned.',
  nameHint: 'For example Sauna. Leave it empty to decide later.',
  nameOf: (end: string) => `Sensor ${end}`,
  noMac: 'There is no MAC address in it. It is six pairs of digits and letters, like C6:F1:E7:D3:DA:11.',
  isId: 'That is the ID of the sensor. Its MAC address is shorter: six pairs of digits and letters, on the same label.',
  claimed: (name: string) => `Added ${name}.`,
}

const fi: Words = {
  claim: 'Lisää anturi',
  name: 'Nimi',
  nothing: 'Lisää ensimmäinen anturisi',
  nothingYet:
    'Lisää se täällä tai Ruuvi-sovelluksessa. Kanssasi jaetut anturit tulevat näkyviin itsestään; vastaustasi odottavat kutsut ovat Kutsut-sivulla.',
  claimIntro: 'Sinusta tulee sen omistaja: näet mittaukset ja päätät, kuka muu näkee ne.',
  id: 'MAC-osoite',
  idHint: 'Anturin takana, kuten C6:F1:E7:D3:DA:11. Voit liittää, mitä skannasit.',
  nameHint: 'Esimerkiksi Sauna. Voit jättää tyhjäksi ja päättää myöhemmin.',
  nameOf: end => `Anturi ${end}`,
  noMac: 'Siinä ei ole MAC-osoitetta. Se on kuusi paria numeroita ja kirjaimia, kuten C6:F1:E7:D3:DA:11.',
  isId: 'Se on anturin ID. MAC-osoite on lyhyempi: kuusi paria numeroita ja kirjaimia samassa tarrassa.',
  claimed: name => `Lisätty: ${name}.`,
}

const de: Words = {
  claim: 'Sensor hinzufügen',
  name: 'Name',
  nothing: 'Füge deinen ersten Sensor hinzu',
  nothingYet:
    'Füge ihn hier oder in der Ruuvi-App hinzu. Sensoren, die andere mit dir teilen, erscheinen von selbst; Einladungen, die auf deine Antwort warten, sind unter Einladungen.',
  claimIntro: 'Er gehört dann dir: Du siehst seine Messwerte und entscheidest, wer sie noch sieht.',
  id: 'MAC-Adresse',
  idHint: 'Steht hinten auf dem Sensor, wie C6:F1:E7:D3:DA:11. Du kannst einfügen, was du gescannt hast.',
  nameHint: 'Zum Beispiel Sauna. Lass es leer, um später zu entscheiden.',
  nameOf: end => `Sensor ${end}`,
  noMac: 'Darin ist keine MAC-Adresse. Sie hat sechs Paare aus Ziffern und Buchstaben, wie C6:F1:E7:D3:DA:11.',
  isId: 'Das ist die ID des Sensors. Seine MAC-Adresse ist kürzer: sechs Paare aus Ziffern und Buchstaben, auf demselben Etikett.',
  claimed: name => `${name} hinzugefügt.`,
}

const sv: Words = {
  claim: 'Lägg till en sensor',
  name: 'Namn',
  nothing: 'Lägg till din första sensor',
  nothingYet:
    'Lägg till den här eller i Ruuvi-appen. Sensorer som andra delar med dig visas av sig själva; inbjudningar som väntar på ditt svar finns under Inbjudningar.',
  claimIntro: 'Du blir ägare: du ser mätvärdena och bestämmer vilka andra som gör det.',
  id: 'MAC-adress',
  idHint: 'Står på sensorns baksida, som C6:F1:E7:D3:DA:11. Du kan klistra in det du skannade.',
  nameHint: 'Till exempel Bastu. Lämna tomt för att bestämma senare.',
  nameOf: end => `Sensor ${end}`,
  noMac: 'Det finns ingen MAC-adress i det. Den är sex par av siffror och bokstäver, som C6:F1:E7:D3:DA:11.',
  isId: 'Det är sensorns id. MAC-adressen är kortare: sex par av siffror och bokstäver, på samma etikett.',
  claimed: name => `Lade till ${name}.`,
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
