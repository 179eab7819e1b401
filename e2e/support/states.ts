import type { Scene } from "./state.ts";
import { articleScene } from "./states/article.ts";
import { coming, firstComing } from "./states/coming.ts";
import { deskScene } from "./states/desk.ts";
import { troubleScene } from "./states/trouble.ts";

/** Everything the product can look like. The accessibility check and the screenshots go through all of it. */
export const scenes: readonly Scene[] = [deskScene, articleScene, troubleScene, coming, firstComing];
