import { useEventListener } from "@vueuse/core";

/** Ctrl or ⌘ with a letter, from anywhere on the page. */
export function useCommandKey(letter: string, action: () => void): void {
  useEventListener("keydown", (event: KeyboardEvent) => {
    if (
      event.key.toLowerCase() !== letter ||
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    action();
  });
}
