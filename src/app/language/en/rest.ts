import account from "./account.ts";
import counts from "./counts.ts";
import desk from "./desk.ts";
import exporting from "./export.ts";
import keys from "./keys.ts";
import people from "./people.ts";
import tools from "./tools.ts";
import uploads from "./uploads.ts";

export default { desk, account, people, counts, keys, tools, uploads, export: exporting };
