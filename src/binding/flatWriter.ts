import * as Y from "yjs";
import { newTerminator } from "../domain/article/flatText.ts";
import { atomEmbed } from "./bodyLayout.ts";
import { joinText, type Unit, type UnitEdit, unitLength, unitsLength } from "./units.ts";

/** Where edits go: the shown body, or a field's text, which has no blocks. Indexes are those of what is shown. */
export interface FlatTarget {
  /** `tight`: right behind the unit before it, whatever was deleted there. */
  insert(index: number, text: string, tight?: boolean): void;
  insertEmbed(index: number, embed: object, tight?: boolean): void;
  delete(index: number, length: number): void;
  /** Whether something was deleted right behind the unit before an index. */
  precedesDeleted(index: number): boolean;
  /** Marks a block as deleted as a whole. */
  retire?(end: Y.Map<unknown>): void;
}

/**
 * Writes edits into the flat text from `start` on. A block that goes as a whole keeps its terminator, marked
 * `gone`: what a colleague types into it meanwhile stays in a paragraph of its own. So does what is hidden between
 * blocks: another may be writing in it, or taking back what hides it. What comes in between blocks stands before what is deleted there.
 */
export function writeEdits(
  text: FlatTarget,
  start: number,
  startsPart: boolean,
  edits: readonly UnitEdit[],
): void {
  let at = start;
  let border = startsPart;
  const passed = (units: readonly Unit[]): void => {
    const last = units[units.length - 1];
    if (last) border = last.kind === "end" || last.kind === "atom" || last.kind === "hidden";
  };
  for (const { keep, remove, insert } of edits) {
    at += unitsLength(keep);
    passed(keep);
    let run = 0;
    const flush = (): void => {
      if (run > 0) text.delete(at, run);
      run = 0;
    };
    for (const unit of remove) {
      const stays = border && (unit.kind === "hidden" || (unit.kind === "end" && unit.map !== undefined));
      if (!stays) {
        run += unitLength(unit);
        continue;
      }
      flush();
      if (unit.kind === "end" && unit.map) text.retire?.(unit.map);
      at += 1;
    }
    flush();
    const tight = border && insert.length > 0 && text.precedesDeleted(at);
    for (const unit of joinText(insert)) {
      insertUnit(text, at, unit, tight);
      at += unitLength(unit);
    }
    passed(insert);
  }
}

export function insertUnit(text: FlatTarget, at: number, unit: Unit, tight = false): void {
  if (unit.kind === "text") text.insert(at, unit.text, tight);
  else if (unit.kind === "inline") text.insertEmbed(at, anew(unit.embed), tight);
  else if (unit.kind === "end") text.insertEmbed(at, newTerminator(unit.style, unit.indent), tight);
  else if (unit.kind === "atom") text.insertEmbed(at, atomEmbed(unit.node), tight);
}

/** A damaged text may hold a shared type, which lives in one place only, or a plain value, which Yjs does not tell of. */
function anew(embed: unknown): object {
  if (embed instanceof Y.AbstractType) return embed.clone() as object;
  return typeof embed === "object" && embed !== null ? embed : {};
}
