import type { EditorView } from "@tiptap/pm/view";
import { uuidv4 } from "lib0/random";
import type * as Y from "yjs";
import { createStore } from "zustand/vanilla";
import type { ArticleUndo } from "../../binding/index.ts";
import {
  addMedia,
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
const leadKey = "leadMedia";

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
  readonly uploads: PictureUploads;
  /** Media ids of animations that were added here and stand still, until whoever added them has taken note. */
  readonly stills = createStore<ReadonlySet<string>>(() => new Set());
  readonly #parts: Parts;
  /** The lead picture that was set here last. */
  #lead: { media: string; entry: Y.Item | null } | null = null;
  #onDetails = ({ keysChanged }: Y.YMapEvent<unknown>, { local }: Y.Transaction): void => {
    if (!this.#lead || !keysChanged.has(leadKey)) return;
    // What is written now would be part of the colleague's change.
    if (!local) queueMicrotask(() => this.#keepLead());
    else if (leadMedia(this.#parts.doc) !== this.#lead.media) this.#lead = null;
  };

  constructor(parts: Parts) {
    this.#parts = parts;
    detailsMap(parts.doc).observe(this.#onDetails);
    this.uploads = new PictureUploads(parts.articleId, (upload, asset) => this.#arrived(upload, asset));
  }

  /** The first picture of an article leads it; others stand at `at` in the body, else at the caret, else at its end. */
  add(files: readonly File[], at?: number): void {
    if (!this.#parts.mayWrite()) return;
    let rest = files;
    if (rest.length > 0 && !this.#hasPictures()) {
      this.uploads.add(rest[0] as File, { kind: "lead" });
      rest = rest.slice(1);
    }
    const body = this.#body();
    for (const file of rest) {
      const upload = this.uploads.add(file, { kind: "body" });
      if (body && upload) hold(body, upload.id, at ?? this.#caretPlace(body));
    }
  }

  addLead(file: File): void {
    if (this.#parts.mayWrite()) this.uploads.add(file, { kind: "lead" });
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

  /** What is said of an animation that stands still has been read. */
  forgetStill(media: string): void {
    this.stills.setState((all) => new Set([...all].filter((each) => each !== media)), true);
  }

  destroy(): void {
    detailsMap(this.#parts.doc).unobserve(this.#onDetails);
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
    const leads = upload.place.kind === "lead" && leadMedia(doc) === null;
    if (!leads && !body) return "internal";
    const media = uuidv4();
    undo.silently(() => addMedia(doc, media, asset.id, asset));
    this.#noteStill(media, asset);
    if (leads) {
      undo.edit(() => detailsMap(doc).set(leadKey, media));
      this.#lead = { media, entry: entryAt(detailsMap(doc), leadKey) };
    } else if (body) this.#insert(body, media, placeOf(body.state, upload.id) ?? this.#caretPlace(body));
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
    if (leadMedia(doc) !== lead.media) this.#insert(body, lead.media, this.#caretPlace(body));
  }

  #insert(body: EditorView, media: string, place: number): void {
    const { figure } = body.state.schema.nodes;
    if (!figure) return;
    this.#parts.undo.stopCapturing();
    body.dispatch(insertBlock(body.state.tr, place, figure.create({ id: uuidv4(), media, moves: 0 })));
    this.#parts.undo.stopCapturing();
  }

  #body(): EditorView | null {
    const { body } = this.#parts.editors.state.getState();
    return body && !body.isDestroyed ? body.view : null;
  }

  #caretPlace(body: EditorView): number {
    const { bodyVisited } = this.#parts.editors.state.getState();
    return bodyVisited ? blockPlace(body.state) : body.state.doc.content.size;
  }

  #hasPictures(): boolean {
    const { doc } = this.#parts;
    if (leadMedia(doc) !== null) return true;
    const { uploads } = this.uploads.state.getState();
    if (uploads.some(({ place, phase }) => place.kind === "lead" && phase !== "failed")) return true;
    let figures = false;
    this.#body()?.state.doc.forEach((node) => {
      if (node.type.name === "figure") figures = true;
    });
    return figures;
  }
}
