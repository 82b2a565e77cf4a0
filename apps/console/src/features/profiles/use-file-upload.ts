import { onScopeDispose, ref, shallowRef } from "vue";
import type { Failure } from "../../graphql/failure.ts";
import { uploadFile } from "./upload-file.ts";
import type { UploadedFile } from "./uploaded-file.ts";

export type UploadState =
  | { readonly step: "choose" }
  | { readonly step: "sending"; readonly fileName: string }
  | { readonly step: "refused"; readonly fileName: string; readonly failure: Failure }
  | { readonly step: "received"; readonly file: UploadedFile };

/** One file at a time on its way to the server. Leaving the screen, or starting over, stops it. */
export function useFileUpload() {
  const state = shallowRef<UploadState>({ step: "choose" });
  /** Of the bytes; when all are sent, the server is still reading the last of them. */
  const sentShare = ref(0);
  let stop = new AbortController();
  onScopeDispose(() => stop.abort());

  async function send(file: File) {
    startOver();
    state.value = { step: "sending", fileName: file.name };
    const sent = await uploadFile(file, {
      signal: stop.signal,
      onProgress: (share) => {
        sentShare.value = share;
      },
    });
    state.value = sent.ok
      ? { step: "received", file: sent.value }
      : { step: "refused", fileName: file.name, failure: sent.failure };
  }

  function startOver() {
    stop.abort();
    stop = new AbortController();
    sentShare.value = 0;
    state.value = { step: "choose" };
  }

  return { state, sentShare, send, startOver };
}
