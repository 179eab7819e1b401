import lighthouse from "lighthouse";

export async function audit(url, port) {
  const result = await lighthouse(url, {
    port,
    logLevel: "error",
    output: "json",
    onlyCategories: ["performance", "accessibility"],
  });
  if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? "no audit");
  const { lhr } = result;
  const failed = lhr.categories.accessibility.auditRefs
    .map(({ id }) => lhr.audits[id])
    .filter(({ score }) => score !== null && score < 1)
    .map(({ title }) => title);
  return {
    page: lhr.finalDisplayedUrl,
    performance: lhr.categories.performance.score * 100,
    accessibility: lhr.categories.accessibility.score * 100,
    firstPaintMs: lhr.audits["first-contentful-paint"].numericValue,
    largestPaintMs: lhr.audits["largest-contentful-paint"].numericValue,
    failed,
  };
}
