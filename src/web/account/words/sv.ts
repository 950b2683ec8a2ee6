/** Texts of the account pages, in Swedish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const numberSv = new Intl.NumberFormat('sv').format

export const sv: Words = {
  title: 'Konto',
  intro: email => `Du är inloggad som ${email}.`,
  back: 'Tillbaka till ditt konto',
  operates: 'Du driver den här servern.',
  gateways: 'Visa dess gateways',

  ended: 'Sessionen är avslutad. Den som använde den måste logga in igen.',
  endedBefore: 'Sessionen var redan avslutad.',
  othersEnded: count =>
    count === 0
      ? 'Det fanns inga andra sessioner.'
      : `${counts.sv(count, '# annan session är avslutad', '# andra sessioner är avslutade')}. Den här webbläsaren är fortfarande inloggad.`,

  asking: 'Inbjudningar',
  askFirst: 'Fråga mig först',
  askFirstHelp: 'Nya delningar väntar under Inbjudningar tills du tackar ja.',
  alwaysAsked: 'I den här tjänsten väntar alla delningar under Inbjudningar tills du tackar ja.',
  save: 'Spara',
  asks: 'Från och med nu väntar nya delningar tills du tackar ja.',
  asksNot: 'Från och med nu visas nya delningar direkt i din lista.',

  mutes: 'Tystade personer',
  mutesIntro: 'Du får inga mejl om det de delar. Du har kvar åtkomsten.',
  mutedSince: 'tystad',
  moreMutes: 'Visa fler',
  unmute: 'Sluta tysta',
  unmuted: sender => `${sender} är inte längre tystad. Du får mejl om delningar igen.`,
  notMuted: sender => `${sender} är inte tystad.`,

  plan: 'Ditt abonnemang',
  planIs: name => `Du har abonnemanget ${name}.`,
  until: 'Det upphör',
  thenBasic: 'sedan har du Basic.',
  claims: 'Sensorer du äger',
  shares: 'Delningar',
  used: (count, most) => `${numberSv(count)} av ${numberSv(most)}`,
  perSensor: most =>
    most === 0
      ? 'Delning ingår inte i abonnemanget.'
      : `Varje sensor kan delas med ${counts.sv(most, '# person', '# personer')}.`,
  history: (days, minutes) =>
    `Du och de som har åtkomst kan se ${counts.sv(days, '# dag', '# dagar')} bakåt, ${minutes === 1 ? 'minut för minut' : `en mätning på ${minutes} minuter`}.`,
  code: 'Abonnemangskod',
  codeHelp: 'Om du har fått en, som ABCD-EFGH.',
  useCode: 'Använd koden',
  noCode: 'Ange koden först.',
  codeUsed: name => `Du har nu abonnemanget ${name}.`,

  newKey: 'Din nya åtkomstnyckel',
  newKeyIntro: 'Kopiera hemligheten nu och spara den där programmet läser den. Den visas inte igen.',
  keyId: 'Nyckelns id',
  secret: 'Hemlighet',
  copy: 'Kopiera',
  copied: 'Kopierat.',
  keyDone: 'Klar, jag har sparat den',
  revokeTitle: 'Återkalla nyckeln?',
  revokeIntro: 'Program som använder den slutar fungera direkt. Det går inte att ångra.',
  doRevoke: 'Återkalla',
  keepKey: 'Avbryt',
  revoked: 'Nyckeln är återkallad. Program som använder den har inte längre åtkomst.',
  keyGone: 'Nyckeln var redan återkallad.',

  data: 'Dina data',
  dataIntro:
    'Allt som är sparat om dig i en JSON-fil: konto, sensorer, delningar, historik och mejl. Mätvärden finns i API:et. Högst fem nedladdningar om dagen.',
  download: 'Ladda ner mina data',

  remove: 'Radera ditt konto',
  removeIntro: 'Det raderar också dina sensorer, delningar och sessioner.',
  removeOpen: 'Radera mitt konto …',
  removeTitle: 'Radera ditt konto?',
  removeWhat: [
    'Dina sensorer tas bort från ditt konto, och ingen har längre åtkomst till deras mätvärden.',
    'De du delar med förlorar åtkomsten direkt och får ett mejl.',
    'Du förlorar åtkomsten till det andra delar med dig.',
    'Dina sessioner och åtkomstnycklar upphör, och din adress raderas.',
  ],
  removeHow: 'Inget raderas än: vi skickar ett mejl med en länk, och där bekräftar du.',
  removeType: 'Din e-postadress',
  removeSend: 'Skicka mejlet',
  keepAccount: 'Behåll mitt konto',
  sentTitle: 'Kolla din e-post',
  sent: email =>
    `Vi skickar ett mejl till ${email}. Länken gäller ett dygn. Inget raderas förrän du öppnar den och bekräftar.`,
}
