import { initials } from "../../ui/initials.ts";

/** How long a name stays after its person has moved; then their initials stand for it. Milliseconds. */
const namedMs = 4000;

/** What shows one person: a bar in the text and a tag in the margin. Everything is drawn over the text. */
export class CaretMark {
  readonly bar = document.createElement("div");
  readonly tag = document.createElement("div");
  readonly #name = document.createElement("span");
  readonly #initials = document.createElement("span");
  #quiet: ReturnType<typeof setTimeout> | null = null;
  #placed = "";

  constructor(client: number) {
    this.bar.className = "caret";
    this.tag.className = "caret-tag";
    this.#name.className = "caret-name";
    this.#initials.className = "caret-initials";
    for (const element of [this.bar, this.tag]) element.dataset.client = String(client);
    this.tag.append(this.#initials, this.#name);
  }

  describe(name: string, colour: number): void {
    if (this.#name.textContent !== name) {
      this.#name.textContent = name;
      this.#initials.textContent = initials(name);
    }
    for (const { dataset } of [this.bar, this.tag])
      if (dataset.personColour !== String(colour)) dataset.personColour = String(colour);
  }

  /**
   * In pixels of the layer. Most stand still while one types, and cost the browser nothing then; a transform would make
   * each of them a part of the picture of its own, which every frame is put together from.
   */
  place(at: { left: number; top: number; height: number; tagTop: number }): void {
    const placed = JSON.stringify(at);
    if (placed === this.#placed) return;
    this.#placed = placed;
    this.bar.style.left = `${at.left}px`;
    this.bar.style.top = `${at.top}px`;
    this.bar.style.height = `${at.height}px`;
    this.tag.style.top = `${at.tagTop}px`;
  }

  /** Shows the name for a while. */
  stir(): void {
    if (this.tag.dataset.named === undefined) this.tag.dataset.named = "";
    if (this.#quiet) clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => delete this.tag.dataset.named, namedMs);
  }

  /** Draws the eye here. */
  flash(): void {
    this.stir();
    for (const { classList, offsetWidth } of [this.bar, this.tag]) {
      classList.remove("is-flashing");
      // Read so that the animation starts anew.
      void offsetWidth;
      classList.add("is-flashing");
    }
  }

  remove(): void {
    if (this.#quiet) clearTimeout(this.#quiet);
    this.bar.remove();
    this.tag.remove();
  }
}
