// How a load generator that knows y-websocket's protocol gets into Foureyes: who signs in, which articles there are,
// and what its frames beyond that protocol say. A harness of one's own can import it as it is.
import * as decoding from "lib0/decoding";

const messageAck = 100;

/** Signs in as the admin of the environment (or as told) and, the first time, makes articles to write in. */
export async function prepare({ origin, first, articles, email, password }) {
  const headers = { "content-type": "application/json", origin };
  const post = async (path, body) => {
    const answer = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const session = await post("/api/auth/sign-in/email", {
    email: email ?? process.env.ADMIN_EMAIL,
    password: password ?? process.env.ADMIN_PASSWORD,
  });
  const cookies = session.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const cookie = cookies.join("; ");
  headers.cookie = cookie;
  const known = { headers: [{ cookie, origin }] };
  if (!first) return known;
  const docs = [];
  const wanted = articles ?? Number(process.env.BENCH_ARTICLES ?? 1_200);
  while (docs.length < wanted) {
    const some = Array.from({ length: Math.min(8, wanted - docs.length) }, () => post("/api/articles", {}));
    for (const answer of await Promise.all(some)) docs.push((await answer.json()).id);
  }
  return { ...known, docs };
}

/** How many more updates of that client a frame says are stored; `client` is the harness's own object. */
export function ack(client, type, body) {
  if (type !== messageAck) return 0;
  const settled = decoding.readVarUint(decoding.createDecoder(body));
  const before = client.settled ?? 0;
  client.settled = settled;
  return settled - before;
}

export default { acks: true, ack, prepare };
