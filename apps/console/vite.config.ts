import ui from "@nuxt/ui/vite";
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";
import { kitTheme } from "./kit-theme.ts";

/**
 * Keeps the kit inside `style-src 'self'`.
 *
 * Two of its plugins write `<style>` elements while the page runs (the palette, which `tokens.css` holds instead),
 * and its drawer brings a package that does the same and carries no licence.
 */
const kitWithoutRuntimeStyles = (): Plugin => ({
  name: "kit-without-runtime-styles",
  enforce: "pre",
  load(id) {
    if (/@nuxt\/ui\/dist\/runtime\/(plugins\/colors|vue\/plugins\/head)\.js$/.test(id)) {
      return "export default { install() {} }";
    }
    if (/@nuxt\/ui\/dist\/runtime\/components\/Drawer\.vue$/.test(id)) {
      return "<template><slot /></template>";
    }
    return undefined;
  },
});

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** What is left of vue-i18n's older ways of use, its global components and its devtools: nothing here needs them. */
const onlyComposition = {
  __VUE_I18N_LEGACY_API__: false,
  __VUE_I18N_FULL_INSTALL__: false,
  __INTLIFY_PROD_DEVTOOLS__: false,
};

export default defineConfig({
  define: onlyComposition,
  resolve: { alias: [{ find: /^@iconify\/vue$/, replacement: here("./src/ui/offline-icons.ts") }] },
  plugins: [
    kitWithoutRuntimeStyles(),
    vue(),
    ui({
      autoImport: false,
      components: false, // imported by hand: a reader sees where each comes from, and vue-tsc checks its props
      colorMode: false, // its switch writes a <style>; see use-theme.ts
      theme: { colors: ["primary", "success", "info", "warning", "error"] },
      experimental: { componentDetection: true },
      icon: { clientBundle: { scan: { globInclude: ["src/**/*.{vue,ts}"] }, sizeLimitKb: 64 } },
      ui: kitTheme,
    }),
  ],
  build: {
    manifest: true,
    // Sizes are held by scripts/route-sizes.test.ts, per route and compressed.
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    proxy: {
      "/graphql": { target: "http://127.0.0.1:4000", ws: true },
      "/files": "http://127.0.0.1:4000",
    },
  },
});
