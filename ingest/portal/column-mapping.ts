import { readFile } from 'node:fs/promises';
import { SourceError } from '../errors.ts';
import type { ColumnMapping } from './portal-plan.ts';

/** Reads `{"columns": {"their_name": "name_of_the_feed"}}`; gives what is wrong with it, in words. */
export function parseMapping(text: string): ColumnMapping | string {
  const wanted = 'expected is {"columns": {"their_name": "name_of_the_feed"}}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `it is no JSON (${error instanceof Error ? error.message : String(error)}); ${wanted}`;
  }
  const columns: unknown =
    typeof value === 'object' && value !== null && 'columns' in value ? value.columns : undefined;
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) return wanted;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(columns);
  const odd = entries.find(([, name]) => typeof name !== 'string');
  if (odd) return `"${odd[0]}" is not mapped to a name; ${wanted}`;
  return new Map(entries.map(([theirs, ours]) => [theirs, String(ours)]));
}

/** @throws SourceError where the file is missing or is no mapping */
export async function readMapping(path: string): Promise<ColumnMapping> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SourceError('unreadable', path, `the mapping cannot be read: ${String(error)}`, error);
  });
  const mapping = parseMapping(text);
  if (typeof mapping === 'string') throw new SourceError('malformed', path, `as a mapping, ${mapping}`);
  return mapping;
}
