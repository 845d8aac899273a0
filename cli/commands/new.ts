import type { Command } from '../command.ts';
import { ExitCode } from '../exit-codes.ts';
import { writeMart } from '../models/new-mart.ts';

interface NewOptions {
  readonly kind: 'mart';
  readonly name: string;
}

/** `crime new mart NAME`: a mart to start from. */
export const newCommand: Command<NewOptions> = {
  name: 'new <kind> <name>',
  description: 'Write a new model and its unit test from a template.',
  options: (parser) =>
    parser
      .positional('kind', { choices: ['mart'] as const, demandOption: true, description: 'What to write.' })
      .positional('name', { type: 'string', demandOption: true, description: 'Its name, such as mart_thefts_by_beat.' })
      .example('$0 new mart mart_thefts_by_beat', 'A mart and a unit test that passes'),
  run: async ({ name }, { terminal }) => {
    (await writeMart(name)).forEach(terminal.print);
    terminal.log(`Edit them. crime dev runs them at each save; crime run --models ${name} runs them once.`);
    return ExitCode.ok;
  },
};
