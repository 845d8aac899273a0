import { createRequire } from 'node:module';
import { TextDecoder } from 'node:util';

/**
 * Lets texts that begin with a byte-order mark (U+FEFF) come out of DuckDB whole. The driver reads all text with a decoder
 * of its own module, which by default takes the mark for the encoding's and drops it
 * (https://encoding.spec.whatwg.org/#dom-textdecoder-ignorebom).
 */
export function keepByteOrderMarks(): void {
  const driver = createRequire(import.meta.url)('@duckdb/node-api/lib/vectors/dataAccessors.js') as {
    textDecoder: TextDecoder;
  };
  driver.textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
}
