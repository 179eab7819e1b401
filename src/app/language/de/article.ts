import type en from "../en/article.ts";

export default {} satisfies Record<keyof typeof en, string>;
