import { describe, expect, test } from "vitest";
import { effectScope, nextTick, ref } from "vue";
import { useCursorTrail } from "./use-cursor-trail.ts";

describe("useCursorTrail", () => {
  test("goes forth by the page's end and back by where it came from", () => {
    const trail = useCursorTrail(50);
    const pageInfo = ref<{ endCursor: string | null; hasNextPage: boolean } | undefined>({
      endCursor: "a",
      hasNextPage: true,
    });
    const next = trail.nextAfter(pageInfo);
    expect([trail.after.value, trail.firstPosition.value, trail.previous.value]).toEqual([null, 1, null]);

    next.value?.();
    expect([trail.after.value, trail.firstPosition.value]).toEqual(["a", 51]);
    pageInfo.value = { endCursor: "b", hasNextPage: false };
    expect(next.value).toBeNull();

    trail.previous.value?.();
    expect([trail.after.value, trail.previous.value]).toEqual([null, null]);
  });

  test("starts over with another filter", async () => {
    const filter = ref("all");
    const scope = effectScope();
    const trail = scope.run(() => useCursorTrail(50, [filter]));
    trail?.nextAfter(ref({ endCursor: "a", hasNextPage: true })).value?.();
    expect(trail?.after.value).toBe("a");

    filter.value = "failed";
    await nextTick();
    expect(trail?.after.value).toBeNull();
    scope.stop();
  });
});
