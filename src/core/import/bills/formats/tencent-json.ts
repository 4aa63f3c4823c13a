import { isList, isObject, type JsonObject } from '../../json.ts';
import { listAt, textAt, type JsonBill } from './json-rows.ts';

const OF_DETAIL = [
  'BillMonth',
  'PayerUin',
  'OwnerUin',
  'BusinessCodeName',
  'ProductCodeName',
  'RegionName',
  'ActionTypeName',
  'PayModeName',
  'PayTime',
  'BillId',
  'Id',
  'ResourceId',
  'FeeBeginTime',
  'FeeEndTime'
];
/** A list of pairs, as text. */
const tagsText = (detail: JsonObject): string =>
  JSON.stringify(
    listAt(detail, 'Tags').map((tag) => [textAt(tag, 'TagKey'), textAt(tag, 'TagValue')])
  );

const OF_COMPONENT = ['RealCost', 'ComponentCode', 'ItemCode', 'UsedAmount'];

/**
 * DescribeBillDetail and its `…ForOrganization`: each component of a detail is a row. The period is
 * BillMonth, never a day, since an account may count by use or by payment.
 */
export const tencentDetail: JsonBill = {
  name: 'tencent.detail',
  header: [...OF_DETAIL, 'Tags', ...OF_COMPONENT],
  sniff: (page) => isList(page.get('DetailSet')),
  rows: (page) =>
    listAt(page, 'DetailSet').flatMap((detail) => {
      if (!isObject(detail)) return [undefined];
      // The organization's form of the call leaves BillMonth out.
      const month = ['BillMonth', 'BillDay', 'PayTime'].map((name) => textAt(detail, name));
      const [, ...rest] = OF_DETAIL.map((name) => textAt(detail, name));
      const own = [month.find((text) => text !== '') ?? '', ...rest, tagsText(detail)];
      return listAt(detail, 'ComponentSet').map((component) =>
        isObject(component)
          ? [...own, ...OF_COMPONENT.map((name) => textAt(component, name))]
          : undefined
      );
    })
};
