import { describe } from "vitest";
import { playSeeds } from "./shard.ts";

describe("[P1] a newsroom with mishaps", () => playSeeds(251, 501));
