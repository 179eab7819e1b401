import { useLayoutEffect, useRef } from "react";
import { useArticleEditing } from "../editingContext.ts";
import { CaretLayer } from "./CaretLayer.ts";

/** Draws colleagues' carets for as long as it is shown. */
export function CaretDrawing() {
  const { awareness, carets } = useArticleEditing();
  const sheet = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!sheet.current) return undefined;
    const layer = new CaretLayer(awareness, carets.places);
    const leave = carets.drawOn(layer);
    const detach = layer.attach(sheet.current);
    return () => {
      detach();
      leave();
      layer.destroy();
    };
  }, [awareness, carets]);
  return <div ref={sheet} className="carets" aria-hidden="true" translate="no" />;
}
