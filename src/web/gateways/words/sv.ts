/** Texts of the page about gateways, in Swedish. */
import { counts } from '../../language/counts.ts'
import type { Words } from './en.ts'

const sensors = (count: number) => counts.sv(count, '# sensor', '# sensorer')

export const sv: Words = {
  title: 'Gateways',
  intro: 'Gateways tar emot dina sensorers mätvärden och skickar dem hit. Det kan bara gateways som du tillåter.',
  open: 'Servern körs med GATEWAYS=open: alla gateways får skicka, och de som du tillåter måste signera.',

  setUp: 'Ställ in en gateway',
  steps: [
    'Öppna inställningarna för Ruuvi Gateway i webbläsaren, och välj en egen server där den frågar vart data ska skickas.',
    'Välj HTTP(S), dataformatet ”raw” eller ”raw and decoded” och ingen autentisering. Kopiera in de här två adresserna.',
    'Gatewayen hör av sig inom en minut. Ladda om sidan, och tillåt den med Device ID från dess etikett.',
  ],
  dataUrl: 'Adress för data',
  statusUrl: 'Adress för statistik',
  copy: 'Kopiera',
  copied: 'Kopierat.',
  onlyHere: host =>
    `Andra datorer når inte ${host}. Starta servern med HOST=0.0.0.0, och öppna sidan på adressen som datorn har i ditt nätverk.`,

  list: 'Gateways som har hört av sig',
  reload: 'Uppdatera',
  pages: 'Sidor med gateways',
  previous: 'Föregående',
  next: 'Nästa',
  none: 'Ingen gateway har hört av sig än.',
  noneHow: 'En gateway visas här så snart den skickar till adressen ovan. Då kan du tillåta den.',

  states: {
    allowed: 'Tillåten',
    waiting: 'Väntar på godkännande',
    refused: 'Avvisad',
    open: 'Insläppt',
    new: 'Tillåten, inga data än',
  },
  stateHelp: {
    refused: 'Den hör av sig, men det den skickar avvisas. Kontrollera dess klocka och dataformat (”raw”).',
    open: 'Den släpps in utan att vara tillåten: med en GATEWAY_TOKEN i inställningarna, eller på grund av GATEWAYS=open.',
    new: 'Den släpps in nästa gång den skickar.',
  },
  wrongSecret: 'Någon hörde av sig med fel hemlighet:',
  calledFrom: network => `från ${network}.`,
  wrongSecretHelp:
    'Om det var den här gatewayen och Device ID blev fel, ta bort gatewayen och tillåt den igen med det som står på etiketten. Eller starta om gatewayen: den kanske använder en nyckel som servern inte längre har.',
  calls: 'Hör av sig sedan',
  lastSeen: 'Senast sedd',
  allowedSince: 'Tillåten sedan',
  firmware: 'Programvara',
  heard: 'Tar emot',
  sensors,
  unknown: 'inte känt än',
  which: 'Vilka sensorer',
  moreSensors: count => `och ${sensors(count)} till`,

  deviceId: 'Device ID',
  deviceIdHelp: 'På gatewayens etikett, som 01:23:45:67:89:AB:CD:EF. Du kan klistra in det du skannade.',
  allow: 'Tillåt',
  allowLabel: gateway => `Tillåt ${gateway}`,
  noDeviceId:
    'Det är inget giltigt Device ID. Det har 16 siffror och bokstäver från A till F, som 01:23:45:67:89:AB:CD:EF.',
  isMac: 'Det är MAC-adressen. Device ID är längre: 16 siffror och bokstäver, på samma etikett.',
  allowed: gateway => `${gateway} är tillåten. Mätvärdena kommer nästa gång den skickar.`,
  allowedBefore: gateway => `${gateway} är redan tillåten. Ta bort den först om du vill byta Device ID.`,
  gone: gateway => `${gateway} finns inte längre i listan. Den kommer tillbaka när den hör av sig igen.`,

  remove: 'Ta bort …',
  removeLabel: gateway => `Ta bort ${gateway}`,
  removeTitle: gateway => `Ta bort ${gateway}?`,
  removeIntro:
    'Det den skickar avvisas från och med nu, om inte GATEWAYS=open eller en GATEWAY_TOKEN släpper in den. Mätvärden som den har skickat finns kvar. Du kan tillåta den igen när du vill med Device ID från etiketten.',
  doRemove: 'Ta bort',
  keep: 'Avbryt',
  removed: gateway => `${gateway} är borttagen.`,

  phones: 'Telefoner som vidarebefordrar',
  phonesIntro:
    'Där ingen gateway är i närheten kan Ruuvi Station för Android vidarebefordra mätvärden. Skapa en adress för varje telefon och kopiera den till appens inställningar för vidarebefordran. Bara mätvärden från sensorer du äger sparas, och aldrig var telefonen är.',
  noPhones: 'Ingen telefon vidarebefordrar än.',
  phoneName: 'Namn på den nya adressen',
  phoneNameHelp: 'Till exempel ”Telefonen i stugan”.',
  makePhone: 'Skapa en adress',
  made: 'skapad',
  used: 'senast använd',
  neverUsed: 'inte använd än',
  newPhone: 'Den nya adressen',
  newPhoneIntro:
    'Kopiera den till appen nu. Den visas inte igen. Den som har den kan lägga till mätvärden till dina sensorer, och inget annat.',
  phoneUrl: 'Adress att vidarebefordra till',
  phoneDone: 'Klar, jag har kopierat den',
  revoke: 'Återkalla …',
  revokeLabel: name => `Återkalla ${name}`,
  revokeTitle: 'Återkalla adressen?',
  revokeIntro:
    'Det telefonen vidarebefordrar avvisas från och med nu. Mätvärden som den har skickat finns kvar. Det går inte att ångra.',
  doRevoke: 'Återkalla',
  revoked: name => `Adressen ”${name}” är återkallad.`,
  phoneGone: 'Adressen var redan återkallad.',

  operators: 'De som driver servern',
  operatorsIntro: 'De ser den här sidan och bestämmer vilka gateways som får skicka.',
  bySettings: 'från inställningen OPERATORS',
  since: 'sedan',
  dismiss: 'Ta bort',
  dismissLabel: email => `Ta bort ${email}`,
  dismissed: email => `${email} driver inte längre servern.`,
  notOperating: email => `${email} drev inte längre servern.`,
}
