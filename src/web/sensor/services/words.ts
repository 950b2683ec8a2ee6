/** Texts about the services of a device. */
import { counts } from '../../language/counts.ts'
import type { Texts } from '../../language/texts.ts'

const en = {
  title: 'Services',
  none: 'No services yet.',
  noneYet: 'No services yet',
  whatFor:
    'A service is a part that can be shared on its own, like a shell or a web page. Add services to share one and keep the others.',
  full: 'Service limit reached.',
  add: 'Add a service',
  rename: 'Rename',
  remove: 'Remove',

  addTitle: (device: string) => `Add a service to ${device}`,
  addIntro: 'People with full access get this service; others don’t.',
  id: 'Service ID',
  idHint: 'Eight pairs of hex digits, like 80:00:00:00:12:34:56:79.',
  name: 'Name',
  nameHint: 'For example ssh. People you share it with see this name.',
  badId: 'That is not a valid service ID. Write eight pairs of hex digits, like 80:00:00:00:12:34:56:79.',
  isThere: (name: string) =>
    `The device already has a service with this ID: “${name}”. Rename that one, or use another ID.`,
  added: (name: string) => `Added ${name}.`,

  renameTitle: (name: string) => `Rename ${name}`,
  renameHint: 'Everybody with access sees this name.',
  renamed: (name: string) => `Renamed to ${name}.`,

  removeTitle: (name: string) => `Remove ${name}?`,
  nobodyHas: 'Only you have access to it.',
  lose: (people: string, count: number) =>
    `${people} ${counts.en(count, 'loses', 'lose')} access to this service at once, and ${counts.en(count, 'keeps', 'keep')} access to the rest.`,
  end: (people: string) =>
    `It is all that ${people} can use of the device, so the share ends. People who had access get an email.`,
  more: (count: number) => `${count} more`,
  keep: 'Cancel',
  removed: (name: string) => `Removed ${name}.`,
  gone: 'The device no longer has that service.',
  cancel: 'Cancel',
}

const fi: Words = {
  title: 'Palvelut',
  none: 'Ei vielä palveluja.',
  noneYet: 'Ei vielä palveluja',
  whatFor:
    'Palvelu on osa, jonka voi jakaa erikseen, kuten komentorivi tai verkkosivu. Lisää palveluja, niin voit jakaa yhden ja pitää muut.',
  full: 'Palveluja on enimmäismäärä.',
  add: 'Lisää palvelu',
  rename: 'Nimeä uudelleen',
  remove: 'Poista',

  addTitle: device => `Lisää palvelu laitteeseen ${device}`,
  addIntro: 'Ne, joilla on pääsy kaikkeen, saavat tämän palvelun. Muut eivät.',
  id: 'Palvelun tunnus',
  idHint: 'Kahdeksan heksadesimaaliparia, kuten 80:00:00:00:12:34:56:79.',
  name: 'Nimi',
  nameHint: 'Esimerkiksi ssh. Ne, joiden kanssa jaat sen, näkevät tämän nimen.',
  badId: 'Palvelun tunnus ei kelpaa. Kirjoita kahdeksan heksadesimaaliparia, kuten 80:00:00:00:12:34:56:79.',
  isThere: name =>
    `Laitteella on jo palvelu tällä tunnuksella: ”${name}”. Nimeä se uudelleen tai käytä toista tunnusta.`,
  added: name => `Lisätty: ${name}.`,

  renameTitle: name => `Nimeä ${name} uudelleen`,
  renameHint: 'Kaikki, joilla on käyttöoikeus, näkevät tämän nimen.',
  renamed: name => `Uusi nimi on ${name}.`,

  removeTitle: name => `Poistetaanko ${name}?`,
  nobodyHas: 'Vain sinulla on pääsy siihen.',
  lose: (people, count) =>
    counts.fi(
      count,
      `${people} menettää heti pääsyn tähän palveluun mutta pitää muut.`,
      `${people} menettävät heti pääsyn tähän palveluun mutta pitävät muut.`,
    ),
  end: people =>
    `Muuta laitteesta ei ole jaettu: ${people}. Siksi jako päättyy. Ne, joilla oli käyttöoikeus, saavat sähköpostin.`,
  more: count => counts.fi(count, '# muu', '# muuta'),
  keep: 'Peruuta',
  removed: name => `Poistettu: ${name}.`,
  gone: 'Laitteella ei enää ole tätä palvelua.',
  cancel: 'Peruuta',
}

const de: Words = {
  title: 'Dienste',
  none: 'Noch keine Dienste.',
  noneYet: 'Noch keine Dienste',
  whatFor:
    'Ein Dienst ist ein Teil, der sich einzeln teilen lässt, wie eine Shell oder eine Webseite. Füge Dienste hinzu, um einen zu teilen und die anderen zu behalten.',
  full: 'Die Höchstzahl an Diensten ist erreicht.',
  add: 'Dienst hinzufügen',
  rename: 'Umbenennen',
  remove: 'Entfernen',

  addTitle: device => `Dienst zu ${device} hinzufügen`,
  addIntro: 'Wer auf alles Zugriff hat, bekommt diesen Dienst, andere nicht.',
  id: 'ID des Dienstes',
  idHint: 'Acht Paare von Hexadezimalziffern, wie 80:00:00:00:12:34:56:79.',
  name: 'Name',
  nameHint: 'Zum Beispiel ssh. Personen, mit denen du ihn teilst, sehen diesen Namen.',
  badId:
    'Das ist keine gültige ID eines Dienstes. Schreib acht Paare von Hexadezimalziffern, wie 80:00:00:00:12:34:56:79.',
  isThere: name =>
    `Das Gerät hat schon einen Dienst mit dieser ID: „${name}“. Benenne ihn um, oder nimm eine andere ID.`,
  added: name => `${name} hinzugefügt.`,

  renameTitle: name => `${name} umbenennen`,
  renameHint: 'Alle mit Zugriff sehen diesen Namen.',
  renamed: name => `Umbenannt in ${name}.`,

  removeTitle: name => `${name} entfernen?`,
  nobodyHas: 'Nur du hast Zugriff darauf.',
  lose: (people, count) =>
    counts.de(
      count,
      `${people} verliert sofort den Zugriff auf diesen Dienst und behält den auf den Rest.`,
      `${people} verlieren sofort den Zugriff auf diesen Dienst und behalten den auf den Rest.`,
    ),
  end: people =>
    `Mehr vom Gerät ist nicht geteilt mit ${people}, deshalb endet die Freigabe. Wer Zugriff hatte, bekommt eine E-Mail.`,
  more: count => counts.de(count, '# weitere Person', '# weitere Personen'),
  keep: 'Abbrechen',
  removed: name => `${name} entfernt.`,
  gone: 'Das Gerät hat diesen Dienst nicht mehr.',
  cancel: 'Abbrechen',
}

const sv: Words = {
  title: 'Tjänster',
  none: 'Inga tjänster än.',
  noneYet: 'Inga tjänster än',
  whatFor:
    'En tjänst är en del som kan delas för sig, som ett skal eller en webbsida. Lägg till tjänster för att dela en och behålla de andra.',
  full: 'Det finns inte plats för fler tjänster.',
  add: 'Lägg till en tjänst',
  rename: 'Byt namn',
  remove: 'Ta bort',

  addTitle: device => `Lägg till en tjänst i ${device}`,
  addIntro: 'De som har åtkomst till allt får den här tjänsten, andra inte.',
  id: 'Tjänstens id',
  idHint: 'Åtta par hexadecimala siffror, som 80:00:00:00:12:34:56:79.',
  name: 'Namn',
  nameHint: 'Till exempel ssh. De du delar den med ser det här namnet.',
  badId: 'Det är inget giltigt id för en tjänst. Skriv åtta par hexadecimala siffror, som 80:00:00:00:12:34:56:79.',
  isThere: name => `Enheten har redan en tjänst med det id:t: ”${name}”. Byt namn på den, eller använd ett annat id.`,
  added: name => `Lade till ${name}.`,

  renameTitle: name => `Byt namn på ${name}`,
  renameHint: 'Alla med åtkomst ser det här namnet.',
  renamed: name => `Heter nu ${name}.`,

  removeTitle: name => `Ta bort ${name}?`,
  nobodyHas: 'Bara du har åtkomst till den.',
  lose: people => `${people} förlorar direkt åtkomsten till den här tjänsten men behåller resten.`,
  end: people =>
    `Det är allt av enheten som ${people} kan använda, så delningen upphör. De som hade åtkomst får ett mejl.`,
  more: count => counts.sv(count, '# till', '# till'),
  keep: 'Avbryt',
  removed: name => `Tog bort ${name}.`,
  gone: 'Enheten har inte längre den tjänsten.',
  cancel: 'Avbryt',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
