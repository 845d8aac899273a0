import { WarehouseError } from '../errors.ts';
import { isJsonObject, type JsonObject } from './body.ts';

const wrongType = (key: string, wanted: string) =>
  new WarehouseError('invalid', `Invalid value for: ${key} is not a valid ${wanted}`);

/** The text under `key`; undefined where absent or null. */
export function optionalText(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  if (value === undefined || value === null) return undefined;
  // Clients send what the API calls text as the plain value that it is.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw wrongType(key, 'string');
  return value;
}

/** The text under `key`, which must be there and not empty. */
export function requiredText(object: JsonObject, key: string): string {
  const value = optionalText(object, key);
  if (value === undefined || value === '')
    throw new WarehouseError('required', `Required parameter is missing: ${key}`);
  return value;
}

/** The object under `key`; undefined where absent or null. */
export function optionalObject(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw wrongType(key, 'object');
  return value;
}

/** The object under `key`, which must be there. */
export function requiredObject(object: JsonObject, key: string): JsonObject {
  const value = optionalObject(object, key);
  if (value === undefined) throw new WarehouseError('required', `Required parameter is missing: ${key}`);
  return value;
}

/** True or false; the API takes the words as text too. False where absent. */
export function flag(object: JsonObject, key: string): boolean {
  const value = object[key];
  return value === true || value === 'true';
}

/** A whole number, also as text (the API writes 64-bit numbers so); undefined where absent or null. */
export function optionalInteger(object: JsonObject, key: string): number | undefined {
  const text = optionalText(object, key);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text)) throw wrongType(key, 'integer');
  return Number(text);
}

/** The list of texts under `key`; undefined where absent or null. */
export function optionalTexts(object: JsonObject, key: string): readonly string[] | undefined {
  const value = object[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw wrongType(key, 'list of strings');
  return value;
}

/** The list of objects under `key`; empty where absent or null. */
export function objects(object: JsonObject, key: string): readonly JsonObject[] {
  const value = object[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isJsonObject)) throw wrongType(key, 'list of objects');
  return value;
}

/** The map of texts under `key` (labels); a null value marks a removal. Undefined where the key is absent. */
export function optionalLabels(object: JsonObject, key: string): Readonly<Record<string, string | null>> | undefined {
  const value = optionalObject(object, key);
  if (value === undefined) return undefined;
  if (!Object.values(value).every((item) => typeof item === 'string' || item === null)) throw wrongType(key, 'map');
  return value as Readonly<Record<string, string | null>>;
}
