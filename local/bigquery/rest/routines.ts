import type { RoutineRecord } from '../catalog/records.ts';
import { notFound, WarehouseError } from '../errors.ts';
import { writeTables } from '../engine/write.ts';
import { parseStatement } from '../googlesql/parser/index.ts';
import type { SqlType } from '../googlesql/types.ts';
import type { Route, RouteRequest } from '../http/router.ts';
import { pageOfList } from '../results/page.ts';
import { requiredObject, requiredText } from '../http/json-fields.ts';
import { Execution } from '../statements/execution.ts';
import { runStatement } from '../statements/run-statement.ts';
import { type Warehouse, withRequestSession } from '../warehouse.ts';
import { patience, requestScope } from './request-scope.ts';
import { checkEtag, etagOf } from './resources.ts';
import { routineStatement } from './routine-statement.ts';

const types = { function: 'SCALAR_FUNCTION', tableFunction: 'TABLE_VALUED_FUNCTION', procedure: 'PROCEDURE' } as const;

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/routines */
export function routineRoutes(warehouse: Warehouse): readonly Route[] {
  const { catalog } = warehouse;
  const all = '/projects/:projectId/datasets/:datasetId/routines';
  const find = ({ projectId = '', datasetId = '', routineId = '' }: RouteRequest['path']): RoutineRecord => {
    const record = catalog.routine(datasetId, routineId);
    if (record === undefined) throw notFound('Routine', `${projectId}:${datasetId}.${routineId}`);
    return record;
  };
  return [
    {
      method: 'GET',
      path: all,
      answer: ({ path: { projectId = '', datasetId = '' }, query }) => {
        if (catalog.dataset(datasetId) === undefined) throw notFound('Dataset', `${projectId}:${datasetId}`);
        const { items, nextPageToken } = pageOfList(
          catalog.routines(datasetId).filter(typeFilter(query.get('filter'))),
          query,
        );
        const isWhole = query.get('readMask') !== null;
        return {
          routines: items.map((record) => (isWhole ? routineResource : routineListItem)(projectId, record)),
          ...(nextPageToken && { nextPageToken }),
        };
      },
    },
    {
      method: 'GET',
      path: `${all}/:routineId`,
      answer: ({ path }) => routineResource(path['projectId'] ?? '', find(path)),
    },
    {
      method: 'POST',
      path: all,
      answer: async ({ path: { projectId = '', datasetId = '' }, body }) => {
        const routineId = requiredText(requiredObject(body, 'routineReference'), 'routineId');
        const path = { projectId, datasetId, routineId };
        await execute(warehouse, projectId, routineStatement(path, body, 'CREATE'));
        return routineResource(projectId, find(path));
      },
    },
    {
      method: 'PUT',
      path: `${all}/:routineId`,
      answer: async ({ path: { projectId = '', datasetId = '', routineId = '' }, body, ifMatch }) => {
        const path = { projectId, datasetId, routineId };
        checkEtag(find(path), ifMatch);
        await execute(warehouse, projectId, routineStatement(path, body, 'CREATE OR REPLACE'));
        return routineResource(projectId, find(path));
      },
    },
    {
      method: 'DELETE',
      path: `${all}/:routineId`,
      answer: async ({ path }) => {
        const { datasetId, routineId } = find(path);
        await requestScope(warehouse, (scope) =>
          writeTables(scope, [`${datasetId}.${routineId}()`.toLowerCase()], (change) =>
            change.remove({ kind: 'routine', datasetId, objectId: routineId }),
          ),
        );
        return undefined;
      },
    },
  ];
}

/** Runs a statement for the request itself: no job tells of it. */
async function execute(warehouse: Warehouse, projectId: string, text: string): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  await withRequestSession(warehouse, async (session) => {
    const context = { warehouse, session, signal, projectId, jobId: '', defaultDataset: undefined, parameters: [] };
    await runStatement(new Execution(context), parseStatement(text));
  });
}

/** `routineType:SCALAR_FUNCTION` of a list's filter. Throws WarehouseError for another. */
function typeFilter(text: string | null): (record: RoutineRecord) => boolean {
  if (text === null || text === '') return () => true;
  const wanted = /^routineType:(\w+)$/.exec(text)?.[1];
  if (wanted === undefined) throw new WarehouseError('invalid', `Invalid value for filter: ${text}`);
  return ({ kind }) => types[kind] === wanted;
}

/** A routine as its list shows it, unless more is asked for. */
function routineListItem(projectId: string, record: RoutineRecord): object {
  const { datasetId, routineId, kind } = record;
  return {
    etag: etagOf(record),
    routineReference: { projectId, datasetId, routineId },
    routineType: types[kind],
    language: 'SQL',
    creationTime: String(record.creationTime),
    lastModifiedTime: String(record.lastModifiedTime),
  };
}

function routineResource(projectId: string, record: RoutineRecord): object {
  const { returns } = record;
  return {
    ...routineListItem(projectId, record),
    arguments: record.arguments.map(({ name, mode, type }) => ({
      name,
      ...(mode && { mode }),
      ...(type ? { argumentKind: 'FIXED_TYPE', dataType: standardType(type) } : { argumentKind: 'ANY_TYPE' }),
    })),
    ...(returns && { returnType: standardType(returns) }),
    definitionBody: record.body,
    ...(record.description && { description: record.description }),
  };
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/StandardSqlDataType */
function standardType(type: SqlType): object {
  if (type.kind === 'ARRAY') return { typeKind: 'ARRAY', arrayElementType: standardType(type.element) };
  if (type.kind !== 'STRUCT') return { typeKind: type.kind };
  const fields = type.fields.map((field) => ({
    ...(field.name && { name: field.name }),
    type: standardType(field.type),
  }));
  return { typeKind: 'STRUCT', structType: { fields } };
}
