/** Texts of the charts of a sensor. */
export const words = {
  charts: 'Charts',
  spans: { day: 'Day', week: 'Week', month: 'Month' },
  ofSpan: { day: 'of the last day', week: 'of the last week', month: 'of the last month' },
  nothingInSpan: 'No readings in this time.',
  between: (low: string, high: string) => `${low} to ${high}`,
  always: (value: string) => `always ${value}`,
  table: 'As a table',
  time: 'Time',
  none: 'none',
  /** Describes a line of a chart to screen readers. */
  sentence: (name: string, span: string, last: string, low: string, high: string) =>
    `${name} ${span}: ${last} at last, between ${low} and ${high}.`,
  download: 'Download',
  downloadHelp: 'Readings for a spreadsheet. Times are in UTC.',
  downloadSpan: 'Time',
  downloads: { day: 'Last day', week: 'Last week', month: 'Last month', year: 'Last year', all: 'Everything' },
  downloadCsv: 'Download as CSV',
}
