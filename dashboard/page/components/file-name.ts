import type { Run } from '../facts.ts';

/** The name of a file that a reader takes away: of made-up rows it says so, since the page is then no longer beside it. */
export function fileName({ is_simulated: isSimulated }: Pick<Run, 'is_simulated'>, name: string): string {
  return isSimulated ? `SIMULATED-${name}` : name;
}
