import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const popups =
  /node_modules\/(@base-ui|@floating-ui)\/|src\/ui\/(Dialog|Menu|PageMenuChoices|Progress|SelectField|TextField|ToastLayer)\./;

export default defineConfig({
  plugins: [react()],
  css: { transformer: "lightningcss" },
  resolve: { dedupe: ["yjs", "lib0", "y-protocols", "react", "react-dom"] },
  build: {
    outDir: "dist/page",
    target: "es2023",
    sourcemap: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      // The page takes only types and constants from the protocol's modules; the schemas stay with the server.
      treeshake: { manualPureFunctions: ["Type"] },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: "react",
              test: /node_modules\/(react|react-dom|react-router|scheduler|use-sync-external-store)\//,
            },
            // Menus, dialogs and the like, which open once the page is there.
            { name: "popups", test: popups },
          ],
        },
      },
    },
  },
});
