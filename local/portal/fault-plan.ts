import { type Fault, type FaultPlan, faultStatuses, type RandomFault, type ScriptedFault } from './faults.ts';
import { portalRoutes } from './route.ts';

/** A fault plan that cannot be read: it says where. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}

type Fields = Readonly<Record<string, unknown>>;
/** Checks the value of a field. */
type Check = readonly [isRight: (value: unknown) => boolean, expected: string];

const isWhole = (value: unknown, least: number): boolean => Number.isInteger(value) && (value as number) >= least;
const oneOf = (values: readonly unknown[]): Check => [(value) => values.includes(value), `one of ${values.join(', ')}`];
const wholeFrom = (least: number): Check => [(value) => isWhole(value, least), `a whole number from ${least}`];
const notZero: Check = [(value) => Number.isInteger(value) && value !== 0, 'a whole number other than 0'];

/** Fields of each kind of fault; `?` marks those that may be left out. */
const faultFields: Readonly<Record<Fault['kind'], Readonly<Record<string, Check>>>> = {
  status: {
    status: oneOf(faultStatuses),
    'retryAfter?': [(value) => typeof value === 'string' || isWhole(value, 0), 'seconds, or a date as HTTP writes it'],
  },
  reset: { at: oneOf(['start', 'headers', 'body']) },
  truncated: {},
  length: { by: notZero },
  malformed: {},
  html: {},
  slow: { 'delay?': wholeFrom(0), 'bytesPerSecond?': wholeFrom(1) },
  silent: {},
  duplicate: {},
  disturb: { change: oneOf(['move', 'vanish']) },
  count: { by: notZero },
  behind: {},
};

const routes = oneOf([...portalRoutes, 'any']);
const anything: Check = [() => true, ''];
const probability: Check = [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a number from 0 to 1'];

/** Reads the JSON of a fault plan. @throws FaultPlanError naming the place where it is none. */
export function parseFaultPlan(value: unknown): FaultPlan {
  const { seed, script, random } = fieldsOf(value, 'the plan', {
    'seed?': wholeFrom(0),
    'script?': anything,
    'random?': anything,
  });
  return {
    ...(seed === undefined ? {} : { seed: seed as number }),
    script: listOf(script, 'script').map((entry, index) => readScripted(entry, `script[${index}]`)),
    random: listOf(random, 'random').map((entry, index) => readRandom(entry, `random[${index}]`)),
  };
}

function readScripted(value: unknown, place: string): ScriptedFault {
  const fields = fieldsOf(value, place, {
    route: routes,
    request: wholeFrom(1),
    'times?': wholeFrom(1),
    fault: anything,
  });
  return { ...fields, fault: readFault(fields['fault'], `${place}.fault`) } as ScriptedFault;
}

function readRandom(value: unknown, place: string): RandomFault {
  const fields = fieldsOf(value, place, { route: routes, probability, fault: anything });
  return { ...fields, fault: readFault(fields['fault'], `${place}.fault`) } as RandomFault;
}

function readFault(value: unknown, place: string): Fault {
  const { kind } = objectOf(value, place);
  if (typeof kind !== 'string' || !Object.hasOwn(faultFields, kind)) {
    throw new FaultPlanError(`${place}.kind must be one of ${Object.keys(faultFields).join(', ')}.`);
  }
  return fieldsOf(value, place, { kind: anything, ...faultFields[kind as Fault['kind']] }) as unknown as Fault;
}

function fieldsOf(value: unknown, place: string, checks: Readonly<Record<string, Check>>): Fields {
  const fields = objectOf(value, place);
  const known = new Map(Object.entries(checks).map(([name, check]) => [name.replace('?', ''), check]));
  for (const name of Object.keys(fields)) {
    if (!known.has(name))
      throw new FaultPlanError(`${place} has no \`${name}\`; it knows ${[...known.keys()].join(', ')}.`);
  }
  for (const [name, [isRight, expected]] of Object.entries(checks)) {
    const field = fields[name.replace('?', '')];
    if (field === undefined && name.endsWith('?')) continue;
    if (field === undefined) throw new FaultPlanError(`${place} lacks \`${name}\`.`);
    if (!isRight(field)) throw new FaultPlanError(`${place}.${name.replace('?', '')} must be ${expected}.`);
  }
  return fields;
}

function objectOf(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new FaultPlanError(`${place} must be a JSON object.`);
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new FaultPlanError(`${place} must be a list.`);
}
