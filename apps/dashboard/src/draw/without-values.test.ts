import { cumulativeFlow, screenLook } from '@kanban/charts';
import { sampleAnswers } from '@kanban/charts/sample-answers';
import { expect, test } from 'vitest';
import { withoutValues } from './without-values.ts';

test('a specification whose named data alone differ has the same frame', () => {
  const answer = sampleAnswers.cumulativeFlow?.(30) as Parameters<typeof cumulativeFlow.spec>[0];
  const spec = cumulativeFlow.spec(answer, screenLook(600, 300));
  const { frame, values } = withoutValues(spec);
  expect([...values.keys()]).toEqual(['bands', 'instants']);
  const other = JSON.parse(JSON.stringify(spec)) as { layer: { data: { values: object[] } }[] };
  other.layer[0]?.data.values.pop();
  expect(withoutValues(other as never).frame).toBe(frame);
  expect(withoutValues({ ...spec, width: 601 } as typeof spec).frame).not.toBe(frame);
});
