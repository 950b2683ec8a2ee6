/** Sentences of the refusals that people can meet on pages. The English ones are those of the core. */
import type { Refusal, RefusalName } from '../../refusal.ts'
import type { Texts } from '../language/texts.ts'

const names = [
  ...([
    'notEmail',
    'malformed',
    'tooMuch',
    'tooLarge',
    'noSuchPage',
    'formEnded',
    'tooMany',
    'internal',
    'away',
  ] as const),
  ...(['yourself', 'noSuchChannel', 'badTerm', 'notOwner', 'sensorFull', 'planFull', 'planForbids'] as const),
  ...(['declinedBefore', 'noSuchShare', 'noSuchGuest', 'alreadyShared', 'oldEntry', 'notVisible'] as const),
  ...([
    'needsSignIn',
    'keysFull',
    'badKeyEnd',
    'noSuchSession',
    'noSuchKey',
    'issuerAway',
    'badCode',
    'badLink',
  ] as const),
  ...(['guessesSlowed', 'passkeysFull', 'badPasskey', 'noSuchPasskey', 'badProvider', 'unverified'] as const),
  ...(['providerAway', 'noMail', 'claimsFull', 'alreadyClaimed', 'settingsFull', 'servicesFull'] as const),
  ...(['forwardsFull', 'noSuchPlanCode', 'planCodeUsed', 'notYou', 'notYourName'] as const),
] satisfies RefusalName[]

/** A sentence, or one that names facts of the refusal. */
type Sentence = string | ((refusal: Refusal) => string)

type Words = Record<(typeof names)[number], Sentence>

const own: Sentence = ({ message }) => message
const en = Object.fromEntries(names.map(name => [name, own])) as Words

const fi: Words = {
  notEmail: 'Sähköpostiosoite ei kelpaa. Kirjoita se näin: joku@example.com.',
  malformed: 'Pyyntöä ei voi lukea. Palaa takaisin ja yritä uudelleen.',
  tooMuch: 'Tämä on liikaa kerralla. Valitse vähemmän.',
  tooLarge: 'Lähetit liian paljon kerralla.',
  noSuchPage: 'Sivua ei ole, tai sinulla ei ole oikeutta nähdä sitä.',
  formEnded:
    'Lomake on liian vanha, tai selain ei tallenna evästeitä. Palaa takaisin, lataa sivu uudelleen ja yritä taas.',
  tooMany: 'Liian monta pyyntöä. Yritä hetken kuluttua uudelleen.',
  internal: 'Jokin meni vikaan. Yritä uudelleen. Jos vika jatkuu, kerro siitä palvelun ylläpitäjälle.',
  away: 'Tietokantaan ei saada juuri nyt yhteyttä. Yritä muutaman sekunnin kuluttua uudelleen.',
  yourself: 'Se on oma osoitteesi. Kirjoita sen henkilön osoite, jonka kanssa haluat jakaa.',
  noSuchChannel: 'Sitä ei enää ole. Lataa sivu uudelleen ja valitse toinen.',
  badTerm: 'Jaon täytyy päättyä tulevaisuudessa ja alkamisensa jälkeen.',
  notOwner: 'Vain anturin omistaja voi tehdä tämän. Jos anturi on sinun, lisää se ensin.',
  sensorFull: 'Anturi on jaettu niin monen kanssa kuin tilauksesi sallii. Poista ensin jonkun käyttöoikeus.',
  planFull: 'Sinulla on niin monta jakoa kuin tilauksesi sallii. Poista ensin jonkun käyttöoikeus.',
  planForbids: 'Tilaukseesi ei kuulu jakamista. Vaihda tilausta, niin voit jakaa antureita.',
  declinedBefore: 'Hän hylkäsi viime kutsusi. Voit kutsua hänet uudelleen 30 päivän kuluttua siitä.',
  noSuchShare: 'Tätä anturia ei ole jaettu kanssasi.',
  noSuchGuest: 'Et jaa tätä anturia hänen kanssaan.',
  alreadyShared: 'Jaat jo tämän anturin hänen kanssaan.',
  oldEntry: 'Tätä on muutettu sillä välin. Lataa sivu uudelleen.',
  notVisible: 'Tämä anturi ei ole sinun, eikä sitä ole jaettu kanssasi.',
  needsSignIn: 'Kirjaudu sisään ja yritä uudelleen.',
  keysFull: 'Käyttöavaimia on enimmäismäärä. Poista ensin yksi.',
  badKeyEnd: 'Avaimen täytyy vanhentua tulevaisuudessa.',
  noSuchSession: 'Istuntoa ei ole. Se on ehkä jo päättynyt.',
  noSuchKey: 'Avainta ei ole. Se on ehkä jo poistettu.',
  issuerAway: 'Kirjautumistasi ei voi juuri nyt tarkistaa. Yritä muutaman sekunnin kuluttua uudelleen.',
  badCode:
    'Koodi ei kelpaa: se on väärä, käytetty tai vanhentunut, tai se pyydettiin toisesta verkosta. Pyydä uusi koodi.',
  badLink: 'Linkki ei toimi: se on jo käytetty, liian vanha tai jonkun toisen. Pyydä uusi linkki.',
  guessesSlowed:
    'Juuri nyt kokeillaan paljon vääriä koodeja, joten koodiasi ei voitu tarkistaa. Avaa sähköpostin linkki, niin kirjaudut heti, tai yritä myöhemmin uudelleen.',
  passkeysFull: 'Pääsyavaimia on enimmäismäärä. Poista ensin yksi.',
  badPasskey: 'Pääsyavain ei toimi täällä, tai se kesti liian kauan. Yritä uudelleen tai käytä koodia.',
  noSuchPasskey: 'Pääsyavainta ei ole. Se on ehkä jo poistettu.',
  badProvider: 'Kirjautuminen keskeytyi, kesti liian kauan tai oli jo käytetty. Yritä uudelleen tai käytä koodia.',
  unverified:
    'Palvelu, jolla kirjaudut, ei vahvista, että sähköpostiosoite on sinun. Vahvista osoite siellä tai käytä koodia.',
  providerAway: 'Kirjautumispalveluun ei saada yhteyttä. Yritä muutaman sekunnin kuluttua uudelleen tai käytä koodia.',
  noMail: 'Tämä palvelin ei voi vielä lähettää sähköpostia. Kerro siitä sen ylläpitäjälle.',
  claimsFull: 'Omistat niin monta anturia kuin tilauksesi sallii. Poista ensin yksi tililtäsi.',
  alreadyClaimed: ({ facts: { owner } }) => (owner ? `Anturi on jo toisella: ${owner}.` : 'Anturilla on jo omistaja.'),
  settingsFull: 'Asetuksia on enimmäismäärä.',
  servicesFull: 'Palveluja on enimmäismäärä. Poista ensin yksi.',
  forwardsFull: 'Puhelinten osoitteita on enimmäismäärä. Poista ensin yksi.',
  noSuchPlanCode: 'Koodia ei ole. Tarkista jokainen merkki.',
  planCodeUsed: 'Koodi on jo käytetty. Koodin voi käyttää kerran.',
  notYou: 'Se ei ole osoitteesi. Voit poistaa vain tilin, jolla olet kirjautunut.',
  notYourName: 'Vain omistaja voi muuttaa tämän. Voit muuttaa nimen, jota itse käytät.',
}

const de: Words = {
  notEmail: 'Das ist keine gültige E-Mail-Adresse. Schreib sie so: jemand@example.com.',
  malformed: 'Die Anfrage ist nicht lesbar. Geh zurück und versuch es noch einmal.',
  tooMuch: 'Das ist zu viel auf einmal. Wähle weniger aus.',
  tooLarge: 'Das ist zu groß.',
  noSuchPage: 'Diese Seite gibt es nicht, oder du darfst sie nicht sehen.',
  formEnded:
    'Dieses Formular ist zu alt, oder dein Browser speichert keine Cookies. Geh zurück, lade die Seite neu und versuch es noch einmal.',
  tooMany: 'Zu viele Anfragen. Versuch es in einem Moment noch einmal.',
  internal: 'Etwas ist schiefgegangen. Versuch es noch einmal. Wenn es so bleibt, sag es dem Betreiber.',
  away: 'Die Datenbank ist gerade nicht erreichbar. Versuch es in ein paar Sekunden noch einmal.',
  yourself: 'Das ist deine eigene Adresse. Gib die Person an, mit der du teilen möchtest.',
  noSuchChannel: 'Das gibt es nicht mehr. Lade die Seite neu und wähle etwas anderes.',
  badTerm: 'Das Ende muss in der Zukunft liegen und nach dem Beginn.',
  notOwner: 'Das kann nur, wem der Sensor gehört. Wenn es deiner ist, füge ihn zuerst hinzu.',
  sensorFull:
    'Dieser Sensor ist mit so vielen Personen geteilt, wie dein Tarif erlaubt. Entferne zuerst einen Zugriff.',
  planFull: 'Du hast so viele Freigaben, wie dein Tarif erlaubt. Entferne zuerst einen Zugriff.',
  planForbids: 'Dein Tarif enthält kein Teilen. Wechsle den Tarif, um Sensoren zu teilen.',
  declinedBefore: 'Diese Person hat deine letzte Einladung abgelehnt. 30 Tage danach kannst du sie wieder einladen.',
  noSuchShare: 'Dieser Sensor ist nicht mit dir geteilt.',
  noSuchGuest: 'Du teilst diesen Sensor nicht mit dieser Person.',
  alreadyShared: 'Du teilst diesen Sensor schon mit dieser Person.',
  oldEntry: 'Das wurde inzwischen geändert. Lade die Seite neu.',
  notVisible: 'Dieser Sensor gehört dir nicht und ist nicht mit dir geteilt.',
  needsSignIn: 'Melde dich an und versuch es noch einmal.',
  keysFull: 'Du hast die Höchstzahl an Zugriffsschlüsseln. Widerrufe zuerst einen.',
  badKeyEnd: 'Ein Zugriffsschlüssel muss in der Zukunft ablaufen.',
  noSuchSession: 'Diese Sitzung gibt es nicht. Vielleicht ist sie schon beendet.',
  noSuchKey: 'Diesen Zugriffsschlüssel gibt es nicht. Vielleicht ist er schon widerrufen.',
  issuerAway: 'Deine Anmeldung lässt sich gerade nicht prüfen. Versuch es in ein paar Sekunden noch einmal.',
  badCode:
    'Dieser Code gilt nicht: Er ist falsch, benutzt oder abgelaufen, oder er wurde in einem anderen Netz angefordert. Fordere einen neuen an.',
  badLink: 'Dieser Link gilt nicht: Er ist schon benutzt, zu alt oder für jemand anderen. Fordere einen neuen an.',
  guessesSlowed:
    'Gerade werden viele falsche Codes probiert, deshalb ließ sich deiner nicht prüfen. Öffne den Link in der E-Mail, um dich sofort anzumelden, oder versuch es später noch einmal.',
  passkeysFull: 'Du hast die Höchstzahl an Passkeys. Entferne zuerst einen.',
  badPasskey:
    'Dieser Passkey gilt hier nicht, oder es hat zu lange gedauert. Versuch es noch einmal, oder nimm einen Code.',
  noSuchPasskey: 'Diesen Passkey gibt es nicht. Vielleicht ist er schon entfernt.',
  badProvider:
    'Die Anmeldung wurde abgebrochen, hat zu lange gedauert oder wurde schon benutzt. Versuch es noch einmal, oder nimm einen Code.',
  unverified:
    'Der Anbieter bestätigt nicht, dass diese E-Mail-Adresse dir gehört. Bestätige sie dort, oder nimm einen Code.',
  providerAway:
    'Der Anbieter ist gerade nicht erreichbar. Versuch es in ein paar Sekunden noch einmal, oder nimm einen Code.',
  noMail: 'Dieser Server kann noch keine E-Mails senden. Sag es bitte der Person, die ihn betreibt.',
  claimsFull: 'Du besitzt so viele Sensoren, wie dein Tarif erlaubt. Entferne zuerst einen aus deinem Konto.',
  alreadyClaimed: ({ facts: { owner } }) =>
    owner ? `Der Sensor gehört schon ${owner}.` : 'Der Sensor gehört schon jemandem.',
  settingsFull: 'Die Höchstzahl an Einstellungen ist erreicht.',
  servicesFull: 'Die Höchstzahl an Diensten ist erreicht. Entferne zuerst einen.',
  forwardsFull: 'Die Höchstzahl an Adressen für Handys ist erreicht. Widerrufe zuerst eine.',
  noSuchPlanCode: 'Diesen Code gibt es nicht. Prüfe jedes Zeichen.',
  planCodeUsed: 'Dieser Code wurde schon benutzt. Ein Code gilt einmal.',
  notYou: 'Das ist nicht deine Adresse. Du kannst nur das Konto löschen, mit dem du angemeldet bist.',
  notYourName: 'Das kann nur ändern, wem der Sensor gehört. Du kannst ändern, wie er bei dir heißt.',
}

const sv: Words = {
  notEmail: 'Det är ingen giltig e-postadress. Skriv den så här: nagon@example.com.',
  malformed: 'Begäran går inte att läsa. Gå tillbaka och försök igen.',
  tooMuch: 'Det är för mycket på en gång. Välj färre.',
  tooLarge: 'Det är för stort.',
  noSuchPage: 'Sidan finns inte, eller så får du inte se den.',
  formEnded:
    'Formuläret är för gammalt, eller så sparar webbläsaren inga kakor. Gå tillbaka, ladda om sidan och försök igen.',
  tooMany: 'För många försök. Försök igen om en stund.',
  internal: 'Något gick fel. Försök igen. Om felet kvarstår, kontakta den som driver tjänsten.',
  away: 'Databasen går inte att nå just nu. Försök igen om några sekunder.',
  yourself: 'Det är din egen adress. Ange den du vill dela med.',
  noSuchChannel: 'Det finns inte längre. Ladda om sidan och välj något annat.',
  badTerm: 'Slutet måste ligga i framtiden och efter starten.',
  notOwner: 'Bara ägaren kan göra det här. Lägg till sensorn först om den är din.',
  sensorFull: 'Sensorn är delad med så många som ditt abonnemang tillåter. Ta bort någons åtkomst först.',
  planFull: 'Du har så många delningar som ditt abonnemang tillåter. Ta bort någons åtkomst först.',
  planForbids: 'Delning ingår inte i ditt abonnemang. Byt abonnemang för att dela sensorer.',
  declinedBefore: 'Personen avböjde din senaste inbjudan. Du kan bjuda in igen 30 dagar efter det.',
  noSuchShare: 'Sensorn delas inte med dig.',
  noSuchGuest: 'Du delar inte sensorn med den personen.',
  alreadyShared: 'Du delar redan sensorn med den personen.',
  oldEntry: 'Det här har ändrats under tiden. Ladda om sidan.',
  notVisible: 'Sensorn är inte din och delas inte med dig.',
  needsSignIn: 'Logga in och försök igen.',
  keysFull: 'Du har så många åtkomstnycklar som går. Återkalla en först.',
  badKeyEnd: 'En åtkomstnyckel måste gå ut i framtiden.',
  noSuchSession: 'Sessionen finns inte. Den kanske redan är avslutad.',
  noSuchKey: 'Åtkomstnyckeln finns inte. Den kanske redan är återkallad.',
  issuerAway: 'Din inloggning går inte att kontrollera just nu. Försök igen om några sekunder.',
  badCode:
    'Koden gäller inte: den är fel, använd eller för gammal, eller så begärdes den från ett annat nätverk. Be om en ny.',
  badLink: 'Länken gäller inte: den är redan använd, för gammal eller till för någon annan. Be om en ny.',
  guessesSlowed:
    'Just nu prövas många felaktiga koder, så din kunde inte kontrolleras. Öppna länken i mejlet för att logga in direkt, eller försök igen senare.',
  passkeysFull: 'Du har så många lösennycklar som går. Ta bort en först.',
  badPasskey: 'Lösennyckeln fungerar inte här, eller så tog det för lång tid. Försök igen eller använd en kod.',
  noSuchPasskey: 'Lösennyckeln finns inte. Den kanske redan är borttagen.',
  badProvider: 'Inloggningen avbröts, tog för lång tid eller var redan använd. Försök igen eller använd en kod.',
  unverified: 'Leverantören intygar inte att e-postadressen är din. Bekräfta den där, eller använd en kod.',
  providerAway: 'Leverantören går inte att nå just nu. Försök igen om några sekunder, eller använd en kod.',
  noMail: 'Den här servern kan inte skicka e-post än. Säg till den som driver den.',
  claimsFull: 'Du äger så många sensorer som ditt abonnemang tillåter. Ta bort en från ditt konto först.',
  alreadyClaimed: ({ facts: { owner } }) => (owner ? `Sensorn ägs redan av ${owner}.` : 'Sensorn har redan en ägare.'),
  settingsFull: 'Det finns inte plats för fler inställningar.',
  servicesFull: 'Det finns inte plats för fler tjänster. Ta bort en först.',
  forwardsFull: 'Det finns inte plats för fler adresser till telefoner. Återkalla en först.',
  noSuchPlanCode: 'Koden finns inte. Kontrollera varje tecken.',
  planCodeUsed: 'Koden är redan använd. En kod gäller en gång.',
  notYou: 'Det är inte din adress. Du kan bara radera kontot som du är inloggad på.',
  notYourName: 'Bara ägaren kan ändra det. Du kan ändra vad du själv kallar sensorn.',
}

/** The sentences by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
