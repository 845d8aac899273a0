/**
 * A text as lines that are at most so wide, broken between words; a word that is wider stands alone.
 * @param measure the width of a text.
 */
export function wrappedLines(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
