/** Builders and fakes for tests, here and in the server. */
export { aPreparedContact, aReadyRow } from "./a-contact.ts";
export { aMatching, someTargets } from "./a-matching.ts";
export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { type FakeAnswer, type FakeTransport, fakeTransport } from "./fake-transport.ts";
export { localClock } from "./local-clock.ts";
export { memorySpools } from "./memory-spool.ts";
