import { expect, it } from "vitest";
import { Networks } from "./Networks.ts";

const from = (...crowds: [address: string, connections: number][]): Networks => {
  const networks = new Networks();
  for (const [address, connections] of crowds)
    for (let count = 0; count < connections; count++) networks.add(address);
  return networks;
};
/** So many /64 networks, one connection each. */
const spread = (prefix: string, count: number): [string, number][] =>
  Array.from({ length: count }, (_, at) => [`${prefix}${at.toString(16).padStart(2, "0")}::/64`, 1]);

it("finds the address with most connections, and nobody where nobody is", () => {
  expect(new Networks().mostCrowded()).toBeNull();
  expect(from(["192.0.2.1", 2], ["2001:db8:1:1::/64", 3], ["192.0.2.2", 1]).mostCrowded()).toBe(
    "2001:db8:1:1::/64",
  );
});

it("takes a network for one crowd, however many addresses its owner uses", () => {
  const networks = from(["192.0.2.1", 20], ["2001:db8:1:1::/64", 20], ...spread("2001:db8:bad:1", 100));
  expect(networks.mostCrowded()).toMatch(/^2001:db8:bad:/);
});

it("tells a crowd from others in its network of 48 bits by the parts of it", () => {
  const networks = from(["2001:db8:1:ff01::/64", 20], ["192.0.2.1", 30], ...spread("2001:db8:1:1", 100));
  expect(networks.mostCrowded()).toMatch(/^2001:db8:1:1..::/);
});

it("counts no more who went", () => {
  const networks = from(["192.0.2.1", 2], ["192.0.2.2", 1]);
  networks.remove("192.0.2.1");
  networks.remove("192.0.2.1");
  expect(networks.mostCrowded()).toBe("192.0.2.2");
  networks.remove("192.0.2.2");
  expect(networks.mostCrowded()).toBeNull();
});
