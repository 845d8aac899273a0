/** What a pattern of RE2's says about itself. */
export interface PatternShape {
  /** How many capturing groups it has. */
  readonly groups: number;
  /** Whether it may match ''; where that is hard to tell, it may. */
  readonly mayBeEmpty: boolean;
  /** Whether a group may stand out of a match. */
  readonly hasOptionalGroup: boolean;
  /** Where the only group opens, if it stands for itself: in no other group and in no alternative. */
  readonly groupAt: number | undefined;
}

/** Where a character class that starts at `start` ends. */
function classEnd(pattern: string, start: number): number {
  let i = pattern.charAt(start + 1) === '^' ? start + 2 : start + 1;
  // A bracket that comes first stands for itself.
  if (pattern.charAt(i) === ']') i += 1;
  for (; i < pattern.length && pattern.charAt(i) !== ']'; i += 1) {
    if (pattern.charAt(i) === '\\') i += 1;
    else if (pattern.startsWith('[:', i)) i = Math.max(i, pattern.indexOf(':]', i) + 1);
  }
  return i + 1;
}

const ESCAPE = /\\(?:Q([\s\S]*?)(?:\\E|$)|[pPx]\{[^}]*\}|[\s\S])/uy;
const QUANTIFIER = /(?:([*?])|(\+)|\{(\d+)(?:,\d*)?\})\??/uy;
const FLAGS = /\(\?[imsU-]*\)/uy;
const OPENING = /\((?:\?(?:P?<\w+>|[imsU-]*:))?/uy;

const take = (expression: RegExp, pattern: string, at: number): RegExpExecArray | null => {
  expression.lastIndex = at;
  return expression.exec(pattern);
};

class PatternReader {
  at = 0;
  groups = 0;
  groupAt: number | undefined;
  hasAlternatives = false;

  constructor(readonly pattern: string) {}

  /** Reads alternatives up to a parenthesis; whether one may be empty. */
  alternatives(depth: number): boolean {
    let isEmpty = false;
    for (;;) {
      isEmpty = this.sequence(depth) || isEmpty;
      if (this.pattern.charAt(this.at) !== '|') return isEmpty;
      if (depth === 0) this.hasAlternatives = true;
      this.at += 1;
    }
  }

  private sequence(depth: number): boolean {
    let isEmpty = true;
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern.charAt(this.at))) {
      const atom = this.atom(depth);
      const quantifier = take(QUANTIFIER, this.pattern, this.at);
      if (quantifier) this.at += quantifier[0].length;
      const isOptional = quantifier !== null && (quantifier[1] !== undefined || Number(quantifier[3]) === 0);
      isEmpty = isEmpty && (atom || isOptional);
    }
    return isEmpty;
  }

  /** Reads one atom; whether it may be empty. */
  private atom(depth: number): boolean {
    const { pattern } = this;
    const c = pattern.charAt(this.at);
    if (c === '(') return this.group(depth);
    if (c === '[') {
      this.at = classEnd(pattern, this.at);
      return false;
    }
    if (c === '\\') {
      const [whole, quoted]: readonly (string | undefined)[] = take(ESCAPE, pattern, this.at) ?? ['\\'];
      this.at += whole?.length ?? 1;
      return quoted === '' || /^\\[bBAz]$/u.test(whole ?? '');
    }
    this.at += 1;
    return c === '^' || c === '$';
  }

  private group(depth: number): boolean {
    const flags = take(FLAGS, this.pattern, this.at);
    if (flags) {
      this.at += flags[0].length;
      return true;
    }
    const opening = take(OPENING, this.pattern, this.at)?.[0] ?? '(';
    if (!opening.endsWith(':')) {
      this.groups += 1;
      if (depth === 0) this.groupAt = this.at;
    }
    this.at += opening.length;
    const isEmpty = this.alternatives(depth + 1);
    if (this.pattern.charAt(this.at) !== ')') throw this.invalid('missing )');
    this.at += 1;
    return isEmpty;
  }

  invalid(reason: string): Error {
    return new Error(`Cannot parse regular expression: ${reason}: ${this.pattern}`);
  }
}

/** Reads a pattern; throws where its parentheses do not match. */
export function patternShape(pattern: string): PatternShape {
  const reader = new PatternReader(pattern);
  const mayBeEmpty = reader.alternatives(0);
  if (reader.at < pattern.length) throw reader.invalid('unexpected )');
  return {
    groups: reader.groups,
    mayBeEmpty,
    hasOptionalGroup: reader.groups > 0 && /\||\)(?:[?*]|\{0)/u.test(pattern),
    groupAt: reader.hasAlternatives ? undefined : reader.groupAt,
  };
}

/** The group that extraction gives: 1, or 0 for the whole match. Throws where there are more. */
export function extractedGroup(pattern: string): bigint {
  const { groups } = patternShape(pattern);
  if (groups < 2) return BigInt(groups);
  throw new Error('Regular expressions passed into extraction functions must not have more than 1 capturing group');
}

/** A replacement, if it asks for no more groups than the pattern has. */
export function checkedRewrite(pattern: string, rewrite: string): string {
  const fault = /^(?:[^\\]|\\[\d\\])*\\(.?)/su.exec(rewrite);
  const schema = 'Invalid REGEXP_REPLACE pattern: Rewrite schema';
  if (fault && !/[\d\\]/u.test(fault[1] ?? '')) {
    throw new Error(
      fault[1] === ''
        ? `${schema} error: '\\' not allowed at end.`
        : `${schema} error: '\\' must be followed by a digit or '\\'.`,
    );
  }
  const highest = Math.max(0, ...[...rewrite.matchAll(/\\(\d)|\\\\/gu)].map(([, digit]) => Number(digit ?? 0)));
  const { groups } = patternShape(pattern);
  if (highest <= groups) return rewrite;
  throw new Error(
    `${schema} requests ${highest} matches, but the regexp only has ${groups} parenthesized subexpressions.`,
  );
}
