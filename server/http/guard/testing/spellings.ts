/**
 * The ways in which a client can spell the same address, or one that a careless reader takes for the same. `path` is
 * the plain form, without a query.
 */
export function spellingsOf(path: string, origin: string): string[] {
  const letters = path.split("");
  const spelled = (change: (letter: string, at: number) => string): string => letters.map(change).join("");
  const oneEncoded = letters.map((_, at) =>
    spelled((letter, here) => (here === at ? encoded(letter) : letter)),
  );
  const [, first = "", ...rest] = path.split("/");
  const below = `/${rest.join("/")}`;
  return [
    ...new Set([
      path,
      ...oneEncoded,
      spelled(encoded),
      spelled((letter) => encoded(letter).toLowerCase()),
      spelled((letter, at) => (at === 0 ? letter : encoded(letter))),
      // Encoded twice, and three times.
      spelled((letter, at) => (at === 1 ? `%25${encoded(letter).slice(1)}` : letter)),
      spelled((letter, at) => (at === 1 ? `%2525${encoded(letter).slice(1)}` : letter)),
      // Longer than UTF-8 allows, and by IIS's own way.
      spelled((letter, at) => (at === 1 ? "%c1%a1" : letter)),
      spelled((letter, at) => (at === 1 ? `%u00${encoded(letter).slice(1)}` : letter)),
      // Letters that normalise to ASCII, and that lower-case to it.
      spelled((letter) => (/[a-z]/.test(letter) ? encodeURIComponent(fullWidth(letter)) : letter)),
      path.replace("i", encodeURIComponent("ı")).replace("k", encodeURIComponent("\u212a")),
      `/${path}`,
      `//${path}`,
      path.replaceAll("/", "//"),
      `/.${path}`,
      `/x/..${path}`,
      `/x/%2e%2e${path}`,
      `/%2e%2e${path}`,
      `/healthz/..${path}`,
      `/assets/..${path}`,
      `/assets/..%2f${path.slice(1)}`,
      `/sign-in/..${path}`,
      `/${first}/.${below}`,
      `/${first}/x/..${below}`,
      `/${first};x=1${below}`,
      `/${first}%3bx${below}`,
      `/${first}\\${below.slice(1)}`,
      `/${first}%5c${below.slice(1)}`,
      `/${first}%2f${below.slice(1)}`,
      `\\${path.slice(1)}`,
      `${path}/`,
      `${path}//`,
      `${path}.`,
      `${path};`,
      `${path};.css`,
      `${path}/.css`,
      `${path}%00`,
      `${path}%00.css`,
      `${path}%20`,
      `${path}%2f`,
      `${path}%3f`,
      `${path}%23`,
      `${path}?`,
      `${path}?x=/healthz`,
      `${path}#x`,
      `${path}.json`,
      path.toUpperCase(),
      `/${first.toUpperCase()}${below}`,
      spelled((letter, at) => (at % 2 ? letter.toUpperCase() : letter)),
      path.slice(1),
      `${origin}${path}`,
      `${origin.toUpperCase()}${path}`,
      `http://elsewhere.example${path}`,
      `https://elsewhere.example${path}`,
      `http://user:word@elsewhere.example${path}`,
      `http:${path}`,
      `http:/${path}`,
      `//elsewhere.example${path}`,
      `*${path}`,
    ]),
  ];
}

const encoded = (letter: string): string =>
  `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

const fullWidth = (letter: string): string => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0);
