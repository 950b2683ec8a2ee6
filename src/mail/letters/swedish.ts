/** All words of the letters, in Swedish. */
import { pluralIn } from '../../people/language.ts'
import type { Facts, Texts } from './texts.ts'

const plural = pluralIn('sv')

/** The texts of letters in Swedish. */
export const swedish: Texts = {
  locale: 'sv-SE',
  at: ' kl. ',
  somebody: 'Någon',
  quote: text => `”${text}”`,
  what: (count, name) => plural(count, name, `${count} sensorer`),
  more: count => `och ${count} till`,
  noteBy: sender => `${sender} skrev:`,
  sentTo: recipient => `sensor-share skickade det här mejlet till ${recipient}.`,
  settings: 'E-postinställningar',
  chosen: 'Namn inom ”citattecken” och meddelanden är skrivna av andra användare, inte av sensor-share.',

  kinds: {
    code: ({ isStrange }) => ({
      subject: 'Din inloggningskod',
      title: 'Din inloggningskod',
      before: [],
      after: ['Ange koden inom 15 minuter där du begärde den. Eller logga in direkt här:'],
      button: 'Logga in',
      ...(isStrange && { other: 'Det var inte jag: stoppa de här mejlen i ett dygn' }),
      unexpected:
        'Har du inte begärt någon kod? Då har någon angett din adress, kanske av misstag. Du behöver inte göra något: ingen ' +
        'kan logga in utan det här mejlet. Ge inte koden till någon. sensor-share frågar aldrig efter den.',
    }),

    invitation: ({ sender, what, count, ...period }) => ({
      subject: `${sender} delar ${what} med dig`,
      title: `${sender} delar ${sensors(count)} med dig`,
      before: ['Med sensor-share delar man det som ens sensorer mäter. Det här delas med dig:'],
      after: [
        `Tacka ja för att se vad ${measured(count)}: du behöver inte fylla i något. Du kan också avböja eller tysta personen.`,
        ...sharedDuring(period),
      ],
      button: 'Visa inbjudan',
      unexpected:
        'Känner du inte personen, eller vill du inte ha det här? Avböj, eller gör ingenting: då händer ingenting.',
    }),

    shared: ({ sender, what, count, mustAccept, ...period }) =>
      mustAccept
        ? {
            subject: `${sender} vill dela ${what} med dig`,
            title: `${sender} vill dela ${sensors(count)} med dig`,
            before: [],
            after: [
              `Tacka ja för att se vad ${measured(count)}. Du kan också avböja eller tysta personen.`,
              ...sharedDuring(period),
            ],
            button: 'Visa inbjudan',
            unexpected:
              'Känner du inte personen, eller vill du inte ha det här? Avböj, eller gör ingenting: då händer ingenting.',
          }
        : {
            subject: `${sender} delar ${what} med dig`,
            title: `${sender} delar ${sensors(count)} med dig`,
            before: [],
            after: [
              `Du ser vad ${measured(count)} ${during(period)}. ${sender} kan ta bort din åtkomst när som helst, och du kan lämna delningen när som helst.`,
            ],
            button: 'Öppna dina sensorer',
            unexpected: 'Känner du inte personen, eller vill du inte ha det här?',
            other: 'Avböj, eller tysta personen',
          },

    unshared: ({ sender, what, count }) => ({
      subject: `${sender} tog bort din åtkomst till ${what}`,
      title: `${sender} tog bort din åtkomst till ${sensors(count)}`,
      before: [],
      after: [`Du ser inte längre ${it(count)}. Inget annat har ändrats.`],
      button: 'Öppna dina sensorer',
      unexpected: ask(sender),
    }),

    left: ({ sender, what, count }) => ({
      subject: `${sender} lämnade ${what}`,
      title: `${sender} lämnade ${sensors(count)}`,
      before: ['Den här delningen har upphört:'],
      after: [
        `${sender} ser inte längre ${it(count)}. Inget annat har ändrats. Du kan dela ${it(count)} igen när som helst.`,
      ],
      button: 'Öppna dina sensorer',
      unexpected: ask(sender),
    }),

    accepted: ({ sender, what, count }) => ({
      subject: `${sender} tackade ja till ${what}`,
      title: `${sender} tackade ja till ${sensors(count)}`,
      before: [`Du bjöd in ${sender} till det här:`],
      after: ['Du kan ändra eller ta bort åtkomsten när som helst.'],
      button: 'Öppna dina sensorer',
      unexpected: `Frågor? Fråga ${sender}: ett svar på det här mejlet går dit.`,
    }),

    declined: ({ sender, what, count }) => ({
      subject: `${sender} avböjde ${what}`,
      title: `${sender} avböjde ${sensors(count)}`,
      before: ['Den här delningen har upphört:'],
      after: [`${sender} ser inte ${it(count)}. Inget annat har ändrats. Du kan dela med personen igen om 30 dagar.`],
      button: 'Öppna dina sensorer',
      unexpected: ask(sender),
    }),

    unclaimed: ({ sender, what, count }) => ({
      subject: `${what} delas inte längre med dig`,
      title: plural(count, 'En sensor delas inte längre med dig', `${count} sensorer delas inte längre med dig`),
      before: [
        `${sender} tog bort ${plural(count, 'sensorn', 'sensorerna')} från sitt konto, eller så tog någon annan över ${it(count)}:`,
      ],
      after: [`Därför ser du inte längre ${it(count)}. Inget annat har ändrats.`],
      button: 'Öppna dina sensorer',
      unexpected: ask(sender),
    }),

    contested: ({ what, count }) => ({
      subject: `${what} har en ny ägare`,
      title: plural(count, 'En av dina sensorer har en ny ägare', `${count} av dina sensorer har en ny ägare`),
      before: [
        `Någon visade med ${plural(count, 'sensorns hemlighet', 'sensorernas hemligheter')} att den personen har:`,
      ],
      after: [
        `${plural(count, 'Den', 'De')} finns inte längre i ditt konto, och de du delade med ser inte längre ${it(count)}. ` +
          'Inget annat har ändrats.',
      ],
      button: 'Öppna dina sensorer',
      unexpected:
        `Har du sålt eller gett bort ${it(count)}? Då är allt i sin ordning. Har du ${it(count)} kvar? ` +
        `Ta tillbaka ${it(count)} med samma hemlighet, och fundera på vem mer som känner till den.`,
    }),

    expiring: ({ sender, guest, what, count, expiresAt, toSender, times: { day, instant } }) =>
      toSender
        ? {
            subject: `Du delar ${what} till ${day(expiresAt)}`,
            title: plural(count, 'En av dina delningar upphör snart', `${count} av dina delningar upphör snart`),
            before: [`Till ${instant(expiresAt)} delar du med ${guest}:`],
            after: [`Därefter ser ${guest} inte längre ${it(count)}. Du kan ändra slutdatumet.`],
            button: 'Öppna dina sensorer',
            unexpected: 'Ska delningen upphöra? Då behöver du inte göra något.',
          }
        : {
            subject: `Du ser ${what} till ${day(expiresAt)}`,
            title: plural(count, 'En delning upphör snart', `${count} delningar upphör snart`),
            before: [`Till ${instant(expiresAt)} delar ${sender} med dig:`],
            after: [`Därefter ser du inte längre ${it(count)}. Inget annat ändras.`],
            button: 'Öppna dina sensorer',
            unexpected: `Behöver du ${it(count)} längre? Fråga ${sender}: ett svar på det här mejlet går dit.`,
          },

    deletion: () => ({
      subject: 'Radera ditt konto?',
      title: 'Radera ditt konto?',
      before: ['Du, eller någon som är inloggad på ditt konto, har begärt att det ska raderas.'],
      after: [
        'Dina sensorer och sessioner raderas, och dina delningar upphör. Det går inte att ångra. Knappen öppnar en sida som ' +
          'frågar en gång till, och fungerar i ett dygn.',
      ],
      button: 'Fortsätt till raderingen',
      unexpected:
        'Har du inte begärt det här? Gör ingenting, så raderas ingenting. Men kontrollera dina sessioner och avsluta dem som ' +
        'du inte känner igen: begäran kom från en av dem.',
    }),

    newSignIn: ({ news: { at, device, network }, times }) => ({
      subject: 'Ny inloggning på ditt konto',
      title: 'Ny inloggning på ditt konto',
      before: [`Enhet: ${device}`, `Nätverk: ${network}`, `Tid: ${times.instant(at)}`],
      ...safety,
    }),

    newKey: ({ news: { at, key }, times }) => ({
      subject: 'Ny åtkomstnyckel för ditt konto',
      title: 'Ny åtkomstnyckel för ditt konto',
      before: [
        `En åtkomstnyckel skapades i ditt konto den ${times.instant(at)}. Program kan använda den för att läsa dina sensorer, ` +
          'och göra mer om dess behörighet tillåter det.',
        ...(key ? [`Namn: ”${key}”`] : []),
      ],
      ...safety,
    }),

    newPasskey: ({ news: { at, key }, times }) => ({
      subject: 'Ny lösennyckel för ditt konto',
      title: 'Ny lösennyckel för ditt konto',
      before: [
        `En lösennyckel lades till i ditt konto den ${times.instant(at)}. Med den kan man logga in utan mejl.`,
        ...(key ? [`Namn: ”${key}”`] : []),
      ],
      ...safety,
    }),

    newPhone: ({ news: { at, key }, times }) => ({
      subject: 'Ny adress för en telefon som vidarebefordrar',
      title: 'Ny adress för en telefon som vidarebefordrar',
      before: [
        `En adress skapades i ditt konto den ${times.instant(at)}. Den som har den kan lägga till mätvärden till dina sensorer, men inget annat.`,
        ...(key ? [`Namn: ”${key}”`] : []),
      ],
      ...safety,
    }),
  },
}

const safety = {
  after: ['Var det du? Då behöver du inte göra något.', 'Var det inte du? Logga då ut överallt.'],
  button: 'Logga ut överallt …',
  unexpected:
    'Knappen öppnar en sida som frågar en gång till, och fungerar i ett dygn. Att logga ut överallt avslutar alla ' +
    'sessioner, åtkomstnycklar, lösennycklar och tokens i ditt konto, också dina egna. Säkra sedan din e-post: den som läser ' +
    'dina mejl kan logga in.',
}

const ask = (sender: string) => `Är du förvånad? Fråga ${sender}: ett svar på det här mejlet går dit.`

const sensors = (count: number) => plural(count, 'en sensor', `${count} sensorer`)
const measured = (count: number) => plural(count, 'den mäter', 'de mäter')
const it = (count: number) => plural(count, 'den', 'dem')

type Period = Pick<Facts, 'from' | 'until' | 'times'>
const during = ({ from, until, times }: Period) =>
  `${from ? `från ${times.instant(from)}` : 'från och med nu'}${until ? ` till ${times.instant(until)}` : ''}`
const sharedDuring = (period: Period) => (period.from || period.until ? [`Delningen gäller ${during(period)}.`] : [])
