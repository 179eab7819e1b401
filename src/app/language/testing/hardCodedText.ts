/** What is called the same everywhere. */
const names: ReadonlySet<string> = new Set(["Foureyes", "· Foureyes", "– Foureyes"]);

/** Attributes whose text people see or hear. */
const spoken: ReadonlySet<string> = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "confirmLabel",
  "description",
  "error",
  "label",
  "placeholder",
  "title",
]);

const isAddress = (text: string): boolean => /^\S+@\S+$/.test(text);

interface Node {
  type: string;
  [property: string]: unknown;
}

/** Words that TSX shows by itself instead of taking them from the language files, in source order. */
export function hardCodedText(program: unknown): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    if (node.type === "JSXText") note(node["value"]);
    else if (node.type === "JSXExpressionContainer") noteShown(node["expression"]);
    else if (node.type === "JSXAttribute") return noteAttribute(node);
    return true;
  });
  return found;

  function note(text: unknown): void {
    const words = typeof text === "string" ? text.replace(/\s+/g, " ").trim() : "";
    if (isAddress(words)) return;
    if (/\p{L}{2}/u.test(words) && !names.has(words)) found.push(words);
  }

  /** Text that an expression shows as it is: not what it compares, calls or passes on. */
  function noteShown(expression: unknown): void {
    if (!isNode(expression)) return;
    if (expression.type === "Literal") note(expression["value"]);
    else if (expression.type === "ConditionalExpression") {
      noteShown(expression["consequent"]);
      noteShown(expression["alternate"]);
    } else if (expression.type === "LogicalExpression") noteShown(expression["right"]);
    else if (expression.type === "TemplateLiteral")
      for (const part of expression["quasis"] as { value: { cooked: string } }[]) note(part.value.cooked);
  }

  /** False: what stands inside is done with. Elements inside an attribute are looked at all the same. */
  function noteAttribute({ name, value }: Node): boolean {
    const called = (name as { name?: unknown }).name;
    if (isNode(value) && typeof called === "string" && spoken.has(called)) {
      if (value.type === "Literal") note(value["value"]);
      else if (value.type === "JSXExpressionContainer") noteShown(value["expression"]);
    }
    if (isNode(value) && value.type === "JSXExpressionContainer")
      found.push(...hardCodedText(value["expression"]));
    return false;
  }
}

function visit(node: unknown, look: (node: Node) => boolean): void {
  if (Array.isArray(node)) for (const each of node) visit(each, look);
  else if (isNode(node) && look(node)) for (const inner of Object.values(node)) visit(inner, look);
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
