import type en from "../en/pictures.ts";

export default {} satisfies Record<keyof typeof en, string>;
