/** Sentences about what happened to an account. The English ones are those of the core. */
import type { AccountAction } from '../../db/tables/accounts.ts'
import type { AccountEvent } from '../../people/account-events.ts'
import { deviceIn } from '../../people/device-name.ts'
import { counts } from '../language/counts.ts'
import type { Texts } from '../language/texts.ts'

type Sentence = (event: Pick<AccountEvent, 'device' | 'network' | 'data' | 'words'>) => string

/** What every language has. */
export type Words = Record<AccountAction, Sentence>

const own: Sentence = ({ words }) => words

const en: Words = {
  signedIn: own,
  codesFailed: own,
  keyMade: own,
  keyDisabled: own,
  keyEnabled: own,
  keyRevoked: own,
  passkeyAdded: own,
  passkeyRemoved: own,
  phoneAdded: own,
  phoneRevoked: own,
  sessionEnded: own,
  othersEnded: own,
  signedOutEverywhere: own,
  planSet: own,
}

/** Tells whether the operator signed the person out. */
const isByOperator = ({ by }: Readonly<Record<string, unknown>>) => by === 'operator'

/** Counts what signing out everywhere has ended. */
const endedOf = ({ sessions = 0, keys = 0, passkeys = 0, phones = 0 }: Readonly<Record<string, unknown>>) => ({
  sessions: Number(sessions),
  keys: Number(keys),
  passkeys: Number(passkeys),
  phones: Number(phones),
})

const fromFi = (network: string | null) => (network ? `, verkko ${network}` : '')
const listFi = new Intl.ListFormat('fi')

const fi: Words = {
  signedIn: ({ device, network }) => `Kirjautuminen: ${deviceIn('fi', device ?? '')}${fromFi(network)}.`,
  codesFailed: ({ data, network }) =>
    `${counts.fi(Number(data.count), '# väärä koodi', '# väärää koodia')} ${data.day}${network ? `, viimeisin verkosta ${network}` : ''}.`,
  keyMade: ({ data }) => `Käyttöavain luotiin: ${data.name}`,
  keyDisabled: ({ data }) => `Käyttöavain kytkettiin pois päältä: ${data.name}`,
  keyEnabled: ({ data }) => `Käyttöavain kytkettiin päälle: ${data.name}`,
  keyRevoked: ({ data }) => `Käyttöavain poistettiin käytöstä: ${data.name}`,
  passkeyAdded: ({ data }) => `Pääsyavain lisättiin: ${data.name}`,
  passkeyRemoved: ({ data }) => `Pääsyavain poistettiin: ${data.name}`,
  phoneAdded: ({ data }) => `Osoite puhelimelle luotiin: ${data.name}`,
  phoneRevoked: ({ data }) => `Osoite puhelimelle poistettiin käytöstä: ${data.name}`,
  sessionEnded: ({ device }) => `Kirjattiin ulos: ${deviceIn('fi', device ?? '')}.`,
  othersEnded: ({ data }) => counts.fi(Number(data.sessions), '# muu istunto päättyi.', '# muuta istuntoa päättyi.'),
  signedOutEverywhere: ({ data }) => {
    const { sessions, keys, passkeys, phones } = endedOf(data)
    const beginning = isByOperator(data)
      ? 'Palvelun ylläpitäjä kirjasi sinut ulos kaikkialta.'
      : 'Kirjauduit ulos kaikkialta.'
    return `${beginning} Päättyi: ${listFi.format([
      counts.fi(sessions, '# istunto', '# istuntoa'),
      counts.fi(keys, '# käyttöavain', '# käyttöavainta'),
      counts.fi(passkeys, '# pääsyavain', '# pääsyavainta'),
      ...(phones > 0 ? [counts.fi(phones, '# välittävä puhelin', '# välittävää puhelinta')] : []),
    ])}.`
  },
  planSet: ({ data }) => `Palvelun ylläpitäjä antoi sinulle tilauksen ${data.plan}.`,
}

const fromDe = (network: string | null) => (network ? `, aus dem Netz ${network}` : '')
const listDe = new Intl.ListFormat('de')

const de: Words = {
  signedIn: ({ device, network }) => `Anmeldung: ${deviceIn('de', device ?? '')}${fromDe(network)}.`,
  codesFailed: ({ data, network }) =>
    `${counts.de(Number(data.count), '# falscher Code', '# falsche Codes')} am ${data.day}${network ? `, der letzte aus dem Netz ${network}` : ''}.`,
  keyMade: ({ data }) => `Ein Zugriffsschlüssel wurde erstellt: ${data.name}`,
  keyDisabled: ({ data }) => `Ein Zugriffsschlüssel wurde ausgeschaltet: ${data.name}`,
  keyEnabled: ({ data }) => `Ein Zugriffsschlüssel wurde eingeschaltet: ${data.name}`,
  keyRevoked: ({ data }) => `Ein Zugriffsschlüssel wurde widerrufen: ${data.name}`,
  passkeyAdded: ({ data }) => `Ein Passkey wurde hinzugefügt: ${data.name}`,
  passkeyRemoved: ({ data }) => `Ein Passkey wurde entfernt: ${data.name}`,
  phoneAdded: ({ data }) => `Eine Adresse für ein Handy wurde erstellt: ${data.name}`,
  phoneRevoked: ({ data }) => `Eine Adresse für ein Handy wurde widerrufen: ${data.name}`,
  sessionEnded: ({ device }) => `Abgemeldet: ${deviceIn('de', device ?? '')}.`,
  othersEnded: ({ data }) =>
    counts.de(Number(data.sessions), '# andere Sitzung beendet.', '# andere Sitzungen beendet.'),
  signedOutEverywhere: ({ data }) => {
    const { sessions, keys, passkeys, phones } = endedOf(data)
    const beginning = isByOperator(data)
      ? 'Der Betreiber des Dienstes hat dich überall abgemeldet.'
      : 'Du hast dich überall abgemeldet.'
    return `${beginning} Beendet: ${listDe.format([
      counts.de(sessions, '# Sitzung', '# Sitzungen'),
      counts.de(keys, '# Zugriffsschlüssel', '# Zugriffsschlüssel'),
      counts.de(passkeys, '# Passkey', '# Passkeys'),
      ...(phones > 0 ? [counts.de(phones, '# weiterleitendes Handy', '# weiterleitende Handys')] : []),
    ])}.`
  },
  planSet: ({ data }) => `Der Betreiber des Dienstes hat dir den Tarif ${data.plan} gegeben.`,
}

const fromSv = (network: string | null) => (network ? `, från nätverket ${network}` : '')
const listSv = new Intl.ListFormat('sv')

const sv: Words = {
  signedIn: ({ device, network }) => `Inloggning: ${deviceIn('sv', device ?? '')}${fromSv(network)}.`,
  codesFailed: ({ data, network }) =>
    `${counts.sv(Number(data.count), '# felaktig kod', '# felaktiga koder')} den ${data.day}${network ? `, den senaste från nätverket ${network}` : ''}.`,
  keyMade: ({ data }) => `En åtkomstnyckel skapades: ${data.name}`,
  keyDisabled: ({ data }) => `En åtkomstnyckel stängdes av: ${data.name}`,
  keyEnabled: ({ data }) => `En åtkomstnyckel slogs på: ${data.name}`,
  keyRevoked: ({ data }) => `En åtkomstnyckel återkallades: ${data.name}`,
  passkeyAdded: ({ data }) => `En lösennyckel lades till: ${data.name}`,
  passkeyRemoved: ({ data }) => `En lösennyckel togs bort: ${data.name}`,
  phoneAdded: ({ data }) => `En adress för en telefon skapades: ${data.name}`,
  phoneRevoked: ({ data }) => `En adress för en telefon återkallades: ${data.name}`,
  sessionEnded: ({ device }) => `Utloggad: ${deviceIn('sv', device ?? '')}.`,
  othersEnded: ({ data }) =>
    counts.sv(Number(data.sessions), '# annan session avslutades.', '# andra sessioner avslutades.'),
  signedOutEverywhere: ({ data }) => {
    const { sessions, keys, passkeys, phones } = endedOf(data)
    const beginning = isByOperator(data)
      ? 'Den som driver tjänsten loggade ut dig överallt.'
      : 'Du loggade ut överallt.'
    return `${beginning} Avslutat: ${listSv.format([
      counts.sv(sessions, '# session', '# sessioner'),
      counts.sv(keys, '# åtkomstnyckel', '# åtkomstnycklar'),
      counts.sv(passkeys, '# lösennyckel', '# lösennycklar'),
      ...(phones > 0 ? [counts.sv(phones, '# telefon som vidarebefordrar', '# telefoner som vidarebefordrar')] : []),
    ])}.`
  },
  planSet: ({ data }) => `Den som driver tjänsten gav dig abonnemanget ${data.plan}.`,
}

/** The sentences by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
