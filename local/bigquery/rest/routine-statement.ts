import { WarehouseError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../http/body.ts';
import { objects, optionalObject, optionalText, requiredObject, requiredText } from '../http/json-fields.ts';

const kinds = {
  SCALAR_FUNCTION: 'FUNCTION',
  TABLE_VALUED_FUNCTION: 'TABLE FUNCTION',
  PROCEDURE: 'PROCEDURE',
} as const;

/** Parts of a routine that are not done here. */
const refused = ['remoteFunctionOptions', 'sparkOptions', 'dataGovernanceType', 'pythonOptions', 'importedLibraries'];

const quoted = (name: string): string => {
  if (/[`\\]/.test(name)) throw new WarehouseError('invalid', `Invalid name: ${name}`);
  return `\`${name}\``;
};

/**
 * The GoogleSQL statement that makes the routine which a request describes.
 * @throws WarehouseError for a routine in another language, or one that is not described in full
 * @see https://cloud.google.com/bigquery/docs/reference/rest/v2/routines#Routine
 */
export function routineStatement(
  path: { readonly projectId: string; readonly datasetId: string; readonly routineId: string },
  body: JsonObject,
  verb: 'CREATE' | 'CREATE OR REPLACE',
): string {
  for (const key of refused) {
    const value = body[key];
    const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!isEmpty)
      throw new WarehouseError('notImplemented', `not supported by the local warehouse: ${key} of a routine`);
  }
  const routineType = requiredText(body, 'routineType');
  if (!Object.hasOwn(kinds, routineType)) {
    throw new WarehouseError('notImplemented', `not supported by the local warehouse: routineType ${routineType}`);
  }
  const kind = kinds[routineType as keyof typeof kinds];
  const language = (optionalText(body, 'language') ?? 'SQL').toUpperCase();
  if (language !== 'SQL' && language !== 'LANGUAGE_UNSPECIFIED') {
    throw new WarehouseError('notImplemented', `not supported by the local warehouse: routines in ${language}`);
  }
  const name = [path.projectId, path.datasetId, path.routineId].map(quoted).join('.');
  const parameters = objects(body, 'arguments').map(argumentText).join(', ');
  const returns = optionalObject(body, 'returnType');
  const description = optionalText(body, 'description');
  const options = description === undefined ? '' : `OPTIONS (description = ${JSON.stringify(description)})`;
  const definition = requiredText(body, 'definitionBody');
  const head = `${verb} ${kind} ${name}(${parameters})`;
  if (kind === 'PROCEDURE') {
    const block = /^\s*BEGIN\b/i.test(definition) ? definition : `BEGIN\n${definition}\nEND`;
    return `${head} ${options}\n${block}`;
  }
  const result = returns !== undefined && kind === 'FUNCTION' ? ` RETURNS ${typeText(returns)}` : '';
  // A line break ends a comment that the text may end with.
  return `${head}${result} AS (${definition}\n) ${options}`;
}

function argumentText(argument: JsonObject): string {
  const mode = optionalText(argument, 'mode');
  const type =
    optionalText(argument, 'argumentKind') === 'ANY_TYPE' ? 'ANY TYPE' : typeText(requiredObject(argument, 'dataType'));
  return `${mode === undefined || mode === 'MODE_UNSPECIFIED' ? '' : `${mode} `}${quoted(requiredText(argument, 'name'))} ${type}`;
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/StandardSqlDataType */
function typeText(type: JsonObject): string {
  const kind = requiredText(type, 'typeKind');
  if (!/^[A-Z]\w*$/.test(kind)) throw new WarehouseError('invalid', `Invalid value for typeKind: ${kind}`);
  if (kind === 'ARRAY') return `ARRAY<${typeText(requiredObject(type, 'arrayElementType'))}>`;
  if (kind !== 'STRUCT') return kind;
  const fields = objects(requiredObject(type, 'structType'), 'fields').map((field) => {
    const name = optionalText(field, 'name');
    const inner = isJsonObject(field['type']) ? typeText(field['type']) : '';
    return name === undefined ? inner : `${quoted(name)} ${inner}`;
  });
  return `STRUCT<${fields.join(', ')}>`;
}
