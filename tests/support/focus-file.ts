import Papa from 'papaparse';
import { previewImport } from '#core/import/preview.ts';
import { amountText } from '#core/finance/amount.ts';
import { monthsLater } from '#core/finance/month.ts';
import { applyDiff, tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { noState } from '#core/kinds.ts';
import { Account } from '#core/account/model.ts';
import { ROOT } from '#core/org/model.ts';
import { sampleBills, type SampleBill } from '#core/sample/bills.ts';
import { SAMPLE_ACCOUNTS, SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';

/** The sample group as its own import makes it. */
export const sampleState = (accounts = SAMPLE_ACCOUNTS): State =>
  applyDiff(
    noState(),
    previewImport(noState(), { sources: [sampleGroup(SAMPLE_SEED, accounts)], target: ROOT }).diff
  );

/** Invented bills of a group's accounts. */
export const billsOf = (state: State, last = '2026-10', months = 16): SampleBill[] =>
  sampleBills([...rows(tableOf(state, Account))], { last, months, seed: 5 });

const PROVIDERS: Readonly<Record<string, string>> = { tencent: 'Tencent Cloud', aws: 'AWS' };

/** Bills as a FOCUS file that a provider could have written. */
export function focusFile(bills: readonly SampleBill[]): string {
  let id = 0;
  const lines = bills.flatMap(({ scope, facts }) =>
    facts.map((fact) => ({
      ProviderName: PROVIDERS[scope.provider] ?? scope.provider,
      BillingAccountId: scope.payer,
      BillingCurrency: scope.currency,
      BillingPeriodStart: `${fact.month}-01T00:00:00Z`,
      BillingPeriodEnd: `${monthsLater(fact.month, 1)}-01T00:00:00Z`,
      SubAccountId: fact.account,
      ServiceName: fact.service,
      RegionId: fact.region,
      ChargeCategory: fact.chargeCategory,
      PricingCategory: fact.pricingCategory,
      BilledCost: amountText(fact.billed),
      EffectiveCost: amountText(fact.effective),
      ResourceId: `r-${id++}`
    }))
  );
  return Papa.unparse(lines, { newline: '\n' });
}
