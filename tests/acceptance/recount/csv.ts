/**
 * An independent reading of the feed's exports, for checking the pipeline: it shares no code and no SQL with it.
 */

/** Records of a CSV text by RFC 4180, each an object keyed by the header. */
export function csvRecords(text: string): readonly Readonly<Record<string, string>>[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (isQuoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') cell += text.charAt((at += 1));
      else isQuoted = false;
    } else if (mark === '"') isQuoted = true;
    else if (mark === ',') endCell();
    else if (mark === '\n') {
      endCell();
      rows.push([]);
    } else if (mark !== '\r') cell += mark;
  }
  if (cell !== '' || (rows.at(-1)?.length ?? 0) > 0) endCell();
  const [header = [], ...records] = rows.filter((row) => row.length > 0);
  return records.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A wall-clock time in any of the feed's three formats. */
export function feedTime(text: string): number | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(text);
  if (iso) return utc(iso.slice(1, 7).map(Number), '');
  const us = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) ([AP]M)$/.exec(text);
  if (us) {
    const [month = 0, day = 0, year = 0, ...clock] = us.slice(1, 7).map(Number);
    return utc([year, month, day, ...clock], us[7] ?? '');
  }
  const named = /^(\d{4}) (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) ([AP]M)$/.exec(text);
  if (named) {
    const [day = 0, ...clock] = named.slice(3, 7).map(Number);
    return utc([Number(named[1]), monthNames.indexOf(named[2] ?? '') + 1, day, ...clock], named[7] ?? '');
  }
  return undefined;
}

function utc(
  [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[],
  half: string,
): number {
  const hours = half === '' ? hour : (hour % 12) + (half === 'PM' ? 12 : 0);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hours, minute, second);
  return time.getTime();
}
