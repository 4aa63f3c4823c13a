import { providerShares, statusShares, type Share } from '#core/account/breakdown.ts';
import { Account } from '#core/account/model.ts';
import { wholeOutline, type OutlineRow } from '#core/account/outline.ts';
import { totalOf } from '#core/account/totals.ts';
import { noun } from '#core/audit/reading.ts';
import { entrySentence, valueText } from '#core/audit/sentence.ts';
import { fieldOf, type Kind, type Row } from '#core/kernel/kind.ts';
import { translate, type Formats, type Message } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
import { shownFields } from '#core/snapshot/scope.ts';
import { escaped } from './markup.ts';
import { costTables } from './page-costs.ts';
import { pageMessages as m } from './page-messages.ts';

/** How a page looks, and the hash (SHA-256, base64) by which it lets in this style and nothing else. */
export interface PageStyle {
  readonly css: string;
  readonly hash: string;
}

/**
 * A snapshot as one HTML file that needs nothing else: no script, no network, and a policy that
 * forbids both. All of it is text, so that it is found, copied, read aloud and printed as such.
 */
export function snapshotPage(snapshot: Snapshot, style: PageStyle, formats: Formats): string {
  const policy = `default-src 'none'; style-src 'sha256-${style.hash}'; base-uri 'none'; form-action 'none'`;
  return [
    `<!doctype html><html lang="${formats.locale}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(titleOf(snapshot, formats))}</title>`,
    `<style>${style.css}</style></head><body>`,
    snapshotArticle(snapshot, formats),
    '</body></html>\n'
  ].join('');
}

/** What stands on the page, for whoever has a document of their own to put it into. */
export function snapshotArticle(snapshot: Snapshot, formats: Formats): string {
  return [
    '<main class="paper">',
    header(snapshot, formats),
    organizationTable(snapshot, formats),
    costTables(snapshot, formats),
    history(snapshot, formats),
    `<footer>${escaped(translate(m.madeWith, undefined, formats))}</footer>`,
    '</main>'
  ].join('');
}

export const titleOf = ({ meta }: Snapshot, formats: Formats): string =>
  meta.title || translate(m.untitled, undefined, formats);

function header(snapshot: Snapshot, formats: Formats): string {
  const { meta, state } = snapshot;
  const told = [
    translate(m.asOf, { at: meta.at }, formats),
    ...(meta.by === '' ? [] : [translate(m.by, { by: meta.by }, formats)])
  ];
  const total = totalOf(state, ROOT);
  const counts = [
    noun(Department, total.departments, formats),
    noun(Account, total.accounts, formats)
  ];
  const shares = [
    ...sharesIn('status', statusShares(state), snapshot, formats),
    ...sharesIn('provider', providerShares(state), snapshot, formats)
  ];
  const list = [...counts, ...shares].map((text) => `<li>${escaped(text)}</li>`).join('');
  return `<header><h1>${escaped(titleOf(snapshot, formats))}</h1><p>${escaped(told.join(' · '))}</p><ul class="counts">${list}</ul></header>`;
}

/** One value that all accounts share says nothing new. */
function sharesIn(
  field: 'status' | 'provider',
  shares: readonly Share[],
  { state }: Snapshot,
  formats: Formats
): string[] {
  if (shares.length < 2) return [];
  return shares.map(
    ({ value, count }) =>
      `${valueText(Account.fields[field], value, state, formats)} ${formats.count(count)}`
  );
}

/** Fields of accounts that have a column, where the layers show them. */
const COLUMNS = ['externalId', 'provider', 'status', 'joinedTime', 'owner', 'tags'] as const;

function columnsOf({ meta, state }: Snapshot) {
  const shown = shownFields('account', meta.scope.layers);
  const clouds = providerShares(state).length > 1;
  return COLUMNS.filter((name) => shown.includes(name) && (name !== 'provider' || clouds));
}

function organizationTable(snapshot: Snapshot, formats: Formats): string {
  const { state } = snapshot;
  const columns = columnsOf(snapshot);
  const heads = [
    `<th scope="col">${label(Account.fields.name.label, formats)}</th>`,
    `<th scope="col" class="n">${label(m.count, formats)}</th>`,
    ...columns.map((name) => `<th scope="col">${label(Account.fields[name].label, formats)}</th>`)
  ];
  const lines: string[] = [];
  const outline = wholeOutline(state);
  for (let i = 0; i < outline.length; i++) {
    const line = outline.at(i);
    if (line) lines.push(tableLine(state, line, columns, formats));
  }
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function tableLine(
  state: State,
  { kind, id, level }: OutlineRow,
  columns: readonly string[],
  formats: Formats
): string {
  const account = kind === 'account' ? rowOf(state, Account, id) : undefined;
  const department = kind === 'department' ? rowOf(state, Department, id) : undefined;
  const root = kind === 'root' ? rowOf(state, Organization, ROOT) : undefined;
  const name = (account ?? department ?? root)?.name ?? '';
  const count = account ? '' : formats.count(totalOf(state, id).accounts);
  const cells = columns.map((name) => {
    if (account) return cellOf(Account, account, name, state, formats);
    // Where a department comes from says nothing that its accounts do not.
    return department && name !== 'provider'
      ? cellOf(Department, department, name, state, formats)
      : '';
  });
  return [
    `<tr class="${kind} l${level}"><th scope="row">${escaped(name)}</th><td class="n">${count}</td>`,
    ...cells.map((cell) => `<td>${escaped(cell)}</td>`),
    '</tr>'
  ].join('');
}

function cellOf(kind: Kind, row: Row, name: string, state: State, formats: Formats): string {
  const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
  return field ? valueText(field, fieldOf(row, name), state, formats) : '';
}

function history({ entries, state }: Snapshot, formats: Formats): string {
  if (entries.length === 0) return '';
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const lines = entries.toReversed().map((entry) => {
    const sentence = entrySentence(entry, state, formats, (id) => byId.get(id));
    return `<li><time>${escaped(formats.date(entry.at))}</time> ${escaped(`${entry.name} ${sentence}`.trim())}</li>`;
  });
  return `<section><h2>${label(m.history, formats)}</h2><ol>${lines.join('')}</ol></section>`;
}

const label = (message: Message, formats: Formats) =>
  escaped(translate(message, undefined, formats));
