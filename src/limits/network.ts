/** The network of an IP address, which identifies a household. */
import ipaddr from 'ipaddr.js'

/**
 * Returns the first 24 bits of an IPv4 address, or 56 of an IPv6 one: one household, or one attacker, has many
 * addresses.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  const bits = parsed.kind() === 'ipv4' ? 24 : 56
  const network = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${network.networkAddressFromCIDR(`${parsed.toString()}/${bits}`).toString()}/${bits}`
}
