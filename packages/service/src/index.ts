export { accessTokens, tokenCheck } from './access-tokens.ts';
export { type FailPoint, failPoint, failPointToArm } from './fail-point.ts';
export { isLoopback } from './loopback.ts';
export { serveMonitoring } from './monitoring-server.ts';
export { processSettings } from './process-settings.ts';
export { redisUrl } from './redis/redis-address.ts';
export { runService, type Service, type ServiceDescription } from './run-service.ts';
export * from './settings.ts';
export { type Watchdog, watchdogOf } from './watchdog.ts';
