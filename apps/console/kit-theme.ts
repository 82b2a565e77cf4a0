import type { NuxtUIOptions } from "@nuxt/ui/unplugin";

/** How the kit's components look here: 32 px controls, hairlines instead of shadows, full-strength hover. */
export const kitTheme: NonNullable<NuxtUIOptions["ui"]> = {
  colors: {
    primary: "indigo",
    neutral: "zinc",
    success: "green",
    info: "sky",
    warning: "amber",
    error: "red",
  },
  button: {
    slots: { base: "cursor-pointer disabled:cursor-not-allowed" },
    compoundVariants: [
      {
        color: "primary",
        variant: "solid",
        class: "hover:bg-primary/90 active:bg-primary/90 disabled:bg-primary aria-disabled:bg-primary",
      },
      {
        color: "error",
        variant: "solid",
        class: "hover:bg-error/90 active:bg-error/90 disabled:bg-error aria-disabled:bg-error",
      },
    ],
  },
  badge: { slots: { base: "font-medium whitespace-nowrap" } },
  formField: { slots: { label: "font-medium", description: "text-muted", error: "text-sm" } },
  modal: { slots: { footer: "justify-end", title: "text-base" } },
};
