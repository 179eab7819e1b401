import i18next from "i18next";
import type * as Y from "yjs";
import type { AgencyField } from "../../../domain/import/agencyText.ts";
import { localeOf, pageLeft, showToast } from "../../../ui/index.ts";

/* What is said of what came in, and offered for it. */

/** A paste brought pictures of other places, which stay there. */
export const tellOfForeignPictures = (count: number): void =>
  showToast({ text: i18next.t("tools:foreignPictures", { count }), tone: "warn", over: pageLeft() });

/** What can be done with what came in. */
interface Offer {
  doc: Y.Doc;
  /** Whether it still can be: not once what came in was undone, or it was done by hand. */
  applies: () => boolean;
  act: () => void;
}

/** Long enough for the keys of one word. Milliseconds. */
const lookAfterMs = 150;
const standing = new Map<string, AbortController>();

/** Offers something for as long as it applies. The next offer under that label takes its place. */
function offer(words: { text: string; label: string; stays?: boolean }, { doc, applies, act }: Offer): void {
  const { text, label, stays = false } = words;
  standing.get(label)?.abort();
  const over = new AbortController();
  standing.set(label, over);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!applies()) over.abort();
    }, lookAfterMs);
  };
  doc.on("afterTransaction", look);
  showToast({
    text,
    stays,
    over: AbortSignal.any([pageLeft(), over.signal]),
    action: { label, onSelect: act },
    onGone() {
      clearTimeout(timer);
      doc.off("afterTransaction", look);
    },
  });
}

/** Lines of plain text came in that look like running text; `act` makes paragraphs of them. */
export const offerJoining = (joining: Offer): void =>
  offer({ text: i18next.t("tools:wrappedLines"), label: i18next.t("tools:joinLines") }, joining);

/** A report of an agency came in; `act` puts into the fields what it says of itself. */
export function offerFilling(fields: readonly AgencyField[], filling: Offer): void {
  const names = fields.map((field) => i18next.t(`article:${field}`));
  const list = new Intl.ListFormat(localeOf(i18next.language, navigator.languages)).format(names);
  offer(
    { text: i18next.t("tools:agency", { fields: list }), label: i18next.t("tools:agency.fill") },
    filling,
  );
}

/** Of several lines only the first came into a field; `act` brings the others into the body. */
export const offerRest = (count: number, rest: Offer): void =>
  offer({ text: i18next.t("tools:rest", { count }), label: i18next.t("tools:rest.put"), stays: true }, rest);

let toldOfLists = false;

/**
 * What was typed at the start of an empty line has made a list of it. Said once: one knows it then. `left`: aborted once
 * one is in that list no more.
 */
export function tellOfList(left: AbortSignal): void {
  const over = AbortSignal.any([pageLeft(), left]);
  if (!toldOfLists) showToast({ text: i18next.t("tools:listBegun"), over });
  toldOfLists = true;
}
