import account from "./account.ts";
import article from "./article.ts";
import common from "./common.ts";
import counts from "./counts.ts";
import desk from "./desk.ts";
import editor from "./editor.ts";
import exporting from "./export.ts";
import keys from "./keys.ts";
import people from "./people.ts";
import pictures from "./pictures.ts";
import session from "./session.ts";

export default {
  common,
  desk,
  account,
  people,
  article,
  counts,
  editor,
  pictures,
  keys,
  export: exporting,
  session,
};
