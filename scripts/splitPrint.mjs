/**
 * Splits a minified style sheet into what screens need and what only paper needs: the rules of `@media print`, and
 * `@page`. Both keep their order; on paper, the rules of `print` come after all others.
 */
export function splitPrint(css) {
  let screen = "";
  let print = "";
  for (let at = 0; at < css.length; ) {
    const end = endOfRule(css, at);
    const rule = css.slice(at, end);
    const inside = /^@media print\s*\{(.*)\}$/s.exec(rule);
    if (inside) print += inside[1];
    else if (/^@page\b/.test(rule)) print += rule;
    else screen += rule;
    at = end;
  }
  return { screen, print };
}

/** The end of the rule that begins at `from`: behind its block, or behind the semicolon of one without. */
function endOfRule(css, from) {
  let depth = 0;
  for (let at = from; at < css.length; at++) {
    const sign = css[at];
    if (sign === "\\") at += 1;
    else if (sign === '"' || sign === "'") at = endOfText(css, at);
    else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (sign === ";" && depth === 0) return at + 1;
  }
  return css.length;
}

/** The quote that ends a text. */
function endOfText(css, from) {
  for (let at = from + 1; at < css.length; at++) {
    if (css[at] === "\\") at += 1;
    else if (css[at] === css[from]) return at;
  }
  return css.length;
}
