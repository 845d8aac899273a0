import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { optionalText, requiredText } from '../http/json-fields.ts';

/** A table that a job writes. */
export interface Destination {
  readonly projectId: string | undefined;
  readonly datasetId: string;
  readonly tableId: string;
}

const writes = ['WRITE_APPEND', 'WRITE_EMPTY', 'WRITE_TRUNCATE'] as const;
const creates = ['CREATE_IF_NEEDED', 'CREATE_NEVER'] as const;

/** How a job meets the table it writes. */
export interface Dispositions {
  readonly write: (typeof writes)[number];
  readonly create: (typeof creates)[number];
}

/** Reads a `destinationTable`. A partition decorator (`t$20240101`) is refused by name. */
export function destinationOf(given: JsonObject): Destination {
  const tableId = requiredText(given, 'tableId');
  if (tableId.includes('$')) {
    throw new WarehouseError('invalid', `not supported by the local warehouse: partition decorator of ${tableId}`);
  }
  return { projectId: optionalText(given, 'projectId'), datasetId: requiredText(given, 'datasetId'), tableId };
}

/** Reads `writeDisposition` (default `writeDefault`) and `createDisposition` (default CREATE_IF_NEEDED). */
export function dispositionsOf(given: JsonObject, writeDefault: Dispositions['write']): Dispositions {
  return {
    write: oneOf(writes, optionalText(given, 'writeDisposition') ?? writeDefault, 'writeDisposition'),
    create: oneOf(creates, optionalText(given, 'createDisposition') ?? 'CREATE_IF_NEEDED', 'createDisposition'),
  };
}

function oneOf<T extends string>(known: readonly T[], given: string, name: string): T {
  const found = known.find((one) => one === given);
  if (found === undefined)
    throw new WarehouseError('invalid', `Invalid value for: ${name} is not a valid value: ${given}`);
  return found;
}
