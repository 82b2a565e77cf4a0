/** The parts of the console, in the order of the sidebar; `key` names the words and matches `meta.section` of a route. */
export const NAVIGATION = [
  {
    key: "work",
    links: [
      { key: "overview", to: "/", icon: "i-lucide-house" },
      { key: "exports", to: "/exports", icon: "i-lucide-send" },
      { key: "runs", to: "/runs", icon: "i-lucide-activity" },
    ],
  },
  {
    key: "data",
    links: [
      { key: "segments", to: "/segments", icon: "i-lucide-users" },
      { key: "profiles", to: "/profiles", icon: "i-lucide-contact" },
      { key: "refresh", to: "/refresh", icon: "i-lucide-refresh-cw" },
    ],
  },
  {
    key: "admin",
    links: [
      { key: "destinations", to: "/destinations", icon: "i-lucide-plug" },
      { key: "alerts", to: "/alerts", icon: "i-lucide-bell" },
      { key: "erasures", to: "/erasures", icon: "i-lucide-user-x" },
      { key: "audit", to: "/audit", icon: "i-lucide-scroll-text" },
    ],
  },
] as const;

export type Section = (typeof NAVIGATION)[number]["links"][number]["key"];
