import type * as Y from "yjs";
import { type MarkSpan, type ResolvedMarks, resolveWithEdges } from "./marks.ts";

/**
 * The marks of the body as `resolveMarks` gives them, but kept while people type: an edit that touches no end of an
 * operation only shifts what lies behind it. It must be told of each change of the stored text, in order, and by
 * `renew` of each change of the marks. All indexes are those of the stored text.
 */
export class MarkIndex {
  readonly #doc: Y.Doc;
  #resolved: ResolvedMarks | null = null;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** In order, without overlap. Valid until the next change. */
  get spans(): readonly MarkSpan[] {
    return this.#current().spans;
  }

  /** Whether arriving text is known to change the marks of no other text. */
  get complete(): boolean {
    return this.#resolved?.complete === true;
  }

  renew(): void {
    this.#resolved = null;
  }

  inserted(at: number, length: number): void {
    const resolved = this.#resolved;
    if (!resolved) return;
    const { spans, edges, complete } = resolved;
    const next = firstFrom(edges.length, (i) => edges[i] as number, at);
    // Which side of an end it fell on depends on deleted neighbours too.
    if (!complete || edges[next] === at) {
      this.renew();
      return;
    }
    for (let i = next; i < edges.length; i++) (edges[i] as number) += length;
    for (let i = firstFrom(spans.length, (k) => (spans[k] as MarkSpan).to, at); i < spans.length; i++) {
      const span = spans[i] as MarkSpan;
      if (span.from > at) span.from += length;
      span.to += length;
    }
  }

  deleted(at: number, length: number): void {
    const resolved = this.#resolved;
    if (!resolved) return;
    const { spans, edges } = resolved;
    const moved = (index: number): number => (index <= at ? index : Math.max(at, index - length));
    for (let i = firstFrom(edges.length, (k) => edges[k] as number, at); i < edges.length; i++)
      edges[i] = moved(edges[i] as number);
    let emptied = false;
    for (let i = firstFrom(spans.length, (k) => (spans[k] as MarkSpan).to, at); i < spans.length; i++) {
      const span = spans[i] as MarkSpan;
      span.from = moved(span.from);
      span.to = moved(span.to);
      emptied ||= span.from === span.to;
    }
    if (emptied) resolved.spans = spans.filter(({ from, to }) => to > from);
  }

  #current(): ResolvedMarks {
    this.#resolved ??= resolveWithEdges(this.#doc);
    return this.#resolved;
  }
}

/** The first of `count` rising values that is not below `least`. */
function firstFrom(count: number, value: (i: number) => number, least: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
