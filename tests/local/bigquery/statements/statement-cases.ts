import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a job answers: rows as JSON, an error's message, or a refusal that names what is left out. */
export type Outcome =
  | { readonly kind: 'rows'; readonly rows: readonly unknown[] }
  | { readonly kind: 'error' | 'refused'; readonly message: string };

/** One job of a case and what BigQuery's documentation says comes of it. */
export interface Step {
  readonly sql: string;
  readonly outcome: Outcome;
}

/** A behaviour of one kind of statement, shown by jobs that run one after the other in an empty dataset `d`. */
export interface StatementCase {
  /** `CREATE TABLE`, `DECLARE`: what the case is about. */
  readonly statement: string;
  /** The behaviour, as a sentence that follows the statement's name. */
  readonly behaviour: string;
  readonly steps: readonly Step[];
}

/**
 * All cases of the folder's `.txt` files. A case begins with `# STATEMENT: behaviour`; each of its jobs is SQL that ends
 * in a line `=> …`: rows as a JSON array, `error MESSAGE`, or `refused MESSAGE` (what the local warehouse leaves out).
 */
export function readStatementCases(): readonly StatementCase[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => parseCases(readFileSync(join(import.meta.dirname, name), 'utf8')));
}

/** The cases of one file's text. Throws Error for a case that is malformed. */
export function parseCases(text: string): readonly StatementCase[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const [statement = '', behaviour = ''] = head.split(/: (.*)/s);
      return { statement, behaviour, steps: parseSteps(lines, head) };
    });
}

function parseSteps(lines: readonly string[], head: string): readonly Step[] {
  const steps: Step[] = [];
  let sql: string[] = [];
  for (const line of lines) {
    if (!line.startsWith('=> ')) sql.push(line);
    else {
      steps.push({ sql: sql.join('\n').trim(), outcome: parseOutcome(line.slice(3)) });
      sql = [];
    }
  }
  if (sql.join('').trim() !== '' || steps.length === 0) throw new Error(`A job without an outcome in: ${head}`);
  return steps;
}

function parseOutcome(text: string): Outcome {
  const [, kind, message = ''] = /^(error|refused) (.*)$/s.exec(text) ?? [];
  if (kind === 'error' || kind === 'refused') return { kind, message };
  return { kind: 'rows', rows: JSON.parse(text) as readonly unknown[] };
}
