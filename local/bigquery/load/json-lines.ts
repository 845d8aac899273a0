import { bytesOf, type Encoding } from './source-text.ts';

/** A line of a file and the number of the file's bytes before it. */
export interface TextLine {
  readonly position: number;
  readonly text: string;
}

/** The lines of a text that are not blank. */
export async function* textLines(pieces: AsyncIterable<string>, encoding: Encoding): AsyncGenerator<TextLine> {
  let rest = '';
  let position = 0;
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (text.trim() !== '') yield { position, text };
      position += bytesOf(text, encoding) + bytesOf('\n', encoding);
    }
  }
  if (rest.trim() !== '') yield { position, text: rest };
}
