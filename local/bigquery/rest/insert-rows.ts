import { lockKey, relationOf } from '../catalog/relations.ts';
import { tableName, touchTable } from '../catalog/tables.ts';
import type { TableRecord } from '../catalog/records.ts';
import { notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import { type WriteScope, writeTables } from '../engine/write.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, objects, optionalText, requiredObject } from '../http/json-fields.ts';
import type { Route } from '../http/router.ts';
import { defaultValues } from '../jobs/default-values.ts';
import { faultField, faultMessage, jsonRowsSql } from '../load/json-rows.ts';
import { stagedRows, stagedTexts, stageTexts } from '../load/staging.ts';
import type { Warehouse } from '../warehouse.ts';
import { requestScope } from './request-scope.ts';

/** Rows that a request may carry, as in the service. */
const maximumRows = 50_000;
/** Ids of rows that are remembered, and for how many milliseconds: a repeated row is inserted once, as far as they reach. */
const rememberedIds = 100_000;
const rememberedFor = 60_000;

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/insertAll */
export function insertRowsRoutes(warehouse: Warehouse): readonly Route[] {
  const recent = new RecentIds();
  return [
    {
      method: 'POST',
      path: '/projects/:projectId/datasets/:datasetId/tables/:tableId/insertAll',
      answer: async ({ path: { projectId = '', datasetId = '', tableId = '' }, body }) => {
        const name = tableName(projectId, { datasetId, tableId });
        const table = warehouse.catalog.table(datasetId, tableId);
        if (table === undefined) throw notFound('Table', name);
        if (table.type !== 'TABLE')
          throw new WarehouseError('invalid', `Cannot add rows to a table of type ${table.type}.`);
        if (optionalText(body, 'templateSuffix')) {
          throw new WarehouseError('invalid', 'not supported by the local warehouse: templateSuffix');
        }
        const rows = objects(body, 'rows');
        if (rows.length === 0) throw new WarehouseError('invalid', 'No rows present in the request.');
        if (rows.length > maximumRows)
          throw new WarehouseError(
            'invalid',
            `Too many rows present in the request, limit: ${maximumRows} row count: ${rows.length}.`,
          );
        const ids = rows.map((row) => optionalText(row, 'insertId'));
        // A table made anew under the name has none of the rows of the one before it.
        const key = `${name}@${table.creationTime}`;
        const isNew = recent.news(key, ids);
        const faults = await requestScope(warehouse, (scope) =>
          insertRows(warehouse, scope, projectId, table, rows, isNew, body),
        );
        const isInserted = (index: number) =>
          !faults.has(index) && (faults.size === 0 || flag(body, 'skipInvalidRows'));
        recent.remember(
          key,
          ids.filter((_, index) => isInserted(index)),
        );
        return { kind: 'bigquery#tableDataInsertAllResponse', ...insertErrors(rows.length, faults, body) };
      },
    },
  ];
}

/** Inserts rows that are new and right, unless one is wrong and none may be left out. Gives what is wrong, by row. */
async function insertRows(
  warehouse: Warehouse,
  scope: WriteScope,
  projectId: string,
  table: TableRecord,
  rows: readonly JsonObject[],
  isNew: (index: number) => boolean,
  options: JsonObject,
): Promise<ReadonlyMap<number, string>> {
  const { session } = scope;
  const texts = rows.map((row) => JSON.stringify(requiredObject(row, 'json')));
  await stageTexts(
    session,
    1,
    texts.map((text, index) => ({ file: isNew(index) ? 1 : 0, position: index, texts: [text] })),
  );
  return writeTables(scope, [lockKey(table)], async (change) => {
    const present = scope.catalog.table(table.datasetId, table.tableId);
    if (present === undefined) throw notFound('Table', tableName(projectId, table));
    const defaults = defaultValues(warehouse, projectId, present.fields);
    const sql = jsonRowsSql(
      present.fields,
      stagedTexts,
      { isLenient: flag(options, 'ignoreUnknownValues'), hasJsonTexts: true },
      defaults,
    );
    await session.run(`CREATE OR REPLACE TEMP TABLE "$rows" AS ${sql}`);
    const faults = await readFaults(session);
    if (faults.size > 0 && !flag(options, 'skipInvalidRows')) return faults;
    const columns = present.fields.map((field) => quoteName(field.name)).join(', ');
    const values = present.fields.map((_, index) => `v${index}`).join(', ');
    const added = await session.change(
      `INSERT INTO ${relationOf(present)} (${columns}) SELECT ${values} FROM ${stagedRows} JOIN ${stagedTexts} USING (n) ` +
        'WHERE fault IS NULL AND file = 1 ORDER BY n',
    );
    if (added > 0) await touchTable(change, present);
    return faults;
  });
}

async function readFaults(session: Session): Promise<ReadonlyMap<number, string>> {
  const rows = await session.rows(`SELECT n, fault FROM ${stagedRows} WHERE fault IS NOT NULL ORDER BY n`);
  return new Map(rows.map(([n, fault]) => [Number(n), String(fault)]));
}

/** One wrong row keeps the others out too, unless the caller has told to leave wrong ones out. */
function insertErrors(count: number, faults: ReadonlyMap<number, string>, options: JsonObject): object {
  if (faults.size === 0) return {};
  const invalid = [...faults].map(([index, fault]) => ({
    index,
    errors: [{ reason: 'invalid', location: faultField(fault), debugInfo: '', message: faultMessage(fault) }],
  }));
  if (flag(options, 'skipInvalidRows')) return { insertErrors: invalid };
  const stopped = Array.from({ length: count }, (_, index) => index)
    .filter((index) => !faults.has(index))
    .map((index) => ({ index, errors: [{ reason: 'stopped', location: '', debugInfo: '', message: '' }] }));
  return { insertErrors: [...invalid, ...stopped] };
}

/** Which rows were inserted lately, by `insertId`: the service too tells repetitions for a minute or so, at best. */
class RecentIds {
  readonly #times = new Map<string, number>();

  /** Tells of each row by its index whether it is new; one without an id always is. */
  news(table: string, ids: readonly (string | undefined)[]): (index: number) => boolean {
    const now = Date.now();
    const seen = new Set<string>();
    const old = new Set<number>();
    for (const [index, id] of ids.entries()) {
      if (id === undefined || id === '') continue;
      const time = this.#times.get(`${table} ${id}`);
      if (seen.has(id) || (time !== undefined && now - time < rememberedFor)) old.add(index);
      seen.add(id);
    }
    return (index) => !old.has(index);
  }

  remember(table: string, ids: readonly (string | undefined)[]): void {
    for (const id of ids) if (id !== undefined && id !== '') this.#times.set(`${table} ${id}`, Date.now());
    for (const key of this.#times.keys()) {
      if (this.#times.size <= rememberedIds) break;
      this.#times.delete(key);
    }
  }
}
