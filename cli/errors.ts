import type { ExitCode } from './exit-codes.ts';

/** A failure that the command line explains by itself: what, why, and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';

  /** @param message what failed and why. @param advice what to do about it. */
  constructor(
    message: string,
    readonly exitCode: ExitCode,
    readonly advice?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
