/** The settings of where the service listens and is reached. */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Checked, Mistakes, Setting, Values } from './setting.ts'

/** Where the service listens, and where people reach it. */
export const listeningSettings = {
  HOST: {
    type: 'string',
    pattern: '^([\\w.-]+|[\\da-fA-F.:]+(%\\w+)?)$',
    default: '127.0.0.1',
    description: 'the address to listen on; `0.0.0.0` for all of them',
    expected: 'an IP address of this machine, or a name that leads to one, without a port',
  },
  PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    default: 3000,
    description: 'the port to listen on, 0 to 65535; 0 takes a free one',
    expected: 'a whole number from 0 to 65535',
  },
  INTERNAL_SECRET: {
    type: 'string',
    // Only characters that a header can contain.
    pattern: '^[!-+.-~-]{32,}(, *[!-+.-~-]{32,})*$',
    description:
      'opens the internal calls to whoever sends it as `X-Internal-Secret`: 32 characters or more, ASCII, no spaces or commas; several with commas between them while one replaces another; without it these calls do not exist',
    expected:
      'at least 32 ASCII characters without spaces and commas; or several such secrets with commas between them',
  },
  INTERNAL_PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    description:
      'a port that serves the internal calls and nothing else, so that `PORT` does not serve them; 0 takes a free one',
    expected: 'a whole number from 0 to 65535',
  },
  METRICS_PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    description:
      'a port that serves `/metrics` and nothing else, to whoever reaches it; 0 takes a free one; without it they are read with the internal secret only',
    expected: 'a whole number from 0 to 65535',
  },
  PUBLIC_URL: {
    type: 'string',
    pattern: '^https?://[^/\\s?#@]+/?$',
    description:
      'where people reach the service, as `https://sensors.example.com`; links in emails lead there, and programs sign it; needed to send mail, else it is where it listens',
    expected: 'an address without path, query or password, as https://sensors.example.com',
  },
  TRUST_PROXY: {
    type: 'string',
    default: 'off',
    description:
      'the proxies whose `X-Forwarded-For` is believed: `off`, `loopback`, `uniquelocal`, or addresses and networks with commas',
    expected: 'off, loopback, uniquelocal, or IP addresses and networks separated by commas',
  },
} as const satisfies Record<string, Setting>

/** Checks what no pattern can express: ports that differ, proxies, and secrets of the internal port. */
export function checkListening(
  data: Values,
  { INTERNAL_PORT, INTERNAL_SECRET }: Partial<Checked<typeof listeningSettings>>,
  mistakes: Mistakes,
) {
  const { PUBLIC_URL, TRUST_PROXY } = data
  if (PUBLIC_URL && !URL.canParse(PUBLIC_URL)) mistakes.invalid('PUBLIC_URL', listeningSettings.PUBLIC_URL)
  if (TRUST_PROXY && !areProxies(TRUST_PROXY)) mistakes.invalid('TRUST_PROXY', listeningSettings.TRUST_PROXY)
  checkPorts(data, mistakes)
  if (INTERNAL_PORT !== undefined && !INTERNAL_SECRET) {
    mistakes.add('INTERNAL_PORT is set, but there are no internal calls without INTERNAL_SECRET. Set it too.')
  }
}

function checkPorts(data: Values, mistakes: Mistakes) {
  const { PORT = String(listeningSettings.PORT.default), METRICS_PORT, INTERNAL_PORT } = data
  const ports = Object.entries({ PORT, METRICS_PORT, INTERNAL_PORT }).filter(([, port]) => Number(port) > 0)
  for (const [index, [name, port]] of ports.entries()) {
    const same = ports.slice(0, index).find(([, other]) => Number(other) === Number(port))
    if (same) mistakes.add(`${name} and ${same[0]} are the same. Set ${name} to another port.`)
  }
}

function areProxies(text: string): boolean {
  return text.split(',').every(item => {
    const [address = '', bits] = item.trim().split('/')
    if (bits === undefined) return /^(off|loopback|linklocal|uniquelocal)$/.test(address) || isIP(address) > 0
    return isIP(address) > 0 && ipaddr.isValidCIDR(item.trim())
  })
}
