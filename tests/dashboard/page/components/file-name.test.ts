import { expect } from 'chai';
import { fileName } from '../../../../dashboard/page/components/file-name.ts';

describe('fileName(run, name)', () => {
  it('says of files with simulated rows that they are', () => {
    expect(fileName({ is_simulated: true }, 'months.csv')).to.equal('SIMULATED-months.csv');
    expect(fileName({ is_simulated: false }, 'months.csv')).to.equal('months.csv');
  });
});
