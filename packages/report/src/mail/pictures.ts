import { fileLook, TONES } from '@kanban/charts';
import type { Section } from '../contents.ts';
import { drawPng } from '../draw/draw.ts';

/** A picture that the mail shows by its content id. */
export interface MailPicture {
  readonly cid: string;
  readonly name: string;
  readonly content: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * CSS pixels. A mail client gives one picture to a phone and to a screen: drawn as for a narrow window, its words are
 * still read when a phone makes it a quarter smaller.
 */
const SIZE = [420, 280] as const;

export async function drawPicture(section: Section, key: string): Promise<MailPicture> {
  const look = fileLook(...SIZE);
  const spec = { ...section.spec(look), background: look.tone(TONES.card) };
  return {
    cid: `${section.id}.${key}@kanban-flow`,
    name: `${section.id}.png`,
    ...(await drawPng(spec)),
  };
}
