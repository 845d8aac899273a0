/**
 * Days after which the reports of a day are taken to be in the feed: the city releases reports once they are final. An
 * assumption: the feed has no column that says when a report came.
 */
const REPORT_DAYS = 14;

module.exports = {
  REPORT_DAYS
};
