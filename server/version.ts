import about from "../package.json" with { type: "json" };

/** Of this program, by package.json: operators and reports of faults name it. */
export const { version } = about;
