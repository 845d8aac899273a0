import { decimalOfFloat, decimalOfText, roundDecimal } from './exact-digits.ts';
import type { Decimal, Tie } from './exact-digits.ts';

/** What a format of `CAST(number AS STRING FORMAT …)` asks for. */
interface Model {
  /** `9`, `0`, `X`, `x` and `,` before the point, in order. */
  readonly whole: readonly string[];
  /** The point as it is printed, undefined without one. */
  readonly point: '' | '.' | undefined;
  /** How many digits after the point, or after V. */
  readonly decimals: number;
  readonly exponent: string | undefined;
  readonly sign: 'S first' | 'S last' | 'MI' | 'PR' | undefined;
  readonly currency: string;
  readonly isBlankZero: boolean;
  readonly isTrimmed: boolean;
}

class FormatError extends Error {}

const fail = (): never => {
  throw new FormatError();
};

const ELEMENT = /EEEE|FM|MI|PR|[09XDVGSBCL.,$]/iy;
const CURRENCIES: Readonly<Record<string, string>> = { $: '$', L: '$', l: '$', C: 'USD', c: 'usd' };

function elementsOf(format: string): readonly string[] {
  const elements: string[] = [];
  for (ELEMENT.lastIndex = 0; ELEMENT.lastIndex < format.length;) {
    const match = ELEMENT.exec(format);
    elements.push(match?.[0] ?? fail());
  }
  return elements;
}

const count = (elements: readonly string[], ...names: readonly string[]): number =>
  elements.filter((element) => names.includes(element.toUpperCase())).length;

/** Throws `FormatError` where the elements do not go together. */
function check(elements: readonly string[]): void {
  const names = elements.map((element) => element.toUpperCase());
  const groups = [['FM'], ['B'], ['EEEE'], ['S', 'MI', 'PR'], ['.', 'D', 'V'], ['$', 'C', 'L']];
  if (groups.some((group) => count(names, ...group) > 1)) fail();
  const firstDigit = names.findIndex((name) => /^[09X]$/u.test(name));
  if (firstDigit < 0) fail();
  const lastDigit = names.findLastIndex((name) => /^(?:[09X.,DVG]|EEEE)$/u.test(name));
  const after = (name: string): readonly string[] => (names.includes(name) ? names.slice(names.indexOf(name) + 1) : []);
  if (['MI', 'PR'].some((sign) => names.includes(sign) && names.indexOf(sign) < lastDigit)) fail();
  const sign = names.indexOf('S');
  const firstOfNumber = names.findIndex((name) => /^[09X.,DVG]$/u.test(name));
  if (sign > firstOfNumber && sign < lastDigit) fail();
  if (
    after('PR')
      .concat(after('MI'))
      .some((name) => name !== 'FM' && name !== 'B')
  )
    fail();
  const grouping = names.flatMap((name, i) => (name === ',' || name === 'G' ? [i] : []));
  const point = names.findIndex((name) => /^[.DV]$/u.test(name));
  if (grouping.some((i) => i < firstDigit || (point >= 0 && i > point) || names.includes('EEEE'))) fail();
  const exponent = names.indexOf('EEEE');
  if (exponent >= 0 && (exponent < lastDigit || exponent < firstDigit || names.includes('V'))) fail();
  if (names.includes('X')) {
    if (names.some((name) => !['X', '0', 'FM', 'S', 'MI', 'PR'].includes(name))) fail();
    if (count(names, 'X', '0') > 16) fail();
  }
}

function readModel(format: string): Model {
  const elements = elementsOf(format);
  check(elements);
  const names = elements.map((element) => element.toUpperCase());
  const pointAt = names.findIndex((name) => /^[.DV]$/u.test(name));
  const isPlace = (element: string): boolean => /^[09X,G]$/iu.test(element);
  const places = elements.map((element) => (/^g$/iu.test(element) ? ',' : element));
  const isPower = names[pointAt] === 'V';
  const before = places.slice(0, pointAt < 0 ? undefined : pointAt).filter(isPlace);
  const fraction = pointAt < 0 ? [] : places.slice(pointAt).filter(isPlace);
  const sign = names.find((name) => /^(?:S|MI|PR)$/u.test(name));
  const isFirst = names.indexOf('S') < names.findIndex((name) => /^[09X.DV]$/u.test(name));
  const currency = elements.find((element) => element in CURRENCIES);
  return {
    whole: before,
    point: pointAt < 0 ? undefined : isPower ? '' : '.',
    decimals: fraction.length,
    exponent: elements.find((element) => element.toUpperCase() === 'EEEE'),
    sign: sign === 'S' ? (isFirst ? 'S first' : 'S last') : (sign as 'MI' | 'PR' | undefined),
    currency: currency === undefined ? '' : (CURRENCIES[currency] ?? ''),
    isBlankZero: names.includes('B'),
    isTrimmed: names.includes('FM'),
  };
}

/** Sign and currency before the number, sign after it; what is before is pushed against the number. */
function compose(model: Model, number: string, width: number, isNegative: boolean, value = 0): string {
  const { sign, currency, isTrimmed } = model;
  const plus = Number.isNaN(value) && !model.whole.some((place) => /^x$/iu.test(place)) ? ' ' : '+';
  const signs = {
    'S first': [isNegative ? '-' : plus, ''],
    'S last': ['', isNegative ? '-' : plus],
    MI: ['', isNegative ? '-' : ' '],
    PR: isNegative ? ['<', '>'] : [' ', ' '],
    none: [isNegative ? '-' : ' ', ''],
  } as const;
  const [before, after] = signs[sign ?? 'none'];
  const text = `${before}${currency}${number}${after}`;
  return isTrimmed ? text.replaceAll(' ', '') : text.padStart(width + before.length + currency.length + after.length);
}

/** The places before the point filled with digits; undefined where there are too few. */
function fillPlaces(places: readonly string[], digits: string, isFractionShown: boolean): string | undefined {
  const room = places.filter((place) => place !== ',').length;
  const given = digits === '0' ? '' : digits;
  if (given.length > room) return undefined;
  const padded = given.padStart(room, '0');
  let text = '';
  let index = 0;
  let isShown = false;
  for (const [i, place] of places.entries()) {
    if (place === ',') {
      text += isShown ? ',' : '';
      continue;
    }
    const isLast = !places.slice(i + 1).some((rest) => rest !== ',');
    isShown ||= place === '0' || index >= room - given.length || (isLast && !isFractionShown);
    if (isShown) text += caseOf(places, i) === 'x' ? padded.charAt(index) : padded.charAt(index).toUpperCase();
    index += 1;
  }
  return text;
}

/** The letters of a hexadecimal digit are as the next X or x writes them. */
const caseOf = (places: readonly string[], from: number): string =>
  places.slice(from).find((place) => /^x$/iu.test(place)) ?? 'X';

function printFixed(model: Model, number: Decimal, tie: Tie): string {
  const { whole, point, decimals, isBlankZero, isTrimmed } = model;
  const isHexadecimal = whole.some((place) => /^x$/iu.test(place));
  const rounded = roundDecimal(number, decimals, isHexadecimal ? 'away' : tie);
  const unit = 10n ** BigInt(decimals);
  const integer = rounded / unit;
  let fraction = String(rounded % unit)
    .padStart(decimals, '0')
    .slice(0, decimals);
  const width = whole.length + (point ?? '').length + decimals;
  if (isTrimmed) fraction = fraction.replace(/0+$/u, '');
  const isFractionShown = isTrimmed ? fraction !== '' || !whole.some((place) => place !== ',') : decimals > 0;
  const text = fillPlaces(whole, integer.toString(isHexadecimal ? 16 : 10), isFractionShown);
  if (text === undefined) {
    const places = whole.map((place) => (place === ',' ? ',' : '#')).join('');
    return compose(model, `${places}${point ?? ''}${'#'.repeat(decimals)}`, width, number.isNegative);
  }
  const shown = compose(model, `${text}${point ?? ''}${fraction}`, width, number.isNegative);
  return isBlankZero && integer === 0n ? (isTrimmed ? '' : ' '.repeat(shown.length)) : shown;
}

function printScientific(model: Model, number: Decimal, tie: Tie): string {
  const { decimals, point, exponent = 'EEEE', isTrimmed } = model;
  const magnitude = number.unscaled === 0n ? 0 : String(number.unscaled).length - 1 - number.scale;
  let power = magnitude;
  let digits = String(roundDecimal(number, decimals - power, tie)).padStart(decimals + 1, '0');
  // 9.99 is 10.0 at one decimal.
  if (digits.length > decimals + 1) {
    power += 1;
    digits = digits.slice(0, -1);
  }
  const fraction = isTrimmed ? digits.slice(1).replace(/0+$/u, '') : digits.slice(1);
  const letter = exponent.startsWith('e') ? 'e' : 'E';
  const tail = `${letter}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return compose(model, `${digits.charAt(0)}${point ?? ''}${fraction}${tail}`, 0, number.isNegative);
}

/** NaN and infinity stand where the digits would, `#` in places too few for them. */
function printSpecial(model: Model, value: number): string {
  const { whole, point = '', decimals, exponent } = model;
  const word = Number.isNaN(value) ? 'NAN' : 'INF';
  const tail = point.length + decimals;
  const isNumber = !whole.some((place) => /^x$/iu.test(place));
  if (exponent !== undefined) return compose(model, word, 1 + tail + exponent.length, value < 0, value);
  if (!isNumber || whole.filter((place) => place !== ',').length < word.length) {
    const places = whole.map((place) => (place === ',' ? ',' : '#')).join('');
    return compose(model, `${places}${point}${'#'.repeat(decimals)}`, whole.length + tail, value < 0, value);
  }
  return compose(model, word + ' '.repeat(tail), whole.length + tail, value < 0, value);
}

const ROMAN = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

/** Roman numerals of 1 to 3999, in fifteen characters unless trimmed. */
function printRoman(number: Decimal, format: string, tie: Tie): string {
  let rest = Number(roundDecimal(number, 0, tie));
  if (number.isNegative || rest < 1 || rest > 3999) fail();
  let text = '';
  for (const [value, letters] of ROMAN) {
    for (; rest >= value; rest -= value) text += letters;
  }
  const cased = format.includes('rn') ? text.toLowerCase() : text;
  return /FM/iu.test(format) ? cased : cased.padStart(15);
}

/**
 * `CAST(number AS STRING FORMAT format)`; `text` is the number as DuckDB prints it, `isFloat` says that it is a FLOAT64.
 * Undefined where the format is none, or asks for what the number has not.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_numeric_type_as_string
 */
export function formatNumber(format: string, text: string, isFloat: boolean): string | undefined {
  try {
    const value = Number(text.replace('inf', 'Infinity'));
    const tie = isFloat ? 'even' : 'away';
    if (/^(?:FM)?RN(?:FM)?$/iu.test(format)) {
      if (!Number.isFinite(value)) return undefined;
      return printRoman(isFloat ? decimalOfFloat(value) : decimalOfText(text), format, tie);
    }
    const model = readModel(format);
    if (!Number.isFinite(value)) return printSpecial(model, value);
    const number = isFloat ? decimalOfFloat(value) : decimalOfText(text);
    return model.exponent === undefined ? printFixed(model, number, tie) : printScientific(model, number, tie);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
