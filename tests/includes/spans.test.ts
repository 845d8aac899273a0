import { expect } from 'chai';
import { Evaluator } from './evaluate.ts';
import { loadInclude } from './load-include.ts';

const { isUsable, touchesMidnight } = loadInclude('spans') as Readonly<
  Record<'isUsable' | 'touchesMidnight', (start: string, end: string) => string>
>;

describe('spans', () => {
  let sql: Evaluator;

  before(async () => {
    sql = await Evaluator.open();
  });

  const evaluate = async (condition: typeof isUsable, start: string, end: string) => {
    const datetime = (text: string) => (text === '' ? 'CAST(NULL AS DATETIME)' : `DATETIME '2024-01-${text}'`);
    const [[value] = []] = await sql.rows(`SELECT ${condition('a', 'b')} FROM (SELECT ${datetime(start)} AS a, ${datetime(end)} AS b)`);
    return value;
  };

  it('isUsable(start, end) takes a span of a second to a day', async () => {
    expect(await evaluate(isUsable, '01 09:00:00', '01 09:00:01')).to.equal('true');
    expect(await evaluate(isUsable, '01 09:00:00', '02 09:00:00')).to.equal('true');
    expect(await evaluate(isUsable, '01 09:00:00', '02 09:00:01')).to.equal('false');
    expect(await evaluate(isUsable, '01 09:00:00', '01 09:00:00')).to.equal('false');
    expect(await evaluate(isUsable, '01 09:00:00', '01 08:00:00')).to.equal('false');
  });

  it('isUsable(start, end) takes none that starts or ends at exactly midnight, nor an open one', async () => {
    expect(await evaluate(isUsable, '01 00:00:00', '01 06:00:00')).to.equal('false');
    expect(await evaluate(isUsable, '01 22:00:00', '02 00:00:00')).to.equal('false');
    expect(await evaluate(isUsable, '01 22:00:00', '02 00:01:00')).to.equal('true');
    expect(await evaluate(isUsable, '01 22:00:00', '')).to.equal('false');
    expect(await evaluate(isUsable, '', '')).to.equal('false');
  });

  it('touchesMidnight(start, end) is never null', async () => {
    expect(await evaluate(touchesMidnight, '', '02 00:00:00')).to.equal('true');
    expect(await evaluate(touchesMidnight, '', '02 01:00:00')).to.equal('false');
  });
});
