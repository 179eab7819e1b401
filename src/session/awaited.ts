/** Articles that something in this tab waits for to be opened again, such as a picture that is still to be sent there. */
const awaited = new Set<string>();

export const awaitArticle = (articleId: string): void => void awaited.add(articleId);
export const awaitNoMore = (articleId: string): void => void awaited.delete(articleId);
export const isAwaited = (articleId: string): boolean => awaited.has(articleId);
