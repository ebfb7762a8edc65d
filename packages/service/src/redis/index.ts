export { type ConnectOptions, connectRedis, type RedisClient } from './connect-redis.ts';
