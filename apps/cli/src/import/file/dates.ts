import { type Instant, type WallClockTime, wallClock } from '@kanban/domain';
import { Refused } from '../../failure.ts';
import type { QualityReport } from '../quality.ts';
import type { FileForm } from './file-form.ts';
import { type DateOrder, dayOf, readDate, type WrittenDate } from './written-date.ts';

/** An instant, or a text that is not a date or needs the order of its numbers. */
export type Moment = Instant | UnsettledDate;

export interface UnsettledDate {
  readonly text: string;
  readonly line: number;
  readonly written: WrittenDate | undefined;
}

interface Place {
  readonly column: string;
  readonly line: number;
  readonly text: string;
}

const orderNames: Readonly<Record<DateOrder, string>> = {
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  ymd: 'year, month, day',
};

/** Reads the dates of one file, all of which have one order of day, month and year. Call `read` for all, then `settle`. */
export class Dates {
  readonly #form: FileForm;
  readonly #report: QualityReport;
  readonly #file: string;
  readonly #clock: (local: number) => WallClockTime;
  #order: DateOrder | undefined;
  /** The first date that shows the order. */
  #shownBy: Place | undefined;
  readonly #open: Place[] = [];
  #openCount = 0;
  #hasLocalTimes = false;

  /** `file`: how remarks call it; the log is not called. */
  constructor(form: FileForm, report: QualityReport, file = '') {
    this.#file = file;
    this.#form = form;
    this.#report = report;
    this.#clock = wallClock(form.timeZone);
    this.#order = form.dateOrder;
  }

  /** `isDay`: a date without a time stays that date at 00:00 UTC, as due dates are kept. */
  read(place: Place, { isDay = false } = {}): Moment {
    const { text, line } = place;
    const written = readDate(text.trim());
    const unsettled = { text, line, written };
    if (!written) return unsettled;
    if (isDay && written.time === 0 && !written.open) return written.day - (written.offset ?? 0);
    if (written.open && !written.isDotted) this.#look(place, written.open);
    return written.open && (isDay || !this.#order) ? unsettled : (this.#instantOf(unsettled) ?? unsettled);
  }

  /** The result of `read` for this text, if it was not an instant. */
  unsettled(line: number, text: string): UnsettledDate {
    return { text, line, written: readDate(text.trim()) };
  }

  /**
   * The instant of a moment after all have been read; undefined if it is not a date. Throws Refused if the order is
   * unknown.
   */
  settle(moment: Moment, { isDay = false } = {}): Instant | undefined {
    if (typeof moment === 'number') return moment;
    return this.#instantOf(moment, isDay);
  }

  /** Throws Refused, naming the rows, if the file does not show which number is the day and which the month. */
  refuseAmbiguous(path: string): void {
    if (this.#order || this.#openCount === 0) return;
    const [first] = this.#open as [Place];
    const lines = this.#open.map(({ line }) => line).join(', ');
    throw new Refused(
      `${path} does not show whether the day or the month comes first in ${first.column}: ${JSON.stringify(first.text)} can be both, ` +
        `and no date of the file has a day above 12 (${this.#openCount === 1 ? 'line' : 'lines'} ${lines}${this.#openCount > this.#open.length ? ', …' : ''}). ` +
        'Say it by --date-order dmy, mdy or ymd.',
    );
  }

  /** Why a text is no date of this file. */
  whyNone(moment: Moment): string {
    const { text, written } = moment as UnsettledDate;
    const shown = JSON.stringify(text.slice(0, 40));
    if (written && this.#order) {
      const by = this.#shownBy;
      const who = by ? `which line ${by.line} (${by.text}) shows` : 'as --date-order says';
      return `${shown} is no date in the order ${orderNames[this.#order]}, ${who}`;
    }
    return `${shown} is no instant like 2026-11-01T12:00:00.123456Z, 2026-11-01 12:00 or 01.11.2026 12:00`;
  }

  /** How the dates were read, for the report; empty when their text leaves no choice. */
  description(): string[] {
    const order = this.#openCount > 0 || this.#shownBy ? this.#order : undefined;
    return [
      ...(order ? [`dates as ${orderNames[order]}`] : []),
      ...(this.#hasLocalTimes ? [`times without an offset in ${this.#form.timeZone}`] : []),
    ];
  }

  #look(place: Place, [first, second]: readonly [string, string, string]): void {
    const [isFirstNoMonth, isSecondNoMonth] = [Number(first) > 12, Number(second) > 12];
    if (isFirstNoMonth !== isSecondNoMonth && !this.#order) {
      this.#order = isFirstNoMonth ? 'dmy' : 'mdy';
      this.#shownBy = place;
    } else if (!isFirstNoMonth && !isSecondNoMonth && Number(first) !== Number(second)) {
      this.#openCount++;
      if (this.#open.length < 10) this.#open.push(place);
    }
  }

  #instantOf({ written, line }: UnsettledDate, isDay = false): Instant | undefined {
    const day = written && this.#dayOf(written);
    if (written === undefined || day === undefined) return undefined;
    const { time, offset } = written;
    if (offset !== undefined) return plus(day - offset, time);
    if (isDay && time === 0) return day;
    this.#hasLocalTimes = true;
    const { at, isShown } = this.#clock(plus(day, time));
    if (isShown !== 'once')
      this.#report.note(
        isShown === 'twice' ? 'shownTwice' : 'neverShown',
        `${this.#file} line ${line}`.trim(),
      );
    return at;
  }

  #dayOf({ open, isDotted, day }: WrittenDate): number | undefined {
    if (!open) return day;
    const [first, second, third] = open;
    const order = this.#form.dateOrder ?? (isDotted ? 'dmy' : this.#order);
    if (order === 'mdy') return dayOf(third, first, second);
    if (order === 'ymd') return dayOf(first, second, third);
    return dayOf(third, second, first);
  }
}

/** Rounded down beyond the precision of a number: the last microsecond of a day must not become the next day. */
function plus(day: number, time: number): number {
  return Number.isSafeInteger(day + time) ? day + time : day + Math.floor(time / 32) * 32;
}
