import t from 'tap'
import { networkOf } from '../../src/limits/network.ts'

t.test('the network of an address', async t => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.0/24'],
    ['2001:db8:1:2ff::9', '2001:db8:1:200::/56'],
    ['2001:DB8:1:2FF:0:0:0:9', '2001:db8:1:200::/56'],
    ['::1', '::/56'],
    ['fe80::1%eth0', 'fe80::/56'],
    ['', 'unknown'],
    ['somewhere', 'unknown'],
  ] as const) {
    t.equal(networkOf(address), network, address)
  }
})
