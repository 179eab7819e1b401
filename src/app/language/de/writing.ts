import article from "./article.ts";
import common from "./common.ts";
import editor from "./editor.ts";
import pictures from "./pictures.ts";
import session from "./session.ts";

export default { common, article, editor, pictures, session };
