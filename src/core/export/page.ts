import { providerShares, statusShares } from '#core/account/breakdown.ts';
import { Account, statusMessages } from '#core/account/model.ts';
import { outlineOf, type OutlineRow } from '#core/account/outline.ts';
import { totalOf } from '#core/account/totals.ts';
import { entrySentence } from '#core/audit/sentence.ts';
import { joinTags } from '#core/import/tag-text.ts';
import { translate, type Formats, type Message } from '#core/kernel/message.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { providerMessages } from '#core/org/provider.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
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
    translate(m.departments, { n: total.departments }, formats),
    translate(m.accounts, { n: total.accounts }, formats)
  ];
  const shares = [
    ...sharesIn(statusShares(state), statusMessages, formats),
    ...sharesIn(providerShares(state), providerMessages, formats)
  ];
  const list = [...counts, ...shares].map((text) => `<li>${escaped(text)}</li>`).join('');
  return `<header><h1>${escaped(titleOf(snapshot, formats))}</h1><p>${escaped(told.join(' · '))}</p><ul class="counts">${list}</ul></header>`;
}

type Choices = Readonly<Record<string, Message>>;

/** One value that all accounts share says nothing new. */
function sharesIn(
  shares: readonly { readonly value: string; readonly count: number }[],
  names: Choices,
  formats: Formats
): string[] {
  if (shares.length < 2) return [];
  return shares.map(({ value, count }) =>
    translate(m.share, { what: choiceName(names, value, formats), n: count }, formats)
  );
}

const choiceName = (names: Choices, value: string, formats: Formats): string => {
  const message = Object.hasOwn(names, value) ? names[value] : undefined;
  return message ? translate(message, undefined, formats) : value;
};

interface Column {
  readonly label: Message;
  /** Of an account, and of a department or the root; neither is escaped. */
  readonly account: (row: Account, formats: Formats) => string;
  readonly department: (row: Department) => string;
}

const none = () => '';

function columnsOf({ meta, state }: Snapshot): Column[] {
  const { fields } = Account;
  const { people, tags } = meta.scope.layers;
  const clouds = providerShares(state).length > 1;
  return [
    {
      label: fields.externalId.label,
      account: (row) => row.externalId,
      department: (row) => row.externalId
    },
    ...(clouds
      ? [
          {
            label: fields.provider.label,
            account: (row: Account, f: Formats) => choiceName(providerMessages, row.provider, f),
            department: none
          }
        ]
      : []),
    {
      label: fields.status.label,
      account: (row, formats) => choiceName(statusMessages, row.status, formats),
      department: none
    },
    {
      label: fields.joinedTime.label,
      account: (row) => row.joinedTime.slice(0, 10),
      department: none
    },
    ...(people
      ? [
          {
            label: fields.owner.label,
            account: (row: Account) => row.owner,
            department: (row: Department) => row.owner
          }
        ]
      : []),
    ...(tags
      ? [
          {
            label: fields.tags.label,
            account: (row: Account) => joinTags(row.tags),
            department: (row: Department) => joinTags(row.tags)
          }
        ]
      : [])
  ];
}

function organizationTable(snapshot: Snapshot, formats: Formats): string {
  const { state } = snapshot;
  const columns = columnsOf(snapshot);
  const heads = [
    `<th scope="col">${label(Account.fields.name.label, formats)}</th>`,
    `<th scope="col" class="n">${label(m.count, formats)}</th>`,
    ...columns.map((column) => `<th scope="col">${label(column.label, formats)}</th>`)
  ];
  const lines: string[] = [];
  const outline = wholeOutline(state);
  for (let i = 0; i < outline.length; i++) {
    const line = outline.at(i);
    if (line) lines.push(tableLine(state, line, columns, formats));
  }
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function wholeOutline(state: State) {
  const all = new Set([ROOT, ...[...rows(tableOf(state, Department))].map(({ id }) => id)]);
  return outlineOf(state, {
    expanded: all,
    unfolded: all,
    sort: { field: 'name', descending: false }
  });
}

function tableLine(
  state: State,
  { kind, id, level }: OutlineRow,
  columns: readonly Column[],
  formats: Formats
): string {
  const account = kind === 'account' ? rowOf(state, Account, id) : undefined;
  const department = kind === 'department' ? rowOf(state, Department, id) : undefined;
  const root = kind === 'root' ? rowOf(state, Organization, ROOT) : undefined;
  const name = (account ?? department ?? root)?.name ?? '';
  const count = account ? '' : formats.count(totalOf(state, id).accounts);
  const cells = columns.map((column) => {
    if (account) return column.account(account, formats);
    return department ? column.department(department) : '';
  });
  return [
    `<tr class="${kind} l${level}"><th scope="row">${escaped(name)}</th><td class="n">${count}</td>`,
    ...cells.map((cell) => `<td>${escaped(cell)}</td>`),
    '</tr>'
  ].join('');
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

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

/** Text as it may stand in HTML, in an attribute as well. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
