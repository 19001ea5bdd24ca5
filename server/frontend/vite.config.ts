import { defineConfig } from "vite";
import { licences } from "./licences";
import { strictCsp } from "./strict-csp";

// One script and one style sheet with fixed names: the server links them with the version of the package in the query.
export default defineConfig({
  base: "./",
  plugins: [strictCsp(), licences()],
  build: {
    outDir: "../static/editor",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: "src/editor.ts",
      output: {
        entryFileNames: "editor.js",
        chunkFileNames: "[name].js",
        assetFileNames: "editor[extname]",
        inlineDynamicImports: true,
      },
    },
  },
});
