/** Texts about passkeys. */
import type { Texts } from '../language/texts.ts'

const en = {
  or: 'or',
  use: 'Sign in with a passkey',
  notUsed: 'No passkey was used. Try again, or ask for a code.',

  title: 'Passkeys',
  intro:
    'With a passkey you sign in with your fingerprint, your face or the PIN of your device, without waiting for an email. Codes still work.',
  none: 'You have no passkeys.',
  made: 'created',
  used: 'last used',
  neverUsed: 'not used yet',
  remove: 'Remove …',
  removeLabel: (name: string) => `Remove ${name}`,
  name: 'Name of the new passkey',
  nameHelp: 'For example “My phone”.',
  add: 'Add a passkey',
  notAdded: 'No passkey was created. This device may already have one for your account. Otherwise try again.',
  needsScripts: 'To add a passkey, your browser must support passkeys and allow scripts here.',
  needsTls: 'Passkeys can only be added where this page has an https address with a name.',
  full: 'Passkey limit reached. Remove one first.',
  needsSignIn: 'To add a passkey, sign in with a code.',
  added: 'Passkey added. You can sign in with it from now on.',
  removeTitle: 'Remove this passkey?',
  removeIntro: 'You can no longer sign in with it. Your device may offer it until you delete it there, too.',
  doRemove: 'Remove',
  keep: 'Cancel',
  removed: 'Passkey removed. Nobody can sign in with it any more.',
  gone: 'That passkey was already removed.',
}

const fi: Words = {
  or: 'tai',
  use: 'Kirjaudu pääsyavaimella',
  notUsed: 'Pääsyavainta ei käytetty. Yritä uudelleen tai pyydä koodi.',

  title: 'Pääsyavaimet',
  intro:
    'Pääsyavaimella kirjaudut sormenjäljellä, kasvoilla tai laitteesi PIN-koodilla etkä odota sähköpostia. Myös koodit toimivat.',
  none: 'Sinulla ei ole pääsyavaimia.',
  made: 'luotu',
  used: 'käytetty viimeksi',
  neverUsed: 'ei vielä käytetty',
  remove: 'Poista …',
  removeLabel: name => `Poista ${name}`,
  name: 'Uuden pääsyavaimen nimi',
  nameHelp: 'Esimerkiksi ”Puhelimeni”.',
  add: 'Lisää pääsyavain',
  notAdded: 'Pääsyavainta ei luotu. Laitteella on ehkä jo pääsyavain tilillesi. Muuten yritä uudelleen.',
  needsScripts: 'Selaimesi täytyy tukea pääsyavaimia ja sallia skriptit täällä, jotta voit lisätä pääsyavaimen.',
  needsTls: 'Pääsyavaimia voi lisätä vain, kun tällä sivulla on nimellinen https-osoite.',
  full: 'Pääsyavaimia on enimmäismäärä. Poista ensin yksi.',
  needsSignIn: 'Kirjaudu koodilla, niin voit lisätä pääsyavaimen.',
  added: 'Pääsyavain lisätty. Voit tästä lähtien kirjautua sillä.',
  removeTitle: 'Poistetaanko pääsyavain?',
  removeIntro: 'Et voi enää kirjautua sillä. Laitteesi voi tarjota sitä, kunnes poistat sen sieltäkin.',
  doRemove: 'Poista',
  keep: 'Peruuta',
  removed: 'Pääsyavain poistettu. Kukaan ei voi enää kirjautua sillä.',
  gone: 'Pääsyavain oli jo poistettu.',
}

const de: Words = {
  or: 'oder',
  use: 'Mit einem Passkey anmelden',
  notUsed: 'Kein Passkey wurde benutzt. Versuch es noch einmal, oder fordere einen Code an.',

  title: 'Passkeys',
  intro:
    'Mit einem Passkey meldest du dich mit Fingerabdruck, Gesicht oder der PIN deines Geräts an, ohne auf eine E-Mail zu warten. Codes gelten weiterhin.',
  none: 'Du hast keine Passkeys.',
  made: 'erstellt',
  used: 'zuletzt benutzt',
  neverUsed: 'noch nicht benutzt',
  remove: 'Entfernen …',
  removeLabel: name => `${name} entfernen`,
  name: 'Name des neuen Passkeys',
  nameHelp: 'Zum Beispiel „Mein Handy“.',
  add: 'Passkey hinzufügen',
  notAdded:
    'Kein Passkey wurde erstellt. Vielleicht hat dieses Gerät schon einen für dein Konto. Sonst versuch es noch einmal.',
  needsScripts: 'Um einen Passkey hinzuzufügen, muss dein Browser Passkeys können und hier Skripte erlauben.',
  needsTls: 'Passkeys lassen sich nur hinzufügen, wo diese Seite eine https-Adresse mit einem Namen hat.',
  full: 'Du hast die Höchstzahl an Passkeys. Entferne zuerst einen.',
  needsSignIn: 'Um einen Passkey hinzuzufügen, melde dich mit einem Code an.',
  added: 'Passkey hinzugefügt. Du kannst dich ab jetzt damit anmelden.',
  removeTitle: 'Diesen Passkey entfernen?',
  removeIntro:
    'Du kannst dich dann nicht mehr damit anmelden. Dein Gerät bietet ihn vielleicht an, bis du ihn auch dort löschst.',
  doRemove: 'Entfernen',
  keep: 'Abbrechen',
  removed: 'Passkey entfernt. Niemand kann sich mehr damit anmelden.',
  gone: 'Dieser Passkey war schon entfernt.',
}

const sv: Words = {
  or: 'eller',
  use: 'Logga in med en lösennyckel',
  notUsed: 'Ingen lösennyckel användes. Försök igen, eller be om en kod.',

  title: 'Lösennycklar',
  intro:
    'Med en lösennyckel loggar du in med ditt fingeravtryck, ditt ansikte eller enhetens PIN-kod, utan att vänta på ett mejl. Koder fungerar också.',
  none: 'Du har inga lösennycklar.',
  made: 'skapad',
  used: 'senast använd',
  neverUsed: 'inte använd än',
  remove: 'Ta bort …',
  removeLabel: name => `Ta bort ${name}`,
  name: 'Namn på den nya lösennyckeln',
  nameHelp: 'Till exempel ”Min telefon”.',
  add: 'Lägg till en lösennyckel',
  notAdded: 'Ingen lösennyckel skapades. Enheten kanske redan har en för ditt konto. Försök annars igen.',
  needsScripts: 'För att lägga till en lösennyckel måste webbläsaren stödja lösennycklar och tillåta skript här.',
  needsTls: 'Lösennycklar kan bara läggas till där sidan har en https-adress med ett namn.',
  full: 'Du har så många lösennycklar som går. Ta bort en först.',
  needsSignIn: 'Logga in med en kod för att lägga till en lösennyckel.',
  added: 'Lösennyckeln är tillagd. Du kan logga in med den från och med nu.',
  removeTitle: 'Ta bort lösennyckeln?',
  removeIntro: 'Du kan inte längre logga in med den. Enheten kan föreslå den tills du raderar den även där.',
  doRemove: 'Ta bort',
  keep: 'Avbryt',
  removed: 'Lösennyckeln är borttagen. Ingen kan längre logga in med den.',
  gone: 'Lösennyckeln var redan borttagen.',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
