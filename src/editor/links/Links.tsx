import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { hearSelection } from "../../binding/index.ts";
import { linkAround } from "../commands/marks.ts";
import { useArticleEditing } from "../editingContext.ts";
import { LinkCard } from "./LinkCard.tsx";
import { LinkDialog } from "./LinkDialog.tsx";

/** What one is shown of the body's links: the card at a link that was pressed, and the dialog that asks for an address. */
export function Links() {
  const { editors } = useArticleEditing();
  const body = useStore(editors.state, (state) => state.body);
  const linking = useStore(editors.state, (state) => state.linking);
  const [pressed, setPressed] = useState(false);

  useEffect(() => {
    const dom = body?.view.dom;
    const onClick = (event: MouseEvent): void => {
      if (!body?.isEditable || event.ctrlKey || event.metaKey || !(event.target as Element).closest("a"))
        return;
      hearSelection();
      setPressed(body.state.selection.empty && linkAround(body.state) !== null);
    };
    dom?.addEventListener("click", onClick);
    return () => dom?.removeEventListener("click", onClick);
  }, [body]);

  if (!body) return null;
  if (linking) return <LinkDialog editor={body} onClose={() => editors.state.setState({ linking: false })} />;
  return pressed ? <LinkCard editor={body} onClose={() => setPressed(false)} /> : null;
}
