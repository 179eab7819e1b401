// The process of one who does harm: told what to do and to whom, does it until its time is up, and ends.
import { once } from "node:events";
import { type Abuse, Abuser, abuses } from "./abuses.ts";

const [{ name, abuse }] = (await once(process, "message")) as [{ name: string; abuse: Abuse }];
process.send?.("begins");
await abuses[name]?.(new Abuser(abuse));
process.exit(0);
