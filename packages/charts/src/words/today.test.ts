import { describe, expect, test } from 'vitest';
import { attentionList } from '../attention-list.ts';
import { type AttentionAnswer, attentionWords } from './attention.ts';
import { type ChangesAnswer, changesWords } from './changes.ts';
import { blockedWords, type OpenItem, type OpenItemsAnswer, openOutlookWords } from './open-items.ts';

const AT = '2026-03-20T00:00:00.000000Z';
const about = {
  valueStream: 'main',
  timeZone: 'UTC',
  lastAuditId: 1,
  asOf: '2026-03-30T09:00:00.000000Z',
  isSettled: false,
  at: AT,
  parameters: {},
};

describe('how much there is to talk about', () => {
  const talk = (...kinds: AttentionAnswer['lines'][number]['kind'][]): AttentionAnswer => ({
    ...about,
    definitions: { version: 1, order: '', items: '', budgets: '', signals: '', weeks: '' },
    total: kinds.length,
    lines: kinds.map((kind) => ({
      kind,
      severity: 1,
      says: '',
      facts: {},
      reference: null,
      shortDesc: null,
      queue: null,
      assignee: null,
      since: null,
      link: '',
    })),
  });

  test('nothing, one, three and many', () => {
    expect(attentionWords(talk())).toMatch(/^Nothing stands out/);
    expect(attentionWords(talk('late'))).toBe('One thing: 1 late.');
    expect(attentionWords(talk('queueOverLimit', 'budgetBurning'))).toBe(
      '2 things: 1 queue over its limit and 1 error budget used up too fast.',
    );
    expect(attentionWords(talk('queueOverLimit', 'queueOverLimit'))).toBe(
      '2 things: 2 queues over their limits.',
    );
    expect(attentionWords(talk('late', 'late', 'starved'))).toBe('3 things: 2 late and 1 starved.');
    expect(
      attentionWords(talk('late', 'blocked', 'beyondPace', 'queueFull', 'starved', 'signal', 'growing')),
    ).toMatch(/^7 things: 1 late, .* and 2 more\.$/);
  });
});

test('a line says since when it is so, or when it is due as long as it is not late', () => {
  const line = {
    severity: 1,
    says: '',
    reference: 'A',
    shortDesc: 'A door',
    queue: null,
    assignee: null,
    link: '',
  };
  const when = (told: Pick<AttentionAnswer['lines'][number], 'kind' | 'facts' | 'since'>) =>
    attentionList
      .rows({
        ...about,
        definitions: { version: 1, order: '', items: '', budgets: '', signals: '', weeks: '' },
        total: 1,
        lines: [{ ...line, ...told }],
      })[0]
      ?.cells.at(-1);
  const facts = { deadlineAt: '2026-04-02T12:00:00.000000Z' };
  expect(when({ kind: 'likelyLate', facts, since: AT })).toBe('due 2 Apr 2026');
  expect(when({ kind: 'late', facts: {}, since: AT })).toBe('since 20 Mar 2026');
  expect(when({ kind: 'starved', facts: {}, since: null })).toBe('');
});

describe('what has changed', () => {
  const changed = (counts: Record<string, number>): ChangesAnswer =>
    ({
      ...about,
      from: AT,
      to: AT,
      definitions: { version: 1, finished: '', dropped: '', movedBack: '', deadlineBroken: '' },
      changes: Object.entries(counts).map(([change, items]) => ({ change, items, times: items })),
    }) as ChangesAnswer;

  test('nothing, one, three, and kinds that this does not know yet', () => {
    expect(changesWords(changed({ entered: 0, finished: 0 }))).toBe('Nothing has changed.');
    expect(changesWords(changed({ finished: 1 }))).toBe('1 item finished.');
    expect(changesWords(changed({ entered: 2, finished: 3, movedBack: 1 }))).toBe(
      '2 items entered, 3 finished and 1 moved back.',
    );
    expect(changesWords(changed({ limitChanged: 1 }))).toBe('1 item limit changed.');
  });
});

describe('open items', () => {
  const open = (...items: Partial<OpenItem>[]): OpenItemsAnswer =>
    ({
      ...about,
      items: items.map((item, n) => ({
        reference: `A-${n + 1}`,
        isBlocked: false,
        state: 'noDeadline',
        ...item,
      })),
      nextPage: null,
    }) as OpenItemsAnswer;

  test('that keep their promise or not: nobody, none promised, all well, one, many', () => {
    expect(openOutlookWords(open())).toBe('No item is open.');
    expect(openOutlookWords(open({}))).toBe('No open item has a deadline.');
    expect(openOutlookWords(open({ state: 'onTrack' }))).toBe('All on track: 1 open item with a deadline.');
    expect(openOutlookWords(open({ state: 'late' }, { state: 'onTrack' }))).toBe(
      'Of 2 open items with a deadline, 1 is late.',
    );
    expect(
      openOutlookWords(
        open({ state: 'late' }, { state: 'late' }, { state: 'likelyLate' }, { state: 'atRisk' }),
      ),
    ).toBe('Of 4 open items with a deadline, 2 are late, 1 is likely late and 1 is at risk.');
  });

  test('that are blocked: none, one, many, with and without a reason', () => {
    const blocked = (day: number, blockedReason: string | null = null) => ({
      isBlocked: true,
      blockedSince: `2026-03-${day}T00:00:00.000000Z`,
      blockedReason,
    });
    expect(blockedWords(open({}))).toBe('Nothing is blocked.');
    expect(blockedWords(open(blocked(15, 'vendor')))).toBe('One item is blocked: A-1 for 5 days: vendor.');
    expect(blockedWords(open(blocked(18), blocked(10), {}))).toBe(
      '2 items are blocked; A-2 for longest, 10 days.',
    );
  });

  test('are counted beside those of another day: better, worse, the same, and not where not all were read', () => {
    const blocked = { isBlocked: true, blockedSince: AT, blockedReason: null };
    expect(blockedWords(open(), open(blocked, blocked))).toBe(
      'Nothing is blocked. ▼ 2 less than before (2): better.',
    );
    expect(blockedWords(open(blocked, blocked), open(blocked))).toMatch(
      / ▲ 1 more than before \(1\): worse\.$/,
    );
    expect(openOutlookWords(open({ state: 'late' }), open({ state: 'atRisk' }, {}))).toBe(
      'Of 1 open item with a deadline, 1 is late. = the same as before.',
    );
    expect(blockedWords(open(), { ...open(blocked), nextPage: '/v1/work-items?after=x' })).toBe(
      'Nothing is blocked.',
    );
  });
});
