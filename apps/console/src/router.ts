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
    path: "/",
    component: () => import("./features/overview/OverviewPage.vue"),
    meta: { section: "overview" },
  },
  {
    path: "/destinations",
    component: () => import("./features/destinations/DestinationsPage.vue"),
    meta: { section: "destinations" },
  },
  {
    path: "/destinations/new",
    component: () => import("./features/destinations/setup/DestinationSetupPage.vue"),
    meta: { section: "destinations" },
  },
  {
    path: "/destinations/:destinationId",
    component: () => import("./features/destinations/DestinationPage.vue"),
    props: true,
    meta: { section: "destinations" },
  },
  {
    path: "/destinations/:destinationId/edit",
    component: () => import("./features/destinations/edit/DestinationEditPage.vue"),
    props: true,
    meta: { section: "destinations" },
  },
  {
    path: "/exports",
    component: () => import("./features/exports/ExportsPage.vue"),
    meta: { section: "exports" },
  },
  {
    path: "/exports/new",
    component: () => import("./features/exports/form/ExportFormPage.vue"),
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
    component: () => import("./features/exports/form/ExportFormPage.vue"),
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
  {
    path: "/segments",
    component: () => import("./features/segments/SegmentsPage.vue"),
    meta: { section: "segments" },
  },
  {
    path: "/segments/new",
    component: () => import("./features/segments/SegmentFormPage.vue"),
    meta: { section: "segments" },
  },
  {
    path: "/segments/:segmentId",
    component: () => import("./features/segments/SegmentFormPage.vue"),
    props: true,
    meta: { section: "segments" },
  },
  {
    path: "/profiles",
    component: () => import("./features/profiles/ProfilesPage.vue"),
    meta: { section: "profiles" },
  },
  {
    path: "/profiles/add-file",
    component: () => import("./features/profiles/AddFilePage.vue"),
    meta: { section: "profiles" },
  },
  {
    path: "/refresh",
    component: () => import("./features/refresh/RefreshPage.vue"),
    meta: { section: "refresh" },
  },
  {
    path: "/people/:profileId?",
    component: () => import("./features/persons/PersonPage.vue"),
    props: true,
    meta: { section: "profiles" },
  },
  {
    path: "/erasures",
    component: () => import("./features/erasures/ErasuresPage.vue"),
    meta: { section: "erasures" },
  },
  {
    path: "/erasures/:erasureId",
    component: () => import("./features/erasures/ErasurePage.vue"),
    props: true,
    meta: { section: "erasures" },
  },
  {
    path: "/audit",
    component: () => import("./features/audit/AuditPage.vue"),
    props: ({ query }) => ({ subjectId: query.subject ?? null }),
    meta: { section: "audit" },
  },
  {
    path: "/alerts",
    component: () => import("./features/alerts/AlertsPage.vue"),
    meta: { section: "alerts" },
  },
  {
    path: "/alerts/new",
    component: () => import("./features/alerts/AlertChannelPage.vue"),
    meta: { section: "alerts" },
  },
  {
    path: "/alerts/:channelId",
    component: () => import("./features/alerts/AlertChannelPage.vue"),
    props: true,
    meta: { section: "alerts" },
  },
  { path: "/:path(.*)*", component: () => import("./features/frame/NotFoundPage.vue") },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});
