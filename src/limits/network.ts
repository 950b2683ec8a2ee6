/** The network that an address belongs to: what tells one household from another. */
import ipaddr from 'ipaddr.js'

/** Returns the first 24 bits of an IPv4 address, or 56 of an IPv6 one. A household has many addresses, and a guesser too. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  const bits = parsed.kind() === 'ipv4' ? 24 : 56
  const network = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${network.networkAddressFromCIDR(`${parsed.toString()}/${bits}`).toString()}/${bits}`
}
