/** One of `graphErrors.compilationErrors` of `dataform compile --json`. */
export interface CompilationError {
  readonly fileName?: string;
  readonly message?: string;
  /** Of a syntax error in JavaScript: the place, the line and marks under it; else the calls that led to it. */
  readonly stack?: string;
}

/** Errors shown; the rest are counted. */
const shownErrors = 8;

/**
 * The compiler's errors as lines for people, each once, with its file, and where Dataform tells it with line and column.
 * Dataform goes on after a syntax error and then misses all that the file would have given: those errors are only counted.
 * @param sourceOf the text of a file by its path within the project; undefined where there is none.
 */
export function compileErrorLines(
  errors: readonly CompilationError[],
  sourceOf: (path: string) => string | undefined,
): readonly string[] {
  const syntaxErrors = errors.filter(({ stack }) => excerptOf(stack) !== undefined);
  const told = syntaxErrors.length > 0 ? syntaxErrors : errors;
  const texts = [...new Set(told.toSorted(byFile).map((error) => errorText(error, sourceOf)))];
  const left = errors.length - told.length + Math.max(texts.length - shownErrors, 0);
  return [...texts.slice(0, shownErrors), ...(left > 0 ? [`${left} more, which may come of it.`] : [])];
}

/** Errors that name a file of the project before those of `index.js`, which is Dataform's own. */
function byFile(left: CompilationError, right: CompilationError): number {
  return Number(left.fileName === 'index.js') - Number(right.fileName === 'index.js');
}

function errorText(
  { fileName = '', message = '', stack }: CompilationError,
  sourceOf: (path: string) => string | undefined,
) {
  const file = fileName === 'index.js' ? '' : fileName;
  const excerpt = excerptOf(stack);
  if (excerpt === undefined) return file === '' ? message : `${file}: ${message}`;
  const { line, marks } = excerpt;
  // Dataform counts the lines of the JavaScript that it makes of a file; so the line is looked up in the file itself.
  const lines = (sourceOf(fileName) ?? '').split(/\r?\n/);
  const isOnce = lines.filter((each) => each === line).length === 1;
  const place = isOnce ? `${file}:${lines.indexOf(line) + 1}:${marks.indexOf('^') + 1}` : file;
  return `${place}: ${message}\n  ${line}\n  ${marks}`;
}

function excerptOf(stack = ''): { readonly line: string; readonly marks: string } | undefined {
  const [, line, marks] = /^.*:\d+\n(.*)\n(\s*\^+)\s*(?:\n|$)/.exec(stack) ?? [];
  return line === undefined || marks === undefined ? undefined : { line, marks };
}
