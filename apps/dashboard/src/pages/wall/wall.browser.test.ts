import { readFileSync } from 'node:fs';
import { pretendClock, serviceDatabases } from '@kanban/schema/testing';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { SOON } from '../../testing/browser.ts';
import { kanban } from '../../testing/processes.ts';
import { metAtTheWall, neverMetAtTheWall, refusedInSql } from '../../testing/refusals-of-the-wall.ts';
import { runningWall, wallStage } from '../../testing/running-wall.ts';

const card = (page: Page, reference: string): Locator => page.locator(`[data-card="${reference}"] article`);
const head = (page: Page, queue: string): Locator => page.locator(`.queue-head[data-queue="${queue}"]`);
const said = (page: Page) => expect.poll(() => page.locator('.said').textContent(), SOON);
const dialog = (page: Page) => page.locator('dialog[open]');

/** The cards of a column as they stand on the page. */
function column(page: Page, queue: string) {
  return expect.poll(
    () =>
      page
        .locator(`.cell[data-column="${queue}"] .wall-card:not([hidden])`)
        .evaluateAll((cards) => cards.map((each) => (each as HTMLElement).dataset.card).join('')),
    SOON,
  );
}

/** What has the focus, as a screen reader names it. */
function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
}

const stage = wallStage();

describe.each(serviceDatabases())('the wall on $name', (server) => {
  const wall = runningWall(server, stage);
  // What the page alone does is the same on every server.
  const onPage = test.runIf(server.name === serviceDatabases()[0]?.name);
  const rows = (statement: string, ...values: unknown[]) => wall().sql(statement, ...values);
  const places = async (queue: string) =>
    (
      await rows(
        `SELECT i.reference FROM queue_places p JOIN work_items i ON i.id = p.item_id
         JOIN queue_state s ON s.queue_id = p.queue_id WHERE s.queue_name = ? ORDER BY p.place_rank`,
        queue,
      )
    )
      .flat()
      .join('');
  const entries = async (reference: string) =>
    (await rows('SELECT COUNT(*) FROM audit_log WHERE reference = ?', reference))[0]?.[0];

  test('a card is moved by menu, keys and mouse, refused and undone, and the focus stays on it', async () => {
    const page = await wall().open('ada');
    await page.getByRole('button', { name: 'Move B …' }).click();
    const ways = dialog(page).locator('.ways > li');
    await expect.poll(() => ways.count(), SOON).toBe(7);
    expect(await ways.nth(3).textContent()).toContain('test holds 3 of 3');
    expect(await ways.nth(3).getByRole('button').getAttribute('aria-disabled')).toBe('true');
    await ways.nth(2).getByRole('button').click();
    await dialog(page).getByLabel('or before').selectOption('E');
    await said(page).toBe('B moved from backlog to development, place 2.');
    await column(page, 'development').toBe('DBE');
    expect(await places('development')).toBe('DBE');
    expect(await focused(page)).toBe('B B of backlog');
    await page.getByRole('button', { name: 'Undo' }).click();
    await said(page).toBe('B moved from development to backlog, place 2.');
    expect(await places('backlog')).toBe('ABC');
    expect(
      await rows(
        "SELECT actor, source, reason FROM audit_log WHERE reference = 'B' ORDER BY id DESC LIMIT 1",
      ),
    ).toEqual([['ada', 'board', 'undo']]);

    // By keys, from the card that has the focus.
    expect(await focused(page)).toBe('B B of backlog');
    await page.keyboard.press('Control+Shift+ArrowUp');
    await said(page).toBe('B moved within backlog, place 1.');
    await column(page, 'backlog').toBe('BAC');
    expect(await places('backlog')).toBe('BAC');
    await page.keyboard.press('Control+Shift+ArrowRight');
    await said(page).toBe('B moved from backlog to triage, place 1.');
    await page.keyboard.press('Control+Shift+ArrowRight');
    await said(page).toBe('B moved from triage to development, place 3.');
    expect(await focused(page)).toBe('B B of backlog');
    await page.keyboard.press('Control+Shift+ArrowRight');
    await said(page).toMatch(/^B was not moved to test\. test holds 3 of 3/);
    await column(page, 'development').toBe('DEB');
    expect(await card(page, 'B').locator('.card-refusal').textContent()).toContain('test holds 3 of 3');
    expect(await focused(page)).toBe('B B of backlog');
    await page.keyboard.press('Control+z');
    await said(page).toBe('B moved from development to triage, place 1.');
    await page.keyboard.press('Control+z');
    await said(page).toBe('B moved from triage to backlog, place 1.');
    expect(await places('backlog')).toBe('BAC');
    expect(await entries('B')).toBe(7);

    // By mouse.
    await drag(page, 'A', await placeOf(card(page, 'E'), 0.1));
    await said(page).toBe('A moved from backlog to development, place 2.');
    expect(await places('development')).toBe('DAE');
    await hold(page, 'B', await placeOf(card(page, 'X'), 0.9));
    await expect
      .poll(() => head(page, 'test').locator('.queue-refusal').textContent(), SOON)
      .toContain('test holds 3 of 3');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await column(page, 'backlog').toBe('BC');
    await page.getByLabel('Order by').selectOption('age');
    await drag(page, 'C', await placeOf(card(page, 'B'), 0.1));
    await said(page).toMatch(/not ordered by place/);
    await drag(page, 'C', await placeOf(head(page, 'uat'), 0.5));
    await said(page).toBe('C moved from backlog to uat, place 1.');
    expect(await places('backlog')).toBe('B');
  });

  test('others’ moves are seen within two seconds, by two browsers and SQL, and all agree; what is deleted in the hand stays so', async () => {
    const ada = await wall().open('ada');
    const grace = await wall().open('ada');
    await expect.poll(() => ada.locator('.updated').textContent(), SOON).toMatch(/live/i);
    await rows("UPDATE queues SET queue_name = 'uat' WHERE reference = 'X'");
    const since = Date.now();
    for (const page of [ada, grace]) await column(page, 'uat').toBe('X');
    expect(Date.now() - since).toBeLessThan(2_000);
    await card(ada, 'D').press('Control+Shift+ArrowRight');
    await said(ada).toBe('D moved from development to test, place 3.');
    await column(grace, 'test').toBe('YZD');

    await ada.bringToFront();
    await hold(ada, 'A', await placeOf(card(ada, 'E'), 0.1));
    await rows("CALL delete_item('A')");
    await ada.mouse.up();
    await said(ada).toMatch(/^A was not moved to development\. .*deleted/);
    for (const page of [ada, grace]) await column(page, 'backlog').toBe('BC');
    await column(ada, 'development').toBe('E');
    await kanban(wall().database.url, 'verify');
  });

  test('all that is done to cards: edit, block, comment, check off, attach, link, delete, restore, add, fast track, and several at once', async () => {
    await rows(
      "INSERT INTO members (name, may_move, may_edit, may_fast_track) VALUES ('ada', TRUE, TRUE, TRUE)",
    );
    await rows(
      "INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'triage'), ('backlog', 'development')",
    );
    const page = await wall().open('ada');
    await card(page, 'A').press('Enter');
    const open = dialog(page);
    await open.getByText('Edit', { exact: true }).click();
    await open.getByLabel('Short description').fill('Another text');
    await open.getByLabel('Assignee').fill('grace');
    await open.getByLabel('Due').fill('2027-01-15');
    await open.getByRole('button', { name: 'Save' }).click();
    await said(page).toBe('A is saved.');
    const follow = open.getByRole('button', { name: 'Follow this item' });
    await follow.click();
    await open
      .getByRole('alert')
      .getByText(/ada has no e-mail address; an administrator enters it in members/)
      .waitFor();
    await rows("UPDATE members SET email = 'ada@example.com' WHERE name = 'ada'");
    await follow.press('Enter');
    await said(page).toBe('You follow A.');
    const unfollow = open.getByRole('button', { name: 'Stop following' });
    await expect
      .poll(() => unfollow.evaluate((button) => button === document.activeElement), SOON)
      .toBe(true);
    expect(await rows('SELECT reference, member FROM subscriptions')).toEqual([['A', 'ada']]);
    await open.getByLabel('What is in its way?').fill('no answer');
    await open.getByRole('button', { name: 'Block' }).click();
    await said(page).toBe('A is blocked.');
    await open.getByLabel('Another line').fill('ask again');
    await open.getByRole('button', { name: 'Add to the checklist' }).click();
    await open.getByLabel('ask again').check();
    await open.getByLabel('Your comment').fill('<b>asked</b>');
    await open.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect.poll(() => open.locator('.comment-body').allTextContents(), SOON).toEqual(['<b>asked</b>']);
    await open.getByLabel('Name', { exact: true }).fill('the mail');
    await open.getByLabel('Address').fill('https://example.com/mail');
    await open.getByRole('button', { name: 'Attach' }).click();
    await open.getByRole('link', { name: 'the mail' }).waitFor();
    await open.getByLabel('Waits for the item').fill('E');
    await open.getByRole('button', { name: 'Link' }).click();
    await open.getByRole('button', { name: 'Wait for E no more' }).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => card(page, 'A').textContent(), SOON)
      .toMatch(/Another text.*Blocked: no answer.*grace.*due 15 Jan 2027.*waits for 1 other.*1 of 1 checked/);
    await expect.poll(() => focused(page), SOON).toBe('A Another text, blocked');

    await card(page, 'A').press('Enter');
    await dialog(page).getByRole('button', { name: 'Stop following' }).click();
    await said(page).toBe('You no longer follow A.');
    await dialog(page).getByRole('button', { name: 'Follow this item' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Unblock' }).click();
    await said(page).toBe('A is not blocked.');
    await dialog(page).getByRole('button', { name: 'Delete …' }).click();
    await dialog(page).getByRole('button', { name: 'Yes, delete it' }).click();
    await said(page).toBe('A is deleted.');
    await column(page, 'backlog').toBe('BC');
    await dialog(page)
      .getByText(/deleted it on/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Restore' }).click();
    await said(page).toBe('A is back in backlog.');
    expect(await places('backlog')).toBe('ABC');
    expect(
      await rows(
        "SELECT actor, source FROM field_history WHERE reference = 'A' AND field = 'short_desc' ORDER BY id DESC LIMIT 1",
      ),
    ).toEqual([['ada', 'board']]);
    await page.keyboard.press('Escape');

    // Added by keyboard; full, what was typed stays.
    await card(page, 'D').press('n');
    await dialog(page).getByLabel('Short description').fill('new here');
    await dialog(page)
      .getByLabel(/^Reference/)
      .fill('N-1');
    await page.keyboard.press('Enter');
    await said(page).toBe('N-1 is added to development, place 3.');
    await expect.poll(() => focused(page), SOON).toBe('N-1 new here');
    await page.keyboard.press('n');
    await dialog(page).getByLabel('Short description').fill('one too many');
    await page.keyboard.press('Enter');
    await dialog(page)
      .getByText(/development holds 3 of 3/)
      .waitFor();
    expect(await dialog(page).getByLabel('Short description').inputValue()).toBe('one too many');
    await page.keyboard.press('Escape');

    // All or none; those in the way are named.
    await card(page, 'A').press('Control+a');
    await page.getByRole('group', { name: 'Selected cards' }).getByRole('button', { name: 'Move …' }).click();
    await dialog(page).getByLabel('Column').selectOption('development');
    await dialog(page).getByRole('button', { name: 'Move them all' }).click();
    await dialog(page).getByText('Nothing was changed. In the way:').waitFor();
    expect(await dialog(page).locator('.plain-list li').allTextContents()).toEqual([
      expect.stringMatching(/^A: development holds 3 of 3/),
      expect.stringMatching(/^B: development holds 3 of 3/),
      expect.stringMatching(/^C: development holds 3 of 3/),
    ]);
    expect(await places('backlog')).toBe('ABC');
    await dialog(page).getByLabel('Column').selectOption('triage');
    await dialog(page).getByRole('button', { name: 'Move them all' }).click();
    await said(page).toBe('3 changed.');
    await column(page, 'triage').toBe('ABC');

    // Past the workflow with a reason.
    await card(page, 'A').press('m');
    await dialog(page).getByRole('button', { name: /^uat/ }).click();
    await dialog(page)
      .getByLabel(/^Why by fast track/)
      .fill('the customer waits');
    await page.keyboard.press('Enter');
    await said(page).toMatch(/^A moved from triage to uat/);
    expect(await rows("SELECT reason FROM audit_log WHERE reference = 'A' ORDER BY id DESC LIMIT 1")).toEqual(
      [['the customer waits']],
    );
  });

  test('every refusal that a person can meet is met, with the sentence that an SQL client gets, and changes nothing', async () => {
    const listed = readFileSync(new URL('../../../../../sql/REFERENCE.md', import.meta.url), 'utf8');
    const numbers = [...listed.matchAll(/^\| (9\d{3}) \| /gm)].map(([, number]) => Number(number));
    const known = [...Object.keys(metAtTheWall), ...Object.keys(neverMetAtTheWall)].map(Number);
    expect(known.toSorted()).toEqual(numbers);

    await rows(
      "INSERT INTO members (name, may_move, may_edit, may_fast_track) VALUES ('ada', TRUE, TRUE, TRUE)",
    );
    await rows("INSERT INTO work_items (reference) VALUES ('OFF')");
    const page = await wall().open('ada');
    // What others do is not known here when the person acts.
    await page.route(/\/v1\/wall\?/, (route) => route.abort());
    const other = await wall().database.pool.getConnection();
    const does = async (what: (typeof metAtTheWall)[number]['causes']) => {
      if (typeof what === 'function') await what(wall(), other);
      else for (const statement of what ?? []) await other.query(statement);
    };
    // Moves first: the dialog of a card stays open from then on.
    const inOrder = Object.entries(metAtTheWall).toSorted(
      ([, a], [, b]) => Number(a.inDialog ?? false) - Number(b.inDialog ?? false),
    );
    for (const [number, { causes, act, inSql, undo }] of inOrder) {
      await does(causes);
      const before = await rows('SELECT COUNT(*), MAX(id) FROM audit_log');
      const place = await act(page, wall());
      await place.waitFor();
      const sentence = await place.textContent();
      const refused = await refusedInSql(wall().login, 'ada', inSql);
      expect([refused.number, sentence]).toEqual([Number(number), expect.stringContaining(refused.sentence)]);
      expect(await rows('SELECT COUNT(*), MAX(id) FROM audit_log')).toEqual(before);
      await does(undo);
      const ok = place.getByRole('button', { name: 'OK' });
      if ((await ok.count()) > 0) await ok.click();
    }
    other.release();
  });

  onPage(
    'a lost answer, a killed API, a lost line, a database away, an ended session: done once, the person told, nothing typed lost',
    async () => {
      const page = await wall().open('ada');
      const { browser, cable, origin } = wall();
      origin.losesAnswers = true;
      await card(page, 'A').press('Control+Shift+ArrowRight');
      await said(page).toMatch(/does not answer\. The move of A to triage is sent again/);
      await column(page, 'triage').toBe('A');
      origin.losesAnswers = false;
      await said(page).toBe('A moved from backlog to triage, place 1.');

      await browser.context.setOffline(true);
      await card(page, 'D').press('Control+Shift+ArrowDown');
      await expect.poll(() => card(page, 'D').locator('.card-sending').count(), SOON).toBe(1);
      await browser.context.setOffline(false);
      await said(page).toBe('D moved within development, place 2.');
      expect(await places('development')).toBe('ED');

      cable.cut();
      await card(page, 'C').press('Enter');
      await expect.poll(() => dialog(page).locator('.form-refusal').count(), SOON).toBe(1);
      await page.keyboard.press('Escape');
      await card(page, 'C').press('Control+Shift+ArrowRight');
      await expect.poll(() => card(page, 'C').locator('.card-sending').count(), SOON).toBe(1);
      await column(page, 'triage').toBe('AC');
      expect(await places('triage')).toBe('A');
      await cable.mend();
      await said(page).toBe('C moved from backlog to triage, place 2.');

      // The session ends while a comment is typed.
      await card(page, 'E').press('Enter');
      await dialog(page).getByLabel('Your comment').fill('typed before the session ended');
      await rows('DELETE FROM sessions');
      await dialog(page).getByRole('button', { name: 'Comment', exact: true }).click();
      await page.getByLabel('Your name').fill('ada');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect
        .poll(() => dialog(page).locator('.comment-body').allTextContents(), SOON)
        .toEqual(['typed before the session ended']);
      expect(await rows('SELECT body, created_by FROM comments')).toEqual([
        ['typed before the session ended', 'ada'],
      ]);
      await page.keyboard.press('Escape');
      await card(page, 'A').press('Enter');
      await dialog(page).getByLabel('Your comment').fill('typed meanwhile');
      await wall().stopBoard('SIGKILL');
      await dialog(page).getByRole('button', { name: 'Comment', exact: true }).click();
      await dialog(page)
        .getByText(/What you typed is kept/)
        .waitFor();
      expect(await dialog(page).getByLabel('Your comment').inputValue()).toBe('typed meanwhile');
      await page.keyboard.press('Escape');
      await card(page, 'B').press('Control+Shift+ArrowRight');
      await expect.poll(() => card(page, 'B').locator('.card-sending').count(), SOON).toBe(1);
      // Whoever is told of a change asks for the wall.
      await rows("UPDATE work_items SET short_desc = 'told' WHERE reference = 'C'");
      await expect.poll(() => page.locator('.wall-look').getAttribute('data-look'), SOON).toBe('outdated');
      // The move goes on after a reload, with its key.
      await page.reload();
      await wall().startBoard();
      await said(page).toBe('B moved from backlog to triage, place 3.');
      expect(await places('triage')).toBe('ACB');
      expect(
        await rows(
          "SELECT reference, COUNT(*) FROM audit_log WHERE to_queue = 'triage' GROUP BY reference ORDER BY reference",
        ),
      ).toEqual([
        ['A', 1],
        ['B', 1],
        ['C', 1],
      ]);
      await card(page, 'A').press('Enter');
      expect(await dialog(page).getByLabel('Your comment').inputValue()).toBe('typed meanwhile');
      await dialog(page).getByRole('button', { name: 'Comment', exact: true }).click();
      await expect
        .poll(() => dialog(page).locator('.comment-body').allTextContents(), SOON)
        .toEqual(['typed meanwhile']);
      expect(await rows("SELECT COUNT(*) FROM comments WHERE body = 'typed meanwhile'")).toEqual([[1]]);

      // Who does not sign in again is told, and the card goes back.
      await page.keyboard.press('Escape');
      await rows('DELETE FROM sessions');
      await card(page, 'E').press('Control+Shift+ArrowDown');
      await page.getByLabel('Your name').waitFor();
      await page.keyboard.press('Escape');
      await said(page).toBe('E was not moved to development. You are not signed in: nothing was done.');
      await column(page, 'development').toBe('ED');
      expect(await places('development')).toBe('ED');
      await page.getByRole('button', { name: 'Sign in …' }).waitFor();
    },
  );

  onPage('what was typed survives a reload, and over somebody else’s text the person chooses', async () => {
    const page = await wall().open('ada');
    await card(page, 'D').press('n');
    await dialog(page).getByLabel('Short description').fill('typed before the reload');
    await page.keyboard.press('Escape');
    await card(page, 'A').press('Enter');
    await dialog(page).getByText('Edit', { exact: true }).click();
    await dialog(page).getByLabel('Short description').fill('mine');
    // The address of the open card opens it again.
    await page.reload();
    const open = dialog(page);
    await expect.poll(() => open.getByLabel('Short description').inputValue(), SOON).toBe('mine');
    await rows("UPDATE work_items SET short_desc = 'theirs' WHERE reference = 'A'");
    await open.getByText(/changed it while you were typing/).waitFor();
    await open.getByRole('button', { name: 'Save', exact: true }).click();
    const both = open.locator('.both-texts tbody tr');
    await expect.poll(() => both.allTextContents(), SOON).toEqual(['short desctheirsmine']);
    expect(await rows("SELECT short_desc FROM work_items WHERE reference = 'A'")).toEqual([['theirs']]);
    await open.getByRole('button', { name: 'Save mine over theirs' }).click();
    await said(page).toBe('A is saved.');
    expect(await rows("SELECT short_desc FROM work_items WHERE reference = 'A'")).toEqual([['mine']]);
    await page.keyboard.press('Escape');
    await card(page, 'D').press('n');
    expect(await dialog(page).getByLabel('Short description').inputValue()).toBe('typed before the reload');
  });

  onPage(
    'anybody sees the board: filters, lanes, folded and finished columns stand in the address, for a stand-up too',
    async () => {
      await rows("UPDATE work_items SET short_desc = 'a needle', assignee = 'grace' WHERE reference = 'Y'");
      await rows("UPDATE work_items SET date_due = '2020-01-01' WHERE reference IN ('D', 'Z')");
      await rows("INSERT INTO work_items (reference) VALUES ('OLD'), ('NEW')");
      const connection = await wall().database.pool.getConnection();
      await pretendClock(connection);
      await connection.query('SET timestamp = UNIX_TIMESTAMP() - 30 * 86400');
      await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('OLD', 'production')");
      await connection.query('SET timestamp = DEFAULT');
      connection.release();
      await rows("INSERT INTO queues (reference, queue_name) VALUES ('NEW', 'production')");

      const page = await wall().open(null);
      await column(page, 'backlog').toBe('ABC');
      expect(await page.locator('.queue-head h2').allTextContents()).toEqual([
        'backlog',
        'triage',
        'development',
        'test',
        'uat',
        'production',
        'drop',
      ]);
      expect(await head(page, 'test').locator('.queue-count').textContent()).toBe('3 of 3 full');
      expect(await page.getByRole('button', { name: /^Move/ }).count()).toBe(0);

      await column(page, 'production').toBe('NEW');
      expect(await head(page, 'production').locator('.queue-count').textContent()).toBe('2');
      await head(page, 'production').getByRole('button', { name: 'all 2' }).click();
      await column(page, 'production').toBe('OLDNEW');

      await page.getByLabel('Find cards').pressSequentially('NEEDLE a');
      await column(page, 'test').toBe('Y');
      expect(await head(page, 'test').textContent()).toMatch(/3 of 3 full.*shows 1 of 3/);
      await expect.poll(() => new URL(page.url()).searchParams.get('search'), SOON).toBe('NEEDLE a');
      await page.getByRole('button', { name: 'Show all cards' }).click();

      // A stand-up: what needs talk, from right to left, then what one person has.
      await page.getByRole('button', { name: 'To talk about' }).click();
      await column(page, 'test').toBe('Z');
      await column(page, 'development').toBe('D');
      await column(page, 'backlog').toBe('');
      expect(new URL(page.url()).searchParams.get('only')).toBe('attention');
      await expect.poll(() => card(page, 'Z').locator('.new-here').count(), SOON).toBe(1);
      await card(page, 'Z').focus();
      await page.keyboard.press('ArrowLeft');
      expect(await focused(page)).toBe('D D of development');
      await page.getByRole('button', { name: 'Show all cards' }).click();
      await page.getByRole('button', { name: /^grace/ }).click();
      await column(page, 'test').toBe('Y');
      expect(new URL(page.url()).searchParams.get('assignee')).toBe('grace');
      await page.getByRole('button', { name: 'Show all cards' }).click();

      await page.getByLabel('Lanes by').selectOption('classOfService');
      await expect
        .poll(() => page.locator('.lane-name').allTextContents(), SOON)
        .toEqual(['expedite', 'standard']);
      await head(page, 'backlog').getByRole('button', { name: 'backlog', exact: true }).click();
      await page.reload();
      await expect.poll(() => head(page, 'backlog').locator('[aria-expanded="false"]').count(), SOON).toBe(1);
      await column(page, 'backlog').toBe('');
      expect(await head(page, 'backlog').locator('.queue-count').textContent()).toBe('3');

      // More than are drawn at first: in the end every card is on the page.
      const many = Array.from({ length: 120 }, (_, n) => `M${n}`);
      await wall().database.pool.query('INSERT INTO work_items (reference) VALUES ?', [
        many.map((reference) => [reference]),
      ]);
      await wall().database.pool.query('INSERT INTO queues (reference, queue_name) VALUES ?', [
        many.map((reference) => [reference, 'backlog']),
      ]);
      const full = await wall().open(null);
      await expect.poll(() => full.locator('[data-column="backlog"] .wall-card').count(), SOON).toBe(123);
    },
  );

  onPage(
    'is used by keyboard and screen reader alone, as docs/wall.md says, and axe finds no fault, dark or light',
    async () => {
      const page = await wall().open('ada', '&lanes=classOfService');
      await column(page, 'development').toBe('DE');
      const faultsInBoth = async () => {
        const faults: string[] = [];
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          faults.push(...(await faultsOf(page)));
        }
        return faults;
      };
      expect(await faultsInBoth()).toEqual([]);
      const heard = (part: Locator) => expect.poll(() => part.ariaSnapshot(), SOON);
      await heard(head(page, 'test')).toBe(
        [
          '- heading "test" [level=2]:',
          '  - button "test" [expanded]',
          '- paragraph: 3 of 3 full',
          '- button "Add a card to test": + Add',
        ].join('\n'),
      );
      await heard(page.locator('.cell[data-column="backlog"][data-lane="expedite"] > ul')).toBe(
        [
          '- list "backlog, expedite":',
          '  - listitem:',
          '    - article "B B of backlog":',
          '      - checkbox "Select B"',
          '      - button "B"',
          '      - button "Move B …": Move …',
          '      - paragraph: B of backlog',
          '      - list:',
          '        - listitem: nobody',
          '        - listitem: expedite',
          '        - listitem: under 1 hour here new',
        ].join('\n'),
      );

      // Tab comes to the wall once, and arrows go on from there.
      await page.locator('#search').focus();
      const spot = () => page.evaluate(() => document.activeElement?.getAttribute('data-spot') ?? null);
      for (let press = 0; press < 30 && (await spot()) === null; press += 1) await page.keyboard.press('Tab');
      expect(await spot()).toBe('head backlog');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('B B of backlog');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('A A of backlog');
      await page.keyboard.press('?');
      await dialog(page).getByRole('heading', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');

      await page.keyboard.press('m');
      await dialog(page).locator('.ways').waitFor();
      expect(await faultsInBoth()).toEqual([]);
      const menu = page.getByRole('dialog', { name: 'Move A', exact: true });
      await menu.getByRole('button', { name: 'triage', exact: true, expanded: false }).waitFor();
      await menu.getByRole('button', { name: /^test test holds 3 of 3/, disabled: true }).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const bottom = menu.getByRole('button', { name: 'To triage', exact: true });
      await expect
        .poll(() => bottom.evaluate((button) => button === document.activeElement), SOON)
        .toBe(true);
      await page.keyboard.press('Enter');
      await said(page).toBe('A moved from backlog to triage, place 1.');
      expect(await page.locator('.said').getAttribute('role')).toBe('status');
      await expect.poll(() => focused(page), SOON).toBe('A A of backlog');
      await page.keyboard.press('Control+z');
      await said(page).toBe('A moved from triage to backlog, place 1.');
      await page.keyboard.press('Enter');
      await dialog(page).getByText('Edit', { exact: true }).click();
      expect(await faultsInBoth()).toEqual([]);
    },
  );

  onPage('in a low window, as at 200 %, nothing lies over anything else', async () => {
    const page = await wall().open('ada', '', { width: 720, height: 450 });
    await card(page, 'A').waitFor();
    const gaps = () =>
      page.evaluate(() => {
        const boxOf = (wanted: string) => document.querySelector(wanted)?.getBoundingClientRect();
        const [people, grid, bottom] = ['.people', '.wall', '.bottom'].map(boxOf);
        return [(grid?.top ?? 0) - (people?.bottom ?? 0), (bottom?.top ?? 0) - (grid?.bottom ?? 0)];
      });
    for (const [width, height] of [
      [720, 450],
      [641, 640],
      [641, 821],
      [1001, 641],
      [1280, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(async () => [width, Math.min(0, ...(await gaps()))], SOON).toEqual([width, 0]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  onPage('who signs in, and who adds a card, begins in the first field', async () => {
    const page = await wall().open(null);
    await page.getByRole('button', { name: 'Sign in …' }).click();
    await page.getByLabel('Your name').waitFor();
    await page.keyboard.type('ada');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.getByRole('button', { name: /^Add a card to backlog/ }).click();
    await dialog(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.matches('form :is(input, textarea)'))).toBe(
      true,
    );
  });

  onPage(
    'a phone shows one column at a time; a tap opens, and a card is moved with one thumb, by the menu',
    async () => {
      const page = await wall().open('ada', '', { width: 390, height: 844 });
      const finger = await fingerOn(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      const top = async (reference: string) => (await card(page, reference).boundingBox())?.y ?? 844;
      await expect.poll(() => top('A'), SOON).toBeLessThan(450);
      await page.getByRole('button', { name: 'Filters' }).click();
      await page.getByLabel('Find cards').waitFor();
      await page.getByRole('button', { name: 'Filters' }).click();
      const seen = () =>
        page.locator('.queue-head').evaluateAll((heads) =>
          heads
            .filter((each) => {
              const { left, right } = each.getBoundingClientRect();
              return left >= 0 && right <= 390;
            })
            .map((each) => (each as HTMLElement).dataset.queue),
        );
      await expect.poll(seen, SOON).toEqual(['backlog']);
      await finger.tap(await placeOf(card(page, 'B').locator('.card-desc'), 0.5));
      await dialog(page).getByRole('heading', { name: 'B', exact: true }).waitFor();
      await page.keyboard.press('Escape');

      await page.getByLabel('Column').selectOption('development');
      await expect.poll(seen, SOON).toEqual(['development']);
      const button = page.getByRole('button', { name: 'Move D …' });
      const { height = 0 } = (await button.boundingBox()) ?? {};
      expect(height).toBeGreaterThanOrEqual(24);
      await button.click();
      await dialog(page).getByRole('button', { name: 'uat' }).click();
      await dialog(page).getByRole('button', { name: 'To uat' }).click();
      await said(page).toBe('D moved from development to uat, place 1.');
    },
  );
});

async function placeOf(element: Locator, share: number): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height * share };
}

/** Takes a card to a place and keeps it in the hand. */
async function hold(page: Page, reference: string, to: { x: number; y: number }): Promise<void> {
  const from = await placeOf(card(page, reference).locator('.card-desc'), 0.5);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 6, from.y + 6, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.locator('.in-hand').waitFor();
}

async function drag(page: Page, reference: string, to: { x: number; y: number }): Promise<void> {
  await hold(page, reference, to);
  await page.mouse.up();
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A finger: the browser makes of a touch what a phone makes of it. */
async function fingerOn(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  return {
    async tap(at: Point) {
      await browser.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
      await browser.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
  };
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  });
}
