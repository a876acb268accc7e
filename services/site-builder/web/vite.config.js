import { defineConfig } from "vite";

// Two pages, every file but the two fingerprinted. Nothing inline: the pages live under
// `script-src 'self'`. The output goes where Maven picks it up for the jar.
export default defineConfig({
  build: {
    outDir: process.env.PLAT_WEB_OUT ?? "../target/web-dist/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    chunkSizeWarningLimit: 1_500,
    rollupOptions: { input: { dashboard: "dashboard.html", editor: "editor.html" } },
  },
});
