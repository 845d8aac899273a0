interface PlacedNode {
  readonly kind: string;
  readonly position: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: number;
}

function isNode(value: unknown): value is PlacedNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'position' in value;
}

/** Every node below `value`, each with the node that holds it. */
export function nodesOf(value: unknown, parent?: PlacedNode): { node: PlacedNode; parent: PlacedNode | undefined }[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const own = isNode(value) ? [{ node: value, parent }] : [];
  const holder = isNode(value) ? value : parent;
  return [...own, ...Object.values(value).flatMap((child) => nodesOf(child, holder))];
}

/** The tree without positions, empty lists and what is undefined or false: what a reader would say of it. */
export function outline(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(outline);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (isNode(value) && value.kind === 'identifier' && 'name' in value) return value.name;
  const entries = Object.entries(value)
    .filter(([name, field]) => !['position', 'end'].includes(name) && !isEmpty(field))
    .map(([name, field]) => [name, outline(field)] as const);
  return Object.fromEntries(entries);
}

function isEmpty(field: unknown): boolean {
  return field === undefined || field === false || (Array.isArray(field) && field.length === 0);
}
