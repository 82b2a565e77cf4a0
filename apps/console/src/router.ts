/** Every address of the console. Each page is its own chunk; `section` marks its link in the sidebar. */
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import type { Section } from "./features/frame/navigation.ts";

declare module "vue-router" {
  interface RouteMeta {
    section?: Section;
  }
}

const routes: RouteRecordRaw[] = [
  {
    path: "/exports",
    component: () => import("./features/exports/ExportsPage.vue"),
    meta: { section: "exports" },
  },
  {
    path: "/exports/new",
    component: () => import("./features/exports/ExportFormPage.vue"),
    props: ({ query }) => ({ destinationId: query.destination ?? null }),
    meta: { section: "exports" },
  },
  {
    path: "/exports/:exportId",
    component: () => import("./features/exports/ExportPage.vue"),
    props: true,
    meta: { section: "exports" },
  },
  {
    path: "/exports/:exportId/edit",
    component: () => import("./features/exports/ExportFormPage.vue"),
    props: true,
    meta: { section: "exports" },
  },
  {
    path: "/runs",
    component: () => import("./features/export-runs/RunsPage.vue"),
    meta: { section: "runs" },
  },
  {
    path: "/runs/:runId",
    component: () => import("./features/export-runs/RunPage.vue"),
    props: true,
    meta: { section: "runs" },
  },
  { path: "/:path(.*)*", component: () => import("./features/frame/NotFoundPage.vue") },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});
