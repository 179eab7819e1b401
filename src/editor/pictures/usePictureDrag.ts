import type { Node } from "@tiptap/pm/model";
import { useEffect, useState } from "react";
import { leadMedia } from "../../domain/article/document.ts";
import { type ArticleEditingValue, useArticleEditing } from "../editingContext.ts";
import { incoming } from "../paste/incoming.ts";
import { makeLead, moveLead } from "./changePlace.ts";
import { carriesFiles } from "./transfer.ts";

/** What a dragged lead picture carries: nothing that another page or program would take. */
const leadType = "application/x-foureyes-lead";

/**
 * Lets a picture of the body be dragged to the lead picture's place, and the lead picture into the body. Within the body,
 * ProseMirror moves pictures. Says which of the two is being dragged; null for none. The lead picture's place has the
 * class `over` while it would take what is dragged over it.
 */
export function usePictureDrag(over: string | undefined): "lead" | "body" | null {
  const editing = useArticleEditing();
  const [shown, setShown] = useState<"lead" | "body" | null>(null);
  useEffect(() => listen(editing, { over, show: setShown }), [editing, over]);
  return shown;
}

interface Showing {
  over: string | undefined;
  show: (dragged: "lead" | "body" | null) => void;
}

/** Returns what ends it. */
function listen(editing: ArticleEditingValue, { over = "", show }: Showing): () => void {
  const { doc, editors } = editing;
  const ended = new AbortController();
  /** The lead picture while it is dragged out of this page. */
  let lead: string | null = null;
  let marked: Element | null = null;
  const mark = (place: Element | null): void => {
    if (place === marked) return;
    marked?.classList.remove(over);
    place?.classList.add(over);
    marked = place;
  };
  const leadComes = ({ dataTransfer }: DragEvent): boolean =>
    lead !== null && dataTransfer?.types.includes(leadType) === true;
  const figureComing = ({ dataTransfer }: DragEvent): Node | null =>
    carriesFiles(dataTransfer) ? null : draggedFigure(editing);
  const end = (): void => {
    mark(null);
    show(null);
  };
  const on = (
    name: "dragstart" | "dragenter" | "dragover" | "dragleave" | "drop" | "dragend",
    listener: (event: DragEvent) => void,
    capture = false,
  ): void => document.addEventListener(name, listener, { capture, signal: ended.signal });

  on("dragstart", ({ target, dataTransfer }) => {
    const leaves =
      target instanceof HTMLElement && target.draggable && leadPlace(target) !== null && dataTransfer;
    lead = leaves ? leadMedia(doc) : null;
    if (!leaves || lead === null) return;
    leaves.setData(leadType, lead);
    leaves.effectAllowed = "move";
  });
  on("dragenter", (event) => show(leadComes(event) ? "lead" : figureComing(event) ? "body" : null));
  // Before the texts of the lead picture: what comes here is not for them.
  on(
    "dragover",
    (event) => {
      const place = leadPlace(event.target);
      const takes = place !== null && figureComing(event) !== null;
      mark(takes ? place : null);
      if (!takes) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
    },
    true,
  );
  on("dragleave", ({ relatedTarget }) => relatedTarget === null && end());
  on(
    "drop",
    (event) => {
      end();
      const figure = leadPlace(event.target) && figureComing(event);
      const { body } = editors.state.getState();
      if (!figure || !body) return;
      event.preventDefault();
      event.stopPropagation();
      // The figure goes from the body, which would not hear that its drag has ended.
      body.view.dragging = null;
      makeLead(editing, { media: String(figure.attrs.media), id: String(figure.attrs.id) });
    },
    true,
  );
  // After the body, which has nothing to do with it but to take its drop cursor away.
  on("drop", (event) => {
    const comes = leadComes(event) && leadMedia(doc) === lead;
    lead = null;
    const { body } = editors.state.getState();
    if (!comes || !body || !(event.target instanceof Element) || !body.view.dom.contains(event.target))
      return;
    event.preventDefault();
    const at = incoming()?.borderAt(body.view, event);
    if (at !== undefined) moveLead(editing, at);
  });
  on("dragend", () => {
    lead = null;
    end();
  });
  return () => {
    ended.abort();
    mark(null);
  };
}

const leadPlace = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest("[data-lead-place]") : null;

/** The picture that is being dragged out of the body of this page; null when something else is, or nothing. */
function draggedFigure({ editors }: ArticleEditingValue): Node | null {
  const { body } = editors.state.getState();
  const content = body?.isDestroyed === false ? body.view.dragging?.slice.content : undefined;
  const only = content?.childCount === 1 ? content.firstChild : null;
  return only?.type.name === "figure" ? only : null;
}
