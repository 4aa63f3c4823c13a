import { isList, isObject, type Json, type JsonObject } from '../../json.ts';
import type { BillFormat } from './format.ts';
import { listAt, partAt, textAt, type JsonBill } from './json-rows.ts';

const DIMENSIONS = ['SERVICE', 'LINKED_ACCOUNT', 'REGION', 'RECORD_TYPE', 'PURCHASE_TYPE'];
const METRICS = ['NetUnblendedCost', 'UnblendedCost', 'NetAmortizedCost', 'AmortizedCost'];

const BILLED = ['NetUnblendedCost', 'UnblendedCost'];

/** Cost Explorer's answers as a table; it is never met as a CSV. */
export const awsCostExplorer: BillFormat = {
  name: 'aws.costExplorer',
  texts: {
    // A day or a month of the billing month it stands in.
    date: ['Start'],
    payer: ['PayerAccount'],
    account: ['LINKED_ACCOUNT'],
    service: ['SERVICE'],
    region: ['REGION'],
    category: ['RECORD_TYPE'],
    pricing: ['PURCHASE_TYPE'],
    currency: ['Unit']
  },
  costs: METRICS.map((name) => [name]),
  identity: ['End', 'Keys'],
  knows: (has) => has('LINKED_ACCOUNT') && has('UnblendedCost') && has('Keys'),
  needs: [],
  // An answer does not say whose it is.
  payer: ['payer'],
  account: ['account'],
  line: (text) => ({
    provider: 'aws',
    service: text('service'),
    region: text('region'),
    chargeCategory: text('category'),
    pricingCategory: text('pricing'),
    currency: text('currency'),
    billed: BILLED,
    effective: [{ of: ['NetAmortizedCost', 'AmortizedCost', ...BILLED] }]
  })
};

/** `get-cost-and-usage`: groups, or the total of a time where nothing was grouped. */
export const costExplorer: JsonBill = {
  name: 'aws.costExplorer',
  header: ['Start', 'End', 'Unit', 'Keys', 'PayerAccount', ...DIMENSIONS, ...METRICS],
  sniff: (page) => isList(page.get('ResultsByTime')),
  rows: (page) => listAt(page, 'ResultsByTime').flatMap((time) => rowsOf(time, keyed(page))),
  estimated: (page) =>
    listAt(page, 'ResultsByTime').some((time) => partAt(time, 'Estimated') === true)
};

/** What the keys of a group mean; tags and cost categories cut finer and say nothing we keep. */
const keyed = (page: JsonObject): readonly string[] =>
  listAt(page, 'GroupDefinitions').map((each) =>
    textAt(each, 'Type') === 'DIMENSION' ? textAt(each, 'Key') : ''
  );

function rowsOf(time: Json, dimensions: readonly string[]): (readonly string[] | undefined)[] {
  const period = partAt(time, 'TimePeriod');
  const groups = listAt(time, 'Groups');
  const row = (keys: readonly Json[], metrics: Json | undefined) => {
    if (!isObject(metrics)) return undefined;
    const units = METRICS.map((name) => textAt(metrics.get(name), 'Unit'));
    const texts = keys.map((key) => (typeof key === 'string' ? key : ''));
    return [
      textAt(period, 'Start'),
      textAt(period, 'End'),
      units.find((unit) => unit !== '') ?? '',
      JSON.stringify(texts),
      '',
      ...DIMENSIONS.map((name) => texts[dimensions.indexOf(name)] ?? ''),
      ...METRICS.map((name) => textAt(metrics.get(name), 'Amount'))
    ];
  };
  if (groups.length > 0)
    return groups.map((group) => row(listAt(group, 'Keys'), partAt(group, 'Metrics')));
  const total = partAt(time, 'Total');
  return isObject(total) && total.size > 0 ? [row([], total)] : [];
}
