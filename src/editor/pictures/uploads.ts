import { uuidv4 } from "lib0/random";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Asset, maxPictureBytes } from "../../domain/protocol/api.ts";
import { sendAsset, UploadFailure, type UploadProblem } from "./sendAsset.ts";

/** What becomes of the picture once it is there. `over`: the lead picture that makes room for it, if it still leads then. */
export type UploadPlace =
  | { kind: "lead"; over: string | null }
  | { kind: "body" }
  | { kind: "replace"; media: string };

export interface Upload {
  readonly id: string;
  readonly file: File;
  readonly place: UploadPlace;
  /** An object URL, for this tab only. */
  readonly preview: string;
  readonly phase: "waiting" | "sending" | "failed";
  /** 0 to 1. */
  readonly progress: number;
  readonly problem: UploadProblem | null;
}

const atOnce = 3;
/** A server that is busy with other pictures is asked again so many times, if it says that it is worth it so soon. */
const busy = { attempts: 10, waitAtMostMs: 60_000 };

/** Problems that may be gone when one tries the same file again. */
export const mayRetry = (problem: UploadProblem): boolean =>
  ![
    "too-large",
    "not-a-picture",
    "empty-file",
    "damaged-picture",
    "picture-type",
    "too-many-pixels",
    "read-only",
    "forbidden",
  ].includes(problem);

/** Whether this upload may still become a picture. */
export const mayArrive = ({ problem }: Upload): boolean => problem === null || mayRetry(problem);

/**
 * Pictures on their way to the server. They are of this tab only: nothing stands in the document before the
 * server has the picture. Pictures of one choice arrive in the order chosen.
 */
export class PictureUploads {
  readonly state: StoreApi<{ uploads: readonly Upload[] }> = createStore<{ uploads: readonly Upload[] }>(
    () => ({
      uploads: [],
    }),
  );
  readonly #articleId: string;
  readonly #arrived: (upload: Upload, asset: Asset) => UploadProblem | null;
  readonly #running = new Map<string, AbortController>();
  readonly #waiting: { id: string; start: () => void; settled: () => void }[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #onOnline = (): void => {
    for (const upload of this.state.getState().uploads)
      if (upload.problem === "network") this.retry(upload.id);
  };

  /** The browser asks before it closes the page on pictures that would be lost. */
  #onLeaving = (event: BeforeUnloadEvent): void => {
    if (this.onTheirWay.length > 0) event.preventDefault();
  };

  /** `arrived` puts the picture into the article, or says why that cannot be. */
  constructor(articleId: string, arrived: (upload: Upload, asset: Asset) => UploadProblem | null) {
    this.#articleId = articleId;
    this.#arrived = arrived;
    window.addEventListener("online", this.#onOnline);
    window.addEventListener("beforeunload", this.#onLeaving);
  }

  /** Those that are still to arrive by themselves. */
  get onTheirWay(): readonly Upload[] {
    return this.state
      .getState()
      .uploads.filter(({ phase, problem }) => phase !== "failed" || problem === "network");
  }

  add(file: File, place: UploadPlace): Upload {
    const upload: Upload = {
      id: uuidv4(),
      file,
      place,
      preview: URL.createObjectURL(file),
      phase: "waiting",
      progress: 0,
      problem: null,
    };
    this.#set([...this.state.getState().uploads, upload]);
    this.#start(upload.id);
    return upload;
  }

  /** Ends an upload, or forgets one that failed. */
  cancel(id: string): void {
    this.#running.get(id)?.abort(new DOMException("cancelled", "AbortError"));
    const waiting = this.#waiting.findIndex((each) => each.id === id);
    if (waiting >= 0) for (const { settled } of this.#waiting.splice(waiting, 1)) settled();
    this.#forget(id);
  }

  retry(id: string): void {
    if (this.#get(id)?.phase === "failed") this.#start(id);
  }

  destroy(): void {
    window.removeEventListener("online", this.#onOnline);
    window.removeEventListener("beforeunload", this.#onLeaving);
    for (const { id } of this.state.getState().uploads) this.cancel(id);
  }

  #start(id: string): void {
    this.#change(id, { phase: "waiting", progress: 0, problem: null });
    const upload = this.#get(id);
    if (!upload) return;
    const early = refusedEarly(upload.file);
    if (early) {
      this.#change(id, { phase: "failed", problem: early });
      return;
    }
    const before = this.#last;
    let settled: () => void = () => {};
    this.#last = new Promise<void>((resolve) => {
      settled = resolve;
    });
    const start = (): void => {
      void this.#send(id, before).finally(settled);
    };
    if (this.#running.size < atOnce) start();
    else this.#waiting.push({ id, start, settled });
  }

  async #send(id: string, before: Promise<unknown>): Promise<void> {
    const upload = this.#get(id);
    if (!upload) return;
    const abort = new AbortController();
    this.#running.set(id, abort);
    this.#change(id, { phase: "sending" });
    try {
      const asset = await this.#sent(upload, abort.signal);
      await before;
      if (abort.signal.aborted) return;
      const problem = this.#arrived(this.#get(id) ?? upload, asset);
      if (problem) this.#change(id, { phase: "failed", problem });
      else this.#forget(id);
    } catch (failure) {
      if (abort.signal.aborted) return;
      const problem = failure instanceof UploadFailure ? failure.problem : "internal";
      this.#change(id, { phase: "failed", problem });
    } finally {
      this.#running.delete(id);
      this.#waiting.shift()?.start();
    }
  }

  /** Waits and sends again while the server is busy with other pictures. */
  async #sent({ id, file }: Upload, signal: AbortSignal): Promise<Asset> {
    const onProgress = (progress: number): void => this.#change(id, { progress });
    for (let attempt = 1; ; attempt++)
      try {
        // oxlint-disable-next-line no-await-in-loop
        return await sendAsset(this.#articleId, file, { onProgress, signal });
      } catch (failure) {
        const waitMs = failure instanceof UploadFailure ? failure.retryAfterMs : null;
        if (waitMs === null || waitMs > busy.waitAtMostMs || attempt === busy.attempts) throw failure;
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((resolve) => {
          setTimeout(resolve, waitMs);
          signal.addEventListener("abort", resolve, { once: true });
        });
        signal.throwIfAborted();
      }
  }

  #get(id: string): Upload | undefined {
    return this.state.getState().uploads.find((upload) => upload.id === id);
  }

  #change(id: string, change: Partial<Upload>): void {
    this.#set(this.state.getState().uploads.map((each) => (each.id === id ? { ...each, ...change } : each)));
  }

  #forget(id: string): void {
    const upload = this.#get(id);
    if (!upload) return;
    // Whoever still shows the preview has it loaded by then.
    setTimeout(() => URL.revokeObjectURL(upload.preview), 10_000);
    this.#set(this.state.getState().uploads.filter((each) => each.id !== id));
  }

  #set(uploads: readonly Upload[]): void {
    this.state.setState({ uploads });
  }
}

/** What needs no server to be refused. The server looks at the bytes and has the last word. */
function refusedEarly(file: File): UploadProblem | null {
  if (file.size === 0) return "empty-file";
  if (file.size > maxPictureBytes) return "too-large";
  if (file.type !== "" && !file.type.startsWith("image/")) return "not-a-picture";
  return null;
}
