import { networksOf } from "../guard/addressGroup.ts";

interface Network {
  connections: number;
  parts: Map<string, Network>;
}

const empty = (): Network => ({ connections: 0, parts: new Map() });

/** How many connections come from each network and from each of its parts. Addresses are those of addressGroup.ts. */
export class Networks {
  readonly #all = empty();

  add(address: string): void {
    let network = this.#all;
    for (const name of networksOf(address)) {
      const part = network.parts.get(name) ?? empty();
      network.parts.set(name, part);
      part.connections += 1;
      network = part;
    }
  }

  remove(address: string): void {
    let network: Network | undefined = this.#all;
    for (const name of networksOf(address)) {
      const part: Network | undefined = network?.parts.get(name);
      if (part && --part.connections === 0) network?.parts.delete(name);
      network = part;
    }
  }

  /**
   * The address with most connections in the part with most of the network with most: whoever has a large network does
   * not pass for many, and is told from others in it by its parts. Null where there is none.
   */
  mostCrowded(): string | null {
    let address: string | null = null;
    for (let network = this.#all; network.parts.size > 0; ) {
      let [most] = network.parts;
      for (const part of network.parts) if (most && part[1].connections > most[1].connections) most = part;
      [address, network] = most as [string, Network];
    }
    return address;
  }
}
