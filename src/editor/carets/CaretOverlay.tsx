import { useArticleEditing } from "../editingContext.ts";

/** Where colleagues' carets are drawn; put it last into the positioned box of the texts. */
export function CaretOverlay() {
  const { carets } = useArticleEditing();
  return (
    <div
      className="carets"
      aria-hidden="true"
      translate="no"
      ref={(element) => (element ? carets.attach(element) : undefined)}
    />
  );
}
