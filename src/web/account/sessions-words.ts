/** Texts about sessions, signing out everywhere, and what happened to the account. */
import type { Texts } from '../language/texts.ts'

const en = {
  sessions: 'Where you are signed in',
  sessionsIntro:
    'Browsers and apps in which you are signed in. End those that you don’t know or no longer use. A session ends by itself after 90 days without use.',
  noSession: 'This browser uses a token from another issuer.',
  network: 'Network',
  since: 'signed in',
  lastUsed: 'last used',
  thisOne: 'this browser',
  endSession: 'End',
  endThis: 'Sign out here',
  endOthers: 'End all others',
  everywhereOpen: 'Sign out everywhere …',
  everywhereTitle: 'Sign out everywhere?',
  everywhereWhat: [
    'All browsers and apps are signed out, this one too.',
    'All access keys are revoked: programs that use them stop working.',
    'Tokens that were made for scripts stop working.',
    'All passkeys are removed, and phones that forward readings need a new address. You can add them again.',
    'Your sensors and shares stay as they are, and you can sign in again at once with a code by email.',
  ],
  everywhere: 'Sign out everywhere',
  stay: 'Stay signed in',
  activityOpen: 'Account activity',
  activity: 'Account activity',
  activityIntro:
    'Sign-ins, wrong codes, access keys, passkeys, and changes by the operator of this service. Don’t recognize something? Sign out everywhere.',
  noActivity: 'Nothing has happened yet.',
  older: 'Older',
  back: 'Back to your account',
}

const fi: Words = {
  sessions: 'Missä olet kirjautuneena',
  sessionsIntro:
    'Selaimet ja sovellukset, joissa olet kirjautuneena. Päätä ne, joita et tunne tai enää käytä. Istunto päättyy itsestään, kun sitä ei ole käytetty 90 päivään.',
  noSession: 'Tämä selain käyttää toisen palvelun tunnistetta.',
  network: 'Verkko',
  since: 'kirjautunut',
  lastUsed: 'käytetty viimeksi',
  thisOne: 'tämä selain',
  endSession: 'Päätä',
  endThis: 'Kirjaudu ulos täältä',
  endOthers: 'Päätä kaikki muut',
  everywhereOpen: 'Kirjaudu ulos kaikkialta …',
  everywhereTitle: 'Kirjaudutaanko ulos kaikkialta?',
  everywhereWhat: [
    'Kaikki selaimet ja sovellukset kirjataan ulos, myös tämä.',
    'Kaikki käyttöavaimet poistetaan käytöstä: niitä käyttävät ohjelmat lakkaavat toimimasta.',
    'Skripteille tehdyt tunnisteet lakkaavat toimimasta.',
    'Kaikki pääsyavaimet poistetaan, ja mittauksia välittävät puhelimet tarvitsevat uuden osoitteen. Voit lisätä ne uudelleen.',
    'Anturisi ja jakosi pysyvät ennallaan, ja voit heti kirjautua uudelleen sähköpostiin tulevalla koodilla.',
  ],
  everywhere: 'Kirjaudu ulos kaikkialta',
  stay: 'Pysy kirjautuneena',
  activityOpen: 'Tilin tapahtumat',
  activity: 'Tilin tapahtumat',
  activityIntro:
    'Kirjautumiset, väärät koodit, käyttöavaimet, pääsyavaimet ja palvelun ylläpitäjän muutokset. Etkö tunnista jotakin? Kirjaudu ulos kaikkialta.',
  noActivity: 'Mitään ei ole vielä tapahtunut.',
  older: 'Vanhemmat',
  back: 'Takaisin tiliin',
}

const de: Words = {
  sessions: 'Wo du angemeldet bist',
  sessionsIntro:
    'Browser und Apps, in denen du angemeldet bist. Beende, was du nicht kennst oder nicht mehr benutzt. Eine Sitzung endet von selbst nach 90 Tagen ohne Benutzung.',
  noSession: 'Dieser Browser benutzt ein Token eines anderen Ausstellers.',
  network: 'Netz',
  since: 'angemeldet',
  lastUsed: 'zuletzt benutzt',
  thisOne: 'dieser Browser',
  endSession: 'Beenden',
  endThis: 'Hier abmelden',
  endOthers: 'Alle anderen beenden',
  everywhereOpen: 'Überall abmelden …',
  everywhereTitle: 'Überall abmelden?',
  everywhereWhat: [
    'Alle Browser und Apps werden abgemeldet, auch dieser.',
    'Alle Zugriffsschlüssel werden widerrufen: Programme, die sie benutzen, gehen nicht mehr.',
    'Tokens, die für Skripte gemacht wurden, gelten nicht mehr.',
    'Alle Passkeys werden entfernt, und Handys, die Messwerte weiterleiten, brauchen eine neue Adresse. Du kannst sie wieder hinzufügen.',
    'Deine Sensoren und Freigaben bleiben, wie sie sind, und du kannst dich sofort wieder anmelden, mit einem Code per E-Mail.',
  ],
  everywhere: 'Überall abmelden',
  stay: 'Angemeldet bleiben',
  activityOpen: 'Kontoaktivität',
  activity: 'Kontoaktivität',
  activityIntro:
    'Anmeldungen, falsche Codes, Zugriffsschlüssel, Passkeys und Änderungen durch den Betreiber dieses Dienstes. Erkennst du etwas nicht? Melde dich überall ab.',
  noActivity: 'Noch ist nichts passiert.',
  older: 'Ältere',
  back: 'Zurück zu deinem Konto',
}

const sv: Words = {
  sessions: 'Där du är inloggad',
  sessionsIntro:
    'Webbläsare och appar där du är inloggad. Avsluta dem som du inte känner igen eller inte längre använder. En session upphör av sig själv efter 90 dagar utan användning.',
  noSession: 'Den här webbläsaren använder en token från en annan utfärdare.',
  network: 'Nätverk',
  since: 'inloggad',
  lastUsed: 'senast använd',
  thisOne: 'den här webbläsaren',
  endSession: 'Avsluta',
  endThis: 'Logga ut här',
  endOthers: 'Avsluta alla andra',
  everywhereOpen: 'Logga ut överallt …',
  everywhereTitle: 'Logga ut överallt?',
  everywhereWhat: [
    'Alla webbläsare och appar loggas ut, även den här.',
    'Alla åtkomstnycklar återkallas: program som använder dem slutar fungera.',
    'Tokens som har gjorts för skript slutar fungera.',
    'Alla lösennycklar tas bort, och telefoner som vidarebefordrar mätvärden behöver en ny adress. Du kan lägga till dem igen.',
    'Dina sensorer och delningar är kvar som de är, och du kan logga in igen direkt med en kod via mejl.',
  ],
  everywhere: 'Logga ut överallt',
  stay: 'Förbli inloggad',
  activityOpen: 'Kontoaktivitet',
  activity: 'Kontoaktivitet',
  activityIntro:
    'Inloggningar, felaktiga koder, åtkomstnycklar, lösennycklar och ändringar av den som driver tjänsten. Känner du inte igen något? Logga ut överallt.',
  noActivity: 'Inget har hänt än.',
  older: 'Äldre',
  back: 'Tillbaka till ditt konto',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
