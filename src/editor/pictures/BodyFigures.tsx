import { memo, useCallback, useLayoutEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { later } from "../../ui/index.ts";
import { Picture } from "./Picture.tsx";
import type { ShownFigure, ShownFigures } from "./ShownFigures.ts";

const DistantPicture = later(() => import("./DistantPicture.tsx").then((all) => all.DistantPicture));

/** Pictures from the top of the article that are made at once: more than ordinary ones have. Others are when one comes near. */
const atOnce = 30;
/** Pictures from the top that are printed whole, wherever one is; of others, the words are. */
const printedWhole = 200;

/** What is inside the pictures between the paragraphs. */
export function BodyFigures({ shown }: { shown: ShownFigures }) {
  const [figures, setFigures] = useState(shown.now);
  // Listens before the editor is made, which happens in an effect of what is around this: they are in its first paint.
  useLayoutEffect(() => shown.subscribe(() => setFigures(shown.now())), [shown]);
  return figures.map((figure) =>
    createPortal(<BodyFigure figure={figure} />, figure.element, String(figure.key)),
  );
}

const BodyFigure = memo(function BodyFigure({ figure }: { figure: ShownFigure }) {
  const { element, media, number, first, last, early, act } = figure;
  const { t } = useTranslation("pictures");
  const name = t("bodyPicture", { number });
  useLayoutEffect(() => {
    element.setAttribute("aria-label", name);
  }, [element, name]);
  const [near, setNear] = useState(number <= atOnce);
  const onNear = useCallback(() => setNear(true), []);
  if (!near && number <= atOnce) setNear(true);
  if (!near) {
    const printed = number <= printedWhole;
    return <DistantPicture media={media} name={name} element={element} printed={printed} onNear={onNear} />;
  }
  return (
    <Picture
      media={media}
      name={name}
      patient={early || number > atOnce}
      onRemove={act.remove}
      onMoveUp={first ? null : () => act.move("up")}
      onMoveDown={last ? null : () => act.move("down")}
      onLeave={act.leave}
      place={act.place}
    />
  );
});
