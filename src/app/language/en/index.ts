import rest from "./rest.ts";
import writing from "./writing.ts";

export default { ...writing, ...rest };
