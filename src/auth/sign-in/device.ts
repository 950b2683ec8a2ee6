/** Names what a request came from in a few plain words, from its user agent. */
import bowser from 'bowser'
import { unknownDevice } from '../../people/device-name.ts'

/** Browsers send at most about 300 characters; the rest would only cost time. */
const mostRead = 500

/** Apps whose agents say little; the first rule that fits counts. Ruuvi's app for Android has the agent of its library. */
const apps = [
  { test: /^ruuvi.?(%20)?station.*(cfnetwork|darwin|ios)/i, device: 'Ruuvi Station on iOS' },
  { test: /^ruuvi.?(%20)?station.*(android|okhttp)/i, device: 'Ruuvi Station on Android' },
  { test: /^ruuvi.?(%20)?station/i, device: 'Ruuvi Station' },
  { test: /^okhttp\//i, device: 'App on Android' },
]

/**
 * Names a device, like "Firefox on Windows". Contains no version, so an update is no new device, and nothing that a
 * mail program would make a link of.
 */
export function deviceOf(userAgent: string | undefined): string {
  const agent = (userAgent ?? '').slice(0, mostRead)
  const rule = apps.find(({ test }) => test.test(agent))
  if (rule) return rule.device
  // Programs begin with their own name; browsers all say that they are Mozilla.
  const [, program] = /^([a-z][a-z0-9_-]{0,29})(?=[/ .]|$)/i.exec(agent) ?? []
  if (program && program.toLowerCase() !== 'mozilla') return /cfnetwork/i.test(agent) ? `${program} on Apple` : program
  return browserIn(agent) ?? unknownDevice
}

function browserIn(agent: string): string | undefined {
  if (agent === '') return undefined
  const { browser, os } = bowser.parse(agent)
  const [name, system] = [browser.name, os.name].map(text => (text ? clean(text) : undefined))
  if (name && system) return `${name} on ${system}`
  return system ? `Browser on ${system}` : undefined
}

/** For agents it does not know, the library returns a piece of them. */
const clean = (text: string) => /^[\w -]+/.exec(text)?.[0].trim().slice(0, 30) || undefined
