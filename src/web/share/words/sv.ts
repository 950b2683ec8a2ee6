/** Texts of the sharing pages, in Swedish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const sensors = (count: number) => counts.sv(count, '# sensor', '# sensorer')
const people = (count: number) => counts.sv(count, '# person', '# personer')
const shares = (count: number) => counts.sv(count, '# delning', '# delningar')
const list = new Intl.ListFormat('sv', { type: 'conjunction' })
const number = new Intl.NumberFormat('sv').format

export const sv: Words = {
  title: 'Dela',
  titleOf: name => `Dela ${name}`,
  titleOfMany: count => `Dela ${sensors(count)}`,
  sensors: 'Sensorer',
  chooseSensors: 'Vilka av dina sensorer?',
  leftOut: 'Utelämnade:',
  notYours: owner => `ägs av ${owner}, och bara ägaren kan dela den`,
  notThere: 'sensorn finns inte i ditt konto',
  noSensors: 'Du har ingen egen sensor än. Lägg till en först, sedan kan du dela den.',
  toSensors: 'Till dina sensorer',

  people: 'Lägg till personer',
  peopleHelp: 'E-postadresser, åtskilda med kommatecken',
  before: 'Personer du delar med',
  others: count => `Visa ${number(count)} till`,
  hasAll: count => (count === 1 ? 'har redan åtkomst' : 'har redan åtkomst till alla de här'),
  hasSome: (has, count) => `har åtkomst till ${number(has)} av ${number(count)}`,
  noAddress: others =>
    `${others.length === 1 ? 'Det här är ingen giltig e-postadress' : 'De här är inga giltiga e-postadresser'}: ${others
      .slice(0, 10)
      .map(other => `”${other.slice(0, 100)}”`)
      .join(', ')}${others.length > 10 ? ` och ${others.length - 10} till` : ''}. Rätta eller ta bort.`,
  nobody: 'Lägg till någon att dela med.',
  nothing: 'Välj vilka sensorer du delar.',
  tooMany: (sensorCount, personCount) =>
    `${sensors(sensorCount)} med ${people(personCount)} är ${shares(sensorCount * personCount)}. Högst ${number(1_000)} på en gång: ta bort några och dela med dem efteråt.`,

  what: 'Vad får de se?',
  everything: 'Allt, även framtida mätvärden',
  some: 'Bara det här:',
  ofSensors: 'Det sensorerna mäter',
  everyService: 'Allt, även tjänster som läggs till senare',
  noServices: 'Den har inga tjänster än. De får åtkomst till hela enheten, även tjänster som läggs till senare.',
  onlyWhole: count =>
    `${counts.sv(count, 'En enhet till', '# enheter till')} delas som helhet. Dela färre på en gång om du vill välja bland tjänsterna.`,
  theSensors: 'sensorerna',
  noChannel: names =>
    names.length === 0
      ? 'Välj vad de får se, eller dela allt.'
      : `Välj vad de får se av ${list.format(names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} till`] : names)}, eller dela allt.`,
  scripting: 'Tillåt program',
  scriptingHelp: 'Deras program får läsa det här med en åtkomstnyckel. Annars kan bara de själva det.',
  note: 'Meddelande (valfritt)',
  noteHelp: 'Står i mejlet. Högst 500 tecken.',
  noteTooLong: length => `Meddelandet är för långt: ${number(length)} tecken. Högst 500.`,
  noteUnreadable: 'Ta bort tecknet som inte går att använda.',
  until: 'Slut',
  untils: {
    '': 'Inget slut',
    day: 'Om ett dygn',
    week: 'Om en vecka',
    month: 'Om 30 dagar',
    other: 'Vid en tid som jag väljer',
  },
  untilAt: 'Till',
  later: 'Börja senare (valfritt)',
  zone: zone => `Tidszon: ${zone.replaceAll('_', ' ')}`,
  noTime: 'Det är ingen giltig tid. Skriv den som 2026-11-21T14:05.',
  noEnd: 'Välj när det slutar.',
  badEnd: 'Slutet måste ligga i framtiden och efter starten.',

  more: 'Fler alternativ',
  kept: 'Det här skrev du tidigare.',
  discard: 'Kasta',

  look: 'Förhandsvisa',
  share: 'Dela',
  shareOf: count => `Dela ${sensors(count)}`,
  shareWith: (sensorCount, personCount) => `Dela ${sensors(sensorCount)} med ${people(personCount)}`,
  shareNew: count => `Dela ${number(count)} nya`,
  cancel: 'Avbryt',

  script: {
    go: 'Dela {sensors} med {people}',
    sensor: '1 sensor',
    sensors: '{n} sensorer',
    person: '1 person',
    people: '{n} personer',
    nobody: 'Lägg till någon att dela med.',
    nothing: 'Välj vilka sensorer du delar.',
    noChannel: 'Välj vad de får se.',
    noEnd: 'Välj när det slutar.',
    wrong: 'Rätta eller ta bort det som är markerat: det är ingen giltig e-postadress.',
    tooMany: 'Det här är {n} delningar. Högst 1 000 på en gång.',
    nothingNew: 'Inget nytt att dela: lägg till någon annan.',
    looking: 'Laddar förhandsvisningen …',
    add: 'Lägg till en e-postadress',
    added: '{x} tillagd.',
    removed: '{x} borttagen.',
    remove: 'Ta bort {x}',
    bad: 'ingen giltig e-postadress',
    all: 'Allt',
    progress: '{n} av {m} delade.',
    broken: 'Anslutningen bröts. Det som har delats hittills står nedan. Tryck på knappen igen för att dela resten.',
  },

  preview: {
    title: 'Vad som kommer att hända',
    all: (sensorCount, personCount) => `Du delar ${sensors(sensorCount)} med ${people(personCount)}.`,
    some: (fresh, old) => `${number(fresh)} nya, ${number(old)} redan delade.`,
    someNot: (fresh, old, refused) => `${number(fresh)} nya, ${number(old)} redan delade, ${number(refused)} går inte.`,
    notAll: (fresh, refused) => `${number(fresh)} nya, ${number(refused)} går inte.`,
    allOld: 'Alla har redan åtkomst.',
    none: 'Inget kommer att delas.',
    invited: count =>
      counts.sv(
        count,
        '# person har inget konto än och får en inbjudan.',
        '# personer har inget konto än och får inbjudningar.',
      ),
    asked: count => counts.sv(count, '# person måste tacka ja först.', '# personer måste tacka ja först.'),
    untold: count =>
      `Förhandsvisningen kan inte säga om ${counts.sv(count, '# person har', '# personer har')} ett konto: den gör det för 20 nya adresser om dagen.`,
    left: (left, most) => `Efter det är ${number(left)} av dina ${shares(most)} kvar.`,
  },

  done: {
    title: (sensorCount, personCount) => `Delade ${sensors(sensorCount)} med ${people(personCount)}`,
    titleOfNew: (fresh, old) => `Delat: ${number(fresh)} nya, ${number(old)} redan delade`,
    titleOfSome: (shared, pairs) => `Delade ${number(shared)} av ${number(pairs)}`,
    titleOfPieces: shared => `Delade (${number(shared)})`,
    titleOfNothing: 'Inget delades',
    titleOfOld: 'Redan delat',
    same: 'Dela samma sak med andra',
    contacts: 'Se vilka som har åtkomst',
    back: 'Klar',
    andMore: count => `och ${number(count)} till`,
    plan: 'Se ditt abonnemang',
    takeBack: 'Ta bort åtkomst',
  },

  groups: {
    shared: 'Delat',
    asked: 'Väntar på svar',
    invited: 'Inbjuden',
    alreadyShared: 'Redan delat',
    yourself: 'Din egen adress',
    declinedBefore: 'Avböjde tidigare',
    sensorFull: 'Sensorns gräns är nådd',
    planFull: 'Abonnemangets gräns är nådd',
    planForbids: 'Ingår inte i ditt abonnemang',
    notOwner: 'Inte din',
    noSuchChannel: 'Finns inte längre',
  },
  meaning: {
    shared: 'De får ett mejl och har åtkomst direkt, eller från starten.',
    asked: 'De får ett mejl och har åtkomst när de tackar ja.',
    invited: 'De får en inbjudan via mejl och har åtkomst när de skaffar ett konto med den adressen.',
    alreadyShared: 'Inget ändras för dem.',
    yourself: 'Du äger den här sensorn.',
    declinedBefore: 'De avböjde din senaste inbjudan. Du kan bjuda in dem igen 30 dagar efter det.',
    notOwner: 'Du äger inte längre sensorn.',
    noSuchChannel: 'En tjänst som du valde har tagits bort under tiden. Välj igen.',
  },
  sensorFull: (plan, most) =>
    `Med abonnemanget ${plan} kan en sensor delas med ${people(most)}. Ta bort någons åtkomst, eller välj ett större abonnemang.`,
  planFull: (plan, most) =>
    `Abonnemanget ${plan} tillåter ${shares(most)}. Ta bort någons åtkomst, eller välj ett större abonnemang.`,
  planForbids: plan => `Delning ingår inte i abonnemanget ${plan}. Välj ett annat för att dela sensorer.`,
  again: 'igen från',
}
