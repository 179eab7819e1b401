import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { FairQueue, type QueueLimits } from "../../FairQueue.ts";
import { addressGroup } from "../../http/guard/addressGroup.ts";
import { TokenBuckets } from "../../TokenBuckets.ts";
import { DeviceCookies } from "./DeviceCookies.ts";
import { FailureLimit } from "./FailureLimit.ts";
import { type Comer, gateLimits, PasswordGate } from "./PasswordGate.ts";

describe("addresses that count as one", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8::5:6:7:8:9", "2001:db8:0:5::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
  ])("%s is %s", (ip, group) => {
    expect(addressGroup(ip)).toBe(group);
  });
});

describe("a fair queue", () => {
  /** Jobs that end when they are told to; `begun` names them in the order in which they began. */
  function line(limits: QueueLimits = { waiting: 6, waitingOfOne: 4, waitMs: 60_000 }) {
    const queue = new FairQueue(limits);
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const refused: string[] = [];
    const come = (key: string, name: string, signal?: AbortSignal) =>
      queue
        .run(
          key,
          () => {
            begun.push(name);
            return new Promise<void>((resolve) => ends.push(resolve));
          },
          signal,
        )
        .then(({ code }) => {
          if (code !== "done") refused.push(`${name} ${code}`);
        });
    /** Lets what is due happen; then ends the job that runs, until none does. */
    const endAll = async () => {
      await setImmediate();
      for (let end = ends.shift(); end; end = ends.shift()) {
        end();
        await setImmediate();
      }
    };
    return { come, begun, refused, endAll };
  }

  it("runs one at a time, the keys by turns", async () => {
    const { come, begun, endAll } = line();
    const all = ["a1", "a2", "a3", "b1", "c1", "b2"].map((name) => come(name.charAt(0), name));
    await setImmediate();
    expect(begun).toEqual(["a1"]);
    await endAll();
    await Promise.all(all);
    expect(begun).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
  });

  it("runs so many at once, and so many of a key, the others before its next", async () => {
    const limits = { waiting: 6, waitingOfOne: 4, waitMs: 60_000, atOnce: 3, atOnceOfOne: 2 };
    const { come, begun, endAll } = line(limits);
    const all = ["a1", "a2", "a3", "a4", "b1", "c1", "b2"].map((name) => come(name.charAt(0), name));
    await setImmediate();
    expect(begun).toEqual(["a1", "a2", "b1"]);
    await endAll();
    await Promise.all(all);
    expect(begun).toEqual(["a1", "a2", "b1", "a3", "c1", "b2", "a4"]);
  });

  it("takes so many of a key, and so many in all, at the cost of whom most are", async () => {
    const { come, begun, refused, endAll } = line();
    const names = ["a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2", "c1", "c2", "d1", "e1", "f1", "g1"];
    const all = names.map((name) => come(name.charAt(0), name));
    await endAll();
    await Promise.all(all);
    expect(refused.toSorted()).toEqual([
      "a3 crowded",
      "a4 crowded",
      "a5 crowded",
      "a6 crowded",
      "b2 crowded",
      "c2 crowded",
      "g1 full",
    ]);
    expect(begun).toEqual(["a1", "a2", "b1", "c1", "d1", "e1", "f1"]);
  });

  it("gives up whoever hung up or waited too long", async () => {
    const { come, begun, refused, endAll } = line({ waiting: 6, waitingOfOne: 4, waitMs: 1 });
    const hungUp = new AbortController();
    const all = [come("a", "a1"), come("a", "a2", hungUp.signal)];
    hungUp.abort();
    all.push(come("b", "b1"));
    await expect.poll(() => refused).toEqual(["a2 full", "b1 full"]);
    await endAll();
    await Promise.all(all);
    expect(begun).toEqual(["a1"]);
  });

  it("goes on after a job that failed", async () => {
    const queue = new FairQueue({ waiting: 6, waitingOfOne: 4, waitMs: 60_000 });
    const failed = queue.run("a", () => Promise.reject(new Error("the disk")));
    const next = queue.run("a", () => Promise.resolve(1));
    await expect(failed).rejects.toThrow("the disk");
    expect(await next).toEqual({ code: "done", value: 1 });
  });
});

describe("limits by a steady clock", () => {
  it("let a key go ahead again when its window is over", () => {
    let now = 0;
    const limit = new FailureLimit({ max: 2, windowMs: 10_000, keys: 2 }, () => now);
    limit.count("a");
    now = 4_000;
    limit.count("a");
    expect(limit.waitSeconds("a")).toBe(6);
    now = 10_000;
    expect(limit.waitSeconds("a")).toBe(0);
    limit.count("a");
    expect(limit.waitSeconds("a")).toBe(0);
  });

  it("forget the oldest of too many keys", () => {
    const limit = new FailureLimit({ max: 1, windowMs: 10_000, keys: 2 }, () => 0);
    for (const key of ["a", "b", "c"]) limit.count(key);
    expect(["a", "b", "c"].map((key) => limit.waitSeconds(key) > 0)).toEqual([false, true, true]);
  });

  it("give tokens at once and then by and by", () => {
    let now = 0;
    const buckets = new TokenBuckets({ burst: 2, perSecond: 0.5, keys: 2 }, () => now);
    expect([buckets.take("a"), buckets.take("a"), buckets.take("a")]).toEqual([0, 0, 2]);
    now = 1_000;
    expect([buckets.take("a"), buckets.take("b")]).toEqual([1, 0]);
    now = 2_000;
    expect([buckets.take("a"), buckets.take("a")]).toEqual([0, 2]);
    now = 1_000_000;
    expect([buckets.take("a"), buckets.take("a"), buckets.take("a")]).toEqual([0, 0, 2]);
  });
});

describe("the gate", () => {
  const signIn = {
    door: "sign-in",
    address: "192.0.2.1",
    email: "ada@example.org",
    passwordVersion: "one",
    device: null,
  } as const;
  const judged = (guess: "right" | "wrong" | "none") => () => Promise.resolve({ guess, value: null });

  it("forgets failures with a success, and counts none when the server fails", async () => {
    let now = 0;
    const gate = new PasswordGate(gateLimits, () => now);
    const tries = async (guess: "right" | "wrong" | "none") => (await gate.pass(signIn, judged(guess))).code;
    for (let i = 0; i < 9; i++) expect(await tries("wrong")).toBe("done");
    for (let i = 0; i < 5; i++)
      await expect(gate.pass(signIn, () => Promise.reject(new Error("the disk")))).rejects.toThrow();
    expect(await tries("none")).toBe("done");
    expect(await tries("wrong")).toBe("done");
    expect(await tries("wrong")).toBe("refused");
    now = 300_000;
    for (let i = 0; i < 9; i++) expect(await tries("wrong")).toBe("done");
    expect(await tries("right")).toBe("done");
    for (let i = 0; i < 10; i++) expect(await tries("wrong")).toBe("done");
    expect(await gate.pass(signIn, judged("right"))).toEqual({
      code: "refused",
      reason: "wrong-passwords",
      waitSeconds: 300,
    });
  });

  it("takes the typos of whoever then succeeds off what their address may", async () => {
    const gate = new PasswordGate(gateLimits, () => 0);
    for (let i = 0; i < 100; i++) {
      const person = { ...signIn, email: `p${i}@example.org` };
      for (let typo = 0; typo < 3; typo++)
        expect((await gate.pass(person, judged("wrong"))).code).toBe("done");
      expect((await gate.pass(person, judged("right"))).code).toBe("done");
      // Each try took a token, too.
      if (i === 70) break;
    }
    const another = { ...signIn, email: "another@example.org" };
    expect((await gate.pass(another, judged("right"))).code).toBe("done");
  });

  it("keeps what an address failed at, though it has an account of its own to succeed with", async () => {
    const gate = new PasswordGate(gateLimits, () => 0);
    for (let i = 0; i < 60; i++) {
      await gate.pass({ ...signIn, email: `p${i}@example.org` }, judged("wrong"));
      if (i % 5 === 0) await gate.pass(signIn, judged("right"));
    }
    expect((await gate.pass(signIn, judged("right"))).code).toBe("refused");
  });

  it("lets an address try so many times only, right or wrong", async () => {
    let now = 0;
    const gate = new PasswordGate(gateLimits, () => now);
    const { burst } = gateLimits.tries;
    for (let i = 0; i < burst; i++) expect((await gate.pass(signIn, judged("right"))).code).toBe("done");
    expect(await gate.pass(signIn, judged("right"))).toMatchObject({
      reason: "too-many-tries",
      waitSeconds: 1,
    });
    now = 1_000;
    expect((await gate.pass(signIn, judged("right"))).code).toBe("done");
  });
});

describe("the queues of the gate", () => {
  /** A gate whose jobs end one after the other from `end` on; `begun` names them in the order in which they began. */
  function busyGate() {
    const gate = new PasswordGate();
    const begun: string[] = [];
    const refused: string[] = [];
    const ends: (() => void)[] = [];
    const come = (name: string, comer: Comer): Promise<unknown> =>
      gate
        .pass(comer, async () => {
          begun.push(name);
          await new Promise<void>((resolve) => ends.push(resolve));
          return { guess: "right", value: null };
        })
        .then((outcome) => {
          if (outcome.code === "refused") refused.push(`${name} ${outcome.reason}`);
        });
    const end = async (): Promise<void> => {
      await setImmediate();
      for (let next = ends.shift(); next; next = ends.shift()) {
        next();
        await setImmediate();
      }
    };
    return { come, begun, refused, end };
  }
  const stranger = (address: string, email = "ada@example.org"): Comer => ({
    door: "sign-in",
    address,
    email,
    passwordVersion: "one",
    device: null,
  });
  const member = (email: string, device: string): Comer => ({
    door: "sign-in",
    address: "192.0.2.1",
    email,
    passwordVersion: "one",
    device,
  });

  it("give the browsers of one account one turn together, and those of another account theirs", async () => {
    const { come, begun, refused, end } = busyGate();
    const all = Array.from({ length: 300 }, (_, at) =>
      come(`ada ${at}`, member("ada@example.org", `device ${at}`)),
    );
    all.push(come("ben", member("ben@example.org", "ben's")));
    await end();
    await Promise.all(all);
    expect(begun.indexOf("ben")).toBeGreaterThan(0);
    expect(begun.indexOf("ben")).toBeLessThan(3);
    // One is under way at first, 128 wait.
    expect(refused).toHaveLength(300 - 129);
  });

  it("let a known browser and a change of password in between strangers from however many networks", async () => {
    const { come, begun, refused, end } = busyGate();
    const all = Array.from({ length: 400 }, (_, at) =>
      come(`stranger ${at}`, stranger(`2001:db8:${at.toString(16)}:0::/64`)),
    );
    all.push(come("ben", member("ben@example.org", "ben's")));
    const email = "cleo@example.org";
    all.push(come("cleo", { door: "change-password", address: "2001:db8:0:0::/64", sessionId: "c", email }));
    await end();
    await Promise.all(all);
    expect(refused.filter((each) => !each.startsWith("stranger"))).toEqual([]);
    for (const name of ["ben", "cleo"]) expect(begun.slice(0, 6)).toContain(name);
    expect(begun.slice(0, 6).filter((each) => each.startsWith("stranger"))).toHaveLength(4);
  });

  it("let strangers in between known browsers of however many accounts", async () => {
    const { come, begun, end } = busyGate();
    const all = Array.from({ length: 400 }, (_, at) => come(`${at}`, member(`p${at}@example.org`, `d${at}`)));
    all.push(come("stranger", stranger("192.0.2.2")));
    await end();
    await Promise.all(all);
    expect(begun.slice(0, 3)).toContain("stranger");
  });

  it("give the networks of one IPv6 customer one turn together", async () => {
    const { come, begun, end } = busyGate();
    const all = Array.from({ length: 300 }, (_, at) =>
      come(`flood ${at}`, stranger(`2001:db8:1:${at.toString(16)}::/64`)),
    );
    all.push(come("another", stranger("2001:db8:2:0::/64")));
    await end();
    await Promise.all(all);
    expect(begun.slice(0, 3)).toContain("another");
  });
});

describe("a device's cookie", () => {
  const cookies = new DeviceCookies("secret", { secure: false });
  const ada = { email: "ada@example.org", passwordVersion: "one" };
  const pair = (change: Partial<typeof ada> = {}, nonce: string | null = null) =>
    cookies.setCookie({ ...ada, ...change }, nonce).split(";")[0] as string;

  it("is known again for its account among other cookies, and keeps its nonce", () => {
    const own = pair();
    const nonce = cookies.nonce(`a=b; ${own}; c=d`, ada);
    expect(nonce).toMatch(/^[\w-]{22}$/);
    expect(pair({}, nonce)).toBe(own);
  });

  it.each([
    ["no cookie", undefined],
    ["another account's", pair({ email: "ben@example.org" })],
    ["an earlier password's", pair({ passwordVersion: "none" })],
    ["another server's", new DeviceCookies("other", { secure: false }).setCookie(ada, null)],
    ["a made-up one", "foureyes.device=x.y"],
    ["an empty one", "foureyes.device="],
    ["another nonce", pair().replace("device=", "device=x")],
    ["a signature that goes on", `${pair()}=`],
    ["one after another of its name", `foureyes.device=x.y; ${pair()}`],
  ])("is not taken: %s", (_, header) => {
    expect(cookies.nonce(header, ada)).toBeNull();
  });
});
