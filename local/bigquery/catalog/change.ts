import type { Session } from '../engine/session.ts';
import { deletion, insertion, keyOf, type RecordKey, type StoredRecord } from './store.ts';

type Apply = (put: readonly StoredRecord[], removed: readonly RecordKey[]) => void;

/** Changes of the catalog that become durable with the transaction they are written in, and visible after it. */
export class CatalogChange {
  readonly #put: StoredRecord[] = [];
  readonly #removed: RecordKey[] = [];
  readonly #session: Session;
  readonly #apply: Apply;

  constructor(session: Session, apply: Apply) {
    this.#session = session;
    this.#apply = apply;
  }

  /** Adds a record, or puts it in the place of the one of that name. */
  async put(stored: StoredRecord): Promise<void> {
    await this.#session.run(...deletion(keyOf(stored)));
    await this.#session.run(...insertion(stored));
    this.#put.push(stored);
  }

  /** Removes a record. A dataset's tables and routines must have been removed. */
  async remove(key: RecordKey): Promise<void> {
    await this.#session.run(...deletion(key));
    this.#removed.push(key);
  }

  /** Shows the changes to everybody; to be called once the transaction is committed. */
  apply(): void {
    this.#apply(this.#put, this.#removed);
  }
}
