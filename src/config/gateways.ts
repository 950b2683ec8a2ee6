/** The settings of which gateways may post, and how often. */
import type { Setting } from './setting.ts'

/** Which gateways may post measurements. */
export const gatewaySettings = {
  GATEWAYS: {
    type: 'string',
    enum: ['listed', 'open'],
    default: 'listed',
    description:
      'which gateways may post measurements: `listed`, those on the white list; or `open`, any, for a network at home',
    expected: 'listed or open',
  },
  GATEWAY_MAX_AGE: {
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    default: 300,
    description: 'how many seconds old a post of a gateway may be, 1 to 86400',
    expected: 'a whole number from 1 to 86400',
  },
  GATEWAY_RATE: {
    type: 'integer',
    minimum: 1,
    maximum: 3600,
    description: 'how many seconds apart Ruuvi Gateways are asked to post, 1 to 3600; by themselves they post every 10',
    expected: 'a whole number from 1 to 3600',
  },
  GATEWAY_TOKEN: {
    type: 'string',
    // Only characters that a header can contain.
    pattern: '^[!-+.-~-]{32,}(, *[!-+.-~-]{32,})*$',
    description:
      'lets gateways post without a signature that send it as the password, token or API key of their custom target: 32 characters or more, ASCII, no spaces or commas; several with commas between them while one replaces another',
    expected: 'at least 32 ASCII characters without spaces and commas; or several such tokens with commas between them',
  },
} as const satisfies Record<string, Setting>
