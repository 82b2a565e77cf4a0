/**
 * Starts the console in the page.
 *
 * Reads  : the language chosen last.
 * Writes : the page.
 * Used by: `index.html`.
 */
import "./styles/main.css";
import ui from "@nuxt/ui/vue-plugin";
import urql from "@urql/vue";
import { createApp } from "vue";
import App from "./App.vue";
import { createGraphQLClient } from "./graphql/client.ts";
import { createLiveConnection, LiveConnectionKey } from "./graphql/live-connection.ts";
import { createMessages, preferredLanguage, showLanguage } from "./i18n/i18n.ts";
import { router } from "./router.ts";

const messages = createMessages();
await showLanguage(messages.global, preferredLanguage());

const connection = createLiveConnection();
createApp(App)
  .use(router)
  .use(messages)
  .use(ui)
  .use(urql, createGraphQLClient(connection))
  .provide(LiveConnectionKey, connection)
  .mount("#app");
