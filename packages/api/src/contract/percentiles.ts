import { z } from '@hono/zod-openapi';

const MOST_PERCENTILES = 20;
const form = new RegExp(`^\\d{1,3}(\\.\\d{1,6})?(,\\d{1,3}(\\.\\d{1,6})?){0,${MOST_PERCENTILES - 1}}$`);

/** The parameter `percentiles`: numbers over 0, up to 100. */
export const percentileList = z
  .string()
  .max(200)
  .regex(form, `up to ${MOST_PERCENTILES} numbers over 0 up to 100, separated by commas`)
  .default('50,70,85,95')
  .openapi({ example: '50,85' });
