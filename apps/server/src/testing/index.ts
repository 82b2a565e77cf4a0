export { growHistory, type History } from "./grow-history.ts";
export { type Screen, screensOf } from "./screens.ts";
