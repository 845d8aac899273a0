import type { Script, Statement } from '../googlesql/ast.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { parseScript } from '../googlesql/parser/index.ts';

/** What a statement's names mean, beside the catalog. */
export interface Meaning {
  /** {@link WarehouseCatalog.version}: every change of a dataset, table or routine makes another. */
  readonly catalogVersion: number;
  /** The job's project and default dataset, which complete names. */
  readonly namespace: string;
}

interface Entry {
  readonly meaning: Meaning;
  readonly compiled: CompiledStatement;
}

/** Characters of the texts that are kept. */
const defaultCapacity = 2_000_000;

/**
 * Texts of jobs with what was made of them: parsed once while it is kept, and compiled once for each state of the
 * catalog. The texts longest unused are forgotten first.
 */
export class StatementCache {
  readonly #capacity: number;
  /** Those used last at the end. */
  readonly #scripts = new Map<string, Script>();
  #characters = 0;
  /** By the parsed statement, so that it goes when its text does. */
  readonly #compiled = new WeakMap<Statement, Entry>();

  constructor(capacity: number = defaultCapacity) {
    this.#capacity = capacity;
  }

  /** The statements of a text. Throws GoogleSqlError, and keeps nothing, where it can't be parsed. */
  parse(text: string): Script {
    const known = this.#scripts.get(text);
    if (known) {
      this.#scripts.delete(text);
      this.#scripts.set(text, known);
      return known;
    }
    const script = parseScript(text);
    this.#scripts.set(text, script);
    this.#characters += text.length;
    for (const [oldest] of this.#scripts) {
      if (this.#characters <= this.#capacity) break;
      this.#scripts.delete(oldest);
      this.#characters -= oldest.length;
    }
    return script;
  }

  /** What a parsed statement was compiled to while its names meant the same, else what `compile` gives now. */
  compiled(statement: Statement, meaning: Meaning, compile: () => CompiledStatement): CompiledStatement {
    const known = this.#compiled.get(statement);
    const isCurrent =
      known?.meaning.catalogVersion === meaning.catalogVersion && known.meaning.namespace === meaning.namespace;
    if (isCurrent) return known.compiled;
    const compiled = compile();
    this.#compiled.set(statement, { meaning, compiled });
    return compiled;
  }
}
