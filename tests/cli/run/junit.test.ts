import { expect } from 'chai';
import { junitReport } from '../../../cli/run/junit.ts';

describe('junitReport(report)', () => {
  it('counts failures and skips, and escapes what XML refuses', () => {
    const xml = junitReport({
      runId: 'r',
      isSimulated: true,
      ingested: [],
      unitTests: [{ name: 'a < b', isPassed: true, messages: [] }],
      actions: [
        { kind: 'model', target: 'mart.m', status: 'failed' },
        { kind: 'model', target: 'mart.n', status: 'skipped' },
      ],
      assertions: [{ assertion: 'assertions.x', status: 'failed', failingRows: 1, samples: ['{"a":"<\u0001&>"}'] }],
      answers: undefined,
      page: undefined,
      stages: [],
      failure: { stage: 'Models and assertions', message: 'Division by zero' },
    });
    expect(xml).to.include('<testcase classname="unit tests" name="a &lt; b"/>');
    expect(xml).to.include('<testsuite name="models" tests="2" failures="1" skipped="1">');
    expect(xml).to.include('<failure>Division by zero</failure>');
    expect(xml).to.include('<testcase classname="models" name="mart.n"><skipped/></testcase>');
    expect(xml).to.include('1 failing rows\n{&quot;a&quot;:&quot;&lt;&amp;&gt;&quot;}');
  });
});
