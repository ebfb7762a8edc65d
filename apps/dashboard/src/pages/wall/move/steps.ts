import type { App } from '../../../app/context.ts';
import { select } from '../card/select.ts';
import { targetAt } from '../model/arrange.ts';
import type { Tools } from '../tools.ts';

/** Where a key was pressed. */
export interface Place {
  readonly host: HTMLElement;
  readonly spot: HTMLElement;
  readonly queue: string;
  /** Null: the head of the column. */
  readonly reference: string | null;
  readonly key: string;
}

export const ORDER_IS_OTHER =
  'The wall is not ordered by place, so a place within a column would not be seen. Order it by place first.';

const SIDEWAYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** The head of a column and its cards that are shown. */
function spotsOf(host: HTMLElement, column: string): HTMLElement[] {
  const spots = host.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(column)}"] [data-spot]`);
  return [...spots].filter((each) => !each.closest('[hidden]'));
}

function cardOf(spot: HTMLElement | undefined): string | undefined {
  return spot?.closest<HTMLElement>('[data-card]')?.dataset.card;
}

function queuesOf({ wall }: Tools): readonly string[] {
  return wall.answer.peek()?.queues.map(({ name }) => name) ?? [];
}

/** From card to card, and to the columns beside. */
export function goTo({ host, spot, queue, key }: Place, tools: Tools): void {
  const here = spotsOf(host, queue);
  const index = here.indexOf(spot);
  const sideways = SIDEWAYS[key];
  if (sideways !== undefined) {
    const queues = queuesOf(tools);
    const next = spotsOf(host, queues[queues.indexOf(queue) + sideways] ?? '');
    next[Math.min(index, next.length - 1)]?.focus();
    return;
  }
  const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: here.length - 1 }[key] ?? index;
  here[to]?.focus();
}

/** Shift+arrows: this card and the next one. */
export function extendSelection(reference: string, { host, spot, queue, key }: Place, tools: Tools): void {
  const selected = tools.wall.selected.peek();
  if (!selected.has(reference)) select(tools, reference);
  const here = spotsOf(host, queue);
  const step = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
  const next = here[here.indexOf(spot) + step];
  const to = cardOf(next);
  if (!next || to === undefined || step === 0) return;
  next.focus();
  if (!selected.has(to)) select(tools, to);
}

/** Ctrl+Shift+arrows: to the column beside, or past the card above or below. */
export function pushCard(reference: string, { host, queue, key }: Place, app: App, tools: Tools): void {
  const { mover, wall } = tools;
  const sideways = SIDEWAYS[key];
  if (sideways !== undefined) {
    const queues = queuesOf(tools);
    const to = queues[queues.indexOf(queue) + sideways];
    if (to === undefined) wall.say(`“${queue}” is the ${sideways < 0 ? 'first' : 'last'} column.`);
    else void mover.move(reference, { queue: to });
    return;
  }
  if (app.view.peek().order !== 'place') {
    wall.say(ORDER_IS_OTHER);
    return;
  }
  const isDown = key === 'ArrowDown';
  const shown = spotsOf(host, queue).flatMap((each) => cardOf(each) ?? []);
  const beside = shown[shown.indexOf(reference) + (isDown ? 1 : -1)];
  if (beside === undefined) {
    wall.say(`${reference} is the ${isDown ? 'last' : 'first'} one of ${queue}.`);
    return;
  }
  const others = (wall.columns.peek().get(queue) ?? []).filter((each) => each !== reference);
  void mover.move(reference, targetAt(queue, others, others.indexOf(beside) + (isDown ? 1 : 0)));
}
