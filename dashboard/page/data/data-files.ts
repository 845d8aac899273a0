/** A data file that could not be read. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

/** Reads the site's data files, each once. */
export class DataFiles {
  readonly #files = new Map<string, Promise<unknown>>();
  /** Content of the files that are there. */
  readonly #contents: Map<string, unknown>;

  /**
   * @param given content of the files that are part of the page's HTML, by name.
   * @param fetchFile none while the page's HTML is made: then every other file stays under way.
   */
  constructor(
    given: ReadonlyMap<string, unknown> = new Map(),
    readonly fetchFile?: (address: string) => Promise<Response>,
  ) {
    this.#contents = new Map(given);
  }

  /** The content of a file that is there already, so that it can be shown at once; else undefined. */
  known(name: string): unknown {
    return this.#contents.get(name);
  }

  /**
   * The content of `data/NAME.json`, in the shape that its loader writes.
   * @throws DataFileError where it can't be had; the next call tries again.
   */
  read(name: string): Promise<unknown> {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = this.#fetch(name);
    this.#files.set(name, file);
    file.then(
      (content) => this.#contents.set(name, content),
      () => this.#files.delete(name),
    );
    return file;
  }

  async #fetch(name: string): Promise<unknown> {
    if (this.fetchFile === undefined) return new Promise(() => undefined);
    const address = `data/${name}.json`;
    const response = await this.fetchFile(address).catch((cause: unknown) => {
      throw new DataFileError(`${address} could not be fetched. Is the site still served?`, { cause });
    });
    if (!response.ok) throw new DataFileError(`${address} could not be read: the server answered ${response.status}.`);
    return response.json().catch((cause: unknown) => {
      throw new DataFileError(`${address} is not JSON. Build the site again.`, { cause });
    });
  }
}
