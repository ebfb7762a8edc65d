import { expect, it } from 'vitest';
import { asMarkdown } from './as-markdown.ts';
import { transitions } from './transitions.ts';

const tables = ['outbox_events', 'deliveries', 'collections'] as const;

it('STATES.md says what the data say', async () => {
  const parts = tables.map(
    (table) => `## ${table}\n\n${asMarkdown(transitions.filter((each) => each.table === table))}\n`,
  );
  const text = [
    '# States and transitions of the ledger\n',
    `Made from [\`src/states/\`](src/states/) by \`states.test.ts\`: \`npx vitest run --project unit packages/ledger -u\`. An arrow from
a state to itself changes other columns of the row. The state \`none\` means that the row does not exist.
\`transitions.db.test.ts\` runs each statement on a row in every state and finds exactly these arrows.
The triggers of the board write an event. It is \`waiting\` until it is fanned out, \`open\` while one of its deliveries is open,
and then \`processed\`. A collection is \`over\` two days after its \`due_at\`.
`,
    ...parts,
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../../STATES.md');
});
