import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const load = createRequire(import.meta.url);

/** An include as Dataform sees it: what the CommonJS module exports. The caller says its type. */
export function loadInclude(name: string): unknown {
  return load(resolve(import.meta.dirname, '../../includes', `${name}.js`));
}

/** SQL with every run of white space as one space. */
export function normalized(sql: string): string {
  return sql.replaceAll(/\s+/gu, ' ').trim();
}
