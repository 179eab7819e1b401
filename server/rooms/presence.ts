import * as encoding from "lib0/encoding";
import { ByteReader, MalformedBytes } from "./byteReader.ts";

/** Presence of one tab, as the others see it. */
interface Present<Owner> {
  owner: Owner;
  /** As sent on; grows even when a tab comes back with an older one. */
  clock: number;
  /** Added to the clocks of the tab. */
  ahead: number;
  /** As received; `user` is written over it when it goes out. */
  state: Uint8Array;
}

export interface PresenceOwner {
  person: { id: string; name: string };
  /** The id that this connection speaks for; null before it first did. */
  presenceId: number | null;
  /** Of two people who speak for one id, the one who may write has it. */
  mayWrite: boolean;
}

interface Said {
  clientId: number;
  clock: number;
  state: Uint8Array;
}

const absent = "null";
/** Lists and objects in each other. Pages have three; thousands, which take a few kilobytes, exhaust the stack. */
const maxNesting = 16;
const maxDeparted = 1_000;
/** Clients in one message: stock ones repeat all they know. */
const maxSaid = 5_000;

/**
 * Who is in an article, and where. A connection speaks for one Yjs client id, its own; what it says about others is
 * ignored, because stock clients repeat all they hear. Kept as bytes: only what goes out is ever parsed.
 */
export class Presence<Owner extends PresenceOwner> {
  readonly #present = new Map<number, Present<Owner>>();
  /** Clocks of those who left, so that a tab that comes back is newer than its own farewell. */
  readonly #departed = new Map<number, number>();
  readonly #changed = new Set<number>();
  /** Everybody as told last; null when that is not so any more. */
  #everybody: Uint8Array | null = null;
  readonly #mayClaim: (clientId: number, owner: Owner) => boolean;
  readonly #maxStateBytes: (owner: Owner) => number;

  constructor(options: {
    maxStateBytes: (owner: Owner) => number;
    mayClaim: (clientId: number, owner: Owner) => boolean;
  }) {
    this.#mayClaim = options.mayClaim;
    this.#maxStateBytes = options.maxStateBytes;
  }

  get changed(): boolean {
    return this.#changed.size > 0;
  }

  /** The id belongs to that person now: nobody else goes on under it. */
  bound(clientId: number, personId: string): void {
    const owner = this.#present.get(clientId)?.owner;
    if (owner && owner.person.id !== personId) this.#giveUp(clientId, owner);
  }

  /** Takes in what a connection says. Throws `MalformedBytes`. */
  hear(owner: Owner, body: Uint8Array): void {
    for (const said of readAwareness(body)) {
      const { state } = said;
      if (state.length > this.#maxStateBytes(owner) || nestsTooDeeply(state)) continue;
      if (!this.#isOwn(owner, said)) continue;
      this.#accept(owner, said);
    }
  }

  leave(owner: Owner): void {
    const id = owner.presenceId;
    if (id !== null && this.#present.get(id)?.owner === owner) this.#depart(id);
  }

  /**
   * What changed since the last call, as an awareness update; null for nothing. `only`: whose it all is, if one's. `said`:
   * who says so much in it.
   */
  takeChanges(): { update: Uint8Array; only: Owner | null; said: { owner: Owner; bytes: number }[] } | null {
    if (this.#changed.size === 0) return null;
    const ids = [...this.#changed];
    this.#changed.clear();
    const present = ids.map((id) => this.#present.get(id));
    const owners = new Set(present.map((each) => each?.owner ?? null));
    const [first] = owners;
    const said = present.flatMap((each) => (each ? [{ owner: each.owner, bytes: each.state.length }] : []));
    return { update: this.#encode(ids), only: owners.size === 1 ? (first ?? null) : null, said };
  }

  /** Everybody, for a newcomer; null when nobody is here. The same bytes until somebody changes. */
  everybody(): Uint8Array | null {
    if (this.#present.size === 0) return null;
    return (this.#everybody ??= this.#encode([...this.#present.keys()]));
  }

  /** A person was renamed: says so at the next round. */
  renamed(owner: Owner): void {
    const id = owner.presenceId;
    const present = id === null ? undefined : this.#present.get(id);
    if (id === null || present?.owner !== owner) return;
    present.clock++;
    present.ahead++;
    this.#note(id);
  }

  #note(clientId: number): void {
    this.#changed.add(clientId);
    this.#everybody = null;
  }

  #isOwn(owner: Owner, { clientId, state }: Said): boolean {
    if (owner.presenceId !== null && owner.presenceId !== clientId) return false;
    if (isAbsent(state)) return owner.presenceId === clientId;
    const holder = this.#present.get(clientId)?.owner;
    const foreign = holder !== undefined && holder.person.id !== owner.person.id;
    if ((foreign && !owner.mayWrite) || !this.#mayClaim(clientId, owner)) {
      if (owner.presenceId === clientId && holder === owner) this.#giveUp(clientId, owner);
      return false;
    }
    if (foreign) holder.presenceId = null;
    owner.presenceId = clientId;
    return true;
  }

  #giveUp(clientId: number, owner: Owner): void {
    this.#depart(clientId);
    owner.presenceId = null;
  }

  #accept(owner: Owner, { clientId, clock, state }: Said): void {
    const present = this.#present.get(clientId);
    if (isAbsent(state)) {
      if (present?.owner === owner) this.#depart(clientId);
      return;
    }
    if (present?.owner === owner) {
      if (clock + present.ahead <= present.clock) return;
      present.clock = clock + present.ahead;
      // Own bytes: what was received shares its memory with what else came.
      present.state = state.slice();
    } else {
      // Stock clients overlook a first state of clock 0.
      const last = present?.clock ?? this.#departed.get(clientId) ?? 0;
      const ahead = Math.max(0, last + 1 - clock);
      this.#departed.delete(clientId);
      this.#present.set(clientId, { owner, clock: clock + ahead, ahead, state: state.slice() });
    }
    this.#note(clientId);
  }

  #depart(clientId: number): void {
    const present = this.#present.get(clientId);
    if (!present) return;
    this.#present.delete(clientId);
    if (this.#departed.size >= maxDeparted)
      this.#departed.delete(this.#departed.keys().next().value as number);
    this.#departed.set(clientId, present.clock + 1);
    this.#note(clientId);
  }

  #encode(ids: readonly number[]): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, ids.length);
      for (const id of ids) {
        const present = this.#present.get(id);
        encoding.writeVarUint(encoder, id);
        encoding.writeVarUint(encoder, present?.clock ?? this.#departed.get(id) ?? 0);
        encoding.writeVarString(encoder, present ? named(present) : absent);
      }
    });
  }
}

/** The state with the person of the session in it, whatever the client said. */
function named({ state, owner }: Present<PresenceOwner>): string {
  const { id, name } = owner.person;
  const user = { id, name };
  try {
    const said: unknown = JSON.parse(Buffer.from(state.buffer, state.byteOffset, state.length).toString());
    return JSON.stringify({ ...(typeof said === "object" && !Array.isArray(said) ? said : null), user });
  } catch {
    return JSON.stringify({ user });
  }
}

/** Whether a state, which is JSON or nothing, has lists and objects in each other beyond `maxNesting`. */
function nestsTooDeeply(state: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < state.length; at++) {
    const byte = state[at];
    if (inText && byte === 0x5c) at++;
    else if (byte === 0x22) inText = !inText;
    else if (!inText && (byte === 0x5b || byte === 0x7b)) depth++;
    else if (!inText && (byte === 0x5d || byte === 0x7d)) depth--;
    if (depth > maxNesting) return true;
  }
  return false;
}

const isAbsent = (state: Uint8Array): boolean =>
  state.length === absent.length &&
  Buffer.from(state.buffer, state.byteOffset, state.length).toString() === absent;

/** Throws `MalformedBytes` before it yields anything when the body names more people than can be in one article. */
function* readAwareness(body: Uint8Array): Generator<Said> {
  const reader = new ByteReader(body);
  const count = reader.varUint();
  if (count > maxSaid) throw new MalformedBytes("presence of too many");
  for (let left = count; left > 0; left--)
    yield { clientId: reader.varUint(), clock: reader.varUint(), state: reader.varBytes() };
}
