import { join } from 'node:path';
import { rowCountSql } from '../core/keys-sql.ts';
import { type Counts, daysThatDiffer, partsThatDiffer, spansOfDays, spansOfParts } from '../core/ledger.ts';
import {
  LEDGER_DAYS_SQL,
  MAKE_SEARCH_SQL,
  STRAYS_SQL,
  addFoundRowsSql,
  addLedgerRowsSql,
  partsHoldingSql,
  unseenSql,
  writeGoneSql,
  writeStraysSql,
} from '../core/ledger-sql.ts';
import type { LedgerPart } from '../core/manifest.ts';
import { type DaySpan, allOf, createdUntil, inSpans } from '../portal/soql.ts';
import { type Listing, listKeys, listKeysById } from './list-keys.ts';
import { fetchObject } from './open-load.ts';

/** Times that the search goes on where rows have moved from day to day. */
const MOST_ROUNDS = 4;
/** Spans of days in one question: SODA2 carries them in the address. */
const SPANS_PER_REQUEST = 40;
/** Share of all settled rows that is listed at most: beyond it, all rows are. */
const MOST_LISTED = 0.25;
/** Rows that are listed whatever the share. */
const ALWAYS_LISTED = 1_000;

/** The settled rows as the last load left them. */
export interface SettledLedger {
  readonly createdUntil: string;
  readonly rows: number;
  readonly ledger: readonly LedgerPart[];
}

/** Settled rows that are no longer there, and what else the ledger has to learn. */
export interface SettledLoss {
  /** Keys of the rows that are gone, as many as were sought. */
  readonly gone: string;
  /** Keys of rows that are there, but on another day than the ledger says. */
  readonly strays: string;
  /** Indexes of the parts that hold any of both. */
  readonly touched: ReadonlySet<number>;
}

/**
 * Finds the settled rows that are gone, of which `lost` are known to be: by counts of months, then of days, and by the
 * keys of days that differ. A row that is held for such a day and not listed is asked for by its identifier, for it may
 * have another day now. No row comes to the settled ones, so as many rows as are lost, shown to be gone, are all of them.
 * @returns undefined where they are not found, or where listing all keys costs no more
 * @throws PortalError, LakeError
 */
export async function findSettledLoss(
  listing: Listing,
  settled: SettledLedger,
  lost: number,
): Promise<SettledLoss | undefined> {
  return new SettledSearch(listing, settled).find(lost);
}

class SettledSearch {
  readonly #listing: Listing;
  readonly #settled: SettledLedger;
  readonly #isSettled: string;
  readonly #field: string;
  readonly #partsRead = new Set<number>();
  readonly #daysListed = new Set<string>();
  readonly #there = new Map<string, number>();
  #files = 0;

  constructor(listing: Listing, settled: SettledLedger) {
    this.#listing = listing;
    this.#settled = settled;
    this.#isSettled = createdUntil(settled.createdUntil);
    this.#field = listing.workshop.plan.reportField;
  }

  async find(lost: number): Promise<SettledLoss | undefined> {
    for (const sql of MAKE_SEARCH_SQL) await this.#rows(sql);
    const months = await this.#countsBy('date_trunc_ym', [undefined], 7);
    for (let round = 0; months && round < MOST_ROUNDS; round += 1) {
      const corrections = await this.#corrections();
      await this.#readParts(partsThatDiffer(this.#settled.ledger, months, corrections));
      const held = countsOf(await this.#rows(LEDGER_DAYS_SQL));
      const days = daysThatDiffer(held, this.#there, corrections).filter((day) => !this.#daysListed.has(day));
      if (days.length === 0 || !days.every(isDay) || this.#isTooMuch(days)) return undefined;
      await this.#listDays(days);
      const unseen = (await this.#rows(unseenSql([...this.#daysListed]))).map(([id]) => String(id));
      if (unseen.length > 0) await this.#found(await listKeysById(this.#listing, unseen, this.#folder()));
      const loss = await this.#loss();
      if (loss.rows >= lost) return loss.rows === lost ? loss : undefined;
    }
    return undefined;
  }

  /** Rows of the portal by the beginning of a date; undefined where it is none that can be asked for. */
  async #countsBy(
    truncation: string,
    conditions: readonly (string | undefined)[],
    length: number,
  ): Promise<Counts | undefined> {
    const counts = new Map<string, number>();
    for (const condition of conditions) {
      const where = allOf(this.#isSettled, condition);
      const found = await this.#listing.portal.countsBy(`${truncation}(${this.#field})`, where);
      for (const [text, rows] of found) counts.set(text.slice(0, length), rows);
    }
    return [...counts.keys()].every((key) => key === '' || key.length === length) ? counts : undefined;
  }

  /** What is held of parts not looked at yet, and how many rows of each of their days the portal has. */
  async #readParts(differing: readonly number[]): Promise<void> {
    const { lake, scratch } = this.#listing.workshop;
    const { ledger } = this.#settled;
    const parts = differing.filter((part) => !this.#partsRead.has(part));
    for (const part of parts) {
      const object = ledger[part]?.keys;
      if (object) await this.#rows(addLedgerRowsSql(await fetchObject(lake, object, join(scratch, 'ledger')), part));
      this.#partsRead.add(part);
    }
    const counts = await this.#countsBy('date_trunc_ymd', this.#conditions(spansOfParts(ledger, parts)), 10);
    for (const [day, rows] of counts ?? []) this.#there.set(day, rows);
  }

  /** Conditions that name the spans, of which none is for all rows. */
  #conditions(spans: readonly DaySpan[]): readonly (string | undefined)[] {
    if (spans.some(({ from, until }) => from === '' && until === undefined)) return [undefined];
    const conditions: string[] = [];
    for (let start = 0; start < spans.length; start += SPANS_PER_REQUEST) {
      conditions.push(inSpans(this.#field, spans.slice(start, start + SPANS_PER_REQUEST)));
    }
    return conditions;
  }

  #isTooMuch(days: readonly string[]): boolean {
    const rows = days.reduce((total, day) => total + (this.#there.get(day) ?? 0), 0);
    return rows > Math.max(this.#settled.rows * MOST_LISTED, ALWAYS_LISTED);
  }

  async #listDays(days: readonly string[]): Promise<void> {
    for (const condition of this.#conditions(spansOfDays(days))) {
      await this.#found(await listKeys(this.#listing, allOf(this.#isSettled, condition), this.#folder()));
    }
    for (const day of days) this.#daysListed.add(day);
  }

  async #found(files: readonly { readonly path: string }[]): Promise<void> {
    if (files.length > 0) await this.#rows(addFoundRowsSql(files.map(({ path }) => path)));
  }

  /** By how many rows the days are off, since some are there on another day. */
  async #corrections(): Promise<Counts> {
    const corrections = new Map<string, number>();
    const add = (day: unknown, rows: number): void =>
      void corrections.set(String(day), (corrections.get(String(day)) ?? 0) + rows);
    for (const [before, now, rows] of await this.#rows(STRAYS_SQL)) {
      add(before, -Number(rows));
      add(now, Number(rows));
    }
    return corrections;
  }

  async #loss(): Promise<SettledLoss & { readonly rows: number }> {
    const { scratch } = this.#listing.workshop;
    const [gone, strays] = [join(scratch, 'gone.parquet'), join(scratch, 'strays.parquet')];
    await this.#rows(writeGoneSql([...this.#daysListed], gone));
    await this.#rows(writeStraysSql(strays));
    const [[rows] = []] = await this.#rows(rowCountSql(gone));
    const touched = new Set((await this.#rows(partsHoldingSql([gone, strays]))).map(([part]) => Number(part)));
    return { gone, strays, touched, rows: Number(rows) };
  }

  #rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return this.#listing.workshop.engine.rows(sql);
  }

  #folder(): string {
    this.#files += 1;
    return `settled-${this.#files}`;
  }
}

/** Days that can be asked for. */
const isDay = (day: string): boolean => day === '' || (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)));

const countsOf = (rows: readonly (readonly unknown[])[]): Counts =>
  new Map(rows.map(([key, count]) => [String(key), Number(count)]));
