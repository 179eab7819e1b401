/**
 * ICC profiles (ICC.1:2001-04, version 2) in as few bytes as colour management takes: header, table of tags, tags.
 * Numbers in a profile are big-endian; a colour is relative to the white of D50.
 */
type Xyz = readonly [x: number, y: number, z: number];

const whiteD50: Xyz = [0.9642, 1, 0.8249];

/** Adobe RGB (1998), adapted to D50 as its specification says; gamma 563/256. */
export const adobeRgb = (): Buffer => {
  const gamma = curve(563 / 256);
  return profile("mntr", "RGB ", "XYZ ", {
    wtpt: xyz(whiteD50),
    rXYZ: xyz([0.60974, 0.31111, 0.01947]),
    gXYZ: xyz([0.20528, 0.62567, 0.06087]),
    bXYZ: xyz([0.14919, 0.06322, 0.74457]),
    rTRC: gamma,
    gTRC: gamma,
    bTRC: gamma,
  });
};

/** Grey whose samples are proportional to the light. */
export const linearGrey = (): Buffer =>
  profile("mntr", "GRAY", "XYZ ", { wtpt: xyz(whiteD50), kTRC: curve(1) });

/** A press whose cyan, magenta and yellow inks are all green, as on no other: a green picture was read by this profile. */
export const greenPress = (): Buffer =>
  profile("prtr", "CMYK", "Lab ", { wtpt: xyz(whiteD50), A2B0: greenTable() });

function profile(deviceClass: string, space: string, connection: string, tags: Record<string, Buffer>) {
  const named = { desc: description("Test"), cprt: text("None"), ...tags };
  const table: Buffer[] = [uint32(Object.keys(named).length)];
  const contents: Buffer[] = [];
  let at = 128 + 4 + 12 * Object.keys(named).length;
  for (const [name, content] of Object.entries(named)) {
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    table.push(Buffer.from(name, "latin1"), uint32(at), uint32(content.length));
    contents.push(padded);
    at += padded.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02400000, 8);
  header.write(deviceClass + space + connection, 12, "latin1");
  header.write("acsp", 36, "latin1");
  whiteD50.forEach((value, index) => header.writeInt32BE(fixed(value), 68 + 4 * index));
  return Buffer.concat([header, ...table, ...contents]);
}

const fixed = (value: number): number => Math.round(value * 65_536);
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const tag = (type: string, ...parts: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(type, "latin1"), Buffer.alloc(4), ...parts]);

function xyz(values: Xyz): Buffer {
  const bytes = Buffer.alloc(12);
  values.forEach((value, index) => bytes.writeInt32BE(fixed(value), 4 * index));
  return tag("XYZ ", bytes);
}

/** A power: u8Fixed8Number. */
function curve(gamma: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt32BE(1, 0);
  bytes.writeUInt16BE(Math.round(gamma * 256), 4);
  return tag("curv", bytes);
}

const text = (words: string): Buffer => tag("text", Buffer.from(`${words}\0`, "latin1"));
/** ASCII alone; the Unicode and ScriptCode parts, 4 + 4 and 2 + 1 + 67 bytes, are empty. */
const description = (words: string): Buffer =>
  tag("desc", uint32(words.length + 1), Buffer.from(`${words}\0`, "latin1"), Buffer.alloc(78));

/** `lut8Type` from four channels to Lab, none and all of each ink: white paper, black, everything else green. */
function greenTable(): Buffer {
  const head = Buffer.from([4, 3, 2, 0]);
  const matrix = Buffer.alloc(36);
  for (const diagonal of [0, 16, 32]) matrix.writeInt32BE(fixed(1), diagonal);
  const straight = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const [paper, black, green] = [lab8(100, 0, 0), lab8(0, 0, 0), lab8(50, -60, 50)];
  // Black ink changes fastest.
  const inks = Array.from({ length: 2 ** 4 }, (_, index) =>
    index === 0 ? paper : index % 2 === 1 ? black : green,
  );
  return tag("mft1", head, matrix, ...Array(4).fill(straight), ...inks, ...Array(3).fill(straight));
}

const lab8 = (l: number, a: number, b: number): Buffer =>
  Buffer.from([Math.round(l * 2.55), a + 128, b + 128]);
