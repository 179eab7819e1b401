import { expect, it } from "vitest";
import { stylesheet } from "./stylesheet.ts";

it("hyphenates long words of the article, and neither names nor addresses", () => {
  const sheet = stylesheet.toString();
  expect(sheet).toMatch(
    /^article \{.* overflow-wrap: break-word;.* hyphens: auto; hyphenate-limit-chars: 10 4 4; \}$/m,
  );
  expect(sheet).toMatch(
    /^\.section, \.byline, \.dateline, \.credit, \.source, footer \{.* hyphens: manual; \}$/m,
  );
});
