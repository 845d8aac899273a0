import { quoteText } from '../engine/sql-text.ts';
import { INT64, type SqlType, STRING } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { toErrorProto } from '../errors.ts';
import { newSlot, setSlot } from './variables.ts';

const types: Readonly<Record<string, SqlType>> = {
  row_count: INT64,
  'error.message': STRING,
  'error.statement_text': STRING,
  'error.formatted_stack_trace': STRING,
  'script.job_id': STRING,
  project_id: STRING,
  dataset_id: STRING,
  dataset_project_id: STRING,
  time_zone: STRING,
};

/** The `@@` variables of a script; kept only where its text names any: https://cloud.google.com/bigquery/docs/reference/system-variables */
export class SystemVariables {
  readonly #execution: Execution;
  readonly #isUsed: boolean;

  private constructor(execution: Execution, isUsed: boolean) {
    this.#execution = execution;
    this.#isUsed = isUsed;
  }

  /** Those of a script that begins. A procedure may name them though the script does not. */
  static async create(execution: Execution, text: string): Promise<SystemVariables> {
    const system = new SystemVariables(execution, text.includes('@@') || /\bcall\b|\bimmediate\b/i.test(text));
    await system.#begin();
    return system;
  }

  /** Keeps the number of rows that a statement changed. */
  async afterStatement(outcome: StatementOutcome): Promise<void> {
    if (outcome.affectedRows !== undefined) await this.#set('row_count', String(outcome.affectedRows));
  }

  /** Keeps what a handler may ask of the error it handles. */
  async enterHandler(error: unknown, statementText: string): Promise<void> {
    const { message } = toErrorProto(error);
    await this.#set('error.message', quoteText(message));
    await this.#set('error.statement_text', quoteText(statementText));
    await this.#set('error.formatted_stack_trace', quoteText(''));
  }

  async #begin(): Promise<void> {
    if (!this.#isUsed) return;
    const execution = this.#execution;
    for (const [name, type] of Object.entries(types)) {
      execution.systemVariables.set(name, { type, slot: newSlot(name.replaceAll('.', '_')) });
    }
    await this.#set('row_count', '0');
    await this.#set('error.message', 'NULL::VARCHAR');
    await this.#set('error.statement_text', 'NULL::VARCHAR');
    await this.#set('error.formatted_stack_trace', 'NULL::VARCHAR');
    await this.#set('script.job_id', quoteText(execution.jobId));
    await this.#set('project_id', quoteText(execution.projectId));
    await this.#set('dataset_id', quoteText(execution.defaultDataset?.datasetId ?? ''));
    await this.#set('dataset_project_id', quoteText(execution.defaultDataset?.projectId ?? execution.projectId));
    await this.#set('time_zone', quoteText('UTC'));
  }

  async #set(name: string, sql: string): Promise<void> {
    const slot = this.#execution.systemVariables.get(name)?.slot;
    if (slot !== undefined) await setSlot(this.#execution, slot, sql);
  }
}
