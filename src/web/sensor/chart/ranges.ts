/** The ranges of time that charts can show: named ones that end now, and any between two times. */
import { textIn } from '../../frame/form.ts'
import type { Reader } from '../../time/view.ts'
import { instantOf } from '../../time/wall-clock.ts'

/** Lengths of the named ranges in seconds; null: everything that the plan keeps. */
export const spans = {
  hour: 3_600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
  all: null,
} as const

/** The name of a range that ends now. */
export type Span = keyof typeof spans

/**
 * A range in seconds since 1970; without `since` from the beginning. `span`: it ends now and moves on. `isWrong`: the query
 * named no range, and this is the usual one.
 */
export type Range = { span: Span | undefined; since: number | undefined; until: number; isWrong: boolean }

/** The shortest range in seconds. */
const least = 60
/** The end of the year 9999, which is the last that a field for a time can name. */
const endOfTime = 253_402_300_799

/** Returns the end of the present minute, in seconds since 1970: ranges that end now stay the same for a minute. */
export const presentOf = ({ now }: Pick<Reader, 'now'>): number => Math.ceil(now.getTime() / 60_000) * 60

/** Returns the range that a query names: by `span`, or by `from` and `to`, seconds since 1970 or local times. */
export function rangeIn(query: unknown, reader: Reader): Range {
  const { zone } = reader
  const present = presentOf(reader)
  const [from, to] = [textIn(query, 'from'), textIn(query, 'to')]
  if (from !== '' || to !== '') {
    const since = from === '' ? undefined : secondIn(from, zone)
    const end = to === '' ? present : secondIn(to, zone)
    const until = end && Math.min(end, present)
    const isWrong = (from !== '' && since === undefined) || until === undefined || (since ?? 0) > until - least
    if (!isWrong) return { span: undefined, since, until, isWrong }
    return { ...named('day', present), isWrong }
  }
  const span = textIn(query, 'span')
  return named(Object.hasOwn(spans, span) ? (span as Span) : 'day', present)
}

function named(span: Span, now: number): Range {
  const length = spans[span]
  return { span, since: length === null ? undefined : now - length, until: now, isWrong: false }
}

/** Parses a time; undefined if it is none between 1970 and 9999. */
function secondIn(text: string, zone: string): number | undefined {
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(text)?.[0]
  const second = /^\d{1,12}$/.test(text)
    ? Number(text)
    : local && (instantOf(local, zone)?.getTime() ?? Number.NaN) / 1000
  return typeof second === 'number' && second >= 0 && second <= endOfTime ? second : undefined
}

/** The query of a range. */
export type RangeQuery = { span: Span } | { from: number; to: number }

/** The ranges beside one: undefined where there is nothing to see. */
export type Moves = Record<'earlier' | 'later' | 'closer' | 'wider', RangeQuery | undefined>

/**
 * Returns the ranges beside a range of which measurements begin at `first`: half its length earlier and later, half as
 * long and twice as long.
 */
export function movesFrom(since: number, until: number, first: number, now: number): Moves {
  const length = until - since
  const half = Math.floor(length / 2)
  const middle = since + half
  const within = (from: number): RangeQuery => {
    const to = Math.min(now, from + length)
    return { from: Math.max(0, to - length), to }
  }
  return {
    earlier: since > first ? within(since - half) : undefined,
    later: until < now ? within(since + half) : undefined,
    closer:
      length >= 4 * least ? { from: middle - Math.floor(half / 2), to: middle + Math.floor(half / 2) } : undefined,
    wider: since > first || until < now ? widened(middle, length, first, now) : undefined,
  }
}

function widened(middle: number, length: number, first: number, now: number): RangeQuery {
  const [from, to] = [Math.max(Math.min(first, middle - length), middle - length), Math.min(now, middle + length)]
  return from <= first && to >= now ? { span: 'all' } : { from: Math.max(0, from), to }
}

/** Returns the path of a page with a range, and the sensor that it is compared with. */
export function pathWith(path: string, range: RangeQuery, other?: string): string {
  const query = new URLSearchParams(
    Object.entries(range).map(([name, value]): [string, string] => [name, String(value)]),
  )
  if (other) query.set('with', other)
  return `${path}?${query}`
}

/** Returns the query of a range. */
export const queryOf = ({ span, since, until }: Range): RangeQuery =>
  span ? { span } : { from: since ?? 0, to: until }
