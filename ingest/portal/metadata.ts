import type { PortalColumn, PortalMetadata } from './portal.ts';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function columnOf(value: unknown): readonly PortalColumn[] {
  const { fieldName, name, dataTypeName, flags } = fieldsOf(value);
  const isHidden = Array.isArray(flags) && flags.includes('hidden');
  // System and computed columns begin with a colon.
  if (typeof fieldName !== 'string' || fieldName === '' || fieldName.startsWith(':') || isHidden) return [];
  return [{ fieldName, name: textOf(name) || fieldName, type: textOf(dataTypeName) || 'text' }];
}

/** Whether any of the dataset's custom fields declares its rows made up. */
function isSimulated(metadata: unknown): boolean {
  const sections = Object.values(fieldsOf(fieldsOf(metadata)['custom_fields']));
  return sections.some((section) => String(fieldsOf(section)['is_simulated']).toLowerCase() === 'true');
}

/**
 * Reads what the portal says of a dataset; gives what is wrong with it, in words, where it says too little.
 * @param readAt the portal's clock at the answer
 */
export function parseMetadata(text: string, readAt: Date): PortalMetadata | string {
  let fields: Fields;
  try {
    fields = fieldsOf(JSON.parse(text));
  } catch {
    return 'its JSON is malformed';
  }
  const { name, rowsUpdatedAt, columns, metadata } = fields;
  if (typeof rowsUpdatedAt !== 'number') return 'the metadata do not say when rows changed (rowsUpdatedAt)';
  if (!Array.isArray(columns)) return 'the metadata name no columns';
  return {
    name: textOf(name),
    rowsUpdatedAt: new Date(rowsUpdatedAt * 1000),
    isSimulated: isSimulated(metadata),
    columns: columns.flatMap(columnOf),
    readAt,
  };
}
