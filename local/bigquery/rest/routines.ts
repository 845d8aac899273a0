import type { RoutineRecord } from '../catalog/records.ts';
import { notFound } from '../errors.ts';
import type { SqlType } from '../googlesql/types.ts';
import type { Route, RouteRequest } from '../http/router.ts';
import { pageOfList } from '../results/page.ts';
import type { Warehouse } from '../warehouse.ts';
import { etagOf } from './resources.ts';

const types = { function: 'SCALAR_FUNCTION', tableFunction: 'TABLE_VALUED_FUNCTION', procedure: 'PROCEDURE' } as const;

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/routines */
export function routineRoutes({ catalog }: Warehouse): readonly Route[] {
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
        const { items, nextPageToken } = pageOfList(catalog.routines(datasetId), query);
        return {
          routines: items.map((record) => routineResource(projectId, record)),
          ...(nextPageToken && { nextPageToken }),
        };
      },
    },
    {
      method: 'GET',
      path: `${all}/:routineId`,
      answer: ({ path }) => routineResource(path['projectId'] ?? '', find(path)),
    },
  ];
}

function routineResource(projectId: string, record: RoutineRecord): object {
  const { datasetId, routineId, kind, returns } = record;
  return {
    etag: etagOf(record),
    routineReference: { projectId, datasetId, routineId },
    routineType: types[kind],
    language: 'SQL',
    creationTime: String(record.creationTime),
    lastModifiedTime: String(record.lastModifiedTime),
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
