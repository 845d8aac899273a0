import { isJsonObject, type JsonObject } from '../http/body.ts';
import { objects, optionalText, requiredText } from '../http/json-fields.ts';
import { WarehouseError } from '../errors.ts';
import type { CatalogColumn } from '../googlesql/catalog.ts';
import { arrayOf, scalarTypeNamed, type SqlType } from '../googlesql/types.ts';
import type { TypeParameters } from '../googlesql/type-parameters.ts';
import type { TableField } from './records.ts';

/** Names that the API gives back where GoogleSQL has others. */
const legacyNames: Readonly<Record<string, string>> = { INT64: 'INTEGER', FLOAT64: 'FLOAT', BOOL: 'BOOLEAN' };

/** RECORDs that may stand in one another: https://cloud.google.com/bigquery/docs/nested-repeated#limitations */
const maximumRecordNesting = 15;

/** The field that describes a column of `type`. */
export function fieldOf(
  name: string,
  type: SqlType,
  extra: Partial<Omit<TableField, 'name' | 'type'>> = {},
): TableField {
  const element = type.kind === 'ARRAY' ? type.element : type;
  const mode = type.kind === 'ARRAY' ? 'REPEATED' : (extra.mode ?? 'NULLABLE');
  if (element.kind !== 'STRUCT') {
    return { name, type: legacyNames[element.kind] ?? element.kind, ...extra, mode };
  }
  const fields = extra.fields ?? element.fields.map((field, i) => fieldOf(field.name || `_field_${i + 1}`, field.type));
  return { name, type: 'RECORD', ...extra, mode, fields };
}

/** The type of a field, `REPEATED` included. */
export function typeOfField(field: TableField): SqlType {
  const base: SqlType | undefined =
    field.type === 'RECORD'
      ? {
          kind: 'STRUCT',
          fields: (field.fields ?? []).map((inner) => ({ name: inner.name, type: typeOfField(inner) })),
        }
      : scalarTypeNamed(field.type);
  if (base === undefined) throw new WarehouseError('invalid', `Invalid field type: ${field.type}`);
  return field.mode === 'REPEATED' ? arrayOf(base) : base;
}

/** The parameters of a field's type, of its fields' too. */
export function parametersOfField(field: TableField): TypeParameters | undefined {
  const base = baseParameters(field);
  return base !== undefined && field.mode === 'REPEATED' ? { element: base } : base;
}

function baseParameters({ maxLength, precision, scale, fields }: TableField): TypeParameters | undefined {
  if (maxLength !== undefined) return { maximumLength: Number(maxLength) };
  if (precision !== undefined) return { precision: Number(precision), scale: Number(scale ?? 0) };
  const inner = fields?.map((field) => {
    return field.mode === 'REQUIRED' ? { ...parametersOfField(field), isRequired: true } : parametersOfField(field);
  });
  return inner?.some((one) => one !== undefined) ? { fields: inner } : undefined;
}

/** Parameters as fields of the API have them. */
export function parameterFields(
  parameters: TypeParameters | undefined,
): Pick<TableField, 'maxLength' | 'precision' | 'scale'> {
  const { maximumLength, precision, scale } = parameters?.element ?? parameters ?? {};
  return {
    ...(maximumLength !== undefined && { maxLength: String(maximumLength) }),
    ...(precision !== undefined && { precision: String(precision) }),
    ...(scale !== undefined && scale > 0 && { scale: String(scale) }),
  };
}

/** The column that the analyzer sees. */
export function columnOfField(field: TableField): CatalogColumn {
  const parameters = parametersOfField(field);
  return {
    ...(parameters && { parameters }),
    name: field.name,
    type: typeOfField(field),
    isRequired: field.mode === 'REQUIRED',
    ...(field.defaultValueExpression !== undefined && { defaultExpression: field.defaultValueExpression }),
  };
}

/** Fields of a request's `schema`; the names of both dialects are understood. Throws WarehouseError. */
export function parseSchema(schema: JsonObject | undefined): readonly TableField[] {
  return schema === undefined ? [] : parseFields(objects(schema, 'fields'), 0);
}

function parseFields(given: readonly JsonObject[], depth: number): readonly TableField[] {
  if (depth > maximumRecordNesting) {
    throw new WarehouseError('invalid', `Record fields are nested more than ${maximumRecordNesting} levels deep.`);
  }
  const fields = given.map((field) => parseField(field, depth));
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name.toLowerCase())) throw new WarehouseError('invalid', `Field ${name} already exists in schema`);
    names.add(name.toLowerCase());
  }
  return fields;
}

function parseField(given: JsonObject, depth: number): TableField {
  const name = requiredText(given, 'name');
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}_ \-&%=+:'<>#|]{0,299}$/u.test(name)) {
    throw new WarehouseError('invalid', `Invalid field name "${name}".`);
  }
  const typeName = requiredText(given, 'type').toUpperCase();
  const isRecord = typeName === 'RECORD' || typeName === 'STRUCT';
  const scalar = scalarTypeNamed(typeName);
  if (!isRecord && scalar === undefined) {
    throw new WarehouseError('invalid', `Invalid value for type: ${typeName} is not a valid value`);
  }
  const mode = (optionalText(given, 'mode') ?? 'NULLABLE').toUpperCase();
  if (mode !== 'NULLABLE' && mode !== 'REQUIRED' && mode !== 'REPEATED') {
    throw new WarehouseError('invalid', `Invalid value for mode: ${mode} is not a valid value`);
  }
  const description = optionalText(given, 'description');
  const defaultValueExpression = optionalText(given, 'defaultValueExpression');
  return {
    name,
    type: scalar === undefined ? 'RECORD' : (legacyNames[scalar.kind] ?? scalar.kind),
    mode,
    ...(description !== undefined && description !== '' && { description }),
    ...(isRecord && { fields: parseFields(objects(given, 'fields'), depth + 1) }),
    ...parseParameters(given),
    ...(defaultValueExpression !== undefined && { defaultValueExpression }),
    ...(isJsonObject(given['policyTags']) && { policyTags: given['policyTags'] }),
  };
}

function parseParameters(given: JsonObject): Pick<TableField, 'maxLength' | 'precision' | 'scale'> {
  const [maxLength, precision, scale] = ['maxLength', 'precision', 'scale'].map((key) => {
    const text = optionalText(given, key);
    if (text !== undefined && !/^\d+$/.test(text))
      throw new WarehouseError('invalid', `Invalid value for: ${key} is not a valid value`);
    return text;
  });
  return { ...(maxLength && { maxLength }), ...(precision && { precision }), ...(scale && { scale }) };
}
