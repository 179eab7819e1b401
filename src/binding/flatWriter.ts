import * as Y from "yjs";
import { newTerminator } from "../domain/article/flatText.ts";
import type { Removal } from "../domain/article/shownText.ts";
import { atomEmbed } from "./bodyLayout.ts";
import { joinText, type Unit, type UnitEdit, unitLength, unitsLength } from "./units.ts";

/** Where edits go: the shown body, or a field's text, which has no blocks. Indexes are those of what is shown. */
export interface FlatTarget {
  /** `tight`: right behind the unit before it, whatever was deleted there. */
  insert(index: number, text: string, tight?: boolean): void;
  insertEmbed(index: number, embed: object, tight?: boolean): void;
  /** Whether something was deleted right behind the unit before an index. */
  precedesDeleted(index: number): boolean;
  /** Takes units away from an index on; answers with how many of them stay. */
  remove(index: number, removals: readonly Removal[]): number;
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
  for (const { keep, remove, insert } of edits) {
    at += unitsLength(keep);
    border = bordersBlock(keep, border);
    const gone = border ? closeOpenBlocks(text, at, remove) : remove;
    at += text.remove(at, removals(gone, border));
    const tight = border && insert.length > 0 && text.precedesDeleted(at);
    for (const unit of joinText(insert)) {
      insertUnit(text, at, unit, tight);
      at += unitLength(unit);
    }
    border = bordersBlock(insert, border);
  }
}

/** Whether only closed blocks lie before what follows some units; `before`: what lay before them. */
function bordersBlock(units: readonly Unit[], before: boolean): boolean {
  const last = units[units.length - 1];
  return last ? last.kind === "end" || last.kind === "atom" || last.kind === "hidden" : before;
}

/** `border`: only closed blocks lie before the units. Then ends that the text has, and what is hidden, stay. */
function removals(units: readonly Unit[], border: boolean): Removal[] {
  const out: Removal[] = [];
  for (const unit of units) {
    const end = unit.kind === "end" ? unit.map : undefined;
    const stays = border && (unit.kind === "hidden" || end !== undefined);
    const last = out[out.length - 1];
    if (stays) out.push({ length: 1, stays, end });
    else if (last && !last.stays) last.length += unitLength(unit);
    else out.push({ length: unitLength(unit), stays });
  }
  return out;
}

/**
 * A block that goes as a whole although nothing but a figure or divider ended it, which goes too, is given an end to
 * leave: behind that, so that what a colleague writes at the end of the block comes before it. `units`: what goes from
 * an index on, behind closed blocks.
 */
function closeOpenBlocks(text: FlatTarget, at: number, units: readonly Unit[]): readonly Unit[] {
  const closed: Unit[] = [];
  let index = at;
  for (const unit of units) {
    const last = closed[closed.length - 1];
    closed.push(unit);
    index += unitLength(unit);
    if (unit.kind !== "atom" || (last?.kind !== "text" && last?.kind !== "inline")) continue;
    text.insertEmbed(index, goneTerminator(), true);
    closed.push({ kind: "hidden" });
    index += 1;
  }
  return closed;
}

function goneTerminator(): object {
  const end = newTerminator("paragraph", 0);
  end.set("gone", true);
  return end;
}

function insertUnit(text: FlatTarget, at: number, unit: Unit, tight: boolean): void {
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
