import type en from "../en/people.ts";

export default {} satisfies Record<keyof typeof en, string>;
