import type { Progress } from '../terminal/progress.ts';

export const silentProgress: Progress = { stage() {}, at() {}, end() {}, clear() {} };
