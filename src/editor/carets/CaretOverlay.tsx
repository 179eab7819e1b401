import { later } from "../../ui/index.ts";

/** Where colleagues' carets are drawn; put it last into the positioned box of the texts. */
export const CaretOverlay = later(() => import("./CaretDrawing.tsx").then((all) => all.CaretDrawing));
