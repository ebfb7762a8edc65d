import type { WorkItemAnswer } from '@kanban/api';
import { formatInstant } from '@kanban/domain';
import { optionalInstant } from '../../answer/envelope.ts';
import {
  loadItemAttachments,
  loadItemBlocks,
  loadItemChanges,
  loadItemChecklists,
  loadItemComments,
  loadItemLinks,
  loadRelatedItems,
} from '../../load/item-details.ts';
import type { Snapshot } from '../../load/snapshot.ts';

/** Nobody keeps what these were at a past instant; the answer says so, lest they seem empty. */
const NOT_KEPT: WorkItemAnswer['notKept'] = ['comments', 'checklists', 'attachments', 'links'];

/** What there is about an item besides its way. Of a deleted one: what is kept by its id. */
export async function readDetails(snapshot: Snapshot, itemId: number, reference: string) {
  const blocks = await loadItemBlocks(snapshot, itemId);
  const changes = await loadItemChanges(snapshot, itemId);
  const fields = {
    blocks: blocks.map(({ blockedAt, unblockedAt, ...block }) => ({
      ...block,
      blockedAt: formatInstant(blockedAt),
      unblockedAt: optionalInstant(unblockedAt),
    })),
    changes: changes.map(({ at, ...change }) => ({ ...change, at: formatInstant(at) })),
    ...(snapshot.asOf === undefined
      ? { ...(await readPresent(snapshot, reference)), notKept: [] }
      : { comments: [], checklists: [], attachments: [], links: [], related: [], notKept: NOT_KEPT }),
  };
  return { blocks, fields };
}

async function readPresent(snapshot: Snapshot, reference: string) {
  const comments = await loadItemComments(snapshot, reference);
  const checklists = await loadItemChecklists(snapshot, reference);
  const attachments = await loadItemAttachments(snapshot, reference);
  const links = await loadItemLinks(snapshot, reference);
  const others = new Set(links.flatMap(({ from, to }) => [from, to]).filter((each) => each !== reference));
  const related = await loadRelatedItems(snapshot, [...others]);
  return {
    comments: comments.map(({ body, createdAt, createdBy, updatedAt }) => ({
      body,
      writtenAt: optionalInstant(createdAt),
      writtenBy: createdBy,
      changedAt: updatedAt === createdAt ? null : optionalInstant(updatedAt),
    })),
    checklists: checklists.map(({ isDone, doneAt, ...each }) => ({
      ...each,
      isDone: isDone === 1,
      doneAt: optionalInstant(doneAt),
    })),
    attachments: attachments.map(({ createdAt, createdBy, ...each }) => ({
      ...each,
      addedAt: optionalInstant(createdAt),
      addedBy: createdBy,
    })),
    links,
    related: related.map(({ finishedAt, ...each }) => ({ ...each, isFinished: finishedAt !== null })),
  };
}
