/**
 * Icons without a network: `@iconify/vue` less its loader, so that an icon missing from the bundle shows nothing
 * instead of asking a server outside for it.
 *
 * Used by: the kit, through the alias in `vite.config.ts`.
 */
import { addIcon as addExactly, Icon, type IconifyIcon } from "@iconify/vue/offline";

export { Icon };

/** The offline build matches names as written, and the kit asks for `lucide-x` where the bundle says `lucide:x`. */
export function addIcon(name: string, data: IconifyIcon): boolean {
  addExactly(name, data);
  addExactly(name.replace(":", "-"), data);
  return true;
}

export const iconLoaded = (): boolean => true;
