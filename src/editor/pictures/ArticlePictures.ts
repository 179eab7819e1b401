import type { NodeType, Node as ProseNode } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { uuidv4 } from "lib0/random";
import type * as Y from "yjs";
import { createStore } from "zustand/vanilla";
import type { ArticleUndo } from "../../binding/index.ts";
import {
  addMedia,
  bodyText,
  detailsMap,
  leadMedia,
  mediaEntry,
  mediaText,
  setAsset,
} from "../../domain/article/document.ts";
import { mediaFieldNames } from "../../domain/article/fields.ts";
import { entryAt, replacedUnseen } from "../../domain/article/replacedUnseen.ts";
import type { Asset } from "../../domain/protocol/api.ts";
import { blockPlace, insertBlock } from "../commands/atoms.ts";
import type { OpenEditors } from "../openEditors.ts";
import type { CarriedPicture } from "../paste/carriedPictures.ts";
import { hold, placeOf } from "./placeholders.ts";
import type { UploadProblem } from "./sendAsset.ts";
import { PictureUploads, type Upload } from "./uploads.ts";

/** Where the details name the lead picture. */
export const leadKey = "leadMedia";

interface Parts {
  articleId: string;
  doc: Y.Doc;
  undo: ArticleUndo;
  editors: OpenEditors;
  mayWrite: () => boolean;
}

/**
 * Brings pictures into one article. Media entries are added outside the history and never deleted, since a
 * colleague's caption may be in them; showing, replacing and removing a picture can be undone.
 */
export class ArticlePictures {
  readonly articleId: string;
  readonly uploads: PictureUploads;
  #leaving: () => void = () => {};
  /** Media ids of animations that were added here and stand still, until whoever added them has taken note. */
  readonly stills = createStore<ReadonlySet<string>>(() => new Set());
  /** Files that somebody added without saying where: the page asks, and `answer` follows. */
  readonly asking = createStore<{ files: readonly File[] }>(() => ({ files: [] }));
  readonly #landed = new Set<(landing: Landing) => void>();
  readonly #parts: Parts;
  /** The lead picture that was set here last. */
  #lead: { media: string; entry: Y.Item | null } | null = null;
  #ownChange = true;
  #onBody = (_event: Y.YTextEvent, { local }: Y.Transaction): void => {
    this.#ownChange = local;
  };
  #onDetails = ({ keysChanged }: Y.YMapEvent<unknown>, { local }: Y.Transaction): void => {
    this.#ownChange = local;
    if (!this.#lead || !keysChanged.has(leadKey)) return;
    // What is written now would be part of the colleague's change.
    if (!local) queueMicrotask(() => this.#keepLead());
    else if (leadMedia(this.#parts.doc) !== this.#lead.media) this.#lead = null;
  };

  constructor(parts: Parts) {
    this.#parts = parts;
    this.articleId = parts.articleId;
    detailsMap(parts.doc).observe(this.#onDetails);
    bodyText(parts.doc).observe(this.#onBody);
    this.uploads = new PictureUploads(parts.articleId, (upload, asset) => this.#arrived(upload, asset));
  }

  /** Into the body: at `at`, else at the caret. Where there is no caret in the body, the page asks first. */
  add(files: readonly File[], at?: number): void {
    if (!this.#parts.mayWrite() || files.length === 0) return;
    if (at !== undefined || this.#parts.editors.caretInBody()) this.#addToBody(files, at);
    else this.asking.setState({ files });
  }

  /** Where the files go that the page asked about; null for nowhere. The first of several leads. */
  answer(place: "lead" | "body" | null): void {
    const { files } = this.asking.getState();
    this.asking.setState({ files: [] });
    if (place === "lead") this.addLead(files);
    else if (place === "body") this.#addToBody(files);
  }

  /** The first picture leads the article, in the place of the one that leads it now; others go into the body. */
  addLead([first, ...others]: readonly File[]): void {
    const { doc, mayWrite } = this.#parts;
    if (!mayWrite()) return;
    if (first) this.uploads.add(first, { kind: "lead", over: leadMedia(doc) });
    this.#addToBody(others);
  }

  replace(media: string, file: File): void {
    if (this.#parts.mayWrite()) this.uploads.add(file, { kind: "replace", media });
  }

  /** Adds the entry of a picture that came from another article, with its texts; false where nobody may write. */
  bring(media: string, { asset, size, texts }: CarriedPicture): boolean {
    const { doc, undo, mayWrite } = this.#parts;
    if (!mayWrite()) return false;
    undo.silently(() => {
      addMedia(doc, media, asset, size ?? undefined);
      for (const field of mediaFieldNames) mediaText(doc, media, field)?.insert(0, texts[field]);
    });
    return true;
  }

  removeLead(): void {
    const { doc, undo } = this.#parts;
    undo.edit(() => detailsMap(doc).delete(leadKey));
  }

  /** For edits of the history. Should a colleague set another at the same time, this one goes into the body. */
  setLead(media: string): void {
    const details = detailsMap(this.#parts.doc);
    details.set(leadKey, media);
    this.#lead = { media, entry: entryAt(details, leadKey) };
  }

  tell(landing: Landing): void {
    for (const listener of this.#landed) listener(landing);
  }

  /** Whether what changed last about which pictures are shown, and where, was done here. */
  get ownChange(): boolean {
    return this.#ownChange;
  }

  /** Is called before the pictures on their way are given up, because the article is left. */
  beforeLeaving(listener: () => void): void {
    this.#leaving = listener;
  }

  /** Hears of each picture that has come to its place. Returns the unsubscriber. */
  onLanded(listener: (landing: Landing) => void): () => void {
    this.#landed.add(listener);
    return () => this.#landed.delete(listener);
  }

  /** What is said of an animation that stands still has been read. */
  forgetStill(media: string): void {
    this.stills.setState((all) => new Set([...all].filter((each) => each !== media)), true);
  }

  destroy(): void {
    this.#leaving();
    detailsMap(this.#parts.doc).unobserve(this.#onDetails);
    bodyText(this.#parts.doc).unobserve(this.#onBody);
    this.uploads.destroy();
  }

  #arrived(upload: Upload, asset: Asset): UploadProblem | null {
    const { doc, undo, mayWrite } = this.#parts;
    if (!mayWrite()) return "read-only";
    if (upload.place.kind === "replace") {
      const entry = mediaEntry(doc, upload.place.media);
      if (!entry) return "internal";
      undo.edit(() => setAsset(entry, asset.id, asset));
      this.#noteStill(upload.place.media, asset);
      return null;
    }
    const body = this.#body();
    const { place } = upload;
    const led = leadMedia(doc);
    const leads = place.kind === "lead" && led === place.over;
    if (!body && (!leads || led !== null)) return "internal";
    const media = uuidv4();
    undo.silently(() => addMedia(doc, media, asset.id, asset));
    this.#noteStill(media, asset);
    if (!leads) {
      const at = body ? (placeOf(body.state, upload.id) ?? this.#caretPlace(body)) : 0;
      if (body) undo.together(() => this.#insert(body, media, at));
      this.tell({ media, place: "body", after: body ? wordsBefore(body.state.doc, at) : "" });
      return null;
    }
    undo.together(() => {
      if (body && led !== null) this.#insert(body, led, 0, idOfLed(led));
      undo.edit(() => this.setLead(media));
    });
    this.tell({ media, place: "lead", after: "" });
    return null;
  }

  #noteStill(media: string, { animated }: Asset): void {
    this.forgetStill(media);
    if (animated) this.stills.setState((all) => new Set([...all, media]), true);
  }

  /** Two people's first pictures may arrive at once, and one leads: the other, with its texts, goes into the body. */
  #keepLead(): void {
    const { doc, mayWrite } = this.#parts;
    const lead = this.#lead;
    const body = this.#body();
    if (!lead?.entry || !body || !mayWrite() || !replacedUnseen(detailsMap(doc), leadKey, lead.entry)) return;
    this.#lead = null;
    if (leadMedia(doc) === lead.media) return;
    this.#parts.undo.together(() => this.#insert(body, lead.media, this.#caretPlace(body)));
  }

  #addToBody(files: readonly File[], at?: number): void {
    const body = this.#body();
    files.forEach((file, index) => {
      const upload = this.uploads.add(file, { kind: "body" });
      if (body) hold(body, upload.id, at ?? this.#caretPlace(body), { show: index === 0 });
    });
  }

  #insert(body: EditorView, media: string, place: number, id = uuidv4()): void {
    body.dispatch(insertBlock(body.state.tr, place, figureOf(body, media, id)));
  }

  #body(): EditorView | null {
    const { body } = this.#parts.editors.state.getState();
    return body && !body.isDestroyed ? body.view : null;
  }

  #caretPlace(body: EditorView): number {
    const { bodyVisited } = this.#parts.editors.state.getState();
    return bodyVisited ? blockPlace(body.state) : body.state.doc.content.size;
  }
}

/** Where a picture has come to. */
export interface Landing {
  media: string;
  place: "lead" | "body";
  /** The beginning of the words above it in the body; "" for none. */
  after: string;
  /** It was in the article before, at another place. */
  moved?: boolean;
}

/** A picture as a block of the body. */
export const figureOf = ({ state }: EditorView, media: string, id: string): ProseNode =>
  (state.schema.nodes.figure as NodeType).create({ id, media, moves: 0 });

/** One and the same for everybody: a lead picture that two people move into the body at once stands there once. */
export const idOfLed = (media: string): string => `lead-${media}`;

/** The beginning of the words above a place, as long as a screen reader says them: 40 code points. */
export function wordsBefore(body: ProseNode, place: number): string {
  const above = body.resolve(place).nodeBefore?.textContent.trim() ?? "";
  const start = /^.{0,40}/su.exec(above)?.[0] ?? "";
  return start === above ? above : `${start}…`;
}
