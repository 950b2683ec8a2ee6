/** Sends the service requests of every kind, valid, nearly valid and hostile, and judges each answer. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { makeLinks } from '../../src/auth/entrance/tokens.ts'
import type { Database } from '../../src/db/open.ts'
import { deriveKeys, unseal } from '../../src/keys.ts'
import { openCourier } from '../../src/mail/courier/courier.ts'
import { mailbox } from '../../src/mail/transports/mailbox.ts'
import { isEmail } from '../../src/people/email.ts'
import { faultsInBooks } from '../support/books.ts'
import { Dice } from '../support/dice.ts'
import { asked, graphqlRequest } from './graphql.ts'
import { Known } from './known.ts'
import { faultIn, type Heard } from './oracle.ts'
import { Pages } from './pages.ts'
import { operations, restRequest } from './rest.ts'
import type { Face, Mode, Secrets, Sent } from './send.ts'

/** The settings that the application must have been built with. */
export const settings = {
  internalSecret: 'i'.repeat(32),
  webhookSecret: 'w'.repeat(16),
  mailbox: 'open',
  openGateways: true,
  operators: ['anna@example.com'],
  rateLimit: false,
} as const

/** Errors that the service wrote into its log. */
export type Log = ReturnType<typeof openLog>

export function openLog() {
  const lines: string[] = []
  return { lines, log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }) }
}

export type Fault = { number: number; fault: string; sent: Sent; heard?: Heard }

/** How often something was asked for, in valid requests and in all, and how often with success. */
type Count = { all: number; valid: number; done: number; statuses: Record<number, number> }

export type Report = {
  requests: number
  faces: Record<Face, number>
  modes: Record<Mode, number>
  statuses: Record<Face, Record<number, number>>
  counts: Map<string, Count>
  /** What was never answered with success. */
  gaps: string[]
  faults: Fault[]
  books: string[]
  /** The most computing that single requests took, in milliseconds, and which ones they were: told, not judged. */
  slowest: { ms: number; sent: Sent }[]
}

type Options = {
  app: FastifyInstance
  /** The log that the application was built with. */
  log: Log
  db: Database
  secret: string
  seed: number
  requests: number
  progress?: (report: Report) => void
}

/** A run that finds more than that is not worth going on. */
const mostFaults = 50
/** Who is not answered by then never will be. */
const mostMs = 120_000

export async function fuzz({
  app,
  log: { log, lines },
  db,
  secret,
  seed,
  requests,
  progress,
}: Options): Promise<Report> {
  const dice = new Dice(seed)
  const secrets: Secrets = { ...settings, secret }
  const known = new Known()
  const pages = new Pages()
  const report: Report = {
    requests: 0,
    faces: { REST: 0, GraphQL: 0, pages: 0 },
    modes: { valid: 0, nearly: 0, hostile: 0 },
    statuses: { REST: {}, GraphQL: {}, pages: {} },
    counts: new Map(),
    gaps: [],
    faults: [],
    books: [],
    slowest: [],
  }
  const { sealing } = deriveKeys(secret).codes
  const links = await makeLinks(secret, 'http://here')
  // Letters are written and kept as they would be: what stands in their links is learned from the mailbox.
  const courier = openCourier({ db, mailer: mailbox(db), links, openCode: sealed => unseal(sealing, sealed), log })

  function make(): Sent {
    const mode = dice.weighed<Mode>({ valid: 60, nearly: 20, hostile: 20 })
    const face = dice.weighed<Face>({ REST: 60, GraphQL: 22, pages: 18 })
    if (face === 'REST') return restRequest(dice, known, secrets, mode)
    if (face === 'GraphQL') return graphqlRequest(dice, known, secrets, mode)
    return pages.request(dice, known, secrets, mode)
  }

  async function send(sent: Sent): Promise<{ sent: Sent; answer: LightMyRequestResponse; heard: Heard }> {
    const isStream = /^\/(events|app\/live)\b/.test(sent.request.url)
    const answer = await app.inject({ ...sent.request, ...(isStream && { payloadAsStream: true }) } as never)
    const text = isStream ? await beginningOf(answer) : answer.payload
    return { sent, answer, heard: { status: answer.statusCode, headers: answer.headers, text } }
  }

  function take({ sent, answer, heard }: Awaited<ReturnType<typeof send>>) {
    const { status, text } = heard
    report.requests++
    report.faces[sent.face]++
    report.modes[sent.mode]++
    const statuses = report.statuses[sent.face]
    statuses[status] = (statuses[status] ?? 0) + 1
    const fault = faultIn(sent, heard)
    if (fault) report.faults.push({ number: report.requests, fault, sent, heard })
    const json = parsed(text)
    const isDone = status >= 200 && status < 400 && !/"errors":\[/.test(text)
    count(sent, status, isDone)
    if (sent.face === 'pages') pages.learn(sent, answer, text)
    else known.learn(sent.caller, json)
    if (isDone) remember(sent)
  }

  function count({ face, about, mode }: Sent, status: number, isDone: boolean) {
    const name = `${face} ${about}`
    const count = report.counts.get(name) ?? { all: 0, valid: 0, done: 0, statuses: {} }
    report.counts.set(name, count)
    count.all++
    count.statuses[status] = (count.statuses[status] ?? 0) + 1
    if (mode !== 'valid') return
    count.valid++
    if (isDone) count.done++
  }

  /** Keeps what only the request held. */
  function remember({ about, json }: Sent) {
    const { macAddress, secret, sensor } = Object(json) as Record<string, unknown>
    if (about === 'whitelistGateway') known.gateways.set(String(macAddress).toUpperCase(), String(secret))
    if (about === 'blacklistGateway') known.gateways.delete(String(macAddress).toUpperCase())
    if (about === 'registerSensor') known.sensorSecrets.set(String(sensor).toUpperCase(), String(secret))
  }

  let nextLook = 0
  while (report.requests < requests && report.faults.length < mostFaults) {
    if (report.requests >= nextLook) {
      await known.refresh(db)
      nextLook = report.requests + (report.requests < 1000 ? 40 : 150)
      progress?.(report)
    }
    // Mostly one after the other; some at once, so that they race.
    const atOnce = dice.falls(0.15) ? dice.number(2, 8) : 1
    const round = Array.from({ length: Math.min(atOnce, requests - report.requests) }, make)
    const before = process.cpuUsage()
    const late = setTimeout(() => {
      throw new Error(`no answer to one of ${JSON.stringify(round.map(({ request }) => request))}`)
    }, mostMs)
    const answers = await Promise.all(round.map(send))
    clearTimeout(late)
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    for (const answer of answers) take(answer)
    for (const line of lines.splice(0)) {
      report.faults.push({ number: report.requests, fault: `the log says ${line}`, sent: round[0] as Sent })
    }
    if (round.length === 1) noteTime(report, ms, round[0] as Sent)
  }
  await courier.close()
  report.books.push(...(await faultsInBooks(db)), ...(await faultsInAddresses(db)), ...lines)
  report.gaps = [
    ...operations.map(({ operation }) => `REST ${operation.operationId}`),
    ...asked.map(field => `GraphQL ${field}`),
  ].filter(name => !report.counts.get(name)?.done)
  return report
}

/** Nobody is known by what is no address, however it came in. */
async function faultsInAddresses(db: Database): Promise<string[]> {
  const people = await db.selectFrom('people').select('email').execute()
  return people.filter(({ email }) => !isEmail(email)).map(({ email }) => `a person called ${JSON.stringify(email)}`)
}

function noteTime(report: Report, ms: number, sent: Sent) {
  report.slowest.push({ ms, sent })
  report.slowest.sort((one, other) => other.ms - one.ms)
  report.slowest.length = Math.min(report.slowest.length, 5)
}

/** The first words of a stream, which is then left; all of an answer that is none. */
async function beginningOf(answer: LightMyRequestResponse): Promise<string> {
  const isStream = /^text\/event-stream/.test(String(answer.headers['content-type']))
  const parts: Buffer[] = []
  for await (const part of answer.stream()) {
    parts.push(part)
    if (isStream) break
  }
  // As when a client hangs up: to leave what is read alone tells the service nothing.
  answer.raw.res.destroy()
  return Buffer.concat(parts).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What was sent, in a few lines, to be sent again by hand. */
export function described({ number, fault, sent: { face, about, mode, caller, request }, heard }: Fault): string {
  const { method, url, headers, payload } = request
  const sent = Buffer.isBuffer(payload) ? `base64 ${payload.toString('base64')}` : String(payload ?? '')
  const shorten = (text: string) => (text.length > 1_500 ? `${text.slice(0, 1_500)}… (${text.length})` : text)
  return [
    `#${number} ${face} ${about}, ${mode}, by ${caller}: ${fault}`,
    `  ${method} ${shorten(url)}`,
    `  ${shorten(JSON.stringify(headers))}`,
    `  ${shorten(sent)}`,
    ...(heard ? [`  → ${heard.status} ${shorten(heard.text)}`] : []),
  ].join('\n')
}
