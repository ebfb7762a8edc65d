export { isLoopback } from './loopback.ts';
export { serveMonitoring } from './monitoring-server.ts';
export { runService, type Service, type ServiceDescription } from './run-service.ts';
export * from './settings.ts';
