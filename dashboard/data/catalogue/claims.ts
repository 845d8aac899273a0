import type { ModelCheck } from '../../catalogue.ts';
import type { CompiledAction } from '../compiled-graph.ts';

/** What an assertion claims, in words for readers. */
export function claimsOf(assertion: CompiledAction): Pick<ModelCheck, 'kind' | 'claims'> {
  const query = typeof assertion['query'] === 'string' ? assertion['query'] : '';
  if (!assertion.parentAction) {
    const { description = '' } = (assertion['actionDescriptor'] ?? {}) as { readonly description?: string };
    return { kind: 'assertion across models', claims: [description] };
  }
  const key = uniqueKey.exec(query)?.[1];
  if (key !== undefined) return { kind: 'unique key', claims: [key.replaceAll('`', '')] };
  return { kind: 'conditions on rows', claims: [...query.matchAll(condition)].map(([, text = '']) => unescaped(text)) };
}

/** How Dataform 3 writes the assertions of a model's `uniqueKey` and `rowConditions`. */
const uniqueKey = /COUNT\(1\) AS index_row_count\s+FROM [^\n]+\s+GROUP BY ([^\n]+)/;
const condition = /SELECT\s+'((?:[^'\\]|\\.)*)' AS failing_row_condition/gs;

const unescaped = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');
