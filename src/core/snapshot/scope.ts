import type { Account } from '#core/account/model.ts';
import type { Department, Organization } from '#core/org/model.ts';
import { MAX_DEPTH } from '#core/org/tree.ts';

/** What a reader may be shown beyond names and places. */
export const LAYERS = ['people', 'tags', 'history'] as const;
export type Layer = (typeof LAYERS)[number];
export type Layers = Readonly<Record<Layer, boolean>>;

/**
 * What a snapshot tells of money, by month: nothing, a sum for each department, whose accounts it
 * does not tell apart, one for each account, or one for each account and service.
 */
export const MONEY_GRAINS = ['none', 'department', 'account', 'service'] as const;
export type MoneyGrain = (typeof MONEY_GRAINS)[number];

/** What part of an organization a snapshot shows. */
export interface Scope {
  /** The department that becomes the reader's root, or the root. */
  readonly top: string;
  /** Levels of departments below it, 1 to 5. */
  readonly depth: number;
  readonly layers: Layers;
  readonly money: MoneyGrain;
}

export const DEPTHS: readonly number[] = Array.from({ length: MAX_DEPTH }, (_, i) => i + 1);

type Shown = 'always' | 'never' | Exclude<Layer, 'history'>;
type FieldsOf<R> = Readonly<Record<Exclude<keyof R, 'id'>, Shown>>;

/**
 * Where each field is shown. A new field must be given a place here before it can leave the
 * device; remarks are free text and speak of people as often as not, so they go with them.
 */
const SHOWN_IN: {
  readonly organization: FieldsOf<Organization>;
  readonly department: FieldsOf<Department>;
  readonly account: FieldsOf<Account>;
} = {
  organization: {
    name: 'always',
    remark: 'people',
    provider: 'always',
    externalId: 'always',
    accountLimit: 'never'
  },
  department: {
    name: 'always',
    owner: 'people',
    remark: 'people',
    tags: 'tags',
    provider: 'always',
    externalId: 'always',
    parentId: 'always',
    order: 'always'
  },
  account: {
    provider: 'always',
    externalId: 'always',
    name: 'always',
    nickname: 'people',
    owner: 'people',
    email: 'people',
    joinedTime: 'always',
    memberType: 'always',
    status: 'always',
    departmentId: 'always',
    allowQuit: 'always',
    remark: 'people',
    tags: 'tags'
  }
};

export type ShownKind = keyof typeof SHOWN_IN;
export const SHOWN_KINDS = Object.keys(SHOWN_IN) as readonly ShownKind[];

/** The names of the fields of a kind that a choice of layers shows, in the kind's own order. */
export function shownFields(kind: ShownKind, layers: Layers): readonly string[] {
  return Object.entries(SHOWN_IN[kind])
    .filter(([, where]) => where === 'always' || (where !== 'never' && layers[where]))
    .map(([name]) => name);
}

/** What both of two scopes show, as far as depth and layers go. */
export const narrower = (a: Scope, b: Scope): Pick<Scope, 'depth' | 'layers'> => ({
  depth: Math.min(a.depth, b.depth),
  layers: {
    people: a.layers.people && b.layers.people,
    tags: a.layers.tags && b.layers.tags,
    history: a.layers.history && b.layers.history
  }
});
