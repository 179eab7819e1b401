import { isIPv6 } from "node:net";

/**
 * What counts as one address: an IPv4 address, also one written as IPv6, or the /64 network of an IPv6 address, which
 * is the least that one customer gets (RFC 6177) and in which everybody may take as many addresses as they like.
 */
export function addressGroup(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1] as string;
  const [address = ""] = ip.split("%");
  if (!isIPv6(address)) return ip;
  // The last 32 bits may be written as IPv4; they do not matter here, only that they are two groups.
  const [head = "", tail] = address.replace(/\d+\.\d+\.\d+\.\d+$/, "0:0").split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const after = tail === "" ? [] : tail.split(":");
    while (groups.length + after.length < 8) groups.push("0");
    groups.push(...after);
  }
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/**
 * The networks in which an address of `addressGroup` lies, the largest first and itself last: of IPv6 the /48 that a
 * customer of a provider may have whole and the /56 that most have (RFC 6177, RIPE-690).
 */
export function networksOf(address: string): readonly string[] {
  const [, customer, subnet] = /^(.+):([^:]+)::\/64$/.exec(address) ?? [];
  if (customer === undefined || subnet === undefined) return [address];
  return [`${customer}::/48`, `${customer}:${subnet.padStart(4, "0").slice(0, 2)}00::/56`, address];
}
