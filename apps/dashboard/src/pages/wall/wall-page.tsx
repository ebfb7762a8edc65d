import './wall.css';
import { untracked, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { flash, MOST } from '../../live/use-flash.ts';
import { splitNames } from '../../view/names.ts';
import { allOpenItems } from './asks.ts';
import { WallBar } from './bar/wall-bar.tsx';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { BulkDialog } from './bulk/bulk-dialog.tsx';
import { AddDialog } from './dialogs/add-dialog.tsx';
import { CardDialog } from './dialogs/card-dialog.tsx';
import { HelpDialog } from './dialogs/help-dialog.tsx';
import { SignInDialog } from './dialogs/sign-in-dialog.tsx';
import { Grid } from './grid/grid.tsx';
import { LookNote } from './grid/look-note.tsx';
import { isSameOutlook, NO_OUTLOOK, outlookOf } from './model/look-of-card.ts';
import { MoveDialog } from './move/move-dialog.tsx';
import { UndoNote } from './move/undo-note.tsx';
import { createTools, ToolsContext } from './tools.ts';

/** While nothing is told of changes. */
const ASK_AGAIN_MS = 2_000;
const AGES_MS = 60_000;

export function WallPage() {
  const app = useApp();
  const { board, view } = app;
  const tools = useMemo(() => createTools(app), []);
  const { acts, mover, wall } = tools;

  useEffect(() => {
    void wall.askSession();
    mover.resume();
    const again = () => {
      const isTold = board.told.peek()?.isLive === true && wall.failure.peek() === null;
      if (!document.hidden && !isTold) void wall.refresh();
    };
    const timers = [setInterval(again, ASK_AGAIN_MS), setInterval(() => wall.arrange(), AGES_MS)];
    return () => {
      for (const timer of timers) clearInterval(timer);
      mover.stop();
      acts.stop();
      wall.stop();
    };
  }, []);

  useSignalEffect(() => {
    const stream = board.stream.value?.name ?? view.value.stream;
    if (stream !== null) wall.show({ stream, whole: splitNames(view.value.whole) });
  });

  // The page asks again when it is told of a change, and when it is seen again.
  useSignalEffect(() => {
    void board.round.value;
    untracked(() => void wall.refresh());
  });

  useSignalEffect(() => {
    const changed = wall.changed.value;
    // Once they are drawn where they are now.
    if (changed.length <= MOST) setTimeout(() => flashCards(changed));
  });

  useSignalEffect(() => {
    const { answer } = board.remote(allOpenItems).value;
    if (!answer || wall.columns.value.size === 0) return;
    const known = new Map(answer.items.map((item) => [item.reference, outlookOf(item, answer.timeZone)]));
    for (const { reference, outlook } of wall.entries.values()) {
      const now = known.get(reference) ?? NO_OUTLOOK;
      if (!isSameOutlook(outlook.peek(), now)) outlook.value = now;
    }
  });

  return (
    <ToolsContext.Provider value={tools}>
      <WallBar />
      <LookNote />
      <Grid />
      <BulkBar />
      <UndoNote />
      <p class="visually-hidden said" role="status">
        {wall.said}
      </p>
      <MoveDialog />
      <CardDialog />
      <AddDialog />
      <BulkDialog />
      <HelpDialog />
      <SignInDialog />
    </ToolsContext.Provider>
  );
}

function flashCards(references: readonly string[]): void {
  for (const reference of references) {
    const element = document.querySelector(`[data-card="${CSS.escape(reference)}"]`);
    if (element) flash(element);
  }
}
