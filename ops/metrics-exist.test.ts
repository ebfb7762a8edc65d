import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPool } from '@kanban/schema';
import type { MetricObject, Registry } from 'prom-client';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createMeasurements as createBoardMeasurements } from '../apps/board-api/src/measurements.ts';
import { createMeasurements } from '../apps/metrics-api/src/measurements.ts';
import { createMetrics as createNotifierMetrics } from '../apps/notifier/src/monitoring/metrics.ts';
import { createMetrics as createRelayMetrics } from '../apps/relay/src/monitoring/metrics.ts';

interface Query {
  readonly where: string;
  readonly expr: string;
  readonly legend: string;
}

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
// Never connects: nothing is scraped here.
const pool = createPool('mysql://nobody@127.0.0.1:1/none');
afterAll(() => pool.end());

const registries: Registry[] = [
  createRelayMetrics(pool, 1_000).registry,
  createNotifierMetrics().registry,
  createMeasurements().registry,
  createBoardMeasurements().registry,
];

/** Names as Prometheus sees them, with the labels that may be asked for. */
const labelsOf = new Map<string, Set<string>>();
for (const metric of registries.flatMap((registry) => registry.getMetricsAsArray())) {
  const { name, type, labelNames = [] } = metric as MetricObject & { labelNames?: string[] };
  const series = String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
  for (const one of series) labelsOf.set(one, new Set([...labelNames, 'le', 'instance', 'job']));
}

const alerts = parse(read('prometheus/alerts.yml')) as {
  groups: { rules: { alert: string; expr: string }[] }[];
};
const dashboard = JSON.parse(read('grafana/kanban-delivery.json')) as {
  panels: { title: string; targets?: { expr: string; legendFormat?: string }[] }[];
};
const queries: Query[] = [
  ...alerts.groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr }) => ({ where: `alert ${alert}`, expr, legend: '' })),
  ),
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat = '' }) => ({ where: `panel ${title}`, expr, legend: legendFormat })),
  ),
];

const metricsIn = (expr: string) =>
  [...expr.matchAll(/\b(?:kanban|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
const labelsIn = (expr: string) =>
  [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/,\s*/));

describe.each(queries)('$where: $expr', ({ expr, legend }) => {
  test('asks for metrics and labels that a process really tells', () => {
    const metrics = metricsIn(expr);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) {
      expect([...labelsOf.keys()]).toContain(metric);
      for (const label of labelsIn(expr)) expect([...(labelsOf.get(metric) ?? [])]).toContain(label);
    }
    for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(labelsIn(expr)).toContain(label);
  });
});

test('whatever relay and notifier count of ours stands in the dashboard', () => {
  const shown = new Set(queries.flatMap(({ expr }) => metricsIn(expr)));
  const ours = [...labelsOf.keys()].filter((name) => /^kanban_(?!http|outbox|deliveries$)/.test(name));
  const hidden = ours.filter((name) => !shown.has(name) && !/_(sum|count)$/.test(name));
  expect(hidden).toEqual([]);
});

test('docs/running.md speaks of metrics that exist', () => {
  const named = [...read('../docs/running.md').matchAll(/`(kanban_[a-z_]+)/g)].map(([, name]) =>
    String(name),
  );
  expect(named.length).toBeGreaterThan(5);
  const known = new Set([...labelsOf.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  // Roles have such names too.
  const roles = new Set(['kanban_housekeeper']);
  expect(named.filter((name) => !known.has(name) && !roles.has(name))).toEqual([]);
});
