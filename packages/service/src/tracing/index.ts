export { type EventTracer, startTracing, type Words } from './tracing.ts';
