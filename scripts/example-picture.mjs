// Draws the picture of the example article: a lake before mountains at dusk. The same picture on every run.
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const width = 1920;
const height = 1080;
const shore = 690;
const target = fileURLToPath(new URL("../server/examples/lake.jpg", import.meta.url));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A mountain ridge by midpoint displacement: points from the left edge to the right. */
function ridge({ seed, base, peaks, roughness }) {
  const next = numbers(seed);
  let points = peaks.map(([x, y]) => [x * width, base - y]);
  for (let round = 0; round < 7; round++) {
    const finer = [points[0]];
    for (let i = 1; i < points.length; i++) {
      const [ax, ay] = points[i - 1];
      const [bx, by] = points[i];
      const shift = (next() - 0.5) * (bx - ax) * roughness;
      finer.push([(ax + bx) / 2, (ay + by) / 2 + shift], [bx, by]);
    }
    points = finer;
  }
  return points;
}

const path = (points, bottom) =>
  `M0,${bottom} ${points.map(([x, y]) => `L${x.toFixed(1)},${Math.min(y, bottom).toFixed(1)}`).join(" ")} L${width},${bottom} Z`;

const layers = [
  {
    fill: "url(#far)",
    seed: 11,
    base: shore,
    roughness: 0.5,
    peaks: [
      [0, 210],
      [0.12, 300],
      [0.24, 235],
      [0.38, 395],
      [0.5, 270],
      [0.63, 345],
      [0.78, 230],
      [0.9, 300],
      [1, 240],
    ],
  },
  {
    fill: "url(#middle)",
    seed: 23,
    base: shore,
    roughness: 0.42,
    peaks: [
      [0, 250],
      [0.1, 190],
      [0.22, 120],
      [0.36, 165],
      [0.52, 90],
      [0.68, 175],
      [0.84, 290],
      [1, 340],
    ],
  },
  {
    fill: "url(#near)",
    seed: 37,
    base: shore,
    roughness: 0.3,
    peaks: [
      [0, 120],
      [0.14, 78],
      [0.3, 26],
      [0.5, 6],
      [0.66, 20],
      [0.82, 82],
      [1, 150],
    ],
  },
];
const drawn = layers.map((layer) => `<path fill="${layer.fill}" d="${path(ridge(layer), shore)}"/>`).join("");

/** A row of firs along the lower left, dark before the water. */
function firs() {
  const next = numbers(5);
  let out = "";
  for (let x = -20; x < 520; x += 13 + next() * 16) {
    const tall = (150 + next() * 110) * (1 - x / 720);
    const foot = 1002 + x * 0.16 + next() * 10;
    let d = "";
    for (let tier = 0; tier < 5; tier++) {
      const top = foot - tall + (tall * tier) / 6.5;
      const low = top + tall / 3.2;
      const half = (tall / 13) * (0.5 + tier * 0.42);
      d += `M${x},${top} L${x + half},${low} L${x - half},${low} Z `;
    }
    out += `<path d="${d}M${x - 3},${foot - 30} h6 V1080 h-6 Z"/>`;
  }
  return `<g fill="#101b2b">${out}<path d="M0,985 C190,985 380,1040 620,1080 L0,1080 Z"/></g>`;
}

/** Broken light on the water, denser towards the horizon. */
function glints() {
  const next = numbers(71);
  let out = "";
  for (let i = 0; i < 230; i++) {
    const depth = next() ** 1.7;
    const y = shore + 8 + depth * 370;
    const spread = 90 + depth * 330;
    const x = 1240 + (next() - 0.5) * 2 * spread;
    const length = 12 + depth * 95 * next();
    out += `<rect x="${(x - length / 2).toFixed(1)}" y="${y.toFixed(1)}" width="${length.toFixed(1)}" height="${(1.2 + depth * 2.6).toFixed(1)}" rx="1.3" opacity="${(0.1 + next() * 0.42).toFixed(2)}"/>`;
  }
  return `<g fill="#ffd9a0">${out}</g>`;
}

const stop = (offset, color, opacity = 1) =>
  `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`;
const vertical = (id, from, to, stops) =>
  `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${from}" y2="${to}">${stops}</linearGradient>`;

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs>
${vertical("sky", 0, shore, stop(0, "#22335a") + stop(0.42, "#6a6391") + stop(0.7, "#d98a7c") + stop(0.88, "#f7bd83") + stop(1, "#fce0b0"))}
${vertical("far", 280, shore, stop(0, "#6c628c") + stop(1, "#b98390"))}
${vertical("middle", 330, shore, stop(0, "#3d4a72") + stop(1, "#6f6284"))}
${vertical("near", 530, shore, stop(0, "#1f2d4a") + stop(1, "#2f3a58"))}
${vertical("water", shore, height, stop(0, "#e9b98f", 0.35) + stop(0.25, "#6b6388", 0.45) + stop(1, "#16233f", 0.88))}
<radialGradient id="sun" gradientUnits="userSpaceOnUse" cx="1240" cy="${shore - 120}" r="520">${stop(0, "#fff1cf", 0.95) + stop(0.18, "#ffd79a", 0.6) + stop(1, "#ffb77a", 0)}</radialGradient>
<radialGradient id="lamp">${stop(0, "#fff6d8") + stop(0.3, "#ffdf96", 0.75) + stop(1, "#ffc870", 0)}</radialGradient>
<filter id="soft" filterUnits="userSpaceOnUse" x="0" y="0" width="${width}" height="${height}"><feGaussianBlur stdDeviation="0 1.6"/></filter>
<filter id="mist" filterUnits="userSpaceOnUse" x="-200" y="0" width="2320" height="${height}"><feGaussianBlur stdDeviation="40 9"/></filter>
</defs>
<g id="land">
<rect width="${width}" height="${shore}" fill="url(#sky)"/>
<rect width="${width}" height="${shore}" fill="url(#sun)"/>
<g fill="#ffe4c4" opacity="0.3" filter="url(#mist)"><rect x="180" y="190" width="560" height="14" rx="7"/><rect x="1060" y="130" width="640" height="12" rx="6"/><rect x="760" y="262" width="420" height="12" rx="6"/></g>
${drawn}
<g filter="url(#mist)" opacity="0.5"><rect x="-60" y="${shore - 22}" width="2040" height="18" fill="#f6cfa6"/></g>
</g>
<g transform="matrix(1 0 0 -0.92 0 ${shore * 1.92})" filter="url(#soft)"><rect width="${width}" height="${shore}" fill="url(#sky)"/><rect width="${width}" height="${shore}" fill="url(#sun)"/>${drawn}</g>
<rect y="${shore}" width="${width}" height="${height - shore}" fill="url(#water)"/>
${glints()}
<g transform="translate(905 800)">
<circle r="70" cx="24" cy="-24" fill="url(#lamp)" opacity="0.9"/>
<path fill="#152238" d="M-92,0 L96,0 C90,22 76,30 60,30 L-66,30 C-80,24 -88,14 -92,0 Z"/>
<path fill="#22324e" d="M-48,0 L-40,-36 L58,-36 L66,0 Z"/>
<g fill="#ffe2a0"><rect x="-32" y="-27" width="20" height="15" rx="2"/><rect x="-3" y="-27" width="20" height="15" rx="2"/><rect x="26" y="-27" width="20" height="15" rx="2"/></g>
<rect x="8" y="-72" width="3" height="38" fill="#152238"/>
<g fill="#ffd58d" opacity="0.5"><rect x="-26" y="42" width="96" height="4" rx="2"/><rect x="-10" y="58" width="70" height="4" rx="2"/><rect x="4" y="76" width="46" height="4" rx="2"/></g>
<path fill="#101b2b" opacity="0.35" d="M-90,32 h190 l-26,14 h-140 Z"/>
</g>
${firs()}
</svg>`;

await sharp(Buffer.from(picture)).jpeg({ quality: 82, mozjpeg: true }).toFile(target);
