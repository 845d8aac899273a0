import type { Feed } from '../feed.ts';
import type { Row, Table } from '../table.ts';
import { removedBy } from './loads.ts';

/** How many go into a step and come out of it; what is between them is explained. */
export function stepRow(position: number, rowsIn: number, rowsOut: number): Row {
  return { position, rows_in: rowsIn, rows_out: rowsOut, explained: rowsIn - rowsOut };
}

/** What the steps are called is said in the models. */
export const wordsOfSteps = ['step', 'rows_in_what', 'rows_out_what', 'explanation'];

export function layerSteps(feed: Feed): Table {
  return { key: ['position'], rows: layerRows(feed), ignored: wordsOfSteps };
}

/** From the source to the facts. */
export function layerRows(feed: Feed): readonly Row[] {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const { loads, everTold, offenses } = feed;
  const [records, told] = [sum(loads.map((load) => load.records)), sum(loads.map((load) => load.told.size))];
  const removals = sum(loads.map((_, index) => removedBy(feed, index)));
  const numbers = offenses.flatMap(({ reportNumber }) => reportNumber ?? []);
  return [
    stepRow(1, records + sum(loads.map(({ quarantined }) => quarantined)), records),
    stepRow(2, records, told),
    stepRow(3, removals, removals),
    stepRow(4, told + removals, everTold.length),
    stepRow(5, everTold.length, everTold.length),
    stepRow(6, everTold.length, offenses.length),
    stepRow(7, numbers.length, new Set(numbers).size),
  ];
}
