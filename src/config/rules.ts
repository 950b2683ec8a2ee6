/** The settings of sharing, operators, limits and the log. */
import type { Setting } from './setting.ts'

/** What people may do. */
export const peopleSettings = {
  ASK_FIRST: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'off',
    description:
      'whether every share waits for the yes of its guest, `on` or `off`; `off`: only where the guest wishes so',
    expected: 'on or off',
  },
  OPERATORS: {
    type: 'string',
    pattern: '^[^<>@\\s,]+@[^<>@\\s,]+(, *[^<>@\\s,]+@[^<>@\\s,]+)*$',
    description:
      'the addresses of those who may allow gateways on the pages, as `you@example.com`, several with commas; an address that is taken out has no rights from the next start on; besides them whoever signs in through the link that the start prints while no mail is set up',
    expected: 'an email address, as you@example.com; or several with commas between them',
  },
} as const satisfies Record<string, Setting>

/** Whether requests are limited, and how much is logged. */
export const limitSettings = {
  RATE_LIMIT: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description: 'limits on requests a minute, by plan and by network, `on` or `off`; `off` for load tests',
    expected: 'on or off',
  },
  LOG_LEVEL: {
    type: 'string',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    description:
      'what is logged: `fatal`, `error`, `warn`, `info`, `debug` (with every SQL statement), `trace` or `silent`',
    expected: 'fatal, error, warn, info, debug, trace or silent',
  },
} as const satisfies Record<string, Setting>
