import { quoteText } from '../engine/sql-text.ts';
import { GoogleSqlError, notSupported, type Position } from '../googlesql/errors.ts';
import { arrayOf, duckType, INT64, STRING, structOf, type SqlType, TIMESTAMP } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { defaultLocation } from '../warehouse.ts';
import { formatFrames, type Frame, type ScriptError } from './script-error.ts';
import { newSlot, setSlot } from './variables.ts';

const trace = arrayOf(structOf(['line', INT64], ['column', INT64], ['filename', STRING], ['location', STRING]));

const types: Readonly<Record<string, SqlType>> = {
  current_job_id: STRING,
  dataset_id: STRING,
  dataset_project_id: STRING,
  'error.formatted_stack_trace': STRING,
  'error.message': STRING,
  'error.stack_trace': trace,
  'error.statement_text': STRING,
  last_job_id: STRING,
  location: STRING,
  project_id: STRING,
  query_label: STRING,
  row_count: INT64,
  'script.bytes_billed': INT64,
  'script.bytes_processed': INT64,
  'script.creation_time': TIMESTAMP,
  'script.job_id': STRING,
  'script.num_child_jobs': INT64,
  'script.slot_ms': INT64,
  time_zone: STRING,
};

/** Those that SET may change. */
const writable = new Set(['dataset_id', 'dataset_project_id', 'query_label', 'time_zone']);

/** The `@@` variables of a script; kept only where its text names any: https://cloud.google.com/bigquery/docs/reference/system-variables */
export class SystemVariables {
  readonly #execution: Execution;
  readonly #isUsed: boolean;
  #statements = 0;

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

  /** Keeps the number of rows that a statement changed, and how many statements ran. */
  async afterStatement(outcome: StatementOutcome): Promise<void> {
    if (!this.#isUsed) return;
    this.#statements += 1;
    await this.#set({
      'script.num_child_jobs': String(this.#statements),
      ...(outcome.affectedRows !== undefined && { row_count: String(outcome.affectedRows) }),
    });
  }

  /** Keeps what a handler may ask of the error it handles. */
  async enterHandler(error: ScriptError): Promise<void> {
    await this.#set({
      'error.message': quoteText(error.handledMessage),
      'error.statement_text': quoteText(error.statementText),
      'error.formatted_stack_trace': quoteText(formatFrames(error.frames)),
      'error.stack_trace': `[${error.frames.map(frameText).join(', ')}]`,
    });
  }

  /** Forgets the error that was handled; `outer` is that of a handler around. */
  async leaveHandler(outer: ScriptError | undefined): Promise<void> {
    if (outer !== undefined) await this.enterHandler(outer);
    else await this.#set(noError);
  }

  /** SET @@name. Throws GoogleSqlError for one that can't be set, and for a zone other than UTC. */
  async assign(name: string, value: string | undefined, position: Position): Promise<void> {
    if (!(name in types)) throw new GoogleSqlError(`System variable not found: @@${name}`, position);
    if (!writable.has(name)) throw new GoogleSqlError(`Assignment to read-only system variable @@${name}`, position);
    // Functions take UTC where a call names no zone.
    if (name === 'time_zone' && value !== 'UTC') throw notSupported(`SET @@time_zone = '${value ?? 'NULL'}'`, position);
    if (name === 'dataset_id') this.#execution.setDefaultDataset({ datasetId: value });
    if (name === 'dataset_project_id') this.#execution.setDefaultDataset({ projectId: value });
    await this.#set({ [name]: value === undefined ? 'NULL::VARCHAR' : quoteText(value) });
  }

  async #begin(): Promise<void> {
    if (!this.#isUsed) return;
    const execution = this.#execution;
    for (const [name, type] of Object.entries(types)) {
      execution.systemVariables.set(name, { type, slot: newSlot(execution) });
    }
    const { defaultDataset } = execution;
    const jobId = quoteText(execution.jobId);
    await this.#set({
      ...noError,
      row_count: '0',
      current_job_id: jobId,
      'script.job_id': jobId,
      'script.creation_time': 'now()',
      'script.num_child_jobs': '0',
      'script.bytes_billed': '0',
      'script.bytes_processed': '0',
      'script.slot_ms': '0',
      project_id: quoteText(execution.projectId),
      dataset_id: defaultDataset ? quoteText(defaultDataset.datasetId) : 'NULL::VARCHAR',
      dataset_project_id: quoteText(defaultDataset?.projectId ?? execution.projectId),
      location: quoteText(defaultLocation),
      time_zone: quoteText('UTC'),
    });
  }

  async #set(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, sql] of Object.entries(values)) {
      const slot = this.#execution.systemVariables.get(name)?.slot;
      if (slot !== undefined) await setSlot(this.#execution, slot, sql);
    }
  }
}

const noError = {
  'error.message': 'NULL::VARCHAR',
  'error.statement_text': 'NULL::VARCHAR',
  'error.formatted_stack_trace': 'NULL::VARCHAR',
  'error.stack_trace': `NULL::${duckType(trace)}`,
};

function frameText({ line, column, location }: Frame): string {
  const place = location === undefined ? 'NULL::VARCHAR' : quoteText(location);
  return `{'line': ${line}, 'column': ${column}, 'filename': NULL::VARCHAR, 'location': ${place}}`;
}
