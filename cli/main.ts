/** Entry of the `crime` command. @returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.write(`${argv.join(' ')}\n`);
  return Promise.resolve(0);
}
