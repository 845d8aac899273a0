import type { DatasetDescription } from './dataset.ts';

/** The answer to `GET /api/views/ID.json`, as far as it is known here. */
export function metadataBody(id: string, description: DatasetDescription): object {
  return {
    id,
    name: description.name,
    assetType: 'dataset',
    displayType: 'table',
    viewType: 'tabular',
    rowsUpdatedAt: Math.floor(description.rowsUpdatedAt.getTime() / 1000),
    columns: description.columns.map(({ name, fieldName, dataTypeName }, index) => ({
      id: index + 1,
      name,
      dataTypeName,
      fieldName,
      position: index + 1,
      renderTypeName: dataTypeName,
    })),
    metadata: description.isSimulated ? { custom_fields: { Simulation: { is_simulated: 'true' } } } : {},
  };
}
