import { expect, it } from "vitest";
import { splitPrint } from "./splitPrint.mjs";

it("takes out what only paper needs, and leaves the rest as it is", () => {
  const css =
    '@charset "utf-8";.a{content:"}@media print{"}@media print{.a{color:#000}.b::before{content:"\\"{"}}@media (width>=9rem){.a{color:red}}@page{margin:18mm}.c{color:blue}@media print{@supports (top:0){.c{top:0}}}';
  expect(splitPrint(css)).toEqual({
    screen: '@charset "utf-8";.a{content:"}@media print{"}@media (width>=9rem){.a{color:red}}.c{color:blue}',
    print: '.a{color:#000}.b::before{content:"\\"{"}@page{margin:18mm}@supports (top:0){.c{top:0}}',
  });
});
