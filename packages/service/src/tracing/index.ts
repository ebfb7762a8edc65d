export type { EventTracer, Words } from './event-tracer.ts';
export { startTracing } from './tracing.ts';
