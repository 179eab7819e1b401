/* What one works with once the text is there: a piece of code of its own, so that writing need not wait for it. */
export { Toolbar } from "../../editor/tools.ts";
export { ArticleActions } from "./ArticleActions.tsx";
export { ArticleNotices } from "./ArticleNotices.tsx";
export { ArticleLength } from "./counts/ArticleLength.tsx";
export { RefusedWords } from "./RefusedWords.tsx";
export { SignInAgain } from "./SignInAgain.tsx";
