import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import about from "./package.json" with { type: "json" };

/** Menus, dialogs and the like, which open once the page is there. */
const popups =
  /node_modules\/(@base-ui|@floating-ui)\/|src\/ui\/(Dialog|KeySheet|Menu|PageMenuChoices|Progress|ToastLayer)\./;

/** What every page shares. */
const base =
  /vite\/preload-helper|node_modules\/(i18next|react-i18next|@tanstack|zustand|lucide-react)\/|src\/ui\/(?!TextField|SelectField)|src\/app\/|src\/features\/account\/accountApi|src\/session\/(unsentCount|openPages|signOut|browserStorage|copyNames)\.|src\/domain\/((accounts|permissions)\/|protocol\/(api|pageChoices))/;

/** What one writes with; not what two of its parts share that come later. */
const editor =
  /node_modules\/(@tiptap|prosemirror-[a-z-]+|orderedmap|rope-sequence|w3c-keyname|yjs|lib0|y-[a-z]+)\/|src\/(binding|editor\/(?!pictures\/changePlace\.)|features\/article|session\/(?!(unsentCount|openPages|signOut|browserStorage|copyNames|forgetCopies)\.)|domain\/(article|export|protocol\/sync))/;

export default defineConfig({
  plugins: [react()],
  css: { transformer: "lightningcss" },
  define: { "import.meta.env.VITE_VERSION": JSON.stringify(about.version) },
  resolve: {
    // TipTap's input rules, which are not used, are all that asks for ProseMirror's history: one history spans the article.
    alias: { "@tiptap/pm/history": fileURLToPath(new URL("src/editor/noHistory.ts", import.meta.url)) },
    dedupe: ["yjs", "lib0", "y-protocols", "react", "react-dom"],
  },
  build: {
    outDir: "dist/page",
    target: "es2023",
    sourcemap: false,
    chunkSizeWarningLimit: 800,
    manifest: true,
    // One small sheet for all: one that came later would have everything on the page measured anew.
    cssCodeSplit: false,
    // The server names the files of a page (server/http/pageHtml.ts).
    modulePreload: false,
    rolldownOptions: {
      treeshake: {
        // Its modules only make constants; a few would come along, in a file of their own.
        moduleSideEffects: [{ test: /node_modules\/typebox\//, sideEffects: false }],
        manualPureFunctions: [
          // The page takes only types and constants from the protocol's modules; the schemas stay with the server.
          "Type",
          // Of TipTap it takes the schema; its own extensions, with all their commands, would come along.
          "Extension.create",
        ],
      },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: "react",
              test: /rolldown\/runtime|node_modules\/(react|react-dom|react-router|scheduler|use-sync-external-store)\//,
            },
            { name: "popups", test: popups },
            { name: "base", test: base, minShareCount: 2 },
            { name: "editor", test: editor, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
