import type { PortalDataset } from '../../../local/portal/dataset.ts';

/** Present rows by `:id`: system fields and cells as text, null where empty. */
export type PresentRows = ReadonlyMap<string, Readonly<Record<string, string | null>>>;

/** Everything that a dataset's relation holds now. */
export async function presentRows(dataset: PortalDataset): Promise<PresentRows> {
  const connection = await dataset.connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM ${dataset.relation} ORDER BY ":id"`);
    const rows = reader.getRowObjectsJson() as unknown as readonly Readonly<Record<string, string | null>>[];
    return new Map(rows.map((row) => [row[':id'] ?? '', row]));
  } finally {
    connection.closeSync();
  }
}
